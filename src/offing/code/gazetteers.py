"""The known actors: states, bodies, groups, dated office-holders and generic agents, found in a row of words by longest match.

Tables: `tables/actors` (names from the Phoenix/PETRARCH dictionaries of the Open Event Data Alliance, MIT; the rest by hand). Persons stand
there only with an office and its dates; nobody else can become an actor by name.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct

from offing.language.tokens import split_tokens
from offing.ontology import read_table

SHOUTED = frozenset(
    "us un eu au pla sana fars pmf pmu sdf rsf icc imf gcc idf hts ttp lna mbs irna tass who ypg wto oas plo anc eta ira isi raf kla isf "
    "nld g8".split()
)
STATE, BODY, PERSON, AGENT = "state", "body", "person", "agent"


class Known(Struct, frozen=True):
    """An entry. `kind`: state, body, person or agent; `sector` and `role` (force, office, site ...) for agents; `start`, `end`: office.

    An agent that `shifts` takes the sector of the actor that stands with it: a leader of rebels is one of them.
    """

    kind: str
    code: str
    name: str
    proxy_of: str = ""
    sector: str = ""
    role: str = ""
    office: str = ""
    start: str = ""
    end: str = ""
    shifts: bool = False


class Mention(Struct, frozen=True):
    """Words `start` to `end` (half open) name a known actor; several entries when a name has changed hands over time."""

    start: int
    end: int
    known: tuple[Known, ...]


@lru_cache(maxsize=50_000)
def fold_word(word: str) -> str:
    """Lower case, no accents, straight apostrophe."""
    low = word.lower()
    if low.isascii():
        return low
    plain = low.replace("\u2019", "'").replace("\u2010", "-").replace("\u2011", "-")
    return "".join(mark for mark in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(mark))


@lru_cache(maxsize=1)
def load_known() -> dict[str, dict[tuple[str, ...], tuple[Known, ...]]]:
    """First word -> all words -> entries."""
    found: dict[tuple[str, ...], list[Known]] = {}

    def add(alias: str, known: Known) -> None:
        words = tuple(fold_word(text) for _, _, text in split_tokens(alias if alias[0].isdigit() else alias.title()))
        if words:
            found.setdefault(words, []).append(known)

    proxies: dict[str, str] = {}
    for row in csv.DictReader(read_table("actors/groups.csv").splitlines()):
        proxies[row["name"]] = row["proxy_of"]
    for row in csv.DictReader(read_table("actors/names.csv.gz").splitlines()):
        if row["code"]:
            kind = STATE if len(row["code"]) == 3 and row["code"] not in ("IGO", "NGO") else BODY
            add(row["alias"], Known(kind, row["code"], row["name"], proxies.get(row["name"], "")))
    for row in csv.DictReader(read_table("actors/offices.csv").splitlines()):
        known = Known(PERSON, row["code"], row["name"], office=row["office"], start=row["from"], end=row["to"])
        for alias in (row["name"].lower(), *row["aliases"].split("|")):
            if alias:
                add(alias, known)
    for row in csv.DictReader(read_table("actors/peoples.csv").splitlines()):
        for alias in row["aliases"].split("|"):
            for code in row["states"].split("|"):
                add(alias, Known(STATE, code, row["name"]))
    rows = list(csv.DictReader(read_table("actors/agents.csv").splitlines()))
    agents = {row["word"] for row in rows}
    for row in rows:
        known = Known(AGENT, row["country"], row["word"], sector=row["sector"], role=row["kind"], shifts=row["shifts"] == "yes")
        add(row["word"], known)
        several = pluralise(row["word"])
        if several not in agents:
            add(several, known)
    table: dict[str, dict[tuple[str, ...], tuple[Known, ...]]] = {}
    for words, entries in found.items():
        table.setdefault(words[0], {})[words] = tuple(entries)
    return table


def pluralise(words: str) -> str:
    """The plural of an agent's words, by the rules of spelling; of "head of state" and "attorney general" the first word is inflected."""
    first, space, rest = words.partition(" ")
    if space and (rest.startswith("of ") or rest == "general"):
        return f"{pluralise(first)} {rest}"
    for one, many in (("man", "men"), ("child", "children"), ("wife", "wives"), ("person", "people"), ("sheriff", "sheriffs")):
        if words.endswith(one):
            return words.removesuffix(one) + many
    if words.endswith("y") and words[-2:-1] not in "aeiou":
        return f"{words[:-1]}ies"
    return f"{words}es" if words.endswith(("s", "sh", "ch", "x")) else f"{words}s"


@lru_cache(maxsize=1)
def _load_sizes() -> dict[str, tuple[int, ...]]:
    """First word -> in how many words the names that it begins are written, longest first."""
    return {first: tuple(sorted({len(alias) for alias in row}, reverse=True)) for first, row in load_known().items()}


@lru_cache(maxsize=1)
def load_capitals() -> frozenset[str]:
    """Capitals that stand for their states."""
    return frozenset(row["alias"] for row in csv.DictReader(read_table("actors/names.csv.gz").splitlines()) if row["kind"] == "capital")


def find_mentions(words: Sequence[str]) -> list[Mention]:
    """Known actors in a row of words, left to right, longest first, no overlap. Names need a capital; agents do not."""
    table, sizes = load_known(), _load_sizes()
    low = [fold_word(word) for word in words]
    found: list[Mention] = []
    after = 0
    for at, first in enumerate(low):
        if at < after or first not in sizes:
            continue
        for size in sizes[first]:
            alias = tuple(low[at : at + size])
            entries = table[first].get(alias) if len(alias) == size else None
            fitting = _choose_fitting(entries, words[at : at + size], alias) if entries is not None else ()
            if fitting:
                after = at + size
                found.append(Mention(at, after, fitting))
                break
    return found


def _choose_fitting(entries: tuple[Known, ...], words: Sequence[str], alias: tuple[str, ...]) -> tuple[Known, ...]:
    """The entries that the case of the words suits: "us" and "un" only in capitals, names only with one, agents always."""
    shouted = len(alias) == 1 and alias[0] in SHOUTED
    named = words[0].isupper() if shouted else any(word[0].isupper() for word in words)
    return entries if named else tuple([known for known in entries if known.kind == AGENT])


def in_office(known: Known, day: str) -> bool:
    """Whether an entry holds on `day` (ISO date; "" when the day is unknown: then every entry may hold)."""
    return not day or ((not known.start or known.start <= day[:10]) and (not known.end or day[:10] <= known.end))


def left_lately(known: Known, day: str) -> bool:
    """Whether an office ended in the two months before `day`: the dead and the dismissed are still told of by what they were."""
    if not day or not known.end or known.end > day[:10]:
        return False
    return date.fromisoformat(day[:10]) - date.fromisoformat(known.end) <= timedelta(days=60)


def find_state(word: str) -> Known | None:
    """The state that a single name or demonym stands for."""
    entries = load_known().get(fold_word(word), {}).get((fold_word(word),), ())
    return next((known for known in entries if known.kind == STATE), None)
