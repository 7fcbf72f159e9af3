"""Scores to guesses, words to pieces, tokens to words and back: laws that hold for any model."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from offing.language.decodings import Pairs, find_entities, find_heads, find_roles
from offing.language.splits import Parse, join_words, split_words
from offing.language.wordpieces import WordPieces

NAMES = ["O", "B-ORG", "I-ORG", "B-PERSON", "I-PERSON"]


def weight(scores: np.ndarray, heads: tuple[int, ...] | list[int]) -> float:
    return float(sum(scores[word, head + 1] for word, head in enumerate(heads)))


def is_tree(heads: tuple[int, ...] | list[int]) -> bool:
    if sum(head < 0 for head in heads) != 1:
        return False
    for start in range(len(heads)):
        current, steps = start, 0
        while current >= 0:
            current, steps = heads[current], steps + 1
            if steps > len(heads):
                return False
    return True


@settings(max_examples=60, deadline=None)
@given(arrays(np.float32, (4, 5), elements=st.integers(-20, 20).map(float)))
def test_the_tree_is_the_best_of_all_trees(scores: np.ndarray) -> None:
    scores = scores.copy()
    for word in range(4):
        scores[word, word + 1] = -10000.0
    trees = [heads for heads in product(range(-1, 4), repeat=4) if is_tree(heads)]
    found = find_heads(scores)
    assert is_tree(found)
    # Only the three likeliest roots are tried: the result is the best tree over these.
    own = scores[:, 0] - scores[:, 1:].max(1)
    tried = set(np.argsort(-own, kind="stable")[:3].tolist())
    best = max(weight(scores, heads) for heads in trees if heads.index(-1) in tried)
    assert weight(scores, found) >= best - 1e-3


def test_a_single_word_is_its_own_root() -> None:
    assert find_heads(np.array([[0.5, -10000.0]], dtype=np.float32)) == [-1]


@settings(max_examples=60, deadline=None)
@given(arrays(np.float32, st.tuples(st.integers(1, 8), st.just(5)), elements=st.floats(-5, 5, width=32)))
def test_entities_are_legal_and_do_not_overlap(scores: np.ndarray) -> None:
    spans = find_entities(scores, NAMES)
    assert all(start < end <= len(scores) for start, end, _ in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_an_inside_label_cannot_open_a_name() -> None:
    scores = np.array([[1, 0, 5, 0, 0], [0, 0, 5, 0, 0]], dtype=np.float32)
    assert find_entities(scores, NAMES) in ([(0, 2, "ORG")], [])


def test_a_core_role_is_filled_once_and_others_as_often_as_found() -> None:
    names = ["O", "ARG0", "ARGM-TMP"]
    scores = np.array([[0, 9, 0], [0, 5, 0], [0, 0, 4], [0, 0, 6]], dtype=np.float32)
    found, none, shorter = find_roles(Pairs(np.concatenate([scores, np.zeros_like(scores), scores[:1]]), [4, 4, 1]), names)
    assert [(role, at) for role, at, _ in found] == [("ARG0", 0), ("ARGM-TMP", 2), ("ARGM-TMP", 3)]
    assert none == []
    assert [(role, at) for role, at, _ in shorter] == [("ARG0", 0)]
    assert find_roles(Pairs(scores[:0], []), names) == []


VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "rebel", "##s", "-", "held", "cafe", "un", "##hold", "##able", "人"]


def test_words_are_cut_greedily_without_case_or_accents() -> None:
    pieces = WordPieces(VOCABULARY)
    named = {number: word for word, number in pieces.numbers.items()}
    assert [named[one] for one in pieces.cut("Rebels")] == ["rebel", "##s"]
    assert [named[one] for one in pieces.cut("Rebel-held")] == ["rebel", "-", "held"]
    assert [named[one] for one in pieces.cut("CAFÉ")] == ["cafe"]
    assert [named[one] for one in pieces.cut("人held")] == ["人", "held"]
    assert [named[one] for one in pieces.cut("unholdable")] == ["un", "##hold", "##able"]
    assert pieces.cut("xyz") == (pieces.unknown,)
    assert pieces.cut("\u200b") == (pieces.unknown,)
    assert pieces.cut("a" * 101) == (pieces.unknown,)


def test_hyphened_tokens_are_words_for_the_model_and_one_token_again() -> None:
    tokens = ["Norland-backed", "fighters", "left", "2019-05-01"]
    cut = split_words(tokens)
    assert cut.words == ["Norland", "-", "backed", "fighters", "left", "2019-05-01"]
    parse = Parse(["NNP", "HYPH", "VBN", "NNS", "VBD", "CD"], [2, 2, 3, 4, -1, 4], ["compound", "punct", "amod", "nsubj", "root", "obl"])
    joined = join_words(tokens, cut, parse)
    assert joined.heads == [1, 2, -1, 2]
    assert joined.tags == ["JJ", "NNS", "VBD", "CD"]
    assert joined.relations == ["amod", "nsubj", "root", "obl"]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["a-b", "U.S.-led", "and/or", "x", "-", "--", "3-4", "Iran‑backed"]), min_size=1, max_size=6), st.randoms())
def test_joined_trees_stay_trees(tokens: list[str], chance: object) -> None:
    cut = split_words(tokens)
    count = len(cut.words)
    order = list(range(count))
    chance.shuffle(order)  # type: ignore[attr-defined]
    heads = [-1] * count
    for place in range(1, count):
        heads[order[place]] = order[chance.randrange(place)]  # type: ignore[attr-defined]
    joined = join_words(tokens, cut, Parse(["NN"] * count, heads, ["dep"] * count))
    assert len(joined.heads) == len(tokens)
    assert is_tree(joined.heads)
