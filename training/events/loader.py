"""Loads the codings: checks the schema and, when the corpora are there, joins each row with its sentence and checks the hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from offing.errors import SourceError
from training.events.corpora import read_corpora
from training.events.records import Event, Mark, Row, find_faults, hash_text

CODINGS = Path(__file__).parent / "codings"


class Example(Struct, frozen=True):
    """A row with its sentence."""

    row: Row
    text: str


def list_marks(event: Event) -> Iterator[Mark]:
    """All stretches of an event."""
    yield event.trigger
    for side in (*event.who, *event.whom, *event.by):
        yield Mark(side.start, side.end)
    for count in event.numbers:
        yield Mark(count.start, count.end)
    for mark in (event.when, event.where, event.condition):
        if mark:
            yield mark


def load_rows(folder: Path = CODINGS) -> list[Row]:
    """All rows of `*.jsonl` in a folder, by file name and line. Raises SourceError at the first broken or doubled row."""
    rows: dict[str, Row] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            place = f"{path.name}, line {number}"
            try:
                row = msgspec.json.decode(line, type=Row)
            except msgspec.DecodeError as problem:
                raise SourceError(f"{place}: {problem}", hint="Compile the sheet again: a row does not keep the schema.") from problem
            faults = find_faults(row)
            if row.text and hash_text(row.text) != row.sha256:
                faults.append("the hash is not that of the text")
            if row.id in rows:
                faults.append(f"{row.id} stands twice")
            if faults:
                raise SourceError(f"{place}: {'; '.join(faults)}", hint="Mend the sheet and compile it again.")
            rows[row.id] = row
    return list(rows.values())


def join_rows(rows: Iterable[Row], data: Path | None = None) -> list[Example]:
    """Rows with their sentences. Without `data` only our own; with it all.

    Raises SourceError when a sentence is missing, has changed since it was coded, or an offset lies outside it.
    """
    rows = list(rows)
    needed = tuple(sorted({row.corpus for row in rows} - {"own"}))
    corpora = read_corpora(data, needed) if data else {}
    joined = []
    for row in rows:
        if row.corpus != "own" and not data:
            continue
        sentence = corpora.get(row.id)
        text = row.text or (sentence.text if sentence else "")
        if hash_text(text) != row.sha256:
            raise SourceError(
                f"{row.id}: the sentence of the corpus is missing or has changed.", hint="Use the release that the row names."
            )
        marks = [mark for event in row.events for mark in list_marks(event)] + ([row.tempting] if row.tempting else [])
        if any(not 0 <= mark.start < mark.end <= len(text) for mark in marks):
            raise SourceError(f"{row.id}: an offset lies outside the sentence.", hint="Compile the sheet again.")
        joined.append(Example(row, text))
    return joined


def load_examples(data: Path | None = None, folder: Path = CODINGS) -> list[Example]:
    """All codings with their sentences: without the corpora (`data`) our own sentences only."""
    return join_rows(load_rows(folder), data)
