"""Sentence ends, exactly."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offing.language.sentences import split_sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


GOLD = [
    line
    for line in (Path(__file__).parent / "golds" / "sentences.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_the_gold_holds_three_hundred_hard_texts() -> None:
    assert len(GOLD) >= 300
    assert len(set(GOLD)) == len(GOLD)


@pytest.mark.parametrize("line", GOLD)
def test_gold_ends(line: str) -> None:
    expected = [sentence.strip() for sentence in line.replace("¦", "‖").split("‖")]
    assert split(line.replace("‖", " ").replace("¦", "")) == expected


@pytest.mark.parametrize(
    "sentences",
    [
        ["Gen. Mark Reed met Sen. Ada Holm.", "They spoke for an hour."],
        ["The U.S. envoy left.", "He lives in the U.S.", "The rest stayed."],
        ["Lt. Col. J. R. Holm, of the U.S. Army, agreed."],
        ["“More attacks may follow,” she said.", "“We are ready.”", "Nobody answered."],
        ["He called it a “warning.”", "Then he left."],
        ["“Why now?” he asked.", "“Go!” they shouted."],
        ["It fell 3.5 percent at 9.30 a.m. on Monday.", "Dealers shrugged."],
        ["The ship sails at 5 p.m.", "It carries grain."],
        ["No. 3 in the party, Mr. Holm, resigned on Jan. 3.", "No one followed."],
        ["The firm, Holm Inc., was sold.", "Acme Corp. bought it."],
        ["We waited ... and waited.", "Then it came...", "It was late."],
        ["They left (on foot.)", "Nobody saw them."],
        ["The road to Varn is shut.", "al-Haram square is open."],
        ["St. Brannock is near Ft. Holm, i.e. in the hills."],
        ["First, he said: “Stop.”", "Second, he left."],
        ["In 2019.", "In 2020."],
    ],
)
def test_known_ends(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_a_newline_always_ends_a_sentence() -> None:
    assert split("Ferry late\r\nThe ferry was\n\n late. ") == ["Ferry late", "The ferry was", "late."]


def test_sentences_glued_together_are_parted() -> None:
    assert split("They reached the gate.The guards had left.") == ["They reached the gate.", "The guards had left."]
    assert split("See www.varn.example.Com now.") == ["See www.varn.example.Com now."]


PIECES = [*'abc ABC.!?…"”’)(\n\r\t\u00a0 12,-“', "Gen.", "U.S.", "a.m.", "No.", " The ", "gate.The "]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(TEXTS, st.text(max_size=60)))
def test_spans_are_ordered_and_hold_every_character_but_white_space(text: str) -> None:
    spans = split_sentences(text)
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    covered = {place for start, end in spans for place in range(start, end)}
    assert all(letter.isspace() for place, letter in enumerate(text) if place not in covered)
    assert not any(text[start].isspace() or text[end - 1].isspace() for start, end in spans)
    assert not any(set("\r\n") & set(text[start:end]) for start, end in spans)
