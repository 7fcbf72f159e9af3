"""`offing verify` and `offing export`: what is kept, and what may leave the machine."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from offing import __version__
from offing.case import Case
from offing.cli.analyzers import choose_opener
from offing.cli.screens import command_name, print_json, print_rows, print_text
from offing.code.dictionaries import open_dictionary
from offing.errors import CaseError
from offing.language.choices import choose_analyzer
from offing.records import Article, Capture, Page
from offing.tell.exports import COLUMNS, export_dyads, export_tables, flatten_rows, write_archive, write_codebook

FORMATS = ("parquet", "csv", "jsonl")
ARCHIVE = "warc"
CAMEO = "cameo"


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


def export_case(path: Path, out: Path, form: str, actors: Sequence[Path] = (), analyzer: str = "") -> None:
    """Write the tables, `codebook.md` and `manifest.json` (versions and SHA-256 of every file) into `out`.

    `actors`, `analyzer`: only for CAMEO rows: the dictionaries whose codes they bear, and who reads the sentences.
    """
    if form not in (*FORMATS, ARCHIVE, CAMEO):
        raise CaseError(f"{form}: not a format of export", hint=f"use one of {', '.join((*FORMATS, ARCHIVE, CAMEO))}")
    if (actors or analyzer) and form != CAMEO:
        raise CaseError(f"{form}: knows no --actors or --analyzer", hint=f"they go with --format {CAMEO}")
    case = Case(path)
    out.mkdir(parents=True, exist_ok=True)
    if form == ARCHIVE:
        _export_archive(case, out)
        return
    if form == CAMEO:
        _export_cameo(case, out, actors, analyzer)
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


def _export_cameo(case: Case, out: Path, actors: Sequence[Path], analyzer: str) -> None:
    """Write the rows of event data of every article into `dyads.csv`, with their codebook and the hashes of what they were made with."""
    dictionary = open_dictionary(actors) if actors else None
    reader = choose_opener(analyzer, case.path)(choose_analyzer(analyzer))
    table = export_dyads(case.view().all(Article), reader, dictionary)
    file = _write_table(out / "dyads.csv", table, "csv")
    columns = "".join(f"| {name} | {words} |\n" for name, words in COLUMNS.items())
    codebook = out / "codebook.md"
    codebook.write_text(f"# Codebook\n\n## dyads ({table.num_rows} rows)\n\n| column | holds |\n|---|---|\n{columns}", "utf-8")
    manifest = {
        "tool": f"offing {__version__}",
        "analyzer": f"{reader.name} {reader.version}",
        "dictionaries": {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in dictionary.files} if dictionary else {},
        "rows": {"dyads": table.num_rows},
        "sha256": {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in (file, codebook)},
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    codes = f"the codes of {len(dictionary.files)} files" if dictionary else "our own codes"
    print_text(
        f"{table.num_rows} rows in {file}, in {codes}, with codebook.md and manifest.json. A row is a report: see status and tellers."
    )


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
