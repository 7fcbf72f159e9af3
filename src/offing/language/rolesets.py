"""Which PropBank roleset a predicate bears: among those known of its lemma, by the model's scores of senses and how often each was seen."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

_KINDS = {"verb": "v", "noun": "n"}


class Rolesets:
    """The known rolesets by lemma and kind, with their counts; `senses` are the sense numbers that the model scores."""

    def __init__(self, known: dict[str, list[tuple[str, int]]], senses: list[str]) -> None:
        self._known = known
        self._places = {sense: place for place, sense in enumerate(senses)}
        self._weigh = lru_cache(maxsize=50_000)(self._weigh_counts)

    @classmethod
    def load(cls, path: Path, senses: list[str]) -> Rolesets:
        """Read the table of the weights."""
        return cls(json.loads(gzip.decompress(path.read_bytes())), senses)

    def choose(self, lemma: str, kind: str, scores: Sequence[float]) -> str:
        """The best roleset of a lemma for a predicate with these scores of senses; "lemma.01" where none is known."""
        rows = self._weigh(lemma.lower(), _KINDS[kind])
        if len(rows) < 2:
            return rows[0][0] if rows else f"{lemma.lower()}.01"
        told = [*scores, min(scores)]  # the last for a sense that the model does not know
        return max(rows, key=lambda row: told[row[1]] + row[2])[0]

    def _weigh_counts(self, lemma: str, letter: str) -> list[tuple[str, int, float]]:
        """(roleset, place of its sense among the scores, weight of its count) of each roleset of a lemma, best known first."""
        rows = self._known.get(f"{lemma}|{letter}", [])
        return [(name, self._places.get(name.rpartition(".")[2], -1), 0.5 * math.log(count + 0.5)) for name, count in rows]
