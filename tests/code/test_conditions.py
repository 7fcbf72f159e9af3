"""A condition may open with its auxiliary; its words are kept with what hangs on it."""

from __future__ import annotations

import pytest

from offing.code.claims import code_sentence
from offing.records import Status

CASES = [
    ("If the talks fail, the rebels will withdraw from the mine.", "If the talks fail"),
    ("Should the talks in Lusaka fail, the rebels will withdraw from the mine.", "Should the talks in Lusaka fail"),
    ("Should the observers confirm the count, Angola will withdraw its guns from the ridge.", "Should the observers confirm the count"),
]


@pytest.mark.parametrize(("sentence", "condition"), CASES)
def test_the_condition_is_kept_in_its_words(sentence: str, condition: str) -> None:
    claim = next(claim for claim in code_sentence(sentence) if claim.action == "RETREAT")
    assert claim.status is Status.CONDITIONAL
    assert claim.condition == condition
