"""The one list of stages, in order, and the run that takes a case through them."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from offing import __version__
from offing.case import Case
from offing.case.decisions import STAGE, VERSION, decided_records
from offing.clean import CLEAN, LEARN
from offing.code import CODE, make_coder
from offing.engines import Local
from offing.errors import SourceError
from offing.gatherings import Shelf, digest_members, work_groups
from offing.intake import Keeper, Progress, Reading, read_sources
from offing.language.choices import Opener, check_analyzer_files, choose_analyzer, open_analyzer
from offing.read import RENDERER
from offing.read.findings import PASSED
from offing.records import RECORDS, Failure, Page, Record
from offing.stage import Each, Stage
from offing.tell import TELL
from offing.trace import TRACE
from offing.watch import FORECAST, READ_INDICATORS
from offing.weigh import DATE, GROUP, WEIGH

STAGES: tuple[Stage, ...] = (CLEAN, LEARN, TRACE, CODE, DATE, GROUP, WEIGH, READ_INDICATORS, FORECAST, TELL)

LOAD = 20
Step = tuple[str, Callable[[Keeper], None]]


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


def run_pipeline(
    case: Case,
    sources: Sequence[str | Path],
    *,
    workers: int = 1,
    progress: Progress | None = None,
    reading: Reading = Reading(),  # noqa: B008 (frozen)
    until: str = "",
    recount: bool = False,
    analyzer: str = "",
    opener: Opener = open_analyzer,
) -> Summary:
    """Read the sources into the case and take it through every stage. A killed run is taken up where it was; a second run adds nothing.

    `progress(stage, done, total)` is called as work goes on; `reading` says how sources are read, and with `retry` that only what failed
    is done again; `until` names the last stage (or `read`); `recount` leaves out all that stands before the decisions of the analyst;
    `analyzer` says who reads the sentences ("": the best that is here), `opener` opens it in every process. A source that is absent becomes
    a Failure. Raises CaseError when another run writes to the case, SourceError when `reading` or `until` cannot be, AnalyzerError when
    there is no such analyzer or its weights are damaged.
    """
    everything = list_stages(analyzer, opener)
    stages = _stages_until(until, everything)
    if not recount and any(stage.name == CODE.name for stage in stages):
        check_analyzer_files(choose_analyzer(analyzer), opener)
    report = progress or _silent
    versions = {stage.name: stage_version(stage) for stage in everything} | {STAGE: VERSION}
    summary = Summary(run=_run_id())
    chosen = {"sources": [os.path.abspath(source) for source in sources], "workers": workers, "reading": reading, "until": until}
    settings = msgspec.json.encode(chosen).decode()
    shelf = Shelf(case)
    with (
        case.writing(summary.run, tool=f"offing {__version__}", settings=settings, versions=msgspec.json.encode(versions).decode()),
        Local(workers) as engine,
    ):
        steps: list[Step] = [("read", partial(read_sources, sources=sources, reading=reading))]
        steps += [(stage.name, partial(_work, stage=stage, engine=engine, shelf=shelf, retry=reading.retry)) for stage in stages]
        steps = _place_decisions(steps, recount)
        for name, step in steps:
            started = time.monotonic()
            keeper = Keeper(case, summary.run, summary.added, name, versions.get(name, RENDERER), report)
            step(keeper)
            keeper.close()
            summary.seconds[name] = round(time.monotonic() - started, 3)
    for kind in RECORDS:
        summary.total[kind.__name__] = case.count(kind)
    summary.failures = case.records(Failure)
    return summary


def recount_origins(case: Case, *, workers: int = 1, progress: Progress | None = None) -> Summary:
    """Take up the analyst's decisions: the stages from `date` on, over what the case holds. Raises CaseError when another run writes."""
    return run_pipeline(case, [], workers=workers, progress=progress, recount=True)


def _place_decisions(steps: list[Step], recount: bool) -> list[Step]:
    """Decisions are anchored when the articles stand, before anything is dated, grouped or weighed."""
    names = [name for name, _ in steps]
    if DATE.name not in names:
        return steps
    place = names.index(DATE.name)
    return [*([] if recount else steps[:place]), (STAGE, _take_decisions), *steps[place:]]


def _take_decisions(keeper: Keeper) -> None:
    """The decisions in force become records; those undone or orphaned since are no longer current."""
    made = decided_records(keeper.case)
    done = keeper.case.done(keeper.stage, keeper.version)
    keeper.case.drop_keys(keeper.stage, keeper.version, sorted(done.keys() - made.keys()))
    keeper.total = len(made)
    for key, decisions in made.items():
        keeper.add(key, digest_members(decisions), decisions)


def list_stages(analyzer: str = "", opener: Opener = open_analyzer) -> tuple[Stage, ...]:
    """All stages in order, with the coder reading through the analyzer of that name. Raises AnalyzerError when there is none."""
    return tuple(make_coder(analyzer, opener) if stage is CODE else stage for stage in STAGES)


def _stages_until(name: str, stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    names = ["read", *(stage.name for stage in stages)]
    if name and name not in names:
        raise SourceError(f"{name}: no such stage", hint=f"the stages are {', '.join(names)}")
    return stages[: names.index(name)] if name else stages


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


def _work(keeper: Keeper, stage: Stage, engine: Local, shelf: Shelf, retry: bool) -> None:
    failed = keeper.case.failed_keys(keeper.stage, keeper.version) if retry else []
    made = _each(keeper, stage, engine, failed) if isinstance(stage, Each) else work_groups(keeper, stage, engine, failed, shelf)
    origins: dict[str, str] | None = None
    for key, digest, outputs in made:
        if any(isinstance(record, Failure) for record in outputs):
            origins = origins if origins is not None else keeper.case.origins()
            outputs = [_placed(record, origins) for record in outputs]
        keeper.add(key, digest, outputs)


def _each(keeper: Keeper, stage: Each, engine: Local, failed: Sequence[str]) -> Iterator[tuple[str, str, Sequence[Record]]]:
    keeper.case.drop_keys(keeper.stage, keeper.version, failed)
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


def _placed(record: Record, origins: dict[str, str]) -> Record:
    if isinstance(record, Failure) and record.page and not record.origin:
        return msgspec.structs.replace(record, origin=origins.get(record.page, ""))
    return record
