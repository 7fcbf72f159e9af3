"""Parts of sentences side by side, as one run of the model reads them: rows without padding, in classes of one length.

Every product of the model works on rows of pieces, so sentences share a run without paying for padding; attention alone sets them apart, in
places of one length. Sentences share a run only within a class of length, so that each is computed with the same shapes in any company.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Ints = NDArray[np.int64]
STEP = 16
MOST = 320  # pieces a run: more do not fit the cache


class Part(Struct, frozen=True):
    """Words of a sentence from `start` on, short enough for the model: pieces, case shapes, the first piece of each word."""

    start: int
    pieces: list[int]
    shapes: list[int]
    firsts: list[int]


class Pack(Struct, frozen=True):
    """Inputs of one run: `pieces`, `shapes` and `spots` [T], `rows` [S, L], `lengths` and `starts` [S], `firsts` [R].

    `rows` holds the row of each place of a sentence (that of its [CLS] where nothing stands), `spots` the place of each row; `firsts` the
    rows of [CLS] and of every word's first piece, sentence by sentence, `starts` the places of [CLS] among them.
    """

    pieces: Ints
    shapes: Ints
    rows: Ints
    spots: Ints
    lengths: Ints
    firsts: Ints
    starts: Ints


def group_parts(parts: Sequence[Part]) -> Iterator[list[int]]:
    """The numbers of parts that go through the model together: of one class of length, up to MOST pieces."""
    order = sorted(range(len(parts)), key=lambda number: -(-len(parts[number].pieces) // STEP))
    group: list[int] = []
    size = 0
    for number in order:
        count = len(parts[number].pieces)
        if group and (size + count > MOST or -(-count // STEP) != -(-len(parts[group[0]].pieces) // STEP)):
            yield group
            group, size = [], 0
        group.append(number)
        size += count
    if group:
        yield group


def pack_parts(parts: Sequence[Part]) -> Pack:
    """Parts of one class of length side by side."""
    lengths = np.array([len(part.pieces) for part in parts])
    counts = np.array([len(part.firsts) + 1 for part in parts])
    offsets = lengths.cumsum() - lengths
    places = np.arange(-(-int(lengths.max()) // STEP) * STEP)
    inside = places < lengths[:, None]
    firsts = np.array(list(chain.from_iterable((0, *part.firsts) for part in parts)))
    return Pack(
        pieces=np.array(list(chain.from_iterable(part.pieces for part in parts))),
        shapes=np.array(list(chain.from_iterable(part.shapes for part in parts))),
        rows=offsets[:, None] + places * inside,
        spots=inside.ravel().nonzero()[0],
        lengths=lengths,
        firsts=firsts + np.repeat(offsets, counts),
        starts=counts.cumsum() - counts,
    )
