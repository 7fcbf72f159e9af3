"""Status: the scope of what is told. No future, conditional, threatened or denied clause comes out as happened."""

from __future__ import annotations

import pytest

from offing.code import code_sentence
from offing.records import Status

NOT_FACTS = [
    "Turkey will shell the Kurdish town.",
    "Turkey would shell the Kurdish town, the general said.",
    "Turkey may shell the Kurdish town.",
    "Turkey could attack Kurdish fighters within days.",
    "Turkey is expected to attack Kurdish fighters.",
    "Turkey is preparing to attack Kurdish fighters in Syria.",
    "Turkey is planning strikes on Kurdish fighters in Syria.",
    "Turkey has threatened to shell the Kurdish town.",
    "Turkey warned that it would attack Kurdish fighters in Syria.",
    "If Turkey attacks Kurdish fighters, Russia will leave.",
    "Unless they withdraw, Turkey will attack Kurdish fighters.",
    "Turkey denied that it attacked Kurdish fighters.",
    "Turkey denied attacking Kurdish fighters.",
    "Turkey did not attack Kurdish fighters.",
    "Turkey never shelled the Kurdish town.",
    "Turkey failed to capture or attack the Kurdish town.",
    "Turkey refused to attack Kurdish fighters.",
    "Turkey stopped short of an attack on Kurdish fighters and ruled out strikes on Syria.",
    "Turkey is ready to attack Kurdish fighters.",
    "Turkey vowed to attack Kurdish fighters.",
    "Turkey’s plan to attack Kurdish fighters drew anger.",
    "Fears of a Turkish attack on Kurdish fighters grew.",
    "Jordan foiled a Turkish attack on Kurdish fighters.",
    "Turkey to attack Kurdish fighters",
    "Turkey sent drones to attack Kurdish fighters.",
    "Turkey was accused of shelling the Kurdish town.",
    "Any attack by Turkey on Kurdish fighters would be a mistake.",
]


@pytest.mark.parametrize("sentence", NOT_FACTS)
def test_what_is_not_told_as_fact_is_no_fact(sentence: str) -> None:
    facts = {Status.HAPPENED, Status.ONGOING, Status.BACKGROUND}
    assert not [claim for claim in code_sentence(sentence) if claim.action == "ASSAULT" and claim.status in facts]


@pytest.mark.parametrize(
    ("sentence", "action", "status"),
    [
        ("Turkey attacked Kurdish fighters.", "ASSAULT", "happened"),
        ("Turkey said on Monday that its jets had attacked Kurdish fighters.", "ASSAULT", "happened"),
        ("Kurdish fighters were attacked by Turkey.", "ASSAULT", "happened"),
        ("A Syrian militia attempted to storm the Turkish embassy.", "ASSAULT", "happened"),
        ("Turkey carried out an attack on Kurdish fighters.", "ASSAULT", "happened"),
        ("Turkey is shelling the Kurdish town.", "ASSAULT", "ongoing"),
        ("Turkey continued to shell the Kurdish town.", "ASSAULT", "ongoing"),
        ("The Turkish president will meet his Russian counterpart Vladimir Putin.", "CONSULT", "planned"),
        ("Turkey may attack Kurdish fighters.", "ASSAULT", "expected"),
        ("Russia expects more attacks by Kurdish fighters on Turkey.", "ASSAULT", "expected"),
        ("If Turkey attacks Kurdish fighters, Russia will leave.", "ASSAULT", "conditional"),
        ("Turkey would strike the Syrian army if it was attacked.", "ASSAULT", "conditional"),
        ("Turkey threatened to attack Kurdish fighters.", "THREATEN", "happened"),
        ("Turkey threatened to attack Kurdish fighters.", "ASSAULT", "threatened"),
        ("Turkey denied attacking Kurdish fighters.", "ASSAULT", "denied"),
        ("Turkey denied attacking Kurdish fighters.", "REJECT", "happened"),
        ("Turkey did not attack Kurdish fighters.", "ASSAULT", "did_not_happen"),
        ("Syria accused Turkey of shelling the town.", "ASSAULT", "alleged"),
        ("Syria accused Turkey of shelling the town.", "ACCUSE", "happened"),
        ("Russia withdrew from the town after a Turkish attack on Kurdish fighters.", "ASSAULT", "background"),
        ("Turkey is going to shell the Kurdish town if it is attacked.", "ASSAULT", "conditional"),
        ("Should Kurdish fighters cross the river, Turkey will attack them.", "ASSAULT", "conditional"),
        ("Turkey did not manage to capture the Kurdish town.", "ASSAULT", "did_not_happen"),
        ("Turkey has yet to withdraw from the Kurdish town.", "RETREAT", "did_not_happen"),
        ("Russia forced the Kurdish fighters to withdraw from the town.", "RETREAT", "happened"),
        ("Turkey may fail to withdraw from the Kurdish town.", "RETREAT", "expected"),
        ("Turkey said it had not shelled the Kurdish town.", "ASSAULT", "denied"),
        ("Turkey fears that Russia will attack the Kurdish town.", "ASSAULT", "expected"),
        ("Russia withdrew from the town after Turkey had attacked Kurdish fighters.", "ASSAULT", "background"),
        ("Talks between Turkey and Russia fell through.", "CONSULT", "did_not_happen"),
        ("Turkey shelled the Kurdish town, a doctor claims.", "ASSAULT", "alleged"),
        ("Russia blamed Turkey for the attack on Kurdish fighters.", "ASSAULT", "alleged"),
    ],
)
def test_status(sentence: str, action: str, status: str) -> None:
    assert status in [claim.status.value for claim in code_sentence(sentence) if claim.action == action]


def test_the_condition_is_kept_in_its_words() -> None:
    sentence = "Turkey will attack Kurdish fighters if they cross the river."
    (claim,) = [claim for claim in code_sentence(sentence) if claim.action == "ASSAULT"]
    assert claim.condition.startswith("if they cross")
    assert claim.condition_span is not None
    assert sentence[claim.condition_span.start : claim.condition_span.end] == claim.condition


def test_no_reports_of_is_neither_denial_nor_event() -> None:
    assert not [claim for claim in code_sentence("There were no reports of attacks on Turkish soldiers.") if claim.action == "ASSAULT"]


def test_a_coordinated_verb_shares_the_modal() -> None:
    claims = [claim for claim in code_sentence("Turkey may shell and bomb the Kurdish town.") if claim.action == "ASSAULT"]
    assert claims
    assert all(claim.status is Status.EXPECTED for claim in claims)
