"""Names by a GLiNER model in a local folder, over the trees of the default analyzer.

Imports gliner, so `choices` alone imports it, when it is asked for by name. Nothing is downloaded: the folder must be whole.
"""

from __future__ import annotations

from gliner import GLiNER
from msgspec import structs

from offing.errors import AnalyzerError
from offing.language.adapters.folders import find_folder, hash_folder
from offing.language.adapters.names import place_names
from offing.language.analyses import Analysis, Analyzer

ASKED = {
    "person": "PERSON", "organization": "ORG", "country or city": "GPE", "location": "LOC", "building or facility": "FACILITY",
    "nationality or religious or political group": "NORP", "weapon": "WEAPON",
}  # fmt: skip
_SURE = 0.5


class FinderAnalyzer:
    """The analyzer "gliner:FOLDER": everything but the names is the base's."""

    def __init__(self, place: str, base: Analyzer) -> None:
        folder = find_folder(place, "gliner")
        try:
            self._model = GLiNER.from_pretrained(str(folder), local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            hint = "the folder must hold a whole GLiNER model (gliner_config.json, weights, tokenizer)"
            raise AnalyzerError(f"gliner:{place}: cannot be loaded ({str(error)[:160]})", hint=hint) from error
        self._base = base
        self.name = f"gliner-{folder.name} over {base.name}"
        self.version = f"{hash_folder(folder)} {base.version}"

    def analyze(self, sentences: list[str]) -> list[Analysis]:
        """One analysis for each sentence, with the names that the model finds."""
        return [self._rename(one) for one in self._base.analyze(sentences)]

    def _rename(self, one: Analysis) -> Analysis:
        found = self._model.predict_entities(one.sentence, list(ASKED), threshold=_SURE) if one.tokens else []
        spans = [(int(row["start"]), int(row["end"]), ASKED.get(str(row["label"]), "")) for row in found]
        return structs.replace(one, entities=place_names(one.tokens, spans), analyzer=self.name, version=self.version)


def open_adapter(place: str, base: Analyzer) -> Analyzer:
    """The analyzer for a folder. Raises AnalyzerError when it is not there or holds no GLiNER model."""
    return FinderAnalyzer(place, base)
