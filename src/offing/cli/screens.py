"""How things are printed: tables for people, JSON for programs, progress on stderr."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

# As `offing.pipeline.Progress`, not imported from there: that would load every stage for a command that only reads.
Report = Callable[[str, int, int | None], None]
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
OUT = Console(highlight=False, soft_wrap=True)
ERR = Console(stderr=True, highlight=False)


def tame(text: str) -> str:
    """Text without control characters: what stands on a page must not move the cursor, colour the screen or turn the reading order."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def print_json(value: Any) -> None:
    """One JSON document on stdout."""
    print(json.dumps(msgspec.to_builtins(value, builtin_types=()), ensure_ascii=False, indent=2))


def print_rows(rows: Sequence[Mapping[str, Any]], columns: Iterable[str], *, empty: str) -> None:
    """Rows as a table; when there are none, `empty` says what was looked for. Page text is printed as text, never as markup."""
    if not rows:
        OUT.print(Text(tame(empty)))
        return
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    names = list(columns)
    for name in names:
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(tame(_cell(row.get(name)))) for name in names))
    # A pipe has no width of its own: a table in a file must not be folded at 80 columns.
    Console(highlight=False, width=None if sys.stdout.isatty() else max(160, OUT.width)).print(table)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def print_text(text: str) -> None:
    """Plain text on stdout, as it is."""
    OUT.print(Text(tame(text)))


def workers_of(asked: int) -> int:
    """The number of processes for `--workers`: 0 means one per usable core."""
    return asked if asked > 0 else len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def command_name() -> str:
    """How this program was called, for messages that say what to type next."""
    called = Path(sys.argv[0])
    if called.name != "offing" or not called.is_absolute():
        return str(called) if called.name == "offing" else "offing"
    on_path = any(Path(folder) / "offing" == called for folder in os.environ.get("PATH", "").split(os.pathsep))
    return "offing" if on_path else str(called.relative_to(Path.cwd()) if called.is_relative_to(Path.cwd()) else called)


@contextmanager
def watch_progress() -> Iterator[Report]:
    """A progress bar per stage on stderr; nothing when stderr is not a terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True, disable=not sys.stderr.isatty()) as bars:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total if total is not None else None)

        yield report
