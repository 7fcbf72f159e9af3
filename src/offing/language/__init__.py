"""Text to analyses. `analyze` uses the rule-only analyzer until another is passed."""

from __future__ import annotations

from offing.language.analyses import Analysis, Analyzer, Argument, Entity, Predicate, Token
from offing.language.rules import RulesAnalyzer

__all__ = ["Analysis", "Analyzer", "Argument", "Entity", "Predicate", "RulesAnalyzer", "Token", "analyze"]


def analyze(sentences: list[str], analyzer: Analyzer | None = None) -> list[Analysis]:
    """One analysis for each sentence (a bare string without line breaks). Pure: the same sentence always gives the same analysis."""
    return (analyzer or RulesAnalyzer()).analyze(sentences)
