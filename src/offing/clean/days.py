"""Which day a page says it was published: what its mark-up says, weighed against its address and the date line beside the headline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from offing.clean.metadata import Metadata
from offing.clean.patterns import DATE_DIGITS, DATE_INSIDE
from offing.clean.pieces import Piece
from offing.clean.times import find_address_date, make_when
from offing.records import Page, Precision, Role, Span, When

_NEAR = 12
# Nearly all outlets stand between these hours west and east of Greenwich.
_WEST, _EAST = timedelta(hours=8), timedelta(hours=11)
_UTC = ("Z", "+00:00")


def find_day(page: Page, pieces: Sequence[Piece], metadata: Metadata) -> tuple[When | None, str]:
    """The time of publication and how it is known: the mark-up's, else that of the date line nearest to the first paragraph.

    Where the mark-up says a day only, the clock of a date line of that day is added. A time in UTC near midnight falls on another day
    where the outlet is: then the day that the page shows or that its address holds counts, with the outlet's own clock where the page
    shows one.
    """
    shown = list(_read_lines(page, pieces, metadata.published is None))
    if metadata.published is None:
        return (shown[0], "text") if shown else (None, "")
    if metadata.known_by in ("JSON-LD", "meta", "time tag"):
        if metadata.published.precision is Precision.DAY:
            clocked = (when for when in shown if when.precision is Precision.MINUTE and when.start[:10] == metadata.published.start)
            return next(clocked, metadata.published), metadata.known_by
        others = [*shown, *([when] if (when := find_address_date(page.url)) else [])]
        if not any(other.start[:10] == metadata.published.start[:10] for other in others):
            moved = next((moved for other in others if (moved := _move(metadata.published, other))), None)
            return moved or metadata.published, metadata.known_by
    return metadata.published, metadata.known_by


def _read_lines(page: Page, pieces: Sequence[Piece], alone: bool) -> Iterator[When]:
    """Dates of short lines, the one nearest before the first paragraph first, then those after it; far above it only real date lines.

    An update is told apart only beside a time in the mark-up (not `alone`): without one it is the best that the page says.
    """
    lead = next((number for number, piece in enumerate(pieces) if piece.kept and piece.prose), 0)
    order = [*range(lead - 1, -1, -1), *range(lead, len(pieces))]
    for number in order:
        piece = pieces[number]
        near = lead - _NEAR <= number < lead and piece.words <= 14 and not piece.prose
        if near or (piece.role is Role.DATE and piece.reason == "date line"):
            if not alone and "updat" in piece.text.lower():
                continue
            found = DATE_INSIDE.search(piece.text) or (DATE_DIGITS.search(piece.text) if near else None)
            span = Span(page.id, piece.start + found.start(), piece.start + found.end()) if found else None
            when = make_when(found.group(), span) if found else None
            if when:
                yield when


def _move(when: When, other: When) -> When | None:
    """`when`, a time in UTC, on the day of `other`, if the two can be one moment seen from two time zones; None when they agree."""
    if when.precision is not Precision.MINUTE or not when.start.endswith(_UTC) or other.start[:10] == when.start[:10]:
        return None
    moment = datetime.fromisoformat(when.start[:16])
    day = other.start[:10]
    earlier, later = (moment - _WEST).date().isoformat(), (moment + _EAST).date().isoformat()
    if day not in (earlier, later):
        return None
    if other.precision is Precision.MINUTE:
        shift = datetime.fromisoformat(other.start[:16]) - moment
        minutes = int(shift.total_seconds()) // 60
        if -_WEST <= shift <= _EAST and minutes % 15 == 0:
            zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
            local = f"{other.start[:16]}{zone}"
            return replace(when, form=local, start=local, end=local)
    return replace(when, form=day, start=day, end=day, precision=Precision.DAY)
