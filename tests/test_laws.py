"""The laws of the river, over the example case: every line reaches a page, twice adds nothing, order and workers change nothing."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from offing.case import Case
from offing.checks import check_reader, check_records, check_stage
from offing.cli.demos import run_demo
from offing.pipeline import STAGES, run_pipeline
from offing.read import read_source
from offing.records import Article, Claim, Copy, Decision, Event, Line, Page, Record, Role, Span, Status, rests_on
from offing.stage import Stage
from offing.tell.views import View
from tests.conftest import EXAMPLE, NetworkUsed


def spans_of(record: Record) -> list[Span]:
    found: list[Span] = []

    def walk(value: object) -> None:
        if isinstance(value, Span):
            found.append(value)
        elif isinstance(value, tuple):
            for part in value:
                walk(part)
        elif hasattr(value, "__struct_fields__"):
            for name in value.__struct_fields__:
                walk(getattr(value, name))

    walk(record)
    return found


def test_every_line_reaches_a_page(example: View) -> None:
    pages = {page.id for page in example.all(Page)}
    lines = example.all(Line)
    assert len(lines) >= 20
    for line in lines:
        assert line.cites, line.text
        seen, waiting = set(), [line.id]
        while waiting:
            ident = waiting.pop()
            record = example.find(ident)
            assert record is not None, f"{ident} rests on nothing that is kept"
            if ident not in seen:
                seen.add(ident)
                waiting += rests_on(record)
        assert seen & pages


def test_every_span_lies_on_its_page(example: View) -> None:
    pages = {page.id: page for page in example.all(Page)}
    for record in example.records():
        for span in spans_of(record):
            assert 0 <= span.start <= span.end <= len(pages[span.page].text), f"{type(record).__name__} {record.id}: {span}"


def test_segments_rebuild_the_page(example: View) -> None:
    by_page: dict[str, list] = {}
    for article in example.all(Article):
        by_page.setdefault(article.page, []).extend(article.segments)
    for page in example.all(Page):
        segments = sorted(by_page.get(page.id, []), key=lambda segment: segment.span)
        if not segments:
            continue
        at = 0
        for segment in segments:
            assert page.text[at : segment.span.start].strip() == "", f"characters in no segment: {page.text[at : segment.span.start]!r}"
            assert segment.text == page.text[segment.span.start : segment.span.end]
            assert (segment.role is Role.BODY) == (segment.reason == ""), f"a cut without a reason: {segment}"
            at = segment.span.end
        assert page.text[at:].strip() == ""


def test_no_name_and_no_number_stands_in_a_line_that_its_spans_lack(example: View) -> None:
    pages = {page.id: page.text for page in example.all(Page)}
    own = {"As", "Reported", "Told", "The", "A", "An", "In", "It", "No", "Not"}
    for line in example.all(Line):
        cited = " ".join(pages[span.page][span.start : span.end] for span in line.cites)
        words = set(re.findall(r"\w+", cited.casefold()))
        for word in re.findall(r"\b(?:[A-Z]\w*|\d[\d,.]*\d|\d)\b", line.text):
            plain = word.casefold()
            assert plain in words or word in own or plain in cited.casefold(), f"{word!r} is not in the spans of {line.text!r}"


def test_a_line_says_nothing_is_confirmed_in_its_own_words(example: View) -> None:
    for line in example.all(Line):
        own = re.sub(r"[“\"][^”\"]*[”\"]", "", line.text)
        assert not re.search(r"\b(confirmed|true|verified)\b", own, re.IGNORECASE), line.text


def test_no_line_cites_what_was_cut(example: View) -> None:
    kept = {Role.BODY, Role.HIGHLIGHTS, Role.HEADLINE, Role.DEK, Role.CREDIT, Role.DATELINE, Role.BYLINE}
    furniture = [segment.span for article in example.all(Article) for segment in article.segments if segment.role not in kept]
    for line in example.all(Line):
        for cite in line.cites:
            for span in furniture:
                assert span.page != cite.page or span.end <= cite.start or cite.end <= span.start, f"{line.text!r} cites page noise"


def test_what_is_not_said_to_have_happened_is_never_shown_as_happened(example: View) -> None:
    claims = {claim.id: claim for claim in example.all(Claim)}
    for event in example.all(Event):
        if event.status is Status.HAPPENED:
            assert any(claims[ident].status in (Status.HAPPENED, Status.ONGOING, Status.BACKGROUND) for ident in event.claims)


def test_records_are_sound(example: View) -> None:
    check_records(example.records())
    assert example.all(Copy)


def test_the_reader_keeps_its_contract() -> None:
    check_reader(read_source, EXAMPLE)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_every_stage_keeps_its_contract(example_case: Case, example: View, stage: Stage) -> None:
    """The same outputs twice and in any order, of the declared kinds; and together with the rest they are the case."""
    inputs = [
        msgspec.structs.replace(record, body=example_case.body_of(record)) if isinstance(record, Page) else record
        for record in example.records()
    ]
    made = {record.id for record in check_stage(stage, inputs)}
    assert made <= example_case.ids()
    # The example has no line that recurs across an outlet's pages: a stage that revises articles leaves them all as they are.
    assert made or stage.makes == stage.takes


def test_a_second_run_adds_nothing(tmp_path: Path) -> None:
    case = Case(tmp_path / "a.db", create=True)
    first = run_pipeline(case, [EXAMPLE])
    ids = case.ids()
    again = run_pipeline(case, [EXAMPLE])
    assert not first.nothing_new
    assert again.nothing_new
    assert case.ids() == ids


def test_order_and_workers_change_nothing(tmp_path: Path, example_case: Case) -> None:
    files = sorted(path for path in EXAMPLE.iterdir() if path.suffix in (".html", ".txt", ".xml", ".rss"))
    ids = {}
    for name, sources, workers in (("forward", files, 1), ("backward", files[::-1], 2)):
        case = Case(tmp_path / f"{name}.db", create=True)
        run_pipeline(case, sources, workers=workers)
        ids[name] = case.ids()
    assert ids["forward"] == ids["backward"]


def test_pages_that_come_later_give_the_same_case(tmp_path: Path) -> None:
    """Two runs over halves of the pages end where one run over all of them does: a late article reopens its groups."""
    files = sorted(path for path in EXAMPLE.iterdir() if path.suffix in (".html", ".txt"))
    halves, whole = Case(tmp_path / "halves.db", create=True), Case(tmp_path / "whole.db", create=True)
    run_pipeline(halves, files[::2])
    run_pipeline(halves, files[1::2])
    run_pipeline(whole, files)
    assert halves.ids() == whole.ids()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_killed_run_is_taken_up_where_it_was(tmp_path: Path, example_case: Case, seed: int) -> None:
    path = tmp_path / "killed.db"
    command = [sys.executable, "-m", "offing.cli", "run", str(EXAMPLE), "--case", str(path), "--workers", "1"]
    wait = random.Random(seed)
    killed = 0
    for _ in range(12):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not path.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        try:
            process.wait(wait.uniform(0.05, 1.5 * (killed + 1)))
            break
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
    assert killed, "the run ended before it could be killed"
    run_pipeline(Case(path, create=True), [EXAMPLE])
    assert Case(path).ids() == example_case.ids()


def test_nothing_touches_the_network(tmp_path: Path) -> None:
    with pytest.raises(NetworkUsed):  # the guard itself works
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    run_demo(tmp_path / "demo", 1)
    assert (tmp_path / "demo" / "report.html").exists()


def test_stages_stand_in_order() -> None:
    made: set[type] = {Page, Decision}  # a decision is made by the analyst
    for stage in STAGES:
        takes = stage.takes if isinstance(stage.takes, tuple) else (stage.takes,)
        assert set(takes) <= made, f"{stage.name} takes what nobody has made yet"
        made |= set(stage.makes)
