"""`offing demo`: the example case, end to end, on this machine."""

from __future__ import annotations

import time
from importlib.resources import files
from pathlib import Path

from offing import __version__
from offing.case import Case
from offing.cli.running import describe_case, print_summary
from offing.cli.screens import command_name, print_text, watch_progress, workers_of
from offing.errors import SourceError
from offing.pipeline import run_pipeline
from offing.tell.briefs import make_brief
from offing.tell.reports import write_report
from offing.tell.views import View
from offing.watch.simulations import simulated_forecasts


def find_example() -> Path:
    """The folder of the example case: in the package, or in the checkout that the package was installed from."""
    package = Path(str(files("offing")))
    for place in (package / "examples" / "embassy", package.parents[1] / "examples" / "embassy"):
        if place.is_dir():
            return place
    raise SourceError("the example case is not installed", hint="run from a checkout of the repository, or read a folder of your own")


def run_demo(out: Path, workers: int) -> None:
    """Read the example into `out/demo.db` and write `out/report.html`."""
    started = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    path = out / "demo.db"
    # A demo shows the whole way: it never goes on from the case of an earlier one.
    for old in out.glob("demo.db*"):
        old.unlink()
    case = Case(path, create=True)
    with watch_progress() as report:
        summary = run_pipeline(case, [find_example()], workers=workers_of(workers), progress=report)
    view = case.view()
    told = make_brief(View([*view.records(), *simulated_forecasts()]), simulated=True, tool=f"offing {__version__}")
    page = out / "report.html"
    page.write_text(write_report(view, told), "utf-8")
    print_summary(summary, describe_case(case), path)
    name = command_name()
    print_text(f"\nThe report: {page}   ({time.monotonic() - started:.1f} s on this machine; no network was used)")
    print_text("Its outlets are invented, its record is public; its probabilities come from a simulated world and say so.")
    print_text(f"\nFor your own folder of saved pages:\n  {name} run FOLDER --case my.db\n  {name} brief --case my.db --out brief.html")
