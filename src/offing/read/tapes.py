"""The bytes of an archive, unpacked piece by piece, at a known byte of the file, in memory that does not grow with the file."""

from __future__ import annotations

import zlib
from typing import BinaryIO

CHUNK = 65_536
PIECE = 262_144
# HTML packs 5 to 20 times, a page of one letter 1,000 times. What unpacks far beyond sense, and to many megabytes, is a trap.
BOMB_BYTES, BOMB_RATIO = 50_000_000, 300
GZIP = b"\x1f\x8b\x08"


class Damaged(Exception):
    """The bytes cannot be read on from here; the message says why. `broken`: the rest of the member cannot be unpacked either."""

    def __init__(self, reason: str, *, broken: bool = False) -> None:
        super().__init__(reason)
        self.broken = broken


class Tape:
    """Bytes `base` to `end` of a seekable file, plain or gzip members. Plain, it is one member from where it is opened to the end.

    `member` is the byte at which the present member begins, `taken` counts its unpacked bytes that were taken, `packed` says whether the
    file is packed, `ended` whether nothing is left to unpack.
    """

    def __init__(self, stream: BinaryIO, base: int, end: int) -> None:
        self._stream = stream
        self._end = end
        stream.seek(base)
        self.packed = stream.read(len(GZIP)) == GZIP
        self.seek(base)

    def seek(self, offset: int) -> None:
        """Go to a byte of the file, where a member (or a plain record) begins."""
        self._stream.seek(offset)
        self._raw = b""
        self._at = offset
        self._buffer = bytearray()
        self._inflater = zlib.decompressobj(31)
        self._unpacked = 0
        self.member, self.taken, self.ended = offset, 0, True

    @property
    def position(self) -> int:
        """The byte of the file after the last one taken (in a packed member: after the last one unpacked)."""
        return self._at if self.packed else self.member + self.taken

    def open_member(self) -> bool:
        """Begin at the next byte of the file; False when there is none. Raises Damaged when nothing packed begins there."""
        self._refill()
        if not self._raw:
            return False
        self._buffer.clear()
        self.member, self.taken, self._unpacked, self.ended = self._at, 0, 0, False
        self._inflater = zlib.decompressobj(31)
        if self.packed and not self._raw.startswith(GZIP[: len(self._raw)]):
            raise Damaged("no packed record begins here", broken=True)
        return True

    def peek(self, size: int) -> bytes:
        """The next bytes of the member (fewer at its end), which stay to be taken. Raises Damaged."""
        while len(self._buffer) < size and self._fill():
            pass
        return bytes(self._buffer[:size])

    def take(self, size: int) -> bytes:
        """The next `size` bytes of the member (fewer at its end). Raises Damaged."""
        taken = self.peek(size)
        del self._buffer[: len(taken)]
        self.taken += len(taken)
        return taken

    def skip(self, size: int) -> int:
        """Take `size` bytes and keep none; returns how many there were."""
        done = 0
        while done < size and (piece := self.take(min(size - done, PIECE))):
            done += len(piece)
        return done

    def take_until(self, ending: bytes, most: int) -> bytes | None:
        """Everything up to and with `ending`, or None when it does not come within `most` bytes. Raises Damaged."""
        searched = 0
        while (found := self._buffer.find(ending, max(0, searched - len(ending)))) < 0:
            searched = len(self._buffer)
            if searched > most or not self._fill():
                return None
        return self.take(found + len(ending))

    def skip_to(self, marker: bytes) -> bool:
        """Pass over everything before the next `marker` of the member; False, at its end, when there is none. Raises Damaged."""
        while (found := self._buffer.find(marker)) < 0:
            passed = max(0, len(self._buffer) - len(marker) + 1)
            del self._buffer[:passed]
            self.taken += passed
            if not self._fill():
                self.take(len(self._buffer))
                return False
        self.take(found)
        return True

    def _refill(self) -> None:
        if not self._raw:
            self._raw = self._stream.read(min(CHUNK, self._end - self._at)) if self._at < self._end else b""

    def _fill(self) -> bool:
        """More unpacked bytes into the buffer; False when the member has ended."""
        while not self.ended:
            self._refill()
            if not self.packed:
                piece, self._raw = self._raw, b""
                self._at += len(piece)
                self.ended = not piece
            else:
                piece = self._inflate()
            if piece:
                self._buffer += piece
                return True
        return False

    def _inflate(self) -> bytes:
        size = len(self._raw)
        try:
            piece = self._inflater.decompress(self._raw, PIECE)
        except zlib.error as error:
            raise Damaged("the packed bytes are damaged", broken=True) from error
        if not size and not piece:
            raise Damaged("cut off: the file ends in the middle of a record", broken=True)
        self._raw = self._inflater.unconsumed_tail or self._inflater.unused_data
        self._at += size - len(self._raw)
        self._unpacked += len(piece)
        self.ended = self._inflater.eof
        if self._unpacked > BOMB_BYTES and self._unpacked > BOMB_RATIO * (self._at - self.member):
            raise Damaged(f"too large: it unpacks to more than {BOMB_RATIO} times its size", broken=True)
        return piece

    def find_member(self, start: int, opening: bytes) -> int | None:
        """The first byte from `start` on where a gzip member begins whose first unpacked bytes are `opening`; None when there is none."""
        offset, tail = start, b""
        self._stream.seek(start)
        while offset < self._end and (chunk := self._stream.read(min(PIECE, self._end - offset))):
            window, base = tail + chunk, offset - len(tail)
            found = window.find(GZIP)
            while found >= 0:
                if self._opens(base + found, opening):
                    return base + found
                found = window.find(GZIP, found + 1)
            offset += len(chunk)
            tail = window[-2:]
            self._stream.seek(offset)
        return None

    def _opens(self, offset: int, opening: bytes) -> bool:
        self._stream.seek(offset)
        try:
            return zlib.decompressobj(31).decompress(self._stream.read(4096), 64).startswith(opening)
        except zlib.error:
            return False
