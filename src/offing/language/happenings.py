"""The scores of the event heads, read: which words tell a deed, of what kind and status, by and to whom, and what the sentence is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import structs

from offing.language.analyses import Deed, Filler, Ranked
from offing.language.decodings import score_pairs
from offing.language.models import Array

FLOOR = 0.02  # below this chance a word is not told of at all
DRAWN = 0.2  # from this chance on a word is a predicate, whatever its place in the tree
_LEAST = 0.03
_PARTY = 0.15


def read_deeds(
    scores: dict[str, Array],
    count: int,
    weights: tuple[Array, Array],
    names: tuple[Sequence[str], Sequence[str]],
) -> list[Deed]:
    """The deeds among the first `count` words. `names`: kinds and parties, the first of each means none."""
    kinds = _share(scores["kinds"][:count])
    places = np.flatnonzero(kinds[:, 0] < 1.0 - FLOOR)
    if not len(places):
        return []
    parties = _share(score_pairs(scores["party_trigger"][places][:, None], scores["party_word"][None, :count], weights))
    chances = 1.0 - kinds[places, 0]
    ranked = _rank(kinds[places, 1:] / chances[:, None], names[0][1:])
    found = []
    for at, chance, kind, party in zip(places.tolist(), chances.tolist(), ranked, parties, strict=True):
        told = [(names[1][role], int(word), float(party[word, role])) for word, role in np.argwhere(party > _PARTY) if role]
        fillers = tuple(Filler(role, word, round(score, 3)) for role, word, score in sorted(told, key=lambda row: (-row[2], row[1])))
        found.append(Deed(at, round(chance, 3), kind, fillers))
    return found


def move_deed(deed: Deed, by: int) -> Deed:
    """A deed of a later part of a sentence, counted from the beginning of the whole."""
    parties = tuple(structs.replace(one, head=one.head + by) for one in deed.parties)
    return structs.replace(deed, trigger=deed.trigger + by, parties=parties)


def rank_rows(scores: Array, names: Sequence[str]) -> list[Ranked]:
    """The ranked names of each row of scores: statuses of words, the gate of a sentence."""
    return _rank(_share(scores), names)


def _rank(rows: Array, names: Sequence[str]) -> list[Ranked]:
    """All rows of chances at once: of most labels of most rows nothing is told."""
    told: list[list[tuple[str, float]]] = [[] for _ in rows]
    owners, labels = (rows >= _LEAST).nonzero()
    chances = rows[owners, labels].tolist()
    for owner, label, chance in sorted(zip(owners.tolist(), labels.tolist(), chances, strict=True), key=lambda row: -row[2]):
        told[owner].append((names[label], round(chance, 3)))
    return [tuple(row) for row in told]


def _share(scores: Array) -> Array:
    """Scores to probabilities along the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), dtype=np.float32)
