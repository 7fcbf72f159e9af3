"""Parties get their codes: roles, owners, peoples, and whose "the army" is."""

from __future__ import annotations

import pytest

from offing.code.actors import read_words, resolve_phrase
from offing.code.claims import open_sheets, wrap_sentence
from offing.code.gazetteers import load_known, pluralise
from offing.code.homes import load_weights
from offing.language import open_analyzer
from offing.language.analyses import Argument


def code_of(sentence: str, words: str) -> str:
    """The code of the phrase `words` in a sentence, by the analyzer without a model."""
    sheet = next(iter(open_sheets(wrap_sentence(sentence), open_analyzer("rules"))))
    start = sentence.index(words)
    inside = [at for at, token in enumerate(sheet.scene.analysis.tokens) if start <= token.start < start + len(words)]
    found = sheet.scene.resolve(Argument("", inside[0], inside[-1] + 1, inside[-1]))
    return "" if found is None else found.party.code or found.sector


@pytest.mark.parametrize(
    ("sentence", "words", "code"),
    [
        ("Peru's army pulled out on Monday.", "Peru's army", "PERMIL"),
        ("Kenyan nurses walked out on Monday.", "Kenyan nurses", "KENMED"),
        ("Sudan's rebel leader resigned on Monday.", "Sudan's rebel leader", "SDNREB"),
        ("Chadian union leaders met on Monday.", "Chadian union leaders", "TCDLAB"),
        ("Greek opposition deputies walked out.", "Greek opposition deputies", "GRCLEG"),
        ("The gunmen fled at dawn.", "The gunmen", "UAF"),
        ("Aid workers left at dawn.", "Aid workers", "NGO"),
        ("Police in Cairo fired on the crowd.", "Police", "EGYCOP"),
    ],
)
def test_roles_are_composed_with_their_state(sentence: str, words: str, code: str) -> None:
    assert code_of(sentence, words) == code


def test_the_one_state_of_a_sentence_owns_its_bodies() -> None:
    assert code_of("Norway condemned the arrest of the editor, the foreign ministry said.", "the foreign ministry") == "NORGOV"


def test_a_party_alone_has_no_invented_state() -> None:
    assert code_of("The ministry denied the report.", "The ministry") == "GOV"


def test_a_people_of_several_states_lives_in_the_one_named() -> None:
    words = "Turkey shelled Kurdish villages".split()
    text = read_words(words, ["NNP", "VBD", "JJ", "NNS"])
    assert [mention.known[0].code for mention in text.mentions if mention.known[0].kind == "state"] == ["TUR", "TUR"]
    found = resolve_phrase(text, 2, 4, 3)
    assert found is not None
    assert found.party.code == "TURCVL"


def test_plurals_of_agents_are_known() -> None:
    assert [pluralise(word) for word in ("policeman", "deputy", "head of state", "church")] == [
        "policemen", "deputies", "heads of state", "churches",
    ]  # fmt: skip
    assert ("heads", "of", "state") in load_known()["heads"]


def test_the_weights_of_homes_are_read() -> None:
    assert load_weights()["only"] != 0.0
