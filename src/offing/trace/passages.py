"""Passages: which sentence of one article is which sentence of another, in any order, through edits, merged sentences and dropped clauses.

First the sentences that match by runs of words (`matches.py`); what no run of words ties together may still be *reworded*
(`rewordings.py`). Many pairs of articles are compared at once; what comes out of a pair rests on the pair alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np

from offing.trace.joins import FACTS, PART, count_stems, join_stems
from offing.trace.matches import SHORTEST, Flags, Match, find_matches
from offing.trace.rewordings import MAYBE, SURE, score_rewordings
from offing.trace.sentences import Sheet
from offing.trace.stacks import Pair, Stack, stack_pairs
from offing.trace.tokens import Rows

PAIRS = 1024  # pairs of articles in one stack
JOINED = 3  # content words that a neighbour shares with a sentence that it was merged into
LOOSE = 0.7  # of the words of the longer sentence; a match that tells less of it leaves room for a neighbour that was merged into it
GAIN = 0.05  # by which two sentences together are more of a rewrite than one alone


def align_sheets(pairs: Sequence[Pair]) -> list[list[Match]]:
    """The matching sentences of each pair of articles, in order of the left one."""
    return [matches for start in range(0, len(pairs), PAIRS) for matches in _align_block(pairs[start : start + PAIRS])]


def _align_block(pairs: Sequence[Pair]) -> list[list[Match]]:
    stack = stack_pairs(pairs)
    found: list[list[Match]] = [[] for _ in pairs]
    for number, match in find_matches(stack):
        found[number].append(match)
    plain = _Plain(stack, found)
    short, loose = set(plain.list_short()), plain.list_loose(found)
    told: list[tuple[int, Match]] = []
    aside: list[tuple[int, Match]] = []
    for number, likely, scores in _score_likely(pairs, plain):
        reworded = list(_find_reworded(likely, scores))
        # One fact told alike proves nothing; several sentences, or one beside a plain copy, do.
        if reworded and len(reworded) + len(found[number]) > 1:
            short.add(number)
            for match in reworded:
                (told if _is_body(pairs[number], match) else aside).append((number, match))
    _add(found, told)
    _add(found, _find_joined(pairs, found, told))
    _add(found, [row for row in aside if _is_free(found, *row)])  # a split or merged sentence goes before what a headline sums up of it
    _add(found, _find_joined(pairs, found, loose))
    for number in short:
        found[number].extend(list(_find_short(*pairs[number], found[number])))
    return [sorted(matches) if len(matches) > 1 else matches for matches in found]


def _add(found: Sequence[list[Match]], more: Sequence[tuple[int, Match]]) -> None:
    for number, match in more:
        found[number].append(match)


def _is_free(found: Sequence[Sequence[Match]], number: int, match: Match) -> bool:
    """Whether no match of its pair of articles has either sentence."""
    return all(match.left != other.left and match.right != other.right for other in found[number])


@dataclass(frozen=True, slots=True)
class Likely:
    """Two sentences, by row, one of which may be a rewrite of the other: the stems that they share, and all that either has.

    `aside` is how many of the two stand outside the body: a headline is like what it sums up, and was written from it by its own desk.
    """

    left: int
    right: int
    shared: int
    fewest: int
    most: int
    aside: int


class _Plain:
    """Where the plain matches of a stack are: number of the pair of articles, and the rows."""

    def __init__(self, stack: Stack, found: Sequence[Sequence[Match]]) -> None:
        self.stack = stack
        self.numbers = np.repeat(np.arange(len(found)), [len(matches) for matches in found])
        self.left = np.array([match.left for matches in found for match in matches], np.int64)
        self.right = np.array([match.right for matches in found for match in matches], np.int64)
        counts = np.diff(stack.heads)
        self._counts = counts[stack.left], counts[stack.right]
        self._bases = tuple(np.cumsum(side) - side for side in self._counts)
        self._taken = tuple(np.zeros(int(side.sum()), bool) for side in self._counts)
        for taken, base, rows in zip(self._taken, self._bases, (self.left, self.right), strict=True):
            taken[base[self.numbers] + rows] = True

    def is_free(self, numbers: Rows, left: Rows, right: Rows) -> Flags:
        """Whether no match has either row."""
        one, two = (taken[base[numbers] + rows] for taken, base, rows in zip(self._taken, self._bases, (left, right), strict=True))
        found: Flags = ~(one | two)
        return found

    def list_short(self) -> list[int]:
        """The pairs of articles in which a short sentence beside a match may be one of the other side."""
        found: list[int] = []
        for step in (-1, 1):
            left, right = self.left + step, self.right + step
            inside = (left >= 0) & (right >= 0) & (left < self._counts[0][self.numbers]) & (right < self._counts[1][self.numbers])
            numbers, left, right = self.numbers[inside], left[inside], right[inside]
            sizes = [self.stack.sizes[rows] for rows in self.stack.place_rows(numbers, left, right)]
            shorter = np.minimum(*sizes)
            likely = (shorter < SHORTEST) & (np.maximum(*sizes) <= 2 * shorter) & self.is_free(numbers, left, right)
            found.extend(numbers[likely].tolist())
        return found

    def list_loose(self, found: Sequence[Sequence[Match]]) -> list[tuple[int, Match]]:
        """The matches that tell only a part of the longer sentence and have a neighbour without a match that is like it, in order."""
        matches = [match for several in found for match in several]
        sides = self.left, self.right
        ones, twos = self.stack.place_rows(self.numbers, *sides)
        shared = np.array([match.shared for match in matches], np.int64)
        some = np.flatnonzero(shared < LOOSE * np.maximum(self.stack.sizes[ones], self.stack.sizes[twos]))
        numbers, beside = self.numbers[some], np.zeros(len(some), bool)
        for rows, taken, base, counts in zip(sides, self._taken, self._bases, self._counts, strict=True):
            for step in (-1, 1):
                near = rows[some] + step
                inside = np.flatnonzero((near >= 0) & (near < counts[numbers]))
                inside = inside[~taken[base[numbers[inside]] + near[inside]]]
                own, other = (near, sides[1][some]) if rows is sides[0] else (sides[0][some], near)
                one, two = self.stack.place_rows(numbers[inside], own[inside], other[inside])
                shared = count_stems(self.stack, one, two)
                fewest = np.minimum(self.stack.contents[one], self.stack.contents[two])
                beside[inside] |= shared >= np.maximum(JOINED, PART * fewest)
        places = sorted(some[beside].tolist(), key=lambda place: (int(self.numbers[place]), *matches[place][:2]))
        return [(int(self.numbers[place]), matches[place]) for place in places]


def _list_likely(plain: _Plain) -> Iterator[tuple[int, list[Likely]]]:
    """The sentences without a match that share as many stems as a rewrite does, by the number of the pair of articles."""
    stack, joined = plain.stack, join_stems(plain.stack)
    joined = joined[plain.is_free(joined.numbers, joined.left, joined.right)]
    ones, twos = stack.place_rows(joined.numbers, joined.left, joined.right)
    shared = count_stems(stack, ones, twos)
    fewest, most = (edge(stack.contents[ones], stack.contents[twos]) for edge in (np.minimum, np.maximum))
    aside = (stack.ranks[ones] > 0).astype(np.int64) + (stack.ranks[twos] > 0)
    kept = np.flatnonzero(shared >= np.maximum(FACTS, PART * fewest))
    alone = np.bincount(plain.numbers, minlength=len(stack.left)) == 0
    found: dict[int, list[Likely]] = {}
    columns = (rows[kept].tolist() for rows in (joined.numbers, joined.left, joined.right, shared, fewest, most, aside))
    for number, *likely in zip(*columns, strict=True):
        found.setdefault(number, []).append(Likely(*likely))
    for number, several in found.items():
        if not alone[number] or len({likely.left for likely in several}) > 1:  # else it could not be but one
            yield number, several


def _score_likely(pairs: Sequence[Pair], plain: _Plain) -> Iterator[tuple[int, list[Likely], list[float]]]:
    """The same, with how sure each is a rewrite."""
    found = list(_list_likely(plain))
    sides = ((pairs[number], likely) for number, several in found for likely in several)
    scores = iter(score_rewordings([(left[likely.left].text, right[likely.right].text) for (left, right), likely in sides]))
    for number, several in found:
        yield number, several, list(islice(scores, len(several)))


def _find_reworded(several: Sequence[Likely], scores: Sequence[float]) -> Iterator[Match]:
    """Sentences of which one seems a rewrite of the other; those of the bodies before others, surest first, each once."""
    ranked = []
    for likely, score in zip(several, scores, strict=True):
        kept = likely.shared / likely.fewest
        if score >= MAYBE or (kept >= 0.65 and likely.shared >= 0.4 * likely.most):
            ranked.append((likely.aside, -max(score, MAYBE), likely.left, likely.right, kept, likely.shared))
    taken: tuple[set[int], set[int]] = (set(), set())
    for *_, row, other, kept, shared in sorted(ranked):
        if row not in taken[0] and other not in taken[1]:
            taken[0].add(row)
            taken[1].add(other)
            yield Match(row, other, (), shared, kept, reworded=True)


def _is_body(pair: Pair, match: Match) -> bool:
    """Whether both sentences stand in the body of their article."""
    left, right = pair
    return not (left.reading.ranks[match.left] or right.reading.ranks[match.right])


class _Join(NamedTuple):
    """A neighbour of a matched sentence that may have been merged into the other one: the pair of articles, the side it stands on, what it
    would add, and the texts to score: the matched sentences alone, and with the neighbour.
    """

    number: int
    side: int
    match: Match
    alone: tuple[str, str]
    both: tuple[str, str]


def _find_joined(pairs: Sequence[Pair], found: Sequence[Sequence[Match]], told: Sequence[tuple[int, Match]]) -> list[tuple[int, Match]]:
    """The neighbours of some matches that were merged into one of their sentences, or that it was split into; each row once.

    A neighbour belongs to it when both together are more of a rewrite of the other side's sentence than the matched one is alone.
    """
    taken = {number: ({match.left for match in found[number]}, {match.right for match in found[number]}) for number, _ in told}
    joins = [join for number, match in told for join in _list_joins(number, *pairs[number], match, taken[number])]
    scores = iter(score_rewordings([texts for join in joins for texts in (join.alone, join.both)]))
    added = []
    for join, alone, both in zip(joins, scores, scores, strict=True):
        row = join.match.right if join.side else join.match.left
        if both >= max(SURE, alone + GAIN) and row not in taken[join.number][join.side]:
            taken[join.number][join.side].add(row)
            added.append((join.number, join.match))
    return added


def _list_joins(number: int, left: Sheet, right: Sheet, match: Match, taken: tuple[set[int], set[int]]) -> Iterator[_Join]:
    """The free neighbours of both sentences of a match that share enough content words with the sentence of the other side."""
    alone = left.sentences[match.left].text, right.sentences[match.right].text
    for side, step in ((0, -1), (1, -1), (0, 1), (1, 1)):
        sheet, mine = (left, match.left) if side == 0 else (right, match.right)
        if mine + step in taken[side] or not 0 <= mine + step < len(sheet):
            continue
        row, other = (mine + step, match.right) if side == 0 else (match.left, mine + step)
        ones, twos = _list_stems(left, row), _list_stems(right, other)
        shared, fewest = len(ones & twos), min(len(ones), len(twos))
        if shared >= max(JOINED, PART * fewest):
            both = " ".join(sheet.sentences[place].text for place in sorted((mine, mine + step)))
            texts = (both, alone[1]) if side == 0 else (alone[0], both)
            yield _Join(number, side, Match(row, other, (), shared, shared / fewest, reworded=True), alone, texts)


def _list_stems(sheet: Sheet, row: int) -> set[int]:
    contents = sheet.reading.contents
    begin = int(contents[:row].sum())
    return set(sheet.reading.stems[begin : begin + int(contents[row])].tolist())


def _find_short(left: Sheet, right: Sheet, found: Sequence[Match]) -> Iterator[Match]:
    """Short sentences beside a matched pair on both sides that stand whole in one another ("He said damage was ..." / "Damage was ...")."""
    taken = {match.left for match in found}, {match.right for match in found}
    beside = {(match.left + step, match.right + step) for match in found for step in (-1, 1)}
    for row, other in sorted(beside):
        if row in taken[0] or other in taken[1] or not (0 <= row < len(left) and 0 <= other < len(right)):
            continue
        sizes = int(left.reading.sizes[row]), int(right.reading.sizes[other])
        length = min(sizes)
        if length < SHORTEST and max(sizes) <= 2 * length:
            one, two = left.sentences[row].words, right.sentences[other].words
            places = [(place, rest) for place in range(len(one) - length + 1) for rest in range(len(two) - length + 1)]
            blocks = [(place, rest, length) for place, rest in places if one[place : place + length] == two[rest : rest + length]]
            if blocks:
                taken[0].add(row)
                taken[1].add(other)
                yield Match(row, other, (blocks[0],), length, 1.0)
