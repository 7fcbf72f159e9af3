"""Every count in the report leads to lit sentences: at once when it counts one thing, else through a list with one entry per thing."""

from __future__ import annotations

import re

import pytest
from lxml import html

from offing.tell.briefs import make_brief
from offing.tell.reports import LISTED, write_report
from tests.tell.factory import make_view

NOUN = re.compile(
    r"\b[1-9][\d,]*\s+(articles?|text origins?|texts?|voices?|lines?|passages?|events?|dispatch(?:es)?|speakers?|claims?|outlets?"
    r"|pairs? of articles|reported|disputed|stor(?:y|ies)|killed|wounded|more)\b"
)
# Words of pages and what is told by them, not counted by us; statistics of forecasts; summaries that open what they count.
QUOTING = ("pg", "txt", "c", "ev", "edit", "judge", "slots", "cmp", "end", "banner-words", "chain")


@pytest.fixture(scope="module", params=["made by hand", "example"])
def tree(request: pytest.FixtureRequest) -> html.HtmlElement:
    view = make_view() if request.param == "made by hand" else request.getfixturevalue("example")
    return html.document_fromstring(write_report(view, make_brief(view, tool="offing test")))


def opens_lit(tree: html.HtmlElement, href: str, steps: int = 2) -> bool:
    """Whether a link leads to a lit mark, at once or through the links of the element that it opens."""
    found = tree.xpath("//*[@id=$at]", at=href[1:]) if href.startswith("#") else []
    if not found:
        return False
    if found[0].tag == "mark" or found[0].xpath(".//mark"):
        return True
    links = found[0].xpath(".//a/@href")
    return steps > 1 and bool(links) and all(opens_lit(tree, link, steps - 1) for link in links)


def first_number(words: str) -> int:
    found = re.search(r"\d[\d,]*", words)
    return int(found.group().replace(",", "")) if found else -1


def has_class(node: html.HtmlElement, names: tuple[str, ...]) -> bool:
    return bool(set((node.get("class") or "").split()) & set(names))


def test_every_count_leads_to_lit_sentences(tree: html.HtmlElement) -> None:
    counts = [link for link in tree.iter("a") if "ct" in (link.get("class") or "").split()]
    assert len(counts) > 30
    for link in counts:
        assert opens_lit(tree, link.get("href")), html.tostring(link)


def test_a_list_holds_as_many_things_as_its_number_says(tree: html.HtmlElement) -> None:
    checked = 0
    for link in tree.iter("a"):
        if "ct" not in (link.get("class") or "").split() or "told" in link.get("class").split():
            continue  # a number that pages tell leads to those who tell it
        (target,) = tree.xpath("//*[@id=$at]", at=link.get("href")[1:])
        number = first_number(link.text_content())
        if number > 1 and target.tag == "ol":
            entries = target.xpath("./li[not(@class='more')]")
            assert len(entries) == min(number, LISTED), html.tostring(link)
            assert all(entry.xpath(".//a") for entry in entries)
            checked += 1
        elif number == 1:
            assert target.tag == "mark", html.tostring(link)
    assert checked > 10


def test_no_count_of_ours_stands_without_a_link(tree: html.HtmlElement) -> None:
    loose = []
    for node in tree.find("body").iter():
        if not isinstance(node.tag, str) or node.tag in ("style", "title"):
            continue
        for text, owner in ((node.text, node), (node.tail, node.getparent())):
            line = [owner, *owner.iterancestors()] if owner is not None else []
            if not text or any(at.tag in ("a", "mark", "q", "summary", "h1", "h2", "style") or has_class(at, QUOTING) for at in line):
                continue
            loose += [found.group() for found in NOUN.finditer(text)]
    assert loose == []


def test_a_summary_opens_as_many_rows_as_it_says(tree: html.HtmlElement) -> None:
    for summary in tree.iter("summary"):
        number, rows = first_number(summary.text_content()), summary.getparent().xpath("./table//tbody/tr")
        if rows and number > 0:
            assert len(rows) == min(number, 300)


def test_every_number_of_a_table_leads_to_a_sentence(tree: html.HtmlElement) -> None:
    cells = tree.xpath("//section[contains(@class,'figs')]//td[2]/a | //details[@class='twin']//td/a")
    assert cells
    for link in cells:
        assert opens_lit(tree, link.get("href")), html.tostring(link)


def test_drawings_lead_to_sentences(tree: html.HtmlElement) -> None:
    links = tree.xpath("//*[local-name()='svg']//a")
    assert links
    for link in links:
        assert opens_lit(tree, link.get("href")), html.tostring(link)
