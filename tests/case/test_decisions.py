"""The analyst's log: kept whole, undone without a trace in the counts, anchored anew when pages change, orphaned and not dropped."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest

from offing.case import Case, DecisionLog
from offing.errors import NotFound
from offing.pipeline import recount_origins, run_pipeline
from offing.records import Anchor, Article, Decision, DecisionKind, Direction, Event, Page, Span, Standing, Status
from tests.conftest import EXAMPLE
from tests.factory import make_article, make_page

EVENT = {
    "handle": "h", "story": "s", "action": "ASSAULT", "status": Status.HAPPENED, "standing": Standing.REPORTED, "claims": ("c",),
}  # fmt: skip
FILES = ("mpa-20191231-embassy.html", "rookwood-embassy.html", "kestrel-embassy-first.html")
WORDS = "Boats left Port Ansel."


def anchor(page: Page, words: str = WORDS) -> Anchor:
    start = page.text.index(words)
    return Anchor(sha256=page.sha256, span=Span(page.id, start, start + len(words)), words=words)


def make_decision(left: Anchor, right: Anchor, kind: DecisionKind = DecisionKind.CUT) -> Decision:
    return Decision(
        kind=kind, left=left, right=right, passage=False, direction=Direction.UNKNOWN, reason="they had a reporter there", by="A. Desk",
        time="2031-05-06T08:00:00+00:00",
    )  # fmt: skip


def keep_pages(case: Case, version: str, *pages: Page) -> None:
    case.keep("r", "read", version, [(page.id, "", [page]) for page in pages])
    case.finish("read", version)
    case.keep("r", "clean", version, [(page.id, "", [make_article(page)]) for page in pages])
    case.finish("clean", version)


def decide_titles(case: Case, *outlets: str) -> Decision:
    pages = {page.id: page for page in case.records(Page)}
    named = {article.outlet: article for article in case.records(Article)}
    sides = [anchor(pages[named[name].page], named[name].title) for name in outlets]
    return make_decision(*sides)


def test_the_log_keeps_everything_and_an_undoing_can_be_undone(tmp_path: Path) -> None:
    case = Case(tmp_path / "a.db", create=True)
    one, two = make_page(f"{WORDS} One."), make_page(f"{WORDS} Two.")
    keep_pages(case, "1", one, two)
    log = DecisionLog(case)
    assert log.entries() == []
    number = log.decide(make_decision(anchor(one), anchor(two)))
    assert [entry.state for entry in log.entries()] == ["in force"]
    undo = log.undo(number, reason="wrong pair", by="B. Desk")
    assert [(entry.number, entry.state) for entry in log.entries()] == [(1, "undone"), (2, "in force")]
    assert log.current() == {}
    with pytest.raises(NotFound, match="undone already"):
        log.undo(number, reason="", by="B. Desk")
    with pytest.raises(NotFound, match="no such decision"):
        log.undo(9, reason="", by="B. Desk")
    log.undo(undo, reason="right after all", by="A. Desk")
    assert [entry.state for entry in log.entries()] == ["in force", "undone", "in force"]
    assert log.current() == {"1": log.entries()[0].decision}
    assert [(entry.by, entry.reason) for entry in log.entries()][1] == ("B. Desk", "wrong pair")


def test_a_decision_is_anchored_anew_by_its_words_and_orphaned_without_them(tmp_path: Path) -> None:
    case = Case(tmp_path / "a.db", create=True)
    one, two = make_page(f"{WORDS} One."), make_page(f"{WORDS} Two.")
    keep_pages(case, "1", one, two)
    log = DecisionLog(case)
    log.decide(make_decision(anchor(one), anchor(two)))
    later = [msgspec.structs.replace(page, renderer="later", text=f"A new line before it. {page.text} {WORDS}") for page in (one, two)]
    keep_pages(case, "2", *later)
    now = log.current()["1"]
    assert (now.left.span.page, now.left.span.start) == (later[0].id, 22)
    assert later[0].text[now.left.span.start : now.left.span.end] == WORDS
    lost = [msgspec.structs.replace(one, renderer="last", text="Other words altogether."), later[1]]
    keep_pages(case, "3", *lost)
    (entry,) = log.entries()
    assert entry.state == "orphaned"
    assert entry.decision is not None
    assert entry.decision.left.words == WORDS
    assert log.current() == {}


def test_a_case_of_format_2_keeps_its_events_and_takes_decisions(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    case, event = Case(path, create=True), Event(**EVENT)
    case.keep("r", "weigh", "5", [("all", "", [event])])
    case.finish("weigh", "5")
    case.close()
    with sqlite3.connect(path) as connection:  # as format 2 left it
        for words in ("ALTER TABLE event DROP COLUMN decisions", "DROP TABLE decided", "DROP TABLE decision"):
            connection.execute(words)
        connection.execute("UPDATE meta SET value = '2'")
    again = Case(path)
    assert again.records(Event) == [event]
    assert DecisionLog(again).entries() == []
    assert Path(f"{path}.format2").exists()


def test_deciding_and_undoing_is_as_never_deciding_and_twice_adds_nothing(tmp_path: Path) -> None:
    case = Case(tmp_path / "a.db", create=True)
    run_pipeline(case, [EXAMPLE / name for name in FILES])
    before, log = case.ids(), DecisionLog(case)
    first = decide_titles(case, "Rookwood Daily", "Meridian Press Agency")
    second = decide_titles(case, "Rookwood Daily", "Kestrel News")
    log.decide(first)
    recount_origins(case)
    log.decide(second)
    assert not recount_origins(case).nothing_new
    decided = case.ids()
    assert recount_origins(case).nothing_new
    assert case.ids() == decided
    events = [event for event in case.records(Event) if event.decisions]
    assert events
    assert {ident for event in events for ident in event.decisions} == {first.id, second.id}

    other = Case(tmp_path / "b.db", create=True)  # the other order, in one run, with other workers
    run_pipeline(other, [EXAMPLE / name for name in FILES[::-1]])
    for decision in (second, first):
        DecisionLog(other).decide(decision)
    recount_origins(other, workers=2)
    assert other.ids() == decided

    log.undo(2, reason="", by="A. Desk")
    log.undo(1, reason="", by="A. Desk")
    run_pipeline(case, [EXAMPLE / name for name in FILES])
    assert case.ids() == before
    assert case.count(Decision) == 0
    assert len(log.entries()) == 4
