"""A run of the model, read: tags, trees, names, predicates and deeds of each of its parts.

What is one step for all rows of a run is done once; products of numpy are taken part by part where their last digits are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from offing.language.analyses import Deed, Ranked
from offing.language.decodings import Ints, Pairs, find_entities, find_heads, find_roles, score_pairs
from offing.language.happenings import FLOOR, rank_rows, read_deeds
from offing.language.models import Array, Model, Run
from offing.language.splits import Parse

Told = tuple[float, list[float], list[tuple[str, int, float]]]  # chance, scores of senses, roles


class Reading(Struct):
    """What the model says of the words of one sentence."""

    parse: Parse
    entities: list[tuple[int, int, str]]
    predicates: dict[int, Told]
    deeds: list[Deed] = []
    statuses: list[Ranked] = []  # one for each word
    done: list[float] = []
    gates: Ranked = ()


def read_run(run: Run, model: Model) -> list[Reading]:
    """The reading of each part of a run, in its order."""
    rows, labels = run.rows, model.labels
    tags = [labels.xpos[number] for number in rows["xpos"].argmax(1).tolist()]
    heads = [find_heads(_score_arcs(rows, start, end)) for start, end in run.bounds]
    relations = _name_relations(run, model, heads)
    predicates = _read_predicates(run, model)
    readings = []
    for (start, end), own, told in zip(run.bounds, heads, predicates, strict=True):
        parse = Parse(tags[start + 1 : end], own, relations[start + 1 : end])
        readings.append(Reading(parse, find_entities(rows["entities"][start + 1 : end], labels.entities), told))
    if model.party is not None:
        _add_happenings(run, model, model.party, readings)
    return readings


def _score_arcs(rows: dict[str, Array], start: int, end: int) -> Array:
    """Arc scores [n, n + 1] of the words of a part, the root first."""
    arcs: Array = rows["arc_child"][start + 1 : end] @ rows["arc_parent"][start:end].T
    arcs.reshape(-1)[1 :: end - start + 1] -= 10000.0  # no word heads itself
    return arcs


def _name_relations(run: Run, model: Model, heads: list[list[int]]) -> list[str]:
    """The relation of each row to its head; [CLS] has none, and what is said of it is not asked."""
    parents = [row for (start, _), own in zip(run.bounds, heads, strict=True) for row in (start, *(start + 1 + head for head in own))]
    children = run.rows["relation_child"][: len(parents)]
    best = score_pairs(children, run.rows["relation_parent"][parents], model.relation).argmax(1)
    return [model.labels.relations[number] for number in best.tolist()]


def _pair_words(run: Run, wanted: NDArray[np.bool_], names: tuple[str, str], weights: tuple[Array, Array]) -> tuple[list[Ints], Pairs]:
    """The rows of each part that are wanted, never that of [CLS], and each paired with all words of its part."""
    left, right = (run.rows[name] for name in names)
    places = wanted.nonzero()[0]
    edges = places.searchsorted(np.add(run.bounds, (1, 0))).tolist()
    chosen = [places[low:high] for low, high in edges]
    parts = [(start + 1, end, own) for (start, end), own in zip(run.bounds, chosen, strict=True) if len(own)]
    scores = [score_pairs(left[own][:, None], right[None, start:end], weights) for start, end, own in parts]
    none = np.empty((0, len(weights[1])), np.float32)
    return chosen, Pairs(np.concatenate([none, *scores]), [end - start for start, end, own in parts for _ in own])


def _read_predicates(run: Run, model: Model) -> Iterator[dict[int, Told]]:
    """The predicates of each part by their word, with their chance, the scores of their senses and their roles."""
    chosen, pairs = _pair_words(run, run.rows["predicates"] > 0.0, ("role_predicate", "role_argument"), model.role)
    rows = np.concatenate(chosen)
    chances = (1.0 / (1.0 + np.exp(-run.rows["predicates"][rows]))).tolist()
    told = zip(chances, run.rows["senses"][rows].tolist(), find_roles(pairs, model.labels.roles), strict=True)
    for (start, _), own in zip(run.bounds, chosen, strict=True):
        yield {row - start - 1: next(told) for row in own.tolist()}


def _add_happenings(run: Run, model: Model, weights: tuple[Array, Array], readings: list[Reading]) -> None:
    """What the event heads say of each part."""
    rows, labels = run.rows, model.labels
    done = (1.0 / (1.0 + np.exp(-rows["done"]))).round(3).tolist()
    statuses = rank_rows(rows["statuses"], labels.statuses)
    gates = rank_rows(rows["gates"][: len(readings)], labels.gates)
    chosen, pairs = _pair_words(run, rows["kinds"][:, 0] < 1.0 - FLOOR, ("party_trigger", "party_word"), weights)
    words = [row - start - 1 for (start, _), own in zip(run.bounds, chosen, strict=True) for row in own.tolist()]
    deeds = iter(read_deeds(words, rows["kinds"][np.concatenate(chosen)], pairs, (labels.kinds, labels.parties)))
    for (start, end), own, reading, gate in zip(run.bounds, chosen, readings, gates, strict=True):
        reading.deeds = list(islice(deeds, len(own)))
        reading.statuses = statuses[start + 1 : end]
        reading.done = done[start + 1 : end]
        reading.gates = gate
