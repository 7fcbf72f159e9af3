"""What two texts must share to be compared: winnowed word 5-grams, winnowed triples of content words, whole sentences; hashed, on numpy.

Winnowing (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003) keeps the smallest of every `WINDOW` consecutive 5-gram hashes, so two texts
that share a run of `GRAM + WINDOW - 1` words always share a key, and about a third of all 5-grams is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from offing.records import Article, Role
from offing.trace.tokens import Codes, Rows, Tokens, mix, read_tokens

GRAM = 5
WINDOW = 6
TRIPLE = 3
TRIPLES = 6
LEAST = 8  # words of a sentence that is a key by itself
READ = (Role.BODY, Role.HIGHLIGHTS, Role.DEK, Role.HEADLINE)
ROW_BITS = 24  # of a posting: the text's number; the bits above are the key's hash
ROWS = np.uint64((1 << ROW_BITS) - 1)
NO_RUN = np.uint64((1 << 64) - 1)
_STEP = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Channel:
    """A kind of key; two texts are compared when they share `least` keys of one kind."""

    name: str
    least: int


CHANNELS = (Channel("grams", 2), Channel("triples", 3), Channel("sentences", 1))


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of texts: `postings` (an array for each of CHANNELS: hash above, text number in the low bits), `digests` (a row a text).

    Texts with the same words have the same digest.
    """

    postings: tuple[Codes, ...]
    digests: Codes


def read_text(article: Article) -> str:
    """The text that copies are looked for in: body, highlights, dek and headline. Captions and furniture are left out."""
    return "\n".join(segment.text for segment in article.segments if segment.role in READ)


def read_keys(texts: Sequence[str], first: int = 0) -> Keys:
    """The keys of `texts`, which are numbered from `first`."""
    digests = np.zeros((len(texts), 3), np.uint64)
    found: list[tuple[Codes, ...]] = []
    for tokens in read_tokens(texts):
        if len(tokens.words):
            found.append(_read_batch(tokens, first, digests))
    empty = np.zeros(0, np.uint64)
    return Keys(tuple(np.concatenate([empty, *column]) for column in zip(*found, strict=True)) or (empty,) * len(CHANNELS), digests)


def _read_batch(tokens: Tokens, first: int, digests: Codes) -> tuple[Codes, ...]:
    words, rows = tokens.words, tokens.rows
    grams = hash_runs(words, rows, GRAM)
    texts = np.append(0, np.flatnonzero(rows[1:] != rows[:-1]) + 1)
    digests[rows[texts], 0] = np.add.reduceat(words, texts)
    digests[rows[texts], 1] = np.add.reduceat(grams, texts)
    digests[rows[texts], 2] = np.diff(texts, append=len(rows)).astype(np.uint64)
    owners = rows[tokens.stemmed]
    return (
        _pack(*_winnow(grams, rows, WINDOW), first),
        _pack(*_winnow(_hash_sets(tokens.stems, owners), owners, TRIPLES), first),
        _pack(*_hash_sentences(grams, tokens), first),
    )


def _pack(codes: Codes, rows: Rows, first: int) -> Codes:
    return (codes & ~ROWS) | (rows + first).astype(np.uint64)


def hash_runs(words: Codes, rows: Rows, size: int) -> Codes:
    """The hash of the run of `size` words that begins at each word; the largest number where its text ends before."""
    count = max(0, len(words) - size + 1)
    codes = words.copy()
    for place in range(1, size):
        codes[:count] *= _STEP
        codes[:count] += words[place : place + count]
    return _end_runs(mix(codes), rows, size)


def _end_runs(codes: Codes, rows: Rows, size: int) -> Codes:
    """The hashes with none for the last `size - 1` words of each text; `codes` is changed."""
    ends = np.flatnonzero(rows[1:] != rows[:-1])
    for place in range(size - 1):
        codes[np.maximum(ends - place, 0)] = NO_RUN
    codes[max(0, len(codes) - size + 1) :] = NO_RUN
    return codes


def _hash_sets(stems: Codes, rows: Rows) -> Codes:
    """The hash of the three stems that begin at each, in any order."""
    stems = (stems ^ (stems >> np.uint64(32))) * _STEP
    codes = stems.copy()
    codes[:-2] += stems[1:-1]
    codes[:-2] += stems[2:]
    return _end_runs(mix(codes), rows, TRIPLE)


def _winnow(codes: Codes, rows: Rows, width: int) -> tuple[Codes, Rows]:
    """The smallest of every `width` consecutive hashes of a text; the windows at its end are as long as what is left of it."""
    smallest, reach = codes.copy(), 1
    while reach < width:  # the smaller of two overlapping windows is that of both
        step = min(reach, width - reach)
        np.minimum(smallest[:-step], smallest[step:], out=smallest[:-step])
        reach += step
    _end_windows(smallest, codes, rows, width)
    fresh = codes != NO_RUN
    fresh[1:] &= smallest[1:] != smallest[:-1]
    kept = np.flatnonzero(fresh)
    return smallest[kept], rows[kept]


def _end_windows(smallest: Codes, codes: Codes, rows: Rows, width: int) -> None:
    """Let no window look into the next text: the last ones of a text hold what is smallest from their begin on; `smallest` is changed."""
    if not len(rows):
        return
    edges = np.concatenate([[0], np.flatnonzero(rows[1:] != rows[:-1]) + 1, [len(rows)]])[:, None]
    places = np.maximum(edges[1:] - np.arange(1, width), edges[:-1])
    smallest[places] = np.minimum.accumulate(codes[places], axis=1)


def _hash_sentences(grams: Codes, tokens: Tokens) -> tuple[Codes, Rows]:
    """The hashes of the sentences of `LEAST` words or more: the sum of their 5-grams."""
    starts = np.flatnonzero(tokens.breaks)
    ends = np.append(starts[1:], len(grams))
    long = np.flatnonzero(ends - starts >= LEAST)
    starts, ends = starts[long], ends[long]
    if not len(starts):
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    bounds = np.stack([starts, ends - GRAM + 1], axis=1).ravel()
    return mix(np.add.reduceat(grams, bounds)[::2]), tokens.rows[starts]
