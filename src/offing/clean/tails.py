"""What follows the last paragraph of a story: related stories, requests to the reader, the name of the agency."""

from __future__ import annotations

from collections.abc import Sequence

from offing.clean.patterns import AGENCY_NAME, AGENCY_TAIL, SOLICIT, TAIL_HEAD
from offing.clean.pieces import Piece
from offing.records import Role


def label_tail(pieces: Sequence[Piece], *, marked: bool) -> None:
    """What follows the last paragraph of a story, and everything after a heading like "Related stories"."""
    kept = [piece for piece in pieces if piece.kept]
    proses = [number for number, piece in enumerate(kept) if piece.prose]
    if not proses:
        return
    heads = [number for number, piece in enumerate(kept) if number > proses[0] and piece.words <= 20 and TAIL_HEAD.match(piece.text)]
    for number in heads[:20]:
        if sum(other.prose and other.linked < 0.5 for other in kept[number + 1 :]) * 4 <= len(proses):
            for other in kept[number:]:
                other.cut(Role.FURNITURE, "related stories or comments")
            break
    _cut_requests([piece for piece in kept if piece.kept])
    kept = [piece for piece in kept if piece.kept]
    while kept and not (kept[-1].ended and kept[-1].words >= 4) and not kept[-1].prose:
        piece = kept.pop()
        if piece.linked > 0.6 or piece.heading or TAIL_HEAD.match(piece.text) or (piece.titled and not piece.bullet and not marked):
            piece.cut(Role.FURNITURE, "after the story")
        elif piece.words > 2 or piece.bullet or marked:
            break
        else:
            piece.cut(Role.FURNITURE, "after the story")


def _cut_requests(kept: Sequence[Piece]) -> None:
    """The last lines of a story that ask readers to subscribe, follow or write, back to the last one that does not."""
    first = len(kept)
    for number in range(len(kept) - 1, max(2, len(kept) - 13), -1):
        piece = kept[number]
        if piece.words <= 60 and SOLICIT.search(piece.text) and not piece.text.startswith(("“", '"')):
            first = number
        elif piece.prose or piece.words > 12 or (piece.ended and piece.words > 4):
            break
    for piece in kept[first:]:
        piece.cut(Role.FURNITURE, "request to the reader")


def label_signature(pieces: Sequence[Piece]) -> None:
    """An agency's name as the last line of a story ("MPA", "MPA and Kestrel News", "Wire, additional reporting by ...")."""
    last = max((number for number, piece in enumerate(pieces) if piece.kept and piece.prose), default=-1)
    for piece in pieces[last + 1 : last + 3] if last >= 0 else []:
        if (
            piece.role in (Role.BODY, Role.FURNITURE)
            and piece.words <= 14
            and not set(piece.hints) & {"footer", "nav", "related", "comments"}
        ):
            tail = AGENCY_TAIL.match(piece.text)
            signed = piece.text.startswith("(") and piece.text.endswith(")") and piece.text.count("(") == 1
            if signed or AGENCY_NAME.match(piece.text.strip(" ()—–-.")) or (tail and AGENCY_NAME.match(tail["name"])):
                piece.cut(Role.CREDIT, "credit line")
