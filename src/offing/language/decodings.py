"""From scores to a guess: one tree a sentence, legal entity labels, relations and roles for the pairs that are wanted.

Source of the tree search: Chu and Liu (1965) and Edmonds (1967), run for each of the few best roots.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from offing.language.models import Array

Ints = NDArray[np.intp]
_NEVER = -1e9
_ROOTS = 3


def find_heads(scores: Array) -> list[int]:
    """The best tree with one root from arc scores [n, n + 1] (column 0: the root, column k: word k counted from 1).

    Returns for each word the number of its head counted from 0, -1 for the root.
    """
    greedy = scores.argmax(1)
    if (greedy == 0).sum() == 1 and _is_tree(greedy):
        return [int(head) - 1 for head in greedy]
    count = len(scores)
    square = np.full((count + 1, count + 1), _NEVER)
    square[1:] = scores
    np.fill_diagonal(square, _NEVER)
    own = scores[:, 0] - (scores[:, 1:].max(1) if count > 1 else 0.0)
    top, heads = -np.inf, np.zeros(count + 1, dtype=np.intp)
    for root in np.argsort(-own, kind="stable")[:_ROOTS]:
        single = square.copy()
        single[1:, 0] = _NEVER / 2
        single[root + 1, 0] = square[root + 1, 0]
        found = _span_tree(single)
        total = float(single[np.arange(1, count + 1), found[1:]].sum())
        if total > top:
            top, heads = total, found
    return [int(head) - 1 for head in heads[1:]]


def _is_tree(heads: Ints) -> bool:
    """Whether every chain of heads ends at the root (0)."""
    above = np.concatenate([[0], heads])
    place = np.arange(1, len(heads) + 1)
    for _ in range(len(heads)):
        place = above[place]
        if not place.any():
            return True
    return False


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
    """(start, end, kind) of the best legal sequence of BIO labels for scores [n, E]: I-X only after B-X or I-X (Viterbi)."""
    plain = [names[best] for best in scores.argmax(1)]
    if _is_legal(plain):  # then no constraint binds, and the search would find the same
        return _read_spans(plain)
    count, size = scores.shape
    allowed = np.zeros((size, size))
    for right, name in enumerate(names):
        if name.startswith("I-"):
            fit = [left for left, before in enumerate(names) if before[2:] == name[2:] and before != "O"]
            allowed[:, right] = _NEVER
            allowed[fit, right] = 0.0
    start = np.array([_NEVER if name.startswith("I-") else 0.0 for name in names])
    best, back = scores[0] + start, np.zeros((count, size), dtype=np.intp)
    for at in range(1, count):
        paths = best[:, None] + allowed
        back[at] = paths.argmax(0)
        best = paths.max(0) + scores[at]
    labels = [int(best.argmax())]
    for at in range(count - 1, 0, -1):
        labels.append(int(back[at, labels[-1]]))
    return _read_spans([names[label] for label in reversed(labels)])


def _is_legal(labels: list[str]) -> bool:
    """Whether every I-X follows B-X or I-X."""
    before = "O"
    for label in labels:
        if label[0] == "I" and (before[0] == "O" or before[2:] != label[2:]):
            return False
        before = label
    return True


def _read_spans(labels: list[str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for at, label in enumerate(labels):
        if label.startswith("B-"):
            found.append((at, at + 1, label[2:]))
        elif label.startswith("I-"):
            found[-1] = (found[-1][0], at + 1, found[-1][2])
    return found


def score_pairs(left: Array, right: Array, weights: tuple[Array, Array]) -> Array:
    """Label scores [..., K] of pairs of projected vectors [..., P]: half of the features add, half multiply."""
    half = left.shape[-1] // 2
    added = np.maximum(left[..., :half] + right[..., :half], 0.0)
    product = left[..., half:] * right[..., half:]
    return np.concatenate([added, product], -1) @ weights[0] + weights[1]


def find_roles(scores: Array, names: list[str]) -> list[tuple[str, int, float]]:
    """(role, word, probability) of one predicate's arguments from scores [n, K], label 0 meaning none; a core role is filled once."""
    best = scores.argmax(1)
    filled = np.flatnonzero(best)
    if not len(filled):
        return []
    chosen = scores[filled]
    chances = 1.0 / np.exp(chosen - chosen.max(1, keepdims=True)).sum(1)
    rows = [(names[best[at]], int(at), float(chance)) for at, chance in zip(filled, chances, strict=True)]
    core: dict[str, int] = {}
    for number, (name, _, chance) in enumerate(rows):
        if name.startswith("ARG") and name[3:4].isdigit() and (name not in core or chance > rows[core[name]][2]):
            core[name] = number
    return [row for number, row in enumerate(rows) if not row[0][3:4].isdigit() or core.get(row[0], number) == number]
