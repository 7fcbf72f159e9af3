"""The contract of analyzers, on our own and on broken ones."""

from __future__ import annotations

import pytest
from msgspec import structs

from offing.checks import check_analyzer
from offing.errors import AnalyzerError
from offing.language import Analysis, RulesAnalyzer
from offing.language.choices import choose_analyzer, open_analyzer

SENTENCES = [
    "Norland's army shelled two depots near Kharga on Monday, the ministry said.",
    "ENVOYS MEET AS TRUCE HOLDS",
    "“We will not leave,” said Gen. Ada Brook; nobody did.",
    "Café owners — 30 of them — struck over the Iran-backed group’s U.S.-led talks…",
    "人 👩‍🚒 !",
    "",
    " ",
]


def test_the_rules_keep_the_contract() -> None:
    check_analyzer(RulesAnalyzer(), SENTENCES)


class Broken(RulesAnalyzer):
    """Breaks one law at a time."""

    def __init__(self, law: str) -> None:
        self.law, self.calls = law, 0

    def analyze(self, sentences: list[str]) -> list[Analysis]:
        self.calls += 1
        made = super().analyze(sentences)
        first = made[0]
        if self.law == "fewer":
            return made[1:]
        if self.law == "company" and len(sentences) == 1:
            return [structs.replace(first, tokens=())]
        if self.law == "shifted":
            token = structs.replace(first.tokens[0], start=1, end=2)
            return [structs.replace(first, tokens=(token, *first.tokens[1:])), *made[1:]]
        if self.law == "circle":
            predicates = tuple(structs.replace(one, parent=0) for one in first.predicates)
            return [structs.replace(first, predicates=predicates), *made[1:]]
        if self.law == "half a tree":
            return [structs.replace(first, heads=(-1,), relations=("root",)), *made[1:]]
        return made


@pytest.mark.parametrize("law", ["fewer", "company", "shifted", "circle", "half a tree"])
def test_a_broken_analyzer_is_found(law: str) -> None:
    with pytest.raises(AssertionError):
        check_analyzer(Broken(law), SENTENCES[:1])


def test_an_unknown_analyzer_is_named_with_those_there_are() -> None:
    with pytest.raises(AnalyzerError, match="oracle"):
        choose_analyzer("oracle")
    assert open_analyzer(choose_analyzer("rules")).name == "rules-1"
