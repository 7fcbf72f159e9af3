"""Asked the other way round: two parties are named, what does the first do to the second?

Every deed that the reader sees in the sentence votes for its kinds, by how likely it is a deed at all and how likely the two are its
doer and its recipient. No gate is asked: the question says that there is something between the two.

PLOVER knows no status: it files the intent to cooperate or to yield under AGREE and a threatened act under THREATEN (CAMEO roots 03 and
13). `fold_status` says the same of our types, which keep what is intended and its status apart (CODEBOOK, section 9).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from offing.language.analyses import Analysis, Deed
from offing.records import Claim, Party, Status

_WORD = re.compile(r"\w+")
_EMPTY = frozenset("the a an of and in to for on at by with from its their his her s".split())
_INTENDED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
_THREATENED = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST"})
_CLAIM = 0.3  # what a claim counts for each of the two that it names
_ANY = 0.05  # what a deed counts for a party that is not seen in its role


def fold_status(kind: str, status: Status) -> str:
    """The PLOVER type of an act of a type and status of ours."""
    if status is Status.PLANNED and kind in _INTENDED:
        return "AGREE"
    return "THREATEN" if status is Status.THREATENED and kind in _THREATENED else kind


def weigh_pair(analysis: Analysis, who: str, whom: str, claims: Sequence[Claim] = ()) -> list[tuple[str, float]]:
    """PLOVER types with their shares (they sum to 1), best first; empty when nobody sees a deed.

    `claims`: what the coder tells of the sentence; those that name one of the two or both vote too.
    """
    doers, takers = find_words(analysis, who), find_words(analysis, whom)
    statuses = {predicate.trigger: predicate.statuses for predicate in analysis.predicates}
    votes: dict[str, float] = {}
    for deed in analysis.deeds:
        weight = deed.score * (_fill(deed, "who", doers) + _ANY) * (_fill(deed, "whom", takers) + _ANY)
        for kind, chance in deed.kinds:
            for status, share in statuses.get(deed.trigger, ()) or ((Status.HAPPENED, 1.0),):
                folded = fold_status(kind, Status(status))
                votes[folded] = votes.get(folded, 0.0) + weight * chance * share
    total = sum(votes.values()) or 1.0
    votes = {kind: share / total for kind, share in votes.items()}
    told: dict[str, float] = {}
    for claim in claims:
        kind, weight = fold_status(claim.action, claim.status), claim.score * (shares(claim.who, who) + shares(claim.whom, whom))
        told[kind] = max(told.get(kind, 0.0), _CLAIM * weight)
    votes = {kind: votes.get(kind, 0.0) + told.get(kind, 0.0) for kind in votes.keys() | told.keys()}
    total = sum(votes.values())
    return sorted(((kind, votes[kind] / total) for kind in votes if votes[kind] > 0), key=lambda row: (-row[1], row[0]))


def _fill(deed: Deed, role: str, tokens: frozenset[int]) -> float:
    return max((filler.score for filler in deed.parties if filler.role == role and filler.head in tokens), default=0.0)


def shares(party: Party | None, words: str) -> bool:
    """Whether a party and a stretch of words share a word that says something."""
    return party is not None and bool(_read_content(words) & _read_content(f"{party.words} {party.name}"))


def _read_content(words: str) -> set[str]:
    return set(_WORD.findall(words.lower())) - _EMPTY


def find_words(analysis: Analysis, words: str) -> frozenset[int]:
    """The tokens of a stretch of words: where they stand in a row, else every token that shares a word that says something."""
    asked = _WORD.findall(words.lower())
    cells = [(at, word) for at, token in enumerate(analysis.tokens) for word in _WORD.findall(token.text.lower())]
    for start in range(len(cells) - len(asked) + 1):
        if asked and [word for _, word in cells[start : start + len(asked)]] == asked:
            return frozenset(at for at, _ in cells[start : start + len(asked)])
    content = _read_content(words)
    return frozenset(at for at, word in cells if word in content)
