"""Reworded copies: whether one sentence was written from another though no run of words is kept.

What a desk keeps when it rewrites is compared (`facts.py`): content words by lemma and by a light table of akin words, weighted by rarity,
once over all and once beyond set phrases; verbs; names; numbers in words or digits; days; denials. The score is a logistic regression over
these, fitted on the development half of hand-written pairs (`eval/golds/reworded_triples.tsv`). Akin words come from PropBank
and a sentence encoder (`tools/build_akin.py`) and from our list of what desks exchange (`tables/exchanged.csv`). Many pairs are scored at
once; a score rests on its pair alone.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from offing.trace.facts import NAME, VERB, WORDS, Facts, find_lemma, hash_text, read_facts
from offing.trace.keys import NO_RUN, hash_runs
from offing.trace.stacks import count_up
from offing.trace.tokens import Codes, Rows

TABLE = "akin.csv.gz"
EXCHANGED = "exchanged.csv"
MAYBE = 0.35  # what may be one beside others: `kinds.weigh_rewording` decides by the rest of the two texts
# Keeps .91 of the rewrites in cross-validation on the development half: more than the .85 wanted, as the words were listed by one who had
# read its errors.
SURE = 0.65
FEATURES = 12
STEM, START = 0.95, 0.8  # how near two lemmas are that have one stem, one beginning
DESK = 0.9  # and two words that desks exchange for each other
_OPPOSED = tuple(
    tuple(pair.split("/"))
    for pair in """alive/dead approve/reject open/close win/lose rise/fall begin/end start/end arrest/release arrest/free accept/refuse
    increase/decrease buy/sell enter/leave arrive/leave gain/lose allow/ban support/oppose acquit/convict hire/dismiss build/destroy
    import/export return/buy agree/refuse""".split()
)
_POLES = frozenset(word for pair in _OPPOSED for word in pair)
_ODDS = (-6.91, 1.69, 2.44, 4.01, 4.48, 1.28, 0.05, 0.94, -0.63, -1.38, -1.77, -0.36, -2.81)
_SLOTS = 20  # bits
_WHOLE = (1 << 64) - 1
_SPREAD = np.uint64(0xD1B54A32D192ED03)

Flags = NDArray[np.bool_]
Values = NDArray[np.float64]
FactPair = tuple[Facts, Facts]


@cache
def _akin() -> tuple[Flags, Codes, Values]:
    """Pairs of lemmas by the sum of their hashes: a table of its first bits, the sums rising, and how near the lemmas are (0-1)."""
    near: dict[int, float] = {}
    for one, two, part in _list_akin():
        code = (hash_text(one) + hash_text(two)) & _WHOLE
        near[code] = max(part, near.get(code, 0.0))
    codes = np.array(sorted(near), np.uint64)
    table = np.zeros(1 << _SLOTS, bool)
    table[_find_slots(codes)] = True
    return table, codes, np.array([near[code] for code in sorted(near)])


def _list_akin() -> Iterator[tuple[str, str, float]]:
    """Pairs of words and how near they are: what was built from PropBank and the encoder, and what we know that desks exchange."""
    tables = files("offing") / "tables"
    for one, two, near in list(csv.reader(gzip.decompress((tables / TABLE).read_bytes()).decode().splitlines()))[1:]:
        yield one, two, float(near)
    for line in (tables / EXCHANGED).read_text("utf-8").splitlines()[1:]:
        yield from ((one, two, DESK) for one, two in combinations(map(find_lemma, line.split()), 2))


def _find_slots(codes: Codes) -> Rows:
    return (codes >> np.uint64(64 - _SLOTS)).view(np.int64)


class _Side:
    """The content words of one side of all pairs, pair by pair: rows of `facts.WORDS`; `owners` is the pair of each."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        self.words = np.frombuffer(b"".join([one.table for one in facts]), WORDS)
        self.weights = self.words["weight"]
        self.counts = np.array([len(one.words) for one in facts], np.int64)
        self.begins = np.cumsum(self.counts) - self.counts
        self.owners = np.repeat(np.arange(len(facts)), self.counts)

    def column(self, name: str) -> Codes:
        """One column, end to end."""
        return np.ascontiguousarray(self.words[name])

    def is_kind(self, kind: int) -> Flags:
        """Which words are names, or verbs."""
        found: Flags = (self.words["kind"] & kind) > 0
        return found

    def share(self, best: Values, weights: Values, without: float) -> Values:
        """How much of its weight each word keeps, as a share (0-1) of the weight of all; `without` where nothing has weight."""
        count = len(self.counts)
        total = np.bincount(self.owners, weights, count)
        kept = np.bincount(self.owners, weights * best, count)
        found: Values = np.divide(kept, total, out=np.full(count, without), where=total > 0)
        return found


def compare_facts(pairs: Sequence[FactPair]) -> Values:
    """The features of each pair (a row each), symmetric: weight kept of the poorer and of the richer side; the same beyond set phrases
    (runs of three words that both have: a name with its office, a formula); verbs; names; numbers; conflicts of names, numbers, days;
    denial; opposites. All are 0 where a side has no content.
    """
    found = np.zeros((len(pairs), FEATURES))
    some = [place for place, (left, right) in enumerate(pairs) if left.words and right.words]
    if some:
        found[some] = _compare([pairs[place] for place in some])
    return found


def _compare(pairs: Sequence[FactPair]) -> Values:
    sides = left, right = [_Side([pair[number] for pair in pairs]) for number in (0, 1)]
    ones, twos, near = _find_kin(left, right)
    fresh = _find_fresh(pairs, sides)
    told = near * (fresh[0][ones] & fresh[1][twos])
    named = ((near >= START) & left.is_kind(NAME)[ones] & right.is_kind(NAME)[twos]).astype(np.float64)
    shares = []
    for side, rows, mine in ((left, ones, fresh[0]), (right, twos, fresh[1])):
        best, beyond, same = (_take_best(values, rows, len(side.owners)) for values in (near, told, named))
        shares.append(
            (
                side.share(best, side.weights, 0.5),
                side.share(beyond, side.weights * mine, 0.5),
                side.share(best, side.is_kind(VERB).astype(np.float64), 0.5),
                side.share(same, side.is_kind(NAME).astype(np.float64), 0.0),
            )
        )
    (whole, beyond, verbs, names), (whole_right, beyond_right, verbs_right, names_right) = shares
    kept = np.maximum(names, names_right)
    both = np.array([one.named and two.named for one, two in pairs])
    return np.column_stack(
        [
            np.maximum(whole, whole_right), np.minimum(whole, whole_right), np.maximum(beyond, beyond_right),
            np.minimum(beyond, beyond_right), np.minimum(verbs, verbs_right), kept, *_compare_numbers(pairs, both * (1 - kept)),
        ]
    )  # fmt: skip


def _compare_numbers(pairs: Sequence[FactPair], strange: Values) -> list[Values]:
    """Numbers kept; conflicts of names (`strange`), numbers and days; denial; opposites."""
    kept = [
        len(one.numbers & two.numbers) / min(len(one.numbers), len(two.numbers)) if one.numbers and two.numbers else 0.0
        for one, two in pairs
    ]
    clash = [1 - part if one.numbers and two.numbers else 0.0 for part, (one, two) in zip(kept, pairs, strict=True)]
    days = [float(bool(one.days and two.days and not one.days & two.days)) for one, two in pairs]
    denies = [float(one.denies != two.denies) for one, two in pairs]
    opposed = [float(_is_opposed(one, two)) for one, two in pairs]
    return [np.array(kept), strange, np.array(clash), np.array(days), np.array(denies), np.array(opposed)]


def _is_opposed(left: Facts, right: Facts) -> bool:
    """Whether one side has a word and the other, without it, the opposite one."""
    ones, twos = _POLES.intersection(left.words), _POLES.intersection(right.words)
    only, other = ones - twos, twos - ones
    return bool(only and other) and any((a in only and b in other) or (b in only and a in other) for a, b in _OPPOSED)


def _find_fresh(pairs: Sequence[FactPair], sides: Sequence[_Side]) -> list[Flags]:
    """Which words of either side stand beyond the runs of three that both sentences have."""
    runs = [np.frombuffer(b"".join([pair[number].run for pair in pairs]), np.uint64) for number in (0, 1)]
    owners = [np.repeat(np.arange(len(pairs)), [len(pair[number].run) // 8 for pair in pairs]) for number in (0, 1)]
    ones, twos = (hash_runs(codes + own.astype(np.uint64) * _SPREAD, own, 3) for codes, own in zip(runs, owners, strict=True))
    heads = np.flatnonzero(_is_among(ones, twos[twos != NO_RUN]))
    spots = np.concatenate([heads, heads + 1, heads + 2])
    shared = runs[0][spots] + owners[0][spots].astype(np.uint64) * _SPREAD
    return [~_is_among(side.words["code"] + side.owners.astype(np.uint64) * _SPREAD, shared) for side in sides]


def _is_among(codes: Codes, those: Codes) -> Flags:
    """Which of `codes`, which are spread over 64 bits, are some of `those`: nearly all that are not are told by a table of first bits."""
    known = np.zeros(1 << _SLOTS, bool)
    known[_find_slots(those)] = True
    found = known.take(_find_slots(codes))
    likely = np.flatnonzero(found)
    if len(likely):
        those = np.sort(those)
        found[likely] = those.take(np.searchsorted(those, codes[likely]), mode="clip") == codes[likely]
    return found


def _find_kin(left: _Side, right: _Side) -> tuple[Rows, Rows, Values]:
    """Each word of the left side with each of the right side of its pair, and how far both name one thing (0-1).

    The same lemma; one stem with another ending; one beginning; akin in the table.
    """
    reach = right.counts[left.owners]
    ones = np.repeat(np.arange(len(left.owners)), reach)
    twos = np.repeat(right.begins[left.owners], reach) + count_up(reach)
    code, four, five, stem, size = (
        (left.column(name)[ones], right.column(name)[twos]) for name in ("code", "four", "five", "stem", "size")
    )
    found = _look_up(code[0] + code[1])
    shorter, longer = np.minimum(*size), np.maximum(*size)
    found[(four[0] == four[1]) & (shorter == 4) & (longer <= 7)] = START
    found[(five[0] == five[1]) & (shorter > 4)] = START
    found[stem[0] == stem[1]] = STEM
    found[code[0] == code[1]] = 1.0
    return ones, twos, found


def _look_up(codes: Codes) -> Values:
    table, sums, near = _akin()
    found = np.zeros(len(codes))
    likely = np.flatnonzero(table.take(_find_slots(codes)))
    places = np.minimum(np.searchsorted(sums, codes[likely]), len(sums) - 1)
    found[likely] = np.where(sums[places] == codes[likely], near[places], 0.0)
    return found


def _take_best(values: Values, rows: Rows, count: int) -> Values:
    found = np.zeros(count)
    np.maximum.at(found, rows, values)
    return found


def score_rewordings(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """How sure one sentence of each pair is a rewrite of the other (0-1); from `SURE` on it counts as one."""
    if not pairs:
        return []
    features = compare_facts([(read_facts(left), read_facts(right)) for left, right in pairs])
    odds = np.full(len(pairs), 0.0)
    for weight, column in zip(_ODDS[1:], features.T, strict=True):
        odds += weight * column
    scores: list[float] = (1 / (1 + np.exp(-(_ODDS[0] + odds)))).tolist()
    return scores


def score_rewording(left: str, right: str) -> float:
    """The score of one pair."""
    return score_rewordings([(left, right)])[0]
