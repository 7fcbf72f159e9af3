"""Attributions in sentences of our own: who, which words bring it in, what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offing.code.quote_marks import find_marks
from offing.code.quotes import find_quotes


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "kind"),
    [
        ("Guards may leave the pier, Harbour Minister Ilse Brandt said Thursday.", "Harbour Minister Ilse Brandt", "said",
         "Guards may leave the pier", "indirect"),
        ("The ministry said that the bridge is closed.", "The ministry", "said", "that the bridge is closed", "indirect"),
        ("“The bridge is closed,” said Colonel Tomas Reyl, an army spokesman.", "Colonel Tomas Reyl, an army spokesman", "said",
         "“The bridge is closed,”", "direct"),
        ("\"The bridge is closed,\" he told reporters.", "he", "told", "\"The bridge is closed,\"", "direct"),
        ("Colonel Tomas Reyl, garrison commander, said: “The bridge is closed.”", "Colonel Tomas Reyl, garrison commander", "said",
         "“The bridge is closed.”", "direct"),
        ("Reyl told reporters at the base that the army has “no plans” to leave.", "Reyl", "told",
         "that the army has “no plans” to leave", "mixed"),
        ("According to the coast guard, two boats sank.", "the coast guard", "According to", "two boats sank", "according"),
        ("Two boats sank, according to the coast guard.", "the coast guard", "according to", "Two boats sank", "according"),
        ("The government has denied any role in the fire.", "The government", "has denied", "any role in the fire", "denial"),
        ("If they sail, she said, the port will close.", "she", "said", "If they sail, she said, the port will close", "indirect"),
        ("Navy expects more raids on convoys: Brandt", "Brandt", ":", "Navy expects more raids on convoys", "headline"),
        ("HARBOR CITY: The port will close, the mayor said.", "the mayor", "said", "The port will close", "indirect"),
    ],
)  # fmt: skip
def test_one_attribution(text: str, source: str, cue: str, content: str, kind: str) -> None:
    (quote,) = find_quotes(text)
    assert quote.cue is not None
    assert (quote.source_words, text[quote.cue.start : quote.cue.end]) == (source, cue)
    assert text[quote.content.start : quote.content.end] == content
    assert (quote.kind, quote.direct) == (kind, kind == "direct")


def test_a_speech_goes_on() -> None:
    text = "“The bridge is closed,” Reyl said. “It stays closed.”"
    (quote,) = find_quotes(text)
    assert [text[span.start : span.end] for span in (quote.content, *quote.more)] == ["“The bridge is closed,”", "“It stays closed.”"]


def test_an_unclosed_speech_goes_on_in_the_next_paragraph() -> None:
    text = "“The bridge is closed. It stays closed,” Reyl said. “We wait.\n\n“We have time.”"
    (quote,) = find_quotes(text)
    assert [text[span.start : span.end] for span in quote.more] == ["“We wait.", "“We have time.”"]


def test_a_quotation_after_a_colon_and_a_signed_one() -> None:
    text = 'The mayor added:\n\n"We will rebuild the quay."\n\n“I lost my boat.” ― Anna Sol'
    first, second = find_quotes(text)
    assert (first.source_words, second.source_words) == ("The mayor", "Anna Sol")


def test_words_passed_on_by_others() -> None:
    text = "Spokesman Ivo Lenz was quoted by state radio on Tuesday as warning the mayor against any “adventure” at sea."
    (quote,) = find_quotes(text)
    assert (quote.source_words, quote.via_words) == ("Spokesman Ivo Lenz", "state radio")
    assert text[quote.content.start : quote.content.end] == "the mayor against any “adventure” at sea"


def test_noun_phrases_are_told_apart_from_statements() -> None:
    named, stated = find_quotes("Brandt criticised the blockade. Brandt said the blockade failed.")
    assert (named.clause, stated.clause) == (False, True)


@pytest.mark.parametrize(
    "text", ["She called in sick.", "I think it rained.", "The “buzzsaw” hit a rock.", "They asked me.", "It says nothing."]
)
def test_what_is_no_attribution(text: str) -> None:
    assert find_quotes(text) == []


def test_marks_in_any_style() -> None:
    for text in ("“a b c”", '"a b c"', "``a b c''", "«a b c»", "‘a b c,’"):
        (mark,) = find_marks(text)
        assert (mark.start, mark.end, mark.closed) == (0, len(text), True)
    assert not find_marks("It's the boys' boat, don't touch it.")
    (nested,) = find_marks("“He calls it “war” now.”")
    assert nested.end == 24


def test_spans_are_of_the_page() -> None:
    (quote,) = find_quotes("The mayor said the port is open.", page="p", offset=50)
    assert quote.content.page == "p"
    assert quote.content.start == 65


@given(st.text(alphabet="“”\"‘’'`ab. ,:\nSaid said he He—-", max_size=60))
def test_any_marks_are_read(text: str) -> None:
    for quote in find_quotes(text):
        assert 0 <= quote.content.start < quote.content.end <= len(text)
