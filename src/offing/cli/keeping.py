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
from offing.cli.screens import print_json, print_rows, print_text
from offing.errors import CaseError
from offing.records import Page
from offing.tell.exports import export_tables, flatten_rows, write_codebook

FORMATS = ("parquet", "csv", "jsonl")


def verify_case(path: Path, as_json: bool) -> int:
    """Hash every kept page again and say what differs. Returns the exit code, 4 on a mismatch."""
    case = Case(path)
    mismatches = case.verify()
    pages = len(case.ids(Page))
    if as_json:
        print_json({"pages": pages, "mismatches": [{"sha256": found.sha256, "reason": found.reason} for found in mismatches]})
    elif mismatches:
        print_rows([{"sha256": found.sha256, "reason": found.reason} for found in mismatches], ("sha256", "reason"), empty="")
    else:
        print_text(f"{pages} pages: every hash matches.")
    return 4 if mismatches else 0


def export_case(path: Path, out: Path, form: str) -> None:
    """Write the tables, `codebook.md` and `manifest.json` (versions and SHA-256 of every file) into `out`."""
    if form not in FORMATS:
        raise CaseError(f"{form}: not a format of export", hint=f"use one of {', '.join(FORMATS)}")
    case = Case(path)
    out.mkdir(parents=True, exist_ok=True)
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
