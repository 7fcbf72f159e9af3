"""Sparse rows: the same products as the full matrix."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from offing.weigh.vectors import make_vectors, turn_rows
from tests.trace.papers import HARBOUR, ORCHARD, make_paper


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=5, max_size=5), min_size=1, max_size=8))
def test_products_are_those_of_the_full_matrix(rows: list[list[int]]) -> None:
    full = np.array(rows, np.float64)
    columns = [[place for place, weight in enumerate(row) if weight] for row in rows]
    starts = np.cumsum([0, *(len(row) for row in columns)]).tolist()
    weights = [float(rows[number][place]) for number, row in enumerate(columns) for place in row]
    vectors = turn_rows(starts, [place for row in columns for place in row], weights, 5)
    for number in range(len(rows)):
        assert np.array_equal(vectors.compare_row(number), full @ full[number])


def test_an_article_is_most_like_its_copy() -> None:
    left, right, other = make_paper("a", *HARBOUR), make_paper("b", *HARBOUR[:4]), make_paper("c", *ORCHARD)
    likeness = make_vectors([[left], [right], [other]]).compare_row(0)
    assert likeness[1] > 0.5 > likeness[2]
