"""From a checkpoint to a graph: the model in ONNX with float32 weights, for several sentences side by side without padding.

Every product reads the pieces of all sentences as rows of one matrix; only attention sets sentences apart, each in its own length. The
last layer goes on for the rows that are asked about. The scale of attention stands in the weights.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.language.encoders import Layer
from training.language.models import Model
from training.language.packs import INPUT_NAMES, SLOTS, pack_rows

_OPSET = 20
_AXES = {
    "pieces": {0: "pieces"},
    "shapes": {0: "pieces"},
    "places": {0: "pieces"},
    "firsts": {0: "words"},
    "starts": {0: "sentences"},
}


class Graph(nn.Module):
    """The model over packed sentences, its outputs by name. A further head adds its output to `answer`."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model
        self.names: list[str] = []

    def forward(
        self,
        pieces: Tensor,
        shapes: Tensor,
        places: Tensor,
        lengths: Tensor,
        firsts: Tensor,
        counts: Tensor,
        starts: Tensor,
        guideline: Tensor,
    ) -> tuple[Tensor, ...]:
        """Inputs and outputs as in README.md."""
        encoder = self.model.encoder
        states = encoder.norm(encoder.pieces(pieces) + encoder.shapes(shapes) + encoder.places(places))
        found = []
        for layer in encoder.layers[:-1]:
            found.append(states[firsts])
            states = _read_layer(layer, states, states, lengths, lengths)
        found.append(states[firsts])
        found.append(_read_layer(encoder.layers[-1], states, found[-1], lengths, counts))
        shares = torch.stack([mix() for mix in self.model.mixes.values()])
        mixed = shares @ torch.cat(found).view(len(found), -1)
        rows_of = {name: row.view(-1, encoder.size.width) for name, row in zip(self.model.mixes, mixed.split(1), strict=True)}
        answers = self.answer(rows_of, starts, guideline)
        self.names = list(answers)
        return tuple(answers.values())

    def answer(self, states: dict[str, Tensor], starts: Tensor, guideline: Tensor) -> dict[str, Tensor]:
        """All heads for the rows of [CLS] and words, [R, H] for each kind of question; `starts` are the rows of [CLS]."""
        model = self.model
        tree, names, roles = states["tree"], states["names"], states["roles"]
        hidden = functional.gelu(model.entity_hidden(names) + model.guideline(guideline))
        child = functional.gelu(model.arc_child(tree))
        answers = {
            "upos": model.upos(tree),
            "xpos": model.xpos(tree),
            "arc_child": functional.linear(child, model.arc_weight[:-1].T.contiguous(), model.arc_weight[-1]),
            "arc_parent": functional.gelu(model.arc_parent(tree)),
            "relation_child": model.relation.left(tree),
            "relation_parent": model.relation.right(tree),
            "entities": model.entity_score(hidden),
            "predicates": model.predicate(roles),
            "senses": model.sense(roles),
            "role_predicate": model.role.left(roles),
            "role_argument": model.role.right(roles),
        }
        if "happenings" in states:
            happenings = states["happenings"]
            told = functional.gelu(model.happening_hidden(happenings))
            answers |= {
                "kinds": model.kind(told),
                "statuses": model.status(told),
                "done": model.done(told),
                "gates": model.gate(functional.gelu(model.gate_hidden(happenings[starts]))),
                "party_trigger": model.party.left(happenings),
                "party_word": model.party.right(happenings),
            }
        return answers


class _Cut(torch.autograd.Function):
    """Rows [T, ...] cut into SLOTS stretches of given lengths, in the graph by one node."""

    @staticmethod
    def forward(_context: Any, rows: Tensor, lengths: Tensor) -> tuple[Tensor, ...]:  # type: ignore[override]
        return rows.split(lengths.tolist())

    @staticmethod
    def symbolic(graph: Any, rows: Any, lengths: Any) -> Any:
        return graph.op("Split", rows, lengths, axis_i=0, outputs=SLOTS)


def _read_layer(layer: Layer, states: Tensor, kept: Tensor, lengths: Tensor, counts: Tensor) -> Tensor:
    """One layer: keys and values of all rows `states`, [T, H]; answers for the rows `kept`, of which each sentence has `counts`."""
    width = layer.heads * layer.part
    asked = zip(layer.joint.weight.split(width), layer.joint.bias.split(width), (kept, states, states), strict=True)
    joint = [functional.linear(rows, weight, bias).view(-1, layer.heads, layer.part) for weight, bias, rows in asked]
    cuts = [_Cut.apply(rows, sizes) for rows, sizes in zip(joint, (counts, lengths, lengths), strict=True)]
    read = [
        (query.transpose(0, 1) @ key.permute(1, 2, 0)).softmax(-1) @ value.transpose(0, 1) for query, key, value in zip(*cuts, strict=True)
    ]
    kept = layer.norm_attention(kept + layer.out(torch.cat(read, 1).transpose(0, 1).reshape(-1, width)))
    return layer.norm_inner(kept + layer.narrow(layer.bend(layer.widen(kept))))


def write_graph(model: Model, path: Path) -> None:
    """Write the float32 graph."""
    graph = Graph(_scale_queries(model)).eval()
    sample = pack_rows([([101, 2000, 2001, 102], [0, 1, 1, 0], [1, 2]), ([101, 2000, 102], [0, 3, 0], [1])], 1)
    tensors = tuple(torch.from_numpy(sample[name]) for name in INPUT_NAMES)
    with torch.no_grad():
        graph(*tensors)
        torch.onnx.export(
            graph,
            tensors,
            str(path),
            input_names=list(INPUT_NAMES),
            output_names=graph.names,
            dynamic_axes=_AXES | {name: {0: "sentences" if name == "gates" else "words"} for name in graph.names},
            opset_version=_OPSET,
            dynamo=False,
        )


def _scale_queries(model: Model) -> Model:
    """A copy whose queries carry the scale of attention."""
    model = copy.deepcopy(model).cpu().eval()
    with torch.no_grad():
        for layer in model.encoder.layers:
            for kept in (layer.joint.weight, layer.joint.bias):
                kept[: layer.heads * layer.part] *= layer.part**-0.5
    return model
