"""The scope of a status in words: what a clause says by itself, and which word above or beside it makes it something else."""

from __future__ import annotations

from offing.code.cues import cue_words
from offing.code.statuses import Statuses
from offing.language.analyses import Predicate
from offing.records import Status


def say_scope(statuses: Statuses, index: int, *, stative: bool = False) -> str:
    """How the cues around predicate `index` come to its status (`statuses.status`), in words."""
    own, found = statuses.own(index, stative=stative), statuses.status(index, stative=stative)
    predicate = statuses.analysis.predicates[index]
    by_itself = f"its own words ({_name_own(statuses, predicate)}) tell it as {_name(own)}"
    if own is found:
        return by_itself
    return f"{by_itself}, {_name_cause(statuses, index, found)} makes it {_name(found)}"


def _name_own(statuses: Statuses, predicate: Predicate) -> str:
    """The words of a clause that set its own status."""
    tokens = statuses.analysis.tokens
    if predicate.negated:
        return "negated"
    if predicate.kind == "noun":
        cues = {*cue_words("adjective"), "any"}
        cue = next((token.text for token in tokens[predicate.start : predicate.trigger] if token.text.lower() in cues), "")
        return f"'{cue}' before the noun" if cue else "an event noun without cue"
    modals = [word for word in predicate.auxiliaries if word in cue_words("modal")]
    if modals:
        return f"'{modals[0]}' before the verb"
    group = " ".join(token.text for token in tokens[predicate.start : predicate.trigger + 1])
    return f"'{group}'"


def _name_cause(statuses: Statuses, index: int, found: Status) -> str:
    """The word that turns a clause into what it is not by itself."""
    analysis = statuses.analysis
    predicate = analysis.predicates[index]
    condition = statuses.conditions.find(index)
    if found is Status.CONDITIONAL and condition is not None:
        words = analysis.sentence[analysis.tokens[condition[0]].start : analysis.tokens[condition[1] - 1].end]
        return f"the condition '{words}'"
    if found is Status.CONDITIONAL and predicate.link in ("if", "unless", "whether", "lest"):
        return f"'{predicate.link}' before it"
    if found is Status.ALLEGED:
        near = analysis.tokens[max(0, predicate.start - 2) : predicate.end + 1]
        adverb = next((token.text for token in near if token.lemma in cue_words("adverb")), "")
        if adverb:
            return f"'{adverb}' beside it"
    if predicate.parent < 0:
        return "its place in the sentence"
    above = analysis.predicates[predicate.parent]
    denied = " (not)" if above.negated else ""
    if predicate.link in ("that", "to", "ing", "of", "from", "patient", "agent", "bare", "and", "second"):
        return f"'{analysis.tokens[above.trigger].text}'{denied} above it"
    return f"'{predicate.link}' under '{analysis.tokens[above.trigger].text}'{denied}"


def _name(status: Status) -> str:
    return str(status).replace("_", " ")
