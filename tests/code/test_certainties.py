"""Certainty: which words make a clause probable or possible, and how far they reach."""

from __future__ import annotations

import pytest

from offing.code import code_sentence
from offing.language.choices import open_analyzer

READERS = [None, open_analyzer("rules")]


@pytest.mark.parametrize("reader", READERS, ids=["model", "rules"])
@pytest.mark.parametrize(
    ("sentence", "action", "certainty"),
    [
        ("Turkey attacked Kurdish fighters.", "ASSAULT", "plain"),
        ("Turkey will attack Kurdish fighters.", "ASSAULT", "plain"),
        ("Turkey may attack Kurdish fighters.", "ASSAULT", "possible"),
        ("Turkey could attack Kurdish fighters.", "ASSAULT", "possible"),
        ("Turkey is likely to attack Kurdish fighters.", "ASSAULT", "probable"),
        ("Turkey is believed to have attacked Kurdish fighters.", "ASSAULT", "probable"),
        ("Turkey denied that it attacked Kurdish fighters.", "ASSAULT", "plain"),
        ("Turkey was accused of shelling the Kurdish town.", "ASSAULT", "plain"),
        ("An official said that Turkey attacked Kurdish fighters.", "ASSAULT", "plain"),
    ],
)
def test_the_words_of_the_clause_decide(sentence: str, action: str, certainty: str, reader) -> None:  # type: ignore[no-untyped-def]
    found = [claim.certainty.value for claim in code_sentence(sentence, analyzer=reader) if claim.action == action]
    assert found == [certainty]


def test_a_doubted_doer_makes_the_act_probable() -> None:
    (claim,) = code_sentence("Suspected Kurdish fighters attacked a Turkish convoy.")
    assert (claim.status.value, claim.certainty.value) == ("happened", "probable")


def test_a_doubt_does_not_reach_beyond_its_clause() -> None:
    claims = {claim.action: claim.certainty.value for claim in code_sentence("Turkey shelled Kobani, and Russia may send troops to Syria.")}
    assert claims == {"ASSAULT": "plain", "MOBILIZE": "possible"}
