"""Who cannot be doer or recipient of an act: sentences where the nearest side did something else."""

from __future__ import annotations

import pytest

from offing.code.claims import code_sentence
from offing.records import Status


def _name_doers(sentence: str, action: str) -> list[str]:
    return [claim.who.words for claim in code_sentence(sentence) if claim.action == action and claim.who is not None]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Two soldiers died in a rocket attack on Sudra that the Kenyan Defence Ministry blames on the militia.", "Ministry"),
        ("Nigeria did not say who fired, and no group claimed the attack on the Kenyan embassy.", "group"),
        ("Several Kenyan soldiers were wounded when rockets hit an army base in northern Mali on Friday.", "Kenyan soldiers"),
        ("Kenya condemned the bombing of its embassy in Mali.", "Kenya"),
    ],
)
def test_who_is_no_doer(sentence: str, wrong: str) -> None:
    assert not [words for words in _name_doers(sentence, "ASSAULT") if wrong in words]


def test_who_made_the_weapon_fly_stays_the_doer() -> None:
    assert any("Kenya" in words for words in _name_doers("Kenya's missiles hit an army base in northern Mali.", "ASSAULT"))
    assert any("Kenya" in words for words in _name_doers("Kenyan troops attacked the port, and rockets hit a base in Mali.", "ASSAULT"))


def test_held_talks_is_one_act() -> None:
    claims = [
        claim for claim in code_sentence("Kenya's envoy held talks with Mali's foreign minister on Tuesday.") if claim.action == "CONSULT"
    ]
    assert len(claims) == 1
    assert claims[0].whom is not None
    assert claims[0].whom.state == "MLI"


def test_weapon_that_hits_and_kills_is_one_act() -> None:
    claims = [one for one in code_sentence("Rockets hit a Kenyan base near Sudra and killed two soldiers.") if one.action == "ASSAULT"]
    assert len(claims) == 1


def test_what_is_not_questioned_is_not_denied() -> None:
    claims = code_sentence("Kenya did not question that the army had shelled Sudra.")
    assert not [one for one in claims if one.action == "ASSAULT" and one.status is Status.DENIED]


def test_former_president_is_a_party_and_no_known_office_is_invented() -> None:
    claims = code_sentence("Kenya's foreign minister met former president Barack Obama in Nairobi.")
    codes = [one.whom.code for one in claims if one.action == "CONSULT" and one.whom is not None]
    assert codes
    assert all(code.startswith("USA") for code in codes)
