"""Two articles side by side, headline against text, two versions of a page."""

from __future__ import annotations

import pytest

from offing.records import Article, Claim, Copy, Story
from offing.tell.comparisons import compare_articles, diff_versions, mark_changes
from offing.tell.stories import choose_pair, make_story_part, rank_stories
from offing.tell.versions import find_versions
from offing.tell.views import View
from tests.tell.factory import SIGNS, World, make_world


@pytest.fixture(scope="module")
def world() -> World:
    return make_world()


@pytest.fixture(scope="module")
def view(world: World) -> View:
    return View(world.records)


def compare(world: World, view: View, left: str, right: str):
    return compare_articles(world.articles[left], world.articles[right], view.all(Copy), view.all(Claim))


def test_softened_and_only_here(world: World, view: View) -> None:
    comparison = compare(world, view, "courier", "straits")
    kinds = [row.kind for row in comparison.rows]
    assert kinds.count("softened") == 1
    assert kinds.count("left") == 4
    assert kinds.count("right") == 2
    softened = next(row for row in comparison.rows if row.kind == "softened")
    assert softened.left is not None
    assert softened.left.text == SIGNS
    assert [piece.text.strip() for piece in softened.left.pieces if piece.changed] == ["is"]
    assert comparison.shared + comparison.reworded + comparison.only == pytest.approx(1.0)


def test_turned_round_it_hardens(world: World, view: View) -> None:
    assert "hardened" in [row.kind for row in compare(world, view, "straits", "courier").rows]


def test_the_dropped_denial_is_named(world: World, view: View) -> None:
    remarks = [row.remark for row in compare(world, view, "courier", "straits").rows if row.kind == "left"]
    assert "not in B: the denial stands only in A" in remarks


def test_headline_hardens_its_text(world: World, view: View) -> None:
    (row,) = compare(world, view, "courier", "straits").headline or (None,)
    assert row is None  # COERCE in the headline, MOBILIZE in the text: another act is no hardening
    claims = [claim for claim in view.all(Claim) if claim.rule == "headline"]
    (head,) = claims
    texts = [claim for claim in view.all(Claim) if claim.action == "MOBILIZE" and claim.article == head.article]
    same = Claim(**{name: getattr(head, name) for name in head.__struct_fields__ if name not in ("id", "action")}, action=texts[0].action)
    found = compare_articles(world.articles["courier"], world.articles["straits"], view.all(Copy), [same, *texts]).headline
    assert found[0].kind == "hardened"
    assert "planned" in found[0].remark
    assert "alleged" in found[0].remark


def test_shared_sentences(world: World, view: View) -> None:
    comparison = compare(world, view, "gazette", "late")
    assert [row.kind for row in comparison.rows if row.left and "patrol" in row.left.text] == ["shared"]


def test_rows_keep_every_sentence(world: World, view: View) -> None:
    comparison = compare(world, view, "courier", "straits")
    left = [row.left.span.start for row in comparison.rows if row.left]
    right = [row.right.span.start for row in comparison.rows if row.right]
    assert left == sorted(left)
    assert len(left) == 5
    assert sorted(right) == sorted(set(right))
    assert len(right) == 3


def test_pieces_rebuild_the_sentence() -> None:
    before, after = mark_changes("The ships left the port late.", "Two ships left the harbour late.")
    assert "".join(piece.text for piece in before) == "The ships left the port late."
    assert [piece.text for piece in after if piece.changed] == ["Two", "harbour"]


def test_versions_of_one_address(world: World, view: View) -> None:
    ((early, late),) = find_versions(view)
    assert (early.id, late.id) == (world.articles["gazette"].id, world.articles["late"].id)
    (row,) = diff_versions(early, late)
    assert row.left is not None
    assert [piece.text for piece in row.left.pieces if piece.changed] == ["four"]


def test_story_part(view: View) -> None:
    story = rank_stories(view)[0]
    part = make_story_part(view, story)
    assert (part.articles.words, len(part.articles.entries)) == ("6 articles", 6)
    assert (part.texts.words, len(part.texts.entries)) == ("4 texts", 4)
    assert len(part.graph.bands) == 4
    assert part.graph.bands[0].hidden or part.graph.bands[1].hidden
    assert part.comparison is not None
    assert [table.kind for table in part.figures] == ["wounded"]
    assert len(part.edits) == 1


def test_no_pair_without_copies(view: View) -> None:
    alone = [story for story in view.all(Story) if len(story.articles) == 1]
    assert [choose_pair(view, story) for story in alone] == [None, None]
    assert all(isinstance(article, Article) for article in choose_pair(view, rank_stories(view)[0]) or ())
