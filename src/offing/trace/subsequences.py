"""The longest common subsequences of many pairs of word lists at once, as rapidfuzz finds them for one (a test holds both together).

Common beginnings and ends are cut off, then Hyyrö's bit-parallel recurrence (Bit-parallel LCS-length computation revisited, 2004) runs over
all pairs together, a word of the right side a step; the way back through its bits too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Indel

from offing.trace.stacks import count_up
from offing.trace.tokens import Codes, Rows

MOST = 64  # words of the left side, one bit each; longer ones go to rapidfuzz one by one
_CHUNK = 1 << 12  # pairs that are traced back together
_PART = 128  # pairs whose words are compared together
_STRIDE = 8  # words
_PLACE_BITS = 20
_PLACE = (1 << _PLACE_BITS) - 1
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
    """The words that both sides of each pair keep in order: number of the pair, place on the left, place on the right; rising.

    Lists of a million words at most.
    """
    shorter = np.minimum(lists.lefts, lists.rights)
    before = _count_same(words, lists.left, lists.right, shorter, 1)
    after = _count_same(words, lists.left + lists.lefts - 1, lists.right + lists.rights - 1, shorter - before, -1)
    found = [_count_places(before, 0 * before, 0 * before), _count_places(after, lists.lefts - after, lists.rights - after)]
    rest = Lists(lists.left + before, lists.lefts - before - after, lists.right + before, lists.rights - before - after)
    left = np.flatnonzero((rest.lefts > 0) & (rest.rights > 0))
    short = left[rest.lefts[left] <= MOST]
    short = short[np.argsort(rest.rights[short], kind="stable")]
    for start in range(0, len(short), _CHUNK):
        rows = short[start : start + _CHUNK]
        pair, one, two = _trace_back(rest[rows], _fill(words, rest[rows]))
        found.append(_pack(rows[pair], one + before[rows[pair]], two + before[rows[pair]]))
    for row in left[rest.lefts[left] > MOST].tolist():
        one, two = _match_long(words, rest, row)
        found.append(_pack(np.full(len(one), row), one + before[row], two + before[row]))
    places = np.sort(np.concatenate(found))
    return places >> (2 * _PLACE_BITS), (places >> _PLACE_BITS) & _PLACE, places & _PLACE


def _pack(pairs: Rows, ones: Rows, twos: Rows) -> Rows:
    return (pairs << (2 * _PLACE_BITS)) | (ones << _PLACE_BITS) | twos


def _count_same(words: Codes, left: Rows, right: Rows, most: Rows, step: int) -> Rows:
    """How many words agree from the given places on, going by `step`, `most` at most."""
    found = np.zeros(len(left), np.int64)
    going, reach = np.flatnonzero(most > 0), np.arange(_STRIDE)
    while len(going):
        done = found[going]
        ones, twos = left[going] + step * done, right[going] + step * done
        same = reach < (most[going] - done)[:, None]
        same &= words.take(ones[:, None] + step * reach, mode="clip") == words.take(twos[:, None] + step * reach, mode="clip")
        counts = np.where(same.all(axis=1), _STRIDE, same.argmin(axis=1))
        found[going] += counts
        going = going[counts == _STRIDE]
    return found


def _count_places(counts: Rows, ones: Rows, twos: Rows) -> Rows:
    pairs = np.repeat(np.arange(len(counts)), counts)
    steps = count_up(counts)
    return _pack(pairs, ones[pairs] + steps, twos[pairs] + steps)


def _fill(words: Codes, lists: Lists) -> Codes:
    """The bits after each word of the right side (rows), for each pair (columns), which come in order of their right sides' lengths."""
    steps = np.zeros((int(lists.rights[-1]), len(lists.left)), np.uint64)
    for start in range(0, len(lists.left), _PART):
        part = slice(start, start + _PART)
        masks = _mask_words(words, Lists(lists.left[part], lists.lefts[part], lists.right[part], lists.rights[part]))
        steps[: len(masks), part] = masks
    bits = np.full(len(lists.left), _ALL)
    firsts = np.searchsorted(lists.rights, np.arange(len(steps)), "right").tolist()
    for row, first in enumerate(firsts):
        old = bits[first:]
        met = old & steps[row, first:]
        bits[first:] = steps[row, first:] = (old + met) | (old - met)
    return steps


def _mask_words(words: Codes, lists: Lists) -> Codes:
    """For each word of the right side (rows) of each pair (columns) the bits of the same words of the left side."""
    ones, twos = np.arange(int(lists.lefts.max())), np.arange(int(lists.rights.max()))
    left = words.take(lists.left[:, None] + ones, mode="clip")
    right = words.take(lists.right[:, None] + twos, mode="clip")
    same = left[:, None, :] == right[:, :, None]
    same &= (ones < lists.lefts[:, None])[:, None, :]
    packed = np.packbits(same, axis=2, bitorder="little")
    masks = np.zeros((*same.shape[:2], 8), np.uint8)
    masks[:, :, : packed.shape[2]] = packed
    return masks.view("<u8")[:, :, 0].T


def _trace_back(lists: Lists, bits: Codes) -> tuple[Rows, Rows, Rows]:
    """The way back from the ends: a set bit drops a word of the left side, a clear one below too a word of the right, else both agree."""
    found = [(np.zeros(0, np.int64),) * 3]
    flat, width = bits.ravel(), bits.shape[1]
    pairs, column, row = np.arange(len(lists.left)), lists.lefts - 1, lists.rights - 1
    while len(pairs):
        shift = column.astype(np.uint64)
        here = row * width + pairs
        dropped = (flat[here] >> shift) & _ONE > 0
        above = (row > 0) & ((flat[here - width] >> shift) & _ONE == 0)
        same = np.flatnonzero(~(dropped | above))
        found.append((pairs[same], column[same], row[same]))
        row -= ~dropped
        column -= dropped | ~above
        going = np.flatnonzero((column >= 0) & (row >= 0))
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
