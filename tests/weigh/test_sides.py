"""What keeps two claims apart and what does not: codes worked out, terse mentions, what points back, one newsroom's headline."""

from __future__ import annotations

import msgspec
import pytest

from offing.records import Claim, Party, Span, Standing, Status
from offing.weigh.sides import find_doer, find_target, names_itself
from tests.trace.papers import make_paper
from tests.weigh.claims import AARNO, VELDEN, make_told
from tests.weigh.test_clusters import DEPOT, FITTER, weigh_apart

GUNNERS = Party(words="the gunners", code="ANSREB", name="gunners")
MISSION = Party(words="the Ansel mission", code="ANSGOV", name="Ansel mission")
TUESDAY = "Shells hit the fuel depot at Kranmoor on Tuesday, the governor said."


def at(claim: Claim, words: str, sentence: str) -> Span:
    """Where words stand in the sentence of a claim."""
    start = claim.sentence.start + sentence.index(words)
    return Span(claim.sentence.page, start, start + len(words))


@pytest.mark.parametrize(
    ("words", "named"),
    [("U.S. jets", True), ("the Velden navy", True), ("Iran", True), ("Protesters", False), ("The crowd", False), ("them", False)],
)
def test_a_role_names_nobody(words: str, named: bool) -> None:
    assert names_itself(Party(words=words, code="USAMIL")) is named


def test_a_code_worked_out_keeps_nothing_apart_and_one_that_is_named_does() -> None:
    left = make_paper("a", TUESDAY, outlet="Straits Lantern", published="2031-05-07")
    right = make_paper("b", "At Kranmoor many shells hit tanks and sheds on Tuesday.", outlet="Harbour Ledger", published="2031-05-07")
    told = make_told(left, "hit", whom=msgspec.structs.replace(DEPOT, words="the Ansel depot"), form="weekday:TUE")

    def count(words: str) -> int:
        whom = Party(words=words, code="VELREB", name="rebels")
        return len(weigh_apart([left, right], [told, make_told(right, "hit", whom=whom, form="weekday:TUE")]))

    assert (count("they"), count("the Velden rebels")) == (1, 2)


def test_nobody_strikes_their_own() -> None:
    paper = make_paper("a", "Velden vowed revenge for the killing of Admiral Halvik.", outlet="Straits Lantern", published="2031-05-07")
    velden, admiral = Party(words="Velden", code="VEL", name="Velden"), Party(words="Admiral Halvik", code="VELMIL", name="Joor Halvik")
    killing = make_told(paper, "killing", who=velden, whom=admiral)
    assert (find_doer(killing), find_target(killing)) == (None, admiral)
    them = make_told(paper, "killing", who=admiral, whom=Party(words="them", code="VELMIL", name="gunboats"))
    assert (find_doer(them), find_target(them)) == (admiral, None)
    people = make_told(paper, "killing", who=velden, whom=Party(words="dockers", code="VELCVL", name="dockers"))
    assert find_doer(people) == velden


def test_sides_of_one_act_in_one_sentence_are_one_happening() -> None:
    told = "Dockers stormed the mission, smashing a door, after a raid that Aarno blames on the navy killed a Velden crane fitter."
    paper = make_paper("a", told, outlet="Straits Lantern", published="2031-05-07")
    crowd = Party(words="Dockers", code="ANSCVL", name="dockers")
    stormed = make_told(paper, "stormed", who=crowd, whom=MISSION)
    crowd = msgspec.structs.replace(crowd, span=at(stormed, "Dockers", told))
    stormed = msgspec.structs.replace(stormed, who=crowd)
    smashed = make_told(paper, "smashing", who=crowd, whom=None)
    fitter = msgspec.structs.replace(FITTER, span=at(stormed, "a Velden crane fitter", told))
    raid = make_told(paper, "raid", clause="a raid", who=None, whom=fitter, rule="noun")
    killed = make_told(paper, "killed", clause="killed a Velden crane fitter", who=VELDEN, whom=fitter, speaker=AARNO)
    held = {event.claims for event in weigh_apart([paper], [stormed, smashed, raid, killed])}
    assert held == {tuple(sorted((stormed.id, smashed.id))), tuple(sorted((raid.id, killed.id)))}


def test_what_is_told_as_known_is_the_last_told_before() -> None:
    first = "Velden fired a dozen missiles at the fuel depot."
    missiles = "The missiles set tanks alight and tore roofs from houses."
    blast = "A guard of the pilots died in the same raid, his brother said."
    paper = make_paper(
        "a", first, missiles, "Gunboats led the raid on the batteries.", blast, outlet="Straits Lantern", published="2031-05-07"
    )
    fired = make_told(paper, "fired", whom=DEPOT)
    burned = make_told(paper, "set", who=None, whom=None)
    raid = make_told(paper, "raid", clause="the raid on the batteries", who=VELDEN, whom=GUNNERS, rule="noun")
    died = make_told(paper, "same raid", clause="in the same raid", who=None, whom=FITTER, rule="noun")
    died = msgspec.structs.replace(died, trigger=at(died, "raid", blast))
    held = {event.claims for event in weigh_apart([paper], [fired, burned, raid, died])}
    assert held == {tuple(sorted((fired.id, burned.id))), tuple(sorted((raid.id, died.id)))}


def test_a_terse_mention_goes_to_the_only_happening_it_can_mean() -> None:
    left = make_paper("a", "Masked men stormed the Ansel mission on Tuesday.", outlet="Straits Lantern", published="2031-05-07")
    again = make_paper("b", "Looters broke into the Ansel mission on Friday.", outlet="Harbour Ledger", published="2031-05-10")
    terse = make_paper("c", "It did not question that the mission had been entered.", outlet="Pilot", published="2031-05-10")
    stormed = make_told(left, "stormed", who=None, whom=MISSION, form="weekday:TUE")
    looted = make_told(again, "broke", who=None, whom=MISSION, form="weekday:FRI")
    entered = make_told(terse, "entered", who=None, whom=msgspec.structs.replace(MISSION, words="the mission"))
    assert len(weigh_apart([left, terse], [stormed, entered])) == 1
    assert len(weigh_apart([left, again, terse], [stormed, looted, entered])) == 3


def test_acts_of_two_named_days_are_two_unless_one_may_lie_at_midnight() -> None:
    left = make_paper("a", "Shells hit the fuel depot on Monday.", outlet="Straits Lantern", published="2031-05-07")
    right = make_paper("b", "Shells hit the fuel depot on Tuesday.", outlet="Harbour Ledger", published="2031-05-07")
    tuesday = make_told(right, "hit", who=None, whom=DEPOT, form="weekday:TUE")

    def count(form: str) -> int:
        return len(weigh_apart([left, right], [make_told(left, "hit", who=None, whom=DEPOT, form=form), tuesday]))

    assert (count("weekday:MON"), count("weekday:MON+part:NI")) == (2, 1)


def test_a_headline_bears_no_witness_to_what_a_text_tells() -> None:
    left = make_paper("a", TUESDAY, outlet="Straits Lantern", published="2031-05-07")
    right = make_paper("b", "Growers met.", title="Shells hit the fuel depot at Kranmoor", outlet="Harbour Ledger", published="2031-05-07")
    text = make_told(left, "hit", who=None, whom=DEPOT)
    above = make_told(right, "hit", who=None, whom=DEPOT, rule="headline verb")
    [event] = weigh_apart([left, right], [text, above])
    assert (len(event.claims), len(event.reporting)) == (2, 1)
    [alone] = weigh_apart([right], [above])
    assert len(alone.reporting) == 1


def test_who_denies_a_part_grants_the_happening() -> None:
    velden = Party(words="Velden", code="VEL", name="Velden")
    left = make_paper("a", "Gunmen stormed the customs house in Port Ansel.", outlet="Straits Lantern", published="2031-05-09")
    words = "any hand in the attack on the customs house in Port Ansel"
    right = make_paper("b", f"Velden denied {words}.", outlet="Harbour Ledger", published="2031-05-09")
    stormed = make_told(left, "stormed", who=None)
    denied = make_told(right, "hand", clause=words, who=velden, status=Status.DENIED, speaker=velden, denies=words)
    [event] = weigh_apart([left, right], [stormed, denied])
    assert (event.standing, len(event.reporting), len(event.claimants)) == (Standing.CONTESTED, 2, 1)
