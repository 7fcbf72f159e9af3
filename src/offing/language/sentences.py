"""Where sentences end: exact offsets, no model. A newline ends one; abbreviations, initials, decimals and closing quotes do not mislead."""

from __future__ import annotations

import re

_LINES = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
# A stop, what closes after it, then space; or no space at all where two sentences were glued together ("the gate.The guards").
_STOPS = re.compile(
    r"(?P<stop>[.!?…]+)(?P<close>[\"”’'»)\]™®]*)(?:[\[(]\d{1,3}[\])]|\*(?=\s))?(?P<space>\s+|$)|(?<=[a-z]{3})(?P<glued>[.!?][”\"]?)(?=[A-Z“][a-z]+[\s,])"
)
_OPENERS = "\"“‘'«([—–-•*"
TITLES = frozenset(
    (
        "mr mrs ms mx messrs mme mlle sra srta atty sec adj dr prof rev fr hon gen lt col maj capt cpt cmdr cdr adm sgt brig cpl pfc "
        "pvt spc sen sens rep reps gov govs pres supt insp det amb st mt ft vs v cf al approx ca est dept univ assn bros "
        "e.g i.e viz lt.-gen lt.-col maj.-gen"
    ).split(" ")
)
NUMBERED = frozenset(["no", "nos", "art", "sec", "ch", "p", "pp", "vol", "fig", "para", "op", "res"])
MONTHS = frozenset(["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"])
CLOSED = frozenset(["inc", "corp", "co", "ltd", "llc", "plc", "jr", "sr", "etc", "bhd", "esq", "ave", "blvd", "a.m", "p.m", "am", "pm"])
# Words that open a sentence after an abbreviation that may also end one ("in the U.S. The ...", "at 3 p.m. He ...").
STARTERS = frozenset(
    (
        "a after all although an and another as at both but by during each earlier even for from he her his however i if in it its "
        "last later many meanwhile more most no not now of on one only our she since so some such that the their then there these they "
        "this those though thousands two under until we what when where while who why with witnesses you"
    ).split(" ")
)
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
PARTICLES = frozenset("de da di du la le von van bin ben abu".split())
_PRONOUNS = frozenset({"He", "She", "It", "They", "We", "His", "Her", "Their"})
STREETS = frozenset({"st", "mt", "ft"})
_COUNTER = re.compile(r"[a-z]\. [A-Z]")
_TOKEN = re.compile(r"[\w.&'’-]+$")
_WORD = re.compile(r"[\w'’-]+")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Sentences of `text` as (start, end), half open, in order, not overlapping; together they hold every character but white space.

    Quotes and brackets that close after a full stop belong to its sentence. Rules only, in the line of syntok (Leitner, MIT): the same
    on any input, and it never fails.
    """
    spans = []
    for line in _LINES.finditer(text):
        start, words = line.start(), line.group()
        for cut in _find_cuts(words):
            spans.append(_trim(text, start, line.start() + cut))
            start = line.start() + cut
        spans.append(_trim(text, start, line.end()))
    return [span for span in spans if span[0] < span[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _find_cuts(line: str) -> list[int]:
    cuts = []
    for stop in _STOPS.finditer(line):
        if stop.group("glued"):
            before = _TOKEN.search(line, max(0, stop.start() - 40), stop.start())
            if not before or "." not in before.group():
                cuts.append(stop.end("glued"))
        elif stop.end() < len(line) and _ends_sentence(line, stop):
            cuts.append(stop.end())
    return cuts


def _ends_sentence(line: str, stop: re.Match[str]) -> bool:
    rest = line[stop.end() : stop.end() + 60].lstrip(_OPENERS + " \t\xa0")
    if not rest:
        return False
    following = _WORD.match(rest)
    word = following.group() if following else ""
    if word and word[0].islower() and not _may_start(rest, word):
        return False
    if line[stop.start() - 4 : stop.end("close")] == "(ret.)":
        return False
    if stop.group("stop") != "." or stop.group("close"):
        return True
    before = _TOKEN.search(line, max(0, stop.start() - 40), stop.start())
    if before and _INITIALS.fullmatch(before.group()) and line[stop.end() :].lstrip()[:1] in ("—", "–", "-"):
        return False  # a dateline: "WASHINGTON, D.C. — "
    return not before or not _abbreviates(before.group().lstrip("'’-."), word, line[: before.start()])


def _may_start(rest: str, word: str) -> bool:
    """Whether a word in lower case may open a sentence: "al-Nur", "de Souza", "iPhone", "b. Open"."""
    particle = word in PARTICLES and rest[len(word) + 1 : len(word) + 2].isupper()
    counter = len(word) == 1 and _COUNTER.match(rest) is not None
    return particle or counter or word.startswith(("al-", "el-")) or word[1:2].isupper()


def _abbreviates(token: str, following: str, before: str) -> bool:
    """Whether the full stop after `token` belongs to it and does not end the sentence before `following`."""
    low = token.lower()
    if low in STREETS and following in _PRONOUNS:
        return False  # "on Ash St. She lived on ..."
    if low in TITLES:
        return True
    if low in NUMBERED and not (len(token) == 1 and token.isupper()):
        return following[:1].isdigit() or (low in ("p", "pp") and not following)
    if low in MONTHS and not (token.isupper() and len(token) > 3):
        return following[:1].isdigit() or (following.lower() not in STARTERS and low not in ("mar",) and token[0].isupper())
    if low in CLOSED:
        clock = low in ("a.m", "p.m") and following.lower() in TITLES
        return bool(following) and following.lower() not in STARTERS and low not in ("am", "pm", "etc") and not clock
    if _INITIALS.fullmatch(token):
        return bool(following) and following.lower() not in STARTERS
    if len(token) == 1 and token.isalpha() and token.isupper():
        # An initial ("John F. Kennedy"), unless the word before says that the letter is a name of its own ("Plan B. The ...").
        return following.lower() not in STARTERS or not before.strip()
    # A number or letter at the start of a line or sentence counts ("1. The embassy"), anywhere else it ends a sentence.
    counts = (token.isdigit() and len(token) <= 2) or (len(token) == 1 and token.isalpha())
    last = before.split()[-1] if before.split() else "."
    return counts and last[-1] in ".!?" and last[:-1].lower() not in MONTHS | TITLES | NUMBERED
