"""Eight-bit weights in the graph: matrices with one scale a column, the table of word pieces with one scale a piece.

Activations are quantised while running, with one scale for a whole tensor; so the package reads one sentence a run, and what it says of a
sentence cannot depend on its neighbours. Weights take seven of the eight bits, because processors without VNNI saturate on more.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

_LARGE = 20000


def quantise_graph(path: Path, target: Path, *, spared: tuple[str, ...] = (), narrow: bool = True) -> None:
    """Read a float32 graph, write it with 8-bit weights; matrices whose names hold a word of `spared` stay as they are."""
    model = onnx.load(path)
    kept = [node.name for node in model.graph.node if node.op_type == "MatMul" and any(word in node.name for word in spared)]
    quantize_dynamic(
        path,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=narrow,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=kept,
    )
    model = onnx.load(target)
    _shrink_tables(model.graph)
    onnx.save(model, target)


def _shrink_tables(graph: onnx.GraphProto) -> None:
    """Replace every large table that is looked up in by bytes and one scale a row."""
    fixed = {row.name: row for row in graph.initializer}
    nodes = []
    for node in graph.node:
        row = fixed.get(node.input[0]) if node.op_type == "Gather" else None
        if row is None or row.data_type != TensorProto.FLOAT or len(row.dims) != 2 or row.dims[0] * row.dims[1] < _LARGE:
            nodes.append(node)
            continue
        new, tensors = _replace_lookup(node, numpy_helper.to_array(row))
        nodes.extend(new)
        graph.initializer.remove(row)
        graph.initializer.extend(tensors)
    del graph.node[:]
    graph.node.extend(nodes)


def _replace_lookup(node: onnx.NodeProto, table: np.ndarray) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """A row of a table as bytes times the scale of the row."""
    scales = (np.abs(table).max(1, keepdims=True) / 127).astype(np.float32)
    scales[scales == 0] = 1.0
    packed = np.clip(np.round(table / scales), -127, 127).astype(np.int8)
    name, out = node.input[0], node.output[0]
    new = [
        helper.make_node("Gather", [name + ".bytes", node.input[1]], [out + ".bytes"], axis=0),
        helper.make_node("Cast", [out + ".bytes"], [out + ".whole"], to=TensorProto.FLOAT),
        helper.make_node("Gather", [name + ".scales", node.input[1]], [out + ".scale"], axis=0),
        helper.make_node("Mul", [out + ".whole", out + ".scale"], [out]),
    ]
    return new, [numpy_helper.from_array(packed, name + ".bytes"), numpy_helper.from_array(scales, name + ".scales")]
