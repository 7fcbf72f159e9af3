"""The analyzer with the language model: one pass of the encoder for tags, tree, names and predicates; predicates drawn from the tree."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, chain, count
from pathlib import Path

from msgspec import structs

from offing.language.analyses import Analysis, Deed, Entity, Filler, Predicate, Ranked, Token
from offing.language.derivations import draw_tree
from offing.language.happenings import DRAWN, move_deed
from offing.language.models import FOLDER, Model
from offing.language.packs import Part
from offing.language.readings import Reading, read_run
from offing.language.rolesets import Rolesets
from offing.language.splits import Parse, Words, join_words, split_words
from offing.language.tags import find_lemma
from offing.language.tokens import split_tokens
from offing.language.trees import Tree

_STOPS = frozenset({";", ",", ":", "\u2014", "--"})


class ModelAnalyzer:
    """The analyzer that is called "model". Each sentence is read alone, so neither their order nor their number changes a result."""

    def __init__(self, folder: Path = FOLDER, threads: int = 1) -> None:
        self.model = Model(folder, threads)
        self.name = f"{self.model.manifest.model}-{self.model.manifest.version}"
        self.version = self.model.manifest.version
        self._rolesets = Rolesets.load(folder / "rolesets.json.gz", self.model.labels.senses)

    def analyze(self, sentences: list[str]) -> list[Analysis]:
        """One analysis for each sentence, in the same order."""
        cells = [split_tokens(sentence) for sentence in sentences]
        cuts = [split_words([text for _, _, text in row]) for row in cells]
        readings = self.read_sentences([cut.words for cut in cuts])
        return [self._build(*row) for row in zip(sentences, cells, cuts, readings, strict=True)]

    def read_words(self, words: list[str], guideline: str = "house") -> Reading:
        """What the model says of the words of one sentence (treebank words, hyphens cut off); names as that guideline marks them."""
        return self.read_sentences([words], guideline)[0]

    def read_sentences(self, sentences: list[list[str]], guideline: str = "house") -> list[Reading]:
        """The same for many sentences, which share the runs of the model."""
        cut = [list(self._cut_parts(words)) for words in sentences]
        found: dict[int, Reading] = {}
        for run in self.model.read([part for parts in cut for part in parts], guideline):
            found.update(zip(run.numbers, read_run(run, self.model), strict=True))
        numbers = count()
        return [_join_parts(parts, [found[next(numbers)] for _ in parts]) for parts in cut]

    def _cut_parts(self, words: list[str]) -> Iterator[Part]:
        """A sentence as one part, or cut at a mark before the limit of the model."""
        pieces = [self.model.words.cut(word) for word in words]
        limit = self.model.labels.max_pieces - 2
        sizes = list(accumulate(map(len, pieces), initial=0))
        start = 0
        while start < len(words):
            end = max(bisect_right(sizes, sizes[start] + limit) - 1, start + 1)
            if end < len(words):
                marks = [at + 1 for at in range(start + 1, end) if words[at] in _STOPS]
                end = marks[-1] if marks else end
            yield self._make_part(start, words[start:end], pieces[start:end], limit)
            start = end

    def _make_part(self, start: int, words: list[str], pieces: list[tuple[int, ...]], limit: int) -> Part:
        known = self.model.words
        cuts = [cut[:limit] for cut in pieces]
        shapes = [[find_shape(word)] * len(cut) for word, cut in zip(words, cuts, strict=True)]
        *firsts, _ = accumulate(map(len, cuts), initial=1)
        return Part(start, [known.opening, *chain.from_iterable(cuts), known.closing], [0, *chain.from_iterable(shapes), 0], firsts)

    def _build(self, sentence: str, cells: list[tuple[int, int, str]], cut: Words, reading: Reading) -> Analysis:
        """The analysis of one sentence from what the model says of its words."""
        texts = [text for _, _, text in cells]
        parse = join_words(texts, cut, reading.parse)
        tokens = [Token(start, end, text, tag, find_lemma(text, tag)) for (start, end, text), tag in zip(cells, parse.tags, strict=True)]
        deeds = _place_deeds(reading.deeds, cut)
        drawn = draw_tree(Tree(texts, parse.tags, parse.heads, parse.relations), {deed.trigger for deed in deeds if deed.score >= DRAWN})
        words = [cut.owners.index(one.trigger) for one in drawn]
        facts = [(reading.statuses[at], reading.done[at]) for at in words] if reading.statuses else [((), None)] * len(drawn)
        told = {cut.owners[at]: (at, *rest) for at, rest in reading.predicates.items()}
        return Analysis(
            sentence=sentence, tokens=tuple(tokens),
            predicates=tuple(self._finish(one, told, cut, *fact) for one, fact in zip(drawn, facts, strict=True)),
            entities=_place_entities(reading.entities, cut), heads=tuple(parse.heads), relations=tuple(parse.relations),
            deeds=deeds, gates=reading.gates, analyzer=self.name, version=self.version,
        )  # fmt: skip

    def _finish(
        self, one: Predicate, told: dict[int, tuple[int, float, list[float], list[tuple[str, int, float]]]], cut: Words, statuses: Ranked,
        done: float | None,
    ) -> Predicate:  # fmt: skip
        """A predicate with its facts, its roleset and its fillers; with score 0 when the model sees no predicate in the word."""
        if one.trigger not in told:
            return structs.replace(one, score=0.0, statuses=statuses, done=done)
        _, chance, senses, roles = told[one.trigger]
        fillers = tuple(Filler(role, cut.owners[at], score) for role, at, score in roles)
        roleset = self._rolesets.choose(one.lemma, one.kind, senses)
        return structs.replace(one, roleset=roleset, fillers=fillers, score=chance, statuses=statuses, done=done)


@lru_cache(maxsize=50_000)
def find_shape(word: str) -> int:
    """The case shape of a word: 1 lower, 2 upper (two letters or more), 3 first letter upper, 4 digits and no letter, 5 the rest."""
    if word.islower():
        return 1
    if word.isupper() and len(word) > 1:
        return 2
    if word[:1].isupper():
        return 3
    return 4 if any(one.isdigit() for one in word) and not any(one.isalpha() for one in word) else 5


def _join_parts(parts: list[Part], readings: list[Reading]) -> Reading:
    """The reading of a sentence from those of its parts."""
    joined = readings[0] if readings else Reading(Parse([], [], []), [], {})
    for part, reading in zip(parts[1:], readings[1:], strict=True):
        _append(joined, reading, part.start)
    return joined


def _append(joined: Reading, part: Reading, start: int) -> None:
    """Add the reading of a later part of the same sentence; its root hangs on the first root by parataxis."""
    root = joined.parse.heads.index(-1) if joined.parse.heads else -1
    joined.parse.tags.extend(part.parse.tags)
    for head, relation in zip(part.parse.heads, part.parse.relations, strict=True):
        joined.parse.heads.append(head + start if head >= 0 else root)
        joined.parse.relations.append("parataxis" if head < 0 and root >= 0 else relation)
    joined.deeds = [*joined.deeds, *(move_deed(deed, start) for deed in part.deeds)]
    joined.statuses = [*joined.statuses, *part.statuses]
    joined.done = [*joined.done, *part.done]
    joined.gates = max(part.gates, joined.gates, key=lambda gates: dict(gates).get("event", 0.0))
    joined.entities.extend((low + start, high + start, kind) for low, high, kind in part.entities)
    for at, (chance, senses, roles) in part.predicates.items():
        joined.predicates[at + start] = (chance, senses, [(role, word + start, score) for role, word, score in roles])


def _place_deeds(deeds: list[Deed], cut: Words) -> tuple[Deed, ...]:
    """Deeds over tokens; of two in one hyphened token the surer."""
    found: dict[int, Deed] = {}
    for deed in deeds:
        placed = structs.replace(
            deed, trigger=cut.owners[deed.trigger], parties=tuple(structs.replace(one, head=cut.owners[one.head]) for one in deed.parties)
        )
        if placed.trigger not in found or found[placed.trigger].score < placed.score:
            found[placed.trigger] = placed
    return tuple(found[at] for at in sorted(found))


def _place_entities(spans: list[tuple[int, int, str]], cut: Words) -> tuple[Entity, ...]:
    """Names over tokens; two that meet in one hyphened token are kept in their order, without overlap."""
    found: list[Entity] = []
    for low, high, kind in spans:
        start, end = cut.owners[low], cut.owners[high - 1] + 1
        if not found or start >= found[-1].end:
            found.append(Entity(start, end, kind))
    return tuple(found)
