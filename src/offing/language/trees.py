"""A dependency tree to walk: children, noun phrases, prepositions, subjects. Universal Dependencies relations, basic trees.

A phrase here is what the coder calls one: from the determiner to the head word, coordinated phrases joined, without the prepositional
phrases and clauses that follow. Names that the treebank hangs on their first word (flat) are headed by their last, as English readers do.
"""

from __future__ import annotations

from offing.language.analyses import Argument
from offing.language.phrases import TIMES
from offing.language.tags import BE, HAVE, MODALS, find_lemma

NOMINAL = frozenset({"NN", "NNS", "NNP", "PRP", "CD", "DT", "EX", "WP", "WDT", "JJ", "JJR", "JJS", "VBG", "SYM"})
_INSIDE = frozenset(
    {"det", "amod", "nummod", "compound", "nmod:poss", "det:predet", "nmod:desc", "flat", "goeswith", "det:poss", "obl:npmod"}
)
_COUNTING = frozenset({("at", "least"), ("at", "most"), ("up", "to"), ("more", "than"), ("less", "than"), ("fewer", "than")})
_NAME = frozenset({"flat", "goeswith", "list"})
_TIME_WORDS = TIMES | frozenset(
    "last this next past that late early the a an two three few several earlier recent same following previous each every many some more "
    "than one four five six seven eight nine ten".split()
)


class Tree:
    """One parsed sentence. `heads` holds the number of each token's head, -1 for the root; `relations` the UD names with subtypes."""

    def __init__(self, words: list[str], tags: list[str], heads: list[int], relations: list[str]) -> None:
        self.words, self.tags, self.heads, self.relations = words, tags, heads, relations
        self.lower = [word.lower() for word in words]
        self.bases = [relation.partition(":")[0] for relation in relations]
        self.children: list[list[int]] = [[] for _ in words]
        self._kin: dict[tuple[int, str], list[int]] = {}
        self._phrases: dict[int, tuple[int, int, int]] = {}
        self._times: dict[int, bool] = {}
        self._leads: dict[int, str] = {}
        for at, head in enumerate(heads):
            if head >= 0:
                self.children[head].append(at)
                self._kin.setdefault((head, self.bases[at]), []).append(at)

    def base(self, at: int) -> str:
        """The relation of a token without its subtype."""
        return self.bases[at]

    def lemma(self, at: int) -> str:
        """The dictionary form; nouns written with a capital fall back to the common noun when there is one."""
        return find_lemma(self.words[at], self.tags[at])

    def below(self, at: int, *names: str) -> list[int]:
        """The children of a token whose relation, without its subtype, is one of `names`."""
        if len(names) == 1:
            return self._kin.get((at, names[0]), [])
        return [child for child in self.children[at] if self.bases[child] in names]

    def first_mate(self, at: int) -> int:
        """The first of the coordinated tokens that `at` belongs to."""
        seen = 0
        while self.base(at) == "conj" and self.heads[at] >= 0 and seen < len(self.words):
            at, seen = self.heads[at], seen + 1
        return at

    def reach(self, at: int) -> tuple[int, int]:
        """The lowest token and one past the highest of everything below `at`, itself included."""
        low, high, waiting, seen = at, at + 1, [*self.children[at]], 1
        while waiting and seen <= len(self.words):
            one = waiting.pop()
            seen += 1
            low = one if one < low else low
            high = one + 1 if one >= high else high
            waiting.extend(self.children[one])
        return low, high

    def name_head(self, at: int) -> int:
        """The last word of the name that starts at a head ("Mark" of "Mark Esper" gives "Esper")."""
        last = at
        for child in self.children[at]:
            base = self.bases[child]
            if child > at and (base in _NAME or (base == "compound" and self.relations[child] != "compound:prt")):
                last = max(last, child)
        return last

    def own_phrase(self, at: int) -> tuple[int, int, int]:
        """(start, end, head) of the phrase of one nominal, without what is coordinated with it."""
        if at not in self._phrases:
            self._phrases[at] = self._find_phrase(at)
        return self._phrases[at]

    def _find_phrase(self, at: int) -> tuple[int, int, int]:
        start = at
        for child in self.children[at]:
            if child >= start:
                break
            if self.relations[child] in _INSIDE or self.bases[child] == "compound" or self.is_possessor(child):
                start = self.reach(child)[0]
            elif self.relations[child] == "advmod" and self.tags[at] == "CD":
                start = child
        head = self.name_head(at)
        end = head + 1
        for child in self.below(at, "nummod"):
            end = max(end, child + 1) if child == end else end
        return start, end, head

    def is_possessor(self, at: int) -> bool:
        """Whether a nominal owns what it hangs on ("Iran's", "this week's", "its")."""
        return self.relations[at] == "nmod:poss" or "POS" in [self.tags[child] for child in self.children[at]]

    def counts(self, at: int) -> bool:
        """Whether the words that look like a preposition only count ("killed at least 25", "held up to 40")."""
        cases = [child for child in self.below(at, "case") if child < at]
        return bool(cases) and (self.lower[cases[0]], self.lower[cases[0] + 1]) in _COUNTING

    def phrase(self, at: int) -> tuple[int, int, int]:
        """(start, end, head) of a nominal with the nominals coordinated with it."""
        start, end, head = self.own_phrase(at)
        for mate in self.below(at, "conj"):
            if mate > at and self.tags[mate] in NOMINAL and not self.below(mate, "nsubj", "cop"):
                end = max(end, self.phrase(mate)[1])
        return start, end, head

    def argument(self, role: str, at: int) -> Argument:
        """A nominal as an argument."""
        start, end, head = self.phrase(at)
        return Argument(role, start, end, head)

    def preposition(self, at: int) -> str:
        """The preposition that leads a nominal, its last word where it has several ("out of" gives "of"); "" when there is none."""
        if at not in self._leads:
            cases = [child for child in self.below(at, "case") if child < at and self.tags[child] != "POS"]
            self._leads[at] = self.lower[max([self.reach(child)[1] for child in cases]) - 1] if cases else ""
        return self._leads[at]

    def marker(self, at: int) -> str:
        """The word that opens a subordinate clause: if, that, after, because ...; "to" only where nothing else does; "" when none."""
        marks = [child for child in self.below(at, "mark") if self.lower[child] != "to"]
        marks += [child for child in self.below(at, "advmod") if self.tags[child] == "WRB" and child < at]
        if marks:
            return self.lower[min(marks)]
        cases = [child for child in self.below(at, "case") if child < at]
        return self.lower[max(cases)] if cases else ""

    def is_time(self, at: int) -> bool:
        """Whether a phrase only names a time ("last Tuesday", "two weeks", "2019")."""
        if at not in self._times:
            self._times[at] = self._names_time(at)
        return self._times[at]

    def _names_time(self, at: int) -> bool:
        start, end, head = self.own_phrase(at)
        last = self.lower[head].rstrip(",")
        if last not in TIMES and not last.isdigit():
            return False
        words = [word for word in self.lower[start:end] if word not in (",", "of")]
        named = last in TIMES or (len(last) == 4 and last[:2] in ("19", "20")) or any(word in TIMES for word in words)
        return named and all(word in _TIME_WORDS or word[0].isdigit() for word in words)

    def auxiliary_lemma(self, at: int) -> str:
        """The lemma of a word before the verb: be, have, the modal itself, or the plain lemma."""
        word = self.lower[at]
        return "be" if word in BE else "have" if word in HAVE else word if word in MODALS else find_lemma(word, "VB")


def mend_tree(tree: Tree) -> Tree:
    """The tree with two common faults of parsers mended: the subject of a second clause, and names cut in two.

    In "A met B and C left" parsers like to join C to B: a coordinated verb without subject whose "and" hangs on the noun before it, not on
    itself, has that noun as subject. Of two names side by side on one head ("on Kataib Hezbollah") the second belongs to the first.
    """
    heads, relations = list(tree.heads), list(tree.relations)
    for at, tag in enumerate(tree.tags):
        before = at - 1
        if before >= 0 and tag == tree.tags[before] == "NNP" and heads[at] == heads[before] and _are_halves(tree, before, at):
            heads[at], relations[at] = before, "flat"
            for case in tree.below(at, "case"):
                heads[case] = before
        if not tag.startswith("VB") or tree.base(at) != "conj" or tree.below(at, "nsubj", "cc") or before < 1:
            continue
        joined = tree.below(before, "cc")
        if (
            tree.base(before) == "conj"
            and tree.tags[before] in NOMINAL
            and heads[before] != at
            and joined
            and tree.heads[before] < joined[0]
        ):
            heads[before], relations[before] = at, "nsubj"
            heads[joined[0]] = at
    changed = heads != tree.heads
    return Tree(tree.words, tree.tags, heads, relations) if changed else tree


def _are_halves(tree: Tree, left: int, right: int) -> bool:
    """Whether two neighbouring names on one head are one name: both stand behind one preposition and nothing else hangs on the second."""
    roles = ("nmod", "obl", "obj")
    led = bool(tree.below(left, "case")) + bool(tree.below(right, "case")) == 1
    alone = all(tree.base(child) == "case" and child < left for child in tree.children[right])
    return led and alone and tree.base(left) in roles and tree.base(right) in roles
