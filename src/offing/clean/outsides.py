"""What an extractor left out of a page with mark-up: every piece gets a role, and a reason that a reader understands."""

from __future__ import annotations

from collections.abc import Sequence

from offing.clean.lines import label_line
from offing.clean.patterns import INVENTED
from offing.clean.pieces import Piece, make_key
from offing.records import Role

_OUTSIDE = (
    ("hidden", "hidden text"), ("cookie", "cookie notice"), ("nav", "menu"), ("comments", "reader comments"), ("share", "share link"),
    ("promo", "newsletter or promotion"), ("advert", "advertisement"), ("related", "related stories"), ("tags", "tags"),
    ("bio", "about the author"),
    ("footer", "page footer"), ("aside", "side box"), ("form", "form"), ("button", "button"), ("gallery", "gallery"),
)  # fmt: skip
_SURE = ("menu", "hidden text", "cookie notice", "reader comments", "related stories", "newsletter or promotion")


def label_outside(pieces: Sequence[Piece], titles: Sequence[str]) -> None:
    """Roles and reasons for what the extractor left out of a page with mark-up."""
    keys = {make_key(title) for title in titles if len(make_key(title)) > 8}
    for piece in pieces:
        if piece.kept:
            continue
        hints = set(piece.hints)
        reason = next((reason for hint, reason in _OUTSIDE if hint in hints), "")
        if (reason not in _SURE or INVENTED.match(piece.text)) and label_line(piece):
            continue
        if piece.key in keys or (piece.tag == "h1" and not reason):
            piece.cut(Role.HEADLINE, "headline")
        elif reason in _SURE:
            piece.cut(Role.FURNITURE, reason)
        elif hints & {"figcaption", "caption", "figure"}:
            piece.cut(Role.CAPTION, "caption")
        elif "byline" in hints and piece.words <= 20:
            piece.cut(Role.BYLINE, "byline")
        elif hints & {"date", "time"} and piece.words <= 20:
            piece.cut(Role.DATE, "date line")
        elif "dek" in hints and piece.words >= 4 and not reason:
            piece.cut(Role.DEK, "summary under the headline")
        elif "highlights" in hints:
            piece.cut(Role.HIGHLIGHTS, "highlights")
        else:
            piece.cut(Role.FURNITURE, reason or "outside the article")
