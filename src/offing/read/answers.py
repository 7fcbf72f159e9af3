"""The HTTP answer inside an archive record: status, headers and the body as it was before it was packed for the way."""

from __future__ import annotations

import zlib

import brotli
from msgspec import Struct

from offing.errors import SourceError
from offing.read.encodings import looks_binary
from offing.read.warcs import find_header, parse_headers
from offing.records import Header

HEADERS, WIDTH = 200, 8_000


class Answer(Struct, frozen=True):
    """Status (0: none is given), headers and plain body of an answer."""

    status: int
    headers: tuple[Header, ...]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type the server named, in small letters and without its parameters."""
        return find_header(self.headers, "content-type").partition(";")[0].strip().lower()


def parse_answer(block: bytes, limit: int) -> Answer:
    """The answer in `block`. Raises SourceError when the block is no HTTP answer or its body cannot be unpacked within `limit` bytes."""
    if not block[:5].upper() == b"HTTP/":
        raise SourceError("no HTTP answer is in the record", hint="look at the record; the page may have been fetched another way")
    head, blank, body = block.partition(b"\r\n\r\n")
    if not blank:
        head, _, body = block.partition(b"\n\n")
    first, _, lines = head.partition(b"\n")
    code = first.split(None, 2)[1:2]
    headers = tuple(Header(pair.name, pair.value[:WIDTH]) for pair in parse_headers(lines)[:HEADERS])
    status = int(code[0]) if code and code[0].isdigit() and len(code[0]) == 3 else 0
    if "chunked" in find_header(headers, "transfer-encoding").lower():
        body = join_chunks(body)
    for name in reversed(find_header(headers, "content-encoding").lower().replace(" ", "").split(",")):
        body = _unpack(body, name, limit)
    return Answer(status, headers, body)


def join_chunks(body: bytes) -> bytes:
    """The body of a chunked answer (RFC 9112). Some crawlers keep the header but not the chunks: then the body is given as it is."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + 64)
        size = body[at:end].partition(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16) if size and not size.startswith((b"+", b"-")) else -1
        except ValueError:
            length = -1
        if length < 0:
            return b"".join(parts) if parts else body
        if length == 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + length])
        at = end + 4 + length


def _unpack(body: bytes, name: str, limit: int) -> bytes:
    if name in ("", "identity", "utf-8") or not body:
        return body
    if name in ("gzip", "x-gzip", "deflate"):
        # As in browsers: a body that does not begin as its header says is taken as it is.
        if name != "deflate" and not body.startswith(b"\x1f\x8b"):
            return body
        for form in (31,) if name != "deflate" else (15, -15):
            inflater = zlib.decompressobj(form)
            try:
                plain = inflater.decompress(body, limit + 1)
            except zlib.error:
                continue
            if len(plain) > limit:
                raise _too_large(limit)
            return plain
        raise SourceError("the packed body is damaged", hint="fetch the page again")
    if name == "br":
        return _unbrotli(body, limit)
    if not looks_binary(body):
        # Crawlers unpack the body and keep the header.
        return body
    raise SourceError(f"the body is packed as {name[:20]}, which is not read", hint="unpack it, or fetch the page with gzip")


def _unbrotli(body: bytes, limit: int) -> bytes:
    unpacker = brotli.Decompressor()
    try:
        plain: bytes = unpacker.process(body, output_buffer_limit=limit + 1)
        while not unpacker.is_finished() and len(plain) <= limit and (more := unpacker.process(b"", output_buffer_limit=limit + 1)):
            plain += more
    except brotli.error as error:
        if not looks_binary(body):
            return body
        raise SourceError("the packed body is damaged", hint="fetch the page again") from error
    if len(plain) > limit:
        raise _too_large(limit)
    return plain


def _too_large(limit: int) -> SourceError:
    return SourceError(f"too large: the body unpacks to more than {limit:,} bytes", hint="nothing to do: it is no sensible page")
