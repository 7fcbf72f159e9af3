"""The day of publication: mark-up, date lines beside the story, days near midnight, rather none than a wrong one. Outlets are invented."""

from __future__ import annotations

import json

import pytest
from lxml import html

from offing.clean import clean_page, date_page
from offing.clean.days import find_day
from offing.clean.metadata import Metadata, read_metadata
from offing.clean.pieces import Piece
from offing.clean.times import guess_published, make_when
from offing.read import make_page
from offing.read.renderings import open_page
from offing.records import Page, Precision, Role, When

STORY = (
    "Snow closed the pass above Tarn Ridge on Sunday night, and forty lorries stood before the barrier, the road office said.",
    "Two ploughs worked from either side until the wind drove them back to the inn at Corrie.",
    "Drivers slept in the school hall, where the women of the village cooked soup for them.",
)
TITLE = "Snow closes the pass above Tarn Ridge"


def page_of(above: str = "", *, head: str = "", below: str = "", address: str = "") -> Page:
    link = f'<link rel="canonical" href="https://ridge.example{address}">' if address else ""
    markup = f"""<!doctype html><html lang="en"><head><title>{TITLE} | Ridge Herald</title>{link}{head}</head><body><main><article>
<h1>{TITLE}</h1>{above}{"".join(f"<p>{text}</p>" for text in STORY)}{below}</article></main></body></html>"""
    return make_page(markup.encode(), "text/html")[0]


def linked(document: object) -> str:
    return f'<script type="application/ld+json">{document if isinstance(document, str) else json.dumps(document)}</script>'


def dated(page: Page) -> tuple[str, str]:
    """Start and source of the article's day, from `clean_page`, after a look that `date_page` says the same."""
    article = clean_page(page)[0]
    assert date_page(page) == (article.published, article.known_by)
    return (article.published.start if article.published else "", article.known_by)


def stacked(*lines: str | Piece, text: str = STORY[0]) -> tuple[Page, list[Piece]]:
    """A page and its pieces from lines above a paragraph; line after line, offsets as on a real page."""
    pieces, start = [], 0
    for made in (*lines, text):
        piece = made if isinstance(made, Piece) else Piece(0, len(made), made, "p")
        piece.start, piece.end = start, start + len(piece.text)
        start = piece.end + 1
        pieces.append(piece)
    whole = "\n".join(piece.text for piece in pieces)
    return make_page(whole.encode(), "text/plain")[0], pieces


def date_line(text: str) -> Piece:
    piece = Piece(0, len(text), text, "p")
    piece.cut(Role.DATE, "date line")
    return piece


def said(start: str, known_by: str = "JSON-LD") -> Metadata:
    return Metadata(published=make_when(start), known_by=known_by)


def start_of(when: When | None) -> str:
    return when.start if when else ""


# JSON-LD, whole and broken.

NEWS = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2021-02-07T18:30:00+01:00", "author": {"name": "Runa Falk"}}
SITE = {"@type": "WebSite", "name": "Ridge Herald", "headline": "Herald", "author": "Herald", "datePublished": "2003-03-03"}
WEB_PAGE = {"@type": "WebPage", "datePublished": "2019-09-09T09:00:00Z", "headline": TITLE}


@pytest.mark.parametrize(
    "document",
    [
        NEWS,
        [SITE, NEWS],
        {"@graph": [SITE, WEB_PAGE, NEWS]},
        {"@graph": [NEWS, WEB_PAGE, SITE]},
        {"@graph": [SITE, {**NEWS, "@type": ["Thing", "NewsArticle"]}]},
        {**SITE, "mainEntity": {"@list": [[NEWS]]}},
        {**WEB_PAGE, "mainEntityOfPage": NEWS},
        f"\n {json.dumps(NEWS)} ;\n",
        json.dumps(NEWS).replace("pass above", "pass\tabove\n"),
    ],
    ids=["alone", "list", "graph", "graph, article first", "two kinds", "nested", "inside a page", "semicolon", "raw breaks"],
)
def test_the_article_is_found_in_every_form_of_json_ld(document: object) -> None:
    page = page_of(head=linked(document))
    assert dated(page) == ("2021-02-07T18:30+01:00", "JSON-LD")
    # The author is read from whole JSON-LD only: nothing of these forms counts as broken.
    assert clean_page(page)[0].byline == "Runa Falk"


def test_the_article_may_stand_in_the_second_script() -> None:
    assert dated(page_of(head=linked(WEB_PAGE) + linked(NEWS))) == ("2021-02-07T18:30+01:00", "JSON-LD")


@pytest.mark.parametrize("document", [SITE, {**NEWS, "@type": "Person"}, {**NEWS, "@type": "NewsArticleList"}, [], "3"])
def test_other_objects_are_not_read_as_the_article(document: object) -> None:
    page = page_of(head=linked(document))
    metadata = read_metadata(open_page(page.body, page.media_type), page.url)
    assert (metadata.published, metadata.known_by) == (None, "")
    # Another source is asked in its place.
    assert dated(page_of("<p>7 February 2021</p>", head=linked(document))) == ("2021-02-07", "text")


@pytest.mark.parametrize(
    "document",
    [
        '{"@type": "NewsArticle", "datePublished": "2021-02-07T18:30:00+01:00", "dateModified": "2021-02-08",}',
        '{"@type": "NewsArticle", "headline": "The "long" night", "datePublished" : "2021-02-07T18:30:00+01:00"',
        '{"datePublished": "2021-02-07T18:30:00+01:00", "items": [{"datePublished": "2022-05-05", "x": }]}',
    ],
    ids=["last comma", "bare quotation marks", "two dates"],
)
def test_broken_json_ld_still_gives_its_first_day(document: str) -> None:
    assert dated(page_of(head=linked(document))) == ("2021-02-07T18:30+01:00", "JSON-LD")


def test_broken_json_ld_without_a_day_leaves_it_to_the_next_source() -> None:
    head = linked('{"@type": "NewsArticle", "dateCreated": "2021-02-01", ') + '<meta name="date" content="2021-02-07">'
    assert dated(page_of(head=head)) == ("2021-02-07", "meta")


def test_json_ld_nested_without_end_is_survived() -> None:
    deep = "[" * 50_000 + '{"@type": "NewsArticle"'
    assert dated(page_of(head=linked(deep) + '<meta name="date" content="2021-02-07">')) == ("2021-02-07", "meta")


# A time in UTC near midnight.


@pytest.mark.parametrize(
    ("moment", "shown", "day"),
    [
        ("2021-02-07T23:30:00Z", "8 February 2021", "2021-02-08"),
        ("2021-02-07T23:30:00+00:00", "8 February 2021", "2021-02-08"),
        ("2021-02-08T02:00:00Z", "7 February 2021", "2021-02-07"),
        # From 13:00 on it may be the next day in the east, before 08:00 the day before in the west.
        ("2021-02-07T13:00:00Z", "8 February 2021", "2021-02-08"),
        ("2021-02-08T07:59:00Z", "7 February 2021", "2021-02-07"),
    ],
)
def test_the_day_that_the_page_shows_counts_near_midnight(moment: str, shown: str, day: str) -> None:
    when, known_by = find_day(*stacked(TITLE, shown), said(moment))
    assert when is not None
    assert (when.start, when.end, when.form, when.precision, known_by) == (day, day, day, Precision.DAY, "JSON-LD")
    assert when.words == moment


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2021-02-07T12:59:00Z", "8 February 2021"),
        ("2021-02-08T08:00:00Z", "7 February 2021"),
        ("2021-02-07T23:30:00Z", "9 February 2021"),
        ("2021-02-07T23:30:00Z", "6 February 2021"),
        ("2021-02-07T23:30:00+01:00", "8 February 2021"),
        ("2021-02-07", "8 February 2021"),
    ],
    ids=["noon", "morning", "two days on", "the day before", "local time", "a day only"],
)
def test_a_day_that_midnight_does_not_explain_moves_nothing(moment: str, shown: str) -> None:
    metadata = said(moment)
    assert find_day(*stacked(TITLE, shown), metadata) == (metadata.published, "JSON-LD")


@pytest.mark.parametrize(
    ("moment", "shown", "start"),
    [
        ("2021-02-07T23:30:00Z", "8 February 2021, 01:30", "2021-02-08T01:30+02:00"),
        ("2021-02-07T23:30:00Z", "8 February 2021, 05:00", "2021-02-08T05:00+05:30"),
        ("2021-02-08T02:00:00Z", "7 February 2021 9:00 pm", "2021-02-07T21:00-05:00"),
    ],
)
def test_the_clock_of_the_outlet_gives_its_zone(moment: str, shown: str, start: str) -> None:
    when, _ = find_day(*stacked(TITLE, shown), said(moment))
    assert when is not None
    assert (when.start, when.end, when.form, when.precision) == (start, start, start, Precision.MINUTE)


@pytest.mark.parametrize("shown", ["8 February 2021, 01:37", "8 February 2021, 14:30"])
def test_a_clock_that_is_no_zone_away_gives_the_day_only(shown: str) -> None:
    when, _ = find_day(*stacked(TITLE, shown), said("2021-02-07T23:30:00Z"))
    assert (start_of(when), when and when.precision) == ("2021-02-08", Precision.DAY)


@pytest.mark.parametrize(("address", "day"), [("/2021/02/08/pass", "2021-02-08"), ("/2021/02/07/pass", "2021-02-07T23:30Z"), ("", "")])
def test_the_day_of_the_address_counts_near_midnight_too(address: str, day: str) -> None:
    head = linked({**NEWS, "datePublished": "2021-02-07T23:30:00Z"})
    assert dated(page_of(head=head, address=address)) == (day or "2021-02-07T23:30Z", "JSON-LD")


def test_one_witness_for_the_day_of_the_mark_up_is_enough() -> None:
    page = page_of("<p>8 February 2021</p>", head=linked({**NEWS, "datePublished": "2021-02-07T23:30:00Z"}), address="/2021/02/07/pass")
    assert dated(page) == ("2021-02-07T23:30Z", "JSON-LD")


@pytest.mark.parametrize(("known_by", "day"), [("meta", "2021-02-08"), ("time tag", "2021-02-08"), ("feed", "2021-02-07T23:30Z")])
def test_only_times_of_the_mark_up_are_moved(known_by: str, day: str) -> None:
    when, told = find_day(*stacked(TITLE, "8 February 2021"), said("2021-02-07T23:30:00Z", known_by))
    assert (start_of(when), told) == (day, known_by)


def test_a_line_of_an_update_moves_nothing() -> None:
    when, _ = find_day(*stacked(TITLE, "Updated 8 February 2021"), said("2021-02-07T23:30:00Z"))
    assert start_of(when) == "2021-02-07T23:30Z"


# The date line nearest to the story, where the mark-up says nothing.


def test_the_date_line_nearest_to_the_story_counts() -> None:
    page, pieces = stacked("Sunday, 14 February 2021", TITLE, "Posted 7 February 2021", "Ridge Herald")
    when, known_by = find_day(page, pieces, Metadata())
    assert when is not None
    assert (when.start, known_by) == ("2021-02-07", "text")
    assert when.span is not None
    assert page.text[when.span.start : when.span.end] == when.words == "7 February 2021"


def test_a_line_above_the_story_counts_before_one_below_it() -> None:
    below = date_line("9 February 2021")
    page, pieces = stacked("7 February 2021")
    assert start_of(find_day(page, [*pieces, below], Metadata())[0]) == "2021-02-07"
    assert start_of(find_day(page, [*pieces[1:], below], Metadata())[0]) == "2021-02-09"


def test_a_line_that_is_no_date_line_counts_close_above_the_story_only() -> None:
    line = "Ridge Herald, 7 February 2021, page four"
    for between, day in ((11, "2021-02-07"), (12, "")):
        page, pieces = stacked(line, *["Tarn Ridge"] * between)
        assert start_of(find_day(page, pieces, Metadata())[0]) == day
    page, pieces = stacked(date_line("7 February 2021"), *["Tarn Ridge"] * 12)
    assert start_of(find_day(page, pieces, Metadata())[0]) == "2021-02-07"


def test_a_day_in_digits_counts_close_above_the_story_only() -> None:
    page, pieces = stacked("Corrie 2021/02/07")
    assert start_of(find_day(page, pieces, Metadata())[0]) == "2021-02-07"
    page, pieces = stacked(date_line("2021/02/07"), *["Tarn Ridge"] * 12)
    assert find_day(page, pieces, Metadata()) == (None, "")


def test_alone_a_line_of_an_update_is_the_best_that_the_page_says() -> None:
    page, pieces = stacked(TITLE, "Updated 8 February 2021")
    assert start_of(find_day(page, pieces, Metadata())[0]) == "2021-02-08"


# Rather none than a wrong one.


@pytest.mark.parametrize(
    "line",
    [
        "The pass was last shut on 3 March 2018.",
        "Ridge Herald chronicle of winters since the road was built in the valley, 3 March 2018 and after",
        "Winter of 2018",
        "3 March 1984",
        "31 February 2021",
    ],
    ids=["sentence", "long line", "year", "too old", "no such day"],
)
def test_days_that_do_not_date_the_page(line: str) -> None:
    page, pieces = stacked(TITLE, line)
    # Cut, so that the last paragraph is the story's first one even where the line itself is a sentence.
    pieces[1].kept = False
    assert find_day(page, pieces, Metadata()) == (None, "")


def test_a_day_told_in_the_story_does_not_date_it() -> None:
    page, pieces = stacked(TITLE, text="The pass was last shut on 3 March 2018, when a slide took the bridge.")
    assert find_day(page, pieces, Metadata()) == (None, "")


def test_a_page_without_any_day_has_none() -> None:
    assert dated(page_of()) == ("", "")


def test_days_of_other_stories_in_a_list_are_not_taken() -> None:
    times = "".join(f'<li><time datetime="2020-0{month}-02">2 May</time> <a href="/{month}">Tide table</a></li>' for month in (3, 4))
    assert dated(page_of(below=f"<aside><ul>{times}</ul></aside>"))[1] != "time tag"
    assert dated(page_of('<p><time datetime="2021-02-07">on Sunday</time></p>')) == ("2021-02-07", "time tag")


# htmldate, asked last.


def tree_of(markup: str) -> html.HtmlElement:
    return html.document_fromstring(f"<html><head>{markup}</head><body><p>{STORY[0]}</p></body></html>")


def test_htmldate_is_asked_where_nothing_else_is_known() -> None:
    head = '<meta name="article.created" content="2021-02-07">'
    assert dated(page_of(head=head)) == ("2021-02-07", "htmldate")
    assert dated(page_of("<p>8 February 2021</p>", head=head)) == ("2021-02-08", "text")


def test_the_first_of_january_counts_only_where_the_page_spells_it_out() -> None:
    tree = tree_of('<meta name="article.created" content="2021-01-01">')
    assert guess_published(tree, "© 2021 Ridge Herald") is None
    assert guess_published(tree, "11 January to 21 January") is None
    for text in ("Ridge, January 1", "1st Jan", "01.01.2021", "2021-01-01"):
        assert start_of(guess_published(tree, text)) == "2021-01-01", text


def test_the_year_of_a_copyright_line_dates_nothing() -> None:
    assert dated(page_of(below="<footer><p>© 2021 Ridge Herald</p></footer>")) == ("", "")


@pytest.mark.parametrize("fault", [ValueError, AttributeError, RecursionError])
def test_a_fall_of_htmldate_is_no_day(fault: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: object, **__: object) -> str:
        raise fault

    monkeypatch.setattr("offing.clean.times.find_date", fall)
    assert guess_published(tree_of(""), "") is None
    assert dated(page_of()) == ("", "")


@pytest.mark.parametrize("kind", ["NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "LiveBlogPosting"])
def test_every_kind_of_article_of_schema_org_dates_its_page(kind: str) -> None:
    marked = f'{{"@type": "{kind}", "headline": "Boats leave", "datePublished": "2031-03-10T08:15:00+03:00"}}'
    body = (
        f'<html><head><title>Boats leave</title><script type="application/ld+json">{marked}</script></head>'
        "<body><article><h1>Boats leave</h1>"
        "<p>Two patrol boats of Tolmar left Port Ansel at dawn, the harbour office said in a short note to the pilots.</p>"
        "<p>The office did not say why they had been sent, nor when they would be back in the port.</p></article></body></html>"
    )
    page, _ = make_page(body.encode(), "text/html")
    (article,) = clean_page(page)
    assert article.published is not None
    assert article.published.start.startswith("2031-03-10T08:15")
    assert article.known_by == "JSON-LD"


def test_a_day_in_the_mark_up_takes_the_clock_of_its_date_line() -> None:
    when, known_by = find_day(*stacked(TITLE, "7 February 2021, 18:30"), said("2021-02-07"))
    assert (start_of(when), known_by) == ("2021-02-07T18:30", "JSON-LD")
    when, _ = find_day(*stacked(TITLE, "8 February 2021, 18:30"), said("2021-02-07"))
    assert start_of(when) == "2021-02-07"


def test_the_last_update_that_is_stated_counts() -> None:
    days = '<meta property="og:updated_time" content="2021-02-08T07:15:00+01:00"><meta name="last_updated_date" content="2021-02-07">'
    head = linked({**NEWS, "dateModified": "2021-02-08"}) + days
    article = clean_page(page_of(head=head))[0]
    assert (start_of(article.published), start_of(article.updated)) == ("2021-02-07T18:30+01:00", "2021-02-08T07:15+01:00")
