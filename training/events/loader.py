"""Where the codings lie, and how they are loaded: schema, parts, and the join with the corpora are in `offing.eval.examples`.

from training.events.loader import load_coded
train = load_coded("train", Path("CORPORA"))   # without a folder of corpora: our own sentences only
"""

from __future__ import annotations

from pathlib import Path

from offing.eval.examples import Example, load_examples

CODINGS = Path(__file__).parent / "codings"
FIRST = Path(__file__).parent / "first_pass"  # as they were before anything was settled
SECOND = Path(__file__).parent / "second_pass"


def load_coded(part: str = "", corpora: Path | None = None) -> list[Example]:
    """The codings of a part (`train`, `dev`, `test`, "" for all) with their sentences; without `corpora` our own only.

    `train` leaves out the documents that are held for other tasks of the project (`Row.held`): nothing may be trained on them.
    """
    return [example for example in load_examples(CODINGS, corpora, part) if part != "train" or not example.row.held]
