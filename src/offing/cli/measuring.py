"""`offing eval`: measured tasks, printed as a table or as one JSON object, and the page of all figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from offing.cli.demos import find_example
from offing.cli.screens import print_json, print_text
from offing.errors import EvalError
from offing.eval import TASKS, find_sets, render_table, run_task, scores_json, write_accuracy
from offing.eval.scores import Scores

ALL = "accuracy"


def run_evaluation(task: str, paths: Sequence[Path], *, out: Path | None, strict: bool, as_json: bool) -> int:
    """Run a task and print it. Returns the exit code: 4 when `strict` and a bar is missed."""
    if task == ALL:
        return _write_page(paths, out)
    if len(paths) > 1:
        raise EvalError(f"{task}: takes one folder, {len(paths)} were given", hint="run it once for each folder")
    scores = run_task(task, paths[0] if paths else _find_default(task))
    if as_json:
        print_json(scores_json(scores))
    else:
        print_text(render_table(scores))
    return 4 if strict and _missed(scores) else 0


def _find_default(task: str) -> Path | None:
    """The example, for a task that a case of one's own is measured by; None for a task that needs its set."""
    return find_example() if task in ("seeds", "demo") else None


def _missed(scores: Scores) -> bool:
    return any(figure.met is False for figure in scores.figures.values())


def _write_page(paths: Sequence[Path], out: Path | None) -> int:
    """The page of all figures: the example's tasks, then every set known in the folders given (`find_sets`)."""
    folders = [find_sets(path) for path in paths]
    absent = [task.name for task in TASKS if any(task.name in names for _, names in folders)]
    runs = [run_task(name, find_example()) for name in ("demo", "seeds")]
    runs += [run_task(task.name, path) for found, _ in folders for task, path in found]
    page = write_accuracy(runs, folder=bool(paths), absent=absent)
    if out is None:
        print_text(page)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page, "utf-8")
        print_text(f"{out}: {sum(len(scores.figures) for scores in runs)} figures of {len(runs)} measured tasks")
    return 0
