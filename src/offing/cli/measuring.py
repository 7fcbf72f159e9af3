"""`offing eval`: measured tasks, printed as a table or as one JSON object, and the page of all figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from offing.cli.demos import find_example
from offing.cli.screens import print_json, print_text
from offing.errors import EvalError
from offing.eval import render_table, run_task, scores_json, write_accuracy
from offing.eval.scores import Scores

ALL = "accuracy"


def run_evaluation(task: str, paths: Sequence[Path], *, out: Path | None, strict: bool, as_json: bool) -> int:
    """Run a task and print it. Returns the exit code: 4 when `strict` and a bar is missed."""
    if task == ALL:
        return _write_page(paths, out)
    if len(paths) > 1:
        raise EvalError(f"{task}: takes one folder, {len(paths)} were given", hint="run it once for each folder")
    scores = run_task(task, paths[0] if paths else find_example())
    if as_json:
        print_json(scores_json(scores))
    else:
        print_text(render_table(scores))
    return 4 if strict and _missed(scores) else 0


def _missed(scores: Scores) -> bool:
    return any(figure.met is False for figure in scores.figures.values())


def _write_page(paths: Sequence[Path], out: Path | None) -> int:
    runs = [run_task("demo", find_example()), *(run_task("seeds", path) for path in [find_example(), *paths])]
    page = write_accuracy(runs)
    if out is None:
        print_text(page)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page, "utf-8")
        print_text(f"{out}: {sum(len(scores.figures) for scores in runs)} figures of {len(runs)} measured tasks")
    return 0
