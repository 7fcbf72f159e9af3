"""Which sentences are learnt from, watched while learning, and kept for the test. No file is in two places.

Never trained on: EWT test, GUM test, the held news (`gumnews-held`: the news of GUM's dev and test), CrossNER test, UNER test, re3d's test
half, PropBank test. Of UNER only dev exists to learn from; every eighth of its documents is watched instead, and so is every eighth of
our own sentences and of the last part of CrossNER dev.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from training.language.corpora import join_frames, read_columns, read_frames, read_trees
from training.language.documents import read_own, read_re3d
from training.language.happenings import add_judgements, read_clauses, read_facts
from training.language.sentences import Sentence

OWN = Path(__file__).with_name("own_sentences.jsonl")
SLICE = Path(__file__).with_name("slice")
INPUTS = (
    "language/ewt-train.conllu.xz",
    "language/ewt-dev.conllu.xz",
    "language/ewt-test.conllu.xz",
    "language/gumclean-train.conllu.xz",
    "language/gumclean-dev.conllu.xz",
    "language/gumnews-held.conllu.xz",
    "language/propbank-ewt-train.json.xz",
    "language/propbank-ewt-dev.json.xz",
    "language/propbank-ewt-test.json.xz",
    "language/propbank-frames-3.4.json.xz",
    "language/ner/uner_ewt/en_ewt-ud-dev.iob2",
    "language/ner/uner_ewt/en_ewt-ud-test.iob2",
    "language/ner/wikigold/wikigold.conll.txt",
    "language/ner/crossner_politics/train.txt",
    "language/ner/crossner_politics/dev.txt",
    "language/ner/crossner_politics/test.txt",
    "claims/factuality/it-happened_eng_ud1.2_07092017.tsv.xz",
    "claims/factuality/meantime/train.conll",
)
_REPEATS = {"own": 6, "re3d": 2, "uner-ewt": 2, "wikigold": 2, "crossner": 2}
_WATCHED_CROSSNER = 80
_CLAUSES = 4


@dataclass(frozen=True)
class Mixture:
    """`train` with repeats; `dev` and `test` by name."""

    train: list[Sentence]
    dev: dict[str, list[Sentence]]
    test: dict[str, list[Sentence]]


def read_mixture(folder: Path) -> Mixture:
    """Everything from the data folder (`../shared/data`)."""
    language = folder / "language"
    ewt = {
        part: list(
            join_frames(read_trees(language / f"ewt-{part}.conllu.xz", "ewt"), read_frames(language / f"propbank-ewt-{part}.json.xz"))
        )
        for part in ("train", "dev", "test")
    }
    gum_dev = [row for row in read_trees(language / "gumclean-dev.conllu.xz", "gum", entities=True) if "_news_" not in row.document]
    uner = read_columns(language / "ner/uner_ewt/en_ewt-ud-dev.iob2", "uner-ewt", "uner", 1, 2, "\t")
    watched = set(sorted({row.document for row in uner})[::8])
    politics = {
        part: read_columns(language / f"ner/crossner_politics/{part}.txt", "crossner", "crossner", 0, 1)
        for part in ("train", "dev", "test")
    }
    own = read_own(OWN)
    re3d = folder / "events" / "re3d_open"
    train = [
        *ewt["train"],
        *read_trees(language / "gumclean-train.conllu.xz", "gum", entities=True),
        *(row for row in uner if row.document not in watched),
        *read_columns(language / "ner/wikigold/wikigold.conll.txt", "wikigold", "wikigold", 0, 1),
        *politics["train"],
        *politics["dev"][:-_WATCHED_CROSSNER],
        *read_re3d(re3d, test=False),
        *(row for number, row in enumerate(own) if number % 8),
    ]
    seen = {tuple(row.words) for row in train}
    return Mixture(
        train=[row for row in train for _ in range(_REPEATS.get(row.source, 1))],
        dev={
            "ewt": ewt["dev"],
            "gum": gum_dev,
            "uner": [row for row in uner if row.document in watched],
            "crossner": politics["dev"][-_WATCHED_CROSSNER:],
            "own": own[::8],
        },
        test={
            "ewt": ewt["test"],
            "gum-news": read_trees(language / "gumnews-held.conllu.xz", "gum", entities=True),
            "uner": read_columns(language / "ner/uner_ewt/en_ewt-ud-test.iob2", "uner-ewt", "uner", 1, 2, "\t"),
            "crossner": politics["test"],
            "re3d": [row for row in read_re3d(re3d, test=True) if tuple(row.words) not in seen],  # press releases repeat themselves
        },
    )


def read_lessons(folder: Path, clauses: Path) -> Mixture:
    """What the event heads are taught with: the coded clauses over and over, judgements on what happened, and the first mixture again.

    `clauses`: the file of `training.events.hand_over`. The first mixture stays in, so that nothing of it is forgotten.
    """
    first = read_mixture(folder)
    coded = read_clauses(clauses)
    claims = folder / "claims" / "factuality"
    trees = [row for row in first.train if row.source == "ewt"]
    judged = [row for row in add_judgements(claims / "it-happened_eng_ud1.2_07092017.tsv.xz", trees, "train") if row.facts]
    facts = [*judged, *read_facts([claims / "meantime" / "train.conll"], "meantime")]
    return Mixture(
        train=[*first.train, *facts, *(row for row in coded["train"] for _ in range(_CLAUSES))],
        dev={**first.dev, "clauses": coded["dev"]},
        test=first.test,
    )


def read_slice(folder: Path = SLICE) -> Mixture:
    """A tiny mixture without the data folder, for the smoke training only: our own sentences, and trees with predicates by pattern."""
    trees = list(join_frames(read_trees(folder / "trees.conllu", "slice"), read_frames(folder / "frames.json")))
    own = read_own(OWN)
    return Mixture(train=[*own[:40], *trees[6:]], dev={"own": own[:12], "ewt": trees[:6]}, test={})
