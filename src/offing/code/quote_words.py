"""The verbs that bring in what somebody says, from `tables/speech.yaml`: every form with its lemma and the shapes of content it takes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import yaml

from offing.ontology import read_table

SHAPES = ("say", "tell", "think", "urge", "deny")


@lru_cache(maxsize=1)
def load_speech() -> tuple[dict[str, tuple[str, frozenset[str]]], dict[str, tuple[str, ...]]]:
    """(form -> (lemma, shapes), verb lemma -> the words that may follow it as part of it, "" when it may stand alone)."""
    table = yaml.safe_load(read_table("speech.yaml"))
    shapes: dict[str, set[str]] = {}
    particles: dict[str, list[str]] = {}
    for shape in SHAPES:
        for entry in table[shape]:
            lemma, _, particle = entry.partition(" ")
            shapes.setdefault(lemma, set()).add(shape)
            row = particles.setdefault(lemma, [])
            if particle not in row:
                row.append(particle)
    forms: dict[str, tuple[str, frozenset[str]]] = {}
    for lemma in sorted(shapes):
        for form in table["irregular"].get(lemma) or inflect_verb(lemma):
            forms[form] = lemma, frozenset(shapes[lemma])
    return forms, {lemma: tuple(sorted(row, key=len, reverse=True)) for lemma, row in particles.items()}


def find_telling(words: Iterable[str]) -> list[int]:
    """The places of words that can bring in what somebody says: forms of verbs of saying, and the first of "according to"."""
    forms = load_speech()[0]
    return [at for at, word in enumerate(map(str.lower, words)) if word in forms or word == "according"]


def inflect_verb(lemma: str) -> list[str]:
    """The five forms of a regular English verb."""
    if lemma.endswith("e"):
        return [lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"]
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    third = lemma + ("es" if lemma.endswith(("sh", "ch", "ss", "x", "o")) else "s")
    return [lemma, third, lemma + "ed", lemma + "ing"]
