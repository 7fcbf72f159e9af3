"""Credits, publishers and direction."""

from __future__ import annotations

from offing.records import Article, Direction
from offing.trace import find_copies
from offing.trace.wires import find_credits, find_outlet, name_publisher, read_outlets, same_publisher
from tests.trace.papers import HARBOUR, ORCHARD, make_paper


def find_source(left: Article, right: Article) -> str:
    [direction] = {copy.direction for copy in find_copies([left, right])}
    sides = sorted((left, right), key=lambda article: article.id)
    return {Direction.LEFT: sides[0].page, Direction.RIGHT: sides[1].page}.get(direction, direction.value)


def test_every_row_of_the_table_is_sound() -> None:
    names: dict[str, str] = {}
    for outlet in read_outlets():
        assert outlet.name
        assert outlet.family
        assert outlet.invented or len(outlet.country) == 3
        for name in {outlet.name, *outlet.aliases, *outlet.domains}:
            assert names.setdefault(name.casefold(), outlet.name) == outlet.name, name
    assert len(read_outlets()) >= 100
    assert {"Associated Press", "Reuters", "Agence France-Presse"} <= {outlet.name for outlet in read_outlets() if outlet.agency}


def test_outlet_by_name_alias_and_address() -> None:
    for article in (
        make_paper("a", outlet="AP"),
        make_paper("b", outlet="The Associated Press"),
        make_paper("c", url="https://www.apnews.com/x"),
    ):
        found = find_outlet(article)
        assert found is not None
        assert found.name == "Associated Press"


def test_credits_come_from_lines_not_from_mentions_or_pictures() -> None:
    assert find_credits(make_paper("a", HARBOUR[0], credit="With reporting from AP and Straits Lantern")) == ("Associated Press",)
    assert find_credits(make_paper("b", f"PORT ANSEL (Reuters) - {HARBOUR[0]}")) == ("Reuters",)
    assert find_credits(make_paper("c", f"PORT ANSEL, May 6 (VPX) — {HARBOUR[0]}")) == ("VPX",)
    assert find_credits(make_paper("d", HARBOUR[0], "The minister told Reuters so.", caption="Smoke (Jan Ode/AFP)")) == ()
    assert find_credits(make_paper("e", f"PORT ANSEL (AP) - {HARBOUR[0]}", outlet="Associated Press")) == ()


def test_publisher_families() -> None:
    assert same_publisher(make_paper("a", outlet="Fox News"), make_paper("b", outlet="Fox Online News"))
    assert not same_publisher(make_paper("a", outlet="Straits Lantern"), make_paper("b", outlet="Harbour Ledger"))
    assert not same_publisher(make_paper("a"), make_paper("b"))
    assert same_publisher(make_paper("a", outlet="Straits Lantern - Opinion"), make_paper("b", outlet="The Straits Lantern"))
    author, paper = (
        make_paper("a", outlet="Ada Venn", url="https://a.example/x"),
        make_paper("b", outlet="Lantern", url="https://a.example/y"),
    )
    assert same_publisher(author, paper)
    assert name_publisher(make_paper("a", outlet="The Straits Lantern")) == "straits lantern"


def test_an_agency_comes_before_the_paper_that_credits_it() -> None:
    wire = make_paper("wire", *HARBOUR, outlet="Associated Press", published="2031-05-06T08:00Z")
    paper = make_paper("paper", *HARBOUR[:3], outlet="Straits Lantern", credit="By AP", published="2031-05-06T07:00Z")
    assert find_source(wire, paper) == "wire"


def test_two_papers_that_credit_an_absent_agency_have_a_hidden_source() -> None:
    left = make_paper("a", *HARBOUR[:3], outlet="Straits Lantern", credit="Reuters", published="2031-05-06T08:00Z")
    right = make_paper("b", *HARBOUR[1:4], outlet="Harbour Ledger", credit="Reuters", published="2031-05-06T18:00Z")
    assert find_source(left, right) == Direction.HIDDEN.value


def test_two_papers_with_text_of_their_own_and_no_sign_have_a_hidden_source() -> None:
    left = make_paper("a", *HARBOUR[:4], *ORCHARD[:2], outlet="Straits Lantern")
    right = make_paper("b", *HARBOUR[1:4], *ORCHARD[2:], outlet="Harbour Ledger")
    assert find_source(left, right) == Direction.HIDDEN.value


def test_direction_reads_the_clock_across_zones() -> None:
    early = make_paper("early", *HARBOUR, outlet="Associated Press", published="2031-05-06T20:00+03:00")
    late = make_paper("late", *HARBOUR[:4], outlet="Straits Lantern", published="2031-05-06T18:30Z")
    copies = find_copies([early, late])
    side = "left" if copies[0].left_article == early.id else "right"
    assert all(f"publication time: {side} first" in copy.reasons for copy in copies)
    assert find_source(early, late) == "early"
