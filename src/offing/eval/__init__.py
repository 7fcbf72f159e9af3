"""Measured tasks: one file or package per task, its figures, its bars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import offing
from offing.errors import EvalError
from offing.eval.demo import run_demo
from offing.eval.reports import write_accuracy
from offing.eval.scores import Figure, Scores, scores_json
from offing.eval.seeds import run_seeds
from offing.eval.tables import render_markdown, render_table
from offing.tell.views import View

__all__ = ["TASKS", "Figure", "Scores", "Task", "render_markdown", "render_table", "run_task", "scores_json", "write_accuracy"]

Measure = Callable[[Path, View | None], Scores]


@dataclass(frozen=True)
class Task:
    """A measured task: its name, what it measures in a line, and how. `default`: the set it uses when none is given ("": it needs one)."""

    name: str
    words: str
    run: Measure
    default: str = ""


def _run_demo(path: Path, _view: View | None) -> Scores:
    return run_demo(path)


TASKS: tuple[Task, ...] = (
    Task("seeds", "a case against a hand-made reading: FOLDER holds documents and a gold.json", run_seeds),
    Task("demo", "the example case through the whole river: counts, laws, repeatability", _run_demo, default="examples/embassy"),
)


def run_task(name: str, path: Path | None = None, *, view: View | None = None) -> Scores:
    """The scores of task `name` on the set at `path`; `view` scores records that are there instead of making them anew.

    Raises EvalError for an unknown task, an absent path, or a path that the task cannot use.
    """
    listing = "; ".join(f"{task.name} ({task.words})" for task in TASKS)
    task = next((task for task in TASKS if task.name == name), None)
    if task is None:
        raise EvalError(f"{name}: no such task", hint=f"tasks: {listing}")
    if path is None and task.default:
        path = Path(offing.__file__).parents[2] / task.default
    if path is None:
        raise EvalError(f"{name}: needs the path of a set", hint=f"offing eval {name} PATH; tasks: {listing}")
    if not path.exists():
        raise EvalError(f"{path}: is not there", hint=f"offing eval {name} PATH, with the path of a set; tasks: {listing}")
    return task.run(path, view)
