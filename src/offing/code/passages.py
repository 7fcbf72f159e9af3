"""The running texts of an article that are read for claims, analysed once: body, highlights, headline."""

from __future__ import annotations

from msgspec import Struct

from offing.code.places import find_places
from offing.code.quotes import Quote, find_quotes
from offing.code.scenes import Passage
from offing.code.times import find_times
from offing.language.analyses import Analysis, Analyzer
from offing.language.sentences import split_sentences
from offing.records import Article, Place, Role, Segment, When


class Reading(Struct, frozen=True):
    """A passage with what was found in it; `kind` is "", "highlights" or "headline". All offsets are the passage's."""

    kind: str
    passage: Passage
    sentences: list[tuple[int, Analysis]]
    quotes: list[Quote]
    times: list[When]
    places: list[Place]


def read_passages(article: Article, analyzer: Analyzer) -> list[Reading]:
    """Body first, then highlights, then headline, so that names met in the body help with the short forms above it.

    Of several headlines only the article's own is read: the others echo it, or head a post whose text tells it.
    """
    body = [segment for segment in article.segments if segment.role is Role.BODY]
    found = [_read(article, body, "", analyzer)] if body else []
    for role, kind in ((Role.DEK, "highlights"), (Role.HIGHLIGHTS, "highlights"), (Role.HEADLINE, "headline")):
        seen: set[str] = set()
        for segment in [_find_headline(article)] if role is Role.HEADLINE else article.segments:
            if segment is not None and segment.role is role and segment.text.strip() not in seen:
                seen.add(segment.text.strip())
                found.append(_read(article, [segment], kind, analyzer))
    return found


def _find_headline(article: Article) -> Segment | None:
    """The segment that holds the title, else the first headline."""
    heads = [segment for segment in article.segments if segment.role is Role.HEADLINE]
    own = [one for one in heads if article.title_span is not None and one.span.start <= article.title_span.start < one.span.end]
    return next(iter(own or heads), None)


def _read(article: Article, segments: list[Segment], kind: str, analyzer: Analyzer) -> Reading:
    pieces, text = [], ""
    for segment in segments:
        text += "\n" if text else ""
        pieces.append((len(text), len(segment.text), segment.span.start))
        text += segment.text
    published = article.published.start if article.published is not None and article.published.start else None
    places = find_places(text)
    countries = [(place.span.start, place.span.end, place.country) for place in places if place.span is not None]
    sentences = split_sentences(text)
    analyses = analyzer.analyze([text[start:end] for start, end in sentences])
    return Reading(
        kind=kind, passage=Passage(text, article.page, pieces, countries), places=places,
        quotes=find_quotes(text, sentences, [analysis.tokens for analysis in analyses]), times=find_times(text, published),
        sentences=[(start, analysis) for (start, _), analysis in zip(sentences, analyses, strict=True)],
    )  # fmt: skip
