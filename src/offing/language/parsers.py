"""The analyzer with the language model: one pass of the encoder for tags, tree, names and predicates; predicates drawn from the tree."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from msgspec import Struct, structs

from offing.language.analyses import Analysis, Entity, Filler, Predicate, Token
from offing.language.decodings import find_entities, find_heads, find_roles, score_pairs
from offing.language.derivations import draw_tree
from offing.language.models import FOLDER, Array, Batch, Model
from offing.language.splits import Parse, Words, join_words, split_words
from offing.language.tags import find_lemma
from offing.language.tokens import split_tokens
from offing.language.trees import Tree

_STOPS = frozenset({";", ",", ":", "\u2014", "--"})
_KINDS = {"verb": "v", "noun": "n"}


class Part(Struct):
    """Words of a sentence from `start` on, short enough for the model, with their pieces."""

    start: int
    pieces: list[int]
    shapes: list[int]
    firsts: list[int]


class Reading(Struct):
    """What the model says of the words of one sentence."""

    parse: Parse
    entities: list[tuple[int, int, str]]
    predicates: dict[int, tuple[float, Array, list[tuple[str, int, float]]]]


class ModelAnalyzer:
    """The analyzer that is called "model". Each sentence is read alone, so neither their order nor their number changes a result."""

    def __init__(self, folder: Path = FOLDER, threads: int = 1) -> None:
        self.model = Model(folder, threads)
        self.name = f"{self.model.manifest.model}-{self.model.manifest.version}"
        self.version = self.model.manifest.version
        self._rolesets: dict[str, list[list[object]]] = json.loads(gzip.decompress((folder / "rolesets.json.gz").read_bytes()))

    def analyze(self, sentences: list[str]) -> list[Analysis]:
        """One analysis for each sentence, in the same order."""
        return [self._analyze_one(sentence) for sentence in sentences]

    def _analyze_one(self, sentence: str) -> Analysis:
        cells = split_tokens(sentence)
        cut = split_words([text for _, _, text in cells])
        return self._build(sentence, cells, cut, self.read_words(cut.words))

    def read_words(self, words: list[str], guideline: str = "house") -> Reading:
        """What the model says of the words of one sentence (treebank words, hyphens cut off); names as that guideline marks them.

        One part a run: the weights work on activations that are scaled together, so that a sentence would feel its neighbours.
        """
        joined = Reading(Parse([], [], []), [], {})
        for part in self._cut_parts(words):
            _append(joined, self._run(part, guideline), part.start)
        return joined

    def _cut_parts(self, words: list[str]) -> Iterator[Part]:
        """A sentence as one part, or cut at a mark before the limit of the model."""
        pieces = [self.model.words.cut(word) for word in words]
        limit = self.model.labels.max_pieces - 2
        start = 0
        while start < len(words):
            end, size = start, 0
            while end < len(words) and (size + len(pieces[end]) <= limit or end == start):
                size += len(pieces[end])
                end += 1
            if end < len(words):
                marks = [at + 1 for at in range(start + 1, end) if words[at] in _STOPS]
                end = marks[-1] if marks else end
            yield self._make_part(start, words[start:end], pieces[start:end], limit)
            start = end

    def _make_part(self, start: int, words: list[str], pieces: list[tuple[int, ...]], limit: int) -> Part:
        known = self.model.words
        row, shapes, firsts = [known.opening], [0], []
        for word, cut in zip(words, pieces, strict=True):
            firsts.append(len(row))
            row.extend(cut[:limit])
            shapes.extend([find_shape(word)] * len(cut[:limit]))
        return Part(start, [*row, known.closing], [*shapes, 0], firsts)

    def _run(self, part: Part, guideline: str) -> Reading:
        """One run of the model."""
        batch = Batch(np.array([part.pieces]), np.array([part.shapes]), np.array([part.firsts]))
        return self._decode({name: output[0] for name, output in self.model.run(batch, guideline).items()}, len(part.firsts))

    def _decode(self, scores: dict[str, Array], count: int) -> Reading:
        """The scores of one part, read."""
        labels = self.model.labels
        heads = find_heads(scores["arcs"][:count, : count + 1])
        children = scores["relation_child"][:count]
        parents = scores["relation_parent"][np.array(heads) + 1]
        relations = [labels.relations[best] for best in score_pairs(children, parents, self.model.relation).argmax(1)]
        tags = [labels.xpos[best] for best in scores["xpos"][:count].argmax(1)]
        places = np.flatnonzero(scores["predicates"][:count] > 0.0)
        roles = score_pairs(scores["role_predicate"][places][:, None], scores["role_argument"][None, :count], self.model.role)
        chances = 1.0 / (1.0 + np.exp(-scores["predicates"][places]))
        predicates = {
            int(at): (float(chance), scores["senses"][at], find_roles(row, labels.roles))
            for at, chance, row in zip(places, chances, roles, strict=True)
        }
        return Reading(Parse(tags, heads, relations), find_entities(scores["entities"][:count], labels.entities), predicates)

    def _build(self, sentence: str, cells: list[tuple[int, int, str]], cut: Words, reading: Reading) -> Analysis:
        """The analysis of one sentence from what the model says of its words."""
        texts = [text for _, _, text in cells]
        parse = join_words(texts, cut, reading.parse)
        tokens = tuple(
            Token(start, end, text, tag, find_lemma(text, tag)) for (start, end, text), tag in zip(cells, parse.tags, strict=True)
        )
        drawn = draw_tree(Tree(texts, parse.tags, parse.heads, parse.relations))
        told = {cut.owners[at]: (at, *rest) for at, rest in reading.predicates.items()}
        return Analysis(
            sentence=sentence, tokens=tokens, predicates=tuple(self._name_roles(one, told, cut) for one in drawn),
            entities=_place_entities(reading.entities, cut), heads=tuple(parse.heads), relations=tuple(parse.relations),
            analyzer=self.name, version=self.version,
        )  # fmt: skip

    def _name_roles(self, one: Predicate, told: dict[int, tuple[int, float, Array, list[tuple[str, int, float]]]], cut: Words) -> Predicate:
        """A predicate with its roleset and fillers, or with score 0 when the model sees none in the word."""
        if one.trigger not in told:
            return structs.replace(one, score=0.0)
        _, chance, senses, roles = told[one.trigger]
        fillers = tuple(Filler(role, cut.owners[at], score) for role, at, score in roles)
        return structs.replace(one, roleset=self._choose_roleset(one.lemma, one.kind, senses), fillers=fillers, score=chance)

    def _choose_roleset(self, lemma: str, kind: str, senses: Array) -> str:
        """The best known roleset of a lemma, by the model's sense scores and how often each was seen."""
        known = self._rolesets.get(f"{lemma.lower()}|{_KINDS[kind]}", [])
        if not known:
            return f"{lemma.lower()}.01"
        shifted = senses - np.log(np.exp(senses - senses.max()).sum()) - senses.max()
        chances = dict(zip(self.model.labels.senses, shifted.tolist(), strict=True))
        floor = min(chances.values())

        def weigh(row: list[object]) -> float:
            return float(chances.get(str(row[0]).rpartition(".")[2], floor)) + 0.5 * float(np.log(float(str(row[1])) + 0.5))

        return str(max(known, key=weigh)[0])


def find_shape(word: str) -> int:
    """The case shape of a word: 1 lower, 2 upper (two letters or more), 3 first letter upper, 4 digits and no letter, 5 the rest."""
    if word.islower():
        return 1
    if word.isupper() and len(word) > 1:
        return 2
    if word[:1].isupper():
        return 3
    return 4 if any(one.isdigit() for one in word) and not any(one.isalpha() for one in word) else 5


def _append(joined: Reading, part: Reading, start: int) -> None:
    """Add the reading of a later part of the same sentence; its root hangs on the first root by parataxis."""
    root = joined.parse.heads.index(-1) if joined.parse.heads else -1
    joined.parse.tags.extend(part.parse.tags)
    for head, relation in zip(part.parse.heads, part.parse.relations, strict=True):
        joined.parse.heads.append(head + start if head >= 0 else root)
        joined.parse.relations.append("parataxis" if head < 0 and root >= 0 else relation)
    joined.entities.extend((low + start, high + start, kind) for low, high, kind in part.entities)
    for at, (chance, senses, roles) in part.predicates.items():
        joined.predicates[at + start] = (chance, senses, [(role, word + start, score) for role, word, score in roles])


def _place_entities(spans: list[tuple[int, int, str]], cut: Words) -> tuple[Entity, ...]:
    """Names over tokens; two that meet in one hyphened token are kept in their order, without overlap."""
    found: list[Entity] = []
    for low, high, kind in spans:
        start, end = cut.owners[low], cut.owners[high - 1] + 1
        if not found or start >= found[-1].end:
            found.append(Entity(start, end, kind))
    return tuple(found)
