"""The rules of time that count: from the day of writing (yesterday, last week, two days ago), from another event (two days after the raid),
and those that never become a date: lengths, rhythms, vague times.
"""

from __future__ import annotations

from offing.code.time_rules import CALENDAR, Match, Rule, make_rule
from offing.code.time_words import (
    ABOUT,
    ABOUT_FIRST,
    AMOUNT,
    CLOCK,
    MOD,
    MOD_FIRST,
    NUMBER,
    NUMBERS_FIRST,
    PART,
    RHYTHMS,
    UNIT,
    UNITS,
    VAGUE_TIMES,
    ZONE,
    count_units,
    join_words,
    read_clock,
    read_unit,
    write_mod,
    write_part,
    write_span,
)

_RELATIVE = {"today": "offset:+0D", "yesterday": "offset:-1D", "tomorrow": "offset:+1D", "tonight": "offset:+0D+part:NI"}
_WEEKENDS = {"": "-0", "last": "-1", "past": "-1", "previous": "-1", "this": "+0", "coming": "+0", "next": "+1", "following": "+1"}
_STEPS = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "this": 0, "current": 0, "latest": 0, "same": 0, "that": 0, "next": 1,
          "coming": 1, "following": 1, "upcoming": 1}  # fmt: skip
_WHICH = r"(?P<which>last|past|previous|preceding|this\s+past|this\s+coming|this|current|next|coming|upcoming|following|same|that|latest)"


def _write_relative(found: Match) -> str:
    form = _RELATIVE[found["word"].lower()]
    if "+part" in form:
        return form
    at = read_clock(found["clock"]) if found["clock"] else ""
    if at:
        return f"{form}+at:{at}"
    if found["part"]:
        return form + write_part(found["part"])
    return form + {"early": "+part:MO", "late": "+part:EV", "mid": "+part:AF"}.get((found["mod"] or "").lower(), "")


def _write_weekend(found: Match) -> str:
    which = (found["which"] or "").lower().split()
    return "weekend:" + _WEEKENDS[which[-1] if which else ""]


def _write_unit(found: Match) -> str:
    """ "last week" -> unit:-1W, "the next day" -> event:+1D, "the latest quarter" -> event:+0Q."""
    unit = read_unit(found["unit"])
    which = found["which"].lower().split()[-1]
    step = _STEPS[which]
    if unit in "hms":
        return ""
    if which == "latest":
        return f"event:+0{unit}" if unit == "Q" else ""
    if which in ("following", "previous", "preceding", "same", "that") or (unit == "D" and which == "next"):
        return f"event:{step:+d}{unit}{write_part(found.groupdict().get('part'))}"
    if unit == "D" and which != "this":
        return "past:P1D" if step < 0 else ""
    if unit == "2W":
        unit, step = "W", 2 * step
    return f"unit:{step:+d}{unit}{write_mod(found)}"


def _write_offset(found: Match) -> str:
    """ "two days ago" -> offset:-2D; "two days after the raid" -> event:-2D, the raid's day; "two days later" -> event:+2D."""
    word = found["side"].lower().split()[0]
    if not found["amount"] and found["plural"]:
        return f"span:{write_span(None, found['unit'])}"
    count, unit, rest = count_units(found["amount"], found["unit"]) if found["amount"] else (1, read_unit(found["unit"]), 0)
    if rest:
        smaller = {"Y": ("M", 12), "M": ("D", 30), "E": ("Y", 10), "C": ("Y", 100)}.get(unit)
        if smaller:
            count, unit = (count or 0) * smaller[1] + rest, smaller[0]
    if unit == "E" and word == "ago" and count:
        count, unit = 10 * count, "Y"
    if count is None:
        return (
            ("ref:PAST" if word == "ago" else "ref:FUTURE")
            if word in ("ago", "hence", "from")
            else f"span:{write_span(None, found['unit'])}"
        )
    ahead = word in ("later", "from", "hence", "on") or (word in ("before", "prior") and bool(found["clause"]))
    head = "offset" if word in ("ago", "from", "hence") else "event"
    return f"{head}:{'+' if ahead else '-'}{count}{unit}"


def _write_stretch(found: Match) -> str:
    ahead = found["side"].lower() in ("next", "coming", "following")
    return f"{'coming' if ahead else 'past'}:{write_span(found['amount'], found['unit'])}"


def _write_recent(found: Match) -> str:
    unit = read_unit(found["unit"])
    return "ref:PAST" if unit in "hms" else f"recent:{unit[-1]}"


def _write_length(found: Match) -> str:
    unit, words = found["unit"].lower(), found["amount"].lower()
    if unit == "quarter" and (not found["plural"] or words == "three"):
        return ""
    if unit == "second" and words in ("a", "the", "one", "an"):
        return ""
    return f"span:{write_span(words, unit)}"


def _write_every(found: Match) -> str:
    unit = found["unit"].lower()
    return "set:" + (write_span(found["amount"] or "one", unit) if unit in UNITS else "P1D")


_TURN = {"next": "+1", "following": "+1", "previous": "-1", "same": "+0"}

COUNTING = (
    make_rule(
        "today yesterday tomorrow tonight early late mid earlier later 0 noon midnight",
        rf"(?:(?P<clock>{CLOCK}){ZONE}\s+)?(?:(?P<mod>early|late|mid)[\s-](?:morning\s+|afternoon\s+)?|earlier\s+|later\s+)?"
        rf"(?P<word>today|yesterday|tomorrow|tonight)\b(?:\s+(?P<part>{PART})\b)?(?!,?\s+(?:Show|Programme))",
        _write_relative,
    ),
    make_rule(
        "this last earlier later",
        rf"(?:earlier\s+|later\s+)?(?P<which>this|last)\s+(?P<part>{PART})\b",
        lambda found: f"offset:{'+0' if found['which'].lower() == 'this' else '-1'}D{write_part(found['part'])}",
    ),
    make_rule("overnight", r"overnight\b(?!\s+(?:stay|train|flight|bus|success|delivery|low|high|rate))", lambda _: "offset:-1D+part:NI"),
    make_rule(
        "weekend the last past previous this next coming following",
        r"(?:the\s+)?(?:(?P<which>last|past|previous|this\s+past|this\s+coming|this|coming|next|following)\s+)?weekend\b(?!s)",
        _write_weekend,
    ),
    make_rule(
        "last past previous preceding this current next coming upcoming following same that earlier later sometime latest " + MOD_FIRST,
        rf"(?:earlier\s+|later\s+|sometime\s+)?{MOD}(?:the\s+)?{_WHICH}\s+(?:fiscal\s+|calendar\s+|business\s+)?(?P<unit>{UNIT})\b(?:[’']s)?(?!s)",
        _write_unit,
    ),
    make_rule("the year", r"(?:the\s+)?year(?:[\s-]|[’']s\s+)end\b", lambda _: "unit:+0Y+mod:late"),
    make_rule("the", r"the\s+end\s+of\s+the\s+(?P<unit>week|month|year)\b", lambda found: f"unit:+0{read_unit(found['unit'])}+mod:late"),
    make_rule("the", r"the\s+(?:fiscal\s+)?year\s+(?:ended|ending)\b", lambda _: "span:P1Y"),
    make_rule("the", r"the\s+(?:full|fiscal)\s+year\b", lambda _: "unit:+0Y"),
    make_rule("for of", r"(?:for|of)\s+the\s+year\b(?!\s+(?:ended|ending|before|after|to|in|of|\d))", lambda _: "unit:+0Y"),
    make_rule(
        "earlier later", r"(?:earlier|later)\s+in\s+the\s+(?P<unit>week|month|year)\b", lambda found: f"unit:+0{read_unit(found['unit'])}"
    ),
    make_rule(
        f"{NUMBERS_FIRST} {ABOUT_FIRST} the",
        rf"(?:{ABOUT}\s+)?(?:(?P<amount>{AMOUNT})[\s-]+|the\s+)(?P<unit>{UNIT})(?P<plural>s?)\s*-?\s*"
        rf"(?P<side>ago|earlier|later|before|after|from\s+now|hence|previously|prior\s+to|following)\b(?P<clause>(?=\s+[\w“\"]))?",
        _write_offset,
    ),
    make_rule(
        "seconds minutes hours days weeks months years decades",
        rf"(?P<unit>{UNIT})s\s+(?P<side>ago|earlier|later|before|after)\b",
        lambda found: "ref:PAST" if found["side"].lower() == "ago" else f"span:{write_span(None, found['unit'])}",
    ),
    make_rule("the day", r"(?:the\s+)?day\s+before\s+yesterday\b", lambda _: "offset:-2D"),
    make_rule("the day", r"(?:the\s+)?day\s+after\s+tomorrow\b", lambda _: "offset:+2D"),
    make_rule(
        "the",
        rf"the\s+(?P<which>next|following|previous|same)\s+(?P<part>{PART})\b",
        lambda found: f"event:{_TURN[found['which'].lower()]}D{write_part(found['part'])}",
    ),
    make_rule("the", rf"the\s+(?P<part>{PART})\s+before\b", lambda found: f"event:-1D{write_part(found['part'])}"),
    make_rule(
        "that later earlier",
        rf"(?:later\s+|earlier\s+)?(?:that|the\s+same)\s+(?P<part>{PART})\b",
        lambda found: f"event:+0D{write_part(found['part'])}",
    ),
    make_rule("later earlier", r"(?:later|earlier)\s+(?:that|the|in\s+the|on\s+the)\s+(?:same\s+)?day\b", lambda _: "event:+0D"),
    make_rule(
        "the year a",
        r"(?:the\s+|a\s+)?(?:comparable\s+)?year-(?:ago|earlier)\b(?:\s+(?:\w+\s+)?(?:quarter|period))?",
        lambda _: "event:-4Q",
    ),
    make_rule("the", r"the\s+(?:latest\s+(?:quarter|period)|quarter)\b(?!\s+(?:century|of\s+a))", lambda _: "event:+0Q"),
    make_rule(
        "the last past previous next coming following",
        rf"(?:the\s+)?(?P<side>last|past|previous|preceding|next|coming|following)\s+(?:{ABOUT}\s+)?(?P<amount>{AMOUNT})[\s-]+(?P<unit>{UNIT})s?\b",
        _write_stretch,
    ),
    make_rule("recent", rf"recent\s+(?P<unit>{UNIT})s\b", _write_recent),
    make_rule(
        "the past last coming",
        rf"(?:the\s+)?(?P<side>past|last|coming)\s+(?P<unit>{UNIT})s\b",
        lambda found: f"{'coming' if found['side'].lower() == 'coming' else 'past'}:{write_span(None, found['unit'])}",
    ),
    make_rule(
        f"{NUMBERS_FIRST} {ABOUT_FIRST} the first",
        rf"(?:{ABOUT}\s+)?(?:the\s+)?(?:(?:first|last|past)\s+)?(?P<amount>{AMOUNT})"
        rf"(?:[\s-]+(?:more|full|consecutive|straight|whole|long))?[\s-]*(?P<unit>{UNIT})(?P<plural>s?)\b(?:[’']s?)?(?!\s*-?\s*(?:old|olds)\b)",
        _write_length,
    ),
    make_rule("in", rf"in\s+(?P<unit>{UNIT})s\b", lambda found: f"span:{write_span(None, found['unit'])}"),
    make_rule("years centuries weeks days", rf"(?P<unit>{UNIT})s\b(?!\s+old\b)", lambda found: f"span:{write_span(None, found['unit'])}"),
    make_rule(
        "every each", rf"(?:every|each)\s+(?:(?P<amount>{NUMBER})\s+)?(?P<unit>{UNIT}|morning|night|evening|afternoon)s?\b", _write_every
    ),
    make_rule(" ".join(RHYTHMS), rf"(?:{join_words(RHYTHMS)})\b", lambda found: f"set:{RHYTHMS[found.group().lower()]}"),
    make_rule(
        "now currently current recently lately nowadays presently these the",
        rf"(?:{join_words(VAGUE_TIMES)})\b(?!-)",
        lambda found: f"ref:{VAGUE_TIMES[' '.join(found.group().lower().split())]}",
    ),
)


def _index_rules() -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for rule in (*CALENDAR, *COUNTING):
        for word in dict.fromkeys(rule.first.split()):
            found.setdefault(word, []).append(rule)
    return {word: tuple(rules) for word, rules in found.items()}


# First word -> the rules to try there.
RULES = _index_rules()
