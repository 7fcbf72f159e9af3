"""Sentences share a run whatever their lengths, and what is said of one does not depend on the others."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from offing.language.models import Model
from offing.language.packs import MOST, SLOTS, Part, group_parts, pack_parts


def make_part(sizes: list[int]) -> Part:
    """A part whose words have that many pieces; a piece is numbered by its place."""
    count = sum(sizes)
    firsts = [1 + sum(sizes[:at]) for at in range(len(sizes))]
    return Part(0, list(range(1000, 1002 + count)), [0, *([1] * count), 0], firsts)


PARTS = st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=60).map(make_part), max_size=30)


@settings(max_examples=60, deadline=None)
@given(PARTS)
def test_every_part_has_one_run_that_is_not_too_full(parts: list[Part]) -> None:
    groups = group_parts(parts)
    assert sorted(number for group in groups for number in group) == list(range(len(parts)))
    for group in groups:
        assert 1 <= len(group) <= SLOTS
        assert len(group) == 1 or sum(len(parts[number].pieces) for number in group) <= MOST


def test_runs_are_even() -> None:
    parts = [make_part([1] * count) for count in (5, 40, 8, 35, 12, 30, 15, 25, 18, 20, 5, 40, 8, 35, 12, 30, 15, 25, 18, 20)]
    sizes = [sum(len(parts[number].pieces) for number in group) for group in group_parts(parts)]
    assert sizes == [228, 228]


@settings(max_examples=60, deadline=None)
@given(PARTS)
def test_every_row_is_told_by_its_sentence_and_place(parts: list[Part]) -> None:
    for group in group_parts(parts):
        chosen = [parts[number] for number in group]
        pack = pack_parts(chosen)
        assert len(pack.lengths) == len(pack.counts) == len(pack.starts) == SLOTS
        assert (pack.lengths > 0).all()
        assert pack.lengths.sum() == len(pack.pieces) == len(pack.shapes) == len(pack.places)
        whole = np.split(pack.pieces, pack.lengths.cumsum()[:-1])
        assert [rows.tolist() for rows in whole[: len(chosen)]] == [part.pieces for part in chosen]
        places = np.split(pack.places, pack.lengths.cumsum()[:-1])
        assert [rows.tolist() for rows in places] == [list(range(length)) for length in pack.lengths]
        assert pack.shapes[pack.firsts[pack.starts]].tolist() == [0] * SLOTS
        told = np.split(pack.pieces[pack.firsts], pack.starts[1:])
        assert [rows.tolist() for rows in told[: len(chosen)]] == [[part.pieces[first] for first in (0, *part.firsts)] for part in chosen]
        assert pack.counts.tolist() == [len(rows) for rows in told]


def take_rows(model: Model, parts: list[Part]) -> list[dict[str, np.ndarray]]:
    """The outputs of each part by name."""
    found: dict[int, dict[str, np.ndarray]] = {}
    for run in model.read(parts):
        for place, (number, (start, end)) in enumerate(zip(run.numbers, run.bounds, strict=True)):
            rows = {name: values[place : place + 1] if name == "gates" else values[start:end] for name, values in run.rows.items()}
            found[number] = rows
    return [found[number] for number in range(len(parts))]


def test_scores_of_a_part_are_the_same_bits_in_any_company() -> None:
    model = Model()
    parts = [
        Part(0, [101, *range(2000 + 7 * count, 2000 + 8 * count), 102], [0, *([1] * count), 0], list(range(1, count + 1)))
        for count in (1, 3, 14, 15, 20, 30, 31, 40, 47, 62, 100, 200)
    ]
    together, turned = take_rows(model, parts), take_rows(model, parts[::-1])[::-1]
    for part, one, other in zip(parts, together, turned, strict=True):
        (alone,) = take_rows(model, [part])
        assert len(alone["xpos"]) == len(part.firsts) + 1
        for name, scores in alone.items():
            assert np.array_equal(scores, one[name]), name
            assert np.array_equal(scores, other[name]), name
