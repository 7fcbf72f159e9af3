"""From scores to a guess: one tree a sentence, legal entity labels, relations and roles for the pairs that are wanted.

Source of the tree search: Chu and Liu (1965) and Edmonds (1967), run for each of the few best roots.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from offing.language.models import Array

Ints = NDArray[np.intp]
_NEVER = -1e9
_ROOTS = 3


def find_heads(scores: Array) -> list[int]:
    """The best tree with one root from arc scores [n, n + 1] (column 0: the root, column k: word k counted from 1).

    Returns for each word the number of its head counted from 0, -1 for the root. Only the likeliest roots are tried, and of these only
    those whose words could, each for itself, still find better heads than the best tree so far.
    """
    greedy: list[int] = scores.argmax(1).tolist()
    if greedy.count(0) == 1 and _is_tree(greedy):
        return [head - 1 for head in greedy]
    count, exact = len(scores), scores.astype(np.float64)
    inner = exact[:, 1:].argmax(1) + 1
    most = exact[np.arange(count), inner]
    gains = exact[:, 0] - most
    top, best = -np.inf, inner
    for root in np.argsort(-gains, kind="stable")[:_ROOTS]:
        if gains[root] + most.sum() <= top:
            break
        heads = inner.copy()
        heads[root] = 0
        if not _is_tree(heads.tolist()):
            heads = _solve_root(exact, int(root))
        total = float(exact[np.arange(count), heads].sum())
        if total > top:
            top, best = total, heads
    return (best - 1).tolist()  # type: ignore[no-any-return]


def _is_tree(heads: list[int]) -> bool:
    """Whether every chain of heads ends at the root (0)."""
    passed = [0] * (len(heads) + 1)
    for start in range(1, len(passed)):
        at = start
        while at and not passed[at]:
            passed[at] = start
            at = heads[at - 1]
        if at and passed[at] == start:
            return False
    return True


def _solve_root(scores: NDArray[np.float64], root: int) -> Ints:
    """Heads (0 the root) of the best tree in which only `root` hangs on the root."""
    count = len(scores)
    square = np.full((count + 1, count + 1), _NEVER)
    square[1:] = scores
    square.reshape(-1)[:: count + 2] = _NEVER
    square[1:, 0] = _NEVER / 2
    square[root + 1, 0] = scores[root, 0]
    return _span_tree(square)[1:]


def _span_tree(square: NDArray[np.float64]) -> Ints:
    """Heads of the maximum spanning tree of scores [n, n] (row: word, column: head); 0 is the root."""
    heads: Ints = square.argmax(1)
    heads[0] = 0
    circle = _find_circle(heads.tolist())
    if not circle:
        return heads
    inside = np.array(circle)
    apart = np.ones(len(square), dtype=bool)
    apart[inside] = False
    outside = np.flatnonzero(apart)
    gain = square[inside[:, None], outside] - square[inside, heads[inside]][:, None]
    below = square[outside[:, None], inside]
    size = len(outside)
    smaller = np.full((size + 1, size + 1), _NEVER)
    smaller[:size, :size] = square[outside[:, None], outside]
    smaller[size, :size] = gain.max(0)
    smaller[:size, size] = below.max(1)
    smaller.reshape(-1)[:: size + 2] = _NEVER
    solved = _span_tree(smaller)
    result = heads.copy()
    own = solved[:size]
    result[outside] = np.where(own == size, inside[below.argmax(1)], outside[np.minimum(own, size - 1)])
    result[inside[gain[:, solved[size]].argmax()]] = outside[solved[size]]
    result[0] = 0
    return result


def _find_circle(heads: list[int]) -> list[int]:
    """The words of one circle in ascending order, or none."""
    state = [0] * len(heads)
    for start in range(1, len(heads)):
        trail, current = [], start
        while current and state[current] == 0:
            state[current] = start + 1
            trail.append(current)
            current = heads[current]
        if current and state[current] == start + 1:
            return sorted(trail[trail.index(current) :])
    return []


def find_entities(scores: Array, names: list[str]) -> list[tuple[int, int, str]]:
    """(start, end, kind) of the best legal BIO labels for scores [n, E], label 0 meaning none: I-X only after B-X or I-X (Viterbi)."""
    chosen = scores.argmax(1)
    places = chosen.nonzero()[0]
    plain = [(at, names[best]) for at, best in zip(places.tolist(), chosen[places].tolist(), strict=True)]
    if _is_legal(plain):  # then no constraint binds, and the search would find the same
        return _read_spans(plain)
    inner = _pair_labels(tuple(names))
    first, *others = scores.astype(np.float64).tolist()
    best, back = list(first), []
    for _, inside in inner:
        best[inside] += _NEVER
    for row in others:
        top = max(best)
        steps = [best.index(top)] * len(row)
        gained = [top + score for score in row]
        for opening, inside in inner:
            step = opening if best[opening] >= best[inside] else inside
            gained[inside] = best[step] + row[inside]
            steps[inside] = step
        best = gained
        back.append(steps)
    labels = [best.index(max(best))]
    for steps in reversed(back):
        labels.append(steps[labels[-1]])
    return _read_spans([(at, names[label]) for at, label in enumerate(reversed(labels)) if label])


@lru_cache(maxsize=4)
def _pair_labels(names: tuple[str, ...]) -> list[tuple[int, int]]:
    """The numbers of B-X and I-X for each kind X."""
    return [(names.index(f"B-{name[2:]}"), at) for at, name in enumerate(names) if name.startswith("I-")]


def _is_legal(labels: list[tuple[int, str]]) -> bool:
    """Whether every I-X follows B-X or I-X. `labels`: the words that have one other than none."""
    last, kind = -1, ""
    for at, label in labels:
        if label[0] == "I" and (last != at - 1 or kind != label[2:]):
            return False
        last, kind = at, label[2:]
    return True


def _read_spans(labels: list[tuple[int, str]]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for at, label in labels:
        if label[0] == "B":
            found.append((at, at + 1, label[2:]))
        else:
            found[-1] = (found[-1][0], at + 1, found[-1][2])
    return found


def score_pairs(left: Array, right: Array, weights: tuple[Array, Array]) -> Array:
    """Label scores [pairs, K] of pairs of projected vectors [..., P], row by row: half of the features add, half multiply."""
    half = left.shape[-1] // 2
    features: Array = left[..., :half] + right[..., :half]
    rows = features.reshape(-1, half)
    np.maximum(rows, 0.0, out=rows)
    scores: Array = rows @ weights[0][:half]
    np.multiply(left[..., half:], right[..., half:], out=features)
    scores += rows @ weights[0][half:]
    scores += weights[1]
    return scores


class Pairs(Struct):
    """Words that were chosen, each paired with all words of its sentence.

    `scores` [pairs, K]: a row for each pair, chosen word after chosen word; `counts` tells how many words the sentence of each has.
    """

    scores: Array
    counts: list[int]

    def find_words(self, places: Ints) -> tuple[Ints, Ints]:
        """Of pairs: which of the chosen words, and which word of its sentence."""
        ends = np.cumsum(self.counts, dtype=np.intp)
        owners = ends.searchsorted(places, "right")
        return owners, places - np.concatenate([[0], ends])[owners]


def find_roles(pairs: Pairs, names: Sequence[str]) -> list[list[tuple[str, int, float]]]:
    """(role, word, probability) of the arguments of each chosen predicate, label 0 meaning none; a core role once."""
    best = pairs.scores.argmax(1)
    places = best.nonzero()[0]
    chosen = pairs.scores[places]
    shares = 1.0 / np.exp(chosen - chosen.max(1, keepdims=True)).sum(1)
    owners, words = pairs.find_words(places)
    roles = [names[label] for label in best[places].tolist()]
    told = list(zip(roles, words.tolist(), shares.tolist(), strict=True))
    ends = np.bincount(owners, minlength=len(pairs.counts)).cumsum().tolist()
    return [_fill_once(told[start:end]) for start, end in pairwise([0, *ends])]


def _fill_once(rows: list[tuple[str, int, float]]) -> list[tuple[str, int, float]]:
    """Without the weaker of two fillers of one core role (ARG0 to ARG5)."""
    core: dict[str, tuple[str, int, float]] = {}
    for row in rows:
        if row[0] not in core or row[2] > core[row[0]][2]:
            core[row[0]] = row
    return [row for row in rows if not (row[0].startswith("ARG") and row[0][3:4].isdigit()) or core[row[0]] is row]
