"""A dependency tree to predicates: the same picture of a sentence that the rules draw from chunks, read off the tree.

Verbs (a copula stands for its clause) and nouns, their arguments with voice turned round, and what each hangs on. Relative clauses give
their verb the noun they describe; shared subjects go to every verb that shares them; infinitives and participles take theirs from above.
"""

from __future__ import annotations

from offing.language.analyses import Argument, Predicate
from offing.language.subjects import FINITE, SAYING, TO_NOUNS
from offing.language.tags import NEGATIONS, find_lemma, load_words
from offing.language.trees import NOMINAL, Tree, mend_tree
from offing.language.verbs import CARRIES_OBJECT, PARTICLES, STRICT

_NO_VERB = frozenset({"aux", "cop", "amod", "compound", "det", "case", "mark", "fixed", "flat", "goeswith", "discourse", "punct", "cc"})
_NOUNS = frozenset({"NN", "NNS", "NNP"})
_COPULAR = frozenset({"remain", "stand", "become", "seem", "be"})


class Drawn:
    """A predicate while it is being drawn. `anchor` is the token that heads its clause, `trigger` the word that tells it."""

    def __init__(self, trigger: int, anchor: int, kind: str, lemma: str) -> None:
        self.trigger, self.anchor, self.kind, self.lemma = trigger, anchor, kind, lemma
        self.start, self.end = trigger, trigger + 1
        self.form, self.particle, self.link = "", "", ""
        self.passive = self.negated = False
        self.leads: list[int] = []
        self.arguments: list[Argument] = []
        self.parent: Drawn | None = None


class Derivation:
    """All predicates of one tree, drawn in three passes: verbs, nouns, then what hangs on what and who the subject is."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree = mend_tree(tree)
        self.verbs: dict[int, Drawn] = {}
        self.nouns: dict[int, Drawn] = {}
        for at, tag in enumerate(tree.tags):
            if tree.relations[at] == "cop" and tree.heads[at] >= 0 and not (tag == "VBG" and tree.is_time(tree.heads[at])):
                anchor = tree.heads[at]
                self.verbs[anchor] = self._draw_verb(at, anchor)
            elif tag.startswith("VB") and tree.base(at) not in _NO_VERB and at not in self.verbs and not tree.below(at, "cop"):
                self.verbs[at] = self._draw_verb(at, at)
        for at, tag in enumerate(tree.tags):
            named = tag in _NOUNS and tree.base(at) not in ("compound", "flat", "goeswith", "fixed", "nummod")
            if named and not tree.is_time(at):
                self.nouns[at] = self._draw_noun(at)

    def _draw_verb(self, trigger: int, anchor: int) -> Drawn:
        """A verb with its group, voice, form, negation and what it says about its right side."""
        tree = self.tree
        one = Drawn(trigger, anchor, "verb", tree.lemma(trigger) if tree.tags[trigger].startswith("VB") else "be")
        leads = [
            child
            for child in tree.children[anchor]
            if child < trigger and (tree.base(child) in ("aux", "advmod") or tree.lower[child] in NEGATIONS)
        ]
        opened = [child for child in leads if tree.base(child) == "aux"]
        infinitive = [child for child in tree.below(anchor, "mark", "aux") if tree.lower[child] == "to" and child < trigger]
        edge = min(opened + infinitive, default=trigger)
        one.leads = [child for child in leads if (child > edge or child in opened or child == trigger - 1) and tree.lower[child] != "to"]
        one.start = min([edge, *one.leads])
        one.negated = self._is_negated(one)
        one.form = self._form(one, infinitive)
        subjects = tree.below(anchor, "nsubj", "csubj")
        one.passive = any(tree.relations[child].endswith(":pass") for child in (*subjects, *opened)) or (
            one.form == "part"
            and tree.tags[trigger] in ("VBN", "VBD")
            and not any(tree.base(child) == "obj" for child in tree.children[anchor])
        )
        self._add_right(one)
        past = tree.tags[trigger] in ("VBD", "VBN") or "VBN" in load_words()[0].get(tree.lower[trigger], {})
        bare = past and not infinitive and not opened and not one.passive and anchor == trigger
        if bare and one.lemma in STRICT and all(argument.role != "patient" for argument in one.arguments):
            one.passive = True  # headline style
        return one

    def _is_negated(self, one: Drawn) -> bool:
        """Whether "not", "never", "no longer" or the like stands with a verb."""
        tree, anchor = self.tree, one.anchor
        near = [child for child in tree.below(anchor, "advmod", "cc", "det") if child <= anchor or child == one.trigger + 1]
        words = {tree.lower[at] for child in near for at in (child, *tree.children[child])}
        return bool(words & NEGATIONS)

    def _form(self, one: Drawn, infinitive: list[int]) -> str:
        """finite, infinitive, ing, part or bare, by the first word of the group that carries a verb's form."""
        tree = self.tree
        if infinitive:
            return "infinitive"
        tags = [tree.tags[at] for at in (*sorted(one.leads), one.trigger) if tree.tags[at].startswith(("VB", "MD"))]
        if not tags or tags[0] in FINITE:
            return "finite"
        if tags[0] == "VBN":
            own = tree.below(one.anchor, "nsubj") or (tree.base(one.anchor) == "conj" and not tree.relations[one.anchor].startswith("acl"))
            return "finite" if own and tree.base(one.anchor) != "acl" else "part"
        return "ing" if tags[0] == "VBG" else "bare"

    def _add_right(self, one: Drawn) -> None:
        """Objects, particles and prepositional phrases, in the order of the text; a prepositional phrase may stand on an object."""
        tree, anchor = self.tree, one.anchor
        if one.trigger != anchor:
            if tree.tags[anchor] in _NOUNS or tree.tags[anchor] in ("PRP", "CD"):
                role = tree.preposition(anchor) or "patient"
                one.arguments.append(tree.argument(role, anchor))
            else:
                one.particle = tree.lower[anchor]
        objects = 0
        rows: list[tuple[int, Argument]] = []
        for child in sorted(tree.children[anchor]):
            name = tree.base(child)
            if self._is_particle(one, child):
                one.particle = tree.lower[child]
            elif self._is_object(child, first=objects == 0 and not one.passive):
                if tree.tags[child] in ("WDT", "WP") or tree.is_time(child):
                    continue
                rows.append((child, tree.argument("patient" if objects == 0 and not one.passive else "second", child)))
                objects += 1
                rows.extend(self._phrases_after(child))
            elif name in ("obl", "nmod"):
                rows.extend(self._oblique(one, child))
        after = sorted(rows, key=lambda row: row[0])
        one.arguments.extend(argument for _, argument in after)

    def _is_object(self, child: int, *, first: bool) -> bool:
        """Whether a nominal is an object. Of counted ones parsers make obliques ("killed at least 25 fighters")."""
        tree, name = self.tree, self.tree.base(child)
        if name in ("obj", "iobj"):
            return True
        if name == "obl":
            return first and tree.tags[child] in _NOUNS and (not tree.preposition(child) or tree.counts(child)) and not tree.is_time(child)
        return name == "xcomp" and tree.tags[child] in _NOUNS and not tree.below(child, "cop")

    def _is_particle(self, one: Drawn, child: int) -> bool:
        """Whether a word belongs to the verb: "carry out", "pull back", "remain closed"."""
        tree = self.tree
        if tree.relations[child] == "compound:prt":
            return True
        if tree.base(child) == "advmod":
            return child == one.trigger + 1 and tree.lower[child] in PARTICLES and not one.particle
        return tree.base(child) == "xcomp" and tree.tags[child].startswith("JJ") and one.lemma in _COPULAR

    def _oblique(self, one: Drawn, child: int) -> list[tuple[int, Argument]]:
        """A prepositional phrase of a verb, with those that stand on it; times are left out."""
        tree = self.tree
        role = tree.preposition(child)
        if not role or tree.is_time(child) or tree.tags[child] not in NOMINAL:
            return self._phrases_after(child) if role else []
        if role == "by" and (one.passive or tree.relations[child] == "obl:agent"):
            role = "agent"
        return [(child, tree.argument(role, child)), *self._phrases_after(child)]

    def _phrases_after(self, at: int, depth: int = 0) -> list[tuple[int, Argument]]:
        """The prepositional phrases that stand on a nominal and on those below it."""
        tree = self.tree
        rows: list[tuple[int, Argument]] = []
        if depth > 4:
            return rows
        for child in tree.below(at, "nmod"):
            role = tree.preposition(child)
            if child > at and role and tree.relations[child] != "nmod:poss":
                if not tree.is_time(child):
                    rows.append((child, tree.argument(role, child)))
                rows.extend(self._phrases_after(child, depth + 1))
        return rows

    def _draw_noun(self, at: int) -> Drawn:
        """A noun with possessor, modifiers and the prepositional phrases after it."""
        tree = self.tree
        start, end, head = tree.own_phrase(at)
        one = Drawn(head, at, "noun", self._noun_lemma(head))
        one.start, one.end = start, end
        one.form = "plural" if tree.tags[head] == "NNS" else "singular"
        one.negated = tree.lower[start] in ("no", "neither") or tree.preposition(at) == "without"
        inner = start
        for child in [child for child in tree.children[at] if child < head and tree.is_possessor(child)]:
            low, high, top = tree.phrase(child)
            one.arguments.append(Argument("possessor", low, high, top))
            inner = max(inner, tree.reach(child)[1]) if child < at else inner
        while inner < head and tree.tags[inner] in ("DT", "PDT", "POS"):
            inner += 1
        if inner < head:
            one.arguments.append(Argument("modifier", inner, head, head - 1))
        rows = self._phrases_after(at)
        rows.extend(self._stranded(at, end))
        for _, argument in sorted(rows, key=lambda row: row[0]):
            role = "agent" if argument.role == "by" else argument.role
            one.arguments.append(Argument(role, argument.start, argument.end, argument.head))
        return one

    def _noun_lemma(self, at: int) -> str:
        """The dictionary form of a noun, in lower case unless it only exists as a name."""
        tag, lower = self.tree.tags[at], self.tree.lower[at]
        known = load_words()[0].get(lower, {}) if tag == "NNP" else {}
        if known:
            tag = "NNS" if "NNS" in known else "NN" if "NN" in known else tag
        return find_lemma(self.tree.words[at], tag)

    def _stranded(self, at: int, end: int) -> list[tuple[int, Argument]]:
        """Prepositional phrases right of an object that the parser hung on its verb ("launched an attack | on the base")."""
        tree = self.tree
        above = tree.heads[at]
        if above < 0 or tree.base(at) not in ("obj", "obl", "nsubj") or above >= at or above not in self.verbs:
            return []
        rows: list[tuple[int, Argument]] = []
        for child in sorted(tree.children[above]):
            if child >= end and tree.base(child) == "obl" and tree.preposition(child) and not tree.is_time(child):
                rows.append((child, tree.argument(tree.preposition(child), child)))
        return rows

    def predicates(self) -> tuple[Predicate, ...]:
        """All predicates in the order of their triggers, linked."""
        for one in self.nouns.values():
            self._link_noun(one)
        for anchor in sorted(self.verbs, key=self._depth):
            self._link_verb(self.verbs[anchor])
        drawn = sorted([*self.verbs.values(), *self.nouns.values()], key=lambda one: (one.trigger, one.kind))
        order = {id(one): number for number, one in enumerate(drawn)}
        return tuple(self._freeze(one, order) for one in drawn)

    def _depth(self, at: int) -> tuple[int, int]:
        """Steps to the root: a verb is linked after the one it hangs on. Coordinated verbs go from left to right."""
        steps, current = 0, at
        while self.tree.heads[current] >= 0 and steps <= len(self.tree.words):
            current, steps = self.tree.heads[current], steps + 1
        return steps, at

    def _link_noun(self, one: Drawn) -> None:
        """Hang a noun on the noun or verb it depends on."""
        tree = self.tree
        at = tree.first_mate(one.anchor)
        if at != one.anchor and at not in self.nouns:
            at = one.anchor
        above, name = tree.heads[at], tree.base(at)
        one.link = tree.preposition(at)
        if above < 0:
            if at in self.verbs and self.verbs[at].kind == "verb":
                one.parent, one.link = self.verbs[at], "patient"
            return
        if name in ("nmod", "obl", "advcl", "xcomp", "nsubj", "obj", "iobj", "acl", "ccomp", "parataxis", "conj", "appos"):
            if name == "nmod" and above in self.nouns:
                one.parent = self.nouns[above]
            elif above in self.verbs:
                one.parent = self.verbs[above]
                subject = name == "nsubj"
                if subject:
                    existential = bool(tree.below(above, "expl")) and at > above
                    one.link = "patient" if existential or one.parent.passive else "agent"
                elif name in ("obj", "iobj", "xcomp") or (one.link and one.parent.particle == one.link):
                    one.link = "patient"
        if at in self.verbs:  # the predicate noun of a copula hangs on it
            one.parent, one.link = self.verbs[at], one.link or "patient"

    def _link_verb(self, one: Drawn) -> None:
        """Find what a verb's clause hangs on, by which word, and its subject."""
        tree, at = self.tree, one.anchor
        name, above = tree.base(at), tree.heads[at]
        own = [child for child in tree.below(at, "nsubj", "csubj") if tree.tags[child] not in ("WDT", "WP") and tree.lower[child] != "that"]
        if name == "conj" and above in self.verbs and self.verbs[above].kind == "verb":
            mate = self.verbs[above]
            opener = tree.marker(at)
            if opener in ("if", "unless", "after", "because", "when", "that", "before"):
                one.parent, one.link = (mate.parent, opener) if mate.parent is not None else (None, opener)
            else:
                one.parent, one.link = mate.parent, mate.link
            if not own:
                if one.form == "bare" and not one.leads:
                    one.leads, one.form = mate.leads, mate.form  # "may shell and bomb"
                self._share_subject(one, mate)
                either = any(tree.lower[child] in ("or", "nor") for child in tree.below(at, "cc"))
                one.negated = one.negated or (either and mate.negated)
        elif name == "acl":
            self._link_adnominal(one, above, bool(own))
        elif name in ("ccomp", "xcomp", "csubj", "advcl", "parataxis", "obl", "nmod") and above >= 0:
            self._link_below(one, name, self.verbs.get(above), bool(own))
        else:
            one.link = tree.marker(at)
        if own:
            self._write_subject(one, own[0])
        _cut_circle(one)

    def _link_adnominal(self, one: Drawn, above: int, own: bool) -> None:
        """A clause on a noun: relative, reduced, an infinitive or a that-clause."""
        tree, at = self.tree, one.anchor
        opener = tree.marker(at)
        relative = tree.relations[at] == "acl:relcl"
        noun = self.nouns.get(above)
        if relative:
            one.link = "relative"
            if not own:
                one.arguments.insert(0, tree.argument("patient" if one.passive else "agent", above))
            elif not one.passive and all(argument.role != "patient" for argument in one.arguments) and one.lemma != "be":
                one.arguments.append(tree.argument("patient", above))
        elif one.form == "infinitive" and tree.heads[above] < 0 and not own:  # headline style: "President to meet ..."
            one.arguments.insert(0, tree.argument("agent", above))
        elif one.form == "infinitive":
            one.link, one.parent = "to", noun
            if noun is not None and noun.lemma in TO_NOUNS:
                owners = [argument for argument in noun.arguments if argument.role in ("agent", "possessor")]
                owner = owners[0] if owners else self._bearer(noun)
                if owner is not None and not own:
                    one.arguments.insert(0, Argument("agent", owner.start, owner.end, owner.head))
        elif opener in ("that", "whether", "if") or opener:
            one.link, one.parent = opener, noun
        else:
            one.link = "reduced"
            if not own:
                one.arguments.insert(0, tree.argument("patient" if one.passive else "agent", above))

    def _bearer(self, noun: Drawn) -> Argument | None:
        """The subject of the verb that has a noun as object ("the group made an attempt to ...")."""
        if noun.parent is None or noun.link != "patient" or noun.parent.kind != "verb":
            return None
        return next((argument for argument in noun.parent.arguments if argument.role == "agent"), None)

    def _link_below(self, one: Drawn, name: str, parent: Drawn | None, own: bool) -> None:
        """A clause on a verb: its content, its purpose, its time or its reason."""
        tree, at = self.tree, one.anchor
        opener = tree.marker(at)
        one.parent = parent
        if name == "parataxis":
            one.parent, one.link = None, opener
            return
        if name == "ccomp":
            before = parent is not None and at < parent.trigger and not opener
            one.link = opener or ("that" if parent is not None and parent.lemma in SAYING else "bare")
            if before and parent is not None and parent.lemma in SAYING:
                one.link = "that"
            return
        if one.form in ("infinitive", "bare") and (name == "xcomp" or not opener or opener in ("in", "order", "so")):
            one.link = "to"
        elif opener:
            one.link = opener
        else:
            one.link = "ing"
        if parent is None or own:
            return
        carried = [argument for argument in parent.arguments if argument.role == "patient" and argument.start > parent.trigger]
        controlled = name == "xcomp" or opener in ("of", "from", "for", "against", "into")
        if carried and controlled and parent.lemma in CARRIES_OBJECT:
            self._lend(one, carried[0])
        elif name in ("xcomp", "advcl", "obl", "nmod"):
            self._share_subject(one, parent)

    def _share_subject(self, one: Drawn, other: Drawn) -> None:
        """Take the subject of another verb, whichever voice that has."""
        subjects = [
            argument
            for argument in other.arguments
            if argument.end <= other.start or argument.role == ("patient" if other.passive else "agent")
        ]
        role = "patient" if other.passive else "agent"
        for argument in subjects:
            if argument.role == role:
                self._lend(one, argument)
                return

    def _lend(self, one: Drawn, argument: Argument) -> None:
        role = "patient" if one.passive else "agent"
        if all(known.role != role or known.start != argument.start for known in one.arguments):
            one.arguments.insert(0, Argument(role, argument.start, argument.end, argument.head))

    def _write_subject(self, one: Drawn, subject: int) -> None:
        """Write the verb's own subject into its arguments, as agent or, in the passive, as patient."""
        tree = self.tree
        if tree.tags[subject] not in NOMINAL or (tree.tags[subject] == "EX"):
            return
        role = "patient" if one.passive or (tree.below(one.anchor, "expl") and subject > one.trigger) else "agent"
        one.arguments.insert(0, tree.argument(role, subject))

    def _freeze(self, one: Drawn, order: dict[int, int]) -> Predicate:
        low = min([one.start, *(argument.start for argument in one.arguments)])
        high = max([one.end, *(argument.end for argument in one.arguments)])
        return Predicate(
            trigger=one.trigger, start=one.start, end=one.end, kind=one.kind, lemma=one.lemma, form=one.form, passive=one.passive,
            negated=one.negated, auxiliaries=tuple(self.tree.auxiliary_lemma(at) for at in sorted(one.leads)), particle=one.particle,
            arguments=tuple(one.arguments), parent=order[id(one.parent)] if one.parent is not None else -1, link=one.link,
            clause=(low, high),
        )  # fmt: skip


def draw_tree(tree: Tree) -> tuple[Predicate, ...]:
    """All predicates of a parsed sentence."""
    return Derivation(tree).predicates()


def _cut_circle(one: Drawn) -> None:
    """No predicate may hang on itself, however far round."""
    seen, current = {id(one)}, one
    while current.parent is not None:
        if id(current.parent) in seen:
            current.parent = None
            return
        seen.add(id(current.parent))
        current = current.parent
