"""Claims put together by happening, over the whole case: what is copied meets first, the rest by likeness.

Every claim meets only the claims that share most of its rare words (an index, not all pairs); the clusters then grow by average link, the
most alike first, as long as almost no pair between them is in conflict.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from offing.records import Copy
from offing.stage import components
from offing.weigh.likeness import Rarity, compare_acts, compare_tellings, find_quad, is_far, mean_same_target
from offing.weigh.links import ALIKE, list_links
from offing.weigh.sides import CONFLICT
from offing.weigh.tellings import Telling
from offing.weigh.vectors import Vectors, turn_rows

SLACK = 0.07  # how much less the mean between two clusters may be
STRAY = 0.1  # share of the pairs between two clusters that may be in conflict (a claim read wrongly)
NEAREST = 40  # candidates for each group of copied claims
LOOKED = 24  # groups of a cluster, and tellings of a group, that are compared: enough for a mean


def cluster_tellings(tellings: Sequence[Telling], copies: Sequence[Copy], rarity: Rarity) -> list[list[Telling]]:
    """Claims (denied ones left out) put together by happening, each cluster and the list in (published, id) order."""
    copied = list_links(tellings, copies, rarity)
    kinds: dict[str, list[Telling]] = {}
    for telling in tellings:
        if telling.kind != "denied":
            kinds.setdefault(telling.kind, []).append(telling)
    found = [cluster for _, members in sorted(kinds.items()) for cluster in join_alike(members, copied, rarity)]
    return sorted(found, key=lambda cluster: cluster[0].order)


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
        self._place_terse(clusters)
        return list(clusters.values())

    def _place_terse(self, clusters: dict[int, list[int]]) -> None:
        """What tells little more than to whom it was done ("the compound had been broken into") goes to the only happening it can mean."""
        terse = [one for one in sorted(clusters) if self._is_terse(clusters[one])]
        full = {two: list(rows) for two, rows in sorted(clusters.items()) if two not in terse and self._choose(rows, headlines=False)}
        for one in terse:
            fitting = [two for two, rows in full.items() if self._may_be(clusters[one], rows)]
            if len(fitting) == 1:
                clusters[fitting[0]] = sorted([*clusters[fitting[0]], *clusters.pop(one)])

    def _is_terse(self, cluster: Sequence[int]) -> bool:
        """Whether a cluster is of one article, below its headline, and names no day."""
        tellings = [telling for row in cluster for telling in self._groups[row]]
        alone = len({telling.claim.article for telling in tellings}) == 1
        return alone and not any(telling.days or telling.headline for telling in tellings)

    def _may_be(self, one: Sequence[int], two: Sequence[int]) -> bool:
        """Whether two clusters tell an act of one type done to one side, near enough in time, and nothing in them speaks against it."""
        pairs = [(mine, theirs) for low in one for high in two for mine in self._groups[low] for theirs in self._groups[high]]
        meant = [pair for pair in pairs if mean_same_target(*pair)]
        if not meant or not any(mine.story == theirs.story or not is_far(mine, theirs) for mine, theirs in meant):
            return False
        told = [likeness for low in one for high in two if (likeness := self._compare(low, high)) is not None]
        return sum(likeness == CONFLICT for likeness in told) <= STRAY * len(told)

    def _fits(self, one: Sequence[int], two: Sequence[int]) -> bool:
        pairs = [(low, high) for low in self._choose(one) for high in self._choose(two)]
        told = [(pair, likeness) for pair in pairs if (likeness := self._compare(*pair)) is not None]
        alike = [(pair, likeness) for pair, likeness in told if likeness > CONFLICT]
        # A blow and its victims are not like each other: they are not asked where there are two blows, or two groups with victims.
        asked = [(pair, likeness) for pair, likeness in alike if self._is_like(*pair)] or alike
        best: dict[int, float] = {}  # a mention in few words is like the fullest telling of the other side, and like no other mention
        for pair, likeness in asked:
            for row in pair:
                best[row] = max(best.get(row, CONFLICT), likeness)
        return len(told) - len(alike) <= STRAY * len(told) and sum(best.values()) >= (ALIKE - SLACK) * len(best)

    def _is_like(self, low: int, high: int) -> bool:
        """Whether both groups tell what was hit, or both tell victims."""
        mine, theirs = ({one.harm or one.victims for one in self._groups[row]} for row in (low, high))
        return bool(mine & theirs)

    def _choose(self, cluster: Sequence[int], *, headlines: bool = True) -> Sequence[int]:
        """The groups that speak for a cluster: its first, headlines only (if at all) when there is nothing else."""
        told = [row for row in cluster if not all(telling.headline for telling in self._groups[row])]
        return (told or (cluster if headlines else []))[:LOOKED]

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
            compared = [compare_tellings(one, two, self._rarity) for one, two in both]
            found = [likeness for likeness in compared if likeness is not None]
            alike = [likeness for likeness in found if likeness > CONFLICT]
            if 2 * len(alike) >= max(1, len(found)):
                self._known[pair] = max(alike)
            else:  # what says nothing to compare speaks against a conflict too
                self._known[pair] = CONFLICT if alike or 2 * len(found) >= len(compared) > 0 else None
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
