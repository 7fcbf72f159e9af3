"""Measured tasks: one file or package per task, its figures, its bars."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import offing
from offing.errors import EvalError
from offing.eval.clauses import CODINGS, run_clauses
from offing.eval.copies import run_copies
from offing.eval.dates import run_dates
from offing.eval.demo import run_demo
from offing.eval.events import run_events
from offing.eval.factuality import run_factuality
from offing.eval.languages import run_language
from offing.eval.pages import run_pages
from offing.eval.petrarch import run_petrarch
from offing.eval.places import run_places
from offing.eval.quotes import run_quotes
from offing.eval.reports import write_accuracy
from offing.eval.scores import Figure, Scores, scores_json
from offing.eval.seeds import run_seeds
from offing.eval.speeds import run_scale
from offing.eval.tables import render_markdown, render_table
from offing.eval.times import run_times
from offing.tell.views import View

__all__ = [
    "TASKS", "Figure", "Scores", "Task", "find_sets", "render_markdown", "render_table", "run_task", "scores_json", "write_accuracy",
]  # fmt: skip

Measure = Callable[[Path, View | None], Scores]


@dataclass(frozen=True)
class Task:
    """A measured task: its name, what it measures in a line, and how. `default`: the set it uses when none is given ("": it needs one).

    `place`: where its set lies in a folder of sets (`find_sets`), "" for none.
    """

    name: str
    words: str
    run: Measure
    default: str = ""
    place: str = ""


def _run_demo(path: Path, _view: View | None) -> Scores:
    return run_demo(path)


TASKS: tuple[Task, ...] = (
    Task("seeds", "a case against a hand-made reading: FOLDER holds documents and a gold.json", run_seeds, place="seeds"),
    Task("demo", "the example case through the whole river: counts, laws, repeatability", _run_demo, default="examples/embassy"),
    Task("pages", "the story of a page: its words, noise around it, speed", run_pages, place="data/pages/article-extraction-benchmark"),
    Task("dates", "day and time of day that a page was published", run_dates, place="data/pages/htmldate-mediacloud2020"),
    Task("copies", "made copies among thousands of articles: pairs and sentences", run_copies, place="data/reuse"),
    Task("scale", "speed and memory of the search for copies, up to 200,000 texts mixed from a set", run_scale, place="data/reuse"),
    Task("times", "time expressions and their values in TimeML", run_times, place="data/claims/time_tbaq"),
    Task("places", "places named in news, and where they are", run_places, place="data/claims/place"),
    Task("language", "the language model: tags, trees, names, predicates, arguments, speed", run_language, place="data/language"),
    Task("events", "who did what to whom in single sentences, and silence where nothing political is", run_events,
         place="data/events/eval_only"),
    Task("petrarch", "doer, recipient and CAMEO code of single sentences, as event data have them", run_petrarch,
         place="data/events/petrarch_gold"),
    Task("clauses", "the hand-coded clauses of the codebook, test part: events, types, parties, whether it happened", run_clauses,
         default=CODINGS, place="data/events/plover"),
    Task("status", "whether it happened, as readers judged the wording", run_factuality, place="data/claims/factuality/uw"),
    Task("quotes", "who says what: source, cue and content", run_quotes, place="data/claims/polnear/dev"),
)  # fmt: skip


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
    gc.collect()
    gc.freeze()  # what earlier tasks left is no work of this one's collector: speeds are those of a process of its own
    return task.run(path, view)


def find_sets(path: Path) -> tuple[list[tuple[Task, Path]], list[str]]:
    """What `path` can be measured by: tasks with their sets, in the order of TASKS, and the names of those whose set is not there.

    `path` holds a gold.json (then it is one set of `seeds`), or sets at their places below `seeds/` and `data/`. Raises EvalError else.
    """
    if (path / "gold.json").is_file():
        return [(task, path) for task in TASKS if task.name == "seeds"], []
    placed = [task for task in TASKS if task.place]
    found = [(task, path / task.place) for task in placed if (path / task.place).is_dir()]
    if not found:
        hint = "give a folder with a gold.json, or one with seeds/ and data/ and sets at their places: " + ", ".join(
            task.place for task in placed
        )
        raise EvalError(f"{path}: holds no set that is known", hint=hint)
    return found, [task.name for task in placed if not (path / task.place).is_dir()]
