"""The report as a file: no script, no request, every link inside resolves, page text is only text; charts and maps in it."""

from __future__ import annotations

import random
import re

import msgspec
import pytest
from lxml import html

from offing.records import Article, Role, Segment, Span, Standing
from offing.tell.briefs import make_brief
from offing.tell.charts import draw_probability
from offing.tell.judgements import Judgement
from offing.tell.maps import Spot, draw_map, load_land
from offing.tell.panes import Panes, show_text
from offing.tell.reports import write_report
from offing.tell.views import View
from tests.tell.factory import make_view, make_world


@pytest.fixture(scope="module")
def text() -> str:
    view = make_view()
    return write_report(view, make_brief(view, tool="offing test"))


@pytest.fixture(scope="module")
def tree(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def test_no_script_and_no_request(text: str, tree: html.HtmlElement) -> None:
    assert not tree.xpath("//script|//iframe|//img|//object|//embed|//form|//base")
    assert not [name for node in tree.iter() if isinstance(node.tag, str) for name in node.attrib if name.startswith("on")]
    assert not re.search(r"@import|url\((?!#)", text)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert all(href.startswith(("#", "data:,")) for href in tree.xpath("//@href"))


def test_every_link_resolves(tree: html.HtmlElement) -> None:
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = [href[1:] for href in tree.xpath("//@href") if href.startswith("#")]
    assert len(links) > 100
    assert set(links) <= set(ids)


def test_every_number_leads_to_a_lit_sentence(tree: html.HtmlElement) -> None:
    lit = {mark.get("id") for mark in tree.xpath("//mark[@id]")}
    numbers = tree.xpath("//sup/a|//a[starts-with(@class,'chip')]|//ol[@class='end']//a|//td//a[not(contains(@class,'ct'))]")
    assert len(numbers) > 60  # counts, which may lead through a list: test_counts.py
    for link in numbers:
        assert link.get("href")[1:] in lit, html.tostring(link)


def test_lit_words_are_the_endnotes_words(tree: html.HtmlElement) -> None:
    for note in tree.xpath("//ol[@class='end']/li"):
        quote = note.xpath(".//q/a")[0]
        (mark,) = tree.xpath(f"//mark[@id='{quote.get('href')[1:]}']")
        for back in mark.xpath(".//a[@class='back']"):
            back.text = ""
        wanted = " ".join(quote.text_content().strip("“”").rstrip("…").split())
        assert wanted in " ".join(mark.text_content().split())


def test_page_text_is_only_text(text: str, tree: html.HtmlElement) -> None:
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "\u202e" not in text
    assert "\u200b" not in text
    assert [node.text for node in tree.xpath("//span[@class='ctl']")][:2] == ["U+202E", "U+200B"]


def test_cuts_carry_their_reason_and_the_seam_is_drawn(tree: html.HtmlElement) -> None:
    reasons = {node.text for node in tree.xpath("//p[@class='cut']/span[@class='why']")}
    assert {"menu", "caption, doubled", "headline echoed", "share link"} <= reasons
    assert [node.text for node in tree.xpath("//div[@class='seam']")] == ["another story begins here"]


def test_banners(tree: html.HtmlElement) -> None:
    words = " ".join(node.text_content() for node in tree.xpath("//div[@class='banner']"))
    assert "Invented outlets on a public record: an example, not news." in words
    assert "Simulated world" in words


def test_one_heading_one_main_and_named_charts(tree: html.HtmlElement) -> None:
    assert len(tree.xpath("//h1")) == 1
    assert len(tree.xpath("//main")) == 1
    charts = tree.xpath("//*[local-name()='svg'][not(@aria-hidden)]")
    assert len(charts) >= 4
    assert all(chart.get("role") == "img" and chart.get("aria-label") for chart in charts)
    assert all(head.get("scope") == "col" for head in tree.xpath("//th"))


def test_same_records_in_any_order_same_bytes(text: str) -> None:
    records = make_world().records
    random.Random(3).shuffle(records)
    view = View(records)
    assert write_report(view, make_brief(view, tool="offing test")) == text


def test_an_empty_case_still_reports() -> None:
    view = View([])
    text = write_report(view, make_brief(view))
    assert "Not known" in text
    assert "No denial was seen" in text


def test_crossing_spans_keep_one_id_each() -> None:
    words = "One sentence here. Another one there."
    segment = Segment(span=Span("page0", 5, 5 + len(words)), role=Role.BODY, reason="", text=words)
    panes = Panes(View([Article(page="page0", part=0, segments=(segment,), text=words)]))
    first, second = panes.cite(Span("page0", 5, 23)), panes.cite(Span("page0", 15, 36))
    panes.underline(Span("page0", 9, 17), "who")
    block = panes.print_page("page0").blocks[0].html
    tree = html.fragment_fromstring(f"<p>{block}</p>")
    assert tree.text_content() == words
    assert sorted(tree.xpath(".//@id")) == sorted([first, second])
    assert panes.cite(Span("other", 0, 4)) == ""


def test_control_characters_are_shown() -> None:
    assert show_text("a\u2066b<i>\x07") == (
        'a<span class="ctl" title="invisible character U+2066">U+2066</span>b&lt;i&gt;'
        '<span class="ctl" title="invisible character U+0007">U+0007</span>'
    )


def test_probability_rule_says_everything() -> None:
    judgement = Judgement(text="", caption="", pair="A-B", probability=0.004, low=0.001, high=0.02, base=0.01, band="almost no chance")
    drawing = str(draw_probability(judgement))
    assert "&lt; 1 %" in drawing
    assert "almost no chance" in drawing
    assert draw_probability(msgspec.structs.replace(judgement, probability=None)) == ""


def test_coastline_holds_land_and_sea() -> None:
    def inside(lon: float, lat: float) -> bool:
        hits = 0
        for ring in load_land():
            for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
                if (y0 > lat) != (y1 > lat) and lon < (x1 - x0) * (lat - y0) / (y1 - y0) + x0:
                    hits += 1
        return hits % 2 == 1

    assert inside(44.4, 33.3)
    assert inside(2.3, 48.8)
    assert not inside(-30.0, 30.0)
    assert not inside(51.0, 42.0)


def test_map_labels_every_spot() -> None:
    spots = [
        Spot(name="Baghdad", lat=33.3, lon=44.4, precision="city", standing=Standing.REPORTED, lines=(("1", "#a"), ("3", "#c"))),
        Spot(name="Iraq", lat=33.0, lon=44.0, precision="country", standing=Standing.CONTESTED, lines=(("2", "#b"),)),
    ]
    tree = html.fragment_fromstring(str(draw_map(spots)))
    texts = [node.text_content() for node in tree.iter("text")]
    assert texts[:2] == ["Baghdad 1, 3", "Iraq 2"]
    assert tree.xpath(".//text//a/@href") == ["#a", "#c", "#b"]
    assert len(tree.xpath(".//circle")) == 1
    assert draw_map([]) == ""
