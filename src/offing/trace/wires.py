"""Who published a text, and whom it credits or names as its source."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from offing.records import Article, Precision, Role, When

TABLE = "outlets.csv"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A row of tables/outlets.csv: `family` names the publisher, `agency` marks a news agency, `country` is ISO 3166 alpha-3."""

    name: str
    aliases: tuple[str, ...]
    domains: tuple[str, ...]
    family: str
    agency: bool
    country: str
    invented: bool


@cache
def read_outlets() -> tuple[Outlet, ...]:
    """The rows of tables/outlets.csv."""
    text = (files("offing") / "tables" / TABLE).read_text(encoding="utf-8")
    return tuple(
        Outlet(
            name=row["name"],
            aliases=tuple(part for part in row["aliases"].split("|") if part),
            domains=tuple(part for part in row["domains"].split("|") if part),
            family=row["family"] or row["name"],
            agency=row["agency"] == "yes",
            country=row["country"],
            invented=row["invented"] == "yes",
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def _outlets_by_name() -> dict[str, Outlet]:
    return {_fold(name): outlet for outlet in read_outlets() for name in (outlet.name, *outlet.aliases, *outlet.domains)}


def _fold(name: str) -> str:
    name = re.sub(r"\([^)]*\)|https?://|^www\.", " ", name.casefold())
    name = re.sub(r"\s+[-–|]\s+(?:news|opinion|editorial|analysis|online|blogs?)\s*$", "", name.strip())
    return re.sub(r"^the\s+|\s+", " ", name).strip()


def _domain(url: str) -> str:
    found = re.match(r"(?:https?://)?(?:www\.|m\.|edition\.)?([^/:?#]+)", url.casefold())
    return found.group(1) if found else ""


def find_outlet(article: Article) -> Outlet | None:
    """The row of tables/outlets.csv that an article's outlet or address names."""
    rows = _outlets_by_name()
    domain = _domain(article.url)
    for name in (_fold(article.outlet), domain, domain.partition(".")[2]):
        if name and name in rows:
            return rows[name]
    return None


def name_publisher(article: Article) -> str:
    """The publisher's family; the folded outlet name or the domain for an outlet that is not in the table; "" when the page names none."""
    outlet = find_outlet(article)
    return _fold(outlet.family) if outlet else _fold(article.outlet) or _domain(article.url)


@cache
def _agency_pattern() -> re.Pattern[str]:
    names = sorted({name for row in read_outlets() if row.agency for name in (row.name, *row.aliases)}, key=lambda name: (-len(name), name))
    return re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")


_DATELINE = re.compile(r"^[\s\W]*[A-Z][\w .,'’/-]{1,48}?\((?P<agency>[A-Z][\w .&-]{1,24})\)\s*(?:[-–—:]|$)")
_CREDITS = (Role.CREDIT, Role.BYLINE, Role.DATELINE)


def find_credits(article: Article) -> tuple[str, ...]:
    """The agencies that a text credits (credit line, byline, dateline: not photo credits, not mentions), by canonical name, sorted."""
    own = find_outlet(article)
    places = [article.credit, article.byline, article.dateline]
    places += [segment.text for segment in article.segments if segment.role in _CREDITS]
    found = {match.group() for text in places for match in _agency_pattern().finditer(text)}
    for text in (article.dateline, article.text[:120]):
        if match := _DATELINE.match(text):
            found.add(match.group("agency").strip())
    rows = _outlets_by_name()
    names = {rows[_fold(name)].name if _fold(name) in rows else name for name in found}
    return tuple(sorted(names - {own.name if own else article.outlet}))


def names_outlet(article: Article, other: Article) -> bool:
    """Whether the credit lines of `article` name the outlet of `other`."""
    row = find_outlet(other)
    if row is not None and row.name in find_credits(article):
        return True
    names = [name for name in ([row.name, *row.aliases] if row else [other.outlet]) if len(name) > 3]
    lines = [article.credit, article.byline, *(segment.text for segment in article.segments if segment.role in _CREDITS)]
    return any(_fold(name) in _fold(line) for name in names for line in lines)


_ENDING = 400  # characters; agencies that a desk drew on are named in the last lines
_DRAWN = re.compile(
    r"\b(?:contribut(?:ed|ing)|(?:reported|reporting|based on|material|files?|report|information) (?:by|from|of)|writers?)\b", re.I
)
_TOLD = r"(?:['’]s\b[^.\n]{0,40}?)?,?\s+(?:reports|(?:first )?reported|wrote|writes|has (?:the|more)|said in a report|revealed|broke)\b"
_BEFORE = r"\b(?:[Vv]ia|[Aa]ccording to|(?:[Ff]irst|[Aa]s) reported by)\s+(?:[Tt]he\s+)?"


def find_contributors(article: Article) -> tuple[str, ...]:
    """The agencies that the last lines of a text say it draws on ("... contributed to this report"), by canonical name, sorted.

    They are weaker than a credit: part of the text may be the desk's own.
    """
    own, rows = find_outlet(article), _outlets_by_name()
    lines = [line for line in article.text[-_ENDING:].splitlines()[-5:] if _DRAWN.search(line)]
    found = {match.group() for line in lines for match in _agency_pattern().finditer(line)}
    return tuple(sorted({rows[_fold(name)].name for name in found} - {own.name if own else article.outlet}))


def tells_after(article: Article, other: Article) -> bool:
    """Whether `article` names the outlet of `other` in its text as the one who reports it ("the Lantern reported", "via the Lantern")."""
    row = find_outlet(other)
    names = [name for name in ([row.name, *row.aliases] if row else [other.outlet]) if len(name) > 2 and name[0].isupper()]
    if not names:
        return False
    listed = "|".join(map(re.escape, names))
    return bool(re.search(rf"(?<!\w)(?:{listed}){_TOLD}|{_BEFORE}(?:{listed})(?!\w)", article.text))


def same_publisher(left: Article, right: Article) -> bool:
    """One publisher family, or one site: there the name of an author or of a section may stand for the outlet."""
    if left.url and (left.url == right.url or _domain(left.url) == _domain(right.url)):
        return True
    mine = name_publisher(left)
    return bool(mine) and mine == name_publisher(right)


def read_moment(when: When | None) -> datetime | None:
    """The moment that a time exact to the minute names, in UTC; None for anything less exact and for a clock without zone."""
    if when is None or when.precision != Precision.MINUTE or len(when.start) <= 10:
        return None
    moment = datetime.fromisoformat(when.start)
    return moment.astimezone(UTC) if moment.tzinfo else None
