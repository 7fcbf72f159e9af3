"""From a checkpoint to a graph: the model in ONNX with float32 weights, free in batch, piece and word counts."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from training.language.models import Model
from training.language.readings import INPUT_NAMES, OUTPUT_NAMES

_OPSET = 17


class Graph(nn.Module):
    """The model with its outputs in a row, as an ONNX graph has them."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, pieces: Tensor, shapes: Tensor, firsts: Tensor, guideline: Tensor) -> tuple[Tensor, ...]:
        """Inputs and outputs as in README.md."""
        out = self.model(pieces, shapes, firsts, guideline)
        return tuple(getattr(out, name) for name in OUTPUT_NAMES)


def write_graph(model: Model, path: Path) -> None:
    """Write the float32 graph."""
    model = model.cpu().eval()
    pieces = torch.tensor([[101, 2000, 2001, 102]] * 2)
    sample = (pieces, torch.ones_like(pieces), torch.tensor([[1, 2], [1, 0]]), torch.tensor([1, 1]))
    free: dict[str, dict[int, str]] = {name: {0: "batch", 1: "words"} for name in OUTPUT_NAMES}
    free |= {"pieces": {0: "batch", 1: "pieces"}, "shapes": {0: "batch", 1: "pieces"}, "firsts": {0: "batch", 1: "words"}}
    free |= {"guideline": {0: "batch"}, "arcs": {0: "batch", 1: "words", 2: "heads"}, "relation_parent": {0: "batch", 1: "heads"}}
    with torch.no_grad():
        torch.onnx.export(
            Graph(model).eval(),
            sample,
            str(path),
            input_names=list(INPUT_NAMES),
            output_names=list(OUTPUT_NAMES),
            dynamic_axes=free,
            opset_version=_OPSET,
            dynamo=False,
        )
