"""The label lists of a model: made once from the training data, kept beside the weights."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from training.language.guidelines import GUIDELINES, LABELS
from training.language.sentences import Sentence

CONTRACT = 3
MAX_PIECES = 256
KINDS = tuple(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
)  # PLOVER's types
STATUSES = tuple("happened ongoing planned expected threatened conditional denied did_not_happen alleged background".split())
PARTIES = ("O", "who", "whom", "by")
GATES = tuple("event plain sport business weather crime metaphor history private culture opinion speech general state fragment".split())
_RARE = 5
_RARE_ROLE = 20
_SENSES = 24


@dataclass(frozen=True)
class Labels:
    """Names by index of every head; see README.md."""

    upos: list[str]
    xpos: list[str]
    relations: list[str]
    entities: list[str]
    guidelines: list[str]
    senses: list[str]
    roles: list[str]
    kinds: list[str] = field(default_factory=lambda: ["O", *KINDS])
    statuses: list[str] = field(default_factory=lambda: list(STATUSES))
    parties: list[str] = field(default_factory=lambda: list(PARTIES))
    gates: list[str] = field(default_factory=lambda: list(GATES))
    contract: int = CONTRACT
    max_pieces: int = MAX_PIECES

    def write(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", "utf-8")


def read_labels(path: Path) -> Labels:
    """The labels that `write` wrote."""
    return Labels(**json.loads(path.read_text("utf-8")))


def list_labels(sentences: list[Sentence]) -> Labels:
    """Labels in the order of their counts; rare relations lose their subtype, rare roles are not learnt."""
    upos: Counter[str] = Counter()
    xpos: Counter[str] = Counter()
    relations: Counter[str] = Counter()
    senses: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    for sentence in sentences:
        upos.update(sentence.upos or ())
        xpos.update(sentence.xpos or ())
        relations.update(sentence.relations or ())
        for frame in sentence.frames or ():
            senses[frame.roleset.rpartition(".")[2]] += 1
            roles.update(frame.roles.values())
    kept = {name for name, count in relations.items() if count >= _RARE} | {name.partition(":")[0] for name in relations}
    return Labels(
        upos=_order(upos),
        xpos=_order(xpos),
        relations=sorted(kept, key=lambda name: (-relations[name], name)),
        entities=list(LABELS),
        guidelines=list(GUIDELINES),
        senses=_order(senses)[:_SENSES] or ["01"],
        roles=["O", *(name for name in _order(roles) if roles[name] >= _RARE_ROLE or len(roles) < 10)],
    )


def _order(counts: Counter[str]) -> list[str]:
    """Names, the most frequent first."""
    return sorted(counts, key=lambda name: (-counts[name], name))
