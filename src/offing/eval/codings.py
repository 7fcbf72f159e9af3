"""The hand-coded clauses: one `Row` for each sentence, with its events or the reason why there is none; what a row must keep; its part.

Offsets are code points of the sentence, half open. A row of a corpus holds no words of it; a row of our own holds its sentence in full.
The codings lie in `training/events/codings`; what they mean is in `training/events/CODEBOOK.md`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from offing.errors import EvalError
from offing.ontology import load_actions
from offing.values import Status

STATUSES = tuple(status.value for status in Status)
CERTAINTIES = ("plain", "probable", "possible")
NUMBERS = (
    "killed",
    "wounded",
    "detained",
    "abducted",
    "expelled",
    "released",
    "displaced",
    "troops",
    "protesters",
    "weapons",
    "strikes",
    "money",
    "people",
)
PARTS = ("train", "dev", "test")
TEST_SHARE, DEV_SHARE = 20, 12  # percent of the documents
_SALT = "events-1"
LESSONS = "own:lesson"  # documents written to teach, after the other parts were fixed
NONES = (
    "plain",  # nothing that tempts
    "sport",
    "business",
    "weather",  # weather, earthquakes, disease, accidents
    "crime",  # without a political actor
    "metaphor",
    "history",
    "private",  # private persons and family life
    "culture",
    "opinion",  # judgements and feelings without an addressed political act
    "speech",  # only says, explains, describes
    "general",  # policy, habit, law or definition without an act
    "state",  # a state of things, not an act
    "fragment",
)


class Mark(Struct, frozen=True, forbid_unknown_fields=True):
    """Characters `start` to `end` of the sentence."""

    start: int
    end: int


class Side(Struct, frozen=True, forbid_unknown_fields=True):
    """A party or a teller: its words and its code (state + sector, "" when it is uncoded)."""

    start: int
    end: int
    code: str = ""


class Count(Struct, frozen=True, forbid_unknown_fields=True):
    """A number that belongs to the event: the words of the quantity; `kind` is one of NUMBERS."""

    kind: str
    start: int
    end: int


class Event(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One coded clause. `by`: tellers named in the sentence, innermost first; `condition`: the words of the condition."""

    type: str
    trigger: Mark
    status: str
    mode: str = ""
    who: tuple[Side, ...] = ()
    whom: tuple[Side, ...] = ()
    when: Mark | None = None
    where: Mark | None = None
    numbers: tuple[Count, ...] = ()
    condition: Mark | None = None
    by: tuple[Side, ...] = ()
    certainty: str = "plain"


class Row(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One coded sentence. `none` is the reason when `events` is empty; `tempting` the word that tempts; `text` only for our own.

    `note` is a coder's remark in own words; `held` marks documents that other tasks of the project keep away from training.
    """

    id: str
    corpus: str
    document: str
    sha256: str
    source: str
    licence: str
    coder: str
    events: tuple[Event, ...] = ()
    none: str = ""
    tempting: Mark | None = None
    held: bool = False
    text: str = ""
    note: str = ""


def hash_text(text: str) -> str:
    """SHA-256 of a sentence in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def find_faults(row: Row) -> list[str]:
    """What is wrong with a row by itself, in words; empty when it keeps the schema."""
    faults = []
    if bool(row.events) == bool(row.none):
        faults.append("needs events or a reason why there is none, not both and not neither")
    if row.none and row.none not in NONES:
        faults.append(f"reason {row.none!r} is not one of: {', '.join(NONES)}")
    if (row.corpus == "own") != bool(row.text):
        faults.append("own sentences stand in full, sentences of a corpus never")
    for event in row.events:
        faults.extend(find_event_faults(event))
    return faults


def find_event_faults(event: Event) -> list[str]:
    """What is wrong with the labels of one event, in words."""
    actions = load_actions()
    if event.type not in actions:
        return [f"type {event.type!r} is not one of: {', '.join(actions)}"]
    faults = []
    modes = actions[event.type].modes
    if event.mode and event.mode not in modes:
        faults.append(f"mode {event.mode!r} is not one of {event.type}: {', '.join(modes) or 'it has none'}")
    if event.status not in STATUSES:
        faults.append(f"status {event.status!r} is not one of: {', '.join(STATUSES)}")
    if event.certainty not in CERTAINTIES:
        faults.append(f"certainty {event.certainty!r} is not one of: {', '.join(CERTAINTIES)}")
    if event.condition and event.status != "conditional":
        faults.append("`if` is given, but the status is not conditional")
    for side in (*event.who, *event.whom, *event.by):
        if side.code and not (side.code.isalpha() and side.code.isupper() and len(side.code) in (3, 6)):
            faults.append(f"code {side.code!r} is not a state (USA), a sector (MIL) or both (USAMIL)")
    faults.extend(f"number {count.kind!r} is not one of: {', '.join(NUMBERS)}" for count in event.numbers if count.kind not in NUMBERS)
    return faults


def part_of(document: str) -> str:
    """`train`, `dev` or `test`, from the name of the document alone: it never changes when others are added. Lessons only teach."""
    if document.startswith(LESSONS):
        return "train"
    place = int(hash_text(f"{_SALT}:{document}")[:8], 16) % 100
    return "test" if place < TEST_SHARE else "dev" if place < TEST_SHARE + DEV_SHARE else "train"


def count_clauses(rows: Iterable[Row]) -> int:
    """Clauses: coded events, and one for each sentence without event."""
    return sum(max(1, len(row.events)) for row in rows)


def load_rows(folder: Path, part: str = "") -> list[Row]:
    """All rows of `*.jsonl` in a folder, by file name and line; with `part` only that one. Raises EvalError at a broken or doubled row."""
    rows: dict[str, Row] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            row = _read_row(line, f"{path.name}, line {number}")
            if row.id in rows:
                raise EvalError(f"{path.name}, line {number}: {row.id} stands twice", hint="Mend the sheet and compile it again.")
            rows[row.id] = row
    return [row for row in rows.values() if part in ("", part_of(row.document))]


def _read_row(line: bytes, place: str) -> Row:
    try:
        row = msgspec.json.decode(line, type=Row)
    except msgspec.DecodeError as problem:
        raise EvalError(f"{place}: {problem}", hint="Compile the sheet again: a row does not keep the schema.") from problem
    faults = find_faults(row)
    if row.text and hash_text(row.text) != row.sha256:
        faults.append("the hash is not that of the text")
    if faults:
        raise EvalError(f"{place}: {'; '.join(faults)}", hint="Mend the sheet and compile it again.")
    return row
