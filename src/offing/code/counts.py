"""Numbers in a claim: how many were killed, wounded, detained; how many troops, protesters, rockets."""

from __future__ import annotations

import re

from offing.code.scenes import Scene
from offing.language.analyses import Argument, Predicate
from offing.records import Number

OPEN = 1_000_000_000
_VERBS = {
    "kill": "killed",
    "die": "killed",
    "massacre": "killed",
    "murder": "killed",
    "slaughter": "killed",
    "wound": "wounded",
    "injure": "injured",
    "hurt": "injured",
    "detain": "detained",
    "arrest": "detained",
    "jail": "detained",
    "abduct": "abducted",
    "kidnap": "abducted",
    "expel": "expelled",
    "release": "released",
    "free": "released",
    "displace": "displaced",
}
_NOUNS = {
    "troop": "troops",
    "soldier": "troops",
    "paratrooper": "troops",
    "marine": "troops",
    "reservist": "troops",
    "protester": "protesters",
    "demonstrator": "protesters",
    "marcher": "protesters",
    "missile": "missiles",
    "rocket": "rockets",
    "drone": "drones",
    "mortar": "mortars",
    "shell": "shells",
}
_CROWD = frozenset({"people", "supporter", "mourner", "worker", "student", "woman", "thousand", "hundred", "dozen", "crowd"})
_UNITS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SCALE = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_VAGUE = {"dozens": (24, 99), "scores": (40, 199), "hundreds": (200, 999), "thousands": (2000, 9999), "couple": (2, 2), "several": (3, 9)}


def read_count(words: list[str]) -> tuple[int, int] | None:
    """The closed interval that count words mean ("at least 12": 12 to OPEN; "several hundred": 300 to 900), or None without a number."""
    text = " ".join(word.lower() for word in words)
    vague = re.search(r"\b(tens|hundreds) of thousands\b", text) if "thousands" in text else None
    if vague:
        low = 20_000 if vague[1] == "tens" else 200_000
        return low, low * 5 - 1
    found: tuple[int, int] | None = None
    tokens = [word for word in re.split(r"[\s-]+", text) if word]
    for at, word in enumerate(tokens):
        value = _read_value(tokens, at)
        if value is not None:
            found = value
            break
        if word in _VAGUE and not (word == "scores" and at + 1 < len(tokens) and tokens[at + 1] != "of"):
            low, high = _VAGUE[word]
            scale = _SCALE.get(tokens[at + 1], 1) if at + 1 < len(tokens) else 1
            found = (low * scale, high * scale)
            break
    if found is None:
        return None
    low, high = found
    if re.search(r"\b(at least|no fewer than|minimum of)\b", text):
        return low, OPEN
    if re.search(r"\b(more than|over|upwards of)\b", text):
        return low + 1, OPEN
    if re.search(r"\b(up to|as many as|at most|no more than)\b", text):
        return 0, high
    if re.search(r"\b(fewer than|less than|under)\b", text):
        return 0, high - 1
    if re.search(r"\b(about|around|some|nearly|almost|roughly|approximately)\b", text) and low == high:
        return int(low * 0.9), int(high * 1.1)
    return found


def _read_value(tokens: list[str], at: int) -> tuple[int, int] | None:
    """An exact number that starts at a token: digits, number words, "a dozen", "two thousand"."""
    word = tokens[at].replace(",", "")
    if re.fullmatch(r"\d+", word):
        value = int(word)
    elif word in _UNITS:
        value = _UNITS[word]
        if value >= 20 and at + 1 < len(tokens) and _UNITS.get(tokens[at + 1], 99) < 10:
            value += _UNITS[tokens[at + 1]]
            at += 1
    elif word in ("a", "an") and at + 1 < len(tokens) and tokens[at + 1] in _SCALE:
        value = 1
    else:
        return None
    while at + 1 < len(tokens) and tokens[at + 1] in _SCALE:
        value *= _SCALE[tokens[at + 1]]
        at += 1
    return value, value


def find_numbers(scene: Scene, index: int, joined: tuple[int, ...] = ()) -> tuple[Number, ...]:
    """The counts of an event: of its own patient and of verbs of harm that hang on it or whose subject it is."""
    found: list[Number] = []
    for verb in (*_related(scene, index), *(scene.analysis.predicates[other] for other in joined)):
        kind = _VERBS.get(verb.lemma, "")
        for argument in verb.arguments:
            takes = argument.role == "patient" or (argument.role == "agent" and verb.lemma == "die")
            if kind and takes:
                _add(scene, argument, kind, found, single=True)
            elif argument.role in ("patient", "agent", "of", "by"):
                _add_named(scene, argument, found)
    return tuple(sorted(found, key=lambda number: (number.span.start if number.span else 0, number.kind)))


def _related(scene: Scene, index: int) -> list[Predicate]:
    predicates = scene.analysis.predicates
    own = predicates[index]
    found = [own]
    for other_index, other in enumerate(predicates):
        if other_index == index or other.kind != "verb" or other.lemma not in _VERBS:
            continue
        agents = [argument for argument in other.arguments if argument.role == "agent"]
        if (
            (other.parent == index and other.link in ("ing", "and"))
            or any(one.start <= own.trigger < one.end for one in agents)
            or (
                own.kind == "noun"
                and any(
                    argument.start <= own.trigger < argument.end and argument.role in ("in", "by", "during") for argument in other.arguments
                )
            )
            or (other.link == "and" and other.parent == own.parent >= 0 and other.lemma in ("wound", "injure"))
        ):
            found.append(other)
    return found


def _add(scene: Scene, argument: Argument, kind: str, found: list[Number], *, single: bool) -> None:
    end = argument.end
    words = [scene.text.words[at] for at in range(argument.start, end)]
    count = read_count(words)
    if count is None and single and words[0].lower() in ("a", "an") and scene.text.tags[argument.head] in ("NN", "NNP"):
        count = (1, 1)
    if count is not None and all(number.kind != kind for number in found):
        found.append(
            Number(kind=kind, low=count[0], high=count[1], words=scene.words(argument.start, end), span=scene.span(argument.start, end))
        )


def _add_named(scene: Scene, argument: Argument, found: list[Number]) -> None:
    lemma = scene.lemmas[argument.head]
    kind = _NOUNS.get(lemma, "")
    if not kind and argument.role == "agent" and lemma in _CROWD:
        kind = "protesters"
    if kind:
        _add(scene, argument, kind, found, single=False)
