"""A real spaCy pipeline, trained on a few sentences here and now; runs where spaCy is installed (`pip install 'offing[spacy]'`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from offing.checks import check_analyzer
from offing.code import code_sentence
from offing.errors import AnalyzerError
from offing.language import Analyzer, open_analyzer
from tests.language.test_checks import SENTENCES

spacy = pytest.importorskip("spacy", reason="spaCy is not installed")

# (word, tag, head, ClearNLP label, UD head, UD label)
ACTIVE = [
    ("Israel", "NNP", 1, "nsubj", 1, "nsubj"), ("shelled", "VBD", 1, "ROOT", 1, "ROOT"), ("Lebanon", "NNP", 1, "dobj", 1, "obj"),
    ("on", "IN", 1, "prep", 4, "case"), ("Monday", "NNP", 3, "pobj", 1, "obl"), (".", ".", 1, "punct", 1, "punct"),
]  # fmt: skip
PASSIVE = [
    ("Lebanon", "NNP", 2, "nsubjpass", 2, "nsubj:pass"), ("was", "VBD", 2, "auxpass", 2, "aux:pass"),
    ("shelled", "VBN", 2, "ROOT", 2, "ROOT"),
    ("by", "IN", 2, "agent", 4, "case"), ("Israel", "NNP", 3, "pobj", 2, "obl"), (".", ".", 2, "punct", 2, "punct"),
]  # fmt: skip


def train(folder: Path, *, clear: bool, parser: bool = True) -> Path:
    """A pipeline for these two sentences, saved."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("tagger")
    if parser:
        pipeline.add_pipe("parser", config={"min_action_freq": 1})
    rows = [
        spacy.training.Example.from_dict(
            spacy.tokens.Doc(pipeline.vocab, words=[row[0] for row in rows]),
            {"words": [row[0] for row in rows], "tags": [row[1] for row in rows], "heads": [row[2 if clear else 4] for row in rows],
             "deps": [row[3 if clear else 5] for row in rows]},
        )
        for rows in (ACTIVE, PASSIVE)
    ]  # fmt: skip
    spacy.util.fix_random_seed(1)
    pipeline.initialize(lambda: rows)
    for _ in range(25):
        pipeline.update(rows)
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GPE", "pattern": name} for name in ("Israel", "Lebanon")] + [{"label": "DATE", "pattern": "Monday"}])
    pipeline.to_disk(folder)
    return folder


@pytest.fixture(scope="module", params=[True, False], ids=["ClearNLP", "UD"])
def analyzer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Analyzer:
    folder = train(tmp_path_factory.mktemp("pipeline"), clear=request.param)
    return open_analyzer(f"spacy:{folder}")


def test_it_keeps_the_contract(analyzer: Analyzer) -> None:
    made = check_analyzer(analyzer, [*SENTENCES, "Israel shelled Lebanon on Monday.", "x" * 3000, "a\x00b"])
    assert [one.kind for one in made[len(SENTENCES)].entities] == ["GPE", "GPE"]
    assert made[0].analyzer.startswith("spacy-en_pipeline")


@pytest.mark.parametrize("sentence", ["Israel shelled Lebanon on Monday.", "Lebanon was shelled by Israel."])
def test_the_coder_reads_its_trees(analyzer: Analyzer, sentence: str) -> None:
    (made,) = analyzer.analyze([sentence])
    assert {"nsubj", "obj"} <= set(made.relations) or {"nsubj:pass", "case", "obl"} <= set(made.relations)
    (claim,) = code_sentence(sentence, analyzer=analyzer)
    assert (claim.who.name, claim.action, claim.whom.name) == ("Israel", "ASSAULT", "Lebanon")  # type: ignore[union-attr]
    assert claim.analyzer == analyzer.name


def test_no_pipeline_and_one_without_a_parser_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AnalyzerError, match="cannot be loaded"):
        open_analyzer(f"spacy:{tmp_path / 'none'}")
    with pytest.raises(AnalyzerError, match="no parser"):
        open_analyzer(f"spacy:{train(tmp_path / 'tags', clear=True, parser=False)}")
