"""Datelines: the place and agency that open a story ("VARN, Jan 2 (MPA) -")."""

from __future__ import annotations

from collections.abc import Sequence

from offing.clean.patterns import DATELINE
from offing.clean.pieces import Piece, make_key, split_piece
from offing.records import Role

_NO_CITY = frozenset(
    "BREAKING UPDATE UPDATED LIVE WATCH EXCLUSIVE OPINION ANALYSIS VIDEO PHOTOS READ RELATED FACTBOX EXPLAINER TIMELINE NOTE"
    " EDITOR QUESTION ANSWER HOST GUEST CORRECTION CLARIFICATION SOURCE CREDIT AND THE BUT FOR".split(" ")
)


def find_dateline(text: str) -> tuple[int, str, str] | None:
    """Length of the dateline that opens `text`, its place and its agency; None when there is none."""
    found = DATELINE.match(text)
    if not found or found.end() > 90:
        return None
    city = found["city"] or found["city2"] or found["city3"] or ""
    agency = found["agency"] or found["agency2"] or found["agency3"] or found["agency4"] or ""
    first = city.split(",")[0]
    if city and (len(make_key(first)) < 4 or first.split()[0] in _NO_CITY):
        return None
    return found.end(), city, agency


def split_datelines(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the dateline of each part's first paragraph split off as a piece of its own."""
    done: set[int] = set()
    result: list[Piece] = []
    for piece in pieces:
        if piece.kept and (piece.prose or piece.words > 12) and piece.part not in done:
            done.add(piece.part)
            found = find_dateline(piece.text)
            if found and found[0] < len(piece.text):
                dateline, piece = split_piece(piece, found[0])
                dateline.cut(Role.DATELINE, "dateline")
                result.append(dateline)
        result.append(piece)
    return result
