"""The weights that ship: whole, small, and as good as their card says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

WEIGHTS = Path(__file__).parents[2] / "src" / "offing" / "language" / "weights"


def read_json(name: str) -> Any:
    return json.loads((WEIGHTS / name).read_text("utf-8"))


def test_every_file_is_the_one_of_the_manifest() -> None:
    manifest = read_json("manifest.json")
    assert {"model.onnx", "heads.npz", "vocab.txt", "labels.json", "rolesets.json.gz", "scores.json"} == set(manifest["files"])
    for name, row in manifest["files"].items():
        content = (WEIGHTS / name).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (row["sha256"], row["size"]), name
    assert manifest["contract"] == read_json("labels.json")["contract"]


def test_the_folder_is_small_and_says_its_licence() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) < 30_000_000
    assert "CC BY-SA 4.0" in (WEIGHTS / "LICENSE").read_text("utf-8")
    assert "PropBank" in (WEIGHTS / "NOTICE").read_text("utf-8")


def test_the_matrices_fit_the_labels() -> None:
    labels, heads = read_json("labels.json"), np.load(WEIGHTS / "heads.npz")
    assert heads["relation_weight"].shape == (256, len(labels["relations"]))
    assert heads["role_weight"].shape == (256, len(labels["roles"]))
    assert labels["roles"][0] == labels["entities"][0] == "O"
    assert "house" in labels["guidelines"]


BARS = [
    ("ewt", "las", 88.0),
    ("gum-news", "las", 86.0),
    ("ewt", "predicates", 95.0),
    ("ewt", "arguments", 78.0),
    ("uner", "entities", 68.0),
    ("crossner", "entities", 76.0),
]


@pytest.mark.parametrize(("name", "kind", "bar"), BARS)
def test_the_recorded_scores_hold_their_bars(name: str, kind: str, bar: float) -> None:
    scores = read_json("scores.json")
    value, low, high = scores["int8"][name]["all"][kind]
    assert low <= value <= high
    assert value >= bar
    assert value >= scores["float32"][name]["all"][kind][0] - 1.0


def test_the_card_tells_the_scores() -> None:
    card, scores = (WEIGHTS / "MODEL_CARD.md").read_text("utf-8"), read_json("scores.json")
    for name, kind, _ in BARS:
        value, low, high = scores["int8"][name]["all"][kind]
        assert f"{value} ({low}-{high})" in card
