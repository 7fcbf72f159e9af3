"""What timeline and map show of a brief: its own lines, by actor and day, and by place."""

from __future__ import annotations

from collections.abc import Callable

from offing.records import Article, Claim, Place, Standing
from offing.tell.briefs import Brief, BriefLine
from offing.tell.charts import Point
from offing.tell.maps import Spot
from offing.tell.passages import read_span
from offing.tell.phrases import ANNOUNCED, clip_text, tidy_text
from offing.tell.views import View

WINDOW = 45


def list_points(view: View, brief: Brief, link: Callable[[BriefLine], str]) -> list[Point]:
    """Timeline marks of the reported and disputed lines that happened within 45 days of being told; five busiest actors as rows."""
    lines = [line for line in brief.reported + brief.disputed if line.event.when and line.event.when.start and _near(line, brief)]
    counts: dict[str, int] = {}
    for line in lines:
        counts[_actor(line)] = counts.get(_actor(line), 0) + 1
    named = sorted((name for name in counts if name != "Others"), key=lambda name: (-counts[name], name))[:5]
    points = []
    for line in lines:
        actor = _actor(line)
        when = line.event.when
        points.append(
            Point(
                row=actor if actor in named else "Others",
                day=when.start[:10] if when else "",
                end=(when.end or when.start)[:10] if when else "",
                standing=line.event.standing,
                announced=line.event.status in ANNOUNCED,
                label=f"{line.number} {_trigger(view, line)}".strip(),
                href=link(line),
            )
        )
    return sorted(points, key=lambda point: ([*named, "Others"].index(point.row), point.day, point.label))


def _near(line: BriefLine, brief: Brief) -> bool:
    days = [telling.day[:10] for telling in line.tellings if telling.day]
    day = line.event.when.start[:10] if line.event.when else ""
    anchor = days[0] if days else brief.as_of
    return bool(anchor) and len(day) == 10 and abs(_count_days(day) - _count_days(anchor)) <= WINDOW


def _count_days(day: str) -> int:
    year, month, date = (int(part) for part in day[:10].split("-"))
    return year * 372 + month * 31 + date


def _actor(line: BriefLine) -> str:
    return line.event.who.name or "Others" if line.event.who else "Others"


def _trigger(view: View, line: BriefLine) -> str:
    claim = next((claim for ident in line.line.rests if isinstance(claim := view.find(ident), Claim)), None)
    return clip_text(read_span(view.get(Article, claim.article), claim.trigger), 22) if claim else ""


def list_spots(brief: Brief, link: Callable[[BriefLine], str], limit: int = 9) -> list[Spot]:
    """The places of the brief's lines, each once, with the numbers of its lines; cities and sites before countries."""
    groups: dict[tuple[float, float], list[tuple[BriefLine, Place]]] = {}
    for line in brief.reported + brief.disputed:
        place = line.event.where
        if place is not None and place.lat is not None and place.lon is not None:
            groups.setdefault((place.lat, place.lon), []).append((line, place))
    spots = []
    for (lat, lon), members in sorted(
        groups.items(), key=lambda pair: (pair[1][0][1].precision not in ("site", "city"), pair[1][0][0].number)
    )[:limit]:
        standing = members[0][0].event.standing
        for line, _ in members[1:]:
            standing = Standing(standing + line.event.standing)
        spots.append(
            Spot(
                name=clip_text(tidy_text(members[0][1].words), 24),
                lat=lat,
                lon=lon,
                precision=members[0][1].precision,
                standing=standing,
                lines=tuple((str(line.number), link(line)) for line, _ in members[:6]),
            )
        )
    return spots
