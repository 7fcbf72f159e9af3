"""HTML to text and blocks: a page nested without end costs no more than a flat one."""

from __future__ import annotations

import re
from html import unescape

from lxml import etree
from lxml.html import HtmlElement

from offing.read.blocks import Block, read_hints
from offing.read.wraps import unwrap_text

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
    """Collects text into blocks: `write` as it comes, `flush` where a block ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.holders: list[HtmlElement | None] = []
        self.pieces: list[tuple[str, frozenset[str], bool]] = []
        self._lines: list[str] = []
        self._length = 0
        self._sorted: dict[frozenset[str], tuple[str, ...]] = {}

    def write(self, text: str, hints: frozenset[str] = _NONE, linked: bool = False) -> None:
        """Characters under these hints, inside a link or not. White space begins no block."""
        if self.pieces or not text.isspace():
            self.pieces.append((text, hints, linked))

    def flush(self, tag: str = "body", holder: HtmlElement | None = None) -> None:
        """End the block being collected, if it holds anything: its text stood in a `tag`, `holder`."""
        if not self.pieces:
            return
        _, hints, linked = self.pieces[0]
        text = "".join([piece[0] for piece in self.pieces])
        if not text.isascii():
            text = _UNSEEN.sub("", text)
        text = " ".join(text.split())
        links = len(text) if linked else 0
        if len(self.pieces) > 1:
            links = 0
            for words, others, linked in self.pieces:
                if others is not hints and not words.isspace():
                    hints = hints & others
                if linked:
                    links += len(" ".join(words.split()))
        self.pieces.clear()
        if not text:
            return
        if hints not in self._sorted:
            self._sorted[hints] = tuple(sorted(hints))
        if self._lines:
            self._length += 1
        start, self._length = self._length, self._length + len(text)
        self._lines.append(text)
        self.blocks.append(Block(start, self._length, tag, self._sorted[hints], min(links, len(text))))
        self.holders.append(holder)

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
    """Write the visible text of `tree` into `builder`, in document order. The parser allows 256 levels, so recursion is safe."""
    if tree.tag not in DROPPED:
        _walk(tree, builder, tree, _read_hints(tree.tag, tree.items()), tree.tag == "a", tree.tag == "pre")
        builder.flush(tree.tag, tree)


def _walk(element: HtmlElement, builder: Builder, holder: HtmlElement, hints: frozenset[str], linked: bool, pre: bool) -> None:
    """Write what stands in `element`. `holder` is the element whose block it is in: `element` itself, or one around it."""
    pieces = builder.pieces
    text = element.text
    if text and (pieces or not text.isspace()):
        if pre:
            _write_rows(builder, text, holder, hints, linked)
        else:
            pieces.append((text, hints, linked))
    for child in element:
        tag = child.tag
        if tag not in DROPPED:
            inner = holder
            if breaks := tag in BREAKS:
                if pieces:
                    builder.flush(holder.tag, holder)
                if tag != "br":
                    inner = child
            own = hints
            if attributes := child.items():
                word = _read_hints(tag, attributes)
                if not word <= hints:
                    own = hints | word
            elif tag in _WORDS and not _WORDS[tag] <= hints:
                own = hints | _WORDS[tag]
            _walk(child, builder, inner, own, linked or tag == "a", pre or tag == "pre")
            if breaks and pieces:
                builder.flush(inner.tag, inner)
        text = child.tail
        if text and (pieces or not text.isspace()):
            if pre:
                _write_rows(builder, text, holder, hints, linked)
            else:
                pieces.append((text, hints, linked))


def _write_rows(builder: Builder, text: str, holder: HtmlElement, hints: frozenset[str], linked: bool) -> None:
    """Characters of preformatted text, in which every line is a block, and so is a hard-wrapped paragraph."""
    head, *rows = unwrap_text(text).split("\n")
    builder.pieces.append((head, hints, linked))
    for row in rows:
        builder.flush(holder.tag, holder)
        builder.pieces.append((row, hints, linked))


def _read_hints(tag: str, attributes: list[tuple[str, str]]) -> frozenset[str]:
    """What an element says of its text: by its tag, by the names it is called, and whether it is hidden."""
    names, word = "", _WORDS.get(tag, _NONE)
    for key, value in attributes:
        if key in _NAMING:
            names = f"{names} {value}" if names else value
        elif key == "hidden" or (key == "style" and _HIDDEN.search(value)):
            word = word | _UNSHOWN
    if names:
        own = read_hints(names)
        return word | own if own else word
    return word


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
