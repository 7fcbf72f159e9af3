"""Entity guidelines reconciled: each corpus's label says which fine labels a word may bear, and the loss asks only for their sum.

UNER's LOC covers countries, places and buildings; it does not mark nationalities, so its O may hide one. Under this reading no corpus
contradicts another; what remains (titles, articles, metonyms) is the business of the guideline's own embedding.
"""

from __future__ import annotations

FINE = ("PERSON", "ORG", "GPE", "LOC", "FACILITY", "NORP", "WEAPON")
LABELS = ("O", *(f"{side}-{kind}" for kind in FINE for side in "BI"))
GUIDELINES = ("any", "house", "uner", "wikigold", "crossner", "gum", "re3d")

_PLACES = ("GPE", "LOC", "FACILITY")
_UNER = {"PER": ("PERSON",), "ORG": ("ORG",), "LOC": _PLACES, "O": ("O", "NORP", "WEAPON")}
MEANINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "house": {**{kind: (kind,) for kind in FINE}, "O": ("O",)},
    "uner": _UNER,
    "wikigold": {"PER": ("PERSON",), "ORG": ("ORG",), "LOC": _PLACES, "MISC": ("O", "NORP", "WEAPON"), "O": ("O",)},
    "crossner": {
        "politician": ("PERSON",),
        "person": ("PERSON",),
        "organisation": ("ORG",),
        "politicalparty": ("ORG",),
        "country": ("GPE",),
        "location": _PLACES,
        "event": ("O",),
        "election": ("O",),
        "misc": ("O", "NORP", "WEAPON", "FACILITY"),
        "O": ("O", "WEAPON"),
    },
    "gum": {
        "person": ("PERSON",),
        "people": ("PERSON", "NORP"),
        "organization": ("ORG",),
        "place": _PLACES,
        "other": ("O", "NORP", "WEAPON", "FACILITY", "ORG"),
        "O": ("O", "NORP", "WEAPON"),
    },
    "re3d": {
        "Person": ("PERSON",),
        "Organisation": ("ORG", "GPE"),
        "Location": _PLACES,
        "Nationality": ("NORP",),
        "Weapon": ("WEAPON",),
        "MilitaryPlatform": ("WEAPON",),
        "O": ("O",),
    },
}

# For scoring: fine labels to the labels that a test set knows; what is absent is left out on both sides.
COARSE = {
    "uner": {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FACILITY": "LOC"},
    "wikigold": {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FACILITY": "LOC"},
    "crossner": {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FACILITY": "LOC"},
    "gum": {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FACILITY": "LOC"},
    "re3d": {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FACILITY": "LOC", "NORP": "NORP", "WEAPON": "WEAPON"},
    "house": {kind: kind for kind in FINE},
}
GOLD = {
    "uner": {"PER": "PER", "ORG": "ORG", "LOC": "LOC"},
    "wikigold": {"PER": "PER", "ORG": "ORG", "LOC": "LOC"},
    "crossner": {
        "politician": "PER",
        "person": "PER",
        "organisation": "ORG",
        "politicalparty": "ORG",
        "country": "LOC",
        "location": "LOC",
    },
    "gum": {"person": "PER", "people": "PER", "organization": "ORG", "place": "LOC"},
    "re3d": {
        "Person": "PER",
        "Organisation": "ORG",
        "Location": "LOC",
        "Nationality": "NORP",
        "Weapon": "WEAPON",
        "MilitaryPlatform": "WEAPON",
    },
    "house": {kind: kind for kind in FINE},
}


def allow_labels(guideline: str, label: str) -> list[bool]:
    """Which of `LABELS` a word may bear when its corpus gives it `label` ("B-LOC", "O")."""
    side, _, kind = label.partition("-")
    meanings = MEANINGS[guideline][kind or "O"]
    allowed = []
    for fine in LABELS:
        fine_side, _, fine_kind = fine.partition("-")
        if not kind or fine == "O":
            allowed.append((fine_kind or "O") in meanings)
        else:
            allowed.append(fine_kind in meanings and (fine_side == side or "O" in meanings))
    return allowed


def list_targets() -> dict[tuple[str, str], int]:
    """(guideline, label) -> row of the table of allowed labels."""
    pairs = [
        (guideline, label)
        for guideline, meanings in MEANINGS.items()
        for kind in meanings
        for label in (["O"] if kind == "O" else [f"B-{kind}", f"I-{kind}"])
    ]
    return {pair: number for number, pair in enumerate(pairs)}
