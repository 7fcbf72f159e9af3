"""Lines that stand twice on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from offing.clean.pieces import Piece
from offing.records import Role

_PICTURE = frozenset(["figcaption", "caption", "figure"])


def label_repeats(pieces: Sequence[Piece], *, marked: bool) -> None:
    """A line that stands twice is kept once. The later goes, with the role of the first; two equal lines before the story are a caption.

    On a page with mark-up (`marked`) only whole sentences count: lists repeat their short lines with good reason, and so do interviews.
    """
    counts = Counter(piece.key for piece in pieces)
    seen: dict[str, int] = {}
    lead = next((number for number, piece in enumerate(pieces) if piece.kept and piece.prose and counts[piece.key] == 1), len(pieces))
    for number, piece in enumerate(pieces):
        first = seen.setdefault(piece.key, number)
        earlier = pieces[first]
        if earlier is piece or piece.words < 3:
            continue
        if earlier.role is Role.CAPTION:
            if marked and piece.kept and piece.prose and _PICTURE & set(earlier.hints) and not _PICTURE & set(piece.hints):
                # A caption that says again what the story says: the story keeps its sentence.
                continue
            if piece.kept or piece.role is Role.CAPTION:
                piece.cut(Role.CAPTION, "caption, doubled")
        elif piece.kept and earlier.kept:
            if number < lead and piece.words >= 6 and number <= first + 2:
                earlier.cut(Role.CAPTION, "caption")
                piece.cut(Role.CAPTION, "caption, doubled")
            elif counts[piece.key] == 2 and piece.words >= (10 if marked else 3) and not (marked and piece.bullet):
                piece.cut(Role.FURNITURE, "line repeated")
        elif marked and piece.prose and earlier.role in (Role.HIGHLIGHTS, Role.DEK):
            # A box or summary that quotes a sentence of the story: the sentence itself stays where it was written.
            continue
        elif piece.kept and earlier.role not in (Role.HEADLINE, Role.FURNITURE):
            piece.cut(earlier.role, earlier.reason)
