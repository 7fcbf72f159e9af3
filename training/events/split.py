"""The fixed split of the codings: by document, from a hash of its name, so that no document stands in two parts.

    python -m training.events.split [--codings FOLDER]

Own sentences are grouped by coder and block. The part of a document never changes when others are added.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from training.events.loader import CODINGS, load_rows
from training.events.records import STATUSES, Row, hash_text

PARTS = ("train", "dev", "test")
TEST_CLAUSES = 400
TEST_SHARE, DEV_SHARE = 20, 12  # percent of the documents
_SALT = "events-1"


def part_of(document: str) -> str:
    """`train`, `dev` or `test`, from the name of the document alone."""
    place = int(hash_text(f"{_SALT}:{document}")[:8], 16) % 100
    return "test" if place < TEST_SHARE else "dev" if place < TEST_SHARE + DEV_SHARE else "train"


def split_rows(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by part, in their order."""
    parts: dict[str, list[Row]] = {part: [] for part in PARTS}
    for row in rows:
        parts[part_of(row.document)].append(row)
    return parts


def count_clauses(rows: Iterable[Row]) -> int:
    """Clauses: coded events, and one for each sentence without event."""
    return sum(max(1, len(row.events)) for row in rows)


def find_split_faults(rows: Iterable[Row]) -> list[str]:
    """What the split lacks: enough clauses in the test part, and every status in it."""
    test = split_rows(rows)["test"]
    faults = []
    if count_clauses(test) < TEST_CLAUSES:
        faults.append(f"test has {count_clauses(test)} clauses, needs {TEST_CLAUSES}")
    missing = set(STATUSES) - {event.status for row in test for event in row.events}
    if missing:
        faults.append(f"test has no clause with status {', '.join(sorted(missing))}")
    return faults


def main(words: list[str] | None = None) -> int:
    """Prints the sizes of the parts; 1 when the split is faulty."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--codings", type=Path, default=CODINGS)
    rows = load_rows(parser.parse_args(words).codings)
    for part, members in split_rows(rows).items():
        statuses = Counter(event.status for row in members for event in row.events)
        own = count_clauses(row for row in members if row.corpus == "own")
        documents = len({row.document for row in members})
        print(f"{part}: {documents} documents, {len(members)} sentences, {count_clauses(members)} clauses ({own} own)")
        print("   " + ", ".join(f"{status} {statuses[status]}" for status in STATUSES))
    faults = find_split_faults(rows)
    for fault in faults:
        print(f"FAULT: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
