"""Time expressions: where they stand, their anchor-free form, and what they mean on the day of writing.

`find_times` reads a text once: at each word that can begin a time, the rules of `time_rules` and `time_spans` are tried and the longest
match wins. Then the words around decide what a pattern cannot: "may" the verb, 2000 the count, and whether "Thursday" lies behind or ahead.
"""

from __future__ import annotations

import re
from functools import lru_cache

from offing.code.time_rules import Rule
from offing.code.time_spans import RULES
from offing.dates import read_anchor, resolve_form
from offing.language.tags import load_words
from offing.records import Precision, Span, When

_WORD = re.compile(r"[A-Za-z]+|\d+")
# The stop comes first and what stands before it is asked after: so most characters are passed over at once.
_SENTENCE_END = re.compile(
    r"[.!?\n](?:(?<=\n)|(?<![.\s][A-Z][.!?])(?<!(?:Mr|Ms|Dr)[.!?])(?<!(?:Mrs|Gen|Sen|Rep|Gov)[.!?])[”\"’')]*\s+(?=[A-Z“\"]))"
)
_YEAR_ONLY = re.compile(r"\d{4}(?:\+mod:\w+)?")
_COUNTED = re.compile(
    r"[\s-]*(?:%|(?:more|other|new|about|or|to\s+\d|additional|U\.?S\.?)?\s*"
    r"(?:people|persons|men|women|children|troops|soldiers|marines|police|officers|miles|feet|foot|yards|km|kilomet|met(?:er|re)s|tons|tonnes"
    r"|jobs|homes|houses|shares|workers|employees|protest|demonstrators|dollars|pounds|euros|points|percent|per\s+cent|cars|acres|pages"
    r"|members|students|others|barrels|hectares|fighters|refugees|prisoners|passengers|residents|families|visitors|votes|times|rpm|GMT|hours"
    r"|hrs|calories|degrees)\b)",
    re.I,
)
_COUNTING = re.compile(
    r"(?:[$£€¥#]|\b(?:about|than|some|nearly|over|almost|least|no|nos|number|roughly|estimated|another|route|flight|room|page)\.?\s+"
    r"|\d[.,]|\d[-/])$",
    re.I,
)
# "$5 million a year", "24 hours a day": a rate, no length of time.
_RATE = re.compile(
    r"(?:\d|\b(?:million|billion|hours|cents|percent|times|seats|flights|jobs|barrels|people|dollars|once|twice|much|many))\s+$"
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|by|since|until|till|through|for|of|from|to|and|during|last|this|next|early|mid|late|between|or|after|before|every|each|on"
    r"|ending|ended|a|the|that|beginning|starting|around|about|as)[\s-]+$",
    re.I,
)
_MONTH_ALONE = re.compile(r"(?:May|March|MAY|MARCH|April|June|August|Mar|Jun)\.?")
_NO_MONTH = re.compile(r"\s+(?:be|have|not|also|well|yet|still|I|we|you|he|she|they|it|on|said|says|told)\b")
_SAYING = re.compile(r"\b(?:spoke|speaking|said|told|says|addressed|announced|warned)\b")
_SAME_DAY = re.compile(r"(?:earlier|later)\s+(?:that|the|in\s+the|on\s+the)\b|(?:the\s+)?same\b", re.I)
_CAME = re.compile(r"\b(?:came|comes|come|followed|follows|happened)\s+(?:just\s+|only\s+)?$")
_SPEECH = re.compile(
    r"\b(?:warning|statement|remark|comment|announcement|speech|call|appeal|threat|vow|pledge|condemnation|demand)s?\b", re.I
)
_TURNING = ("weekday:", "date:", "month:", "season:", "quarter:", "half:")
# Words to the left of a time that tell where its clause lies; the nearest one decides.
_LEANING = frozenset(
    """will won’t won't shall ’ll 'll would may might due scheduled expected slated planned planning plans plan hopes hope intends intend
    upcoming until till deadline prepares preparing going effective set""".split()
)
# With these shortly before, a plan is told as a past one ("had been due to expire Friday").
_PAST_PLAN = frozenset("had previously originally initially".split())
_PAST = frozenset("said told was were had did has have been says since after when".split())
_LEFT_WORD = re.compile(r"[A-Za-z’']+|[;:—]")


def find_times(text: str, published: str | None = None, *, page: str = "", offset: int = 0) -> list[When]:
    """The times told in `text`, in order, without overlap.

    `published` is the ISO date the text was written on; without it relative times keep their form and stay unresolved ("" start and end).
    Spans are on page `page`, shifted by `offset` (the place of `text` on its page).
    """
    found: list[When] = []
    ends = [match.end() for match in _SENTENCE_END.finditer(text)] + [len(text)]
    sentence, turn, at = 0, 0, 0
    for word in _WORD.finditer(text):
        first = word.group()
        rules = RULES.get("0" if first[0].isdigit() else first.lower())
        if rules is None:
            continue
        start = word.start()
        if start < at or (start and (text[start - 1].isalnum() or text[start - 1] in "_@#/")):
            continue
        while start >= ends[turn]:
            sentence, turn = ends[turn], turn + 1
        best = _match(text, start, rules)
        if best is None:
            continue
        end, form = best
        form = _settle(text[start:end], form, text[sentence:start], text[end : ends[turn]], found)
        if not form:
            continue
        at = end
        found.append(_make_when(text, start, end, form, published or "", found, text[sentence:start], page, offset))
    return found


def _match(text: str, start: int, rules: tuple[Rule, ...]) -> tuple[int, str] | None:
    best: tuple[int, str] | None = None
    for rule in rules:
        found = rule.pattern.match(text, start)
        if found is None or found.end() == start or (best is not None and found.end() <= best[0]):
            continue
        form = rule.write(found)
        if form:
            best = found.end(), form
    return best


def _settle(words: str, form: str, before: str, after: str, found: list[When]) -> str:
    """The form after a look around, "" when the words are no time here."""
    if _YEAR_ONLY.fullmatch(form) and words[:1].isdigit() and (_COUNTED.match(after) or _COUNTING.search(before)):
        return ""
    if form.startswith("span:P1") and words[:2].lower() == "a " and _RATE.search(before):
        return ""
    if form.startswith("month:") and len(words) == 3 and re.match(r"\s+[A-Z]", after):
        return ""
    if form.startswith("month:") and _MONTH_ALONE.fullmatch(words) and not _is_month(before, after):
        return ""
    if form.startswith(_TURNING) and "+dir:" not in form and _looks_ahead(before, after):
        head, plus, rest = form.partition("+")
        return f"{head}+dir:ahead{plus}{rest}"
    quarter = _find_quarter(found)
    if quarter[5:7] and _YEAR_ONLY.fullmatch(form) and words.endswith(("quarter", "period")):
        return f"{form}-Q{(int(quarter[5:7]) + 2) // 3}"
    if form in ("offset:-1Y", "event:-1Y") and quarter:
        return "event:-4Q"
    if form in ("event:-4Q", "event:+0Q") and not quarter:
        return "offset:-1Y" if form == "event:-4Q" else "unit:-1Q"
    return form


def _find_quarter(found: list[When]) -> str:
    """The first day of the last quarter told, "" when none was: quarters of a report are compared with each other."""
    for when in reversed(found):
        if when.form.startswith("quarter:") or "-Q" in when.form or when.form == "unit:-1Q":
            return when.start or "?"
    return ""


def _is_month(before: str, after: str) -> bool:
    """True when a month name that is also a verb or a first name is used as a month."""
    if _NO_MONTH.match(after):
        return False
    return bool(_BEFORE_MONTH.search(before)) or bool(re.match(r"\s+and\s+[A-Z]", after))


def _looks_ahead(before: str, after: str) -> bool:
    """True when the clause of a weekday or date lies ahead: the nearest word to its left that tells does so."""
    if after.startswith(("'s", "’s", " was ", " were ")):
        return False
    if len(before) < 12:
        turn = _FIRST_VERB.search(after[:140])
        return turn is not None and turn[1] is not None
    words = [word.lower() for word in _LEFT_WORD.findall(before[-110:])]
    for at in range(len(words) - 1, -1, -1):
        word, left = words[at], words[at - 1] if at else ""
        if word in _LEANING:
            if (word == "set" and words[at + 1 : at + 2] not in (["to"], ["for"])) or (word in ("until", "till") and at == 0):
                return False
            if (word == "plan" and left in _OWNERS) or (
                word == "due" and words[at + 1 : at + 2] == ["to"] and _OWNERS & set(words[at + 2 : at + 3])
            ):
                continue
            return word in ("will", "would", "’ll", "'ll") or not _PAST_PLAN & set(words[max(0, at - 2) : at])
        if word in ("soon", "early") and left == "as" and words[at + 1 : at + 2] == ["as"]:
            return True
        if at >= len(words) - 2 and all(one.endswith("ly") for one in words[at + 1 :]) and word in _PRESENT:
            return True
        if word == "to" and left in ("is", "are"):
            return True
        if word in ";:—" or word in _PAST or (left not in _BARE and _is_past(word)):
            return False
    return False


_PRESENT = frozenset("meet meets begin begins open opens arrive arrives travel travels depart departs return returns start starts".split())
_OWNERS = frozenset("the a an its his her their this that".split())
# The first verb after a time that opens its sentence: the named forms lie ahead.
_FIRST_VERB = re.compile(
    r"\b(?:(will|won[’']t|is\s+to|are\s+to|plans?\s+to|(?:is|are)\s+(?:expected|scheduled|due|set))|was|were|had|said|[a-z]{2,}ed)\b"
)
_BARE = frozenset("be get the a an of and with to".split())


@lru_cache(maxsize=4096)
def _is_past(word: str) -> bool:
    """Whether a word is mostly a past form of a verb."""
    tags = load_words()[0].get(word, {})
    return (bool(tags) and max(tags, key=lambda tag: tags[tag]) in ("VBD", "VBN")) or (not tags and len(word) > 4 and word.endswith("ed"))


def _make_when(text: str, start: int, end: int, form: str, published: str, found: list[When], before: str, page: str, offset: int) -> When:
    low, high, precision = resolve_form(form, published)
    if form.startswith("event:") and published:
        reference = _find_quarter(found) if form.endswith("Q") else _find_reference(text, found, before, start, offset, published)
        if reference and read_anchor(reference):
            low, high, precision = resolve_form(form, published, reference=reference)
    span = Span(page, offset + start, offset + end)
    return When(words=text[start:end], span=span, form=form, start=low, end=high, precision=precision)


def _find_reference(text: str, found: list[When], before: str, at: int, shift: int, published: str) -> str:
    """The day an `event:` form counts from, "" if unknown: the last day told in its sentence; for one who speaks ("He spoke two days
    after"), the day told beside the last word of saying, else the day of writing, since a speech is reported when it is held.
    """
    floor = at - len(before)
    days = [when for when in found if when.span is not None and when.precision in (Precision.DAY, Precision.PART, Precision.MINUTE)]
    inside = [when for when in days if when.span is not None and when.span.start >= floor + shift]
    if inside:
        return inside[-1].start[:10]
    told = [when for when in days if not _stands_by_saying(text, when, shift)]
    if _SAME_DAY.match(text, at) or (_CAME.search(before) and not _SPEECH.search(before)):
        return told[-1].start[:10] if told else ""
    if not _SAYING.search(before[-40:]) and not (_CAME.search(before) and _SPEECH.search(before)):
        return ""
    said = [when for when in days if _stands_by_saying(text, when, shift)]
    return said[-1].start[:10] if said else published[:10]


def _stands_by_saying(text: str, when: When, shift: int) -> bool:
    """Whether a word of saying stands right before a time."""
    if when.span is None:
        return False
    return bool(_SAYING.search(text[max(0, when.span.start - shift - 16) : when.span.start - shift]))
