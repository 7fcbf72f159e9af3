"""A dependency tree to predicates: the same picture of a sentence that the rules draw from chunks, read off the tree.

Verbs (a copula stands for its clause) and nouns, their arguments with voice turned round, and what each hangs on. Relative clauses give
their verb the noun they describe; shared subjects go to every verb that shares them; infinitives and participles take theirs from above.
"""

from __future__ import annotations

from collections.abc import Collection

from offing.language.analyses import Argument, Predicate
from offing.language.circles import cut_circle
from offing.language.drawings import Drawing, Drawn
from offing.language.subjects import SAYING, TO_NOUNS
from offing.language.trees import NOMINAL, Tree
from offing.language.verbs import CARRIES_OBJECT


class Derivation(Drawing):
    """What hangs on what among the predicates that were drawn, and who the subject of each is."""

    def predicates(self) -> tuple[Predicate, ...]:
        """All predicates in the order of their triggers, linked."""
        for one in self.nouns.values():
            self._link_noun(one)
        for anchor in sorted(self.verbs, key=self._depth):
            self._link_verb(self.verbs[anchor])
        drawn = sorted([*self.verbs.values(), *self.nouns.values()], key=lambda one: (one.trigger, one.kind))
        order = {id(one): number for number, one in enumerate(drawn)}
        return tuple([self._freeze(one, order) for one in drawn])

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
        above, name = tree.heads[at], tree.bases[at]
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
        name, above = tree.bases[at], tree.heads[at]
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
        cut_circle(one)

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
        low, high = one.start, one.end
        for argument in one.arguments:
            low = argument.start if argument.start < low else low
            high = argument.end if argument.end > high else high
        return Predicate(
            trigger=one.trigger, start=one.start, end=one.end, kind=one.kind, lemma=one.lemma, form=one.form, passive=one.passive,
            negated=one.negated, auxiliaries=tuple([self.tree.auxiliary_lemma(at) for at in sorted(one.leads)]), particle=one.particle,
            arguments=tuple(one.arguments), parent=order[id(one.parent)] if one.parent is not None else -1, link=one.link,
            clause=(low, high),
        )  # fmt: skip


def draw_tree(tree: Tree, told: Collection[int] = ()) -> tuple[Predicate, ...]:
    """All predicates of a parsed sentence. `told`: words that are predicates whatever their place in the tree ("the impounded ship")."""
    return Derivation(tree, told).predicates()
