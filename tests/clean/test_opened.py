"""A page opened once: the same articles as from its bytes, the day of pages without an article, and what stands in for the extractor."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import trafilatura
from lxml import html

from offing.clean import articles, clean_opened, clean_page, date_page, extracts
from offing.clean.extracts import extract_lines, pick_body, pick_prose
from offing.clean.pieces import Piece, make_key, make_pieces
from offing.code.claims import code_claims
from offing.errors import CleanError, SourceError
from offing.read import make_opened, make_page
from offing.read.renderings import Opened, open_page
from offing.records import Page

STORY = (
    "The ferry Selkie lay off Gannet Head all of Thursday with a rope in her screw, the coast office said.",
    "Her skipper sent the nine passengers ashore in two boats before it grew dark.",
    "A tug from Skerry freed her at midnight, and she sails again on Saturday.",
)
OTHER = (
    "GANNET HEAD: The lamp of the old light was lit on Friday for the first time in thirty years, its keeper said.",
    "Keeper Runa Falk cleaned the glass with her two sons and a bucket of vinegar.",
)
TITLE = "Ferry held fast off Gannet Head"
TIME = '<meta property="article:published_time" content="2022-03-03T19:40:00+00:00">'


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{text}</p>" for text in lines)


def markup_of(inside: str, head: str = TIME) -> bytes:
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} | Skerry Post</title>
<link rel="canonical" href="https://post.example/selkie">{head}</head><body><nav><a href="/">Home</a> <a href="/sea">Sea</a></nav>
<main><article><h1>{TITLE}</h1>{inside}</article></main><footer><p>Skerry Post · Terms</p></footer></body></html>""".encode()


FEED = (
    '<rss version="2.0"><channel><title>Skerry Post: Sea</title><item><title>Ferry held fast</title><link>https://post.example/2</link>'
    "<pubDate>Thu, 03 Mar 2022 19:40:00 +0000</pubDate>"
    f"<description><![CDATA[{paragraphs(*STORY)}]]></description></item></channel></rss>"
)
ROW = {"title": TITLE, "text": "\n".join(STORY), "source": "Skerry Post", "date": "2022-03-03"}
PAGES = {
    "page": (markup_of(paragraphs(*STORY)), "text/html", 1),
    "two stories": (
        markup_of(f"{paragraphs(*STORY)}</article><div><h2>Old light lit again</h2>{paragraphs(*OTHER)}</div><article>"),
        "text/html",
        2,
    ),
    "no day": (markup_of(paragraphs(*STORY), '<meta name="article.created" content="2022-03-04">'), "text/html", 1),
    "text": ("\n".join((TITLE, "", *STORY)).encode(), "text/plain", 1),
    "row": (json.dumps(ROW).encode(), "application/json", 1),
    "feed": (FEED.encode(), "application/rss+xml", 1),
}


@pytest.fixture(params=sorted(PAGES))
def sample(request: pytest.FixtureRequest) -> tuple[bytes, str, int]:
    return PAGES[request.param]


# One opening, one cleaning.


def test_a_page_opened_once_gives_the_articles_of_its_bytes(sample: tuple[bytes, str, int]) -> None:
    body, media_type, count = sample
    page, opened = make_opened(body, media_type)
    found, again = clean_opened(page, opened), clean_page(make_page(body, media_type)[0])
    assert len(found) == count
    assert [article.id for article in found] == [article.id for article in again]
    assert found == again
    assert all(line in found[0].text for line in STORY)


def test_both_faces_make_one_page(sample: tuple[bytes, str, int]) -> None:
    body, media_type, _ = sample
    page, opened = make_opened(body, media_type)
    assert (page, opened.rendering.warning) == make_page(body, media_type)
    assert page.text == opened.rendering.text
    assert page.body == body


def test_what_a_page_was_opened_to_is_what_is_cleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    page, opened = make_opened(*PAGES["page"][:2])

    def open_again(*_: object) -> Opened:
        raise SourceError("opened twice", hint="")

    monkeypatch.setattr(articles, "open_page", open_again)
    (found,) = clean_opened(page, opened)
    assert (found.known_by, found.text) == ("meta", "\n".join(STORY))
    # From the bytes it cannot be opened now, so that `clean_page` has the text only and no mark-up to read.
    assert clean_page(page)[0].known_by == ""


def test_cleaning_leaves_the_opened_page_as_it_was(sample: tuple[bytes, str, int]) -> None:
    page, opened = make_opened(*sample[:2])
    assert clean_opened(page, opened) == clean_opened(page, opened)


def test_an_entry_that_cannot_be_read_is_an_error_of_the_source() -> None:
    with pytest.raises(SourceError):
        make_opened(b"{", "application/json")
    with pytest.raises(SourceError):
        make_opened(b"", "image/png")


def test_a_page_of_links_is_no_article_in_either_face() -> None:
    page, opened = make_opened(markup_of('<ul><li><a href="/1">Tide tables</a></li></ul>'), "text/html")
    with pytest.raises(CleanError):
        clean_opened(page, opened)
    with pytest.raises(CleanError):
        clean_page(page)


# The day of a page, with and without an article.


def test_the_day_of_a_page_is_that_of_its_first_article(sample: tuple[bytes, str, int]) -> None:
    page = make_page(*sample[:2])[0]
    first = clean_page(page)[0]
    assert date_page(page) == (first.published, first.known_by)


def test_the_days_of_the_sample_are_known_by_their_sources() -> None:
    sources = {name: date_page(make_page(*parts[:2])[0])[1] for name, parts in PAGES.items()}
    assert sources == {"page": "meta", "two stories": "meta", "no day": "htmldate", "text": "", "row": "row", "feed": "feed"}


@pytest.mark.parametrize(
    ("head", "start", "known_by"),
    [
        (TIME, "2022-03-03T19:40Z", "meta"),
        ('<script type="application/ld+json">{"@type": "VideoObject", "datePublished": "2022-03-03"}</script>', "2022-03-03", "JSON-LD"),
        ("", "", ""),
    ],
)
def test_a_page_without_an_article_is_dated_by_its_mark_up(head: str, start: str, known_by: str) -> None:
    page = make_page(markup_of("<p>Play film</p>", head), "text/html")[0]
    with pytest.raises(CleanError):
        clean_page(page)
    when, told = date_page(page)
    assert (when.start if when else "", told) == (start, known_by)


def test_text_and_bytes_without_an_article_have_no_day() -> None:
    for body in (b"", b"Tide tables\n3 March 2022"):
        assert date_page(make_page(body, "text/plain")[0]) == (None, "")


# Where trafilatura has nothing to say.

Answer = Callable[..., list[str]]


def answer(fast: list[str], standard: list[str]) -> tuple[Answer, list[bool]]:
    """An extractor with a fixed answer for each mode, and the modes it was asked in."""
    asked: list[bool] = []

    def extract(tree: object, **mode: bool) -> list[str]:
        asked.append(mode["fast"])
        return fast if mode["fast"] else standard

    return extract, asked


def picked(monkeypatch: pytest.MonkeyPatch, fast: list[str], standard: list[str], body: bytes = b"") -> tuple[set[str], list[bool]]:
    """The texts kept when the extractor answers so, and the modes it was asked in."""
    opened = open_page(body or markup_of(paragraphs(*STORY)), "text/html")
    pieces = make_pieces(opened.rendering)
    extract, asked = answer(fast, standard)
    monkeypatch.setattr(extracts, "extract_lines", extract)
    pick_body(pieces, opened.tree)
    return {piece.text for piece in pieces if piece.kept}, asked


def test_a_full_answer_of_the_fast_mode_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    assert picked(monkeypatch, [*STORY], ["Home"]) == ({*STORY}, [True])


def test_a_short_answer_is_asked_again_in_standard_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    assert picked(monkeypatch, [STORY[1]], [*STORY]) == ({*STORY}, [True, False])


def test_a_poorer_second_answer_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    assert picked(monkeypatch, [STORY[1]], [TITLE]) == ({STORY[1]}, [True, False])


def test_an_answer_of_mostly_other_lines_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"Skerry to Holm, sailing number {number}, deck and cabin" for number in range(12)]
    body = markup_of(f"{paragraphs(*STORY)}<ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul>")
    assert picked(monkeypatch, [STORY[0], *rows], [STORY[0]], body) == ({STORY[0]}, [True, False])


@pytest.mark.parametrize("lines", [[], [TITLE], ["Not a line of this page, whatever an extractor says."]])
def test_without_an_answer_what_reads_like_paragraphs_is_kept(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert picked(monkeypatch, lines, lines)[0] == {*STORY}


@pytest.mark.parametrize("hint", "nav footer aside related comments cookie share promo hidden figcaption form".split(" "))
def test_the_fallback_takes_nothing_from_boxes(hint: str) -> None:
    inside, outside = Piece(0, 10, STORY[0], "p", (hint,)), Piece(0, 10, STORY[0], "p", ("main",))
    pick_prose([inside, outside])
    assert (inside.kept, outside.kept) == (False, True)


def test_the_fallback_takes_paragraphs_that_are_not_half_a_link() -> None:
    size = len(STORY[0])
    pieces = [Piece(0, size, STORY[0], "p", (), links) for links in (size // 2 - 1, size // 2 + 1)]
    pieces += [Piece(0, len(TITLE), TITLE, "p"), Piece(0, len(STORY[1]), STORY[1], "p", kept=False)]
    pick_prose(pieces)
    assert [piece.kept for piece in pieces] == [True, False, False, True]


@pytest.mark.parametrize("fault", [ValueError, TypeError, AttributeError, RecursionError, AssertionError])
def test_a_fall_of_the_extractor_loses_no_story(fault: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: object, **__: object) -> object:
        raise fault

    monkeypatch.setattr(trafilatura, "bare_extraction", fall)
    assert extract_lines(html.document_fromstring("<p>Skerry</p>")) == []
    assert clean_page(make_page(*PAGES["page"][:2])[0])[0].text == "\n".join(STORY)


@pytest.mark.parametrize(("bound", "value"), [("LARGEST", 400), ("MOST", 3)])
def test_large_pages_are_read_without_the_extractor(bound: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Page] = []

    def extract(tree: object, *, fast: bool = True) -> list[str]:
        asked.append(page)
        return [STORY[0]]

    page = make_page(*PAGES["page"][:2])[0]
    monkeypatch.setattr(extracts, "extract_lines", extract)
    clean_page(page)
    assert asked
    asked.clear()
    monkeypatch.setattr(articles, bound, value)
    (found,) = clean_page(page)
    assert (found.text, asked) == ("\n".join(STORY), [])


def test_htmldate_is_not_asked_on_large_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    page, opened = make_opened(*PAGES["no day"][:2])
    assert clean_opened(page, opened)[0].known_by == "htmldate"
    monkeypatch.setattr(articles, "LARGEST", 4 * (len(page.text) - 1))
    assert clean_opened(page, opened)[0].published is None


# What the extractor is shown.


def test_the_extractor_is_shown_the_part_with_the_running_text() -> None:
    menu = "".join(f'<li><a href="/{number}">Tide table {number}</a></li>' for number in range(9))
    inside = f'<div id="outer"><div><div id="story">{paragraphs(*STORY)}</div></div></div><ul>{menu}</ul>'
    _, opened = make_opened(markup_of(inside), "text/html")
    assert opened.tree is not None
    pieces = make_pieces(opened.rendering)
    part = extracts.narrow_tree(opened.tree, pieces, opened.holders)
    assert part is not opened.tree
    assert all(line in part.text_content() for line in STORY)
    assert "Tide table" not in part.text_content()
    # Without the elements of the pieces nothing is known, so the whole page is shown.
    assert extracts.narrow_tree(opened.tree, pieces, ()) is opened.tree


def test_text_in_a_box_counts_when_it_is_most_of_the_page() -> None:
    _, opened = make_opened(
        f"<body><div><aside>{paragraphs(*STORY)}</aside></div><footer><p>{OTHER[1]}</p></footer></body>".encode(), "text/html"
    )
    assert opened.tree is not None
    part = extracts.narrow_tree(opened.tree, make_pieces(opened.rendering), opened.holders)
    assert all(line in part.text_content() for line in STORY)


def test_what_cannot_be_aligned_is_never_body_and_never_cited(monkeypatch: pytest.MonkeyPatch) -> None:
    own = "French police arrested eleven German dockers at the quay on Monday, the coast office said."
    foreign = "Italian police arrested ninety Spanish dockers on Tuesday, which nobody wrote on this page."
    page = make_page(markup_of(paragraphs(own, *STORY)), "text/html")[0]
    monkeypatch.setattr(extracts, "extract_lines", lambda _tree, **_: [own, foreign, *STORY, f"{STORY[0]} {foreign}"])
    (article,) = clean_page(page)
    assert article.text == "\n".join((own, *STORY))
    claims = code_claims(article)
    assert claims
    assert all(any(page.text[claim.span.start : claim.span.end] in line for line in (own, *STORY, article.title)) for claim in claims)


def test_the_share_that_aligns_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = open_page(markup_of(paragraphs(*STORY)), "text/html")
    found, total = extracts.align_page(opened)
    letters = sum(len(make_key(line)) for line in STORY)
    assert found == total >= letters
    monkeypatch.setattr(extracts, "extract_lines", lambda _tree, **_: [*STORY, "x" * letters])
    assert extracts.align_page(opened) == (letters, 2 * letters)
    assert extracts.align_page(open_page(b"No mark-up.", "text/plain")) == (0.0, 0.0)
