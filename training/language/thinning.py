"""A thinner model of the same depth: the heads and inner units of each layer that say least are cut, the others speak for them.

A part says as much as what it adds to the states varies over words of the mixture. The model before the cut then teaches (`losses.py`,
hints) until the thinner one gives the same states. Sources: Michel et al., "Are sixteen heads really better than one?" (2019), heads; Luo
et al., "ThiNet" (2017), what stays is fitted by least squares to what went.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from training.language.batches import stack_examples
from training.language.encoders import EncoderSize, Layer
from training.language.examples import Example
from training.language.models import Model

THINNER = EncoderSize(heads=(8, 10, 9, 9), inner=(1024, 1280, 1024, 1152), rectified=True)
_SEEN, _A_BATCH = 3000, 32
_RIDGE = 0.001


class _Reads:
    """What one product reads: count, sum and products of its inputs, for their mean and covariance."""

    def __init__(self, width: int) -> None:
        self.count, self.total, self.products = 0, torch.zeros(width), torch.zeros(width, width)

    def take(self, rows: Tensor) -> None:
        """Add rows [N, width]."""
        self.count += len(rows)
        self.total += rows.sum(0)
        self.products += rows.T @ rows

    def mean(self) -> Tensor:
        """The mean input, [width]."""
        return self.total / self.count

    def spread(self) -> Tensor:
        """The covariance of the inputs, [width, width]."""
        return self.products / self.count - torch.outer(self.mean(), self.mean())


def thin_model(model: Model, examples: Sequence[Example], size: EncoderSize = THINNER) -> dict[str, Tensor]:
    """The weights of a model of `size` out of a larger one of the same depth, by what it does on some of the examples."""
    reads = _watch_layers(model.eval(), examples[:: max(1, len(examples) // _SEEN)])
    found = model.state_dict()
    for number, layer in enumerate(model.encoder.layers):
        lead = f"encoder.layers.{number}."
        units, inner = _keep_units(layer, reads[number][1], size.inner[number])
        rows, attended = _keep_heads(layer, reads[number][0], size.heads[number])
        found |= {lead + name: weight for name, weight in (inner | attended).items()}
        for name in ("weight", "bias"):
            found[f"{lead}widen.{name}"] = found[f"{lead}widen.{name}"][units]
            found[f"{lead}joint.{name}"] = torch.cat([part[rows] for part in found[f"{lead}joint.{name}"].chunk(3)])
    return found


def _watch_layers(model: Model, examples: Sequence[Example]) -> list[tuple[_Reads, _Reads]]:
    """What the products behind attention and behind the inner units read, layer by layer, padding apart."""
    reads = [(_Reads(layer.out.in_features), _Reads(layer.narrow.in_features)) for layer in model.encoder.layers]
    words: list[Tensor] = []
    hooks = [
        product.register_forward_pre_hook(lambda _product, inputs, kept=kept: kept.take(inputs[0][words[-1]]))
        for layer, pair in zip(model.encoder.layers, reads, strict=True)
        for product, kept in zip((layer.out, layer.narrow), pair, strict=True)
    ]
    with torch.no_grad():
        for start in range(0, len(examples), _A_BATCH):
            batch = stack_examples(list(examples[start : start + _A_BATCH]))
            words.append(batch.pieces != 0)
            model.encoder(batch.pieces, batch.shapes)
    for hook in hooks:
        hook.remove()
    return reads


def _keep_units(layer: Layer, reads: _Reads, count: int) -> tuple[Tensor, dict[str, Tensor]]:
    """The inner units that stay, in their order, and the product behind them without the others."""
    said = reads.spread().diagonal() * layer.narrow.weight.square().sum(0)
    kept = said.topk(count).indices.sort().values
    return kept, _close("narrow", layer.narrow.weight, layer.narrow.bias, reads, kept)


def _keep_heads(layer: Layer, reads: _Reads, count: int) -> tuple[Tensor, dict[str, Tensor]]:
    """The places of the heads that stay, in their order, and the product behind them without the others."""
    spread = reads.spread()
    said = []
    for head in range(layer.heads):
        here = slice(head * layer.part, (head + 1) * layer.part)
        weight = layer.out.weight[:, here]
        said.append((weight @ spread[here, here] * weight).sum())
    heads = torch.stack(said).topk(count).indices.sort().values
    kept = (heads[:, None] * layer.part + torch.arange(layer.part)).flatten()
    return kept, _close("out", layer.out.weight, layer.out.bias, reads, kept)


def _close(name: str, weight: Tensor, bias: Tensor, reads: _Reads, kept: Tensor) -> dict[str, Tensor]:
    """A product that reads only `kept`, made to answer as before as far as these foretell the others (least squares)."""
    gone = torch.ones(weight.shape[1], dtype=torch.bool)
    gone[kept] = False
    mean, spread = reads.mean(), reads.spread()
    among = spread[kept][:, kept]
    ridge = _RIDGE * among.diagonal().mean() * torch.eye(len(kept))
    foretold = torch.linalg.solve(among + ridge, spread[kept][:, gone])
    closed = weight[:, kept] + weight[:, gone] @ foretold.T
    return {f"{name}.weight": closed.detach(), f"{name}.bias": (bias + weight[:, gone] @ (mean[gone] - foretold.T @ mean[kept])).detach()}
