"""Task `seeds`: a case against a hand-made reading of its documents (`gold.json`)."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from offing.case import Case
from offing.errors import EvalError
from offing.eval.scores import Scores, merge_figures
from offing.eval.seeds.actors import score_actors
from offing.eval.seeds.briefs import score_briefs
from offing.eval.seeds.copies import score_copies
from offing.eval.seeds.denials import score_denials
from offing.eval.seeds.golds import Gold, Ground, read_gold
from offing.eval.seeds.matches import find_tellings
from offing.eval.seeds.origins import score_origins
from offing.eval.seeds.segments import score_segments
from offing.eval.seeds.sources import score_sources
from offing.eval.seeds.speakers import score_speakers
from offing.eval.seeds.statuses import score_statuses
from offing.eval.seeds.stories import score_stories
from offing.eval.seeds.times import score_times
from offing.pipeline import run_pipeline
from offing.records import Page
from offing.tell.views import View

__all__ = ["Gold", "Ground", "read_gold", "run_seeds", "score_seeds"]


def score_seeds(
    view: View, gold: Mapping[str, object] | Gold, pages: Mapping[str, Page] | None = None, *, name: str = "", seconds: float = 0.0
) -> Scores:
    """Scores of the records in `view` against `gold` (decoded JSON). `pages`: document id -> Page, by default matched by file name.

    `name` and `seconds` (CPU) go into the scores as they are. Raises EvalError when the gold has another form.
    """
    ground = Ground(gold if isinstance(gold, Gold) else read_gold(gold), view, pages)
    tellings, unplaced = find_tellings(ground)
    figures, misses = merge_figures(
        [
            ({}, ground.misses),
            score_segments(ground),
            score_copies(ground),
            score_sources(ground),
            score_origins(ground, tellings),
            score_stories(ground),
            score_times(ground, tellings),
            ({}, unplaced),
            score_statuses(ground, tellings),
            score_actors(tellings),
            score_speakers(ground),
            score_denials(ground, tellings),
            score_briefs(ground),
        ]
    )
    return Scores(task="seeds", data=name, n=len(ground.gold.documents), seconds_cpu=round(seconds, 3), figures=figures, misses=misses)


def run_seeds(path: Path, view: View | None = None) -> Scores:
    """Take the folder at `path` through the pipeline into a throw-away case (or use `view`) and score it against its gold.json.

    Raises EvalError when the folder holds no gold.
    """
    file = path / "gold.json" if path.is_dir() else path
    if not file.is_file():
        raise EvalError(
            f"{file}: no gold to score against", hint="give a folder that holds documents and a gold.json, such as examples/embassy"
        )
    gold = read_gold(file.read_bytes())
    started = time.process_time()
    view = view if view is not None else build_view(file.parent)
    return score_seeds(view, gold, name=file.parent.resolve().name, seconds=time.process_time() - started)


def build_view(source: Path) -> View:
    """The records that one run over `source` makes, in one process."""
    with tempfile.TemporaryDirectory(prefix="offing-eval-") as folder:
        case = Case(Path(folder) / "eval.db", create=True)
        run_pipeline(case, [source], workers=1)
        view = case.view()
        case.close()
        return view
