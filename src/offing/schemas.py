"""The shape of records as columns: one description per record, from which SQL tables and Arrow schemas are generated.

A nested value becomes an Arrow struct; in SQL its fields stand flat, joined by `_` (`who_span_start`). A tuple becomes an Arrow list;
in SQL it is one MessagePack blob, and the ids in it stand in the `rests` table, so that joins never open it.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec
import pyarrow as pa

from offing.records import Record

Row = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """One field of a record or value. `kind` is a scalar type, a Struct type, or tuple (then `inner` is the type of its members)."""

    name: str
    kind: type
    optional: bool
    inner: type | None = None

    @property
    def nested(self) -> bool:
        """Is this field a value with fields of its own?"""
        return self.inner is None and issubclass(self.kind, msgspec.Struct)


@cache
def fields_of(kind: type) -> tuple[Field, ...]:
    """The fields of a record or value type, in order."""
    hints = typing.get_type_hints(kind)
    return tuple(_field(part.name, hints[part.name]) for part in msgspec.structs.fields(kind))


def _field(name: str, hint: Any) -> Field:
    optional = False
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        arms = [arm for arm in typing.get_args(hint) if arm is not type(None)]
        optional, hint = True, arms[0]
    if typing.get_origin(hint) is tuple:
        return Field(name, tuple, optional, typing.get_args(hint)[0])
    return Field(name, hint, optional)


@dataclass(frozen=True)
class Column:
    """One SQL column: its name, its scalar type (`bytes` for a packed tuple) and whether it may be NULL."""

    name: str
    kind: type
    nullable: bool


@cache
def columns_of(kind: type, prefix: str = "", nullable: bool = False) -> tuple[Column, ...]:
    """The flat SQL columns of a record type."""
    columns: list[Column] = []
    for field in fields_of(kind):
        loose = nullable or field.optional
        if field.nested:
            columns += columns_of(field.kind, f"{prefix}{field.name}_", loose)
        else:
            columns.append(Column(prefix + field.name, bytes if field.inner else scalar(field.kind), loose))
    return tuple(columns)


def scalar(kind: type) -> type:
    """The plain type under a field type: str for an enum."""
    return str if issubclass(kind, StrEnum) else kind


def to_row(value: msgspec.Struct, prefix: str = "") -> Row:
    """A record or value as flat SQL columns."""
    row: Row = {}
    for field in fields_of(type(value)):
        part = getattr(value, field.name)
        if field.nested:
            row |= to_row(part, f"{prefix}{field.name}_") if part is not None else _empty(field.kind, f"{prefix}{field.name}_")
        elif field.inner is not None:
            row[prefix + field.name] = msgspec.msgpack.encode(part)
        else:
            row[prefix + field.name] = str(part) if isinstance(part, StrEnum) else part
    return row


def _empty(kind: type, prefix: str) -> Row:
    return {column.name: None for column in columns_of(kind, prefix, True)}


def from_row(kind: type, row: typing.Mapping[str, Any], prefix: str = "") -> Any:
    """The record or value back from flat columns; None where its first column is NULL."""
    first, *_ = columns_of(kind, prefix)
    if row[first.name] is None:
        return None
    parts: dict[str, Any] = {}
    for field in fields_of(kind):
        name = prefix + field.name
        if field.nested:
            parts[field.name] = from_row(field.kind, row, f"{name}_")
        elif field.inner is not None:
            parts[field.name] = _decoder(field.inner).decode(row[name])
        elif row[name] is not None and issubclass(field.kind, StrEnum):
            parts[field.name] = field.kind(row[name])
        else:
            parts[field.name] = row[name]
    return kind(**parts)


@cache
def _decoder(inner: type) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(type=tuple[inner, ...])  # type: ignore[valid-type]


SCALARS: dict[type, Any] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), bytes: pa.binary()}


def arrow_type(kind: type) -> pa.DataType:
    """The Arrow type of a scalar, an enum or a value."""
    if issubclass(kind, msgspec.Struct):
        return pa.struct(list(_arrow_fields(kind)))
    return SCALARS[scalar(kind)]


def _arrow_fields(kind: type) -> Iterator[pa.Field]:
    for field in fields_of(kind):
        inner = arrow_type(field.inner) if field.inner is not None else None
        yield pa.field(field.name, pa.list_(inner) if inner is not None else arrow_type(field.kind), nullable=True)


@cache
def arrow_schema(kind: type[Record]) -> pa.Schema:
    """The Arrow schema of a record type: nested values as structs, tuples as lists."""
    return pa.schema(list(_arrow_fields(kind)))


def to_arrow(kind: type[Record], records: typing.Sequence[Record]) -> pa.Table:
    """Records of one kind as an Arrow table."""
    rows = [msgspec.to_builtins(record, builtin_types=(bytes,)) for record in records]
    return pa.Table.from_pylist(rows, schema=arrow_schema(kind))


def from_arrow(kind: type[Record], table: pa.Table) -> list[Record]:
    """The records back from an Arrow table."""
    return [msgspec.convert(row, kind, builtin_types=(bytes,)) for row in table.to_pylist()]
