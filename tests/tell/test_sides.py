"""Two articles beside each other: what moved, which is the likely source and why, what the analyst decided; and the tree of a story."""

from __future__ import annotations

import pytest

from offing.records import Anchor, Article, Copy, Decision, DecisionKind, Direction, Record, Story
from offing.tell.briefs import make_brief
from offing.tell.comparisons import compare_pair
from offing.tell.directions import find_decided, find_likely, say_likely
from offing.tell.graphs import graph_rows, trace_story
from offing.tell.reports import write_report
from offing.tell.stories import rank_stories
from offing.tell.trees import write_tree
from offing.tell.views import View
from offing.trace import find_copies
from tests.tell.factory import make_view
from tests.trace.papers import HARBOUR, ORCHARD, QUOTE, make_paper


def view_of(*articles: Article, more: tuple[Record, ...] = ()) -> View:
    return View([*articles, *find_copies(articles), *more])


def decide(kind: DecisionKind, left: Article, right: Article, direction: Direction = Direction.UNKNOWN) -> Decision:
    sides = [Anchor(sha256="0" * 64, span=one.segments[0].span, words=one.segments[0].text) for one in (left, right)]
    return Decision(kind=kind, left=sides[0], right=sides[1], passage=False, direction=direction, reason="a call", by="A. Desk", time="")


def test_a_sentence_in_another_order_is_marked_as_moved() -> None:
    left = make_paper("a", *HARBOUR, outlet="Straits Lantern")
    right = make_paper("b", HARBOUR[0], HARBOUR[4], *HARBOUR[1:4], outlet="Harbour Ledger")
    rows = compare_pair(view_of(left, right), left, right).rows
    moved = [row for row in rows if row.moved]
    assert [row.left.text for row in moved if row.left] == [HARBOUR[4]]
    assert "earlier in B" in moved[0].remark
    assert not [row for row in compare_pair(view_of(left, right), left, left).rows if row.moved]


def test_the_likely_source_is_named_with_reasons_from_either_side() -> None:
    agency = make_paper("a", *HARBOUR, outlet="Reuters", published="2031-05-06")
    taker = make_paper("b", *HARBOUR[:4], outlet="Harbour Ledger", credit="Reuters", published="2031-05-07")
    view = view_of(agency, taker)
    there, back = compare_pair(view, agency, taker), compare_pair(view, taker, agency)
    assert there.likely is not None
    assert back.likely is not None
    assert (there.likely.way, back.likely.way) == (Direction.LEFT, Direction.RIGHT)
    assert there.likely.score == back.likely.score > 0.9
    assert any("Reuters" in reason for reason in there.likely.reasons)
    assert not any(" left " in f" {reason} " for reason in there.likely.reasons)
    assert [account.credits for account in there.accounts] == [(), ("Reuters",)]


@pytest.mark.parametrize("turned", [False, True])
def test_a_sentence_that_was_split_is_not_told_as_only_here(turned: bool) -> None:
    whole = f"{HARBOUR[1][:-1]}, and {HARBOUR[2][0].lower()}{HARBOUR[2][1:]}"
    left = make_paper("a", HARBOUR[0], whole, HARBOUR[4], outlet="Straits Lantern")
    right = make_paper("b", *HARBOUR[:3], HARBOUR[4], outlet="Harbour Ledger")
    view = view_of(left, right)
    comparison = compare_pair(view, right, left) if turned else compare_pair(view, left, right)
    assert [row.kind for row in comparison.rows if row.kind in ("left", "right")] == []
    assert [row.remark for row in comparison.rows if "longer sentence" in row.remark]
    assert comparison.shared + comparison.reworded + comparison.only == pytest.approx(1.0)


def test_a_shared_quotation_is_named_as_one() -> None:
    left = make_paper("a", *HARBOUR[:2], QUOTE, outlet="Straits Lantern")
    right = make_paper("b", *ORCHARD[:2], QUOTE, outlet="Harbour Ledger")
    rows = [row for row in compare_pair(view_of(left, right), left, right).rows if row.kind == "shared"]
    assert [row.remark for row in rows] == ["quotation"]


def test_strangers_have_no_source() -> None:
    left, right = make_paper("a", *HARBOUR[:2], outlet="One Post"), make_paper("b", *HARBOUR[3:], outlet="Two Post")
    likely = find_likely(left, right, [])
    assert (likely.way, likely.reasons) == (Direction.UNKNOWN, ())


@pytest.mark.parametrize(("kind", "said"), [(DecisionKind.CUT, "none of the two"), (DecisionKind.ADD, "Harbour Ledger")])
def test_what_the_analyst_decided_stands_above_the_copies(kind: DecisionKind, said: str) -> None:
    left = make_paper("a", *HARBOUR, outlet="Straits Lantern", published="2031-05-06")
    right = make_paper("b", *HARBOUR, outlet="Harbour Ledger", published="2031-05-09")
    view = view_of(left, right, more=(decide(kind, right, left, Direction.LEFT),))
    likely = compare_pair(view, left, right).likely
    assert likely is not None
    assert "A. Desk: a call" in likely.decided
    assert say_likely(likely, "Straits Lantern", "Harbour Ledger").startswith(said)
    assert find_decided(view, [left]) == {}


def test_tree_table_and_report_say_the_same_of_a_decided_edge() -> None:
    plain = make_view()
    [copy, *_] = [copy for copy in plain.all(Copy) if copy.edits]
    left, right = plain.get(Article, copy.left_article), plain.get(Article, copy.right_article)
    view = View([*plain.records(), decide(DecisionKind.CUT, left, right)])
    graph = trace_story(view, rank_stories(view)[0])
    [edge] = [edge for edge in graph.edges if edge.decided]
    assert edge.kind == "cut"
    tree = "\n".join(write_tree(graph))
    assert "! edge cut by the analyst (A. Desk: a call)" in tree
    assert any(row[2] == edge.decided for row in graph_rows(graph))
    assert edge.decided in write_report(view, make_brief(view))
    assert "by the analyst" not in "\n".join(write_tree(trace_story(plain, rank_stories(plain)[0])))


def test_the_tree_shows_every_article_once(example: View) -> None:
    for story in example.all(Story):
        graph = trace_story(example, story)
        lines = write_tree(graph)
        roots = [line for line in lines if "└─" in line]
        assert len(roots) == len(story.articles)
        for ident in story.articles:
            assert sum(f"({ident[:8]})" in line for line in roots) == 1
        assert sum("passage" in line for line in lines) >= len(graph.edges)
