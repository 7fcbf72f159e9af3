"""Passages: which sentence of one article is which sentence of another, in any order, through edits, merged sentences and dropped clauses.

Two sentences match when the shorter one is mostly contained in the longer one (longest common subsequence over words, of which only runs
of two or more words and single content words count). Every word is used once: the pair that shares most goes first, so a sentence merged
from two keeps both sources. What no run of words ties together may still be *reworded* (`rewordings.py`). Many pairs of articles are
compared at once; what comes out of a pair rests on the pair alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from offing.trace.joins import FACTS, PAIRS, Joined, Pair, join_stems, join_triples
from offing.trace.rewordings import MAYBE, SURE, score_rewording
from offing.trace.sentences import Reading, Sheet
from offing.trace.subsequences import Lists, find_common
from offing.trace.tokens import Codes, Rows, is_stop

Flags = NDArray[np.bool_]

SHORTEST = 6  # words; a shorter sentence alone is no copy
PART = 0.4  # of the stems of the shorter sentence, which a reworded one shares
JOINED = 3  # content words that a neighbour shares with a sentence that it was merged into
GAIN = 0.05  # by which two sentences together are more of a rewrite than one alone
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


def align_sheets(pairs: Sequence[Pair]) -> list[list[Match]]:
    """The matching sentences of each pair of articles, in order of the left one. Pairs with one right side should stand together."""
    return [matches for start in range(0, len(pairs), PAIRS) for matches in _align_block(pairs[start : start + PAIRS])]


def _align_block(pairs: Sequence[Pair]) -> Iterator[list[Match]]:
    matches: list[list[Match]] = [[] for _ in pairs]
    for number, match in _compare_words(pairs, join_triples(pairs)):
        matches[number].append(match)
    likely: list[list[tuple[int, int]]] = [[] for _ in pairs]
    for number, row, other in _list_likely(pairs, join_stems(pairs)):
        likely[number].append((row, other))
    for (left, right), plain, facts in zip(pairs, matches, likely, strict=True):
        yield _settle(left, right, plain, facts) if plain or len(facts) > 1 else []


def _settle(left: Sheet, right: Sheet, plain: Sequence[Match], likely: Sequence[tuple[int, int]]) -> list[Match]:
    """The matches of one pair of articles, of the plain ones each word used once."""
    found = _choose(left, right, plain)
    reworded = list(_find_reworded(left, right, found, likely))
    # One fact told alike proves nothing; several sentences, or one beside a plain copy, do.
    if len(reworded) + len(found) > 1:
        reworded.extend(list(_find_joined(left, right, found, reworded)))
        found.extend(reworded)
    found.extend(_find_short(left, right, found))
    return sorted(found, key=lambda match: (match.left, match.right))


def _choose(left: Sheet, right: Sheet, plain: Sequence[Match]) -> list[Match]:
    if len({match.left for match in plain}) == len({match.right for match in plain}) == len(plain):
        return list(plain)
    used: tuple[dict[int, list[bool]], dict[int, list[bool]]] = ({}, {})
    found: list[Match] = []
    for match in sorted(plain, key=lambda match: _rank(match, left, right)):
        mine = used[0].setdefault(match.left, [False] * int(left.reading.sizes[match.left]))
        theirs = used[1].setdefault(match.right, [False] * int(right.reading.sizes[match.right]))
        fresh = sum(not (mine[place + step] or theirs[other + step]) for place, other, length in match.blocks for step in range(length))
        if fresh < 0.6 * match.shared:
            continue
        found.append(match)
        for place, other, length in match.blocks:
            mine[place : place + length] = [True] * length
            theirs[other : other + length] = [True] * length
    return found


def _rank(match: Match, left: Sheet, right: Sheet) -> tuple[int, float, int, int, int]:
    """Most shared words first; body before highlights and headline where as much is shared."""
    furniture = int(left.reading.ranks[match.left] > 0) + int(right.reading.ranks[match.right] > 0)
    return (-match.shared, -match.kept, furniture, match.left, match.right)


def _compare_words(pairs: Sequence[Pair], joined: Joined) -> Iterator[tuple[int, Match]]:
    """The matches of sentences by shared runs of words, with the number of their pair."""
    words, lists, same = _gather_lists(pairs, joined)
    shorter = np.minimum(lists.lefts, lists.rights)
    wanted = np.flatnonzero((shorter >= SHORTEST) & (joined.shared >= np.minimum(3, shorter // 4)))
    numbers, left, right = (rows[wanted].tolist() for rows in (joined.numbers, joined.left, joined.right))
    whole = same[wanted]
    changed = np.flatnonzero(~whole)
    owners, ones, twos = find_common(words, lists[wanted[changed]])
    blocks = _find_blocks(owners, ones, twos, is_stop(words[lists.left[wanted[changed]][owners] + ones]))
    longer = np.maximum(lists.lefts, lists.rights)[wanted[changed]]
    shared, good = _judge(blocks, shorter[wanted[changed]], longer)
    heads = np.searchsorted(blocks[0], np.arange(len(changed) + 1)).tolist()
    starts, others, lengths = (rows.tolist() for rows in blocks[1:])
    sizes = shorter[wanted].tolist()
    for row in np.flatnonzero(whole).tolist():
        yield numbers[row], Match(left[row], right[row], ((0, 0, sizes[row]),), sizes[row], 1.0)
    for place in np.flatnonzero(good).tolist():
        row, low, high = int(changed[place]), heads[place], heads[place + 1]
        listed = tuple(zip(starts[low:high], others[low:high], lengths[low:high], strict=True))
        yield numbers[row], Match(left[row], right[row], listed, int(shared[place]), int(shared[place]) / sizes[row])


def _list_likely(pairs: Sequence[Pair], joined: Joined) -> Iterator[tuple[int, int, int]]:
    """The number of the pair and both rows where the stems may be enough for a rewrite."""
    sheets = _list_readings(pairs)
    contents = np.concatenate([reading.contents for reading in sheets.values()])
    one, two = _place_rows(pairs, joined, sheets)
    fewest = np.minimum(contents[one], contents[two])
    kept = np.flatnonzero(joined.shared >= PART * fewest)
    yield from zip(*(rows[kept].tolist() for rows in (joined.numbers, joined.left, joined.right)), strict=True)


def _gather_lists(pairs: Sequence[Pair], joined: Joined) -> tuple[Codes, Lists, Flags]:
    """The words of all articles in one array, where the sentences of `joined` lie in it, and which pairs of them have the same words."""
    sheets = _list_readings(pairs)
    bases = np.cumsum([0, *(len(reading.words) for reading in sheets.values())])
    firsts = np.concatenate([reading.firsts + base for reading, base in zip(sheets.values(), bases, strict=False)])
    one, two = _place_rows(pairs, joined, sheets)
    sizes = np.concatenate([reading.sizes for reading in sheets.values()])
    sums = np.concatenate([reading.sums for reading in sheets.values()])
    words = np.concatenate([reading.words for reading in sheets.values()])
    return words, Lists(firsts[one], sizes[one], firsts[two], sizes[two]), (sums[one] == sums[two]) & (sizes[one] == sizes[two])


def _list_readings(pairs: Sequence[Pair]) -> dict[int, Reading]:
    return {id(sheet.reading): sheet.reading for pair in pairs for sheet in pair}


def _place_rows(pairs: Sequence[Pair], joined: Joined, sheets: dict[int, Reading]) -> tuple[Rows, Rows]:
    """The rows of both sides of `joined` among those of all readings, one after the other."""
    heads = dict(zip(sheets, np.cumsum([0, *(len(reading.firsts) for reading in sheets.values())]).tolist(), strict=False))
    homes = np.array([(heads[id(left.reading)], heads[id(right.reading)]) for left, right in pairs], np.int64)
    return homes[joined.numbers, 0] + joined.left, homes[joined.numbers, 1] + joined.right


def _find_blocks(owners: Rows, ones: Rows, twos: Rows, stops: Flags) -> tuple[Rows, Rows, Rows, Rows]:
    """The runs of common words that count: owner, place on the left, place on the right, length; a stop word by itself does not."""
    fresh = np.ones(len(owners), bool)
    fresh[1:] = (owners[1:] != owners[:-1]) | (ones[1:] != ones[:-1] + 1) | (twos[1:] != twos[:-1] + 1)
    heads = np.flatnonzero(fresh)
    lengths = np.diff(heads, append=len(owners))
    kept = (lengths > 1) | ~stops[heads]
    heads = heads[kept]
    return owners[heads], ones[heads], twos[heads], lengths[kept]


def _judge(blocks: tuple[Rows, Rows, Rows, Rows], shorter: Rows, longer: Rows) -> tuple[Rows, Flags]:
    """How many words each pair of sentences shares in blocks, and whether these make a match."""
    owners, _, _, lengths = blocks
    count = len(shorter)
    shared = np.bincount(owners, lengths, count).astype(np.int64)
    runs = np.bincount(owners, lengths * (lengths >= 3), count)
    longest = np.zeros(count, np.int64)
    np.maximum.at(longest, owners, lengths)
    kept = shared / np.maximum(shorter, 1)
    mostly = (kept >= 0.6) & (longest >= 4) & (runs >= 0.4 * shorter)
    clause = (longest >= 10) | ((kept >= 0.5) & (runs >= 10) & (longest >= 5))
    named = (shared < 10) & (shared < 0.35 * longer)  # a name with its office, met in a long sentence
    return shared, (mostly | clause) & ~named


def _find_reworded(left: Sheet, right: Sheet, found: Sequence[Match], likely: Sequence[tuple[int, int]]) -> Iterator[Match]:
    """Sentences not matched yet that share `FACTS` content words and of which one seems a rewrite of the other; surest first."""
    taken_left, taken_right = {match.left for match in found}, {match.right for match in found}
    met = []
    for row, other in likely:
        if row not in taken_left and other not in taken_right:
            one, two = _list_stems(left, row), _list_stems(right, other)
            shared, fewest = len(one & two), min(len(one), len(two))
            if shared >= max(FACTS, PART * fewest):
                met.append((row, other, shared / fewest, shared, shared >= 0.4 * max(len(one), len(two))))
    if not found and len({row for row, *_ in met}) < 2:
        return  # it could not be but one
    ranked = []
    for row, other, kept, shared, alike in met:
        score = score_rewording(left.sentences[row].text, right.sentences[other].text)
        if score >= MAYBE or (kept >= 0.65 and alike):
            ranked.append((-max(score, MAYBE), row, other, kept, shared))
    for _, row, other, kept, shared in sorted(ranked):
        if row not in taken_left and other not in taken_right:
            taken_left.add(row)
            taken_right.add(other)
            yield Match(row, other, (), shared, kept, reworded=True)


def _find_joined(left: Sheet, right: Sheet, found: Sequence[Match], reworded: Sequence[Match]) -> Iterator[Match]:
    """The neighbours of reworded sentences that were merged into one of them, or that it was split into.

    A neighbour belongs to it when both together are more of a rewrite of the other side's sentence than the matched one is alone.
    """
    taken = {match.left for match in (*found, *reworded)}, {match.right for match in (*found, *reworded)}
    for match in reworded:
        alone = score_rewording(left.sentences[match.left].text, right.sentences[match.right].text)
        for side, step in ((0, -1), (1, -1), (0, 1), (1, 1)):
            sheet, mine = (left, match.left) if side == 0 else (right, match.right)
            if mine + step in taken[side] or not 0 <= mine + step < len(sheet):
                continue
            row, other = (mine + step, match.right) if side == 0 else (match.left, mine + step)
            ones, twos = _list_stems(left, row), _list_stems(right, other)
            shared, fewest = len(ones & twos), min(len(ones), len(twos))
            if shared < max(JOINED, PART * fewest):
                continue
            both = " ".join(sheet.sentences[place].text for place in sorted((mine, mine + step)))
            target = right.sentences[other].text if side == 0 else left.sentences[row].text
            if score_rewording(both, target) >= max(SURE, alone + GAIN):
                taken[side].add(mine + step)
                yield Match(row, other, (), shared, shared / fewest, reworded=True)


def _list_stems(sheet: Sheet, row: int) -> set[int]:
    stems = sheet.reading.stems
    low, high = np.searchsorted(stems.rows, (row, row + 1)).tolist()
    return set(stems.codes[low:high].tolist())


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
