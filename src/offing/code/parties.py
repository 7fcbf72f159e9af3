"""Parties of the learned reader: the phrase around the word it points at, and a party that the tables do not know.

What no table knows keeps its words. It takes the code of the side that its phrase names ("US freighter", "NATO instructors", a town of a
known country); a role without a state shows its sector alone.
"""

from __future__ import annotations

from msgspec.structs import replace

from offing.code.actions import Hit
from offing.code.actors import Found
from offing.code.gazetteers import AGENT, PERSON, Mention
from offing.code.scenes import Scene
from offing.language.analyses import Argument, Predicate
from offing.language.trees import NOMINAL
from offing.records import Party

_NAME = frozenset({"flat", "goeswith", "fixed"})  # the treebank hangs the words of a name on the first
_BODIES = frozenset({"ORG", "NORP", "FACILITY"})
_NEVER = frozenset({"allies", "count"})


def find_argument(scene: Scene, predicate: Predicate, head: int) -> Argument | None:
    """The noun phrase around a word: an argument of the predicate that holds it, else the phrase of the tree."""
    around = [one for one in predicate.arguments if one.start <= head < one.end]
    if around:
        return min(around, key=lambda one: one.end - one.start)
    analysis = scene.analysis
    if analysis.tokens[head].tag not in NOMINAL and not analysis.tokens[head].tag.startswith("NN"):
        return None
    tree = scene.tree
    top, seen = head, 0
    while tree.base(top) in _NAME and tree.heads[top] >= 0 and seen < 8:
        top, seen = tree.heads[top], seen + 1
    start, end, last = tree.phrase(top)
    return Argument("", start, end, last) if start <= head < end else Argument("", head, head + 1, head)


def name_unknown(scene: Scene, argument: Argument) -> Found | None:
    """A party that no table knows, in its words, with the code of the side it is a thing of. A private person or a time is none."""
    analysis = scene.analysis
    token = analysis.tokens[argument.head]
    owner = _find_owner(scene, argument)
    place = next((code for start, end, code in scene.located() if start <= argument.head < end), "")
    named = any(one.kind == "PERSON" and one.start < argument.end and one.end > argument.start for one in analysis.entities)
    body = any(one.kind in _BODIES and one.start <= argument.head < one.end for one in analysis.entities)
    if token.tag.startswith("NNP") and not (body or place or owner is not None):
        return None  # a name of which only its place in the sentence speaks may be a person's
    if not (token.tag.startswith("NN") or (owner is not None and token.tag == "JJ")) or (named and not place and owner is None):
        return None
    start = argument.start
    while start < argument.head and analysis.tokens[start].tag in ("DT", "PDT", "PRP$"):
        start += 1
    known = owner.known[0] if owner is not None else None
    code = place or (known.code if known is not None and not named else "")
    if not code and not named:
        code = next((code for low, high, code in scene.located() if start <= low and high <= argument.head), "")
    party = Party(words=scene.words(start, argument.end), span=scene.span(start, argument.end), code=code)
    return Found(party, "unknown", token.lemma.lower(), plural=token.tag in ("NNS", "NNPS"))


def _find_owner(scene: Scene, argument: Argument) -> Mention | None:
    """The side that a phrase names before its head, or as its head; of several the last."""
    found = None
    for mention in scene.text.mentions:
        if argument.start <= mention.start <= argument.head and mention.known[0].kind not in (AGENT, PERSON):
            found = mention
    return found


def show_sectors(hit: Hit) -> Hit:
    """A hit whose parties of no known state show their sector alone."""
    return replace(hit, who=_show_sector(hit.who), whom=_show_sector(hit.whom))


def _show_sector(found: Found | None) -> Found | None:
    if found is None or found.party.code or found.party.proxy_of or not found.sector or found.kind in _NEVER:
        return found
    return replace(found, party=replace(found.party, code=found.sector))
