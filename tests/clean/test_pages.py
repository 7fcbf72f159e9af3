"""Pages with mark-up: which blocks are body, what the page says of itself, stories stuck to its tail. All outlets are invented."""

from __future__ import annotations

import json

import pytest

from offing.clean import clean_page
from offing.clean.extracts import mark_pieces
from offing.clean.metadata import read_metadata
from offing.clean.pieces import make_pieces
from offing.clean.times import find_address_date, make_when
from offing.read import make_page
from offing.read.renderings import open_page, render_text
from offing.records import Article, Precision, Role

BODY = [
    "Dockers in the port of Varn walked out on Monday in a quarrel over night shifts, the harbour board said.",
    "About 400 men left their cranes at noon, and eleven ships were waiting outside the mole by evening.",
    "The board called the walkout unlawful and asked the court in Holm to end it. A hearing is set for Wednesday.",
]
OTHER = [
    "BRANNOCK: Beekeepers on the island of Brannock have lost a third of their hives to mites this winter, the guild said on Friday.",
    "Tove Lindgren, who keeps sixty hives near Ask, said that she had never seen so many dead queens.",
]


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def page_of(inside: str, head: str = "") -> str:
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Dockers walk out in Varn | Varn Times</title>{head}</head><body>
<nav><a href="/">Home</a> <a href="/w">World</a></nav><main><article><h1>Dockers walk out in Varn</h1>{inside}</article></main>
<footer><p>Varn Times · Contact · Terms</p></footer></body></html>"""


def clean(markup: str) -> list[Article]:
    return clean_page(make_page(markup.encode(), "text/html")[0])


def roles(article: Article) -> dict[str, tuple[Role, str]]:
    return {segment.text: (segment.role, segment.reason) for segment in article.segments}


def test_body_and_cuts_of_a_page() -> None:
    inside = (
        '<p class="dek">Board goes to court over night shifts</p>'
        '<div class="byline">Ida Reed <time datetime="2020-01-06T18:05:00+02:00">6 January 2020</time></div>'
        "<figure><img src=a.jpg><figcaption>Idle cranes. Picture: Tom Holm/MPA</figcaption></figure>"
        '<div class="photo-caption">Idle cranes. Picture: Tom Holm/MPA</div>'
        f'{paragraphs(BODY)}<p class="agency">MPA</p>'
        '<div class="related"><h3>Related stories</h3><ul><li><a href="/1">Tide tables</a></li></ul></div>'
    )
    (article,) = clean(page_of(inside))
    assert article.text == "\n".join(BODY)
    found = roles(article)
    assert found["Dockers walk out in Varn"] == (Role.HEADLINE, "headline")
    assert found["Board goes to court over night shifts"] == (Role.DEK, "summary under the headline")
    assert found["Ida Reed"] == (Role.BYLINE, "byline")
    assert found["6 January 2020"] == (Role.DATE, "date line")
    assert found["MPA"] == (Role.CREDIT, "credit line")
    assert found["Home World"] == (Role.FURNITURE, "menu")
    captions = [segment.reason for segment in article.segments if segment.role is Role.CAPTION]
    assert captions == ["caption", "caption, doubled"]
    assert (article.credit, article.byline, article.outlet, article.language) == ("MPA", "Ida Reed", "Varn Times", "en")


@pytest.mark.parametrize("dateline", [True, False])
def test_a_second_story_under_its_own_heading_is_split_off(dateline: bool) -> None:
    other = OTHER if dateline else [OTHER[0].removeprefix("BRANNOCK: "), OTHER[1]]
    inside = f"{paragraphs(BODY)}</article><div><h2>Mites kill bees on Brannock</h2>{paragraphs(other)}</div><article>"
    main, second = clean(page_of(inside))
    assert main.text == "\n".join(BODY)
    assert (second.part, second.title, second.published) == (1, "Mites kill bees on Brannock", None)
    assert second.dateline == ("BRANNOCK" if dateline else "")
    assert "dead queens" in second.text


def test_teasers_and_boxes_are_no_second_story() -> None:
    teaser = (
        '<div class="teasers"><h3>Mites kill bees on Brannock</h3><p>A third of the hives are gone.</p>'
        "<h3>Tide tables</h3><p>All of January.</p></div>"
    )
    box = "<section><h3>About Varn Times</h3><p>Varn Times is a daily paper.</p></section>"
    assert len(clean(page_of(paragraphs(BODY) + "</article>" + teaser + box + "<article>"))) == 1


def test_an_echoed_headline_is_no_body() -> None:
    (article,) = clean(page_of(f'<div class="story"><p>Dockers walk out in Varn</p>{paragraphs(BODY)}</div>'))
    assert article.text == "\n".join(BODY)
    assert [segment.reason for segment in article.segments if segment.role is Role.HEADLINE] == ["headline", "headline echoed"]


LINKED = {
    "@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": "Varn Times", "datePublished": "1999-01-01"},
        {"@type": ["NewsArticle"], "headline": "Dockers walk out",
         "datePublished": "2020-01-06T18:05:31.000+02:00", "dateModified": "2020-01-07T07:00:00Z",
         "author": [{"@type": "Person", "name": "Ida Reed"}], "publisher": {"@type": "Organization", "name": "Varn Times"}},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("head", "start", "precision", "known_by"),
    [
        (f'<script type="application/ld+json">{json.dumps(LINKED)}</script>', "2020-01-06T18:05+02:00", Precision.MINUTE, "JSON-LD"),
        ('<meta property="article:published_time" content="2020-01-06T18:05:31Z">', "2020-01-06T18:05Z", Precision.MINUTE, "meta"),
        ('<meta name="date" content="2020-01-06">', "2020-01-06", Precision.DAY, "meta"),
        ('<link rel="canonical" href="https://varn.example/2020/01/06/dockers">', "2020-01-06", Precision.DAY, "address"),
        ('<meta property="article:published_time" content="1970-01-01T00:00:00Z">', "", Precision.UNKNOWN, ""),
        ('<script type="application/ld+json">{"@type": "NewsArticle", broken</script>', "", Precision.UNKNOWN, ""),
    ],
)
def test_the_time_of_publication_keeps_zone_and_precision(head: str, start: str, precision: Precision, known_by: str) -> None:
    (article,) = clean(page_of(paragraphs(BODY), head))
    assert article.known_by == known_by
    if start:
        assert article.published is not None
        assert (article.published.start, article.published.precision, article.published.form) == (start, precision, start)
    else:
        assert article.published is None


def test_linked_metadata() -> None:
    opened = open_page(page_of("", f'<script type="application/ld+json">{json.dumps(LINKED)}</script>').encode(), "text/html")
    metadata = read_metadata(opened, "")
    assert (metadata.titles[0], metadata.outlet, metadata.byline) == ("Dockers walk out", "Varn Times", "Ida Reed")
    assert metadata.updated is not None
    assert metadata.updated.start == "2020-01-07T07:00Z"


def test_a_live_page_is_dated_by_its_last_post() -> None:
    posts = [("2020-01-06T21:10:00+02:00", "21:10", BODY[0]), ("2020-01-06T12:40:00+02:00", "12:40", BODY[1])]
    post = '<section><h3><time datetime="{}">{}</time> Cranes stand still</h3><p>{}</p></section>'
    inside = "".join(post.format(*parts) for parts in posts)
    (article,) = clean(page_of(inside).replace("<h1>", "<h1>Live: "))
    assert article.published is not None
    assert article.published.start == "2020-01-06T21:10+02:00"
    assert (Role.DATE, "time of a live post") in roles(article).values()
    assert (Role.HEADLINE, "heading of a live post") in roles(article).values()


def test_the_mark_of_an_invented_outlet() -> None:
    assert clean(page_of(paragraphs(BODY), '<meta name="offing:invented" content="yes">'))[0].invented


def test_a_feed_entry_is_an_article() -> None:
    body = (
        '<rss version="2.0"><channel><title>Varn Times: World</title><item><title>Dockers walk out</title><link>https://varn.example/1</link>'
        f"<author>MPA</author><category>invented: Offing example</category><pubDate>Mon, 06 Jan 2020 18:05:00 +0200</pubDate>"
        f"<description><![CDATA[{paragraphs(BODY)}]]></description></item></channel></rss>"
    )
    (article,) = clean_page(make_page(body.encode(), "application/rss+xml")[0])
    assert article.text == "\n".join(BODY)
    assert (article.title, article.outlet, article.credit, article.invented) == ("Dockers walk out", "Varn Times", "MPA", True)
    assert article.published is not None
    assert article.published.start == "2020-01-06T18:05+02:00"


def test_a_row_is_an_article() -> None:
    body = json.dumps({"title": "Dockers walk out", "text": "\n".join(BODY), "source": "Varn Times", "date": "2020-01-06"}).encode()
    (article,) = clean_page(make_page(body, "application/json")[0])
    assert article.text == "\n".join(BODY)
    assert (article.title, article.outlet, article.known_by) == ("Dockers walk out", "Varn Times", "row")


def test_what_an_extractor_yields_is_aligned_or_not_used() -> None:
    text = "Menu\nDockers walk out\n" + "\n".join(BODY) + "\nMenu"
    pieces = make_pieces(render_text(text))
    share = mark_pieces(pieces, [BODY[0], BODY[1][:40] + " something else " + BODY[1][40:], "Nowhere on the page stands this line."])
    assert [piece.kept for piece in pieces] == [False, False, True, True, False, False]
    assert 0.5 < share < 1


def test_dates_that_are_no_news_dates() -> None:
    assert make_when("1980-05-05") is None
    assert make_when("yesterday") is None
    found = find_address_date("https://varn.example/2020/jan/2/dockers")
    assert found is not None
    assert found.start == "2020-01-02"
    assert find_address_date("https://varn.example/2020/44/2/dockers") is None
