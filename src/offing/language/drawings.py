"""The predicates of a dependency tree, drawn one by one: verbs (a copula stands for its clause) and nouns, with voice turned round,
negation, form, particle and the arguments that hang on them. What hangs on what is the next step (`derivations.py`).
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from offing.language.analyses import Argument
from offing.language.subjects import FINITE
from offing.language.tags import NEGATIONS, find_lemma, load_words
from offing.language.trees import NOMINAL, Tree, mend_tree
from offing.language.verbs import PARTICLES, STRICT

_NO_VERB = frozenset({"aux", "cop", "amod", "compound", "det", "case", "mark", "fixed", "flat", "goeswith", "discourse", "punct", "cc"})
_NOUNS = frozenset({"NN", "NNS", "NNP"})
_NO_NOUN = frozenset({"compound", "flat", "goeswith", "fixed", "nummod"})
_VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_COPULAR = frozenset({"remain", "stand", "become", "seem", "be"})


class Drawn(Struct, eq=False):
    """A predicate while it is being drawn. `anchor` is the token that heads its clause, `trigger` the word that tells it."""

    trigger: int
    anchor: int
    kind: str
    lemma: str
    start: int
    end: int
    form: str = ""
    particle: str = ""
    link: str = ""
    passive: bool = False
    negated: bool = False
    leads: list[int] = []
    arguments: list[Argument] = []
    parent: Drawn | None = None


class Drawing:
    """All predicates of one tree: verbs by their anchor, nouns by their word. `told`: words that are predicates whatever their place."""

    def __init__(self, tree: Tree, told: Collection[int] = ()) -> None:
        self.tree = tree = mend_tree(tree)
        self.verbs: dict[int, Drawn] = {}
        self.nouns: dict[int, Drawn] = {}
        for at, (tag, anchor, relation) in enumerate(zip(tree.tags, tree.heads, tree.relations, strict=True)):
            if relation == "cop" and anchor >= 0 and not (tag == "VBG" and tree.is_time(anchor)):
                self.verbs[anchor] = self._draw_verb(at, anchor)
            elif tag in _VERBS and at not in self.verbs and (tree.bases[at] not in _NO_VERB or at in told) and not tree.below(at, "cop"):
                self.verbs[at] = self._draw_verb(at, at)
        for at, (tag, base) in enumerate(zip(tree.tags, tree.bases, strict=True)):
            if (tag in _NOUNS and base not in _NO_NOUN and not tree.is_time(at)) or (at in told and at not in self.verbs):
                self.nouns[at] = self._draw_noun(at)

    def _draw_verb(self, trigger: int, anchor: int) -> Drawn:
        """A verb with its group, voice, form, negation and what it says about its right side."""
        tree = self.tree
        lemma = tree.lemma(trigger) if tree.tags[trigger].startswith("VB") else "be"
        one = Drawn(trigger, anchor, "verb", lemma, trigger, trigger + 1)
        leads = [
            child
            for child in tree.children[anchor]
            if child < trigger and (tree.bases[child] in ("aux", "advmod") or tree.lower[child] in NEGATIONS)
        ]
        opened = [child for child in leads if tree.bases[child] == "aux"]
        infinitive = [child for child in tree.below(anchor, "mark", "aux") if tree.lower[child] == "to" and child < trigger]
        edge = min(opened + infinitive, default=trigger)
        one.leads = [child for child in leads if (child > edge or child in opened or child == trigger - 1) and tree.lower[child] != "to"]
        one.start = min([edge, *one.leads])
        one.negated = self._is_negated(one)
        one.form = self._form(one, infinitive)
        subjects = tree.below(anchor, "nsubj", "csubj")
        one.passive = any(tree.relations[child].endswith(":pass") for child in (*subjects, *opened)) or (
            one.form == "part" and tree.tags[trigger] in ("VBN", "VBD") and not tree.below(anchor, "obj")
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
            own = tree.below(one.anchor, "nsubj") or (tree.bases[one.anchor] == "conj" and not tree.relations[one.anchor].startswith("acl"))
            return "finite" if own and tree.bases[one.anchor] != "acl" else "part"
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
            name = tree.bases[child]
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
        tree, name = self.tree, self.tree.bases[child]
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
        if tree.bases[child] == "advmod":
            return child == one.trigger + 1 and tree.lower[child] in PARTICLES and not one.particle
        return tree.bases[child] == "xcomp" and tree.tags[child].startswith("JJ") and one.lemma in _COPULAR

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
        for child in tree.below(at, "nmod") if depth <= 4 else ():
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
        one = Drawn(head, at, "noun", self._noun_lemma(head), start, end)
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
        if above < 0 or tree.bases[at] not in ("obj", "obl", "nsubj") or above >= at or above not in self.verbs:
            return []
        rows: list[tuple[int, Argument]] = []
        for child in sorted(tree.children[above]):
            if child >= end and tree.bases[child] == "obl" and tree.preposition(child) and not tree.is_time(child):
                rows.append((child, tree.argument(tree.preposition(child), child)))
        return rows
