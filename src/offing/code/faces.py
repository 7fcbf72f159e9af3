"""The face that an act shows to event data: type, actor and recipient as records of PLOVER and CAMEO have them, in the page's words.

A claim keeps what our codebook asks for: no topic and no place is a side of it (section 4), and of an act of equals both stand in `who`.
Event data file the same act otherwise, and a face follows them, without changing the claim:

- *Compound actors are spread out* ("compound entities ... a user might expand this": PLOVER manual, actor and recipient; CAMEO manual,
  symmetric events): of "X and Y agreed", "talks between X and Y" each is actor of a record whose recipient is the other.
- *The recipient is what the act is directed at*: the side that the claim names; where it names none, the thing dealt with ("rejected the
  plan"), also inside what is agreed to or asked for ("agreed to accept refugees"); else the place it is done in ("a curfew in the port").
- *The type* is PLOVER's by `cameo.name_record`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from offing.code.actions import LIGHT, Hit
from offing.code.cameo import name_record
from offing.code.claims import weigh_sheet
from offing.code.gates import ONE_SIDE
from offing.code.parties import name_unknown
from offing.code.scenes import Scene
from offing.code.sheets import Sheet
from offing.language.analyses import Analysis, Argument, Predicate
from offing.ontology import load_actions
from offing.records import Claim, Party, Status

_EQUALS = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT", "ASSAULT"})
_MUTUAL = frozenset({"057"})  # "support from X and Y" is not each other's: only what both sign is
_AT = ("against", "with", "to", "on", "into", "about", "toward", "towards", "upon", "at", "between", "from", "of")
_DEALT_WITH = ("patient", *_AT, "for")
_ROLES = {  # of some acts the object is what is given or moved, and "for" tells the cause
    "AID": (*_AT, "for", "patient"), "SANCTION": (*_AT, "for", "patient"), "MOBILIZE": _AT,
    "ACCUSE": ("patient", *_AT), "PROTEST": ("patient", *_AT), "THREATEN": ("patient", *_AT),
}  # fmt: skip
_PLACES = ("in", "at", "near", "along", "around", "across", "inside", "outside", "through", "on", "to", "from")
_CONTENT = frozenset({"to", "that", "ing", "bare", "of", "for", "from", "on", "against", "into", "in"})
_NAMING = frozenset({"patient", "of", "with", "as", "to", "on", "modifier", "for"})
_COMING = frozenset({"arrive", "deploy", "serve", "participate", "go", "land"})
_HELD_OUT = frozenset({"offer", "propose", "promise", "pledge", "seek", "invite", "discuss"})  # their object is not there yet
_DECREES = frozenset(
    "order decide authorise authorize approve announce decree instruct direct issue declare sign warrant decision order".split()
)
_OPEN = frozenset({Status.PLANNED, Status.EXPECTED, Status.CONDITIONAL, Status.DID_NOT_HAPPEN})
_DEEP = 3
_LOOSE = frozenset({"acl:relcl", "appos", "parataxis", "punct", "advcl", "cc", "conj", "nsubj", "cop", "discourse", "list"})


class Face(Struct, frozen=True):
    """A record of event data: PLOVER type, CAMEO code ("" where CAMEO has none), actor and recipient (None: not named), the claim behind.

    A recipient that is a thing or a place has the code of the state or side that it names, "" where it names none.
    """

    kind: str
    code: str
    actor: Party | None
    recipient: Party | None
    claim: Claim


def show_sheet(sheet: Sheet, *, half: bool = False) -> Iterator[Face]:
    """The faces of a sentence's claims; an act of equals has one for each direction.

    `half`: also those of acts that are no claims only because a single side is named, where what they are directed at is known: event
    data want two codes, and a thing or place of a state has one ("voiced grief at the floods in X").
    """
    for hit, drafts in weigh_sheet(sheet):
        for claim, refused in drafts:
            if not refused:
                yield from _show_claim(sheet, hit, claim)
            elif half and refused == ONE_SIDE and claim.who is not None:
                yield from (face for face in _show_claim(sheet, hit, claim) if face.recipient is not None and face.recipient.code)


def _show_claim(sheet: Sheet, hit: Hit, claim: Claim) -> Iterator[Face]:
    kind, code = name_act(sheet.scene.analysis, hit.index, claim.action, claim.mode, claim.status)
    mutual = claim.action in _EQUALS and (claim.action != "SUPPORT" or code in _MUTUAL)
    pair = _find_pair(sheet, claim) if mutual else None
    if pair is not None:
        yield Face(kind, code, pair[0], pair[1], claim)
        yield Face(kind, code, pair[1], pair[0], claim)
    elif claim.whom is not None:
        yield Face(kind, code, claim.who, claim.whom, claim)
    else:
        yield Face(kind, code, claim.who, find_recipient(sheet, hit, claim), claim)


def name_act(analysis: Analysis, index: int, action: str, mode: str, status: Status) -> tuple[str, str]:
    """The PLOVER type and CAMEO code of an act of ours that predicate `index` tells."""
    predicate = analysis.predicates[index]
    refused = predicate.negated and status in _OPEN
    words = list_words(analysis, index)
    if action == "REQUEST":
        words += [one.lemma for one in analysis.predicates if one.parent == index and one.link in ("to", "that", "bare")]
    return name_record(action, mode, status, words, decreed=_is_decreed(analysis, index), refused=refused)


def list_words(analysis: Analysis, index: int) -> list[str]:
    """The lemmas that may name an act more closely than its type: its word, what it is done with or to, what these are called after."""
    predicate = analysis.predicates[index]
    tokens = analysis.tokens
    words = [predicate.lemma, *_list_plural(analysis, predicate.trigger)]
    for argument in predicate.arguments if predicate.lemma not in _HELD_OUT else ():
        if argument.role in _NAMING or (argument.role == "agent" and predicate.lemma in _COMING):
            for at in range(argument.end - 1, argument.start - 1, -1):
                words += [tokens[at].lemma.lower(), *_list_plural(analysis, at)]
    if analysis.heads:
        told = [at for at, head in enumerate(analysis.heads) if head == predicate.trigger and analysis.relations[at] == "xcomp"]
        words += [tokens[at].lemma.lower() for at in told if tokens[at].tag == "JJ"]  # "found guilty"
    if predicate.kind == "noun" and index and tokens[predicate.trigger - 1].text.lower() == "of":
        words.append(tokens[predicate.trigger - 2].lemma)
    return words


def _list_plural(analysis: Analysis, at: int) -> list[str]:
    """The plural of a noun as it is written, for some say more than their lemma ("talks")."""
    return [analysis.tokens[at].text.lower()] if analysis.tokens[at].tag == "NNS" else []


def _is_decreed(analysis: Analysis, index: int) -> bool:
    """Whether who has the power to has ordered, decided or announced an act, so that it is to come by that alone."""
    predicate = analysis.predicates[index]
    above = analysis.predicates[predicate.parent] if predicate.parent >= 0 else None
    return above is not None and above.lemma in _DECREES and predicate.link in ("patient", "to", "of", "for") and not above.negated


def _find_pair(sheet: Sheet, claim: Claim) -> tuple[Party, Party] | None:
    """The two sides of an act that both do: joined by "and" in the words of the doer, with no other recipient."""
    scene = sheet.scene
    if claim.whom is not None:
        return None
    start, end = find_tokens(scene, claim.who)
    cuts = [at for at in range(start + 1, end - 1) if scene.text.words[at].lower() == "and"]
    crowd = bool(cuts) and all(scene.text.tags[at] in ("NN", "NNS") for at in (cuts[0] - 1, cuts[0] + 1))
    if not cuts or crowd:  # "workers and students" are one crowd
        return None
    left, right = (scene.resolve_tokens(*part) for part in ((start, cuts[0]), (cuts[0] + 1, end)))
    return (
        left.party if left is not None else _name(scene, start, cuts[0]),
        right.party if right is not None else _name(scene, cuts[0] + 1, end),
    )


def find_recipient(sheet: Sheet, hit: Hit, claim: Claim) -> Party | None:
    """What an act is directed at when no side is named: the thing dealt with, else the place; None where the sentence names neither."""
    scene = sheet.scene
    predicates = scene.analysis.predicates
    levels = list(_list_content(predicates, hit.index))
    marks = {predicates[at].trigger for at in (hit.index, *hit.joined)}
    taken = find_tokens(scene, claim.who)
    dealt = _find_phrase(scene, levels, _ROLES.get(claim.action, _DEALT_WITH), hit, marks, taken)
    if dealt is not None:
        return dealt
    if claim.where is not None:
        return Party(words=claim.where.words, span=claim.where.span, code=claim.where.country)
    return _find_phrase(scene, levels, _PLACES, hit, marks, taken)


def _find_phrase(
    scene: Scene, levels: list[int], roles: tuple[str, ...], hit: Hit, marks: set[int], taken: tuple[int, int]
) -> Party | None:
    """The first phrase in one of these roles, as the roles stand, of the first predicate that has one; None when there is none."""
    for index in levels:
        fitting = [one for one in scene.analysis.predicates[index].arguments if one.role in roles]
        for argument in sorted(fitting, key=lambda one: (roles.index(one.role), one.start)):
            aside = argument.start < taken[1] and taken[0] < argument.end
            if not aside and _is_thing(scene, argument, hit, marks):
                return _spell_out(scene, argument)
    return None


def _list_content(predicates: tuple[Predicate, ...], index: int) -> Iterator[int]:
    """A predicate, the verb that lends itself to it, and what hangs on them as their content, from above down."""
    level = [index]
    if predicates[index].kind == "noun" and predicates[index].parent >= 0 and predicates[index].link == "patient":
        level.append(predicates[index].parent)  # "launched an investigation into": what follows may hang on either
    for _ in range(_DEEP):
        yield from level
        below = [(at, one) for at, one in enumerate(predicates) if one.parent in level and at not in level]
        level = [at for at, one in below if one.link == "patient" or (one.kind == "verb" and one.link in _CONTENT)]


def _is_thing(scene: Scene, argument: Argument, hit: Hit, marks: set[int]) -> bool:
    """Whether a phrase can be what an act is directed at: a noun that names neither a time nor the act itself."""
    analysis = scene.analysis
    top = _find_top(scene, argument) if analysis.heads else argument.head
    nominal = any(analysis.tokens[at].tag.startswith("NN") for at in (top, argument.head))
    if not nominal or any(argument.start <= at < argument.end for at in marks):
        return False
    own = analysis.tokens[argument.start].tag == "PRP$"  # "withdraw its troops": what the doer gives is not whom it gives it to
    told = scene.lemmas[argument.head] in hit.frame.needs and scene.lemmas[argument.head] in _list_nouns(hit.action)
    return not own and not told and not (analysis.heads and scene.tree.is_time(top))


@lru_cache(maxsize=32)
def _list_nouns(action: str) -> frozenset[str]:
    """The nouns that tell an act of a type, and those that its light verbs ask for."""
    kind = load_actions()[action]
    light = [word for frame in kind.verbs if LIGHT.intersection(frame.words) for word in frame.needs]
    return frozenset([*(word for frame in kind.nouns for word in frame.words), *light])


def _find_top(scene: Scene, argument: Argument) -> int:
    """The word of a phrase that the others hang on."""
    heads = scene.analysis.heads
    return next((at for at in range(argument.start, argument.end) if not argument.start <= heads[at] < argument.end), argument.head)


def _spell_out(scene: Scene, argument: Argument) -> Party:
    """A phrase in full: with what follows and belongs to it, without clauses, appositions and what is coordinated."""
    end = argument.end
    if scene.analysis.heads:
        tree = scene.tree
        waiting, seen = [_find_top(scene, argument)], 0
        while waiting and seen < len(tree.words):
            at = waiting.pop()
            seen += 1
            end = max(end, at + 1)
            waiting.extend(child for child in tree.children[at] if child >= argument.start and tree.relations[child] not in _LOOSE)
    known = name_unknown(scene, argument)
    return replace(_name(scene, argument.start, end), code=known.party.code if known is not None else "")


def _name(scene: Scene, start: int, end: int) -> Party:
    """Tokens `start` to `end` in their words alone."""
    return Party(words=scene.words(start, end), span=scene.span(start, end))


def find_tokens(scene: Scene, party: Party | None) -> tuple[int, int]:
    """The tokens of a party in its sentence, first and one past the last; (-1, -1) where it has none there."""
    if party is None or party.span is None:
        return -1, -1
    span = party.span
    inside = [at for at in range(len(scene.analysis.tokens)) if span.start <= scene.span(at, at + 1).start < span.end]
    return (inside[0], inside[-1] + 1) if inside else (-1, -1)
