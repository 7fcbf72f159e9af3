"""The indicator table: which events move which row of the watch board (`tables/indicators.yaml`), loaded and checked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml

from offing.errors import TableError
from offing.ontology import read_table
from offing.records import Event, Standing, Status

PLOVER = frozenset(
    {
        *("ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE"),
        *("MOBILIZE", "PROTEST", "REJECT", "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN"),
    }
)
FIELDS = ("id", "title", "phase", "direction", "renew", "counts")
HINT = "mend the row in indicators.yaml; its head says what each field means"


class Phase(StrEnum):
    """Where on the way an indicator stands."""

    RHETORIC = "rhetoric"
    PREPARATION = "preparation"
    VIOLENCE = "violence"
    EASING = "easing"


@dataclass(frozen=True)
class Indicator:
    """A row of the watch board. `renew` in days; `counts` holds (action, mode or None for any, status)."""

    id: str
    title: str
    phase: Phase
    direction: str
    renew: int
    counts: tuple[tuple[str, str | None, Status], ...]


@lru_cache(maxsize=8)
def load_indicators(path: Path | None = None) -> tuple[Indicator, ...]:
    """The rows of an indicator table (the one that ships, without `path`), in its order. Raises TableError when it breaks a rule."""
    try:
        text = path.read_text(encoding="utf-8") if path else read_table("indicators.yaml")
        rows = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise TableError(f"indicators.yaml cannot be read: {error}", hint=HINT) from error
    if not isinstance(rows, list) or not rows:
        raise TableError("indicators.yaml holds no list of rows", hint=HINT)
    indicators = tuple(_build(row, number) for number, row in enumerate(rows, start=1))
    index_counts(indicators)
    names = [indicator.id for indicator in indicators]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise TableError(f"indicator {doubled[0]} stands twice", hint=HINT)
    if all(indicator.phase != Phase.VIOLENCE for indicator in indicators):
        raise TableError("no indicator has the phase violence, so a forecast would have no outcome", hint=HINT)
    return indicators


def index_counts(indicators: tuple[Indicator, ...]) -> dict[tuple[str, str | None, Status], Indicator]:
    """(action, mode, status) -> its row. Raises TableError when two rows count the same."""
    index: dict[tuple[str, str | None, Status], Indicator] = {}
    for indicator in indicators:
        for count in indicator.counts:
            if count in index:
                act = count[0] if count[1] is None else f"{count[0]}/{count[1]}"
                raise TableError(f"{act} with status {count[2]} counts twice, in {index[count].id} and {indicator.id}", hint=HINT)
            index[count] = indicator
    return index


def match_indicator(event: Event, indicators: tuple[Indicator, ...]) -> Indicator | None:
    """The row an event counts in, or None. A mode that is named wins over a bare act; a denied event matches as if it had happened."""
    index = _index(indicators)
    denied = event.status == Status.DENIED or (event.status == Status.DID_NOT_HAPPEN and event.standing == Standing.DENIED)
    status = Status.HAPPENED if denied else event.status
    return index.get((event.action, event.mode, status)) or index.get((event.action, None, status))


@lru_cache(maxsize=8)
def _index(indicators: tuple[Indicator, ...]) -> dict[tuple[str, str | None, Status], Indicator]:
    return index_counts(indicators)


def _build(row: object, number: int) -> Indicator:
    if not isinstance(row, dict):
        raise TableError(f"row {number} is not a block of fields", hint=HINT)
    name = str(row.get("id") or f"row {number}")
    missing = [field for field in FIELDS if row.get(field) in (None, "", [])]
    unknown = sorted(str(field) for field in row if field not in FIELDS)
    if missing or unknown:
        wrong = f"lacks {missing[0]}" if missing else f"has the unknown field {unknown[0]}"
        raise TableError(f"indicator {name} {wrong}", hint=HINT)
    if row["phase"] not in list(Phase):
        raise TableError(f"indicator {name}: phase {row['phase']} is none of {', '.join(Phase)}", hint=HINT)
    if row["direction"] not in ("up", "down"):
        raise TableError(f"indicator {name}: direction is up or down, not {row['direction']}", hint=HINT)
    if not isinstance(row["renew"], int) or isinstance(row["renew"], bool) or row["renew"] < 1:
        raise TableError(f"indicator {name}: renew is a whole number of days from 1, not {row['renew']}", hint=HINT)
    return Indicator(name, str(row["title"]), Phase(row["phase"]), row["direction"], row["renew"], _list_counts(name, row["counts"]))


def _list_counts(name: str, blocks: object) -> tuple[tuple[str, str | None, Status], ...]:
    counts: list[tuple[str, str | None, Status]] = []
    for block in blocks if isinstance(blocks, list) else [blocks]:
        if not isinstance(block, dict) or set(block) != {"acts", "statuses"} or not all(isinstance(part, list) for part in block.values()):
            raise TableError(f"indicator {name}: counts is a list of blocks with acts and statuses", hint=HINT)
        for act in block["acts"]:
            action, slash, mode = str(act).partition("/")
            if action not in PLOVER:
                raise TableError(f"indicator {name}: {action} is no PLOVER type", hint=HINT)
            for status in block["statuses"]:
                if status not in list(Status) or status == Status.DENIED:
                    raise TableError(f"indicator {name}: {status} is no status that can count", hint=HINT)
                counts.append((action, mode if slash else None, Status(status)))
    return tuple(counts)
