"""ICD 203 words: chosen from the number as printed, lower edge to the band."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offing.watch.bands import BANDS, find_log_odds, find_probability, name_band, print_probability

CASES = [
    (0.0, "< 1 %", "almost no chance"),
    (0.0099, "< 1 %", "almost no chance"),
    (0.01, "1 %", "almost no chance"),
    (0.044, "4 %", "almost no chance"),
    (0.045, "5 %", "very unlikely"),
    (0.05, "5 %", "very unlikely"),
    (0.2, "20 %", "unlikely"),
    (0.45, "45 %", "roughly even chance"),
    (0.55, "55 %", "likely"),
    (0.8, "80 %", "very likely"),
    (0.95, "95 %", "almost certain"),
    (0.99, "99 %", "almost certain"),
    (0.996, "> 99 %", "almost certain"),
    (1.0, "> 99 %", "almost certain"),
]


@pytest.mark.parametrize(("probability", "figure", "word"), CASES)
def test_edges(probability: float, figure: str, word: str) -> None:
    assert print_probability(probability) == figure
    assert name_band(probability) == word


@given(st.floats(0.0, 1.0))
def test_the_word_fits_the_printed_number(probability: float) -> None:
    figure = print_probability(probability)
    if figure[0] in "<>":
        assert name_band(probability) in (BANDS[0][1], BANDS[-1][1])
    else:
        assert name_band(probability) == next(word for edge, word in BANDS if int(figure.split()[0]) >= edge)
    assert not figure.startswith(("0 ", "100 "))


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_larger_chance_never_has_a_weaker_word(left: float, right: float) -> None:
    words = [word for _, word in reversed(BANDS)]
    low, high = sorted((left, right))
    assert words.index(name_band(low)) <= words.index(name_band(high))


@given(st.floats(1e-9, 1 - 1e-9))
def test_log_odds_go_both_ways(probability: float) -> None:
    assert math.isclose(find_probability(find_log_odds(probability)), probability, rel_tol=1e-6, abs_tol=1e-12)


@pytest.mark.parametrize("wrong", [-0.1, 1.1, math.nan])
def test_no_word_for_what_is_no_probability(wrong: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        name_band(wrong)
    with pytest.raises(ValueError, match="between 0 and 1"):
        print_probability(wrong)
