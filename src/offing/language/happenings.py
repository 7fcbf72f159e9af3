"""The scores of the event heads, read: which words tell a deed, of what kind and status, by and to whom, and what the sentence is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from msgspec import structs

from offing.language.analyses import Deed, Filler, Ranked
from offing.language.decodings import score_pairs
from offing.language.models import Array, share_scores

FLOOR = 0.02  # below this chance a word is not told of at all
DRAWN = 0.2  # from this chance on a word is a predicate, whatever its place in the tree
_LEAST = float(np.float32(0.03))
_PARTY = 0.15


def read_deeds(scores: dict[str, Array], weights: tuple[Array, Array], names: tuple[Sequence[str], Sequence[str]]) -> list[Deed]:
    """The deeds among the words of a part. `names`: kinds and parties, the first of each means none."""
    kinds = scores["kinds"]
    places = (kinds[:, 0] < 1.0 - FLOOR).nonzero()[0]
    if not len(places):
        return []
    chances = 1.0 - kinds[places, 0]
    ranked = rank_rows(kinds[places, 1:] / chances[:, None], names[0][1:])
    parties = share_scores(score_pairs(scores["party_trigger"][places][:, None], scores["party_word"][None], weights))[:, :, 1:]
    told: list[list[Filler]] = [[] for _ in ranked]
    owners, words, roles = (parties > _PARTY).nonzero()
    near = zip(owners.tolist(), words.tolist(), roles.tolist(), parties[owners, words, roles].tolist(), strict=True)
    for owner, word, role, score in sorted(near, key=lambda row: (-row[3], row[1])):
        told[owner].append(Filler(names[1][role + 1], word, round(score, 3)))
    rows = zip(places.tolist(), chances.tolist(), ranked, told, strict=True)
    return [Deed(at, round(chance, 3), kind, tuple(fillers)) for at, chance, kind, fillers in rows]


def move_deed(deed: Deed, by: int) -> Deed:
    """A deed of a later part of a sentence, counted from the beginning of the whole."""
    parties = tuple(structs.replace(one, head=one.head + by) for one in deed.parties)
    return structs.replace(deed, trigger=deed.trigger + by, parties=parties)


def rank_rows(rows: Array, names: Sequence[str]) -> list[Ranked]:
    """The ranked names of each row of chances (kinds and statuses of words, the gate of a sentence), the least likely left out."""
    owners, places = (rows >= _LEAST).nonzero()
    chances = rows[owners, places]
    order = np.lexsort((-chances, owners))
    kept = [names[place] for place in places[order].tolist()]
    pairs = list(zip(kept, chances[order].astype(np.float64).round(3).tolist(), strict=True))
    ends = np.bincount(owners, minlength=len(rows)).cumsum().tolist()
    return [tuple(pairs[start:end]) for start, end in pairwise([0, *ends])]
