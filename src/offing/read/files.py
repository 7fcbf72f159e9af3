"""A file or a folder as pages: every file ends as pages or as failures, and nothing else happens."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import stat
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from offing.errors import SourceError
from offing.read.encodings import find_mark, looks_binary
from offing.read.feeds import looks_like_feed, split_feed
from offing.read.pages import make_page
from offing.read.renderings import HTML, PLAIN, ROW
from offing.records import Capture, Failure, Page

LIMIT = 20_000_000
ENDINGS = (".html", ".htm", ".xhtml", ".txt", ".text", ".jsonl", ".ndjson", ".xml", ".rss", ".atom")
ROWS = (".jsonl", ".ndjson")
FEEDS = (".xml", ".rss", ".atom")
TOOL = "offing.read 1"
_HTML_START = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body|article|main|h1|p|div|meta|title)[\s>]")

Found = Page | Capture | Failure


class _Place(Struct, frozen=True):
    """Where a file was found."""

    path: str
    origin: str
    time: str
    size: int
    headers: str = ""


class _Trouble(SourceError):
    """A file that gives no page; carries what is known of its bytes."""

    def __init__(self, message: str, *, hint: str, sha256: str = "", size: int = 0) -> None:
        super().__init__(message, hint=hint)
        self.sha256 = sha256
        self.size = size


def read_pages(source: str | Path) -> Iterator[Page]:
    """The pages of a file or folder, in sorted order of their paths. What gives no page is left out: `read_source` names it."""
    for found in read_source(source):
        if isinstance(found, Page):
            yield found


def read_source(source: str | Path, *, limit: int = LIMIT) -> Iterator[Found]:
    """Everything a file or folder holds: Page and Capture per page; per file or row that gives none, a Failure with reason and next step.

    Folders are walked in sorted order, hidden files and folders passed over. `limit` is the largest page in bytes. Raises nothing.
    """
    path = os.fspath(source)
    name = os.path.basename(os.path.abspath(path)) or path
    if os.path.isdir(path):
        yield from _walk(path, name, limit)
    else:
        yield from _read_file(path, name, limit)


def _walk(folder: str, name: str, limit: int) -> Iterator[Found]:
    """The files below `folder`, sorted; links to folders are not followed, so that a loop of links ends."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield _fail(f"{name}/", *_explain(error))
        return
    for entry in found:
        if entry.name.startswith("."):
            continue
        origin = f"{name}/{_show(entry.name)}"
        try:
            inside, linked = entry.is_dir(), entry.is_symlink()
        except OSError as error:
            yield _fail(origin, *_explain(error))
            continue
        if inside and linked:
            yield _fail(origin, "passed over: a link to a folder", "give the folder itself as a source")
        elif inside:
            yield from _walk(entry.path, origin, limit)
        else:
            yield from _read_file(entry.path, origin, limit)


def _read_file(path: str, origin: str, limit: int) -> Iterator[Found]:
    ending = find_ending(path)
    if ending.removesuffix(".gz") not in ENDINGS:
        shown = ending or "no ending"
        hint = "to read it, save it as .html, .txt, .jsonl, .xml, .rss or .atom"
        size = os.path.getsize(path) if os.path.isfile(path) else 0
        yield _fail(origin, f"passed over: not a format that is read ({shown})", hint, size=size)
        return
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise _Trouble("not a regular file", hint="give a file or a folder; pipes and devices are not read")
        time = datetime.fromtimestamp(int(status.st_mtime), UTC).isoformat()
        headers = "content-encoding: gzip" if ending.endswith(".gz") else ""
        place = _Place(path, origin, time, status.st_size, headers)
        if ending.removesuffix(".gz") in ROWS:
            yield from _read_rows(place, limit)
        else:
            yield from _read_body(place, ending.removesuffix(".gz"), limit)
    except _Trouble as trouble:
        yield _fail(origin, trouble.message, trouble.hint, sha256=trouble.sha256, size=trouble.size)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        yield _fail(origin, *_explain(error))


def find_ending(path: str) -> str:
    """The ending of a file name in small letters, with the one before `.gz` (".html.gz"); "" without one."""
    name = os.path.basename(path).lower()
    ending = os.path.splitext(name)[1]
    return os.path.splitext(name.removesuffix(".gz"))[1] + ".gz" if ending == ".gz" else ending


def _open(place: _Place) -> BinaryIO:
    return gzip.open(place.path, "rb") if place.headers else open(place.path, "rb")  # type: ignore[return-value]


def _read_body(place: _Place, ending: str, limit: int) -> Iterator[Found]:
    if place.size > limit:
        raise _too_large(place, limit)
    with _open(place) as stream:
        body = stream.read(limit + 1)
    if len(body) > limit:
        raise _too_large(place, limit)
    digest = hashlib.sha256(body).hexdigest()
    if not body.strip():
        raise _Trouble("the file is empty", hint="save the page again", sha256=digest, size=len(body))
    if looks_binary(body):
        hint = "only text is read; save the page as HTML or text"
        raise _Trouble("binary file: it is no text in any encoding", hint=hint, sha256=digest, size=len(body))
    kind = sniff_kind(body, ending)
    if kind == "feed":
        yield from _read_feed(place, body)
    elif kind == "xml":
        raise _Trouble("XML, but neither a feed nor a page", hint="give RSS, Atom or XHTML", sha256=digest, size=len(body))
    else:
        yield from _yield_page(place, place.origin, body, kind)


def sniff_kind(body: bytes, ending: str) -> str:
    """What bytes are: "feed", "xml" (of another kind), or the media type of a page. The content outweighs the ending of the name."""
    mark, length = find_mark(body[:4])
    head = body[length : 4096 + length]
    if mark.startswith("utf-16"):
        head = head.replace(b"\x00", b"")
    head = head.lstrip()
    if head.startswith(b"<"):
        page = _HTML_START.search(head)
        if looks_like_feed(head) and not (page and head[page.start() : page.start() + 9].lower() in (b"<!doctype", b"<html>")):
            return "feed"
        if head.startswith(b"<?xml") and not page:
            return "xml"
        return HTML if page or ending not in FEEDS else "xml"
    if ending in FEEDS:
        return "xml"
    if ending in (".html", ".htm", ".xhtml"):
        return HTML if re.search(rb"<[a-zA-Z!/]", body) else PLAIN
    return PLAIN


def _read_feed(place: _Place, body: bytes) -> Iterator[Found]:
    number = 0
    try:
        for number, (media_type, entry) in enumerate(split_feed(body), 1):
            yield from _yield_page(place, f"{place.origin}#{number}", entry, media_type)
    except SourceError as error:
        yield _fail(place.origin, error.message, error.hint, sha256=hashlib.sha256(body).hexdigest(), size=len(body))
        return
    if not number:
        hint = "save the feed again; an RSS feed has <item>, an Atom feed <entry>"
        yield _fail(place.origin, "the feed holds no entry", hint, sha256=hashlib.sha256(body).hexdigest(), size=len(body))


def _read_rows(place: _Place, limit: int) -> Iterator[Found]:
    number, seen = 0, False
    with _open(place) as stream:
        while row := stream.readline(limit + 1):
            number += 1
            origin = f"{place.origin}#{number}"
            if len(row) > limit:
                size = len(row)
                while not row.endswith(b"\n") and (row := stream.readline(limit + 1)):
                    size += len(row)
                yield _fail(origin, f"too large: the row has {size:,} bytes", f"a row may have {limit:,} bytes", size=size)
            elif body := row.strip().removeprefix(b"\xef\xbb\xbf"):
                seen = True
                yield from _yield_page(place, origin, body, ROW)
    if not seen:
        yield _fail(place.origin, "the file is empty", "write one JSON object per line", size=place.size)


def _yield_page(place: _Place, origin: str, body: bytes, media_type: str) -> Iterator[Found]:
    try:
        page, warning = make_page(body, media_type)
    except SourceError as error:
        yield _fail(origin, error.message, error.hint, sha256=hashlib.sha256(body).hexdigest(), size=len(body))
        return
    yield page
    yield Capture(page=page.id, origin=origin, time=place.time, size=len(body), headers=place.headers, tool=TOOL)
    if warning:
        hint = "nothing to do: the text is kept; check its cuts"
        yield _fail(origin, warning, hint, page=page.id, sha256=page.sha256, size=len(body))


def _too_large(place: _Place, limit: int) -> _Trouble:
    digest = hashlib.sha256()
    with open(place.path, "rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    packed = " (packed)" if place.headers else ""
    message = f"too large: {place.size:,} bytes{packed}, the limit is {limit:,}"
    hint = "cut the file into pages, or write one page per line as .jsonl"
    return _Trouble(message, hint=hint, sha256=digest.hexdigest(), size=place.size)


def _fail(origin: str, reason: str, hint: str, *, page: str = "", sha256: str = "", size: int = 0) -> Failure:
    return Failure(stage="read", origin=origin, page=page, reason=reason, hint=hint, sha256=sha256, size=size)


def _explain(error: Exception) -> tuple[str, str]:
    """Reason and next step of an error of the file system or of a packed file."""
    if isinstance(error, PermissionError):
        return "no permission to read it", "change its permissions, or run as a user who may read it"
    if isinstance(error, FileNotFoundError):
        return "no such file or folder", "check the path; a link may point to nothing"
    if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
        return "the packed file is damaged", "pack it again with gzip"
    if isinstance(error, OSError):
        return f"cannot be read ({error.strerror or type(error).__name__})", "check the file and the disk"
    return f"cannot be read ({type(error).__name__})", "rename the file"


def _show(name: str) -> str:
    """A file name that can be stored: bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")
