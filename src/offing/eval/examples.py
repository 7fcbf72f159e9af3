"""Codings joined with their sentences: each row of a corpus finds its words again by id and hash, or is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from offing.errors import EvalError
from offing.eval.codings import Event, Mark, Row, hash_text, load_rows
from offing.eval.corpora import read_corpora


class Example(Struct, frozen=True):
    """A row with its sentence."""

    row: Row
    text: str


def load_examples(folder: Path, corpora: Path | None = None, part: str = "") -> list[Example]:
    """The codings of a folder with their sentences: our own sentences only, with `corpora` all; with `part` only that part.

    Raises EvalError for what `load_rows` and `join_rows` refuse.
    """
    return join_rows(load_rows(folder, part), corpora)


def join_rows(rows: Iterable[Row], corpora: Path | None = None) -> list[Example]:
    """Rows with their sentences. Without `corpora` only our own; with it all.

    Raises EvalError when a sentence is missing, has changed since it was coded, or an offset lies outside it.
    """
    rows = [row for row in rows if corpora or row.corpus == "own"]
    needed = tuple(sorted({row.corpus for row in rows} - {"own"}))
    sentences = read_corpora(corpora, needed) if corpora else {}
    return [Example(row, _find_text(row, sentences[row.id].text if row.id in sentences else row.text)) for row in rows]


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


def _find_text(row: Row, text: str) -> str:
    if hash_text(text) != row.sha256:
        raise EvalError(f"{row.id}: the sentence of the corpus is missing or has changed.", hint="Use the release that the row names.")
    marks = [mark for event in row.events for mark in list_marks(event)] + ([row.tempting] if row.tempting else [])
    if any(not 0 <= mark.start < mark.end <= len(text) for mark in marks):
        raise EvalError(f"{row.id}: an offset lies outside the sentence.", hint="Compile the sheet again.")
    return text
