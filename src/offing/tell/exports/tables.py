"""The current records as Arrow tables. No full text leaves the case: articles go without their text, spans and hashes stay."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from offing.code.cameo import code_cameo, code_event
from offing.records import (
    Abstention,
    Article,
    Capture,
    Claim,
    Copy,
    Dating,
    Event,
    Forecast,
    Line,
    Origin,
    Page,
    Reading,
    Record,
    Story,
)
from offing.schemas import to_arrow
from offing.tell.views import View

EXPORTED: tuple[type[Record], ...] = (
    Page, Capture, Article, Copy, Claim, Dating, Origin, Story, Event, Reading, Forecast, Abstention, Line,
)  # fmt: skip
FULL_TEXT = {"page": ("text", "body"), "article": ("text", "segments"), "capture": ("pointer",)}  # a pointer names a path of this machine


def export_tables(view: View) -> dict[str, pa.Table]:
    """One Arrow table per kind of record, rows by id, columns as in the records, without the columns that hold full text.

    Claims and events also carry `cameo`, the CAMEO code of their type, mode and status, "" where CAMEO has none (`offing.code.cameo`);
    events `article_count`, `reporting_count` and `claimant_count` too: copies never count as sources.
    """
    tables: dict[str, pa.Table] = {}
    for kind in EXPORTED:
        name = kind.__name__.lower()
        table = to_arrow(kind, view.all(kind)).drop_columns(list(FULL_TEXT.get(name, ())))
        if kind is Claim:
            table = table.append_column("cameo", pa.array([code_cameo(claim) for claim in view.all(Claim)], pa.string()))
        if kind is Event:
            claims = {claim.id: claim for claim in view.all(Claim)}
            codes = [code_event(event, claims.get(event.handle)) for event in view.all(Event)]
            table = table.append_column("cameo", pa.array(codes, pa.string()))
            for column, field in (("article_count", "articles"), ("reporting_count", "reporting"), ("claimant_count", "claimants")):
                table = table.append_column(column, pa.array([len(row) for row in table[field].to_pylist()], pa.int64()))
        tables[name] = table
    return tables


def flatten_rows(table: pa.Table) -> list[dict[str, Any]]:
    """The rows of a table with nested values as flat columns (`who_code`), for CSV; lists stay lists."""
    return [_flat(row, "") for row in table.to_pylist()]


def _flat(row: dict[str, Any], prefix: str) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{name}_")
        else:
            flat[prefix + name] = value
    return flat
