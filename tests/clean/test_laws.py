"""What holds for every page: segments tile it, body is the page's own characters, the same bytes give the same articles."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offing.clean import CLEAN, clean_page
from offing.errors import CleanError
from offing.read import make_page
from offing.records import Article, Failure, Page, Role

LEADS = [
    "HOLM: The port of Varn was closed on Monday after a storm tore down two cranes, the harbour master said.",
    "Ferries to Brannock will not sail before Thursday, Ida Reed told reporters at the quay.",
    "VARN, Jan 2 (MPA) - Lawmakers in Varn voted on Tuesday to keep the bridge open for another year.",
    "“We were lucky,” the mayor said. Nobody was hurt.",
]
LINES = [
    *LEADS,
    "Port of Varn shut by storm",
    "Bridge stays open",
    "- Two cranes fell",
    "- Ferries wait",
    "https://varn.example/s/1",
    "By Ida Reed",
    "Cranes on the quay. (Tom Holm/MPA)",
    "As reported by Varn Times",
    "2 January 2020",
    "Related stories",
    "Share this story",
    "Read more: Tide tables",
    "\u00a0",
    "",
    "© 2020 Varn Times. All rights reserved.",
    "Ida Reed | 3 January 2020",
    "12:40 Ferries sail",
    "***",
    "MPA",
    "Порт закрыт в понедельник",
]
TAGS = ["p", "div", "h1", "h2", "li", "figcaption", "nav", "aside", "span", "td", "footer"]


def check_laws(page: Page) -> list[Article]:
    try:
        articles = clean_page(page)
    except CleanError:
        return []
    segments = sorted((segment for article in articles for segment in article.segments), key=lambda segment: segment.span)
    assert all(left.span.end <= right.span.start for left, right in pairwise(segments))
    covered = bytearray(len(page.text))
    for segment in segments:
        assert segment.text == page.text[segment.span.start : segment.span.end]
        assert segment.span.page == page.id
        assert bool(segment.reason) == (segment.role is not Role.BODY)
        covered[segment.span.start : segment.span.end] = b"\x01" * (segment.span.end - segment.span.start)
    assert all(letter.isspace() for letter, held in zip(page.text, covered, strict=True) if not held)
    for article in articles:
        assert article.text == "\n".join(segment.text for segment in article.segments if segment.role is Role.BODY)
        assert not article.title_span or page.text[article.title_span.start : article.title_span.end] == article.title
    assert [article.part for article in articles] == list(range(len(articles)))
    assert articles == clean_page(page)
    return articles


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=3, max_size=24))
def test_any_text_dump_is_tiled(lines: list[str]) -> None:
    check_laws(make_page("\n".join(lines).encode(), "text/plain")[0])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(LINES)), min_size=3, max_size=24))
def test_any_page_is_tiled(parts: list[tuple[str, str]]) -> None:
    body = "<html><head><title>Port of Varn shut by storm</title></head><body>" + "".join(f"<{tag}>{line}</{tag}>" for tag, line in parts)
    check_laws(make_page(body.encode(), "text/html")[0])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_characters_are_tiled(text: str) -> None:
    check_laws(make_page(text.encode("utf-8", "replace"), "text/plain")[0])


def test_without_its_bytes_a_page_is_cleaned_from_its_text() -> None:
    page, _ = make_page("\n".join(LEADS).encode(), "text/plain")
    bare = Page(sha256=page.sha256, media_type=page.media_type, text=page.text, renderer=page.renderer)
    assert clean_page(bare) == clean_page(page)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html><body></body></html>", b"<body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav></body>", b"<script>x</script>"],
)
def test_a_page_without_an_article_is_a_failure_with_the_page_kept(body: bytes) -> None:
    page, _ = make_page(body, "text/html")
    with pytest.raises(CleanError):
        clean_page(page)
    (failure,) = list(CLEAN.work(page))
    assert isinstance(failure, Failure)
    assert (failure.stage, failure.page) == ("clean", page.id)
    assert failure.reason
    assert failure.hint


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 240 + "<p>{}</p>" + "</div>" * 240,
        "<div>" * 5000 + "<p>{}</p>" + "</div>" * 5000,
        "<table><tr><td>" * 3000 + "<p>{}</p>",
        "<p>" + "&amp;" * 100_000 + "</p><p>{}</p>",
        "<ul>" + "<li><a href='/x'>Some link of the menu</a></li>" * 8000 + "</ul><p>{}</p>",
    ],
    ids=["deep", "deeper", "tables", "entities", "links"],
)
def test_monstrous_pages_are_cut_without_falling_over(body: str) -> None:
    page, _ = make_page(("<html><body>" + body.format("</p><p>".join(LEADS)) + "</body></html>").encode(), "text/html")
    articles = check_laws(page)
    assert "Ferries to Brannock" in articles[0].text
