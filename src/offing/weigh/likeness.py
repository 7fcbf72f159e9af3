"""Whether two claims tell one happening: action, parties, place, time, words. Conflict in one of them keeps them apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from offing.records import Party, Place, Status
from offing.trace.words import WORD, read_word
from offing.weigh.tellings import Telling

CONFLICT = -1.0
_QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "verbal cooperation"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT", "YIELD"), "material cooperation"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "verbal conflict"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "material conflict"),
}
_STATE = frozenset(("", "GOV", "MIL", "COP", "JUD", "LEG", "SPY", "GOVMIL"))
_KM = 111.2  # kilometres per degree of latitude


class Rarity:
    """Weights of words by how few claims of the story hold them, and the weighed share that two sets of words have in common."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        spread = Counter(word for telling in tellings for word in telling.words)
        self._weights = {word: math.log(1 + len(tellings) / number) for word, number in spread.items()}

    def share(self, left: frozenset[str], right: frozenset[str]) -> float:
        """Weight of the common words over that of the lighter side (0-1); one common word counts half."""
        if not left or not right:
            return 0.0
        both = left & right
        lighter = min(self._total(left), self._total(right))
        return self._total(both) / lighter * (1.0 if len(both) > 1 else 0.5) if lighter else 0.0

    def _total(self, words: frozenset[str]) -> float:
        return math.fsum(self._weights.get(word, 1.0) for word in sorted(words))


def compare_tellings(left: Telling, right: Telling, rarity: Rarity) -> float:
    """How much two claims of one status class look like one happening (above about .5: the same), or `CONFLICT`."""
    mine, theirs = left.claim, right.claim
    if mine.sentence == theirs.sentence and mine.trigger != theirs.trigger:
        return CONFLICT
    same_trigger = bool(left.trigger & right.trigger)
    if mine.action != theirs.action and not (same_trigger and _QUADS.get(mine.action) == _QUADS.get(theirs.action)):
        return CONFLICT
    if left.series != right.series and not same_trigger:
        return CONFLICT
    words = rarity.share(left.words, right.words)
    parts = (compare_parties(mine.who, theirs.who), compare_parties(mine.whom, theirs.whom), _compare_places(mine.where, theirs.where))
    when = _compare_days(left, right)
    if CONFLICT in (*parts, when):
        return CONFLICT
    mode = 0.05 if mine.mode and mine.mode == theirs.mode else (-0.1 if mine.mode and theirs.mode else 0.0)
    return 0.5 * words + 0.15 * same_trigger + 0.2 * parts[0] + 0.15 * parts[1] + 0.1 * parts[2] + 0.1 * when + mode


def compare_denial(denial: Telling, telling: Telling, rarity: Rarity) -> float:
    """How much the denied content looks like what `telling` asserts. The act may have another name ("involvement"), not the parties."""
    mine, theirs = denial.claim, telling.claim
    if denial.claim.sentence == telling.claim.sentence:
        return CONFLICT
    who, whom = compare_parties(mine.who, theirs.who), compare_parties(mine.whom, theirs.whom)
    if who == CONFLICT and _denies_own_part(denial):
        who = 0.0
    place, when = _compare_places(mine.where, theirs.where), _compare_days(denial, telling)
    if CONFLICT in (who, whom, place, when):
        return CONFLICT
    if mine.status != Status.DENIED and mine.action != theirs.action:
        return CONFLICT
    action = 0.2 if mine.action == theirs.action else 0.0
    return 0.5 * rarity.share(denial.words, telling.words) + action + 0.2 * who + 0.1 * max(0.0, whom) + 0.1 * place + 0.1 * when


def _denies_own_part(denial: Telling) -> bool:
    """Whether somebody denies a part of their own in what others did ("denied any involvement in the attack")."""
    claim = denial.claim
    if claim.status != Status.DENIED or claim.who is None or not claim.who.code:
        return False
    return any(teller.party.code[:3] == claim.who.code[:3] for teller in claim.tellers if teller.party.code)


def compare_parties(left: Party | None, right: Party | None) -> float:
    """1 the same; less when one may stand for the other (prefix of the code, state organs, proxy and patron); 0 unknown; or `CONFLICT`."""
    if left is None or right is None:
        return 0.0
    if left.code and right.code:
        if left.code == right.code:
            return 1.0 if left.name == right.name else 0.8
        if left.code[:3] == right.code[:3]:
            mine, theirs = left.code[3:], right.code[3:]
            if mine.startswith(theirs) or theirs.startswith(mine):
                return 0.7
            return 0.4 if mine in _STATE and theirs in _STATE else CONFLICT
        if (left.proxy_of and left.proxy_of[:3] == right.code[:3]) or (right.proxy_of and right.proxy_of[:3] == left.code[:3]):
            return 0.5
        return 0.7 if left.proxy_of and left.proxy_of == right.proxy_of else CONFLICT
    mine_words, their_words = _words(left), _words(right)
    if mine_words & their_words:
        return 0.7
    return -0.3 if not left.code and not right.code else 0.0


def _words(party: Party) -> set[str]:
    return {stem for found in WORD.findall(f"{party.words} {party.name}") if (stem := read_word(found)[2])}


def _compare_places(left: Place | None, right: Place | None) -> float:
    if left is None or right is None:
        return 0.0
    if left.geoname is not None and left.geoname == right.geoname:
        return 1.0
    if left.country and right.country and left.country != right.country:
        return CONFLICT
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None or "country" in (left.precision, right.precision):
        return 0.3
    wide = math.cos(math.radians((left.lat + right.lat) / 2))
    apart = math.hypot(left.lat - right.lat, (left.lon - right.lon) * wide) * _KM
    return 0.6 if apart < 60 else (0.0 if "region" in (left.precision, right.precision) else CONFLICT)


def _compare_days(left: Telling, right: Telling) -> float:
    """1 when the days overlap; a day apart weighs against (time zones, "overnight"); further apart is a conflict."""
    if left.days is None or right.days is None:
        return 0.0
    gap = (max(left.days[0], right.days[0]) - min(left.days[1], right.days[1])).days
    if gap <= 0:
        wide = max((days[1] - days[0]).days for days in (left.days, right.days))
        return 1.0 if wide <= 3 else 0.2
    return -1.5 if gap == 1 else CONFLICT
