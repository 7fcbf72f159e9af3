"""The figures on direction: what is decided, right, and calibrated."""

from __future__ import annotations

import pytest

from offing.eval.directions import Told, judge_direction, score_directions
from offing.records import Direction
from offing.trace import find_copies
from tests.trace.papers import HARBOUR, ORCHARD, make_paper


def test_reliability_counts_what_is_said_against_what_is_right() -> None:
    told = [Told(Direction.LEFT, 0.8, right=place % 5 > 0) for place in range(10)] + [Told(Direction.UNKNOWN, 0.0, right=False)] * 10
    figures = score_directions(told, "x", "made up")
    assert figures["direction_decided_x"].value == 0.5
    assert figures["direction_right_x"].value == 0.8
    assert figures["direction_error_x"].value == pytest.approx(0.0)
    assert figures["direction_brier_x"].value == pytest.approx(0.16)
    assert figures["direction_said_0.8_x"].value == 0.8
    assert score_directions([], "x", "nothing") == {}


def test_too_sure_an_answer_costs() -> None:
    figures = score_directions([Told(Direction.LEFT, 0.99, right=False)] * 8, "x", "made up")
    assert figures["direction_error_x"].value == pytest.approx(0.99)


def test_a_pair_is_judged_as_seen_from_its_left_side() -> None:
    wire = make_paper("b", *HARBOUR, outlet="Reuters", published="2031-05-06T08:00Z")
    paper = make_paper("a", *HARBOUR[:3], *ORCHARD, outlet="Straits Lantern", credit="Reuters", published="2031-05-06T09:00Z")
    copies = find_copies([wire, paper])
    for left, right, way in ((wire, paper, Direction.LEFT), (paper, wire, Direction.RIGHT)):
        told = judge_direction(left, right, copies, (way,))
        assert told is not None
        assert told.right
        assert told.said > 0.9
    assert judge_direction(wire, make_paper("c", *ORCHARD), (), (Direction.LEFT,)) is None
