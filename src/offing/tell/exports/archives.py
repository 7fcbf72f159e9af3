"""The evidence archive: the kept pages of a case as one WARC (ISO 28500), which any reader of web archives opens. It holds full text.

A page that came as an HTTP answer is a `response`, any other a `resource`; a page found again elsewhere is a `revisit` of the first.
Each has a `metadata` record with its origin, SHA-256 and renderer. The same records give the same bytes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from typing import BinaryIO
from urllib.parse import quote

from offing import __version__
from offing.records import Capture, Header, Page

PAGES = ("text/html", "application/xhtml+xml", "text/plain")
# The body is kept unpacked: what the server said of its packing is told under other names, as other crawlers do.
_PACKING = ("content-encoding", "transfer-encoding", "content-length")
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


def write_archive(stream: BinaryIO, pages: Iterable[tuple[Page, bytes, Sequence[Capture]]], *, made: str) -> tuple[int, int]:
    """Write the archive of (page, its bytes, its captures) and return how many pages and captures were written.

    `made` is an ISO time, used for the archive itself and for captures without a time. A page without bytes is left out.
    """
    number, count = 0, 0
    fields = _fields({"software": f"offing {__version__}", "format": "WARC File Format 1.1", "description": "pages of an Offing case"})
    stream.write(_record("warcinfo", _name("warcinfo", made), _time(made, made), "application/warc-fields", fields))
    for page, body, captures in pages:
        if not body:
            continue
        number += 1
        first: Capture | None = None
        for capture in sorted(captures, key=lambda one: (one.time, one.origin)):
            stream.write(_write_capture(page, body, capture, first, made))
            first = first or capture
            count += 1
    return number, count


def _write_capture(page: Page, body: bytes, capture: Capture, first: Capture | None, made: str) -> bytes:
    name, date = _name("capture", capture.id), _time(capture.time, made)
    target = ("WARC-Target-URI", _target(page, capture))
    digest = ("WARC-Payload-Digest", _digest(body))
    if first is not None:
        refers = (
            ("WARC-Profile", _PROFILE),
            ("WARC-Refers-To", _name("capture", first.id)),
            ("WARC-Refers-To-Target-URI", _target(page, first)),
            ("WARC-Refers-To-Date", _time(first.time, made)),
        )
        written = _record("revisit", name, date, "application/http; msgtype=response", _head(page, capture, 0), target, digest, *refers)
    elif capture.status and page.media_type in PAGES:
        written = _record(
            "response", name, date, "application/http; msgtype=response", _head(page, capture, len(body)) + body, target, digest
        )
    else:
        written = _record("resource", name, date, page.media_type, body, target, digest)
    told = {"offing-page": page.id, "sha256": page.sha256, "renderer": page.renderer, "origin": capture.origin, "tool": capture.tool}
    about = ("WARC-Concurrent-To", name)
    return written + _record("metadata", _name("metadata", capture.id), date, "application/warc-fields", _fields(told), target, about)


def _head(page: Page, capture: Capture, size: int) -> bytes:
    phrase = "OK" if capture.status in (0, 200) else ""
    sent = [Header(f"X-Archive-Orig-{one.name}" if one.name.lower() in _PACKING else one.name, one.value) for one in capture.headers]
    if not any(one.name.lower() == "content-type" for one in sent):
        sent.append(Header("Content-Type", page.media_type))
    lines = [f"HTTP/1.1 {capture.status or 200} {phrase}".strip(), *(f"{_line(one.name)}: {_line(one.value)}" for one in sent)]
    return "\r\n".join([*lines, f"Content-Length: {size}", "", ""]).encode()


def _record(kind: str, name: str, date: str, media_type: str, block: bytes, *more: tuple[str, str]) -> bytes:
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: {name}",
        f"WARC-Date: {date}",
        *(f"{key}: {_line(value)}" for key, value in more),
        f"WARC-Block-Digest: {_digest(block)}",
        f"Content-Type: {media_type}",
        f"Content-Length: {len(block)}",
    ]
    return gzip.compress("\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n", 6, mtime=0)


def _target(page: Page, capture: Capture) -> str:
    return "".join((capture.url or page.url).split()) or f"file:///{quote(capture.origin)}"


def _fields(told: dict[str, str]) -> bytes:
    return "".join(f"{name}: {_line(value)}\r\n" for name, value in told.items()).encode()


def _digest(body: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(body).digest()).decode()


def _name(kind: str, ident: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'offing:{kind}:{ident}')}>"


def _time(time: str, otherwise: str) -> str:
    stamp = time or otherwise
    return stamp.removesuffix("+00:00").removesuffix("Z") + "Z"


def _line(words: str) -> str:
    return " ".join(words.split())
