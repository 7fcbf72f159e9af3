"""A smaller model out of a larger one: some of its layers, their inner units cut off at zero.

The larger one then teaches (`losses.py`, hints): the smaller learns to give the same mixed states to its heads, which it has taken over as
they are. Sources: Sanh et al., "DistilBERT" (2019), layers taken over; Romero et al., "FitNets" (2015), hints from the states of a teacher;
Mirzadeh et al., "ReLU strikes back" (2023), units cut off at zero after the pretraining.
"""

from __future__ import annotations

from torch import Tensor

from training.language.encoders import EncoderSize

KEPT_LAYERS = (0, 1, 2, 3)
SMALLER = EncoderSize(heads=(12,) * len(KEPT_LAYERS), inner=(1536,) * len(KEPT_LAYERS), rectified=True)


def pick_layers(kept: dict[str, Tensor], layers: tuple[int, ...] = KEPT_LAYERS) -> dict[str, Tensor]:
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
