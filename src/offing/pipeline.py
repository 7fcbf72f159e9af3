"""The one list of stages, in order, and the run that takes a case through them."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from offing import __version__
from offing.case import Case
from offing.clean import CLEAN
from offing.code import CODE
from offing.engines import Local
from offing.read import RENDERER, read_source
from offing.records import RECORDS, Capture, Failure, Page, Record
from offing.stage import Each, Stage, Together
from offing.tell import TELL
from offing.trace import TRACE
from offing.watch import FORECAST, READ_INDICATORS
from offing.weigh import DATE, GROUP, WEIGH

STAGES: tuple[Stage, ...] = (CLEAN, TRACE, CODE, DATE, GROUP, WEIGH, READ_INDICATORS, FORECAST, TELL)

Progress = Callable[[str, int, int | None], None]
COMMIT_SECONDS = 1.0
COMMIT_RECORDS = 2000
LOAD = 200
PASSED = "passed over"


@dataclass
class Summary:
    """What a run did: new records and current records by kind, what failed and why, CPU-free wall seconds by stage."""

    run: str
    added: dict[str, int] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def nothing_new(self) -> bool:
        """Did the run add no record at all?"""
        return not any(self.added.values())

    @property
    def faults(self) -> list[Failure]:
        """The failures without files that were only passed over, being no format that is read."""
        return [failure for failure in self.failures if not failure.reason.startswith(PASSED)]


def run_pipeline(case: Case, sources: Sequence[str | Path], *, workers: int = 1, progress: Progress | None = None) -> Summary:
    """Read the sources into the case and take it through every stage. A killed run is taken up where it was; a second run adds nothing.

    `progress(stage, done, total)` is called as work goes on. A source that is absent becomes a Failure. Raises CaseError when another run
    writes to the case.
    """
    report = progress or _silent
    versions = {stage.name: stage_version(stage) for stage in STAGES}
    summary = Summary(run=_run_id())
    settings = msgspec.json.encode({"sources": [str(source) for source in sources], "workers": workers}).decode()
    with (
        case.writing(summary.run, tool=f"offing {__version__}", settings=settings, versions=msgspec.json.encode(versions).decode()),
        Local(workers) as engine,
    ):
        steps: list[tuple[str, Callable[[_Keeper], None]]] = [("read", partial(_read, sources=sources))]
        steps += [(stage.name, partial(_work, stage=stage, engine=engine)) for stage in STAGES]
        for name, step in steps:
            started = time.monotonic()
            keeper = _Keeper(case, summary, name, versions.get(name, RENDERER), report)
            step(keeper)
            keeper.close()
            summary.seconds[name] = round(time.monotonic() - started, 3)
    for kind in RECORDS:
        summary.total[kind.__name__] = len(case.ids(kind))
    summary.failures = case.records(Failure)
    return summary


def stage_version(stage: Stage) -> str:
    """The version of a stage with the digest of the tables it depends on: when either changes, its work is done again."""
    digest = hashlib.sha256()
    for name in stage.tables:
        for path, body in _table_bodies(files("offing") / "tables" / name, name):
            digest.update(path.encode() + b"\0" + body)
    return f"{stage.version}+{digest.hexdigest()[:12]}" if stage.tables else stage.version


def _table_bodies(entry: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if entry.is_dir():
        for inner in sorted(entry.iterdir(), key=lambda child: child.name):
            yield from _table_bodies(inner, f"{name}/{inner.name}")
    else:
        yield name, entry.read_bytes()


def _silent(_stage: str, _done: int, _total: int | None) -> None:
    """Progress that nobody watches."""


def _run_id() -> str:
    stamp = dt.datetime.now(dt.UTC).isoformat()
    return f"{stamp[:19]}-{hashlib.sha256(f'{stamp} {os.getpid()}'.encode()).hexdigest()[:6]}"


class _Keeper:
    """Gathers the outputs of one stage and keeps them about once a second, so that a kill loses no more than that."""

    def __init__(self, case: Case, summary: Summary, stage: str, version: str, report: Progress) -> None:
        self.case = case
        self.stage = stage
        self.version = version
        self.replace = stage != "read"
        self.total: int | None = None
        self._summary = summary
        self._report = report
        self._batch: list[tuple[str, str, Sequence[Record]]] = []
        self._count = 0
        self._done = 0
        self._kept = time.monotonic()

    def add(self, key: str, digest: str, outputs: Sequence[Record]) -> None:
        """Take the outputs of one key; keep the batch when it is time."""
        self._batch.append((key, digest, outputs))
        self._count += len(outputs) + 1
        self._done += 1
        if self._count >= COMMIT_RECORDS or time.monotonic() - self._kept >= COMMIT_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Keep what is gathered, in one transaction."""
        if self._batch:
            added = self.case.keep(self._summary.run, self.stage, self.version, self._batch, replace=self.replace)
            self._summary.added[self.stage] = self._summary.added.get(self.stage, 0) + added
        self._batch, self._count, self._kept = [], 0, time.monotonic()
        self._report(self.stage, self._done, self.total)

    def close(self) -> None:
        """Keep the rest and make this version of the stage the current one."""
        self.flush()
        self.case.finish(self.stage, self.version)


def _read(keeper: _Keeper, sources: Sequence[str | Path]) -> None:
    failed = {key.removeprefix("failure:") for key in keeper.case.done("read", keeper.version) if key.startswith("failure:")}
    for source in sources:
        for record in read_source(source):
            if isinstance(record, Failure):
                keeper.add(f"failure:{record.origin}", "", [record])
                failed.discard(record.origin)
            elif isinstance(record, Capture):
                keeper.add(f"{record.origin}@{record.page}", "", [record])
                if record.origin in failed:
                    # What could not be read before is read now: the failure stays on record, but is no longer current.
                    keeper.case.drop_keys("read", keeper.version, [f"failure:{record.origin}"])
            else:
                keeper.add(record.id, "", [record])


def _work(keeper: _Keeper, stage: Stage, engine: Local) -> None:
    made = _each(keeper, stage, engine) if isinstance(stage, Each) else _together(keeper, stage, engine)
    origins: dict[str, str] | None = None
    for key, digest, outputs in made:
        if any(isinstance(record, Failure) for record in outputs):
            origins = origins if origins is not None else _origins(keeper.case)
            outputs = [_placed(record, origins) for record in outputs]
        keeper.add(key, digest, outputs)


def _each(keeper: _Keeper, stage: Each, engine: Local) -> Iterator[tuple[str, str, Sequence[Record]]]:
    current = keeper.case.ids(stage.takes)
    done = keeper.case.done(keeper.stage, keeper.version)
    keeper.case.drop_keys(keeper.stage, keeper.version, sorted(done.keys() - current))
    pending = sorted(current - done.keys())
    keeper.total = len(pending)
    for key, outputs in engine.each(stage, _load(keeper.case, stage.takes, pending)):
        yield key, "", outputs


def _load(case: Case, kind: type[Record], ids: Sequence[str]) -> Iterator[Record]:
    for start in range(0, len(ids), LOAD):
        for record in case.load(kind, ids[start : start + LOAD]):
            yield msgspec.structs.replace(record, body=case.body_of(record)) if isinstance(record, Page) else record


def _together(keeper: _Keeper, stage: Together, engine: Local) -> Iterator[tuple[str, str, Sequence[Record]]]:
    inputs = [record for kind in stage.takes for record in keeper.case.records(kind)]
    groups = {key: members for key, members in stage.gather(inputs) if members}
    digests = {key: _digest(members) for key, members in groups.items()}
    done = keeper.case.done(keeper.stage, keeper.version)
    keeper.case.drop_keys(keeper.stage, keeper.version, sorted(done.keys() - groups.keys()))
    pending = [key for key in sorted(groups) if done.get(key) != digests[key]]
    keeper.total = len(pending)
    for key, outputs in engine.together(stage, ((key, groups[key]) for key in pending)):
        yield key, digests[key], outputs


def _digest(members: Iterable[Record]) -> str:
    return hashlib.blake2b("\n".join(sorted(record.id for record in members)).encode(), digest_size=12).hexdigest()


def _origins(case: Case) -> dict[str, str]:
    origins: dict[str, str] = {}
    for capture in sorted(case.records(Capture), key=lambda capture: capture.origin):
        origins.setdefault(capture.page, capture.origin)
    return origins


def _placed(record: Record, origins: dict[str, str]) -> Record:
    if isinstance(record, Failure) and record.page and not record.origin:
        return msgspec.structs.replace(record, origin=origins.get(record.page, ""))
    return record
