"""Boxes of a page: what its containers cut, what is put back into a story, which lines only lead elsewhere. All outlets are invented."""

from __future__ import annotations

import pytest

from offing.clean import clean_page
from offing.clean.boxes import find_usual, label_boxes, label_links, rescue_paragraphs
from offing.clean.pieces import Piece
from offing.read import make_page
from offing.records import Article, Role

STORY = (
    "The lock at Ostmere was shut on Tuesday after a barge struck its upper gate, the canal office said.",
    "Divers found a crack as long as a man in the oak below the water line.",
    "Grain boats for the mills at Pell were turned back, and some went round by the old river.",
    "The office hopes to open one half of the lock again by the end of the week.",
)
ASIDE = "A walk along the towpath takes two hours and passes three inns with gardens."


def line(text: str, *hints: str, tag: str = "p", kept: bool = True, linked: bool = False) -> Piece:
    return Piece(0, len(text), text, tag, hints, len(text) if linked else 0, kept)


def story(*hints: str) -> list[Piece]:
    return [line(text, *hints) for text in STORY]


def clean(inside: str) -> list[Article]:
    markup = f"""<!doctype html><html lang="en"><head><title>Lock at Ostmere shut | Pell Courier</title>
<link rel="canonical" href="https://courier.example/lock"></head><body><main><article>
<h1>Lock at Ostmere shut</h1>{inside}</article></main></body></html>"""
    return clean_page(make_page(markup.encode(), "text/html")[0])


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{text}</p>" for text in lines)


# Containers.


@pytest.mark.parametrize(
    ("hint", "reason"),
    [
        ("hidden", "hidden text"),
        ("cookie", "cookie notice"),
        ("nav", "menu"),
        ("comments", "reader comments"),
        ("promo", "newsletter or promotion"),
        ("related", "related stories"),
        ("footer", "page footer"),
    ],
)
def test_a_kept_paragraph_in_a_box_is_cut_with_the_name_of_the_box(hint: str, reason: str) -> None:
    boxed = line(ASIDE, hint)
    pieces = [*story(), boxed]
    label_boxes(pieces)
    assert (boxed.kept, boxed.role, boxed.reason) == (False, Role.FURNITURE, reason)
    assert all(piece.kept for piece in pieces[:-1])


def test_a_container_that_holds_the_story_itself_is_no_box() -> None:
    promo = line(ASIDE, "promo", "related")
    pieces = [*story("related"), promo]
    label_boxes(pieces)
    assert all(piece.kept for piece in pieces[:-1])
    assert promo.reason == "newsletter or promotion"


def test_a_container_is_usual_from_half_of_the_words_on() -> None:
    six, five = "Boats may pass again by noon.", "Boats may pass by noon."
    half = [line(six, "related"), line(six)]
    assert find_usual(half) == {"related"}
    assert find_usual([*half, line(six)]) == frozenset()
    # A line of five words is no paragraph, and what was cut before has no voice.
    assert find_usual([*half, line(five), line(six, kept=False)]) == {"related"}


def test_the_first_box_in_the_order_of_the_table_names_the_reason() -> None:
    boxed = line(ASIDE, "footer", "nav", "hidden")
    label_boxes([*story(), boxed])
    assert boxed.reason == "hidden text"


def test_an_earlier_reason_is_not_written_over() -> None:
    caption = line("Oak and iron.", "promo")
    caption.cut(Role.CAPTION, "caption")
    label_boxes([*story(), caption])
    assert (caption.role, caption.reason) == (Role.CAPTION, "caption")


def test_boxes_of_a_whole_page_are_cut() -> None:
    letter = "Our letter about the canal comes out every Friday and costs you nothing at all."
    inside = paragraphs(*STORY[:2]) + f'<div class="newsletter-box"><p>{letter}</p></div>' + paragraphs(*STORY[2:])
    (article,) = clean(inside)
    assert article.text == "\n".join(STORY)
    assert [segment.role for segment in article.segments if letter in segment.text] == [Role.FURNITURE]


def test_a_story_printed_inside_such_a_container_stays() -> None:
    (article,) = clean(f'<div class="latest-post">{paragraphs(*STORY)}</div>')
    assert article.text == "\n".join(STORY)


# What an extractor dropped.


def test_a_dropped_paragraph_of_the_same_make_is_put_back() -> None:
    pieces = story("bold")
    pieces[1].cut(Role.FURNITURE, "outside the story")
    pieces.insert(2, line(ASIDE, "advert", kept=False))
    rescue_paragraphs([*pieces])
    assert (pieces[1].kept, pieces[1].role, pieces[1].reason) == (True, Role.BODY, "")
    assert not pieces[2].kept


def test_a_dropped_quotation_is_put_back_inside_the_story_only() -> None:
    quote, after = "“I have never seen the gate hang so low,” said the keeper.", "“Nor have I,” said his wife that evening."
    inside, outside = line(quote, "blockquote", tag="div", kept=False), line(after, "blockquote", tag="div", kept=False)
    pieces = [*story()[:2], inside, *story()[2:], outside]
    rescue_paragraphs(pieces)
    assert (inside.kept, outside.kept) == (True, False)


@pytest.mark.parametrize(
    "dropped",
    [
        line(ASIDE, kept=False, linked=True),
        line("Open again soon", kept=False),
        line(ASIDE, kept=False, tag="div"),
    ],
    ids=["mostly link", "no sentence", "other element"],
)
def test_what_is_no_paragraph_of_the_story_stays_out(dropped: Piece) -> None:
    pieces = [*story()[:2], dropped, *story()[2:]]
    rescue_paragraphs(pieces)
    assert not dropped.kept


def test_nothing_is_put_back_into_two_paragraphs() -> None:
    dropped = line(ASIDE, kept=False)
    first, second, third, _ = story()
    rescue_paragraphs([first, dropped, second])
    assert not dropped.kept
    rescue_paragraphs([first, dropped, second, third])
    assert dropped.kept


def test_nothing_is_put_back_where_the_paragraphs_have_no_make_in_common() -> None:
    dropped = line(ASIDE, "a", kept=False)
    pieces = [line(text, hint) for text, hint in zip((*STORY, ASIDE), "aabcd", strict=True)]
    rescue_paragraphs([pieces[0], dropped, *pieces[1:]])
    assert not dropped.kept
    rescue_paragraphs([pieces[0], dropped, *pieces[1:4]])
    assert dropped.kept


def test_after_the_end_paragraphs_come_back_until_the_next_heading() -> None:
    first, second = line(STORY[3], kept=False), line(ASIDE, kept=False)
    pieces = [*story()[:3], first, line("Inns on the towpath", tag="h2", kept=False), second]
    rescue_paragraphs(pieces)
    assert (first.kept, second.kept) == (True, False)


@pytest.mark.parametrize(("between", "kept"), [(11, True), (12, False)])
def test_after_the_end_only_a_short_gap_is_crossed(between: int, kept: bool) -> None:
    far = line(ASIDE, kept=False)
    gap = [line("Tide table", "nav", kept=False) for _ in range(between)]
    rescue_paragraphs([*story(), *gap, far])
    assert far.kept is kept
    assert not any(piece.kept for piece in gap)


def test_every_paragraph_put_back_opens_the_gap_anew() -> None:
    near, far = line(STORY[3], kept=False), line(ASIDE, kept=False)
    gap = [line("Tide table", "nav", kept=False) for _ in range(8)]
    rescue_paragraphs([*story()[:3], *gap, near, *gap, far])
    assert (near.kept, far.kept) == (True, True)


def test_after_the_end_links_stay_out() -> None:
    led = line(ASIDE, kept=False, linked=True)
    rescue_paragraphs([*story(), led])
    assert not led.kept


# Lines that are nothing but a link.

LEAD = "Old river open to grain boats"


def test_a_lone_link_between_paragraphs_is_cut() -> None:
    link = line(LEAD, linked=True)
    pieces = [*story()[:2], link, *story()[2:]]
    label_links(pieces)
    assert (link.kept, link.role, link.reason) == (False, Role.FURNITURE, "link to another page")
    assert sum(piece.kept for piece in pieces) == len(STORY)


@pytest.mark.parametrize(
    "link",
    [
        line(LEAD, tag="h2", linked=True),
        line(LEAD, tag="li", linked=True),
        line(LEAD, "table", linked=True),
        line(f"{LEAD}.", linked=True),
        line("Notice https://courier.example/lock as printed", linked=True),
        line("Grain boats", linked=True),
        line("boat " * 31, linked=True),
        line(LEAD),
    ],
    ids=["heading", "list", "table", "sentence", "address", "two words", "long", "no link"],
)
def test_other_lines_with_links_stay(link: Piece) -> None:
    pieces = [*story()[:2], link, *story()[2:]]
    label_links(pieces)
    assert link.kept


def test_three_quarters_of_a_line_must_be_link() -> None:
    text = "Old river open to all grain boats of the mills"
    parts = [Piece(0, len(text), text, "p", (), links) for links in (int(len(text) * 0.7), int(len(text) * 0.8))]
    label_links([*story()[:2], *parts, *story()[2:]])
    assert [piece.kept for piece in parts] == [True, False]


def test_links_above_the_story_or_beside_a_short_one_are_left_to_other_rules() -> None:
    above, beside = line(LEAD, linked=True), line(LEAD, linked=True)
    label_links([above, *story()])
    label_links([*story()[:2], beside])
    assert above.kept
    assert beside.kept


def test_a_lone_link_of_a_whole_page_is_cut_and_a_link_in_a_sentence_is_not() -> None:
    linked = STORY[1].replace("a crack", '<a href="/crack">a crack</a>')
    inside = paragraphs(STORY[0], linked, f'Elsewhere <a href="/old">{LEAD} and to all other freight</a>', *STORY[2:])
    (article,) = clean(inside)
    assert article.text == "\n".join(STORY)
    assert [segment.reason for segment in article.segments if LEAD in segment.text] == ["link to another page"]
