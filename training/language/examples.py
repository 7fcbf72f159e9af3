"""Sentences as numbers: pieces, shapes and targets of each word, and the ways in which training varies them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from training.language.guidelines import list_targets
from training.language.labels import Labels
from training.language.pieces import MASK, cut_word, find_shape
from training.language.sentences import Frame, Happening, Sentence

IGNORED = -100
_SMALL = frozenset("a an the of in on at to for and or but by as with from".split())


@dataclass(frozen=True)
class Example:
    """One sentence in numbers; None where its corpus is silent. `frames`: (word, sense, {word: role}).

    `happenings`: (word, kind, status, {word: party}); `gate` and `facts` as in `Sentence`.
    """

    words: tuple[str, ...]
    pieces: tuple[tuple[int, ...], ...]
    shapes: tuple[int, ...]
    guideline: int
    entities: tuple[int, ...] | None
    upos: tuple[int, ...] | None
    xpos: tuple[int, ...] | None
    heads: tuple[int, ...] | None
    relations: tuple[int, ...] | None
    frames: tuple[tuple[int, int, dict[int, int]], ...] | None
    droppable: bool
    happenings: tuple[tuple[int, int, int, dict[int, int]], ...] | None = None
    gate: int = IGNORED
    facts: dict[int, int] | None = None

    @property
    def length(self) -> int:
        """How many pieces, [CLS] and [SEP] counted in."""
        return 2 + sum(len(word) for word in self.pieces)


class Encoding:
    """Turns sentences into examples with one vocabulary and one set of labels."""

    def __init__(self, vocabulary: dict[str, int], labels: Labels) -> None:
        self.vocabulary = vocabulary
        self.upos, self.xpos, self.senses, self.roles, self.relations, self.guidelines = (
            {name: number for number, name in enumerate(names)}
            for names in (labels.upos, labels.xpos, labels.senses, labels.roles, labels.relations, labels.guidelines)
        )
        self.kinds, self.statuses, self.parties, self.gates = (
            {name: number for number, name in enumerate(names)} for names in (labels.kinds, labels.statuses, labels.parties, labels.gates)
        )
        self.targets = list_targets()

    def encode(self, sentence: Sentence) -> Example:
        """One sentence; labels that the model does not know are ignored in training."""
        last = len(sentence.words)
        bare = sentence.heads is not None and last > 2 and sentence.words[-1] == "." and last not in sentence.heads
        return Example(
            words=tuple(sentence.words),
            pieces=tuple(tuple(cut_word(word, self.vocabulary)) for word in sentence.words),
            shapes=tuple(find_shape(word) for word in sentence.words),
            guideline=self.guidelines[sentence.guideline],
            entities=tuple(self.targets[sentence.guideline, label] for label in sentence.entities) if sentence.entities else None,
            upos=_look_up(sentence.upos, self.upos),
            xpos=_look_up(sentence.xpos, self.xpos),
            heads=tuple(sentence.heads) if sentence.heads else None,
            relations=_look_up([self.find_relation(name) for name in sentence.relations], self.relations) if sentence.relations else None,
            frames=None if sentence.frames is None else tuple(self._encode_frame(frame) for frame in sentence.frames),
            droppable=bare,
            happenings=None if sentence.happenings is None else tuple(self._encode_happening(one) for one in sentence.happenings),
            gate=IGNORED if sentence.gate is None else self.gates[sentence.gate],
            facts=None if sentence.facts is None else {place: int(done) for place, done in sentence.facts.items()},
        )

    def find_relation(self, name: str) -> str:
        """The relation, without its subtype when that is too rare to be learnt."""
        return name if name in self.relations else name.partition(":")[0]

    def _encode_happening(self, one: Happening) -> tuple[int, int, int, dict[int, int]]:
        parties = {place: self.parties[party] for place, party in one.parties.items()}
        return one.place, self.kinds[one.kind], self.statuses[one.status], parties

    def _encode_frame(self, frame: Frame) -> tuple[int, int, dict[int, int]]:
        sense = self.senses.get(frame.roleset.rpartition(".")[2], IGNORED)
        return frame.place, sense, {place: self.roles.get(role, IGNORED) for place, role in frame.roles.items()}


def _look_up(names: list[str] | None, numbers: dict[str, int]) -> tuple[int, ...] | None:
    """Numbers of names, `IGNORED` where one is unknown."""
    return None if names is None else tuple(numbers.get(name, IGNORED) for name in names)


def vary(example: Example, chance: random.Random, *, masks: float = 0.04) -> Example:
    """Another case, a missing full stop, masked words, a hidden guideline: what headlines, captions and unknown names look like."""
    pieces, shapes = list(example.pieces), list(example.shapes)
    draw = chance.random()
    if draw < 0.05:
        shapes = [find_shape(word.upper()) for word in example.words]
    elif draw < 0.09:
        shapes = [find_shape(word.lower()) for word in example.words]
    elif draw < 0.13:
        shapes = [find_shape(word if word.lower() in _SMALL else word[:1].upper() + word[1:]) for word in example.words]
    for place in range(len(pieces)):
        if chance.random() < masks:
            pieces[place] = (MASK,)
    varied = replace(example, pieces=tuple(pieces), shapes=tuple(shapes))
    if example.guideline and chance.random() < 0.25:
        varied = replace(varied, guideline=0)
    return _drop_stop(varied) if example.droppable and chance.random() < 0.08 else varied


def _drop_stop(example: Example) -> Example:
    """Without its last word."""
    last = len(example.words) - 1
    if example.frames and any(last in roles or place == last for place, _, roles in example.frames):
        return example
    if example.facts and last in example.facts:
        return example
    return replace(
        example,
        words=example.words[:-1],
        pieces=example.pieces[:-1],
        shapes=example.shapes[:-1],
        entities=example.entities and example.entities[:-1],
        upos=example.upos and example.upos[:-1],
        xpos=example.xpos and example.xpos[:-1],
        heads=example.heads and example.heads[:-1],
        relations=example.relations and example.relations[:-1],
    )
