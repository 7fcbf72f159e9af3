"""Sentences share a run only with those of their class of length, and every row finds its way there and back."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from offing.language.models import Model
from offing.language.packs import MOST, STEP, Part, group_parts, pack_parts


def make_part(sizes: list[int]) -> Part:
    """A part whose words have that many pieces; a piece is numbered by its place."""
    count = sum(sizes)
    firsts = [1 + sum(sizes[:at]) for at in range(len(sizes))]
    return Part(0, list(range(1000, 1002 + count)), [0, *([1] * count), 0], firsts)


PARTS = st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=60).map(make_part), max_size=30)


@settings(max_examples=60, deadline=None)
@given(PARTS)
def test_every_part_has_one_run_with_parts_of_its_class(parts: list[Part]) -> None:
    groups = list(group_parts(parts))
    assert sorted(number for group in groups for number in group) == list(range(len(parts)))
    for group in groups:
        sizes = [len(parts[number].pieces) for number in group]
        assert len({-(-size // STEP) for size in sizes}) == 1
        assert len(group) == 1 or sum(sizes) <= MOST


@settings(max_examples=60, deadline=None)
@given(PARTS)
def test_rows_and_places_are_inverse_and_firsts_point_at_words(parts: list[Part]) -> None:
    for group in group_parts(parts):
        chosen = [parts[number] for number in group]
        pack = pack_parts(chosen)
        assert (pack.rows.ravel()[pack.spots] == np.arange(len(pack.pieces))).all()
        for place, part in enumerate(chosen):
            row = pack.rows[place]
            assert pack.pieces[row[: len(part.pieces)]].tolist() == part.pieces
            assert (row[len(part.pieces) :] == row[0]).all()
        assert pack.shapes[pack.firsts[pack.starts]].tolist() == [0] * len(chosen)
        told = np.split(pack.pieces[pack.firsts], pack.starts[1:])
        assert [rows.tolist() for rows in told] == [[part.pieces[first] for first in (0, *part.firsts)] for part in chosen]


def test_scores_of_a_part_are_the_same_bits_in_any_company() -> None:
    model = Model()
    parts = [
        Part(0, [101, *range(2000 + 7 * count, 2000 + 8 * count), 102], [0, *([1] * count), 0], list(range(1, count + 1)))
        for count in (1, 3, 14, 15, 20, 30, 31, 40, 47, 62, 100, 200)
    ]
    together, turned = model.read(parts), model.read(parts[::-1])[::-1]
    for part, one, other in zip(parts, together, turned, strict=True):
        (alone,) = model.read([part])
        for name, scores in alone.items():
            assert np.array_equal(scores, one[name]), name
            assert np.array_equal(scores, other[name]), name
