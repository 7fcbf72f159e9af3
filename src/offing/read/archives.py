"""Web archives as pages: WARC (plain or packed) and WACZ, streamed record by record and never copied or held."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from offing.errors import SourceError
from offing.read.answers import Answer, parse_answer
from offing.read.bodies import read_body
from offing.read.feeds import ATOM, RSS
from offing.read.findings import LIMIT, PASSED, TOOL, Found, Mark, Options, Place, Step, Trouble, fail, yield_page
from offing.read.letters import MAIL, is_letter
from offing.read.mail import read_message
from offing.read.renderings import HTML, PLAIN, ROW, XHTML
from offing.read.tapes import BOMB_BYTES, BOMB_RATIO
from offing.read.warcs import KEPT, Gap, WarcRecord, find_header, read_records
from offing.records import Capture, Pointer

ENDINGS = (".warc", ".wacz")
# Server headers and a page cut to pieces for the way take room beside the page itself.
ROOM = 1_000_000
_ENDING_OF = {
    HTML: ".html", XHTML: ".html", PLAIN: ".txt", RSS: ".rss", ATOM: ".atom", "application/xml": ".xml", "text/xml": ".xml",
    "application/rdf+xml": ".xml", "": ".txt",
}  # fmt: skip


class _Region(Struct, frozen=True):
    """A WARC as bytes `base` to `end` of a stream. `path` is the file that pointers can name, "" when the bytes stand packed in it."""

    origin: str
    base: int
    end: int
    path: str


def read_archive(place: Place, ending: str, options: Options) -> Iterator[Step]:
    """The pages of a `.warc`, `.warc.gz` or `.wacz`: of every answer with a page or feed, with the headers and the time of its capture.

    Every other answer, `revisit` and every damaged record is a Failure. A Mark follows each record. Raises Trouble, OSError.
    """
    if ending == ".wacz":
        yield from _read_wacz(place, options)
        return
    if not place.size:
        raise Trouble("the file is empty", hint="save the archive again")
    with open(place.path, "rb") as stream:
        yield from _read_region(stream, _Region(place.origin, 0, place.size, place.path), place, options)


def read_pointer(pointer: Pointer) -> bytes:
    """The bytes of a page that stays in an archive. Raises SourceError when the record is no longer there, OSError without the file."""
    with open(pointer.path, "rb") as stream:
        for one in read_records(stream, pointer.offset, pointer.offset + pointer.length, limit=LIMIT + ROOM):
            if isinstance(one, WarcRecord):
                return _answer_of(one, LIMIT).body
            break
    raise SourceError("no record is where the pointer says", hint="put the archive back as it was when it was read")


def _read_wacz(place: Place, options: Options) -> Iterator[Step]:
    try:
        with zipfile.ZipFile(place.path) as packed, open(place.path, "rb") as stream:
            names = [entry for entry in packed.infolist() if entry.filename.lower().endswith((".warc", ".warc.gz"))]
            if not names:
                raise Trouble("the WACZ holds no WARC", hint="a WACZ keeps its pages in archive/*.warc.gz; make it again")
            for entry in names:
                yield from _read_entry(packed, entry, stream, place, options)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        reason = f"the WACZ cannot be opened ({str(error)[:80] or type(error).__name__})"
        yield fail(place.origin, reason, "a WACZ is a ZIP file: copy it again", size=place.size)


def _read_entry(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, stream: BinaryIO, place: Place, options: Options) -> Iterator[Step]:
    origin = f"{place.origin}/{entry.filename}"
    if entry.file_size > BOMB_BYTES and entry.file_size > BOMB_RATIO * entry.compress_size:
        yield fail(origin, f"too large: it unpacks to {entry.file_size:,} bytes", "nothing to do: it is no sensible archive")
    elif entry.compress_type == zipfile.ZIP_STORED and not entry.flag_bits & 1:
        # Stored as it is (as the WACZ rules ask): the WARC can be read, and pointed to, in place.
        stream.seek(entry.header_offset + 26)
        sizes = stream.read(4)
        base = entry.header_offset + 30 + int.from_bytes(sizes[:2], "little") + int.from_bytes(sizes[2:], "little")
        yield from _read_region(stream, _Region(origin, base, base + entry.file_size, place.path), place, options)
    else:
        with packed.open(entry) as inner:
            yield from _read_region(inner, _Region(origin, 0, entry.file_size, ""), place, options)  # type: ignore[arg-type]


def _read_region(stream: BinaryIO, region: _Region, place: Place, options: Options) -> Iterator[Step]:
    start = options.start(region.origin, place.stamp)
    any_record = start > 0
    for one in read_records(stream, region.base, region.end, start=region.base + start, limit=options.limit + ROOM):
        any_record = True
        at = one.offset - region.base
        origin = f"{region.origin}#{at}" + (f"+{one.inner}" if one.inner else "")
        if options.wants(origin):
            yield from _read_one(one, origin, region, place, options)
        yield Mark(region.origin, place.stamp, at)
    if not any_record:
        yield fail(region.origin, "no WARC record is in it", "save the archive again")
    yield Mark(region.origin, place.stamp, region.end - region.base)


def _read_one(one: WarcRecord | Gap, origin: str, region: _Region, place: Place, options: Options) -> Iterator[Found]:
    if isinstance(one, Gap):
        yield fail(origin, one.reason, "copy the archive again from its source; what follows the damage was read")
        return
    if one.kind not in KEPT:
        return
    capture = _capture(one, origin, place)
    whole = bool(region.path) and one.length > 0 and options.in_place
    pointer = Pointer(os.path.abspath(region.path), one.offset, one.length) if whole else None
    try:
        yield from _read_answer(one, capture, pointer, options)
    except Trouble as trouble:
        yield fail(origin, trouble.message, trouble.hint, sha256=trouble.sha256, size=trouble.size)
    except SourceError as error:
        yield fail(origin, error.message, error.hint, size=one.size)


def _capture(one: WarcRecord, origin: str, place: Place) -> Capture:
    url = find_header(one.headers, "warc-target-uri").strip("<>")
    return Capture(page="", origin=origin, time=_read_time(find_header(one.headers, "warc-date"), place.time), size=0, url=url, tool=TOOL)


def _read_time(stamp: str, otherwise: str) -> str:
    try:
        time = datetime.fromisoformat(stamp)
    except ValueError:
        return otherwise
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).isoformat()


def _answer_of(one: WarcRecord, limit: int) -> Answer:
    stated = find_header(one.headers, "content-type")
    if one.kind == "response" and not (stated and not stated.lower().startswith("application/http")):
        return parse_answer(one.block, limit)
    return Answer(0, tuple(header for header in one.headers if header.name.lower() == "content-type"), one.block)


def _read_answer(one: WarcRecord, capture: Capture, pointer: Pointer | None, options: Options) -> Iterator[Found]:
    if one.kind == "revisit":
        earlier = find_header(one.headers, "warc-refers-to-target-uri") or capture.url
        hint = "nothing to do when the archive that holds it was read too"
        raise SourceError(f"{PASSED}: unchanged since an earlier visit ({earlier[:200]})", hint=hint)
    if one.size > options.limit + ROOM:
        raise SourceError(f"too large: the record has {one.size:,} bytes", hint=f"a page may have {options.limit:,} bytes")
    answer = _answer_of(one, options.limit)
    kind = answer.media_type
    if len(answer.body) > options.limit:
        raise SourceError(f"too large: the page has {len(answer.body):,} bytes", hint=f"a page may have {options.limit:,} bytes")
    if one.kind == "response" and answer.status not in (0, 200, 203):
        raise SourceError(f"{PASSED}: the answer was {answer.status}", hint="nothing to do: it is not the page")
    if _path_of(capture.url) == "/robots.txt":
        raise SourceError(f"{PASSED}: robots.txt", hint="nothing to do: it is no page")
    capture = replace(capture, status=answer.status, headers=answer.headers)
    if kind in (ROW, MAIL) and one.kind == "resource":
        ours = kind == ROW or is_letter(answer.body)
        yield from yield_page(capture, answer.body, kind, pointer) if ours else read_message(capture, answer.body)
    elif kind not in _ENDING_OF:
        raise SourceError(f"{PASSED}: not a format that is read ({kind[:60]})", hint="pages and feeds are read: HTML, text, RSS, Atom")
    else:
        yield from read_body(capture, answer.body, _ENDING_OF[kind], joint=".", pointer=pointer)
    cut = find_header(one.headers, "warc-truncated")
    if cut:
        yield fail(capture.origin, f"the crawler cut the page off ({cut[:40]})", "fetch the page again; what there is was read")


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
