"""The whole model: one encoder, a mix of its layers for each kind of question, and light heads on the first piece of each word."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.language.encoders import Encoder, EncoderSize


@dataclass(frozen=True)
class HeadSize:
    """How many labels each head has, and how wide the pair scorers are."""

    upos: int
    xpos: int
    relations: int
    entities: int
    guidelines: int
    senses: int
    roles: int
    arc: int = 192
    kinds: int = 17
    statuses: int = 10
    parties: int = 4
    gates: int = 15
    pair: int = 128
    happening: int = 256
    entity: int = 192


@dataclass(frozen=True)
class Outputs:
    """What one pass gives; the shapes are in README.md."""

    upos: Tensor
    xpos: Tensor
    arcs: Tensor
    relation_child: Tensor
    relation_parent: Tensor
    entities: Tensor
    predicates: Tensor
    senses: Tensor
    role_predicate: Tensor
    role_argument: Tensor
    kinds: Tensor
    statuses: Tensor
    done: Tensor
    gates: Tensor
    party_trigger: Tensor
    party_word: Tensor


class Mix(nn.Module):
    """A weighted mean of all layers (Peters et al. 2018), the last one favoured at the start."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.zeros(layers))
        with torch.no_grad():
            self.weights[-1] = 2.0

    def forward(self) -> Tensor:
        """The share of each layer, [layers]."""
        return self.weights.softmax(0)


class Pairs(nn.Module):
    """Scores labels for pairs of words: half of the features add, half multiply."""

    def __init__(self, width: int, half: int, labels: int) -> None:
        super().__init__()
        self.half = half
        self.left = nn.Linear(width, 2 * half)
        self.right = nn.Linear(width, 2 * half)
        self.score = nn.Linear(2 * half, labels)

    def join(self, left: Tensor, right: Tensor, chance: float = 0.0) -> Tensor:
        """Projected vectors [..., P] each to label scores."""
        half = self.half
        added = functional.relu(left[..., :half] + right[..., :half])
        features = torch.cat([added, left[..., half:] * right[..., half:]], -1)
        return self.score(functional.dropout(features, chance, self.training))


class Model(nn.Module):
    """Encoder and heads. A further head is one module here, one loss in `losses.py`, one output in `exports.py`."""

    def __init__(self, heads: HeadSize, size: EncoderSize | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(size, dropout)
        width, layers = self.encoder.size.width, self.encoder.size.layers + 1
        self.heads = heads
        self.mixes = nn.ModuleDict({name: Mix(layers) for name in ("tree", "names", "roles", "happenings")})
        self.upos = nn.Linear(width, heads.upos)
        self.xpos = nn.Linear(width, heads.xpos)
        self.arc_child = nn.Linear(width, heads.arc)
        self.arc_parent = nn.Linear(width, heads.arc)
        self.arc_weight = nn.Parameter(torch.zeros(heads.arc + 1, heads.arc))
        nn.init.normal_(self.arc_weight, std=heads.arc**-0.5 * 0.2)
        self.relation = Pairs(width, heads.pair, heads.relations)
        self.entity_hidden = nn.Linear(width, heads.entity)
        self.guideline = nn.Embedding(heads.guidelines, heads.entity)
        nn.init.zeros_(self.guideline.weight)
        self.entity_score = nn.Linear(heads.entity, heads.entities)
        self.predicate = nn.Linear(width, 1)
        self.sense = nn.Linear(width, heads.senses)
        self.role = Pairs(width, heads.pair, heads.roles)
        self.happening_hidden = nn.Linear(width, heads.happening)
        self.kind = nn.Linear(heads.happening, heads.kinds)
        self.status = nn.Linear(heads.happening, heads.statuses)
        self.done = nn.Linear(heads.happening, 1)
        self.gate_hidden = nn.Linear(width, heads.happening)
        self.gate = nn.Linear(heads.happening, heads.gates)
        self.party = Pairs(width, heads.pair, heads.parties)
        self.dropout = dropout

    def read(self, pieces: Tensor, shapes: Tensor, firsts: Tensor) -> dict[str, Tensor]:
        """Mixed states of [CLS] and the first piece of each word, [B, N + 1, H], for each kind of question; nothing dropped."""
        places = torch.cat([torch.zeros_like(firsts[:, :1]), firsts], 1)
        places = places.unsqueeze(-1).expand(-1, -1, self.encoder.size.width)
        states = torch.stack([state.gather(1, places) for state in self.encoder(pieces, shapes)]).float()
        shares = torch.stack([mix() for mix in self.mixes.values()])
        mixed = (shares @ states.flatten(1)).unflatten(1, states.shape[1:])
        return dict(zip(self.mixes, mixed.unbind(0), strict=True))

    def forward(self, pieces: Tensor, shapes: Tensor, firsts: Tensor, guideline: Tensor) -> Outputs:
        """Inputs and outputs as in README.md."""
        return self.answer(self.read(pieces, shapes, firsts), firsts, guideline)

    def answer(self, states: dict[str, Tensor], firsts: Tensor, guideline: Tensor) -> Outputs:
        """What all heads say of the states that `read` gives."""
        dropped = {name: functional.dropout(state, 2 * self.dropout, self.training) for name, state in states.items()}
        tree, names, roles, happenings = (dropped[name] for name in ("tree", "names", "roles", "happenings"))
        words = tree[:, 1:]
        hidden = functional.gelu(self.entity_hidden(names[:, 1:]) + self.guideline(guideline)[:, None, :])
        told = functional.dropout(functional.gelu(self.happening_hidden(happenings[:, 1:])), self.dropout, self.training)
        whole = functional.dropout(functional.gelu(self.gate_hidden(happenings[:, 0])), self.dropout, self.training)
        return Outputs(
            upos=self.upos(words),
            xpos=self.xpos(words),
            arcs=self.score_arcs(tree, firsts),
            relation_child=self.relation.left(words),
            relation_parent=self.relation.right(tree),
            entities=self.entity_score(functional.dropout(hidden, self.dropout, self.training)),
            predicates=self.predicate(roles[:, 1:]).squeeze(-1),
            senses=self.sense(roles[:, 1:]),
            role_predicate=self.role.left(roles[:, 1:]),
            role_argument=self.role.right(roles[:, 1:]),
            kinds=self.kind(told),
            statuses=self.status(told),
            done=self.done(told).squeeze(-1),
            gates=self.gate(whole),
            party_trigger=self.party.left(happenings[:, 1:]),
            party_word=self.party.right(happenings[:, 1:]),
        )

    def score_arcs(self, tree: Tensor, firsts: Tensor) -> Tensor:
        """Biaffine arc scores (Dozat and Manning 2017), [B, N, N + 1]; no arc to padding or to the word itself."""
        child = functional.dropout(functional.gelu(self.arc_child(tree[:, 1:])), self.dropout, self.training)
        parent = functional.dropout(functional.gelu(self.arc_parent(tree)), self.dropout, self.training)
        scores = (child @ self.arc_weight[:-1] + self.arc_weight[-1]) @ parent.transpose(1, 2)
        padding = functional.pad((firsts == 0).float(), (1, 0))[:, None, :]
        count = torch.arange(firsts.shape[1], device=firsts.device)
        own = (count[:, None] + 1 == functional.pad(count + 1, (1, 0))[None, :]).float()[None]
        return scores - 10000.0 * (padding + own).clamp(max=1.0)
