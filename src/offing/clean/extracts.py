"""Which blocks are body: trafilatura's answer, aligned to the blocks of the rendering. What cannot be aligned is never used."""

from __future__ import annotations

import logging
from bisect import bisect
from collections.abc import Sequence
from copy import copy

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from offing.clean.boxes import find_usual
from offing.clean.pieces import Piece, make_key, make_pieces
from offing.read.renderings import Opened

# Larger pages (bytes) or pages of more blocks are read without the extractor, whose time grows faster than the page.
LARGEST = 3_000_000
MOST = 10_000
_FAULTS = (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError)
_GRAM = 24
# Elements around the running text that are shown to the extractor with it: they may hold its headings and lists.
_AROUND = 2
_CONTAINERS = frozenset("article body div main section td".split(" "))
# Fewer words than this are hardly a whole story.
_SHORT = 80
_OUTSIDE = frozenset("nav footer aside related comments cookie share promo hidden figcaption form".split(" "))

# What it says of a page it gives up on is told by us, as a failure with its reason.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def pick_body(pieces: Sequence[Piece], tree: HtmlElement | None, holders: Sequence[HtmlElement | None] = ()) -> None:
    """Set `kept` on the pieces that are body. `holders`: the element of each piece, where it is known.

    trafilatura's fast mode first, on the part of the page that holds the running text: with the cuts that follow it does better than the
    standard mode on the whole page, in a fraction of its time. Standard mode is asked about the whole page when the first answer is short
    beside the running text, or mostly no running text; it counts when it holds more of that, or as much with less else.
    """
    if tree is None:
        pick_prose(pieces)
        return
    found, kept = _mark(pieces, narrow_tree(tree, pieces, holders), fast=True)
    total = sum(piece.words for piece in pieces if reads_on(piece))
    if (kept < _SHORT and found * 2 < total) or (found and found * 4 < kept):
        marks = [piece.kept for piece in pieces]
        again, more = _mark(pieces, tree, fast=False)
        if (again, -more) <= (found, -kept):
            for piece, mark in zip(pieces, marks, strict=True):
                piece.kept = mark
    if not any(piece.kept and piece.prose for piece in pieces):
        pick_prose(pieces)


def narrow_tree(tree: HtmlElement, pieces: Sequence[Piece], holders: Sequence[HtmlElement | None]) -> HtmlElement:
    """A page of its own with the smallest element that holds all running text, and two elements around it; `tree` if that is all of it.

    Running text in menus, footers and boxes does not count, unless most of it stands in such a container.
    """
    told = [
        (piece, holder) for piece, holder in zip(pieces, holders, strict=False) if holder is not None and piece.prose and piece.linked < 0.5
    ]
    outside = _OUTSIDE - find_usual(piece for piece, _ in told)
    inner = [holder for piece, holder in told if outside.isdisjoint(piece.hints)]
    if not inner:
        return tree
    chain = [inner[0], *inner[0].iterancestors()]
    places = {element: place for place, element in enumerate(chain)}
    top = 0
    for holder in inner:
        while holder not in places:
            holder = holder.getparent()
        top = max(top, places[holder])
    while chain[top].tag not in _CONTAINERS and top < len(chain) - 1:
        top += 1
    part = chain[min(top + _AROUND, len(chain) - 1)]
    if part.tag in ("html", "body"):
        return tree
    page, body = tree.makeelement("html"), tree.makeelement("body")
    page.append(body)
    body.append(copy(part))
    return page


def _mark(pieces: Sequence[Piece], tree: HtmlElement, *, fast: bool) -> tuple[int, int]:
    """Words of running text among what trafilatura finds, and all words of it; its pieces are marked."""
    mark_pieces(pieces, extract_lines(tree, fast=fast))
    kept = [piece for piece in pieces if piece.kept]
    return sum(piece.words for piece in kept if reads_on(piece)), sum(piece.words for piece in kept)


def align_page(opened: Opened) -> tuple[float, float]:
    """Letters and digits of what the extractor yields of a page that are found in its page text, and all that it yields; (0, 0) for none.

    What is not found is never used: body is what the page text holds, and every span counts in that.
    """
    if opened.tree is None:
        return 0.0, 0.0
    pieces = make_pieces(opened.rendering)
    lines = extract_lines(narrow_tree(opened.tree, pieces, opened.holders))
    total = float(sum(len(make_key(line)) for line in lines))
    return mark_pieces(pieces, lines) * total, total


def reads_on(piece: Piece) -> bool:
    """Whether a piece is running text that stands outside of menus, boxes and lists of links."""
    return piece.prose and piece.linked < 0.5 and _OUTSIDE.isdisjoint(piece.hints)


def extract_lines(tree: HtmlElement, *, fast: bool = True) -> list[str]:
    """The lines of the main text that trafilatura (Barbaresi 2021) finds in a page; [] when it finds none."""
    try:
        document = trafilatura.bare_extraction(tree, fast=fast, include_comments=False, include_tables=True, include_images=False)
    except _FAULTS:
        return []
    text = getattr(document, "text", None) or ""
    return [line for line in str(text).splitlines() if line.strip()]


def mark_pieces(pieces: Sequence[Piece], lines: Sequence[str]) -> float:
    """Set `kept` on the pieces that `lines` cover by at least half of their letters. Returns the share of the lines' letters found.

    Long lines are placed first; short ones only between their placed neighbours, so that a word in the menu is not taken for one in
    the story.
    """
    starts, total = [], 0
    for piece in pieces:
        starts.append(total)
        total += len(piece.key)
    whole = "".join(piece.key for piece in pieces)
    covered = bytearray(total)
    keys = [make_key(line) for line in lines]
    placed: list[int] = []
    places: dict[int, tuple[int, int]] = {}
    for number in sorted(range(len(keys)), key=lambda number: (-len(keys[number]), number)):
        at = bisect(placed, number)
        low = places[placed[at - 1]][1] if at else 0
        high = places[placed[at]][0] if at < len(placed) else total
        place = _place(whole, keys[number], *((low, high) if low <= high else (0, total)), covered)
        if place:
            places[number] = place
            placed.insert(at, number)
    for piece, start in zip(pieces, starts, strict=True):
        size = len(piece.key)
        piece.kept = size > 0 and sum(covered[start : start + size]) * 2 >= size
    wanted = sum(len(key) for key in keys)
    return min(1.0, sum(covered) / wanted) if wanted else 0.0


def _place(whole: str, key: str, low: int, high: int, covered: bytearray) -> tuple[int, int] | None:
    """Find one line and mark it: as a whole, or by its runs of letters, since an element inside it may be left out."""
    if not key:
        return None
    at = whole.find(key, low, high)
    if at < 0 and len(key) >= _GRAM:
        at = whole.find(key)
    if at >= 0:
        covered[at : at + len(key)] = b"\x01" * len(key)
        return at, at + len(key)
    first, last, position = -1, low, 0
    while len(key) - position >= _GRAM:
        at = whole.find(key[position : position + _GRAM], last, high)
        if at < 0:
            position += 4
            continue
        size = _GRAM
        while position + size < len(key) and at + size < len(whole) and key[position + size] == whole[at + size]:
            size += 1
        covered[at : at + size] = b"\x01" * size
        first, last, position = (at if first < 0 else first), at + size, position + size
    return (first, last) if first >= 0 else None


def pick_prose(pieces: Sequence[Piece]) -> None:
    """The fallback without trafilatura: keep what reads like paragraphs, not in links, outside menus, footers and side boxes."""
    for piece in pieces:
        piece.kept = reads_on(piece)
