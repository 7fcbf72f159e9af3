"""What a learned reader says was done, joined with what the frames of the table found.

The reader (`Analysis.deeds`) has seen more wordings than any table; the table knows modes, parties behind documents and light verbs, and
seldom speaks without cause. So the hits of the frames stay with their types, and deeds that no frame knows are added when the reader is
sure enough; parties and status are the reader's where it knows them better. `Hit.deed` keeps what the reader said.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from offing.code.actions import LIGHT, Hit, find_clause, is_left_open, is_unreported, list_frames
from offing.code.actors import Found
from offing.code.commitments import is_purpose
from offing.code.doers import dies_in, may_do, may_suffer
from offing.code.parties import find_argument, name_unknown
from offing.code.scenes import Scene
from offing.code.statuses import NONFACTUAL, Statuses
from offing.language.analyses import Deed, Predicate
from offing.ontology import Frame
from offing.records import Status

Doubt = tuple[int, str, str]  # a predicate, the type it might have been, why it is not coded
FIRM = 0.75  # a frame that is believed where the reader wavers, and against him where it asks for other words too
SURE = 0.4  # a deed of the reader alone, with its type
_WORTH = 0.1  # a deed that is worth a word about why it is not coded
_OUTVOTES = 0.9  # a deed of another type than the frame's
_NAMED = 0.3  # a party of the reader alone
_UNDONE, _SURELY_DONE = 0.5, 0.9
_HEDGED, _SURELY_HEDGED = (Status.ALLEGED, Status.THREATENED, Status.DENIED), 0.6
_LIGHT = LIGHT | {"declare", "lift", "ease", "waive", "relax"}
_BESIDE = frozenset({"relative", "reduced", "after", "since", "following", "when", "where"})  # clauses that may only tell the setting
_DONE = frozenset({Status.HAPPENED, Status.ONGOING, Status.BACKGROUND})


def is_sure(deed: Deed, least: float = SURE) -> bool:
    """Whether the reader is sure enough of a deed: that it is one, and of its type."""
    return deed.score * deed.kinds[0][1] >= least


def join_deeds(scene: Scene, hits: dict[int, Hit], raw: list[Hit], told: set[int]) -> tuple[dict[int, Hit], list[Doubt]]:
    """The hits of the frames (by predicate) with what the reader says of them, its own deeds added; and what was doubted.

    `raw`: the frames before they were joined; `told`: predicates whose act another hit tells.
    """
    deeds = {deed.trigger: deed for deed in scene.analysis.deeds}
    hits, told = _join_nouns(scene, hits, told)
    hits = {index: hit for index, hit in hits.items() if not _is_outvoted(scene, hit, deeds)}
    frames = {hit.index: hit for hit in raw}
    found: dict[int, Hit] = {}
    doubts: list[Doubt] = []
    for index, predicate in enumerate(scene.analysis.predicates):
        deed = deeds.get(predicate.trigger)
        if index in hits and (deed is None or not is_sure(deed)):  # the reader marks "talks" where the frame marks "held"
            deed = _find_joined(scene, hits[index], deeds) or deed
        if index in hits:
            found[index] = _name_parties(scene, replace(hits[index], deed=deed)) if deed is not None else hits[index]
        elif deed is not None and index not in told:
            if is_unreported(scene, index):
                doubts.append((index, deed.kinds[0][0], "is only said not to be reported"))
            elif is_left_open(predicate):
                doubts.append((index, deed.kinds[0][0], "what is not ruled out, discussed or confirmed is left open"))
            elif is_sure(deed):
                found[index] = add_deed(scene, index, deed, frames.get(index))
            elif deed.score >= _WORTH:
                doubts.append((index, deed.kinds[0][0], f"the reader gives it {deed.score:.2f}, which is too little"))
        elif index in frames and index not in told:
            doubts.append((index, frames[index].action, "is the content of another act"))
    return found, doubts


def _join_nouns(scene: Scene, hits: dict[int, Hit], told: set[int]) -> tuple[dict[int, Hit], set[int]]:
    """The hits of light verbs with the nouns that their frames ask for ("declared a state of siege"), which tell no act of their own."""
    predicates = scene.analysis.predicates
    found, told = dict(hits), set(told)
    for index, hit in hits.items():
        light = predicates[index].lemma in _LIGHT
        for at, noun in enumerate(predicates):
            above = predicates[noun.parent].parent if noun.parent >= 0 else -1  # "a state of siege"
            below = index == noun.parent and noun.link in ("patient", "agent")  # "fired tear gas", "rockets hit"
            hangs = index in (noun.parent, above) if light else below
            beside = light and noun.trigger == predicates[index].end
            misread = beside and noun.kind == "verb" and noun.form == "finite"  # the noun of "held talks"
            if noun.lemma in hit.frame.needs and (misread or (noun.kind == "noun" and hangs)):
                found[index] = replace(found[index], joined=(*found[index].joined, at))
                found.pop(at, None)
                told.add(at)
    return found, told


def _is_outvoted(scene: Scene, hit: Hit, deeds: Mapping[int, Deed]) -> bool:
    """Whether the reader is sure that a word which the table has for several types ("strike") tells another than its frame says.

    Not where the article has told such an act before: the reader sees one sentence only.
    """
    predicate = scene.analysis.predicates[hit.index]
    deed = deeds.get(predicate.trigger)
    if deed is None or deed.kinds[0][0] == hit.action or not is_sure(deed, _OUTVOTES):
        return False
    if scene.memory.recall_act(scene.number, hit.action, predicate.lemma) is not None or (hit.frame.needs and hit.frame.score >= FIRM):
        return False
    return any(action == deed.kinds[0][0] for action, *_ in list_frames(predicate))


def _find_joined(scene: Scene, hit: Hit, deeds: Mapping[int, Deed]) -> Deed | None:
    """What the reader says of a noun that tells the act of a hit."""
    predicates = scene.analysis.predicates
    told = [deeds[predicates[at].trigger] for at in hit.joined if predicates[at].trigger in deeds]
    return next((deed for deed in told if deed.kinds[0][0] == hit.action), None)


def add_deed(scene: Scene, index: int, deed: Deed, frame: Hit | None = None) -> Hit:
    """A hit of the reader alone; a frame of the same type lends it mode and parties."""
    predicate = scene.analysis.predicates[index]
    if frame is not None and frame.action == deed.kinds[0][0]:
        return _name_parties(scene, replace(frame, deed=deed))
    bare = Frame(words=(predicate.lemma,), score=round(deed.score * deed.kinds[0][1], 3))
    return _name_parties(scene, Hit(index, deed.kinds[0][0], bare, predicate.lemma, None, None, find_clause(scene, index), deed=deed))


def _name_parties(scene: Scene, hit: Hit) -> Hit:
    """A hit with the parties that the reader names, where the frame has none or an unknown one.

    Of two doers and no recipient ("the talks between A and B") the second is the recipient: each does it with the other.
    """
    doers, takers = _find_told(scene, hit)
    mutual = hit.who is None and hit.whom is None and hit.action != "SUPPORT"  # "support from A and B" is not each other's
    takers = takers or (doers[1:] if mutual else [])
    who, whom = _choose(hit.who, doers), _choose(hit.whom, takers)
    if who is not None and whom is not None and who.party.span == whom.party.span:
        return replace(hit, who=who) if hit.whom is None else replace(hit, whom=whom)
    return replace(hit, who=who, whom=whom)


def _find_told(scene: Scene, hit: Hit) -> tuple[list[Found], list[Found]]:
    """The doers and the recipients that the reader names, the surest first; those of no table only in their words."""
    predicate = scene.analysis.predicates[hit.index]
    doers: list[Found] = []
    takers: list[Found] = []
    for filler in hit.deed.parties if hit.deed is not None else ():
        named = filler.role in ("who", "whom") and filler.score >= _NAMED
        argument = find_argument(scene, predicate, filler.head) if named else None
        if argument is None:
            continue
        dead = filler.role == "who" and dies_in(scene, predicate, argument)
        does = filler.role == "who" and not dead
        if does and not argument.role:
            argument = replace(argument, role="agent")  # a pronoun that the tree hangs elsewhere is still a doer
        if not (dead or (may_do if does else may_suffer)(scene, predicate, argument)):
            continue
        party = scene.resolve(argument, predicate) or name_unknown(scene, argument)
        found = doers if does else takers
        if party is not None and all(not _overlap(party, other) for other in found):
            found.append(party)
    return doers, takers


def _choose(framed: Found | None, told: list[Found]) -> Found | None:
    """The frame's party when it has a code, or when both mean the same words; else the reader's."""
    if framed is None or not told:
        return told[0] if told else framed
    return framed if framed.party.code or _overlap(framed, told[0]) else told[0]


def _overlap(left: Found, right: Found) -> bool:
    one, other = left.party.span, right.party.span
    return one is not None and other is not None and one.start < other.end and other.start < one.end


def read_status(statuses: Statuses, index: int, *, tells: bool = True, stative: bool = False) -> Status:
    """The status of predicate `index`: that of the scope of cues, weighed with what the reader says of it.

    `tells`: it tells a deed, whose status the reader has learnt. A purpose took place where the reader has no doubt that it did.
    """
    predicate = statuses.analysis.predicates[index]
    scoped = statuses.status(index, stative=stative)
    if statuses.is_implied(index):
        return scoped
    if tells and scoped is Status.PLANNED and is_purpose(statuses, index) and _is_surely_done(predicate):
        return Status.HAPPENED
    return weigh_status(scoped, predicate) if tells else settle_status(scoped, predicate)


def _is_surely_done(predicate: Predicate) -> bool:
    """Whether both heads of the reader that speak of it say that an act took place."""
    told, score = predicate.statuses[0] if predicate.statuses else ("", 0.0)
    return told == Status.HAPPENED and score >= _SURELY_DONE and (predicate.done or 0.0) >= _SURELY_DONE


def settle_status(scoped: Status, predicate: Predicate) -> Status:
    """The status of a word that tells no deed: the scope's, unless the reader says that it took place (or did not).

    Of words that are no deeds the reader has learnt only whether they took place, not why they did not.
    """
    if predicate.done is None:
        return scoped
    if scoped in _DONE:
        return Status.EXPECTED if predicate.done < _UNDONE else scoped
    return Status.HAPPENED if scoped in NONFACTUAL and predicate.done > _SURELY_DONE else scoped


def weigh_status(scoped: Status, predicate: Predicate) -> Status:
    """The status of the reader, where it has learnt them, within limits that the scope of cues sets.

    What the scope sees as planned, denied, not done ... is never told as done; what goes on goes on. The verb of a sentence tells what it
    tells: setting (`background`) are nouns, participles, clauses beside it and what the scope sees so. A hedge that no cue bears out must
    be plain to the reader.
    """
    if not predicate.statuses:
        return scoped
    told = Status(predicate.statuses[0][0])
    if told in _DONE and (scoped not in _DONE or scoped is Status.ONGOING):
        return scoped
    if scoped is Status.DENIED and told is Status.DID_NOT_HAPPEN:
        return scoped
    if told in _HEDGED and scoped is Status.HAPPENED and predicate.statuses[0][1] < _SURELY_HEDGED:
        return scoped
    main = predicate.kind == "verb" and predicate.form == "finite" and predicate.link not in _BESIDE
    return scoped if told is Status.BACKGROUND and main and scoped is Status.HAPPENED else told
