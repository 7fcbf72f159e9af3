"""What an analyzer says about a sentence, and the protocol that every analyzer keeps.

Offsets are code points of the sentence; token numbers count from 0. Tags are those of the Penn Treebank. A predicate is a verb group or
an event noun candidate with its arguments; `parent` and `link` say how it hangs on another predicate, and that is all that the coder
needs: an analyzer that builds whole trees fills `heads` and `relations` too and derives the predicates from them.
"""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

Ranked = tuple[tuple[str, float], ...]  # names with their probabilities, best first, the least left out


class Token(Struct, frozen=True):
    """A word or mark with its place, tag and dictionary form (lower case but for names)."""

    start: int
    end: int
    text: str
    tag: str
    lemma: str


class Entity(Struct, frozen=True):
    """Tokens `start` to `end` (half open) that name something; `kind` PERSON, ORG, GPE ... or NAME when the analyzer cannot tell."""

    start: int
    end: int
    kind: str


class Argument(Struct, frozen=True):
    """A noun phrase that belongs to a predicate.

    `role`: agent, patient (surface roles after turning passives round), possessor, modifier (a noun or name before the head), or the
    preposition that leads it. Tokens `start` to `end` (half open), `head` its head token.
    """

    role: str
    start: int
    end: int
    head: int


class Filler(Struct, frozen=True):
    """The head word of a PropBank argument: `role` ARG0, ARG1, ARGM-TMP ..., `score` its probability against no role at all."""

    role: str
    head: int
    score: float


class Predicate(Struct, frozen=True):
    """A verb group or a noun that may name an event.

    `trigger` is the token of the word; `start` to `end` its group. `particle` is an adverb or preposition that belongs to the verb ("out",
    "into"). `auxiliaries` are the lemmas before it. `parent` is the index of the predicate it hangs on (-1: none) by `link`: that, to, ing,
    relative, and, reduced, or the subordinator's own word (if, after, as, when ...); for nouns the role it fills there. An analyzer that
    knows PropBank adds the `roleset` and its `fillers`; `score` is then how sure it is that the word bears a predicate. One that has
    learnt whether things happen adds the probabilities of the `statuses`, best first, the least left out, and `done`: that it took place.
    """

    trigger: int
    start: int
    end: int
    kind: str
    lemma: str
    form: str = ""
    passive: bool = False
    negated: bool = False
    auxiliaries: tuple[str, ...] = ()
    particle: str = ""
    arguments: tuple[Argument, ...] = ()
    parent: int = -1
    link: str = ""
    clause: tuple[int, int] = (0, 0)
    roleset: str = ""
    fillers: tuple[Filler, ...] = ()
    score: float = 1.0
    statuses: Ranked = ()
    done: float | None = None


class Deed(Struct, frozen=True):
    """A word that tells what somebody did, will or did not do, as a learned reader of events has it.

    `trigger` is its token, `score` the probability that it tells a deed at all, `kinds` those of each PLOVER type if it does, best first,
    the least left out. `parties`: head words by role (who, whom, by).
    """

    trigger: int
    score: float
    kinds: Ranked
    parties: tuple[Filler, ...] = ()


class Analysis(Struct, frozen=True):
    """All that an analyzer found in one sentence. `heads` and `relations` are empty when it builds no tree.

    `gates` are empty when it knows no deeds; else the probability that the sentence tells an event, or of the reason why it tells none
    (sport, business, speech ...), best first.
    """

    sentence: str
    tokens: tuple[Token, ...]
    predicates: tuple[Predicate, ...]
    entities: tuple[Entity, ...] = ()
    heads: tuple[int, ...] = ()
    relations: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()
    gates: Ranked = ()
    analyzer: str = ""
    version: str = ""


class Analyzer(Protocol):
    """Text to analyses. The result must not depend on the order or number of the sentences of a call."""

    name: str
    version: str

    def analyze(self, sentences: list[str]) -> list[Analysis]:
        """One analysis for each sentence, in the same order."""
        ...
