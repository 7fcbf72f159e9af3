"""A user's own verb dictionary in the format of PETRARCH 2: which code it writes for an act that the coder has found.

It is read as it is published: sets of words (`&WEAPON`), blocks of verbs with a code for the block and for single verbs, patterns around
the verb (`- * {AIR STRIKE} (AGAINST) [195]`), transformations of what is told or wanted (`~ a (b . ATTACK) SAY = a b 112`). Braces hold a
noun with its modifiers, parentheses a preposition with its noun; marks of order (`+ $ ^ %`) are left out. A code of two halves is that of
each direction (`[042:043]`); `[---]` says that there is no event.

The dictionary finds no acts of its own: a pattern names an act of ours when its words stand among those of the act's verb and arguments
(a noun that it has in the plural only in the plural). The pattern with most words wins, then the first. One that its comment gives to
another verb, and a verb's own code, count only where they are of the same root as ours.
"""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from offing.errors import TableError

_COMPOSED = frozenset({"02", "03", "10", "12", "13"})  # what is asked, meant, refused or threatened says the other digits
_CODE = re.compile(r"\[([\d:-]*)\]")
_TURN = re.compile(r"^~\s*a\s*\(\s*(\S)\s+(\S)\s+(\w+)\s*\)\s*(\w+)\s*=\s*a\s+b\s+(\w+)")
_FORM = "a verb dictionary of PETRARCH 2: --- NAME [code] ---, VERB, - * WORDS [code]"
_GROUP = re.compile(r"\{[^}]*\}|\([^)]*\)|[^\s{}()]+")
_MARKS = str.maketrans("{}()", "    ")
_LEFT_OUT = frozenset({"+", "$", "^", "%", "*"})

Words = tuple[str, ...]


class Phrase(Struct, frozen=True):
    """A phrase by a verb: the preposition that leads it ("" for the bare object), its head word, and all its words; lemmas and forms."""

    lead: str
    head: Words
    words: Words


class Pattern(Struct, frozen=True):
    """What stands before and after a verb, and the codes of both directions ("" where there is none).

    Each group is (preposition or "", words, the last the head; `&NAME`: any word of that set).
    """

    before: tuple[tuple[str, Words], ...]
    after: tuple[tuple[str, Words], ...]
    code: str
    mirror: str = ""
    found: Words = ()  # the verbs that it was first seen with, as its comment says


class Turn(Struct, frozen=True):
    """What an act of code `inner` becomes when a coded party tells or wants it by the verb `outer`. `doer`: a (that party), b or _."""

    doer: str
    inner: str
    outer: str
    code: str


class Verb(Struct, frozen=True):
    """A verb with the number of its block, its own code ("" for none) and the patterns of the block."""

    block: int
    code: str
    mirror: str
    patterns: tuple[Pattern, ...]


class Patterns(Struct, frozen=True):
    """Verbs by their words, sets of words by name, transformations."""

    verbs: dict[Words, Verb]
    sets: dict[str, frozenset[Words]]
    turns: tuple[Turn, ...] = ()


class Surroundings(Struct, frozen=True):
    """The verb of an act with its particle, the phrases before it (who does it) and after it, and the words right beside it."""

    verb: Words
    before: tuple[Phrase, ...]
    after: tuple[Phrase, ...]
    beside: Words = ()


def read_patterns(file: Path) -> Patterns:
    """The verb dictionary of a file. Raises TableError when it cannot be read or holds no verb."""
    try:
        lines = file.read_text("utf-8", errors="replace").splitlines()
    except OSError as problem:
        raise TableError(f"{file}: cannot be read ({problem.strerror})", hint="give the path of a verb dictionary") from problem
    sets: dict[str, set[Words]] = {}
    blocks: list[tuple[str, list[tuple[Words, str]], list[Pattern]]] = []
    turns: list[Turn] = []
    current = ""
    for line, _, note in (line.strip().partition("#") for line in lines):
        line = line.partition(";")[0].strip()
        told = _TURN.match(line)
        if told:
            turns.append(Turn(told[1], told[3], told[4], told[5]))
        elif line.startswith("---"):
            blocks.append((_read_code(line), [], []))
        elif line.startswith("&"):
            current = line.split()[0].strip("_")
            sets.setdefault(current, set())
        elif line.startswith("+") and current and not blocks:
            sets[current].add(_lower(line.split("{")[0]))
        elif line.startswith("-") and blocks:
            pattern = _read_pattern(line, note)
            if pattern is not None:
                blocks[-1][2].append(pattern)
        elif line and blocks and line[0] in "+ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            blocks[-1][1].append((_lower(re.split(r"[{\[]", line)[0]), _read_code(line)))
    if not any(verbs for _, verbs, _ in blocks):
        raise TableError(f"{file}: holds no verb", hint=f"it should be {_FORM}")
    found: dict[Words, Verb] = {}
    for number, (code, verbs, patterns) in enumerate(blocks):
        shared = tuple(patterns)
        for words, own in verbs:
            main, _, mirror = (own or code).partition(":")
            found.setdefault(words, Verb(number, main, mirror, shared))
    names = {verb[0].upper(): row.code for verb, row in found.items() if len(verb) == 1}
    known = tuple(Turn(turn.doer, names.get(turn.inner, ""), turn.outer, turn.code) for turn in turns if names.get(turn.inner))
    return Patterns(found, {name: frozenset(words) for name, words in sets.items()}, known)


def _read_code(line: str) -> str:
    told = _CODE.search(line)
    return told[1] if told else ""


def _lower(words: str) -> Words:
    return tuple(words.replace("_", " ").replace("+", " ").lower().split())


def _read_pattern(line: str, note: str) -> Pattern | None:
    """The pattern of a line; None without a verb or a code, or where only the other direction has one."""
    left, star, right = line.removeprefix("-").partition("*")
    code, _, mirror = _read_code(right).partition(":")
    if not star or not code:
        return None
    return Pattern(_split(left), _split(right.partition("[")[0]), code, mirror, tuple(re.findall(r"[a-z]+", note.lower())))


def _split(words: str) -> tuple[tuple[str, Words], ...]:
    """The groups of one side of a pattern."""
    groups = []
    for found in _GROUP.finditer(words):
        row = tuple(_spell(word) for word in found[0].translate(_MARKS).split() if word not in _LEFT_OUT)
        if row:
            led = found[0].startswith("(")
            groups.append((row[0], row[1:]) if led else ("", row))
    return tuple(groups)


def _spell(word: str) -> str:
    return word if word.startswith("&") else word.lower().strip("_")


def name_act(patterns: Patterns, around: Surroundings, code: str, mirror: str = "") -> tuple[str, str]:
    """The code that the dictionary writes for an act of CAMEO code `code`, and that of the other direction ("" for none).

    (`---`, ...) where it says that this is no event; (`code`, `mirror`) where it has nothing to say.
    """
    verb = patterns.verbs.get(around.verb) or patterns.verbs.get(around.verb[:1])
    if verb is None:
        return code, mirror
    best: tuple[float, Pattern] | None = None
    for pattern in verb.patterns:
        own = around.verb[0] in pattern.found
        size = sum(1 + len(words) for _, words in (*pattern.before, *pattern.after)) + 0.5 * own
        if size > (best[0] if best else 0.5) and (own or pattern.code[:2] == code[:2]) and _fits(patterns, pattern, around):
            best = size, pattern
    if best is not None:
        return best[1].code, best[1].mirror
    general = verb.code == f"{code[:2]}0" and code[:2] in _COMPOSED
    return (verb.code, verb.mirror) if verb.code[:2] == code[:2] and not general else (code, mirror)


def _fits(patterns: Patterns, pattern: Pattern, around: Surroundings) -> bool:
    sides = ((pattern.before, around.before), (pattern.after, around.after))
    return all(_stands(patterns, group, phrases, around.beside) for groups, phrases in sides for group in groups)


def _stands(patterns: Patterns, group: tuple[str, Words], phrases: tuple[Phrase, ...], beside: Words) -> bool:
    """Whether a group of a pattern stands there: as a phrase led so, headed so; a single word also right beside the verb."""
    lead, words = group
    if not words:
        return lead in beside or any(phrase.lead == lead for phrase in phrases)
    if not lead and len(words) == 1 and (words[0] in beside or any(phrase.lead == words[0] for phrase in phrases)):
        return True
    fitting = [phrase for phrase in phrases if phrase.lead == lead and _is_one(patterns, words[-1], phrase.head)]
    return any(all(_is_one(patterns, one, phrase.words) for one in words[:-1]) for phrase in fitting)


def _is_one(patterns: Patterns, word: str, row: Words) -> bool:
    """Whether a word of a pattern, or one of its set, stands in a row of words and lemmas; one in the plural only in the plural."""
    if not word.startswith("&"):
        return all(part in row for part in word.split("_") if part)
    return any(all(part in row for part in words) for words in patterns.sets.get(word.strip("_"), ()))


def find_turn(patterns: Patterns, outer: str, code: str, *, own: bool) -> str:
    """The code of what a party tells or wants by the verb `outer`, of an act of CAMEO code `code`; "" for none.

    `own`: the party is itself the doer of the act.
    """
    told = patterns.verbs.get((outer,))
    for turn in patterns.turns:
        said = patterns.verbs.get((turn.outer.lower(),))
        same = said is not None and told is not None and (said.block, said.code) == (told.block, told.code)
        if same and code[:2] == turn.inner[:2] and (turn.doer == "b") is not own:
            return turn.code
    return ""
