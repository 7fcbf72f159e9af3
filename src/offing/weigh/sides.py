"""Whether the sides of two claims are the same: doers and recipients, by code, name and words, and how far their own words name them."""

from __future__ import annotations

from functools import lru_cache

from offing.code.gazetteers import AGENT, find_mentions
from offing.records import Claim, Party
from offing.trace.words import read_word
from offing.weigh.tellings import Telling, read_stems

CONFLICT = -1.0
SAME, LIKE = 0.8, 0.6  # parties as alike as this are one; of one state and office only
DOUBT = -0.5  # codes that differ, of which one was only worked out ("the fighters", "it")
_STATE = frozenset(("", "GOV", "MIL", "COP", "JUD", "LEG", "SPY", "GOVMIL"))
_IRREGULAR = frozenset(("REB", "OPP", "UAF"))  # who has a patron is one of these, whatever else the words say


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


def compare_doers(left: Claim, right: Claim, *, verbal: bool) -> float:
    """As `compare_parties`; in an act of words, two speakers of one state who have different names and offices are two.

    In a deed, codes that differ keep two claims apart only where both doers are named.
    """
    mine, theirs = find_doer(left), find_doer(right)
    likeness = compare_parties(mine, theirs)
    if mine is None or theirs is None:
        return likeness
    if verbal:
        apart = mine.code != theirs.code and min(len(mine.code), len(theirs.code)) > len("USA")
        return CONFLICT if apart and mine.name != theirs.name else likeness
    return _soften(likeness, mine, theirs)


def compare_targets(left: Telling, right: Telling) -> float:
    """As `compare_parties`; whoever is named in the other clause as well is no other ("killed the general and his host").

    Nor are the victims of a blow other than what it hit. Codes that differ keep two claims apart only where both recipients are named.
    """
    mine, theirs = find_target(left.claim), find_target(right.claim)
    likeness = compare_parties(mine, theirs)
    if mine is None or theirs is None:
        return likeness
    if likeness != CONFLICT:
        return likeness if likeness < SAME or _name_one(mine, theirs) else LIKE
    if _is_named(mine, right) or _is_named(theirs, left):
        return LIKE
    return 0.0 if left.victims != right.victims else _soften(likeness, mine, theirs)


def find_doer(claim: Claim) -> Party | None:
    """The doer as far as it can be believed: no state strikes its own organs or forces, whoever stands near the act."""
    return None if _strikes_itself(claim) and (claim.whom is None or names_itself(claim.whom)) else claim.who


def find_target(claim: Claim) -> Party | None:
    """The recipient as far as it can be believed: "them" are not the side of who struck them."""
    return None if _strikes_itself(claim) and claim.whom is not None and not names_itself(claim.whom) else claim.whom


def _strikes_itself(claim: Claim) -> bool:
    who, whom = claim.who, claim.whom
    if claim.action != "ASSAULT" or who is None or whom is None or not who.state or who.state != whom.state:
        return False
    return who.code[3:] in _STATE and whom.code[3:] in _STATE


def _soften(likeness: float, left: Party, right: Party) -> float:
    """A conflict of codes is only a doubt where the code of one side was worked out from other words than its own."""
    return likeness if likeness != CONFLICT or (names_itself(left) and names_itself(right)) else DOUBT


@lru_cache(maxsize=1 << 14)
def names_itself(party: Party) -> bool:
    """Whether a party's own words name it ("U.S. jets", "Kataib Hezbollah bases"), not its role only ("the fighters", "protesters", "it").

    A capital at the head of the phrase says nothing where the word is a role or a function word ("Protesters", "The crowd").
    """
    words = party.words.split()
    mentions = find_mentions(words)
    if any(known.kind != AGENT for mention in mentions for known in mention.known) or any(word[:1].isupper() for word in words[1:]):
        return True
    role = any(mention.start == 0 for mention in mentions)
    return bool(words) and words[0][:1].isupper() and not role and bool(read_word(words[0])[2])


def _name_one(left: Party, right: Party) -> bool:
    """Whether the last word of one name stands in the other ("embassy compound", "embassy"; not "embassy", "personnel")."""
    mine, theirs = read_stems(left.name or left.words), read_stems(right.name or right.words)
    return mine == theirs or (bool(mine) and bool(theirs) and (mine[-1] in theirs or theirs[-1] in mine))


def _is_named(party: Party, telling: Telling) -> bool:
    """Whether the last word of a name (a surname, a group; not a country) stands in a clause."""
    stems = read_stems(party.name or party.words)
    return len(party.code) > len("USA") and bool(stems) and stems[-1] in telling.words


def _words(party: Party) -> set[str]:
    return set(read_stems(f"{party.words} {party.name}"))
