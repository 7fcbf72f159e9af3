"""Happenings across stories: what meets, and what must stay apart."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from offing.records import Article, Claim, Event, Number, Party, Place, Standing, Status, Story
from offing.trace import find_copies
from offing.weigh import date_articles, weigh_claims
from tests.trace.papers import HARBOUR, ORCHARD, make_paper
from tests.weigh.claims import AARNO, ANSEL, HALVIK, VELDEN, make_told

DEPOT = Party(words="fuel depot", code="ANSMIL", name="Ansel fuel depot")
FITTER = Party(words="crane fitter", code="VELCVL", name="Velden crane fitter")
NEWS = "Shells hit the fuel depot at Kranmoor on Tuesday evening and a Velden crane fitter was killed, the governor said."
LATER = "The raid on the batteries answered shelling that killed a Velden crane fitter at Kranmoor on Tuesday, the navy said."
AGAIN = "Shells hit the fuel depot at Kranmoor on Sunday, harbour pilots said."


def weigh_apart(articles: Sequence[Article], claims: Sequence[Claim]) -> list[Event]:
    """Every article in a story of its own."""
    copies = find_copies(articles)
    stories = [
        Story(articles=(article.id,), start="", end="", title=article.title, headline=article.segments[0].span) for article in articles
    ]
    return weigh_claims(claims, copies, articles=articles, stories=stories, datings=date_articles(articles, copies))


def test_a_later_mention_in_another_story_joins_and_borrows_the_day() -> None:
    first = make_paper("a", NEWS, *HARBOUR[1:3], outlet="Straits Lantern", published="2031-05-07")
    second = make_paper("b", LATER, *ORCHARD, outlet="Harbour Ledger", published="2031-05-10")
    told = [
        make_told(first, "killed", clause="a Velden crane fitter was killed", who=None, whom=FITTER, form="weekday:TUE"),
        make_told(second, "killed", clause="killed a Velden crane fitter at Kranmoor", who=None, whom=FITTER),
    ]
    [event] = weigh_apart([first, second], told)
    assert len(event.reporting) == 2
    assert event.when is not None
    assert event.when.start == "2031-05-06"
    assert event.story == Story(articles=(first.id,), start="", end="", title="", headline=first.segments[0].span).id


def test_another_day_or_place_is_another_happening() -> None:
    first = make_paper("a", NEWS, outlet="Straits Lantern", published="2031-05-07")
    second = make_paper("b", AGAIN, outlet="Harbour Ledger", published="2031-05-12")
    tuesday = make_told(first, "hit", who=None, whom=DEPOT, form="weekday:TUE")
    sunday = make_told(second, "hit", who=None, whom=DEPOT, form="weekday:SUN")
    assert len(weigh_apart([first, second], [tuesday, sunday])) == 2
    kranmoor = Place(words="Kranmoor", country="ANS", geoname=1, lat=10.0, lon=20.0, precision="city")
    ostrel = Place(words="Ostrel", country="ANS", geoname=2, lat=12.0, lon=20.0, precision="city")
    there, elsewhere = make_told(first, "hit", who=None, where=kranmoor), make_told(second, "hit", who=None, where=ostrel)
    assert len(weigh_apart([first, second], [there, elsewhere])) == 2


def test_nothing_is_told_before_it_was_done() -> None:
    early = make_paper("a", "Shells had hit the fuel depot at Kranmoor, pilots said.", outlet="Straits Lantern", published="2031-05-02")
    late = make_paper("b", NEWS, outlet="Harbour Ledger", published="2031-05-07")
    claims = [make_told(early, "hit", who=None, whom=DEPOT), make_told(late, "hit", who=None, whom=DEPOT, form="weekday:TUE")]
    assert len(weigh_apart([early, late], claims)) == 2
    undated = [make_told(early, "hit", who=None, whom=DEPOT), make_told(late, "hit", who=None, whom=DEPOT)]
    assert len(weigh_apart([early, late], undated)) == 1


def test_a_bare_mention_stays_in_its_own_story() -> None:
    first = make_paper("a", "The governor blamed Velden for the attack.", outlet="Straits Lantern", published="2031-05-07")
    second = make_paper("b", "Velden answered for the attack.", outlet="Harbour Ledger", published="2031-05-08")
    velden = Party(words="Velden", code="VEL", name="Velden")
    claims = [make_told(article, "attack", clause="the attack", who=velden, whom=None, rule="noun") for article in (first, second)]
    assert len(weigh_apart([first, second], claims)) == 2


def test_victims_and_the_blow_of_one_sentence_are_one_happening() -> None:
    paper = make_paper("a", NEWS, outlet="Straits Lantern", published="2031-05-07")
    hit = make_told(paper, "hit", clause="Shells hit the fuel depot at Kranmoor", who=None, whom=DEPOT, speaker=AARNO)
    killed = make_told(paper, "killed", clause="a Velden crane fitter was killed", who=None, whom=FITTER, speaker=AARNO)
    assert len(weigh_apart([paper], [hit, killed])) == 1
    other = make_told(paper, "killed", clause="a Velden crane fitter was killed", who=None, whom=FITTER, speaker=HALVIK)
    assert len(weigh_apart([paper], [hit, other])) == 2


def test_nobody_strikes_their_own_in_a_sentence_that_gives_the_cause() -> None:
    told = "Velden gunboats struck the batteries after shells killed a Velden crane fitter, the navy said."
    paper = make_paper("a", told, outlet="Straits Lantern", published="2031-05-09")
    struck = make_told(paper, "struck", clause="Velden gunboats struck the batteries")
    killed = make_told(paper, "killed", clause="killed a Velden crane fitter", who=None, whom=FITTER)
    assert len(weigh_apart([paper], [struck, killed])) == 2


def test_counts_of_two_sides_that_exclude_each_other_stay_two_claims() -> None:
    left = make_paper("a", "At least 60 Ansel gunners were killed, Halvik said.", outlet="Straits Lantern", published="2031-05-07")
    right = make_paper("b", "Four Ansel gunners were killed, Aarno said.", outlet="Harbour Ledger", published="2031-05-07")

    def count(article: Article, low: int, speaker: Party) -> Claim:
        return make_told(article, "killed", clause="Ansel gunners were killed", who=None, killed=low, speaker=speaker)

    assert len(weigh_apart([left, right], [count(left, 60, HALVIK), count(right, 4, AARNO)])) == 2
    assert len(weigh_apart([left, right], [count(left, 60, AARNO), count(right, 4, AARNO)])) == 1


def test_one_count_brings_two_tellings_together() -> None:
    left = make_paper("a", "Shells set the terminal alight and burned 41 carts.", outlet="Straits Lantern", published="2031-05-07")
    right = make_paper("b", "Gunboats opened up on the quay: 41 carts are gone.", outlet="Harbour Ledger", published="2031-05-07")
    carts = (Number(kind="carts", low=41, high=41, words="41"),)
    plain = [make_told(left, "set"), make_told(right, "opened up")]
    counted = [msgspec.structs.replace(claim, numbers=carts) for claim in plain]
    assert len(weigh_apart([left, right], plain)) == 2
    assert len(weigh_apart([left, right], counted)) == 1


def test_nobody_harmed_denies_victims_but_neither_the_blow_nor_a_threat() -> None:
    unharmed = "No Ansel gunner was harmed in the shelling, Aarno said."
    toll = "At least 60 Ansel gunners were killed, Halvik said."
    left = make_paper("a", toll, unharmed, outlet="Straits Lantern", published="2031-05-07")
    none = make_told(left, "harmed", who=None, status=Status.DID_NOT_HAPPEN, speaker=AARNO)
    killed = make_told(left, "killed", who=None, killed=60, speaker=HALVIK)
    [event] = weigh_apart([left], [killed, none])
    assert (event.standing, event.denials) == (Standing.CONTESTED, (none.id,))
    threat = make_told(left, "killed", who=None, status=Status.CONDITIONAL, speaker=HALVIK)
    assert {event.standing for event in weigh_apart([left], [threat, none])} == {Standing.REPORTED}
    shelled = make_told(left, "shelling", clause="the shelling", whom=ANSEL, rule="noun", speaker=HALVIK)
    assert all(event.standing == Standing.REPORTED for event in weigh_apart([left], [shelled, none]))


def test_two_speakers_of_one_state_accuse_twice() -> None:
    minister = Party(words="the minister", code="VELGOV", name="Orsa Denn")
    told = "blamed Port Ansel for the burned quay"
    left = make_paper("a", f"The minister {told}.", outlet="Straits Lantern", published="2031-05-07")
    right = make_paper("b", f"The navy {told}.", outlet="Harbour Ledger", published="2031-05-07")
    claims = [make_told(left, "blamed", "ACCUSE", who=minister), make_told(right, "blamed", "ACCUSE", who=VELDEN)]
    assert len(weigh_apart([left, right], claims)) == 2
    assert len(weigh_apart([left, right], [make_told(article, "blamed", "ACCUSE", who=VELDEN) for article in (left, right)])) == 1


def test_a_doer_and_the_victims_in_one_sentence_are_one_happening() -> None:
    told = "Velden gunboats struck before dawn and four Ansel gunners were killed, Aarno said."
    paper = make_paper("a", told, outlet="Straits Lantern", published="2031-05-09")
    struck = make_told(paper, "struck", clause="Velden gunboats struck before dawn", whom=None, speaker=AARNO)
    killed = make_told(paper, "killed", clause="four Ansel gunners were killed", who=None, speaker=AARNO)
    assert len(weigh_apart([paper], [struck, killed])) == 1


def test_the_denial_of_a_part_goes_to_what_the_denier_is_blamed_for() -> None:
    raid = "Masked gunmen stormed the customs house in Port Ansel."
    blame = "The governor accused Velden of the attack."
    denial = "Velden denied any hand in the attack on the customs house in Port Ansel."
    paper = make_paper("a", raid, blame, denial, outlet="Straits Lantern", published="2031-05-09")
    velden = Party(words="Velden", code="VEL", name="Velden")
    gunmen = Party(words="Masked gunmen", code="ANSREB", name="gunmen")
    stormed = make_told(paper, "stormed", who=gunmen)
    blamed = make_told(paper, "attack", clause="the attack", who=velden, whom=None, rule="noun", speaker=AARNO, status=Status.ALLEGED)
    words = "any hand in the attack on the customs house in Port Ansel"
    denied = make_told(paper, "hand", clause=words, who=velden, status=Status.DENIED, speaker=velden, denies=words)
    standing = {event.claims: event.standing for event in weigh_apart([paper], [stormed, blamed, denied])}
    assert standing == {(stormed.id,): Standing.REPORTED, (blamed.id,): Standing.CONTESTED}
    assert {event.standing for event in weigh_apart([paper], [stormed, denied])} == {Standing.CONTESTED}
