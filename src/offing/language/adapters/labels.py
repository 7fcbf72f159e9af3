"""Trees in the labels of ClearNLP (spaCy's English pipelines) to Universal Dependencies, as far as the coder reads them.

What differs: a preposition heads its noun there and hangs on it here; a copula heads its clause there and hangs on the predicate here;
coordination is a chain there and a fan here. The rest is renaming. Source of the relations: de Marneffe and others, "Universal
Dependencies" (2021); of the labels: Choi and Palmer, "Guidelines for the CLEAR style constituent to dependency conversion" (2012).
"""

from __future__ import annotations

from offing.language.splits import Parse
from offing.language.tags import BE

CLEAR = frozenset({"dobj", "pobj", "nsubjpass"})
UNIVERSAL = frozenset({"obj", "obl", "nsubj:pass"})
_NAMES = {
    "ROOT": "root", "dobj": "obj", "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "auxpass": "aux:pass", "poss": "nmod:poss",
    "relcl": "acl:relcl", "prt": "compound:prt", "neg": "advmod", "npadvmod": "obl:npmod", "dative": "iobj", "preconj": "cc:preconj",
    "predet": "det:predet", "quantmod": "advmod", "oprd": "xcomp", "attr": "xcomp", "acomp": "xcomp", "intj": "discourse", "meta": "dep",
    "pobj": "obl", "pcomp": "advcl", "prep": "advmod", "agent": "advmod",
}  # fmt: skip
_LEADS = frozenset({"prep", "agent", "dative"})
_COPIED = frozenset({"attr", "acomp"})
_VERBAL = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp", "csubj", "parataxis"})


def convert_clear(words: list[str], parse: Parse) -> Parse:
    """The same sentence in Universal Dependencies. The tags stay; the result is a tree when the input is one."""
    heads, names = list(parse.heads), list(parse.relations)
    _lift_objects(parse.tags, heads, names)
    _lift_predicates(words, heads, names)
    _fan_out(heads, names)
    for at, tag in enumerate(parse.tags):
        if names[at] == "aux" and tag == "TO":
            names[at] = "mark"
    return Parse(list(parse.tags), heads, [_NAMES.get(name, name) for name in names])


def _lift_objects(tags: list[str], heads: list[int], names: list[str]) -> None:
    """Prepositions go below what they lead: the innermost first, so that "out of the camp" ends at "camp"."""
    for at in sorted(range(len(heads)), key=lambda one: -_depth(one, heads)):
        if names[at] not in _LEADS:
            continue
        led = [child for child, head in enumerate(heads) if head == at and names[child] in ("pobj", "pcomp")]
        if not led:
            continue
        first, above = led[0], heads[at]
        nominal = above >= 0 and not tags[above].startswith(("VB", "JJ", "RB"))
        inner = above >= 0 and names[above] in _LEADS
        clause = names[first] == "pcomp"
        name = names[first] if inner else ("acl" if nominal else "advcl") if clause else "nmod" if nominal else "obl"
        for child, head in enumerate(heads):
            if head == at and child != first:
                heads[child] = first
        heads[first], names[first] = above, name
        heads[at], names[at] = first, "mark" if clause else "case"
        for other in led[1:]:
            names[other] = "conj"


def _lift_predicates(words: list[str], heads: list[int], names: list[str]) -> None:
    """A form of "be" goes below the noun or adjective that it ascribes, with all that hung on it."""
    for at, word in enumerate(words):
        told = [child for child, head in enumerate(heads) if head == at and names[child] in _COPIED]
        if word.lower() not in BE or names[at] not in _VERBAL or not told:
            continue
        top = told[0]
        for child, head in enumerate(heads):
            if head == at and child != top:
                heads[child] = top
        heads[top], names[top] = heads[at], names[at]
        heads[at], names[at] = top, "cop"


def _fan_out(heads: list[int], names: list[str]) -> None:
    """Every conjunct hangs on the first; "and" hangs on the conjunct that follows it."""
    chained = list(heads)
    for at, name in enumerate(names):
        top = at
        while names[top] == "conj" and chained[top] >= 0:
            top = chained[top]
        if name == "conj":
            heads[at] = top
    for at, name in enumerate(names):
        if name == "cc":
            mates = [one for one, head in enumerate(chained) if names[one] == "conj" and one > at and head == chained[at]]
            heads[at] = mates[0] if mates else heads[at]


def _depth(at: int, heads: list[int]) -> int:
    steps = 0
    while heads[at] >= 0 and steps <= len(heads):
        at, steps = heads[at], steps + 1
    return steps
