"""When a claim plays: which of a sentence's times belong to which predicate.

A verb of saying keeps its own time ("said on Thursday") and does not lend it to what is said. A clause without time takes that of the
clause it stands in or beside when both play at once ("as", "while", "and"), never across "after" or "before".
"""

from __future__ import annotations

from collections.abc import Sequence

from offing.code.scenes import Scene
from offing.language.analyses import Predicate
from offing.language.subjects import SAYING
from offing.ontology import load_nouns
from offing.records import When

PASSED_ON = frozenset({"to", "ing", "and", "patient", "agent", "out", "second", "reduced"})
_AT_ONCE = frozenset({"as", "while", "when"})
_UNDER = frozenset("after since following in during over before by among amid despite from for to of".split())
_LEADS = frozenset({"on", "of", "in", "at", "early", "late", "around", "about"})
_COUNTED_FROM = frozenset({"after", "before"})

Times = Sequence[tuple[int, int, When]]


def choose_when(scene: Scene, index: int, times: Times, *, spoken: bool = False) -> When | None:
    """The time of predicate `index`. `times`: (first token, end token, When) of the sentence. `spoken`: the act is the saying itself."""
    if not times:
        return None
    owned: dict[int, When] = {}
    for start, end, when in times:
        for owner in find_owners(scene, start, end):
            owned.setdefault(owner, when)
    current, steps = index, 0
    while current >= 0 and steps < 4:
        predicate = scene.analysis.predicates[current]
        if current in owned and not (current != index and predicate.lemma in SAYING and not spoken):
            return owned[current]
        beside = _find_beside(scene, current, owned)
        if beside is not None and (current == index or predicate.lemma not in SAYING):
            return beside
        if predicate.link not in PASSED_ON | _AT_ONCE and not (spoken and predicate.link in ("that", "bare")):
            return None
        current, steps = predicate.parent, steps + 1
    return None


def _find_beside(scene: Scene, index: int, owned: dict[int, When]) -> When | None:
    """The time of what plays at once with predicate `index`: the verb a noun belongs to, a "when" clause, a verb joined by "and"."""
    predicates = scene.analysis.predicates
    own = predicates[index]
    for owner, when in sorted(owned.items()):
        other = predicates[owner]
        if other.kind != "verb" or owner == index:
            continue
        if own.kind == "noun":
            inside = other.clause[0] <= own.trigger < other.clause[1]
            if other.lemma not in SAYING and inside and owner == own.parent and own.link not in ("after", "before", "since"):
                return when
        elif (other.parent == index and other.link in _AT_ONCE) or _shares_thing(own, other) or _is_joined(scene, own, other, when):
            return when
    return None


def _shares_thing(own: Predicate, other: Predicate) -> bool:
    """Whether a participle describes the object of another verb ("passed on Sunday a motion asking ...")."""
    if own.link != "reduced" or own.form != "ing" or other.lemma in SAYING:
        return False
    heads = {one.head for one in other.arguments if one.role == "patient"}
    return any(one.head in heads for one in own.arguments if one.role == "agent")


def _is_joined(scene: Scene, own: Predicate, other: Predicate, when: When) -> bool:
    """Whether two finite verbs share a subject, or a time that opens the sentence stands over both."""
    if own.form != "finite" or other.form != "finite" or own.link != other.link or own.parent != other.parent or other.lemma in SAYING:
        return False
    if own.link not in ("", "and", "that", "relative") or ("have" in own.auxiliaries and "have" not in other.auxiliaries):
        return False
    left, right = sorted((own, other), key=lambda one: one.trigger)
    tags = scene.text.tags[left.trigger : right.start]
    subjects = [[one.start for one in verb.arguments if one.end <= verb.start][:1] for verb in (left, right)]
    together = bool(subjects[0]) and subjects[0] == subjects[1] and "," not in tags
    opens = when.span is not None and when.span.start <= scene.span(0, 1).end + 4
    return together or (opens and other is left and own.lemma not in SAYING)


def find_owners(scene: Scene, start: int, end: int) -> tuple[int, ...]:
    """The predicates that a time expression belongs to: what it counts from, the noun around or before it, else a verb."""
    if scene.text.words[end - 1].lower() in _COUNTED_FROM and end - start > 1:
        return _find_counted(scene, end)
    predicates = scene.analysis.predicates
    for index, predicate in enumerate(predicates):
        if predicate.kind == "noun" and predicate.start <= start < predicate.trigger:
            return (index,)
    noun = _find_noun_before(scene, start, end)
    if noun >= 0:
        above = predicates[noun].parent
        return (noun, above) if predicates[noun].link == "agent" and above >= 0 else (noun,)
    verb = _find_verb(scene, start, end)
    return (verb,) if verb >= 0 else ()


def _find_counted(scene: Scene, end: int) -> tuple[int, ...]:
    """What "two days after" counts from: the noun that follows and its verb ("two days after rockets hit the base"), or the verb."""
    for index, predicate in enumerate(scene.analysis.predicates):
        if predicate.kind == "noun" and predicate.start <= end + 1 <= predicate.trigger + 1 and predicate.start >= end:
            verb = predicate.parent if predicate.link == "agent" else -1
            others = [
                at for at, one in enumerate(scene.analysis.predicates)
                if one.kind == "verb" and one.link not in ("relative", "reduced")
                and any(argument.head == predicate.trigger and argument.end <= one.start for argument in one.arguments)
            ]  # fmt: skip
            return (index, *(others or ([verb] if verb >= 0 else [])))
        if predicate.kind == "verb" and predicate.trigger >= end:
            return (index,)
    return ()


def _find_noun_before(scene: Scene, start: int, end: int) -> int:
    """The event noun that a time follows ("the attack on Jan. 8", "after the strike on the port last week"); -1 when a verb is nearer.

    Between a noun and what is told of it ("the barrage on Jan. 8 that killed two") a time is the noun's whatever governs it.
    """
    edge = start
    while edge > 0 and scene.text.words[edge - 1].lower() in _LEADS:
        edge -= 1
    nouns = load_nouns()
    for index, predicate in reversed(list(enumerate(scene.analysis.predicates))):
        if predicate.kind == "verb" and predicate.trigger < start and predicate.link not in ("relative", "reduced"):
            return -1
        if predicate.kind != "noun" or predicate.trigger >= edge or predicate.lemma not in nouns:
            continue
        ends = predicate.clause[1] == edge or predicate.end == edge
        within = scene.text.words[end : end + 1] in (("that",), ("which",))
        if ends and (within or predicate.link in _UNDER or predicate.link == "agent" or predicate.parent < 0):
            return index
    return -1


def is_said_time(scene: Scene, start: int, end: int) -> bool:
    """Whether a time belongs to a verb of saying."""
    return any(scene.analysis.predicates[owner].lemma in SAYING for owner in find_owners(scene, start, end))


def _find_verb(scene: Scene, start: int, end: int) -> int:
    """The verb left of a time, else the main verb right of it. A participle that describes a noun leaves it to the verb above."""
    verbs = [(index, predicate) for index, predicate in enumerate(scene.analysis.predicates) if predicate.kind == "verb"]
    left = [pair for pair in verbs if pair[1].trigger < start]
    right = [pair for pair in verbs if pair[1].trigger >= end]
    if left and scene.text.words[end - 1].lower() in ("after", "before", "since"):
        return left[-1][0]
    if left:
        near = left[-1]
        while len(left) > 1 and near[1].link == "reduced" and start - near[1].end > 2 and left[-2][1].form == "finite":
            left = left[:-1]
            near = left[-1]
        between = scene.text.tags[near[1].trigger : start]
        next_to_verb = bool(right) and right[0][1].start <= end + 1
        if not (next_to_verb and ("," in between or "CC" in between)):
            return near[0]
    main = [pair for pair in right if pair[1].link in ("", "that", "and") and pair[1].form == "finite"] or right
    return main[0][0] if main else -1
