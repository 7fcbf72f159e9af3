"""One happening, one claim: verbs and nouns that tell the same act are joined, and what a speech act contains is not told twice."""

from __future__ import annotations

from msgspec.structs import replace

from offing.code.actions import HARM, Hit, find_hits
from offing.code.actors import Found
from offing.code.scenes import Scene
from offing.code.sheets import DENIALS, Sheet, find_denied_act
from offing.records import Status

_SPEECH = frozenset({"REQUEST", "REJECT", "AGREE", "CONCEDE", "RETREAT"})
_TOLL = frozenset({"kill", "wound", "injure", "hurt"})
_ASIDE = frozenset({"after", "before", "since", "amid", "despite", "following", "during", "over", "as"})
_INNER = frozenset({"to", "ing", "patient", "for", "from"})


def settle_hits(sheet: Sheet) -> list[Hit]:
    """The hits of a sentence after joining; by the place of their trigger."""
    sheet.raw_hits = find_hits(sheet.scene)
    hits = {hit.index: hit for hit in sheet.raw_hits}
    for index in sorted(hits):
        if index in hits:
            _join_harm(sheet, hits, index)
    for index in sorted(hits):
        if index in hits:
            _join_light(sheet.scene, hits, index)
    for index in sorted(hits):
        if index in hits and hits[index].action == "REJECT" and sheet.scene.analysis.predicates[index].lemma in DENIALS:
            act = find_denied_act(sheet, index)
            if act is not None:
                hits.pop(act.index, None)
    for index in sorted(hits):
        if index in hits:
            _drop_content(sheet.scene, hits, index)
    return [_split_pair(sheet.scene, _borrow_target(sheet.scene, hits, hits[index])) for index in sorted(hits)]


def _join_harm(sheet: Sheet, hits: dict[int, Hit], index: int) -> None:
    """ "The blast killed two", "killed in an attack", "attacked the base, killing two": the harm belongs to the attack."""
    scene = sheet.scene
    verb = hits[index]
    predicate = scene.analysis.predicates[index]
    if verb.action != "ASSAULT" or predicate.kind != "verb" or predicate.lemma not in HARM:
        return
    for other_index, other in sorted(hits.items()):
        if other_index == index or other.action != "ASSAULT":
            continue
        noun = scene.analysis.predicates[other_index]
        if noun.kind == "noun":
            near = [argument for argument in predicate.arguments if argument.start <= noun.trigger < argument.end]
            if near and near[0].role in ("agent", "in", "by", "during"):
                if sheet.statuses.status(index) is Status.DID_NOT_HAPPEN:
                    verb = replace(verb, who=None, whom=None)
                hits[other_index] = replace(
                    other, who=_better(other.who, verb.who), whom=_better(other.whom, verb.whom), clause=_cover(other, verb),
                    joined=(*other.joined, index),
                )  # fmt: skip
                del hits[index]
                return
        elif predicate.parent == other_index and predicate.link in ("ing", "and") and predicate.lemma in ("kill", "wound", "injure"):
            hits[other_index] = replace(other, whom=other.whom or verb.whom, clause=_cover(other, verb), joined=(*other.joined, index))
            del hits[index]
            return
        elif other_index < index and noun.lemma in _TOLL and predicate.lemma in _TOLL and _code(other) == _code(verb):
            hits[other_index] = replace(other, joined=(*other.joined, index))
            del hits[index]
            return


def _better(left: Found | None, right: Found | None) -> Found | None:
    """The party with a code, else the first there is."""
    return next((found for found in (left, right) if found is not None and found.party.code), left or right)


def _code(hit: Hit) -> str:
    return hit.who.party.code if hit.who is not None else ""


def _cover(left: Hit, right: Hit) -> tuple[int, int]:
    return min(left.clause[0], right.clause[0]), max(left.clause[1], right.clause[1])


def _join_light(scene: Scene, hits: dict[int, Hit], index: int) -> None:
    """A noun that is the object of a verb of the same type ("imposed sanctions", "held talks") is the same act."""
    noun = scene.analysis.predicates[index]
    if noun.kind != "noun" or noun.parent not in hits:
        return
    above = hits[noun.parent]
    if above.action == hits[index].action and noun.link in ("patient", "agent", "second", "on"):
        own = hits[index]
        hits[noun.parent] = replace(above, who=above.who or own.who, whom=above.whom or own.whom)
        del hits[index]


def _drop_content(scene: Scene, hits: dict[int, Hit], index: int) -> None:
    """What is asked for, refused or agreed to is part of the speech act and no claim of its own; what is only not reported is none."""
    current, steps = scene.analysis.predicates[index], 0
    while current.parent >= 0 and steps < 4:
        above_index = current.parent
        above = scene.analysis.predicates[above_index]
        if above.kind == "noun" and above.negated and above.lemma in ("report", "sign", "indication", "evidence", "word", "claim"):
            del hits[index]
            return
        if above_index in hits and hits[above_index].action in _SPEECH and current.link in _INNER and above.lemma != "deny":
            del hits[index]
            return
        if current.link in _ASIDE:
            return
        current, steps = above, steps + 1


def _borrow_target(scene: Scene, hits: dict[int, Hit], hit: Hit) -> Hit:
    """A threat without recipient takes that of what is threatened ("vowed to strike Saudi Arabia")."""
    if hit.whom is not None or hit.action != "THREATEN":
        return hit
    for index, predicate in enumerate(scene.analysis.predicates):
        if predicate.parent == hit.index and predicate.link in ("to", "that", "patient"):
            if index in hits and hits[index].whom is not None:
                return replace(hit, whom=hits[index].whom)
            for argument in predicate.arguments:
                if argument.role in ("patient", "against", "on", "at") and predicate.kind == "verb":
                    found = scene.resolve(argument, predicate)
                    if found is not None and found.party.code:
                        return replace(hit, whom=found)
    return hit


def _split_pair(scene: Scene, hit: Hit) -> Hit:
    """ "A and B met": the first is the actor, the second the recipient."""
    if hit.action not in ("CONSULT", "COOPERATE", "SUPPORT") or hit.whom is not None or hit.who is None or hit.who.party.span is None:
        return hit
    predicate = scene.analysis.predicates[hit.index]
    for argument in predicate.arguments:
        if scene.span(argument.start, argument.end) != hit.who.party.span:
            continue
        pair = scene.resolve_pair(argument.start, argument.end)
        if pair is not None:
            return replace(hit, who=pair[0], whom=pair[1])
        cuts = [at for at in range(argument.start + 1, argument.end - 1) if scene.text.words[at].lower() == "and"]
        if cuts:
            left = scene.resolve_tokens(argument.start, cuts[0])
            right = scene.resolve_tokens(cuts[0] + 1, argument.end)
            if left is not None and right is not None and left.party.code != right.party.code:
                return replace(hit, who=left, whom=right)
    return hit
