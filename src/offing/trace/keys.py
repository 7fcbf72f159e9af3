"""Which texts may share a passage: winnowed word 5-grams and content-word triples in an inverted index, on numpy.

Winnowing (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003) keeps the smallest of every `WINDOW` consecutive 5-gram hashes, so two texts
that share a run of `GRAM + WINDOW - 1` words always share a key, and about a third of all 5-grams is kept. A pair of texts is decided by
texts published no later than the later of the two: adding later articles never changes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from offing.records import Article, Role
from offing.trace.words import WORD, read_word

GRAM = 5
WINDOW = 5
CAP = 20  # a key held by more texts than this inside the window says little
FIRST = 3  # beyond the cap a text is still compared with the first holders of the key, so that a flood of one dispatch stays connected
DAYS = 30
MOST = 60  # earlier texts one text is compared with
READ = (Role.BODY, Role.HIGHLIGHTS, Role.DEK, Role.HEADLINE)

Codes = NDArray[np.uint64]
Rows = NDArray[np.int64]


class Vocabulary(dict[str, int]):
    """Word as found -> row; `word` and `stem` are stable hashes by row, `stem` 0 for words without content."""

    def __init__(self) -> None:
        super().__init__()
        self.word: list[int] = []
        self.stem: list[int] = []

    def __missing__(self, key: str) -> int:
        _, word, _, stem = read_word(key)
        self[key] = row = len(self.word)
        self.word.append(word)
        self.stem.append(stem)
        return row


def read_text(article: Article) -> str:
    """The text that copies are looked for in: body, highlights, dek and headline. Captions and furniture are left out."""
    return "\n".join(segment.text for segment in article.segments if segment.role in READ)


def order_articles(articles: Sequence[Article]) -> list[Article]:
    """Distinct articles in (published, id) order; undated ones first."""
    distinct = {article.id: article for article in articles}
    return sorted(distinct.values(), key=lambda article: (published_on(article), article.id))


def published_on(article: Article) -> str:
    """The day an article gives for itself (ISO), "" when it gives none."""
    return article.published.start[:10] if article.published else ""


def _mix(codes: Codes) -> Codes:
    """The finalizer of splitmix64: spreads the bits of sums, so that the smallest hash is an even sample."""
    codes = (codes ^ (codes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    codes = (codes ^ (codes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return codes ^ (codes >> np.uint64(31))


def _grams(words: Codes, rows: Rows, size: int, *, sort: bool) -> tuple[Codes, Rows]:
    """Hashes of all runs of `size` words inside one text; with `sort` the order inside a run does not count."""
    if len(words) < size:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    parts = np.stack([words[place : len(words) - size + 1 + place] for place in range(size)])
    if sort:
        parts.sort(axis=0)
    codes = np.zeros(parts.shape[1], np.uint64)
    for part in parts:
        codes = _mix(codes * np.uint64(0x9E3779B97F4A7C15) + part)
    inside = rows[: len(codes)] == rows[size - 1 :]
    return codes[inside], rows[: len(inside)][inside]


def _winnow(codes: Codes, rows: Rows, width: int) -> tuple[Codes, Rows]:
    """The smallest hash of every `width` consecutive ones of a text, once per text, sorted by (hash, text)."""
    padded = np.concatenate([codes, np.full(width - 1, np.iinfo(np.uint64).max, np.uint64)])
    after = np.concatenate([rows, np.full(width - 1, -1, np.int64)])
    smallest = codes.copy()
    for place in range(1, width):
        shifted = padded[place : place + len(codes)]
        same = after[place : place + len(codes)] == rows
        smallest = np.where(same, np.minimum(smallest, shifted), smallest)
    order = np.lexsort((rows, smallest))
    smallest, rows = smallest[order], rows[order]
    fresh = np.ones(len(smallest), bool)
    fresh[1:] = (smallest[1:] != smallest[:-1]) | (rows[1:] != rows[:-1])
    return smallest[fresh], rows[fresh]


def _join(keys: Codes, rows: Rows, days: Rows, size: int) -> tuple[Rows, Rows]:
    """Pairs of texts (as `earlier * size + later`) that share keys, and how many; cap and window as the module says."""
    start = np.ones(len(keys), bool)
    start[1:] = keys[1:] != keys[:-1]
    list_no = np.cumsum(start) - 1
    begin = np.flatnonzero(start)[list_no] if len(keys) else np.zeros(0, np.int64)
    day = days[rows]
    undated = day < 0
    unknown = np.concatenate([[0], np.cumsum(undated)])
    here = np.arange(len(keys))
    before = unknown[here] - unknown[begin]
    span = np.int64(1 << 24)
    place = list_no * span + day + 1
    low = np.searchsorted(place, list_no * span + np.maximum(day - DAYS, 0) + 1)
    low = np.where(undated, here, np.maximum(low, begin + before))
    held = before + (here - low)
    width = np.where(held < CAP, CAP, FIRST)
    found: list[Rows] = []
    for step in range(CAP):
        dated = (low + step < here) & (step < width)
        found.append(rows[(low + step)[dated]] * size + rows[dated])
        loose = (step < before) & (step < width)
        found.append(rows[(begin + step)[loose]] * size + rows[loose])
    pairs, counts = np.unique(np.concatenate(found), return_counts=True)
    return pairs, counts.astype(np.int64)


def find_pairs(articles: Sequence[Article]) -> list[tuple[Article, Article]]:
    """Pairs (earlier, later) of articles that may share a passage, in (later, earlier) order; never two of one page."""
    ordered = order_articles(articles)
    vocabulary = Vocabulary()
    texts: dict[bytes, int] = {}
    holders: list[list[Article]] = []
    rows_of: list[Rows] = []
    for article in ordered:
        found = WORD.findall(read_text(article))
        ids = np.fromiter(map(vocabulary.__getitem__, found), np.int64, len(found))
        digest = hashlib.blake2b(ids.tobytes(), digest_size=16).digest()
        row = texts.setdefault(digest, len(holders))
        if row == len(holders):
            holders.append([])
            rows_of.append(ids)
        holders[row].append(article)
    return _expand(_pair_texts(vocabulary, rows_of, [group[0] for group in holders]), holders, ordered)


def _pair_texts(vocabulary: Vocabulary, rows_of: Sequence[Rows], firsts: Sequence[Article]) -> list[tuple[int, int]]:
    """Pairs of distinct texts that share two 5-gram keys or three content triples; at most `MOST` earlier ones for each."""
    size = len(rows_of)
    if size < 2:
        return []
    ids = np.concatenate(rows_of)
    rows = np.repeat(np.arange(size, dtype=np.int64), [len(part) for part in rows_of])
    days = np.array([_day_number(article) for article in firsts], np.int64)
    words = np.asarray(vocabulary.word, np.uint64)[ids]
    pairs, counts = _join(*_winnow(*_grams(words, rows, GRAM, sort=False), WINDOW), days, size)
    stems = np.asarray(vocabulary.stem, np.uint64)[ids]
    content = stems > 0
    loose, loose_counts = _join(*_winnow(*_grams(stems[content], rows[content], 3, sort=True), 3), days, size)
    kept = np.union1d(pairs[counts >= 2], loose[loose_counts >= 3])
    found: list[tuple[int, int]] = []
    seen = 0
    for later, earlier in sorted((int(code % size), int(code // size)) for code in kept):
        seen = seen + 1 if found and found[-1][1] == later else 1
        if seen <= MOST:
            found.append((earlier, later))
    return found


def _day_number(article: Article) -> int:
    day = published_on(article)
    return date.fromisoformat(day).toordinal() if day else -1


def _expand(
    pairs: Sequence[tuple[int, int]], holders: Sequence[Sequence[Article]], ordered: Sequence[Article]
) -> list[tuple[Article, Article]]:
    """Pairs of texts -> pairs of articles; of a text that stands on many pages, the first ones stand for the others."""
    place = {article.id: number for number, article in enumerate(ordered)}
    found: set[tuple[int, int]] = set()
    for group in holders:
        for one in group[:FIRST]:
            found.update(_in_order(place, one, two) for two in group if one.id != two.id)
    for earlier, later in pairs:
        for one in holders[earlier][:FIRST]:
            found.update(_in_order(place, one, two) for two in holders[later])
        for two in holders[later][:FIRST]:
            found.update(_in_order(place, one, two) for one in holders[earlier])
    listed = sorted((later, earlier) for earlier, later in found)
    return [(ordered[earlier], ordered[later]) for later, earlier in listed if ordered[earlier].page != ordered[later].page]


def _in_order(place: dict[str, int], one: Article, two: Article) -> tuple[int, int]:
    low, high = sorted((place[one.id], place[two.id]))
    return low, high
