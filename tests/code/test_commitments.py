"""What a status rests on, and what verbs entail of their content."""

from __future__ import annotations

import pytest

from offing.code.claims import code_sentence
from offing.code.commitments import find_commitment, is_purpose
from offing.code.signatures import find_sign
from offing.code.statuses import Statuses
from offing.language.choices import choose_analyzer, open_analyzer
from offing.ontology import load_cues
from offing.records import Status

READER = open_analyzer(choose_analyzer())


def read(sentence: str, word: str) -> tuple[Statuses, int]:
    analysis = READER.analyze([sentence])[0]
    at = next(index for index, one in enumerate(analysis.predicates) if analysis.tokens[one.trigger].text == word)
    return Statuses(analysis), at


@pytest.mark.parametrize(
    ("sentence", "word", "commitment"),
    [
        ("Peru will send tents.", "send", "outright"),
        ("Peru did not send tents.", "send", "outright"),
        ("Nobody sent tents.", "sent", "outright"),
        ("Peru agreed to send tents.", "send", "given"),
        ("Peru failed to send tents.", "send", "given"),
        ("Peru wants to send tents.", "send", "open"),
        ("Peru tried to send tents.", "send", "open"),
        ("Peru may send tents.", "send", "open"),
        ("Peru hired a ship to send tents.", "send", "none"),
    ],
)
def test_what_a_status_rests_on(sentence: str, word: str, commitment: str) -> None:
    statuses, at = read(sentence, word)
    assert find_commitment(statuses, at) == commitment


@pytest.mark.parametrize(
    ("sentence", "word", "status"),
    [
        ("The envoy managed to leave.", "leave", "happened"),
        ("The envoy did not manage to leave.", "leave", "did_not_happen"),
        ("The envoy forgot to sign.", "sign", "did_not_happen"),
        ("The envoy did not forget to sign.", "sign", "happened"),
        ("The envoy was not able to leave.", "leave", "did_not_happen"),
        ("The envoy was too ill to leave.", "leave", "did_not_happen"),
        ("The envoy was allowed to leave.", "leave", "planned"),
        ("The envoy had to leave.", "leave", "happened"),
        ("The envoy has to leave.", "leave", "expected"),
        ("The general sees no hope.", "sees", "happened"),
        ("No fewer than nine ministers left.", "left", "happened"),
        ("The court ruled that the mayor had signed.", "signed", "happened"),
    ],
)
def test_what_a_verb_entails(sentence: str, word: str, status: str) -> None:
    statuses, at = read(sentence, word)
    assert statuses.status(at) == status


def test_a_purpose_is_no_content() -> None:
    assert is_purpose(*read("Rebels crossed the river to storm the post.", "storm"))
    assert not is_purpose(*read("Rebels planned to storm the post.", "storm"))


@pytest.mark.parametrize("row", load_cues().signatures, ids=lambda row: f"{row.words[0]} {row.said}{row.negated}")
def test_a_signature_shows_its_sign(row) -> None:  # type: ignore[no-untyped-def]
    analysis = READER.analyze([row.example])[0]
    signs = [find_sign(one) for one in analysis.predicates if find_sign(one)]
    assert signs
    done = signs[0] == "+"
    found = {claim.status for claim in code_sentence(row.example, analyzer=READER)}
    assert (Status.HAPPENED if done else Status.DID_NOT_HAPPEN) in found
