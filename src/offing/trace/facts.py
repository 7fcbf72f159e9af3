"""What a rewrite would keep of a sentence: content words by lemma with their rarity, names, numbers, days, verbs, whether it denies."""

from __future__ import annotations

import csv
import gzip
import hashlib
import struct
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import log
from typing import NamedTuple

import numpy as np

from offing.language.tags import load_words
from offing.trace.words import STOP, WORD, normalize_word, stem_word

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
_NAMED = 0.55  # rarity of a word that may be a name


# A content word as it is compared: its rarity, hashes of itself, its stem, its first four and five letters, its length, and what it may be.
WORDS = np.dtype([("weight", "<f8"), *((name, "<u8") for name in ("code", "stem", "four", "five")), ("size", "<u4"), ("kind", "<u4")])
NAME, VERB = 1, 2
_DENIES, _DAY, _COUNTS = 1, 2, 4
_KINDS = tuple(struct.pack("<I", kind) for kind in range(4))


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a sentence: content lemmas in the order of the alphabet, numbers, days, whether it denies.

    `table` holds the lemmas as rows of `WORDS`, `run` the hashes of all lemmas in the order of the sentence; `named`: some are names.
    """

    words: tuple[str, ...]
    table: bytes
    run: bytes
    named: bool
    numbers: frozenset[float]
    days: frozenset[str]
    denies: bool


@cache
def _lemmas() -> dict[str, str]:
    """Form -> lemma, verbs before nouns."""
    found: dict[str, str] = {}
    for (form, _tag), lemma in sorted(load_words()[1].items(), key=lambda row: (not row[0][1].startswith("VB"), row)):
        found.setdefault(form, lemma)
    return found


def find_lemma(word: str) -> str:
    """The lemma of a compared word ("threw" and "thrown": "throw"); the word itself where the table has none."""
    return _lemmas().get(word, word)


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


def hash_text(text: str) -> int:
    """A stable hash of 64 bits."""
    return int.from_bytes(_digest(text), "little")


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


@lru_cache(maxsize=1 << 16)
def _pack_base(base: str) -> bytes:
    """A lemma as a row of `WORDS`, without the last column."""
    weight = struct.pack("<d", _weights().get(base, 1.0))
    return weight + b"".join(map(_digest, (base, stem_word(base), base[:4], base[:5]))) + struct.pack("<I", len(base))


class _Form(NamedTuple):
    """What a word says by itself. `base` is "" without content; a word with a capital may be a name where it opens a sentence (`opens`)
    or inside one (`named`). `tells`: that it denies, is a day, is a number."""

    code: bytes
    base: str
    opens: bool
    named: bool
    verb: bool
    tells: int


@lru_cache(maxsize=1 << 16)
def _read_form(form: str) -> _Form:
    word = normalize_word(form)
    lemma = find_lemma(word)
    counted = word[0].isdigit() or word in _UNITS or word in _TENS or word in _SCALES
    empty = counted or word in _DAYS or word in STOP or word in _WEAK or len(word) < 2
    named = not empty and form[0].isupper() and _weights().get(word, 1.0) > _NAMED
    return _Form(
        code=_digest(lemma),
        base="" if empty else lemma,
        opens=named and word not in _lemmas(),
        named=named,
        verb=lemma in _verbs(),
        tells=_DENIES * (word in _DENIALS or word.endswith("n't"))
        | _DAY * (word in _DAYS)
        | _COUNTS * (form[0].isdigit() or form.lower() in _UNITS or form.lower() in _TENS),
    )


@lru_cache(maxsize=1 << 13)
def read_facts(text: str) -> Facts:
    """The facts of one sentence."""
    found = WORD.findall(text)
    forms = [_read_form(form) for form in found]
    kinds: dict[str, int] = {}
    named = tells = 0
    for place, (_, base, opens, inside, verb, told) in enumerate(forms):
        tells |= told
        if base:
            kind = NAME if inside and (place or opens) else VERB if verb else 0
            kinds[base] = kinds.get(base, 0) | kind
            named |= kind & NAME
    words = tuple(sorted(kinds))
    return Facts(
        words=words,
        table=b"".join([_pack_base(word) + _KINDS[kinds[word]] for word in words]),
        run=b"".join([form.code for form in forms]),
        named=bool(named),
        numbers=frozenset(_read_numbers(found, forms)) if tells & _COUNTS else frozenset(),
        days=_DAYS.intersection(map(normalize_word, found)) if tells & _DAY else frozenset(),
        denies=bool(tells & _DENIES),
    )


def _read_numbers(found: list[str], forms: list[_Form]) -> set[float]:
    """The numbers of a sentence as values: "2.4 million", "eight thousand", "ninety-one", "a dozen"."""
    numbers: set[float] = set()
    value = None
    for word, read in zip(found, forms, strict=True):
        if value is None and not read.tells & _COUNTS:
            continue
        form = word.lower()
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
