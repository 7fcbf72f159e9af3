"""Passages: which sentence of one article is which sentence of another, in any order, through edits, merged sentences and dropped clauses.

Two sentences match when the shorter one is mostly contained in the longer one (longest common subsequence over words, of which only runs
of two or more words and single content words count). Every word is used once: the pair that shares most goes first, so a sentence merged
from two keeps both sources. What no run of words ties together may still be *reworded* (`rewordings.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from offing.records import Role
from offing.trace.anchors import FACTS
from offing.trace.rewordings import MAYBE, score_rewording
from offing.trace.sentences import Sentence, Sheet
from offing.trace.words import STOP

SHORTEST = 6  # words; a shorter sentence alone is no copy
Block = tuple[int, int, int]  # left word, right word, length


@dataclass(frozen=True, slots=True)
class Match:
    """Two sentences that match, by row; `blocks` are the shared runs of words; `kept` the share of the shorter one's words."""

    left: int
    right: int
    blocks: tuple[Block, ...]
    shared: int
    kept: float
    reworded: bool = False


def align_sheets(left: Sheet, right: Sheet) -> list[Match]:
    """The matching sentences of two articles, in order of the left one."""
    used_left = [[False] * len(sentence.words) for sentence in left.sentences]
    used_right = [[False] * len(sentence.words) for sentence in right.sentences]
    found: list[Match] = []
    for match in sorted(_compare_words(left, right), key=lambda match: _rank(match, left, right)):
        fresh = tuple(_unused(match.blocks, used_left[match.left], used_right[match.right]))
        if sum(length for *_, length in fresh) < 0.6 * match.shared:
            continue
        found.append(match)
        for place, other, length in match.blocks:
            used_left[match.left][place : place + length] = [True] * length
            used_right[match.right][other : other + length] = [True] * length
    reworded = list(_find_reworded(left, right, found))
    # One fact told alike proves nothing; several sentences, or one beside a plain copy, do.
    if len(reworded) + len(found) > 1:
        found.extend(reworded)
    found.extend(_find_short(left, right, found))
    return sorted(found, key=lambda match: (match.left, match.right))


def _rank(match: Match, left: Sheet, right: Sheet) -> tuple[int, float, int, int, int]:
    """Most shared words first; body before highlights and headline where as much is shared."""
    furniture = (left.sentences[match.left].role != Role.BODY) + (right.sentences[match.right].role != Role.BODY)
    return (-match.shared, -match.kept, furniture, match.left, match.right)


def _unused(blocks: Sequence[Block], left: list[bool], right: list[bool]) -> Iterator[Block]:
    for place, other, length in blocks:
        free = sum(not (left[place + step] or right[other + step]) for step in range(length))
        if free:
            yield place, other, free


def join_rows(
    codes: NDArray[np.uint64], rows: NDArray[np.int64], others: NDArray[np.uint64], other_rows: NDArray[np.int64], least: int = 1
) -> dict[tuple[int, int], int]:
    """How many codes each pair of rows shares, for the pairs that share `least`; both code lists are sorted."""
    if not len(codes) or not len(others):
        return {}
    low = np.searchsorted(others, codes, "left")
    high = np.searchsorted(others, codes, "right")
    count = high - low
    hit = np.flatnonzero(count)
    if not len(hit):
        return {}
    reach = count[hit]
    lefts = np.repeat(rows[hit], reach)
    step = np.arange(int(reach.sum())) - np.repeat(np.cumsum(reach) - reach, reach)
    rights = other_rows[np.repeat(low[hit], reach) + step]
    pairs, counts = np.unique(lefts * (1 << 20) + rights, return_counts=True)
    enough = counts >= least
    return {(pair >> 20, pair & 0xFFFFF): number for pair, number in zip(pairs[enough].tolist(), counts[enough].tolist(), strict=True)}


def _compare_words(left: Sheet, right: Sheet) -> Iterator[Match]:
    for (row, other), shared in join_rows(left.triples, left.triple_rows, right.triples, right.triple_rows, 2).items():
        one, two = left.sentences[row], right.sentences[other]
        shorter = min(len(one.words), len(two.words))
        if shorter < SHORTEST or shared < min(3, shorter // 4):
            continue
        match = compare_sentences(one, two, row, other)
        if match is not None:
            yield match


def compare_sentences(one: Sentence, two: Sentence, row: int = 0, other: int = 0) -> Match | None:
    """The match of two sentences by shared runs of words, or None."""
    shorter = min(len(one.words), len(two.words))
    if one.words == two.words:
        return Match(row, other, ((0, 0, shorter),), shorter, 1.0)
    blocks = []
    for step in Indel.opcodes(one.words, two.words):
        if step.tag == "equal":
            length = step.src_end - step.src_start
            if length > 1 or one.words[step.src_start] not in STOP:
                blocks.append((step.src_start, step.dest_start, length))
    shared = sum(length for *_, length in blocks)
    longest = max((length for *_, length in blocks), default=0)
    runs = sum(length for *_, length in blocks if length >= 3)
    kept = shared / shorter
    mostly = kept >= 0.6 and longest >= 4 and runs >= 0.4 * shorter
    if shared < 10 and shared < 0.35 * max(len(one.words), len(two.words)):
        return None  # a name with its office, met in a long sentence
    clause = longest >= 10 or (kept >= 0.5 and runs >= 10 and longest >= 5)
    return Match(row, other, tuple(blocks), shared, kept) if mostly or clause else None


def _find_reworded(left: Sheet, right: Sheet, found: Sequence[Match]) -> Iterator[Match]:
    """Sentences not matched yet that share `FACTS` content words and of which one seems a rewrite of the other; surest first."""
    taken_left, taken_right = {match.left for match in found}, {match.right for match in found}
    ranked = []
    for (row, other), shared in join_rows(left.stems, left.stem_rows, right.stems, right.stem_rows, FACTS).items():
        one, two = left.sentences[row], right.sentences[other]
        if row in taken_left or other in taken_right or shared < 0.4 * min(len(one.stems), len(two.stems)):
            continue
        score = score_rewording(one.text, two.text)
        kept = shared / min(len(one.stems), len(two.stems))
        if score >= MAYBE or (kept >= 0.65 and shared >= 0.4 * max(len(one.stems), len(two.stems))):
            ranked.append((-max(score, MAYBE), row, other, kept, shared))
    for _, row, other, kept, shared in sorted(ranked):
        if row not in taken_left and other not in taken_right:
            taken_left.add(row)
            taken_right.add(other)
            yield Match(row, other, (), shared, kept, reworded=True)


def _find_short(left: Sheet, right: Sheet, found: Sequence[Match]) -> Iterator[Match]:
    """Short sentences beside a matched pair on both sides that stand whole in one another ("He said damage was ..." / "Damage was ...")."""
    taken = {match.left for match in found}, {match.right for match in found}
    beside = {(match.left + step, match.right + step) for match in found for step in (-1, 1)}
    for row, other in sorted(beside):
        if row in taken[0] or other in taken[1] or not (0 <= row < len(left.sentences) and 0 <= other < len(right.sentences)):
            continue
        one, two = left.sentences[row].words, right.sentences[other].words
        length = min(len(one), len(two))
        if length < SHORTEST and max(len(one), len(two)) <= 2 * length:
            places = [(place, rest) for place in range(len(one) - length + 1) for rest in range(len(two) - length + 1)]
            blocks = [(place, rest, length) for place, rest in places if one[place : place + length] == two[rest : rest + length]]
            if blocks:
                taken[0].add(row)
                taken[1].add(other)
                yield Match(row, other, (blocks[0],), length, 1.0)
