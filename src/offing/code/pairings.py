"""Asked the other way round: two parties are named, what does the first do to the second?

Every deed that the reader sees in the sentence votes for its types, as PLOVER files them (`faces`): by how likely it is a deed at all, how
likely the two are its doer and its recipient, and where it stands. The word that governs both (on the way from one to the other in the
tree) counts most; a word inside the phrase of one of the two hardly, for that is what is spoken of. What the coder as a whole makes of a
word counts beside the reader. No gate is asked: the question says that there is something between the two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from offing.code.actions import list_frames
from offing.code.cameo import name_record
from offing.code.faces import Face, name_act
from offing.language.analyses import Analysis, Deed, Predicate
from offing.records import Party, Status

_WORD = re.compile(r"\w+")
_EMPTY = frozenset("the a an of and in to for on at by with from its their his her s".split())
_CLAIM = 0.3  # what a claim counts for each of the two that it names
_ANY = 0.05  # what a deed counts for a party that is not seen in its role
_INSIDE = 0.1  # ... where it stands in the words of one of the two
_BETWEEN, _BESIDE = 6.0, 4.0  # ... on the way between the two, or hanging on a word of that way
_WHOLE = 0.7  # what the coder makes of a word, against the reader alone
_LEAST = 0.02  # a type or status that is less likely is not asked for
_HANGING = frozenset({"obj", "obl", "xcomp", "nsubj"})


def weigh_pair(analysis: Analysis, who: str, whom: str, faces: Sequence[Face] = ()) -> list[tuple[str, float]]:
    """PLOVER types with their shares (they sum to 1), best first; empty when nobody sees a deed.

    `faces`: what the coder tells of the sentence (`faces.show_sheet`, offsets those of the analysis); those that name one of the two or
    both vote too.
    """
    doers, takers = find_words(analysis, who), find_words(analysis, whom)
    way = _find_way(analysis, doers - takers, takers - doers)
    votes: defaultdict[str, float] = defaultdict(float)
    for deed in analysis.deeds:
        weight = deed.score * (_fill(deed, "who", doers) + _ANY) * (_fill(deed, "whom", takers) + _ANY)
        for kind, share in _name_types(analysis, deed, _find_told(analysis, deed, faces)):
            votes[kind] += weight * share * _place(analysis, deed.trigger, way, doers | takers)
    total = sum(votes.values()) or 1.0
    shown = defaultdict(float, {kind: share / total for kind, share in votes.items()})
    told: dict[str, float] = {}
    for face in faces:
        weight = _CLAIM * face.claim.score * (shares(face.actor, who) + shares(face.recipient, whom))
        told[face.kind] = max(told.get(face.kind, 0.0), weight)
    for kind, weight in told.items():
        shown[kind] += weight
    if any(_must(predicate, takers) for predicate in analysis.predicates):
        shown["REQUEST"] += 2.0  # what somebody says that another must do is asked of him
    total = sum(shown.values())
    return sorted(((kind, shown[kind] / total) for kind in shown if shown[kind] > 0), key=lambda row: (-row[1], row[0]))


def _name_types(analysis: Analysis, deed: Deed, told: Face | None) -> list[tuple[str, float]]:
    """The PLOVER types of a deed with their shares: of each type and status of the reader, and of the claim that tells its word."""
    index = next((at for at, one in enumerate(analysis.predicates) if one.trigger == deed.trigger), None)
    own = 1.0 - _WHOLE if told is not None else 1.0
    found = [(told.kind, _WHOLE)] if told is not None else []
    for kind, chance in deed.kinds:
        if index is None or chance < _LEAST:
            lemma = analysis.tokens[deed.trigger].lemma.lower()
            found.append((name_record(kind, "", Status.HAPPENED, (lemma,))[0], own * chance))
            continue
        predicate = analysis.predicates[index]
        mode = _find_mode(predicate, kind)
        for status, share in predicate.statuses or ((Status.HAPPENED.value, 1.0),):
            if share >= _LEAST:
                found.append((name_act(analysis, index, kind, mode, Status(status))[0], own * chance * share))
    return found


def _find_mode(predicate: Predicate, kind: str) -> str:
    """The mode that a word has by itself as an act of a type, "" when it has none."""
    modes = (frame.mode for action, word, frame in list_frames(predicate) if action == kind and " " not in word and not frame.needs)
    return next(modes, "")


def _find_told(analysis: Analysis, deed: Deed, faces: Sequence[Face]) -> Face | None:
    """The face whose claim is told by the word of a deed, or by the word it hangs on and of the same type ("held talks")."""
    tokens = analysis.tokens
    above = analysis.heads[deed.trigger] if analysis.heads else -1
    at = {tokens[deed.trigger].start: deed.trigger} | ({tokens[above].start: above} if above >= 0 else {})
    near = [(at[face.claim.trigger.start], face) for face in faces if face.claim.trigger.start in at]
    return next((face for token, face in near if token == deed.trigger), None) or next(
        (face for _, face in near if face.claim.action == deed.kinds[0][0]), None
    )


def _must(predicate: Predicate, takers: frozenset[int]) -> bool:
    """Whether a verb says what one of the takers must do."""
    agents = [one for one in predicate.arguments if one.role == "agent" and one.head in takers]
    return predicate.kind == "verb" and "must" in predicate.auxiliaries and bool(agents)


def _place(analysis: Analysis, trigger: int, way: frozenset[int], asked: frozenset[int]) -> float:
    """What the place of a deed counts."""
    if trigger in asked:
        return _INSIDE
    if trigger in way:
        return _BETWEEN
    hangs = bool(way) and analysis.heads[trigger] in way and analysis.relations[trigger].partition(":")[0] in _HANGING
    return _BESIDE if hangs else 1.0


def _find_way(analysis: Analysis, doers: frozenset[int], takers: frozenset[int]) -> frozenset[int]:
    """The tokens on the shortest way in the tree from a word of the doers to one of the takers; empty without a tree."""
    best: list[int] = []
    if not analysis.heads:
        return frozenset()
    ups = [_climb(analysis, at) for at in doers if analysis.heads[at] not in doers]
    for down in (_climb(analysis, at) for at in takers if analysis.heads[at] not in takers):
        for up in ups:
            meeting = next((at for at in up if at in down), None)
            if meeting is not None:
                way = up[: up.index(meeting) + 1] + down[: down.index(meeting)]
                best = way if not best or len(way) < len(best) else best
    return frozenset(best)


def _climb(analysis: Analysis, at: int) -> list[int]:
    """A token and what it hangs on, up to the root."""
    found: list[int] = []
    while at >= 0 and at not in found:
        found.append(at)
        at = analysis.heads[at]
    return found


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
