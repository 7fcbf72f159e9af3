"""Live pages: posts stay in the story in their order; their times, buttons and pinned summaries are set apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from offing.clean.patterns import NAME_ONLY
from offing.clean.pieces import Piece, split_piece
from offing.records import Role

# So many posts with their times make a page that calls itself live a live page.
_LEAST = 3
_CLOCK = r"(?:\d{1,2}[:.h]\d\d(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
_ZONE = (
    r"(?:\s*\(?(?:GMT|UTC|BST|CES?T|EES?T|WES?T|ET|E[SD]T|CT|C[SD]T|MT|M[SD]T|PT|P[SD]T|IST|MSK|JST|KST|SGT|HKT|WIB|PKT|AE[SD]T|local time)"
    r"\)?(?![A-Za-z]))?"
)
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\b\.?)"
_DATE = rf"(?:{_DAY}?,?\s*\d{{1,2}}\s+[a-z]{{3,9}}\.?(?:\s+\d{{4}})?|{_DAY}?,?\s*[a-z]{{3,9}}\.?\s+\d{{1,2}}(?:,?\s+\d{{4}})?|{_DAY})"
_AGO = r"(?:\d+\s*(?:min(?:ute)?s?|hours?|hrs?|h|m)\s+ago)"
_STAMP = re.compile(
    rf"^\W{{0,3}}(?:{_AGO}\W{{0,3}})?(?:{_DATE}[\s,|·•–—-]*(?:at\s+)?)?{_CLOCK}{_ZONE}(?:\W{{1,4}}(?:{_DATE}|{_AGO}))?\W{{0,3}}$"
    rf"|^\W{{0,3}}{_AGO}\W{{0,3}}$",
    re.IGNORECASE,
)
_OPENING = re.compile(rf"^(?:\[?(?i:{_CLOCK}{_ZONE})\]?)(?:\s*[-–—:|]\s*|\s+)(?=[A-Z“‘\"])")
_TITLE = re.compile(r"\blive\b|\bas it happened\b|\bminute by minute\b|\blive ?blog\b", re.IGNORECASE)
_SUMMARY = re.compile(
    r"^\W{0,3}(?:summary|(?:the )?(?:key|main) (?:points|developments|events|moments)|at a glance|what we know(?: so far)?"
    r"|what you need to know|the latest|here(?:’|')?s what we know(?: so far)?|(?:a )?(?:quick )?(?:recap|summary) (?:of|so far)\b.{0,40}"
    r"|pinned(?: post)?)\W*$",
    re.IGNORECASE,
)

# What a live page says of itself and not of the news.
_ABOUT = re.compile(
    r"^\W{0,3}(?:(?:all )?times (?:are|in|shown|given)\b|(?:the )?(?:newest|latest|most recent) posts? (?:first|on top|are)\b"
    r"|(?:this page|posts?) (?:updates?|refresh(?:es)?|reloads?)\b|follow (?:along|our live)\b)",
    re.IGNORECASE,
)


def is_live(pieces: Sequence[Piece], titles: Sequence[str]) -> bool:
    """Whether a page is a live one: it, or its first lines, say so, and at least three posts carry a time."""
    told = any(_TITLE.search(title) for title in titles) or any(_TITLE.search(piece.text) for piece in pieces[:4] if piece.words <= 20)
    if not told and not any("live" in piece.hints for piece in pieces):
        return False
    return sum(_is_stamp(piece) or (piece.kept and _OPENING.match(piece.text) is not None) for piece in pieces) >= _LEAST


def label_posts(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a live page with the times of posts cut, those that open a post split off, its writers and a pinned summary told apart.

    The text of the posts stays body, in the order of the page.
    """
    result: list[Piece] = []
    for number, piece in enumerate(pieces):
        opening = _OPENING.match(piece.text) if piece.kept and not _is_stamp(piece) else None
        if opening:
            clock, piece = split_piece(piece, opening.end())
            clock.cut(Role.DATE, "time of a live post")
            result.append(clock)
        elif _is_stamp(piece) and (piece.kept or piece.reason == "live page"):
            piece.cut(Role.DATE, "time of a live post")
        elif piece.kept and piece.words <= 30 and _ABOUT.match(piece.text):
            piece.cut(Role.FURNITURE, "live page")
        elif piece.kept and not piece.heading and NAME_ONLY.match(piece.text) and piece.words <= 6 and _is_beside(pieces, number):
            piece.cut(Role.BYLINE, "byline")
        result.append(piece)
    _label_summary(result)
    return result


def _is_stamp(piece: Piece) -> bool:
    return piece.words <= 12 and any(letter.isdigit() for letter in piece.text) and _STAMP.match(piece.text) is not None


def _is_beside(pieces: Sequence[Piece], number: int) -> bool:
    return any(_is_stamp(piece) for piece in pieces[max(0, number - 1) : number + 2])


def _label_summary(pieces: Sequence[Piece]) -> None:
    """A heading like "Key points" before the first post, and the bullets under it, which say again what the posts say."""
    first = next((number for number, piece in enumerate(pieces) if piece.reason == "time of a live post"), 0)
    for number, piece in enumerate(pieces[:first]):
        if _SUMMARY.match(piece.text) and not piece.prose:
            bullets = []
            for other in pieces[number + 1 : first]:
                if not other.bullet:
                    break
                bullets.append(other)
            if bullets:
                piece.cut(Role.FURNITURE, "live page")
            for bullet in bullets:
                bullet.cut(Role.HIGHLIGHTS, "pinned summary")
