"""What the table of cues (`tables/cues.yaml`) says of a word, by its kind (verb, noun, adjective, adverb, modal ...)."""

from __future__ import annotations

from functools import lru_cache

from offing.ontology import load_cues
from offing.records import Certainty, Status

_KINDS = 8


@lru_cache(maxsize=_KINDS)
def cue_words(kind: str) -> dict[str, Status]:
    """Word -> status for one kind of cue; the first row of the table that lists a word wins."""
    found: dict[str, Status] = {}
    for cue in load_cues().cues:
        if cue.kind == kind:
            for word in cue.words:
                found.setdefault(word, Status(cue.status))
    return found


@lru_cache(maxsize=_KINDS)
def open_words(kind: str) -> frozenset[str]:
    """The words of one kind of cue under which an act is only wished, asked, weighed or feared: nobody has given his word for it."""
    return frozenset(word for cue in load_cues().cues if cue.kind == kind and cue.open for word in cue.words)


@lru_cache(maxsize=_KINDS)
def hedge_words(kind: str) -> dict[str, Certainty]:
    """Word -> certainty for one kind of hedge."""
    return {word: Certainty(hedge.certainty) for hedge in load_cues().hedges if hedge.kind == kind for word in hedge.words}
