"""The texts of many pairs of articles laid end to end, each once, so that one step on arrays does the work for all pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from offing.trace.sentences import Reading, Sheet
from offing.trace.tokens import Codes, Rows

Pair = tuple[Sheet, Sheet]


@dataclass(frozen=True, slots=True)
class Stack:
    """`left` and `right` are the texts of each pair of articles, by their numbers in `readings`.

    The sentences of text n begin at `heads[n]` and end before `heads[n + 1]`; the other arrays have a row for each of them, as in
    `Reading`: `firsts` and `sizes` place it in `words`, `begins` is where its stems begin.
    """

    readings: tuple[Reading, ...]
    left: Rows
    right: Rows
    heads: Rows
    words: Codes
    firsts: Rows
    sizes: Rows
    sums: Codes
    ranks: Rows
    contents: Rows
    begins: Rows
    stems: Codes

    def place_rows(self, numbers: Rows, left: Rows, right: Rows) -> tuple[Rows, Rows]:
        """Rows on both sides of the pairs `numbers` -> rows of the stack."""
        return self.heads[self.left[numbers]] + left, self.heads[self.right[numbers]] + right


def stack_pairs(pairs: Sequence[Pair]) -> Stack:
    """The stack of at least one pair."""
    known: dict[int, int] = {}
    readings: list[Reading] = []
    sides: list[int] = []
    for pair in pairs:
        for sheet in pair:
            number = known.setdefault(id(sheet.reading), len(readings))
            if number == len(readings):
                readings.append(sheet.reading)
            sides.append(number)
    counts = [len(reading.firsts) for reading in readings]
    bases = np.cumsum([0, *(len(reading.words) for reading in readings)])[:-1]
    contents = np.concatenate([reading.contents for reading in readings])
    return Stack(
        readings=tuple(readings),
        left=np.array(sides[::2], np.int64),
        right=np.array(sides[1::2], np.int64),
        heads=np.cumsum([0, *counts]),
        words=np.concatenate([reading.words for reading in readings]),
        firsts=np.concatenate([reading.firsts for reading in readings]) + np.repeat(bases, counts),
        sizes=np.concatenate([reading.sizes for reading in readings]),
        sums=np.concatenate([reading.sums for reading in readings]),
        ranks=np.concatenate([reading.ranks for reading in readings]),
        contents=contents,
        begins=np.cumsum(contents) - contents,
        stems=np.concatenate([reading.stems for reading in readings]),
    )


def count_up(counts: Rows) -> Rows:
    """0, 1 ... up to each count, one after the other."""
    ends = np.cumsum(counts)
    found: Rows = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - counts, counts)
    return found
