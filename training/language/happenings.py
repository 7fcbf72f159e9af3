"""Readers of what was done and whether it happened: our coded clauses, and judgements on whether each predicate of a text took place.

Factuality runs from -3 (surely not) to 3 (surely): Rudinger, White and Van Durme, "Neural models of factuality" (2018), whose judgements
point into UD English 1.2; the laid-out MEANTIME of Stanovsky and others (2017) uses the same scale. Here it becomes a fact: took place or
not. Readers who say that something did not happen may mean that it is yet to come, so no status follows from it.
"""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from training.language.sentences import Happening, Sentence, split_words

_PARTICLES = frozenset("out off up back away down in on over into for".split())
_CLITICS = frozenset({"'s", "’s"})
_ENDS = frozenset(", ( – — who which that of in at from for on with near to by".split()) | _CLITICS
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"'}
_REACH = 12
_SURE = 2.0  # readers disagree much between the ends
_CUT = 1.5


def read_clauses(path: Path) -> dict[str, list[Sentence]]:
    """The file of `training.events.hand_over`: sentences of the parts `train` and `dev` with their happenings and gate."""
    found: dict[str, list[Sentence]] = {"train": [], "dev": []}
    for row in json.loads(path.read_text("utf-8")):
        cells = split_words(row["text"])
        happenings = [_read_event(cells, event) for event in row.get("events", ())]
        found[row["part"]].append(
            Sentence(source="clauses", words=[word for _, _, word in cells], happenings=happenings, gate=row.get("none") or "event",
                     document=row["document"])
        )  # fmt: skip
    return found


def _read_event(cells: list[tuple[int, int, str]], event: dict[str, Any]) -> Happening:
    """One coded clause over words. Its parties are marked by the word that ends the first noun phrase of their stretch."""
    parties = {_find_head(cells, side["start"], side["end"]): role for role in ("by", "whom", "who") for side in event.get(role, ())}
    place = _find_trigger(cells, event["trigger"]["start"], event["trigger"]["end"])
    return Happening(place, event["type"], event["status"], {at: role for at, role in parties.items() if at != place})


def _inside(cells: list[tuple[int, int, str]], start: int, end: int) -> list[int]:
    return [place for place, (low, high, _) in enumerate(cells) if low < end and high > start]


def _find_trigger(cells: list[tuple[int, int, str]], start: int, end: int) -> int:
    """The verb before its particle ("pulled out"), else the last word ("hunger strike")."""
    places = _inside(cells, start, end)
    return places[0] if len(places) > 1 and cells[places[1]][2].lower() in _PARTICLES else places[-1]


def _find_head(cells: list[tuple[int, int, str]], start: int, end: int) -> int:
    """The last word before a preposition, a comma or a relative clause; in "France's president" the last one."""
    places = _inside(cells, start, end)
    for number, place in enumerate(places[1:], 1):
        word = cells[place][2].lower()
        if word in _ENDS and not (word in _CLITICS and place != places[-1]):
            return places[number - 1]
    return places[-1]


def add_judgements(path: Path, trees: list[Sentence], part: str) -> list[Sentence]:
    """Trees of one part of EWT with the judged predicates of "It Happened" (a mean over its readers), found again by their lemmas.

    The judgements count sentences of an older release; a sentence is taken within a few places of its number when all lemmas fit.
    """
    judged = _read_judgements(path, part)
    found = list(trees)
    for number, marks in judged.items():
        for step in sorted(range(-_REACH, _REACH + 1), key=abs):
            at = number - 1 + step
            if 0 <= at < len(trees) and found[at].facts is None:
                places = _fit(trees[at], marks)
                if places is not None:
                    found[at] = replace(found[at], facts=places)
                    break
    return found


def _read_judgements(path: Path, part: str) -> dict[int, list[tuple[int, str, bool]]]:
    """Sentence number -> (word, lemma, took place), where its readers are sure."""
    answers: dict[tuple[int, int, str], list[float]] = defaultdict(list)
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        names = next(lines).rstrip("\n").split("\t")
        for line in lines:
            row = dict(zip(names, line.rstrip("\n").split("\t"), strict=True))
            if row["Split"] == part and row["Happened"] in ("true", "false") and row["Confidence"].isdigit():
                sign = 1 if row["Happened"] == "true" else -1
                key = int(row["Sentence.ID"].split()[-1]), int(row["Pred.Token"]) - 1, row["Pred.Lemma"]
                answers[key].append(sign * int(row["Confidence"]) * 3 / 4)
    found: dict[int, list[tuple[int, str, bool]]] = defaultdict(list)
    for (number, place, lemma), values in answers.items():
        mean = sum(values) / len(values)
        if abs(mean) >= _SURE:
            found[number].append((place, lemma, mean > 0))
    return found


def _fit(tree: Sentence, marks: list[tuple[int, str, bool]]) -> dict[int, bool] | None:
    """The places of judged lemmas in a sentence; its words may be cut a little otherwise. None when one is missing."""
    places = {}
    for place, lemma, value in marks:
        near = [at for at in (place, place + 1, place - 1, place + 2, place - 2, place + 3, place + 4)
                if 0 <= at < len(tree.words) and tree.lemmas and tree.lemmas[at].lower() == lemma.lower()]  # fmt: skip
        if not near:
            return None
        places[near[0]] = value
    return places


def read_facts(paths: Iterable[Path], source: str) -> list[Sentence]:
    """Sentences of a laid-out factuality file (number, word, judgement or "_", ...)."""
    found = []
    for path in paths:
        for block in path.read_text("utf-8").strip().split("\n\n"):
            rows = [line.split("\t") for line in block.split("\n")]
            facts = {at: float(row[2]) > _CUT for at, row in enumerate(rows) if row[2] != "_"}
            if facts:
                words = [_BRACKETS.get(row[1], row[1]) for row in rows]
                found.append(Sentence(source=source, words=words, facts=facts))
    return found
