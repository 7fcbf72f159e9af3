"""What a verb entails of its content: who managed to act did act, who forgot to did not, who was able to may have.

The signatures of the table (`signatures` in `tables/cues.yaml`) follow Karttunen ("Implicative Verbs", 1971) and Nairn, Condoravdi and
Karttunen ("Computing relative polarity for textual inference", 2006): one sign where the verb is said, another where it is negated.
"""

from __future__ import annotations

from functools import lru_cache

from offing.language.analyses import Predicate
from offing.ontology import load_cues

COPULAS = frozenset({"be", "stand", "remain", "become", "seem"})  # "was able to": the adjective is their particle


def find_sign(above: Predicate) -> str:
    """What `above` entails of the clause that hangs on it: "+" it took place, "-" it did not, "0" open; "" where no table says."""
    said, negated = _load_signatures().get(above.particle if above.lemma in COPULAS else above.lemma, ("", ""))
    return negated if above.negated else said


@lru_cache(maxsize=1)
def _load_signatures() -> dict[str, tuple[str, str]]:
    return {word: (row.said, row.negated) for row in load_cues().signatures for word in row.words}
