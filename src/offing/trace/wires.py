"""Who published a text, whom it credits, and which of two copies came first (or that both come from a dispatch that is not here)."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from math import exp

from offing.records import Article, Direction, Edit, Precision, Role, When

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
    return re.sub(r"^the\s+|\s+", " ", name.strip()).strip()


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


def same_publisher(left: Article, right: Article) -> bool:
    """One publisher family, or two versions of one address."""
    if left.url and left.url == right.url:
        return True
    mine = name_publisher(left)
    return bool(mine) and mine == name_publisher(right)


def read_moment(when: When | None) -> datetime | None:
    """The moment that a time exact to the minute names, in UTC; None for anything less exact and for a clock without zone."""
    if when is None or when.precision != Precision.MINUTE or len(when.start) <= 10:
        return None
    moment = datetime.fromisoformat(when.start)
    return moment.astimezone(UTC) if moment.tzinfo else None


def _weigh_times(left: Article, right: Article) -> tuple[float, str]:
    """Positive when the left text is earlier. Days weigh little: agencies date their pages by the last update."""
    mine, theirs = read_moment(left.published), read_moment(right.published)
    if mine and theirs and mine != theirs:
        return (1.2 if mine < theirs else -1.2), "publication time"
    days = [article.published.start[:10] if article.published else "" for article in (left, right)]
    if all(days) and days[0] != days[1] and not (mine and theirs):
        return (1.0 if days[0] < days[1] else -1.0), "publication day"
    return 0.0, ""


def find_direction(
    left: Article, right: Article, shares: tuple[float, float], edits: Sequence[Edit]
) -> tuple[Direction, float, tuple[str, ...]]:
    """Which text came first, how sure (0-1), and the reasons.

    `shares` are the parts of each side's own words that the other side has too. The weights are odds set by hand from the measured pairs
    (`research/reuse.md`: days alone do not decide), not fitted.
    """
    if same_publisher(left, right):
        return _decide_version(left, right)
    hidden = _find_hidden(left, right)
    if hidden:
        return Direction.HIDDEN, 0.85, (hidden,)
    weight, reasons = 0.0, []
    for text, other, sign, side in ((left, right, 1.0, "left"), (right, left, -1.0, "right")):
        if names_outlet(other, text):
            weight += 3.5 * sign
            reasons.append(f"the other side credits the {side} outlet")
        row = find_outlet(text)
        if row is not None and row.agency:
            weight += 1.5 * sign
            reasons.append(f"the {side} outlet is an agency")
    moved, reason = _weigh_times(left, right)
    if moved:
        weight += moved
        reasons.append(f"{reason}: {'left' if moved > 0 else 'right'} first")
    if abs(shares[0] - shares[1]) >= 0.3 and max(shares) >= 0.7:
        weight += 0.5 if shares[1] > shares[0] else -0.5
        reasons.append(f"the {'left' if shares[1] > shares[0] else 'right'} text holds nearly all of the other and more")
    later = _weigh_numbers(edits)
    if later:
        weight += later
        reasons.append(f"higher figures on the {'right' if later > 0 else 'left'} side")
    if abs(weight) >= 1.5:
        return (Direction.LEFT if weight > 0 else Direction.RIGHT), round(1 / (1 + exp(-abs(weight))), 2), tuple(reasons)
    if max(shares) < 0.85:
        return Direction.HIDDEN, 0.6, (*reasons, "neither credits the other, and each side has text of its own")
    return Direction.UNKNOWN, 0.5, (*reasons, "nothing tells which came first")


def _find_hidden(left: Article, right: Article) -> str:
    """The reason to believe in a dispatch that neither side is: a credited agency."""
    mine, theirs = find_credits(left), find_credits(right)
    agencies = set(mine) | set(theirs)
    for text in (left, right):
        row = find_outlet(text)
        agencies.discard(row.name if row else text.outlet)
    shared = sorted(set(mine) & set(theirs) & agencies)
    if shared:
        return f"both credit {shared[0]}"
    one_sided = sorted(agencies)
    if one_sided and not names_outlet(left, right) and not names_outlet(right, left):
        return f"one side credits {one_sided[0]}, which is neither of them"
    return ""


def _decide_version(left: Article, right: Article) -> tuple[Direction, float, tuple[str, ...]]:
    """Inside one publisher only time tells: when this version was updated, else when it was published."""
    reasons = ("two versions of one page" if left.url and left.url == right.url else "one publisher",)
    mine, theirs = left.updated or left.published, right.updated or right.published
    moments = read_moment(mine), read_moment(theirs)
    if moments[0] and moments[1] and moments[0] != moments[1]:
        return (Direction.LEFT if moments[0] < moments[1] else Direction.RIGHT), 0.95, reasons
    days = [when.start[:10] if when else "" for when in (mine, theirs)]
    if all(days) and days[0] != days[1]:
        return (Direction.LEFT if days[0] < days[1] else Direction.RIGHT), 0.9, reasons
    return Direction.UNKNOWN, 0.5, reasons


def _weigh_numbers(edits: Sequence[Edit]) -> float:
    """A count that only grows (killed, wounded) is later where it is higher; weak evidence."""
    moved = 0
    for edit in edits:
        mine, theirs = re.findall(r"\d+", edit.left), re.findall(r"\d+", edit.right)
        if edit.kind == "number" and mine and theirs:
            moved += (int(theirs[0]) > int(mine[0])) - (int(theirs[0]) < int(mine[0]))
    return 0.5 * ((moved > 0) - (moved < 0))
