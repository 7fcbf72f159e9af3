"""Dyads: the rows of event data as coders of CAMEO keep them (source, target, code), from the faces of a sentence's claims.

Compound sides are spread out: "A and B accused C" is one row for A and one for B; of what several do together each acts on each, and a
visit is hosted (042, 043). What is told only as setting or cause of another act (status background) is no event of its own day; what
somebody is accused of is told by the accusation, and what he is asked for by the request; and one side at least must be somebody:
"soldiers clashed with rebels" names nobody.

With a user's dictionary the rows are what its own coder would write of the acts that ours finds: actors by its names and agents, codes by
its verbs (`patterns`) where the act is told as done, and its transformations: "A said B attacked" is A's accusation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations, product

from msgspec import Struct

from offing.code.cameo import NOBODY, load_codes, name_cameo
from offing.code.dictionaries import Dictionary, is_discarded
from offing.code.faces import Face, find_tokens
from offing.code.patterns import Patterns, Phrase, Surroundings, find_turn, name_act
from offing.code.scenes import Scene
from offing.code.sheets import Sheet
from offing.code.sides import Side, code_party, find_top, list_sides
from offing.language.analyses import Predicate
from offing.records import Claim, Party, Place, Status

_DONE = frozenset({Status.HAPPENED, Status.ONGOING, Status.ALLEGED})
_ACCUSED = "112"
_TALKS = "04"  # nobody consults alone
_TOGETHER = frozenset({"03", "04", "05", "06"})
_BEFORE = frozenset({"agent", "modifier", "possessor"})
_BARE = _BEFORE | {"patient"}
_NESTED = frozenset({"that", "to", "bare", "patient", "in", "by", "of", "for"})
_LENT = frozenset({"patient", "in", "on", "to", "out", "into"})
_ASKING = frozenset({"REQUEST"})
_ALLEGING = frozenset({"allege"})  # CAMEO 112 by its very word: "claim" and "say" may also be a side's own account
_DEPTH = 4
_STATE = 3  # letters of the code of a state, which many things of it share


class Dyad(Struct, frozen=True):
    """A row: source and target (code `---`: none) with their words, the CAMEO code, and the face it is made of."""

    source: Side
    target: Side
    code: str
    face: Face

    @property
    def triple(self) -> tuple[str, str, str]:
        """Source, target and CAMEO code."""
        return self.source.code, self.target.code, self.code


def list_dyads(sheet: Sheet, faces: Sequence[Face], dictionary: Dictionary | None = None) -> list[Dyad]:
    """The rows of a sentence and its faces (`faces.show_sheet`), each triple once; of two rows of one pair and root the one that says more.

    With a dictionary that has discards, a sentence with a discard has none.
    """
    if dictionary is not None and is_discarded(dictionary, sheet.scene.text.words):
        return []
    found: dict[tuple[str, str, str], Dyad] = {}
    asking = {face.claim.trigger.start for face in faces if face.claim.action in _ASKING}
    for face in faces:
        for dyad in _list_rows(sheet.scene, face, dictionary, asking) if face.claim.status is not Status.BACKGROUND else ():
            if dyad.source.code != dyad.target.code and (dyad.source.known or dyad.target.known):
                found.setdefault(dyad.triple, dyad)
    blamed = {(row.target.code, _name_teller(row.face)) for row in found.values() if row.code.startswith(_ACCUSED)}
    kept = [row for row in found.values() if not _is_blamed(row, blamed)]
    closer = {pair for row in kept if not _is_general(row.code) for pair in _list_pairs(row)}
    return [row for row in kept if not _is_general(row.code) or closer.isdisjoint(_list_pairs(row))]


def _is_content(scene: Scene, claim: Claim, asking: set[int]) -> bool:
    """Whether an act is only what somebody asks another to do, or what is alleged by the verb above it: no intent of its doer, no deed."""
    if claim.status is Status.EXPECTED:
        return any(scene.span(above.trigger, above.trigger + 1).start in asking for above in _list_above(scene, claim))
    return claim.status is Status.ALLEGED and any(above.lemma in _ALLEGING for above in _list_above(scene, claim))


def _is_blamed(row: Dyad, blamed: set[tuple[str, str]]) -> bool:
    """Whether a row is what its source is accused of in the same sentence: alleged, or told by who accuses."""
    alleged, teller = row.face.claim.status is Status.ALLEGED, _name_teller(row.face)
    return any(row.source.code == accused and (alleged or teller == accuser != NOBODY) for accused, accuser in blamed)


def _name_teller(face: Face) -> str:
    """The code of who tells a face first; of an accusation who accuses."""
    party = face.actor if face.code.startswith(_ACCUSED) else face.claim.tellers[0].party if face.claim.tellers else None
    return party.code if party is not None and party.code else NOBODY


def _list_pairs(row: Dyad) -> Iterator[tuple[str, str, str]]:
    """Source, target and root of a row, in its codes and in ours, which know a side again that a dictionary calls otherwise."""
    yield row.source.code, row.target.code, row.code[:2]
    actor, recipient = row.face.actor, row.face.recipient
    if actor is None or recipient is None or row.source.words != actor.words:
        return
    if actor.code and len(recipient.code) > _STATE:
        yield actor.code, recipient.code, row.code[:2]


def _is_general(code: str) -> bool:
    """Whether a CAMEO code says no more than its root."""
    return code == f"{code[:2]}0"


def _list_rows(scene: Scene, face: Face, dictionary: Dictionary | None, asking: set[int]) -> Iterator[Dyad]:
    """The rows of a face, each side of it with each of the other; of what all do together each with each. `asking`: where requests are."""
    patterns = dictionary.patterns if dictionary is not None else None
    sources, targets = (list_sides(scene, party, dictionary) for party in (face.actor, face.recipient))
    if not any(side.known for side in targets):
        targets = tuple(_place(scene, side, face.claim.where, dictionary) for side in targets)
    code, mirror = face.code, load_codes().mirrors.get(face.code, "")
    if patterns is not None and dictionary is not None:
        told = list(_turn(scene, patterns, dictionary, face, sources, targets))
        if told:
            yield from told
            return
        if code and face.claim.status in _DONE:
            code, mirror = name_act(patterns, _read_surroundings(scene, face.claim), code, mirror)
    if not code.strip("-") or _is_content(scene, face.claim, asking):
        return
    together = code[:2] in _TOGETHER and _are_mates(scene, face)
    for source, target in permutations(dict.fromkeys((*sources, *targets)), 2) if together else product(sources, targets):
        both = NOBODY not in (source.code, target.code)
        if both or not code.startswith(_TALKS):
            yield Dyad(source, target, code, face)
        if both and mirror.strip("-"):
            yield Dyad(target, source, mirror, face)


def _place(scene: Scene, side: Side, where: Place | None, dictionary: Dictionary | None) -> Side:
    """A recipient that is nobody known, with the state of the place where the act is told to be ("killed civilians in Norland")."""
    if where is None or not where.country:
        return side
    (place, *_) = code_party(scene, Party(words=where.words, span=where.span, code=where.country), dictionary)
    return side if place.startswith(NOBODY) else Side(f"{place}{side.code.removeprefix(NOBODY)}", side.words or where.words)


def _turn(
    scene: Scene, patterns: Patterns, dictionary: Dictionary, face: Face, sources: tuple[Side, ...], targets: tuple[Side, ...]
) -> Iterator[Dyad]:
    """The rows of an act that somebody tells or wants, as the dictionary turns them round; none where it does not."""
    claim = face.claim
    act = face.code if claim.status in _DONE else name_cameo(claim.action, claim.mode, Status.HAPPENED)
    for above in _list_above(scene, claim):
        agent = next((one for one in above.arguments if one.role == "agent"), None)
        if agent is None:
            continue
        teller = scene.resolve(agent, above)
        bare = Party(words=scene.words(agent.start, agent.end), span=scene.span(agent.start, agent.end))
        said = list_sides(scene, teller.party if teller is not None else bare, dictionary)
        own = bool({side.code for side in said} & {side.code for side in sources})
        code = find_turn(patterns, above.lemma, act, own=own) if any(side.known for side in said) else ""
        if code:
            others = targets if own or sources[0].code == NOBODY else sources
            yield from (Dyad(source, target, code, face) for source, target in product(said, others))
            return


def _list_above(scene: Scene, claim: Claim) -> Iterator[Predicate]:
    """The verbs before an act that it hangs on as their content, from the nearest up."""
    predicates, index = scene.analysis.predicates, _find_predicate(scene, claim)
    trigger = predicates[index].trigger if index >= 0 else -1
    for _ in range(_DEPTH):
        if index < 0 or predicates[index].link not in _NESTED:
            return
        index = predicates[index].parent
        if index >= 0 and predicates[index].trigger < trigger:
            yield predicates[index]


def _are_mates(scene: Scene, face: Face) -> bool:
    """Whether actor and recipient stand side by side as those who do something together ("A, B and C met")."""
    if not scene.analysis.heads or face.actor is None or face.recipient is None:
        return False
    tops = [find_top(scene, *find_tokens(scene, party)) for party in (face.actor, face.recipient)]
    return min(tops) >= 0 and scene.tree.first_mate(tops[0]) == scene.tree.first_mate(tops[1])


def _find_predicate(scene: Scene, claim: Claim) -> int:
    """The number of the predicate that tells a claim, -1 where it is none."""
    predicates = scene.analysis.predicates
    return next((at for at, one in enumerate(predicates) if scene.span(one.trigger, one.trigger + 1).start == claim.trigger.start), -1)


def _read_surroundings(scene: Scene, claim: Claim) -> Surroundings:
    """The verb of an act, or the one that lends itself to its noun, with the phrases of its arguments before and after."""
    predicates, index = scene.analysis.predicates, _find_predicate(scene, claim)
    if index < 0:
        return Surroundings((), (), ())
    own = predicates[index]
    above = predicates[own.parent] if own.kind == "noun" and own.parent >= 0 and own.link in _LENT else None
    verb = above if above is not None and above.kind == "verb" else own
    before: list[Phrase] = []
    after: list[Phrase] = []
    for argument in (*verb.arguments, *(own.arguments if verb is not own else ())):
        lead = "" if argument.role in _BARE else argument.role
        phrase = Phrase(lead, _list_forms(scene, [argument.head]), _list_forms(scene, range(argument.start, argument.end)))
        (before if argument.role in _BEFORE and argument in verb.arguments else after).append(phrase)
    beside = range(verb.end, min(verb.end + 2, len(scene.lemmas)))
    return Surroundings((verb.lemma, *verb.particle.split()), tuple(before), tuple(after), _list_forms(scene, beside))


def _list_forms(scene: Scene, places: Iterable[int]) -> tuple[str, ...]:
    """The words and lemmas, lower case, of some tokens."""
    return tuple(form for at in places for form in (scene.text.words[at].lower(), scene.lemmas[at]))
