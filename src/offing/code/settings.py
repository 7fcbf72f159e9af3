"""Where a claim plays: which of a sentence's places belong to which predicate. Times are in `occasions`."""

from __future__ import annotations

from collections.abc import Sequence

from offing.code.occasions import PASSED_ON
from offing.code.scenes import Scene
from offing.language.analyses import Predicate
from offing.language.subjects import SAYING
from offing.records import Place

_LOCATIVE = frozenset("in at near outside inside across around over throughout along off on within from into to".split())
_GROUNDS = frozenset(
    "city town village province north south east west northeast northwest southeast southwest centre center resort port suburb district "
    "outskirt outskirts".split()
)
_WEAK = frozenset({"from", "to", "into", "on"})


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
        rank = (
            lead in _WEAK or lead == "of",
            place.precision not in ("city", "site"),
            start < predicate.trigger,
            abs(start - predicate.trigger),
        )
        if best is None or rank < best[0]:
            best = (rank, place)
    if best is None and predicate.parent >= 0 and predicate.link in PASSED_ON | {"relative"}:
        above = scene.analysis.predicates[predicate.parent]
        return choose_where(scene, predicate.parent, places, moving=moving) if above.lemma not in SAYING else None
    return best[1] if best else None


def _find_preposition(scene: Scene, start: int) -> str:
    """The preposition of place that leads the phrase around token `start`, or ""."""
    at = start - 1
    while at >= 0 and start - at < 5 and scene.text.tags[at] in ("DT", "JJ", "NNP", "NN", "POS", "CD", "IN"):
        word = scene.text.words[at].lower()
        if scene.text.tags[at] == "IN":
            return word if word in _LOCATIVE or (word == "of" and at > 0 and scene.lemmas[at - 1] in _GROUNDS) else ""
        at -= 1
    return "to" if at >= 0 and scene.text.words[at].lower() == "to" else ""


def _unbroken(scene: Scene, low: int, start: int) -> bool:
    """Whether only a comma, adverbs and prepositional words stand between a clause and a place."""
    verbs = [predicate.trigger for predicate in scene.analysis.predicates if predicate.kind == "verb" and _is_finite(predicate)]
    return start - low <= 8 and not any(low <= trigger < start for trigger in verbs)


def _is_finite(predicate: Predicate) -> bool:
    return predicate.form == "finite"
