"""Whose words a passage is: marks of every sort, posts, speeches, excerpts, captions."""

from __future__ import annotations

import pytest

from offing.records import CopyKind
from offing.trace import find_copies
from offing.trace.utterances import find_quoted, read_utterances
from tests.trace.papers import HARBOUR, ORCHARD, make_paper

POST = (
    "The pilots of the northern coast are heroes and nobody in this house will forget what they have done for our harbour since the spring."
)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said: “We wait.” Then he left.", ["We wait."]),
        ("“Results on “Harbour News” are all bad,” he wrote.", ["Results on “Harbour News” are all bad,"]),
        ('"We wait," she said. "No ship sails.', ["We wait,", "No ship sails."]),
        ("«On attend», dit-elle.", ["On attend"]),
        ("The clerk: 'The gate was open when we came back,' he said.", ["The gate was open when we came back,"]),
        ("The workers' hall and the pilots' house are shut.", []),
        ("Nobody spoke.", []),
    ],
)  # fmt: skip
def test_marks_of_every_sort(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in find_quoted(text)] == quoted


def kinds_of(left: tuple[str, ...], right: tuple[str, ...]) -> set[CopyKind]:
    copies = find_copies([make_paper("a", *left, outlet="Straits Lantern"), make_paper("b", *right, outlet="Harbour Ledger")])
    return {copy.kind for copy in copies}


def test_a_signed_post_is_a_document_on_one_signature() -> None:
    left = (ORCHARD[0], POST, "— Joor Halvik (@joorhalvik) May 6, 2031", ORCHARD[1])
    assert kinds_of(left, (POST, ORCHARD[3])) == {CopyKind.DOCUMENT}


def test_text_set_in_on_both_sides_is_a_document_on_one_side_an_excerpt() -> None:
    speech = "We shall not let our harbour go, and you will hear from us before the nets are dry and the boats are home again this autumn."
    both = ("The mayor stood up and read this:", speech)
    assert kinds_of((ORCHARD[0], *both), (*both, ORCHARD[3])) == {CopyKind.DOCUMENT}
    assert kinds_of(("The Harbour Ledger had this to tell:", *HARBOUR[:2], ORCHARD[0]), (*HARBOUR[:3], ORCHARD[2])) == {CopyKind.NARRATIVE}


def test_captions_are_boilerplate() -> None:
    line = "Image caption The ferry terminal at Port Ansel was shelled before dawn on Tuesday by gunboats of the Velden navy"
    assert kinds_of((ORCHARD[0], line), (line, ORCHARD[3])) == {CopyKind.BOILERPLATE}


def test_one_fact_told_alike_in_long_texts_is_no_copy() -> None:
    left = (
        *ORCHARD,
        "The hall in Hollin was lit for the first time since the storm of January.",
        *[f"{line} It went on." for line in HARBOUR],
    )
    rows = [f"Row {row} was empty of all but dust and straw, and no cart came." for row in range(30)]
    right = ("Rain fell on the hall in Hollin for the first time in a month of drought and dust.", *rows)
    assert kinds_of(left, right) == set()


def test_a_transcript_is_spoken_and_a_column_is_not() -> None:
    lines = [f"I told you in {year} that we would mend our pier before my term ends." for year in range(2020, 2028)]
    assert read_utterances(make_paper("a", *lines, title="Transcript: what the mayor said")).spoken
    assert not read_utterances(make_paper("b", *lines, title="Why I still like the pier")).spoken
