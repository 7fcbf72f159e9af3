"""How far two passes over the same sentences agree: raw share and Cohen's kappa for each field.

    python -m training.events.agreement FIRST_FOLDER SECOND_FOLDER [--list]

Events of a sentence are paired by their triggers (overlapping words, nearest first). Status, type and mode are compared on pairs; `event`
asks of each sentence whether it holds any. Type is also given with unpaired events as "none", the strictest reading. Parties agree when
their words overlap, or both are missing; codes are compared on pairs of overlapping parties.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from offing.eval.codings import Count, Event, Mark, Row, Side, load_rows

Labels = list[tuple[str, str]]


class Agreement(Struct, frozen=True):
    """One field: number of comparisons, raw share of equal ones, Cohen's kappa (1.0 when both passes use one and the same label)."""

    field: str
    number: int
    raw: float
    kappa: float


def measure_agreement(field: str, labels: Labels) -> Agreement:
    """Raw agreement and kappa (Cohen 1960) of pairs of labels; zeros when there is none."""
    number = len(labels)
    if not number:
        return Agreement(field, 0, 0.0, 0.0)
    raw = sum(first == second for first, second in labels) / number
    firsts, seconds = Counter(first for first, _ in labels), Counter(second for _, second in labels)
    chance = sum(firsts[label] * seconds[label] for label in firsts) / number**2
    return Agreement(field, number, raw, 1.0 if chance == 1.0 else (raw - chance) / (1.0 - chance))


def overlap(first: Mark | Side | Count, second: Mark | Side | Count) -> int:
    """Number of characters that two stretches share."""
    return max(0, min(first.end, second.end) - max(first.start, second.start))


def pair_events(first: Sequence[Event], second: Sequence[Event]) -> list[tuple[Event | None, Event | None]]:
    """Events of two passes over a sentence, paired where triggers overlap (same type, then largest overlap, first); the rest alone."""
    ranked = sorted(
        (-(one.type == two.type), -overlap(one.trigger, two.trigger), i, j)
        for i, one in enumerate(first)
        for j, two in enumerate(second)
        if overlap(one.trigger, two.trigger)
    )
    left, right = set(range(len(first))), set(range(len(second)))
    pairs: list[tuple[Event | None, Event | None]] = []
    for _, _, i, j in ranked:
        if i in left and j in right:
            pairs.append((first[i], second[j]))
            left.discard(i)
            right.discard(j)
    return pairs + [(first[i], None) for i in sorted(left)] + [(None, second[j]) for j in sorted(right)]


def sides_agree(first: Sequence[Side | Count], second: Sequence[Side | Count]) -> bool:
    """Whether each stretch of one pass overlaps one of the other (both may be empty)."""
    return all(any(overlap(a, b) for b in second) for a in first) and all(any(overlap(a, b) for a in first) for b in second)


def as_tuple(mark: Mark | None) -> tuple[Side, ...]:
    """A stretch as a list of at most one, for comparing."""
    return (Side(mark.start, mark.end),) if mark else ()


def compare_rows(first: Sequence[Row], second: Sequence[Row]) -> tuple[list[Agreement], list[str]]:
    """Agreement per field over the sentences that both passes coded, and the disagreements on event, type and status (for settling)."""
    other = {row.id: row for row in second}
    labels: dict[str, Labels] = {}
    differing = []
    for row in first:
        if row.id not in other:
            continue
        twin = other[row.id]
        labels.setdefault("event (sentence)", []).append((str(bool(row.events)), str(bool(twin.events))))
        if row.none and twin.none:
            labels.setdefault("reason without event", []).append((row.none, twin.none))
            labels.setdefault("tempting", []).append((str(bool(row.tempting)), str(bool(twin.tempting))))
        for one, two in pair_events(row.events, twin.events):
            kinds = (one.type if one else "none", two.type if two else "none")
            labels.setdefault("type (unpaired as none)", []).append(kinds)
            states = (one.status if one else "none", two.status if two else "none")
            labels.setdefault("status (unpaired as none)", []).append(states)
            if kinds[0] != kinds[1] or states[0] != states[1]:
                mark = (one or two).trigger  # type: ignore[union-attr]
                differing.append(f"{row.id} {mark.start}-{mark.end}: {kinds[0]} {states[0]} / {kinds[1]} {states[1]}")
            if one and two:
                compare_events(one, two, labels)
    return [measure_agreement(field, pairs) for field, pairs in labels.items()], differing


def compare_events(one: Event, two: Event, labels: dict[str, Labels]) -> None:
    """Adds the labels of a pair of events, by field; for stretches the label is whether a field is filled, and with the same words."""
    labels.setdefault("type", []).append((one.type, two.type))
    labels.setdefault("status", []).append((one.status, two.status))
    labels.setdefault("certainty", []).append((one.certainty, two.certainty))
    if one.type == two.type:
        labels.setdefault("mode", []).append((one.mode, two.mode))
    for field in ("who", "whom", "by", "numbers", "when", "where", "condition"):
        a, b = getattr(one, field), getattr(two, field)
        firsts, seconds = (a, b) if isinstance(a, tuple) else (as_tuple(a), as_tuple(b))
        agree = sides_agree(firsts, seconds)
        filled = "filled" if firsts else "empty"
        labels.setdefault(f"{field} (overlap)", []).append((filled, filled if agree else "other" if seconds else "empty"))
    for field in ("who", "whom"):
        for a in getattr(one, field):
            for b in getattr(two, field):
                if overlap(a, b):
                    labels.setdefault(f"{field} code", []).append((a.code, b.code))


def main(words: list[str] | None = None) -> int:
    """Prints a line for each field; with `--list` also the disagreements, by sentence id."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--list", action="store_true", dest="listed")
    wanted = parser.parse_args(words)
    fields, differing = compare_rows(load_rows(wanted.first), load_rows(wanted.second))
    for agreement in fields:
        print(f"{agreement.field:24} n {agreement.number:5}  raw {agreement.raw:.3f}  kappa {agreement.kappa:.3f}")
    for line in differing if wanted.listed else ():
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
