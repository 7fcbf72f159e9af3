"""The sentences of an article as copies compare them: compared words, with their places on the page when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from offing.language.sentences import split_sentences
from offing.records import Article, Role, Segment, Span
from offing.trace.keys import READ
from offing.trace.words import WORD, read_word

_MARKS = " \t\n\r\f\v\u00a0•*·▪–-"
_RANK = {role: number for number, role in enumerate(READ)}


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article. `words` are compared forms, `codes` their hashes, `stems` the hashes of the stems of content words."""

    page: str
    start: int
    role: Role
    text: str
    words: tuple[str, ...]
    codes: tuple[int, ...]
    stems: frozenset[int]

    @property
    def span(self) -> Span:
        """Where it stands on its page."""
        return Span(self.page, self.start, self.start + len(self.text))

    @cached_property
    def places(self) -> tuple[tuple[int, int], ...]:
        """The page offsets of the words."""
        return tuple((self.start + match.start(), self.start + match.end()) for match in WORD.finditer(self.text))


@dataclass(frozen=True, slots=True)
class Sheet:
    """Sentences of an article with the sorted hashes of their word triples and content stems, and the sentence that each stands in.

    `length` is how many words the whole article has.
    """

    sentences: tuple[Sentence, ...]
    triples: NDArray[np.uint64]
    triple_rows: NDArray[np.int64]
    stems: NDArray[np.uint64]
    stem_rows: NDArray[np.int64]
    length: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a segment that begins `start` characters into it."""

    segment: Segment
    start: int
    text: str


def list_lines(article: Article) -> list[Line]:
    """The lines of the text that copies are looked for in, segment after segment."""
    return [line for segment in article.segments if segment.role in READ for line in _cut_lines(segment)]


def _cut_lines(segment: Segment) -> Iterator[Line]:
    start = 0
    for text in segment.text.split("\n"):
        if text:
            yield Line(segment, start, text)
        start += len(text) + 1


def _read_line(line: Line) -> Iterator[Sentence]:
    base = line.segment.span.start + line.start
    for start, end in split_sentences(line.text):
        whole = line.text[start:end]
        text = whole.lstrip(_MARKS)
        folded = [read_word(word) for word in WORD.findall(text)]
        if folded:
            words, codes, _, stems = zip(*folded, strict=True)
            yield Sentence(
                page=line.segment.span.page,
                start=base + start + len(whole) - len(text),
                role=line.segment.role,
                text=text,
                words=words,
                codes=codes,
                stems=frozenset(stems) - {0},
            )


def read_sentences(lines: Iterable[Line], length: int) -> Sheet:
    """The distinct sentences of some lines of an article (body first where one stands twice), in page order, indexed for alignment.

    `length` is how many words the whole article has.
    """
    found = [sentence for line in lines for sentence in _read_line(line)]
    distinct: dict[tuple[str, ...], Sentence] = {}
    for sentence in sorted(found, key=lambda sentence: (_RANK[sentence.role], sentence.start)):
        distinct.setdefault(sentence.words, sentence)
    sentences = tuple(sorted(distinct.values(), key=lambda sentence: sentence.start))
    return Sheet(sentences, *_index_triples(sentences), *_index_stems(sentences), length)


def _index_triples(sentences: Sequence[Sentence]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    lengths = [len(sentence.codes) for sentence in sentences]
    codes = np.array([code for sentence in sentences for code in sentence.codes], np.uint64)
    rows = np.repeat(np.arange(len(sentences)), lengths)
    if len(codes) < 3:
        return codes[:0], rows[:0]
    triples = (codes[:-2] * np.uint64(31) + codes[1:-1]) * np.uint64(1_000_003) + codes[2:]
    inside = rows[:-2] == rows[2:]
    return _sort_rows(triples[inside], rows[:-2][inside])


def _index_stems(sentences: Sequence[Sentence]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    codes = np.array([stem for sentence in sentences for stem in sentence.stems], np.uint64)
    return _sort_rows(codes, np.repeat(np.arange(len(sentences)), [len(sentence.stems) for sentence in sentences]))


def _sort_rows(codes: NDArray[np.uint64], rows: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Both sorted by code and row, each pair of them once."""
    order = np.lexsort((rows, codes))
    codes, rows = codes[order], rows[order]
    once = np.ones(len(codes), bool)
    once[1:] = (codes[1:] != codes[:-1]) | (rows[1:] != rows[:-1])
    return codes[once], rows[once]
