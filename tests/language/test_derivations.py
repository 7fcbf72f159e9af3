"""Trees to predicates: voice, control, relative clauses, coordination and copulas, on trees written by hand."""

from __future__ import annotations

from offing.language.analyses import Predicate
from offing.language.derivations import draw_tree
from offing.language.trees import Tree


def grow(rows: str) -> Tree:
    """A tree from lines of `word tag head relation`, heads counted from 1, 0 for the root."""
    cells = [row.split() for row in rows.strip().splitlines()]
    words, tags, heads, relations = zip(*cells, strict=True)
    return Tree(list(words), list(tags), [int(head) - 1 for head in heads], list(relations))


def verb(tree: Tree, lemma: str) -> Predicate:
    return next(one for one in draw_tree(tree) if one.kind == "verb" and one.lemma == lemma)


def noun(tree: Tree, lemma: str) -> Predicate:
    return next(one for one in draw_tree(tree) if one.kind == "noun" and one.lemma == lemma)


def filled(tree: Tree, one: Predicate) -> dict[str, str]:
    return {argument.role: " ".join(tree.words[argument.start : argument.end]) for argument in one.arguments}


PASSIVE = """
Two CD 2 nummod
depots NNS 4 nsubj:pass
were VBD 4 aux:pass
struck VBN 0 root
by IN 7 case
rebel NN 7 compound
drones NNS 4 obl:agent
near IN 9 case
Kharga NNP 4 obl
on IN 11 case
Monday NNP 4 obl
"""


def test_passive_turns_the_parties_round() -> None:
    tree = grow(PASSIVE)
    strike = verb(tree, "strike")
    assert strike.passive
    assert filled(tree, strike) == {"patient": "Two depots", "agent": "rebel drones", "near": "Kharga"}
    depot = noun(tree, "depot")
    assert (draw_tree(tree)[depot.parent].lemma, depot.link) == ("strike", "patient")


CONTROL = """
Norland NNP 2 nsubj
urged VBD 0 root
the DT 4 det
council NN 2 obj
not RB 7 advmod
to TO 7 mark
arm VB 2 xcomp
Sudra NNP 7 obj
"""


def test_object_control_and_negation() -> None:
    tree = grow(CONTROL)
    arm = verb(tree, "arm")
    assert filled(tree, arm) == {"agent": "the council", "patient": "Sudra"}
    assert (arm.negated, arm.form, arm.link) == (True, "infinitive", "to")
    assert draw_tree(tree)[arm.parent].lemma == "urge"


RELATIVE = """
Police NNS 2 nsubj
freed VBD 0 root
the DT 4 det
envoy NN 2 obj
whom WP 7 obj
gunmen NNS 7 nsubj
seized VBD 4 acl:relcl
and CC 9 cc
beat VBD 7 conj
"""


def test_a_relative_clause_takes_its_object_from_the_noun_and_lends_its_subject() -> None:
    tree = grow(RELATIVE)
    assert filled(tree, verb(tree, "seize")) == {"agent": "gunmen", "patient": "the envoy"}
    beat = verb(tree, "beat")
    assert filled(tree, beat)["agent"] == "gunmen"
    assert beat.link == "relative"


SPEECH = """
The DT 2 det
ministry NN 3 nsubj
denied VBD 0 root
that IN 9 mark
its PRP$ 6 nmod:poss
troops NNS 9 nsubj
had VBD 9 aux
ever RB 9 advmod
crossed VBN 3 ccomp
the DT 11 det
river NN 9 obj
if IN 14 mark
they PRP 14 nsubj
left VBD 9 advcl
"""


def test_clauses_hang_on_their_verbs_by_their_opening_word() -> None:
    tree = grow(SPEECH)
    drawn = draw_tree(tree)
    cross, leave = verb(tree, "cross"), verb(tree, "leave")
    assert (drawn[cross.parent].lemma, cross.link) == ("deny", "that")
    assert cross.auxiliaries == ("have", "ever")
    assert (drawn[leave.parent].lemma, leave.link) == ("cross", "if")
    assert filled(tree, noun(tree, "troop"))["possessor"] == "its"


COPULA = """
Tarn NNP 6 nsubj
was VBD 6 cop
not RB 6 advmod
the DT 6 det
first JJ 6 amod
target NN 0 root
of IN 9 case
the DT 9 det
barrage NN 6 nmod
"""


def test_a_copula_stands_for_its_clause() -> None:
    tree = grow(COPULA)
    be = verb(tree, "be")
    assert be.negated
    assert filled(tree, be)["agent"] == "Tarn"
    assert filled(tree, be)["patient"] == "the first target"
    target = noun(tree, "target")
    assert draw_tree(tree)[target.parent] is not None
    assert target.link == "patient"


NOMINAL = """
Osten NNP 5 nmod:poss
's POS 1 case
second JJ 5 amod
missile NN 5 compound
attack NN 10 nsubj
on IN 8 case
the DT 8 det
port NN 5 nmod
briefly RB 10 advmod
halted VBD 0 root
trade NN 10 obj
"""


def test_a_noun_keeps_possessor_modifier_and_target() -> None:
    tree = grow(NOMINAL)
    attack = noun(tree, "attack")
    assert filled(tree, attack) == {"possessor": "Osten", "modifier": "second missile", "on": "the port"}
    assert (draw_tree(tree)[attack.parent].lemma, attack.link) == ("halt", "agent")


NAMES = """
General NNP 4 nsubj
Ada NNP 1 flat
Brook NNP 1 flat
met VBD 0 root
tribal JJ 6 amod
elders NNS 4 obj
, , 8 punct
officials NNS 6 conj
and CC 10 cc
clerics NNS 6 conj
"""


def test_names_are_headed_by_their_last_word_and_coordinated_phrases_are_joined() -> None:
    tree = grow(NAMES)
    meet = verb(tree, "meet")
    assert filled(tree, meet) == {"agent": "General Ada Brook", "patient": "tribal elders , officials and clerics"}
    assert [tree.words[argument.head] for argument in meet.arguments] == ["Brook", "elders"]


def test_a_broken_tree_with_a_circle_ends() -> None:
    tree = Tree(["strike", "hit", "hits"], ["VB", "VB", "VB"], [1, 2, 0], ["conj", "conj", "conj"])
    drawn = draw_tree(tree)
    for start, _ in enumerate(drawn):
        current, steps = start, 0
        while drawn[current].parent >= 0:
            current, steps = drawn[current].parent, steps + 1
            assert steps <= len(drawn)
