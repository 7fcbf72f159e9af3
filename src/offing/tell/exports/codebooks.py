"""The codebook of an export: every table and column in words, taken from the records themselves, so that it cannot go stale."""

from __future__ import annotations

import inspect

import pyarrow as pa

from offing.records import RECORDS


def write_codebook(tables: dict[str, pa.Table]) -> str:
    """A Markdown page: one section per table with the record's own description, its columns and their types."""
    kinds = {kind.__name__.lower(): kind for kind in RECORDS}
    parts = [
        "# Codebook",
        "",
        "Who said it stands in every row: `tellers` of a claim (innermost first), `reporting` and `claimants` of an event.",
        "Offsets are code points of the page text, half open. `id` is a hash of what the record is; `page` names the page it rests on.",
        "`cameo` is the CAMEO code of type, mode and status together, empty where CAMEO has none (denied, did not happen, only foreseen).",
        "Full text is not part of an export; `sha256`, address and span lead back to the kept page.",
    ]
    for name, table in tables.items():
        parts += ["", f"## {name} ({table.num_rows} rows)", "", inspect.getdoc(kinds[name]) or "", "", "| column | type |", "|---|---|"]
        parts += [f"| {field.name} | {field.type} |" for field in table.schema]
    return "\n".join(parts) + "\n"
