"""Forms as TIMEX3 values (TimeML 1.2.1), for measuring against corpora that are annotated so."""

from __future__ import annotations

import re
from datetime import date

from offing.dates import parse_form, read_anchor, resolve_form
from offing.records import When

# "two days after": corpora mark the length, not the day it leads to; "a year earlier" is a date to them.
_COUNTED = re.compile(r"(?!.*year earlier)(?!the )[\w\s/-]+ (?:after|before|later|earlier)$", re.I)
_LENGTH = re.compile(r"(\d+)([EC])")


def write_value(when: When, published: str) -> str:
    """The TIMEX3 value of a time written on `published`: 2019-12-31, 2019-W52-WE, P2D, PXM, PAST_REF, 2020-01-01TMO ..."""
    parsed = parse_form(when.form)
    if parsed is None:
        return ""
    name, value, modifiers = parsed
    if name in ("span", "set", "past", "coming"):
        return _LENGTH.sub(lambda found: f"{int(found[1]) * (10 if found[2] == 'E' else 100)}Y", value)
    if name == "ref":
        return f"{value}_REF"
    if name == "recent":
        return f"PX{value}"
    if not name:
        bare = value.rstrip("X") if value.endswith("X") else value
        return bare + _write_tail(modifiers) if len(bare) == 10 else bare
    if name == "event" and _COUNTED.match(when.words):
        return _LENGTH.sub(lambda found: f"{int(found[1]) * 10}Y", f"P{'T' if value[-1] in 'hms' else ''}{value[1:].upper()}")
    start = when.start or resolve_form(when.form, published, reference=published)[0]
    day = read_anchor(start)
    return _write_relative(name, value, day, modifiers) if day else "XXXX-XX-XX"


def _write_tail(modifiers: dict[str, str]) -> str:
    if at := modifiers.get("at"):
        return f"T{at[:5]}"
    return f"T{modifiers['part']}" if "part" in modifiers else ""


def _write_relative(name: str, value: str, day: date, modifiers: dict[str, str]) -> str:
    week = "{}-W{:02d}".format(*day.isocalendar()[:2])
    unit = value[-1]
    if name in ("weekday", "date", "feast") or (name in ("offset", "event", "unit") and unit in "Dhms"):
        return day.isoformat() + _write_tail(modifiers)
    if name == "weekend":
        return f"{week}-WE"
    if name == "month" or unit == "M":
        return day.isoformat()[:7]
    if name == "season":
        return f"{day.year}-{value}"
    if name == "half":
        return f"{day.year}-H{1 if day.month < 7 else 2}"
    if name == "quarter" or unit == "Q":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return {"W": week, "E": str(day.year)[:3], "C": str(day.year)[:2]}.get(unit, str(day.year))
