"""Checks the codings against what the set promises and prints every figure.

    python -m training.events.check [--data FOLDER] [--codings FOLDER]

With `--data` each row is joined with its sentence (hash, offsets) and looked for in the sets that are only for measuring.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from offing.eval.codings import LESSONS, STATUSES, Row, count_clauses, load_rows
from offing.eval.examples import Example, join_rows
from offing.ontology import load_actions
from training.events.loader import CODINGS
from training.events.measures import find_overlaps
from training.events.split import find_split_faults

CLAUSES, TYPES, STATUS = 3000, 60, 80
COPIED = 0.5  # from this share of shared word runs on, a sentence counts as one of a measure set


def count_labels(rows: Iterable[Row]) -> dict[str, Counter[str]]:
    """Counts per field: type, mode, status, certainty, reason without event, source, licence, coder, and how often each slot is filled."""
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("type", "mode", "status", "certainty", "none", "slot", "source", "licence", "coder")
    }
    for row in rows:
        clauses = max(1, len(row.events))
        counts["source"][row.source] += clauses
        counts["licence"][row.licence] += clauses
        counts["coder"][row.coder] += clauses
        if row.none:
            counts["none"][row.none + (" (tempting)" if row.tempting else "")] += 1
        for event in row.events:
            counts["type"][event.type] += 1
            counts["mode"][f"{event.type}.{event.mode}"] += bool(event.mode)
            counts["status"][event.status] += 1
            counts["certainty"][event.certainty] += 1
            for slot in ("who", "whom", "when", "where", "numbers", "condition", "by"):
                counts["slot"][slot] += bool(getattr(event, slot))
    return counts


def find_count_faults(rows: list[Row]) -> list[str]:
    """Which promises about numbers the set does not keep, in words."""
    counts = count_labels(rows)
    clauses, own = count_clauses(rows), count_clauses(row for row in rows if row.corpus == "own")
    empty = sum(not row.events for row in rows)
    faults = [f"{clauses} clauses, needs {CLAUSES}"] if clauses < CLAUSES else []
    faults += [f"{name}: {counts['type'][name]}, needs {TYPES}" for name in load_actions() if counts["type"][name] < TYPES]
    faults += [f"{name}: {counts['status'][name]}, needs {STATUS}" for name in STATUSES if counts["status"][name] < STATUS]
    if rows and 3 * empty < len(rows):
        faults.append(f"{empty} of {len(rows)} sentences without event, needs a third")
    if rows and not clauses <= 4 * own <= 2 * clauses:
        faults.append(f"{own} of {clauses} clauses are our own, needs between a quarter and a half")
    return faults


def find_copies(examples: list[Example], data: Path) -> list[str]:
    """Sentences that stand in a measure set; the lesser overlaps are printed, not faults."""
    faults = []
    overlaps = find_overlaps({example.row.id: example.text for example in examples}, data)
    for overlap in overlaps:
        line = f"{overlap.id} shares {overlap.share:.0%} of its word runs with {overlap.file}"
        if overlap.share >= COPIED:
            faults.append(line)
        else:
            print(f"overlap: {line}")
    print(f"measure sets: {len(examples)} sentences looked for, {len(faults)} found, {len(overlaps) - len(faults)} lesser overlaps")
    return faults


def main(words: list[str] | None = None) -> int:
    """Prints all figures and faults; 1 when there is a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--codings", type=Path, default=CODINGS)
    wanted = parser.parse_args(words)
    rows = load_rows(wanted.codings)
    print(f"{len(rows)} sentences, {count_clauses(rows)} clauses, {sum(not row.events for row in rows)} sentences without event")
    for name, counter in count_labels(rows).items():
        print(f"{name}: " + ", ".join(f"{label} {number}" for label, number in counter.most_common() if number))
    lessons = [row for row in rows if row.document.startswith(LESSONS)]
    print(f"of these lessons, which only teach and no promise counts: {len(lessons)} sentences, {count_clauses(lessons)} clauses")
    faults = find_count_faults([row for row in rows if not row.document.startswith(LESSONS)]) + find_split_faults(rows)
    examples = join_rows(rows, wanted.data)
    print(f"joined with their sentence: {len(examples)} of {len(rows)}")
    if wanted.data:
        faults += find_copies(examples, wanted.data)
    else:
        print("without --data: sentences of corpora are neither joined nor looked for in the measure sets")
    for fault in faults:
        print(f"FAULT: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
