"""From scores to a guess: one tree a sentence, legal BIO labels, roles of chosen predicates. Numpy only; the package decodes the same way.

Source of the tree search: Chu and Liu (1965), Edmonds (1967), with one root chosen by trying the best candidates.
"""

from __future__ import annotations

import numpy as np

from training.language.labels import Labels
from training.language.rolesets import Table, choose_roleset
from training.language.scores import Guess
from training.language.sentences import Sentence

Array = np.ndarray


def find_heads(scores: Array) -> list[int]:
    """Heads (0 = root) of the best tree with one root, from [n, n + 1] arc scores."""
    count = len(scores)
    greedy = scores.argmax(1)
    if (greedy == 0).sum() == 1 and _reaches_root(greedy):
        return [int(head) for head in greedy]
    square = np.full((count + 1, count + 1), -1e9)
    square[1:] = scores
    np.fill_diagonal(square, -1e9)
    roots = np.argsort(-(scores[:, 0] - np.delete(scores, 0, 1).max(1)))[: min(count, 3)]
    best, found = -np.inf, None
    for root in roots:
        single = square.copy()
        single[1:, 0] = -1e8
        single[root + 1, 0] = square[root + 1, 0]
        heads = _find_tree(single)
        value = float(single[np.arange(1, count + 1), heads[1:]].sum())
        if value > best:
            best, found = value, heads
    return [int(head) for head in found[1:]] if found is not None else []


def _reaches_root(heads: Array) -> bool:
    """Whether every word's chain of heads ends at the root."""
    place = np.arange(1, len(heads) + 1)
    above = np.concatenate([[0], heads])
    for _ in range(len(heads)):
        place = above[place]
        if not place.any():
            return True
    return False


def _find_tree(square: Array) -> Array:
    """Maximum spanning tree of [n, n] scores (row: child, column: parent), root 0."""
    heads = square.argmax(1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if not cycle:
        return heads
    inside = np.array(sorted(cycle))
    outside = np.array([place for place in range(len(square)) if place not in cycle])
    own = square[inside, heads[inside]]
    size = len(outside)
    smaller = np.full((size + 1, size + 1), -1e9)
    smaller[:size, :size] = square[np.ix_(outside, outside)]
    entering = square[np.ix_(inside, outside)] - own[:, None]
    smaller[size, :size] = entering.max(0)
    leaving = square[np.ix_(outside, inside)]
    smaller[:size, size] = leaving.max(1)
    np.fill_diagonal(smaller, -1e9)
    solved = _find_tree(smaller)
    result = heads.copy()
    for place, child in enumerate(outside):
        result[child] = inside[leaving[place].argmax()] if solved[place] == size else outside[solved[place]]
    broken = inside[entering[:, solved[size]].argmax()]
    result[broken] = outside[solved[size]]
    result[0] = 0
    return result


def _find_cycle(heads: Array) -> set[int]:
    """The words of one cycle, or none."""
    for start in range(1, len(heads)):
        seen: list[int] = []
        place = start
        while place and place not in seen:
            seen.append(place)
            place = int(heads[place])
        if place:
            return set(seen[seen.index(place) :])
    return set()


def score_pairs(left: Array, right: Array, weight: Array, bias: Array) -> Array:
    """Label scores of pairs of projected vectors; see README.md."""
    half = left.shape[-1] // 2
    added = np.maximum(left[..., :half] + right[..., :half], 0)
    return np.concatenate([added, left[..., half:] * right[..., half:]], -1) @ weight + bias


def decode_labels(scores: Array, names: list[str]) -> list[str]:
    """The best legal BIO sequence (Viterbi; I-X only after B-X or I-X), from [n, E] scores."""
    legal = np.array([[not name.startswith("I-") or before[2:] == name[2:] for before in names] for name in names])
    start = np.array([0.0 if not name.startswith("I-") else -1e9 for name in names])
    best = scores[0] + start
    trail = []
    for row in scores[1:]:
        steps = np.where(legal, best[None, :], -1e9)
        trail.append(steps.argmax(1))
        best = steps.max(1) + row
    place = int(best.argmax())
    path = [place]
    for back in reversed(trail):
        place = int(back[place])
        path.append(place)
    return [names[number] for number in reversed(path)]


def find_roles(predicate: int, scores: Array, names: list[str]) -> set[tuple[int, int, str]]:
    """(predicate, word, role) from [n, K] scores; a core role once, where it scores best over `O`."""
    found: dict[str, tuple[float, int]] = {}
    rest = set()
    for place, number in enumerate(scores.argmax(1)):
        if not number:
            continue
        role, margin = names[number], float(scores[place, number] - scores[place, 0])
        if not role[3:4].isdigit():
            rest.add((predicate, place, role))
        elif role not in found or margin > found[role][0]:
            found[role] = (margin, place)
    return rest | {(predicate, place, role) for role, (_, place) in found.items()}


def decode_sentence(
    rows: dict[str, Array], sentence: Sentence, heads: dict[str, Array], labels: Labels, table: Table | None = None
) -> Guess:
    """One sentence from its rows of the outputs; arguments are asked for the gold predicates too. Lemmas are the gold ones."""
    count, gold = len(sentence.words), [frame.place for frame in sentence.frames or ()]
    parents = find_heads(rows["arcs"][:count, : count + 1])
    relation = score_pairs(
        rows["relation_child"][:count], rows["relation_parent"][: count + 1][parents], heads["relation_weight"], heads["relation_bias"]
    )
    relations = [labels.relations[number] for number in relation.argmax(1)]
    own = {place for place in range(count) if rows["predicates"][place] > 0}
    roles = {
        place: find_roles(
            place,
            score_pairs(rows["role_predicate"][place], rows["role_argument"][:count], heads["role_weight"], heads["role_bias"]),
            labels.roles,
        )
        for place in own | set(gold)
    }
    kinds = {int(place): labels.kinds[rows["kinds"][place].argmax()] for place in np.flatnonzero(rows["kinds"][:count].argmax(1))}
    triggers = set(kinds) | {one.place for one in sentence.happenings or ()}
    return Guess(
        upos=[labels.upos[number] for number in rows["upos"][:count].argmax(1)],
        xpos=[labels.xpos[number] for number in rows["xpos"][:count].argmax(1)],
        heads=parents,
        relations=["root" if parent == 0 else name for parent, name in zip(parents, relations, strict=True)],
        entities=decode_labels(rows["entities"][:count], labels.entities),
        predicates=own,
        rolesets={place: find_roleset(place, rows, sentence, labels, table) for place in gold if table},
        arguments={row for place in gold for row in roles[place]},
        arguments_end={row for place in own for row in roles[place]},
        kinds=kinds,
        statuses=[labels.statuses[number] for number in rows["statuses"][:count].argmax(1)],
        parties={place: find_parties(place, rows, count, heads, labels) for place in triggers},
        gate=labels.gates[int(rows["gates"].argmax())],
    )


def find_parties(place: int, rows: dict[str, Array], count: int, heads: dict[str, Array], labels: Labels) -> dict[int, str]:
    """The words that are a party to what a trigger tells, with what they are to it."""
    scores = score_pairs(rows["party_trigger"][place], rows["party_word"][:count], heads["party_weight"], heads["party_bias"])
    return {int(word): labels.parties[number] for word, number in enumerate(scores.argmax(1)) if number}


def find_roleset(place: int, rows: dict[str, Array], sentence: Sentence, labels: Labels, table: Table) -> str:
    """The roleset of a gold predicate, by the gold lemma and particle."""
    lemma = sentence.lemmas[place].lower() if sentence.lemmas else sentence.words[place].lower()
    particles = [
        sentence.words[child].lower()
        for child, (head, relation) in enumerate(zip(sentence.heads or (), sentence.relations or (), strict=True))
        if head == place + 1 and relation == "compound:prt"
    ]
    upos = labels.upos[int(rows["upos"][place].argmax())]
    return choose_roleset(table, lemma, upos, particles[0] if particles else "", rows["senses"][place], labels.senses)
