"""Running a model over sentences, in torch or from the exported file, and scoring what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from training.language.batches import Batch, stack_examples
from training.language.decodings import decode_sentence
from training.language.examples import Encoding, Example
from training.language.labels import Labels
from training.language.models import Model, Outputs
from training.language.pieces import SEP
from training.language.rolesets import Table
from training.language.scores import Counts, Guess, count_sentence
from training.language.sentences import Sentence

Arrays = dict[str, np.ndarray]
Runner = Callable[[Batch], Arrays]
OUTPUT_NAMES = tuple(field.name for field in fields(Outputs))
INPUT_NAMES = ("pieces", "shapes", "firsts", "guideline")


def run_model(model: Model, device: str = "cpu") -> Runner:
    """A runner of a torch model."""

    def run(batch: Batch) -> Arrays:
        with torch.no_grad():
            moved = batch.to(device)
            out = model(moved.pieces, moved.shapes, moved.firsts, moved.guideline)
        return {name: getattr(out, name).float().cpu().numpy() for name in OUTPUT_NAMES}

    return run


def run_file(path: Path, threads: int = 1) -> Runner:
    """A runner of an exported file."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(batch: Batch) -> Arrays:
        found = session.run(list(OUTPUT_NAMES), {name: getattr(batch, name).numpy() for name in INPUT_NAMES})
        return dict(zip(OUTPUT_NAMES, found, strict=True))

    return run


def take_heads(model: Model) -> Arrays:
    """The matrices of the pair scorers, for numpy."""
    found = {}
    for name, pairs in (("relation", model.relation), ("role", model.role)):
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
