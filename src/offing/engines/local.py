"""This machine, one process or many. A failing record becomes a Failure and the others go on, even when a worker process dies."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any

from offing.errors import OffingError
from offing.records import Failure, Page, Record
from offing.stage import Each, Together

Job = tuple[str, Any]
Made = tuple[str, list[Record]]
CHUNK = 8
BATCH = 128  # groups that a stage with a `batch` gets at once
WINDOW = 4


class Local:
    """Runs stages in this process (`workers=1`) or in a pool of processes. Outputs come in the order of the inputs."""

    def __init__(self, workers: int = 1) -> None:
        self.workers = max(1, workers)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Local:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._drop_pool()

    def each(self, stage: Each, records: Iterable[Record]) -> Iterator[Made]:
        """(input id, outputs) for every record."""
        return self.spread(stage.name, run_each, stage.work, ((record.id, record) for record in records))

    def together(self, stage: Together, groups: Iterable[tuple[str, Sequence[Record]]]) -> Iterator[Made]:
        """(key, outputs) for every group."""
        if stage.batch is None:
            return self.spread(stage.name, run_together, stage.work, iter(groups))
        return self.spread(stage.name, partial(run_batch, stage.batch), stage.work, iter(groups), BATCH)

    def spread(
        self, name: str, run: Callable[..., list[Made]], work: Callable[..., Any], jobs: Iterator[Job], size: int = 0
    ) -> Iterator[Made]:
        """Run jobs in chunks (of `size`), in order; at most a few chunks are under way, so memory stays bounded."""
        if self.workers == 1:
            while chunk := list(islice(jobs, size or 1)):
                yield from run(name, work, chunk)
            return
        waiting: deque[tuple[list[Job], Future[list[Made]]]] = deque()
        while True:
            while len(waiting) < self.workers * WINDOW and (chunk := list(islice(jobs, size or CHUNK))):
                waiting.append((chunk, self._submit(run, name, work, chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                # Every chunk under way is lost with the pool: run them again one by one, to find the record that kills.
                self._drop_pool()
                chunks = [chunk, *(lost for lost, _ in waiting)]
                waiting.clear()
                yield from self._one_by_one(name, run, work, [job for lost in chunks for job in lost])

    def _one_by_one(self, name: str, run: Callable[..., list[Made]], work: Callable[..., Any], jobs: list[Job]) -> Iterator[Made]:
        for job in jobs:
            try:
                yield from self._submit(run, name, work, [job]).result()
            except BrokenProcessPool:
                self._drop_pool()
                hint = "run again with one worker to see where; the page is kept"
                yield job[0], [_failure(name, job[1], "the worker process died on it", hint)]

    def _submit(self, run: Callable[..., list[Made]], name: str, work: Callable[..., Any], chunk: list[Job]) -> Future[list[Made]]:
        if self._pool is None:
            # spawn, not fork: an open database connection must never cross into a worker.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.workers, mp_context=context, initializer=_start_worker, initargs=(gc.get_threshold(),))
            self._check_start()
        return self._pool.submit(run, name, work, chunk)

    def _check_start(self) -> None:
        """A spawned worker imports the script that started it: without a guard there, it would start workers of its own, and die."""
        if multiprocessing.parent_process() is None and self._pool is not None:
            try:
                self._pool.submit(os.getpid).result()
                return
            except BrokenProcessPool:
                self._drop_pool()
        raise OffingError(
            "the worker processes cannot start",
            hint='put the call under `if __name__ == "__main__":` in your script, or use workers=1',
        )

    def _drop_pool(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def _start_worker(threshold: tuple[int, int, int]) -> None:
    """Collect garbage as seldom as the process that started this one, and end with it."""
    gc.set_threshold(*threshold)
    leave_with_parent()


def leave_with_parent() -> None:
    """Let this worker end when the process that started it is killed; else it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def run_each(name: str, work: Callable[..., Iterable[Record]], jobs: list[Job]) -> list[Made]:
    """A chunk of records through a stage."""
    return [(key, _guard(name, record, work, record)) for key, record in jobs]


def run_together(name: str, work: Callable[..., Iterable[Record]], jobs: list[Job]) -> list[Made]:
    """A chunk of groups through a stage."""
    return [(key, _guard(name, members[0], work, key, members)) for key, members in jobs]


def run_batch(
    batch: Callable[..., Iterable[Iterable[Record]]], name: str, work: Callable[..., Iterable[Record]], jobs: list[Job]
) -> list[Made]:
    """A chunk of groups through a stage all at once; one by one where that fails, so that only the group at fault is lost."""
    try:
        return [(key, list(made)) for (key, _), made in zip(jobs, batch(jobs), strict=True)]
    except Exception:  # `run_together` turns it into a kept record.
        return run_together(name, work, jobs)


def _guard(name: str, subject: Record, work: Callable[..., Iterable[Record]], *inputs: Any) -> list[Record]:
    try:
        return list(work(*inputs))
    except OffingError as error:
        return [_failure(name, subject, error.message, error.hint)]
    except Exception as error:  # A batch turns a failure into a kept record: one bad page must not stop a million others.
        reason = f"{type(error).__name__}: {error}"[:300]
        return [_failure(name, subject, reason, "this is a fault of Offing: please report it with the page")]


def _failure(name: str, subject: Record, reason: str, hint: str) -> Failure:
    page = subject.id if isinstance(subject, Page) else str(getattr(subject, "page", ""))
    return Failure(stage=name, origin="", page=page, reason=reason, hint=hint)
