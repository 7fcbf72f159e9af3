"""The one deterministic rendering: bytes and media type to the page text that every span of every record counts in."""

from __future__ import annotations

import re

from lxml.html import HtmlElement
from msgspec import Struct
from msgspec.structs import replace

from offing.errors import SourceError
from offing.read.blocks import Block
from offing.read.encodings import decode_text, find_declared
from offing.read.feeds import ATOM, RSS, Entry, read_entry
from offing.read.letters import MAIL, read_letter
from offing.read.markup import DEEP, Builder, parse_markup, strip_tags, walk_tree
from offing.read.rows import Row, read_row
from offing.read.wraps import find_marks, unwrap_text

RENDERER = "r3"
HTML, XHTML, PLAIN, ROW = "text/html", "application/xhtml+xml", "text/plain", "application/json"

_LINES = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_TAGS = re.compile(r"<(?:p|br|div|a|h[1-6]|li|ul|img|figure|span|strong|em|blockquote|table)\b[^<>]*>", re.IGNORECASE)


class Rendering(Struct, frozen=True):
    """The page text, its blocks in order, and `warning`: why the text could be read only in part or without structure ("" if it could)."""

    text: str
    blocks: tuple[Block, ...]
    warning: str = ""


class Opened(Struct, frozen=True):
    """A page opened for cleaning: its rendering, and what stands behind it where there is any (an element tree, a row, a feed entry).

    `holders`: with a tree, for each block the element whose text it is; None for the title of a row or entry, which stands in none.
    """

    rendering: Rendering
    tree: HtmlElement | None = None
    row: Row | None = None
    entry: Entry | None = None
    holders: tuple[HtmlElement | None, ...] = ()


def render_page(body: bytes, media_type: str) -> Rendering:
    """The rendering of a page; the same bytes and media type always give the same text.

    HTML: the visible text of the body, block by block, joined by newlines, white space inside a block collapsed. Plain text: the decoded
    file, its hard-wrapped paragraphs each on one line (`unwrap_text`), its lines as blocks. A row: title, empty line, text. A feed entry:
    title, then its content. Raises SourceError when a row or entry cannot be read.
    """
    return open_page(body, media_type).rendering


def open_page(body: bytes, media_type: str) -> Opened:
    """The rendering together with the parsed form behind it. Raises SourceError as `render_page` does."""
    if media_type in (HTML, XHTML):
        return _open_markup(decode_text(body, declared=find_declared(body)))
    if media_type == ROW:
        return _open_row(read_row(body))
    if media_type in (RSS, ATOM):
        return _open_entry(read_entry(body))
    if media_type == MAIL:
        return _open_entry(read_letter(body))
    if media_type == PLAIN:
        return Opened(render_text(unwrap_text(decode_text(body))))
    raise SourceError(f"no renderer for {media_type}", hint="give HTML, plain text, JSONL rows, or RSS and Atom")


def render_text(text: str) -> Rendering:
    """Rendered text as it is; every line that holds anything is a block, without white space around and quote marks before it."""
    return Rendering(text, tuple(_split_lines(text, 0)))


def _split_lines(text: str, offset: int) -> list[Block]:
    blocks = []
    for line in _LINES.finditer(text):
        marks = find_marks(line.group())
        for low, high in ((0, marks), (marks, len(line.group()))):
            words = line.group()[low:high].strip()
            if words:
                start = offset + line.start() + line.group().index(words, low)
                blocks.append(Block(start, start + len(words)))
    return blocks


def _open_markup(markup: str, title: str = "") -> Opened:
    builder = Builder()
    if title:
        builder.write(title, frozenset(["h1"]))
        builder.flush("h1")
    tree = parse_markup(markup) if markup.strip() else None
    warning = ""
    if tree is not None:
        walk_tree(tree, builder)
    elif "<" in markup:
        strip_tags(markup, builder)
        warning = DEEP
    else:
        builder.write(markup)
        builder.flush()
    return Opened(Rendering(builder.text(), tuple(builder.blocks), warning), tree, holders=tuple(builder.holders))


def _open_row(row: Row) -> Opened:
    markup = row.text if _is_markup(row.text) else "" if row.text.strip() else row.html
    if markup:
        # A whole page brings its own headline; a fragment does not.
        opened = _open_markup(markup, "" if "<body" in markup[:20000].lower() else row.title)
        return replace(opened, row=row)
    title = " ".join(row.title.split())
    head = f"{title}\n\n" if title else ""
    text = unwrap_text(row.text)
    first = [Block(0, len(title), "h1", ("h1",))] if title else []
    return Opened(Rendering(head + text, (*first, *_split_lines(text, len(head)))), None, row)


def _open_entry(entry: Entry) -> Opened:
    if _is_markup(entry.content):
        opened = _open_markup(entry.content, entry.title)
        return replace(opened, entry=entry)
    title = " ".join(entry.title.split())
    head = f"{title}\n" if title else ""
    text = unwrap_text(entry.content)
    first = [Block(0, len(title), "h1", ("h1",))] if title else []
    return Opened(Rendering(head + text, (*first, *_split_lines(text, len(head)))), None, None, entry)


def _is_markup(text: str) -> bool:
    return bool(_TAGS.search(text))
