"""Writes the coded clauses of the parts `train` and `dev`, joined with their sentences, for the trainer of the language model:

    python -m training.events.hand_over DATA OUT.json

The trainer lives in an environment of its own, without the package; this file is all that it is told of the codings. The part `test`
is not written, so nothing can be learnt from it by mistake.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec
from msgspec import Struct

from offing.eval.codings import Event
from offing.eval.examples import Example
from training.events.loader import load_coded

PARTS = ("train", "dev")


class Handed(Struct, frozen=True, omit_defaults=True):
    """One sentence with its events, or the reason why it has none."""

    text: str
    part: str
    document: str
    none: str = ""
    events: tuple[Event, ...] = ()


def hand_over(corpora: Path) -> list[Handed]:
    """All sentences that may be learnt from or watched."""
    return [_hand_one(example, part) for part in PARTS for example in load_coded(part, corpora)]


def _hand_one(example: Example, part: str) -> Handed:
    row = example.row
    return Handed(example.text, part, row.document, row.none, row.events)


def main() -> None:
    """Read the command line, write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_bytes(msgspec.json.encode(hand_over(asked.data)))


if __name__ == "__main__":
    main()
