"""Articles + Copies -> Dating: when a text was written: its own date, its own words, a copy that is dated, or unknown with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from offing.code.times import find_times
from offing.dates import WEEKDAYS, resolve_form
from offing.language.sentences import split_sentences
from offing.records import Article, Copy, CopyKind, Dating, Decision, Precision, Record, Role, Segment
from offing.stage import Together, components
from offing.weigh.decisions import drop_cut, list_edges

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WEEKDAY = re.compile(r"\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b")
# The past-saying form that ends or opens a report: "he said Thursday", "said in a statement on Thursday", "On Thursday, she told".
_SAYING = re.compile(
    r"\b(?:said|told|says|announced|warned|declared|spoke|added|reported|denied|confirmed|accused|vowed|claimed|insisted|urged|pledged)\b"
    r"(?:(?!\b(?:will|would|next|last|after|before|since|until|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b)[^.!?;“\"]){0,60}?"
    r"\s(?:on\s|late\s|early\s)*(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b(?!\s+(?:that\s+)?(?:the\s+)?\w+\s+(?:will|would)\b)"
)
_ARCHIVE = re.compile(r"\bFILE\b|\bfile (?:photo|picture|image)\b|\barchive", re.I)
_LINES = (Role.DATE, Role.BYLINE, Role.DATELINE)
_REACH = 7  # days between the latest absolute date of a text and the weekday on which it was written
_ROUNDS = 3  # copies of copies


@dataclass(frozen=True, slots=True)
class Draft:
    """A dating before it is a record; `article` is set when it came through a copy of that article."""

    start: date
    end: date
    precision: Precision
    reason: str
    copies: tuple[str, ...] = ()


def find_said_weekday(article: Article) -> str:
    """The weekday on which the report says that its main thing was said ("Thursday"), "" when the text does not say.

    The first sentence of the body that says so decides.
    """
    for segment in article.segments:
        if segment.role == Role.BODY:
            for start, end in split_sentences(segment.text):
                if found := _SAYING.search(segment.text[start:end]):
                    return found.group(1)
    return ""


def find_latest_date(article: Article) -> tuple[date, str] | None:
    """The latest absolute day that the text or a caption gives for something past, with its words; archive pictures do not count."""
    found: list[tuple[date, str]] = []
    for segment in article.segments:
        if segment.role in (Role.FURNITURE, Role.HEADLINE, *_LINES) or (segment.role == Role.CAPTION and _ARCHIVE.search(segment.text)):
            continue
        found.extend(_find_days(segment))
    return max(found, default=None)


def date_articles(articles: Iterable[Article], copies: Iterable[Copy] = ()) -> list[Dating]:
    """One Dating per article, sorted by article: closed interval of ISO days (or date-times), precision, and how it is known.

    In order: the article's own date; its own words (a "said Thursday" together with an absolute date at most a week before); a narrative
    copy shared with a dated article (a day before to a day after it, or the weekday in that stretch which the text itself names). Otherwise
    start and end are "", and the reason says what the text does tell.
    """
    known = {article.id: article for article in articles}
    drafts: dict[str, Draft] = {}
    exact: dict[str, Dating] = {}
    for article in known.values():
        when = article.published
        if when is not None and when.start:
            exact[article.id] = Dating(
                article=article.id,
                start=when.start,
                end=when.end or when.start,
                precision=when.precision,
                reason=f"own date: {article.known_by or 'page'}",
            )
            drafts[article.id] = Draft(
                date.fromisoformat(when.start[:10]), date.fromisoformat((when.end or when.start)[:10]), when.precision, "own"
            )
        elif draft := _date_by_words(article):
            drafts[article.id] = draft
    _spread(known, sorted(copies, key=lambda copy: copy.id), drafts)
    return [exact.get(ident) or _make_dating(known[ident], drafts.get(ident)) for ident in sorted(known)]


def _make_dating(article: Article, draft: Draft | None) -> Dating:
    if draft is None:
        weekday = find_said_weekday(article)
        told = f"the text says {weekday}, but no date" if weekday else "no date on the page"
        reason = f"unknown: {told}, and no dated copy of its text"
        return Dating(article=article.id, start="", end="", precision=Precision.UNKNOWN, reason=reason)
    return Dating(
        article=article.id,
        start=draft.start.isoformat(),
        end=draft.end.isoformat(),
        precision=draft.precision,
        reason=draft.reason,
        copies=draft.copies,
    )


def _date_by_words(article: Article) -> Draft | None:
    line = _find_date_line(article)
    if line is not None:
        return line
    weekday = find_said_weekday(article)
    latest = find_latest_date(article) if weekday else None
    if latest is None:
        return None
    anchor, words = latest
    day = anchor + timedelta(days=(_number(weekday) - anchor.weekday()) % _REACH)
    return Draft(day, day, Precision.DAY, f"own words: “{weekday}” on or after “{words}”")


def _find_date_line(article: Article) -> Draft | None:
    """The one absolute day that stands in the byline, dateline or date line of a page."""
    days: dict[date, str] = {}
    for segment in article.segments:
        if segment.role in _LINES:
            days.update(_find_days(segment))
    if len(days) != 1:
        return None
    [(day, words)] = days.items()
    return Draft(day, day, Precision.DAY, f"own words: date line “{words}”")


def _find_days(segment: Segment) -> Iterator[tuple[date, str]]:
    """The absolute days of a segment with their words."""
    for when in find_times(segment.text, None, page=segment.span.page, offset=segment.span.start):
        if _DAY.fullmatch(when.form.partition("+")[0]):
            start, _, _ = resolve_form(when.form, "")
            if start:
                yield date.fromisoformat(start[:10]), when.words


def _number(weekday: str) -> int:
    return WEEKDAYS.index(weekday[:3].upper())


def _spread(known: dict[str, Article], copies: Sequence[Copy], drafts: dict[str, Draft]) -> None:
    """Dates undated articles through copies, a ring of neighbours at a time, so that the order of copies does not count."""
    links: dict[tuple[str, str], list[Copy]] = {}
    for copy in copies:
        if copy.kind in (CopyKind.NARRATIVE, CopyKind.SAME_PUBLISHER) and {copy.left_article, copy.right_article} <= known.keys():
            links.setdefault((copy.left_article, copy.right_article), []).append(copy)
            links.setdefault((copy.right_article, copy.left_article), []).append(copy)
    for _ in range(_ROUNDS):
        ring: dict[str, Draft] = {}
        for ident in sorted(known.keys() - drafts.keys()):
            offers = [
                (shared, other) for (mine, other), shared in links.items() if mine == ident and other in drafts and _is_enough(shared)
            ]
            if offers:
                shared, other = min(offers, key=lambda offer: (-_words(offer[0]), offer[1]))
                ring[ident] = _date_by_copy(known[ident], known[other], drafts[other], shared)
        drafts.update(ring)


def _words(shared: Sequence[Copy]) -> int:
    return sum(min(copy.left.end - copy.left.start, copy.right.end - copy.right.start) for copy in shared)


def _is_enough(shared: Sequence[Copy]) -> bool:
    """Two passages, or one of at least eighty characters nearly whole: background sentences travel for years."""
    return len(shared) >= 2 or any(copy.kept >= 0.8 and copy.reasons[:1] != ("reworded",) for copy in shared if _words([copy]) >= 80)


def _date_by_copy(article: Article, other: Article, draft: Draft, shared: Sequence[Copy]) -> Draft:
    source = f"copy of {other.outlet or 'another page'} dated {draft.start.isoformat()}"
    start, end = draft.start - timedelta(days=1), draft.end + timedelta(days=1)
    idents = tuple(copy.id for copy in shared)
    weekday = find_said_weekday(article)
    fitting = [start + timedelta(days=step) for step in range((end - start).days + 1)]
    fitting = [day for day in fitting if weekday and day.weekday() == _number(weekday)]
    if len(fitting) == 1:
        reason = f"through a {source}: “{weekday}” within a day of it; alone its date is unknown"
        return Draft(fitting[0], fitting[0], Precision.DAY, reason, idents)
    return Draft(start, end, Precision.WEEK, f"through a {source}, a day before to a day after; alone its date is unknown", idents)


def gather_linked(records: Sequence[Record]) -> Iterator[tuple[str, Sequence[Record]]]:
    """Groups for `DATE`: articles that copies connect, with those copies; no date goes along an edge that the analyst cut."""
    articles = [record for record in records if isinstance(record, Article)]
    decided = [record for record in records if isinstance(record, Decision)]
    copies = drop_cut([record for record in records if isinstance(record, Copy)], list_edges(decided, articles))
    roots = components((article.id for article in articles), ((copy.left_article, copy.right_article) for copy in copies))
    groups: dict[str, list[Record]] = {}
    for article in articles:
        groups.setdefault(roots[article.id], []).append(article)
    for copy in copies:
        if copy.left_article in roots and copy.right_article in roots:
            groups[roots[copy.left_article]].append(copy)
    for key in sorted(groups):
        yield key, sorted(groups[key], key=lambda record: record.id)


def date_group(_key: str, members: Sequence[Record]) -> list[Dating]:
    """The work of `DATE`: the datings of a group of linked articles."""
    return date_articles(
        [record for record in members if isinstance(record, Article)], [record for record in members if isinstance(record, Copy)]
    )


DATE = Together(name="date", version="1", takes=(Article, Copy, Decision), makes=(Dating,), gather=gather_linked, work=date_group)
