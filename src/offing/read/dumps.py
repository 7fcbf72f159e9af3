"""Dumps of rows as pages: JSONL and CSV, one row in memory at a time, with a column map when the names are not the usual ones."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from offing.errors import SourceError
from offing.read.encodings import SAMPLE, decode_text, find_mark, looks_binary, mend_text
from offing.read.findings import Found, Options, Place, Trouble, capture_at, fail, open_place, yield_page
from offing.read.renderings import ROW
from offing.read.rows import FIELDS, SYNONYMS

JSONL, CSV = (".jsonl", ".ndjson"), (".csv", ".tsv")
DELIMITERS = ",;\t|"
BOM = b"\xef\xbb\xbf"
# What csv calls a field may be a whole article; longer rows are cut off by the reader of lines.
csv.field_size_limit(2**31 - 1)


def read_columns(words: str) -> tuple[tuple[str, str], ...]:
    """A column map as it is typed (`text=body,title=headline`): pairs of a meaning and the column that holds it. Raises SourceError."""
    pairs = []
    for part in words.split(",") if words.strip() else ():
        meaning, equals, column = part.partition("=")
        meaning = SYNONYMS.get(meaning.strip().lower(), meaning.strip().lower())
        if not equals or not column.strip() or meaning not in FIELDS:
            hint = f"write MEANING=COLUMN,... with the meanings {', '.join(name for name in FIELDS if name != 'invented')}"
            raise SourceError(f"{part.strip()!r}: is no part of a column map", hint=hint)
        pairs.append((meaning, column.strip()))
    return tuple(pairs)


def read_dump(place: Place, ending: str, options: Options) -> Iterator[Found]:
    """Every row of a dump: a page, or a Failure that says why not. Raises Trouble when the dump itself cannot be read, OSError."""
    yield from _read_csv(place, ending, options) if ending in CSV else _read_jsonl(place, options)


def _read_jsonl(place: Place, options: Options) -> Iterator[Found]:
    seen = False
    with open_place(place) as stream:
        for number, row, size in _lines(stream, options.limit):
            origin = f"{place.origin}#{number}"
            if row is None:
                seen = True
                yield _too_long(origin, size, options.limit)
            elif body := row.strip().removeprefix(BOM):
                seen = True
                if options.wants(origin):
                    yield from _read_object(place, origin, body, options)
    if not seen:
        yield fail(place.origin, "the file is empty", "write one JSON object per line", size=place.size)


def _read_object(place: Place, origin: str, body: bytes, options: Options) -> Iterator[Found]:
    if options.columns:
        try:
            fields = json.loads(decode_text(body))
        except (ValueError, RecursionError):
            fields = None
        if isinstance(fields, dict):
            body = _write_row({str(name): value for name, value in fields.items()}, options.columns)
    yield from yield_page(capture_at(place, origin), body, ROW)


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None, int]]:
    """(number, line, bytes) of every line; None instead of a line that is longer than `limit` bytes."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        size = len(line)
        if size <= limit:
            yield number, line, size
            continue
        while not line.endswith(b"\n") and (line := stream.readline(limit + 1)):
            size += len(line)
        yield number, None, size


def _read_csv(place: Place, ending: str, options: Options) -> Iterator[Found]:
    with open_place(place) as stream:
        sample = stream.read(SAMPLE)
    if not sample.strip():
        raise Trouble("the file is empty", hint="write a row of column names, then one article per row", size=place.size)
    if looks_binary(sample.replace(b"\0", b"") if not find_mark(sample)[0] else sample):
        raise Trouble("binary file: it is no text in any encoding", hint="save the table as CSV in UTF-8", size=place.size)
    with open_place(place) as stream:
        text = io.TextIOWrapper(stream, encoding=_encoding_of(sample), errors="replace", newline="")
        rows = csv.reader(_text_lines(text, options.limit), delimiter=_delimiter(sample, ending))
        try:
            names = [name.strip() for name in next(rows, [])]
            _check_columns(names, options.columns)
            number = 1
            for number, cells in enumerate(rows, 2):
                origin = f"{place.origin}#{number}"
                if any(cell.strip() for cell in cells) and options.wants(origin):
                    fields = {name: cell for name, cell in zip(names, cells, strict=False) if name and cell.strip()}
                    yield from yield_page(capture_at(place, origin), _write_row(fields, options.columns), ROW)
            if number == 1:
                yield fail(place.origin, "the table holds no row", "write one article per row below the column names", size=place.size)
        except csv.Error as error:
            yield fail(
                place.origin, f"the table breaks off at line {rows.line_num} ({error})", "look for a quotation mark that is not closed"
            )


def _encoding_of(sample: bytes) -> str:
    mark, _ = find_mark(sample)
    if mark:
        return "utf-8-sig" if mark == "utf-8" else mark.rpartition("-")[0]
    try:
        # The sample may end in the middle of a character.
        sample[:-4].decode("utf-8")
    except UnicodeDecodeError as error:
        return "cp1252" if error.end < len(sample) - 4 else "utf-8"
    return "utf-8"


def _text_lines(text: io.TextIOWrapper, limit: int) -> Iterator[str]:
    while line := text.readline(limit + 1):
        if len(line) > limit:
            raise csv.Error(f"the line has more than {limit:,} characters")
        yield line.replace("\0", "")


def _delimiter(sample: bytes, ending: str) -> str:
    """The delimiter that stands most often in the line of names."""
    first = decode_text(sample).lstrip("\ufeff\r\n").partition("\n")[0].replace("\0", "")
    best = max(DELIMITERS, key=first.count)
    return best if first.count(best) else "\t" if ending == ".tsv" else ","


def _check_columns(names: Sequence[str], columns: Sequence[tuple[str, str]]) -> None:
    shown = ", ".join(name for name in names if name)[:400] or "none"
    lowered = {name.lower() for name in names}
    absent = [column for _, column in columns if column.lower() not in lowered]
    if absent:
        raise Trouble(f"no column {', '.join(absent)}", hint=f"name columns that are there: {shown}")
    known = {*FIELDS["text"], *FIELDS["html"]}
    if not lowered & known and not {meaning for meaning, _ in columns} & {"text", "html"}:
        raise Trouble(
            f"no column of text among: {shown}", hint="say which one holds the article: --columns text=NAME,title=NAME,date=NAME,url=NAME"
        )


def _write_row(fields: Mapping[str, object], columns: Sequence[tuple[str, str]]) -> bytes:
    """One row as a JSON object: what the map names comes under its meaning, everything else as it is called."""
    lowered = {name.lower(): name for name in fields}
    named = {meaning: lowered[column.lower()] for meaning, column in columns if column.lower() in lowered}
    others = {name: value for name, value in fields.items() if name not in named.values() and name.lower() not in named}
    row = {meaning: fields[name] for meaning, name in named.items()} | others
    return mend_text(json.dumps(row, ensure_ascii=False)).encode()


def _too_long(origin: str, size: int, limit: int) -> Found:
    return fail(origin, f"too large: the row has {size:,} bytes", f"a row may have {limit:,} bytes", size=size)
