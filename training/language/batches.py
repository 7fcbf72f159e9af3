"""Examples side by side as tensors, and the order in which an epoch shows them."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor

from training.language.examples import IGNORED, Example
from training.language.pieces import CLS, SEP

_POOL = 50


@dataclass(frozen=True)
class Batch:
    """Inputs [B, L] and [B, N], targets [B, N] (ignored: -100), and one row a predicate or happening: [F] and [F, N]. `gates`: [B]."""

    pieces: Tensor
    shapes: Tensor
    firsts: Tensor
    guideline: Tensor
    entities: Tensor
    upos: Tensor
    xpos: Tensor
    heads: Tensor
    relations: Tensor
    predicates: Tensor
    frame_rows: Tensor
    frame_words: Tensor
    senses: Tensor
    roles: Tensor
    kinds: Tensor
    facts: Tensor
    gates: Tensor
    happening_rows: Tensor
    happening_words: Tensor
    statuses: Tensor
    parties: Tensor

    def to(self, device: str) -> Batch:
        """The same batch on a device."""
        return Batch(**{field.name: getattr(self, field.name).to(device) for field in fields(self)})


def stack_examples(examples: list[Example]) -> Batch:
    """Pad and stack."""
    rows, length, words = len(examples), max(row.length for row in examples), max(len(row.words) for row in examples)
    pieces, shapes = np.zeros((rows, length), np.int64), np.zeros((rows, length), np.int64)
    firsts = np.zeros((rows, words), np.int64)
    named = ("entities", "upos", "xpos", "heads", "relations", "predicates", "kinds", "facts")
    layers = {name: np.full((rows, words), IGNORED, np.int64) for name in named}
    frames: list[tuple[int, int, int]] = []
    roles: list[np.ndarray] = []
    happenings: list[tuple[int, int, int]] = []
    parties: list[np.ndarray] = []
    for row, example in enumerate(examples):
        sizes = [len(word) for word in example.pieces]
        count = len(sizes)
        flat = [CLS, *(piece for word in example.pieces for piece in word), SEP]
        pieces[row, : len(flat)] = flat
        shapes[row, 1 : len(flat) - 1] = np.repeat(example.shapes, sizes)
        firsts[row, :count] = np.cumsum([1, *sizes[:-1]])
        for name in ("entities", "upos", "xpos", "heads", "relations"):
            if getattr(example, name) is not None:
                layers[name][row, :count] = getattr(example, name)
        if example.frames is not None:
            layers["predicates"][row, :count] = 0
            for place, sense, marked in example.frames:
                layers["predicates"][row, place] = 1
                frames.append((row, place, sense))
                roles.append(_fill_roles(words, count, marked))
        for place, fact in (example.facts or {}).items():
            layers["facts"][row, place] = fact
        if example.happenings is not None:
            layers["kinds"][row, :count] = 0
            for place, kind, status, sides in example.happenings:
                layers["kinds"][row, place] = kind
                happenings.append((row, place, status))
                parties.append(_fill_roles(words, count, sides))
    columns = np.array(frames, np.int64).reshape(-1, 3)
    told = np.array(happenings, np.int64).reshape(-1, 3)
    return Batch(
        pieces=torch.from_numpy(pieces),
        shapes=torch.from_numpy(shapes),
        firsts=torch.from_numpy(firsts),
        guideline=torch.tensor([example.guideline for example in examples]),
        **{name: torch.from_numpy(values) for name, values in layers.items()},
        frame_rows=torch.from_numpy(columns[:, 0].copy()),
        frame_words=torch.from_numpy(columns[:, 1].copy()),
        senses=torch.from_numpy(columns[:, 2].copy()),
        roles=torch.from_numpy(np.array(roles, np.int64).reshape(-1, words)),
        gates=torch.tensor([example.gate for example in examples]),
        happening_rows=torch.from_numpy(told[:, 0].copy()),
        happening_words=torch.from_numpy(told[:, 1].copy()),
        statuses=torch.from_numpy(told[:, 2].copy()),
        parties=torch.from_numpy(np.array(parties, np.int64).reshape(-1, words)),
    )


def _fill_roles(words: int, count: int, marked: dict[int, int]) -> np.ndarray:
    """Role numbers over the words of one predicate's sentence: 0 is none, padding is ignored."""
    row = np.full(words, IGNORED, np.int64)
    row[:count] = 0
    for place, role in marked.items():
        row[place] = role
    return row


def order_epoch(lengths: list[int], size: int, chance: random.Random) -> list[list[int]]:
    """Indices of one epoch's batches: shuffled, sorted by length within pools of 50 batches, the batches shuffled."""
    order = list(range(len(lengths)))
    chance.shuffle(order)
    batches = []
    for start in range(0, len(order), size * _POOL):
        pool = sorted(order[start : start + size * _POOL], key=lambda index: lengths[index])
        batches += [pool[place : place + size] for place in range(0, len(pool), size)]
    chance.shuffle(batches)
    return batches
