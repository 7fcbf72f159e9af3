"""A small place map on the bundled coastline (world-atlas land-110m, ISC; from Natural Earth, public domain). No tiles, no network."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape

from offing.records import Standing, Value

Ring = list[tuple[float, float]]
Project = Callable[[float, float], tuple[float, float]]
FINE = frozenset({"city", "site"})


class Spot(Value, frozen=True):
    """A place to draw: name, degrees, the standing of its events together, the lines that tell of it (number, what it opens)."""

    name: str
    lat: float
    lon: float
    precision: str
    standing: Standing
    lines: tuple[tuple[str, str], ...]

    def label(self) -> str:
        """The name with the numbers of its lines."""
        return f"{self.name} {', '.join(number for number, _ in self.lines)}"


@cache
def load_land() -> tuple[tuple[tuple[float, float], ...], ...]:
    """The outer and inner rings of all land as (lon, lat) in degrees, decoded from the topology (arcs are shared, ~i is reversed)."""
    topology = json.loads(gzip.decompress((files("offing.tell") / "vendor" / "land-110m.json.gz").read_bytes()))
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)
    rings = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                points = []
                for number in ring:
                    part = arcs[number] if number >= 0 else arcs[~number][::-1]
                    points.extend(part[1:] if points else part)
                rings.append(tuple(points))
    return tuple(rings)


def draw_map(spots: Sequence[Spot], width: int = 318, height: int = 268) -> Markup:
    """Land, the spots of city or site precision as marks, regions and countries as dashed rings. Empty when no spot has coordinates."""
    if not spots:
        return Markup("")
    west, south, east, north = _frame(spots, width / height)
    stretch = math.cos(math.radians((south + north) / 2))

    def at(lon: float, lat: float) -> tuple[float, float]:
        return (lon - west) / (east - west) * width, (north - lat) / (north - south) * height

    names = "; ".join(spot.label() for spot in spots)
    out = [
        f'<svg class="map" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-label="Map: {escape(names)}">'
    ]
    out.append(f'<rect width="{width}" height="{height}" fill="var(--sea0)"/>')
    clipped = [_clip_ring(ring, (west - 2, south - 2, east + 2, north + 2)) for ring in load_land()]
    paths = ["L".join(f"{x:.1f} {y:.1f}" for x, y in (at(lon, lat) for lon, lat in ring)) for ring in clipped if len(ring) > 2]
    land = "".join(f"M{path}z" for path in paths)
    out.append(f'<path d="{land}" fill="var(--sunk)" fill-rule="evenodd" stroke="var(--rule2)"/>')
    out += _draw_spots(spots, at, width, height)
    out.append(_draw_scale((east - west) * 111.32 * stretch, width, height))
    return Markup("".join(out) + "</svg>")


def _frame(spots: Sequence[Spot], ratio: float) -> tuple[float, float, float, float]:
    lons, lats = [spot.lon for spot in spots], [spot.lat for spot in spots]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    tall = max((north - south) * 1.5, 15.0)
    wide = max((east - west) * 1.6, 15.0)
    stretch = math.cos(math.radians((south + north) / 2)) or 1.0
    tall = max(tall, wide * stretch / ratio)
    wide = tall * ratio / stretch
    x, y = (west + east) / 2, (south + north) / 2
    return x - wide / 2, max(y - tall / 2, -89.0), x + wide / 2, min(y + tall / 2, 89.0)


def _clip_ring(ring: Sequence[tuple[float, float]], box: tuple[float, float, float, float]) -> Ring:
    """Sutherland and Hodgman's clipping of a ring to a box."""
    points = list(ring)
    for axis, edge, keep_above in ((0, box[0], True), (0, box[2], False), (1, box[1], True), (1, box[3], False)):
        source, points = points, []
        for before, after in zip([source[-1:][0], *source[:-1]] if source else [], source, strict=False):
            inside, was = (after[axis] >= edge) == keep_above, (before[axis] >= edge) == keep_above
            if inside != was:
                share = (edge - before[axis]) / (after[axis] - before[axis])
                points.append((before[0] + share * (after[0] - before[0]), before[1] + share * (after[1] - before[1])))
            if inside:
                points.append(after)
    return points


def _draw_spots(spots: Sequence[Spot], at: Project, width: int, height: int) -> list[str]:
    """Marks first, then labels: each on the side and height where it covers no mark and no other label; a line leads to a far one."""
    places = [at(spot.lon, spot.lat) for spot in spots]
    taken = [(x - 8, y - 8, x + 8, y + 8) for x, y in places]
    out, words = list[str](), list[str]()
    for spot, (x, y) in zip(spots, places, strict=True):
        size = len(spot.label()) * 6.3
        sides = (x + 12, x - 12 - size)
        heights = (4, -12, 20, -26, 34, -40, 48, -54, 62, -68, 76)
        options = [(min(max(left, 6), width - size - 6), y + shift) for shift in heights for left in sides]
        free = [option for option in options if not _touches(option, size, taken) and 12 < option[1] < height - 24]
        left, base = free[0] if free else options[0]
        taken.append((left, base - 10, left + size, base + 3))
        if spot.precision not in FINE:
            out.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="16" fill="none" stroke="var(--ink3)" stroke-dasharray="3 3"/>')
        if abs(base - 4 - y) > 18:
            edge = left if left > x else left + size if left + size < x else x
            out.append(f'<path d="M{x:.0f} {y:.0f}L{edge:.0f} {base - 4:.0f}" stroke="var(--ink3)"/>')
        href = escape(spot.lines[0][1])
        mark = f'<use href="#s-{spot.standing}" x="{x - 6:.0f}" y="{y - 6:.0f}" width="12" height="12"/>'
        words.append(f'<a href="{href}">{mark}</a><text class="labs halo-sunk" x="{left:.0f}" y="{base:.0f}">{escape(spot.name)} ')
        words.append(", ".join(f'<a href="{escape(to)}"><tspan class="ln">{number}</tspan></a>' for number, to in spot.lines) + "</text>")
    return [*out, "".join(words)]


def _touches(spot: tuple[float, float], size: float, taken: list[tuple[float, float, float, float]]) -> bool:
    left, base = spot
    return left < 2 or any(
        left < right and low < left + size and base - 10 < bottom and top < base + 2 for low, top, right, bottom in taken
    )


def _draw_scale(kilometres: float, width: int, height: int) -> str:
    size = max((step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if step <= kilometres / 4), default=1)
    length = size / kilometres * width
    y = height - 14
    return (
        f'<path d="M14 {y}h{length:.0f}" stroke="var(--ink)" stroke-width="2"/>'
        f'<path d="M14 {y - 4}v8M{14 + length:.0f} {y - 4}v8" stroke="var(--ink)"/>'
        f'<text class="lab" x="{20 + length:.0f}" y="{y + 4}">{size:,} km</text>'
    )
