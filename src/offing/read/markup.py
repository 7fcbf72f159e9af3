"""HTML to text and blocks, iteratively: a page nested without end costs no more than a flat one."""

from __future__ import annotations

import re
from html import unescape

from lxml import etree
from lxml.html import HtmlElement

from offing.read.blocks import Block, read_hints

_BREAKS = (
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset figcaption figure footer form"
    " frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre section summary table tbody td"
    " tfoot th thead tr ul video audio"
)
_DROPPED = (
    "script style noscript template head title meta link svg math iframe object embed select textarea datalist canvas map noframes applet"
    " input param source track"
)
_NAMED = "nav aside footer header figure figcaption li article main blockquote form table time button h1 h2 h3 h4 h5 h6 ul ol"
BREAKS = frozenset(_BREAKS.split(" "))
DROPPED = frozenset(_DROPPED.split(" "))
_WORDS = {name: frozenset([name]) for name in _NAMED.split(" ")}
_WORDS |= {"b": frozenset(["bold"]), "strong": frozenset(["bold"]), "i": frozenset(["italic"]), "em": frozenset(["italic"])}
_NONE: frozenset[str] = frozenset()
_NAMING = frozenset(["class", "id", "role", "itemprop"])
# Plain HtmlElement for every tag: lxml.html looks up the class of each element in Python, which costs more than parsing.
_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement)
_UNSHOWN = frozenset(["hidden"])
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CONTROL_BYTES = bytes(code for code in range(32) if code not in (9, 10, 13))
_TOKENS = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>|<[!?][^<>]*>")
_OPAQUE = frozenset(["script", "style", "noscript", "template", "head", "title", "svg", "textarea", "select"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

DEEP = "the page is nested deeper than 250 levels; its text was read without its structure"


class Builder:
    """Collects text into blocks: `open`, `write` and `close` as the elements come."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._lines: list[str] = []
        self._length = 0
        self._pieces: list[tuple[str, frozenset[str], bool]] = []
        self._frames: list[tuple[str, frozenset[str], bool, bool]] = [("body", frozenset(), False, False)]

    def open(self, tag: str, names: str = "", hidden: bool = False) -> None:
        """An element begins. `names` are its class, id and role names."""
        parent, hints, linked, pre = self._frames[-1]
        if tag in BREAKS:
            if self._pieces:
                self.flush()
            if tag != "br":
                parent = tag
        own = read_hints(names) if names else _NONE
        word = _WORDS.get(tag, _NONE)
        if hidden:
            word = word | _UNSHOWN
        if not (own <= hints and word <= hints):
            hints = hints.union(own, word)
        self._frames.append((parent, hints, linked or tag == "a", pre or tag == "pre"))

    def close(self, tag: str) -> None:
        """The innermost element, a `tag`, ends."""
        if self._pieces and tag in BREAKS:
            self.flush()
        if len(self._frames) > 1:
            self._frames.pop()

    def write(self, text: str) -> None:
        """Characters inside the innermost element."""
        _, hints, linked, pre = self._frames[-1]
        if pre and "\n" in text:
            for number, row in enumerate(text.split("\n")):
                if number:
                    self.flush()
                self._pieces.append((row, hints, linked))
        elif self._pieces or not text.isspace():
            self._pieces.append((text, hints, linked))

    def flush(self) -> None:
        """End the block being collected, if it holds anything."""
        pieces, self._pieces = self._pieces, []
        text = "".join([piece[0] for piece in pieces])
        if not text.isascii():
            text = _UNSEEN.sub("", text)
        text = " ".join(text.split())
        if not text:
            return
        hints, links = pieces[0][1], 0
        for words, others, linked in pieces:
            if others is not hints and not words.isspace() and words:
                hints = hints & others
            if linked:
                links += len(" ".join(words.split()))
        if self._lines:
            self._length += 1
        start, self._length = self._length, self._length + len(text)
        self._lines.append(text)
        self.blocks.append(Block(start, self._length, self._frames[-1][0], tuple(sorted(hints)), min(links, len(text))))

    def text(self) -> str:
        """The text so far: the blocks joined with newlines."""
        return "\n".join(self._lines)


def parse_markup(markup: str) -> HtmlElement | None:
    """The element tree of an HTML page; None when it holds no element or is nested deeper than the parser's 256 levels."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False)  # type: ignore[call-arg]
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = etree.fromstring(_drop_controls(markup), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return None
    return tree if isinstance(tree, HtmlElement) else None


def _drop_controls(markup: str) -> bytes:
    """`markup` in UTF-8 without characters that no mark-up may hold; the same as `_CONTROLS`, on bytes, where it is many times faster."""
    if "\ufffe" in markup or "\uffff" in markup:
        markup = _CONTROLS.sub("", markup)
    return markup.encode("utf-8", "replace").translate(None, _CONTROL_BYTES)


def walk_tree(tree: HtmlElement, builder: Builder) -> None:
    """Write the visible text of `tree` into `builder`, in document order."""
    walker = etree.iterwalk(tree, events=("start", "end"))
    skip, begin, end, write = walker.skip_subtree, builder.open, builder.close, builder.write
    for event, element in walker:
        tag = element.tag
        if tag in DROPPED:
            if event == "start":
                skip()
            elif tail := element.tail:
                write(tail)
        elif event == "start" and isinstance(tag, str):
            if attributes := element.items():
                begin(tag, *_read_attributes(attributes))
            else:
                begin(tag)
            if text := element.text:
                write(text)
        elif isinstance(tag, str):
            end(tag)
            if tail := element.tail:
                write(tail)
    builder.flush()


def _read_attributes(attributes: list[tuple[str, str]]) -> tuple[str, bool]:
    """The names an element is called by, and whether its attributes hide it."""
    names, hidden = [], False
    for key, value in attributes:
        if key in _NAMING:
            names.append(value)
        elif key == "hidden" or (key == "style" and _HIDDEN.search(value)):
            hidden = True
    return " ".join(names), hidden


def strip_tags(markup: str, builder: Builder) -> None:
    """Write the text of mark-up that cannot be parsed as a tree: tags cut out, blocks split where block elements begin or end.

    One pass, linear in the length of `markup`.
    """
    markup = _CONTROLS.sub("", markup)
    position, skipped = 0, ""
    for token in _TOKENS.finditer(markup):
        if token.start() < position:
            continue
        if not skipped:
            builder.write(unescape(markup[position : token.start()]))
        position = token.end()
        name = (token.group(2) or "").lower()
        if skipped:
            skipped = "" if token.group(1) and name == skipped else skipped
        elif name in _OPAQUE and not token.group(1):
            skipped = name
        elif name in BREAKS:
            builder.flush()
        elif token.group() == "<!--":
            end = markup.find("-->", position)
            position = end + 3 if end >= 0 else len(markup)
    if not skipped:
        builder.write(unescape(markup[position:]))
    builder.flush()
