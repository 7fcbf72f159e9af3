"""What sentences owe to the ones before them and phrases to their place: pronouns, "more", who tells, whose day, who died in it."""

from __future__ import annotations

from tests.trace.papers import make_paper

from offing.code import code_claims, code_sentence
from offing.records import Claim, Status

SENT = "The Pentagon is sending 400 soldiers to Panama."


def _code(*sentences: str, title: str = "") -> list[Claim]:
    return code_claims(make_paper("a", *sentences, outlet="Straits Lantern", published="2031-05-07", title=title))


def test_more_is_more_of_what_was_just_told() -> None:
    [more] = [claim for claim in _code(SENT, "It may send more.") if claim.action == "MOBILIZE" and claim.status is Status.EXPECTED]
    assert more.who is not None
    assert more.who.code.startswith("USA")
    assert not [claim for claim in _code("The shop has cakes.", "It may send more.") if claim.action == "MOBILIZE"]


def test_they_may_be_a_state_or_body_that_speaks_alone() -> None:
    [attack] = [claim for claim in code_sentence("Peru said they had attacked Chile.") if claim.action == "ASSAULT"]
    assert attack.who is not None
    assert (attack.who.words, attack.who.code) == ("they", "PER")
    assert not [claim for claim in code_sentence("Peru took in sailors and attacked them.") if claim.whom and claim.whom.code == "PER"]
    rebels = _code("Chadian rebels attacked a village on Sunday.", "Peru said they had attacked Chile.")
    assert "PER" not in [claim.who.code for claim in rebels if claim.who is not None and claim.who.words == "they"]


def test_a_bearing_gives_way_to_the_place_itself() -> None:
    places = {claim.where.words for claim in code_sentence("Rebels attacked a depot in Fallujah, 50 km west of Baghdad.") if claim.where}
    assert places == {"Fallujah"}


def test_they_break_into_the_site_named_just_before() -> None:
    told = _code("Protesters in Lima marched to the gates of the French embassy.", "There they broke through a door.")
    [broke] = [claim for claim in told if claim.action == "ASSAULT"]
    assert broke.whom is not None
    assert broke.whom.code == "FRAGOV"


def test_a_place_of_who_tells_is_not_where_it_was() -> None:
    sentence = "The raid killed at least 14 fighters, according to the army in Addis Ababa."
    assert {claim.where for claim in code_sentence(sentence)} == {None}


def test_what_goes_on_beside_what_goes_on_does_too() -> None:
    told = code_sentence("Police in Lima are firing tear gas as protesters throw stones at the ministry.")
    assert {claim.status for claim in told if claim.action == "PROTEST"} == {Status.ONGOING}


def test_a_time_inside_a_phrase_is_the_nouns() -> None:
    sentence = "The army said he had led strikes on bases over several months, among them the barrage on May 2 that killed a soldier."
    barrages = [claim for claim in code_sentence(sentence) if sentence[claim.trigger.start : claim.trigger.end] == "barrage"]
    assert [claim.when.words for claim in barrages if claim.when is not None] == ["May 2"]


def test_who_died_in_a_raid_did_not_make_it() -> None:
    [raid] = [one for one in code_sentence("Two Turkish soldiers died in the same raid, the governor said.") if one.action == "ASSAULT"]
    assert raid.who is None or raid.who.code != "TURMIL"


def test_of_several_headlines_only_the_articles_own_is_read() -> None:
    paper = make_paper("a", SENT, outlet="Straits Lantern", published="2031-05-07", title="Iran attacks Norway")
    heading = paper.segments[0]
    below = type(heading)(
        span=paper.segments[1].span, role=heading.role, reason="heading of a live post", text="Iran attacks Sweden today."
    )
    article = type(paper)(**{**{name: getattr(paper, name) for name in paper.__struct_fields__}, "segments": (heading, below)})
    assert {claim.whom.code for claim in code_claims(article) if claim.whom is not None} == {"NOR"}
