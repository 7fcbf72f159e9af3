"""Where the sentences of many texts begin: the places of `language.split_sentences`, whole batches at once.

Nearly every full stop is plain: it ends a line, stands inside an address, follows a title, or stands between a common word and a capital.
These are decided on arrays. A stretch with any other is given to the splitter itself, so the result is the same (a test holds
both together).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from offing.language.sentences import CLOSED as CLOSED_BY_STOP
from offing.language.sentences import MONTHS, NUMBERED, PARTICLES, STARTERS, STREETS, TITLES, split_sentences
from offing.trace.tokens import Bytes, Rows, Tokens, hash_words, sort_once

Flags = NDArray[np.bool_]

OTHER, UPPER, LOWER, DIGIT, SPACE, QUOTE, OPEN, BREAK, ODD, STOP, COMMA, CLOSED = range(12)
_LIMIT = 1 << 16
# The splitter's own words. The full stop after any of `_KNOWN` is its to decide; after one of `_TITLES` it ends nothing.
_TITLES = tuple(sorted(TITLES - STREETS))
_MONTHS = tuple(sorted(MONTHS))
_KNOWN = tuple(sorted(word.replace(".", "") for word in TITLES | MONTHS | NUMBERED | CLOSED_BY_STOP))
# What may open a sentence after an abbreviation, and what may open one in lower case.
_OPENERS = tuple(sorted(STARTERS))
_PARTICLES = tuple(sorted(PARTICLES | {"al", "el"}))


@cache
def _classes() -> Bytes:
    """The class of every code point below `_LIMIT`."""
    plane = "".join(map(chr, range(_LIMIT)))
    found = np.zeros(_LIMIT, np.uint8)
    for test, kind in ((str.isupper, UPPER), (str.islower, LOWER), (str.isdecimal, DIGIT)):
        found[[place for place, mark in enumerate(plane) if test(mark)]] = kind
    for marks, kind in (
        (" ", SPACE), ("”\"’'", QUOTE), ("“‘(", OPEN), ("\0\n", BREAK), (".!?…", STOP), (",;:", COMMA), (")%", CLOSED),
        ("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", ODD),
    ):  # fmt: skip
        found[[ord(mark) for mark in marks]] = kind
    return found


@cache
def _sets() -> tuple[NDArray[np.uint64], ...]:
    """Sorted hashes of all known abbreviations, titles, months, openers, particles, and of the two marks of the clock."""
    return tuple(np.sort(hash_words(list(words))) for words in (_KNOWN, _TITLES, _MONTHS, _OPENERS, _PARTICLES, ("am", "pm")))


def find_starts(tokens: Tokens, texts: Sequence[str]) -> Rows:
    """The places in the batch where a line or a sentence begins, rising; `texts` are those of the batch."""
    kinds = _classes()[np.minimum(tokens.points, _LIMIT - 1)]
    lines = sort_once(np.concatenate([tokens.offsets, tokens.stops[tokens.points[tokens.stops] == ord("\n")] + 1]))
    stops = tokens.stops[kinds[tokens.stops] == STOP]
    if not len(tokens.starts):
        return lines  # no word, no sentence
    cuts, none = _decide(tokens, kinds, stops)
    loose = np.concatenate([stops[(cuts < 0) & ~none], np.flatnonzero(kinds == ODD)])
    plain = sort_once(np.concatenate([lines, cuts[cuts >= 0]]))
    return sort_once(np.concatenate([plain, _split_stretches(texts, tokens, plain, np.isin(plain, lines), loose)]))


def _split_stretches(texts: Sequence[str], tokens: Tokens, plain: Rows, lines: Flags, loose: Rows) -> Rows:
    """Where sentences begin around the places `loose`, by the splitter: it sees a sentence more on both sides, within the line.

    `plain` are the beginnings already known, `lines` tells which of them begin a line.
    """
    found: list[int] = []
    last = len(plain) - 1
    for row in sort_once(np.searchsorted(plain, loose, "right") - 1).tolist():
        start, here = int(plain[row if lines[row] else row - 1]), int(plain[row])
        number = int(np.searchsorted(tokens.offsets, start, "right")) - 1
        text, base = texts[number], int(tokens.offsets[number])
        ends = [int(plain[after]) for after in (row + 1, row + 2) if after <= last] or [base + len(text)]
        end = ends[-1] if row < last and not lines[row + 1] else ends[0]
        spans = split_sentences(text[start - base : end - base])
        found += [start + low for low, _ in spans if here < start + low < ends[0]]
    return np.array(found, np.int64)


def _decide(tokens: Tokens, kinds: Bytes, stops: Rows) -> tuple[Rows, Flags]:
    """For each stop where the next sentence begins (-1: nowhere, or not plain), and whether it plainly ends none within the line."""
    last = len(kinds) - 1
    far, before, one, two, three, four = (kinds[np.minimum(stops + step, last)] for step in (-2, -1, 1, 2, 3, 4))
    point, single = tokens.points[stops] == ord("."), before != STOP
    row = np.searchsorted(tokens.starts, stops) - 1  # of the word before; -1 has no end there
    after = np.minimum(row + 1, len(tokens.words) - 1)
    word, following = tokens.words[row], tokens.words[after]
    size = tokens.ends[row] - tokens.starts[row]
    touches, owned = tokens.ends[row] == stops, tokens.ends[row] == stops + 1
    edge = kinds[tokens.starts[row] - 1]
    bare = (edge == SPACE) | (edge == BREAK)
    letter = (before == UPPER) | (before == LOWER)
    known, title, month, opener, particle, clock = (
        _is_in(codes, those) for codes, those in zip((word, word, word, following, following, word), _sets(), strict=True)
    )
    ended = (one == BREAK) | (((one == QUOTE) | (one == SPACE)) & (two == BREAK))
    spaced, quoted = one == SPACE, (one == QUOTE) & (two == SPACE)
    capital = two == UPPER
    opens = capital | (two == DIGIT) | (((two == QUOTE) | (two == OPEN)) & (three == UPPER))
    clear = touches & letter & (size > 1) & ~known
    clear |= (before == DIGIT) & (far == DIGIT) & (kinds[np.maximum(stops - 3, 0)] == DIGIT)
    clear |= (before == CLOSED) | ((before == QUOTE) & np.isin(tokens.points[stops - 1], (ord("”"), ord('"'))))
    counted = touches & (before == DIGIT) & (size <= 2) & (edge == SPACE)
    clear |= counted & np.isin(kinds[np.maximum(tokens.starts[row] - 2, 0)], (UPPER, LOWER, COMMA))
    cut = spaced & opens & (~point | ~single | clear)
    cut_quote = quoted & ((three == UPPER) | (three == DIGIT))
    none = ended | (one == LOWER) | (one == DIGIT) | (one == COMMA) | (one == STOP) | ((one == UPPER) & (before != LOWER))
    none |= spaced & (two == LOWER) & (three == LOWER) & ~particle
    none |= ((one == QUOTE) | (one == CLOSED)) & (two == SPACE) & (three == LOWER) & (four == LOWER) & ~particle
    lone = point & single & spaced & bare
    none |= lone & capital & touches & title
    none |= lone & (two == DIGIT) & touches & month & (kinds[tokens.starts[row]] == UPPER) & (before == LOWER)
    none |= lone & capital & touches & (size == 1) & (before == UPPER) & ~opener
    plain = (tokens.points[stops - 1] < 128) & (tokens.points[np.maximum(stops - 3, 0)] < 128)
    none |= point & spaced & bare & capital & owned & plain & ~opener & ~clock & (size <= 4)
    places = np.where(cut, stops + 1, np.where(cut_quote, stops + 2, -1))
    places[none] = -1
    return places, none


def _is_in(codes: NDArray[np.uint64], those: NDArray[np.uint64]) -> Flags:
    found: Flags = those[np.minimum(np.searchsorted(those, codes), len(those) - 1)] == codes
    return found
