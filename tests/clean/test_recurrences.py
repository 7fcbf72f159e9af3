"""Lines that recur across an outlet's pages are learned from the pages themselves; what recurs for another reason stays."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from offing.case import Case
from offing.checks import check_stage
from offing.clean import LEARN, clean_page, learn_lines
from offing.cli.reading import show_cuts
from offing.pipeline import run_pipeline
from offing.read import make_page
from offing.records import Article, Claim, Role

DONATION = "Every kind gift, large or tiny, keeps our reporters afloat for one more winter."
LETTER = "Lantern at Dusk brings seven short reads before supper, free for everybody who asks."
PLACES = "Varn Brannock Lowan Holm Lenne Ansel Tessel Orrin Madder Quay Fenwick Sorrel Dunmoor Kelby Astor".split()
MATTERS = "bridge ferry market school harbour railway clinic orchard library reservoir tannery stadium quarry theatre mill".split()
DEEDS = "reopened closed flooded burned expanded moved shrank failed doubled stalled".split()
OFFICES = "mayor pilots union council engineers teachers growers inspectors wardens surveyors".split()


def write_story(number: int, *extra: str, at: int = 4) -> str:
    """An invented story of four paragraphs, with lines put in after paragraph `at`."""
    rng = random.Random(number)
    place, matter, deed, office = rng.choice(PLACES), MATTERS[number % 15], rng.choice(DEEDS), rng.choice(OFFICES)
    paragraphs = [
        f"The old {matter} of {place} {deed} in week {number} of the season, the {office} said, after {rng.randint(3, 90)} days of rain.",
        f"It had been due for repair since {1900 + rng.randint(1, 90)}, and {rng.randint(4, 80)} letters had asked for it.",
        f"A vote on the {matter} will be held in {rng.choice(PLACES)}, where {rng.choice(OFFICES)} and {rng.choice(OFFICES)} differ.",
        f"Nobody at the {matter} of {place} would name a price above {number * 37 + 11} crowns when they were asked.",
    ]
    title = f"{place} {matter} {deed}, week {number}"
    return "\n".join([title, *paragraphs[:at], *extra, *paragraphs[at:]])


def make_articles(texts: Sequence[str], outlet: str = "Straits Lantern", urls: Sequence[str] = ()) -> list[Article]:
    found = []
    for number, text in enumerate(texts):
        title, _, body = text.partition("\n")
        address = urls[number] if urls else f"https://straitslantern.example/n/{number}"
        lines = "".join(f"<p>{line}</p>" for line in body.split("\n"))
        page, _ = make_page(
            f"<html><head><meta property='og:site_name' content='{outlet}'><link rel='canonical' href='{address}'></head>"
            f"<body><article><h1>{title}</h1>{lines}</article></body></html>".encode(),
            "text/html",
        )
        found += clean_page(page)
    return found


def list_cuts(articles: Sequence[Article]) -> set[str]:
    return {segment.text for article in articles for segment in article.segments if segment.reason.startswith("recurs on")}


def test_lines_that_no_rule_knows_are_learned_from_thirty_pages() -> None:
    texts = [write_story(number, *([DONATION] if number % 2 else []), *([LETTER] if number % 3 == 0 else [])) for number in range(30)]
    before = make_articles(texts)
    assert sum(DONATION in article.text for article in before) == 15
    after = learn_lines(before)
    assert list_cuts(after) == {DONATION, LETTER}
    assert not any(DONATION in article.text or LETTER in article.text for article in after)
    for old, new in zip(before, after, strict=True):
        held = DONATION in old.text or LETTER in old.text
        assert (new.revises == old.id) if held else (new is old)
        assert [segment.span for segment in new.segments] == [segment.span for segment in old.segments]
        assert new.text == "\n".join(segment.text for segment in new.segments if segment.role is Role.BODY)
    reasons = {segment.text: segment.reason for article in after for segment in article.segments if segment.role is Role.FURNITURE}
    assert reasons[DONATION] == "recurs on at least 8 pages of this outlet"


def test_a_line_inside_the_story_is_learned_too() -> None:
    after = learn_lines(make_articles([write_story(number, DONATION, at=2) for number in range(6)]))
    assert list_cuts(after) == {DONATION}


def test_one_more_page_leaves_the_articles_before_it_as_they_were() -> None:
    articles = make_articles([write_story(number, DONATION) for number in range(11)])
    ten, eleven = learn_lines(articles[:10]), learn_lines(articles)
    assert [article.id for article in ten] == [article.id for article in eleven[:10]]


KEPT = {
    "too few pages": [write_story(number, DONATION) for number in range(3)],
    "one article in copies": [write_story(7, DONATION) + f"\nPrinted for the {number}th time." for number in range(9)],
    "the background of a series": [
        write_story(number * 15, "The bridge was bought by the railway of Varn in summer, and a theatre, a market and a mill with it.")
        .replace("The old bridge", "The bridge that the railway bought in summer with a theatre, market and mill")
        for number in range(8)
    ],
    "a name in an interview": [
        "\n".join([write_story(number), *["Ida Reed", f"And what of week {number}, was it dry?", "Well, it was not, I said so."] * 4])
        for number in range(6)
    ],
    "a heading": [write_story(number, "What Comes Next", at=2) for number in range(8)],
    "somebody's words": [write_story(number, "“Every kind gift keeps us afloat one more winter,” she wrote.") for number in range(8)],
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_what_recurs_for_another_reason_stays(name: str) -> None:
    articles = make_articles(KEPT[name])
    assert learn_lines(articles) == articles


def test_versions_of_one_page_count_once() -> None:
    texts = [write_story(number, DONATION) for number in range(6)]
    one = make_articles(texts, urls=["https://straitslantern.example/n/1"] * 6)
    assert learn_lines(one) == one


def test_pages_of_other_outlets_do_not_count() -> None:
    articles = [article for number in range(6) for article in make_articles([write_story(number, DONATION)], outlet=f"Paper {number}")]
    assert learn_lines(articles) == articles


def test_the_lead_after_a_dateline_stays() -> None:
    lead = "HOLM, March 3 (MPA) - Every kind gift keeps this dispatch short and afloat."
    articles = make_articles([write_story(number, lead, at=0) for number in range(6)])
    assert any(segment.role is Role.DATELINE for segment in articles[0].segments)
    assert learn_lines(articles) == articles


def test_an_article_that_is_nothing_else_is_left_alone() -> None:
    bare = [*[write_story(number, DONATION) for number in range(6)], f"Appeal\n{DONATION}"]
    assert learn_lines(make_articles(bare))[-1].text == DONATION


def test_the_stage_keeps_its_contract() -> None:
    articles = make_articles([write_story(number, DONATION) for number in range(8)])
    made = check_stage(LEARN, articles)
    assert {article.revises for article in made if isinstance(article, Article)} == {article.id for article in articles}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(12):
        text = write_story(
            number, *([DONATION] if number % 2 else []), f"Iran moved {number + 2} warships to the Gulf on Tuesday, its navy said."
        )
        title, _, body = text.partition("\n")
        lines = "".join(f"<p>{line}</p>" for line in body.split("\n"))
        head = (
            f"<meta property='og:site_name' content='Straits Lantern'><link rel='canonical' href='https://straitslantern.example/{number}'>"
        )
        (folder / f"{number:02}.html").write_text(
            f"<html><head>{head}</head><body><article><h1>{title}</h1>{lines}</article></body></html>"
        )
    return folder


def test_a_case_that_grows_ends_where_one_run_ends(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(folder.iterdir())
    grown, whole, turned = (Case(tmp_path / f"{name}.db", create=True) for name in ("grown", "whole", "turned"))
    for part in (files[:3], files[3:9], files[9:]):
        run_pipeline(grown, part)
    run_pipeline(whole, files)
    run_pipeline(turned, files[::-1], workers=2)
    assert grown.ids() == whole.ids() == turned.ids()
    again = run_pipeline(whole, files)
    assert again.nothing_new
    articles = whole.records(Article)
    assert len(articles) == 12
    assert sum(bool(article.revises) for article in articles) >= 6
    assert not any(DONATION in article.text for article in articles)
    assert len(whole.records(Article, revised=False)) > 12
    claims = whole.records(Claim)
    assert claims
    assert {claim.article for claim in claims} <= {article.id for article in articles}
    assert not whole.search("reporters afloat")
    show_cuts(whole.path, "01.html", as_json=True)
    cuts = json.loads(capsys.readouterr().out)["cuts"]
    assert [cut["reason"] for cut in cuts if cut["text"] == DONATION] == ["recurs on at least 4 pages of this outlet"]
    assert len(whole.search("harbour")) == len({hit.article for hit in whole.search("harbour")})
