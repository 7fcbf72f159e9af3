"""Which rolesets a word can bear, and which of them it bears here: PropBank's frames with the counts of the training text."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np

from training.language.corpora import read_text
from training.language.sentences import Sentence

Table = dict[str, list[tuple[str, int]]]
_KINDS = {"VERB": "v", "AUX": "v", "NOUN": "n", "PROPN": "n", "ADJ": "j"}


def count_rolesets(frames: Path, sentences: list[Sentence]) -> Table:
    """`lemma|kind` -> rolesets with their counts, the most frequent first. "blow_up|v" is a verb with its particle."""
    counts = Counter(frame.roleset for sentence in sentences for frame in sentence.frames or ())
    found: dict[str, set[str]] = {}
    for row in json.loads(read_text(frames)):
        for name, kind in row["aliases"]:
            found.setdefault(f"{name.lower()}|{kind}", set()).add(row["id"])
        if "_" not in row["id"]:
            found.setdefault(f"{row['id'].rpartition('.')[0]}|v", set()).add(row["id"])
    return {
        key: sorted(((name, counts[name]) for name in names), key=lambda pair: (-pair[1], pair[0])) for key, names in sorted(found.items())
    }


def write_rolesets(table: Table, path: Path) -> None:
    """Write gzipped JSON, the same bytes for the same table."""
    path.write_bytes(gzip.compress(json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0))


def choose_roleset(table: Table, lemma: str, upos: str, particle: str, scores: np.ndarray, senses: list[str]) -> str:
    """The roleset of a predicate from its lemma, tag, particle ("" for none) and [S] sense scores."""
    kind = _KINDS.get(upos, "v")
    keys = [f"{lemma}_{particle}|v"] if particle else []
    keys += [f"{lemma}|{kind}", f"{lemma}|v", f"{lemma}|n", f"{lemma}|j"]
    rows = next((table[key] for key in keys if key in table), [(f"{lemma}.01", 0)])
    numbers = {name: place for place, name in enumerate(senses)}
    logs = scores - np.log(np.exp(scores - scores.max()).sum()) - scores.max()

    def weigh(row: tuple[str, int]) -> float:
        place = numbers.get(row[0].rpartition(".")[2])
        return (float(logs[place]) if place is not None else -12.0) + 0.5 * float(np.log(row[1] + 0.5))

    return max(rows, key=weigh)[0]
