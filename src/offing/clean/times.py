"""When a page says it was published: dates with zone and precision from mark-up, address and visible lines. Never the file's own time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from offing.dates import MONTHS, parse_date
from offing.records import Precision, Span, When

PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "parsely-pub-date", "sailthru.date",
    "publishdate",
    "publish_date", "publish-date", "published_time", "pubdate", "publication_date", "dc.date.issued", "dcterms.created", "dcterms.date",
    "dc.date.created", "dc.date", "rnews:datepublished", "cxenseparse:recs:publishtime", "article.published", "ptime",
    "originalpublicationdate",
    "bt:pubdate", "og:pubdate", "date", "display_date", "article_date_original",
)  # fmt: skip
UPDATED = (
    "article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified", "dc.date.modified",
    "article:updated_time", "article:modified", "last_updated_date", "utime",
)  # fmt: skip
_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)(?:[/-](0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/-](0?[1-9]|[12]\d|3[01])(?=[/-]|$)"
    r"|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=/))",
    re.IGNORECASE,
)
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(" "), 1)}
_LETTERED = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s*([A-Z]{3,4})")
_SCRIPTED = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d:\d\d):\d\d GMT([+-]\d{4})(?: \(.*\))?")
_EASTERN = re.compile(r"(\d{4})[年년] ?(\d{1,2})[月월] ?(\d{1,2})[日일]")
_HOURS = re.compile(r"\b(?:GMT|UTC)([+-])(\d{1,2})$")
_LIVE = re.compile(r"\blive\b|\bas it happened\b|\bminute by minute\b", re.IGNORECASE)
_HELD = frozenset(["li", "aside", "nav", "footer"])


def make_when(words: str, span: Span | None = None) -> When | None:
    """The time that a written date means; None when it is no date, or not plausible for news on the web (1995 to 2099)."""
    words = " ".join(words.split())
    if not words or len(words) > 80:
        return None
    found = parse_date(words) or parse_date(_respell(words))
    if found is None or not "1995" <= found[0] < "2100" or found[2] in (Precision.YEAR, Precision.UNKNOWN):
        return None
    start, end, precision = found
    form = start if precision in (Precision.DAY, Precision.MINUTE) else start[:7]
    return When(words=words, span=span, form=form, start=start, end=end, precision=precision)


def _respell(words: str) -> str:
    """A machine's time in the form that people write: ISO 8601 with a zone's letters, the long form of JavaScript, an offset after GMT."""
    if found := _LETTERED.fullmatch(words):
        return f"{int(found[3])} {MONTHS[int(found[2]) - 1]} {found[1]} {found[4]} {found[5]}" if 1 <= int(found[2]) <= 12 else ""
    if found := _SCRIPTED.fullmatch(words):
        return f"{found[2]} {found[1]} {found[3]} {found[4]} {found[5]}"
    if found := _EASTERN.fullmatch(words):
        return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
    return _HOURS.sub(lambda found: f"{found[1]}{int(found[2]):02d}:00", words)


def find_published(tree: HtmlElement, linked: str, meta: Mapping[str, str], url: str) -> tuple[When | None, str]:
    """The time of publication in the mark-up, and where it stood: JSON-LD (`linked`), meta, time tag, address."""
    if when := make_when(linked):
        return when, "JSON-LD"
    for name in PUBLISHED:
        if when := make_when(meta.get(name, "")):
            return when, "meta"
    if when := _find_time_tag(tree):
        return when, "time tag"
    if when := _find_live_tag(tree):
        return when, "time tag of the last live post"
    if when := find_address_date(url):
        return when, "address"
    return None, ""


def _find_time_tag(tree: HtmlElement) -> When | None:
    """The first dated time element, those marked as publication first; a page with many (lists) is only believed when one is marked."""
    times = [element for element in tree.iter("time") if element.get("datetime")]
    marked = [
        element
        for element in times
        if "pubdate" in element.attrib or "publish" in f"{element.get('itemprop')} {element.get('class')}".lower()
    ]
    chosen = marked or ([element for element in times if not _inside_list(element)] if len(times) <= 3 else [])
    return next((when for element in chosen if (when := make_when(element.get("datetime", "")))), None)


def _find_live_tag(tree: HtmlElement) -> When | None:
    """On a live page, the time of its latest post: days of the week in any of its posts look back from there."""
    title = " ".join(" ".join(element.itertext()) for name in ("title", "h1") for element in list(tree.iter(name))[:1])
    if not _LIVE.search(title):
        return None
    times = [make_when(element.get("datetime", "")) for element in tree.iter("time") if not _inside_list(element)]
    return max((when for when in times if when), key=lambda when: (when.start, when.words), default=None)


def _inside_list(element: HtmlElement) -> bool:
    return any(parent.tag in _HELD for parent in element.iterancestors())


def find_address_date(url: str) -> When | None:
    """The day in a web address (/2020/01/02/, /2020-01-02-, /2020/jan/02/)."""
    found = _ADDRESS.search(url)
    if not found:
        return None
    month, day = (found[2] or found[4]).lower(), found[3] or found[5]
    return make_when(f"{found[1]}-{_MONTHS.get(month) or int(month):02d}-{int(day):02d}")


def guess_published(tree: HtmlElement, text: str) -> When | None:
    """htmldate's answer (Barbaresi 2020), where nothing better is known.

    It reads a lone year, often that of a copyright line, as the first of January: such a day counts only when the page text spells it out.
    """
    try:
        day = find_date(tree, original_date=True, extensive_search=True, min_date="1995-01-01", max_date="2100-01-01")
    except (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return None
    if day and day.endswith("-01-01") and not re.search(r"\b0?1(?:st)? jan|\bjan\w*\.? 0?1\b|-01-01|\b0?1[./]0?1[./]", text, re.IGNORECASE):
        return None
    return make_when(day or "")


def pick_updated(words: Sequence[str]) -> When | None:
    """The last of several times of an update, with its time of day where one of them says it; None when none is a plausible date."""
    return max((when for word in words if (when := make_when(word))), key=lambda when: (when.start[:10], when.start[10:]), default=None)
