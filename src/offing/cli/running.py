"""`offing run`: sources into a case, and a summary in which nothing is dropped silently."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from offing.case import Case
from offing.cli.analyzers import choose_opener
from offing.cli.screens import command_name, print_json, print_rows, print_text, watch_progress, workers_of
from offing.errors import SourceError
from offing.intake import Reading
from offing.pipeline import Summary, run_pipeline
from offing.read.dumps import read_columns
from offing.read.findings import PASSED
from offing.records import Article, Claim, Dating, Failure, Precision, Role

SHOWN = 12
PLAIN = Reading()


def run_sources(
    sources: Sequence[Path], path: Path, *, workers: int, strict: bool, as_json: bool, reading: Reading = PLAIN, until: str = "",
    analyzer: str = "",
) -> int:  # fmt: skip
    """Run and print the summary. Returns the exit code: 3 when `strict` and anything failed.

    With `reading.retry` and no sources, those of the earlier runs are read again, where they still are.
    """
    for source in sources:
        if not source.exists():
            raise SourceError(f"{source}: no such file or folder", hint="give a saved page, or a folder of pages, feeds, archives or dumps")
    read_columns(reading.columns)
    if not sources and not reading.retry:
        raise SourceError("nothing to read", hint="give a file or a folder; --retry alone does again what failed in the case")
    case = Case(path, create=not reading.retry)
    with watch_progress() as report:
        summary = run_pipeline(
            case,
            sources or earlier_sources(case),
            workers=workers_of(workers),
            progress=report,
            reading=reading,
            until=until,
            analyzer=analyzer,
            opener=choose_opener(analyzer, path),
        )
    described = describe_case(case)
    if as_json:
        print_json({"run": summary.run, "added": summary.added, "total": summary.total, "seconds": summary.seconds, **described})
    else:
        print_summary(summary, described, path)
    return 3 if strict and summary.faults else 0


def earlier_sources(case: Case) -> list[Path]:
    """The sources of every earlier run, oldest first, that are still where they were."""
    named = [Path(source) for run in case.runs() for source in json.loads(run["settings"]).get("sources", [])]
    return [source for source in dict.fromkeys(named) if source.exists()]


def describe_case(case: Case) -> dict[str, Any]:
    """What a case holds, in numbers and names: cuts by reason, undated articles, languages not read, failures."""
    undated_ids = {dating.article for dating in case.each(Dating) if dating.precision is Precision.UNKNOWN}
    origins = case.origins()
    cut: Counter[str] = Counter()
    split, undated, not_read = 0, set[str](), set[str]()
    for article in case.each(Article):
        cut.update(segment.reason for segment in article.segments if segment.role is not Role.BODY)
        split += article.part > 0
        if article.id in undated_ids:
            undated.add(_named(origins, article))
        if article.language != "en":
            not_read.add(f"{_named(origins, article)} ({article.language})")
    return {
        "split_off": split,
        "cuts": dict(cut.most_common()),
        "analyzers": sorted({claim.analyzer for claim in case.each(Claim)}),
        "undated": sorted(undated),
        "not_read": sorted(not_read),
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
    if described["analyzers"]:
        print_text(f"Sentences with claims were read by {', '.join(described['analyzers'])}.")
    print_text("Nothing new: every page and every result was already in the case." if not added else f"{added} records are new.")
    cuts = ", ".join(f"{reason} {count}" for reason, count in list(described["cuts"].items())[:SHOWN])
    print_text(f"Cut away, kept with the reason: {cuts or 'nothing'}.")
    for name, words in (("undated", "No date, alone or through a copy"), ("not_read", "Not coded, because no analyzer reads the language")):
        if described[name]:
            print_text(f"{words}: {', '.join(described[name][:SHOWN])}{_more(described[name])}.")
    passed = [row["what"] for row in described["failures"] if row["reason"].startswith(PASSED)]
    if passed:
        print_text(f"Passed over, being no page or no format that is read: {', '.join(passed[:SHOWN])}{_more(passed)}.")
    failures = [row for row in described["failures"] if not row["reason"].startswith(PASSED)]
    if failures:
        print_text(f"Could not be read or worked on, kept as failures ({len(failures)}):")
        print_rows(failures[:SHOWN], ("stage", "what", "reason", "next"), empty="")
        if len(failures) > SHOWN:
            print_text(f"... and {len(failures) - SHOWN} more: {command_name()} failures --case {path} names them all.")
    print_text(f"Next: {command_name()} brief --case {path}   or   {command_name()} stories --case {path}")


def _more(names: list[str]) -> str:
    return f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
