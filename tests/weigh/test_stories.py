"""Stories: copies together, likeness within days, every article once, a function of the set."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from offing.records import Article, Role
from offing.trace import find_copies
from offing.weigh import date_articles, group_stories
from tests.trace.papers import HARBOUR, ORCHARD, cut_span, make_paper

OTHER_WORDS = (
    "Nine dock workers with burns lay in hospital after Velden gunboats set fire to warehouses at the Port Ansel ferry terminal, she said.",
    "The strait stayed empty after the shelling; harbour pilots said no vessel would leave while Velden's ships lay off the island.",
)


def make_day() -> list[Article]:
    return [
        make_paper("wire", *HARBOUR, outlet="Velden Press", published="2031-05-06", title="Gunboats shell ferry terminal"),
        make_paper("copy", *HARBOUR[1:4], outlet="Straits Lantern", published="2031-05-07"),
        make_paper("own", *OTHER_WORDS, outlet="Harbour Ledger", published="2031-05-06"),
        make_paper("late", *OTHER_WORDS[::-1], outlet="Weekly Review", published="2031-06-20"),
        make_paper("pears", *ORCHARD, outlet="Valley Post", published="2031-05-06", title="Pear harvest"),
        make_paper("undated", *ORCHARD[:3], outlet="Orchard News"),
    ]


def name_groups(articles: list[Article]) -> set[frozenset[str]]:
    copies = find_copies(articles)
    pages = {article.id: article.page for article in articles}
    return {
        frozenset(pages[ident] for ident in story.articles) for story in group_stories(articles, copies, date_articles(articles, copies))
    }


def test_groups() -> None:
    expected = {("wire", "copy", "own"), ("late",), ("pears", "undated")}
    assert name_groups(make_day()) == {frozenset(group) for group in expected}


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_does_not_count(chance: random.Random) -> None:
    articles = make_day()
    copies = find_copies(articles)
    datings = date_articles(articles, copies)
    expected = group_stories(articles, copies, datings)
    for records in (articles, copies, datings):
        chance.shuffle(records)
    assert group_stories([*articles, articles[0]], copies, datings) == expected


def test_title_is_a_headline_of_the_story_and_its_span_holds_it() -> None:
    articles = make_day()
    pages = {article.page: article for article in articles}
    for story in group_stories(articles, find_copies(articles)):
        assert cut_span(pages[story.headline.page], story.headline) == story.title
        assert story.headline.page in {article.page for article in articles if article.id in story.articles}
    titles = {story.title for story in group_stories(articles, find_copies(articles))}
    assert {"Gunboats shell ferry terminal", "Pear harvest"} <= titles


def test_days_of_a_story() -> None:
    articles = make_day()[:3]
    [story] = group_stories(articles, find_copies(articles))
    assert (story.start, story.end) == ("2031-05-06", "2031-05-07")


def test_nothing_gives_nothing() -> None:
    assert group_stories([]) == []
    article = make_paper("a", "Alone.")
    [story] = group_stories([article])
    assert story.articles == (article.id,)
    assert article.segments[0].role == Role.BODY
