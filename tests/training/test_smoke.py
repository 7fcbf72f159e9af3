"""The trainer learns: on a slice of our own sentences, without the data folder. Needs torch (`make train-smoke` brings its own)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="torch is not installed here; `make train-smoke` installs it in a venv of its own and runs this")
pytest.importorskip("onnx", reason="onnx is not installed here; `make train-smoke` installs it in a venv of its own and runs this")

import numpy as np
import onnx
import torch
from training.language.batches import stack_examples
from training.language.encoders import EncoderSize
from training.language.examples import Encoding
from training.language.exports import write_graph
from training.language.labels import CONTRACT, list_labels, read_labels
from training.language.losses import make_allowed, measure_losses
from training.language.mixtures import Mixture, read_slice
from training.language.models import Model
from training.language.pieces import CLS, MASK, PAD, SEP, UNKNOWN
from training.language.quantising import quantise_graph
from training.language.readings import OUTPUT_NAMES, make_feeds, run_file, run_model, take_heads
from training.language.slimming import pick_layers
from training.language.thinning import thin_model
from training.language.train import Plan, Trainer, read_run, size_heads

PLAN = Plan(
    epochs=30, size=8, encoder_rate=2e-3, head_rate=3e-3, warm_steps=10, watch_every=10_000, average=0.9, save_seconds=1e9, layer_fall=1.0
)
SMALL = EncoderSize(pieces=2048, width=64, part=16, heads=(4, 4), inner=(128, 128), places=128)


@pytest.fixture(scope="module")
def mixture() -> Mixture:
    return read_slice()


@pytest.fixture(scope="module")
def vocabulary(mixture: Mixture) -> dict[str, int]:
    words = sorted({word.lower() for row in mixture.train for word in row.words})
    kept = {"[PAD]": PAD, "[UNK]": UNKNOWN, "[CLS]": CLS, "[SEP]": SEP, "[MASK]": MASK}
    return {**kept, **{word: 200 + number for number, word in enumerate(words)}}


def start_trainer(mixture: Mixture, vocabulary: dict[str, int], folder: Path, plan: Plan = PLAN) -> Trainer:
    torch.set_num_threads(1)
    trainer = Trainer(mixture, list_labels(mixture.train), vocabulary, plan, folder, SMALL)
    trainer.start(None)
    return trainer


@pytest.fixture(scope="module")
def trained(mixture: Mixture, vocabulary: dict[str, int], tmp_path_factory: pytest.TempPathFactory) -> tuple[Trainer, float]:
    trainer = start_trainer(mixture, vocabulary, tmp_path_factory.mktemp("run"))
    before = trainer.watch()
    trainer.run()
    return trainer, before


def test_it_beats_its_untrained_self(trained: tuple[Trainer, float]) -> None:
    trainer, before = trained
    assert trainer.step == trainer.steps
    assert trainer.best > before + 30
    scores = torch.load(trainer.folder / "best.pt", weights_only=True)["scores"]
    assert scores["ewt las"] > 80
    assert scores["ewt arguments_end"] > 60
    assert scores["own entities"] > 60


def test_a_stopped_run_goes_on(mixture: Mixture, vocabulary: dict[str, int], tmp_path: Path) -> None:
    whole = start_trainer(mixture, vocabulary, tmp_path_of(tmp_path, "whole"), replace(PLAN, epochs=1.0))
    whole.run()
    folder = tmp_path_of(tmp_path, "halves")
    first = start_trainer(mixture, vocabulary, folder, replace(PLAN, epochs=1.0))
    full = first.steps
    for _ in range(full // 2):
        first.learn_next()
    first.save()
    second = start_trainer(mixture, vocabulary, folder, replace(PLAN, epochs=1.0))
    assert second.step == full // 2
    second.run()
    for one, other in zip(whole.model.parameters(), second.model.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-5)


def tmp_path_of(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def test_the_files_say_what_the_model_says(trained: tuple[Trainer, float], tmp_path: Path) -> None:
    trainer, _ = trained
    trainer.model.eval()
    write_graph(trainer.model, tmp_path / "full.onnx")
    feeds = make_feeds(trainer.encoding, trainer.mixture.train)
    quantise_graph(tmp_path / "full.onnx", tmp_path / "small.onnx", feeds)
    trainer.labels.write(tmp_path / "labels.json")
    assert read_labels(tmp_path / "labels.json") == trainer.labels
    batch = stack_examples([trainer.encoding.encode(row) for row in trainer.mixture.train[40:44]])
    live, full, small = run_model(trainer.model)(batch), run_file(tmp_path / "full.onnx")(batch), run_file(tmp_path / "small.onnx")(batch)
    marked = batch.firsts.numpy() > 0
    for name in OUTPUT_NAMES:
        assert live[name].shape == full[name].shape
        if name == "gates":
            assert np.allclose(live[name], full[name], atol=1e-3)
        elif name not in ("arcs", "relation_parent"):
            assert np.allclose(live[name][marked], full[name][marked], atol=1e-3), name
    pairs = marked[:, :, None] & np.pad(marked, ((0, 0), (1, 0)), constant_values=True)[:, None, :]
    assert np.allclose(live["arcs"][pairs], full["arcs"][pairs], atol=1e-2)
    agree = (live["xpos"][marked].argmax(-1) == small["xpos"][marked].argmax(-1)).mean()
    assert agree > 0.9
    assert set(take_heads(trainer.model)) == {f"{name}_{part}" for name in ("relation", "role", "party") for part in ("weight", "bias")}
    assert json.loads((tmp_path / "labels.json").read_text("utf-8"))["contract"] == CONTRACT


def test_padding_and_neighbours_change_nothing(trained: tuple[Trainer, float]) -> None:
    trainer, _ = trained
    trainer.model.eval()
    examples = sorted((trainer.encoding.encode(row) for row in trainer.mixture.train), key=lambda row: row.length)
    together, alone = (run_model(trainer.model)(stack_examples(rows)) for rows in ([examples[0], examples[-1]], examples[:1]))
    count = len(examples[0].words)
    for name in OUTPUT_NAMES:
        wide = together[name][0][: alone[name].shape[1]]
        wide = wide[:, : count + 1] if name == "arcs" else wide
        assert np.allclose(wide, alone[name][0], atol=1e-4), name


def test_a_silent_layer_teaches_nothing(mixture: Mixture, vocabulary: dict[str, int], tmp_path: Path) -> None:
    trainer = start_trainer(mixture, vocabulary, tmp_path)
    encoding: Encoding = trainer.encoding
    named = measure_losses(trainer.model, stack_examples([encoding.encode(mixture.train[0])]), make_allowed())
    treed = measure_losses(trainer.model, stack_examples([encoding.encode(mixture.train[-1])]), make_allowed())
    assert set(named) == {"entities"}
    assert set(treed) == {"upos", "xpos", "arcs", "relations", "predicates", "senses", "roles"}


def test_a_smaller_model_begins_with_what_is_kept_of_the_larger(mixture: Mixture) -> None:
    heads = size_heads(list_labels(mixture.train))
    whole = Model(heads, replace(SMALL, heads=(4,) * 3, inner=(128,) * 3)).state_dict()
    kept = Model(heads, SMALL)
    kept.load_state_dict(pick_layers(whole, (0, 2)))
    assert torch.equal(kept.encoder.layers[1].out.weight, whole["encoder.layers.2.out.weight"])
    assert torch.equal(kept.mixes["tree"].weights, whole["mixes.tree.weights"][[0, 1, 3]])


THIN = replace(SMALL, heads=(3, 2), inner=(96, 64), rectified=True)


def tell_distance(model: Model, teacher: Model, trainer: Trainer, mixture: Mixture) -> float:
    """How far a model's states are from a teacher's on sentences that the cut was not measured on."""
    batch = stack_examples([trainer.encoding.encode(row) for row in mixture.train[40:56]])
    return float(measure_losses(model.eval(), batch, make_allowed(), teacher.eval())["hints"].detach())


def test_a_thinner_model_begins_near_what_it_was_cut_from(mixture: Mixture, vocabulary: dict[str, int], tmp_path: Path) -> None:
    trainer = Trainer(mixture, list_labels(mixture.train), vocabulary, PLAN, tmp_path, replace(SMALL, rectified=True))
    trainer.start(None)
    for _ in range(60):
        trainer.learn_next()
    whole, heads = trainer.model.eval(), size_heads(trainer.labels)
    cut, maimed = Model(heads, THIN), Model(heads, THIN)
    cut.load_state_dict(thin_model(whole, trainer.examples, THIN))
    first = {name: weight[tuple(slice(side) for side in maimed.state_dict()[name].shape)] for name, weight in whole.state_dict().items()}
    maimed.load_state_dict(first)
    assert tell_distance(cut, whole, trainer, mixture) < 0.5 * tell_distance(maimed, whole, trainer, mixture)
    assert tell_distance(cut, whole, trainer, mixture) > 0


def test_nothing_cut_is_nothing_lost(mixture: Mixture, vocabulary: dict[str, int], tmp_path: Path) -> None:
    size = replace(SMALL, rectified=True)
    trainer = Trainer(mixture, list_labels(mixture.train), vocabulary, PLAN, tmp_path, size)
    trainer.start(None)
    same = Model(size_heads(trainer.labels), size)
    same.load_state_dict(thin_model(trainer.model.eval(), trainer.examples, size))
    assert tell_distance(same, trainer.model, trainer, mixture) < 1e-6


def test_a_thinner_model_becomes_a_graph(mixture: Mixture, vocabulary: dict[str, int], tmp_path: Path) -> None:
    labels = list_labels(mixture.train)
    model = Model(size_heads(labels), THIN).eval()
    write_graph(model, tmp_path / "thin.onnx")
    batch = stack_examples([Encoding(vocabulary, labels).encode(row) for row in mixture.train[40:44]])
    live, told = run_model(model)(batch), run_file(tmp_path / "thin.onnx")(batch)
    marked = batch.firsts.numpy() > 0
    assert np.allclose(live["xpos"][marked], told["xpos"][marked], atol=1e-4)


def test_the_larger_model_teaches_its_states(trained: tuple[Trainer, float], mixture: Mixture) -> None:
    trainer, _ = trained
    batch = stack_examples([trainer.encoding.encode(row) for row in mixture.train[40:56]])
    teacher = read_run(trainer.folder / "best.pt", trainer.labels).eval()
    student = read_run(trainer.folder / "best.pt", trainer.labels).eval()
    hints = measure_losses(student, batch, make_allowed(), teacher)["hints"]
    assert hints < 1e-6
    with torch.no_grad():
        student.encoder.layers[0].narrow.weight.neg_()
    assert measure_losses(student, batch, make_allowed(), teacher)["hints"] > 0.01
    assert "hints" not in measure_losses(student, batch, make_allowed())


def test_a_cut_at_zero_costs_nothing_in_bytes(mixture: Mixture, vocabulary: dict[str, int], tmp_path: Path) -> None:
    labels = list_labels(mixture.train)
    model = Model(size_heads(labels), replace(SMALL, rectified=True)).eval()
    write_graph(model, tmp_path / "full.onnx")
    encoding = Encoding(vocabulary, labels)
    quantise_graph(tmp_path / "full.onnx", tmp_path / "small.onnx", make_feeds(encoding, mixture.train))
    kinds = {node.op_type for node in onnx.load(tmp_path / "small.onnx").graph.node}
    assert "Relu" not in kinds
    batch = stack_examples([encoding.encode(row) for row in mixture.train[40:44]])
    live, small = run_model(model)(batch), run_file(tmp_path / "small.onnx")(batch)
    marked = batch.firsts.numpy() > 0
    assert np.abs(live["xpos"][marked] - small["xpos"][marked]).mean() < 0.1 * np.abs(live["xpos"][marked]).mean()
