"""Whose "the army" is: the state of a party that its own phrase does not name, from the states that stand elsewhere in the sentence.

A log-linear choice among the states of the sentence and none of them. What is seen of a state: as what it stands there (name, adjective,
capital, place, body, office-holder), on which side and how far, under which words; the weights (`tables/actors/homes.csv`) were fitted by
`tools/build_homes.py` on the hand-coded clauses. Nobody's patron is ever asked for: a proxy's patron is cut out before.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from offing.code.actors import Words
from offing.code.gazetteers import AGENT, BODY, PERSON, STATE, fold_word, in_office, load_capitals
from offing.language.analyses import Argument
from offing.ontology import read_table

NONE = ""
_GROUND = frozenset("in near at outside across inside around over".split())
_OWNERS = frozenset("its his her their our my your".split())
_BIG = frozenset("GOV MIL COP JUD LEG SPY".split())
_ABROAD = frozenset({"IGO", "IMG", "NGO"})


class Home(Struct, frozen=True):
    """A state where it stands: tokens `start` to `end`, and as what (name, adjective, capital, place, body, person)."""

    state: str
    start: int
    end: int
    kind: str


def find_homes(text: Words, places: Sequence[tuple[int, int, str]], argument: Argument, day: str) -> list[Home]:
    """The states that stand outside a phrase. `places`: (first token, end, country) of located places."""
    homes = []
    taken: set[int] = set()
    for mention in text.mentions:
        if argument.start <= mention.start < argument.end:
            continue
        known = next((one for one in mention.known if one.kind != AGENT and in_office(one, day)), None)
        if known is None or known.code[:3] in _ABROAD:
            continue
        kind = {STATE: "name", BODY: "body", PERSON: "person"}[known.kind]
        if known.kind == STATE and " ".join(fold_word(word) for word in text.words[mention.start : mention.end]) in load_capitals():
            kind = "capital"
        elif known.kind == STATE and text.tags[mention.end - 1] == "JJ":
            kind = "adjective"
        homes.append(Home(known.code[:3], mention.start, mention.end, kind))
        taken.update(range(mention.start, mention.end))
    for start, end, country in places:
        if not taken & set(range(start, end)) and not argument.start <= start < argument.end:
            homes.append(Home(country, start, end, "place"))
    return sorted(homes, key=lambda home: home.start)


def describe_home(home: Home, homes: Sequence[Home], text: Words, heads: Sequence[int], argument: Argument, sector: str) -> list[str]:
    """What the weights see of one state that stands in the sentence."""
    side = "before" if home.end <= argument.start else "after"
    gap = argument.start - home.end if side == "before" else home.start - argument.end
    near = "0" if gap < 2 else "1" if gap < 5 else "2" if gap < 10 else "3"
    states = {one.state for one in homes}
    lead = text.words[home.start - 1].lower() if home.start else ""
    lead = text.words[home.start - 2].lower() if lead == "the" and home.start > 1 else lead
    group = sector if sector in _BIG | {"REB", "OPP", "PTY", "CVL"} else "other"
    det = find_determiner(text, argument)
    ground = "ground" if lead in _GROUND else lead if lead in ("of", "by", "with", "from", "to", "against") else "other"
    owned = _find_owned(text, home)
    likely = "same" if owned and owned == sector else "another" if owned else "nothing"
    seen = [
        home.kind, f"{side} {near}", f"{home.kind} {side}", f"{group} {home.kind}", f"{det} {side}", f"lead {ground}",
        f"{group} lead {ground}", f"owned {likely}", f"{group} owned {owned or 'nothing'}",
    ]  # fmt: skip
    seen.append("only" if len(states) == 1 else "of two" if len(states) == 2 else "of many")
    if len(states) > 1:
        seen.append("first" if home.state == homes[0].state else "later")
        nearer = min(homes, key=lambda one: min(abs(one.end - argument.start), abs(one.start - argument.end)))
        seen.append("nearest" if nearer.state == home.state else "farther")
        before = [one for one in homes if one.end <= argument.start]
        if before and before[-1].state == home.state:
            seen += ["last before", f"{det} last before"]
    if heads and argument.head < len(heads):
        hung = _relate(heads, home, argument)
        seen += [f"tree {hung}", f"{group} tree {hung}", f"{det} tree {hung}"]
    return seen


def _find_owned(text: Words, home: Home) -> str:
    """The sector of the actor that the name of a state stands before ("Croatian prosecutors"), or ""."""
    for mention in text.mentions:
        if mention.start in (home.end, home.end + 1, home.end + 2) and mention.known[0].kind == AGENT:
            between = text.words[home.end : mention.start]
            if all(word in ("'s", "’s", "'") or word[:1].islower() for word in between):
                return mention.known[0].sector
    return ""


def _relate(heads: Sequence[int], home: Home, argument: Argument) -> str:
    """How a name hangs in the tree beside a phrase: under it, over it, beside it on one word, one word higher, or apart."""
    mine, theirs = _climb(heads, argument.head), _climb(heads, home.end - 1)
    if argument.head in theirs:
        return "under"
    if home.end - 1 in mine:
        return "over"
    meeting = next((at for at in mine if at in theirs), -1)
    if meeting < 0:
        return "apart"
    return f"{min(mine.index(meeting), 3)}{min(theirs.index(meeting), 4)}"


def _climb(heads: Sequence[int], at: int) -> list[int]:
    """A word and what it hangs on, up to the root."""
    path = []
    while 0 <= at < len(heads) and at not in path:
        path.append(at)
        at = heads[at]
    return path


def find_determiner(text: Words, argument: Argument) -> str:
    """What a phrase begins with: an owner ("its"), "the", "a", a number, or nothing."""
    word = text.words[argument.start].lower()
    if word in _OWNERS:
        return "their" if word == "their" else "its"
    if word in ("the", "those", "these", "this", "that", "both"):
        return "the"
    if text.tags[argument.start] in ("DT", "CD"):
        return "a"
    return "pronoun" if text.tags[argument.start].startswith("PRP") else "bare"


def describe_none(homes: Sequence[Home], text: Words, argument: Argument, sector: str) -> list[str]:
    """What the weights see of the answer that no state is told."""
    det = find_determiner(text, argument)
    count = min(len({home.state for home in homes}), 3)
    return ["none", f"none {det}", f"none {sector}", f"none of {count}", f"none {det} of {count}", f"none {det} {sector}"]


@lru_cache(maxsize=1)
def load_weights() -> dict[str, float]:
    """Weights of what is seen."""
    return {row["seen"]: float(row["weight"]) for row in csv.DictReader(read_table("actors/homes.csv").splitlines())}


def choose_home(homes: Sequence[Home], text: Words, heads: Sequence[int], argument: Argument, sector: str) -> str:
    """The state that a phrase of role `sector` most likely belongs to, "" for none. Equal scores: the one that stands first."""
    if not homes:
        return NONE
    weights = load_weights()
    best, high = NONE, sum([weights.get(one, 0.0) for one in describe_none(homes, text, argument, sector)])
    for home in homes:
        score = sum([weights.get(one, 0.0) for one in describe_home(home, homes, text, heads, argument, sector)])
        if score > high:
            best, high = home.state, score
    return best
