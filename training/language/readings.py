"""Running a model over sentences, in torch or from the exported file, and scoring what it says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from training.language.batches import Batch, stack_examples
from training.language.decodings import decode_sentence
from training.language.examples import Encoding, Example
from training.language.labels import MAX_PIECES, Labels
from training.language.models import Model, Outputs, Pairs
from training.language.packs import SLOTS, Row, pack_rows
from training.language.pieces import SEP
from training.language.quantising import JOINT
from training.language.rolesets import Table
from training.language.scores import Counts, Guess, count_sentence
from training.language.sentences import Sentence

Arrays = dict[str, np.ndarray]
Runner = Callable[[Batch], Arrays]
OUTPUT_NAMES = tuple(field.name for field in fields(Outputs))


def run_model(model: Model, device: str = "cpu") -> Runner:
    """A runner of a torch model."""

    def run(batch: Batch) -> Arrays:
        with torch.no_grad():
            moved = batch.to(device)
            out = model(moved.pieces, moved.shapes, moved.firsts, moved.guideline)
        return {name: getattr(out, name).float().cpu().numpy() for name in OUTPUT_NAMES}

    return run


def run_file(path: Path, threads: int = 1) -> Runner:
    """A runner of an exported file, one sentence a run; its outputs as the torch model has them, padding 0."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    widths = json.loads(session.get_modelmeta().custom_metadata_map.get("columns", "{}"))
    asked = {row.name for row in session.get_inputs()}

    def run(batch: Batch) -> Arrays:
        told = []
        for sentence, guideline in zip(unpad_batch(batch), batch.guideline.tolist(), strict=True):
            feed = pack_rows([sentence], guideline)
            found = zip(names, session.run(names, {name: feed[name] for name in asked}), strict=True)
            told.append(_name_outputs(_part_outputs(found, widths, len(sentence[2]) + 1)))
        return {name: _pad_rows([row[name] for row in told]) for name in told[0]}

    return run


def make_feeds(encoding: Encoding, sentences: list[Sentence], count: int = 500) -> list[Arrays]:
    """Inputs of evenly spread sentences, one a run (in every slot), by whose activations the scales are set."""
    examples = [_shorten(encoding.encode(row), MAX_PIECES) for row in sentences[:: max(1, len(sentences) // count)]]
    batches = (stack_examples([example]) for example in examples)
    return [pack_rows(unpad_batch(batch) * SLOTS, int(batch.guideline[0])) for batch in batches]


def unpad_batch(batch: Batch) -> list[Row]:
    """Pieces, shapes and first pieces of each sentence without padding."""
    found = []
    for pieces, shapes, firsts in zip(batch.pieces.tolist(), batch.shapes.tolist(), batch.firsts.tolist(), strict=True):
        count = sum(piece > 0 for piece in pieces)
        found.append((pieces[:count], shapes[:count], [first for first in firsts if first]))
    return found


def _part_outputs(found: Iterable[tuple[str, np.ndarray]], widths: dict[str, int], count: int) -> Arrays:
    """Outputs of the first sentence, of `count` rows, by name; those that share a matrix parted by their `widths`."""
    rows: Arrays = {}
    for joint, values in found:
        start = 0
        for name in joint.split(JOINT):
            end = start + widths.get(name, values.shape[1])
            rows[name] = values[: 1 if name == "gates" else count, start:end]
            start = end
    return rows


def _name_outputs(rows: Arrays) -> Arrays:
    """Outputs of one sentence's rows, [CLS] first, as the torch model names and shapes them."""
    child, parent = rows.pop("arc_child"), rows.pop("arc_parent")
    arcs = child[1:] @ parent.T
    arcs[np.arange(len(arcs)), np.arange(1, len(parent))] -= 10000.0
    words = {name: values if name in ("relation_parent", "gates") else values[1:] for name, values in rows.items()}
    words |= {name: words[name][:, 0] for name in ("predicates", "done") if name in words}
    if "gates" in words:
        words["gates"] = words["gates"][0]
    return {"arcs": arcs, **words}


def _pad_rows(rows: list[np.ndarray]) -> np.ndarray:
    """Arrays of several sentences as one, padded behind."""
    whole = np.zeros((len(rows), *np.max([row.shape for row in rows], axis=0)), np.float32)
    for place, row in enumerate(rows):
        whole[(place, *(slice(size) for size in row.shape))] = row
    return whole


def take_heads(model: Model) -> Arrays:
    """The matrices of the pair scorers, for numpy."""
    found = {}
    for name, pairs in ((name, one) for name, one in model.named_children() if isinstance(one, Pairs)):
        found[f"{name}_weight"] = pairs.score.weight.detach().cpu().numpy().T.copy()
        found[f"{name}_bias"] = pairs.score.bias.detach().cpu().numpy().copy()
    return found


def guess_sentences(
    run: Runner,
    heads: Arrays,
    labels: Labels,
    encoding: Encoding,
    sentences: list[Sentence],
    *,
    guideline: str | None = None,
    size: int = 32,
    table: Table | None = None,
) -> list[Guess]:
    """What the model says of each sentence, in their order; entities under each sentence's guideline or the one given."""
    examples = [_shorten(encoding.encode(row), labels.max_pieces) for row in sentences]
    if guideline is not None:
        examples = [replace(row, guideline=labels.guidelines.index(guideline)) for row in examples]
    order = sorted(range(len(examples)), key=lambda index: examples[index].length)
    found: dict[int, Guess] = {}
    for start in range(0, len(order), size):
        chosen = order[start : start + size]
        batch = stack_examples([examples[index] for index in chosen])
        out = run(batch)
        for row, index in enumerate(chosen):
            rows = {name: values[row] for name, values in out.items()}
            found[index] = decode_sentence(rows, sentences[index], heads, labels, table)
    return [found[index] for index in range(len(sentences))]


def _shorten(example: Example, most: int) -> Example:
    """A sentence over the limit keeps its words but only the first piece of each; the package cuts such sentences."""
    if example.length <= most:
        return example
    pieces = tuple(word[:1] for word in example.pieces)
    return replace(example, pieces=pieces if len(pieces) + 2 <= 512 else tuple((SEP,) for _ in pieces))


def score_sets(
    run: Runner, heads: Arrays, labels: Labels, encoding: Encoding, sets: dict[str, list[Sentence]], limit: int | None = None
) -> dict[str, list[Counts]]:
    """Counts of each sentence of each set; with `limit`, of evenly spread sentences."""
    found = {}
    for name, sentences in sets.items():
        chosen = sentences[:: max(1, len(sentences) // limit)] if limit else sentences
        guesses = guess_sentences(run, heads, labels, encoding, chosen)
        found[name] = [count_sentence(gold, guess) for gold, guess in zip(chosen, guesses, strict=True)]
    return found
