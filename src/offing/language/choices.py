"""Which analyzer reads: by name, opened once in each process. The default is the model where its weights are, else the rules.

`model` and `rules` are the house's. `spacy:`, `gliner:` and `hf:` name a model of the user's; their modules need libraries that Offing does
not, so this is the one place that imports them, when one is asked for by name. `llm:` needs the network, which this package has not: who
runs the stages hands in the opener of `fetch.endpoints`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module

from offing.errors import AnalyzerError
from offing.language.analyses import Analyzer
from offing.language.models import check_files, has_weights, name_weights
from offing.language.parsers import ModelAnalyzer
from offing.language.rules import RulesAnalyzer

Opener = Callable[[str], Analyzer]

ANALYZERS = ("model", "rules")
ADAPTERS = {
    "spacy": ("offing.language.adapters.pipelines", "spacy"),
    "gliner": ("offing.language.adapters.finders", "gliner"),
    "hf": ("offing.language.adapters.taggers", "transformers"),
}
REMOTE = "llm"
FORMS = (*ANALYZERS, "spacy:NAME", "gliner:FOLDER", "hf:FOLDER", "llm:URL#MODEL")


def choose_analyzer(asked: str = "") -> str:
    """The name of the analyzer to use: the one asked for, else the best that is here. Raises AnalyzerError for an unknown name.

    Weights of which a part is there stay the default, so that damage is told and not hidden behind the rules.
    """
    if not asked:
        return "model" if has_weights() else "rules"
    kind, _, place = asked.partition(":")
    if asked not in ANALYZERS and not (place and (kind in ADAPTERS or kind == REMOTE)):
        raise AnalyzerError(f"{asked}: no such analyzer", hint=f"choose one of {', '.join(FORMS)}")
    return asked


@lru_cache(maxsize=4)
def open_analyzer(name: str) -> Analyzer:
    """The analyzer of a name from `choose_analyzer`, opened once. Raises AnalyzerError when its files are missing or damaged."""
    kind, _, place = name.partition(":")
    if kind in ADAPTERS:
        return _open_adapter(kind, place)
    if kind == REMOTE:
        hint = "use `offing run --analyzer`, or offing.fetch.endpoints.open_endpoint, which speaks to it"
        raise AnalyzerError(f"{name}: this analyzer needs the network, which the stages have not", hint=hint)
    return RulesAnalyzer() if name == "rules" else ModelAnalyzer()


def _open_adapter(kind: str, place: str) -> Analyzer:
    """An adapter's analyzer, over the default one. Raises AnalyzerError when its library is not installed."""
    module, library = ADAPTERS[kind]
    try:
        adapter = import_module(module)
    except ImportError as error:
        hint = f"pip install 'offing[{kind}]' (or {library} by itself), or choose one of {', '.join(ANALYZERS)}"
        raise AnalyzerError(f"{kind}:{place}: {library} cannot be imported ({error})", hint=hint) from error
    opened: Analyzer = adapter.open_adapter(place, open_analyzer(choose_analyzer()))
    return opened


def version_of(name: str, opener: Opener = open_analyzer) -> str:
    """The version of an analyzer; that of the house's own without opening it, and without a word about damage."""
    if name in ANALYZERS:
        return RulesAnalyzer.version if name == "rules" else name_weights()
    return opener(name).version


def check_analyzer_files(name: str, opener: Opener = open_analyzer) -> None:
    """Raises AnalyzerError now, once, for what would else fail on every article: damaged weights, no such folder, no such library."""
    if name == "model":
        check_files()
    elif name not in ANALYZERS:
        opener(name)
