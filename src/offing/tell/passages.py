"""Reading kept characters out of an article: what of a span is told, and what was cut."""

from __future__ import annotations

from collections.abc import Iterable

from offing.records import Article, Role, Segment, Span
from offing.tell.phrases import tidy_text

TOLD = frozenset({Role.BODY, Role.HIGHLIGHTS, Role.HEADLINE})


def overlap_spans(left: Span, right: Span) -> bool:
    """Whether two spans share a character."""
    return left.page == right.page and left.start < right.end and right.start < left.end


def segment_at(article: Article, span: Span) -> Segment | None:
    """The first segment of the article that shares a character with the span."""
    return next((segment for segment in article.segments if overlap_spans(segment.span, span)), None)


def kept_spans(article: Article, span: Span) -> tuple[Span, ...]:
    """The parts of a span that the article tells (body, highlights, headline): page noise and dek inside the span is left out."""
    pieces = []
    for segment in article.segments:
        if segment.role in TOLD and overlap_spans(segment.span, span):
            pieces.append(Span(span.page, max(span.start, segment.span.start), min(span.end, segment.span.end)))
    return tuple(pieces)


def read_span(article: Article, span: Span) -> str:
    """The characters of a span as they stand in the article's segments, kept or cut; pieces joined by a space."""
    pieces = []
    for segment in article.segments:
        if overlap_spans(segment.span, span):
            low, high = max(span.start, segment.span.start), min(span.end, segment.span.end)
            pieces.append(segment.text[low - segment.span.start : high - segment.span.start])
    return " ".join(pieces)


def kept_text(article: Article, span: Span) -> str:
    """The told characters of a span on one line."""
    return tidy_text(" ".join(read_span(article, piece) for piece in kept_spans(article, span)))


def find_words(article: Article, words: str, roles: Iterable[Role] = (Role.BODY,)) -> Span | None:
    """Where `words` first stand in the segments of these roles, as whole words; None when they do not."""
    wanted = frozenset(roles)
    for segment in article.segments:
        if segment.role not in wanted or not words:
            continue
        at = segment.text.find(words)
        while at >= 0:
            end = at + len(words)
            before, after = segment.text[at - 1 : at], segment.text[end : end + 1]
            if not (before.isalnum() or after.isalnum()):
                return Span(segment.span.page, segment.span.start + at, segment.span.start + end)
            at = segment.text.find(words, at + 1)
    return None
