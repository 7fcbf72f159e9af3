"""A smaller model out of a larger one: some of its layers, and of each the inner units that say most.

The larger one then teaches: the smaller learns to give the same mixed states to its heads, which it has taken over as they are.
Sources: Sanh et al., "DistilBERT" (2019), layers taken over; Michel, Levy and Neubig, "Are sixteen heads really better than one?" (2019),
pruning by what a unit contributes; Romero et al., "FitNets" (2015), hints from the states of a teacher.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from training.language.batches import Batch
from training.language.encoders import EncoderSize
from training.language.models import Model

Tensors = dict[str, Tensor]


def pick_layers(kept: Tensors, layers: tuple[int, ...]) -> Tensors:
    """The weights of a model with only some layers of its encoder; the mixes keep the shares of what stays."""
    found = {}
    for name, weight in kept.items():
        if name.startswith("mixes."):
            found[name] = weight[[0, *(layer + 1 for layer in layers)]]
        elif not name.startswith("encoder.layers."):
            found[name] = weight
    for place, layer in enumerate(layers):
        lead = f"encoder.layers.{layer}."
        found |= {f"encoder.layers.{place}.{name.removeprefix(lead)}": weight for name, weight in kept.items() if name.startswith(lead)}
    return found


def weigh_parts(model: Model, batches: list[Batch]) -> tuple[list[Tensor], list[Tensor]]:
    """For each layer the share of each inner unit, [inner], and of each head of attention, [heads], in what the layer adds.

    A share is the mean size of what a unit says times the length of its weights out; a head's is the sum over its features.
    """
    layers = model.encoder.layers
    units = [torch.zeros(layer.narrow.in_features) for layer in layers]
    features = [torch.zeros(layer.out.in_features) for layer in layers]
    hooks = [
        product.register_forward_pre_hook(lambda _, given, sizes=sizes, at=at: sizes[at].add_(given[0].abs().mean((0, 1))))
        for at, layer in enumerate(layers)
        for product, sizes in ((layer.narrow, units), (layer.out, features))
    ]
    model.eval()
    with torch.no_grad():
        for batch in batches:
            model.encoder(batch.pieces, batch.shapes)
    for hook in hooks:
        hook.remove()
    inner = [sizes * layer.narrow.weight.norm(dim=0) for sizes, layer in zip(units, layers, strict=True)]
    heads = [(sizes * layer.out.weight.norm(dim=0)).view(layer.heads, -1).sum(1) for sizes, layer in zip(features, layers, strict=True)]
    return [one.detach() for one in inner], [one.detach() for one in heads]


def keep_units(kept: Tensors, shares: list[Tensor], inner: int) -> Tensors:
    """The weights of a model whose layers keep their `inner` largest units."""
    found = dict(kept)
    for number, share in enumerate(shares):
        chosen = share.topk(inner).indices.sort().values
        lead = f"encoder.layers.{number}."
        for name in ("widen.weight", "widen.bias"):
            found[lead + name] = kept[lead + name][chosen]
        found[lead + "narrow.weight"] = kept[lead + "narrow.weight"][:, chosen]
    return found


def keep_heads(kept: Tensors, shares: list[Tensor], heads: int) -> Tensors:
    """The weights of a model whose layers keep their `heads` largest heads of attention."""
    found = dict(kept)
    for number, share in enumerate(shares):
        lead = f"encoder.layers.{number}."
        part = kept[lead + "out.weight"].shape[1] // len(share)
        chosen = share.topk(heads).indices.sort().values
        features = (chosen[:, None] * part + torch.arange(part)).flatten()
        rows = torch.cat([features + third * len(share) * part for third in range(3)])  # queries, keys, values
        for name in ("joint.weight", "joint.bias"):
            found[lead + name] = kept[lead + name][rows]
        found[lead + "out.weight"] = kept[lead + "out.weight"][:, features]
    return found


def slim_model(model: Model, wanted: EncoderSize, layers: tuple[int, ...], batches: list[Batch]) -> Tensors:
    """The weights of `model` for an encoder of the size `wanted`: its `layers`, then the units and heads that say most in `batches`."""
    size = model.encoder.size
    kept = pick_layers(model.state_dict(), layers)
    fewer = Model(model.heads, replace(size, layers=len(layers)))
    fewer.load_state_dict(kept)
    units, heads = weigh_parts(fewer, batches)
    return keep_heads(keep_units(kept, units, wanted.inner), heads, wanted.heads)
