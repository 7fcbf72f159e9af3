"""A case made by an older version becomes one of this version when it is opened; a copy of the old one is kept beside it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Engine, LargeBinary, Text, inspect, text, update

from offing.case.locks import drop_lock, take_lock
from offing.case.tables import META, METADATA, TABLES
from offing.records import Claim
from offing.values import Certainty, Header

OLDER = ("1", "2", "3", "4")


def migrate_case(engine: Engine, path: Path, old: str, new: str) -> None:
    """Keep a copy (`case.db.format1`), then bring every table to the present columns. Raises CaseError while a run writes to the case."""
    with engine.begin() as connection:
        take_lock(connection, str(path))
        _keep_copy(path, Path(f"{path}.format{old}"))
        if old == "1":
            _pack_headers(connection)
        METADATA.create_all(connection)
        _add_columns(connection)
        for index in (index for table in METADATA.sorted_tables for index in table.indexes):
            index.create(connection, checkfirst=True)
        # Until format 3 no claim told how sure its words are; an older claim stays what it was, and its stage is done anew anyway.
        connection.execute(update(TABLES[Claim]).where(TABLES[Claim].c.certainty == "").values(certainty=str(Certainty.PLAIN)))
        connection.execute(update(META).where(META.c.name == "format").values(value=new))
        drop_lock(connection)


def _keep_copy(path: Path, copy: Path) -> None:
    if not copy.exists():
        source, target = sqlite3.connect(path), sqlite3.connect(copy)
        with target:
            source.backup(target)
        source.close()
        target.close()


def _pack_headers(connection: Connection) -> None:
    """Format 1 kept the headers of a capture as one line of text; since format 2 they are (name, value) pairs."""
    for (line,) in connection.execute(text("SELECT DISTINCT headers FROM capture")).all():
        name, colon, value = str(line).partition(":")
        headers = (Header(name.strip(), value.strip()),) if colon else ()
        connection.execute(
            text("UPDATE capture SET headers = :packed WHERE headers = :line"),
            {"packed": msgspec.msgpack.encode(headers), "line": line},
        )


def _add_columns(connection: Connection) -> None:
    """Columns that a table lacks come in with the empty value of their type."""
    for table in METADATA.sorted_tables:
        known = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in known:
                words = f'ALTER TABLE {table.name} ADD COLUMN "{column.name}" {column.type}{_empty(column)}'
                connection.execute(text(words))


def _empty(column: Column[Any]) -> str:
    if column.nullable and not isinstance(column.type, LargeBinary):
        return ""
    if isinstance(column.type, LargeBinary):
        return " DEFAULT x'90'"  # an empty tuple in MessagePack
    return f" NOT NULL DEFAULT {chr(39) * 2 if isinstance(column.type, Text) else 0}"
