"""When and where a claim plays: which of a sentence's times and places belong to which predicate.

A verb of saying keeps its own time ("said on Thursday") and does not lend it to what is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from offing.code.scenes import Scene
from offing.language.analyses import Predicate
from offing.language.subjects import SAYING
from offing.records import Place, When

_LOCATIVE = frozenset("in at near outside inside across around over throughout along off on within from into to".split())
_WEAK = frozenset({"from", "to", "into", "on"})
_PASSED_ON = frozenset({"to", "ing", "and", "patient", "agent", "out", "second", "reduced"})
_AT_ONCE = frozenset({"as", "while", "when"})


def choose_when(scene: Scene, index: int, times: Sequence[tuple[int, int, When]], *, spoken: bool = False) -> When | None:
    """The time of predicate `index`. `times`: (first token, end token, When) of the sentence. `spoken`: the act is the saying itself."""
    owned: dict[int, When] = {}
    for start, end, when in times:
        owner = _find_owner(scene, start, end)
        if owner >= 0:
            owned.setdefault(owner, when)
    current, steps = index, 0
    while current >= 0 and steps < 4:
        predicate = scene.analysis.predicates[current]
        if current in owned and not (current != index and predicate.lemma in SAYING and not spoken):
            return owned[current]
        if predicate.kind == "noun" and current == index:
            for owner, when in owned.items():
                verb = scene.analysis.predicates[owner]
                if (
                    verb.kind == "verb"
                    and verb.lemma not in SAYING
                    and verb.clause[0] <= predicate.trigger < verb.clause[1]
                    and owner == predicate.parent
                ):
                    return when
        if predicate.link not in _PASSED_ON | _AT_ONCE and not (spoken and predicate.link == "that"):
            return None
        current, steps = predicate.parent, steps + 1
    return None


def is_said_time(scene: Scene, start: int, end: int) -> bool:
    """Whether a time belongs to a verb of saying."""
    owner = _find_owner(scene, start, end)
    return owner >= 0 and scene.analysis.predicates[owner].lemma in SAYING


def _find_owner(scene: Scene, start: int, end: int) -> int:
    """The predicate that a time expression belongs to: the noun around it, else the verb left of it, else the main verb right of it."""
    predicates = scene.analysis.predicates
    for index, predicate in enumerate(predicates):
        if predicate.kind == "noun" and predicate.start <= start < predicate.trigger:
            return index
    verbs = [(index, predicate) for index, predicate in enumerate(predicates) if predicate.kind == "verb"]
    left = [pair for pair in verbs if pair[1].trigger < start]
    right = [pair for pair in verbs if pair[1].trigger >= end]
    if left and scene.text.words[end - 1].lower() in ("after", "before", "since"):
        return left[-1][0]
    if left:
        between = scene.text.tags[left[-1][1].trigger : start]
        next_to_verb = bool(right) and right[0][1].start <= end + 1
        if not (next_to_verb and ("," in between or "CC" in between)):
            return left[-1][0]
    main = [pair for pair in right if pair[1].link in ("", "that", "and") and pair[1].form == "finite"] or right
    return main[0][0] if main else -1


def choose_where(scene: Scene, index: int, places: Sequence[tuple[int, int, Place]], *, moving: bool = False) -> Place | None:
    """The place of predicate `index`: a located name after a preposition of place in its clause, nearest after the trigger first."""
    predicate = scene.analysis.predicates[index]
    low, high = predicate.clause
    best: tuple[tuple[bool, bool, bool, int], Place] | None = None
    for start, end, place in places:
        lead = _find_preposition(scene, start)
        if not lead or (lead in _WEAK and not moving):
            continue
        inside = low <= start < max(high, predicate.end)
        fronted = (
            start <= 3
            and scene.text.tags[0] == "IN"
            and scene.text.words[end : end + 1] == (",",)
            and predicate.link in ("", "and", "that")
        )
        near = inside or fronted or (start >= high and _unbroken(scene, high, start))
        if not near:
            continue
        rank = (lead in _WEAK, place.precision not in ("city", "site"), start < predicate.trigger, abs(start - predicate.trigger))
        if best is None or rank < best[0]:
            best = (rank, place)
    if best is None and predicate.parent >= 0 and predicate.link in _PASSED_ON | {"relative"}:
        above = scene.analysis.predicates[predicate.parent]
        return choose_where(scene, predicate.parent, places, moving=moving) if above.lemma not in SAYING else None
    return best[1] if best else None


def _find_preposition(scene: Scene, start: int) -> str:
    """The preposition of place that leads the phrase around token `start`, or ""."""
    at = start - 1
    while at >= 0 and start - at < 5 and scene.text.tags[at] in ("DT", "JJ", "NNP", "NN", "POS", "CD", "IN"):
        word = scene.text.words[at].lower()
        if scene.text.tags[at] == "IN":
            return (
                word
                if word in _LOCATIVE
                or (
                    word == "of"
                    and at > 0
                    and scene.lemmas[at - 1]
                    in ("city", "town", "village", "province", "north", "south", "resort", "port", "suburb", "district", "outskirts")
                )
                else ""
            )
        at -= 1
    return "to" if at >= 0 and scene.text.words[at].lower() == "to" else ""


def _unbroken(scene: Scene, low: int, start: int) -> bool:
    """Whether only a comma, adverbs and prepositional words stand between a clause and a place."""
    verbs = [predicate.trigger for predicate in scene.analysis.predicates if predicate.kind == "verb" and _is_finite(predicate)]
    return start - low <= 8 and not any(low <= trigger < start for trigger in verbs)


def _is_finite(predicate: Predicate) -> bool:
    return predicate.form == "finite"
