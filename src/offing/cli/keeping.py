"""`offing verify` and `offing export`: what is kept, and what may leave the machine."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from offing import __version__
from offing.case import Case
from offing.cli.screens import command_name, print_json, print_rows, print_text
from offing.errors import CaseError
from offing.records import Capture, Page
from offing.tell.exports import export_tables, flatten_rows, write_archive, write_codebook

FORMATS = ("parquet", "csv", "jsonl")
ARCHIVE = "warc"


def verify_case(path: Path, as_json: bool) -> int:
    """Hash every kept page again, here and in the archives, and say what differs. Returns the exit code, 4 on a mismatch."""
    case = Case(path)
    mismatches = case.verify()
    pages = case.count(Page)
    places: dict[str, str] = {}
    if mismatches:
        origins = case.origins()
        places = {page.sha256: origins.get(page.id, "") for page in case.each(Page)}
    rows = [{"page": places.get(found.sha256, ""), "sha256": found.sha256, "reason": found.reason} for found in mismatches]
    if as_json:
        print_json({"pages": pages, "mismatches": rows})
    elif mismatches:
        print_rows(rows, ("page", "reason", "sha256"), empty="")
        print_text(f"{len(mismatches)} of {pages} pages differ. Missing bytes come back when their source is read again.")
    else:
        print_text(f"{pages} pages: every hash matches.")
    return 4 if mismatches else 0


def export_case(path: Path, out: Path, form: str) -> None:
    """Write the tables, `codebook.md` and `manifest.json` (versions and SHA-256 of every file) into `out`."""
    if form not in (*FORMATS, ARCHIVE):
        raise CaseError(f"{form}: not a format of export", hint=f"use one of {', '.join((*FORMATS, ARCHIVE))}")
    case = Case(path)
    out.mkdir(parents=True, exist_ok=True)
    if form == ARCHIVE:
        _export_archive(case, out)
        return
    tables = export_tables(case.view())
    written = [_write_table(out / f"{name}.{form}", table, form) for name, table in tables.items()]
    codebook = out / "codebook.md"
    codebook.write_text(write_codebook(tables), "utf-8")
    runs = case.runs()
    manifest = {
        "tool": f"offing {__version__}",
        "versions": json.loads(runs[-1]["versions"]) if runs else {},
        "rows": {name: table.num_rows for name, table in tables.items()},
        "sha256": {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in [*written, codebook]},
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    print_text(f"{len(written)} tables in {out} ({form}), with codebook.md and manifest.json. No full text is in them.")


def _export_archive(case: Case, out: Path) -> None:
    """Write every kept page with its captures into `pages.warc.gz`."""
    runs, file = case.runs(), out / "pages.warc.gz"
    pages = ((page, case.body_of(page), case.resting(Capture, page.id)) for page in case.each(Page))
    with file.open("wb") as stream:
        number, count = write_archive(stream, pages, made=runs[-1]["started"] if runs else "1970-01-01T00:00:00")
    left = case.count(Page) - number
    print_text(f"{number} pages, found at {count} places, in {file}. They are whole: keep them on this machine.")
    if left:
        print_text(f"{left} pages are not in it, because their bytes are gone: {command_name()} verify --case {case.path} names them.")


def _write_table(file: Path, table: pa.Table, form: str) -> Path:
    if form == "parquet":
        pq.write_table(table, file)
    elif form == "jsonl":
        file.write_bytes(msgspec.json.Encoder().encode_lines(table.to_pylist()))
    else:
        with file.open("w", encoding="utf-8", newline="") as stream:
            _write_csv(stream, flatten_rows(table), table)
    return file


def _write_csv(stream: Any, rows: list[dict[str, Any]], table: pa.Table) -> None:
    # The first row alone may lack nested columns that are None there: take the union, in order.
    names = list(dict.fromkeys(name for row in rows for name in row)) or table.column_names
    writer = csv.DictWriter(stream, names, restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value for name, value in row.items()})
