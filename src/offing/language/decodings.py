"""From scores to a guess: one tree a sentence, legal entity labels, relations and roles for the pairs that are wanted.

Source of the tree search: Chu and Liu (1965) and Edmonds (1967), run for each of the few best roots.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from offing.language.models import Array

Ints = NDArray[np.intp]
_NEVER = -1e9
_ROOTS = 3
_TOP = np.zeros(1, dtype=np.intp)


def find_heads(scores: Array) -> list[int]:
    """The best tree with one root from arc scores [n, n + 1] (column 0: the root, column k: word k counted from 1).

    Returns for each word the number of its head counted from 0, -1 for the root. Only the likeliest roots are tried, and of these only
    those whose words could, each for itself, still find better heads than the best tree so far.
    """
    greedy = scores.argmax(1)
    if np.count_nonzero(greedy) == len(greedy) - 1 and _is_tree(greedy):
        return (greedy - 1).tolist()  # type: ignore[no-any-return]
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
        if not _is_tree(heads):
            heads = _solve_root(exact, int(root))
        total = float(exact[np.arange(count), heads].sum())
        if total > top:
            top, best = total, heads
    return (best - 1).tolist()  # type: ignore[no-any-return]


def _is_tree(heads: Ints) -> bool:
    """Whether every chain of heads ends at the root (0): each round doubles how far a word has gone up."""
    above = np.concatenate([_TOP, heads])
    for _ in range(len(heads).bit_length()):
        above = above[above]
    return not above.any()


def _solve_root(scores: NDArray[np.float64], root: int) -> Ints:
    """Heads (0 the root) of the best tree in which only `root` hangs on the root."""
    count = len(scores)
    square = np.full((count + 1, count + 1), _NEVER)
    square[1:] = scores
    np.fill_diagonal(square, _NEVER)
    square[1:, 0] = _NEVER / 2
    square[root + 1, 0] = scores[root, 0]
    return _span_tree(square)[1:]


def _span_tree(square: NDArray[np.float64]) -> Ints:
    """Heads of the maximum spanning tree of scores [n, n] (row: word, column: head); 0 is the root."""
    heads: Ints = square.argmax(1)
    heads[0] = 0
    circle = _find_circle(heads)
    if not circle:
        return heads
    inside = np.array(circle)
    apart = np.ones(len(square), dtype=bool)
    apart[inside] = False
    outside = np.flatnonzero(apart)
    gain = square[np.ix_(inside, outside)] - square[inside, heads[inside]][:, None]
    below = square[np.ix_(outside, inside)]
    size = len(outside)
    smaller = np.full((size + 1, size + 1), _NEVER)
    smaller[:size, :size] = square[np.ix_(outside, outside)]
    smaller[size, :size] = gain.max(0)
    smaller[:size, size] = below.max(1)
    np.fill_diagonal(smaller, _NEVER)
    solved = _span_tree(smaller)
    result = heads.copy()
    for place, child in enumerate(outside):
        result[child] = inside[below[place].argmax()] if solved[place] == size else outside[solved[place]]
    result[inside[gain[:, solved[size]].argmax()]] = outside[solved[size]]
    result[0] = 0
    return result


def _find_circle(heads: Ints) -> list[int]:
    """The words of one circle in ascending order, or none."""
    state = [0] * len(heads)
    for start in range(1, len(heads)):
        trail, current = [], start
        while current and state[current] == 0:
            state[current] = start + 1
            trail.append(current)
            current = int(heads[current])
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
    count, size = scores.shape
    allowed, start = _list_steps(tuple(names))
    best, back = scores[0] + start, np.zeros((count, size), dtype=np.intp)
    for at in range(1, count):
        paths = best[:, None] + allowed
        back[at] = paths.argmax(0)
        best = paths.max(0) + scores[at]
    labels = [int(best.argmax())]
    for at in range(count - 1, 0, -1):
        labels.append(int(back[at, labels[-1]]))
    return _read_spans([(at, names[label]) for at, label in enumerate(reversed(labels)) if label])


@lru_cache(maxsize=4)
def _list_steps(names: tuple[str, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What a step from label (row) to label (column), and what an opening label, adds to the score: 0, or never."""
    allowed = np.zeros((len(names), len(names)))
    for right, name in enumerate(names):
        if name.startswith("I-"):
            fit = [left for left, before in enumerate(names) if before[2:] == name[2:] and before != "O"]
            allowed[:, right] = _NEVER
            allowed[fit, right] = 0.0
    return allowed, np.array([_NEVER if name.startswith("I-") else 0.0 for name in names])


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
    """Label scores [..., K] of pairs of projected vectors [..., P]: half of the features add, half multiply."""
    half = left.shape[-1] // 2
    added = left[..., :half] + right[..., :half]
    np.maximum(added, 0.0, out=added)
    product = left[..., half:] * right[..., half:]
    scores = added.reshape(-1, half) @ weights[0][:half]
    scores += product.reshape(-1, half) @ weights[0][half:]
    scores += weights[1]
    return np.asarray(scores.reshape(*added.shape[:-1], scores.shape[-1]), dtype=np.float32)


def find_roles(scores: Array, names: list[str]) -> list[list[tuple[str, int, float]]]:
    """(role, word, probability) of the arguments of each predicate from scores [p, n, K], label 0 meaning none; a core role once."""
    rows: list[list[tuple[str, int, float]]] = [[] for _ in scores]
    best = scores.argmax(2)
    owners, words = best.nonzero()
    chosen = scores[owners, words]
    labels = best[owners, words]
    shares = 1.0 / np.exp(chosen - chosen.max(1, keepdims=True)).sum(1)
    for owner, word, label, share in zip(owners.tolist(), words.tolist(), labels.tolist(), shares.tolist(), strict=True):
        rows[owner].append((names[label], word, share))
    return [_fill_once(row) for row in rows]


def _fill_once(rows: list[tuple[str, int, float]]) -> list[tuple[str, int, float]]:
    """Without the weaker of two fillers of one core role (ARG0 to ARG5)."""
    core: dict[str, tuple[str, int, float]] = {}
    for row in rows:
        if row[0] not in core or row[2] > core[row[0]][2]:
            core[row[0]] = row
    return [row for row in rows if not (row[0].startswith("ARG") and row[0][3:4].isdigit()) or core[row[0]] is row]
