"""Text to analyses: tokens, tags, tree, names, predicates. `analyze` uses the analyzer that is passed, else the default of this install."""

from __future__ import annotations

from offing.language.analyses import Analysis, Analyzer, Argument, Entity, Predicate, Token
from offing.language.choices import ANALYZERS, choose_analyzer, open_analyzer
from offing.language.parsers import ModelAnalyzer
from offing.language.rules import RulesAnalyzer

__all__ = [
    "ANALYZERS", "Analysis", "Analyzer", "Argument", "Entity", "ModelAnalyzer", "Predicate", "RulesAnalyzer", "Token", "analyze",
    "choose_analyzer", "open_analyzer",
]  # fmt: skip


def analyze(sentences: list[str], analyzer: Analyzer | None = None) -> list[Analysis]:
    """One analysis for each sentence (a bare string without line breaks). Pure: the same sentence always gives the same analysis."""
    return (analyzer or open_analyzer(choose_analyzer())).analyze(sentences)
