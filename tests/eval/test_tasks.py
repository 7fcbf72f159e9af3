"""Tasks by name, and the laws that the task `demo` checks."""

from pathlib import Path

import pytest

from offing.errors import EvalError
from offing.eval import TASKS, run_task
from offing.eval.laws import find_strays, rests_on_characters
from offing.records import Line, LineKind, Span
from tests.eval.world import RAID, TEXT_A, World, place


def make_line(world: World, text: str, words: str = RAID, rests: tuple[str, ...] | None = None) -> Line:
    at = place(TEXT_A, words)
    return Line(kind=LineKind.REPORTED, text=text, cites=(Span(world.pages["A"].id, **at),), rests=rests or (world.claims["raid_a"].id,))


@pytest.mark.parametrize(
    ("text", "strays"),
    [
        ("Raiders stormed the Belmark depot.", []),
        ("The depot was stormed on 4 March 2021.", []),
        ("Raiders from Belmark's neighbour", []),
        ("Raiders stormed the Cove depot.", ["Cove"]),
        ("Five raiders stormed the depot.", ["Five"]),
        ("Raiders stormed it on 5 March 2021.", ["5"]),
        ("Troops stormed the depot.", ["Troops"]),
        ("Two dozen raiders", ["Two", "dozen"]),
    ],
)
def test_names_and_numbers_absent_from_the_cited_characters(text: str, strays: list[str]) -> None:
    world = World()
    pages = {page.id: page for page in world.pages.values()}
    assert find_strays(make_line(world, text), pages) == strays


def test_a_line_must_walk_down_to_the_page_it_cites() -> None:
    world = World()
    view = world.view()
    pages = {page.id: page for page in world.pages.values()}
    assert rests_on_characters(make_line(world, "x"), view, pages)
    assert not rests_on_characters(make_line(world, "x", rests=("gone",)), view, pages)
    assert not rests_on_characters(make_line(world, "x", rests=(world.claims["raid_b"].id,)), view, pages)
    empty = Line(kind=LineKind.REPORTED, text="x", cites=(), rests=(world.claims["raid_a"].id,))
    assert not rests_on_characters(empty, view, pages)
    beyond = Line(kind=LineKind.REPORTED, text="x", cites=(Span(world.pages["A"].id, 5, 90_000),), rests=(world.claims["raid_a"].id,))
    assert not rests_on_characters(beyond, view, pages)


def test_an_unknown_task_names_the_tasks() -> None:
    with pytest.raises(EvalError) as problem:
        run_task("weather", None)
    assert all(task.name in problem.value.hint for task in TASKS)


def test_a_task_without_its_set_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="needs the path"):
        run_task("seeds", None)
    with pytest.raises(EvalError, match="not there"):
        run_task("seeds", tmp_path / "gone")
    with pytest.raises(EvalError, match="no gold"):
        run_task("seeds", tmp_path)
    with pytest.raises(EvalError, match="no file"):
        run_task("demo", tmp_path)


def test_demo_reports_counts_and_laws_of_a_small_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{TEXT_A}\n", "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    scores = run_task("demo", tmp_path)
    assert scores.n == 2
    assert scores.figures["pages"].value == 1
    assert scores.figures["failures"].value == 1
    assert scores.figures["second_run_adds"].met is True
    assert scores.figures["order_and_workers"].met is True
