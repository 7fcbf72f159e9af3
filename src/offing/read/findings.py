"""What a reader gives: pages with their captures, failures with their reason, and marks of how far an archive has been read."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from offing import __version__
from offing.errors import SourceError
from offing.read.pages import make_page
from offing.records import Capture, Failure, Header, Page, Pointer

LIMIT = 20_000_000
TOOL = f"offing {__version__}"
PASSED = "passed over"


class Mark(Struct, frozen=True):
    """A file (`stamp`: its size and time of change) has been read up to byte `offset`; no record, only a place to go on from."""

    origin: str
    stamp: str
    offset: int


Found = Page | Capture | Failure
Step = Found | Mark


class Place(Struct, frozen=True):
    """Where a file was found. `headers` are set for a packed file."""

    path: str
    origin: str
    time: str
    size: int
    headers: tuple[Header, ...] = ()
    stamp: str = ""


class Trouble(SourceError):
    """A file that gives no page; carries what is known of its bytes."""

    def __init__(self, message: str, *, hint: str, sha256: str = "", size: int = 0) -> None:
        super().__init__(message, hint=hint)
        self.sha256 = sha256
        self.size = size


class Options(Struct, frozen=True):
    """How to read: the largest page in bytes, the column map of rows, whether archived pages stay where they are, marks of an earlier run
    (origin -> Mark), and the origins that alone are wanted (None: all)."""

    limit: int = LIMIT
    columns: tuple[tuple[str, str], ...] = ()
    in_place: bool = False
    marks: Mapping[str, Mark] = {}
    only: frozenset[str] | None = None
    holders: frozenset[str] = frozenset()

    def wants(self, origin: str) -> bool:
        """Is this file, row, record, or something in it, to be read?"""
        return self.only is None or origin in self.only or origin in self.holders or origin.rpartition("#")[0] in self.only

    def start(self, origin: str, stamp: str) -> int:
        """The byte from which an archive is still to be read: where the last run left it, or 0 when the file is not the same."""
        mark = self.marks.get(origin)
        return mark.offset if mark is not None and self.only is None and mark.stamp == stamp else 0


def find_holders(only: frozenset[str]) -> frozenset[str]:
    """The files and folders that hold the wanted origins: `f/a.wacz/data.warc.gz#12` is held by `f`, `f/a.wacz` and so on."""
    holders: set[str] = set()
    for origin in only:
        base = origin.rpartition("#")[0] or origin
        while base and base not in holders:
            holders.add(base)
            base = base.rpartition("/")[0]
    return frozenset(holders)


def yield_page(capture: Capture, body: bytes, media_type: str, pointer: Pointer | None = None) -> Iterator[Found]:
    """The page of `body` and its capture (`capture` without page and size); a Failure when it cannot be rendered, or only in part.

    With a `pointer` the bytes are left out of the page: they stay where the pointer says.
    """
    try:
        page, warning = make_page(body, media_type)
    except SourceError as error:
        yield fail(capture.origin, error.message, error.hint, sha256=hashlib.sha256(body).hexdigest(), size=len(body))
        return
    yield replace(page, body=b"") if pointer is not None else page
    yield replace(capture, page=page.id, size=len(body), pointer=pointer)
    if warning:
        hint = "nothing to do: the text is kept; check its cuts"
        yield fail(capture.origin, warning, hint, page=page.id, sha256=page.sha256, size=len(body))


def capture_at(place: Place, origin: str) -> Capture:
    """The capture of something found in a file, before its page is known."""
    return Capture(page="", origin=origin, time=place.time, size=0, headers=place.headers, tool=TOOL)


def open_place(place: Place) -> BinaryIO:
    """The file as bytes, unpacked when its name says that it is packed."""
    return gzip.open(place.path, "rb") if place.headers else open(place.path, "rb")  # type: ignore[return-value]


def fail(origin: str, reason: str, hint: str, *, page: str = "", sha256: str = "", size: int = 0) -> Failure:
    """A failure of reading."""
    return Failure(stage="read", origin=origin, page=page, reason=reason, hint=hint, sha256=sha256, size=size)


def explain(error: Exception) -> tuple[str, str]:
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
