"""Which sentences of many pairs of articles match by runs of words, each word used once.

Two sentences match when the shorter one is mostly contained in the longer one (longest common subsequence over words, of which only runs
of two or more words and single content words count). The pair that shares most goes first, so a sentence merged from two keeps both
sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from offing.trace.joins import Joined, join_triples
from offing.trace.stacks import Stack
from offing.trace.subsequences import Lists, find_common
from offing.trace.tokens import Rows, is_stop

Flags = NDArray[np.bool_]
Block = tuple[int, int, int]  # left word, right word, length

SHORTEST = 6  # words; a shorter sentence alone is no copy
FRESH = 0.6  # of the words of a match that no better one has used


class Match(NamedTuple):
    """Two sentences that match, by row; `blocks` are the shared runs of words; `kept` the share of the shorter one's words."""

    left: int
    right: int
    blocks: tuple[Block, ...]
    shared: int
    kept: float
    reworded: bool = False


@dataclass(frozen=True, slots=True)
class Blocks:
    """Runs of common words: which pair of sentences has each (rising), the words where it begins on both sides, how many words it has."""

    owners: Rows
    ones: Rows
    twos: Rows
    lengths: Rows


def find_matches(stack: Stack) -> Iterator[tuple[int, Match]]:
    """The matches of sentences with the number of their pair of articles, each word used once."""
    joined, blocks = _compare_words(stack)
    yield from _choose(stack, joined, _make_matches(stack, joined, blocks))


def _compare_words(stack: Stack) -> tuple[Joined, Blocks]:
    """The pairs of sentences that match, in order; `shared` is how many words they share in blocks."""
    joined = join_triples(stack)
    one, two = stack.place_rows(joined.numbers, joined.left, joined.right)
    shorter = np.minimum(stack.sizes[one], stack.sizes[two])
    wanted = np.flatnonzero((shorter >= SHORTEST) & (joined.shared >= np.minimum(3, shorter // 4)))
    one, two, shorter = one[wanted], two[wanted], shorter[wanted]
    longer = np.maximum(stack.sizes[one], stack.sizes[two])
    whole = (stack.sums[one] == stack.sums[two]) & (shorter == longer)
    changed = np.flatnonzero(~whole)
    lists = Lists(*(rows[changed] for rows in (stack.firsts[one], stack.sizes[one], stack.firsts[two], stack.sizes[two])))
    owners, ones, twos = find_common(stack.words, lists)
    blocks = _find_blocks(owners, ones, twos, is_stop(stack.words[lists.left[owners] + ones]))
    shared, good = _judge(blocks, shorter[changed], longer[changed])
    sums = shorter.copy()
    sums[changed] = shared
    matching = whole.copy()
    matching[changed] = good
    numbers = np.cumsum(matching) - 1  # of each pair of sentences among the matching ones
    kept = np.flatnonzero(matching)
    own, few = numbers[np.flatnonzero(whole)], good[blocks.owners]
    found = Joined(joined.numbers[wanted[kept]], joined.left[wanted[kept]], joined.right[wanted[kept]], sums[kept])
    edited = Blocks(numbers[changed[blocks.owners[few]]], blocks.ones[few], blocks.twos[few], blocks.lengths[few])
    return found, _merge(edited, Blocks(own, 0 * own, 0 * own, found.shared[own]))


def _merge(one: Blocks, two: Blocks) -> Blocks:
    owners = np.concatenate([one.owners, two.owners])
    order = np.argsort(owners, kind="stable")
    columns = ((one.ones, two.ones), (one.twos, two.twos), (one.lengths, two.lengths))
    return Blocks(owners[order], *(np.concatenate(column)[order] for column in columns))


def _find_blocks(owners: Rows, ones: Rows, twos: Rows, stops: Flags) -> Blocks:
    """The runs of common words that count: a stop word by itself does not."""
    fresh = np.ones(len(owners), bool)
    fresh[1:] = (owners[1:] != owners[:-1]) | (ones[1:] != ones[:-1] + 1) | (twos[1:] != twos[:-1] + 1)
    heads = np.flatnonzero(fresh)
    lengths = np.diff(heads, append=len(owners))
    kept = (lengths > 1) | ~stops[heads]
    heads = heads[kept]
    return Blocks(owners[heads], ones[heads], twos[heads], lengths[kept])


def _judge(blocks: Blocks, shorter: Rows, longer: Rows) -> tuple[Rows, Flags]:
    """How many words each pair of sentences shares in blocks, and whether these make a match."""
    owners, lengths, count = blocks.owners, blocks.lengths, len(shorter)
    shared = np.bincount(owners, lengths, count).astype(np.int64)
    runs = np.bincount(owners, lengths * (lengths >= 3), count)
    longest = np.zeros(count, np.int64)
    np.maximum.at(longest, owners, lengths)
    kept = shared / np.maximum(shorter, 1)
    mostly = (kept >= 0.6) & (longest >= 4) & (runs >= 0.4 * shorter)
    clause = (longest >= 10) | ((kept >= 0.5) & (runs >= 10) & (longest >= 5))
    named = (shared < 10) & (shared < 0.35 * longer)  # a name with its office, met in a long sentence
    return shared, (mostly | clause) & ~named


def _make_matches(stack: Stack, joined: Joined, blocks: Blocks) -> list[Match]:
    one, two = stack.place_rows(joined.numbers, joined.left, joined.right)
    kept = (joined.shared / np.minimum(stack.sizes[one], stack.sizes[two])).tolist()
    runs = list(zip(blocks.ones.tolist(), blocks.twos.tolist(), blocks.lengths.tolist(), strict=True))
    cuts = np.searchsorted(blocks.owners, np.arange(len(kept) + 1)).tolist()
    rows = zip(joined.left.tolist(), joined.right.tolist(), joined.shared.tolist(), kept, cuts, cuts[1:], strict=False)
    return [Match(left, right, tuple(runs[low:high]), shared, part) for left, right, shared, part, low, high in rows]


def _choose(stack: Stack, joined: Joined, matches: Sequence[Match]) -> Iterator[tuple[int, Match]]:
    """The matches that use words no better one has used; two that share no sentence leave each other alone."""
    sides = stack.place_rows(joined.numbers, joined.left, joined.right)
    ranks = [(stack.ranks[rows] > 0).astype(np.int64) for rows in sides]
    lone = _is_lone(joined.numbers, joined.left) & _is_lone(joined.numbers, joined.right)
    numbers, furniture = joined.numbers.tolist(), (ranks[0] + ranks[1]).tolist()
    yield from ((numbers[place], matches[place]) for place in np.flatnonzero(lone).tolist())
    sizes = [stack.sizes[rows].tolist() for rows in sides]
    used: dict[tuple[int, int, int], list[bool]] = {}

    def rank(place: int) -> tuple[int, int, float, int, int, int]:
        """Most shared words first; body before highlights and headline where as much is shared."""
        match = matches[place]
        return (numbers[place], -match.shared, -match.kept, furniture[place], match.left, match.right)

    for place in sorted(np.flatnonzero(~lone).tolist(), key=rank):
        match, number = matches[place], numbers[place]
        mine = used.setdefault((number, 0, match.left), [False] * sizes[0][place])
        theirs = used.setdefault((number, 1, match.right), [False] * sizes[1][place])
        fresh = sum(not (mine[start + step] or theirs[other + step]) for start, other, length in match.blocks for step in range(length))
        if fresh < FRESH * match.shared:
            continue
        yield number, match
        for start, other, length in match.blocks:
            mine[start : start + length] = [True] * length
            theirs[other : other + length] = [True] * length


def _is_lone(numbers: Rows, rows: Rows) -> Flags:
    """Whether no other match of the pair has the sentence."""
    _, inverse, counts = np.unique((numbers << 32) | rows, return_inverse=True, return_counts=True)
    found: Flags = counts[inverse] == 1
    return found
