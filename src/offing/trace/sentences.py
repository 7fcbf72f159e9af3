"""The sentences of articles as copies compare them: arrays of words, triples and stems by sentence, read for many articles at once.

What a text holds rests on its words alone, so it is read once for all pairs it stands in: the last `SHELF` texts are kept. A `Sentence`,
with its words and their places on the page, is made when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from offing.records import Article, Role, Segment, Span
from offing.trace.keys import NO_RUN, READ, hash_runs
from offing.trace.starts import find_starts
from offing.trace.tokens import Codes, Rows, Tokens, mix, read_tokens, sort_once
from offing.trace.words import WORD, read_word

SHELF = 4096  # texts, about 25 KB each
SIGNS = 4  # numbers of 64 bits in the sign of a sentence
ROW_BITS = np.uint64(16)  # of a triple: the sentence; the bits above are its hash
FACT_BITS = np.uint64(44)  # of the hash of a stem
_ONE = np.uint64(1)
_MARKS = " \t\n\r\f\v\u00a0•*·▪–-"
_RANK = {role: number for number, role in enumerate(READ)}
_STEP = np.uint64(0x9E3779B97F4A7C15)

Layout = tuple[tuple[int, int], ...]  # rank of the role, and length, of each segment


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article."""

    page: str
    start: int
    role: Role
    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The compared forms of its words."""
        return tuple(read_word(word)[0] for word in WORD.findall(self.text))

    @property
    def span(self) -> Span:
        """Where it stands on its page."""
        return Span(self.page, self.start, self.start + len(self.text))

    @cached_property
    def places(self) -> tuple[tuple[int, int], ...]:
        """The page offsets of the words."""
        return tuple((self.start + match.start(), self.start + match.end()) for match in WORD.finditer(self.text))


@dataclass(frozen=True, slots=True)
class Reading:
    """The distinct sentences of a text (body first where one stands twice), in order: arrays with a row a sentence.

    A sentence has `sizes` of the text's `words` from `firsts` on, and lies between `low` and `high` in the text; `sums` is a hash of its
    words in order, `ranks` the place of its role in `keys.READ`, `contents` how many different stems it has, which stand in `stems`
    sentence after sentence. `signs` is a set of 64 * `SIGNS` bits, one for each stem; `losses` tells how many stems fell on a bit that was
    set. `triples` are the runs of three words: a hash above, the row of the sentence (65,535 at most) in `ROW_BITS`; rising, each once.
    """

    words: Codes
    firsts: Rows
    sizes: Rows
    sums: Codes
    low: Rows
    high: Rows
    ranks: Rows
    contents: Rows
    stems: Codes
    signs: Codes
    losses: Rows
    triples: Codes


@dataclass(frozen=True)
class Sheet:
    """An article with what was read of its text. `length` is how many words it has."""

    article: Article
    text: str
    reading: Reading
    _made: dict[int, Sentence] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """How many words the whole article has."""
        return len(self.reading.words)

    @property
    def sentences(self) -> Sheet:
        """Its sentences by row."""
        return self

    def __len__(self) -> int:
        return len(self.reading.firsts)

    def __iter__(self) -> Iterator[Sentence]:
        return (self[row] for row in range(len(self)))

    def __getitem__(self, row: int) -> Sentence:
        if row not in self._made:
            self._made[row] = self._make(row)
        return self._made[row]

    def _make(self, row: int) -> Sentence:
        start = int(self.reading.low[row])
        whole = self.text[start : int(self.reading.high[row])].rstrip()
        text = whole.lstrip().lstrip(_MARKS)
        start += len(whole) - len(text)
        place = 0
        for segment in _list_read(self.article):
            if start < place + len(segment.text):
                return Sentence(segment.span.page, segment.span.start + start - place, segment.role, text)
            place += len(segment.text) + 1
        raise IndexError(row)


_shelf: dict[tuple[str, Layout], Reading] = {}


def _list_read(article: Article) -> list[Segment]:
    return [segment for segment in article.segments if segment.role in _RANK]


def read_sheets(articles: Sequence[Article]) -> list[Sheet]:
    """The sheets of articles; texts that are not on the shelf are read together."""
    segments = [_list_read(article) for article in articles]
    texts = ["\n".join([segment.text for segment in own]) for own in segments]
    keys = [(text, tuple((_RANK[one.role], len(one.text)) for one in own)) for text, own in zip(texts, segments, strict=True)]
    found = {key: _shelf.pop(key, None) for key in dict.fromkeys(keys)}
    absent = [key for key, reading in found.items() if reading is None]
    found.update(zip(absent, read_texts(absent), strict=True))
    _shelf.update((key, reading) for key, reading in found.items() if reading is not None)
    for key in list(_shelf)[: max(0, len(_shelf) - SHELF)]:
        del _shelf[key]
    return [
        Sheet(article, text, reading)
        for article, text, key in zip(articles, texts, keys, strict=True)
        if (reading := found[key]) is not None
    ]


def forget_readings() -> None:
    """Clear the shelf (speed is measured from nothing)."""
    _shelf.clear()


def read_texts(texts: Sequence[tuple[str, Layout]]) -> list[Reading]:
    """The readings of texts, whole batches at once."""
    found: list[Reading] = []
    for tokens in read_tokens([text for text, _ in texts]):
        found.extend(_read_batch(tokens, texts[tokens.first : tokens.first + len(tokens.offsets)]))
    return found


def _read_batch(tokens: Tokens, texts: Sequence[tuple[str, Layout]]) -> Iterator[Reading]:
    places = find_starts(tokens, [text for text, _ in texts])
    heads = np.searchsorted(tokens.starts, places)
    sizes = np.diff(heads, append=len(tokens.words))
    some = np.flatnonzero(sizes)
    low, high = places[some], np.append(places[1:], len(tokens.points))[some]
    firsts, sizes = heads[some], sizes[some]
    owners = tokens.rows[firsts] - tokens.first
    ranks = _rank(texts, tokens, low)
    sums = _sum_words(tokens.words, firsts, sizes)
    kept = _keep_distinct(owners, sums, ranks)
    bounds = np.searchsorted(owners[kept], np.arange(len(texts) + 1))
    numbers = np.full(len(firsts), -1)
    numbers[kept] = np.arange(len(kept)) - bounds[owners[kept]]
    sentence = np.repeat(np.arange(len(firsts)), sizes)
    runs = hash_runs(tokens.words, sentence, 3)
    at = np.flatnonzero((runs != NO_RUN) & (numbers[sentence] >= 0))
    rows = np.minimum(numbers[sentence[at]].astype(np.uint64), (_ONE << ROW_BITS) - _ONE)
    triples = (runs[at] >> ROW_BITS << ROW_BITS) | rows
    stems, own = _list_facts(tokens.stems, sentence[tokens.stemmed], numbers)
    contents = np.bincount(own, minlength=len(firsts))
    signs = _sign(stems, contents)
    losses = contents - np.bitwise_count(signs).sum(axis=1, dtype=np.int64)
    every = np.arange(len(texts) + 1)
    cuts, edges = (np.searchsorted(owners[one], every) for one in (sentence[at], own))
    heads = np.searchsorted(tokens.rows, every + tokens.first)
    for number, (text, _) in enumerate(texts):
        rows, base, offset = kept[bounds[number] : bounds[number + 1]], heads[number], tokens.offsets[number]
        yield Reading(
            words=tokens.words[base : heads[number + 1]],
            firsts=firsts[rows] - base,
            sizes=sizes[rows],
            sums=sums[rows],
            low=low[rows] - offset,
            high=np.minimum(high[rows] - offset, len(text)),
            ranks=ranks[rows],
            contents=contents[rows],
            stems=stems[edges[number] : edges[number + 1]],
            signs=signs[rows],
            losses=losses[rows],
            triples=sort_once(triples[cuts[number] : cuts[number + 1]]),
        )


def _list_facts(stems: Codes, own: Rows, numbers: Rows) -> tuple[Codes, Rows]:
    """The different stems of each sentence that has a number, hashed anew (`FACT_BITS`), and the sentences, rising."""
    kept = np.flatnonzero(numbers[own] >= 0)
    found = sort_once((own[kept].astype(np.uint64) << FACT_BITS) | (mix(stems[kept]) >> (np.uint64(64) - FACT_BITS)))
    return found & ((_ONE << FACT_BITS) - _ONE), (found >> FACT_BITS).view(np.int64)


def _sign(stems: Codes, counts: Rows) -> Codes:
    """The set of bits of each sentence (a row each), which has `counts` of the stems."""
    bits = np.zeros((len(stems), SIGNS), np.uint64)
    bits[np.arange(len(stems)), (stems % np.uint64(SIGNS)).view(np.int64)] = _ONE << ((stems >> np.uint64(8)) & np.uint64(63))
    found = np.zeros((len(counts), SIGNS), np.uint64)
    some = np.flatnonzero(counts)
    if len(some):
        found[some] = np.bitwise_or.reduceat(bits, (np.cumsum(counts) - counts)[some], axis=0)
    return found


def _rank(texts: Sequence[tuple[str, Layout]], tokens: Tokens, low: Rows) -> Rows:
    """The rank of the role of the segment in which each place lies."""
    sizes = np.array([size + 1 for _, layout in texts for _, size in layout], np.int64)
    heads = np.cumsum(sizes) - sizes
    begun = np.cumsum([0, *(len(layout) for _, layout in texts)])[:-1]
    counts = [len(layout) for _, layout in texts]
    heads += np.repeat(tokens.offsets - heads[np.minimum(begun, max(len(heads) - 1, 0))], counts) if len(heads) else 0
    ranks = np.array([rank for _, layout in texts for rank, _ in layout], np.int64)
    found: Rows = ranks[np.searchsorted(heads, low, "right") - 1]
    return found


def _sum_words(words: Codes, firsts: Rows, sizes: Rows) -> Codes:
    """A hash of the words of each sentence, in order."""
    if not len(firsts):
        return words[:0]
    places = np.arange(len(words)) - np.repeat(firsts, sizes)
    found: Codes = np.add.reduceat(mix(words + places.astype(np.uint64) * _STEP), firsts)
    return found


def _keep_distinct(owners: Rows, sums: Codes, ranks: Rows) -> NDArray[np.intp]:
    """The sentences without those that stand earlier, or in a better place, in the same text."""
    order = np.lexsort((np.arange(len(owners)), ranks, sums, owners))
    fresh = np.ones(len(order), bool)
    fresh[1:] = (owners[order[1:]] != owners[order[:-1]]) | (sums[order[1:]] != sums[order[:-1]])
    return np.sort(order[fresh])
