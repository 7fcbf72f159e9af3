"""Which sentences of many pairs of articles may be one another: those that share triples of words, or enough content words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from offing.trace.sentences import FACT_BITS, ROW_BITS, SIGNS
from offing.trace.stacks import Stack, count_up
from offing.trace.tokens import Codes, Rows

TRIPLES = 2
FACTS = 5  # content words that a reworded sentence shares
PART = 0.4  # of the stems of the shorter sentence, which a reworded one shares
_SLOT_BITS = 15
_KEY_BITS = np.uint64(48)
_LAST = (1 << 16) - 1
_CELLS = 1 << 15  # pairs of sentences that are compared in one step


@dataclass(frozen=True, slots=True)
class Joined:
    """Pairs of sentences: the number of the pair of articles, the row on either side, and how many hashes both share; in this order."""

    numbers: Rows
    left: Rows
    right: Rows
    shared: Rows

    def __getitem__(self, rows: NDArray[np.bool_] | Rows) -> Joined:
        return Joined(self.numbers[rows], self.left[rows], self.right[rows], self.shared[rows])


def join_triples(stack: Stack) -> Joined:
    """The pairs of sentences that share `TRIPLES` different triples; at most 65,536 pairs of articles.

    Of the left sides, first what falls into the same slot of a table as a triple of the right side is kept, which is little unless much is
    shared; that is then looked up exactly.
    """
    rights, groups = np.unique(stack.right, return_inverse=True)
    ours = [stack.readings[number].triples for number in rights.tolist()]
    right, owners = np.concatenate(ours), np.repeat(np.arange(len(ours)), [len(triples) for triples in ours])
    keys, others = _make_keys(owners, right), (right & np.uint64(_LAST)).view(np.int64)
    table = np.zeros((len(ours) + 1) << _SLOT_BITS, bool)
    table[(owners << _SLOT_BITS) | _find_slots(right)] = True
    theirs = [stack.readings[number].triples for number in stack.left.tolist()]
    left, counts = np.concatenate(theirs), np.array([len(triples) for triples in theirs])
    met = np.flatnonzero(table.take(np.repeat(groups << _SLOT_BITS, counts) | _find_slots(left)))
    left, numbers = left[met], np.searchsorted(np.cumsum(counts), met, "right")
    wanted = _make_keys(groups[numbers], left)
    places = np.searchsorted(keys, wanted)
    hit = np.flatnonzero(keys[np.minimum(places, len(keys) - 1)] == wanted) if len(keys) else places[:0]
    places, numbers = places[hit], numbers[hit]
    reach = _count_same(keys)[places]
    spots = (numbers << 32) | ((left[hit] & np.uint64(_LAST)).view(np.int64) << 16)
    found = np.sort(np.repeat(spots, reach) | others[np.repeat(places, reach) + count_up(reach)])
    edge = np.flatnonzero(np.diff(found, prepend=-1))
    counts = np.diff(edge, append=len(found))
    enough = counts >= TRIPLES
    pair = found[edge[enough]]
    return Joined(pair >> 32, (pair >> 16) & _LAST, pair & _LAST, counts[enough])


def _make_keys(groups: Rows, triples: Codes) -> Codes:
    """Group above, hash below. Rising where triples of one group rise."""
    return (groups.astype(np.uint64) << _KEY_BITS) | (triples >> ROW_BITS)


def _count_same(keys: Codes) -> Rows:
    """How often the key stands that begins at each place; keys are sorted."""
    fresh = np.ones(len(keys), bool)
    fresh[1:] = keys[1:] != keys[:-1]
    heads = np.flatnonzero(fresh)
    found = np.zeros(len(keys), np.int64)
    found[heads] = np.diff(heads, append=len(keys))
    return found


def _find_slots(triples: Codes) -> Rows:
    return (triples >> np.uint64(64 - _SLOT_BITS)).view(np.int64)


def join_stems(stack: Stack) -> Joined:
    """The pairs of sentences that may share `FACTS` content words, and `PART` of those of one; `shared` is no less than they do.

    Two sets of bits have no fewer bits in common than the sentences have words, less those that fell on a set bit in either of them. A
    sentence with fewer than `FACTS` stems is not compared.
    """
    columns, losses = _stack_signs(stack)
    rows = np.flatnonzero(stack.contents >= FACTS)
    heads = np.searchsorted(rows, stack.heads)
    rows = np.append(rows, stack.heads[-1])
    found = [(np.zeros(0, np.int64),) * 4]
    for pairs, left, right in _list_cells(stack, heads):
        left, right = rows[left], rows[right]
        bits = np.minimum(losses[left][:, :, None], losses[right][:, None, :])
        for column in columns:
            bits += np.bitwise_count(column[left][:, :, None] & column[right][:, None, :])
        likely = np.flatnonzero(bits >= FACTS)
        pair, cell = np.divmod(likely, bits.shape[1] * bits.shape[2])
        one, two = np.divmod(cell, bits.shape[2])
        found.append((pairs[pair], left[pair, one], right[pair, two], bits.ravel()[likely]))
    numbers, ones, twos, shared = (np.concatenate(column) for column in zip(*found, strict=True))
    kept = np.flatnonzero(shared >= PART * np.minimum(stack.contents[ones], stack.contents[twos]))
    numbers, ones, twos, shared = numbers[kept], ones[kept], twos[kept], shared[kept]
    return Joined(numbers, ones - stack.heads[stack.left[numbers]], twos - stack.heads[stack.right[numbers]], shared)


def _stack_signs(stack: Stack) -> tuple[list[Codes], NDArray[np.uint16]]:
    """The signs of all sentences column by column, and how many stems were lost in them; one empty sentence more at the end."""
    signs = np.concatenate([*(reading.signs for reading in stack.readings), np.zeros((1, SIGNS), np.uint64)])
    losses = np.concatenate([*(reading.losses for reading in stack.readings), [0]]).astype(np.uint16)
    return [np.ascontiguousarray(column) for column in signs.T], losses


def _list_cells(stack: Stack, heads: Rows) -> Iterator[tuple[Rows, Rows, Rows]]:
    """Pairs of articles of like length together: their numbers, and the sentences of both sides, filled up with one after the last.

    `heads`: where the sentences of each text begin that are compared.
    """
    counts = np.diff(heads)
    lefts, rights = counts[stack.left], counts[stack.right]
    order = np.lexsort((rights, lefts // 8))
    begun = 0
    while begun < len(order):
        ended, wide, high = begun, 0, 0
        for number in order[begun:].tolist():
            wide, high = max(wide, int(lefts[number])), max(high, int(rights[number]))
            if ended > begun and (ended - begun + 1) * wide * high > _CELLS:
                break
            ended += 1
        pairs = order[begun:ended]
        yield pairs, _fill_up(heads, stack.left[pairs]), _fill_up(heads, stack.right[pairs])
        begun = ended


def _fill_up(heads: Rows, texts: Rows) -> Rows:
    begins, counts = heads[texts], heads[texts + 1] - heads[texts]
    steps = np.arange(int(counts.max(initial=0)))
    return np.where(steps < counts[:, None], begins[:, None] + steps, heads[-1])


def count_stems(stack: Stack, ones: Rows, twos: Rows) -> Rows:
    """How many stems the sentences `ones` and `twos` of the stack share, pair by pair: what both have stands twice among all, sorted."""
    found = np.zeros(len(ones), np.int64)
    step = 1 << (64 - int(FACT_BITS))
    for start in range(0, len(ones), step):
        sides = [_list_stems(stack, rows[start : start + step]) for rows in (ones, twos)]
        codes = np.sort(np.concatenate(sides))
        both = codes[1:][codes[1:] == codes[:-1]] >> FACT_BITS
        found[start : start + step] = np.bincount(both.view(np.int64), minlength=min(step, len(ones) - start))
    return found


def _list_stems(stack: Stack, rows: Rows) -> Codes:
    """The stems of sentences, with the place of the sentence in `rows` above."""
    counts = stack.contents[rows]
    places = np.repeat(np.arange(len(rows)).astype(np.uint64), counts)
    found: Codes = (places << FACT_BITS) | stack.stems[np.repeat(stack.begins[rows], counts) + count_up(counts)]
    return found
