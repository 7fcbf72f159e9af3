"""How far a sentence commits itself to the status of a word: it says so outright, a word above does, or it only wishes or asks for it.

"Will merge" and "agreed to merge" are both planned, and so is "wants to merge"; only of the last has nobody given his word. The words that
leave open what hangs on them are the rows `open` of `tables/cues.yaml` and its signatures of sign 0.
"""

from __future__ import annotations

from enum import StrEnum

from offing.code.cues import open_words
from offing.code.signatures import COPULAS, find_sign
from offing.code.statuses import OWED, Statuses
from offing.records import Status

_UNSURE = frozenset({"may", "might", "should", "must"})
_OF_DENIAL = {Status.DENIED: Status.DID_NOT_HAPPEN}  # "said it had not fired" is a denial by its own words
_LOOSE = frozenset({"agent", "relative", "and", "as"})  # links by which nothing is the content of the word above


class Commitment(StrEnum):
    """What a status rests on."""

    OUTRIGHT = "outright"  # the word's own group says it: "will merge", "did not merge"
    GIVEN = "given"  # a word above says it: "agreed to merge", "failed to merge"
    OPEN = "open"  # a word above only wishes, asks, tries, fears it or makes it possible: "wants to merge"
    NONE = "none"  # only its place says it: a purpose, a noun under a clause to come


def find_commitment(statuses: Statuses, index: int) -> Commitment:
    """What the status of predicate `index` rests on."""
    predicate = statuses.analysis.predicates[index]
    status = statuses.status(index)
    if statuses.own(index) in (status, _OF_DENIAL.get(status)):
        return Commitment.OPEN if _UNSURE.intersection(predicate.auxiliaries) else Commitment.OUTRIGHT
    if is_open(statuses, index):
        return Commitment.OPEN
    above = statuses.analysis.predicates[predicate.parent] if predicate.parent >= 0 else None
    entailed = status is Status.DID_NOT_HAPPEN and predicate.kind == "verb" and predicate.link in ("to", "bare")
    given = above is not None and (entailed or statuses.find_cue(above, predicate.link) is not None)
    return Commitment.GIVEN if given else Commitment.NONE


def is_open(statuses: Statuses, index: int) -> bool:
    """Whether the word above only wishes, asks, tries, weighs, fears or makes possible what predicate `index` tells."""
    predicate = statuses.analysis.predicates[index]
    if predicate.parent < 0 or predicate.link in _LOOSE:
        return False
    above = statuses.analysis.predicates[predicate.parent]
    return above.lemma in open_words(above.kind) or find_sign(above) == "0" or above.lemma in OWED


def is_purpose(statuses: Statuses, index: int) -> bool:
    """Whether a clause with "to" only says what another act is for ("crossed the river to storm the post"): it may have come of it."""
    predicate = statuses.analysis.predicates[index]
    if predicate.parent < 0 or predicate.link != "to":
        return False
    above = statuses.analysis.predicates[predicate.parent]
    bare = above.kind == "verb" and not above.negated and above.lemma not in {"go"} | OWED | COPULAS
    return bare and not find_sign(above) and statuses.find_cue(above, "to") is None
