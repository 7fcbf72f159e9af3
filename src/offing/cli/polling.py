"""`offing poll`: what is new at feeds, sitemaps and pages into a case, once or every so often, and a summary that drops nothing."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from offing import __version__
from offing.case import Case, CaseLedger
from offing.cli.running import describe_case, print_summary
from offing.cli.screens import command_name, print_json, print_rows, print_text, watch_progress, workers_of
from offing.errors import SourceError
from offing.fetch import Limits, Poll, Rehearsal, Source, Tally, find_sources
from offing.pipeline import run_pipeline
from offing.read import RENDERER
from offing.read.outlines import Outline, write_outlines

SHOWN = 12
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
SHORTEST = 60.0


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked of `offing poll` beside its sources and limits."""

    case: Path
    limit: int
    feeds_only: bool = False
    fetch_only: bool = False
    dry_run: bool = False
    retry: bool = False
    strict: bool = False
    as_json: bool = False
    workers: int = 0
    every: str = ""
    opml: Path | None = None


def poll_case(given: Sequence[str], limits: Limits, order: Order) -> int:
    """Poll once, or again and again. Returns the exit code: 3 when `strict` and anything failed or was denied."""
    pause = read_pause(order.every) if order.every else 0.0
    sources = find_sources(given) if given else []
    if order.dry_run:
        return _rehearse(sources, limits, order)
    case = Case(order.case, create=bool(given))
    while True:
        code = _poll_once(case, sources, limits, order)
        if not pause:
            return code
        then = datetime.fromtimestamp(time.time() + pause).strftime("%H:%M:%S")
        print_text(f"Next poll at {then}; Ctrl-C ends it.\n")
        time.sleep(pause)


def read_pause(words: str) -> float:
    """The seconds in "90s", "15m", "2h", "1d". Raises SourceError when they are fewer than a minute or cannot be read."""
    found = re.fullmatch(r"(\d{1,6})\s*([smhd])", words.strip().lower())
    seconds = int(found.group(1)) * UNITS[found.group(2)] if found else 0
    if seconds < SHORTEST:
        raise SourceError(f"--every {words}: not a pause of a minute or more", hint="write it as 15m, 2h or 1d")
    return float(seconds)


def _poll_once(case: Case, given: list[Source], limits: Limits, order: Order) -> int:
    run = _run_id()
    ledger = CaseLedger(case, run, RENDERER)
    sources = given or _known(ledger, order)
    settings = {"sources": [source.url for source in sources], "limit": order.limit, "feeds_only": order.feeds_only}
    manifest = {"tool": f"offing {__version__} poll", "settings": msgspec.json.encode(settings).decode()}
    poll = Poll(ledger, limits, feeds_only=order.feeds_only)
    with case.writing(run, versions=msgspec.json.encode({"read": RENDERER}).decode(), **manifest), watch_progress() as report:
        case.finish("read", RENDERER)
        ledger.note_sources([(source.url, source.title, source.feed) for source in sources])
        retried = ledger.retry() if order.retry else 0
        poll.report = report
        tally = poll.run(sources, order.limit)
    _show(tally, retried, order)
    if tally.fetched + tally.changed and not order.fetch_only:
        _take_through(case, order)
    elif not order.as_json:
        _show_failures(tally, "Not read, kept as failures")
        print_text(f"Next: {command_name()} brief --case {order.case}")
    if order.opml:
        _save_opml(order.opml, ledger, quiet=order.as_json)
    return 3 if order.strict and tally.failures else 0


def _known(ledger: CaseLedger, order: Order) -> list[Source]:
    known = [Source(url, title, feed) for url, title, feed in ledger.sources()]
    if not known:
        hint = f"name feeds, sitemaps or pages: {command_name()} poll feeds.opml --case {order.case}"
        raise SourceError(f"{order.case}: nothing was polled into this case yet", hint=hint)
    return known


def _take_through(case: Case, order: Order) -> None:
    """What came in goes through the stages, as the pages of `offing run` do."""
    with watch_progress() as report:
        summary = run_pipeline(case, [], workers=workers_of(order.workers), progress=report)
    if not order.as_json:
        print_summary(summary, describe_case(case), order.case)


def _rehearse(sources: list[Source], limits: Limits, order: Order) -> int:
    real = CaseLedger(Case(order.case), "", RENDERER) if order.case.exists() or not sources else None
    rehearsal = Rehearsal(real)
    poll = Poll(rehearsal, limits, feeds_only=order.feeds_only)
    with watch_progress() as report:
        poll.report = report
        tally = poll.rehearse(sources or (_known(real, order) if real else []))
    pages = rehearsal.pending(order.limit)
    if order.as_json:
        print_json({"would_fetch": pages, "waiting": rehearsal.waiting(), **_describe(tally)})
    else:
        print_text(f"Dry run: {tally.sources} sources were asked, nothing was kept. {len(pages)} pages would be asked for:")
        titles = {link.url: link for link in rehearsal.found}
        print_rows(
            [
                {"page": url, "title": titles[url].title if url in titles else "", "date": titles[url].date if url in titles else ""}
                for url in pages
            ],
            ("page", "title", "date"),
            empty="None: nothing is new.",
        )
        _show_failures(tally, "Not read")
    return 3 if order.strict and tally.failures else 0


def _show(tally: Tally, retried: int, order: Order) -> None:
    if order.as_json:
        print_json(_describe(tally))
        return
    again = f" {retried} that had failed were asked for again." if retried else ""
    print_text(f"{tally.sources} sources asked, {tally.links} new links.{again}")
    print_text(
        f"{tally.fetched} pages fetched, {tally.changed} changed since they were kept, {tally.unchanged} answers unchanged, "
        f"{tally.denied} denied by robots.txt, {tally.failed} failed."
    )
    if tally.waiting:
        print_text(f"{tally.waiting} pages wait for the next poll (at most {order.limit} are asked for in one; --limit changes that).")


def _describe(tally: Tally) -> dict[str, Any]:
    counts = {name: value for name, value in msgspec.structs.asdict(tally).items() if name != "failures"}
    return {**counts, "failures": [{"what": one.origin, "reason": one.reason, "next": one.hint} for one in tally.failures]}


def _show_failures(tally: Tally, words: str) -> None:
    if tally.failures:
        print_text(f"{words} ({len(tally.failures)}):")
        rows = [{"what": one.origin, "reason": one.reason, "next": one.hint} for one in tally.failures]
        print_rows(rows[:SHOWN], ("what", "reason", "next"), empty="")
        if len(rows) > SHOWN:
            print_text(f"... and {len(rows) - SHOWN} more: --json names them all.")


def _save_opml(path: Path, ledger: CaseLedger, *, quiet: bool) -> None:
    path.write_bytes(write_outlines([Outline(url, title) for url, title, _ in ledger.sources()], "Sources polled by Offing"))
    if not quiet:
        print_text(f"The sources of this case are in {path}.")


def _run_id() -> str:
    stamp = datetime.now(UTC).isoformat()
    return f"{stamp[:19]}-{hashlib.sha256(f'{stamp} {os.getpid()}'.encode()).hexdigest()[:6]}"
