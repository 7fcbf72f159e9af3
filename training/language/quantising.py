"""Eight-bit products in the graph: weights with one scale a column, activations with one fixed scale a product, tables with one a row.

Fixed scales make what is said of a sentence independent of what stands beside it. They come from sentences of the training data. Weights
take seven of the eight bits, because processors without VNNI saturate on more. Products that give outputs of the same rows become one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from training.language.packs import SLOTS

Arrays = dict[str, np.ndarray]
_LARGE = 20000
_NARROW = 63
_SHARE = 99.99  # of the activations of a product that its scale must hold
_MICROSOFT = "com.microsoft"
JOINT = "+"  # between the names of outputs that share one matrix


def quantise_graph(path: Path, target: Path, feeds: list[Arrays]) -> None:
    """Read a float32 graph, write it with 8-bit products; `feeds` are inputs whose activations set the scales."""
    _fuse_graph(path, target)
    model = onnx.load(target)
    ranges = find_ranges(model, feeds)
    _replace_products(model, ranges)
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
    """The lowest and highest activation of each product's input, without the rarest. A feed holds one sentence, in every slot."""
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
            low, high = np.percentile(values[: len(values) // SLOTS], [100 - _SHARE, _SHARE])
            lows[name].append(float(low))
            highs[name].append(float(high))
    return {name: (min(*lows[name], 0.0), max(*highs[name], 0.0)) for name in names}


def _replace_products(model: onnx.ModelProto, ranges: dict[str, tuple[float, float]]) -> None:
    """Every product with fixed weights in eight bits; rows that several read become bytes once."""
    graph = model.graph
    fixed = {row.name: numpy_helper.to_array(row) for row in graph.initializer}
    groups, picked = _group_products(graph), _find_picked(graph)
    later = {node.output[0] for group in groups.values() for node in group[1:]}
    nodes: list[onnx.NodeProto] = []
    done: set[str] = set()
    for node in graph.node:
        group = groups.get(node.output[0])
        if group is not None:
            source = node.input[0]
            whole = picked.get(source, source)
            for rows in (whole, source):
                if rows not in done:
                    nodes.append(_pick_bytes(whole, source) if rows in picked else _read_bytes(graph, rows, ranges[rows]))
                    done.add(rows)
            nodes.append(_join_products(graph, group, fixed, whole))
        elif node.output[0] not in later:
            nodes.append(node)
    used = {name for node in nodes for name in node.input}
    kept = [row for row in graph.initializer if row.name in used]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(kept)
    _name_columns(model, groups, fixed)


def _group_products(graph: onnx.GraphProto) -> dict[str, list[onnx.NodeProto]]:
    """Products by the output of the first of those that are made in one: those that read the same rows and only give outputs."""
    asked = {name for node in graph.node for name in node.input}
    told = {row.name for row in graph.output} - asked
    groups: dict[str, list[onnx.NodeProto]] = defaultdict(list)
    for node in _list_products(graph):
        groups[f"of {node.input[0]}" if node.output[0] in told else node.output[0]].append(node)
    return {group[0].output[0]: group for group in groups.values()}


def _find_picked(graph: onnx.GraphProto) -> dict[str, str]:
    """Rows of words that are picked from rows which a product reads whole: both share one scale, and bytes are lighter to pick."""
    sources = {node.input[0] for node in _list_products(graph)}
    gathers = [node for node in graph.node if node.op_type == "Gather" and node.input[1] == "firsts"]
    return {node.output[0]: node.input[0] for node in gathers if {node.input[0], node.output[0]} <= sources}


def _pick_bytes(whole: str, source: str) -> onnx.NodeProto:
    """The bytes of the rows of words."""
    return helper.make_node("Gather", [f"{whole}.read", "firsts"], [f"{source}.read"], axis=0)


def _read_bytes(graph: onnx.GraphProto, source: str, bounds: tuple[float, float]) -> onnx.NodeProto:
    """The rows of a product as bytes, by a fixed scale."""
    step = max(bounds[1] - bounds[0], 1e-6) / 255
    tensors = {"step": np.float32(step), "zero": np.uint8(round(-bounds[0] / step))}
    graph.initializer.extend(numpy_helper.from_array(np.asarray(row), f"{source}.{part}") for part, row in tensors.items())
    return helper.make_node("QuantizeLinear", [source, *(f"{source}.{part}" for part in tensors)], [f"{source}.read"])


def _join_products(graph: onnx.GraphProto, group: list[onnx.NodeProto], fixed: Arrays, scaled: str) -> onnx.NodeProto:
    """One product of bytes for all of a group, their columns side by side; `scaled`: the rows whose scale its own bytes have."""
    source, joint = group[0].input[0], JOINT.join(node.output[0] for node in group)
    weights = np.concatenate([_read_weights(node, fixed) for node in group], 1)
    scales = np.abs(weights).max(0) / _NARROW
    scales[scales == 0] = 1.0
    tensors = {
        "bytes": np.round(weights / scales).astype(np.int8),
        "scales": scales.astype(np.float32),
        "bias": np.concatenate([fixed[node.input[2]] for node in group]).astype(np.float32),
    }
    graph.initializer.extend(numpy_helper.from_array(row, f"{joint}.{part}") for part, row in tensors.items())
    read = [f"{source}.read", f"{joint}.bytes", f"{scaled}.step", f"{joint}.scales", f"{scaled}.zero", "", f"{joint}.bias"]
    return helper.make_node("MatMulIntegerToFloat", read, [joint], domain=_MICROSOFT)


def _name_columns(model: onnx.ModelProto, groups: dict[str, list[onnx.NodeProto]], fixed: Arrays) -> None:
    """The outputs as they are now; under "columns" the graph says how many columns each of those that share a matrix has."""
    shared = [group for group in groups.values() if len(group) > 1]
    widths = {node.output[0]: len(fixed[node.input[2]]) for group in shared for node in group}
    alone = [row for row in model.graph.output if row.name not in widths]
    joint = [JOINT.join(node.output[0] for node in group) for group in shared]
    del model.graph.output[:]
    model.graph.output.extend([*alone, *(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["words", None]) for name in joint)])
    helper.set_model_props(model, {"columns": json.dumps(widths)})


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
