"""The rule-only analyzer: tokens, tags and predicates of sentences of our own."""

from __future__ import annotations

import pytest

from offing.language import Analysis, Predicate, RulesAnalyzer, analyze
from offing.language.tags import find_lemma
from offing.language.tokens import split_tokens


def of(sentence: str) -> Analysis:
    return analyze([sentence], RulesAnalyzer())[0]


def verb(analysis: Analysis, lemma: str) -> Predicate:
    return next(one for one in analysis.predicates if one.kind == "verb" and one.lemma == lemma)


def words(analysis: Analysis, predicate: Predicate, role: str) -> str:
    for argument in predicate.arguments:
        if argument.role == role:
            return " ".join(token.text for token in analysis.tokens[argument.start : argument.end])
    return ""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Iran's army didn't move.", ["Iran", "'s", "army", "did", "n't", "move", "."]),
        ("The U.S. sent 2,500 men.", ["The", "U.S.", "sent", "2,500", "men", "."]),
        ("Iran-backed fighters left Sana’a.", ["Iran-backed", "fighters", "left", "Sana’a", "."]),
        ("the protesters’ demands", ["the", "protesters", "’", "demands"]),
    ],
)
def test_tokens(sentence: str, expected: list[str]) -> None:
    pieces = split_tokens(sentence)
    assert [text for _, _, text in pieces] == expected
    assert all(sentence[start:end] == text for start, end, text in pieces)


def test_active_and_passive_give_the_same_roles() -> None:
    active, passive = of("The rebels shelled the town."), of("The town was shelled by the rebels.")
    for analysis in (active, passive):
        shell = verb(analysis, "shell")
        assert words(analysis, shell, "agent").lower() == "the rebels"
        assert words(analysis, shell, "patient").lower() == "the town"


def test_a_reduced_relative_does_not_take_the_main_verb() -> None:
    analysis = of("Soldiers guarding the bridge fired at the boat.")
    assert words(analysis, verb(analysis, "fire"), "agent") == "Soldiers"
    assert verb(analysis, "guard").link == "reduced"


def test_subject_over_an_insertion() -> None:
    analysis = of("The minister, a former general, rejected the plan.")
    assert words(analysis, verb(analysis, "reject"), "agent") == "The minister"


def test_headline_passive() -> None:
    analysis = of("Two soldiers killed as mine explodes near camp")
    assert verb(analysis, "kill").passive
    assert words(analysis, verb(analysis, "kill"), "patient") == "Two soldiers"


def test_what_hangs_on_what() -> None:
    analysis = of("The general said that the army would attack if the rebels refused to withdraw.")
    attack, refuse, withdraw = verb(analysis, "attack"), verb(analysis, "refuse"), verb(analysis, "withdraw")
    assert analysis.predicates[attack.parent].lemma == "say"
    assert attack.link == "that"
    assert analysis.predicates[refuse.parent].lemma == "attack"
    assert refuse.link == "if"
    assert analysis.predicates[withdraw.parent].lemma == "refuse"
    assert withdraw.link == "to"


def test_an_event_noun_keeps_its_phrases() -> None:
    analysis = of("The attack by the militia on the port lasted an hour.")
    attack = next(one for one in analysis.predicates if one.lemma == "attack")
    assert (words(analysis, attack, "agent"), words(analysis, attack, "on")) == ("the militia", "the port")


def test_a_headline_plural_becomes_its_verb() -> None:
    assert verb(of("Army attacks rebel camp near border"), "attack").form == "finite"


def test_order_and_number_of_sentences_do_not_matter() -> None:
    sentences = ["Turkey shelled the town.", "He spoke.", "", "Nothing here", "“We will strike,” he said."]
    together = analyze(sentences)
    assert together == [analyze([sentence])[0] for sentence in sentences]
    assert together == list(reversed(analyze(list(reversed(sentences)))))


@pytest.mark.parametrize(
    "sentence", ["", "   ", "(((", "“”", "—", "a" * 5000, "to to to if if that", "He , , and or .", "\u202e\u0000x", "💥 hit 🏚"]
)
def test_odd_input_is_analysed_without_error(sentence: str) -> None:
    analysis = of(sentence)
    assert analysis.analyzer == "rules-1"
    assert all(sentence[token.start : token.end] == token.text for token in analysis.tokens)


def test_an_endless_line_gets_no_predicates() -> None:
    analysis = of("Turkey shelled the town and " * 200)
    assert len(analysis.tokens) == 1000
    assert not analysis.predicates


def test_predicates_point_inside_the_sentence() -> None:
    analysis = of("Iran or its allies may be planning strikes on American bases in Iraq, the general said on Monday.")
    size = len(analysis.tokens)
    for predicate in analysis.predicates:
        assert 0 <= predicate.start <= predicate.trigger < predicate.end <= size
        assert -1 <= predicate.parent < len(analysis.predicates)
        assert all(0 <= argument.start <= argument.head < argument.end <= size for argument in predicate.arguments)


def test_the_analyzer_names_itself() -> None:
    assert (RulesAnalyzer().name, RulesAnalyzer().version) == ("rules-1", "1")


@pytest.mark.parametrize(
    ("word", "tag", "lemma"), [("vetoed", "VBZ", "veto"), ("vetoed", "VBD", "veto"), ("needs", "VBZ", "need"), ("shelled", "VBZ", "shell")]
)
def test_a_form_of_the_past_has_its_lemma_whatever_tense_the_tagger_saw(word: str, tag: str, lemma: str) -> None:
    assert find_lemma(word, tag) == lemma
