"""Lines that are no story by their form alone: a share link, a credit, a caption, a date, a byline ... Each gets a role and a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from msgspec import Struct

from offing.clean.patterns import (
    AGENCIES,
    BYLINE,
    CREDIT_BARE,
    CREDIT_NAMED,
    CREDIT_PLAIN,
    DATE_WORDS,
    INVENTED,
    LEGAL,
    LIVE,
    PHOTO_CREDIT,
    PHOTO_LINE,
    PHOTO_TAIL,
    PROMO,
    SHARE,
    UPDATED_LINE,
    WHO_WRITES,
)  # fmt: skip
from offing.clean.pieces import Piece
from offing.records import Role

# No rule for a single line looks at longer ones.
_LONGEST = 90
_EDGE = re.compile(r"\W*")
_OPENING = 3
_CLOSED = (")", "]", ").", "].")
_PICTURED = ("photo", "image", "picture", "getty", "shutterstock")
_PICTURE_ENDS = ("afp", "ap", "reuters", "epa", "file")


class _Rule(Struct, frozen=True):
    """`fits(piece, low)`, with the text in small letters. `opens`: how lines it can fit begin, after punctuation ("0" is any digit).

    A rule without `opens` is asked about every line; the others only about lines that begin so, which spares nearly all of the work.
    """

    role: Role
    reason: str
    fits: Callable[[Piece, str], bool]
    opens: tuple[str, ...] = ()


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace("_", " ").split("|"))


_SHARES = _words(
    "share|tweet|retweet|pin|email|e-mail|print|whatsapp|facebook|twitter|linkedin|reddit|telegram|copy|save|bookmark|follow|like|comment"
    "|short|permalink|link|url|read|find|join|click|tap"
)
_PHOTOS = _words("file|stock|ap|afp|reuters|getty|handout|press|photo|picture|image|cover|caption|illustration|graphic|video")
_NAMED = _words(
    "as |this|was|first|originally|also|source|via|courtesy|republished|reprinted|from|read|see|the|distributed|copy|agency|credit"
    "|published|appeared|reported"
)
_BARE = _words(f"{AGENCIES.lower()}|agencies|wire")
_PLAIN = _words("with|additional|further|reporting|writing|editing|reported|written|edited|compiled|translated|produced")
_DATES = _words(
    "0|last|updated|modified|revised|first|published|posted|created|filed|issued|on|date|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may"
    "|jun|jul|aug|sep|oct|nov|dec"
)
_UPDATES = _words("last|first|updated|published|posted")
_SIGNED = _words("by|from|words|written|reported|story|report")
_LAWS = _words("c)|copyright|all|this|terms|privacy|we|by|order|accept|cookie|the|views")
_LIVES = _words("0|live|new|latest|oldest|refresh|load|show|hide|pinned|key|jump|this|post|please|auto|get")
_PROMOS = _words(
    "0|read|see|watch|listen|hear|learn|find|view|more|also|must|explore|related|sign|subscribe|newsletter|get|click|download|support|donate"
    "|become|join|story|article|continues|advertisement|sponsored|promoted|most|trending|recommended|you|editor|don|what|up|in|topic|tag"
    "|filed|keyword|categories|latest|have|let|tell|send|we|to|leave|post|add|write|show|hide|load|comment|log|register|follow|contact"
    "|reach|email|for"
)


def _shared(piece: Piece, low: str) -> bool:
    return piece.address or (piece.words <= 25 and ("@" in low or "click to tweet" in low) and bool(SHARE.match(piece.text)))


def _captioned(piece: Piece, low: str) -> bool:
    """Whether a short line ends like a caption does: with whose picture it is."""
    told = any(word in low for word in _PICTURED) or low.rstrip(".").endswith(_PICTURE_ENDS)
    return told and piece.words <= 40 and bool(PHOTO_TAIL.search(piece.text))


def _pictured(piece: Piece, low: str) -> bool:
    """Whether a line ends in a picture credit; a linked list item that ends so names the source of a story, not of a picture."""
    return low.endswith(_CLOSED) and not (piece.bullet and piece.links) and bool(PHOTO_CREDIT.search(piece.text))


def _contributed(piece: Piece, low: str) -> bool:
    return "contributed" in low and piece.words <= 60 and bool(CREDIT_PLAIN.match(piece.text))


def _reserved(piece: Piece, low: str) -> bool:
    return ("©" in low or "all rights reserved" in low) and piece.words <= 80 and bool(LEGAL.match(piece.text))


def _promoted(piece: Piece, _: str) -> bool:
    short = piece.words <= 28 and not piece.prose
    return (short or (piece.words <= 45 and piece.linked > 0.2)) and bool(PROMO.match(piece.text))


def _match(pattern: re.Pattern[str], most: int) -> Callable[[Piece, str], bool]:
    return lambda piece, _: piece.words <= most and bool(pattern.match(piece.text))


# In this order: the first that fits gives the reason.
_RULES = (
    _Rule(Role.FURNITURE, "mark of an invented outlet", lambda piece, low: "invented outlet" in low and bool(INVENTED.match(piece.text))),
    _Rule(Role.FURNITURE, "ornament", lambda piece, _: not piece.key),
    _Rule(Role.FURNITURE, "share link", _shared),
    _Rule(Role.FURNITURE, "share link", _match(SHARE, 25), _SHARES),
    _Rule(Role.CAPTION, "photo credit", _match(PHOTO_LINE, 12), _PHOTOS),
    _Rule(Role.CAPTION, "caption", _captioned),
    _Rule(Role.CAPTION, "caption", _match(PHOTO_LINE, 90), _PHOTOS),
    _Rule(Role.CAPTION, "caption", lambda piece, low: piece.words <= 90 and _pictured(piece, low)),
    _Rule(Role.CREDIT, "credit line", _match(CREDIT_NAMED, 40), _NAMED),
    _Rule(Role.CREDIT, "credit line", _match(CREDIT_BARE, 40), _BARE),
    _Rule(Role.CREDIT, "credit line", _match(CREDIT_PLAIN, 60), _PLAIN),
    _Rule(Role.CREDIT, "credit line", _contributed),
    _Rule(Role.CREDIT, "credit line", lambda piece, low: piece.words <= 20 and not piece.ended and "additional reporting" in low),
    _Rule(Role.DATE, "date line", _match(DATE_WORDS, 20), _DATES),
    _Rule(Role.DATE, "date line", _match(UPDATED_LINE, 10), _UPDATES),
    _Rule(Role.BYLINE, "byline", lambda piece, _: piece.words <= 16 and not piece.ended and bool(BYLINE.match(piece.text)), _SIGNED),
    _Rule(Role.FURNITURE, "copyright or terms", _match(LEGAL, 80), _LAWS),
    _Rule(Role.FURNITURE, "copyright or terms", _reserved),
    _Rule(Role.FURNITURE, "live page", _match(LIVE, 14), _LIVES),
    _Rule(Role.FURNITURE, "about the author", lambda piece, _: "byline" in piece.hints and bool(WHO_WRITES.match(piece.text))),
    _Rule(Role.FURNITURE, "promotion", _promoted, _PROMOS),
)


@lru_cache(maxsize=8192)
def _pick_rules(opening: str) -> tuple[_Rule, ...]:
    """The rules that can fit a line that begins with these letters."""
    return tuple(rule for rule in _RULES if not rule.opens or any(word[: len(opening)] == opening[: len(word)] for word in rule.opens))


def label_line(piece: Piece) -> bool:
    """Cut one line by its form alone. True when it was cut."""
    if piece.words > _LONGEST and piece.key and not piece.address:
        return False
    low = piece.text.lower()
    edge = _EDGE.match(low)
    start = edge.end() if edge else 0
    opening = low[start : start + _OPENING]
    for rule in _pick_rules("0" if opening[:1].isdigit() else opening):
        if rule.fits(piece, low):
            piece.cut(rule.role, rule.reason)
            return True
    return False


def label_lines(pieces: Sequence[Piece], *, marked: bool = False) -> None:
    """`label_line` on every kept piece. Inside a story with mark-up a line that is an address is a reference and stays."""
    proses = [piece.start for piece in pieces if piece.kept and piece.prose] if marked else []
    for piece in pieces:
        if piece.kept and not (proses and piece.address and proses[0] < piece.start < proses[-1]):
            label_line(piece)
