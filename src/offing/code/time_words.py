"""The words of time: numbers, units, weekdays, months, parts of the day, and the pattern pieces made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from offing.dates import WEEKDAYS

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
# More than one, nobody says how many: TIMEX3 writes X.
VAGUE = ("several", "some", "few", "a few", "many", "a number of", "numerous", "dozens of")
PAIR = ("a couple of", "a couple", "couple of")
UNITS = {
    "second": "s", "minute": "m", "hour": "h", "day": "D", "week": "W", "fortnight": "2W", "month": "M", "quarter": "Q", "year": "Y",
    "decade": "E", "century": "C", "centurie": "C",
}  # fmt: skip
DAY_NAMES = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6, "mon": 0, "tue": 1, "tues": 1,
    "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
MONTH_NAMES = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10,
    "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
PART_NAMES = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "overnight": "NI", "dawn": "DN", "daybreak": "DN", "noon": "MI",
    "midday": "MI", "dusk": "EV",
}  # fmt: skip
RHYTHMS = {
    "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y", "hourly": "PT1H", "biweekly": "P2W",
}  # fmt: skip
HOLIDAYS = {
    "christmas day": "date:12-25", "christmas eve": "date:12-24", "christmas": "date:12-25", "new year's eve": "date:12-31",
    "new year's day": "date:01-01", "halloween": "date:10-31", "the fourth of july": "date:07-04", "may day": "date:05-01",
    "valentine's day": "date:02-14", "boxing day": "date:12-26",
    "thanksgiving day": "feast:THANKSGIVING", "thanksgiving": "feast:THANKSGIVING",
    "easter sunday": "feast:EASTER",
    "easter": "feast:EASTER",
}  # fmt: skip
MODS = {
    "early": "early", "mid": "mid", "late": "late", "the middle of": "mid", "the beginning of": "early", "the start of": "early",
    "the end of": "late", "the early part of": "early", "the latter part of": "late",
}  # fmt: skip
VAGUE_TIMES = {
    "now": "PRESENT", "currently": "PRESENT", "current": "PRESENT", "nowadays": "PRESENT", "presently": "PRESENT", "these days": "PRESENT",
    "recently": "PAST", "lately": "PAST", "the past": "PAST", "the future": "FUTURE", "the near future": "FUTURE",
    "the foreseeable future": "FUTURE",
}  # fmt: skip


def join_words(words: Iterable[str]) -> str:
    """An alternation, longest first, with any white space between words."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda word: (-len(word), word)))


NUMBER_WORD = rf"(?:{join_words(word for word in NUMBERS if len(word) > 2)})"
NUMBER = rf"(?:\d{{1,3}}(?:\.\d+)?(?:\s+1/2)?|{NUMBER_WORD}(?:[\s-]+(?:and\s+a\s+half|{NUMBER_WORD}))?|half\s+an?|an?\s+half|an?)"
AMOUNT = rf"(?:{join_words((*VAGUE, *PAIR))}|{NUMBER})"
UNIT = r"(?:second|minute|hour|day|week|fortnight|month|quarter|year|decade|century|centurie)"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
WEEKDAY_SHORT = r"(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\."
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
PART = r"(?:mornings?|afternoons?|evenings?|nights?|overnight|dawn|noon|midday|dusk)"
CLOCK = (
    r"(?:\d{1,2}(?:[:.]\d\d)?\s*[ap]\.?\s?m\b\.?|(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)(?:\s*(?:hours|hrs)\b)?|noon\b|midnight\b"
    r"|\d{4}\s*(?:GMT|UTC|hours)\b)"
)
ZONE = r"(?:\s*\(?(?:GMT|UTC|EST|EDT|ET|BST|CET|local\s+time|Eastern(?:\s+time)?)\b\)?)?(?:\s*\(\d{4}\s*(?:GMT|UTC)\))?"
YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?!\d)"
ABOUT = (
    r"(?:(?:more|less|fewer)\s+than|about|around|nearly|almost|some|over|just|roughly|at\s+least|up\s+to|exactly|only|barely|approximately)"
)
ABOUT_FIRST = "more less fewer about around nearly almost some over just roughly at up exactly only barely approximately"
MOD = rf"(?:(?P<mod>early|mid|late)(?:\s+on)?[\s-]+|(?P<part_of>{join_words(word for word in MODS if word.startswith('the'))})\s+)?"
MOD_FIRST = "early mid late the"
NUMBERS_FIRST = " ".join([*NUMBERS, "0", "half", *{word.split()[0] for word in (*VAGUE, *PAIR)}])


def read_number(words: str) -> float | None:
    """The number that an AMOUNT says; None when nobody says how many."""
    text = " ".join(words.lower().replace("-", " ").split())
    if text in PAIR:
        return 2.0
    if text in ("half a", "half an", "a half", "an half"):
        return 0.5
    plus = 0.0
    for tail in (" and a half", " 1/2"):
        if text.endswith(tail):
            text, plus = text[: -len(tail)], 0.5
    if text.replace(".", "", 1).isdigit():
        return float(text) + plus
    total = 0
    for word in text.split():
        if word not in NUMBERS:
            return None
        total = max(total, 1) * 100 if word == "hundred" else total + NUMBERS[word]
    return total + plus


def count_units(words: str | None, unit: str) -> tuple[int | None, str, int]:
    """(whole number or None, unit letter, halves left over in the next smaller unit): ("2 1/2", "years") -> (2, Y, 6)."""
    letter = read_unit(unit)
    amount = read_number(words) if words else None
    if letter == "2W":
        letter, amount = "W", None if amount is None else amount * 2
    if amount is None:
        return None, letter, 0
    rest = amount - int(amount)
    smaller = {"Y": 12, "M": 30, "D": 24, "h": 60, "m": 60, "E": 10, "C": 100}.get(letter, 0)
    return int(amount), letter, round(rest * smaller)


def write_span(words: str | None, unit: str) -> str:
    """An ISO 8601 duration: ("two", "days") -> P2D, ("several", "hours") -> PTXH, ("2 1/2", "years") -> P2Y6M."""
    count, letter, rest = count_units(words, unit)
    low = {"Y": "M", "M": "D", "D": "h", "h": "m", "m": "s", "E": "Y", "C": "Y"}.get(letter, "")
    pieces = [(count, letter)] if not rest else [(count, letter), (rest, low)] if count else [(rest, low)]
    days = "".join(f"{'X' if number is None else number}{sign}" for number, sign in pieces if sign not in "hms")
    clock = "".join(f"{'X' if number is None else number}{sign.upper()}" for number, sign in pieces if sign in "hms")
    return f"P{days}" + (f"T{clock}" if clock else "")


def read_unit(unit: str) -> str:
    """The letter of a unit word."""
    word = unit.lower()
    return UNITS.get(word) or UNITS[word.removesuffix("s")]


def read_weekday(word: str) -> str:
    """MON .. SUN for a weekday in any of its spellings."""
    return WEEKDAYS[DAY_NAMES[word.lower().rstrip(".")]]


def read_month(word: str) -> int:
    """1 to 12 for a month in any of its spellings."""
    return MONTH_NAMES[word.lower().rstrip(".")]


def read_clock(words: str) -> str:
    """HH:MM, with Z for GMT or UTC; "" when no such hour exists."""
    text = words.lower().replace(" ", "")
    if text.startswith(("noon", "midnight")):
        return "12:00" if text.startswith("noon") else "00:00"
    found = re.match(r"(\d{1,2})[:.](\d\d)", text) or re.match(r"(\d\d)(\d\d)(?=gmt|utc|h)", text) or re.match(r"(\d{1,2})()", text)
    if not found:
        return ""
    hour, minute = int(found[1]), int(found[2] or 0)
    if half := re.search(r"\d([ap])\.?m", text):
        hour = hour % 12 + (12 if half[1] == "p" else 0)
    if hour > 23 or minute > 59:
        return ""
    return f"{hour:02d}:{minute:02d}{'Z' if 'gmt' in text or 'utc' in text else ''}"


def write_part(word: str | None) -> str:
    """The modifier for a part of the day, "" for none."""
    if not word:
        return ""
    lower = word.lower()
    return f"+part:{PART_NAMES[lower if lower in PART_NAMES else lower.removesuffix('s')]}"


def write_mod(found: re.Match[str]) -> str:
    """The modifier for early, mid, late, from the groups of MOD."""
    groups = found.groupdict()
    words = groups.get("mod") or groups.get("part_of")
    return f"+mod:{MODS[' '.join(words.lower().split())]}" if words else ""
