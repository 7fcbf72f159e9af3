"""The errors of the coder by kind, with the worst classes and what would mend them: for the page of accuracy.

A class is a kind of error with its types: an event of a type that is not found, a type read as another, a status read as another, a party
that is missed or has another code. What would mend a class is our reading of its cases in the part `dev`, by its kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from offing.eval.scores import Table

_KINDS = {
    "not found": "an event that no claim tells",
    "none coded": "a claim in a sentence without event",
    "type": "the trigger is found, its type is another",
    "status": "type right, whether it happened is read otherwise",
    "who missed": "the sentence names a doer, the claim none or another",
    "who code": "the doer's words are right, the code is not",
    "who invented": "the claim names a doer, the sentence none",
    "whom missed": "the sentence names a recipient, the claim none or another",
    "whom code": "the recipient's words are right, the code is not",
    "whom invented": "the claim names a recipient, the sentence none",
}
_REMEDIES = {
    "not found": "more coded sentences of this type; nouns and second acts of long sentences are missed most",
    "none coded": "coded sentences of this kind without event, and the sentences around: what the story is about",
    "type": "lessons at the border of the two types; where the codebook leaves them open, a ruling",
    "status": "the sentence before: setting and news differ by what was told already; more lessons of the rarer status",
    "who missed": "coreference over sentences, and parties behind a second verb",
    "who code": "more roles and office-holders with their dates in the gazetteer",
    "who invented": "lessons in which a place or a tool stands where a doer would",
    "whom missed": "recipients behind prepositions and inside the noun phrase of the act",
    "whom code": "more roles, and the state of a town or of a thing from the gazetteer of places",
    "whom invented": "lessons in which a topic stands where a recipient would",
}
_WORST = 10


class Fault(Struct, frozen=True):
    """One error: its kind (a key of the table above) and its class in words ("ASSAULT", "SUPPORT read as AGREE")."""

    kind: str
    named: str


def draw_errors(faults: Sequence[Fault], events: int) -> tuple[Table, ...]:
    """The errors of `events` events by kind, and the ten worst classes with what would mend them."""
    kinds = Counter(fault.kind for fault in faults)
    classes = Counter((fault.kind, fault.named) for fault in faults)
    by_kind = [(kind, _KINDS[kind], str(kinds[kind]), f"{kinds[kind] / max(1, events):.0%}") for kind in _KINDS if kinds[kind]]
    worst = sorted(classes.items(), key=lambda row: (-row[1], row[0]))[:_WORST]
    return (
        Table(f"Errors by kind, of {events} events", ("kind", "what", "errors", "share of the events"), tuple(by_kind)),
        Table(
            "The ten worst classes",
            ("class", "kind", "errors", "what would mend it"),
            tuple((named, kind, str(count), _REMEDIES[kind]) for (kind, named), count in worst),
        ),
    )
