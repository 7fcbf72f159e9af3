"""What is not coded: sport, business, weather, figures of speech, and clauses whose parties nobody knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from offing.code.actions import Hit
from offing.code.sheets import Sheet
from offing.ontology import load_cues
from offing.records import Claim, Status

_VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
_ROLES = frozenset({"office", "body", "force", "group"})
_FORCEFUL = re.compile(
    r"\b(killed|troops?|soldiers?|militants?|rebels?|missiles?|embassy|gunmen|airstrikes?|protesters?|sanctions?|police)\b", re.IGNORECASE
)
_SCORE = re.compile(r"(?<![\w-])\d{1,3}[-–]\d{1,3}(?:,? \(?\d|,| (?:win|loss|lead|defeat|draw|victory|on|over|against)\b)")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    cues = load_cues()

    def join(words: tuple[str, ...]) -> re.Pattern[str]:
        return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + r")\b", re.IGNORECASE)

    return join(cues.off_topic), join(cues.figurative)


def is_off_topic(sentence: str) -> bool:
    """Whether a sentence is about sport, markets or weather, or uses the words of conflict as a figure of speech."""
    topic, figure = _patterns()
    return bool(figure.search(sentence)) or (bool(topic.search(sentence)) and not _FORCEFUL.search(sentence))


def is_off_topic_story(sentences: Sequence[str]) -> bool:
    """Whether a story as a whole is about sport or markets: a quarter of its sentences, at least three, use their words or give a score.

    In such a story states "beat" and "attack" each other in every sentence; only a sentence with words of force is read for claims.
    """
    topic, _ = _patterns()
    marked = sum(bool(topic.search(sentence) or _SCORE.search(sentence)) for sentence in sentences)
    return marked >= 3 and 4 * marked >= len(sentences)


def is_forceful(sentence: str) -> bool:
    """Whether a sentence has words of force that sport does not use."""
    return bool(_FORCEFUL.search(sentence))


def may_emit(sheet: Sheet, hit: Hit, claim: Claim) -> bool:
    """Whether a claim is complete enough: verbal acts need a known actor, others a known party, violence and protest a place or target."""
    role = hit.who is not None and hit.who.kind in _ROLES and claim.whom is not None and hit.frame.score >= 0.65
    who = claim.who is not None and bool(claim.who.code or claim.who.proxy_of or role)
    whom = claim.whom is not None and bool(claim.whom.code or claim.whom.proxy_of)
    if hit.action in _VERBAL:
        return who and (whom or hit.frame.score >= 0.6 or hit.action == "THREATEN")
    if who and (whom or hit.frame.score >= 0.5):
        return True
    if _is_warning(sheet, hit, claim) or _is_riot(hit):
        return True
    if hit.action in ("ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "SANCTION"):
        if whom and (claim.who is not None or hit.frame.score >= 0.55):
            return True
        noun = sheet.scene.analysis.predicates[hit.index].kind == "noun"
        actor = hit.who is not None and hit.who.kind in ("group", "crowd", "count", "force")
        target = hit.whom is not None
        return hit.action in ("ASSAULT", "PROTEST") and hit.frame.score >= 0.55 and (
            (claim.where is not None and (noun or actor or target)) or (actor and target)
        )  # fmt: skip
    return whom and hit.frame.score >= 0.65 and claim.who is not None


def _is_warning(sheet: Sheet, hit: Hit, claim: Claim) -> bool:
    """Whether a known speaker expects violence and names no side ("further assaults could follow, the minister said")."""
    predicate = sheet.scene.analysis.predicates[hit.index]
    spoken = any(len(teller.party.code) >= 6 and teller.kind != "outlet" for teller in claim.tellers)
    return hit.action == "ASSAULT" and predicate.kind == "noun" and spoken and claim.status is Status.EXPECTED and predicate.link == "agent"


def _is_riot(hit: Hit) -> bool:
    """Whether a crowd does what only a crowd in anger does: the act itself shows that it is a protest."""
    return hit.action == "PROTEST" and hit.who is not None and hit.who.kind in ("crowd", "count") and hit.frame.mode in ("riot", "demo") \
        and hit.frame.score >= 0.65 and bool(hit.frame.needs or hit.word == "march")  # fmt: skip
