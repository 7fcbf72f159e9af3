"""The raw pages of a case: every page's bytes, compressed under their SHA-256, in the file beside the case (`case.db.pages`)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from offing.records import Page


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
    rows = [{"sha256": page.sha256, "size": len(page.body), "packed": zlib.compress(page.body, 6)} for page in pages if page.body]
    if rows:
        connection.execute(text("INSERT OR IGNORE INTO raw.body VALUES (:sha256, :size, :packed)"), rows)


def read_body(connection: Connection, sha256: str) -> bytes:
    """The bytes of one page; b"" when they are not kept."""
    row = connection.execute(text("SELECT packed FROM raw.body WHERE sha256 = :sha256"), {"sha256": sha256}).first()
    return zlib.decompress(row.packed) if row is not None else b""


def verify_bodies(connection: Connection, expected: Sequence[str]) -> Iterator[Mismatch]:
    """Hash every kept page again; yield each that is missing, unreadable or different."""
    for sha256 in expected:
        try:
            body = read_body(connection, sha256)
        except zlib.error:
            yield Mismatch(sha256, "the kept bytes cannot be unpacked")
            continue
        if not body:
            yield Mismatch(sha256, "the bytes are missing")
        elif hashlib.sha256(body).hexdigest() != sha256:
            yield Mismatch(sha256, f"hash differs: the bytes give {hashlib.sha256(body).hexdigest()[:16]}")
