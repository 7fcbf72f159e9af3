"""Eight-bit products in the graph: weights with one scale a column, activations with one fixed scale a product, tables with one a row.

Fixed scales make what is said of a sentence independent of what stands beside it. They come from sentences of the training data. Weights
take seven of the eight bits, because processors without VNNI saturate on more. Products that read the same rows become one.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

Arrays = dict[str, np.ndarray]
_LARGE = 20000
_NARROW = 63
_SHARE = 99.99  # of the activations of a product that its scale must hold
_MICROSOFT = "com.microsoft"


def quantise_graph(path: Path, target: Path, feeds: list[Arrays]) -> None:
    """Read a float32 graph, write it with 8-bit products; `feeds` are inputs whose activations set the scales."""
    _fuse_graph(path, target)
    model = onnx.load(target)
    ranges = find_ranges(model, feeds)
    _replace_products(model.graph, ranges)
    _drop_cuts(model.graph)
    _shrink_tables(model.graph)
    onnx.save(model, target)


def _fuse_graph(path: Path, target: Path) -> None:
    """Write the graph as onnxruntime simplifies it.

    Its fused Add and LayerNormalization is left out, five times slower than the two; so are products fused with what follows them.
    """
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(target)
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.log_severity_level = 3
    left_out = ["SkipLayerNormFusion", "GemmActivationFusion"]
    onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"], disabled_optimizers=left_out)


def _list_products(graph: onnx.GraphProto) -> list[onnx.NodeProto]:
    """Products with fixed weights."""
    fixed = {row.name for row in graph.initializer}
    return [node for node in graph.node if node.op_type == "Gemm" and node.input[1] in fixed]


def find_ranges(model: onnx.ModelProto, feeds: list[Arrays]) -> dict[str, tuple[float, float]]:
    """The lowest and highest activation of each product's input, without the rarest."""
    probe = onnx.ModelProto()
    probe.CopyFrom(model)
    names = sorted({node.input[0] for node in _list_products(model.graph)})
    del probe.graph.output[:]
    probe.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(probe.SerializeToString(), options, providers=["CPUExecutionProvider"])
    asked = {one.name for one in session.get_inputs()}
    lows: dict[str, list[float]] = defaultdict(list)
    highs: dict[str, list[float]] = defaultdict(list)
    for feed in feeds:
        for name, values in zip(names, session.run(names, {key: row for key, row in feed.items() if key in asked}), strict=True):
            low, high = np.percentile(values, [100 - _SHARE, _SHARE])
            lows[name].append(float(low))
            highs[name].append(float(high))
    return {name: (min(*lows[name], 0.0), max(*highs[name], 0.0)) for name in names}


def _replace_products(graph: onnx.GraphProto, ranges: dict[str, tuple[float, float]]) -> None:
    """Every product with fixed weights in eight bits; those that read the same rows joined, their columns split after."""
    fixed = {row.name: numpy_helper.to_array(row) for row in graph.initializer}
    groups: dict[str, list[onnx.NodeProto]] = defaultdict(list)
    for node in _list_products(graph):
        groups[node.input[0]].append(node)
    joined = {node.output[0] for group in groups.values() for node in group}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        group = groups.get(node.input[0], []) if node.output[0] in joined else []
        if not group:
            nodes.append(node)
        elif node.output[0] == group[0].output[0]:
            new, tensors = _join_products(group, fixed, ranges[node.input[0]])
            nodes.extend(new)
            graph.initializer.extend(tensors)
    used = {name for node in nodes for name in node.input}
    kept = [row for row in graph.initializer if row.name in used]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(kept)


def _join_products(
    group: list[onnx.NodeProto], fixed: Arrays, bounds: tuple[float, float]
) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """One quantised product for all of a group, and the split of its columns."""
    source = group[0].input[0]
    weights = np.concatenate([_read_weights(node, fixed) for node in group], 1)
    bias = np.concatenate([fixed[node.input[2]] for node in group])
    scales = np.abs(weights).max(0) / _NARROW
    scales[scales == 0] = 1.0
    step = max(bounds[1] - bounds[0], 1e-6) / 255
    tensors = {
        "step": np.float32(step),
        "zero": np.uint8(round(-bounds[0] / step)),
        "bytes": np.round(weights / scales).astype(np.int8),
        "scales": scales.astype(np.float32),
        "bias": bias.astype(np.float32),
    }
    names = {part: f"{source}.{part}" for part in tensors}
    whole = group[0].output[0] if len(group) == 1 else f"{source}.joined"
    read = f"{source}.read"
    nodes = [
        helper.make_node("QuantizeLinear", [source, names["step"], names["zero"]], [read]),
        helper.make_node(
            "MatMulIntegerToFloat",
            [read, names["bytes"], names["step"], names["scales"], names["zero"], "", names["bias"]],
            [whole],
            domain=_MICROSOFT,
        ),
    ]
    if len(group) > 1:
        widths = np.array([len(fixed[node.input[2]]) for node in group])
        tensors["widths"] = widths
        names["widths"] = f"{source}.widths"
        nodes.append(helper.make_node("Split", [whole, names["widths"]], [node.output[0] for node in group], axis=1))
    return nodes, [numpy_helper.from_array(np.asarray(row), names[part]) for part, row in tensors.items()]


def _drop_cuts(graph: onnx.GraphProto) -> None:
    """Leave out every cut at zero that only bytes without a sign are made of: they cannot hold less than zero anyway."""
    fixed = {row.name: numpy_helper.to_array(row) for row in graph.initializer}
    readers: dict[str, list[onnx.NodeProto]] = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            readers[name].append(node)
    nodes = []
    for node in graph.node:
        after = readers[node.output[0]] if node.op_type == "Relu" else []
        if after and all(one.op_type == "QuantizeLinear" and not fixed[one.input[2]] for one in after):
            for one in after:
                one.input[0] = node.input[0]
        else:
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)


def _read_weights(node: onnx.NodeProto, fixed: Arrays) -> np.ndarray:
    """The weights of a product, [in, out]."""
    turned = any(one.name == "transB" and one.i for one in node.attribute)
    return fixed[node.input[1]].T if turned else fixed[node.input[1]]


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
