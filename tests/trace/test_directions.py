"""Which of two copies came first, and how sure."""

from __future__ import annotations

import pytest

from offing.records import Article, Direction, Edit
from offing.trace.directions import SURE, WEIGHTS, Sign, find_direction, weigh_signs
from offing.trace.wires import find_contributors, tells_after
from tests.trace.papers import HARBOUR, ORCHARD, make_paper

OWN = (0.5, 0.5)


def turn(way: Direction) -> Direction:
    return {Direction.LEFT: Direction.RIGHT, Direction.RIGHT: Direction.LEFT}.get(way, way)


def test_bare_texts_tell_nothing() -> None:
    way, sure, reasons = find_direction(make_paper("a", *HARBOUR), make_paper("b", *HARBOUR), OWN, ())
    assert way is Direction.UNKNOWN
    assert sure < SURE
    assert reasons[-1].startswith("too little tells")


def test_a_paper_that_names_the_other_as_the_one_who_reports_comes_after_it() -> None:
    first = make_paper("a", *HARBOUR, outlet="Straits Lantern")
    taker = make_paper("b", HARBOUR[0], "The shelling began at four, the Straits Lantern reported.", *ORCHARD, outlet="Harbour Ledger")
    assert tells_after(taker, first)
    assert not tells_after(first, taker)
    assert find_direction(first, taker, OWN, ())[0] is Direction.LEFT


def test_a_paper_that_only_mentions_the_other_does_not() -> None:
    first = make_paper("a", *HARBOUR, outlet="Straits Lantern")
    assert not tells_after(make_paper("b", HARBOUR[0], "She once worked for the Straits Lantern as a printer."), first)


@pytest.mark.parametrize("line", ["The Associated Press contributed to this report.", "Contributing: The Associated Press"])
def test_agencies_named_in_the_last_lines_point_at_a_hidden_dispatch(line: str) -> None:
    left = make_paper("a", *HARBOUR, *ORCHARD, line, outlet="Straits Lantern")
    right = make_paper("b", *HARBOUR[:3], *ORCHARD[2:], outlet="Harbour Ledger")
    assert find_contributors(left) == ("Associated Press",)
    way, sure, reasons = find_direction(left, right, OWN, ())
    assert way is Direction.HIDDEN
    assert sure > 0.9
    assert "one side credits Associated Press, which is neither of them" in reasons
    agency = make_paper("c", *HARBOUR, outlet="Associated Press", published="2031-05-09")
    assert find_direction(left, agency, OWN, ())[0] is Direction.RIGHT


def test_a_mention_of_an_agency_near_the_end_is_no_credit() -> None:
    assert find_contributors(make_paper("a", *HARBOUR, "The governor spoke to Reuters.", outlet="Straits Lantern")) == ()


def test_the_days_of_agency_pages_say_nothing() -> None:
    paper = make_paper("a", *HARBOUR, outlet="Straits Lantern", published="2031-05-06")
    agency = make_paper("b", *HARBOUR, outlet="Reuters", published="2031-05-08")
    way, _, reasons = find_direction(paper, agency, OWN, ())
    assert way is Direction.RIGHT
    assert not any("publication day" in reason for reason in reasons)


def test_every_sign_is_listed_and_turns_with_the_sides() -> None:
    edits = [Edit(kind="number", left="nine men of the crew were hurt", right="12"), Edit(kind="dropped", left="on the quay", right="")]
    cases: list[tuple[Article, Article, tuple[float, float]]] = [
        (make_paper("a", *HARBOUR, outlet="Reuters"), make_paper("b", *HARBOUR[:3], outlet="Harbour Ledger", credit="Reuters"), (0.4, 0.9)),
        (make_paper("a", *HARBOUR, published="2031-05-06T08:00Z"), make_paper("b", *HARBOUR, published="2031-05-06T09:00Z"), (0.4, 0.8)),
        (make_paper("a", *HARBOUR, published="2031-05-06", outlet="X"), make_paper("b", *HARBOUR, published="2031-05-09", outlet="Y"), OWN),
    ]
    for left, right, shares in cases:
        there = find_direction(left, right, shares, edits)
        back = find_direction(right, left, shares[::-1], [Edit(kind=one.kind, left=one.right, right=one.left) for one in edits])
        assert (turn(there[0]), there[1], len(there[2])) == (back[0], back[1], len(back[2]))


def test_the_three_answers_share_one_probability() -> None:
    for name in WEIGHTS:
        for side in (1, -1):
            odds = weigh_signs([Sign(name, side, "")])
            assert sum(odds.values()) == pytest.approx(1)
            assert min(odds.values()) >= 0
