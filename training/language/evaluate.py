"""Score exported files on the tests: `python -m training.language.evaluate DATA WEIGHTS [--full GRAPH]` writes scores.json there.

Each set as a whole and by genre, with 95 % bootstrap intervals over sentences. `--full` scores the float32 graph beside the small one.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from training.language.examples import Encoding
from training.language.labels import Labels, read_labels
from training.language.mixtures import read_mixture
from training.language.pieces import read_vocabulary
from training.language.readings import Arrays, guess_sentences, run_file
from training.language.rolesets import Table
from training.language.scores import Counts, count_sentence, find_intervals
from training.language.sentences import Sentence

MEANINGS = {
    "las": "labelled attachment, punctuation counted, subtypes not (CoNLL 2018)",
    "las_subtypes": "the same with subtypes",
    "uas": "unlabelled attachment",
    "upos": "universal tags",
    "xpos": "Penn tags",
    "entities": "F1 of exact spans with type, in the types of the set",
    "predicates": "F1 of predicate words",
    "rolesets": "share of gold predicates with the right roleset; lemma and particle from the gold tree",
    "arguments": "F1 of (predicate, head word, role) for gold predicates, all roles but C-; a gold span counts by its syntactic head",
    "arguments_core": "the same for ARG0 to ARG5",
    "arguments_end": "the same for the predicates that the model finds itself",
    "arguments_end_core": "the same for ARG0 to ARG5",
}


def find_genre(name: str, sentence: Sentence) -> str:
    """The genre of a sentence, from its document's name; the set itself where there is none."""
    if name == "ewt":
        return sentence.document.partition("-")[0]
    return sentence.document.partition("-")[0] if name == "uner" else name


def score_file(path: Path, folder: Path, sets: dict[str, list[Sentence]]) -> dict[str, list[Counts]]:
    """Counts of each sentence of each set, one sentence a run, as the package reads."""
    labels, heads = read_labels(folder / "labels.json"), dict(np.load(folder / "heads.npz"))
    encoding = Encoding(read_vocabulary(folder / "vocab.txt"), labels)
    table = read_rolesets(folder / "rolesets.json.gz")
    return {name: _count(path, heads, labels, encoding, table, sentences) for name, sentences in sets.items()}


def _count(path: Path, heads: Arrays, labels: Labels, encoding: Encoding, table: Table, sentences: list[Sentence]) -> list[Counts]:
    """Counts of each sentence of one set."""
    guesses = guess_sentences(run_file(path), heads, labels, encoding, sentences, size=1, table=table)
    return [count_sentence(gold, guess) for gold, guess in zip(sentences, guesses, strict=True)]


def read_rolesets(path: Path) -> Table:
    """The table that `write_rolesets` wrote."""
    return {key: [(name, count) for name, count in rows] for key, rows in json.loads(gzip.decompress(path.read_bytes())).items()}


def tell_scores(rows: dict[str, list[Counts]], sets: dict[str, list[Sentence]]) -> dict[str, Any]:
    """Set -> genre ("all" first) -> score -> [value, low, high], rounded to a tenth."""
    told: dict[str, Any] = {}
    for name, counts in rows.items():
        genres: dict[str, list[Counts]] = defaultdict(list)
        for sentence, count in zip(sets[name], counts, strict=True):
            genres["all"].append(count)
            genres[find_genre(name, sentence)].append(count)
        if len(genres) == 2:
            genres = {"all": genres["all"]}
        told[name] = {
            genre: {
                "sentences": len(chosen),
                **{kind: [round(value, 1) for value in bounds] for kind, bounds in find_intervals(chosen).items()},
            }
            for genre, chosen in genres.items()
        }
    return told


def main() -> None:
    """Read the command line, score, write scores.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--full", type=Path, help="the float32 graph")
    parser.add_argument("--peer", type=Path, help="scores.json of peers.py, to stand beside")
    parser.add_argument("--limit", type=int, help="at most about so many sentences a set")
    asked = parser.parse_args()
    mixture = read_mixture(asked.data)
    loud = [replace(row, words=[word.upper() for word in row.words]) for row in mixture.test["gum-news"]]
    sets = {**mixture.test, "gum-news-capitals": loud, "own": mixture.dev["own"]}
    if asked.limit:
        sets = {name: rows[:: max(1, len(rows) // asked.limit)] for name, rows in sets.items()}
    told: dict[str, Any] = {"meanings": MEANINGS, "int8": tell_scores(score_file(asked.weights / "model.onnx", asked.weights, sets), sets)}
    if asked.full:
        told["float32"] = tell_scores(score_file(asked.full, asked.weights, sets), sets)
    if asked.peer:
        told["peer"] = json.loads(asked.peer.read_text("utf-8"))
    (asked.weights / "scores.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for kind in ("int8", "float32"):
        for name, genres in told.get(kind, {}).items():
            print(kind, name, " ".join(f"{score} {value[0]}" for score, value in genres["all"].items() if score != "sentences"))


if __name__ == "__main__":
    main()
