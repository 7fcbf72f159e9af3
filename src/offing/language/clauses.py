"""Chunks to predicates: verbs and nouns with their arguments, and how each hangs on another."""

from __future__ import annotations

from offing.language.analyses import Argument, Predicate
from offing.language.circles import cut_circle
from offing.language.phrases import Chunk
from offing.language.subjects import SAYING, THAT_NOUNS, TO_NOUNS, Clauses
from offing.language.tags import BE, HAVE, MODALS, NEGATIONS, find_lemma
from offing.language.verbs import CARRIES_OBJECT, PARTICLES, STRICT


class Drawn:
    """A predicate while it is being drawn: the frozen record is made at the end, when the order of all is known."""

    def __init__(self, chunk: Chunk, place: int, kind: str, lemma: str) -> None:
        self.chunk, self.place, self.kind, self.lemma = chunk, place, kind, lemma
        self.form = ""
        self.passive = False
        self.negated = False
        self.particle = ""
        self.arguments: list[Argument] = []
        self.parent: Drawn | None = None
        self.link = ""
        self.subject = -1


def draw_predicates(words: list[str], tags: list[str], chunks: list[Chunk]) -> tuple[Predicate, ...]:
    """All predicates of a sentence, in the order of their triggers."""
    clauses = Clauses(words, tags, chunks)
    drawn: list[Drawn] = []
    verbs: dict[int, Drawn] = {}
    for place, chunk in enumerate(clauses.chunks):
        if chunk.kind == "VG":
            verb = _draw_verb(clauses, place)
            verbs[place] = verb
            drawn.append(verb)
    nouns = _draw_nouns(clauses, verbs)
    drawn.extend(nouns.values())
    for place in sorted(verbs):
        _link_verb(clauses, verbs[place], verbs, nouns)
    for place in sorted(verbs):
        _add_subject(clauses, verbs[place])
    drawn.sort(key=lambda one: one.chunk.head)
    for one in drawn:
        cut_circle(one)
    order = {id(one): number for number, one in enumerate(drawn)}
    return tuple(_freeze(one, order) for one in drawn)


def _freeze(one: Drawn, order: dict[int, int]) -> Predicate:
    chunk = one.chunk
    low = min([chunk.start, *(argument.start for argument in one.arguments)])
    high = max([chunk.end, *(argument.end for argument in one.arguments)])
    leads = tuple(_auxiliary_lemma(word) for word in chunk.words) if one.kind == "verb" else ()
    return Predicate(
        trigger=chunk.head, start=chunk.start, end=chunk.end, kind=one.kind, lemma=one.lemma, form=one.form, passive=one.passive,
        negated=one.negated, auxiliaries=leads, particle=one.particle, arguments=tuple(one.arguments),
        parent=order[id(one.parent)] if one.parent is not None and one.parent is not one else -1, link=one.link, clause=(low, high),
    )  # fmt: skip


def _auxiliary_lemma(word: str) -> str:
    return "be" if word in BE else "have" if word in HAVE else word if word in MODALS else find_lemma(word, "VB")


def _draw_verb(clauses: Clauses, place: int) -> Drawn:
    """A verb with its voice, negation and what stands to its right."""
    chunk = clauses.chunks[place]
    one = Drawn(chunk, place, "verb", clauses.lemma(chunk))
    one.form = clauses.form(place)
    leads = set(chunk.words)
    participle = clauses.tags[chunk.head] in ("VBN", "VBD")
    one.passive = participle and (bool(leads & BE) or one.form == "part")
    one.negated = bool(leads & NEGATIONS) or (place > 0 and clauses.chunks[place - 1].word in NEGATIONS)
    _add_right(clauses, one)
    bare = participle and not leads & (BE | HAVE) and not one.passive
    if bare and one.lemma in STRICT and all(argument.role != "patient" for argument in one.arguments):
        one.passive = True  # headline style: "contractor killed as rockets hit base"
    return one


def _add_right(clauses: Clauses, one: Drawn) -> None:
    """Objects and prepositional phrases right of a verb."""
    at, size = one.place + 1, len(clauses.chunks)
    objects, comma = 0, False
    while at < size:
        chunk = clauses.chunks[at]
        if chunk.kind in ("ADV", "TIME"):
            if chunk.word in PARTICLES and not one.particle and at == one.place + 1:
                one.particle = chunk.word
        elif chunk.kind == "ADJ" and at == one.place + 1 and one.lemma in ("be", "remain", "stand", "become", "seem"):
            one.particle = chunk.word
        elif chunk.kind == "ADJ" and at == one.place + 1 and at + 1 < size and clauses.chunks[at + 1].kind == "P":
            pass  # "passed low over the town"
        elif chunk.kind == "NP":
            opening = (
                one.form == "infinitive" and objects == 0 and not any(clauses.chunks[place].kind == "VG" for place in range(one.place))
            )
            relative = clauses.relative_of(one.place) >= 0
            if comma or (_heads_clause(clauses, at) and not opening and not (relative and objects == 0)) or objects > 1:
                break
            role = "patient" if objects == 0 and not one.passive else "second"
            one.arguments.append(Argument(role, chunk.start, chunk.end, chunk.head))
            objects += 1
        elif chunk.kind == "P":
            if at + 1 >= size or clauses.chunks[at + 1].kind not in ("NP", "TIME"):
                if at == one.place + 1 and not one.particle and (chunk.word in PARTICLES or one.passive):
                    one.particle = chunk.word
                    at += 1
                    continue
                break
            target = clauses.chunks[at + 1]
            if at == one.place + 1 and chunk.word in _SEPARABLE and target.kind == "NP" and not one.passive:
                one.particle = chunk.word
                at += 1
                continue
            if target.kind == "NP":
                if _heads_clause(clauses, at + 1) and chunk.word in ("as", "after", "before", "until", "since"):
                    break
                role = "agent" if one.passive and chunk.word == "by" else chunk.word
                one.arguments.append(Argument(role, target.start, target.end, target.head))
            at += 1
        elif chunk.kind == "COMMA" and not comma and at + 1 < size and clauses.chunks[at + 1].kind == "P" and chunk.word == ",":
            comma = True
        else:
            break
        at += 1


_SEPARABLE = frozenset({"out", "off", "up", "back", "away", "down"})


def _heads_clause(clauses: Clauses, at: int) -> bool:
    """Whether the noun phrase at `at` is the subject of a following verb rather than an object here."""
    run = at + 1
    while run + 1 < len(clauses.chunks) and clauses.chunks[run].kind in ("P", "ADV", "TIME"):
        run += 2 if clauses.chunks[run].kind == "P" and clauses.chunks[run + 1].kind in ("NP", "TIME") else 1
    return run < len(clauses.chunks) and clauses.chunks[run].kind == "VG" and clauses.form(run) == "finite" and run not in clauses.reduced


def _draw_nouns(clauses: Clauses, verbs: dict[int, Drawn]) -> dict[int, Drawn]:
    """Every common noun that heads a phrase, with possessor, modifiers and the prepositional phrases after it; by chunk place."""
    found: dict[int, Drawn] = {}
    for place, joined in enumerate(clauses.chunks):
        if joined.kind != "NP":
            continue
        parts = clauses.parts.get(joined.start, [joined])
        for number, chunk in enumerate(parts):
            if clauses.tags[chunk.head] not in ("NN", "NNS", "NNP"):
                continue
            one = Drawn(chunk, place, "noun", clauses.lemma(chunk))
            one.form = "plural" if clauses.tags[chunk.head] == "NNS" else "singular"
            first = clauses.words[chunk.start].lower()
            one.negated = first in ("no", "neither") or (place > 0 and clauses.chunks[place - 1].word in ("without", "no"))
            _add_inside(clauses, one)
            _add_chain(clauses, one, place)
            _link_noun(clauses, one, place, verbs, found)
            found[place * 16 + number] = one
    return found


def _add_inside(clauses: Clauses, one: Drawn) -> None:
    """What stands before the head inside the phrase: possessor and modifiers."""
    chunk = one.chunk
    start = chunk.start
    for token in range(chunk.start, chunk.head):
        if clauses.tags[token] == "POS":
            one.arguments.append(Argument("possessor", start, token, max(start, token - 1)))
            start = token + 1
        elif clauses.tags[token] == "PRP$":
            one.arguments.append(Argument("possessor", token, token + 1, token))
            start = token + 1
    if clauses.tags[start] in ("DT", "PDT") and start < chunk.head:
        start += 1
    if start < chunk.head:
        one.arguments.append(Argument("modifier", start, chunk.head, chunk.head - 1))


def _add_chain(clauses: Clauses, one: Drawn, place: int) -> None:
    """The prepositional phrases that follow a noun, and a "by" phrase after them."""
    at = place + 1
    while at + 1 < len(clauses.chunks):
        chunk, target = clauses.chunks[at], clauses.chunks[at + 1]
        if chunk.kind in ("TIME", "ADV") and chunk.word != ".":
            at += 1
        elif chunk.kind == "P" and target.kind in ("NP", "TIME"):
            if target.kind == "NP":
                role = "agent" if chunk.word == "by" else chunk.word
                one.arguments.append(Argument(role, target.start, target.end, target.head))
            at += 2
        else:
            return


def _link_noun(clauses: Clauses, one: Drawn, place: int, verbs: dict[int, Drawn], nouns: dict[int, Drawn]) -> None:
    """Hang a noun on the noun or verb it depends on."""
    left = clauses.left(place)
    if left >= 0 and clauses.chunks[left].kind == "P":
        one.link = clauses.chunks[left].word
        above = clauses.left(left)
        if above >= 0 and clauses.chunks[above].kind == "NP" and above * 16 in nouns:
            one.parent = nouns[above * 16]
            return
        if above >= 0 and above in verbs:
            one.parent = verbs[above]
            one.link = "patient" if one.parent.particle == one.link else one.link
            return
    for verb in verbs.values():
        for argument in verb.arguments:
            if argument.start <= one.chunk.head < argument.end:
                one.parent, one.link = verb, argument.role
    if one.parent is None:
        follow = place + 1
        passed = ("P", "NP", "ADV", "TIME")
        while follow < len(clauses.chunks) and (clauses.chunks[follow].kind in passed or clauses.chunks[follow].infinitive):
            follow += 1
        if follow in verbs and clauses.subject(follow)[0] == place:
            one.parent, one.link = verbs[follow], "agent"
    if one.parent is None and left >= 0 and left in verbs:
        one.parent, one.link = verbs[left], "patient"


def _link_verb(clauses: Clauses, one: Drawn, verbs: dict[int, Drawn], nouns: dict[int, Drawn]) -> None:
    """Find the predicate that a verb's clause hangs on, and its subject."""
    place = one.place
    subject, how = clauses.subject(place)
    before = [verbs[at] for at in sorted(verbs) if at < place]
    left = clauses.left(place)
    if one.form == "infinitive" or one.form == "bare":
        _link_infinitive(clauses, one, left, verbs, nouns)
    elif place in clauses.reduced:
        alone = all(at in clauses.reduced or verbs[at].form != "finite" for at in verbs)
        one.subject, one.link = clauses.climb(left) if alone else left, "reduced"
    elif one.form in ("ing", "part") and how not in ("own", "relative"):
        _link_participle(clauses, one, left, before, verbs)
    elif how == "relative":
        one.subject, one.link = subject, "relative"
    else:
        one.subject = subject
        _link_finite(clauses, one, subject, how, before, verbs, nouns)


def _link_infinitive(clauses: Clauses, one: Drawn, left: int, verbs: dict[int, Drawn], nouns: dict[int, Drawn]) -> None:
    """ "to storm": on the verb or noun before it; its subject is theirs, or the object of verbs like urge."""
    one.link = "to"
    if left > 0 and clauses.chunks[left].kind in ("CC", "COMMA"):
        mates = [verbs[at] for at in sorted(verbs) if at < left]
        if mates and (one.form == "bare" or mates[-1].form == "infinitive") and clauses.chunks[left].kind == "CC":
            mate = mates[-1]
            if mate.form == "infinitive":
                one.parent, one.link, one.subject = mate.parent, mate.link, mate.subject
            else:
                one.parent, one.link, one.subject = mate, "and", mate.subject
            one.arguments.extend(argument for argument in mate.arguments if argument.role == "agent" and mate.subject == -2)
            return
    while left >= 0 and clauses.chunks[left].kind == "ADJ":
        left = clauses.left(left)
    if left in verbs:
        one.parent, one.subject = verbs[left], clauses.subject(left)[0]
        return
    at = left
    if at >= 0 and clauses.chunks[at].kind == "NP" and not any(place < one.place for place in verbs):
        one.subject = clauses.climb(at)  # headline style: "Egypt's president to meet ..."
    while at >= 0 and clauses.chunks[at].kind in ("NP", "P", "ADV", "TIME"):
        if clauses.chunks[at].kind == "NP" and clauses.lemma(clauses.chunks[at]) in TO_NOUNS and at * 16 in nouns:
            one.parent = nouns[at * 16]
            owners = [argument for argument in one.parent.arguments if argument.role in ("agent", "possessor")]
            agents = [Argument("agent", owner.start, owner.end, owner.head) for owner in owners]
            one.arguments.extend(agents[:1])
            one.subject = -2 if agents else -1
            return
        at -= 1
    if at in verbs:
        one.parent = verbs[at]
        carried = [argument for argument in verbs[at].arguments if argument.role == "patient"]
        if carried and verbs[at].lemma in CARRIES_OBJECT and not verbs[at].passive:
            one.arguments.append(Argument("agent", carried[0].start, carried[0].end, carried[0].head))
            one.subject = -2


def _link_participle(clauses: Clauses, one: Drawn, left: int, before: list[Drawn], verbs: dict[int, Drawn]) -> None:
    """ "smashing windows", "after dispatching troops", "stopped shelling": on the verb that shares the subject."""
    kind = clauses.chunks[left].kind if left >= 0 else ""
    word = clauses.chunks[left].word if left >= 0 else ""
    one.link = word if kind in ("P", "SUB") else "ing"
    if kind == "SUB" and word == "that":
        one.parent = before[-1] if before else None
        return  # "said that shelling a town is a crime": nobody's act yet
    if kind == "CC" and before and before[-1].form == one.form:
        one.parent, one.link = before[-1].parent, before[-1].link
        one.subject = before[-1].subject
        return
    finite = [verb for verb in before if verb.form in ("finite", "infinitive")] or before
    later = [verbs[at] for at in sorted(verbs) if at > one.place and verbs[at].form == "finite"]
    parent = verbs.get(left) or (finite[-1] if finite else later[0] if later else None)
    one.parent = parent
    if parent is None:
        return
    carried = [argument for argument in parent.arguments if argument.role == "patient"]
    if carried and word in ("of", "from", "for", "against", "into") and parent.lemma in CARRIES_OBJECT:
        one.arguments.append(Argument("agent", carried[0].start, carried[0].end, carried[0].head))
        one.subject = -2
    else:
        one.subject = parent.subject if parent.subject != -1 else clauses.subject(parent.place)[0]


def _link_finite(clauses: Clauses, one: Drawn, subject: int, how: str, before: list[Drawn], verbs: dict[int, Drawn],
                 nouns: dict[int, Drawn]) -> None:  # fmt: skip
    """A clause with its own finite verb: under a subordinator, a verb of saying, a noun like claim, or beside another clause."""
    if how == "shared" and before:
        mates = [verb for verb in before if verb.form == "finite"] or before
        one.subject = mates[-1].subject
        one.parent, one.link = mates[-1].parent, mates[-1].link
        return
    edge = clauses.left(subject if subject >= 0 else one.place)
    if edge < 0:
        return
    chunk = clauses.chunks[edge]
    if chunk.kind == "CC":
        beyond = clauses.left(edge)
        if beyond >= 0 and clauses.chunks[beyond].kind == "SUB":
            return
        mates = [verb for verb in before if verb.form == "finite" and verb.link not in ("relative", "reduced")]
        if mates and clauses.chunks[beyond].kind != "COMMA":
            one.parent, one.link = mates[-1].parent, mates[-1].link
        return
    if chunk.kind == "VG" and edge in verbs:
        one.parent, one.link = verbs[edge], "that" if verbs[edge].lemma in SAYING else "bare"
        return
    if chunk.kind != "SUB":
        return
    one.link = chunk.word
    beyond = clauses.left(edge)
    if chunk.word in ("that", "whether"):
        if beyond >= 0 and beyond * 16 in nouns and nouns[beyond * 16].lemma in THAT_NOUNS:
            one.parent = nouns[beyond * 16]
        elif before:
            one.parent = next((verb for verb in reversed(before) if verb.place < edge), before[-1])
        return
    finite = [verb for verb in before if verb.form in ("finite", "infinitive")]
    later = [verbs[at] for at in sorted(verbs) if at > one.place and verbs[at].form == "finite" and verbs[at].lemma not in SAYING]
    opens = beyond < 0 or clauses.chunks[beyond].kind in ("SUB", "CC")
    one.parent = finite[-1] if finite and not opens else later[0] if later else None


def _add_subject(clauses: Clauses, one: Drawn) -> None:
    """Write the subject into the arguments, as agent or, in the passive, as patient."""
    if one.subject < 0:
        return
    chunk = clauses.chunks[one.subject]
    if chunk.kind == "NP":
        one.arguments.insert(0, Argument("patient" if one.passive else "agent", chunk.start, chunk.end, chunk.head))
