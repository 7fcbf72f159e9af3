"""What meets whatever else is told, and what one day, one toll or one town says of two tellings."""

from __future__ import annotations

import msgspec

from offing.records import Number, Party, Place, Span, Status
from offing.weigh.tellings import read_stems
from tests.trace.papers import make_paper
from tests.weigh.claims import ANSEL, VELDEN, make_told
from tests.weigh.test_clusters import DEPOT, FITTER, NEWS, weigh_apart

CROWD = Party(words="dockers", code="ANSCVL", name="dockers")
TOWN = Place(words="Kranmoor", country="ANS", geoname=1, lat=10.0, lon=20.0, precision="city")


def test_forms_of_one_verb_are_one_word() -> None:
    assert len(set(read_stems("throw threw thrown throwing"))) == 1
    assert read_stems("injuries") == read_stems("injured")
    assert read_stems("U.S. ships") == read_stems("United States ships")


def test_victims_take_the_day_of_the_blow_in_their_sentence() -> None:
    first = make_paper("a", NEWS, outlet="Straits Lantern", published="2031-05-07")
    second = make_paper("b", "Pilots recall the Tuesday when a Velden crane fitter died.", outlet="Harbour Ledger", published="2031-05-09")
    hit = make_told(first, "hit", clause="Shells hit the fuel depot at Kranmoor", who=None, whom=DEPOT, form="weekday:TUE")
    killed = make_told(first, "killed", clause="a Velden crane fitter was killed", who=None, whom=FITTER)
    again = make_told(second, "died", clause="a Velden crane fitter died", who=None, whom=FITTER, form="weekday:TUE")
    other = make_told(second, "died", clause="a Velden crane fitter died", who=None, whom=FITTER, form="weekday:THU")
    assert len(weigh_apart([first, second], [hit, killed, again])) == 1
    assert len(weigh_apart([first, second], [hit, killed, other])) == 2


def test_a_plural_with_the_same_toll_meets_the_one_in_another_story() -> None:
    left = make_paper("a", "Shells near the quay killed 41 gunners.", outlet="Straits Lantern", published="2031-05-07")
    right = make_paper("b", "Dockers marched over the raids that killed 41 gunners.", outlet="Harbour Ledger", published="2031-05-09")
    toll = (Number(kind="killed", low=41, high=41, words="41"),)
    killed = make_told(left, "killed", clause="killed 41 gunners", who=None)
    raids = make_told(right, "raids", clause="the raids that killed 41 gunners", who=None, rule="noun")
    assert len(weigh_apart([left, right], [killed, raids])) == 2
    assert len(weigh_apart([left, right], [msgspec.structs.replace(claim, numbers=toll) for claim in (killed, raids)])) == 1


def test_what_was_over_yesterday_is_not_what_goes_on_today() -> None:
    before = make_paper("a", "Dockers threw bottles at the customs house.", outlet="Straits Lantern", published="2031-05-06")
    after = make_paper("b", "Dockers are throwing bottles at the customs house.", outlet="Harbour Ledger", published="2031-05-07")
    threw = make_told(before, "threw", "PROTEST", who=CROWD)

    def count(status: Status, action: str = "PROTEST") -> int:
        told = [msgspec.structs.replace(threw, action=action), make_told(after, "throwing", action, who=CROWD, status=status)]
        return len(weigh_apart([before, after], told))

    assert (count(Status.ONGOING), count(Status.HAPPENED)) == (2, 1)
    assert count(Status.ONGOING, "MOBILIZE") == 1  # ships that sailed may still be under way


def test_a_headline_tells_what_its_text_tells_however_others_tell_it() -> None:
    told = "A fuel depot was hit late on Tuesday when gunboats opened fire, Aarno said."
    title = "Pier hit as Velden gunboats open up"
    papers = [make_paper("a", told, title=title, outlet="Straits Lantern", published="2031-05-07")]
    others = ("Gunners hit a fuel depot and a mast.", "Late fire hit a fuel depot and a crane.", "A fuel depot and a mill were hit late.")
    papers += [make_paper(f"b{place}", other, outlet=f"Outlet {place}", published="2031-05-07") for place, other in enumerate(others)]
    above = make_told(papers[0], "hit", clause=title, who=VELDEN, whom=None, rule="headline verb")
    below = [make_told(paper, "hit", who=None, whom=DEPOT, form="weekday:TUE") for paper in papers[1:]]
    spot = papers[0].segments[1].span.start + told.index("hit")
    text = make_told(papers[0], "fuel", who=VELDEN, whom=DEPOT, form="weekday:TUE")
    text = msgspec.structs.replace(text, trigger=Span(papers[0].page, spot, spot + 3))
    told_in = {ident: event.claims for event in weigh_apart(papers, [above, text, *below]) for ident in event.claims}
    assert len(told_in[text.id]) == len(papers) + 1
    assert above.id in told_in[text.id]


def test_one_word_for_the_act_on_one_day_in_one_town_is_one_happening() -> None:
    left = make_paper("a", "Shells came down on houses there on Tuesday.", outlet="Straits Lantern", published="2031-05-07")
    right = make_paper("b", "Envoys spoke of the shells of Tuesday.", outlet="Harbour Ledger", published="2031-05-09")
    far = msgspec.structs.replace(TOWN, geoname=2, lat=14.0, words="Ostrel")
    came = make_told(left, "came down", clause="Shells came down on houses", who=None, whom=None, where=TOWN, form="weekday:TUE")

    def count(where: Place | None) -> int:
        spoke = make_told(right, "shells", clause="the shells", who=None, whom=ANSEL, where=where, form="weekday:TUE", rule="noun")
        return len(weigh_apart([left, right], [came, spoke]))

    assert (count(TOWN), count(far), count(None)) == (1, 2, 2)


def test_the_doer_is_whom_most_claims_name_by_code() -> None:
    names = (("Velden gunboats", "VELMIL"), ("Velden navy", "VELMIL"), ("the ministry", "VELGOV"))
    papers = [make_paper(f"p{number}", NEWS, outlet=f"Outlet {number}", published="2031-05-07") for number in range(3)]
    told = [
        make_told(paper, "hit", who=Party(words=words, code=code, name=words), whom=DEPOT)
        for paper, (words, code) in zip(papers, names, strict=True)
    ]
    [event] = [event for event in weigh_apart(papers, told) if len(event.claims) > 1]
    assert event.who is not None
    assert event.who.code == VELDEN.code
