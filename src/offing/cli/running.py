"""`offing run`: sources into a case, and a summary in which nothing is dropped silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from offing.case import Case
from offing.cli.screens import command_name, print_json, print_rows, print_text, watch_progress, workers_of
from offing.errors import SourceError
from offing.pipeline import PASSED, Summary, run_pipeline
from offing.records import Article, Capture, Dating, Failure, Precision, Role

SHOWN = 12


def run_sources(sources: Sequence[Path], path: Path, *, workers: int, strict: bool, as_json: bool) -> int:
    """Run and print the summary. Returns the exit code: 3 when `strict` and anything failed."""
    for source in sources:
        if not source.exists():
            raise SourceError(f"{source}: no such file or folder", hint="give a saved page, or a folder of saved pages, feeds or JSONL")
    case = Case(path, create=True)
    with watch_progress() as report:
        summary = run_pipeline(case, sources, workers=workers_of(workers), progress=report)
    described = describe_case(case)
    if as_json:
        print_json({"run": summary.run, "added": summary.added, "total": summary.total, "seconds": summary.seconds, **described})
    else:
        print_summary(summary, described, path)
    return 3 if strict and summary.faults else 0


def describe_case(case: Case) -> dict[str, Any]:
    """What a case holds, in numbers and names: cuts by reason, undated articles, languages not read, failures."""
    articles = case.records(Article)
    undated = {dating.article for dating in case.records(Dating) if dating.precision is Precision.UNKNOWN}
    origins = {capture.page: capture.origin for capture in sorted(case.records(Capture), key=lambda capture: capture.origin, reverse=True)}
    cut = Counter(segment.reason for article in articles for segment in article.segments if segment.role is not Role.BODY)
    return {
        "split_off": sum(article.part > 0 for article in articles),
        "cuts": dict(cut.most_common()),
        "undated": sorted({_named(origins, article) for article in articles if article.id in undated}),
        "not_read": sorted({f"{_named(origins, article)} ({article.language})" for article in articles if article.language != "en"}),
        "failures": [
            {"stage": failure.stage, "what": failure.origin or failure.page, "reason": failure.reason, "next": failure.hint}
            for failure in sorted(case.records(Failure), key=lambda failure: (failure.stage, failure.origin, failure.reason))
        ],
    }


def _named(origins: dict[str, str], article: Article) -> str:
    name = origins.get(article.page, article.page)
    return f"{name} (story {article.part + 1})" if article.part else name


def print_summary(summary: Summary, described: dict[str, Any], path: Path) -> None:
    """The summary for people."""
    total, added = summary.total, sum(summary.added.values())
    print_text(
        f"{total['Page']} pages, {total['Article']} articles ({described['split_off']} split off), {total['Story']} stories, "
        f"{total['Copy']} passages shared, {total['Claim']} claims, {total['Event']} events, {total['Line']} lines."
    )
    print_text("Nothing new: every page and every result was already in the case." if not added else f"{added} records are new.")
    cuts = ", ".join(f"{reason} {count}" for reason, count in list(described["cuts"].items())[:SHOWN])
    print_text(f"Cut away, kept with the reason: {cuts or 'nothing'}.")
    for name, words in (("undated", "No date, alone or through a copy"), ("not_read", "Not coded, because no analyzer reads the language")):
        if described[name]:
            print_text(f"{words}: {', '.join(described[name][:SHOWN])}{_more(described[name])}.")
    passed = [row["what"] for row in described["failures"] if row["reason"].startswith(PASSED)]
    if passed:
        print_text(f"Passed over, being no format that is read: {', '.join(passed[:SHOWN])}{_more(passed)}.")
    failures = [row for row in described["failures"] if not row["reason"].startswith(PASSED)]
    if failures:
        print_text(f"Could not be read or worked on, kept as failures ({len(failures)}):")
        print_rows(failures[:SHOWN], ("stage", "what", "reason", "next"), empty="")
        if len(failures) > SHOWN:
            print_text(f"... and {len(failures) - SHOWN} more: {command_name()} run ... --json names them all.")
    print_text(f"Next: {command_name()} brief --case {path}   or   {command_name()} stories --case {path}")


def _more(names: list[str]) -> str:
    return f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
