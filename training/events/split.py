"""The fixed split of the codings, printed and checked: by document, from a hash of its name, so that no document stands in two parts.

    python -m training.events.split [--codings FOLDER]

Own sentences are grouped by coder and block. The part of a document never changes when others are added (`offing.eval.codings.part_of`).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from offing.eval.codings import PARTS, STATUSES, Row, count_clauses, load_rows, part_of
from training.events.loader import CODINGS

TEST_CLAUSES = 400


def split_rows(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by part, in their order."""
    parts: dict[str, list[Row]] = {part: [] for part in PARTS}
    for row in rows:
        parts[part_of(row.document)].append(row)
    return parts


def find_split_faults(rows: Iterable[Row]) -> list[str]:
    """What is wrong with the split: too few clauses or a status missing in the test part, or one sentence in two parts.

    Scraps of text (`fragment`: datelines, bylines) come again everywhere and are passed over.
    """
    parts = split_rows(rows)
    test = parts["test"]
    faults = []
    if count_clauses(test) < TEST_CLAUSES:
        faults.append(f"test has {count_clauses(test)} clauses, needs {TEST_CLAUSES}")
    missing = set(STATUSES) - {event.status for row in test for event in row.events}
    if missing:
        faults.append(f"test has no clause with status {', '.join(sorted(missing))}")
    seen: dict[str, str] = {}
    for part, members in parts.items():
        for row in members:
            if row.none != "fragment" and seen.setdefault(row.sha256, part) != part:
                faults.append(f"{row.id} of {part} stands also in {seen[row.sha256]}")
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
