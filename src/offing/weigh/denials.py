"""Denied contents beside the happenings they deny: by the denied words, the parties, the place, and how near they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from offing.records import Copy, Status
from offing.stage import components
from offing.weigh.clusters import join_alike
from offing.weigh.likeness import Rarity, compare_denial, denies_own_part
from offing.weigh.links import link_copied
from offing.weigh.sides import CONFLICT
from offing.weigh.tellings import Telling

DENIED = 0.4
NEAR, BESIDE = 0.15, 0.05  # for a happening told in the same article, in the same story
BLAMED = 0.2  # for what the denier is said to have done, when only a part of their own is denied
_TOLD = ("told", "ahead")  # what hangs on a condition, or is threatened, cannot be denied as done


def place_denials(
    denials: Sequence[Telling], clusters: Sequence[Sequence[Telling]], copies: Sequence[Copy], rarity: Rarity
) -> tuple[dict[int, list[Telling]], list[list[Telling]]]:
    """Denied contents -> number of the cluster they deny (the most alike one), and groups of those that deny nothing told here.

    Copies of one denial deny one thing.
    """
    roots = components([denial.claim.id for denial in denials], link_copied(denials, copies))
    groups: dict[str, list[Telling]] = {}
    for denial in denials:
        groups.setdefault(roots[denial.claim.id], []).append(denial)
    index = _index_clusters(clusters)
    found: dict[int, list[Telling]] = {}
    loose: list[Telling] = []
    for _, group in sorted(groups.items()):
        numbers = sorted({number for denial in group for key in _find_keys(denial) for number in index.get(key, ())})
        scores = [(_compare(group, clusters[number], rarity), -number) for number in numbers]
        best, place = max(scores, default=(CONFLICT, 0))
        if best >= DENIED:
            found.setdefault(-place, []).extend(group)
        else:
            loose.extend(group)
    linked = list(link_copied(loose, copies))
    kinds = ([one for one in loose if (one.claim.status == Status.DENIED) is denied] for denied in (True, False))
    alone = [cluster for members in kinds for cluster in join_alike(members, linked, rarity)]
    return {number: sorted(group, key=lambda telling: telling.order) for number, group in found.items()}, alone


def _find_keys(telling: Telling) -> set[str]:
    """What a denial and a happening must share to be set beside each other: a word, or the article."""
    return {*telling.words, *telling.trigger, f"in {telling.claim.article}"}


def _index_clusters(clusters: Sequence[Sequence[Telling]]) -> Mapping[str, Sequence[int]]:
    index: dict[str, list[int]] = {}
    for number, cluster in enumerate(clusters):
        if cluster[0].kind in _TOLD:
            for key in sorted({key for telling in cluster for key in _find_keys(telling)}):
                index.setdefault(key, []).append(number)
    return index


def _compare(group: Sequence[Telling], cluster: Sequence[Telling], rarity: Rarity) -> float:
    """How much a denial (with its copies) looks like one of a happening; the denied words say what, nearness which of them."""
    # "None were hurt" excludes victims, not the blow: a happening told by more than its victims is not denied by it.
    if all(denial.harm and denial.claim.status == Status.DID_NOT_HAPPEN for denial in group) and not all(one.harm for one in cluster):
        return CONFLICT
    best = max(compare_denial(denial, telling, rarity) for denial in group for telling in cluster)
    if best == CONFLICT:
        return CONFLICT
    told, stories = {telling.claim.article for telling in cluster}, {telling.story for telling in cluster}
    if not any(denial.story in stories for denial in group):
        return best
    blamed = any(_is_blamed(denial, telling) for denial in group for telling in cluster)
    return best + (NEAR if any(denial.claim.article in told for denial in group) else BESIDE) + (BLAMED if blamed else 0.0)


def _is_blamed(denial: Telling, telling: Telling) -> bool:
    """Whether a claim says that the denier did what the denial speaks of."""
    denier, doer = denial.claim.who, telling.claim.who
    if not denies_own_part(denial) or denier is None or doer is None:
        return False
    return doer.state == denier.state and bool(telling.trigger & (denial.words | denial.trigger))
