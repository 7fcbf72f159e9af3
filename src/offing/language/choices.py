"""Which analyzer reads: by name, opened once in each process. The default is the model when its weights are there, else the rules."""

from __future__ import annotations

from functools import lru_cache

from offing.errors import AnalyzerError
from offing.language.analyses import Analyzer
from offing.language.models import has_weights, read_manifest
from offing.language.parsers import ModelAnalyzer
from offing.language.rules import RulesAnalyzer

ANALYZERS = ("model", "rules")


def choose_analyzer(asked: str = "") -> str:
    """The name of the analyzer to use: the one asked for, else the best that is here. Raises AnalyzerError for an unknown name."""
    if not asked:
        return "model" if has_weights() else "rules"
    if asked not in ANALYZERS:
        raise AnalyzerError(f"{asked}: no such analyzer", hint=f"choose one of {', '.join(ANALYZERS)}")
    return asked


@lru_cache(maxsize=4)
def open_analyzer(name: str) -> Analyzer:
    """The analyzer of a name from `choose_analyzer`, opened once. Raises AnalyzerError when its files are missing or damaged."""
    return RulesAnalyzer() if name == "rules" else ModelAnalyzer()


def version_of(name: str) -> str:
    """The version of an analyzer, without opening its weights."""
    return RulesAnalyzer.version if name == "rules" else read_manifest().version
