"""Predicates to event types: which frame of `tables/actions.yaml` a verb or noun matches, and who fills its roles.

A light verb ("carried out a strike") lends its subject to the noun; a receiving verb ("faced protests") is the recipient. A verb of harm
whose subject is itself an event ("the blast killed two") belongs to that event.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct, structs

from offing.code.actors import Found
from offing.code.scenes import Scene
from offing.language.analyses import Argument, Deed, Predicate
from offing.ontology import Frame, load_actions

LIGHT = frozenset(
    "carry conduct launch stage mount make hold take perform execute commit wage unleash lead join start begin resume continue order plan "
    "prepare threaten plot consider propose promise vow deny halt stop end suspend undertake organise organize stage deliver impose "
    "reimpose orchestrate mastermind announce extend intensify escalate expand repeat attempt try abandon cancel admit claim face".split()
)
RECEIVING = frozenset(
    "face suffer survive endure withstand see repel weather experience sustain condemn denounce brace fear expect".split()
)
HARM = frozenset({"kill", "wound", "injure", "hurt", "die", "hit", "destroy", "damage", "target", "maim", "strike"})
_SIDES = frozenset("north south east west northeast northwest southeast southwest centre center outskirt outskirts edge".split())
_OBJECT_ROLES = ("patient", "against", "on", "at", "with")
_GROUND = frozenset(
    "side border city town village capital soil territory airspace coast province region airport area north south east west".split()
)
# Whose answer it is did not do what is answered ("its answer to the attack").
_ANSWERS = frozenset({"answer", "response", "reply", "reaction", "retaliation", "opposition", "objection", "resistance"})
_HOLDING = frozenset({"use", "hold", "control", "run", "operate", "own", "occupy"})
_SPEAKER = "speaker"
# Not done, these tell nothing: what is not ruled out or not discussed may or may not be.
_LEFT_OPEN = frozenset({"rule out", "discuss", "exclude", "confirm"})
_MORE = frozenset({"more", "another", "others"})
_REPORTS = frozenset({"report", "sign", "indication", "evidence", "word", "claim"})
_WEAPONS = frozenset({"bomb", "rocket", "missile", "shell", "mortar"})
_HEIGHT = 4
_DOCUMENTS = frozenset("resolution motion bill letter petition statement law decree declaration report lawsuit suit complaint".split())


def is_left_open(predicate: Predicate) -> bool:
    """Whether a negated verb tells nothing: "did not rule out", "did not discuss"."""
    return predicate.negated and (predicate.lemma in _LEFT_OPEN or f"{predicate.lemma} {predicate.particle}" in _LEFT_OPEN)


def is_unreported(scene: Scene, index: int) -> bool:
    """Whether a predicate stands under "no reports of", "no sign that": it is neither told nor denied."""
    current, steps = scene.analysis.predicates[index], 0
    while current.parent >= 0 and steps < _HEIGHT:
        current, steps = scene.analysis.predicates[current.parent], steps + 1
        if current.kind == "noun" and current.negated and current.lemma in _REPORTS:
            return True
    return False


class Hit(Struct, frozen=True):
    """A predicate that codes as an event. `joined`: other predicates that tell the same act, for their numbers.

    `deed`: what a learned reader says of the word, None where there is none.
    """

    index: int
    action: str
    frame: Frame
    word: str
    who: Found | None
    whom: Found | None
    clause: tuple[int, int]
    who_is_event: bool = False
    joined: tuple[int, ...] = ()
    deed: Deed | None = None


class _Around(Struct, frozen=True):
    """A predicate's clause and its lemmas, the same with the clauses of its objects (`wide`), and the predicates `below` it."""

    clause: tuple[int, int]
    lemmas: set[str]
    wide: set[str]
    below: set[str]


@lru_cache(maxsize=2)
def _index_frames(kind: str) -> dict[str, tuple[tuple[str, str, Frame], ...]]:
    """First word of a frame -> (action, whole word, frame), in table order."""
    found: dict[str, list[tuple[str, str, Frame]]] = {}
    for action in load_actions().values():
        for frame in action.verbs if kind == "verb" else action.nouns:
            for word in frame.words:
                found.setdefault(word.split()[0], []).append((action.code, word, frame))
    return {first: tuple(rows) for first, rows in found.items()}


def list_frames(predicate: Predicate) -> tuple[tuple[str, str, Frame], ...]:
    """The frames that name a predicate's word, each with its type and the word as the table has it, in the order of the table."""
    return _index_frames(predicate.kind).get(predicate.lemma, ())


def find_hits(scene: Scene) -> list[Hit]:
    """The best frame of each predicate of a sentence."""
    hits: list[Hit] = []
    for index, predicate in enumerate(scene.analysis.predicates):
        best: Hit | None = None
        for hit in _try_frames(scene, index, list_frames(predicate)):
            if isinstance(hit, Hit) and (best is None or _weight(hit) > _weight(best)):
                best = hit
        if best is not None and best.frame.needs:
            scene.memory.note_verb(scene.number, predicate.lemma, (best.action, best.word, best.frame))
        best = best or _carry_on(scene, index)
        if best is not None:
            hits.append(best)
    return hits


def _carry_on(scene: Scene, index: int) -> Hit | None:
    """The act of the verb just told, where its object is only "more" ("is sending 750 troops. It may send more")."""
    predicate = scene.analysis.predicates[index]
    told = scene.memory.recall_verb(scene.number, predicate.lemma) if predicate.kind == "verb" else None
    bare = [one for one in predicate.arguments if one.role == "patient" and one.end - one.start == 1] if told is not None else []
    if told is None or not any(scene.lemmas[one.head] in _MORE for one in bare):
        return None
    (hit,) = _try_frames(scene, index, ((told[0], told[1], structs.replace(told[2], needs=())),))
    return structs.replace(hit, frame=told[2]) if isinstance(hit, Hit) else None


def find_misfits(scene: Scene, index: int) -> list[tuple[str, str]]:
    """The types whose frames name a predicate's word but do not fit it, each with the reason in words, in the order of the table."""
    frames = list_frames(scene.analysis.predicates[index])
    tried = zip(frames, _try_frames(scene, index, frames), strict=True)
    return [(action, reason) for (action, *_), reason in tried if isinstance(reason, str)]


def _weight(hit: Hit) -> tuple[int, float]:
    return (len(hit.word.split()) + bool(hit.frame.needs) + bool(hit.frame.object), hit.frame.score)


def _try_frames(scene: Scene, index: int, frames: Sequence[tuple[str, str, Frame]]) -> list[Hit | str]:
    """For each frame (with its type and word) its hit on a predicate, or why it does not fit, in words."""
    if not frames:
        return []
    around = _look_around(scene, index)
    return [_try_frame(scene, index, around, *row) for row in frames]


def _try_frame(scene: Scene, index: int, around: _Around, action: str, word: str, frame: Frame) -> Hit | str:
    """The hit of a frame on a predicate, or why it does not fit, in words."""
    predicate = scene.analysis.predicates[index]
    if " " in word and not _has_particle(scene, predicate, word.split(" ", 1)[1]):
        return f"the table has it only as '{word}'"
    lemmas = around.wide if frame.needs else around.lemmas
    if frame.needs and lemmas.isdisjoint(frame.needs):
        return f"it asks for {_name_some(frame.needs)} in its clause"
    if frame.unless and not (lemmas.isdisjoint(frame.unless) and around.below.isdisjoint(frame.unless)):
        return f"{_name_some(sorted((lemmas | around.below) & set(frame.unless)))} beside it speaks against it"
    if frame.only == "refused" and not (predicate.negated and {"will", "would", "wo"} & set(predicate.auxiliaries)):
        return "it counts only where it is refused ('will not')"
    if is_left_open(predicate):
        return "not done, it leaves everything open"
    who, event = _find_who(scene, index, frame)
    whom = _find_whom(scene, index, frame, who)
    if frame.who[:1] == (_SPEAKER,) and frame.whom == ("agent",) and (predicate.negated or _same_side(who, whom)):
        return "said not to be so, or said of one's own side, it is no charge"
    if frame.actor:
        kind = who.kind if who is not None else "event" if event else ""
        fits = (
            kind in frame.actor
            or (kind == "" and who is not None and "person" in frame.actor)
            or (kind == "allies" and "state" in frame.actor)
        )
        if not fits and not (event and action == "ASSAULT") and not (kind == "" and who is None and predicate.passive):
            return f"its doer would have to be of the kind {_name_some(frame.actor, quoted=False)}"
    if frame.object and (whom is None or whom.kind not in frame.object):
        return f"what it is done to would have to be of the kind {_name_some(frame.object, quoted=False)}"
    return Hit(index, action, frame, word, who, whom, around.clause, event)


def _name_some(words: Sequence[str], *, quoted: bool = True) -> str:
    """Up to four words in a row ("'gas' or 'rocket'"); that there are more is said."""
    shown = [f"'{word}'" if quoted else word for word in words[:4]]
    more = " or the like" if len(words) > 4 else ""
    return (", ".join(shown[:-1]) + " or " + shown[-1] if len(shown) > 1 else shown[0]) + more


def _look_around(scene: Scene, index: int) -> _Around:
    """The lemmas of a predicate's clause, and the predicates below it: what a frame asks for, or may not stand beside."""
    predicates = scene.analysis.predicates
    predicate = predicates[index]
    clause = find_clause(scene, index)
    lemmas = set(scene.lemmas[clause[0] : clause[1]])
    children = [other for other in predicates if other.parent == index]
    if predicate.kind == "noun" and predicate.parent >= 0:
        low, high = predicates[predicate.parent].clause
        wide = lemmas = lemmas.union(scene.lemmas[low:high])
    else:
        asked = [other.clause for other in children if other.link in ("that", "to", "ing", "patient")]
        wide = lemmas.union(*(scene.lemmas[low:high] for low, high in asked))
    return _Around(clause, lemmas, wide, {other.lemma for other in children if other.link in ("to", "ing")})


def _has_particle(scene: Scene, predicate: Predicate, rest: str) -> bool:
    """Whether the second word of a frame stands with the verb: particle, preposition, next word, or "to" before an infinitive."""
    words = rest.split()
    after = [scene.text.words[at].lower() for at in range(predicate.end, min(predicate.end + len(words) + 1, len(scene.text.words)))]
    if after[: len(words)] == words or (len(words) == 1 and (predicate.particle == rest or rest in after[:2])):
        return True
    return len(words) == 1 and predicate.kind == "verb" and any(argument.role == rest for argument in predicate.arguments[:2])


def find_clause(scene: Scene, index: int) -> tuple[int, int]:
    """The tokens of a predicate's clause: itself, its arguments and what stands between."""
    predicate = scene.analysis.predicates[index]
    low, high = predicate.clause
    tags = scene.text.tags
    while high < len(tags) and tags[high] in ("RB", "JJ", "CD", "RP") and high - predicate.clause[1] < 3:
        high += 1
    return low, max(high, predicate.end)


def _find_who(scene: Scene, index: int, frame: Frame) -> tuple[Found | None, bool]:
    """The actor of a predicate, and whether its subject is an event instead of a party."""
    predicate = scene.analysis.predicates[index]
    if frame.who and frame.who[0] == _SPEAKER:
        speaker = scene.speaker_at(predicate.trigger)
        return (Found(speaker, "person", "speaker") if speaker is not None else None), False
    roles = frame.who or (("agent",) if predicate.kind == "verb" else ("agent", "possessor"))
    for role in roles:
        for argument in predicate.arguments:
            if argument.role != role or (role == "modifier" and not _is_actor_modifier(scene, argument)):
                continue
            found = _state_of(scene, argument) if role == "modifier" else scene.resolve(argument, predicate)
            if found is not None:
                return found, False
            if predicate.kind == "verb" and is_event(scene, argument):
                return None, True
            author = _author_of(scene, argument) if role == "agent" else None
            if author is not None:
                return author, False
    if predicate.kind == "noun":
        return _borrow_who(scene, predicate), False
    return None, False


def _author_of(scene: Scene, argument: Argument) -> Found | None:
    """Who passed or wrote the document that a verb is told of ("parliament passed a resolution asking ...")."""
    if scene.lemmas[argument.head] not in _DOCUMENTS:
        return None
    for verb in scene.analysis.predicates:
        if verb.kind == "verb" and any(one.role == "patient" and one.head == argument.head for one in verb.arguments):
            agents = [one for one in verb.arguments if one.role == "agent" and one.head != argument.head]
            return scene.resolve(agents[0], verb) if agents else None
    return None


def is_event(scene: Scene, argument: Argument) -> bool:
    """Whether an argument's head is a noun of the action table, or a weapon that comes down."""
    lemma = scene.lemmas[argument.head]
    return lemma in _index_frames("noun") or lemma in _WEAPONS


def _is_actor_modifier(scene: Scene, argument: Argument) -> bool:
    return any(argument.start <= mention.start and mention.end <= argument.end for mention in scene.text.mentions)


def _is_nobody(scene: Scene, argument: Argument) -> bool:
    """Whether an argument names nobody ("no group claimed the attack")."""
    return scene.lemmas[argument.start] in ("no", "none", "nobody")


def _borrow_who(scene: Scene, predicate: Predicate) -> Found | None:
    """The subject of a light verb above an event noun ("launched strikes", "planning an attack", "threat of force")."""
    seen = 0
    current = predicate
    while current.parent >= 0 and seen < 3:
        above = scene.analysis.predicates[current.parent]
        if above.kind == "verb":
            if (
                current.link in ("patient", "out", "on", "to", "second")
                and above.lemma in LIGHT
                and above.lemma not in RECEIVING
                and not above.passive
            ):
                agents = [argument for argument in above.arguments if argument.role == "agent"]
                return scene.resolve(agents[0], above) if agents and not _is_nobody(scene, agents[0]) else None
            if above.passive and current.link == "patient" and above.lemma in LIGHT:
                agents = [argument for argument in above.arguments if argument.role == "agent" and argument.start > above.end]
                return scene.resolve(agents[0], above) if agents else None
            return None
        if current.link not in ("of", "for", "to") or above.lemma in _ANSWERS:
            return None
        owners = [argument for argument in above.arguments if argument.role == "possessor"]
        if owners:
            return scene.resolve(owners[0], above)
        current, seen = above, seen + 1
    return None


def _find_whom(scene: Scene, index: int, frame: Frame, who: Found | None) -> Found | None:
    """The recipient of a predicate."""
    predicate = scene.analysis.predicates[index]
    if frame.whom == ("none",):
        return None
    uncoded: Found | None = None
    for role in frame.whom or _OBJECT_ROLES:
        for argument in predicate.arguments:
            if argument.role != role:
                continue
            if (role == "modifier" and not _is_actor_modifier(scene, argument)) or (role == "of" and _is_part(scene, predicate, argument)):
                continue
            found = scene.resolve(argument, predicate)
            if (
                found is not None
                and found.kind in ("state", "body")
                and role in ("at", "in", "near", "outside")
                and scene.is_capital(argument)
            ):
                continue
            if found is not None and not _same(found, who) and found.party.code:
                return found
            inner = _user_of(scene, argument) or _owner_of(scene, argument)
            if inner is not None and not _same(inner, who):
                return inner
            if found is not None and not _same(found, who):
                uncoded = uncoded or found
    if uncoded is not None:
        return uncoded
    if predicate.kind == "noun" and predicate.parent >= 0:
        above = scene.analysis.predicates[predicate.parent]
        if (
            above.kind == "verb"
            and above.lemma in RECEIVING
            and predicate.link == "patient"
            and above.lemma not in ("condemn", "denounce", "fear", "expect")
        ):
            agents = [argument for argument in above.arguments if argument.role == "agent"]
            found = scene.resolve(agents[0], above) if agents else None
            return None if found is None or _same(found, who) else found
    return None


def _is_part(scene: Scene, predicate: Predicate, argument: Argument) -> bool:
    """Whether an "of" phrase belongs to a place by the act and not to the act ("shelling in the east of the strip")."""
    heads = scene.analysis.heads
    above = heads[argument.head] if heads else predicate.trigger
    return above != predicate.trigger and scene.lemmas[above] in _SIDES


def _owner_of(scene: Scene, argument: Argument) -> Found | None:
    """The party whose thing an object is: "a depot of Hezbollah", "Iran's nuclear site", "a British tanker", "the Israeli strike"."""
    if scene.lemmas[argument.head] in _GROUND:
        return None
    for noun in scene.analysis.predicates:
        if noun.kind != "noun" or noun.trigger != argument.head:
            continue
        for role in ("possessor", "agent", "of", "modifier", "with"):
            for other in noun.arguments:
                if other.role != role or (role == "modifier" and not _is_actor_modifier(scene, other)):
                    continue
                if role in ("of", "with") and other.start != argument.end + 1:
                    continue
                found = _state_of(scene, other) if role == "modifier" else scene.resolve(other, noun)
                if found is not None:
                    return found
    return None


def _user_of(scene: Scene, argument: Argument) -> Found | None:
    """Who uses or holds an object, told by a participle after it ("sites used by Hezbollah")."""
    for verb in scene.analysis.predicates:
        held = verb.link == "reduced" and verb.lemma in _HOLDING
        if held and any(one.role == "patient" and one.head == argument.head for one in verb.arguments):
            users = [one for one in verb.arguments if one.role == "agent"]
            return scene.resolve(users[0], verb) if users else None
    return None


def _state_of(scene: Scene, argument: Argument) -> Found | None:
    """The state or body that a modifier names ("British" in "a British tanker")."""
    for mention in scene.text.mentions:
        if argument.start <= mention.start and mention.end <= argument.end and mention.known[0].kind in ("state", "body"):
            known = mention.known[0]
            return _named(scene, mention.start, mention.end, known.code, known.name)
    return None


def _named(scene: Scene, start: int, end: int, code: str, name: str) -> Found:
    """A party of an adjective ("British" before "tanker")."""
    return Found(scene.party(start, end, code, name), "state", scene.lemmas[end - 1])


def _same_side(who: Found | None, whom: Found | None) -> bool:
    return who is not None and whom is not None and who.party.state != "" and who.party.state == whom.party.state


def _same(left: Found, right: Found | None) -> bool:
    return right is not None and left.party.span == right.party.span
