"""The law of a line: no name and no number in it that is absent from the characters it cites."""

from __future__ import annotations

import re
from collections.abc import Mapping

from offing.records import Line, Page, Record, rests_on
from offing.tell.views import View

_END = re.compile(r"[.!?][”\"’)]? $")
_TOKEN = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_](?:[\w’'.]*\w)?")
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MAGNITUDES = ("hundred", "thousand", "million", "billion", "dozen")
# Words that a line may open with in capitals without naming anybody.
_OPENERS = frozenset(
    "a an the on in at of by to for from with after before during if when while as it its he she they this that these those there"
    " according no nobody some somebody unnamed unknown several many more most one both another and but or".split()
)


def cited_text(line: Line, pages: Mapping[str, Page]) -> str:
    """The characters under a line, its cites joined by line breaks."""
    return "\n".join(pages[span.page].text[span.start : span.end] for span in line.cites if span.page in pages)


def find_strays(line: Line, pages: Mapping[str, Page]) -> list[str]:
    """Names (capitalised words) and numbers in a line's text that its cited characters do not hold. `pages`: page id -> Page.

    A number in digits may stand for the same number in words. The first word of a sentence counts as a name unless it is one of the
    usual openers.
    """
    held = {_plain(token) for token in _TOKEN.findall(cited_text(line, pages))}
    strays = []
    for match in _TOKEN.finditer(line.text):
        token = match.group()
        plain = _plain(token)
        opens = not match.start() or bool(_END.search(line.text, 0, match.start()))
        if not (token[0].isupper() or token[0].isdigit() or plain in _NUMBERS[2:] or plain in _MAGNITUDES):
            continue
        if plain in held or (opens and plain in _OPENERS) or _as_word(plain) in held:
            continue
        strays.append(token)
    return strays


def _plain(token: str) -> str:
    return re.sub(r"[’']s?$", "", token.casefold().replace(",", "").replace(".", ""))


def _as_word(plain: str) -> str:
    return _NUMBERS[int(plain)] if plain.isdigit() and int(plain) < len(_NUMBERS) else plain


def walk_down(record: Record, view: View) -> set[str]:
    """The ids of the pages that a record rests on, walked down through `rests_on`."""
    pages: set[str] = set()
    seen: set[str] = set()
    open_ids = [*rests_on(record)]
    while open_ids:
        ident = open_ids.pop()
        if ident in seen:
            continue
        seen.add(ident)
        found = view.find(ident)
        if isinstance(found, Page):
            pages.add(found.id)
        elif found is not None:
            open_ids += rests_on(found)
    return pages


def rests_on_characters(line: Line, view: View, pages: Mapping[str, Page]) -> bool:
    """Whether a line cites characters that are there, and walks down to every page that it cites."""
    if not line.cites or not line.rests:
        return False
    real = all(span.page in pages and 0 <= span.start < span.end <= len(pages[span.page].text) for span in line.cites)
    return real and {span.page for span in line.cites} <= walk_down(line, view)
