"""Analyzers that users bring: chosen by name, absent libraries, foreign labels, names over our own trees.

gliner and transformers are too large for the tests: stand-ins with their documented calls take their place here, as `docs/reference.md`
says. spaCy's own tests (`test_adapters_spacy.py`) run where spaCy is installed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from offing.checks import check_analyzer
from offing.cli.analyzers import choose_opener
from offing.errors import AnalyzerError
from offing.language import choose_analyzer, open_analyzer
from offing.language.adapters.folders import hash_folder
from offing.language.adapters.labels import convert_clear
from offing.language.adapters.names import find_kind, place_names
from offing.language.analyses import Entity, Token
from offing.language.splits import Parse
from tests.language.test_checks import SENTENCES

LIBRARIES = {"spacy": "spacy", "gliner": "gliner", "hf": "transformers"}


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """Each test opens and imports anew."""
    yield
    open_analyzer.cache_clear()
    for name in ("pipelines", "finders", "taggers"):
        sys.modules.pop(f"offing.language.adapters.{name}", None)


def test_no_library_of_an_adapter_is_imported_by_default() -> None:
    code = "import sys, offing.pipeline, offing.cli.running; print({'spacy', 'gliner', 'transformers', 'torch'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.strip() == "set()"


@pytest.mark.parametrize("kind", sorted(LIBRARIES))
def test_an_absent_library_is_named_with_the_way_to_it(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, LIBRARIES[kind], None)
    with pytest.raises(AnalyzerError, match=f"{LIBRARIES[kind]} cannot be imported") as told:
        open_analyzer(choose_analyzer(f"{kind}:here"))
    assert f"pip install 'offing[{kind}]'" in told.value.hint


@pytest.mark.parametrize("asked", ["spacy:", "spacy", "oracle:x", "llm:", "gliner", ":", "model:x", "Model"])
def test_half_a_name_is_refused(asked: str) -> None:
    with pytest.raises(AnalyzerError, match="no such analyzer") as told:
        choose_analyzer(asked)
    assert "llm:URL#MODEL" in told.value.hint


def test_the_stages_alone_do_not_speak_to_an_endpoint(tmp_path: Path) -> None:
    with pytest.raises(AnalyzerError, match="needs the network"):
        open_analyzer("llm:http://127.0.0.1:9/v1#m")
    assert choose_opener("rules", tmp_path / "a.db") is open_analyzer
    assert choose_opener("llm:http://127.0.0.1:9/v1#m", tmp_path / "a.db") is not open_analyzer


def convert(*rows: tuple[str, str, int, str]) -> list[tuple[str, int, str]]:
    """Rows of (word, tag, head from 0 or -1, label) as (word, head, relation)."""
    words, tags, heads, labels = (list(column) for column in zip(*rows, strict=True))
    made = convert_clear(words, Parse(tags, heads, labels))  # type: ignore[arg-type]
    return list(zip(words, made.heads, made.relations, strict=True))  # type: ignore[arg-type]


def test_a_passive_with_agent_and_places() -> None:
    assert convert(
        ("Kharga", "NNP", 2, "nsubjpass"), ("was", "VBD", 2, "auxpass"), ("shelled", "VBN", -1, "ROOT"), ("by", "IN", 2, "agent"),
        ("rebels", "NNS", 3, "pobj"), ("from", "IN", 4, "prep"), ("out", "IN", 5, "prep"), ("of", "IN", 6, "prep"),
        ("Sudra", "NNP", 7, "pobj"),
    ) == [
        ("Kharga", 2, "nsubj:pass"), ("was", 2, "aux:pass"), ("shelled", -1, "root"), ("by", 4, "case"), ("rebels", 2, "obl"),
        ("from", 8, "case"), ("out", 8, "case"), ("of", 8, "case"), ("Sudra", 4, "nmod"),
    ]  # fmt: skip


def test_a_copula_goes_below_what_it_ascribes_and_conjuncts_fan_out() -> None:
    assert convert(
        ("Orland", "NNP", 1, "nsubj"), ("is", "VBZ", -1, "ROOT"), ("ready", "JJ", 1, "acomp"), ("to", "TO", 4, "aux"),
        ("attack", "VB", 2, "xcomp"), ("depots", "NNS", 4, "dobj"), (",", ",", 5, "punct"), ("bridges", "NNS", 5, "conj"),
        ("and", "CC", 7, "cc"), ("ports", "NNS", 7, "conj"),
    ) == [
        ("Orland", 2, "nsubj"), ("is", 2, "cop"), ("ready", -1, "root"), ("to", 4, "mark"), ("attack", 2, "xcomp"), ("depots", 4, "obj"),
        (",", 5, "punct"), ("bridges", 5, "conj"), ("and", 9, "cc"), ("ports", 5, "conj"),
    ]  # fmt: skip


def test_a_clause_after_a_preposition_and_a_preposition_alone() -> None:
    assert convert(
        ("After", "IN", 4, "prep"), ("taking", "VBG", 0, "pcomp"), ("Kharga", "NNP", 1, "dobj"), ("they", "PRP", 4, "nsubj"),
        ("went", "VBD", -1, "ROOT"), ("in", "IN", 4, "prep"),
    ) == [("After", 1, "mark"), ("taking", 4, "advcl"), ("Kharga", 1, "obj"), ("they", 4, "nsubj"), ("went", -1, "root"),
          ("in", 4, "advmod")]  # fmt: skip


def test_names_take_whole_tokens_and_do_not_overlap() -> None:
    tokens = [Token(0, 11, "Iran-backed", "JJ", ""), Token(12, 17, "Mara", "NNP", ""), Token(18, 22, "Venn", "NNP", "")]
    spans = [(0, 4, "GPE"), (18, 22, "ORG"), (12, 22, "PERSON"), (50, 60, "ORG"), (12, 22, "")]
    assert place_names(tokens, spans) == (Entity(0, 1, "GPE"), Entity(1, 3, "PERSON"))
    assert [find_kind(label) for label in ("B-PER", "FAC", "date", "MISC", "norp")] == ["PERSON", "FACILITY", "", "", "NORP"]


def test_another_byte_in_a_folder_is_another_version(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    before = hash_folder(tmp_path)
    (tmp_path / "a").write_bytes(b"2")
    assert hash_folder(tmp_path) != before


def find_words(text: str, *words: str) -> list[tuple[int, int]]:
    return [(text.index(word), text.index(word) + len(word)) for word in words if word in text]


class Glinerlike:
    """GLiNER, as far as its documentation promises: from_pretrained(folder), predict_entities(text, labels, threshold)."""

    @classmethod
    def from_pretrained(cls, folder: str, *, local_files_only: bool) -> Glinerlike:
        assert local_files_only
        if not (Path(folder) / "gliner_config.json").is_file():
            raise FileNotFoundError("no gliner_config.json")
        return cls()

    def predict_entities(self, text: str, labels: list[str], *, threshold: float) -> list[dict[str, object]]:
        found = [(place, "location") for place in find_words(text, "Kharga")] + [
            (place, "person") for place in find_words(text, "Ada Brook")
        ]
        return [{"start": a, "end": b, "text": text[a:b], "label": label, "score": 0.9} for (a, b), label in found if label in labels]


def test_names_by_gliner_over_the_trees_of_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gliner", SimpleNamespace(GLiNER=Glinerlike))  # type: ignore[arg-type]
    with pytest.raises(AnalyzerError, match="no such folder") as told:
        open_analyzer(f"gliner:{tmp_path / 'none'}")
    assert "never downloaded" in told.value.hint
    with pytest.raises(AnalyzerError, match="no gliner_config"):
        open_analyzer(f"gliner:{tmp_path}")
    (tmp_path / "gliner_config.json").write_text("{}")
    analyzer = open_analyzer(f"gliner:{tmp_path}")
    below = open_analyzer(choose_analyzer()).analyze(SENTENCES)
    made = check_analyzer(analyzer, SENTENCES)
    assert below[0].analyzer in analyzer.name
    assert [one.predicates for one in made] == [one.predicates for one in below]
    assert [(one.start, one.end, one.kind) for one in made[0].entities] == [(7, 8, "LOC")]
    assert [one.kind for one in made[2].entities] == ["PERSON"]


def test_names_by_a_token_classifier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = ModuleType("transformers")

    def load(folder: str, *, local_files_only: bool) -> SimpleNamespace:
        assert local_files_only
        if not (Path(folder) / "config.json").is_file():
            raise OSError("no config.json")
        return SimpleNamespace(is_fast=not (Path(folder) / "slow").exists())

    def pipeline(task: str, *, model: object, tokenizer: object, aggregation_strategy: str) -> object:
        assert (task, aggregation_strategy) == ("token-classification", "first")
        return lambda text: [{"start": a, "end": b, "entity_group": "LOC", "score": 0.9} for a, b in find_words(text, "Kharga", "Monday")]

    for name in ("AutoModelForTokenClassification", "AutoTokenizer"):
        setattr(library, name, SimpleNamespace(from_pretrained=load))
    library.pipeline = pipeline  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "transformers", library)
    with pytest.raises(AnalyzerError, match="no config"):
        open_analyzer(f"hf:{tmp_path}")
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "slow").touch()
    with pytest.raises(AnalyzerError, match="where in the text"):
        open_analyzer(f"hf:{tmp_path}")
    (tmp_path / "slow").unlink()
    made = check_analyzer(open_analyzer(f"hf:{tmp_path}"), SENTENCES)
    assert [one.kind for one in made[0].entities] == ["LOC", "LOC"]
