"""How sure a clause is of what it tells: `possible` (may, could, perhaps), `probable` (likely, believed, apparently), else plain.

Scope goes as for statuses: a modal or an adverb in the verb's own group, an adjective before the noun, or a governing word whose content
the act is ("is likely to", "is believed to have"). Who tells it changes nothing, and neither does a denial or a charge (CODEBOOK, section
6). The words are the `hedges` of `tables/cues.yaml`.
"""

from __future__ import annotations

from msgspec import Struct

from offing.code.cues import hedge_words
from offing.language.analyses import Analysis, Predicate
from offing.records import Certainty

_CONTENT = frozenset({"to", "ing", "patient", "second", "of", "for", "in", "into", "on", "with", "out", "whether"})
_STATED = frozenset({"that", "bare"})
_CARRYING = frozenset("be have begin start resume continue follow occur happen come go take break erupt".split())
_NEAR = 2  # tokens before and after a verb group where an adverb still belongs to it
_DEEP = 5


class Hedge(Struct, frozen=True):
    """The certainty of a predicate and the token of the word that gives it, -1 where it is told plainly."""

    certainty: Certainty
    token: int = -1


PLAIN = Hedge(Certainty.PLAIN)


def find_hedge(analysis: Analysis, index: int) -> Hedge:
    """The certainty of predicate `index`: its own words first, then those of what governs it."""
    current = index
    for _ in range(_DEEP):
        predicate = analysis.predicates[current]
        own = _read_noun(analysis, predicate) if predicate.kind == "noun" else _read_verb(analysis, predicate)
        if own.token >= 0 or predicate.parent < 0:
            return own
        above = analysis.predicates[predicate.parent]
        governed = _read_governor(analysis, predicate, above)
        if governed.token >= 0 or not _carries(predicate, above):
            return governed
        current = predicate.parent
    return PLAIN


def _read_verb(analysis: Analysis, predicate: Predicate) -> Hedge:
    """Modal, adverb beside the verb, or a doubted doer ("suspected rebels attacked")."""
    tokens = analysis.tokens
    modals, adverbs = hedge_words("modal"), hedge_words("adverb")
    low, high = max(predicate.clause[0], predicate.start - _NEAR), min(len(tokens), predicate.end + _NEAR)
    for at in range(low, high):
        lemma = tokens[at].lemma.lower()
        if lemma in adverbs:
            return Hedge(adverbs[lemma], at)
        if lemma in modals and predicate.start <= at < predicate.end and not (predicate.negated and lemma == "could"):
            return Hedge(modals[lemma], at)
    doers = [one for one in predicate.arguments if one.role == "agent"]
    return _read_words(analysis, max(0, doers[0].start - 1), doers[0].head) if doers else PLAIN


def _read_noun(analysis: Analysis, predicate: Predicate) -> Hedge:
    return _read_words(analysis, predicate.start, predicate.trigger)


def _read_words(analysis: Analysis, low: int, high: int) -> Hedge:
    """The first adjective of doubt in a stretch of tokens."""
    words = hedge_words("adjective")
    return next((Hedge(words[word], at) for at in range(low, high) if (word := analysis.tokens[at].text.lower()) in words), PLAIN)


def _read_governor(analysis: Analysis, predicate: Predicate, above: Predicate) -> Hedge:
    """What a governing word makes of its content: "is likely to", "is believed to have", "the possibility that"."""
    if above.negated or predicate.link not in _CONTENT | _STATED | {"agent"}:
        return PLAIN
    if above.kind == "noun":
        nouns = hedge_words("noun")
        return Hedge(nouns[above.lemma], above.trigger) if above.lemma in nouns and predicate.link != "agent" else PLAIN
    verbs = hedge_words("verb")
    if above.lemma in verbs and predicate.link not in ("agent", "of"):  # "suspected of" lays a charge, it does not weigh one
        return Hedge(verbs[above.lemma], above.trigger)
    if above.lemma in ("be", "look", "seem", "appear", "remain", "think", "find"):
        said = hedge_words("adjective") | hedge_words("adverb")
        beside = range(above.start, min(above.end + 3, len(analysis.tokens)))
        return next((Hedge(said[lemma], at) for at in beside if (lemma := analysis.tokens[at].lemma.lower()) in said), PLAIN)
    passives = hedge_words("passive")
    doubted = above.passive and above.lemma in passives and predicate.link != "of"
    return Hedge(passives[above.lemma], above.trigger) if doubted else PLAIN


def _carries(predicate: Predicate, above: Predicate) -> bool:
    """Whether the doubt of a governing clause is that of its content ("may be asked to", "talks could resume"); speech carries none."""
    if predicate.link == "agent":
        return above.lemma in _CARRYING
    return predicate.link == "and" or predicate.link in _CONTENT
