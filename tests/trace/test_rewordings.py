"""Reworded sentences: what is kept of facts, and what only looks alike."""

from __future__ import annotations

import pytest

from offing.eval.rewrites import read_triples
from offing.trace.facts import read_facts
from offing.trace.rewordings import FEATURES, SURE, compare_facts, score_rewording, score_rewordings


def test_numbers_in_words_and_digits_are_one() -> None:
    assert read_facts("Eight thousand men, 2.4 million crowns, ninety-one days, a dozen boats.").numbers == {
        8000.0,
        2_400_000.0,
        91.0,
        12.0,
    }
    assert read_facts("Some 8,000 men and 12 boats.").numbers == {8000.0, 12.0}


def test_a_rewrite_scores_above_look_alikes() -> None:
    text = "Guards seized 80 kilograms of tea hidden in sacks of rice on a lorry near Hollin on Monday."
    rewrite = "Eighty kilos of tea concealed in rice sacks were found by guards aboard a truck near Hollin on Monday."
    assert score_rewording(text, rewrite) >= SURE
    for other in (
        "Guards seized 80 cartons of shoes hidden in a coffin on a cart near Hollin on Friday.",
        "Guards near Hollin said they had stopped no lorry on Monday.",
        "The tea harvest near Hollin fell by 80 percent.",
    ):
        assert score_rewording(text, other) < SURE


def test_words_that_desks_exchange_are_akin_and_opposites_are_none() -> None:
    text = "Negotiations on a truce in the valley collapsed after the blast, the envoy acknowledged."
    rewrite = "The ambassador admitted that talks about a ceasefire in the valley broke down after the explosion."
    plain = "The ambassador wrote that songs about a harvest in the valley faded out after the holiday."
    assert score_rewording(text, rewrite) > score_rewording(text, plain) + 0.5
    budget = "The council of Perlo approved the budget for the old harbour in May, the mayor said."
    passed = "In May the budget for the old port was passed by Perlo's council, according to the mayor."
    assert score_rewording(budget, passed) > score_rewording(budget, passed.replace("passed", "rejected"))


def test_the_score_is_symmetric_and_between_nought_and_one() -> None:
    for pair in read_triples()[:60]:
        there, back = score_rewording(pair.left, pair.right), score_rewording(pair.right, pair.left)
        assert there == pytest.approx(back)
        assert 0 <= there <= 1


def test_empty_and_strange_text() -> None:
    assert score_rewording("", "") < SURE
    assert score_rewording("!!!", "The pier is shut.") < SURE
    assert compare_facts([(read_facts("1,2,3 ½ 9-9"), read_facts("The 9 boats."))]).shape == (1, FEATURES)
    assert score_rewordings([]) == []


def test_many_pairs_at_once_score_as_each_does() -> None:
    pairs = [(pair.left, pair.right) for pair in read_triples() if not pair.test] + [("", "The pier is shut.")]
    assert score_rewordings(pairs) == pytest.approx([score_rewording(*pair) for pair in pairs], abs=1e-12)


def test_the_set_is_large_balanced_and_halved_by_rows() -> None:
    pairs = read_triples()
    assert len(pairs) >= 300
    assert sum(pair.rewritten for pair in pairs) * 2 == len(pairs)
    assert not {pair.left for pair in pairs if pair.test} & {pair.left for pair in pairs if not pair.test}
    assert len({(pair.left, pair.right) for pair in pairs}) == len(pairs)
