"""`offing failures`: what could not be read or worked on, with its reason and the next step."""

from __future__ import annotations

from pathlib import Path

from offing.case import Case
from offing.cli.screens import command_name, print_json, print_rows, print_text
from offing.read.findings import PASSED

COLUMNS = ("stage", "what", "reason", "next")


def show_failures(path: Path, past: bool, as_json: bool) -> None:
    """Print the failures of a case, worst first: what failed, then what was passed over; with `past` also what no longer fails."""
    case = Case(path)
    origins = case.origins()
    current = case.failures(past=False)
    alive = {failure.id for failure in current}
    gone = [failure for failure in case.failures(past=True) if failure.id not in alive] if past else []
    rows = [
        {
            "stage": failure.stage,
            "what": failure.origin or origins.get(failure.page, ""),
            "page": failure.page,
            "reason": failure.reason,
            "next": failure.hint,
            "sha256": failure.sha256,
            "size": failure.size,
            "current": failure.id in alive,
        }
        for failure in sorted([*current, *gone], key=lambda one: (one.reason.startswith(PASSED), one.stage, one.origin, one.reason))
    ]
    if as_json:
        print_json(rows)
        return
    failed = [row for row in rows if row["current"] and not str(row["reason"]).startswith(PASSED)]
    passed = [row for row in rows if row["current"] and str(row["reason"]).startswith(PASSED)]
    print_rows(failed, COLUMNS, empty=f"Nothing failed in {path}: every page was read and worked on.")
    for title, some in (("Passed over:", passed), ("No longer failing:", [row for row in rows if not row["current"]])):
        if some:
            print_text(f"\n{title}")
            print_rows(some, COLUMNS[1:3] if some is passed else COLUMNS[:3], empty="")
    if failed:
        print_text(f"\nWhen the cause is mended: {command_name()} run --retry --case {path}")
