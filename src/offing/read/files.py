"""A file or a folder as pages: every file ends as pages or as failures, and nothing else happens."""

from __future__ import annotations

import hashlib
import os
import stat
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from offing.read import archives, mail
from offing.read.bodies import read_body
from offing.read.dumps import CSV, JSONL, read_columns, read_dump
from offing.read.findings import (
    LIMIT,
    PASSED,
    Found,
    Mark,
    Options,
    Place,
    Step,
    Trouble,
    capture_at,
    explain,
    fail,
    find_holders,
    open_place,
)
from offing.records import Header, Page

BODIES = (".html", ".htm", ".xhtml", ".txt", ".text", ".xml", ".rss", ".atom")
ENDINGS = (*BODIES, *JSONL, *CSV, *archives.ENDINGS, *mail.ENDINGS)


def read_pages(source: str | Path) -> Iterator[Page]:
    """The pages of a file or folder, in sorted order of their paths. What gives no page is left out: `read_source` names it."""
    for found in read_source(source):
        if isinstance(found, Page):
            yield found


def read_source(source: str | Path, *, limit: int = LIMIT, columns: tuple[tuple[str, str], ...] = ()) -> Iterator[Found]:
    """Everything a file or folder holds: Page and Capture per page; per file or row that gives none, a Failure with reason and next step.

    Folders are walked in sorted order, hidden files and folders passed over. `limit` is the largest page in bytes, `columns` a column map
    for dumps of rows (`read_columns`). Raises nothing.
    """
    for step in read_steps(source, Options(limit=limit, columns=columns)):
        if not isinstance(step, Mark):
            yield step


def read_steps(source: str | Path, options: Options) -> Iterator[Step]:
    """As `read_source`, with the Marks by which a later run goes on in an archive where this one was stopped. Raises nothing."""
    path = os.fspath(source)
    name = os.path.basename(os.path.abspath(path)) or path
    if not options.wants(name):
        return
    if os.path.isdir(path):
        yield from _walk(path, name, options)
    else:
        yield from _read_file(path, name, options)


def choose_options(marks: Mapping[str, Mark], *, columns: str, in_place: bool, only: frozenset[str] | None) -> Options:
    """The options of a run; `columns` as it was typed. Raises SourceError when that is no column map."""
    return Options(columns=read_columns(columns), in_place=in_place, marks=marks, only=only, holders=find_holders(only or frozenset()))


def _walk(folder: str, name: str, options: Options, ending: str = "") -> Iterator[Step]:
    """The files below `folder`, sorted; links to folders are not followed, so that a loop of links ends. In a maildir all are letters."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield fail(f"{name}/", *explain(error))
        return
    letters = set(mail.MAILDIR) <= {entry.name for entry in found}
    for entry in found:
        origin = f"{name}/{_show(entry.name)}"
        if entry.name.startswith(".") or not options.wants(origin):
            continue
        try:
            inside, linked = entry.is_dir(), entry.is_symlink()
        except OSError as error:
            yield fail(origin, *explain(error))
            continue
        if inside and linked:
            yield fail(origin, f"{PASSED}: a link to a folder", "give the folder itself as a source")
        elif inside:
            yield from _walk(entry.path, origin, options, ".eml" if letters and entry.name in mail.MAILDIR else "")
        else:
            yield from _read_file(entry.path, origin, options, ending)


def _read_file(path: str, origin: str, options: Options, ending: str = "") -> Iterator[Step]:
    ending = ending or find_ending(path)
    if ending.removesuffix(".gz") not in ENDINGS:
        hint = f"to read it, save it as one of {' '.join(ENDINGS)}"
        size = os.path.getsize(path) if os.path.isfile(path) else 0
        yield fail(origin, f"{PASSED}: not a format that is read ({ending or 'no ending'})", hint, size=size)
        return
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise Trouble("not a regular file", hint="give a file or a folder; pipes and devices are not read")
        time = datetime.fromtimestamp(int(status.st_mtime), UTC).isoformat()
        headers = (Header("content-encoding", "gzip"),) if ending.endswith(".gz") else ()
        ending = ending.removesuffix(".gz")
        stamp = f"{status.st_size}:{status.st_mtime_ns}"
        if ending not in archives.ENDINGS:  # a small file may be of one size and time with another; these two no unpacking sets back
            stamp += f":{status.st_ctime_ns}:{status.st_ino}"
        yield from _read_kind(Place(path, origin, time, status.st_size, headers, stamp), ending, options)
    except Trouble as trouble:
        yield fail(origin, trouble.message, trouble.hint, sha256=trouble.sha256, size=trouble.size)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        yield fail(origin, *explain(error))


def _read_kind(place: Place, ending: str, options: Options) -> Iterator[Step]:
    if ending in archives.ENDINGS:
        yield from archives.read_archive(place, ending, options)
        return
    if options.start(place.origin, place.stamp) and not options.columns:
        return  # read to its end before, and the same file since
    if ending in mail.ENDINGS:
        yield from mail.read_mail(place, ending, options)
    elif ending in (*JSONL, *CSV):
        yield from read_dump(place, ending, options)
    else:
        yield from _read_body(place, ending, options.limit)
    if not options.columns:
        yield Mark(place.origin, place.stamp, place.size)


def find_ending(path: str) -> str:
    """The ending of a file name in small letters, with the one before `.gz` (".html.gz"); "" without one."""
    name = os.path.basename(path).lower()
    ending = os.path.splitext(name)[1]
    return os.path.splitext(name.removesuffix(".gz"))[1] + ".gz" if ending == ".gz" else ending


def _read_body(place: Place, ending: str, limit: int) -> Iterator[Found]:
    if place.size > limit:
        raise _too_large(place, limit)
    with open_place(place) as stream:
        body = stream.read(limit + 1)
    if len(body) > limit:
        raise _too_large(place, limit)
    yield from read_body(capture_at(place, place.origin), body, ending)


def _too_large(place: Place, limit: int) -> Trouble:
    digest = hashlib.sha256()
    with open(place.path, "rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    packed = " (packed)" if place.headers else ""
    message = f"too large: {place.size:,} bytes{packed}, the limit is {limit:,}"
    hint = "cut the file into pages, or write one page per line as .jsonl"
    return Trouble(message, hint=hint, sha256=digest.hexdigest(), size=place.size)


def _show(name: str) -> str:
    """A file name that can be stored: bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")
