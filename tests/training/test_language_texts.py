"""What training reads, and how it counts: without torch and without the data folder."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from training.language.corpora import find_mentions, find_top, join_frames, mark_names, read_columns, read_trees
from training.language.decodings import decode_labels, find_heads, find_roles, score_pairs
from training.language.documents import is_test_document, read_own, read_re3d
from training.language.examples import Encoding, vary
from training.language.guidelines import LABELS, MEANINGS, allow_labels, list_targets
from training.language.labels import list_labels
from training.language.mixtures import OWN, read_slice
from training.language.pieces import CAPITAL, DIGIT, LOWER, MASK, MIXED, UNKNOWN, UPPER, cut_word, find_shape
from training.language.rolesets import choose_roleset, count_rolesets
from training.language.scores import Guess, count_sentence, find_intervals, sum_scores
from training.language.sentences import Frame, Sentence, find_spans, mark_spans, split_words

VOCABULARY = {"un": 200, "##arm": 201, "##ed": 202, "'": 203, "s": 204, "-": 205, "cafe": 206, "北": 207, "arm": 208}


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("unarmed", [200, 201, 202]),
        ("Unarmed", [200, 201, 202]),
        ("'s", [203, 204]),
        ("un-arm", [200, 205, 208]),
        ("CAFÉ", [206]),
        ("北", [207]),
        ("zebra", [UNKNOWN]),
        ("\u200b", [UNKNOWN]),
        ("un" * 60, [UNKNOWN]),
    ],
)
def test_words_are_cut_as_bert_cuts_them(word: str, ids: list[int]) -> None:
    assert cut_word(word, VOCABULARY) == ids


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("army", LOWER),
        ("UN", UPPER),
        ("A", CAPITAL),
        ("Homs", CAPITAL),
        ("2026", DIGIT),
        ("3rd", LOWER),
        ("iPhone", MIXED),
        ("...", MIXED),
        ("U.S.", UPPER),
    ],
)
def test_shapes_give_back_the_case(word: str, shape: int) -> None:
    assert find_shape(word) == shape


def test_words_are_split_as_in_ud() -> None:
    words = [word for _, _, word in split_words("Orvia's Iran-backed U.S. envoy didn't pay $1,200.50.")]
    assert words == ["Orvia", "'s", "Iran", "-", "backed", "U.S.", "envoy", "did", "n't", "pay", "$", "1,200.50", "."]


def test_spans_and_marks_are_inverse() -> None:
    spans = {(0, 1, "ORG"), (2, 2, "ORG"), (4, 6, "GPE")}
    assert find_spans(mark_spans(8, sorted(spans))) == spans
    assert find_spans(["I-PER", "I-PER", "I-ORG"]) == {(0, 1, "PER"), (2, 2, "ORG")}


def test_every_coarse_label_allows_a_fine_one_of_its_side() -> None:
    for guideline, label in list_targets():
        allowed = [fine for fine, fits in zip(LABELS, allow_labels(guideline, label), strict=True) if fits]
        assert allowed
        if label != "O" and "O" not in MEANINGS[guideline][label[2:]]:
            assert all(fine.startswith(label[:2]) for fine in allowed)


def test_a_place_of_uner_may_be_a_country_but_never_a_nationality() -> None:
    allowed = dict(zip(LABELS, allow_labels("uner", "B-LOC"), strict=True))
    assert {fine for fine, fits in allowed.items() if fits} == {"B-GPE", "B-LOC", "B-FACILITY"}
    assert dict(zip(LABELS, allow_labels("uner", "O"), strict=True))["B-NORP"]
    assert not dict(zip(LABELS, allow_labels("house", "O"), strict=True))["B-NORP"]


def test_nested_mentions_are_read_and_their_names_marked() -> None:
    misc = ["Entity=(1-organization-new-cf1-1-coref", "_", "Entity=(2-place-new-cf2-1-sgl)1)", "_"]
    assert sorted(find_mentions(misc)) == [(0, 2, "organization"), (2, 2, "place")]
    words, upos = ["Bank", "of", "Velo", "closed"], ["PROPN", "ADP", "PROPN", "VERB"]
    marked = mark_names(upos, ["NNP", "IN", "NNP", "VBD"], [4, 3, 1, 0], words, misc)
    assert marked[2] == "B-place"


def test_the_head_of_a_span_is_the_word_that_hangs_outside() -> None:
    assert find_top([2, 4, 2, 0, 4], ["det", "nsubj", "amod", "root", "punct"], 0, 2) == 1
    assert find_top([3, 3, 0, 3], ["punct", "nsubj", "root", "punct"], 0, 1) == 1


def test_trees_and_predicates_are_joined(tmp_path: Path) -> None:
    rows = [
        "1\tRebels\trebel\tNOUN\tNNS\t_\t2\tnsubj\t_\t_",
        "1.1\tx\tx\tX\tX\t_\t_\t_\t_\t_",
        "2\tfled\tflee\tVERB\tVBD\t_\t0\troot\t_\t_",
    ]
    (tmp_path / "a.conllu").write_text("# newdoc id = d1\n" + "\n".join(rows) + "\n\n", "utf-8")
    (tree,) = read_trees(tmp_path / "a.conllu", "x")
    assert (tree.words, tree.heads, tree.document, tree.frames) == (["Rebels", "fled"], [2, 0], "d1", None)
    (joined,) = join_frames([tree], {"Rebels fled": [(1, "flee.01", ["B-ARG0", "B-V"])]})
    assert joined.frames == [Frame(1, "flee.01", {0: "ARG0"})]


def test_iob1_becomes_iob2(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Velo I-LOC\nMarr I-LOC\nsaid O\nTisk I-ORG\n\nno O\n", "utf-8")
    first, second = read_columns(tmp_path / "a.txt", "x", "wikigold", 0, 1)
    assert first.entities == ["B-LOC", "I-LOC", "O", "B-ORG"]
    assert second.words == ["no"]


def test_re3d_is_split_by_document_and_keeps_names_only(tmp_path: Path) -> None:
    folder = tmp_path / "Source"
    folder.mkdir()
    text = "President Anna Holt of the Halden Fund met him. The area was shelled by two mortars."
    identifier = next(str(number) for number in itertools.count() if not is_test_document(str(number)))
    spans = [
        ("President Anna Holt", "Person"),
        ("him", "Person"),
        ("the Halden Fund", "Organisation"),
        ("The area", "Location"),
        ("mortars", "Weapon"),
    ]
    rows = [
        {"documentId": identifier, "begin": text.index(span), "end": text.index(span) + len(span), "type": kind} for span, kind in spans
    ]
    (folder / "documents.json").write_text(json.dumps({"_id": identifier, "text": text}) + "\n", "utf-8")
    (folder / "entities.json").write_text("\n".join(json.dumps(row) for row in rows) + "\n", "utf-8")
    sentences = read_re3d(tmp_path, test=False)
    assert read_re3d(tmp_path, test=True) == []
    found = {(" ".join(row.words[first : last + 1]), kind) for row in sentences for first, last, kind in find_spans(row.entities or [])}
    assert found == {("Anna Holt", "Person"), ("Halden Fund", "Organisation"), ("mortars", "Weapon")}


def test_our_own_sentences_keep_their_guideline() -> None:
    sentences = read_own(OWN)
    kinds = Counter(kind for row in sentences for _, _, kind in find_spans(row.entities or []))
    assert len(sentences) >= 150
    assert set(kinds) == {"PERSON", "ORG", "GPE", "LOC", "FACILITY", "NORP", "WEAPON"}
    assert min(kinds.values()) >= 15
    assert not any("[" in word or "]" in word for row in sentences for word in row.words)


def test_examples_know_only_what_the_corpus_says() -> None:
    mixture = read_slice()
    encoding = Encoding({"[UNK]": UNKNOWN}, list_labels(mixture.train))
    named, treed = encoding.encode(mixture.train[0]), encoding.encode(mixture.train[-1])
    assert (named.heads, named.frames, treed.entities) == (None, None, None)
    assert len(named.entities or ()) == len(named.words)
    assert len(treed.heads or ()) == len(treed.words)
    assert treed.frames


class Always:
    """Chance that always draws the same number."""

    def __init__(self, value: float) -> None:
        self.value = value

    def random(self) -> float:
        return self.value


def test_training_varies_case_and_stops() -> None:
    mixture = read_slice()
    encoding = Encoding({"[UNK]": UNKNOWN}, list_labels(mixture.train))
    tree = next(row for row in mixture.train if row.heads and row.words[-1] == ".")
    loud = vary(encoding.encode(tree), Always(0.01))  # type: ignore[arg-type]
    assert set(loud.shapes) <= {UPPER, MIXED, CAPITAL}
    assert all(piece == (MASK,) for piece in loud.pieces)
    assert len(loud.words) == len(tree.words) - 1 == len(loud.heads or ())
    assert vary(encoding.encode(tree), Always(0.99)) == encoding.encode(tree)  # type: ignore[arg-type]


def test_the_tree_is_the_best_of_all_trees() -> None:
    chance = np.random.default_rng(3)
    for count in (1, 2, 3, 4):
        for _ in range(25):
            scores = chance.normal(size=(count, count + 1))
            scores[np.arange(count), np.arange(count) + 1] = -1e4
            assert find_heads(scores) == list(find_best_tree(scores))


def find_best_tree(scores: np.ndarray) -> tuple[int, ...]:
    """By trying all heads: one root, no cycle, highest sum."""

    def is_tree(heads: tuple[int, ...]) -> bool:
        if heads.count(0) != 1:
            return False
        for place in range(1, len(heads) + 1):
            seen: set[int] = set()
            while place and place not in seen:
                seen.add(place)
                place = heads[place - 1]
            if place:
                return False
        return True

    trees = filter(is_tree, itertools.product(range(len(scores) + 1), repeat=len(scores)))
    return max(trees, key=lambda heads: sum(scores[place, head] for place, head in enumerate(heads)))


def test_labels_are_legal_even_where_the_scores_are_not() -> None:
    names = ["O", "B-ORG", "I-ORG", "B-GPE", "I-GPE"]
    scores = np.array([[0, 2, 5, 0, 0], [0, 0, 0.5, 0, 3], [0, 0, 2, 0, 0]], float)
    assert decode_labels(scores, names) == ["B-ORG", "I-ORG", "I-ORG"]


def test_a_core_role_stands_once() -> None:
    names = ["O", "ARG0", "ARGM-TMP"]
    scores = np.array([[0, 2, 0], [0, 3, 0], [0, 0, 1], [0, 0, 1]], float)
    assert find_roles(5, scores, names) == {(5, 1, "ARG0"), (5, 2, "ARGM-TMP"), (5, 3, "ARGM-TMP")}


def test_pairs_add_one_half_and_multiply_the_other() -> None:
    left, right = np.array([1.0, -3.0, 2.0, 5.0]), np.array([1.0, 1.0, 3.0, 0.0])
    assert score_pairs(left, right, np.eye(4), np.zeros(4)).tolist() == [2.0, 0.0, 6.0, 0.0]


def test_rolesets_follow_lemma_particle_and_sense(tmp_path: Path) -> None:
    rows = [
        {"id": "blow.01", "aliases": [["blow", "v"]]},
        {"id": "blow.05", "aliases": [["blow_up", "v"]]},
        {"id": "attack.01", "aliases": [["attack", "v"], ["attack", "n"]]},
        {"id": "blow.02", "aliases": [["blow", "v"]]},
    ]
    (tmp_path / "frames.json").write_text(json.dumps(rows), "utf-8")
    seen = [Sentence("x", ["blew"], frames=[Frame(0, "blow.02", {})])]
    table = count_rolesets(tmp_path / "frames.json", seen)
    flat = np.zeros(2)
    assert choose_roleset(table, "blow", "VERB", "up", flat, ["01", "02"]) == "blow.05"
    assert choose_roleset(table, "blow", "VERB", "", flat, ["01", "02"]) == "blow.02"
    assert choose_roleset(table, "blow", "VERB", "", np.array([5.0, 0.0]), ["01", "02"]) == "blow.01"
    assert choose_roleset(table, "attack", "NOUN", "", flat, ["01", "02"]) == "attack.01"
    assert choose_roleset(table, "zorp", "VERB", "", flat, ["01", "02"]) == "zorp.01"


def make_pair(wrong_head: bool) -> tuple[Sentence, Guess]:
    gold = Sentence(
        "x",
        ["Rebels", "fled"],
        upos=["NOUN", "VERB"],
        xpos=["NNS", "VBD"],
        heads=[2, 0],
        relations=["nsubj:pass", "root"],
        entities=["B-PER", "O"],
        guideline="uner",
        frames=[Frame(1, "flee.01", {0: "ARG0"})],
    )
    heads = [0, 1] if wrong_head else [2, 0]
    return gold, Guess(
        ["NOUN", "VERB"],
        ["NNS", "VBN"],
        heads,
        ["nsubj", "root"],
        ["B-PERSON", "O"],
        {1},
        {1: "flee.01"},
        {(1, 0, "ARG0")},
        {(1, 0, "ARG1")},
    )


def test_scores_are_counted_by_hand() -> None:
    rows = [count_sentence(*make_pair(False)), count_sentence(*make_pair(True))]
    scores = sum_scores(rows)
    assert scores["uas"] == scores["las"] == 50
    assert scores["las_subtypes"] == 25
    assert scores["xpos"] == 50
    assert scores["entities"] == scores["predicates"] == scores["rolesets"] == scores["arguments"] == 100
    assert scores["arguments_end"] == 0
    value, low, high = find_intervals(rows, draws=200)["las"]
    assert (value, low, high) == (50, 0, 100)
