"""Sources into a case: read lazily, kept about once a second, taken up where a killed run left off; pages of an old renderer again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from offing.case import Case
from offing.errors import OffingError
from offing.read.files import choose_options, read_steps
from offing.read.findings import PASSED, Mark
from offing.read.pages import make_page
from offing.records import Capture, Failure, Page, Record

Progress = Callable[[str, int, int | None], None]
COMMIT_SECONDS = 1.0
COMMIT_RECORDS = 2000
COMMIT_BYTES = 32_000_000
MARK, FAILURE = "mark:", "failure:"


class Reading(Struct, frozen=True):
    """How sources are read: the column map as typed, whether archived pages stay in their archive, whether only failures are read."""

    columns: str = ""
    in_place: bool = False
    retry: bool = False


class Keeper:
    """Gathers the outputs of one stage and keeps them about once a second, so that a kill loses no more than that."""

    def __init__(self, case: Case, run: str, added: dict[str, int], stage: str, version: str, report: Progress) -> None:
        self.case = case
        self.stage = stage
        self.version = version
        self.replace = stage != "read"
        self.total: int | None = None
        self._run = run
        self._added = added
        self._report = report
        self._batch: list[tuple[str, str, Sequence[Record]]] = []
        self._marks: dict[str, str] = {}
        self._count, self._bytes, self._done, self._kept = 0, 0, 0, time.monotonic()

    def add(self, key: str, digest: str, outputs: Sequence[Record]) -> None:
        """Take the outputs of one key; keep the batch when it is time."""
        self._batch.append((key, digest, outputs))
        self._count += len(outputs) + 1
        self._bytes += sum(len(record.body) + len(record.text) for record in outputs if isinstance(record, Page))
        self._done += 1
        late = time.monotonic() - self._kept >= COMMIT_SECONDS
        if late or self._count >= COMMIT_RECORDS or self._bytes >= COMMIT_BYTES:
            self.flush()

    def mark(self, mark: Mark) -> None:
        """Remember how far an archive is read; kept in one transaction with what was read before it."""
        self._marks[MARK + mark.origin] = f"{mark.stamp}@{mark.offset}"

    def flush(self) -> None:
        """Keep what is gathered, in one transaction."""
        self._batch += [(key, digest, ()) for key, digest in self._marks.items()]
        if self._batch:
            added = self.case.keep(self._run, self.stage, self.version, self._batch, replace=self.replace)
            self._added[self.stage] = self._added.get(self.stage, 0) + added
        self._batch, self._marks, self._count, self._bytes, self._kept = [], {}, 0, 0, time.monotonic()
        self._report(self.stage, self._done, self.total)

    def close(self) -> None:
        """Keep the rest and make this version of the stage the current one."""
        self.flush()
        self.case.finish(self.stage, self.version)


def read_sources(keeper: Keeper, sources: Sequence[str | Path], reading: Reading) -> None:
    """Read the sources into the case. What could not be read before and is read now is no longer a current failure; it stays on record.

    Raises SourceError when the column map is none.
    """
    _render_again(keeper)
    done = keeper.case.done(keeper.stage, keeper.version)
    failed = {key.removeprefix(FAILURE) for key in done if key.startswith(FAILURE)}
    marks = {mark.origin: mark for mark in _marks_of(done)}
    only = frozenset(find_failed(keeper.case)) if reading.retry else None
    options = choose_options(marks, columns=reading.columns, in_place=reading.in_place, only=only)
    seen: set[str] = set()
    alive: set[str] = set()
    anew: set[str] = set()
    for source in sources:
        for step in read_steps(source, options):
            if isinstance(step, Mark):
                if only is None:
                    keeper.mark(step)
                if step.origin in marks and marks[step.origin].stamp != step.stamp:
                    anew.add(step.origin)
            elif isinstance(step, Failure):
                keeper.add(FAILURE + step.origin, "", [step])
                seen.add(step.origin)
            elif isinstance(step, Capture):
                keeper.add(f"{step.origin}@{step.page}", "", [step])
                alive |= {step.origin, _file_of(step.origin)}
            else:
                keeper.add(step.id, "", [step])
    # An archive that was taken up in its middle did not tell its earlier failures again.
    resumed = marks.keys() - anew if only is None else frozenset[str]()
    mended = {origin for origin in failed - seen if origin in alive or _file_of(origin) in alive - resumed}
    keeper.flush()
    keeper.case.drop_keys(keeper.stage, keeper.version, sorted(FAILURE + origin for origin in mended))


def find_failed(case: Case) -> list[str]:
    """The origins of what could not be read, without what was only passed over and without warnings about a page that was read."""
    failures = case.records(Failure)
    return sorted(
        {one.origin for one in failures if one.stage == "read" and not one.page and not one.reason.startswith(PASSED) and one.origin}
    )


def _file_of(origin: str) -> str:
    return origin.rpartition("#")[0] or origin


def _marks_of(done: dict[str, str]) -> Iterator[Mark]:
    for key, digest in done.items():
        stamp, at, offset = digest.rpartition("@")
        if key.startswith(MARK) and at:
            yield Mark(key.removeprefix(MARK), stamp, int(offset))


def _render_again(keeper: Keeper) -> None:
    """After a change of the renderer: every page that an older one rendered is rendered anew from its kept bytes, without its source."""
    old = keeper.case.version_of(keeper.stage)
    if old in ("", keeper.version):
        return
    for key, digest in keeper.case.done(keeper.stage, old).items():
        if key.startswith(MARK):
            keeper.add(key, digest, [])
    for failure in keeper.case.each(Failure):
        if failure.stage == keeper.stage and not failure.page:
            keeper.add(FAILURE + failure.origin, "", [failure])
    for page in keeper.case.each(Page):
        captures = keeper.case.resting(Capture, page.id)
        try:
            body = keeper.case.body_of(page)
            again, warning = make_page(body, page.media_type)
        except (OffingError, OSError) as error:
            hint = "read its source again"
            lost = Failure(stage="read", origin=captures[0].origin if captures else "", page="", reason=f"not rendered: {error}", hint=hint)
            keeper.add(f"{FAILURE}{lost.origin}", "", [lost])
            continue
        keeper.add(again.id, "", [again if page_is_kept(captures) else replace(again, body=b"")])
        for capture in captures:
            keeper.add(f"{capture.origin}@{again.id}", "", [replace(capture, page=again.id)])
            if warning:
                told = Failure(stage="read", origin=capture.origin, page=again.id, reason=warning, hint="the text is kept; check its cuts")
                keeper.add(FAILURE + capture.origin, "", [told])
    keeper.flush()


def page_is_kept(captures: Sequence[Capture]) -> bool:
    """Are the bytes of a page in the case, and not only in an archive that a capture points to?"""
    return not captures or any(capture.pointer is None for capture in captures)
