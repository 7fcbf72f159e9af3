"""Coded clauses and judgements of factuality, read for the trainer: without torch and without the data folder."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest
from training.language.happenings import add_judgements, read_clauses, read_facts
from training.language.labels import GATES, KINDS, STATUSES
from training.language.scores import Guess, count_sentence, sum_scores
from training.language.sentences import Happening, Sentence

from offing.eval.codings import NONES
from offing.eval.codings import STATUSES as CODED
from offing.ontology import load_actions

TEXT = "France's president pulled out of Chad's talks with the Union of Niger on Friday."


def mark(words: str) -> dict[str, int]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def test_the_labels_are_those_of_the_codebook() -> None:
    assert set(KINDS) == set(load_actions())
    assert set(STATUSES) == set(CODED)
    assert set(GATES) == {"event", *NONES}


def test_clauses_are_read_over_words_with_the_heads_of_their_parties(tmp_path: Path) -> None:
    event = {
        "type": "REJECT",
        "trigger": mark("pulled out"),
        "status": "happened",
        "who": [mark("France's president")],
        "whom": [mark("Union of Niger")],
    }
    rows = [
        {"text": TEXT, "part": "train", "document": "own:a", "events": [event]},
        {"text": "It rained.", "part": "dev", "document": "own:b", "none": "weather"},
    ]
    (tmp_path / "clauses.json").write_text(json.dumps(rows), "utf-8")
    found = read_clauses(tmp_path / "clauses.json")
    (taught,) = found["train"]
    assert taught.gate == "event"
    assert taught.happenings is not None
    (one,) = taught.happenings
    assert (taught.words[one.place], one.kind, one.status) == ("pulled", "REJECT", "happened")
    assert {taught.words[at]: party for at, party in one.parties.items()} == {"president": "who", "Union": "whom"}
    assert (found["dev"][0].gate, found["dev"][0].happenings) == ("weather", [])


def test_judgements_find_their_sentence_again_by_its_lemmas(tmp_path: Path) -> None:
    heads = "Split\tSentence.ID\tPred.Token\tPred.Lemma\tHappened\tConfidence"
    rows = [
        "train\ten-ud-train.conllu 3\t2\tleave\ttrue\t4",
        "train\ten-ud-train.conllu 3\t2\tleave\ttrue\t3",
        "train\ten-ud-train.conllu 1\t2\tstay\tfalse\t4",
        "train\ten-ud-train.conllu 2\t2\tgo\ttrue\t0",
        "dev\ten-ud-dev.conllu 1\t2\tleave\ttrue\t4",
    ]
    path = tmp_path / "judged.tsv.xz"
    path.write_bytes(lzma.compress("\n".join([heads, *rows]).encode()))
    trees = [
        Sentence("ewt", ["New", "line"], lemmas=["new", "line"]),
        Sentence("ewt", ["We", "stayed"], lemmas=["we", "stay"]),
        Sentence("ewt", ["He", "went"], lemmas=["he", "go"]),
        Sentence("ewt", ["They", "left"], lemmas=["they", "leave"]),
    ]
    found = add_judgements(path, trees, "train")
    assert [row.facts for row in found] == [None, {1: False}, None, {1: True}]


def test_facts_of_a_laid_out_file_are_cut_at_one_and_a_half(tmp_path: Path) -> None:
    lines = ["0\tThey\t_", "1\tleft\t3.0", "2\tor\t_", "3\tmay\t0.5", "4\tstay\t-2.0"]
    (tmp_path / "train.conll").write_text("\n".join(lines) + "\n\n0\tNothing\t_\n", "utf-8")
    (row,) = read_facts([tmp_path / "train.conll"], "meantime")
    assert row.facts == {1: True, 3: False, 4: False}


def test_happenings_are_counted_by_trigger_kind_status_and_party() -> None:
    gold = Sentence("clauses", ["A", "hit", "B"], happenings=[Happening(1, "ASSAULT", "happened", {0: "who", 2: "whom"})], gate="event")
    guess = Guess([], [], [], [], [], set(), {}, set(), set(), kinds={1: "COERCE"}, statuses=["planned", "happened", "planned"],
                  parties={1: {0: "who"}}, gate="event")  # fmt: skip
    scores = sum_scores([count_sentence(gold, guess)])
    assert (scores["triggers"], scores["kinds"], scores["statuses"], scores["gates"]) == (100, 0, 100, 100)
    assert scores["parties"] == pytest.approx(200 / 3)
