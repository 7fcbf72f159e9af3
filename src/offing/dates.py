"""Calendar intervals and precision: the grammar of `When.form`, its resolution against a date, dates as pages write them.

A **form** is the anchor-free normal form of a time expression, close to TIMEX3 (TimeML 1.2.1) but resolvable later against another date:

    form     = head [ "+dir:" DIRECTION ] [ "+mod:" (early|mid|late) ] [ "+part:" PART | "+at:" HH:MM [zone] ]
    absolute = 2019-12-29 | 2019-12 | 2019 | 2019-W52 | 2019-Q4 | 2019-H1 | 2019-SU | 199X | 19XX | 2020-01-02T15:42[Z|+03:00]
    weekday:THU      the latest Thursday on or before the anchor      date:12-29, month:12, season:SU   year missing
    quarter:3, half:1, feast:EASTER                                   the same; feasts: EASTER, THANKSGIVING
    offset:-2D       two days before the anchor                       unit:-1W   the calendar week before the anchor's (+0W: its own)
    weekend:-0       the latest weekend begun on or before the anchor (-1: strictly before, +0: this or the coming one, +1: strictly after)
    past:P3M         the three months up to the anchor                coming:P2W the two weeks from it     recent:M  open start, ends at it
    event:-2D        two days before another event's time (`reference`): unresolved without it
    span:P2D, set:P1D, ref:PAST (PRESENT, FUTURE)                     a length, a rhythm, a vague time: never resolved

Units: D W M Q Y E (decade) C (century) h m s. PART: MO AF EV NI (night, ends next morning) DN (dawn) MI (midday).
DIRECTION: back (on or before), last (strictly before), ahead (on or after), next (strictly after), this (the anchor's own week or year),
prior and after (the year or week before, after the anchor's), near (the closest; what lies ahead counts as four times as far, since news
looks back). A date, month or season "ahead" by more than ten months is near instead: "due Sept. 29", written in October, is past.
Without a direction, weekdays look back (`future=True`: ahead) and dates, months, quarters and seasons are near.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from offing.records import Precision

Interval = tuple[str, str, Precision]

UNRESOLVED: Interval = ("", "", Precision.UNKNOWN)
WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
PARTS = {"MO": ("06:00", "12:00"), "AF": ("12:00", "18:00"), "EV": ("18:00", "23:59"), "NI": ("18:00", "06:00"), "DN": ("04:00", "08:00"),
         "MI": ("11:00", "14:00")}  # fmt: skip
PART_WORDS = {"MO": "morning", "AF": "afternoon", "EV": "evening", "NI": "night", "DN": "dawn", "MI": "midday"}
# Meteorological seasons of the northern hemisphere, as TIMEX3 does; (first month, months), winter runs into the next year.
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_STEPS = {"prior": -1, "this": 0, "after": 1}
_PRECISION = {"D": Precision.DAY, "W": Precision.WEEK, "M": Precision.MONTH, "Q": Precision.YEAR, "Y": Precision.YEAR, "E": Precision.YEAR,
              "C": Precision.YEAR, "h": Precision.DAY, "m": Precision.DAY, "s": Precision.DAY}  # fmt: skip
_ABSOLUTE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<time>\d\d:\d\d)(?::\d\d)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?"
    r"|W(?P<week>\d\d)|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)))?|(?P<decade>\d{3})X|(?P<century>\d\d)XX"
)
_HEAD = re.compile(
    r"(?P<name>weekday):(?P<weekday>MON|TUE|WED|THU|FRI|SAT|SUN)|(?P<name2>date):(?P<date>\d\d-\d\d)|(?P<name3>month):(?P<month>\d\d)"
    r"|(?P<name4>quarter):(?P<quarter>[1-4])|(?P<name5>half):(?P<half>[12])|(?P<name6>season):(?P<season>SP|SU|FA|WI)"
    r"|(?P<name7>offset|unit|event):(?P<amount>[+-]\d{1,5}[DWMQYEChms])|(?P<name8>weekend):(?P<weekend>[+-]\d)"
    r"|(?P<name9>past|coming|span|set):(?P<span>P[0-9XT.DWMQYECHS]+)|(?P<name10>recent):(?P<recent>[DWMQYEC])"
    r"|(?P<name11>ref):(?P<ref>PAST|PRESENT|FUTURE)|(?P<name12>feast):(?P<feast>EASTER|THANKSGIVING)"
)
_MODIFIER = re.compile(r"dir:(?P<dir>back|last|ahead|next|this|prior|after|near)|mod:(?P<mod>early|mid|late)"
                       r"|part:(?P<part>MO|AF|EV|NI|DN|MI)|at:(?P<at>(?:[01]\d|2[0-3]):[0-5]\d(?:Z|[+-]\d\d:\d\d)?)")  # fmt: skip
_SPAN = re.compile(r"P(?:(\d+)([DWMQYEC]))?(?:T\d+[HMS])?")


def parse_form(form: str) -> tuple[str, str, dict[str, str]] | None:
    """Head name ("" for an absolute date), value and modifiers of a form; None when it is outside the grammar."""
    pieces = re.split(r"\+(?=[a-z])", form)
    modifiers: dict[str, str] = {}
    for piece in pieces[1:]:
        found = _MODIFIER.fullmatch(piece)
        if not found or found.lastgroup is None or found.lastgroup in modifiers:
            return None
        modifiers[found.lastgroup] = found[found.lastgroup]
    if _ABSOLUTE.fullmatch(pieces[0]):
        return "", pieces[0], modifiers
    if _HEAD.fullmatch(pieces[0]):
        name, _, value = pieces[0].partition(":")
        return name, value, modifiers
    return None


def read_anchor(anchor: str) -> date | None:
    """The day of an ISO date or date-time; None for anything less exact, so that nothing is resolved against a guess."""
    try:
        return date.fromisoformat(anchor[:10])
    except ValueError:
        return None


def resolve_form(form: str, anchor: str, future: bool = False, *, reference: str = "") -> Interval:
    """The closed interval (ISO dates or date-times, "" open) and precision that `form` means when written on `anchor` (an ISO date).

    `future` says that the clause lies ahead ("will meet on Thursday"); a direction inside the form wins. `reference` is the date of the
    event that an `event:` form counts from. What cannot be resolved, or is outside the grammar or the calendar, gives `UNRESOLVED`.
    """
    parsed = parse_form(form)
    if parsed is None:
        return UNRESOLVED
    name, value, modifiers = parsed
    direction = modifiers.get("dir", "ahead" if future else "")
    try:
        if not name:
            found = _resolve_absolute(value)
        else:
            base = read_anchor(reference if name == "event" else anchor)
            found = _resolve_relative(name, value, base, direction) if base else UNRESOLVED
        return _refine(found, modifiers) if found[0] and found[1] else found
    except (ValueError, OverflowError):
        return UNRESOLVED


def _resolve_absolute(value: str) -> Interval:
    found = _ABSOLUTE.fullmatch(value)
    if not found:
        return UNRESOLVED
    if found["decade"]:
        return f"{found['decade']}0-01-01", f"{found['decade']}9-12-31", Precision.YEAR
    if found["century"]:
        return f"{found['century']}00-01-01", f"{found['century']}99-12-31", Precision.YEAR
    year = int(found["year"])
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"])).isoformat()
        if found["time"]:
            moment = f"{day}T{found['time']}{found['zone'] or ''}"
            return moment, moment, Precision.MINUTE
        return day, day, Precision.DAY
    if found["month"]:
        return _months(year, int(found["month"]), 1, Precision.MONTH)
    if found["week"]:
        monday = date.fromisocalendar(year, int(found["week"]), 1)
        return _days(monday, monday + timedelta(6), Precision.WEEK)
    if found["quarter"]:
        return _months(year, 3 * int(found["quarter"]) - 2, 3, Precision.YEAR)
    if found["half"]:
        return _months(year, 6 * int(found["half"]) - 5, 6, Precision.YEAR)
    if found["season"]:
        return _months(year, _SEASONS[found["season"]], 3, Precision.YEAR)
    return _months(year, 1, 12, Precision.YEAR)


def _resolve_relative(name: str, value: str, base: date, direction: str) -> Interval:
    if name == "weekday":
        day = pick_weekday(base, WEEKDAYS.index(value), direction or "back")
        return _days(day, day, Precision.DAY)
    if name == "weekend":
        return _resolve_weekend(value, base)
    if name in ("offset", "event"):
        return _resolve_offset(int(value[:-1]), value[-1], base)
    if name == "unit":
        return _resolve_unit(int(value[:-1]), value[-1], base)
    if name in ("past", "coming"):
        return _resolve_stretch(name, value, base)
    if name == "recent":
        return "", base.isoformat(), Precision.UNKNOWN
    if name in ("date", "month", "quarter", "half", "season", "feast"):
        return _pick_year(name, value, base, direction or "near")
    return UNRESOLVED


def pick_weekday(base: date, weekday: int, direction: str) -> date:
    """The day with this weekday (0 = Monday) that `direction` means, seen from `base`."""
    back = (base.weekday() - weekday) % 7
    if direction == "last":
        return base - timedelta(back or 7)
    if direction == "ahead":
        return base + timedelta((7 - back) % 7)
    if direction == "next":
        return base + timedelta(7 - back)
    if direction in _STEPS:
        return base + timedelta(weekday - base.weekday() + 7 * _STEPS[direction])
    if direction == "near" and back > 3:
        return base + timedelta(7 - back)
    return base - timedelta(back)


def _resolve_weekend(value: str, base: date) -> Interval:
    saturday = base - timedelta((base.weekday() - 5) % 7)
    weeks = int(value)
    if base.weekday() < 5:
        weeks = max(weeks, 1) if value.startswith("+") else min(weeks + 1, 0)
    saturday += timedelta(7 * weeks)
    return _days(saturday, saturday + timedelta(1), Precision.WEEKEND)


def shift_day(base: date, count: int, unit: str) -> date:
    """`base` moved by `count` units; a month or year too short for its day gives the last day of the month."""
    if unit in "hms":
        return base
    if unit in "DW":
        return base + timedelta(count * (7 if unit == "W" else 1))
    months = count * {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}[unit] + base.year * 12 + base.month - 1
    year, month = divmod(months, 12)
    return date(year, month + 1, min(base.day, monthrange(year, month + 1)[1]))


def _resolve_offset(count: int, unit: str, base: date) -> Interval:
    day = shift_day(base, count, unit)
    if unit in "Dhms":
        return _days(day, day, Precision.DAY)
    return _resolve_unit(0, "Y" if unit in "EC" else unit, day)


def _resolve_unit(count: int, unit: str, base: date) -> Interval:
    day = shift_day(base, count, unit)
    if unit in "Dhms":
        return _days(day, day, Precision.DAY)
    if unit == "W":
        monday = day - timedelta(day.weekday())
        return _days(monday, monday + timedelta(6), Precision.WEEK)
    if unit == "M":
        return _months(day.year, day.month, 1, Precision.MONTH)
    if unit == "Q":
        return _months(day.year, 3 * ((day.month - 1) // 3) + 1, 3, Precision.YEAR)
    size = {"Y": 1, "E": 10, "C": 100}[unit]
    first = day.year // size * size
    return date(first, 1, 1).isoformat(), date(first + size - 1, 12, 31).isoformat(), Precision.YEAR


def _resolve_stretch(name: str, value: str, base: date) -> Interval:
    found = _SPAN.fullmatch(value)
    if not found or not found[1]:
        return ("", base.isoformat(), Precision.UNKNOWN) if name == "past" else (base.isoformat(), "", Precision.UNKNOWN)
    count = int(found[1])
    if name == "past":
        return _days(shift_day(base, -count, found[2]), base, _PRECISION[found[2]])
    return _days(base, shift_day(base, count, found[2]), _PRECISION[found[2]])


def _pick_year(name: str, value: str, base: date, direction: str) -> Interval:
    if direction in _STEPS:
        return _in_year(name, value, base.year + _STEPS[direction])
    options: list[tuple[int, Interval]] = []
    for year in range(max(base.year - 8, 1), min(base.year + 9, 9999)):
        try:
            found = _in_year(name, value, year)
        except ValueError:
            continue
        start, end = date.fromisoformat(found[0]), date.fromisoformat(found[1])
        inside = start <= base <= end
        distance = 0 if inside else (start - base).days if start > base else (end - base).days
        options.append((distance, found))
    back = [row for row in options if row[0] < 0 or (row[0] == 0 and direction != "last")]
    ahead = [row for row in options if row[0] > 0 or (row[0] == 0 and direction != "next")]
    if direction in ("back", "last"):
        return max(back)[1] if back else UNRESOLVED
    if direction == "next" or (direction == "ahead" and ahead and min(ahead)[0] <= 300):
        return min(ahead)[1] if ahead else UNRESOLVED
    return min(options, key=lambda row: (4 * row[0] if row[0] > 0 else -row[0], row[0]))[1] if options else UNRESOLVED


def _in_year(name: str, value: str, year: int) -> Interval:
    if name == "feast":
        day = find_easter(year) if value == "EASTER" else date(year, 11, 22) + timedelta((3 - date(year, 11, 22).weekday()) % 7)
        return _days(day, day, Precision.DAY)
    prefix = {"quarter": "Q", "half": "H"}.get(name, "")
    return _resolve_absolute(f"{year:04d}-{prefix}{value}")


def find_easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian rule of 1876)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = moon + week - 7 * ((golden + 11 * moon + 22 * week) // 451) + 114
    return date(year, shift // 31, shift % 31 + 1)


def _days(start: date, end: date, precision: Precision) -> Interval:
    return start.isoformat(), end.isoformat(), precision


def _months(year: int, month: int, count: int, precision: Precision) -> Interval:
    last = year * 12 + month - 1 + count - 1
    end_year, end_month = last // 12, last % 12 + 1
    return date(year, month, 1).isoformat(), date(end_year, end_month, monthrange(end_year, end_month)[1]).isoformat(), precision


def _refine(found: Interval, modifiers: dict[str, str]) -> Interval:
    start, end, precision = found
    if precision is Precision.DAY:
        if at := modifiers.get("at"):
            return f"{start}T{at}", f"{start}T{at}", Precision.MINUTE
        if part := modifiers.get("part"):
            low, high = PARTS[part]
            last = (date.fromisoformat(start) + timedelta(1)).isoformat() if high < low else start
            return f"{start}T{low}", f"{last}T{high}", Precision.PART
        if mod := modifiers.get("mod"):
            low, high = {"early": ("00:00", "09:00"), "mid": ("11:00", "14:00"), "late": ("18:00", "23:59")}[mod]
            return f"{start}T{low}", f"{start}T{high}", Precision.PART
        return found
    mod = modifiers.get("mod")
    if not mod or precision is Precision.MINUTE:
        return found
    first, last_day = date.fromisoformat(start), date.fromisoformat(end)
    third = ((last_day - first).days + 1) // 3
    if mod == "early":
        return _days(first, first + timedelta(max(third - 1, 0)), precision)
    if mod == "late":
        return _days(last_day - timedelta(max(third - 1, 0)), last_day, precision)
    return _days(first + timedelta(third), last_day - timedelta(third), precision)


# Dates as pages and feeds write them.
_MONTH_NUMBERS = {name[:3].lower(): index for index, name in enumerate(MONTHS, 1)}
_MONTH_WORD = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\.?"
)
_WEEKDAY_WORD = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]*\s+)?"
_CLOCK = (
    r"(?:,?\s*(?:at\s+|-\s*|\|\s*)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::\d\d)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?P<zone>[A-Z]{1,4}\b|[+-]\d\d:?\d\d)?)?"
)
_WRITTEN = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_WEEKDAY_WORD}{_MONTH_WORD}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_CLOCK}",
        rf"{_WEEKDAY_WORD}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH_WORD}[,\s-]+(?P<year>\d{{4}}){_CLOCK}",
        rf"{_MONTH_WORD},?\s+(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})[/.](?P<number>\d{{1,2}})[/.](?P<day>\d{{1,2}}){_CLOCK}",
        rf"(?P<first>\d{{1,2}})[/.](?P<second>\d{{1,2}})[/.](?P<year>\d{{4}}){_CLOCK}",
    )
)
_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?\d\d(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?", re.I)
_ZONES = {"GMT": "Z", "UTC": "Z", "Z": "Z", "BST": "+01:00", "CET": "+01:00", "CEST": "+02:00", "EST": "-05:00", "EDT": "-04:00",
          "CST": "-06:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00",
          "MSK": "+03:00"}  # fmt: skip


def parse_date(text: str) -> Interval | None:
    """The interval of one written date (ISO 8601, RFC 822, "January 2, 2020 3:42 PM GMT", "2 Jan 2020", "January 2020"), else None.

    The whole string must be the date. A zone is kept as an offset when known; `03/04/2020`, which two continents read differently, is None.
    """
    text = " ".join(text.split())
    try:
        if found := _ISO.fullmatch(text):
            day = date(int(found[1]), int(found[2]), int(found[3])).isoformat()
            return _at_clock(day, int(found[4]), int(found[5]), found[6] or "") if found[4] else (day, day, Precision.DAY)
        for pattern in _WRITTEN:
            if found := pattern.fullmatch(text):
                return _read_written(found.groupdict())
    except (ValueError, OverflowError):
        return None
    return None


def _read_written(parts: dict[str, str | None]) -> Interval | None:
    year = int(parts["year"] or 0)
    if parts.get("first"):
        first, second = int(parts["first"] or 0), int(parts["second"] or 0)
        if (first <= 12) == (second <= 12) and first != second:
            return None
        month, number = (first, second) if first <= 12 else (second, first)
    else:
        month = int(parts["number"] or 0) if parts.get("number") else _MONTH_NUMBERS[(parts["month"] or "")[:3].lower()]
        if not parts.get("day"):
            return _months(year, month, 1, Precision.MONTH)
        number = int(parts["day"] or 0)
    day = date(year, month, number).isoformat()
    if not parts.get("hour"):
        return day, day, Precision.DAY
    hour = int(parts["hour"] or 0)
    if half := parts.get("half"):
        hour = hour % 12 + (12 if half[0].lower() == "p" else 0)
    return _at_clock(day, hour, int(parts["minute"] or 0), parts.get("zone") or "")


def _at_clock(day: str, hour: int, minute: int, zone: str) -> Interval:
    if hour > 23 or minute > 59:
        return day, day, Precision.DAY
    offset = _ZONES.get(zone.upper(), zone)
    if re.fullmatch(r"[+-]\d{4}", offset):
        offset = f"{offset[:3]}:{offset[3:]}"
    if not re.fullmatch(r"Z|[+-]\d\d:\d\d", offset):
        offset = ""
    moment = f"{day}T{hour:02d}:{minute:02d}{'Z' if offset == '+00:00' else offset}"
    return moment, moment, Precision.MINUTE


def format_interval(start: str, end: str, precision: Precision) -> str:
    """An interval for people: "2 January 2020", "night of 31 December 2019", "28-29 December 2019", "December 2019", "date unknown"."""
    if not start and not end:
        return "date unknown"
    if not start or not end:
        return f"until {_format_day(end)}" if end else f"from {_format_day(start)}"
    if precision is Precision.MINUTE:
        return f"{_format_day(start)}, {start[11:16]}{' UTC' if start.endswith('Z') else ' ' + start[16:] if start[16:] else ''}"
    if precision is Precision.PART:
        part = next((word for key, word in PART_WORDS.items() if (start[11:16], end[11:16]) == PARTS[key]), "")
        return f"{part} of {_format_day(start)}" if part else f"{_format_day(start)}, {start[11:16]} to {end[11:16]}"
    if start[:10] == end[:10]:
        return _format_day(start)
    if precision is Precision.MONTH and start[:7] == end[:7] and start.endswith("-01") and int(end[8:10]) >= 28:
        return f"{MONTHS[int(start[5:7]) - 1]} {int(start[:4])}"
    if precision is Precision.YEAR and start.endswith("-01-01") and end.endswith("-12-31"):
        return start[:4] if start[:4] == end[:4] else f"{start[:4]} to {end[:4]}"
    if start[:7] == end[:7]:
        return f"{int(start[8:10])}-{_format_day(end)}"
    return f"{_format_day(start)} to {_format_day(end)}"


def _format_day(day: str) -> str:
    return f"{int(day[8:10])} {MONTHS[int(day[5:7]) - 1]} {int(day[:4])}"
