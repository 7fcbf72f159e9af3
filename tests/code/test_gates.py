"""What is not coded: a whole story about sport, though its states beat and attack each other in every sentence; relations that stand."""

from __future__ import annotations

from offing.code import code_claims
from offing.code.gates import is_off_topic_story
from offing.records import Article, Role, Segment, Span

MATCH = (
    "France attacked Spain from the start and led 21-14 at the break. "
    "Spain hit back in the second half with two tries. "
    "France beat Spain 35-28 on Saturday to reach the final. "
    "The coach of Spain accused France of slowing the game."
)
RAID = "France attacked a militia camp in northern Mali on Saturday. Four soldiers were killed in the raid, the army said."


def make_article(text: str) -> Article:
    return Article(page="p", part=0, segments=(Segment(span=Span("p", 0, len(text)), role=Role.BODY, reason="", text=text),), text=text)


def test_a_match_is_no_war() -> None:
    assert code_claims(make_article(MATCH)) == []


def test_a_raid_is_read() -> None:
    assert {claim.action for claim in code_claims(make_article(RAID))} == {"ASSAULT"}


def test_violence_in_a_story_about_sport_is_read() -> None:
    claims = code_claims(make_article(MATCH + " Gunmen killed two police officers of Spain outside the ground, the police said."))
    assert [claim.action for claim in claims] == ["ASSAULT"]


def test_a_few_words_of_sport_do_not_make_a_story_of_sport() -> None:
    assert not is_off_topic_story(["The talks were held in a football club.", *["The minister spoke of the border."] * 9])


def test_whose_friend_a_side_is_is_no_act() -> None:
    told = code_claims(
        make_article("Kenya's defence minister said rockets were fired at Nairobi's embassy in Sudra by the militias that Chad backs.")
    )
    assert "ASSAULT" in {claim.action for claim in told}
    assert not {"SUPPORT", "AID"} & {claim.action for claim in told}


def test_support_that_was_given_is_an_act_in_a_relative_clause_too() -> None:
    told = code_claims(
        make_article("Norway's premier, who on Monday backed Chad's claim to the islands in a speech, flew to Sudra for talks.")
    )
    assert "SUPPORT" in {claim.action for claim in told}
