"""Whether two claims tell one happening: action, parties, place, time, words. Conflict in one of them keeps them apart."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from offing.records import Claim, Place, Status
from offing.weigh.sides import CONFLICT, DOUBT, SAME, compare_doers, compare_parties, compare_targets
from offing.weigh.tellings import Telling

AFAR, UNSURE = 0.05, 0.12  # less likely one happening in another story; less still when not both tell the day
REACH = 14  # days: what is told without a day is no longer matched to another story after so long
SAME_COUNT = 0.15  # one count of one kind, above one
THERE, AROUND, SPOKEN = 0.3, 0.6, 0.1  # acts of one word, on one day, in one town
CLOSE, NEXT = 0.1, 400  # more likely one in sentences that follow each other: within so many characters
_QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "verbal cooperation"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT", "YIELD"), "material cooperation"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "verbal conflict"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "material conflict"),
}
_BLOWS = frozenset(("PROTEST", "COERCE", "ASSAULT"))  # acts of an hour: those of the next day are others
_DAY = re.compile(r"(?:weekday|date):[^+]*|offset:[+-]\d+D|\d{4}-\d\d-\d\d")
_KM = 111.2  # kilometres per degree of latitude


class Rarity:
    """Weights of words by how few claims of the case hold them, and the weighed share that two sets of words have in common."""

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
        return math.fsum(self.weigh(word) for word in words)

    def weigh(self, word: str) -> float:
        """The weight of one word."""
        return self._weights.get(word, 1.0)


def compare_tellings(left: Telling, right: Telling, rarity: Rarity) -> float | None:
    """How much two claims of one status class look like one happening (above about .5: the same), or `CONFLICT`.

    None where they say too little to be set beside each other ("the strikes" in another story): that neither joins them nor keeps apart.
    """
    mine, theirs = left.claim, right.claim
    if mine.sentence == theirs.sentence and mine.trigger != theirs.trigger:
        return CONFLICT
    same_trigger = bool(left.trigger & right.trigger)
    alike = same_trigger and left.story == right.story and find_quad(mine.action) == find_quad(theirs.action)
    if mine.action != theirs.action and not alike:
        return CONFLICT
    if _count_otherwise(left, right):
        return CONFLICT
    who = compare_doers(mine, theirs, verbal=find_quad(mine.action).startswith("verbal"))
    whom = compare_targets(left, right)
    several = left.series != right.series and not same_trigger and whom < SAME
    several = several and not (_share_day(left, right) or _count_alike(left, right))
    place, when = _compare_places(mine.where, theirs.where), _compare_days(left, right)
    if CONFLICT in (who, whom, place, when):
        return CONFLICT
    if several and mine.whom is not None and theirs.whom is not None:
        return None
    if left.story != right.story and (left.bare or right.bare or _out_of_reach(left, right)):
        return None
    mode = 0.05 if mine.mode and mine.mode == theirs.mode else (-0.1 if mine.mode and theirs.mode else 0.0)
    mode -= 0.2 if several else 0.0
    blow = compare_acts(left, right)
    words = rarity.share(left.words, right.words)
    # Who only says that it was done, and when, has no words of its own to set beside the other's.
    words += rarity.share(left.own, right.own) if (left.own and right.own) or when < 1 else 0.5 * words
    blow += SAME_COUNT if _count_alike(left, right) else 0.0
    told = 0.25 * words + blow + 0.2 * who + 0.15 * whom + 0.1 * place + 0.1 * when + mode
    told += THERE if place >= AROUND and blow >= SPOKEN and _share_day(left, right) else 0.0
    if left.story != right.story:
        return told - (AFAR if when == 1.0 else UNSURE)
    near = mine.article == theirs.article and abs(mine.sentence.start - theirs.sentence.start) < NEXT
    return told + (CLOSE if near and not left.headline and not right.headline else 0.0)


def compare_sides(left: Telling, right: Telling) -> float:
    """How far two claims name the same doer and the same recipient (-2 to 2)."""
    verbal = find_quad(left.claim.action).startswith("verbal")
    return compare_doers(left.claim, right.claim, verbal=verbal) + compare_targets(left, right)


def contradict(left: Telling, right: Telling) -> bool:
    """Whether two claims name other doers, other recipients or other days, whatever else they share."""
    return name_other_doers(left, right) or compare_targets(left, right) == CONFLICT


def name_other_doers(left: Telling, right: Telling, *, doubt: bool = False) -> bool:
    """Whether two claims name other doers or other days. `doubt`: also where a doer's code was only worked out."""
    if left.days is not None and right.days is not None and _gap(left.days, right.days) > 0:
        return True
    likeness = compare_doers(left.claim, right.claim, verbal=find_quad(left.claim.action).startswith("verbal"))
    return likeness <= (DOUBT if doubt else CONFLICT)


def mean_same_target(left: Telling, right: Telling) -> bool:
    """Whether two claims tell an act of one type that was done to one body, site or group (a whole country is too wide for that)."""
    mine, theirs = left.claim.whom, right.claim.whom
    if mine is None or theirs is None or min(len(mine.code), len(theirs.code)) <= len("USA"):
        return False
    return left.claim.action == right.claim.action and compare_targets(left, right) >= SAME


def _out_of_reach(left: Telling, right: Telling) -> bool:
    """Whether two stories are too far apart for one happening: sanctions, calls and raids recur, and words alone cannot tell them apart.

    Claims that both tell their day meet whenever they were written; others only when written within `REACH` days.
    """
    if left.days is not None and right.days is not None:
        return max((days[1] - days[0]).days for days in (left.days, right.days)) > REACH
    several = (left.series or right.series) and not _count_alike(left, right)
    return several or is_far(left, right)


def _share_day(left: Telling, right: Telling) -> bool:
    """Whether both tell one and the same day: several blows of a day are one happening."""
    return left.days is not None and left.days == right.days and left.days[0] == left.days[1]


def is_far(left: Telling, right: Telling) -> bool:
    """Whether two claims were written too long after each other for one to go on about what the other tells."""
    return left.known is None or right.known is None or abs((left.known - right.known).days) > REACH


def find_quad(action: str) -> str:
    """The fourth of the ontology that an action belongs to: words or deeds, with or against (PLOVER's quad classes)."""
    return _QUADS.get(action, action)


def compare_acts(left: Telling, right: Telling) -> float:
    """One word for the act; the act of one in the clause of the other ("the strike that killed him", "killed"); or another act."""
    if left.trigger & right.trigger:
        return 0.15
    if left.trigger & right.words or right.trigger & left.words:
        return 0.1
    return -0.1 if left.harm != right.harm else 0.05


def _count_otherwise(left: Telling, right: Telling) -> bool:
    """Whether two sides give counts of victims that exclude each other: two claims, not one."""
    if not (left.harm and right.harm):
        return False
    mine, theirs = _find_side(left.claim), _find_side(right.claim)
    if not mine or not theirs or mine == theirs:
        return False
    return any(
        number.kind == other.kind and (number.low > other.high or other.low > number.high)
        for number in left.claim.numbers
        for other in right.claim.numbers
    )


def _count_alike(left: Telling, right: Telling) -> bool:
    """Whether both give one count of one kind, and more than one ("at least 25")."""
    mine = {(number.kind, number.low) for number in left.claim.numbers if number.low > 1}
    return bool(mine & {(number.kind, number.low) for number in right.claim.numbers})


def _find_side(claim: Claim) -> str:
    """The country of the innermost speaker, "" when nobody with a code is named."""
    return next((teller.party.state for teller in claim.tellers if teller.kind in ("speaker", "document") and teller.party.state), "")


def compare_denial(denial: Telling, telling: Telling, rarity: Rarity) -> float:
    """How much the denied content looks like what `telling` asserts. The act may have another name ("involvement"), not the parties."""
    mine, theirs = denial.claim, telling.claim
    if mine.sentence == theirs.sentence and mine.tellers[:1] == theirs.tellers[:1]:
        return CONFLICT
    if denial.story != telling.story and is_far(denial, telling):
        return CONFLICT
    who, whom = compare_parties(mine.who, theirs.who), compare_parties(mine.whom, theirs.whom)
    if who == CONFLICT and denies_own_part(denial):
        who = 0.0
    place, when = _compare_places(mine.where, theirs.where), _compare_days(denial, telling)
    if CONFLICT in (who, whom, place, when):
        return CONFLICT
    if denial.harm and mine.status != Status.DENIED and whom <= 0:
        return CONFLICT  # "no pilots were hurt" says nothing of victims who are not known to be pilots
    if mine.status != Status.DENIED and mine.action != theirs.action:
        return CONFLICT
    action = (0.2 if mine.action == theirs.action else 0.0) + (0.1 if denial.harm and telling.harm else 0.0)
    return 0.5 * rarity.share(denial.words, telling.words) + action + 0.2 * who + 0.1 * max(0.0, whom) + 0.1 * place + 0.1 * when


def denies_own_part(denial: Telling) -> bool:
    """Whether somebody denies a part of their own in what others did ("denied any involvement in the attack")."""
    claim = denial.claim
    if claim.status != Status.DENIED or claim.who is None or not claim.who.state:
        return False
    return any(teller.party.state == claim.who.state for teller in claim.tellers if teller.party.state)


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
    """1 when the days overlap; a day apart weighs against (time zones, "overnight"); further apart, or told before it was, is a conflict.

    So is a day apart for blows of which both texts name the day, and no hour or part of it: a crowd comes back the next day.

    A report without a time is set beside the days before it: that weighs a little, and decides only against what came after it.
    """
    if left.days is not None and right.days is not None:
        gap = _gap(left.days, right.days)
        if gap <= 0:
            wide = max((days[1] - days[0]).days for days in (left.days, right.days))
            return 1.0 if wide <= 3 else 0.2
        named = left.claim.action in _BLOWS and _names_day(left) and _names_day(right)
        return -1.5 if gap == 1 and not named else CONFLICT
    if left.kind == "told" and (_comes_after(left, right) or _comes_after(right, left)):
        return CONFLICT
    if _goes_on_after(left, right) or _goes_on_after(right, left):
        return CONFLICT
    mine, theirs = left.usual, right.usual
    return -0.8 if mine and theirs and _gap(mine, theirs) > 0 else 0.0


def _names_day(telling: Telling) -> bool:
    """Whether a claim names one day, and no hour or part of it: what is told so may not lie on either side of a midnight."""
    when, days = telling.when, telling.days
    return when is not None and days is not None and days[0] == days[1] and bool(_DAY.fullmatch(when.form))


def _gap(left: tuple[date, date], right: tuple[date, date]) -> int:
    """Days between two stretches; 0 or less when they overlap."""
    return (max(left[0], right[0]) - min(left[1], right[1])).days


def _goes_on_after(telling: Telling, report: Telling) -> bool:
    """Whether a blow still goes on as one writes, and the other was over on an earlier day."""
    if telling.claim.status != Status.ONGOING or report.claim.status == Status.ONGOING or telling.claim.action not in _BLOWS:
        return False
    return report.kind == "told" and telling.written is not None and report.known is not None and telling.written > report.known


def _comes_after(telling: Telling, report: Telling) -> bool:
    """Whether what is dated lies more than a day after the other report was written."""
    return telling.days is not None and report.known is not None and (telling.days[0] - report.known).days > 1
