"""The SQL tables of a case, generated from the records, and the few tables of the house itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text

from offing.records import RECORDS, Decision, Record
from offing.schemas import columns_of

SQL_TYPES: dict[type, type] = {str: Text, int: Integer, float: Float, bool: Boolean, bytes: LargeBinary}

METADATA = MetaData()


def _record_table(kind: type[Record]) -> Table:
    # The bytes of a page stand compressed in the attached file of pages, not in the case itself.
    columns: list[Column[Any]] = [
        Column(column.name, SQL_TYPES[column.kind], nullable=column.nullable or column.kind is bytes)
        for column in columns_of(kind)
        if column.name not in ("id", "body")
    ]
    return Table(kind.__name__.lower(), METADATA, Column("id", Text, primary_key=True), *columns, Column("run", Text, nullable=False))


TABLES: dict[type[Record], Table] = {kind: _record_table(kind) for kind in RECORDS}

RESTS = Table(
    "rests",
    METADATA,
    Column("upper", Text, primary_key=True),
    Column("lower", Text, primary_key=True, index=True),
)

MADE = Table(
    "made",
    METADATA,
    Column("stage", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("id", Text, primary_key=True, index=True),
    Column("kind", Text, nullable=False),
    Index("made_of_kind", "kind", "stage", "version", "id"),
)

DONE = Table(
    "done",
    METADATA,
    Column("stage", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("digest", Text, nullable=False),
)

# What a stage keeps beside its records (an index); never more than can be made again from them.
STORED = Table(
    "stored",
    METADATA,
    Column("stage", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

CURRENT = Table("current_version", METADATA, Column("stage", Text, primary_key=True), Column("version", Text, nullable=False))

RUNS = Table(
    "run",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("started", Text, nullable=False),
    Column("ended", Text),
    Column("tool", Text, nullable=False),
    Column("settings", Text, nullable=False),
    Column("versions", Text, nullable=False),
    Column("added", Integer),
)

LOCK = Table(
    "writer",
    METADATA,
    Column("one", Integer, primary_key=True),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("beat", Float, nullable=False),
)

META = Table("meta", METADATA, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

ANSWERS = Table(
    "answer",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("etag", Text, nullable=False),
    Column("modified", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("time", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("source", Boolean, nullable=False),
    Column("feed", Boolean, nullable=False),
)

# The log of the analyst: a decision as it was first made, or the undoing of an earlier row. Rows are only ever added.
DECIDED = Table(
    "decided",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("undoes", Integer),
    *(Column(column.name, SQL_TYPES[column.kind], nullable=True) for column in columns_of(Decision) if column.name != "id"),
)

RESTS_ASKED = Table("rest_asked", METADATA, Column("place", Text, primary_key=True), Column("until", Float, nullable=False))

LINKS = Table(
    "link",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("guid", Text, nullable=False),
    Column("url", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("date", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("found", Text, nullable=False),
)
