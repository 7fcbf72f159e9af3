"""Words and marks of a sentence, with their places. Hyphenated words stay whole; clitics are cut off."""

from __future__ import annotations

import re

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S., U.N.
    r"|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Adm|Brig|Cmdr|Sen|Rep|Gov|Rev|Hon|Prof|St|Sr|Jr|No|Sept|Jan|Feb|Aug|Oct|Nov|Dec)\."
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|m|bn|km|pm|am)?(?:-[A-Za-z]+)*"
    r"|[ap]\.m\.|[^\W\d_][^\W_]*(?:[-\u2010\u2011/&][^\W_]+)*"
    r"|\.{3}|--+|\S",
)
_APOSTROPHES = ("\u2019", "'")
_CLITIC = re.compile(r"^(.+?)(n[\u2019']t|[\u2019'](?:s|re|ve|ll|d|m))$", re.IGNORECASE)


def split_tokens(sentence: str) -> list[tuple[int, int, str]]:
    """(start, end, text) of each token, in order. "doesn't" gives "does" and "n't", "Iran's" gives "Iran" and "'s"."""
    found: list[tuple[int, int, str]] = []
    at, more = 0, True
    while more:
        more = False
        for match in _WORD.finditer(sentence, at):
            start, end = match.span()
            if sentence[end : end + 1] in _APOSTROPHES and sentence[start].isalpha():
                at, more = _with_clitic(sentence, start, end, found), True
                break
            found.append((start, end, match.group()))
    return found


def _with_clitic(sentence: str, start: int, end: int, found: list[tuple[int, int, str]]) -> int:
    """Add a word, and its clitic as a token of its own; return where to go on."""
    if end < len(sentence) and sentence[end] in "\u2019'":
        tail = re.match(r"[\u2019'][^\W\d_]+", sentence[end:])
        whole = sentence[start : end + tail.end()] if tail else sentence[start:end]
        cut = _CLITIC.match(whole) if tail else None
        if tail and cut:
            middle = start + cut.end(1)
            found.append((start, middle, cut[1]))
            found.append((middle, start + len(whole), cut[2]))
            return start + len(whole)
        if tail and whole[-2:].lower() != "s'":  # O'Brien, Sana'a
            found.append((start, start + len(whole), whole))
            return start + len(whole)
    found.append((start, end, sentence[start:end]))
    if end < len(sentence) and sentence[end] in "\u2019'" and sentence[end - 1] == "s" and sentence[end + 1 : end + 2] in ("", " ", ","):
        found.append((end, end + 1, sentence[end]))
        return end + 1
    return end
