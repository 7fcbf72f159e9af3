"""The codes of a side in event data: ours, or those of a user's dictionary; one for each coordinated part.

Ours are state and sector, a sector of no known state as CAMEO writes it (`---REB`). A dictionary's stand wherever it knows words of the
side: of the phrase itself, else of what hangs on it ("a court in Sudra"); a pronoun or "the group" has those of the name it stands for.
Where it knows none of them ours stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from offing.code.cameo import NOBODY
from offing.code.coreference import HE, IT, THEY
from offing.code.dictionaries import Dictionary, Entry, find_entries, join_codes
from offing.code.faces import find_tokens
from offing.code.gazetteers import AGENT
from offing.code.scenes import Scene
from offing.records import Party

_INSIDE = frozenset({"det", "amod", "nummod", "compound", "flat", "goeswith", "fixed", "nmod:poss", "nmod:desc", "list", "dep"})
_HANGING = frozenset({"nmod", "appos", "nmod:of", "nmod:unmarked"})
_DEPTH = 4
_PRONOUNS = HE | IT | THEY


class Side(Struct, frozen=True):
    """A side of a row: its code, and its words on the page ("" for nobody)."""

    code: str
    words: str = ""

    @property
    def known(self) -> bool:
        """Whether it is somebody: "soldiers" of no known state alone are nobody."""
        return not self.code.startswith(NOBODY)


def list_sides(scene: Scene, party: Party | None, dictionary: Dictionary | None = None) -> tuple[Side, ...]:
    """A party as sides: one for each of its coordinated parts that has a code; nobody (`---`) for none."""
    return tuple(Side(code, party.words if party is not None else "") for code in code_party(scene, party, dictionary))


def code_party(scene: Scene, party: Party | None, dictionary: Dictionary | None = None) -> tuple[str, ...]:
    """The codes of a party: one for each of its coordinated parts that has one; (`---`,) for none."""
    if party is None:
        return (NOBODY,)
    party = _find_meant(scene, party)
    parts = list(_list_parts(scene, party))
    if dictionary is None:
        return _code_parts(scene, parts) or (write_code(party),)
    named = find_entries(dictionary, party.name.split(), scene.day) if party.code else []
    return _code_with(dictionary, scene, parts) or join_codes(named) or (write_code(party),)


def _find_meant(scene: Scene, party: Party) -> Party:
    """The subject of the sentence that a pronoun stands for, which may be a compound and says more than its name; else the party itself."""
    if party.words.lower() not in _PRONOUNS:
        return party
    subjects = [found.party for _, found in scene.subjects if found.party.words.lower() not in _PRONOUNS]
    return next((one for one in reversed(subjects) if one.code == party.code and one.name == party.name), party)


def write_code(party: Party) -> str:
    """Our own code of a party as CAMEO writes it: `---` before a sector of no known state, and for nobody."""
    return party.code if party.state else f"{NOBODY}{party.code}"


def _code_parts(scene: Scene, parts: list[list[int]]) -> tuple[str, ...]:
    """Our codes of the parts of a compound; () unless there are several and each has one."""
    pair = scene.resolve_pair(parts[0][0], parts[0][-1] + 1) if len(parts) == 1 and len(parts[0]) > 1 else None
    if pair is not None:
        return tuple(write_code(one.party) for one in pair)
    if len(parts) < 2 or not all(_names_somebody(scene, part) for part in parts):
        return ()
    found = [scene.resolve_tokens(part[0], part[-1] + 1) for part in parts]
    codes = [write_code(one.party) for one in found if one is not None and one.party.code]
    return tuple(dict.fromkeys(codes)) if len(codes) == len(parts) else ()


def _names_somebody(scene: Scene, part: Sequence[int]) -> bool:
    """Whether a part has a name of its own, so that its state is not the one of the part before it."""
    return any(mention.start in part and mention.known[0].kind != AGENT for mention in scene.text.mentions)


def _code_with(dictionary: Dictionary, scene: Scene, parts: list[list[int]]) -> tuple[str, ...]:
    """The dictionary's codes of the parts of a side, () where it knows none of its words."""
    if not parts:
        return ()
    told = [(_find_in(dictionary, scene, part, _list_hanging(scene, part)), part) for part in parts]
    if all(entry.agent for entries, _ in told for entry in entries):  # "four children and a man" are one side
        hanging = [entry for part in parts for entry in _find_in(dictionary, scene, _list_hanging(scene, part))]
        whole = [entry for entries, _ in told for entry in entries]
        return join_codes(whole or hanging, hanging)
    codes: list[str] = []
    before: list[Entry] = []
    for entries, part in told:
        actors = [entry for entry in entries if not entry.agent]
        if not actors:
            hanging = _find_in(dictionary, scene, _list_hanging(scene, part))
            actors = [entry for entry in hanging if not entry.agent]
            entries = entries or hanging
            bare = scene.text.tags[part[0]] not in ("DT", "PRP$", "CD")
            actors = actors or (before if bare else [])  # "Norland's army and police"
        codes += join_codes(entries, actors)
        before = actors
    return tuple(dict.fromkeys(codes))


def _find_in(dictionary: Dictionary, scene: Scene, part: Sequence[int], hanging: Sequence[int] = ()) -> list[Entry]:
    """What the dictionary knows of the tokens of a phrase; a name may go on in what hangs on it ("Ministry of Defence")."""
    row = range(part[0], hanging[-1] + 1) if hanging and part and hanging[-1] > part[-1] else part
    found = find_entries(dictionary, [scene.text.words[at] for at in row], scene.day)
    return [entry for entry in found if row[entry.start] in part]


def _list_parts(scene: Scene, party: Party) -> Iterator[list[int]]:
    """The tokens of each coordinated part of a party, without what hangs on it by a preposition or as a clause."""
    start, end = find_tokens(scene, party)
    if start < 0:
        return
    if not scene.analysis.heads:
        yield list(range(start, end))
        return
    tree = scene.tree
    top = find_top(scene, start, end)
    if tree.base(top) == "appos" and tree.heads[top] >= 0:
        top = tree.heads[top]  # "the commander, General X": one and the same
    mates = [top, *(at for at in tree.below(top, "conj") if scene.text.tags[at].startswith(("NN", "PRP", "JJ", "CD")))]
    for mate in mates:
        inside = sorted(_gather(scene, mate))
        if inside:
            yield inside


def find_top(scene: Scene, start: int, end: int) -> int:
    """The token of a phrase that its other tokens hang on; -1 for no phrase."""
    heads = scene.analysis.heads
    return next((at for at in range(start, end) if not start <= heads[at] < end), start)


def _gather(scene: Scene, top: int) -> set[int]:
    """A word and what stands inside its phrase."""
    tree, found, waiting = scene.tree, {top}, [top]
    while waiting:
        at = waiting.pop()
        for child in tree.children[at]:
            relation = tree.relations[child]
            joined = at != top and tree.base(child) in ("conj", "cc")  # "US and British activists"
            name = tree.base(child) == "case" and scene.text.tags[child] == "POS"
            if child not in found and (relation in _INSIDE or tree.base(child) in _INSIDE or joined or name):
                found.add(child)
                waiting.append(child)
    return found


def _list_hanging(scene: Scene, part: Sequence[int]) -> list[int]:
    """The tokens of the nouns that hang on a part: after a preposition, or set beside it; "from ..." right after it wherever it hangs."""
    if not scene.analysis.heads:
        return []
    tree, end = scene.tree, part[-1] + 1 if part else 0
    level, found = list(part), set[int]()
    for _ in range(_DEPTH):
        children = [child for at in level for child in tree.children[at]]
        level = [child for child in children if child not in part and tree.relations[child] in _HANGING and child not in found]
        for at in level:
            found |= _gather(scene, at)
        if found:
            break
    if not found and scene.text.words[end : end + 1] == ("from",):
        found = _gather(scene, tree.heads[end]) if tree.heads[end] > end else found
    return sorted(found)
