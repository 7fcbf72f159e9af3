"""Edges that the analyst cuts and adds: what is counted follows, and nothing else does."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from offing.checks import check_stage
from offing.records import Anchor, Article, Claim, Dating, Decision, DecisionKind, Direction, Event, Origin, OriginKind, Record
from offing.trace import find_copies
from offing.weigh import DATE, date_articles, weigh_all
from offing.weigh.decisions import list_edges
from tests.trace.papers import HARBOUR, ORCHARD, make_paper
from tests.weigh.claims import find_sentence, make_told

TOLD = "Velden gunboats shelled the ferry terminal at Port Ansel."
AGAIN = "Gunboats of Velden had shelled the ferry terminal at Port Ansel."


def decide(kind: DecisionKind, left: Article, right: Article, *, direction: Direction = Direction.UNKNOWN, words: str = "") -> Decision:
    def anchor(article: Article) -> Anchor:
        span = find_sentence(article, words) if words else article.segments[0].span
        return Anchor(sha256="0" * 64, span=span, words=article.segments[0].text)

    return Decision(
        kind=kind, left=anchor(left), right=anchor(right), passage=bool(words), direction=direction, reason="told so", by="A. Desk", time=""
    )  # fmt: skip


def weigh(articles: Sequence[Article], claims: Sequence[Claim], decisions: Sequence[Decision] = ()) -> tuple[Event, list[Origin]]:
    copies = find_copies(articles)
    made: list[Record] = weigh_all(claims, copies, articles=articles, datings=date_articles(articles, copies), decisions=decisions)
    [event] = [record for record in made if isinstance(record, Event)]
    return event, [record for record in made if isinstance(record, Origin) and record.id in event.reporting]


@pytest.fixture
def copied() -> list[Article]:
    return [
        make_paper(name, *HARBOUR, outlet=outlet, published=f"2031-05-0{day}")
        for day, (name, outlet) in enumerate((("a", "Straits Lantern"), ("b", "Harbour Ledger"), ("c", "Hollin Post")), 1)
    ]


def test_a_cut_edge_makes_two_texts_and_the_event_names_the_decision(copied: list[Article]) -> None:
    pair = copied[:2]
    claims = [make_told(article, "shelled") for article in pair]
    plain, _ = weigh(pair, claims)
    cut = decide(DecisionKind.CUT, pair[1], pair[0])
    event, _ = weigh(pair, claims, [cut])
    assert (len(plain.reporting), len(event.reporting)) == (1, 2)
    assert (len(plain.claimants), len(event.claimants)) == (1, 2)
    assert plain.decisions == ()
    assert event.decisions == (cut.id,)
    assert event.handle == plain.handle


def test_what_a_third_text_joins_stays_joined_until_its_edges_are_cut_too(copied: list[Article]) -> None:
    first, second, third = copied
    claims = [make_told(article, "shelled") for article in copied]
    one = decide(DecisionKind.CUT, first, second)
    event, _ = weigh(copied, claims, [one])
    assert len(event.reporting) == 1
    assert event.decisions == ()
    both = [one, decide(DecisionKind.CUT, first, third)]
    event, origins = weigh(copied, claims, both)
    assert sorted(len(origin.articles) for origin in origins) == [1, 2]
    assert set(event.decisions) == {decision.id for decision in both}


def test_only_the_passage_that_was_cut_counts_apart() -> None:
    left = make_paper("a", HARBOUR[0], HARBOUR[2], *ORCHARD, outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", HARBOUR[0], HARBOUR[2], outlet="Harbour Ledger", published="2031-05-07")
    copies = find_copies([left, right])
    assert len(copies) == 2
    [edge] = list_edges([decide(DecisionKind.CUT, left, right, words="shelled")], [left, right])
    assert [edge.covers(copy) for copy in sorted(copies, key=lambda copy: copy.left.start)] == [True, False]


@pytest.mark.parametrize(
    ("direction", "kind"), [(Direction.LEFT, OriginKind.TEXT), (Direction.RIGHT, OriginKind.TEXT), (Direction.HIDDEN, OriginKind.HIDDEN)]
)
def test_an_added_edge_makes_one_text_with_its_root(direction: Direction, kind: OriginKind) -> None:
    left = make_paper("a", TOLD, *ORCHARD[:2], outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", AGAIN, *ORCHARD[2:], outlet="Harbour Ledger", published="2031-05-06")
    claims = [make_told(left, "shelled"), make_told(right, "shelled")]
    plain, _ = weigh([left, right], claims)
    added = decide(DecisionKind.ADD, left, right, direction=direction)
    event, [origin] = weigh([left, right], claims, [added])
    assert (len(plain.reporting), len(event.reporting)) == (2, 1)
    assert event.decisions == (added.id,)
    assert origin.kind == kind
    if kind is OriginKind.TEXT:
        assert origin.root == (left if direction is Direction.LEFT else right).id


def test_an_added_passage_joins_only_what_stands_in_it() -> None:
    left = make_paper("a", TOLD, *ORCHARD[:2], outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", AGAIN, *ORCHARD[2:], outlet="Harbour Ledger", published="2031-05-06")
    claims = [make_told(left, "shelled"), make_told(right, "shelled")]
    assert len(weigh([left, right], claims, [decide(DecisionKind.ADD, left, right, words="shelled")])[0].reporting) == 1
    elsewhere = Anchor(sha256="0" * 64, span=find_sentence(left, "Growers"), words="x")
    other = Decision(kind=DecisionKind.ADD, left=elsewhere, right=Anchor(sha256="0" * 64, span=find_sentence(right, "frost"), words="y"),
                     passage=True, direction=Direction.HIDDEN, reason="r", by="b", time="")  # fmt: skip
    assert len(weigh([left, right], claims, [other])[0].reporting) == 2


def test_order_changes_nothing_and_a_decision_on_absent_articles_says_nothing(copied: list[Article]) -> None:
    claims = [make_told(article, "shelled") for article in copied]
    stranger = make_paper("z", *ORCHARD, outlet="Far Post")
    decisions = [decide(DecisionKind.CUT, copied[0], other) for other in (*copied[1:], stranger)]
    event, origins = weigh(copied, claims, decisions)
    for seed in range(4):
        shuffled = [random.Random(seed).sample(list(rows), len(rows)) for rows in (copied, claims, decisions)]
        again, others = weigh(*shuffled)  # type: ignore[arg-type]
        assert again == event
        assert {origin.id for origin in others} == {origin.id for origin in origins}
    assert weigh(copied, claims, decisions[2:])[0] == weigh(copied, claims)[0]


def test_no_date_goes_along_a_cut_edge() -> None:
    dated = make_paper("a", *HARBOUR, outlet="Straits Lantern", published="2031-05-06")
    undated = make_paper("b", *HARBOUR, outlet="Harbour Ledger")
    records: list[Record] = [dated, undated, *find_copies([dated, undated])]

    def start(extra: Sequence[Record]) -> str:
        made = check_stage(DATE, [*records, *extra])
        return next(one.start for one in made if isinstance(one, Dating) and one.article == undated.id)

    assert start(()) == "2031-05-05"
    assert start([decide(DecisionKind.CUT, dated, undated)]) == ""
