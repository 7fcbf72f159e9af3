"""Drawings as SVG strings: the probability rule and the timeline. One function for screen and print; text is never under 10.5 px."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from markupsafe import Markup, escape

from offing.records import Standing, Value
from offing.tell.judgements import Judgement
from offing.tell.phrases import clip_text, say_day
from offing.watch.bands import name_band, print_probability

BAND_EDGES = ((0, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 100))
LETTER = 6.1
Axis = Callable[[str], float]


class Point(Value, frozen=True):
    """A mark on the timeline: row, days (ISO; `end` for a stretch), look, label, and the anchor it opens."""

    row: str
    day: str
    end: str
    standing: Standing
    announced: bool
    label: str
    href: str


def draw_probability(judgement: Judgement, width: int = 300) -> Markup:
    """The probability rule: seven ICD 203 bands on one 0-100 scale, the band of the number filled, interval, dot, dashed base rate."""
    if judgement.probability is None:
        return Markup("")
    percent, low, high, base = (100 * value for value in (judgement.probability, judgement.low, judgement.high, judgement.base))

    def at(value: float) -> float:
        return 6 + (width - 12) * value / 100

    name = f"{print_probability(judgement.probability)}, {judgement.band}; interval {print_probability(judgement.low)} to "
    name += f"{print_probability(judgement.high)}; base rate {print_probability(judgement.base)}"
    out = [f'<svg class="prob" width="{width}" height="58" viewBox="0 0 {width} 58" role="img" aria-label="{escape(name)}">']
    for start, end in BAND_EDGES:
        fill, edge = ("var(--sea2)", "var(--sea4)") if name_band(start / 100) == judgement.band else ("var(--sunk)", "var(--rule2)")
        size = at(end) - at(start) - 1
        out.append(
            f'<rect x="{at(start) + 0.5:.1f}" y="20" width="{size:.1f}" height="9" fill="{fill}" stroke="{edge}" stroke-width=".8"/>'
        )
    for tick in (0, 20, 45, 55, 80, 100):
        anchor = "start" if tick == 0 else "end" if tick == 100 else "middle"
        out.append(f'<text x="{at(tick):.1f}" y="42" text-anchor="{anchor}">{tick}{" %" if tick == 100 else ""}</text>')
    side = "start" if base < 16 else "end" if base > 84 else "middle"
    out.append(f'<path d="M{at(base):.1f} 16v17" stroke="var(--ink2)" stroke-width="1.4" stroke-dasharray="2 2"/>')
    out.append(f'<text x="{at(base):.1f}" y="55" text-anchor="{side}">base rate {print_probability(judgement.base)}</text>')
    out.append(f'<path d="M{at(low):.1f} 24.5H{at(high):.1f}" stroke="var(--ink)" stroke-width="2"/>')
    out.append(f'<path d="M{at(low):.1f} 21v7M{at(high):.1f} 21v7" stroke="var(--ink)" stroke-width="1.4"/>')
    out.append(f'<circle cx="{at(percent):.1f}" cy="24.5" r="5.5" fill="var(--ink)" stroke="var(--paper)" stroke-width="1.5"/>')
    place = min(max(at(percent), 20), width - 20)
    out.append(f'<text class="on" x="{place:.1f}" y="13" text-anchor="middle" style="font-size:12px">')
    out.append(f"{escape(print_probability(judgement.probability))}</text></svg>")
    return Markup("".join(out))


class Lane:
    """One row of the timeline: puts labels above or below its axis where they do not touch, on as many tiers as it needs."""

    def __init__(self) -> None:
        self._tiers: dict[int, list[tuple[float, float]]] = {}

    def place(self, low: float, high: float) -> int:
        """The tier of a label from `low` to `high`: 1, 2 .. above, -1, -2 .. below; the nearest free one."""
        for tier in (1, -1, 2, -2, 3, -3, 4, -4, 5, 6, 7, 8):
            taken = self._tiers.setdefault(tier, [])
            if all(high + 5 < start or end + 5 < low for start, end in taken):
                taken.append((low, high))
                return tier
        return 9

    def above(self) -> int:
        """How many tiers stand above the axis."""
        return max((tier for tier, taken in self._tiers.items() if taken and tier > 0), default=0)

    def below(self) -> int:
        """How many tiers stand below."""
        return -min((tier for tier, taken in self._tiers.items() if taken and tier < 0), default=0)


def draw_timeline(points: Sequence[Point], as_of: str, width: int = 640) -> Markup:
    """Happenings by actor (rows) and day; what is only announced stands dashed; the ground is grey after `as_of`."""
    days = sorted({point.day for point in points} | {as_of} - {""})
    first, last = date.fromisoformat(days[0]), date.fromisoformat(max(days[-1], days[0]))
    span = max((last - first).days + 1, 3)
    left, right = 136.0, width - 14.0

    def at(day: str) -> float:
        return left + (right - left) * ((date.fromisoformat(day) - first).days + 0.5) / span

    rows = list(dict.fromkeys(point.row for point in points))
    drawn: list[str] = []
    top = 30.0
    lines: list[str] = []
    for row in rows:
        marks, height = _draw_row([point for point in points if point.row == row], at, left, right, top)
        lines.append(_name_row(row, marks[0], left, right))
        drawn.append(marks[1])
        top += height
    height = top + 26
    name = f"Timeline of what is said to have happened, by actor, {say_day(days[0])} to {say_day(days[-1])}; the table below holds the same"
    box = f'width="{width}" height="{height + 24:.0f}" viewBox="0 0 {width} {height + 24:.0f}"'
    head = f'<svg class="tl" {box} role="img" aria-label="{escape(name)}">'
    ground = _draw_ground(first, span, as_of, at, (left, right, top))
    return Markup(head + ground + "".join(lines) + "".join(drawn) + _draw_legend(left, height + 14) + "</svg>")


def _draw_row(points: Sequence[Point], at: Axis, left: float, right: float, top: float) -> tuple[tuple[float, str], float]:
    lane, placed, stack = Lane(), [], dict[str, int]()
    for point in sorted(points, key=lambda point: (point.day, point.label)):
        shift = stack.get(point.day, 0) * 13.0
        stack[point.day] = stack.get(point.day, 0) + 1
        spot = min(at(point.day) + shift, right - 4)
        half = len(point.label) * LETTER / 2
        middle = min(max(spot, left + half), right - half)
        placed.append((point, spot, middle, lane.place(middle - half, middle + half)))
    axis = top + 14 + 15 * lane.above()
    out = []
    for point, spot, middle, tier in placed:
        stretch = point.end > point.day
        if stretch:
            out.append(f'<path d="M{spot:.0f} {axis:.0f}H{min(at(point.end), right):.0f}" class="stretch"/>')
        out.append(f'<a href="{escape(point.href)}">')
        if point.announced:
            out.append(f'<circle cx="{spot:.0f}" cy="{axis:.0f}" r="6" class="will"/>')
        else:
            out.append(f'<use href="#s-{point.standing}" x="{spot - 7:.0f}" y="{axis - 7:.0f}" width="14" height="14"/>')
        text = axis - 11 - 15 * (tier - 1) if tier > 0 else axis + 20 + 15 * (-tier - 1)
        out.append(f'<text class="labs" x="{middle:.0f}" y="{text:.0f}" text-anchor="middle">{escape(point.label)}</text></a>')
    return (axis, "".join(out)), 34 + 15 * (lane.above() + lane.below())


def _name_row(row: str, axis: float, left: float, right: float) -> str:
    """The name of a row, on two lines where it is long, and its axis."""
    lines = wrap_name(row)
    first = axis + 4 - 6.5 * (len(lines) - 1)
    spans = "".join(f'<tspan x="0" y="{first + 13 * number:.0f}">{escape(words)}</tspan>' for number, words in enumerate(lines))
    return (
        f'<text class="labs" style="font-weight:600"><title>{escape(row)}</title>{spans}</text>'
        f'<path d="M{left:.0f} {axis:.0f}H{right:.0f}" stroke="var(--rule2)"/>'
    )


def wrap_name(name: str, limit: int = 19) -> list[str]:
    """A name on at most two lines of about `limit` letters, cut between words; an ellipsis says that words are left out."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > limit:
            if len(lines) == 2:
                lines[1] = clip_text(f"{lines[1]} {word}", max(limit - 1, len(lines[1]) + 1)).rstrip("…") + "…"
                break
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [line if len(line) <= limit + 2 else line[:limit] + "…" for line in lines]


def _draw_ground(first: date, span: int, as_of: str, at: Axis, box: tuple[float, float, float]) -> str:
    left, right, bottom = box
    step = max(1, round(span / 10))
    width = (right - left) / span
    out = []
    if as_of:
        edge = min(at(as_of) + width / 2, right)
        out.append(f'<rect x="{edge:.0f}" y="24" width="{max(right - edge, 0):.0f}" height="{bottom - 24:.0f}" fill="var(--sunk)"/>')
        out.append(f'<path d="M{edge:.0f} 12V{bottom + 4:.0f}" stroke="var(--ink)" stroke-width="1.4"/>')
        out.append(f'<text class="lab" x="{edge - 5:.0f}" y="20" text-anchor="end">said to have happened</text>')
        if right - edge > 70:
            out.append(f'<text class="lab" x="{edge + 5:.0f}" y="20">said to come</text>')
    for number in range(0, span, step):
        day = first + timedelta(number)
        spot = at(day.isoformat()) - width / 2
        short = say_day(day.isoformat(), year=False)
        label = short if number == 0 or day.day <= step else str(day.day)
        out.append(
            f'<path class="grid" d="M{spot:.0f} 26V{bottom:.0f}"/><text class="lab" x="{spot + 3:.0f}" y="{bottom + 15:.0f}">{label}</text>'
        )
    return "".join(out)


def _draw_legend(left: float, top: float) -> str:
    out, spot = [f'<g transform="translate({left:.0f},{top:.0f})">'], 0.0
    for word in ("corroborated", "reported", "contested", "denied"):
        out.append(
            f'<use href="#s-{word}" x="{spot:.0f}" y="-10" width="12" height="12"/>'
            f'<text class="lab" x="{spot + 16:.0f}" y="0">{word}</text>'
        )
        spot += 32 + len(word) * LETTER
    return "".join(
        [*out, f'<circle cx="{spot + 6:.0f}" cy="-4" r="5" class="will"/><text class="lab" x="{spot + 16:.0f}" y="0">announced</text></g>']
    )
