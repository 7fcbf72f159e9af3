"""Make tables/akin.csv.gz, the light table of words that desks exchange: word pairs with how near they are (0-1).

python tools/build_akin.py LANGUAGE_DATA MODEL_FOLDER

Two sources. PropBank frames 3.4 (CC BY-SA 4.0): names of one roleset ("detain", "detention") are akin with `NAMED`. The encoder
all-MiniLM-L6-v2 (Apache-2.0; needs torch, here only): lemmas of tables/words.csv.gz whose vectors lie nearer than `NEAR`, the `MOST`
nearest of each. No sentence is used.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

TABLES = Path(__file__).parent.parent / "src" / "offing" / "tables"
NAMED, NEAR, MOST = 0.9, 0.55, 10


def name_pairs(source: Path) -> dict[tuple[str, str], float]:
    """Pairs of words that name one roleset."""
    found = {}
    for frame in json.loads(lzma.decompress(source.read_bytes())):
        names = {alias.lower() for alias, _ in frame["aliases"] if alias.isalpha()} | {frame["lemma"].lower()}
        found.update(dict.fromkeys(combinations(sorted(name for name in names if name.isalpha()), 2), NAMED))
    return found


def read_lemmas() -> list[str]:
    """Lower-case lemmas of nouns, verbs, adjectives and adverbs in the counted texts."""
    text = gzip.decompress((TABLES / "words.csv.gz").read_bytes()).decode()
    found = {
        lemma or form
        for form, tag, _count, lemma in list(csv.reader(text.splitlines()))[1:]
        if tag[:2] in ("NN", "VB", "JJ", "RB") and tag not in ("NNP", "NNPS") and form.islower()
    }
    return sorted(word for word in found if word.isalpha() and len(word) > 2)


def read_weights(path: Path) -> dict[str, torch.Tensor]:
    """The float32 tensors of a safetensors file: a header length, a JSON header, then raw numbers."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    return {
        name: torch.from_numpy(np.frombuffer(raw[8 + size :][slice(*row["data_offsets"])], np.float32).reshape(row["shape"]).copy())
        for name, row in header.items()
        if name != "__metadata__" and row["dtype"] == "F32"
    }


def cut_pieces(word: str, vocabulary: dict[str, int]) -> list[int]:
    """The word pieces of one lower-case word, longest first."""
    found, start = [], 0
    while start < len(word):
        end = next((end for end in range(len(word), start, -1) if ("##" * bool(start) + word[start:end]) in vocabulary), 0)
        if not end:
            return [vocabulary["[UNK]"]]
        found.append(vocabulary["##" * bool(start) + word[start:end]])
        start = end
    return found


def encode(pieces: list[list[int]], weights: dict[str, torch.Tensor]) -> torch.Tensor:
    """Mean vectors of rows of equally many pieces: the six layers of BERT, no dropout."""

    def line(name: str, values: torch.Tensor) -> torch.Tensor:
        return functional.linear(values, weights[f"{name}.weight"], weights[f"{name}.bias"])

    def norm(name: str, values: torch.Tensor) -> torch.Tensor:
        return functional.layer_norm(values, values.shape[-1:], weights[f"{name}.weight"], weights[f"{name}.bias"], 1e-12)

    ids = torch.tensor(pieces)
    hidden = weights["embeddings.word_embeddings.weight"][ids] + weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
    hidden = norm("embeddings.LayerNorm", hidden + weights["embeddings.token_type_embeddings.weight"][0])
    rows, length, size = hidden.shape
    for number in range(6):
        layer = f"encoder.layer.{number}"
        parts = [
            line(f"{layer}.attention.self.{part}", hidden).view(rows, length, 12, -1).transpose(1, 2) for part in ("query", "key", "value")
        ]
        mixed = functional.scaled_dot_product_attention(*parts).transpose(1, 2).reshape(rows, length, size)
        hidden = norm(f"{layer}.attention.output.LayerNorm", hidden + line(f"{layer}.attention.output.dense", mixed))
        wide = functional.gelu(line(f"{layer}.intermediate.dense", hidden))
        hidden = norm(f"{layer}.output.LayerNorm", hidden + line(f"{layer}.output.dense", wide))
    return functional.normalize(hidden.mean(1), dim=-1)


def near_pairs(words: list[str], folder: Path) -> dict[tuple[str, str], float]:
    """Pairs of words whose vectors lie near each other."""
    vocabulary = json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    weights = read_weights(folder / "model.safetensors")
    groups: dict[int, list[tuple[str, list[int]]]] = defaultdict(list)
    for word in words:
        pieces = [vocabulary["[CLS]"], *cut_pieces(word, vocabulary), vocabulary["[SEP]"]]
        groups[len(pieces)].append((word, pieces))
    order, parts = [], []
    with torch.no_grad():
        for group in groups.values():
            for start in range(0, len(group), 256):
                order += [word for word, _ in group[start : start + 256]]
                parts.append(encode([pieces for _, pieces in group[start : start + 256]], weights))
    vectors = torch.cat(parts).numpy()
    found = {}
    for row, word in enumerate(order):
        likeness = vectors @ vectors[row]
        likeness[row] = 0.0
        for other in np.argpartition(-likeness, MOST)[:MOST]:
            if likeness[other] >= NEAR:
                one, two = sorted((word, order[int(other)]))
                found[one, two] = round(float(likeness[other]), 2)
    return found


def main(language: Path, folder: Path) -> None:
    """Read both sources and write the table."""
    pairs = near_pairs(read_lemmas(), folder)
    for pair, near in name_pairs(language / "propbank-frames-3.4.json.xz").items():
        pairs[pair] = max(near, pairs.get(pair, 0.0))
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("word", "other", "near"))
    table.writerows((one, two, f"{near:.2f}") for (one, two), near in sorted(pairs.items()))
    target = TABLES / "akin.csv.gz"
    target.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))
    print(f"{target.name}: {len(pairs)} pairs, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
