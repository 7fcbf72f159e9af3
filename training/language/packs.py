"""Several sentences side by side as the graph reads them; the package packs the same way."""

from __future__ import annotations

import numpy as np

Arrays = dict[str, np.ndarray]
Row = tuple[list[int], list[int], list[int]]
INPUT_NAMES = ("pieces", "shapes", "rows", "spots", "lengths", "firsts", "starts", "guideline")
STEP = 16


def pack_rows(sentences: list[Row], guideline: int) -> Arrays:
    """Inputs of one run for sentences as (pieces, shapes, first pieces of words), all in one class of length.

    `rows` [S, L] holds the place of each piece in `pieces` (its sentence's [CLS] where there is none), `spots` the way back;
    `firsts` the place of [CLS] and of every word's first piece, sentence by sentence, `starts` the places of [CLS] among them.
    """
    lengths = np.array([len(pieces) for pieces, _, _ in sentences])
    words = np.array([len(firsts) + 1 for _, _, firsts in sentences])
    offsets = lengths.cumsum() - lengths
    place = np.arange(-(-int(lengths.max()) // STEP) * STEP)
    inside = place < lengths[:, None]
    return {
        "pieces": np.array([piece for pieces, _, _ in sentences for piece in pieces]),
        "shapes": np.array([shape for _, shapes, _ in sentences for shape in shapes]),
        "rows": offsets[:, None] + np.where(inside, place, 0),
        "spots": np.flatnonzero(inside),
        "lengths": lengths,
        "firsts": np.array([first + offset for (_, _, firsts), offset in zip(sentences, offsets, strict=True) for first in (0, *firsts)]),
        "starts": words.cumsum() - words,
        "guideline": np.array([guideline]),
    }
