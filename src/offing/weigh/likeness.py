"""Whether two claims tell one happening: action, parties, place, time, words. Conflict in one of them keeps them apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date

from offing.records import Claim, Party, Place, Status
from offing.weigh.tellings import Telling, read_stems

CONFLICT = -1.0
AFAR, UNSURE = 0.05, 0.12  # less likely one happening in another story; less still when not both tell the day
REACH = 14  # days: what is told without a day is no longer matched to another story after so long
SAME, LIKE = 0.8, 0.6  # parties as alike as this are one; of one state and office only
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
_STATE = frozenset(("", "GOV", "MIL", "COP", "JUD", "LEG", "SPY", "GOVMIL"))
_IRREGULAR = frozenset(("REB", "OPP", "UAF"))  # who has a patron is one of these, whatever else the words say
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


def compare_tellings(left: Telling, right: Telling, rarity: Rarity) -> float:
    """How much two claims of one status class look like one happening (above about .5: the same), or `CONFLICT`."""
    mine, theirs = left.claim, right.claim
    if mine.sentence == theirs.sentence and mine.trigger != theirs.trigger:
        return CONFLICT
    same_trigger = bool(left.trigger & right.trigger)
    alike = same_trigger and left.story == right.story and find_quad(mine.action) == find_quad(theirs.action)
    if mine.action != theirs.action and not alike:
        return CONFLICT
    if _count_otherwise(left, right):
        return CONFLICT
    if left.story != right.story and (left.bare or right.bare or _out_of_reach(left, right)):
        return CONFLICT
    who, whom = _compare_doers(mine, theirs), _compare_targets(left, right)
    several = left.series != right.series and not same_trigger and whom < SAME
    several = several and not (_share_day(left, right) or _count_alike(left, right))
    if several and mine.whom is not None and theirs.whom is not None:
        return CONFLICT
    place, when = _compare_places(mine.where, theirs.where), _compare_days(left, right)
    if CONFLICT in (who, whom, place, when):
        return CONFLICT
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


def _out_of_reach(left: Telling, right: Telling) -> bool:
    """Whether two stories are too far apart for one happening: sanctions, calls and raids recur, and words alone cannot tell them apart.

    Claims that both tell their day meet whenever they were written; others only when written within `REACH` days.
    """
    if left.days is not None and right.days is not None:
        return max((days[1] - days[0]).days for days in (left.days, right.days)) > REACH
    several = (left.series or right.series) and not _count_alike(left, right)
    return several or _written_far_apart(left, right)


def _share_day(left: Telling, right: Telling) -> bool:
    """Whether both tell one and the same day: several blows of a day are one happening."""
    return left.days is not None and left.days == right.days and left.days[0] == left.days[1]


def _written_far_apart(left: Telling, right: Telling) -> bool:
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


def _compare_doers(mine: Claim, theirs: Claim) -> float:
    """As `compare_parties`; in an act of words, two speakers of one state who have different names and offices are two."""
    likeness = compare_parties(mine.who, theirs.who)
    if mine.who is None or theirs.who is None or not find_quad(mine.action).startswith("verbal"):
        return likeness
    apart = mine.who.code != theirs.who.code and min(len(mine.who.code), len(theirs.who.code)) > len("USA")
    return CONFLICT if apart and mine.who.name != theirs.who.name else likeness


def _compare_targets(left: Telling, right: Telling) -> float:
    """As `compare_parties`; whoever is named in the other clause as well is no other ("killed the general and his host").

    Nor are the victims of a blow other than what it hit.
    """
    mine, theirs = left.claim.whom, right.claim.whom
    likeness = compare_parties(mine, theirs)
    if mine is None or theirs is None:
        return likeness
    if likeness != CONFLICT:
        return likeness if likeness < SAME or _name_one(mine, theirs) else LIKE
    if _is_named(mine, right) or _is_named(theirs, left):
        return LIKE
    return 0.0 if left.victims != right.victims else CONFLICT


def _name_one(left: Party, right: Party) -> bool:
    """Whether the last word of one name stands in the other ("embassy compound", "embassy"; not "embassy", "personnel")."""
    mine, theirs = read_stems(left.name or left.words), read_stems(right.name or right.words)
    return mine == theirs or (bool(mine) and bool(theirs) and (mine[-1] in theirs or theirs[-1] in mine))


def _is_named(party: Party, telling: Telling) -> bool:
    """Whether the last word of a name (a surname, a group; not a country) stands in a clause."""
    stems = read_stems(party.name or party.words)
    return len(party.code) > len("USA") and bool(stems) and stems[-1] in telling.words


def compare_denial(denial: Telling, telling: Telling, rarity: Rarity) -> float:
    """How much the denied content looks like what `telling` asserts. The act may have another name ("involvement"), not the parties."""
    mine, theirs = denial.claim, telling.claim
    if mine.sentence == theirs.sentence and mine.tellers[:1] == theirs.tellers[:1]:
        return CONFLICT
    if denial.story != telling.story and _written_far_apart(denial, telling):
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


def compare_parties(left: Party | None, right: Party | None) -> float:
    """1 the same; less when one may stand for the other (prefix of the code, state organs, proxy and patron); 0 unknown; or `CONFLICT`."""
    if left is None or right is None:
        return 0.0
    if left.state and right.state:
        if left.code == right.code:
            return 1.0 if left.name == right.name else 0.8
        if left.proxy_of and left.proxy_of == right.proxy_of:
            return 0.7
        if left.state == right.state:
            mine, theirs = left.code[3:], right.code[3:]
            if mine.startswith(theirs) or theirs.startswith(mine):
                return 0.7
            if (left.proxy_of and theirs in _IRREGULAR) or (right.proxy_of and mine in _IRREGULAR):
                return 0.5
            return 0.4 if mine in _STATE and theirs in _STATE else CONFLICT
        if (left.proxy_of and left.proxy_of[:3] == right.code[:3]) or (right.proxy_of and right.proxy_of[:3] == left.code[:3]):
            return 0.5
        return CONFLICT
    mine_words, their_words = _words(left), _words(right)
    if mine_words & their_words:
        return 0.7
    return -0.3 if not left.state and not right.state else 0.0


def _words(party: Party) -> set[str]:
    return set(read_stems(f"{party.words} {party.name}"))


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

    A report without a time is set beside the days before it: that weighs a little, and decides only against what came after it.
    """
    if left.days is not None and right.days is not None:
        gap = _gap(left.days, right.days)
        if gap <= 0:
            wide = max((days[1] - days[0]).days for days in (left.days, right.days))
            return 1.0 if wide <= 3 else 0.2
        return -1.5 if gap == 1 else CONFLICT
    if left.kind == "told" and (_comes_after(left, right) or _comes_after(right, left)):
        return CONFLICT
    if _goes_on_after(left, right) or _goes_on_after(right, left):
        return CONFLICT
    mine, theirs = left.usual, right.usual
    return -0.8 if mine and theirs and _gap(mine, theirs) > 0 else 0.0


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
