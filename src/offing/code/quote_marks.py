"""Quotation marks: where quoted words begin and end, in any style, closed or not.

No mark is ever an error: an opening mark without its partner runs to the end of its paragraph, and the next paragraph goes on with it
when it opens with a mark of its own (the custom of newspapers for a speech of several paragraphs).
"""

from __future__ import annotations

import re

from msgspec import Struct

_MARKS = re.compile(r"[“”„«»\"]|``|''|[‘’]|\n\s*")
_OPENERS = frozenset("“„«") | {"``"}
_CLOSERS = frozenset("”»")


class QuotedStretch(Struct, frozen=True):
    """Characters `start` to `end` with their marks; `inner` is the text without them; `closed` is False when the partner is missing."""

    start: int
    end: int
    closed: bool
    continues: bool = False


def find_marks(text: str) -> list[QuotedStretch]:
    """The quoted stretches of `text`, in order, outermost only."""
    found: list[QuotedStretch] = []
    opened, depth, nested = -1, 0, False
    single = not re.search(r"[“”\"]|``", text)
    pending = False
    for mark in _MARKS.finditer(text):
        kind = mark.group()
        if kind[0] == "\n":
            if opened >= 0:
                found.append(QuotedStretch(opened, mark.start(), False, pending))
                pending, opened = True, -1
            elif not text.startswith(("“", '"', "``", "''", "„", "«"), mark.end()):
                pending = False
            continue
        if kind in "‘’" and not (single and _is_single(text, mark.start(), kind, opened)):
            continue
        opens = _opens(text, mark.start(), mark.end(), kind, opened)
        if opens and opened < 0:
            opened, depth, nested = mark.start(), 0, _is_balanced(text, mark.start())
        elif opens and nested and kind == "“":
            depth += 1
        elif not opens and depth > 0 and kind == "”":
            depth -= 1
        elif not opens and opened >= 0:
            found.append(QuotedStretch(opened, mark.end(), True, pending))
            opened, pending = -1, False
    if opened >= 0:
        found.append(QuotedStretch(opened, len(text.rstrip()), False, pending))
    return [stretch for stretch in found if stretch.end - stretch.start > 2]


def _is_balanced(text: str, start: int) -> bool:
    """Whether the paragraph from `start` on closes as many curly marks as it opens: then a second opening mark is a quotation inside."""
    end = text.find("\n", start)
    rest = text[start : end if end >= 0 else len(text)]
    return rest.count("“") == rest.count("”")


def _opens(text: str, start: int, end: int, kind: str, opened: int) -> bool:
    if kind in _OPENERS or kind == "‘":
        return True
    if kind in _CLOSERS or kind == "’":
        # Some pages write a closing mark where a quotation opens.
        return opened < 0 and (start == 0 or text[start - 1] in " \n(—") and end < len(text) and not text[end].isspace()
    left = text[start - 1] if start else " "
    right = text[end] if end < len(text) else " "
    if opened >= 0:
        return left.isspace() and right.isalnum() and opened < 0
    return (left.isspace() or left in "([—–-:'‘“/") and not right.isspace()


def _is_single(text: str, start: int, kind: str, opened: int) -> bool:
    """Whether a single mark is a quotation mark, not an apostrophe."""
    left = text[start - 1] if start else " "
    right = text[start + 1] if start + 1 < len(text) else " "
    if kind == "‘":
        return (left.isspace() or left in "([—") and right.isalnum() and not right.isdigit()
    return (opened >= 0 and not right.isalnum() and left in ".,?!…") or (
        opened >= 0 and text[opened] == "‘" and not right.isalnum() and left != "s"
    )
