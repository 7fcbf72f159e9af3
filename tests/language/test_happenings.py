"""The scores of the event heads, read into deeds."""

from __future__ import annotations

import numpy as np
import pytest

from offing.language.analyses import Deed, Filler
from offing.language.choices import open_analyzer
from offing.language.decodings import Pairs
from offing.language.happenings import FLOOR, move_deed, rank_rows, read_deeds
from offing.language.models import share_scores

KINDS = ("O", "AID", "ASSAULT")
PARTIES = ("O", "who", "whom")


def score_parties(count: int, roles: dict[int, int]) -> np.ndarray:
    """Scores [count, R] of pairs that have no role but those given."""
    scores = np.tile(np.array([4.0, 0, 0], np.float32), (count, 1))
    for place, role in roles.items():
        scores[place, role] = 9.0
    return scores


def test_deeds_have_their_kinds_by_chance_and_their_parties_by_role() -> None:
    kinds = share_scores(np.array([[0, 3, 5], [0, 9, 0]], np.float32))
    pairs = Pairs(score_parties(5, {0: 1, 2: 2, 4: 1}), [3, 2])  # the second deed stands in a sentence of two words
    deed, other = read_deeds([1, 0], kinds, pairs, (KINDS, PARTIES))
    assert (deed.trigger, other.trigger) == (1, 0)
    assert deed.score == pytest.approx(0.994, abs=0.001)
    assert [kind for kind, _ in deed.kinds] == ["ASSAULT", "AID"]
    assert sum(chance for _, chance in deed.kinds) == pytest.approx(1, abs=0.01)
    assert {(one.role, one.head) for one in deed.parties} == {("who", 0), ("whom", 2)}
    assert all(0.9 < one.score <= 1 for one in deed.parties)
    assert [(one.role, one.head) for one in other.parties] == [("who", 1)]


def test_no_words_tell_no_deeds() -> None:
    assert read_deeds([], np.zeros((0, 3), np.float32), Pairs(np.zeros((0, 3), np.float32), []), (KINDS, PARTIES)) == []


def test_ranked_names_leave_out_the_least_and_rows_are_ranked_alone() -> None:
    assert rank_rows(np.array([[0.02, 0.9, 0.08]], np.float32), ("a", "b", "c")) == [(("b", 0.9), ("c", 0.08))]
    first, second = rank_rows(np.array([[1.0, 0.0], [0.0, 1.0]], np.float32), ("a", "b"))
    assert (first[0][0], second[0][0]) == ("a", "b")


def test_a_deed_of_a_later_part_counts_from_the_beginning() -> None:
    moved = move_deed(Deed(1, 0.9, (("AID", 1.0),), (Filler("who", 0, 0.8),)), 7)
    assert (moved.trigger, moved.parties[0].head) == (8, 7)


def test_the_model_tells_deeds_statuses_and_gates() -> None:
    news, plain = open_analyzer("model").analyze(["Rebels shelled the port of Odessa on Monday.", "My aunt baked a cake."])
    (deed, *_) = news.deeds
    assert news.tokens[deed.trigger].text == "shelled"
    assert deed.kinds[0][0] == "ASSAULT"
    assert news.gates[0][0] == "event"
    assert next(one.statuses[0][0] for one in news.predicates if one.trigger == deed.trigger) == "happened"
    assert plain.gates[0][0] != "event"
    assert all(one.score < 0.4 for one in plain.deeds)
    assert all(one.score >= FLOOR for one in (*news.deeds, *plain.deeds))
