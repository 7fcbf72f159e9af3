"""Contracts as tests, for our own parts and for plug-ins: call one from a test of yours; it raises AssertionError saying what is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from offing.records import Capture, Failure, Page, Record, ident, rests_on
from offing.stage import Each, Stage, Together


class Engine(Protocol):
    """What runs stages: both methods yield (key, outputs) for every input, failures among the outputs."""

    def each(self, stage: Each, records: Iterable[Record]) -> Iterator[tuple[str, list[Record]]]:
        """Run an Each."""

    def together(self, stage: Together, groups: Iterable[tuple[str, Sequence[Record]]]) -> Iterator[tuple[str, list[Record]]]:
        """Run a Together."""


def require(holds: bool, what: str) -> None:
    """Raise AssertionError(what) unless it holds."""
    if not holds:
        raise AssertionError(what)


def check_records(records: Iterable[Record]) -> None:
    """Every id is the hash of its record, and nothing but a page and a capture rests on nothing."""
    for record in records:
        require(record.id == ident(record), f"{type(record).__name__} {record.id}: the id is not the hash of the record")
        if not isinstance(record, Page | Failure):
            require(bool(rests_on(record)), f"{type(record).__name__} {record.id}: rests on nothing")


def check_reader(read: Callable[[Path], Iterable[Record]], source: Path) -> None:
    """A reader gives the same pages twice, with the bytes untouched, and nothing but pages, captures and failures."""
    first, second = list(read(source)), list(read(source))
    require([record.id for record in first] == [record.id for record in second], "reading twice gives other records")
    require(all(isinstance(record, Page | Capture | Failure) for record in first), "a reader makes pages, captures and failures only")
    pages = {record.id for record in first if isinstance(record, Page)}
    require(all(record.page in pages for record in first if isinstance(record, Capture)), "a capture names a page that was not read")
    require(bool(first), "a source that gives nothing must say why, as a failure")
    check_records(first)


def check_stage(stage: Stage, records: Sequence[Record]) -> list[Record]:
    """A stage is pure: the same outputs twice and in any order of the inputs, of the kinds it says it makes. Returns the outputs."""
    outputs = _outputs(stage, records)
    require(_ids(outputs) == _ids(_outputs(stage, records)), f"{stage.name}: a second run gives other records")
    require(_ids(outputs) == _ids(_outputs(stage, list(reversed(records)))), f"{stage.name}: the order of the input changes the output")
    strange = {type(record).__name__ for record in outputs if not isinstance(record, stage.makes)}
    require(not strange, f"{stage.name}: makes {strange}, which it does not declare")
    check_records(outputs)
    return outputs


def check_engine(engine: Engine, reference: Engine, each: Each, together: Together, records: Sequence[Record]) -> None:
    """An engine gives the same set of ids as the reference engine, key by key."""
    mine, theirs = dict(engine.each(each, records)), dict(reference.each(each, records))
    require({key: _ids(made) for key, made in mine.items()} == {key: _ids(made) for key, made in theirs.items()}, "each: other ids")
    made = [record for outputs in theirs.values() for record in outputs]
    groups = list(together.gather(made))
    ours, others = dict(engine.together(together, groups)), dict(reference.together(together, groups))
    require({key: _ids(out) for key, out in ours.items()} == {key: _ids(out) for key, out in others.items()}, "together: other ids")
    require(bool(groups) and any(others.values()), "the records given make the check empty: give some that share a key")


def _outputs(stage: Stage, records: Sequence[Record]) -> list[Record]:
    work: Callable[..., Iterable[Any]] = stage.work
    if isinstance(stage, Each):
        return [made for record in records if isinstance(record, stage.takes) for made in work(record)]
    members = [record for record in records if isinstance(record, stage.takes)]
    return [made for key, group in stage.gather(members) for made in work(key, group)]


def _ids(records: Iterable[Record]) -> set[str]:
    return {record.id for record in records}
