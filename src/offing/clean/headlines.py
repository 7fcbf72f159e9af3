"""The headline of a story, its echoes, and the lines between it and the first paragraph: summary, byline, date."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from offing.clean.boxes import find_usual
from offing.clean.patterns import DATE_INSIDE, DATE_WORDS, HEAD_LINE, LIVE_POST, NAME_ONLY
from offing.clean.pieces import Piece, make_key, split_piece
from offing.records import Role


def label_headlines(pieces: Sequence[Piece], titles: Sequence[str]) -> Piece | None:
    """The headline of a part: the first line like one of its titles (a first-level heading before any other); later ones are echoes."""
    keys = [key for key in dict.fromkeys(make_key(title) for title in titles) if len(key) > 8]
    matches = [piece for piece in pieces if _echoes(piece, keys)]
    if not matches:
        return None
    head = next((piece for piece in matches if piece.tag == "h1" and "hidden" not in piece.hints), None) or matches[0]
    for piece in matches:
        if piece is head:
            piece.cut(Role.HEADLINE, "headline")
        elif piece.kept or piece.role is Role.HEADLINE:
            piece.cut(Role.HEADLINE, "headline echoed")
    return head


def _echoes(piece: Piece, keys: Sequence[str]) -> bool:
    if not piece.key or piece.words > 40 or (piece.prose and piece.tag not in ("h1", "h2") and piece.words > 25):
        return False
    if any(piece.key == key or (len(key) > 20 and fuzz.ratio(piece.key, key, score_cutoff=92)) for key in keys):
        return True
    # "Outlet: Headline" and "Headline, Section, Outlet" hold the headline as their larger part.
    return (
        piece.heading
        and piece.words >= 3
        and any(len(piece.key) * 2 > len(key) and (key.startswith(piece.key) or key.endswith(piece.key)) for key in keys)
    )


def label_head(pieces: Sequence[Piece], head: Piece | None, *, marked: bool) -> None:
    """Lines before the first paragraph: a headline (unless `head` is known), then a summary under it. A long lone line is a summary.

    On a page with mark-up only a second heading or what its class names say is a summary; a short paragraph may well be the lead.
    """
    titled = head is not None
    usual = find_usual(pieces) if marked else frozenset()
    for piece in pieces:
        summary = marked and titled and (piece.tag in ("h2", "h3") or ("dek" in piece.hints and "dek" not in usual and not piece.prose))
        if piece.prose and piece.kept and not summary:
            return
        if not piece.kept or (piece.bullet and not (marked and piece.linked > 0.5)):
            continue
        if head is not None and piece.start < head.start:
            piece.cut(Role.FURNITURE, "above the headline")
        elif piece.bullet:
            continue
        elif marked:
            if summary:
                piece.cut(Role.DEK, "summary under the headline")
            elif piece.heading and not titled:
                piece.cut(Role.HEADLINE, "headline")
                titled = True
            elif HEAD_LINE.match(piece.text) and piece.words <= 24:
                piece.cut(Role.DATE, "date line")
            elif piece.words <= 2 and not piece.text.endswith(":") and not piece.heading:
                piece.cut(Role.FURNITURE, "label above the story")
        elif piece.words > 16 or titled:
            piece.cut(Role.DEK, "summary under the headline")
        elif piece.words >= 3:
            piece.cut(Role.HEADLINE, "headline")
            titled = True
        else:
            piece.cut(Role.FURNITURE, "label above the headline")


def label_names(pieces: Sequence[Piece]) -> None:
    """Between headline and first paragraph, a line that is only a name or a desk ("Jane Doe", "From our foreign desk") is the byline."""
    lead = next((number for number, piece in enumerate(pieces) if piece.kept and piece.prose), 0)
    head = next((number for number, piece in enumerate(pieces) if piece.role is Role.HEADLINE), lead)
    for piece in pieces[head + 1 : lead]:
        loose = piece.role in (Role.BODY, Role.DEK) or piece.reason == "outside the article"
        if loose and not piece.heading and piece.words <= 10 and "dek" not in piece.hints and NAME_ONLY.match(piece.text):
            piece.cut(Role.BYLINE, "byline")


def split_head_lines(pieces: Sequence[Piece]) -> list[Piece]:
    """Lines of byline and date ("Jane Doe | 3 January 2020"), and times before the heading of a live post, split into their parts.

    Only short lines, up to the first paragraph for bylines; a date in running text stays there.
    """
    result: list[Piece] = []
    lead = next((piece.start for piece in pieces if piece.kept and piece.prose), 0)
    for piece in pieces:
        post = LIVE_POST.match(piece.text) if piece.heading else None
        found = DATE_INSIDE.search(piece.text) if piece.start < lead and piece.words <= 20 and not (piece.prose and piece.kept) else None
        if post:
            clock, heading = split_piece(piece, post.end())
            clock.cut(Role.DATE, "time of a live post")
            heading.cut(Role.HEADLINE, "heading of a live post")
            result += [clock, heading]
        elif found and found.start() and found.end() >= len(piece.text.rstrip(" .|)")) and _may_sign(piece, found.start()):
            byline, date = split_piece(piece, found.start())
            byline.cut(Role.BYLINE, "byline")
            date.cut(Role.DATE, "date line")
            result += [byline, date]
        else:
            result.append(piece)
    return result


def _may_sign(piece: Piece, end: int) -> bool:
    """Whether the words before a date can be a byline: few, and no link list or word like "Updated"."""
    words = piece.text[:end].strip(" |·•,–—-")
    return (
        bool(words)
        and len(words.split()) <= 10
        and piece.role is not Role.CAPTION
        and not DATE_WORDS.match(piece.text)
        and "nav" not in piece.hints
    )
