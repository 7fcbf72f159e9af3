"""Why a sentence is coded as it is: every claim is explained, and every word that spoke for an act and makes none."""

from __future__ import annotations

import pytest

from offing.code import code_claims
from offing.code.claims import wrap_sentence
from offing.code.explanations import Account, Finding, explain_article
from offing.language.analyses import Analysis, Deed, Predicate, Token
from offing.language.choices import open_analyzer
from offing.ontology import load_actions

RULES = open_analyzer("rules")
SENTENCES = [says.text for action in load_actions().values() for says in action.says[:3]]


def explain(sentence: str, reader=RULES) -> Account:  # type: ignore[no-untyped-def]
    (account,) = explain_article(wrap_sentence(sentence), reader)
    return account


def find(account: Account, word: str) -> Finding:
    return next(one for one in account.findings if one.word == word)


def said(finding: Finding) -> str:
    return "; ".join(finding.reasons)


@pytest.mark.parametrize("reader", [None, RULES], ids=["model", "rules"])
def test_the_codes_are_those_of_the_coder_and_each_has_its_reasons(reader) -> None:  # type: ignore[no-untyped-def]
    article = wrap_sentence(" ".join(SENTENCES))
    findings = [one for account in explain_article(article, reader) for one in account.findings]
    assert {one.claim for one in findings if one.coded} == {claim.id for claim in code_claims(article, reader)}
    assert all(one.reasons and all(one.reasons) for one in findings)
    assert all(article.text[one.span.start : one.span.end] == one.word for one in findings)


def test_a_denied_act_is_explained_by_the_word_above_it_and_its_doubt_by_its_own() -> None:
    finding = find(explain("Turkey denied that its jets may have shelled the Kurdish town of Kobani."), "shelled")
    assert (finding.coded, finding.status, finding.certainty, finding.who) == (True, "denied", "possible", "its jets (TURMIL)")
    assert "the table has the verb 'shell' for ASSAULT" in said(finding)
    assert "it hangs on 'denied'" in said(finding)
    assert "'denied' above it makes it denied" in said(finding)
    assert "possible, for it says 'may'" in said(finding)


def test_a_condition_is_named() -> None:
    finding = find(explain("If Turkey attacks Kurdish fighters, Russia will send troops to Syria."), "send")
    assert "the condition 'If Turkey attacks Kurdish fighters' makes it conditional" in said(finding)


@pytest.mark.parametrize(
    ("sentence", "word", "reason"),
    [
        ("The firm fired its chief on Monday.", "fired", "it asks for"),
        ("Rebels killed two French soldiers in an attack near Gao.", "killed", "it tells the same act as 'attack'"),
        ("Talks were held on Monday.", "held", "the gate stops it: it names no side"),
        ("Iran urged Turkey to release the journalists.", "release", "part of what 'urged' asks for"),
    ],
)
def test_a_word_without_code_says_why(sentence: str, word: str, reason: str) -> None:
    finding = find(explain(sentence), word)
    assert not finding.coded
    assert reason in said(finding)


def test_a_sentence_that_is_not_read_says_why() -> None:
    account = explain("France beat Spain in the final of the football league.")
    assert (account.read, account.findings) == (False, ())
    assert "is a word of sport" in account.gate


class Reader:
    """A reader that has learnt acts: it sees one in "hammered", and too little of one in "rolled"."""

    name, version = "learned", "1"

    def analyze(self, sentences: list[str]) -> list[Analysis]:
        return [self._read(sentence) for sentence in sentences]

    def _read(self, sentence: str) -> Analysis:
        tokens, at = [], 0
        for word in sentence.split(" "):
            tag = "VBD" if word.endswith("ed") else "NNP" if word.istitle() else "NN"
            tokens.append(Token(at, at + len(word), word, tag, {"hammered": "hammer", "rolled": "roll"}.get(word, word)))
            at += len(word) + 1
        verbs = [place for place, token in enumerate(tokens) if token.tag == "VBD"]
        predicates = tuple(
            Predicate(place, place, place + 1, "verb", tokens[place].lemma, clause=(place - 1, place + 2), statuses=(("happened", 0.81),))
            for place in verbs
        )
        deeds = (
            Deed(verbs[0], 0.93, (("ASSAULT", 0.88), ("ACCUSE", 0.07)), ()),
            Deed(verbs[1], 0.21, (("MOBILIZE", 0.6),), ()),
            Deed(0, 0.4, (("CONSULT", 0.9),), ()),
        )
        return Analysis(sentence, tuple(tokens), predicates, deeds=deeds, gates=(("event", 0.91), ("sport", 0.06)), analyzer="learned")


def test_the_reader_is_told_of_with_its_probabilities() -> None:
    account = explain("Turkey hammered Syria tanks rolled west", Reader())
    assert account.gate == "reader: event 0.91, sport 0.06"
    hammered, rolled, loose = find(account, "hammered"), find(account, "rolled"), find(account, "Turkey")
    assert "the reader gives 0.93 that it tells an act, and then ASSAULT 0.88, next ACCUSE 0.07" in said(hammered)
    assert "the reader says so (happened 0.81)" in said(hammered)
    assert not rolled.coded
    assert "the reader gives it 0.21, which is too little" in said(rolled)
    assert "no clause is found around it" in said(loose)
