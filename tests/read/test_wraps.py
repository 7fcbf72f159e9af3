"""Hard-wrapped text: which line breaks are the column's, and which are the writer's. All texts are invented."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offing.read import render_page
from offing.read.wraps import unwrap_text

ONE = (
    "Dockers in the port of Varn walked out on Monday in a quarrel over night shifts, the harbour board said, and eleven ships were "
    "waiting outside the mole by evening because nobody was left to open the lock."
)
TWO = (
    "About 400 men left their cranes at noon. The board called the walkout unlawful and asked the court in Holm to end it, but the men "
    "said that they would not come back before their spokesman had been heard."
)
THREE = (
    "Tove Lindgren, who speaks for them, said that the night crews had worked eleven shifts in a row since the new year and that two of "
    "them had been taken to the hospital at Ask."
)
STORY = (ONE, TWO, THREE)


VERSE = "The bell of Varn rings twice at night,\nand once when boats come in,\nbut never when the lamp is bright\nand never for the kin."
TABLE = (
    "Skerry to Holm      08:10   09:40   every day but Sunday   deck 4\nHolm to Skerry      10:00   11:30   every day but Sunday   deck 4"
)


def wrap(text: str, width: int = 68, **settings: str) -> str:
    return textwrap.fill(text, width, break_on_hyphens=False, **settings)  # type: ignore[arg-type]


def wrapped(width: int = 68) -> str:
    return "\n\n".join(wrap(text, width) for text in STORY)


def read(text: str) -> list[str]:
    """The blocks of a text dump, without those that are quote marks."""
    rendering = render_page(text.encode(), "text/plain")
    return [words for block in rendering.blocks if (words := rendering.text[block.start : block.end]).strip("> ")]


def indented(text: str) -> str:
    return wrap(text, initial_indent="     ")


JOINED = {
    "mail": wrapped(72),
    "narrow": wrapped(56),
    "wide": wrapped(80),
    "windows": wrapped().replace("\n", "\r\n"),
    "indented": textwrap.indent(wrapped(), "    "),
    "first line indented": "\n".join(indented(text) for text in STORY),
    "quoted": textwrap.indent(wrapped(), "> ", lambda _: True),
    "quoted twice": textwrap.indent(wrapped(), "> > ", lambda _: True),
    "quoted tightly": textwrap.indent(wrapped(), ">", lambda _: True),
    "trailing spaces": wrapped().replace("\n", " \n"),
    "justified": wrapped().replace(" the ", "  the "),
    "short lines end paragraphs": "\n".join(wrap(text) for text in (ONE, TWO + " They will wait for as long as it takes.", THREE)),
}


@pytest.mark.parametrize("name", sorted(JOINED))
def test_wrapped_paragraphs_are_blocks(name: str) -> None:
    found = [" ".join(block.split()) for block in read(JOINED[name])]
    assert len(found) == 3
    assert (found[0], found[2]) == (ONE, THREE)


def test_a_wire_in_capitals_is_read_as_paragraphs() -> None:
    assert read(wrapped().upper()) == [text.upper() for text in STORY]


@pytest.mark.parametrize("lines", ["", VERSE, TABLE])
def test_preformatted_text_of_a_page_is_read_alike(lines: str) -> None:
    rendering = render_page(f"<body><h1>Dockers walk out</h1><pre>{lines}\n\n{wrapped()}\n</pre></body>".encode(), "text/html")
    assert rendering.text.split("\n") == ["Dockers walk out", *(" ".join(line.split()) for line in lines.splitlines()), *STORY]


def test_a_hyphen_at_the_edge_keeps_its_word_together() -> None:
    more = "The board has posted the list of all those who worked night-\nshifts in the port; a dash is another thing -\nit stands alone."
    assert read(f"{wrapped()}\n\n{more}")[3] == more.replace("night-\n", "night-").replace("\n", " ")


def test_items_of_a_list_are_joined_with_their_own_lines_only() -> None:
    items = ["an end to double shifts, and to the practice of sending men home without pay when a ship is late", "a second driver at night"]
    text = wrapped() + "\n\nThe men ask for this:\n" + "\n".join(wrap(item, initial_indent="- ", subsequent_indent="  ") for item in items)
    assert read(text)[3:] == ["The men ask for this:", *(f"- {item}" for item in items)]


def test_numbered_items_stay_apart() -> None:
    items = [f"{number}. {text}" for number, text in enumerate(STORY, 1)]
    assert read(wrapped() + "\n\n" + "\n".join(wrap(item) for item in items))[3:] == items


PLACE = "Harbour Board of Varn\nEastern Mole 4\n20114 Varn"
SIGNED = "-- \nIda Reed, night desk\nMeridian Press Agency, Varn\ntelephone 0114"
HEADERS = (
    "From: Ida Reed, for the night desk of the Meridian Press Agency in Varn\n"
    "Subject: Dockers walk out over night shifts in the port of Varn"
)


@pytest.mark.parametrize("lines", [VERSE, TABLE, PLACE, SIGNED, HEADERS, "Dockers walk out in Varn\nBoard goes to court", "===\n***"])
def test_short_lines_and_rows_are_not_glued(lines: str) -> None:
    apart = [line.strip() for line in lines.splitlines()]
    assert read(f"{lines}\n\n{wrapped()}\n\n{lines}") == [*apart, *STORY, *apart]
    assert unwrap_text(lines) == lines
    assert lines in unwrap_text(f"{wrapped()}\n\n{lines}\n")


SHORT = [
    "The lock was opened again on Tuesday, the harbour board of Varn said.",
    "Eleven ships came in with the evening tide and went to the old mole.",
    "The court in Holm hears both sides on Friday, a clerk of it has said.",
    "Ida Reed was at the gate when the first crane began to move at noon.",
]
LONG_VERSE = (
    "And when the bell of Varn had rung for men who did not come,\nThe mothers stood along the mole, and all of them were dumb;\n" * 3
)
FREE_VERSE = "a lamp over the mole,\nno boat beneath it,\nand the men of the night\nsleeping in their coats\n" * 3


@pytest.mark.parametrize(
    "text",
    ["\n".join(SHORT), "\n\n".join(STORY), "\n".join(STORY), LONG_VERSE, FREE_VERSE, "", "\n\n", "one\ntwo\nthree", "> quoted\n> twice\n"],
)
def test_a_text_that_is_not_wrapped_is_the_very_same(text: str) -> None:
    assert unwrap_text(text) == text


def test_a_reply_above_and_the_quoted_text_below_stay_apart() -> None:
    text = (
        f"{wrap(THREE)}\nIda wrote on Monday about the dockers of Varn and their quarrel:\n{textwrap.indent(wrap(ONE), '> ')}\n{wrap(TWO)}"
    )
    found = read(text + "\n\n" + wrapped())
    assert {ONE, THREE} <= set(found[:4])
    assert not any("Varn and their quarrel: Dockers" in block for block in found)


def test_quote_marks_are_blocks_of_their_own() -> None:
    rendering = render_page(b"> > The gate is shut.\nNo mark.", "text/plain")
    assert [rendering.text[block.start : block.end] for block in rendering.blocks] == ["> >", "The gate is shut.", "No mark."]


def test_verse_beside_wrapped_prose_is_not_half_joined() -> None:
    text = "\n\n".join([wrap(STORY[0], 54), VERSE, VERSE, VERSE])
    found = unwrap_text(text)
    assert found.count(VERSE) == 3
    assert unwrap_text(found) == found


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*STORY, *SHORT, VERSE, TABLE, PLACE, SIGNED, HEADERS]), min_size=1, max_size=6), st.integers(40, 110))
def test_no_character_but_white_space_and_quote_marks_is_lost(parts: list[str], width: int) -> None:
    text = "\n\n".join(wrap(part, width) if part in STORY else part for part in parts)
    assert "".join(unwrap_text(text).split()) == "".join(text.split())
    quoted = textwrap.indent(text, "> ", lambda _: True)
    assert "".join(unwrap_text(quoted).replace(">", "").split()) == "".join(text.split())
    assert unwrap_text(unwrap_text(text)) == unwrap_text(text)


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="ab .>-|\t\n\r\u2028\u00a0X", max_size=400))
def test_any_characters_come_through(text: str) -> None:
    assert "".join(unwrap_text(text).replace(">", "").split()) == "".join(text.replace(">", "").split())
