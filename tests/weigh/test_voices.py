"""Lineages and speakers of one happening, in one story and across stories."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from offing.records import Article, Claim, Copy, CopyKind, Direction, Event, Origin, OriginKind, Party, Record, Standing, Status
from offing.trace import find_copies
from offing.weigh import date_articles, weigh_all
from tests.trace.papers import HARBOUR, ORCHARD, make_paper
from tests.weigh.claims import AARNO, HALVIK, VELDEN, make_told

TOLD = "Velden gunboats shelled the ferry terminal at Port Ansel."
AGAIN = "Gunboats of Velden had shelled the ferry terminal at Port Ansel."


def weigh_one(articles: Sequence[Article], claims: Sequence[Claim]) -> tuple[Event, list[Origin], list[Origin]]:
    """The one event, its reporting and its claimant origins."""
    copies = find_copies(articles)
    found: list[Record] = weigh_all(claims, copies, articles=articles, datings=date_articles(articles, copies))
    origins = {record.id: record for record in found if isinstance(record, Origin)}
    [event] = [record for record in found if isinstance(record, Event)]
    return event, [origins[ident] for ident in event.reporting], [origins[ident] for ident in event.claimants]


def test_a_newsroom_counts_once_for_one_happening_whatever_the_day() -> None:
    first = make_paper("a", TOLD, HARBOUR[1], outlet="Straits Lantern", published="2031-05-06")
    later = make_paper("b", AGAIN, *ORCHARD, outlet="", url="https://straitslantern.example/x", published="2031-05-09")
    event, reporting, claimants = weigh_one([first, later], [make_told(first, "shelled"), make_told(later, "shelled")])
    assert len(reporting) == len(claimants) == 1
    assert set(reporting[0].articles) == {first.id, later.id}
    assert event.standing == Standing.REPORTED


def test_a_credited_agency_and_its_own_page_are_one_even_without_a_copy() -> None:
    agency = make_paper("a", TOLD, *HARBOUR[1:3], outlet="Reuters", published="2031-05-06")
    credited = make_paper("b", AGAIN, *ORCHARD, outlet="Harbour Ledger", credit="Reuters", published="2031-05-07")
    event, reporting, _ = weigh_one([agency, credited], [make_told(agency, "shelled"), make_told(credited, "shelled")])
    assert len(reporting) == 1
    assert reporting[0].root == agency.id
    assert event.standing == Standing.REPORTED


def test_a_paper_with_a_dispatch_and_a_report_of_its_own_does_not_join_the_agencies_it_takes() -> None:
    """What a paper takes from an agency is the agency's; only what it writes itself is the newsroom's."""
    taken = make_paper("a", TOLD, HARBOUR[1], outlet="Harbour Ledger", credit="Reuters", published="2031-05-06")
    own = make_paper("b", AGAIN, *ORCHARD[:2], outlet="Harbour Ledger", published="2031-05-08")
    _, reporting, _ = weigh_one([taken, own], [make_told(taken, "shelled"), make_told(own, "shelled")])
    assert {origin.kind for origin in reporting} == {OriginKind.HIDDEN, OriginKind.TEXT}
    assert len(reporting) == 2


def test_one_passage_has_one_speaker_even_where_a_copy_dropped_them() -> None:
    left = make_paper("a", *HARBOUR, outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", *HARBOUR[:4], outlet="Harbour Ledger", published="2031-05-07")
    claims = [make_told(left, "shelled", speaker=AARNO), make_told(right, "shelled")]
    _, reporting, claimants = weigh_one([left, right], claims)
    assert len(reporting) == 1
    assert [(origin.kind, origin.label[:12]) for origin in claimants] == [(OriginKind.SPEAKER, "Lisbet Aarno")]
    assert set(claimants[0].claims) == {claim.id for claim in claims}


def test_two_speakers_in_two_texts_are_two_claimants() -> None:
    left = make_paper("a", TOLD, HARBOUR[1], outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", AGAIN, *ORCHARD, outlet="Harbour Ledger", published="2031-05-07")
    event, _, claimants = weigh_one([left, right], [make_told(left, "shelled", speaker=AARNO), make_told(right, "shelled", speaker=HALVIK)])
    assert len(claimants) == 2
    assert event.standing == Standing.CORROBORATED


def test_who_speaks_of_what_is_taken_for_granted_is_no_claimant_but_the_text_is() -> None:
    """ "Aarno condemned the shelling of the terminal": the paper writes of it as known; only a doer owns up to it so."""
    left = make_paper("a", TOLD, HARBOUR[1], outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", AGAIN, *ORCHARD, outlet="Harbour Ledger", published="2031-05-07")
    told = make_told(left, "shelled", speaker=HALVIK)
    for speaker, label in ((AARNO, "Harbour Ledger"), (VELDEN, "Velden navy")):
        _, _, claimants = weigh_one([left, right], [told, make_told(right, "shelled", speaker=speaker, status=Status.BACKGROUND)])
        assert {origin.label.partition(", ")[0] for origin in claimants} == {"Joor Halvik", label}


def test_an_office_and_its_spokesman_are_one_claimant_and_a_pronoun_is_none() -> None:
    left = make_paper("a", TOLD, HARBOUR[1], outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", AGAIN, *ORCHARD, outlet="Harbour Ledger", published="2031-05-07")
    navy = msgspec.structs.replace(VELDEN, words="Velden navy spokeswoman Iris Tann", name="Velden navy spokeswoman")
    _, _, claimants = weigh_one([left, right], [make_told(left, "shelled", speaker=VELDEN), make_told(right, "shelled", speaker=navy)])
    assert [origin.kind for origin in claimants] == [OriginKind.SPEAKER]
    _, _, claimants = weigh_one([left, right], [make_told(left, "shelled", speaker=Party(words="which")), make_told(right, "shelled")])
    assert {origin.kind for origin in claimants} == {OriginKind.TEXT}


def test_one_reworded_passage_alone_makes_no_lineage() -> None:
    """Two newsrooms may tell one fact alike; beside a plain copy the same passage is one text."""
    left = make_paper("a", TOLD, *ORCHARD[:2], outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", AGAIN, *ORCHARD[2:], outlet="Harbour Ledger", published="2031-05-07")
    sides = sorted((left, right), key=lambda article: article.id)
    passage = Copy(
        left_article=sides[0].id, right_article=sides[1].id, left=sides[0].segments[0].span, right=sides[1].segments[0].span,
        kind=CopyKind.NARRATIVE, direction=Direction.HIDDEN, kept=0.9, verbatim=False, score=0.95, reasons=("reworded",),
    )  # fmt: skip
    plain = msgspec.structs.replace(
        passage, left=sides[0].segments[1].span, right=sides[1].segments[1].span, reasons=("9 words in common",)
    )
    claims = [make_told(left, "shelled"), make_told(right, "shelled")]

    def count(*copies: Copy) -> int:
        found: list[Record] = weigh_all(claims, copies, articles=[left, right], datings=date_articles([left, right], copies))
        [event] = [record for record in found if isinstance(record, Event)]
        return len(event.reporting)

    assert count(passage) == 2
    assert count(passage, plain) == 1
    assert count(msgspec.structs.replace(passage, reasons=("9 words in common",))) == 1
