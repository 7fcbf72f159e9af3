"""A spaCy pipeline that the user has: its tags, trees and names; the predicates are drawn from its trees as from our own.

Imports spaCy, so `choices` alone imports it, when it is asked for by name. English pipelines with Penn tags, and trees in the labels of
ClearNLP (en_core_web_*) or Universal Dependencies.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc

from offing.errors import AnalyzerError
from offing.language.adapters.folders import hash_folder
from offing.language.adapters.labels import CLEAR, UNIVERSAL, convert_clear
from offing.language.adapters.names import find_kind, place_names
from offing.language.analyses import Analysis, Analyzer, Token
from offing.language.derivations import draw_tree
from offing.language.splits import Parse, join_words, split_words
from offing.language.tags import find_lemma
from offing.language.tokens import split_tokens
from offing.language.trees import Tree

_NEXT = "give an English pipeline with tagger and parser by name or folder, as spacy:en_core_web_sm, or choose --analyzer model"


class PipelineAnalyzer:
    """The analyzer "spacy:NAME". Each sentence goes through the pipeline alone, in the words of the house."""

    def __init__(self, place: str) -> None:
        self._pipeline = _load(place)
        self._clear = _speaks_clear(self._pipeline, place)
        meta = self._pipeline.meta
        self.name = f"spacy-{meta.get('lang', 'xx')}_{meta.get('name', 'pipeline')}-{meta.get('version', '0')}"
        made = f"-{hash_folder(Path(place))}" if Path(place).is_dir() else ""
        self.version = f"{spacy.__version__}{made}"

    def analyze(self, sentences: list[str]) -> list[Analysis]:
        """One analysis for each sentence. Raises AnalyzerError when the pipeline gives no tags or no tree."""
        return [self._analyze_one(sentence) for sentence in sentences]

    def _analyze_one(self, sentence: str) -> Analysis:
        cells = split_tokens(sentence)
        if not cells:
            return Analysis(sentence=sentence, tokens=(), predicates=(), analyzer=self.name, version=self.version)
        texts = [text for _, _, text in cells]
        cut = split_words(texts)
        doc = self._pipeline(Doc(self._pipeline.vocab, words=cut.words))
        parse = _read_tree(doc)
        if self._clear:
            parse = convert_clear(cut.words, parse)
        joined = join_words(texts, cut, parse)
        tokens = tuple(
            Token(start, end, text, tag, find_lemma(text, tag)) for (start, end, text), tag in zip(cells, joined.tags, strict=True)
        )
        spans = [(cells[cut.owners[one.start]][0], cells[cut.owners[one.end - 1]][1], find_kind(one.label_)) for one in doc.ents]
        return Analysis(
            sentence=sentence, tokens=tokens, predicates=draw_tree(Tree(texts, joined.tags, joined.heads, joined.relations)),
            entities=place_names(tokens, spans), heads=tuple(joined.heads), relations=tuple(joined.relations), analyzer=self.name,
            version=self.version,
        )  # fmt: skip


def open_adapter(place: str, _base: Analyzer) -> Analyzer:
    """The analyzer for a pipeline's name or folder. Raises AnalyzerError when spaCy cannot load it or it parses in unknown labels."""
    return PipelineAnalyzer(place)


def _load(place: str) -> Any:
    try:
        return spacy.load(place)
    except (OSError, ValueError, ImportError) as error:
        raise AnalyzerError(f"spacy:{place}: the pipeline cannot be loaded ({str(error)[:160]})", hint=_NEXT) from error


def _speaks_clear(pipeline: Any, place: str) -> bool:
    """Whether the trees are in ClearNLP's labels; False for Universal Dependencies. Raises AnalyzerError for anything else."""
    labels = {label for names in pipeline.pipe_labels.values() for label in names}
    if labels & UNIVERSAL:
        return False
    if not labels & CLEAR:
        raise AnalyzerError(f"spacy:{place}: the pipeline has no parser whose labels are known", hint=_NEXT)
    return True


def _read_tree(doc: Doc) -> Parse:
    """Tags, heads and relations; the roots of later sentences hang on the first by parataxis."""
    if not (doc.has_annotation("TAG") and doc.has_annotation("DEP")):
        raise AnalyzerError("the spaCy pipeline gives no tags or no tree", hint=_NEXT)
    heads, relations, root = [], [], -1
    for word in doc:
        top = word.head.i == word.i
        heads.append(root if top else word.head.i)
        relations.append("parataxis" if top and root >= 0 else "root" if top else word.dep_)
        root = word.i if top and root < 0 else root
    return Parse([word.tag_ for word in doc], heads, relations)
