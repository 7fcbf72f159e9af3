"""A user's own actor dictionary in the format of TABARI and PETRARCH: names with codes that hold for a time, agents, discards.

Who compares with event data coded by PETRARCH (Phoenix, ICEWS-like series) needs its actor codes letter by letter, also those that say more
than state and sector (`IGOEUREEC`). The files are read as they are published: a name and its synonyms (`+`), then codes in brackets, each
with the days it holds (`[EGYGOV >20140608]`, two-digit years from 30 on are of the last century); agents with `~` where the actor's code
goes, their plurals in braces or by spelling, and sets of words (`!PERSON! = MAN, WOMAN`); discards are plain words. `_` and space both part
words, a word counts only as a whole, its case only in so far as a name has a capital somewhere.

How a phrase gets its code is PETRARCH's way: the actors named in it, else those in what hangs on it ("a court in Sudra"), each with the
codes of all agents of the phrase that it does not hold yet; agents alone are of no known state (`---GOV`). Nothing here is shipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from offing.code.gazetteers import SHOUTED, fold_word, pluralise
from offing.code.patterns import Patterns, read_patterns
from offing.errors import TableError

UNKNOWN = "---"
_GENERAL = "PPL"  # people of no kind: only where no other agent is named
_CODE = re.compile(r"\[([^\]]*)\]")
_DATED = re.compile(r"^(?P<code>[\w~-]+)\s*(?:(?P<sign>[<>])\s*(?P<one>\d+)|(?P<from>\d+)\s*-\s*(?P<to>\d+))?$")
_SET = re.compile(r"^(![^!\s]+!)\s*=\s*(.+)$")
_BRACES = re.compile(r"\{([^}]*)\}")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_WORD = re.compile(r"[^\W_]+")
_CENTURY = 30
_NAMED = ("*actors*.txt", "*agents*.txt", "*discards*.txt", "*verbs*.txt", "CAMEO*.txt")
_BLOCK = re.compile(r"^---\s+\S+\s+\[", re.MULTILINE)
_FORM = "a dictionary of TABARI or PETRARCH: NAME [CODE], NAME [~AGENT], +SYNONYM"


class Sense(Struct, frozen=True):
    """A code with the days on which it holds (ISO, both inclusive; "" open). An agent's code has no `~`; `leads`: it stands before."""

    code: str
    start: str = ""
    end: str = ""
    leads: bool = False


class Dictionary(Struct, frozen=True):
    """Names of actors and words for agents by their first word, longest first; discards; patterns of verbs; `files`: what was read."""

    actors: dict[str, tuple[tuple[tuple[str, ...], tuple[Sense, ...]], ...]]
    agents: dict[str, tuple[tuple[tuple[str, ...], tuple[Sense, ...]], ...]]
    discards: tuple[tuple[str, ...], ...] = ()
    patterns: Patterns | None = None
    files: tuple[Path, ...] = ()


class Entry(Struct, frozen=True):
    """Words `start` to `end` of a row name an actor or an agent with this code."""

    start: int
    end: int
    code: str
    agent: bool = False
    leads: bool = False


def open_dictionary(paths: Iterable[Path]) -> Dictionary:
    """The dictionary that files, or all texts of folders called after actors, agents, discards, verbs or CAMEO, make together.

    Later files win nothing: a name that several give keeps all its codes, in their order; of verb dictionaries the first is used. Raises
    TableError when a path is absent or holds no entry.
    """
    files: list[Path] = []
    for path in paths:
        inside = [one for name in _NAMED for one in sorted(path.glob(name))] if path.is_dir() else [path]
        files += inside
        if not inside:
            raise TableError(f"{path}: holds no dictionary", hint=f"its files are {', '.join(_NAMED)}")
    actors: dict[tuple[str, ...], list[Sense]] = {}
    agents: dict[tuple[str, ...], list[Sense]] = {}
    discards: list[tuple[str, ...]] = []
    patterns: Patterns | None = None
    for file in files:
        try:
            text = file.read_text("utf-8", errors="replace")
        except OSError as problem:
            raise TableError(
                f"{file}: cannot be read ({problem.strerror})", hint="give the path of a dictionary, or of its folder"
            ) from problem
        if "discard" in file.name.lower():
            discards += [pieces for line in _list_lines(text) if (pieces := _split(line.lstrip("+")))]
            continue
        if _BLOCK.search(text):
            patterns = patterns or read_patterns(file)
            continue
        before = len(actors) + len(agents)
        for names, senses in _read_entries(text):
            for words, sense in ((words, sense) for words in names for sense in senses):
                table = agents if "~" in sense.code else actors
                table.setdefault(words, []).append(_strip(sense))
        if len(actors) + len(agents) == before:
            raise TableError(f"{file}: holds no entry", hint=f"it should be {_FORM}")
    return Dictionary(_index(actors), _index(agents), tuple(discards), patterns, tuple(files))


def _list_lines(text: str) -> Iterator[str]:
    """The lines that say something, without comments."""
    for line in _COMMENT.sub("", text).splitlines():
        said = line.partition("#")[0].strip()
        if said:
            yield said


def _read_entries(text: str) -> Iterator[tuple[list[tuple[str, ...]], list[Sense]]]:
    """Names with their codes. Synonyms follow the codes of their name, or stand between it and them."""
    sets: dict[str, list[str]] = {}
    names: list[tuple[str, ...]] = []
    senses: list[Sense] = []
    for line in _list_lines(text):
        told = _SET.match(line)
        if told:
            sets[told[1]] = [word.strip() for word in told[2].split(",")]
            continue
        name, bracket, _ = line.partition("[")
        said = [sense for code in _CODE.findall(line) if (sense := _read_sense(code)) is not None] if bracket else []
        if name.strip() and not name.startswith("+"):
            if names:
                yield names, senses
            names, senses = [], []
        if name.strip():
            names += _spell(name.lstrip("+"), sets, agent=any("~" in sense.code for sense in said))
        senses += said
    if names:
        yield names, senses


def _read_sense(words: str) -> Sense | None:
    """A code with its days; None when a date is none, so that the code would hold always."""
    told = _DATED.match(words.strip())
    if told is None:
        return None
    days = [_read_day(told[name]) for name in ("one", "from", "to") if told[name]]
    if "" in days:
        return None
    code = told["code"].upper()
    if told["sign"]:
        return Sense(code, start=days[0]) if told["sign"] == ">" else Sense(code, end=days[0])
    start, end = days if days else ("", "")
    return Sense(code, start, end)


def _read_day(digits: str) -> str:
    """A date of six or eight digits as ISO, "" when it is none."""
    if len(digits) == 6:
        digits = f"{20 if int(digits[:2]) < _CENTURY else 19}{digits}"
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 else ""


def _strip(sense: Sense) -> Sense:
    return Sense(sense.code.replace("~", ""), sense.start, sense.end, leads=sense.code.endswith("~"))


def _spell(name: str, sets: dict[str, list[str]], *, agent: bool) -> list[tuple[str, ...]]:
    """The ways an entry is written: sets of words filled in, an agent also in the plural (that of its braces; `{}`: none)."""
    braces = _BRACES.search(name)
    forms = [_BRACES.sub("", name)]
    for mark, members in sets.items():
        forms = [form.replace(mark, word) for form in forms for word in (members if mark in form else [""])]
    plain = [words for form in forms if (words := _split(form))]
    if not agent:
        return plain
    several = [_split(one) for one in braces[1].split(",")] if braces else [_split(pluralise(" ".join(words))) for words in plain]
    return plain + [words for words in several if words]


def _split(words: str) -> tuple[str, ...]:
    return tuple(_cut(words.replace("_", " ")))


@lru_cache(maxsize=20_000)
def _cut(words: str) -> tuple[str, ...]:
    """Words in one spelling: lower case, no accents, no dots in abbreviations, hyphens and apostrophes part words, no possessive."""
    plain = fold_word(words).replace(".", "").replace("'s ", " ")
    return tuple(_WORD.findall(plain.removesuffix("'s")))


def _index(table: dict[tuple[str, ...], list[Sense]]) -> dict[str, tuple[tuple[tuple[str, ...], tuple[Sense, ...]], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], tuple[Sense, ...]]]] = {}
    for words, senses in table.items():
        found.setdefault(words[0], []).append((words, tuple(senses)))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}


def find_entries(dictionary: Dictionary, words: Sequence[str], day: str = "") -> list[Entry]:
    """The actors, then the agents that a row of words names, longest first, no overlap. `day` (ISO): the codes that hold then.

    Without a day the words themselves may tell it: of "President X" who once was president the code with the sector of presidents.
    """
    cells = [(at, piece) for at, word in enumerate(words) for piece in _cut(word)]
    pieces = [piece for _, piece in cells]
    taken: set[int] = set()
    found: list[Entry] = []
    known: list[tuple[Sense, ...]] = []
    for agent, table in ((False, dictionary.actors), (True, dictionary.agents)):
        for at, first in enumerate(pieces):
            for alias, senses in table.get(first, ()) if at not in taken else ():
                if not agent and len(alias) == 1 and found and _is_agent(dictionary, first):
                    continue  # "the senate" of the state that is named before it
                span = range(at, at + len(alias))
                if tuple(pieces[at : span.stop]) != alias or taken.intersection(span):
                    continue
                low, high = cells[at][0], cells[span.stop - 1][0] + 1
                if (at and cells[at - 1][0] == low) or (span.stop < len(cells) and cells[span.stop][0] == high - 1):
                    continue  # "Norland-backed" names a patron, "government-held" no government
                sense = _choose(senses, day)
                if sense is not None and (agent or _has_capital(words[low:high])):
                    found.append(Entry(low, high, sense.code, agent, sense.leads))
                    known.append(senses)
                    taken.update(span)
                    break
    return found if day else _date_by_title(found, known)


def _date_by_title(entries: list[Entry], senses: list[tuple[Sense, ...]]) -> list[Entry]:
    """Entries of no known day, each actor with the one of its codes that ends in the code of an agent of the row, where one does."""
    titles = tuple({one.code for one in entries if one.agent and not one.leads and one.code != _GENERAL})
    if not titles:
        return entries
    fitting = (
        next((sense.code for sense in own if sense.code.endswith(titles)), one.code) for one, own in zip(entries, senses, strict=True)
    )
    return [one if one.agent else replace(one, code=code) for one, code in zip(entries, fitting, strict=True)]


def _is_agent(dictionary: Dictionary, word: str) -> bool:
    """Whether a single word is an agent too."""
    return any(alias == (word,) for alias, _ in dictionary.agents.get(word, ()))


def _choose(senses: tuple[Sense, ...], day: str) -> Sense | None:
    """The code of a day: the first that is dated and holds, else one without dates. Without a day: one without dates, else the latest."""
    dated = [sense for sense in senses if sense.start or sense.end]
    plain = next((sense for sense in senses if sense not in dated), None)
    if not day:
        return plain or max(dated, key=lambda sense: sense.end or "9999", default=None)
    holding = (sense for sense in dated if (sense.start or day) <= day[:10] <= (sense.end or day))
    return next(holding, plain)


def _has_capital(words: Sequence[str]) -> bool:
    """Whether a name may be written so: with a capital somewhere; "us", "who" and the like only in capitals."""
    if len(words) == 1 and words[0].lower() in SHOUTED:
        return words[0].isupper()
    return any(mark.isupper() for word in words for mark in word)


def join_codes(entries: Sequence[Entry], actors: Sequence[Entry] | None = None) -> tuple[str, ...]:
    """The codes of a phrase with these entries: each of its actors (or `actors` in their place) with all its agents; () for none.

    Of two codes one of which only says less ("US President X": USA, USAGOV) the longer stays.
    """
    agents = list(dict.fromkeys((one.code, one.leads) for one in entries if one.agent))
    if any(code != _GENERAL for code, _ in agents):
        agents = [one for one in agents if one[0] != _GENERAL]
    named = [one.code for one in (actors if actors is not None else entries) if not one.agent and one.code.strip("-")]
    found = []
    for code in named or ([UNKNOWN] if agents else []):
        whole = code
        for agent, leads in agents:
            if agent not in whole:
                whole = f"{agent}{whole.strip('-')}" if leads else f"{whole}{agent}"
        found.append(whole)
    return tuple(one for one in dict.fromkeys(found) if not any(other != one and other.startswith(one) for other in found))


def is_discarded(dictionary: Dictionary, words: Sequence[str]) -> bool:
    """Whether a sentence holds a discard, so that its users do not code it."""
    pieces = [piece for word in words for piece in _cut(word)]
    starts: dict[str, list[int]] = {}
    for at, piece in enumerate(pieces):
        starts.setdefault(piece, []).append(at)
    return any(tuple(pieces[at : at + len(words)]) == words for words in dictionary.discards for at in starts.get(words[0], ()))
