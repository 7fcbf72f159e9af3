"""Claims put together by happening, over the whole case: what is copied meets first, the rest by likeness.

Every claim meets only the claims that share most of its rare words (an index, not all pairs); the clusters then grow by average link, the
most alike first, as long as almost no pair between them is in conflict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from offing.records import Copy, CopyKind
from offing.stage import components
from offing.weigh.likeness import CONFLICT, Rarity, compare_acts, compare_parties, compare_tellings, find_quad
from offing.weigh.tellings import Telling
from offing.weigh.vectors import Vectors, turn_rows

ALIKE = 0.5
SLACK = 0.1  # how much less the mean between two clusters may be
STRAY = 0.1  # share of the pairs between two clusters that may be in conflict (a claim read wrongly)
NEAREST = 40  # candidates for each group of copied claims
LOOKED = 24  # groups of a cluster, and tellings of a group, that are compared: enough for a mean


def cluster_tellings(tellings: Sequence[Telling], copies: Sequence[Copy], rarity: Rarity) -> list[list[Telling]]:
    """Claims (denied ones left out) put together by happening, each cluster and the list in (published, id) order."""
    copied = [*link_copied(tellings, copies), *_link_pointing(tellings), *_link_harm(tellings), *_link_headlines(tellings, rarity)]
    kinds: dict[str, list[Telling]] = {}
    for telling in tellings:
        if telling.kind != "denied":
            kinds.setdefault(telling.kind, []).append(telling)
    found = [cluster for _, members in sorted(kinds.items()) for cluster in join_alike(members, copied, rarity)]
    return sorted(found, key=lambda cluster: cluster[0].order)


def link_copied(tellings: Sequence[Telling], copies: Sequence[Copy]) -> Iterator[tuple[str, str]]:
    """Claims of one action, status class and trigger whose sentences are copies of each other."""
    places = _by_article(tellings)
    for copy in copies:
        if copy.kind == CopyKind.BOILERPLATE:
            continue
        left = [one for one in places.get(copy.left_article, ()) if _stands_in(one, copy.left.start, copy.left.end)]
        right = [one for one in places.get(copy.right_article, ()) if _stands_in(one, copy.right.start, copy.right.end)]
        yield from _match(left, right)


def _match(left: Sequence[Telling], right: Sequence[Telling]) -> Iterator[tuple[str, str]]:
    """Claims of one action and class on both sides of a passage: each and the one most like it, when both are that to each other."""

    def meets(one: Telling, two: Telling) -> bool:
        return bool(one.trigger & (two.trigger | two.words) or two.trigger & one.words)

    def rank(one: Telling, two: Telling) -> tuple[bool, bool, int, int]:
        return bool(one.trigger & two.trigger), meets(one, two), len(one.words & two.words), -len(one.words ^ two.words)

    def fits(one: Telling, two: Telling) -> bool:
        return (one.claim.action, one.kind) == (two.claim.action, two.kind)

    for one in left:
        same = [two for two in right if fits(one, two)]
        if not same:
            continue
        best = max(same, key=lambda two: (*rank(one, two), two.claim.id))
        rivals = [other for other in left if fits(other, best)]
        alone = len(same) == 1 and len(rivals) == 1
        if alone or (meets(one, best) and max(rivals, key=lambda other: (*rank(other, best), other.claim.id)) is one):
            yield one.claim.id, best.claim.id


def _by_article(tellings: Sequence[Telling]) -> Mapping[str, Sequence[Telling]]:
    places: dict[str, list[Telling]] = {}
    for telling in tellings:
        places.setdefault(telling.claim.article, []).append(telling)
    return places


def _link_pointing(tellings: Sequence[Telling]) -> Iterator[tuple[str, str]]:
    """A sentence that points back ("It was the worst attack in years"), and the claim of that action in the sentence before it."""
    for _, here in sorted(_by_article(tellings).items()):
        for telling in here:
            start = telling.claim.sentence.start
            for other in here if telling.pointing else ():
                same = (other.claim.action, other.kind) == (telling.claim.action, telling.kind)
                if same and other.claim.sentence.end <= start <= other.claim.sentence.end + 2:
                    yield telling.claim.id, other.claim.id


def _link_headlines(tellings: Sequence[Telling], rarity: Rarity) -> Iterator[tuple[str, str]]:
    """What a headline tells, and the claim of the text below it that is most like it and has its word for the act."""
    for _, here in sorted(_by_article(tellings).items()):
        for telling in here:
            if not telling.headline:
                continue
            below = [
                (compare_tellings(telling, other, rarity), other.claim.id)
                for other in here
                if not other.headline
                and other.kind == telling.kind
                and other.claim.action == telling.claim.action
                and other.trigger & telling.trigger
            ]
            likeness, ident = max(below, default=(CONFLICT, ""))
            if likeness >= ALIKE:
                yield telling.claim.id, ident


def _link_harm(tellings: Sequence[Telling]) -> Iterator[tuple[str, str]]:
    """Victims, and the one blow that the same speaker tells of in the same sentence ("killed when shells hit"), unless by another doer."""
    for _, here in sorted(_by_article(tellings).items()):
        for telling in here:
            claim = telling.claim
            if not telling.harm or telling.kind != "told":
                continue
            blows = [
                other
                for other in here
                if other.claim.sentence == claim.sentence
                and not other.harm
                and (None in (claim.who, other.claim.who) or compare_parties(claim.who, other.claim.who) == 1.0)
                and (other.claim.action, other.kind, other.claim.tellers) == (claim.action, telling.kind, claim.tellers)
                and (telling.days is None or other.days is None or telling.days == other.days)
                and _hits_same(other, telling)
            ]
            if len(blows) == 1:
                yield claim.id, blows[0].claim.id


def _hits_same(blow: Telling, harm: Telling) -> bool:
    """Whether the blow may have made these victims: nobody struck their own side in a sentence that only gives the cause."""
    doer, hit, victim = blow.claim.who, blow.claim.whom, harm.claim.whom
    if doer is None or victim is None or not victim.state:
        return doer is None
    return hit.state == victim.state if hit is not None and hit.state else doer.state != victim.state


def _stands_in(telling: Telling, start: int, end: int) -> bool:
    """Whether the trigger of a claim lies in a passage."""
    return telling.claim.trigger.start < end and start < telling.claim.trigger.end


def join_alike(members: Sequence[Telling], copied: Sequence[tuple[str, str]], rarity: Rarity) -> list[list[Telling]]:
    """Tellings of one class clustered; `copied` are pairs of claim ids that belong together whatever else is told."""
    known = {telling.claim.id: telling for telling in members}
    roots = components(known, copied)
    gathered: dict[str, list[Telling]] = {}
    for telling in members:
        gathered.setdefault(roots[telling.claim.id], []).append(telling)
    groups = sorted(gathered.values(), key=lambda group: group[0].order)
    found = _Joiner([_share_days(group) for group in groups], rarity).join()
    return [sorted((telling for row in cluster for telling in groups[row]), key=lambda telling: telling.order) for cluster in found]


def _share_days(group: Sequence[Telling]) -> Sequence[Telling]:
    """Claims that are one whatever else is told, with one time: those without a day take it from the others where these agree."""
    known = [telling.days for telling in group if telling.days is not None]
    if not known or len(known) == len(group):
        return group
    first, last = max(days[0] for days in known), min(days[1] for days in known)
    return [replace(telling, days=telling.days or (first, last)) for telling in group] if first <= last else group


class _Joiner:
    """Average link over groups of copied claims. Likenesses are computed when they are needed, and once."""

    def __init__(self, groups: Sequence[Sequence[Telling]], rarity: Rarity) -> None:
        self._groups = groups
        self._rarity = rarity
        self._known: dict[tuple[int, int], float | None] = {}

    def join(self) -> list[list[int]]:
        """Rows of the groups, by cluster."""
        clusters = {row: [row] for row in range(len(self._groups))}
        home = list(range(len(self._groups)))
        pairs = [(likeness, low, high) for low, high in self._pair_up() if (likeness := self._compare(low, high)) is not None]
        for likeness, low, high in sorted(pairs, key=lambda pair: (-round(pair[0], 9), pair[1], pair[2])):
            one, two = sorted((home[low], home[high]))
            if likeness < ALIKE:
                break
            if one != two and self._fits(clusters[one], clusters[two]):
                clusters[one] = sorted([*clusters[one], *clusters.pop(two)])
                for row in clusters[one]:
                    home[row] = one
        return list(clusters.values())

    def _fits(self, one: Sequence[int], two: Sequence[int]) -> bool:
        pairs = [(low, high) for low in self._choose(one) for high in self._choose(two)]
        told = [(pair, likeness) for pair in pairs if (likeness := self._compare(*pair)) is not None]
        alike = [(pair, likeness) for pair, likeness in told if likeness > CONFLICT]
        # A blow and its victims are not like each other: they are not asked where there are two blows, or two groups with victims.
        asked = [likeness for pair, likeness in alike if self._is_like(*pair)] or [likeness for _, likeness in alike]
        return len(told) - len(alike) <= STRAY * len(told) and sum(asked) >= (ALIKE - SLACK) * len(asked)

    def _is_like(self, low: int, high: int) -> bool:
        """Whether both groups tell a blow, or both tell victims."""
        return bool({telling.harm for telling in self._groups[low]} & {telling.harm for telling in self._groups[high]})

    def _choose(self, cluster: Sequence[int]) -> Sequence[int]:
        """The groups that speak for a cluster: its first, headlines only when there is nothing else."""
        told = [row for row in cluster if not all(telling.headline for telling in self._groups[row])]
        return (told or cluster)[:LOOKED]

    def _compare(self, low: int, high: int) -> float | None:
        """Likeness of the two most alike of two groups, `CONFLICT` when most of their pairs are; None when they say nothing to compare.

        Victims are compared with victims, blows with blows, where a group has both.
        """
        pair = (min(low, high), max(low, high))
        if pair not in self._known:
            both = [
                (one, two)
                for one in self._groups[pair[0]][:LOOKED]
                for two in self._groups[pair[1]][:LOOKED]
                if not (one.pointing or two.pointing)
            ]
            both = [(one, two) for one, two in both if one.harm == two.harm or compare_acts(one, two) > 0] or both
            found = [compare_tellings(one, two, self._rarity) for one, two in both]
            alike = [likeness for likeness in found if likeness > CONFLICT]
            if not alike or 2 * len(alike) < len(found):
                self._known[pair] = CONFLICT if found else None
            else:
                self._known[pair] = max(alike)
        return self._known[pair]

    def _pair_up(self) -> Iterator[tuple[int, int]]:
        """Pairs of groups of one quad class that share words: for each group the `NEAREST` by weight of the words in common."""
        names = [find_quad(group[0].claim.action) for group in self._groups]
        numbers = {name: number for number, name in enumerate(sorted(set(names)))}
        quads = np.array([numbers[name] for name in names], np.int64)
        vectors = self._make_vectors()
        found: set[tuple[int, int]] = set()
        for row in range(len(self._groups)):
            shared = vectors.compare_row(row)
            shared[quads != quads[row]] = 0.0
            shared[row] = 0.0
            near = np.flatnonzero(shared > 0)
            if len(near) > NEAREST:
                least = np.partition(shared[near], -NEAREST)[-NEAREST]
                near = near[shared[near] >= least]
                near = near[np.argsort(-shared[near], kind="stable")[:NEAREST]]
            found.update((min(row, int(other)), max(row, int(other))) for other in near)
        yield from sorted(found)

    def _make_vectors(self) -> Vectors:
        words = [sorted({word for telling in group for word in telling.words}) for group in self._groups]
        columns = {word: column for column, word in enumerate(sorted({word for row in words for word in row}))}
        starts = np.cumsum([0, *(len(row) for row in words)])
        weights = [self._rarity.weigh(word) ** 0.5 for row in words for word in row]
        return turn_rows(starts.tolist(), [columns[word] for row in words for word in row], weights, len(columns))
