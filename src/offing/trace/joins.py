"""Which sentences of many pairs of articles may be one another: those that share triples of words, or enough content words.

Of each pair, first what falls into the same slots of a small table is kept, which is little unless much is shared; that of all pairs is
then joined exactly, at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from offing.trace.sentences import SLOTS, Hashes, Sheet
from offing.trace.tokens import Codes, Rows, sort_once

PAIRS = 256  # pairs of articles in one join
TRIPLES = 2
FACTS = 5  # content words that a reworded sentence shares
_ROW_BITS = 16
_LAST = (1 << _ROW_BITS) - 1
_SPREAD = np.uint64(0xD1B54A32D192ED03)
_CODE_BITS = np.uint64(24)
_ONE = np.uint64(1)

Pair = tuple[Sheet, Sheet]


@dataclass(frozen=True, slots=True)
class Joined:
    """Pairs of sentences: the number of the pair of articles, the row on either side, and how many hashes both share; in this order."""

    numbers: Rows
    left: Rows
    right: Rows
    shared: Rows


@dataclass(frozen=True, slots=True)
class _Side:
    codes: Codes
    spots: Rows  # number of the pair above, row in the low bits; rising


def join_triples(pairs: Sequence[Pair]) -> Joined:
    """The pairs of sentences that share `TRIPLES` different triples; at most `PAIRS` pairs of articles, 65,535 sentences in each."""
    left, right = _meet(pairs, lambda sheet: sheet.reading.triples, TRIPLES)
    keys, others = left.codes + _number(left) * _SPREAD, right.codes + _number(right) * _SPREAD
    order = np.argsort(others)
    others = others[order]
    low = np.searchsorted(others, keys)
    hit = np.flatnonzero(others[np.minimum(low, len(others) - 1)] == keys) if len(others) else low[:0]
    low = low[hit]
    reach = np.searchsorted(others, keys[hit], "right") - low
    steps = np.arange(int(reach.sum())) - np.repeat(np.cumsum(reach) - reach, reach)
    ones = np.repeat(left.spots[hit], reach)
    twos = right.spots[order[np.repeat(low, reach) + steps]]
    codes = np.repeat(left.codes[hit], reach)
    met = ((ones << _ROW_BITS) | (twos & _LAST)).astype(np.uint64)
    met = sort_once((met << _CODE_BITS) | (codes >> (np.uint64(64) - _CODE_BITS))) >> _CODE_BITS
    edge = np.flatnonzero(np.concatenate([[True], met[1:] != met[:-1]])) if len(met) else np.zeros(0, np.int64)
    counts = np.diff(edge, append=len(met))
    enough = counts >= TRIPLES
    return _unpack(met[edge[enough]].view(np.int64), counts[enough])


def join_stems(pairs: Sequence[Pair]) -> Joined:
    """The pairs of sentences that may share `FACTS` content words; `shared` is no less than they do.

    A set of 256 bits for each sentence holds as many in common as the words do, less those of one side that fall on one bit.
    """
    left, right = (_sign(side) for side in _meet(pairs, lambda sheet: sheet.reading.stems, FACTS))
    heads = np.searchsorted(right[0], (left[0] >> _ROW_BITS) << _ROW_BITS)
    reach = np.searchsorted(right[0], ((left[0] >> _ROW_BITS) + 1) << _ROW_BITS) - heads
    ones = np.repeat(np.arange(len(reach)), reach)
    twos = np.repeat(heads, reach) + np.arange(len(ones)) - np.repeat(np.cumsum(reach) - reach, reach)
    bits = left[2][ones]
    for column, other in zip(left[1].T, right[1].T, strict=True):
        bits += np.bitwise_count(column[ones] & other[twos])
    likely = np.flatnonzero(bits >= FACTS)
    return _unpack((left[0][ones[likely]] << _ROW_BITS) | (right[0][twos[likely]] & _LAST), bits[likely])


def _unpack(met: Rows, shared: Rows) -> Joined:
    return Joined(met >> (2 * _ROW_BITS), (met >> _ROW_BITS) & _LAST, met & _LAST, shared)


def _number(side: _Side) -> Codes:
    return (side.spots >> _ROW_BITS).astype(np.uint64)


def _meet(pairs: Sequence[Pair], hashes: Callable[[Sheet], Hashes], least: int) -> tuple[_Side, _Side]:
    """Of both sides of each pair, what falls into a slot that the other side has too. Pairs with the same right side stand together."""
    table, other = np.zeros(SLOTS, bool), np.zeros(SLOTS, bool)
    found: tuple[list[tuple[Codes, Rows]], list[tuple[Codes, Rows]]] = [], []
    held, two_slots = None, np.zeros(0, np.int64)
    for number, (left, right) in enumerate(pairs):
        one, two = hashes(left), hashes(right)
        if held is not two:
            table[two_slots] = False
            held, two_slots = two, two.slots
            table[two_slots] = True
        slots = one.slots
        mine = np.flatnonzero(table.take(slots))
        if len(mine) < least:
            continue
        slots = slots[mine]
        other[slots] = True
        theirs = np.flatnonzero(other.take(two_slots))
        other[slots] = False
        base = number << _ROW_BITS
        found[0].append((one.codes[mine], base + np.minimum(one.rows[mine], _LAST)))
        found[1].append((two.codes[theirs], base + np.minimum(two.rows[theirs], _LAST)))
    left_side, right_side = (
        _Side(np.concatenate([np.zeros(0, np.uint64), *codes]), np.concatenate([np.zeros(0, np.int64), *spots]))
        for codes, spots in ((tuple(one for one, _ in side), tuple(two for _, two in side)) for side in found)
    )
    return left_side, right_side


def _sign(side: _Side) -> tuple[Rows, Codes, Rows]:
    """The sentences with `FACTS` of the words or more: spot, set of 256 bits, how many words fell on a bit that was set."""
    heads = np.flatnonzero(np.diff(side.spots, prepend=-1))
    counts = np.diff(heads, append=len(side.spots))
    many = counts >= FACTS
    kept = np.repeat(many, counts)
    heads, counts = heads[many], counts[many]
    spots, codes = side.spots[heads], side.codes[kept]
    bits = np.zeros((len(codes), 4), np.uint64)
    bits[np.arange(len(codes)), ((codes >> np.uint64(26)) & np.uint64(3)).view(np.int64)] = _ONE << (
        (codes >> np.uint64(20)) & np.uint64(63)
    )
    begun = np.cumsum(counts) - counts
    sets = np.bitwise_or.reduceat(bits, begun, axis=0) if len(begun) else bits
    return spots, sets, counts - np.bitwise_count(sets).sum(axis=1).astype(np.int64)
