"""Many texts -> the hashes of their words, on arrays of code points: the words of `words.WORD`, in the form that `normalize_word` compares.

A word's hash is a polynomial of its folded letters (Rabin, Karp: Efficient randomized pattern-matching algorithms, 1987), summed over whole
batches at once. Texts go in batches that fit the processor's cache; nothing but the words' own arrays outlives a batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from offing.trace.words import SAME, STOP

Codes = NDArray[np.uint64]
Rows = NDArray[np.int64]
Bytes = NDArray[np.uint8]

BATCH = 1 << 17  # characters
PLANES = 0x34000  # code points; no letter and no digit lies above
LETTER, DIGIT, ABBREVIATION, APOSTROPHE, POINT, COMMA, STOPS = range(1, 8)
_S, _D, _G, _N, _I, _E = range(1, 7)
Whole = TypeVar("Whole", np.uint64, np.int64)
_PAD = "\0" * 3
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_BASE = 0xD1B54A32D192ED03  # odd: its powers have inverses modulo 2 ** 64


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a batch of texts, text after text: hashes, and the number of the text (`rows`).

    `stems` are the stems' hashes of the words with content, which stand at `stemmed`. A word lies from `starts` to `ends` in the batch,
    whose text number `first + n` begins at `offsets[n]`. `breaks` marks the words that begin a text or follow a line break or full stop.
    `points` are the code points of the batch, and `stops` the places of line breaks and of what may end a sentence.
    """

    words: Codes
    rows: Rows
    stems: Codes
    stemmed: Rows
    starts: Rows
    ends: Rows
    offsets: Rows
    breaks: NDArray[np.bool_]
    points: NDArray[np.intp]
    stops: Rows
    first: int


def mix(codes: Codes) -> Codes:
    """The finalizer of splitmix64: spreads the bits of sums, so that the smallest hash is an even sample."""
    codes = codes ^ (codes >> np.uint64(30))
    codes *= np.uint64(0xBF58476D1CE4E5B9)
    codes ^= codes >> np.uint64(27)
    codes *= np.uint64(0x94D049BB133111EB)
    codes ^= codes >> np.uint64(31)
    return codes


def sort_once(numbers: NDArray[Whole]) -> NDArray[Whole]:
    """Sorted, each once."""
    numbers = np.sort(numbers)
    once = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=once[1:])
    return numbers[once]


def read_tokens(texts: Sequence[str]) -> Iterator[Tokens]:
    """The words of `texts`, batch by batch; text numbers count through all batches."""
    first = 0
    while first < len(texts):
        after, size = first, 0
        while after < len(texts) and (size == 0 or size + len(texts[after]) <= BATCH):
            size += len(texts[after]) + len(_PAD)
            after += 1
        yield _read_batch(texts[first:after], first)
        first = after


@cache
def _tables(limit: int) -> tuple[Bytes, Codes, Bytes]:
    """Class, hash and tail letter of every code point below `limit`; the hash is that of the lower-case letter, 0 outside words."""
    plane = "".join(map(chr, range(limit)))
    folded = np.frombuffer(plane.replace("\u0130", "i").lower().replace("ς", "σ").encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = np.zeros(limit, np.uint8)
    for is_kind, kind in ((str.isalnum, LETTER), (str.isdecimal, DIGIT)):
        kinds[np.fromiter(map(is_kind, plane), bool, limit)] = kind
    for marks, kind in (("'’", APOSTROPHE), (".", POINT), (",", COMMA), ("\r\n!?…", STOPS)):
        kinds[[ord(mark) for mark in marks]] = kind
    values = mix((folded.astype(np.uint64) + np.uint64(1)) * _SPREAD)
    values[ord("’")] = values[ord("'")]
    values[(kinds == 0) | (kinds == STOPS)] = 0
    tails = np.zeros(limit, np.uint8)
    for letter, tail in zip("sdgnie", (_S, _D, _G, _N, _I, _E), strict=True):
        tails[folded == ord(letter)] = tail
    return kinds, values, tails


@cache
def _powers(size: int) -> tuple[Codes, Codes]:
    """Powers of the base and of its inverse, modulo 2 ** 64."""
    bases = np.full(size, _BASE, np.uint64), np.full(size, pow(_BASE, -1, 1 << 64), np.uint64)
    for powers in bases:
        powers[0] = 1
        np.multiply.accumulate(powers, out=powers)
    return bases


@dataclass(frozen=True, slots=True)
class _Lookup:
    """A few hashes in a table without collisions: slot -> hash there (0: none), and what it stands for."""

    spread: np.uint64
    keys: Codes
    values: Codes

    def has(self, codes: Codes) -> NDArray[np.bool_]:
        """Which codes are known."""
        found: NDArray[np.bool_] = self.keys.take(((codes * self.spread) >> np.uint64(52)).view(np.intp)) == codes
        return found

    def find(self, codes: Codes) -> tuple[NDArray[np.intp], Codes]:
        """Where the codes that are known stand, and what they stand for."""
        slots = ((codes * self.spread) >> np.uint64(52)).view(np.intp)
        known = np.flatnonzero(self.keys[slots] == codes)
        return known, self.values[slots[known]]


def _make_lookup(keys: Codes, values: Codes) -> _Lookup:
    spread = int(_SPREAD)
    while True:
        slots = (keys * np.uint64(spread)) >> np.uint64(52)
        if len(sort_once(slots)) == len(keys):
            break
        spread = (spread * _BASE) % (1 << 64)
    table = _Lookup(np.uint64(spread), np.zeros(1 << 12, np.uint64), np.zeros(1 << 12, np.uint64))
    table.keys[slots], table.values[slots] = keys, values
    return table


def hash_words(words: Sequence[str]) -> Codes:
    """The hashes of words in compared form."""
    _, values, _ = _tables(0x10000)
    base = [pow(_BASE, place, 1 << 64) for place in range(max(map(len, words)))]
    sums = [sum(int(values[ord(mark)]) * power for mark, power in zip(word, base, strict=False)) % (1 << 64) for word in words]
    return np.array(sums, np.uint64)


@cache
def _lookups() -> tuple[_Lookup, _Lookup, np.uint64]:
    """Words without content; stems that stand for others, with the one that stands for all; "us"."""
    stops = hash_words(sorted(STOP))
    return _make_lookup(stops, stops), _make_lookup(hash_words(list(SAME)), hash_words(list(SAME.values()))), hash_words(["us"])[0]


def is_stop(codes: Codes) -> NDArray[np.bool_]:
    """Which hashes of words are those of words without content (`words.STOP`)."""
    return _lookups()[0].has(codes)


def _read_batch(texts: Sequence[str], first: int) -> Tokens:
    joined = _PAD + _PAD.join(texts) + _PAD
    coded = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    points, highest = coded.astype(np.intp), int(coded.max())
    if highest >= PLANES:
        np.minimum(points, PLANES - 1, out=points)
    kinds, values, tails = _tables(0x10000 if highest < 0x10000 else PLANES)
    runs, terms = kinds.take(points), values.take(points)
    powers, inverses = _powers(1 << len(points).bit_length())
    marks = np.flatnonzero(runs > ABBREVIATION)
    owned, stops, letters, steps = _join_marks(runs, marks)
    outside = stops[runs[stops] == 0]
    edge = runs[1:] != runs[:-1]
    starts, ends = np.flatnonzero(edge & (runs[1:] > 0)) + 1, np.flatnonzero(edge & (runs[:-1] > 0)) + 1
    loose = marks[runs[marks] != LETTER]
    terms[loose[runs[loose] != DIGIT]] = 0
    terms *= powers[: len(terms)]
    terms[letters] = values[points[letters]] * powers[letters - steps]
    cores = ends.copy()
    cut = owned[(values[points[owned + 1]] == values[ord("s")]) & (runs[owned + 2] != LETTER) & (runs[owned - 2] == LETTER)]
    terms[cut] = 0
    terms[cut + 1] = 0
    cores[np.searchsorted(starts, cut) - 1] -= 2
    totals = np.cumsum(terms)
    sums = np.diff(totals.take(starts - 1), append=totals[-1])
    words = sums * inverses.take(starts)
    stemmed = np.flatnonzero(_has_content(words, runs[starts], cores - starts))
    stems = words[stemmed]
    some, tail = _sum_tails(terms, starts, cores, stemmed, tails, points)
    stems[some] -= tail * inverses[starts[stemmed[some]]]
    known, values = _lookups()[1].find(stems)
    stems[known] = values
    lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + len(_PAD)
    offsets = np.cumsum(lengths) - lengths + len(_PAD)
    bounds = np.searchsorted(starts, offsets)
    rows = np.repeat(np.arange(len(texts)), np.diff(np.append(bounds, len(starts))))
    breaks = np.zeros(len(starts) + 1, bool)
    breaks[np.searchsorted(starts, outside)] = True
    breaks[bounds] = True
    return Tokens(words, rows + first, stems, stemmed, starts, ends, offsets, breaks[:-1], points, stops, first)


def _join_marks(runs: Bytes, marks: Rows) -> tuple[Rows, Rows, Rows, Rows]:
    """Give the marks inside words their word's class in `runs`, and all others none.

    Returns the apostrophes inside words, what may end a sentence, the letters of abbreviations with how many points stand before each.
    """
    kind = runs[marks]
    before, after = runs[marks - 1], runs[marks + 1]
    owned = marks[(kind == APOSTROPHE) & (before == LETTER) & (after == LETTER)]
    numbered = marks[((kind == POINT) | (kind == COMMA)) & (before == DIGIT) & (after == DIGIT)]
    points = marks[kind == POINT]
    runs[marks] = 0
    runs[owned] = LETTER
    runs[numbered] = DIGIT
    stops = marks[((kind == STOPS) | (kind == POINT)) & (runs[marks] == 0)]
    units = points[(runs[points - 1] == LETTER) & (runs[points - 2] != LETTER) & (runs[points] == 0)]
    follows = np.diff(units, prepend=-9) == 2
    chained = follows | np.append(follows[1:], False)
    units, heads = units[chained], ~follows[chained]
    begun = np.flatnonzero(heads)
    steps = np.arange(len(units)) - begun[np.cumsum(heads) - 1] if len(units) else np.zeros(0, np.int64)
    runs[units] = runs[units - 1] = ABBREVIATION
    return owned, stops, units - 1, steps


def _has_content(words: Codes, runs: Bytes, length: Rows) -> NDArray[np.bool_]:
    """Which words `words.read_word` gives a stem."""
    stops, _, us = _lookups()
    content: NDArray[np.bool_] = length > 2
    pointed = np.flatnonzero(runs == ABBREVIATION)
    content[pointed] = length[pointed] > 4
    content |= (runs == DIGIT) | (words == us)
    content &= ~stops.has(words)
    return content


def _sum_tails(terms: Codes, starts: Rows, cores: Rows, stemmed: Rows, tails: Bytes, points: Rows) -> tuple[Rows, Codes]:
    """The sums of the tails that `words.stem_word` cuts from words, and the places in `stemmed` of these words."""
    last = tails.take(points.take(cores[stemmed] - 1))
    some = np.flatnonzero((last > 0) & (last <= _G))
    last, rows = last[some], stemmed[some]
    end = cores[rows]
    length = end - starts[rows]
    second = tails[points[end - 2]]
    three = (last == _G) & (second == _N) & (length >= 7)
    three &= tails[points[end - 3]] == _I
    two = (last != _G) & (second == _E) & (length >= 6)
    one = (last == _S) & (second != _S) & (length >= 5)
    two |= three
    return some, terms[end - 1] * (one | two) + terms[end - 2] * two + terms[end - 3] * three
