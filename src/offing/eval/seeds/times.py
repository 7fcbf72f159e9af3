"""Dates of documents, values of time expressions, days of happenings, and days that leaked into a story without a date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from offing.code.times import find_times
from offing.eval.scores import Figure, measure, tally
from offing.eval.seeds.golds import GoldDocument, Ground, Timex
from offing.eval.seeds.matches import Telling, clip, overlaps
from offing.records import Article, Claim, Dating, Event, Precision, Span, When
from offing.weigh import date_articles

_FINE = (Precision.MINUTE, Precision.PART, Precision.DAY)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def score_times(ground: Ground, tellings: Sequence[Telling]) -> tuple[dict[str, Figure], list[str]]:
    """Document dates (all texts together, and each text alone), time expressions, days of happenings, leaked days."""
    figures, misses = _score_documents(ground)
    rows = []
    for timex in ground.gold.timex:
        told = _check_timex(ground, timex)
        rows.append((float(not told), 1.0))
        if told:
            misses.append(f"time: {timex.doc} {timex.start} {clip(timex.text)!r}: {told}")
    days, wrong = _score_days(ground, tellings)
    leaked, dated = _find_leaks(ground)
    figures["times"] = measure(rows, unit="time expressions", label="time expressions found with the right value")
    figures["event_dates"] = measure(days, unit="happenings", label="dated happenings whose event has the right day")
    figures["leaked_dates"] = tally(len(leaked), n=dated, unit="claims", label="claims of an undated other story with a resolved date")
    return figures, misses + wrong + leaked


def _main_article(ground: Ground, doc: str) -> Article | None:
    page = ground.pages.get(doc)
    mains = [article for article in ground.view.all(Article) if page and article.page == page.id and article.part == 0]
    return mains[0] if mains else None


def _score_documents(ground: Ground) -> tuple[dict[str, Figure], list[str]]:
    together, exact, alone, misses = [], [], [], []
    datings = {dating.article: dating for dating in ground.view.all(Dating)}
    for document in ground.gold.documents:
        expected = document.document_date
        if expected is None:
            continue
        article = _main_article(ground, document.id)
        dating = datings.get(article.id) if article else None
        single = date_articles([article], []) if article else []
        if expected.resolved:
            good = dating is not None and _is_near(dating.start, dating.end, expected.resolved)
            together.append((float(good), 1.0))
            exact.append((float(dating is not None and _is_day(dating.start, dating.end, expected.resolved)), 1.0))
            if not exact[-1][0]:
                misses.append(f"date: {document.id} is dated {_say(dating)}, expected {expected.resolved}")
        told = _check_alone(ground, document, single[0] if single else None)
        alone.append((float(not told), 1.0))
        if told:
            misses.append(f"date alone: {document.id}: {told}")
    silent = "documents that alone tell their own date, or that it is unknown"
    figures = {
        "document_dates": measure(together, unit="documents", label="documents dated right within a day, alone or through a copy", bar=1.0),
        "document_days": measure(exact, unit="documents", label="documents dated to the exact day"),
        "dates_alone": measure(alone, unit="documents", label=silent, bar=1.0),
    }
    return figures, misses


def _check_alone(ground: Ground, document: GoldDocument, dating: Dating | None) -> str:
    expected = document.document_date
    if expected is None:
        return ""
    if dating is None:
        return "no dating at all"
    if expected.text_only:
        return "" if _is_day(dating.start, dating.end, expected.text_only) else f"{_say(dating)}, expected {expected.text_only}"
    if dating.precision is Precision.UNKNOWN:
        return ""
    # Without a date of its own a text may still be dated by a full date that it mentions; without such a date it cannot be.
    mentions = any(timex.doc == document.id and re.search(r"\d{4}", timex.text) for timex in ground.gold.timex)
    return (
        ""
        if mentions and expected.resolved and _is_day(dating.start, dating.end, expected.resolved)
        else f"{_say(dating)}, expected unknown"
    )


def _is_day(start: str, end: str, day: str) -> bool:
    return start[:10] == day[:10] == end[:10]


def _is_near(start: str, end: str, day: str) -> bool:
    """The interval holds the day and is at most three days long: a copy may have been printed a day before or after."""
    if not start or not end or not start[:10] <= day <= end[:10]:
        return False
    return date.fromisoformat(end[:10]) - date.fromisoformat(start[:10]) <= timedelta(days=2)


def _say(dating: Dating | None) -> str:
    return "unknown" if dating is None or not dating.start else f"{dating.start[:10]} to {dating.end[:10]} ({dating.reason})"


def _check_timex(ground: Ground, timex: Timex) -> str:
    span = ground.place(timex)
    if span is None:
        return "its words are not in the page text"
    whens = _read_whens(ground, span)
    if not whens:
        return "not found"
    wrong = [when for when in whens if not time_agrees(timex, when)]
    return f"{wrong[0].start[:10] or 'unresolved'} ({wrong[0].form or wrong[0].words!r}), expected {timex.value}" if wrong else ""


def _read_whens(ground: Ground, span: Span) -> list[When]:
    """What the case makes of the words at `span`: the events that rest on them, else the claims, else the expression by itself."""
    view = ground.view
    for whens in ([event.when for event in view.all(Event)], [claim.when for claim in view.all(Claim)]):
        held = [when for when in whens if when is not None and when.start and when.span is not None and overlaps(when.span, span)]
        if held:
            return held
    datings = {dating.article: dating for dating in view.all(Dating)}
    found: list[When] = []
    for article in view.all(Article):
        dating = datings.get(article.id)
        published = dating.start if dating and dating.precision in _FINE else None
        for segment in article.segments:
            if overlaps(segment.span, span):
                found += find_times(segment.text, published or None, page=article.page, offset=segment.span.start)
    return [when for when in found if when.span is not None and overlaps(when.span, span)]


def time_agrees(timex: Timex, when: When) -> bool:
    """Whether a time has the gold's TIMEX3 value. Vague lengths must not pretend to a day; what has no anchor must stay open."""
    value, start, end = timex.value, when.start[:10], when.end[:10]
    if value.startswith("PX"):
        return when.precision not in _FINE or not start
    if timex.anchor is None or value.startswith(("XXXX", "P")) or "_REF" in value:
        return not start
    expected = read_value(value)
    if expected is None:
        return False
    if "T" in value:
        return start == expected[0] and end in expected and when.precision in (Precision.PART, Precision.MINUTE)
    return (start, end) == expected


def read_value(value: str) -> tuple[str, str] | None:
    """First and last day of a TIMEX3 value: a day, a part of a day (a night ends on the next), a week, a weekend, a month, a year."""
    head, _, part = value.partition("T")
    if _DAY.fullmatch(head):
        return head, (date.fromisoformat(head) + timedelta(days=part.startswith("NI"))).isoformat()
    if week := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", head):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return (monday + timedelta(days=5 if week[3] else 0)).isoformat(), (monday + timedelta(days=6)).isoformat()
    if month := re.fullmatch(r"(\d{4})-(\d\d)", head):
        after = date(int(month[1]) + int(month[2]) // 12, int(month[2]) % 12 + 1, 1)
        return f"{head}-01", (after - timedelta(days=1)).isoformat()
    return (f"{head}-01-01", f"{head}-12-31") if re.fullmatch(r"\d{4}", head) else None


def _score_days(ground: Ground, tellings: Sequence[Telling]) -> tuple[list[tuple[float, float]], list[str]]:
    rows, misses = [], []
    for gold in ground.gold.all_events:
        resolved = gold.date.resolved if gold.date else None
        claims = {telling.claims[0].id for telling in tellings if telling.event is gold and telling.claims}
        if not resolved or "X" in resolved or not claims or gold.date is None:
            continue
        days = [tuple(value.split("/")) for value in (resolved, *gold.date.alternatives)]
        allowed = {(day[0], day[-1]) for day in days}
        whens = [event.when for event in ground.view.all(Event) if claims & set(event.claims)]
        given = sorted({(when.start[:10], when.end[:10]) for when in whens if when is not None and when.start})
        good = bool(given) and all(pair in allowed for pair in given)
        rows.append((float(good), 1.0))
        if not good:
            misses.append(f"event date: {gold.id} has {' and '.join('/'.join(pair) for pair in given) or 'no date'}, expected {resolved}")
    return rows, misses


def _find_leaks(ground: Ground) -> tuple[list[str], int]:
    undated = {
        boundary.doc
        for boundary in ground.gold.boundaries
        if all(timex.anchor is None for timex in ground.gold.timex if timex.doc == boundary.doc and _in_other_story(ground, timex))
    }
    pages = {ground.pages[doc].id: doc for doc in undated if doc in ground.pages}
    others = {article.id: article for article in ground.view.all(Article) if article.page in pages and article.part > 0}
    known = {dating.article for dating in ground.view.all(Dating) if dating.start}
    claims = [claim for claim in ground.view.all(Claim) if claim.article in others]
    told = [
        f"leaked date: {pages[claim.span.page]} {claim.action} {claim.when.start[:10]} from {clip(claim.when.words)!r}"
        for claim in claims
        if claim.when is not None and claim.when.start and not re.search(r"\d{4}", claim.when.words)
    ]
    told += [f"leaked date: the other story on {pages[others[ident].page]} is dated" for ident in sorted(others) if ident in known]
    return told, len(claims)


def _in_other_story(ground: Ground, timex: Timex) -> bool:
    span = ground.place(timex)
    own = [segment for segment in ground.gold.segments if segment.doc == timex.doc and segment.role.startswith("unrelated_story_")]
    places = [place for segment in own if (place := ground.place(segment)) is not None]
    return span is not None and any(overlaps(span, place) for place in places)
