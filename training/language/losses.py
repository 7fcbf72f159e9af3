"""What each head is asked, and how much it weighs. A further head adds one line to `measure_losses` and one weight."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from training.language.batches import Batch
from training.language.examples import IGNORED
from training.language.guidelines import allow_labels, list_targets
from training.language.models import Model, Outputs

WEIGHTS = {
    "arcs": 1.0,
    "relations": 1.0,
    "xpos": 0.5,
    "upos": 0.25,
    "entities": 1.5,
    "predicates": 0.7,
    "senses": 0.3,
    "roles": 1.0,
    "kinds": 1.0,
    "statuses": 0.6,
    "parties": 1.0,
    "gates": 0.5,
    "facts": 0.4,
    "hints": 2.0,
}
_ROLES_A_FRAME = 4.0
_WORDS_A_HAPPENING = 2.0
_WORDS_A_SENTENCE = 2.0


def make_allowed() -> Tensor:
    """Rows of `list_targets` to the labels they allow, [T, E], as 0 or -10000 to add to scores."""
    return torch.tensor([[0.0 if fine else -10000.0 for fine in allow_labels(*pair)] for pair in list_targets()])


def measure_losses(model: Model, batch: Batch, allowed: Tensor, teacher: Model | None = None) -> dict[str, Tensor]:
    """The mean loss of each head over what the batch annotates; a head without targets is left out.

    `teacher`: a larger model whose states are hints for every word, annotated or not.
    """
    states = model.read(batch.pieces, batch.shapes, batch.firsts)
    out = model.answer(states, batch.firsts, batch.guideline)
    found = {} if teacher is None else {"hints": _measure_hints(states, teacher, batch)}
    for name, scores in (("upos", out.upos), ("xpos", out.xpos), ("arcs", out.arcs)):
        target = batch.heads if name == "arcs" else getattr(batch, name)
        if bool((target != IGNORED).any()):
            found[name] = functional.cross_entropy(scores.flatten(0, 1).float(), target.flatten(), ignore_index=IGNORED)
    if "arcs" in found:
        parents = batch.heads.clamp(min=0).unsqueeze(-1).expand(-1, -1, out.relation_parent.shape[-1])
        scores = model.relation.join(out.relation_child, out.relation_parent.gather(1, parents), 0.2)
        found["relations"] = functional.cross_entropy(scores.flatten(0, 1), batch.relations.flatten(), ignore_index=IGNORED)
    marked = batch.entities != IGNORED
    if bool(marked.any()):
        scores = out.entities[marked].float()  # a sum of exponentials in bfloat16 drifts until the run breaks
        fitting = (scores + allowed[batch.entities[marked]]).logsumexp(-1)
        found["entities"] = (scores.logsumexp(-1) - fitting).mean()
    known = batch.predicates != IGNORED
    if bool(known.any()):
        found["predicates"] = functional.binary_cross_entropy_with_logits(out.predicates[known], batch.predicates[known].float())
    if len(batch.frame_rows):
        here = (batch.frame_rows, batch.frame_words)
        if bool((batch.senses != IGNORED).any()):
            found["senses"] = functional.cross_entropy(out.senses[here], batch.senses, ignore_index=IGNORED)
        scores = model.role.join(out.role_predicate[here][:, None, :], out.role_argument[batch.frame_rows], 0.2)
        total = functional.cross_entropy(scores.flatten(0, 1), batch.roles.flatten(), ignore_index=IGNORED, reduction="sum")
        found["roles"] = total / (len(batch.frame_rows) * _ROLES_A_FRAME)
    return found | _measure_happenings(model, out, batch)


def _measure_happenings(model: Model, out: Outputs, batch: Batch) -> dict[str, Tensor]:
    """The losses of what was done: kind of each word, status and parties of each trigger, what the sentence is, how sure a predicate is."""
    found = {}
    here = batch.kinds != IGNORED
    if bool(here.any()):
        total = functional.cross_entropy(out.kinds[here].float(), batch.kinds[here], reduction="sum")
        found["kinds"] = total / (_WORDS_A_SENTENCE * here.any(1).sum())
    if bool((batch.gates != IGNORED).any()):
        found["gates"] = functional.cross_entropy(out.gates.float(), batch.gates, ignore_index=IGNORED)
    if len(batch.happening_rows):
        at = (batch.happening_rows, batch.happening_words)
        found["statuses"] = functional.cross_entropy(out.statuses[at].float(), batch.statuses)
        scores = model.party.join(out.party_trigger[at][:, None, :], out.party_word[batch.happening_rows], 0.2)
        total = functional.cross_entropy(scores.flatten(0, 1).float(), batch.parties.flatten(), ignore_index=IGNORED, reduction="sum")
        found["parties"] = total / (len(batch.happening_rows) * _WORDS_A_HAPPENING)
    judged = batch.facts != IGNORED
    if bool(judged.any()):
        found["facts"] = functional.binary_cross_entropy_with_logits(out.done[judged].float(), batch.facts[judged].float())
    return found


def _measure_hints(states: dict[str, Tensor], teacher: Model, batch: Batch) -> Tensor:
    """How far the mixed states are from the teacher's, as a share of the teacher's spread; codes teach about codes where there are any."""
    with torch.no_grad():
        wanted = teacher.read(batch.pieces, batch.shapes, batch.firsts)
    words = functional.pad(batch.firsts > 0, (1, 0), value=True)
    found = []
    for name, state in states.items():
        here = words & (batch.kinds == IGNORED).all(1, keepdim=True) if name == "happenings" else words
        if bool(here.any()):
            goal = wanted[name][here].float()
            found.append((state[here].float() - goal).square().mean() / goal.var(0).mean())
    return torch.stack(found).mean()


def sum_losses(losses: dict[str, Tensor]) -> Tensor:
    """One number to learn from."""
    return torch.stack([WEIGHTS[name] * loss for name, loss in losses.items()]).sum()
