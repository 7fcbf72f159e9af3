"""Names from elsewhere over a parsed sentence: their kinds in the words of the house, their characters as tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from offing.language.analyses import Entity, Token

KINDS = {
    "PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "ORGANIZATION": "ORG", "ORGANISATION": "ORG", "GPE": "GPE", "COUNTRY": "GPE",
    "CITY": "GPE", "LOC": "LOC", "LOCATION": "LOC", "FAC": "FACILITY", "FACILITY": "FACILITY", "NORP": "NORP", "WEAPON": "WEAPON",
}  # fmt: skip


def find_kind(label: str) -> str:
    """The house's kind of name for another's label, "" for a label that names nothing (dates, sums, the rest)."""
    return KINDS.get(label.upper().removeprefix("B-").removeprefix("I-"), "")


def place_names(tokens: Sequence[Token], spans: Iterable[tuple[int, int, str]]) -> tuple[Entity, ...]:
    """Names over tokens from (first character, one past the last, kind); what touches no token or an earlier name is left out.

    A span that ends inside a token takes the whole token.
    """
    found: list[Entity] = []
    for low, high, kind in sorted(spans, key=lambda span: (span[0], -span[1], span[2])):
        inside = [number for number, token in enumerate(tokens) if token.start < high and low < token.end]
        if kind and inside and (not found or inside[0] >= found[-1].end):
            found.append(Entity(inside[0], inside[-1] + 1, kind))
    return tuple(found)
