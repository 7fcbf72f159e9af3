"""Articles as sparse word vectors: words and word pairs of body and headline, weighed by rarity in the set; names weigh more.

A pair of words that one text alone has is left out, from its length too: every long text has many. A word that one text alone has keeps its
place in the length, so that in a small set the few words that all texts share do not make them alike.
"""

from __future__ import annotations

import csv
import gzip
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from offing.records import Article
from offing.trace.words import WORD, read_word

_NAME = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-Z][a-z]{2,}", re.M)
NAMED = 1.5
PRIOR = 10.0  # texts of general English that every set is weighed with, so that two articles alone still have rare words
TABLE, _LENGTH = "words.csv.gz", 500  # counts in UD English EWT; about so many words make a text


@dataclass(frozen=True, slots=True)
class Vectors:
    """Sparse rows of non-negative weights, and the same numbers by column, so that one row meets only the rows that share a word with it.

    Row `r` holds `weights[starts[r]:starts[r + 1]]` in the columns of the same stretch of `columns`; column `c` stands in `rows` and
    `by_column` from `tops[c]` to `tops[c + 1]`.
    """

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    weights: NDArray[np.float64]
    tops: NDArray[np.int64]
    rows: NDArray[np.int64]
    by_column: NDArray[np.float64]

    def compare_row(self, row: int) -> NDArray[np.float64]:
        """The products of one row with every row, in row order."""
        own = slice(self.starts[row], self.starts[row + 1])
        lows = self.tops[self.columns[own]]
        sizes = self.tops[self.columns[own] + 1] - lows
        ends = np.cumsum(sizes)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(lows - ends + sizes, sizes)
        products = self.by_column[places] * np.repeat(self.weights[own], sizes)
        return np.bincount(self.rows[places], weights=products, minlength=len(self.starts) - 1).astype(np.float64)


def turn_rows(starts: Sequence[int], columns: Sequence[int], weights: Sequence[float], width: int) -> Vectors:
    """Rows with the same numbers sorted by column (rows in order within one)."""
    places, numbers = np.array(columns, np.int64), np.array(weights, np.float64)
    heads = np.array(starts, np.int64)
    turned = np.argsort(places, kind="stable")
    tops = np.concatenate(([0], np.cumsum(np.bincount(places, minlength=width))))
    rows = np.repeat(np.arange(len(heads) - 1), np.diff(heads))
    return Vectors(heads, places, numbers, tops, rows[turned], numbers[turned])


@cache
def read_usual() -> dict[str, float]:
    """Stem -> the probability that a text of general English has it."""
    packed = (files("offing") / "tables" / TABLE).read_bytes()
    counts: Counter[str] = Counter()
    total = 0
    for row in csv.DictReader(gzip.decompress(packed).decode().splitlines()):
        total += int(row["count"])
        if stem := read_word(row["form"])[2]:
            counts[stem] += int(row["count"])
    return {stem: 1 - math.exp(-number * _LENGTH / total) for stem, number in counts.items()}


def count_words(article: Article) -> tuple[Counter[str], set[str]]:
    """Stems of content words, and pairs of neighbours ("port ansel"), with counts; and the stems written as names inside a sentence."""
    text = f"{article.title}\n{article.text}"
    stems = [stem for stem in (read_word(found)[2] for found in WORD.findall(text)) if stem]
    counts = Counter(stems)
    counts.update(f"{one} {two}" for one, two in pairwise(stems))
    return counts, {stem for stem in (read_word(name)[2] for name in _NAME.findall(text)) if stem}


def make_vectors(groups: Sequence[Sequence[Article]]) -> Vectors:
    """One row per group of articles (copies of one text count as one): the mean of its articles' vectors of unit length.

    The product of two rows (`Vectors.compare_row`) is thus the mean cosine between the articles of two groups. Columns are in word order.
    """
    counted = [[count_words(article) for article in group] for group in groups]
    spread = Counter(word for group in counted for word in {word for counts, _ in group for word in counts})
    columns = {word: column for column, word in enumerate(sorted(word for word, number in spread.items() if number > 1))}
    usual, size = read_usual(), len(groups) + PRIOR
    rarity = {word: math.log((size + 1) / (number + 0.5 + PRIOR * usual.get(word, 0.0))) for word, number in spread.items()}
    indptr, indices, weights = [0], list[int](), list[float]()
    for group in counted:
        mean: dict[int, float] = {}
        for counts, named in group:
            for column, weight in _weigh_words(counts, named, rarity, columns):
                mean[column] = mean.get(column, 0.0) + weight / len(group)
        indices.extend(sorted(mean))
        weights.extend(mean[column] for column in sorted(mean))
        indptr.append(len(indices))
    return turn_rows(indptr, indices, weights, len(columns))


def _weigh_words(counts: Counter[str], named: set[str], rarity: dict[str, float], columns: dict[str, int]) -> list[tuple[int, float]]:
    """The weights of one article's words, in column order; its length counts words that no other text has, but no such pairs."""
    weighed = {
        word: (1 + math.log(number)) * rarity[word] * (NAMED if word in named else 1.0)
        for word, number in counts.items()
        if word in columns or " " not in word
    }
    length = math.sqrt(math.fsum(weight * weight for weight in weighed.values())) or 1.0
    return sorted((columns[word], weight / length) for word, weight in weighed.items() if word in columns)
