"""Hard-wrapped text: lines that a mail program or a wire broke at a column are put together again as the paragraphs they were."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

# Columns at which text is broken. Verse and lists are narrower; wider lines are paragraphs of their own.
_NARROWEST, _WIDEST = 50, 100
# Hand-broken lines end up to so many columns before the edge.
_SLACK = 8
# So many lines must visibly run on before a text counts as wrapped at all.
_LEAST = 3
_MARKS = re.compile(r"[ \t]*(?:>[ \t]?)+")
_STOPPED = re.compile(r"[.!?…:;][\"”’'»)\]]*$")
_ITEM = re.compile(r"(?:[-–—•*·▪●►‣+]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+\S")
_BULLET = re.compile(r"[•*·▪●►‣]\s")
_ROW = re.compile(r"\t|\S {3,}\S|\|.*\|")
_HEADER = re.compile(r"[A-Z][A-Za-z-]{1,24}:\s")
_HYPHENED = re.compile(r"[^\W\d_]-$")
# Scripts without spaces between words: their lines are joined without one, which no column can tell from a new paragraph.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONGEST_WORD = 20


class _Line(Struct, frozen=True):
    """A line: `lead` is what stands before its words (quote marks, indent), `rest` what stands after them (white space, line break)."""

    lead: str
    words: str
    rest: str
    depth: int
    indent: int

    @property
    def width(self) -> int:
        return self.indent + len(self.words)


def unwrap_text(text: str) -> str:
    """`text` with each hard-wrapped paragraph on one line; the very same text when it is not wrapped.

    A break is taken out where the line before it is full (the next word would not have fitted into the column that most lines are
    broken at) and neither side is a list item, a row of a table, a header line, or of another depth of quotation (`>`). The break, the
    white space and the quote marks around it become one space; after a hyphen inside a word nothing stands in their place. All else
    stays as it is: short lines (verse, addresses, signatures, headlines) are never full. Linear in the length of `text`.
    """
    lines = [_read_line(raw) for raw in text.splitlines(keepends=True)]
    shouted = text.upper() == text
    pairs: dict[int, list[tuple[_Line, _Line]]] = {}
    for line, after in pairwise(lines):
        if _stand_together(line, after):
            pairs.setdefault(line.depth, []).append((line, after))
    columns = {depth: _find_column(found, shouted) for depth, found in pairs.items()}
    if not any(columns.values()):
        return text
    made: list[str] = []
    group: list[_Line] = []
    for line in lines:
        if group and not _runs_on(group, line, columns.get(line.depth, 0)):
            made.append(_join_group(group))
            group = []
        group.append(line)
    return "".join(made) + _join_group(group)


def find_marks(line: str) -> int:
    """The length of the quote marks (`>`) and spaces that open a line; 0 without a quote mark."""
    found = _MARKS.match(line)
    return found.end() if found else 0


def _read_line(raw: str) -> _Line:
    marks = raw[: find_marks(raw)]
    inner = raw[len(marks) :]
    bare = inner.lstrip()
    words = bare.rstrip()
    indent = len(inner[: len(inner) - len(bare)].expandtabs())
    start = len(raw) - len(bare)
    return _Line(raw[:start], words, bare[len(words) :], marks.count(">"), indent)


def _stand_together(line: _Line, after: _Line) -> bool:
    """Whether two lines follow each other in one depth of quotation without an empty line, the first no wider than a column can be."""
    return line.depth == after.depth and bool(line.words and after.words) and line.width <= _WIDEST


def _find_column(pairs: Sequence[tuple[_Line, _Line]], shouted: bool) -> int:
    """The column at which these lines are broken (the 90th percentile of the lines that visibly run on); 0 when they are not wrapped.

    Wrapped text breaks in the middle of sentences: most full lines end without a full stop, and many go on in small letters.
    """
    widths = sorted(
        line.width
        for line, after in pairs
        if line.width >= _NARROWEST and not _STOPPED.search(line.words) and (shouted or after.words[0].islower())
    )
    if len(widths) < _LEAST:
        return 0
    column = widths[len(widths) * 9 // 10]
    full = [(line, after) for line, after in pairs if _fills(line, after, column)]
    open_ended = sum(not _STOPPED.search(line.words) for line, _ in full)
    small = sum(shouted or not after.words[0].isupper() for _, after in full)
    return column if len(full) >= _LEAST and open_ended * 10 >= len(full) * 6 and small * 10 >= len(full) * 4 else 0


def _fills(line: _Line, after: _Line, column: int) -> bool:
    """Whether the first word of the next line would not have fitted behind this one."""
    word = after.words.split(None, 1)[0]
    return line.width + 1 + min(len(word), _LONGEST_WORD) > column - _SLACK


def _runs_on(group: Sequence[_Line], line: _Line, column: int) -> bool:
    """Whether `line` goes on with the paragraph that `group` has begun."""
    first, last = group[0], group[-1]
    if not column or not _stand_together(last, line) or _breaks_off(last) or _breaks_off(line):
        return False
    stopped = bool(_STOPPED.search(last.words))
    if _HEADER.match(line.words) or _BULLET.match(line.words) or _UNSPACED.match(line.words):
        return False
    listed = _ITEM.match(first.words) is not None
    if _ITEM.match(line.words) and (listed or stopped):
        return False
    # A deeper indent opens a paragraph, unless it hangs under a bullet; a smaller one only follows the first line of a paragraph.
    deeper = line.indent - last.indent
    if (deeper > 1 and not (listed and len(group) == 1)) or (deeper < -1 and len(group) > 1):
        return False
    # A line that ends early belongs to a paragraph that has a full line, where the sentence visibly goes on; verse never has one.
    return _fills(last, line, column) or (len(group) > 1 and not stopped and line.words[0].islower() and last.width * 10 >= column * 6)


def _breaks_off(line: _Line) -> bool:
    """Whether a line stands alone by its form: a row of a table, or one without a letter or digit."""
    return bool(_ROW.search(line.words)) or not any(letter.isalnum() for letter in line.words)


def _join_group(group: Sequence[_Line]) -> str:
    if not group:
        return ""
    words = group[0].words
    parts = [words]
    for last, line in pairwise(group):
        split = _HYPHENED.search(last.words) and line.words[0].islower()
        parts += ["" if split else " ", line.words]
    return group[0].lead + "".join(parts) + group[-1].rest
