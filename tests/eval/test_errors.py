"""The errors of the coder by kind, and the worst classes."""

from __future__ import annotations

from offing.eval.errors import Fault, draw_errors
from offing.eval.scores import Scores
from offing.eval.tables import render_markdown, render_table


def test_errors_are_counted_by_kind_and_the_worst_ten_classes_named_with_a_remedy() -> None:
    faults = [Fault("not found", "AID")] * 3 + [Fault("type", f"AID read as {number}") for number in range(12)]
    kinds, worst = draw_errors(faults, 30)
    assert [row[0] for row in kinds.rows] == ["not found", "type"]
    assert [row[2:] for row in kinds.rows] == [("3", "10%"), ("12", "40%")]
    assert len(worst.rows) == 10
    assert worst.rows[0][:3] == ("AID", "not found", "3")
    assert all(row[3] for row in worst.rows)


def test_tables_stand_under_the_figures() -> None:
    scores = Scores(task="clauses", data="x", n=1, seconds_cpu=0.1, figures={}, tables=draw_errors([Fault("type", "A read as B")], 2))
    assert "A read as B" in render_table(scores)
    assert "| A read as B | type | 1 |" in render_markdown(scores)
