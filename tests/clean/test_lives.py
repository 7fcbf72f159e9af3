"""Live pages: posts in their order, with times, writers, buttons and pinned summaries set apart. All outlets are invented."""

from __future__ import annotations

import pytest

from offing.clean import clean_page
from offing.clean.lives import is_live
from offing.clean.pieces import Piece
from offing.read import make_page
from offing.records import Article, Role

POSTS = [
    ("14:20", "The strike in the port of Varn will go on until Friday at least, its spokesman has told the night desk."),
    ("13:05", "A first barge has reached the mills at Pell by the old river, with half of its usual load of grain."),
    ("12:40", "Police have closed the road along the eastern mole of Varn after a crane began to lean in the wind."),
    ("11:15", "The court in Holm will hear both sides on Wednesday, a clerk of the court said this morning."),
]
TEXTS = [text for _, text in POSTS]
TITLE = "Varn port strike live: court hears both sides"


def clean(text: str, media_type: str = "text/plain") -> list[Article]:
    return clean_page(make_page(text.encode(), media_type)[0])


def roles(article: Article) -> dict[str, tuple[Role, str]]:
    return {segment.text: (segment.role, segment.reason) for segment in article.segments}


def dump(*lines: str) -> str:
    return "\n".join([TITLE, *lines])


@pytest.mark.parametrize("form", ["{}", "{} GMT", "{} CET", "[{}]", "Monday {}", "6 January {} GMT", "2h ago {} GMT", "{} local time"])
def test_times_of_posts_are_cut_and_posts_keep_their_order(form: str) -> None:
    (article,) = clean(dump(*(line for clock, text in POSTS for line in (form.format(clock), text))))
    assert article.text.split("\n") == TEXTS
    assert roles(article)[form.format("13:05")] == (Role.DATE, "time of a live post")


@pytest.mark.parametrize("form", ["{} - {}", "{} {}", "{} GMT: {}", "{} CET | {}"])
def test_a_time_that_opens_a_post_is_split_off(form: str) -> None:
    (article,) = clean(dump(*(form.format(clock, text) for clock, text in POSTS)))
    assert [line for line in article.text.split("\n") if line] == TEXTS
    assert [segment.reason for segment in article.segments].count("time of a live post") == len(POSTS)


@pytest.mark.parametrize(
    "line",
    [
        "Share",
        "Share on Facebook",
        "Key event",
        "Updated at 14.32 GMT",
        "Newest first",
        "Show key events only",
        "Load more",
        "All times are local, and the newest post stands first.",
    ],
)
def test_buttons_between_posts_are_furniture(line: str) -> None:
    found = clean(dump(*(part for clock, text in POSTS for part in (clock, text, line))))
    assert found[0].text.split("\n") == TEXTS
    assert roles(found[0])[line][0] in (Role.FURNITURE, Role.DATE)


@pytest.mark.parametrize("head", ["Key points", "Summary", "What we know so far", "Pinned post"])
def test_a_pinned_summary_is_highlights(head: str) -> None:
    bullets = ["- The strike goes on until Friday", "- A court hears both sides on Wednesday"]
    (article,) = clean(dump(head, *bullets, *(line for clock, text in POSTS for line in (clock, text))))
    assert article.text.split("\n") == TEXTS
    assert {roles(article)[bullet] for bullet in bullets} <= {(Role.HIGHLIGHTS, "pinned summary"), (Role.HIGHLIGHTS, "highlights")}


def test_a_list_inside_a_post_stays() -> None:
    bullets = ["- an end to double shifts", "- a second crane driver at night"]
    lines = [line for clock, text in POSTS for line in (clock, text)]
    (article,) = clean(dump(*lines[:4], "The men ask for this:", *bullets, *lines[4:]))
    assert article.text.split("\n") == [*TEXTS[:2], "The men ask for this:", *bullets, *TEXTS[2:]]


def test_writers_of_posts_are_bylines() -> None:
    (article,) = clean(dump(*(line for clock, text in POSTS for line in (clock, "Ida Reed", text))))
    assert article.text.split("\n") == TEXTS
    assert {segment.role for segment in article.segments if segment.text == "Ida Reed"} == {Role.BYLINE}


def test_posts_of_another_matter_are_no_story_of_their_own() -> None:
    other = "Beekeepers on the island of Brannock have lost a third of their hives, Tove Lindgren of the guild at Ask said."
    lines = [line for clock, text in [*POSTS, ("10:50", other), ("10:20", other.replace("third", "half"))] for line in (clock, text)]
    (article,) = clean(dump(*lines[:8], "Mites kill bees on Brannock", *lines[8:]))
    assert other in article.text


def test_a_live_page_with_mark_up() -> None:
    post = '<div class="live-post"><time>{}</time><span class="author">Ida Reed</span><p>{}</p><button>Share</button></div>'
    body = "".join(post.format(f"{clock} GMT", text) for clock, text in POSTS)
    keys = '<div class="key-events"><h2>Key events</h2><ul><li>14:20 <a href="#1">Strike goes on</a></li></ul></div>'
    page = f"<html><head><title>{TITLE}</title></head><body><main><article><h1>{TITLE}</h1>{keys}{body}</article></main></body></html>"
    (article,) = clean(page, "text/html")
    assert [line for line in article.text.split("\n") if line in TEXTS] == TEXTS
    assert not {"14:20 GMT", "Share", "Ida Reed", "Key events"} & set(article.text.split("\n"))


TIMELINE = [f"{clock} - {text}" for clock, text in POSTS]


def test_a_timeline_in_a_story_that_is_not_live_keeps_its_times() -> None:
    (article,) = clean("\n".join(["How the strike in Varn began", TEXTS[0], *TIMELINE, TEXTS[0].replace("Friday", "Sunday")]))
    assert all(line in article.text for line in TIMELINE)


def test_what_makes_a_page_live() -> None:
    lines = [Piece(at * 10, at * 10 + 5, clock) for at, clock in enumerate(["12:40", "13:05", "14:20"])]
    assert is_live(lines, [TITLE])
    assert not is_live(lines[:2], [TITLE])
    assert not is_live(lines, ["Where people live in Varn".replace("live", "stay")])
