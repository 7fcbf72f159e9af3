"""Counts behind every score, one row a sentence, so that any share of them can be drawn again for an interval.

LAS as in the CoNLL 2018 shared task: punctuation counts, subtypes of relations do not. Entities: exact span and type. An argument counts
when predicate, head word and role are those of the gold; the gold head word of a span is its syntactic head in the gold tree.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from training.language.guidelines import COARSE, GOLD
from training.language.sentences import Sentence, find_spans

Counts = Counter[str]
SHARES = {
    "upos": ("upos", "words"),
    "xpos": ("xpos", "words"),
    "uas": ("uas", "words"),
    "las": ("las", "words"),
    "las_subtypes": ("las_subtypes", "words"),
    "rolesets": ("roleset", "frames"),
    "statuses": ("status", "happenings"),
    "gates": ("gate", "gated"),
}
MEANS = ("triggers", "kinds", "parties", "entities", "predicates", "arguments", "arguments_core", "arguments_end", "arguments_end_core")


@dataclass(frozen=True)
class Guess:
    """What a model says of one sentence; `arguments` for the gold predicates, `arguments_end` for its own: (predicate, word, role).

    `kinds`: trigger -> kind of what was done; `statuses` of every word; `parties` of gold triggers and own ones: word -> party.
    """

    upos: list[str]
    xpos: list[str]
    heads: list[int]
    relations: list[str]
    entities: list[str]
    predicates: set[int]
    rolesets: dict[int, str]
    arguments: set[tuple[int, int, str]]
    arguments_end: set[tuple[int, int, str]]
    kinds: dict[int, str] = field(default_factory=dict)
    statuses: list[str] = field(default_factory=list)
    parties: dict[int, dict[int, str]] = field(default_factory=dict)
    gate: str = ""


def count_sentence(gold: Sentence, guess: Guess) -> Counts:
    """Right, guessed and gold counts of one sentence, only for the layers that are annotated."""
    counts: Counts = Counter()
    if gold.heads and gold.relations and gold.xpos and gold.upos:
        counts["words"] = len(gold.words)
        for place, (head, relation) in enumerate(zip(gold.heads, gold.relations, strict=True)):
            right = guess.heads[place] == head
            counts["uas"] += right
            counts["las"] += right and guess.relations[place].partition(":")[0] == relation.partition(":")[0]
            counts["las_subtypes"] += right and guess.relations[place] == relation
            counts["upos"] += guess.upos[place] == gold.upos[place]
            counts["xpos"] += guess.xpos[place] == gold.xpos[place]
    if gold.entities:
        known = GOLD[gold.guideline]
        coarse = COARSE[gold.guideline]
        there = {(first, last, known[kind]) for first, last, kind in find_spans(gold.entities) if kind in known}
        here = {(first, last, coarse[kind]) for first, last, kind in find_spans(guess.entities) if kind in coarse}
        _count(counts, "entities", there, here)
    if gold.frames is not None:
        _count_frames(counts, gold, guess)
    if gold.happenings is not None:
        _count_happenings(counts, gold, guess)
    return counts


def _count_happenings(counts: Counts, gold: Sentence, guess: Guess) -> None:
    """Triggers, kinds with their triggers, statuses of the gold triggers, who and whom of the gold triggers, what the sentence is."""
    told = gold.happenings or []
    _count(counts, "triggers", {one.place for one in told}, set(guess.kinds))
    _count(counts, "kinds", {(one.place, one.kind) for one in told}, set(guess.kinds.items()))
    counts["happenings"] += len(told)
    counts["status"] += sum(guess.statuses[one.place] == one.status for one in told)
    there = {(one.place, word, party) for one in told for word, party in one.parties.items() if party != "by"}
    here = {(place, word, party) for place in {one.place for one in told} for word, party in guess.parties[place].items() if party != "by"}
    _count(counts, "parties", there, here)
    counts["gated"] += 1
    counts["gate"] += guess.gate == gold.gate


def _count_frames(counts: Counts, gold: Sentence, guess: Guess) -> None:
    """Predicates, rolesets and arguments; continuations (C-) are no arguments of their own."""
    frames = gold.frames or []
    _count(counts, "predicates", {frame.place for frame in frames}, guess.predicates)
    counts["frames"] += len(frames)
    counts["roleset"] += sum(guess.rolesets.get(frame.place) == frame.roleset for frame in frames)
    there = {(frame.place, place, role) for frame in frames for place, role in frame.roles.items() if not role.startswith("C-")}
    for name, found in (("arguments", guess.arguments), ("arguments_end", guess.arguments_end)):
        here = {row for row in found if not row[2].startswith("C-")}
        _count(counts, name, there, here)
        _count(counts, name + "_core", *({row for row in rows if row[2][:3] == "ARG" and row[2][3:4].isdigit()} for rows in (there, here)))


def _count(counts: Counts, name: str, there: set[Any], here: set[Any]) -> None:
    """Add gold, guessed and shared."""
    counts[name + "_gold"] += len(there)
    counts[name + "_guessed"] += len(here)
    counts[name + "_right"] += len(there & here)


def sum_scores(rows: list[Counts]) -> dict[str, float]:
    """Shares and F1 of summed counts, in percent; scores without gold are left out."""
    total: Counts = Counter()
    for row in rows:
        total.update(row)
    found = {name: 100 * total[right] / total[whole] for name, (right, whole) in SHARES.items() if total[whole]}
    for name in MEANS:
        if total[name + "_gold"]:
            found[name] = 200 * total[name + "_right"] / (total[name + "_gold"] + total[name + "_guessed"])
    return found


def find_intervals(rows: list[Counts], draws: int = 1000, seed: int = 7) -> dict[str, tuple[float, float, float]]:
    """Score, and the bounds that hold 95 of 100 bootstrap draws of sentences."""
    names = sorted({name for row in rows for name in row})
    table = np.array([[row[name] for name in names] for row in rows], float)
    chance = np.random.default_rng(seed)
    sums = chance.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=draws) @ table
    samples = [sum_scores([Counter(dict(zip(names, row, strict=True)))]) for row in sums]
    found = {}
    for name, value in sum_scores(rows).items():
        drawn = sorted(sample.get(name, value) for sample in samples)
        found[name] = (value, drawn[int(0.025 * draws)], drawn[int(0.975 * draws)])
    return found
