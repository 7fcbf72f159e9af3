"""Task `demo`: the example case through the whole river: what comes out, and whether its laws hold."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from offing.case import Case
from offing.errors import EvalError
from offing.eval.laws import find_strays, rests_on_characters
from offing.eval.scores import Figure, Scores, measure, tally
from offing.pipeline import run_pipeline
from offing.records import RECORDS, Article, Claim, Event, Failure, Line, Page, Role, Story
from offing.tell.views import View


def run_demo(path: Path) -> Scores:
    """Run the folder at `path` (forwards in one process, again, and backwards in two) and report counts, laws and repeatability.

    `seconds_cpu` is the CPU time of the first run alone. Raises EvalError when the folder holds no file.
    """
    if not path.is_dir():
        raise EvalError(f"{path}: no such folder", hint="give the folder of a case, such as examples/embassy")
    sources = sorted(file for file in path.rglob("*") if file.is_file() and file.name not in ("gold.json", "README.md"))
    if not sources:
        raise EvalError(f"{path}: holds no file", hint="give the folder of a case, such as examples/embassy")
    with tempfile.TemporaryDirectory(prefix="offing-eval-") as folder:
        case = Case(Path(folder) / "forwards.db", create=True)
        started = _cpu_seconds()
        run_pipeline(case, sources, workers=1)
        seconds = _cpu_seconds() - started
        again = sum(run_pipeline(case, sources, workers=1).added.values())
        view, ids = case.view(), {kind.__name__: case.ids(kind) for kind in RECORDS}
        case.close()
        other = Case(Path(folder) / "backwards.db", create=True)
        run_pipeline(other, sources[::-1], workers=2)
        changed = {kind.__name__: len(ids[kind.__name__] ^ other.ids(kind)) for kind in RECORDS}
        other.close()
    figures, misses = _read_view(view)
    size = sum(len(of_kind) for of_kind in ids.values())
    turned = "ids that reversed input and two workers change"
    figures["second_run_adds"] = tally(again, n=size, unit="records", label="records that a second run adds")
    figures["order_and_workers"] = tally(sum(changed.values()), n=size, unit="records", label=turned)
    misses += [f"changed by order or workers: {count} ids of {kind}" for kind, count in changed.items() if count]
    name = path.resolve().name
    return Scores(task="demo", data=name, n=len(sources), seconds_cpu=round(seconds, 3), figures=figures, misses=tuple(misses))


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _count(value: float, label: str, unit: str = "") -> Figure:
    return Figure(value=value, label=label, unit=unit, note="a count: no interval")


def _read_view(view: View) -> tuple[dict[str, Figure], list[str]]:
    pages = {page.id: page for page in view.all(Page)}
    articles = view.all(Article)
    lines = view.all(Line)
    cut = measure([_cut_row(article) for article in articles], unit="articles", label="characters that are cut from the pages' articles")
    strays = [(line, find_strays(line, pages)) for line in lines]
    rests = [rests_on_characters(line, view, pages) for line in lines]
    figures = {
        "pages": _count(len(pages), "pages read"),
        "articles": _count(len(articles), "articles"),
        "cut_share": cut,
        "stories": _count(len(view.all(Story)), "stories"),
        "claims": _count(len(view.all(Claim)), "claims"),
        "events": _count(len(view.all(Event)), "events"),
        "lines": _count(len(lines), "lines"),
        "failures": _count(len(view.all(Failure)), "failures, each named with its reason"),
        "lines_rest": measure(_rows(rests), unit="lines", label="lines that rest on characters of a page", bar=1.0, better="exact"),
        "names_and_numbers": measure(
            _rows([not found for _, found in strays]),
            unit="lines",
            label="lines without a name or number absent from their cites",
            bar=1.0,
            better="exact",
        ),
    }
    misses = [f"line {line.id[:8]} rests on no characters" for line, held in zip(lines, rests, strict=True) if not held]
    misses += [f"line {line.id[:8]}: {', '.join(found)} not in its cites" for line, found in strays if found]
    return figures, misses


def _rows(checks: Sequence[bool]) -> list[tuple[float, float]]:
    return [(float(check), 1.0) for check in checks]


def _cut_row(article: Article) -> tuple[float, float]:
    cut = sum(len(segment.text) for segment in article.segments if segment.role is not Role.BODY)
    return float(cut), float(sum(len(segment.text) for segment in article.segments))
