"""The longest common subsequences of many pairs of word lists at once, as rapidfuzz finds them for one (a test holds both together).

Common beginnings and ends are cut off, then Hyyrö's bit-parallel recurrence (Bit-parallel LCS-length computation revisited, 2004) runs over
all pairs together, a word of the right side a step; the way back through its bits too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Indel

from offing.trace.tokens import Codes, Rows

MOST = 64  # words of the left side, one bit each; longer ones go to rapidfuzz one by one
_CHUNK = 512
_ALL = np.uint64((1 << 64) - 1)
_ONE = np.uint64(1)


@dataclass(frozen=True, slots=True)
class Lists:
    """Pairs of lists of words: `left` and `right` are where they begin among the words, `lefts` and `rights` how many words they have."""

    left: Rows
    lefts: Rows
    right: Rows
    rights: Rows

    def __getitem__(self, rows: Rows) -> Lists:
        return Lists(self.left[rows], self.lefts[rows], self.right[rows], self.rights[rows])


def find_common(words: Codes, lists: Lists) -> tuple[Rows, Rows, Rows]:
    """The words that both sides of each pair keep in order: number of the pair, place on the left, place on the right; rising."""
    shorter = np.minimum(lists.lefts, lists.rights)
    before = _count_same(words, lists.left, lists.right, shorter, 1)
    after = _count_same(words, lists.left + lists.lefts - 1, lists.right + lists.rights - 1, shorter - before, -1)
    found = [_count_up(before, 0 * before, 0 * before), _count_up(after, lists.lefts - after, lists.rights - after)]
    rest = Lists(lists.left + before, lists.lefts - before - after, lists.right + before, lists.rights - before - after)
    left = np.flatnonzero((rest.lefts > 0) & (rest.rights > 0))
    short = left[rest.lefts[left] <= MOST]
    short = short[np.argsort(np.maximum(rest.lefts, rest.rights)[short], kind="stable")]
    for start in range(0, len(short), _CHUNK):
        rows = short[start : start + _CHUNK]
        pair, one, two = _trace_back(rest[rows], _fill(words, rest[rows]))
        found.append((rows[pair], one + before[rows[pair]], two + before[rows[pair]]))
    for row in left[rest.lefts[left] > MOST].tolist():
        one, two = _match_long(words, rest, row)
        found.append((np.full(len(one), row), one + before[row], two + before[row]))
    pairs, ones, twos = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((ones, pairs))
    return pairs[order], ones[order], twos[order]


def _count_same(words: Codes, left: Rows, right: Rows, most: Rows, step: int) -> Rows:
    """How many words agree from the given places on, going by `step`, `most` at most."""
    reach = np.arange(int(most.max(initial=0)))
    same = reach < most[:, None]
    same &= words.take(left[:, None] + step * reach, mode="clip") == words.take(right[:, None] + step * reach, mode="clip")
    found: Rows = np.logical_and.accumulate(same, axis=1).sum(axis=1)
    return found


def _count_up(counts: Rows, ones: Rows, twos: Rows) -> tuple[Rows, Rows, Rows]:
    pairs = np.repeat(np.arange(len(counts)), counts)
    steps = np.arange(len(pairs)) - np.repeat(np.cumsum(counts) - counts, counts)
    return pairs, ones[pairs] + steps, twos[pairs] + steps


def _fill(words: Codes, lists: Lists) -> Codes:
    """The bits after each word of the right side (rows), for each pair (columns)."""
    ones, twos = np.arange(int(lists.lefts.max())), np.arange(int(lists.rights.max()))
    left = words.take(lists.left[:, None] + ones, mode="clip")
    right = words.take(lists.right[:, None] + twos, mode="clip")
    same = left[:, None, :] == right[:, :, None]
    same &= (ones < lists.lefts[:, None])[:, None, :]
    same &= (twos < lists.rights[:, None])[:, :, None]
    packed = np.packbits(same, axis=2, bitorder="little")
    masks = np.zeros((*same.shape[:2], 8), np.uint8)
    masks[:, :, : packed.shape[2]] = packed
    steps = np.ascontiguousarray(masks.view("<u8")[:, :, 0].T).astype(np.uint64)
    bits = np.full(len(lists.left), _ALL)
    for row in range(len(steps)):
        met = bits & steps[row]
        bits = (bits + met) | (bits - met)
        steps[row] = bits
    return steps


def _trace_back(lists: Lists, bits: Codes) -> tuple[Rows, Rows, Rows]:
    """The way back from the ends: a set bit drops a word of the left side, a clear one below too a word of the right, else both agree."""
    found = [(np.zeros(0, np.int64),) * 3]
    pairs, column, row = np.arange(len(lists.left)), lists.lefts.copy(), lists.rights.copy()
    while len(pairs):
        shift = (column - 1).astype(np.uint64)
        dropped = (bits[row - 1, pairs] >> shift) & _ONE > 0
        above = (row > 1) & ((bits[row - 2, pairs] >> shift) & _ONE == 0)
        same = ~dropped & ~above
        row = row - ~dropped
        column = column - (dropped | same)
        found.append((pairs[same], column[same], row[same]))
        going = (column > 0) & (row > 0)
        pairs, column, row = pairs[going], column[going], row[going]
    ones, twos, threes = (np.concatenate(column) for column in zip(*found, strict=True))
    return ones, twos, threes


def _match_long(words: Codes, lists: Lists, row: int) -> tuple[Rows, Rows]:
    left = words[lists.left[row] : lists.left[row] + lists.lefts[row]].tolist()
    right = words[lists.right[row] : lists.right[row] + lists.rights[row]].tolist()
    same = [step for step in Indel.opcodes(left, right) if step.tag == "equal"]
    ones = [place for step in same for place in range(step.src_start, step.src_end)]
    twos = [place for step in same for place in range(step.dest_start, step.dest_end)]
    return np.array(ones, np.int64), np.array(twos, np.int64)
