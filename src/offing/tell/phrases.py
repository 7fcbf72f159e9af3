"""Words and figures in our own voice: days, counts, bands, names of outlets. Nothing here judges; it only says."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from offing.records import Article, Certainty, Dating, Event, Party, Precision, Status, When

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
ANNOUNCED = frozenset({Status.PLANNED, Status.EXPECTED, Status.THREATENED, Status.CONDITIONAL})
NEGATIVE = frozenset({Status.DENIED, Status.DID_NOT_HAPPEN})
HEDGED = frozenset({Status.ALLEGED, Status.BACKGROUND})
HEDGES = {Certainty.PLAIN: "", Certainty.PROBABLE: ", probably", Certainty.POSSIBLE: ", possibly"}
UNNAMED = "unnamed person"


def tidy_text(text: str) -> str:
    """One line of text: runs of white space become one space."""
    return " ".join(text.split())


def clip_text(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word and marked with an ellipsis."""
    text = tidy_text(text)
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def count_words(number: int, noun: str, plural: str = "") -> str:
    """`1 text`, `2 texts`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def join_words(words: list[str]) -> str:
    """`a, b and c`."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""


def say_day(day: str, *, year: bool = True) -> str:
    """An ISO day, month or year in words: `2 January 2020`, `2 Jan`, `January 2020`. An empty day is `no date`."""
    match = re.match(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?", day)
    if not match:
        return "no date"
    number, month, date = match.groups()
    if not month:
        return number
    name = MONTHS[int(month) - 1]
    if not date:
        return f"{name} {number}"
    return f"{int(date)} {name} {number}" if year else f"{int(date)} {name[:3]}"


def say_moment(moment: str) -> str:
    """An ISO date-time: `2 January 2020, 14:05 UTC`; the clock is left out where there is none."""
    match = re.match(r"\d{4}-\d\d-\d\d[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", moment)
    if not match:
        return say_day(moment)
    zone = {"Z": " UTC", "+00:00": " UTC", None: ""}.get(match.group(2), f" {match.group(2)}")
    return f"{say_day(moment)}, {match.group(1)}{zone}"


def say_interval(start: str, end: str, *, year: bool = True) -> str:
    """A closed interval of days; open ends are said."""
    if not start and not end:
        return "no date"
    if not start:
        return f"until {say_day(end, year=year)}"
    if not end:
        return f"from {say_day(start, year=year)}"
    if start[:10] == end[:10]:
        return say_day(start, year=year)
    if start[:7] == end[:7] and len(start) >= 10 and len(end) >= 10:
        return f"{int(start[8:10])}–{say_day(end, year=year)}"
    return f"{say_day(start, year=year)} – {say_day(end, year=year)}"


def say_when(when: When | None) -> str:
    """When a thing is said to have happened, as exactly as it is known."""
    if when is None or not (when.start or when.end):
        return tidy_text(when.words) if when and when.words else "no date"
    if when.precision is Precision.MONTH and when.start[:7] == when.end[:7]:
        return say_day(when.start[:7])
    if when.precision is Precision.YEAR and when.start[:4] == when.end[:4]:
        return when.start[:4]
    return say_interval(when.start, when.end)


def say_published(article: Article) -> str:
    """The article's own date in words, with how it is known; says so when there is none."""
    if article.published is None or not article.published.start:
        return "no date on the page"
    moment = article.published.start
    words = say_moment(moment) if article.published.precision is Precision.MINUTE else say_when(article.published)
    return f"{words} ({article.known_by})" if article.known_by else words


def say_dating(dating: Dating | None) -> str:
    """When an article was written according to weighing; `no date` when unknown."""
    if dating is None or dating.precision is Precision.UNKNOWN:
        return "no date"
    return say_interval(dating.start, dating.end)


def name_outlet(article: Article) -> str:
    """The outlet of an article: its name, or the host of its address, or `unnamed outlet`."""
    return article.outlet or urlsplit(article.url).netloc.removeprefix("www.") or "unnamed outlet"


def name_party(party: Party | None) -> str:
    """A party in words: the canonical name, else the page's words, else `someone`."""
    return "someone" if party is None else party.name or tidy_text(party.words) or "someone"


def name_voice(party: Party) -> str:
    """A speaker in words: as the page names them, or by the canonical name where the page has a pronoun or one bare word."""
    words = tidy_text(party.words)
    bare = len(words.split()) < 2 or words.split()[0].lower() in ("he", "she", "they", "it", "his", "her", "their", "its", "the")
    return party.name or words or "someone" if bare else words


def name_act(event: Event) -> str:
    """An event's slots in a few words: `Iran · THREATEN · United States`."""
    act = event.action + (f", {event.mode}" if event.mode else "")
    return " · ".join([name_party(event.who), act] + ([name_party(event.whom)] if event.whom else []))


def say_status(status: Status, certainty: Certainty = Certainty.PLAIN) -> str:
    """A status for readers, with how sure the words are where they are not plain: `expected, possibly`."""
    return str(status).replace("_", " ") + HEDGES[certainty]


def border_of(status: Status) -> str:
    """How a status tag is drawn: `` solid, `will` dashed, `hedge` dotted, `not` rust."""
    if status in ANNOUNCED:
        return "will"
    if status in NEGATIVE:
        return "not"
    return "hedge" if status in HEDGED else ""


def short_hash(digest: str) -> str:
    """The first sixteen digits of a hash in fours."""
    return " ".join(digest[index : index + 4] for index in range(0, min(len(digest), 16), 4))
