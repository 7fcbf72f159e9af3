"""The shape of a rule of time, and the calendar rules: weekdays, dates, months, years, quarters, seasons, hours.

A rule is tried only where one of its first words stands, so a text is read once; the longest match at a place wins. The inventory follows
TIMEX3 as HeidelTime (Stroetgen & Gertz 2013) reads news. `time_spans.py` holds the rules that count.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from offing.code.time_words import (
    CLOCK,
    DAY_NAMES,
    HOLIDAYS,
    MOD,
    MOD_FIRST,
    MONTH,
    MONTH_NAMES,
    NUMBERS,
    ORDINALS,
    PART,
    PART_NAMES,
    SEASONS,
    WEEKDAY,
    WEEKDAY_SHORT,
    YEAR,
    ZONE,
    join_words,
    read_clock,
    read_month,
    read_weekday,
    write_mod,
    write_part,
)

Match = re.Match[str]


class Rule(Struct, frozen=True):
    """First words (lower case, separated by blanks; "0" stands for any digit), the pattern, and the writer: match -> form, "" to reject."""

    first: str
    pattern: re.Pattern[str]
    write: Callable[[Match], str]


def make_rule(first: str, pattern: str, write: Callable[[Match], str]) -> Rule:
    """A rule whose pattern ignores case."""
    return Rule(first, re.compile(pattern, re.I), write)


_DAYS = " ".join(DAY_NAMES)
_MONTHS = " ".join(MONTH_NAMES)
_DIRECTION = r"(?P<dir>last|past|next|this|coming|this\s+(?:past|coming)|the\s+following|the\s+previous|the\s+next|following)"
_DIRECTION_FIRST = "last past next this coming following the"
_OF_YEAR = r"(?:,?\s+(?:of\s+)?(?P<of>last|this|next)\s+year\b)?"
_TURNS = {"last": "last", "past": "last", "previous": "last", "next": "next", "coming": "next", "following": "next"}
_YEARS = {"last": "prior", "this": "this", "next": "after"}
_WITH_DAY = rf"(?:(?:{WEEKDAY}|{WEEKDAY_SHORT}),?\s+(?:the\s+)?(?:night\s+of\s+)?)?"
_BEFORE = r"(?:the\s+)?(?:(?P<before>night|morning|evening|afternoon)\s+of\s+)?"
_HOUR = rf"(?:(?P<clock2>{CLOCK}){ZONE},?\s+(?:on\s+)?)?"
_TAIL = rf"(?:,?\s+(?:at\s+(?:about\s+|around\s+)?)?(?:(?P<part>{PART})\b|(?P<clock>{CLOCK}){ZONE}))?"
# Days with a name that is no date, and rhythms ("Friday prayers").
_NAMED = r"(?!\s+(?:prayers|sermon|Night\s+(?:Live|Football)|Times|Agreement|Accords?|Massacre)\b)"


def _write_direction(words: str | None, this: str) -> str:
    word = (words or "").lower().split()
    return f"+dir:{_TURNS.get(word[-1], this)}" if word else ""


def _write_hour(groups: dict[str, str | None]) -> str:
    clock = groups.get("clock") or groups.get("clock2")
    at = read_clock(clock) if clock else ""
    return f"+at:{at}" if at else ""


def _write_weekday(found: Match) -> str:
    groups = found.groupdict()
    day = groups["day"] or groups["short"]
    if day[0].islower():
        return ""
    form = f"weekday:{read_weekday(day)}{_write_direction(groups['dir'], 'ahead')}"
    form += _write_hour(groups) or write_part(groups["part"] or groups["before"])
    if groups["mod"] and ("+part" not in form and "+at" not in form):
        form += {"early": "+part:MO", "late": "+part:EV"}[groups["mod"].lower()]
    return form


def _write_date(found: Match) -> str:
    groups = found.groupdict()
    if groups["month"][0].islower():
        return ""
    month, day, year = f"{read_month(groups['month']):02d}", groups.get("day"), groups.get("year")
    if day and not 1 <= int(day) <= 31:
        return ""
    if year:
        head = f"{year}-{month}" + (f"-{int(day):02d}" if day else "")
    else:
        head = f"date:{month}-{int(day):02d}" if day else f"month:{month}"
        head += f"+dir:{_YEARS[groups['of'].lower()]}" if groups.get("of") else _write_direction(groups.get("dir"), "this")
    return head + (_write_hour(groups) or write_part(groups.get("part") or groups.get("before")) or write_mod(found))


def _write_iso(found: Match) -> str:
    groups = found.groupdict()
    if int(groups["month"]) > 12 or not 1 <= int(groups["day"]) <= 31:
        return ""
    clock = groups.get("clock")
    return f"{groups['year']}-{groups['month']}-{groups['day']}" + (f"T{clock}{'Z' if groups.get('zone') else ''}" if clock else "")


def _write_slashed(found: Match) -> str:
    first, second, year = int(found["month"]), int(found["day"]), int(found["year"])
    if first > 12:
        first, second = second, first
    if not 1 <= first <= 12 or not 1 <= second <= 31:
        return ""
    return f"{year if year > 99 else year + (1900 if year > 50 else 2000)}-{first:02d}-{second:02d}"


def _write_spelled(found: Match) -> str:
    tens = NUMBERS[found["tens"].lower()] + (NUMBERS[found["ones"].lower()] if found["ones"] else 0)
    return f"{found['century'].lower().replace('nineteen', '19').replace('twenty', '20').replace('eighteen', '18')}{tens:02d}"


def _write_quarter(found: Match) -> str:
    groups = found.groupdict()
    number, kind = ORDINALS[groups["which"].lower()], groups["kind"][0].upper()
    if number > (4 if kind == "Q" else 2):
        return ""
    if year := groups["year"] or groups["year2"]:
        return f"{year}-{kind}{number}"
    turn = groups["rel"] or groups["rel2"]
    return f"{'quarter' if kind == 'Q' else 'half'}:{number}" + (f"+dir:{_YEARS[turn.lower()]}" if turn else "")


def _write_season(found: Match) -> str:
    groups = found.groupdict()
    season = SEASONS[groups["season"].lower()]
    if groups.get("year"):
        return f"{groups['year']}-{season}{write_mod(found)}"
    if not groups["dir"] and not write_mod(found) and not found.group().lower().startswith("the "):
        return ""
    return f"season:{season}{_write_direction(groups['dir'], 'this')}{write_mod(found)}"


def _write_clock(found: Match) -> str:
    at = read_clock(found["clock"])
    return f"event:+0D+at:{at}" if at else ""


CALENDAR = (
    make_rule(
        f"{_DAYS} {_DIRECTION_FIRST} early late {' '.join(PART_NAMES)} 0 midnight",
        rf"(?:(?P<clock>{CLOCK}){ZONE},?\s+(?:on\s+)?)?(?:(?P<mod>early|late)\s+(?:on\s+)?)?"
        rf"(?:(?:the\s+)?(?P<before>overnight|night|morning|evening|afternoon|dawn)\s+(?:on|of)\s+)?(?:{_DIRECTION}\s+)?"
        rf"(?:(?P<day>{WEEKDAY})|(?P<short>{WEEKDAY_SHORT}))(?!s\b){_NAMED}"
        rf"(?:(?:'s|’s)?[\s-]+(?P<part>{PART})\b)?(?:,?\s+at\s+(?:about\s+|around\s+)?(?P<clock2>{CLOCK}){ZONE})?",
        _write_weekday,
    ),
    make_rule(
        _DAYS,
        rf"(?P<day>{WEEKDAY}),?\s+(?:of\s+)?(?P<which>last|this|next)\s+week\b",
        lambda found: f"weekday:{read_weekday(found['day'])}+dir:{_YEARS[found['which'].lower()]}",
    ),
    make_rule(
        f"{_DAYS} every each",
        rf"(?:(?:every|each)\s+(?:other\s+)?)?{WEEKDAY}s\b|(?:every|each)\s+{WEEKDAY}\b",
        lambda found: "set:P1W" if "day" in found.group() else "",
    ),
    make_rule(
        f"{_DAYS} {_MONTHS} {_DIRECTION_FIRST} early late mid night 0 noon midnight",
        rf"{_HOUR}{_BEFORE}{_WITH_DAY}{MOD}(?:{_DIRECTION}\s+)?"
        rf"(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:\d|\s?[ap]\.?m)(?:,?\s+{YEAR}|{_OF_YEAR}){_TAIL}",
        _write_date,
    ),
    make_rule(
        f"{_DAYS} 0 the night",
        rf"{_BEFORE}{_WITH_DAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<month>{MONTH})\b(?:,?[\s-]+{YEAR}|{_OF_YEAR}){_TAIL}",
        _write_date,
    ),
    make_rule(f"{_MONTHS} {MOD_FIRST}", rf"{MOD}(?P<month>{MONTH})(?:,|\s+of|,?\s+in)?[\s-]+{YEAR}", _write_date),
    make_rule(
        f"{_MONTHS} {_DIRECTION_FIRST} {MOD_FIRST}",
        rf"{MOD}(?:{_DIRECTION}\s+)?(?P<month>{MONTH})\b(?!\s+\d{{1,2}}\b){_OF_YEAR}",
        _write_date,
    ),
    make_rule("0", r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ](?P<clock>\d\d:\d\d)(?::\d\d)?(?P<zone>Z)?)?(?!\d)", _write_iso),
    make_rule("0", r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d\d(?:\d\d)?)(?!\d|/)", _write_slashed),
    make_rule("0", r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])(?!\d)", _write_iso),
    make_rule(
        f"0 fiscal fy {MOD_FIRST} year",
        rf"{MOD}(?:the\s+)?(?:(?:fiscal|FY|the\s+year|year)\s*-?(?:year\s+)?)?{YEAR}(?:[’']s)?(?![\d,.]\d|s\b)",
        lambda found: f"{found['year']}{write_mod(found)}",
    ),
    make_rule(
        f"0 the {MOD_FIRST}",
        rf"(?:the\s+)?{YEAR}\s+(?:quarter|period)\b",
        lambda found: f"{found['year']}",
    ),
    make_rule(
        "nineteen twenty eighteen the",
        r"(?:the\s+year\s+)?(?P<century>nineteen|eighteen|twenty)[\s-]+(?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
        r"(?:[\s-]+(?P<ones>one|two|three|four|five|six|seven|eight|nine))?\b(?!\s+(?:days|weeks|months|years|hours|people))",
        _write_spelled,
    ),
    make_rule(
        f"0 {MOD_FIRST}", rf"{MOD}(?:the\s+)?(?P<decade>1[5-9]\d|20\d)0[’']?s\b", lambda found: f"{found['decade']}X{write_mod(found)}"
    ),
    make_rule(f"0 {MOD_FIRST}", rf"{MOD}(?:the\s+)?[’'‘](?P<decade>[2-9])0s\b", lambda found: f"19{found['decade']}X{write_mod(found)}"),
    make_rule("the 0", r"(?:the\s+)?(?P<number>1\d|20|21)(?:st|nd|rd|th)[\s-]century", lambda found: f"{int(found['number']) - 1}XX"),
    make_rule(
        "the 0 " + " ".join(ORDINALS) + " fiscal this last next",
        rf"(?:the\s+)?(?:(?:(?P<rel>this|last|next)\s+year[’']s|(?P<year2>19\d\d|20\d\d))\s+)?(?:fiscal[\s-]+)?"
        rf"(?P<which>{join_words(ORDINALS)})[\s-]+(?P<kind>quarter|half)\b"
        rf"(?:(?:\s+of|,|\s+in)?\s+(?:fiscal\s+)?(?:{YEAR}|(?P<rel2>this|last|next)\s+year))?",
        _write_quarter,
    ),
    make_rule(
        " ".join(SEASONS) + f" {_DIRECTION_FIRST} {MOD_FIRST}",
        rf"{MOD}(?:the\s+)?(?:early\s+|late\s+)?(?:{_DIRECTION}\s+)?(?P<season>spring|summer|autumn|fall|winter)\b(?:(?:\s+of|,)?\s+{YEAR})?",
        _write_season,
    ),
    make_rule(
        "christmas new halloween the may valentine boxing thanksgiving easter last next this",
        rf"(?:(?P<dir>last|next|this)\s+)?(?P<name>{join_words(HOLIDAYS)})\b(?!\s+(?:Rising|Island))",
        lambda found: HOLIDAYS[" ".join(found["name"].lower().replace("’", "'").split())] + _write_direction(found["dir"], "this"),
    ),
    make_rule("0 noon midnight", rf"(?P<clock>{CLOCK}){ZONE}", _write_clock),
)
