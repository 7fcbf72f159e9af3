"""Reworded copies: whether one sentence was written from another though no run of words is kept.

What a desk keeps when it rewrites is compared: content words by lemma and by a light table of akin words, weighted by rarity, once over
all and once beyond set phrases; verbs; names; numbers in words or digits; days; denials. The score is a logistic regression over these,
fitted on the development half of hand-written pairs (`eval/golds/reworded_triples.tsv`). The table of akin words comes from PropBank and a
sentence encoder (`tools/build_akin.py`).
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import exp, log

from offing.language.tags import load_words
from offing.trace.words import STOP, WORD, normalize_word, stem_word

TABLE = "akin.csv.gz"
MAYBE = 0.35  # what may be one beside others: `kinds.weigh_rewording` decides by the rest of the two texts
# The highest threshold that keeps .85 of the rewrites in cross-validation on the development half: rewrites are rare in the wild.
SURE = 0.6

_COUNTED = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen""".split()
_UNITS = {word: value for value, word in enumerate(_COUNTED, 1)} | {"dozen": 12, "pair": 2, "twice": 2}
_TENS = {word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "score": 20, "decade": 10, "decades": 10}
_DENIALS = frozenset("not no never denied denies deny rejected rejects without nobody none neither nor refused failed unhurt".split())
_WEAK = frozenset(
    """said says say told tell according reported reports announced added people man men woman women day days week weeks month months year
    years time new old first last next early late near close part least around about""".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_OPPOSED = tuple(
    tuple(pair.split("/"))
    for pair in """alive/dead approve/reject open/close win/lose rise/fall begin/end start/end arrest/release arrest/free accept/refuse
    increase/decrease buy/sell enter/leave arrive/leave gain/lose allow/ban support/oppose acquit/convict hire/dismiss build/destroy
    import/export return/buy agree/refuse""".split()
)
_ODDS = (-3.8, 0.88, 1.08, 2.84, 2.72, 0.47, -0.12, 1.13, -0.55, -1.3, -0.65, -0.67)

Kin = dict[str, list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rewrite would keep of a sentence: content lemmas with weights, names, numbers, days, verbs, whether it denies.

    `run` is the sentence in compared lemmas, in order.
    """

    words: tuple[tuple[str, float], ...]
    names: frozenset[str]
    numbers: frozenset[float]
    days: frozenset[str]
    verbs: frozenset[str]
    denies: bool
    run: tuple[str, ...]


@cache
def _lemmas() -> dict[str, str]:
    """Form -> lemma, verbs before nouns."""
    found: dict[str, str] = {}
    for (form, _tag), lemma in sorted(load_words()[1].items(), key=lambda row: (not row[0][1].startswith("VB"), row)):
        found.setdefault(form, lemma)
    return found


@cache
def _verbs() -> frozenset[str]:
    """Lemmas of verbs."""
    return frozenset(lemma for (_, tag), lemma in load_words()[1].items() if tag.startswith("VB"))


@cache
def _weights() -> dict[str, float]:
    """Lemma -> rarity: the logarithm of how seldom its forms stand in the counted texts, from .3 for the commonest to 1."""
    counts: dict[str, int] = defaultdict(int)
    text = gzip.decompress((files("offing") / "tables" / "words.csv.gz").read_bytes()).decode()
    for form, _tag, count, lemma in list(csv.reader(text.splitlines()))[1:]:
        counts[(lemma or form).lower()] += int(count)
    most = log(1 + max(counts.values()))
    return {lemma: 1 - 0.7 * log(1 + count) / most for lemma, count in counts.items()}


@cache
def _akin() -> dict[tuple[str, str], float]:
    """Two lemmas, sorted -> how near they are (0-1)."""
    text = gzip.decompress((files("offing") / "tables" / TABLE).read_bytes()).decode()
    return {(one, two): float(near) for one, two, near in list(csv.reader(text.splitlines()))[1:]}


@lru_cache(maxsize=1 << 15)
def find_base(word: str) -> str:
    """The lemma of a compared word, "" where it carries no content."""
    if word in STOP or word in _WEAK or len(word) < 2:
        return ""
    return _lemmas().get(word, word)


@cache
def _neighbours() -> dict[str, frozenset[str]]:
    """Lemma -> the lemmas akin to it."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, two in _akin():
        found[one].add(two)
        found[two].add(one)
    return {word: frozenset(others) for word, others in found.items()}


_stem = lru_cache(maxsize=1 << 16)(stem_word)


@lru_cache(maxsize=1 << 16)
def weigh_kinship(one: str, two: str) -> float:
    """How far two lemmas name one thing (0-1): the same; exchanged by reporters; akin in the table; one stem with another ending."""
    if one == two:
        return 1.0
    if _stem(one) == _stem(two):
        return 0.95
    start = min(len(one), len(two), 5)
    if start >= 4 and one[:start] == two[:start] and (start == 5 or abs(len(one) - len(two)) <= 3):
        return 0.8
    return _akin().get((one, two) if one < two else (two, one), 0.0)


@lru_cache(maxsize=1 << 13)
def read_facts(text: str) -> Facts:
    """The facts of one sentence."""
    found = WORD.findall(text)
    words: dict[str, float] = {}
    names: set[str] = set()
    denies = False
    days: set[str] = set()
    verbs: set[str] = set()
    run: list[str] = []
    for place, form in enumerate(found):
        word = normalize_word(form)
        run.append(_lemmas().get(word, word))
        denies |= word in _DENIALS or word.endswith("n't")
        if word in _DAYS:
            days.add(word)
            continue
        if word[0].isdigit() or word in _UNITS or word in _TENS or word in _SCALES:
            continue
        base = find_base(word)
        if not base:
            continue
        words[base] = _weights().get(base, 1.0)
        if form[0].isupper() and (place or word not in _lemmas()) and _weights().get(word, 1.0) > 0.55:
            names.add(base)
        elif base in _verbs():
            verbs.add(base)
    numbers = frozenset(_read_numbers(found))
    return Facts(tuple(sorted(words.items())), frozenset(names), numbers, frozenset(days), frozenset(verbs), denies, tuple(run))


def _read_numbers(found: list[str]) -> set[float]:
    """The numbers of a sentence as values: "2.4 million", "eight thousand", "ninety-one", "a dozen"."""
    numbers: set[float] = set()
    value = None
    for form in [part for word in found for part in word.lower().split("-")]:
        if form[0].isdigit():
            if value is not None:
                numbers.add(value)
            value = float(form.replace(",", "")) if form.replace(",", "").replace(".", "", 1).isdigit() else None
        elif form in _UNITS:
            value = (value or 0) + _UNITS[form] if value is None or value % 10 == 0 else _UNITS[form]
        elif form in _TENS:
            value = (value or 0) + _TENS[form] if value is None or value % 100 == 0 else _TENS[form]
        elif form.rstrip("s") in _SCALES and value is not None:
            value *= _SCALES[form.rstrip("s")]
        elif value is not None:
            numbers.add(value)
            value = None
    return numbers | ({value} if value is not None else set())


def compare_facts(left: Facts, right: Facts) -> tuple[float, ...]:
    """The features of a pair, symmetric: weight kept of the poorer and of the richer side; the same beyond set phrases (runs of three
    words that both have: a name with its office, a formula); verbs; names; numbers; conflicts of names, numbers, days; denial or opposites.
    """
    sums = [sum(weight for _, weight in side.words) for side in (left, right)]
    if not min(sums):
        return (0.0,) * 11
    phrases = _find_phrases(left.run, right.run)
    kin = _find_kin(left, right)
    sides = ((left, kin), (right, _turn_kin(kin)))
    whole = sorted(_share(side, its) for side, its in sides)
    beyond = sorted(_share(side, its, phrases) for side, its in sides)
    verbs = min(_share_verbs(side, its) for side, its in sides)
    names = (_keep_names(left.names, right.names, kin), _keep_names(right.names, left.names, sides[1][1]))
    numbers = (_keep_numbers(left.numbers, right.numbers), _keep_numbers(right.numbers, left.numbers))
    return (
        whole[1], whole[0], beyond[1], beyond[0], verbs, max(names), max(numbers), 1 - max(names) if left.names and right.names else 0.0,
        1 - max(numbers) if left.numbers and right.numbers else 0.0, float(bool(left.days and right.days and not left.days & right.days)),
        float(left.denies != right.denies or _is_opposed(left, right)),
    )  # fmt: skip


def _is_opposed(left: Facts, right: Facts) -> bool:
    """Whether one side has a word and the other, without it, the opposite one."""
    ones, twos = ({word for word, _ in side.words} for side in (left, right))
    only, other = ones - twos, twos - ones
    return any((a in only and b in other) or (b in only and a in other) for a, b in _OPPOSED)


def _find_phrases(one: tuple[str, ...], two: tuple[str, ...]) -> frozenset[str]:
    """The words of runs of three that both sentences have."""
    runs = set(zip(two, two[1:], two[2:], strict=False))
    return frozenset(word for run in zip(one, one[1:], one[2:], strict=False) if run in runs for word in run)


def _find_kin(one: Facts, two: Facts) -> Kin:
    """Each lemma of one sentence -> the lemmas of the other that name the same thing, with how far: those with its stem, start, or akin."""
    others = {word for word, _ in two.words}
    stems: dict[str, list[str]] = {}
    starts: dict[str, list[str]] = {}
    for word in others:
        stems.setdefault(_stem(word), []).append(word)
        starts.setdefault(word[:4], []).append(word)
    found: Kin = {}
    for word, _ in one.words:
        met = {*stems.get(_stem(word), ()), *starts.get(word[:4], ()), *(_neighbours().get(word, frozenset()) & others)}
        near = [(other, weigh_kinship(word, other)) for other in met]
        found[word] = [(other, value) for other, value in near if value]
    return found


def _turn_kin(kin: Kin) -> Kin:
    found: Kin = {}
    for word, others in kin.items():
        for other, value in others:
            found.setdefault(other, []).append((word, value))
    return found


def _share(one: Facts, kin: Kin, without: frozenset[str] = frozenset()) -> float:
    """The weight of the words of `one` that have kin, as a share (0-1); .5 where nothing is left to compare."""
    words = [(word, weight) for word, weight in one.words if word not in without]
    total = sum(weight for _, weight in words)
    if not total:
        return 0.5
    best = (max((value for other, value in kin.get(word, ()) if other not in without), default=0.0) for word, _ in words)
    return sum(weight * value for (_, weight), value in zip(words, best, strict=True)) / total


def _share_verbs(one: Facts, kin: Kin) -> float:
    kept = [max((value for _, value in kin.get(verb, ())), default=0.0) for verb in one.verbs]
    return sum(kept) / len(kept) if kept else 0.5


def _keep_names(one: frozenset[str], two: frozenset[str], kin: Kin) -> float:
    """The share (0-1) of the names of one side that the other has; 0 where it has none."""
    return sum(any(other in two and value >= 0.8 for other, value in kin.get(name, ())) for name in one) / len(one) if one else 0.0


def _keep_numbers(one: frozenset[float], two: frozenset[float]) -> float:
    return len(one & two) / len(one) if one else 0.0


def score_rewording(left: str, right: str) -> float:
    """How sure one sentence is a rewrite of the other (0-1); from `SURE` on it counts as one."""
    odds = _ODDS[0] + sum(
        weight * value for weight, value in zip(_ODDS[1:], compare_facts(read_facts(left), read_facts(right)), strict=True)
    )
    return 1 / (1 + exp(-odds))
