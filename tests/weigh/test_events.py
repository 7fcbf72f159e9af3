"""Events: what belongs together, the two counts, denials, disagreement, and that order does not count."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from offing.records import Article, Claim, Event, Origin, OriginKind, Party, Record, Standing, Status
from offing.trace import find_copies
from offing.weigh import WEIGH, date_articles, group_stories, weigh_all, weigh_claims
from tests.trace.papers import HARBOUR, ORCHARD, QUOTE, make_paper
from tests.weigh.claims import AARNO, ANSEL, HALVIK, VELDEN, make_told

SHELLED = HARBOUR[0]
OWN = "Witnesses on the quay saw Velden gunboats shelling the ferry terminal at Port Ansel, and two warehouses burned."
DENIAL = "Velden denied that its gunboats had shelled the ferry terminal at Port Ansel."


def weigh(articles: Sequence[Article], claims: Sequence[Claim]) -> tuple[list[Event], dict[str, Origin]]:
    copies = find_copies(articles)
    datings = date_articles(articles, copies)
    whole = group_stories(articles, copies, datings)
    found = weigh_all(claims, copies, articles=articles, stories=whole, datings=datings)
    return [record for record in found if isinstance(record, Event)], {record.id: record for record in found if isinstance(record, Origin)}


def test_copies_are_one_reporting_origin_and_one_voice() -> None:
    left = make_paper("a", *HARBOUR, outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", *HARBOUR[:4], outlet="Harbour Ledger", published="2031-05-06")
    [event], origins = weigh([left, right], [make_told(left, "shelled"), make_told(right, "shelled")])
    assert len(event.articles) == 2
    assert len(event.reporting) == 1
    assert event.claimants == event.reporting
    assert origins[event.reporting[0]].kind == OriginKind.HIDDEN
    assert event.standing == Standing.REPORTED


def test_two_accounts_of_their_own_corroborate() -> None:
    left = make_paper("a", *HARBOUR, outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", OWN, ORCHARD[0], outlet="Harbour Ledger", published="2031-05-06")
    claims = [make_told(left, "shelled"), make_told(right, "shelling", clause="Velden gunboats shelling the ferry terminal at Port Ansel")]
    [event], origins = weigh([left, right], claims)
    assert len(event.reporting) == len(event.claimants) == 2
    assert {origins[ident].kind for ident in event.reporting} == {OriginKind.TEXT}
    assert event.standing == Standing.CORROBORATED


def test_two_papers_at_one_briefing_are_two_articles_and_one_claimant() -> None:
    left = make_paper("a", QUOTE, *HARBOUR[2:], outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", QUOTE, *ORCHARD, outlet="Harbour Ledger", published="2031-05-06")
    claims = [make_told(article, "withdraw", "REJECT", speaker=HALVIK, status=Status.PLANNED) for article in (left, right)]
    copies = find_copies([left, right])
    assert copies
    [event] = weigh_claims(
        claims, copies, articles=[left, right], datings=date_articles([left, right]), stories=group_stories([left, right], copies)
    )
    found = weigh_all(claims, copies, articles=[left, right], stories=group_stories([left, right], copies))
    [speaker] = [record for record in found if isinstance(record, Origin) and record.kind == OriginKind.SPEAKER]
    assert len(event.articles) == len(event.reporting) == 2
    assert len(event.claimants) == 1
    assert set(speaker.articles) == {left.id, right.id}
    assert event.standing == Standing.REPORTED


def test_two_speakers_in_one_dispatch_do_not_corroborate() -> None:
    both = make_paper("a", "Velden shelled Port Ansel, Aarno said.", "Velden shelled Port Ansel, Halvik said.", outlet="Straits Lantern")
    claims = [
        make_told(both, trigger, speaker=party, clause=trigger)
        for trigger, party in (("Port Ansel, Aarno", AARNO), ("Port Ansel, Halvik", HALVIK))
    ]
    events, _ = weigh([both], claims)
    assert all(event.standing == Standing.REPORTED for event in events)


def test_one_publisher_is_one_origin() -> None:
    left = make_paper("a", SHELLED, outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", OWN, outlet="The Straits Lantern", published="2031-05-07")
    [event], _ = weigh([left, right], [make_told(left, "shelled"), make_told(right, "shelling")])
    assert len(event.reporting) == 1


def test_an_absent_agency_that_both_credit_is_a_hidden_origin() -> None:
    left = make_paper("a", SHELLED, HARBOUR[4], outlet="Straits Lantern", credit="Reuters", published="2031-05-06")
    right = make_paper("b", OWN, outlet="Harbour Ledger", credit="Reuters", published="2031-05-06")
    [event], origins = weigh([left, right], [make_told(left, "shelled"), make_told(right, "shelling")])
    [origin] = [origins[ident] for ident in event.reporting]
    assert origin.kind == OriginKind.HIDDEN
    assert origin.label == "Reuters dispatch (not in the case)"


def test_one_shared_sentence_unites_only_what_stands_in_it() -> None:
    filler = tuple(f"{sentence} {OWN}" for sentence in ORCHARD)
    left = make_paper("a", SHELLED, *filler, outlet="Straits Lantern", published="2031-05-06")
    right = make_paper(
        "b", SHELLED, *HARBOUR[1:], HARBOUR[0].replace("Gunboats", "Patrol boats"), outlet="Harbour Ledger", published="2031-05-06"
    )
    shared = [make_told(left, "shelled"), make_told(right, "shelled")]
    events, _ = weigh([left, right], shared)
    assert [len(event.reporting) for event in events] == [1]


def test_denied_content_contests_what_it_denies() -> None:
    left = make_paper("a", *HARBOUR, outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", DENIAL, ORCHARD[0], outlet="Harbour Ledger", published="2031-05-07")
    denied = make_told(right, "shelled", status=Status.DENIED, speaker=VELDEN, denies="its gunboats had shelled the ferry terminal")
    act = make_told(right, "denied", "REJECT", whom=None)
    other = make_told(left, "fallen", "SANCTION", who=None, whom=None)
    events, _ = weigh([left, right], [make_told(left, "shelled"), denied, act, other])
    by_action = {event.action: event for event in events}
    assert by_action["ASSAULT"].standing == Standing.CONTESTED
    assert by_action["ASSAULT"].denials == (denied.id,)
    assert denied.id not in by_action["ASSAULT"].claims
    assert by_action["REJECT"].standing == Standing.REPORTED


def test_denial_of_what_nobody_tells_stands_alone() -> None:
    paper = make_paper("a", DENIAL, outlet="Harbour Ledger")
    denied = make_told(paper, "shelled", status=Status.DENIED, speaker=VELDEN, denies="its gunboats had shelled the ferry terminal")
    [event], _ = weigh([paper], [denied])
    assert (event.standing, event.claims, event.denials, event.handle) == (Standing.DENIED, (), (denied.id,), denied.id)


def test_what_lies_ahead_is_not_what_happened() -> None:
    told = "Velden gunboats may shell the ferry terminal at Port Ansel again."
    paper = make_paper("a", SHELLED, told, outlet="Straits Lantern")
    events, _ = weigh([paper], [make_told(paper, "shelled"), make_told(paper, "may shell", status=Status.EXPECTED)])
    assert {event.status for event in events} == {Status.HAPPENED, Status.EXPECTED}


def test_other_actor_other_day_other_event() -> None:
    paper = make_paper("a", SHELLED, OWN, outlet="Straits Lantern", published="2031-05-08")
    tolmar = Party(words="Tolmar", code="TOLMIL", name="Tolmar")
    first, second = make_told(paper, "shelled"), make_told(paper, "shelling")
    assert len(weigh([paper], [first, second])[0]) == 1
    assert len(weigh([paper], [first, make_told(paper, "shelling", who=tolmar)])[0]) == 2
    apart = [make_told(paper, "shelled", form="weekday:TUE"), make_told(paper, "shelling", form="2031-04-02")]
    assert len(weigh([paper], apart)[0]) == 2


def test_numbers_that_exclude_each_other_disagree() -> None:
    left = make_paper("a", SHELLED, outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", OWN, outlet="Harbour Ledger", published="2031-05-06")
    nine, none = make_told(left, "shelled", killed=9), make_told(right, "shelling", killed=0)
    [event], _ = weigh([left, right], [nine, none])
    assert set(event.disagree) == {nine.id, none.id}
    [agreed], _ = weigh([left, right], [nine, make_told(right, "shelling", killed=9)])
    assert agreed.disagree == ()


def test_headline_does_not_count_beside_its_text() -> None:
    paper = make_paper("a", SHELLED, outlet="Straits Lantern", title="Velden shells Port Ansel ferry terminal, governor says")
    head = make_told(paper, "shells", speaker=AARNO, rule="headline verb")
    [event], _ = weigh([paper], [head, make_told(paper, "shelled")])
    assert len(event.claims) == 2
    assert event.claimants == event.reporting
    [alone], _ = weigh([paper], [head])
    assert len(alone.claimants) == 1


def test_weekday_is_resolved_through_the_dating() -> None:
    dated = make_paper("a", *HARBOUR, outlet="Straits Lantern", published="2031-05-07")
    undated = make_paper("b", *HARBOUR[:4], outlet="Harbour Ledger")
    [event], _ = weigh(
        [dated, undated], [make_told(dated, "shelled", form="weekday:TUE"), make_told(undated, "shelled", form="weekday:TUE")]
    )
    assert event.when is not None
    assert (event.when.start, event.when.end) == ("2031-05-06", "2031-05-06")


def test_without_articles_claims_still_weigh() -> None:
    paper = make_paper("a", SHELLED, outlet="Straits Lantern")
    [event] = weigh_claims([make_told(paper, "shelled", whom=ANSEL)], [])
    assert len(event.reporting) == 1


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_does_not_count_and_the_stage_agrees(chance: random.Random) -> None:
    left = make_paper("a", *HARBOUR, QUOTE, outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", *HARBOUR[:4], OWN, outlet="Harbour Ledger")
    third = make_paper("c", DENIAL, QUOTE, OWN, outlet="Northern Mail", published="2031-05-07")
    articles = [left, right, third]
    claims = [
        make_told(left, "shelled"),
        make_told(right, "shelled", form="weekday:TUE"),
        make_told(right, "shelling"),
        make_told(third, "shelling", killed=2),
        make_told(third, "denied", "REJECT", whom=None),
        make_told(third, "shelled", status=Status.DENIED, denies="its gunboats had shelled the ferry terminal"),
        make_told(left, "withdraw", "REJECT", speaker=HALVIK, status=Status.PLANNED),
        make_told(third, "withdraw", "REJECT", speaker=HALVIK, status=Status.PLANNED),
    ]
    copies = find_copies(articles)
    datings = date_articles(articles, copies)
    stories = group_stories(articles, copies, datings)
    expected = weigh_all(claims, copies, articles=articles, stories=stories, datings=datings)
    records: list[Record] = [*claims, *copies, *articles, *stories, *datings]
    chance.shuffle(records)
    made = [record for key, members in WEIGH.gather(records) for record in WEIGH.work(key, members)]
    assert sorted(made, key=lambda record: record.id) == sorted(expected, key=lambda record: record.id)
    known = {record.id for record in [*records, *expected]}
    for record in expected:
        assert isinstance(record, Origin | Event)
        mentioned = (
            (*record.claims, *record.articles) if isinstance(record, Origin) else (*record.claims, *record.reporting, *record.claimants)
        )
        assert set(mentioned) <= known


def test_denial_of_a_part_reaches_what_others_did_and_its_copies_go_along() -> None:
    raid = "Masked gunmen stormed the customs house in Port Ansel on Monday and burned its files."
    part = "Velden has denied any hand in the storming of the customs house in Port Ansel."
    gunmen = Party(words="Masked gunmen", code="ANSREB", name="gunmen", proxy_of="VEL")
    velden = Party(words="Velden", code="VEL", name="Velden")
    left = make_paper("a", raid, part, *HARBOUR[1:3], outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", raid, part, *HARBOUR[1:3], outlet="Harbour Ledger", published="2031-05-06")
    told = [make_told(article, "stormed", who=gunmen) for article in (left, right)]
    denied = [
        make_told(article, "hand", who=velden, status=Status.DENIED, speaker=velden, denies="any hand in the storming of the customs house")
        for article in (left, right)
    ]
    [event], _ = weigh([left, right], [*told, *denied])
    assert event.standing == Standing.CONTESTED
    assert set(event.denials) == {claim.id for claim in denied}
    assert len(event.reporting) == 1


def test_what_is_reported_as_not_done_is_no_denial_of_something_else() -> None:
    paper = make_paper("a", SHELLED, "Velden did not close the strait.", outlet="Straits Lantern")
    events, _ = weigh([paper], [make_told(paper, "shelled"), make_told(paper, "close", "COERCE", status=Status.DID_NOT_HAPPEN)])
    assert {(event.status, event.standing) for event in events} == {
        (Status.HAPPENED, Standing.REPORTED),
        (Status.DID_NOT_HAPPEN, Standing.REPORTED),
    }


def test_a_sentence_that_points_back_tells_of_the_one_before() -> None:
    paper = make_paper("a", SHELLED, "It was one of the worst attacks on the island in a generation.", outlet="Straits Lantern")
    later = make_paper("b", SHELLED, ORCHARD[0], "It was one of the worst attacks on the island in a generation.", outlet="Harbour Ledger")
    for article, number in ((paper, 1), (later, 2)):
        claims = [make_told(article, "shelled"), make_told(article, "attacks", who=None, whom=None, rule="noun")]
        assert len(weigh([article], claims)[0]) == number
