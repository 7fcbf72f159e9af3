"""Plain text for the command line."""

from __future__ import annotations

import pytest

from offing.errors import NotFound
from offing.records import Line, Page, Story
from offing.tell.briefs import make_brief
from offing.tell.texts import claim_rows, copy_rows, explain_record, story_rows, timeline_rows, write_text
from offing.tell.views import View
from tests.tell.factory import make_view


@pytest.fixture(scope="module")
def view() -> View:
    return make_view()


def test_brief_as_text(view: View) -> None:
    text = write_text(make_brief(view))
    for head in ("JUDGEMENT", "REPORTED", "DISPUTED", "ASSESSED", "NOT KNOWN", "SOURCE SUMMARY STATEMENT", "ENDNOTES"):
        assert f"\n{head}\n" in text
    assert "denied by Ishen’s foreign ministry (1 text, 1 voice)" in text
    assert "wounded 4 (its owner)" in text


def test_why_walks_down_to_the_characters(view: View) -> None:
    line = next(line for line in view.all(Line) if "A tug" in line.text)
    tree = explain_record(view, line.id[:10])
    assert tree.startswith(f"Line {line.id}")
    assert "sentence 40-151: “A tug was fired on" in tree
    page = next(page for page in view.all(Page) if page.id == line.cites[0].page)
    assert page.sha256 in tree
    assert page.text[40:151] in tree


def test_unknown_ids_are_refused(view: View) -> None:
    with pytest.raises(NotFound) as caught:
        explain_record(view, "zzzz")
    assert "offing brief" in caught.value.hint


def test_rows(view: View) -> None:
    assert timeline_rows(view)[0]["happened"] == "11 March 2031"
    first = story_rows(view)[0]
    assert (first["articles"], first["denied"]) == (6, 2)
    story = view.get(Story, str(first["story"]))
    claims = claim_rows(view, story.id)
    assert claims[0]["texts"] == 3
    assert any("Ishen’s foreign ministry: “" in str(row["denials"]) for row in claims)
    assert any(row["tellers"] == "unnamed “signs” < Defence Minister Ana Ruhl < Vellin Courier" for row in claims)
    copies = copy_rows(view, story)
    assert {row["direction"] for row in copies} == {"first copied by second", "direction unknown"}
