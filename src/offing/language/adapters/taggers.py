"""Names by a token classifier of transformers in a local folder (labels B-PER, I-ORG ...), over the trees of the default analyzer.

Imports transformers, so `choices` alone imports it, when it is asked for by name. Nothing is downloaded: the folder must be whole.
"""

from __future__ import annotations

from msgspec import structs
from transformers import AutoModelForTokenClassification, AutoTokenizer, pipeline

from offing.errors import AnalyzerError
from offing.language.adapters.folders import find_folder, hash_folder
from offing.language.adapters.names import find_kind, place_names
from offing.language.analyses import Analysis, Analyzer

_WHOLE = "the folder must hold a whole token classifier (config.json, weights, and tokenizer.json, the fast kind)"


class TaggerAnalyzer:
    """The analyzer "hf:FOLDER": everything but the names is the base's."""

    def __init__(self, place: str, base: Analyzer) -> None:
        folder = find_folder(place, "hf")
        try:
            model = AutoModelForTokenClassification.from_pretrained(str(folder), local_files_only=True)
            words = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise AnalyzerError(f"hf:{place}: cannot be loaded ({str(error)[:160]})", hint=_WHOLE) from error
        if not words.is_fast:
            raise AnalyzerError(f"hf:{place}: its tokenizer does not say where in the text a piece stands", hint=_WHOLE)
        self._find = pipeline("token-classification", model=model, tokenizer=words, aggregation_strategy="first")
        self._base = base
        self.name = f"hf-{folder.name} over {base.name}"
        self.version = f"{hash_folder(folder)} {base.version}"

    def analyze(self, sentences: list[str]) -> list[Analysis]:
        """One analysis for each sentence, with the names that the model finds."""
        return [self._rename(one) for one in self._base.analyze(sentences)]

    def _rename(self, one: Analysis) -> Analysis:
        found = self._find(one.sentence) if one.tokens else []
        spans = [(int(row["start"]), int(row["end"]), find_kind(str(row["entity_group"]))) for row in found]
        return structs.replace(one, entities=place_names(one.tokens, spans), analyzer=self.name, version=self.version)


def open_adapter(place: str, base: Analyzer) -> Analyzer:
    """The analyzer for a folder. Raises AnalyzerError when it is not there or holds no token classifier."""
    return TaggerAnalyzer(place, base)
