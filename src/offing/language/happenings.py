"""The scores of the event heads, read: which words tell a deed, of what kind and status, by and to whom, and what the sentence is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from msgspec import structs

from offing.language.analyses import Deed, Filler, Ranked
from offing.language.decodings import Pairs
from offing.language.models import Array, share_scores

FLOOR = 0.02  # below this chance a word is not told of at all
DRAWN = 0.2  # from this chance on a word is a predicate, whatever its place in the tree
_LEAST = float(np.float32(0.03))
_PARTY = 0.15


def read_deeds(words: list[int], kinds: Array, pairs: Pairs, names: tuple[Sequence[str], Sequence[str]]) -> list[Deed]:
    """The deeds that `words` tell, with the chances of their kinds [deeds, K] and the scores of each with all words of its sentence.

    `names`: kinds and parties, the first of each means none.
    """
    chances = 1.0 - kinds[:, 0]
    ranked = rank_rows(kinds[:, 1:] / chances[:, None], names[0][1:])
    parties = share_scores(pairs.scores)[:, 1:]
    places, roles = (parties > _PARTY).nonzero()
    scores = parties[places, roles]
    owners, others = pairs.find_words(places)
    order = np.lexsort((others, -scores, owners))
    told = [names[1][role + 1] for role in roles[order].tolist()]
    fillers = list(map(Filler, told, others[order].tolist(), _round_chances(scores[order])))
    ends = np.bincount(owners, minlength=len(words)).cumsum().tolist()
    return [
        Deed(word, chance, kind, tuple(fillers[start:end]))
        for word, chance, kind, (start, end) in zip(words, _round_chances(chances), ranked, pairwise([0, *ends]), strict=True)
    ]


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
    pairs = list(zip(kept, _round_chances(chances[order]), strict=True))
    ends = np.bincount(owners, minlength=len(rows)).cumsum().tolist()
    return [tuple(pairs[start:end]) for start, end in pairwise([0, *ends])]


def _round_chances(chances: Array) -> list[float]:
    """Chances as they are told, to three places."""
    rounded: list[float] = chances.astype(np.float64).round(3).tolist()
    return rounded
