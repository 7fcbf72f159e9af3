"""What a training sentence knows. A layer that a corpus does not annotate is None and is not learnt from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Sen|Rep|Gov|St|No)\.(?=\s)|\d+(?:[.,:]\d+)*|[^\W\d_]+(?=n[’']t\b)|n[’']t\b"
    r"|[’'](?:s|re|ve|ll|d|m)\b|\w+|\.{3}|\S",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Frame:
    """One predicate: its place, its roleset ("attack.01") and the role of each argument's head word."""

    place: int
    roleset: str
    roles: dict[int, str]


@dataclass(frozen=True)
class Happening:
    """One coded clause: the place of its trigger, type, status, and what the head word of each party is to it (who, whom, by)."""

    place: int
    kind: str
    status: str
    parties: dict[int, str]


@dataclass(frozen=True)
class Sentence:
    """Words and the layers annotated over them. Heads count from 1, 0 is the root; entities are BIO labels of the guideline."""

    source: str
    words: list[str]
    upos: list[str] | None = None
    xpos: list[str] | None = None
    heads: list[int] | None = None
    relations: list[str] | None = None
    entities: list[str] | None = None
    guideline: str = "any"
    frames: list[Frame] | None = None
    document: str = ""
    lemmas: list[str] | None = None
    happenings: list[Happening] | None = None
    gate: str | None = None
    facts: dict[int, bool] | None = None


def split_words(text: str) -> list[tuple[int, int, str]]:
    """(start, end, word) in the manner of UD: clitics and hyphens cut off."""
    return [(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]


def mark_spans(count: int, spans: list[tuple[int, int, str]]) -> list[str]:
    """BIO labels of `count` words from (first, last, label); an earlier span keeps its words."""
    labels = ["O"] * count
    for first, last, label in spans:
        if all(labels[place] == "O" for place in range(first, last + 1)):
            for place in range(first, last + 1):
                labels[place] = ("B-" if place == first else "I-") + label
    return labels


def find_spans(labels: list[str]) -> set[tuple[int, int, str]]:
    """(first, last, label) of BIO labels; a stray I- opens a span."""
    found = set()
    start, kind = -1, ""
    for place, label in enumerate([*labels, "O"]):
        if start >= 0 and (label[:2] != "I-" or label[2:] != kind):
            found.add((start, place - 1, kind))
            start = -1
        if label != "O" and start < 0:
            start, kind = place, label[2:]
    return found
