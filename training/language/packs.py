"""Several sentences side by side as the graph reads them; the package packs the same way."""

from __future__ import annotations

import numpy as np

Arrays = dict[str, np.ndarray]
Row = tuple[list[int], list[int], list[int]]
INPUT_NAMES = ("pieces", "shapes", "places", "lengths", "firsts", "counts", "starts", "guideline")
SLOTS = 10


def pack_rows(sentences: list[Row], guideline: int) -> Arrays:
    """Inputs of one run for up to SLOTS sentences as (pieces, shapes, first pieces of words).

    `places` is the place of each piece in its sentence, `lengths` [SLOTS] the pieces and `counts` [SLOTS] the words and [CLS] of each;
    `firsts` the rows of [CLS] and of every word's first piece, sentence by sentence, `starts` the places of [CLS] among them. Where there
    is no sentence stands one piece of padding, for attention cannot read nothing.
    """
    sentences = [*sentences, *[([0], [0], [])] * (SLOTS - len(sentences))]
    lengths = np.array([len(pieces) for pieces, _, _ in sentences])
    counts = np.array([len(firsts) + 1 for _, _, firsts in sentences])
    offsets = lengths.cumsum() - lengths
    return {
        "pieces": np.array([piece for pieces, _, _ in sentences for piece in pieces]),
        "shapes": np.array([shape for _, shapes, _ in sentences for shape in shapes]),
        "places": np.concatenate([np.arange(length) for length in lengths]),
        "lengths": lengths,
        "firsts": np.array([first + offset for (_, _, firsts), offset in zip(sentences, offsets, strict=True) for first in (0, *firsts)]),
        "counts": counts,
        "starts": counts.cumsum() - counts,
        "guideline": np.array([guideline]),
    }
