"""The sentences of an article as copies compare them: words with page offsets, which stand in quotation marks, what stood before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from offing.language.sentences import split_sentences
from offing.records import Article, Role, Segment, Span
from offing.trace.keys import READ
from offing.trace.words import WORD, read_word

_OPENING = re.compile(r"[“\"«„]")
_BULLET = re.compile(r"[\s•*·▪–-]*")
_CLOSES = {"“": "”", '"': '"', "«": "»", "„": "“”"}
_RANK = {role: number for number, role in enumerate(READ)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article. `words` are compared forms, `places` their page offsets, `quoted` says which stand in quotation marks."""

    span: Span
    role: Role
    text: str
    words: tuple[str, ...]
    codes: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    quoted: tuple[bool, ...]
    stems: frozenset[int]
    before: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article's sentences with the sorted hashes of their word triples and content stems, and the sentence that each stands in."""

    sentences: tuple[Sentence, ...]
    triples: NDArray[np.uint64]
    triple_rows: NDArray[np.int64]
    stems: NDArray[np.uint64]
    stem_rows: NDArray[np.int64]

    @property
    def length(self) -> int:
        """How many words the sentences have together."""
        return sum(len(sentence.words) for sentence in self.sentences)


def find_marks(text: str) -> list[tuple[int, int]]:
    """Stretches inside double quotation marks; one that is never closed runs to the end of its paragraph (a quotation of several)."""
    found, place = [], 0
    while opening := _OPENING.search(text, place):
        paragraph = text.find("\n", opening.end())
        limit = paragraph if paragraph >= 0 else len(text)
        ends = [text.find(mark, opening.end(), limit) for mark in _CLOSES[opening.group()]]
        close = min((end for end in ends if end >= 0), default=limit)
        found.append((opening.end(), close))
        place = close + 1
    return found


def _skip_bullet(text: str, start: int, end: int) -> int:
    """Where the sentence begins behind a list mark."""
    mark = _BULLET.match(text, start, end)
    return mark.end() if mark else start


def _read_segment(segment: Segment) -> list[Sentence]:
    found, before = [], ""
    marks = find_marks(segment.text)
    for start, end in split_sentences(segment.text):
        start = _skip_bullet(segment.text, start, end)
        text = segment.text[start:end]
        matches = list(WORD.finditer(text))
        folded = [read_word(match.group()) for match in matches]
        base = segment.span.start
        sentence = Sentence(
            span=Span(segment.span.page, base + start, base + end),
            role=segment.role,
            text=text,
            words=tuple(word for word, *_ in folded),
            codes=tuple(code for _, code, *_ in folded),
            places=tuple((base + start + match.start(), base + start + match.end()) for match in matches),
            quoted=_mark_quoted([start + match.start() for match in matches], marks),
            stems=frozenset(code for *_, code in folded if code),
            before=before,
        )
        before = text
        if matches:
            found.append(sentence)
    return found


def _mark_quoted(spots: list[int], marks: list[tuple[int, int]]) -> tuple[bool, ...]:
    """Which of the rising `spots` lie inside the rising stretches `marks`."""
    found, place = [], 0
    for spot in spots:
        while place < len(marks) and marks[place][1] <= spot:
            place += 1
        found.append(place < len(marks) and marks[place][0] <= spot)
    return tuple(found)


@lru_cache(maxsize=512)
def read_sentences(article: Article) -> Sheet:
    """The distinct sentences of an article (body first where one stands twice), in page order, indexed for alignment."""
    found = [sentence for segment in article.segments if segment.role in READ for sentence in _read_segment(segment)]
    distinct: dict[tuple[str, ...], Sentence] = {}
    for sentence in sorted(found, key=lambda sentence: (_RANK[sentence.role], sentence.span)):
        distinct.setdefault(sentence.words, sentence)
    sentences = tuple(sorted(distinct.values(), key=lambda sentence: sentence.span))
    triples: list[tuple[int, int]] = []
    stems: list[tuple[int, int]] = []
    for row, sentence in enumerate(sentences):
        codes = sentence.codes
        padded = [(codes[place] * 31 + codes[place + 1]) * 1_000_003 + codes[place + 2] for place in range(len(codes) - 2)]
        triples.extend((code & 0xFFFFFFFFFFFFFFFF, row) for code in set(padded))
        stems.extend((stem, row) for stem in sentence.stems)
    return Sheet(sentences, *_sorted(triples), *_sorted(stems))


def _sorted(pairs: list[tuple[int, int]]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    pairs.sort()
    codes = np.fromiter((code for code, _ in pairs), np.uint64, len(pairs))
    return codes, np.fromiter((row for _, row in pairs), np.int64, len(pairs))
