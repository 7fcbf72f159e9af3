"""Text dumps without mark-up: what is cut, by which role and reason. All outlets and people are invented."""

from __future__ import annotations

import textwrap

import pytest

from offing.clean import clean_page
from offing.code.claims import code_claims
from offing.read import make_page
from offing.records import Article, Precision, Role

BODY = [
    "Dockers in the port of Varn walked out on Monday in a quarrel over night shifts, the harbour board said.",
    "About 400 men left their cranes at noon, and eleven ships were waiting outside the mole by evening.",
    "The board called the walkout unlawful and asked the court in Holm to end it. A hearing is set for Wednesday.",
]
OTHER = [
    "BRANNOCK: Beekeepers on the island of Brannock have lost a third of their hives to mites this winter, the guild said on Friday.",
    "Tove Lindgren, who keeps sixty hives near Ask, said that she had never seen so many dead queens.",
    "The guild wants the Marine Institute at Ask to test a new powder before Easter.",
]


def clean(*lines: str) -> list[Article]:
    return clean_page(make_page("\n".join(lines).encode(), "text/plain")[0])


def cuts(article: Article) -> list[tuple[Role, str, str]]:
    return [(segment.role, segment.reason, segment.text) for segment in article.segments if segment.role is not Role.BODY]


def test_headline_and_summary_before_the_story() -> None:
    (article,) = clean("Dockers walk out in Varn", "Harbour board goes to court over the night shifts", "", *BODY)
    assert article.title == "Dockers walk out in Varn"
    assert [(role, reason) for role, reason, _ in cuts(article)] == [(Role.HEADLINE, "headline"), (Role.DEK, "summary under the headline")]
    assert article.text == "\n".join(BODY)


def test_a_doubled_caption_is_cut_twice_and_its_credit_is_not_the_texts() -> None:
    caption = "Cranes stand idle in the port of Varn on January 6, 2020. (Tom Holm/MPA)"
    (article,) = clean("Dockers walk out in Varn", caption, caption, "\u00a0", *BODY)
    assert [(role, reason) for role, reason, _ in cuts(article)][1:] == [(Role.CAPTION, "caption"), (Role.CAPTION, "caption, doubled")]
    assert article.credit == ""
    assert article.published is None
    assert article.text == "\n".join(BODY)


def test_a_doubled_line_before_the_story_is_a_caption_even_without_credit() -> None:
    caption = "Idle cranes above the eastern mole of the port of Varn"
    (article,) = clean("Dockers walk out in Varn", caption, caption, *BODY)
    assert [reason for _, reason, _ in cuts(article)] == ["headline", "caption", "caption, doubled"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("As reported by The Varn Times", "The Varn Times"),
        ("With files from Meridian Press Agency", "Meridian Press Agency"),
        ("This article was originally published by the Holm Courier.", "the Holm Courier"),
        ("(Northline Wire newsroom)", "Northline Wire"),
        ("AP", "AP"),
        ("Northline Wire, additional reporting by The Varn Times", "Northline Wire"),
        ("(Reporting by Ida Reed; editing by Tom Holm)", ""),
    ],
)
def test_credit_lines_are_metadata_not_text(line: str, name: str) -> None:
    (article,) = clean(*BODY, line)
    assert cuts(article) == [(Role.CREDIT, "credit line", line)]
    assert article.credit == name
    assert article.text == "\n".join(BODY)


@pytest.mark.parametrize(
    ("dateline", "place", "agency"),
    [
        ("VARN:", "VARN", ""),
        ("VARN, Jan 2 (MPA) -", "VARN", "MPA"),
        ("VARN (Northline) —", "VARN", "Northline"),
        ("HOLM/VARN, Jan. 3 (Northline) —", "HOLM/VARN", "Northline"),
        ("PORT ELLERY, Brannock –", "PORT ELLERY, Brannock", ""),
        ("Varn, January 2 (Reuters) -", "Varn", "Reuters"),
        ("(AFP) –", "", "AFP"),
    ],
)
def test_datelines_are_split_off_exactly(dateline: str, place: str, agency: str) -> None:
    (article,) = clean(f"{dateline} {BODY[0]}", *BODY[1:])
    assert cuts(article) == [(Role.DATELINE, "dateline", dateline)]
    assert (article.dateline, article.credit) == (place, agency)
    assert article.text == "\n".join(BODY)


@pytest.mark.parametrize("start", ["UPDATE: ", "US: ", "Ida Reed: ", "BREAKING - "])
def test_other_openings_are_no_datelines(start: str) -> None:
    (article,) = clean(start + BODY[0], *BODY[1:])
    assert article.dateline == ""


def test_headline_and_link_at_the_tail_with_highlights() -> None:
    bullets = ["- Dockers left their cranes at noon on Monday", "- Board says it will not talk under pressure"]
    (article,) = clean(*BODY, "Dockers walk out in Varn", "https://varntimes.example/s/k2", "Dockers walk out in Varn", *bullets)
    assert [(role, reason) for role, reason, _ in cuts(article)] == [
        (Role.HEADLINE, "headline"), (Role.FURNITURE, "share link"), (Role.HEADLINE, "headline echoed"),
        (Role.HIGHLIGHTS, "highlights"), (Role.HIGHLIGHTS, "highlights"),
    ]  # fmt: skip
    assert article.title == "Dockers walk out in Varn"
    assert (article.url, article.outlet) == ("https://varntimes.example/s/k2", "varntimes.example")


def test_a_list_inside_the_story_stays() -> None:
    bullets = ["- an end to double shifts", "- a second crane driver at night", "- pay for waiting"]
    (article,) = clean(*BODY[:2], "The men have three demands, their spokesman said:", *bullets, BODY[2])
    assert cuts(article) == []


def test_furniture_lines_are_cut() -> None:
    lines = [
        "Share this story",
        "Follow us on Twitter",
        "Sign up for our newsletter",
        "© 2020 Varn Times. All rights reserved.",
        "3 comments",
    ]
    (article,) = clean(*BODY, *lines)
    assert article.text == "\n".join(BODY)
    assert all(role is Role.FURNITURE for role, _, _ in cuts(article))


def test_byline_and_date_line() -> None:
    (article,) = clean("Dockers walk out in Varn", "Ida Reed in Varn | Monday, January 6, 2020", *BODY)
    assert article.byline == "Ida Reed in Varn"
    assert article.published is not None
    assert (article.published.start, article.published.precision, article.known_by) == ("2020-01-06", Precision.DAY, "text")
    assert article.published.span is not None


@pytest.mark.parametrize("gap", [[], [""], ["", "\u00a0", ""]])
def test_a_second_story_becomes_an_article_of_its_own(gap: list[str]) -> None:
    lines = [*BODY, *gap, "Mites kill bees on Brannock", "- A third of the hives are gone", "- Guild asks for tests", *OTHER]
    main, second = clean("Dockers walk out in Varn", *lines)
    page, _ = make_page("\n".join(["Dockers walk out in Varn", *lines]).encode(), "text/plain")
    assert second.segments[0].span.start == page.text.index("Mites kill bees")
    assert (second.part, second.title, second.dateline) == (1, "Mites kill bees on Brannock", "BRANNOCK")
    assert main.text == "\n".join(BODY)
    assert second.text == "\n".join([OTHER[0].removeprefix("BRANNOCK: "), *OTHER[1:]])
    assert [role for role, _, _ in cuts(second)] == [Role.HEADLINE, Role.HIGHLIGHTS, Role.HIGHLIGHTS, Role.DATELINE]


def test_the_furniture_of_the_main_story_stays_with_it() -> None:
    tail = [
        "Dockers walk out in Varn",
        "https://varntimes.example/s/k2",
        "Dockers walk out in Varn",
        "- Eleven ships wait outside the mole",
    ]
    main, second = clean(*BODY, *tail, "Mites kill bees on Brannock", *OTHER)
    assert second.segments[0].text == "Mites kill bees on Brannock"
    assert [segment.text for segment in main.segments][-4:] == tail


def test_a_subheading_is_no_seam() -> None:
    more = [
        "The dockers of Varn last stopped work in 2011.",
        "Then, too, the court in Holm sent them back after three days, the board recalls.",
    ]
    (article,) = clean(*BODY, "How the quarrel began", *more)
    assert article.part == 0
    assert "How the quarrel began" in article.text


def test_the_mark_of_an_invented_outlet_is_read() -> None:
    (article,) = clean(*BODY, "", "Invented outlet, Offing example")
    assert article.invented
    assert article.text == "\n".join(BODY)
    assert not clean(*BODY)[0].invented


def test_other_languages_are_kept_and_named() -> None:
    text = "Die Hafenarbeiter in Varn haben am Montag die Arbeit niedergelegt, weil sie keine Nachtschichten mehr fahren wollen. " * 3
    assert clean(text)[0].language == "de"
    assert clean(*BODY)[0].language == "en"


ARREST = "French police arrested eleven German dockers at the eastern gate of the port on Monday, the harbour board said, and let them go."


@pytest.mark.parametrize("mark", ["", "> ", "    "])
def test_a_sentence_over_a_line_break_reaches_the_coder_as_one(mark: str) -> None:
    story = [ARREST, *BODY]
    lines = "\n\n".join(textwrap.fill(text, 66) for text in story)
    (article,) = clean(*textwrap.indent(f"Dockers walk out in Varn\n\n{lines}", mark, lambda _: True).split("\n"))
    assert article.text.split("\n") == story
    (plain,) = clean("Dockers walk out in Varn", *story)
    assert code_claims(article)
    told = [
        [(claim.action, claim.who and claim.who.code, claim.whom and claim.whom.code) for claim in code_claims(one)]
        for one in (article, plain)
    ]
    assert told[0] == told[1]
