"""Parts of sentences side by side, as one run of the model reads them: rows without padding.

Every product of the model works on rows of pieces, so sentences share a run without paying for padding; attention alone sets them apart,
each in its own length, so that each is computed with the same shapes in any company.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import chain

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Ints = NDArray[np.int64]
SLOTS = 10  # sentences a run
MOST = 400  # pieces a run: more do not fit the cache
_PLACES = np.arange(1024)


class Part(Struct, frozen=True):
    """Words of a sentence from `start` on, short enough for the model: pieces, case shapes, the first piece of each word."""

    start: int
    pieces: list[int]
    shapes: list[int]
    firsts: list[int]


_EMPTY = Part(0, [0], [0], [])  # where a run has no further sentence: attention cannot read nothing


class Pack(Struct, frozen=True):
    """Inputs of one run: `pieces`, `shapes` and `places` [T], `lengths`, `counts` and `starts` [SLOTS], `firsts` [R].

    `places` holds the place of each piece in its sentence, `lengths` how many pieces and `counts` how many rows each sentence has; `firsts`
    the pieces of [CLS] and of every word's first piece, sentence by sentence, `starts` the places of [CLS] among them.
    """

    pieces: Ints
    shapes: Ints
    places: Ints
    lengths: Ints
    firsts: Ints
    counts: Ints
    starts: Ints


def group_parts(parts: Sequence[Part]) -> list[list[int]]:
    """The numbers of parts that go through the model together: up to SLOTS, and up to MOST pieces where it is more than one part."""
    sizes = [len(part.pieces) for part in parts]
    groups: list[list[int]] = [[] for _ in range(max(-(-len(parts) // SLOTS), -(-sum(sizes) // MOST)))]
    lightest = [(0, group) for group in range(len(groups))]
    for number in sorted(range(len(parts)), key=lambda number: -sizes[number]):
        filled, chosen = heappop(lightest)
        if filled and filled + sizes[number] > MOST:
            heappush(lightest, (filled, chosen))
            filled, chosen = 0, len(groups)
            groups.append([])
        groups[chosen].append(number)
        if len(groups[chosen]) < SLOTS:
            heappush(lightest, (filled + sizes[number], chosen))
    return groups


def pack_parts(parts: Sequence[Part]) -> Pack:
    """Up to SLOTS parts side by side."""
    rows = [*parts, *[_EMPTY] * (SLOTS - len(parts))]
    lengths = np.array([len(part.pieces) for part in rows])
    counts = np.array([len(part.firsts) + 1 for part in rows])
    offsets = lengths.cumsum() - lengths
    firsts = np.array(list(chain.from_iterable((0, *part.firsts) for part in rows)))
    return Pack(
        pieces=np.array(list(chain.from_iterable(part.pieces for part in rows))),
        shapes=np.array(list(chain.from_iterable(part.shapes for part in rows))),
        places=np.concatenate([_PLACES[:length] for length in lengths.tolist()]),
        lengths=lengths,
        firsts=firsts + np.repeat(offsets, counts),
        counts=counts,
        starts=counts.cumsum() - counts,
    )
