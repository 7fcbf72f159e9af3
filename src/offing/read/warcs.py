"""The records of a WARC (ISO 28500), one after the other, each with its byte in the file; what is damaged is named and passed.

Source of method: the WARC 1.1 specification. Our own reader, because warcio 1.8 and FastWARC 2.0 both end at the first damaged record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from offing.read.tapes import Damaged, Tape
from offing.records import Header

OPENING, NEXT = b"WARC/", b"WARC/1."
HEAD_LIMIT = 65_536
# Records whose blocks are worth keeping; requests, metadata and descriptions of the crawl are passed over.
KEPT = ("response", "resource", "conversion", "revisit")
_FOLD = re.compile(r"\r?\n[ \t]+")


class WarcRecord(Struct, frozen=True):
    """One record. `offset` and `length` are bytes of the file (length 0: it has no place of its own in a packed file).

    `inner` is its first byte in the unpacked member; `size` the length of its block, `block` the bytes kept of it (none beyond the limit).
    """

    offset: int
    inner: int
    length: int
    headers: tuple[Header, ...]
    size: int
    block: bytes

    @property
    def kind(self) -> str:
        """The type of the record in small letters: response, resource, request ..."""
        return find_header(self.headers, "warc-type").lower()


class Gap(Struct, frozen=True):
    """Bytes from `offset` on that are no readable record, and why."""

    offset: int
    inner: int
    reason: str


def read_records(stream: BinaryIO, base: int, end: int, *, start: int | None = None, limit: int) -> Iterator[WarcRecord | Gap]:
    """Every record in bytes `base` to `end` of a file, from byte `start` on. After a gap it goes on with the next record it can find."""
    tape = Tape(stream, base, end)
    if start is not None:
        tape.seek(start)
    while True:
        place = _where(tape)
        try:
            if not _find_record(tape):
                return
            place = _where(tape)
            yield _read_record(tape, *place, end, limit)
        except Damaged as damaged:
            yield Gap(*place, str(damaged))
            if not _go_on(tape, place[0], broken=damaged.broken):
                return


def _find_record(tape: Tape) -> bool:
    """Go to the next byte that is not blank, in this member or a later one; False at the end of the file."""
    while True:
        _skip_blank(tape)
        if tape.peek(1):
            return True
        if not tape.open_member():
            return False


def parse_headers(lines: bytes) -> tuple[Header, ...]:
    """Header lines (`Name: value`) as pairs; folded lines are joined, lines without a colon left out. UTF-8, else Latin-1."""
    try:
        text = lines.decode("utf-8")
    except UnicodeDecodeError:
        text = lines.decode("latin-1")
    pairs = (line.partition(":") for line in _FOLD.sub(" ", text).splitlines())
    return tuple(Header(name.strip(), value.strip()) for name, colon, value in pairs if colon and name.strip())


def find_header(headers: tuple[Header, ...], name: str) -> str:
    """The value of the first header of this name (small letters), "" without one."""
    return next((header.value for header in headers if header.name.lower() == name), "")


def _where(tape: Tape) -> tuple[int, int]:
    return (tape.member, tape.taken) if tape.packed else (tape.member + tape.taken, 0)


def _skip_blank(tape: Tape) -> None:
    while (ahead := tape.peek(64)) and (blank := len(ahead) - len(ahead.lstrip(b"\r\n"))):
        tape.take(blank)


def _read_record(tape: Tape, offset: int, inner: int, end: int, limit: int) -> WarcRecord:
    if tape.peek(len(OPENING)) != OPENING:
        raise Damaged("no WARC record begins here")
    head = tape.take_until(b"\r\n\r\n", HEAD_LIMIT)
    if head is None:
        raise Damaged("no end of the record's header was found")
    headers = parse_headers(head.partition(b"\r\n")[2])
    length = find_header(headers, "content-length")
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        raise Damaged("no length of the record is given")
    size = int(length)
    if not tape.packed and tape.position + size > end:
        raise Damaged("no end: the file ends before the record does")
    kept = find_header(headers, "warc-type").lower() in KEPT and size <= limit
    block = tape.take(size) if kept else b""
    if (len(block) if kept else tape.skip(size)) < size:
        raise Damaged("no end: the packed record ends before its length")
    _skip_blank(tape)
    if tape.peek(len(OPENING)) not in (OPENING, b""):
        raise Damaged("no record follows where the length of this one says")
    alone = not tape.packed or (tape.ended and not inner and not tape.peek(1))
    return WarcRecord(offset, inner, tape.position - offset if alone else 0, headers, size, block)


def _go_on(tape: Tape, offset: int, *, broken: bool) -> bool:
    """Go to the next record after a gap at `offset`; False when there is none.

    In a plain file it is searched right behind the damaged opening, whose length may be wrong; in a packed one in the rest of the member,
    or, when that cannot be unpacked (`broken`), at the next member that opens as a record does.
    """
    try:
        if not tape.packed:
            tape.seek(offset + 1)
            return tape.open_member() and tape.skip_to(NEXT)
        if not broken:
            tape.skip_to(NEXT)
            return True
    except Damaged:
        pass
    found = tape.find_member(tape.member + 1, OPENING)
    if found is not None:
        tape.seek(found)
    return found is not None
