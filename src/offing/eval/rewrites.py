"""Part of task `copies`: sentence pairs written by hand, half of them rewrites as desks make them, half look-alikes that are none.

The sentences are ours, about invented places (docs/labels.md says what counts). A row is a sentence, its rewrite, and a look-alike: the
same actors in another act, another number or place, the same formula on another event, or an independent report of the same happening.
Rows alternate between development and test in the order of their hashes; the odds were fitted on the development half only.
"""

from __future__ import annotations

import csv
import hashlib
from importlib.resources import files

from msgspec import Struct

from offing.eval.scores import Figure, Rows, measure
from offing.trace.rewordings import SURE, score_rewording

TRIPLES = "reworded_triples.tsv"
PRECISION, RECALL = 0.9, 0.85


class SentencePair(Struct, frozen=True):
    """Two sentences; `kind` says how the second was rewritten or how it differs, `test` in which half the row is."""

    left: str
    right: str
    rewritten: bool
    kind: str
    test: bool


def read_triples() -> list[SentencePair]:
    """Both pairs of every row."""
    text = (files("offing.eval") / "golds" / TRIPLES).read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    rows.sort(key=lambda row: hashlib.blake2b(row["text"].encode(), digest_size=8).hexdigest())
    found = []
    for place, row in enumerate(rows):
        found.append(SentencePair(row["text"], row["rewrite"], True, row["how"], bool(place % 2)))
        found.append(SentencePair(row["text"], row["other"], False, row["differs"], bool(place % 2)))
    return found


def score_rewrites() -> tuple[dict[str, Figure], list[str]]:
    """Precision and recall of the reworded channel on both halves; the errors of the development half in words."""
    figures, misses = {}, []
    told = [(pair, score_rewording(pair.left, pair.right)) for pair in read_triples()]
    for name, half in (("dev", False), ("test", True)):
        rows = [(float(score >= SURE), float(pair.rewritten)) for pair, score in told if pair.test == half]
        bars = (PRECISION, RECALL) if half else (None, None)
        words = "test half" if half else "development half"
        figures[f"reworded_precision_{name}"] = measure(
            rows, _precision, unit="pairs", label=f"reworded, {words}: pairs called rewrites that are", bar=bars[0]
        )
        figures[f"reworded_recall_{name}"] = measure(
            rows, _recall, unit="pairs", label=f"reworded, {words}: rewrites that are called so", bar=bars[1]
        )
    for pair, score in told:
        if not pair.test and (score >= SURE) != pair.rewritten:
            problem = "rewrite not found" if pair.rewritten else "called a rewrite"
            misses.append(f"reworded pair ({pair.kind}): {problem} ({score:.2f}): {pair.left} | {pair.right}")
    return figures, misses


def _precision(rows: Rows) -> float:
    return float((rows[:, 0] * rows[:, 1]).sum() / rows[:, 0].sum()) if rows[:, 0].sum() else float("nan")


def _recall(rows: Rows) -> float:
    return float((rows[:, 0] * rows[:, 1]).sum() / rows[:, 1].sum()) if rows[:, 1].sum() else float("nan")
