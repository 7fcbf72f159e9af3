"""Bytes to characters: byte order mark, what the bytes are, what the page says of itself, then a guess that never fails."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

SAMPLE = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"PK\x05\x06",
    b"\x7fELF", b"MZ\x90", b"BZh", b"\xfd7zXZ", b"Rar!", b"7z\xbc\xaf",
    b"\x28\xb5\x2f\xfd", b"SQLite format 3\x00", b"RIFF", b"OggS", b"ID3", b"\x00\x00\x01\x00", b"PAR1", b"\xd0\xcf\x11\xe0", b"\x1f\x8b",
)  # fmt: skip
_DECLARED = re.compile(rb"""(?i)(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_.:-]{2,40})""")
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13, 27))


def find_mark(body: bytes) -> tuple[str, int]:
    """The encoding that a byte order mark names and the mark's length; ("", 0) without one."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return name, len(mark)
    return "", 0


def looks_binary(body: bytes) -> bool:
    """Whether bytes are no text in any encoding: a known file signature, or many control bytes that no wide encoding explains."""
    if body.startswith(_MAGIC):
        return True
    if find_mark(body)[0] or _guess_wide(body):
        return False
    head = body[:SAMPLE]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 50 > len(head)


def _guess_wide(body: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte is zero, and on one side only."""
    head = body[:4096]
    if len(head) < 8:
        return ""
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 10 > half * 7 and even * 10 < half:
        return "utf-16-le"
    if even * 10 > half * 7 and odd * 10 < half:
        return "utf-16-be"
    return ""


def find_declared(body: bytes) -> str:
    """The encoding a page names in its first 4,096 bytes (meta charset, XML declaration), as Python calls it; "" when none is known."""
    found = _DECLARED.search(body[:4096])
    if not found:
        return ""
    try:
        name = codecs.lookup(found.group(1).decode("ascii")).name
    except LookupError:
        return ""
    # Browsers read Latin-1 and ASCII as Windows-1252 (WHATWG encoding standard).
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def decode_text(body: bytes, *, declared: str = "") -> str:
    """The characters of `body`. Never fails: bytes that fit no encoding become U+FFFD.

    Order: byte order mark, UTF-16 by its zero bytes, UTF-8 when every byte fits, the declared encoding, UTF-8 with few faults, a guess over
    the first 64 KiB (charset_normalizer), Windows-1252. Lone surrogates cannot come out of it.
    """
    mark, length = find_mark(body)
    if mark:
        return body[length:].decode(mark, "replace")
    if declared.startswith(("iso2022", "utf-7", "hz")):
        return body.decode(declared, "replace")
    wide = _guess_wide(body)
    if wide:
        return body.decode(wide, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared and declared not in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        try:
            return body.decode(declared)
        except (UnicodeDecodeError, LookupError):
            pass
    loose = body.decode("utf-8", "replace")
    faults = loose.count("\ufffd")
    if faults * 10 <= sum(1 for letter in loose[: SAMPLE * 4] if letter > "\x7f") - faults or (faults == 1 and loose.endswith("\ufffd")):
        return loose
    return body.decode(_guess(body), "replace")


def _guess(body: bytes) -> str:
    try:
        best = from_bytes(body[:SAMPLE]).best()
    except (UnicodeError, LookupError, ValueError):
        best = None
    return best.encoding if best is not None else "cp1252"


def mend_text(text: str) -> str:
    """`text` without lone surrogates, which no encoding can store (JSON escapes can bring them in)."""
    return text.encode("utf-8", "replace").decode("utf-8") if _SURROGATES.search(text) else text
