"""Boxes: what the containers of a page with mark-up say about its pieces, judged against the containers of the story itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from offing.clean.pieces import Piece
from offing.records import Role

# Containers that never hold the story, with the reason a reader sees.
_BOXES = (
    ("hidden", "hidden text"), ("cookie", "cookie notice"), ("nav", "menu"), ("comments", "reader comments"),
    ("promo", "newsletter or promotion"), ("related", "related stories"), ("footer", "page footer"),
)  # fmt: skip
_AHEAD = 12


def find_usual(pieces: Iterable[Piece]) -> frozenset[str]:
    """Hints that at least half of the words of the kept paragraphs carry: they name the story's own container, not something beside it."""
    counts: Counter[str] = Counter()
    total = 0
    for piece in pieces:
        if piece.kept and piece.prose:
            total += piece.words
            for hint in piece.hints:
                counts[hint] += piece.words
    return frozenset(hint for hint, words in counts.items() if words * 2 >= total)


def rescue_paragraphs(pieces: Sequence[Piece]) -> None:
    """Keep paragraphs that an extractor dropped out of a story: quotations inside it, and those of the same make as most of its paragraphs.

    Inside the story always; after its end only until the next heading, since blogs print one post below another in the same make.
    """
    proses = [number for number, piece in enumerate(pieces) if piece.kept and piece.prose]
    if len(proses) < 3:
        return
    makes = Counter((pieces[number].tag, pieces[number].hints) for number in proses)
    make, count = min(makes.items(), key=lambda found: (-found[1], found[0]))
    if count * 2 < len(proses):
        return
    for piece in pieces[proses[0] : proses[-1]]:
        same = (piece.tag, piece.hints) == make
        if not piece.kept and piece.prose and piece.linked < 0.4 and (same or "blockquote" in piece.hints):
            piece.keep()
    gap = 0
    for piece in pieces[proses[-1] + 1 :]:
        gap += 1
        if piece.heading or gap > _AHEAD:
            break
        if piece.prose and piece.linked < 0.4 and (piece.tag, piece.hints) == make:
            piece.keep()
            gap = 0


def label_boxes(pieces: Sequence[Piece]) -> None:
    """Cut kept pieces out of boxes (promotion, related stories, comments, menus) unless the story itself stands in such a container."""
    usual = find_usual(pieces)
    boxes = [(hint, reason) for hint, reason in _BOXES if hint not in usual]
    for piece in pieces:
        if piece.kept and piece.hints:
            reason = next((reason for hint, reason in boxes if hint in piece.hints), "")
            if reason:
                piece.cut(Role.FURNITURE, reason)


def label_links(pieces: Sequence[Piece]) -> None:
    """Cut lines that are nothing but a link and stand alone between the paragraphs of a story: they lead to another one."""
    proses = [number for number, piece in enumerate(pieces) if piece.kept and piece.prose and piece.linked < 0.75]
    if len(proses) < 3:
        return
    for piece in pieces[proses[0] + 1 :]:
        lone = piece.linked >= 0.75 and not piece.bullet and not piece.heading and not piece.text.endswith(".") and "://" not in piece.text
        if piece.kept and lone and 3 <= piece.words <= 30 and "table" not in piece.hints:
            piece.cut(Role.FURNITURE, "link to another page")
