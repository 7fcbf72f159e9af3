"""Write the package's files from a run: `python -m training.language.install DATA RUN WEIGHTS`.

Quantises the best weights of the run, scores them on the tests (unless `--unscored`), writes labels, rolesets, card, notice and manifest.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch

from training.language.cards import write_card, write_notice
from training.language.encoders import EncoderSize
from training.language.examples import Encoding
from training.language.exports import write_graph
from training.language.labels import CONTRACT, read_labels
from training.language.manifests import check_inputs, find_minilm, hash_file
from training.language.mixtures import read_mixture
from training.language.pieces import read_vocabulary
from training.language.quantising import quantise_graph
from training.language.readings import make_feeds, take_heads
from training.language.rolesets import count_rolesets, write_rolesets
from training.language.train import read_run

MODEL = "offing-minilm-en"
_LISTED = ("model.onnx", "heads.npz", "vocab.txt", "labels.json", "rolesets.json.gz", "scores.json")


def write_files(data: Path, run: Path, weights: Path) -> Path:
    """The graph, its matrices, labels and rolesets; returns where the float32 graph stands."""
    weights.mkdir(parents=True, exist_ok=True)
    labels = replace(read_labels(run / "labels.json"), contract=CONTRACT)
    labels.write(weights / "labels.json")
    model = read_run(run / "best.pt", labels)
    full = run / "model-float32.onnx"
    write_graph(model, full)
    train = read_mixture(data).train
    encoding = Encoding(read_vocabulary(find_minilm() / "vocab.txt"), labels)
    quantise_graph(full, weights / "model.onnx", make_feeds(encoding, train))
    np.savez(weights / "heads.npz", **take_heads(model))
    shutil.copyfile(find_minilm() / "vocab.txt", weights / "vocab.txt")
    table = count_rolesets(data / "language" / "propbank-frames-3.4.json.xz", train)
    write_rolesets(table, weights / "rolesets.json.gz")
    return full


def write_manifest(weights: Path, run: Path, inputs: dict[str, str], version: str, note: str = "") -> None:
    """Hashes and sizes of the files, and what they were made of."""
    best = torch.load(run / "best.pt", map_location="cpu", weights_only=True)
    manifest = {
        "model": MODEL,
        "version": version,
        "contract": CONTRACT,
        "date": datetime.now(UTC).date().isoformat(),
        "files": {
            name: {"sha256": hash_file(weights / name), "size": (weights / name).stat().st_size}
            for name in _LISTED
            if (weights / name).exists()
        },
        "encoder": asdict(EncoderSize(**best.get("size", {}))),
        "plan": json.loads((run / "plan.json").read_text("utf-8")),
        "best_step": best["step"],
        "training_seconds": round(best["seconds"]),
        "torch": torch.__version__,
        "note": note,
        "inputs": inputs,
    }
    (weights / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def main() -> None:
    """Read the command line, write everything."""
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--version", default="1")
    parser.add_argument("--note", default="", help="what else is to be known of the run, for card and manifest")
    parser.add_argument("--peer", type=Path, help="scores.json of peers.py, to stand beside")
    parser.add_argument("--unscored", action="store_true")
    parser.add_argument("--changed", action="store_true", help="go on although an input differs from inputs.json")
    asked = parser.parse_args()
    inputs = check_inputs(asked.data, find_minilm(), changed=asked.changed)
    full = write_files(asked.data, asked.run, asked.weights)
    if not asked.unscored:
        command = [sys.executable, "-m", "training.language.evaluate", str(asked.data), str(asked.weights), "--full", str(full)]
        subprocess.run([*command, *(["--peer", str(asked.peer)] if asked.peer else [])], check=True)
    write_manifest(asked.weights, asked.run, inputs, asked.version, asked.note)
    write_notice(asked.weights)
    write_card(asked.weights)


if __name__ == "__main__":
    main()
