"""One happening, one claim: verbs and nouns that tell the same act are joined, and what a speech act contains is not told twice."""

from __future__ import annotations

from msgspec.structs import replace

from offing.code.actions import HARM, Hit, find_hits, is_event, is_unreported
from offing.code.actors import Found
from offing.code.coreference import Act
from offing.code.deeds import add_deed, join_deeds
from offing.code.parties import name_unknown
from offing.code.scenes import Scene
from offing.code.sheets import DENIALS, Sheet, find_denied_act
from offing.language.analyses import Argument, Predicate
from offing.records import Status

_SPEECH = frozenset({"REQUEST", "REJECT", "AGREE", "CONCEDE", "RETREAT"})
_TOLL = frozenset({"kill", "wound", "injure", "hurt", "die"})
_NOBODY = frozenset({"nobody", "none", "no", "neither"})
_ARMS = frozenset("rocket missile strike airstrike attack raid barrage drone bomb bombing".split())
_AGAIN = frozenset({"the", "that", "this", "those", "these", "its", "their", "such"})
_ASIDE = frozenset({"after", "before", "since", "amid", "despite", "following", "during", "over", "as"})
_WISHES = frozenset("seek want hope wish aim".split())
_SHARED = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT", "AID"})
_TYPED = 0.6  # the chance of its type from which on the act under a wish is told
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
    told = {hit.index for hit in sheet.raw_hits} - hits.keys()  # by the words that took them in
    for index in sorted(hits):
        if index in hits:
            _drop_content(sheet.scene, hits, index)
    if sheet.scene.analysis.gates:
        hits, doubts = join_deeds(sheet.scene, hits, sheet.raw_hits, told)
        for index, action, reason in doubts:
            sheet.note(index, action, reason)
        hits = _read_wishes(sheet.scene, hits)
    for index in sorted(hits):
        if index in hits:
            _join_toll(sheet.scene, hits, index)
    hits = {index: _enter_site(sheet.scene, hit) for index, hit in hits.items()}
    settled = [_split_pair(sheet.scene, _borrow_target(sheet.scene, hits, hits[index])) for index in sorted(hits)]
    return [_recall_parties(sheet.scene, hit) for hit in settled]


def _enter_site(scene: Scene, hit: Hit) -> Hit:
    """Whoever breaks through a door or a gate that is told to be nobody's breaks into the embassy or base named just before."""
    site = scene.memory.recall_site(scene.number) if hit.whom is None and "gate" in hit.frame.needs else None
    return hit if site is None else replace(hit, whom=Found(site, "site", ""))


def _recall_parties(scene: Scene, hit: Hit) -> Hit:
    """An act told before ("the strike", "nobody was killed") keeps its parties; an act with parties is remembered."""
    if hit.action != "ASSAULT":
        return hit
    known = [found is not None and bool(found.party.code or found.party.proxy_of) for found in (hit.who, hit.whom)]
    again, word = _is_again(scene, hit)
    predicate = scene.analysis.predicates[hit.index]
    harmed = predicate.kind == "verb" and predicate.lemma in _TOLL and predicate.passive and not any(known) and hit.who is None
    act = scene.memory.recall_act(scene.number, hit.action, word) if again or harmed else None
    if act is not None and act.sentence < scene.number:
        if not any(known):
            return replace(hit, who=act.who or hit.who, whom=act.whom if hit.whom is None or again else hit.whom)
        if hit.whom is None and _country(hit.who) == _country(act.who):
            return replace(hit, whom=act.whom)
        if hit.who is None and (hit.who_is_event or _country(hit.whom) == _country(act.whom)):
            return replace(hit, who=act.who)
    if any(known):
        scene.memory.note_act(Act(scene.number, hit.action, predicate.lemma, hit.who, hit.whom))
    return hit


def _is_again(scene: Scene, hit: Hit) -> tuple[bool, str]:
    """Whether a hit speaks of an act as known ("the attack", "the missiles hit"), and the word that does."""
    predicates = scene.analysis.predicates
    predicate = predicates[hit.index]
    if predicate.kind == "noun":
        above = predicates[predicate.parent] if predicate.parent >= 0 else None
        nobody = above is not None and above.kind == "verb" and (
            above.negated or any(scene.text.words[one.start].lower() in _NOBODY for one in above.arguments if one.role == "agent")
        )  # fmt: skip
        aside = above is not None and above.kind == "verb" and above.link in _ASIDE - {"as", "over"} | {"until", "when"}
        return scene.text.words[predicate.start].lower() in _AGAIN and not nobody and not aside, predicate.lemma
    agents = [one for one in predicate.arguments if one.role == "agent"] if hit.who_is_event or hit.who is None else []
    definite = bool(agents) and scene.text.words[agents[0].start].lower() in _AGAIN and scene.lemmas[agents[0].head] in _ARMS
    return definite, scene.lemmas[agents[0].head] if definite else ""


def _country(found: Found | None) -> str:
    return found.party.state or "?" if found is not None else "?"


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
            near = [argument for argument in _arguments_of_toll(scene, index) if argument.start <= noun.trigger < argument.end]
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
            whom = other.whom or _find_target(scene, other_index) or verb.whom
            hits[other_index] = replace(other, whom=whom, clause=_cover(other, verb), joined=(*other.joined, index))
            del hits[index]
            return
        elif other_index < index and _share_weapon(scene, other_index, index):
            whom = other.whom if other.whom is not None and other.whom.party.code else verb.whom or other.whom
            hits[other_index] = replace(other, whom=whom, clause=_cover(other, verb), joined=(*other.joined, index))
            del hits[index]
            return
        elif other_index < index and noun.lemma in _TOLL and predicate.lemma in _TOLL and _code(other) == _code(verb):
            hits[other_index] = replace(other, joined=(*other.joined, index))
            del hits[index]
            return


def _share_weapon(scene: Scene, left: int, right: int) -> bool:
    """Whether two verbs of harm have one weapon or act as their subject ("rockets hit the base and killed two")."""
    subjects = [[one for one in scene.analysis.predicates[at].arguments if one.role == "agent"] for at in (left, right)]
    return all(subjects) and subjects[0][0].head == subjects[1][0].head and is_event(scene, subjects[0][0])


def _find_target(scene: Scene, index: int) -> Found | None:
    """The place or thing of a known side that a verb of force has as its object ("shelled the enclave of Homs, killing two")."""
    arguments = scene.analysis.predicates[index].arguments
    patient = next((one for one in arguments if one.role == "patient"), None)
    if patient is None or not scene.analysis.heads:
        return None
    found = name_unknown(scene, patient)
    if found is None or found.party.code:
        return found
    tail = next((one for one in arguments if one.role == "of" and one.start == patient.end + 1), None)
    whole = name_unknown(scene, tail) if tail is not None else None  # "shelled a part of Homs"
    if tail is None or whole is None or not whole.party.code:
        return None
    party = replace(
        found.party, words=scene.words(patient.start, tail.end), span=scene.span(patient.start, tail.end), code=whole.party.code
    )
    return replace(found, party=party)


def _join_toll(scene: Scene, hits: dict[int, Hit], index: int) -> None:
    """ "The attack on the base, which killed two": what was attacked killed nobody, the harm belongs to the attack."""
    verb = hits[index]
    predicate = scene.analysis.predicates[index]
    if verb.action != "ASSAULT" or verb.who is None or predicate.lemma not in HARM or predicate.link != "relative":
        return
    for other_index, other in sorted(hits.items()):
        hit_party = other.whom is not None and other.whom.party.span == verb.who.party.span
        if other_index != index and other.action == "ASSAULT" and hit_party:
            hits[other_index] = replace(other, clause=_cover(other, verb), joined=(*other.joined, index))
            del hits[index]
            return


def _arguments_of_toll(scene: Scene, index: int) -> list[Argument]:
    """The arguments of a verb of harm and of the one beside it ("two were killed and ten wounded in the strikes")."""
    predicates = scene.analysis.predicates
    found = list(predicates[index].arguments)
    for other in predicates[index + 1 : index + 3]:
        if predicates[index].lemma in _TOLL and other.lemma in _TOLL and other.kind == "verb":
            found += [argument for argument in other.arguments if argument.role in ("in", "by", "during")]
    return found


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
        joined = (*above.joined, index)
        hits[noun.parent] = replace(above, who=above.who or own.who, whom=above.whom or own.whom, joined=joined)
        del hits[index]


def _read_wishes(scene: Scene, hits: dict[int, Hit]) -> dict[int, Hit]:
    """The hits with each wish that asks nobody ("X and Y seek to widen their ties") told as the act that its own side has in mind.

    The reader marks the wish as a request, and of the verb under it says only its type.
    """
    found = dict(hits)
    predicates = scene.analysis.predicates
    deeds = {deed.trigger: deed for deed in scene.analysis.deeds}
    for index, hit in hits.items():
        wish = predicates[index]
        if hit.action != "REQUEST" or hit.deed is None or hit.frame.needs or wish.lemma not in _WISHES or wish.negated:
            continue
        below = next((at for at, one in enumerate(predicates) if one.parent == index and one.link == "to" and _share_doer(wish, one)), -1)
        if below < 0:
            continue
        told = [at for at in hits if at == below or (predicates[at].parent == below and predicates[at].link == "patient")]
        deed = deeds.get(predicates[below].trigger)
        if deed is not None and deed.kinds[0][1] >= _TYPED and deed.kinds[0][0] in _SHARED:
            meant = replace(deed, score=max(deed.score, hit.deed.score))
            at, act = next(((at, hits[at]) for at in told), (below, None))
            found[at] = add_deed(scene, below, meant) if act is None else replace(act, deed=act.deed or meant)
            told = [at]
        if told:
            del found[index]
    return found


def _share_doer(wish: Predicate, act: Predicate) -> bool:
    """Whether who wishes is who would act."""
    one, other = ([argument.start for argument in verb.arguments if argument.role == "agent"] for verb in (wish, act))
    return bool(one) and one == other


def _drop_content(scene: Scene, hits: dict[int, Hit], index: int) -> None:
    """What is asked for, refused or agreed to is part of the speech act and no claim of its own; what is only not reported is none."""
    if is_unreported(scene, index):
        del hits[index]
        return
    current, steps = scene.analysis.predicates[index], 0
    while current.parent >= 0 and steps < 4:
        above_index = current.parent
        above = scene.analysis.predicates[above_index]
        if above_index in hits and hits[index].action == hits[above_index].action == "THREATEN" and current.link in ("that", "to"):
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
        if argument.role == "from" or scene.span(argument.start, argument.end) != hit.who.party.span:
            continue  # "support from A and B" is not each other's
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
