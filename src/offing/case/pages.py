"""The raw pages of a case: every page's bytes, compressed under their SHA-256, in the file beside the case (`case.db.pages`)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from offing.errors import SourceError
from offing.read.archives import read_pointer
from offing.records import Page, Pointer


@dataclass(frozen=True)
class Mismatch:
    """A kept page whose bytes are gone or do not match their hash."""

    sha256: str
    reason: str


def make_table(connection: Connection) -> None:
    """Create the table of the attached file."""
    connection.execute(text("CREATE TABLE IF NOT EXISTS raw.body (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, packed BLOB NOT NULL)"))


def keep_bodies(connection: Connection, pages: Sequence[Page]) -> None:
    """Keep the bytes of pages; bytes already kept are left alone."""
    for page in pages:
        kept = text("SELECT 1 FROM raw.body WHERE sha256 = :sha256")
        if page.body and connection.execute(kept, {"sha256": page.sha256}).first() is None:
            row = {"sha256": page.sha256, "size": len(page.body), "packed": zlib.compress(page.body, 6)}
            connection.execute(text("INSERT INTO raw.body VALUES (:sha256, :size, :packed)"), row)


def read_body(connection: Connection, sha256: str) -> bytes:
    """The bytes of one page; b"" when they are not kept."""
    row = connection.execute(text("SELECT packed FROM raw.body WHERE sha256 = :sha256"), {"sha256": sha256}).first()
    return zlib.decompress(row.packed) if row is not None else b""


def read_in_place(pointer: Pointer) -> bytes:
    """The bytes of a page that stays in the user's archive; b"" when the archive is gone or no longer holds it there."""
    try:
        return read_pointer(pointer)
    except (OSError, SourceError):
        return b""


def verify_bodies(connection: Connection, expected: Sequence[str], pointers: Sequence[tuple[str, Pointer]]) -> Iterator[Mismatch]:
    """Hash every page again, kept (`expected`) or in an archive (`pointers`); yield each that is missing, unreadable or different."""
    outside = {sha256 for sha256, _ in pointers}
    for sha256 in expected:
        try:
            body = read_body(connection, sha256)
        except zlib.error:
            yield Mismatch(sha256, "the kept bytes cannot be unpacked")
            continue
        if body or sha256 not in outside:
            yield from _compare(sha256, body, "the bytes are missing")
    for sha256, pointer in pointers:
        where = f"{pointer.path} at byte {pointer.offset}"
        yield from _compare(sha256, read_in_place(pointer), f"the page is no longer in {where}", f" (in {where})")


def _compare(sha256: str, body: bytes, missing: str, where: str = "") -> Iterator[Mismatch]:
    found = hashlib.sha256(body).hexdigest()
    if not body:
        yield Mismatch(sha256, missing)
    elif found != sha256:
        yield Mismatch(sha256, f"hash differs: the bytes give {found[:16]}{where}")
