"""The algebra of standing, and the rule for corroboration."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offing.records import Standing
from offing.weigh.standings import decide_standing

ANY = st.sampled_from(Standing)


@given(ANY, ANY, ANY)
def test_joining_is_commutative_and_associative(one: Standing, two: Standing, three: Standing) -> None:
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert one + one == one


@given(st.integers(1, 9), st.integers(1, 9), st.booleans())
def test_corroborated_needs_two_of_both(reporting: int, claimants: int, denied: bool) -> None:
    standing = decide_standing(reporting, claimants, asserted=True, denied=denied)
    if denied:
        assert standing == Standing.CONTESTED
    else:
        assert (standing == Standing.CORROBORATED) == (reporting >= 2 and claimants >= 2)


def test_denial_alone_and_nothing() -> None:
    assert decide_standing(3, 3, asserted=False, denied=True) == Standing.DENIED
    with pytest.raises(ValueError):
        decide_standing(0, 0, asserted=False, denied=False)
