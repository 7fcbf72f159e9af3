"""The brief: sections, order, what is not known, figures; the same view gives the same bytes."""

from __future__ import annotations

import random

import msgspec
import pytest

from offing.code.counts import OPEN
from offing.records import Article, Dating, Event, Failure, Line, Number, Record, Role, Standing
from offing.tell.briefs import Brief, make_brief
from offing.tell.laws import check_voice
from offing.tell.timelines import make_timeline
from offing.tell.views import View
from offing.tell.witnesses import Ledger, disputed_kinds, list_denials, list_figures, say_number
from tests.tell.factory import make_view, make_world


@pytest.fixture(scope="module")
def view() -> View:
    return make_view()


@pytest.fixture(scope="module")
def brief(view: View) -> Brief:
    return make_brief(view)


def test_sections(brief: Brief) -> None:
    assert brief.reported[0].event.standing is Standing.CORROBORATED
    assert {line.event.standing for line in brief.disputed} == {Standing.CONTESTED, Standing.DENIED}
    assert all(line.event.standing is Standing.REPORTED for line in brief.reported[1:])
    assert any("In a headline" in line.line.text for line in brief.also)
    assert brief.assessed == ()


def test_numbers_run_through(brief: Brief) -> None:
    assert [line.number for line in brief.lines()] == list(range(1, len(brief.lines()) + 1))
    assert [note.number for note in brief.endnotes] == list(range(1, len(brief.endnotes) + 1))


def test_every_line_has_endnotes_that_hold_its_words(brief: Brief) -> None:
    notes = {note.number: note for note in brief.endnotes}
    for line in brief.lines():
        assert line.notes
        assert {notes[number].span.page for number in line.notes} >= {span.page for span in line.line.cites}
        assert all(notes[number].quote and notes[number].sha256 for number in line.notes)


def test_same_view_same_bytes(view: View) -> None:
    records: list[Record] = make_world().records
    random.Random(9).shuffle(records)
    assert msgspec.json.encode(make_brief(View(records))) == msgspec.json.encode(make_brief(view))


def test_not_known_names_what_is_missing(brief: Brief) -> None:
    text = " ".join(unknown.text for unknown in brief.unknowns)
    for words in ("“signs”", "no page credits it", "Skerry Letter", "broken.html", "0, 2 and 4", "one voice"):
        assert words in text
    assert any(unknown.spans for unknown in brief.unknowns)


def test_not_known_is_never_empty() -> None:
    empty = make_brief(View([]))
    assert empty.unknowns
    assert "none were found" in empty.unknowns[0].text
    assert empty.reported == ()


def test_numbers_that_disagree(view: View) -> None:
    ledger = Ledger(view)
    (event,) = [event for event in view.all(Event) if event.standing is Standing.CONTESTED]
    figures = list_figures(ledger, event)
    assert [figure.low for figure in figures if figure.kind == "wounded"] == [2, 4, 0]
    assert disputed_kinds(figures) == ["wounded"]
    (denial,) = list_denials(ledger, event)
    assert denial.denier == "Ishen’s foreign ministry"
    assert denial.texts == 1


def test_judgement_is_a_whole_block_or_an_abstention(brief: Brief) -> None:
    abstention, forecast = brief.judgements
    assert abstention.probability is None
    assert "41 days are seen, 180 are needed" in abstention.text
    assert forecast.probability == pytest.approx(0.31)
    for words in ("unlikely: 31 %", "next 14 days", "of 412 earlier windows", "38 saw one (9 %)", "simulated world"):
        assert words in forecast.text
    assert check_voice(forecast.text) == []
    assert brief.simulated


def test_no_forecast_is_said(view: View) -> None:
    plain = make_brief(make_view(forecasts=False))
    assert plain.judgements[0].probability is None
    assert not plain.simulated


def test_new_since(view: View) -> None:
    world = make_world()
    contested = next(event for event in view.all(Event) if event.standing is Standing.CONTESTED)
    calm = msgspec.structs.replace(contested, standing=Standing.REPORTED, denials=())
    old = [record for record in world.records if not isinstance(record, Event | Line) or getattr(record, "handle", "") == "x"]
    kept = [event for event in view.all(Event) if event.id != contested.id][:3]
    brief = make_brief(view, earlier=View([*old, *kept, calm]))
    assert brief.changes is not None
    kinds = {(change.kind, change.event) for change in brief.changes}
    assert ("moved", contested.id) in kinds
    assert ("denied", contested.id) in kinds
    assert len([kind for kind, _ in kinds if kind == "new"]) == len(view.all(Event)) - 4
    same = make_brief(view, earlier=view)
    assert same.changes == ()
    assert "silence is not calm" in same.unchanged


def test_sources_say_what_is_machine_made(brief: Brief) -> None:
    text = " ".join(paragraph.text for paragraph in brief.sources)
    assert "8 articles from 6 outlets" in text
    assert "rules-1" in text
    assert "rules alone" in text


def test_invented_outlets_are_counted(brief: Brief, view: View) -> None:
    assert brief.invented == len(view.all(Article))


def test_timeline_is_by_day_of_happening(view: View) -> None:
    rows = make_timeline(view)
    assert [row.day for row in rows][:2] == ["2031-03-11", "2031-03-12"]
    assert rows[0].told == "2031-03-12"
    assert [row.day for row in rows][2:] == [""] * (len(rows) - 2)
    assert any(row.announced for row in rows)


def test_days_without_articles_are_named() -> None:
    records = make_world().records
    late = next(record for record in records if isinstance(record, Dating) and record.start == "2031-03-13")
    moved = msgspec.structs.replace(late, start="2031-03-16", end="2031-03-16")
    text = " ".join(unknown.text for unknown in make_brief(View([record if record is not late else moved for record in records])).unknowns)
    assert "13 Mar, 14 Mar and 15 Mar" in text


def test_a_failure_is_named_with_its_reason(view: View) -> None:
    (failure,) = view.all(Failure)
    assert any(failure.reason in unknown.text for unknown in make_brief(view).unknowns)


def test_passed_over_files_are_no_unknowns(view: View) -> None:
    passed = [
        Failure(stage="read", origin=f"pages/{name}", page="", reason=f"passed over: not a format that is read ({name[-5:]})", hint="")
        for name in ("a.json", "b.yaml", "c.json")
    ]
    brief = make_brief(View([*view.records(), *passed]))
    assert not any("passed over" in unknown.text or "a.json" in unknown.text for unknown in brief.unknowns)
    said = " ".join(paragraph.text for paragraph in brief.sources)
    assert "3 files were passed over, being in formats that are not read (.json, .yaml)." in said
    (failure,) = view.all(Failure)
    assert any(failure.reason in unknown.text for unknown in brief.unknowns)


def test_the_title_is_a_headline_and_no_dek(brief: Brief, view: View) -> None:
    headlines = {segment.text for article in view.all(Article) for segment in article.segments if segment.role is Role.HEADLINE}
    assert brief.title in headlines


@pytest.mark.parametrize(
    ("tolls", "disputed"),
    [(((25, OPEN), (25, 25)), []), (((25, OPEN), (22, 22)), ["killed"]), (((300, 900), (500, 500)), []), (((2, 2), (3, 3)), ["killed"])],
)
def test_tolls_disagree_only_when_they_cannot_both_hold(tolls: tuple[tuple[int, int], ...], disputed: list[str], view: View) -> None:
    ledger = Ledger(view)
    known = next(figure for event in view.all(Event) for figure in list_figures(ledger, event))
    figures = [msgspec.structs.replace(known, kind="killed", low=low, high=high) for low, high in tolls]
    assert disputed_kinds(figures) == disputed


def test_an_open_number_is_told_as_one() -> None:
    told = [say_number(Number(kind="killed", low=low, high=high, words="")) for low, high in ((25, OPEN), (80, 100), (2, 2))]
    assert told == ["25 or more", "80–100", "2"]
