"""Who cannot be doer or recipient of an act, whatever a learned reader says: what the tree of the sentence gives to another act.

A reader that has learnt roles from examples takes the nearest side for the doer where none is told. Grammar speaks against some of them:
who blames another for an act, or condemns it, does not do it; who is wounded when rockets hit did not fire them; the target of one attack
is not the target of the strikes that answer it. Better no doer than a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterator

from offing.code.actions import HARM, is_event, list_frames
from offing.code.scenes import Scene
from offing.language.analyses import Argument, Predicate

_SUFFERING = frozenset({"die", "lose", "perish"})
_NOBODY = frozenset({"no", "none", "nobody", "neither"})
_JUDGING = frozenset(
    "blame condemn denounce criticise criticize decry deplore slam describe report attribute mourn investigate probe question approve "
    "authorise authorize endorse praise hail welcome celebrate".split()
)
_MAKING = ("agent", "possessor", "modifier", "by", "from", "of")
_TARGETS = ("on", "against", "at")
_SAME = frozenset({"in", "by", "during", "of", "with", "patient", "through"})
_TELLING = ("agent", "in", "by", "during", "with", "through")


def may_do(scene: Scene, predicate: Predicate, argument: Argument) -> bool:
    """Whether a phrase may be the doer of the act that a predicate tells, for all that the tree says."""
    if any("on" in roles and _judges(verb) for verb, roles in _list_verbs(scene, argument)):
        return False  # who is only blamed for it
    return _may_do_verb(scene, predicate, argument) if predicate.kind == "verb" else _may_do_noun(scene, predicate, argument)


def dies_in(scene: Scene, noun: Predicate, argument: Argument) -> bool:
    """Whether a phrase names who died in the act that a noun tells ("he died in the raid"): its recipient, whatever a reader says."""
    return noun.kind == "noun" and any(
        "agent" in roles and verb.lemma in _SUFFERING and _holds(verb, noun.trigger, ("in", "during"))
        for verb, roles in _list_verbs(scene, argument)
    )


def _may_do_noun(scene: Scene, noun: Predicate, argument: Argument) -> bool:
    """Not who judges the act in a verb above it or in a clause about it, nor who dies in it or is harmed."""
    if scene.lemmas[argument.start] in _NOBODY:
        return False
    for verb, roles in _list_verbs(scene, argument):
        dealt = _holds(verb, noun.trigger, ("patient", "as", "for"))
        about = _is_about(scene, verb, noun)
        if "agent" in roles and _judges(verb) and (dealt or about):
            return False
        if "agent" in roles and verb.lemma in _SUFFERING and about:
            return False
        if "patient" in roles and verb.lemma in HARM and _holds(verb, noun.trigger):
            return False
    return True


def _may_do_verb(scene: Scene, verb: Predicate, argument: Argument) -> bool:
    """Of a verb whose subject is itself an act or a weapon ("rockets hit") only who stands in the words of that subject, or made it."""
    subjects = [one for one in verb.arguments if one.role == "agent"]
    if verb.lemma not in HARM or not subjects or not is_event(scene, subjects[0]) or _covers(subjects[0], argument.head):
        return True
    subject = subjects[0]
    for other in scene.analysis.predicates:
        inside = subject.start <= other.trigger < subject.end
        made = other.kind == "verb" and _holds(other, subject.head, ("patient",)) and not _judges(other)
        if other is not verb and (inside or made) and _holds(other, argument.head, _MAKING):
            return True
    return False


def may_suffer(scene: Scene, predicate: Predicate, argument: Argument) -> bool:
    """Whether a phrase may be the recipient of the act that a noun tells: not whom another act of the sentence is done to."""
    if predicate.kind == "verb" or _holds(predicate, argument.head):
        return True
    for verb, roles in _list_verbs(scene, argument):
        apart = any(one.role == "agent" for one in verb.arguments) and not _holds(verb, predicate.trigger, _TELLING)
        if "patient" in roles and verb.lemma in HARM and apart and not _is_about(scene, verb, predicate):
            return False
        if "on" in roles and _judges(verb):
            return False  # "an attack that they blame on the militia"
    for noun in scene.analysis.predicates:
        again = bool(scene.analysis.relations) and scene.analysis.relations[noun.trigger] in ("appos", "parataxis")
        told = noun.kind == "noun" and noun is not predicate and bool(list_frames(noun)) and not again
        if told and _holds(noun, argument.head, _TARGETS) and not _is_same(scene, noun, predicate):
            return False
    return True


def _list_verbs(scene: Scene, phrase: Argument) -> Iterator[tuple[Predicate, list[str]]]:
    """The verbs that have a phrase, known by its head or by where it begins, as an argument, with the roles that it has there."""
    for verb in scene.analysis.predicates:
        held = [one.role for one in verb.arguments if one.head == phrase.head or one.start == phrase.start] if verb.kind == "verb" else []
        if held:
            yield verb, held


def _holds(predicate: Predicate, at: int, roles: tuple[str, ...] = ()) -> bool:
    """Whether a word stands in an argument of a predicate, in one of the roles where some are asked for."""
    return any(_covers(one, at) and (not roles or one.role in roles) for one in predicate.arguments)


def _covers(argument: Argument, at: int) -> bool:
    return argument.start <= at < argument.end


def _judges(verb: Predicate) -> bool:
    """Whether a verb says what somebody thinks of an act: blames, condemns, reports it, or calls it something."""
    return verb.lemma in _JUDGING or (verb.lemma == "call" and any(one.role == "second" for one in verb.arguments))


def _is_about(scene: Scene, verb: Predicate, noun: Predicate) -> bool:
    """Whether a verb leads a clause that hangs on a noun ("the attack that ...", "the attack in which ...")."""
    analysis = scene.analysis
    if not analysis.heads or analysis.relations[verb.trigger] != "acl:relcl":
        return False
    top = analysis.heads[verb.trigger]
    beside = analysis.relations[top] == "conj" and analysis.heads[top] == noun.trigger  # "attacks and strikes that kill"
    return top == noun.trigger or beside


def _is_same(scene: Scene, noun: Predicate, other: Predicate) -> bool:
    """Whether two nouns tell one act ("the killing of ... in an attack on ...")."""
    predicates = scene.analysis.predicates
    above = predicates[noun.parent] if noun.parent >= 0 else None
    below = predicates[other.parent] if other.parent >= 0 else None
    return (above is other and noun.link in _SAME) or (below is noun and other.link in _SAME)
