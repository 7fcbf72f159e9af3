"""The rule-only analyzer: word table, chunk grammar and position rules; no trained weights. It always works, and each claim names it."""

from __future__ import annotations

from offing.language.analyses import Analysis, Entity, Token
from offing.language.clauses import draw_predicates
from offing.language.phrases import cut_chunks
from offing.language.tags import find_lemma, tag_words
from offing.language.tokens import split_tokens

LONGEST = 400


class RulesAnalyzer:
    """Analyzer "rules-1". Reads each sentence alone, so the order and number of sentences cannot matter."""

    name = "rules-1"
    version = "1"

    def analyze(self, sentences: list[str]) -> list[Analysis]:
        """One analysis for each sentence."""
        return [self._analyze_one(sentence) for sentence in sentences]

    def _analyze_one(self, sentence: str) -> Analysis:
        pieces = split_tokens(sentence)
        words = [text for _, _, text in pieces]
        tags = tag_words(words)
        # What has no full stop for so long is a list or a broken page; it keeps its tokens but no predicates are drawn.
        chunks = cut_chunks(words, tags) if len(words) <= LONGEST else []
        tokens = tuple(Token(start, end, text, tag, find_lemma(text, tag)) for (start, end, text), tag in zip(pieces, tags, strict=True))
        return Analysis(
            sentence=sentence, tokens=tokens, predicates=draw_predicates(words, tags, chunks), entities=_find_names(tags),
            analyzer=self.name, version=self.version,
        )  # fmt: skip


def _find_names(tags: list[str]) -> tuple[Entity, ...]:
    """Runs of proper nouns. Of what kind they are the rules cannot tell."""
    found, start = [], -1
    for at, tag in enumerate([*tags, "."]):
        if tag == "NNP" and start < 0:
            start = at
        elif tag != "NNP" and start >= 0:
            found.append(Entity(start, at, "NAME"))
            start = -1
    return tuple(found)
