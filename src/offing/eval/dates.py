"""Task `dates`: the day and the time of day that a page was published, against htmldate's Media Cloud pages (Barbaresi, JOSS 2020)."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree, html
from msgspec import Struct
from msgspec.structs import replace

from offing.clean import clean_opened, date_page
from offing.errors import CleanError, EvalError, SourceError
from offing.eval.scores import Figure, Scores, measure, tally
from offing.eval.sets import find_file, list_files, read_bytes, refuse_file
from offing.read import make_opened
from offing.records import Article, When
from offing.tell.views import View

GOLD = "eval_*.json"
_FORM = "JSON of addresses with file and date"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TIMED = re.compile(r"(?<!\d)\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_NAMED = {"article:published_time", "datePublished"}
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')

Counts = list[tuple[float, float]]


class DatedPage(Struct, frozen=True):
    """A page of the gold: its address, its file and its day (ISO)."""

    url: str
    file: Path
    day: str


def run_dates(path: Path, _view: View | None = None) -> Scores:
    """Score `Article.published` of each page on a folder with `eval_*.json` (address -> file, date) and `html/`.

    A page in which no article is found is dated by `date_page`, from its mark-up. A time of day counts as kept when the record holds it,
    as the time of publication or of the update. Pages whose date in the gold is NaN have no day to be scored by: they are left out. A page
    without a date is neither right nor wrong. Raises EvalError when the folder has another form.
    """
    pages, unknown = read_gold(path)
    right: Counts = []
    wrong: Counts = []
    timed: Counts = []
    published: Counts = []
    seconds, misses, empty = [], [], 0
    for page in pages:
        body = read_bytes(page.file, "dates")
        started = time.process_time()
        article, when = _read_article(body, page.url)
        seconds.append(time.process_time() - started)
        updated = article.updated if article else None
        empty += article is None
        day = when.start[:10] if when else ""
        right.append((float(day == page.day), 1.0))
        wrong.append((float(bool(day) and day != page.day), 1.0))
        if day != page.day:
            told = f"read as {day}" if day else "not found"
            misses.append(f"date: {page.file.name}: {page.day} {told}")
        stated = find_stated(body)
        if stated[0]:
            timed.append((float(keeps_time(when, stated[0]) or keeps_time(updated, stated[0])), 1.0))
        if stated[1]:
            published.append((float(keeps_time(when, stated[1])), 1.0))
        if stated[0] and not timed[-1][0]:
            misses.append(f"time of day: {page.file.name}: {stated[0]} read as {when.start if when else 'nothing'}")
    figures = _make_figures(right, wrong, timed, published, seconds)
    figures["no_article"] = tally(
        empty, n=len(pages), unit="pages", label="pages in which no article was found, dated by their mark-up alone", bar=None
    )
    figures["no_day"] = tally(
        unknown, n=len(pages) + unknown, unit="pages", label="pages whose day the gold does not know, left out", bar=None
    )
    total = round(sum(seconds), 3)
    return Scores(task="dates", data=path.resolve().name, n=len(pages), seconds_cpu=total, figures=figures, misses=tuple(misses))


def _make_figures(right: Counts, wrong: Counts, timed: Counts, published: Counts, seconds: Sequence[float]) -> dict[str, Figure]:
    kept = "pages that keep the time of day, of those with"
    speeds = [(1.0, one) for one in seconds]
    return {
        "right_day": measure(right, unit="pages", label="pages dated on the right day", bar=0.92),
        "wrong_day": measure(wrong, unit="pages", label="pages dated on a wrong day", bar=0.05, better="low"),
        "time_of_day": measure(timed, unit="pages", label=f"{kept} a date-time in JSON-LD or meta (the first), in either field", bar=0.95),
        "time_published": measure(published, unit="pages", label=f"{kept} one that is named as the time of publication"),
        "speed": measure(speeds, unit="pages", label="pages per CPU-second, reader and cleaner"),
    }


def read_gold(path: Path) -> tuple[list[DatedPage], int]:
    """The pages with a day, sorted by file, and how many have none. A file `X.html` may lie packed as `X.html.gz`."""
    file = list_files(path, GOLD, "dates")[0]
    try:
        rows = json.loads(read_bytes(file, "dates"))  # the gold holds NaN, which msgspec rightly refuses
        named = [(str(url), str(row["file"]), str(row["date"])) for url, row in rows.items()]
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise refuse_file(file, "dates", problem, _FORM) from problem
    dated = sorted((name, url, day) for url, name, day in named if _DAY.fullmatch(day))
    if not dated:
        raise EvalError(f"{file}: dates no page", hint=f"offing eval dates reads {_FORM}")
    return [DatedPage(url, _find_page(path, name), day) for name, url, day in dated], len(named) - len(dated)


def _find_page(path: Path, name: str) -> Path:
    packed = path / "html" / f"{name}.gz"
    return packed if packed.is_file() else find_file(path, f"html/{name}", "dates")


def _read_article(body: bytes, url: str) -> tuple[Article | None, When | None]:
    """The story of a page that was fetched from `url`, None when it holds none, and when the page was published."""
    try:
        page, opened = make_opened(body, "text/html")
    except SourceError:
        return None, None
    page = replace(page, url=page.url or url)
    try:
        article = clean_opened(page, opened)[0]
    except CleanError:
        return None, date_page(page)[0]
    return article, article.published


def find_stated(body: bytes) -> tuple[str, str]:
    """The first ISO date-time in the page's JSON-LD or meta elements, and the first named as that of publication; "" for none."""
    try:
        tree = html.fromstring(body)
    except (etree.LxmlError, ValueError):
        return "", ""
    first, named = "", ""
    for element in tree.iter("script", "meta"):
        if element.tag == "script" and element.get("type") != "application/ld+json":
            continue
        words = element.get("content", "") if element.tag == "meta" else element.text or ""
        first = first or _find_moment(words)
        told = _PUBLISHED.findall(words) if element.tag == "script" else [words]
        if element.tag == "script" or {element.get("property"), element.get("itemprop")} & _NAMED:
            named = named or next(filter(None, map(_find_moment, told)), "")
    return first, named


def _find_moment(words: str) -> str:
    match = _TIMED.search(words)
    return match.group() if match else ""


def keeps_time(when: When | None, stated: str) -> bool:
    """Whether a time has the hour and minute of the stated date-time, on its clock or on that of Greenwich."""
    if when is None or len(when.start) < 16:
        return False
    return when.start[11:16] in {stated[11:16], _read_moment(stated)} or _read_moment(when.start) == _read_moment(stated)


def _read_moment(words: str) -> str:
    """Hour and minute in Greenwich; those that are written when the words name no zone."""
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        return words[11:16]
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%H:%M")
