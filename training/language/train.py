"""Train the model: `python -m training.language.train DATA RUN`. A run that was stopped goes on from its last checkpoint.

DATA is the data folder, RUN a folder for checkpoints, labels and the log. A GPU is used when there is one; on a CPU, bfloat16 when it pays.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from training.language.batches import order_epoch, stack_examples
from training.language.encoders import EncoderSize, fill_encoder, read_tensors
from training.language.examples import Encoding, Example, vary
from training.language.labels import CONTRACT, Labels, list_labels, read_labels
from training.language.losses import make_allowed, measure_losses, sum_losses
from training.language.manifests import check_inputs, find_minilm, hash_file
from training.language.mixtures import Mixture, read_lessons, read_mixture
from training.language.models import HeadSize, Model
from training.language.pieces import read_vocabulary
from training.language.readings import run_model, score_sets, take_heads
from training.language.scores import sum_scores
from training.language.slimming import SMALLER, pick_layers
from training.language.thinning import THINNER, thin_model

WATCHED = ("las", "entities", "predicates", "arguments_end", "kinds", "statuses", "parties")


@dataclass(frozen=True)
class Plan:
    """How a run learns. The rates fall linearly to nothing over all of its epochs."""

    epochs: float = 7.5
    size: int = 32
    seed: int = 11
    encoder_rate: float = 1.6e-4
    layer_fall: float = 0.9
    head_rate: float = 1.2e-3
    known_rate: float = 0.35
    warm_steps: int = 200
    decay: float = 0.01
    clip: float = 1.0
    average: float = 0.998
    longest: int = 128
    watch_every: int = 750
    watch_limit: int = 400
    save_seconds: float = 150.0
    patience: int = 5


class Average:
    """A moving average of the weights (Polyak and Juditsky 1992): the average is scored and exported, not the last step."""

    def __init__(self, model: Model, keep: float) -> None:
        self.keep = keep
        self.live = [weight for weight in model.parameters() if weight.requires_grad]
        self.shadow = [weight.detach().clone() for weight in self.live]

    def update(self, step: int) -> None:
        """Move towards the weights; faster in the first steps."""
        keep = min(self.keep, (1 + step) / (10 + step))
        torch._foreach_lerp_(self.shadow, [weight.detach() for weight in self.live], 1 - keep)

    def swap(self) -> None:
        """Exchange average and weights; twice is as before."""
        with torch.no_grad():
            for weight, mean in zip(self.live, self.shadow, strict=True):
                kept = weight.clone()
                weight.copy_(mean)
                mean.copy_(kept)


class Trainer:
    """One run: model, optimiser, the order of the batches, and what is remembered between two of its lives."""

    def __init__(
        self, mixture: Mixture, labels: Labels, vocabulary: dict[str, int], plan: Plan, folder: Path, size: EncoderSize | None = None
    ):
        torch.manual_seed(plan.seed)
        self.plan, self.folder, self.labels, self.mixture = plan, folder, labels, mixture
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.encoding = Encoding(vocabulary, labels)
        encoded = [self.encoding.encode(row) for row in mixture.train]
        self.examples: list[Example] = [row for row in encoded if row.length <= plan.longest]
        self.model = Model(size_heads(labels), size)
        self.steps = max(1, int(plan.epochs * math.ceil(len(self.examples) / plan.size)))
        self.step, self.best, self.worse, self.seconds = 0, -1.0, 0, 0.0
        self.history: list[dict[str, float]] = []
        self.epoch, self.order = -1, [[0]]
        self.known: set[str] = set()

    def start(self, tensors: dict[str, Tensor] | None, begin: dict[str, Tensor] | None = None, teacher: Model | None = None) -> None:
        """Fill in pretrained weights or those of another run, set up the optimiser, take up the last checkpoint if there is one.

        `teacher`: a model whose states are hints.
        """
        self.teacher = teacher.to(self.device).eval() if teacher else None
        if begin:
            self._begin_with(begin)
        elif tensors:
            fill_encoder(self.model.encoder, tensors)
        if tensors:
            self.model.encoder.pieces.weight.requires_grad = (
                False  # rare words stay where the pretraining put them; half the optimiser's work
            )
        self.model.to(self.device)
        self.allowed = make_allowed().to(self.device)
        self.optimiser = torch.optim.AdamW(self._group_weights(), weight_decay=self.plan.decay, fused=True, betas=(0.9, 0.98))
        self.average = Average(self.model, self.plan.average)
        path = self.folder / "last.pt"
        if path.exists():
            kept = torch.load(path, map_location=self.device, weights_only=True)
            self.model.load_state_dict(kept["model"])
            self.optimiser.load_state_dict(kept["optimiser"])
            self.average.shadow = kept["average"]
            self.step, self.best, self.worse, self.seconds = (kept[name] for name in ("step", "best", "worse", "seconds"))
            self.history = kept["history"]
            self.say(f"goes on from step {self.step}")

    def _begin_with(self, kept: dict[str, Tensor]) -> None:
        """Fill in the weights of another run. Heads that it did not have begin anew; the scorer of parties begins as that of roles."""
        missing = set(self.model.load_state_dict(kept, strict=False).missing_keys)
        self.known = set(kept)
        if "party.left.weight" in missing:
            self.model.party.left.load_state_dict(self.model.role.left.state_dict())
            self.model.party.right.load_state_dict(self.model.role.right.state_dict())
            self.model.mixes["happenings"].load_state_dict(self.model.mixes["roles"].state_dict())

    def _group_weights(self) -> list[dict[str, object]]:
        """Weights with their rates: heads fast, the encoder slower the deeper."""
        layers = self.model.encoder.layers
        groups = []
        for number, layer in enumerate(layers):
            rate = self.plan.encoder_rate * self.plan.layer_fall ** (len(layers) - 1 - number)
            groups.append({"params": list(layer.parameters()), "lr": rate, "full": rate})
        bottom = [
            weight for name, weight in self.model.encoder.named_parameters() if not name.startswith("layers.") and weight.requires_grad
        ]
        rate = self.plan.encoder_rate * self.plan.layer_fall ** len(layers)
        heads = {name: weight for name, weight in self.model.named_parameters() if not name.startswith("encoder.")}
        new = [weight for name, weight in heads.items() if name not in self.known]
        old = [weight for name, weight in heads.items() if name in self.known]
        slow = self.plan.head_rate * self.plan.known_rate
        return [
            *groups,
            {"params": bottom, "lr": rate, "full": rate},
            {"params": new, "lr": self.plan.head_rate, "full": self.plan.head_rate},
            {"params": old, "lr": slow, "full": slow},
        ]

    def run(self) -> None:
        """Learn to the end of the plan, or until the watched scores have not risen for `patience` looks."""
        began, saved = time.monotonic(), time.monotonic()
        spent = self.seconds
        losses: dict[str, list[float]] = {}
        while self.step < self.steps and self.worse < self.plan.patience:
            for name, value in self.learn_next().items():
                losses.setdefault(name, []).append(value)
            self.seconds = spent + time.monotonic() - began
            if self.step % 100 == 0:
                means = " ".join(f"{name} {sum(values) / len(values):.3f}" for name, values in losses.items())
                self.say(f"step {self.step}/{self.steps} {self.seconds:.0f} s {means}")
                losses.clear()
            if self.step % self.plan.watch_every == 0 or self.step == self.steps:
                self.watch()
            if time.monotonic() - saved > self.plan.save_seconds or self.step == self.steps:
                self.save()
                saved = time.monotonic()

    def learn_next(self) -> dict[str, float]:
        """The next step of the plan; the order of an epoch and all chance depend on seed and step only."""
        epoch, place = divmod(self.step, math.ceil(len(self.examples) / self.plan.size))
        if epoch != self.epoch:
            self.epoch = epoch
            self.order = order_epoch([row.length for row in self.examples], self.plan.size, random.Random(f"{self.plan.seed} {epoch}"))
        self.model.train()
        losses = self._learn(self.order[place])
        self.step += 1
        return losses

    def _learn(self, chosen: list[int]) -> dict[str, float]:
        """One step on one batch."""
        chance = random.Random(f"{self.plan.seed} {self.step}")
        torch.manual_seed(self.plan.seed * 1_000_003 + self.step)
        batch = stack_examples([vary(self.examples[index], chance) for index in chosen]).to(self.device)
        share = min(1.0, (self.step + 1) / self.plan.warm_steps) * max(0.0, 1 - self.step / self.steps)
        for group in self.optimiser.param_groups:
            group["lr"] = group["full"] * share
        half = self.device == "cuda" or has_bfloat16()
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=half):
            losses = measure_losses(self.model, batch, self.allowed, self.teacher)
            loss = sum_losses(losses)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.average.live, self.plan.clip)
        self.optimiser.step()
        self.average.update(self.step)
        return {name: float(value.detach()) for name, value in losses.items()}

    def watch(self) -> float:
        """Score the averaged weights on the watched sentences; keep them when they are the best so far."""
        self.average.swap()
        self.model.eval()
        rows = score_sets(
            run_model(self.model, self.device), take_heads(self.model), self.labels, self.encoding, self.mixture.dev, self.plan.watch_limit
        )
        scores = {f"{name} {kind}": value for name, counts in rows.items() for kind, value in sum_scores(counts).items()}
        chosen = [value for kind, value in scores.items() if kind.split()[1] in WATCHED]
        mean = sum(chosen) / len(chosen)
        self.say(f"watch {self.step} mean {mean:.2f} " + ", ".join(f"{kind} {value:.1f}" for kind, value in scores.items()))
        self.history.append({"step": self.step, "seconds": round(self.seconds), "mean": round(mean, 3)})
        if mean > self.best:
            self.best, self.worse = mean, 0
            _write(
                self.folder / "best.pt",
                {
                    "model": self.model.state_dict(),
                    "size": asdict(self.model.encoder.size),
                    "step": self.step,
                    "scores": scores,
                    "seconds": self.seconds,
                },
            )
        else:
            self.worse += 1
        self.model.train()
        self.average.swap()
        return mean

    def save(self) -> None:
        """Write everything that a later life needs."""
        kept = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average.shadow,
            "history": self.history,
            **{name: getattr(self, name) for name in ("step", "best", "worse", "seconds")},
        }
        _write(self.folder / "last.pt", kept)

    def say(self, line: str) -> None:
        """One line to the screen and the log."""
        print(line, flush=True)
        with (self.folder / "log.txt").open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def _write(path: Path, kept: dict[str, object]) -> None:
    """Save so that a broken write never replaces a whole file."""
    torch.save(kept, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def read_run(path: Path, labels: Labels) -> Model:
    """The model of a best.pt; heads that it did not have begin anew."""
    kept = torch.load(path, map_location="cpu", weights_only=True)
    model = Model(size_heads(labels), EncoderSize(**kept.get("size", {})))
    model.load_state_dict(kept["model"], strict=False)
    return model


def has_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 faster than float32."""
    flags = Path("/proc/cpuinfo")
    return flags.exists() and any(flag in flags.read_text("utf-8") for flag in ("avx512_bf16", "amx_bf16"))


def size_heads(labels: Labels) -> HeadSize:
    """Head sizes for a set of labels."""
    return HeadSize(
        upos=len(labels.upos),
        xpos=len(labels.xpos),
        relations=len(labels.relations),
        entities=len(labels.entities),
        guidelines=len(labels.guidelines),
        senses=len(labels.senses),
        roles=len(labels.roles),
    )


def main() -> None:
    """Read the command line, check the inputs, train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--epochs", type=float, default=Plan.epochs)
    parser.add_argument("--share", type=float, default=1.0, help="share of the epochs to go: a small one is a rehearsal")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rate", type=float, default=1.0, help="share of the learning rates")
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--begin", type=Path, help="a best.pt to begin with instead of the pretrained weights")
    parser.add_argument("--clauses", type=Path, help="the file of training.events.hand_over: teach the event heads")
    parser.add_argument("--slim", action="store_true", help="begin as the smaller model out of --begin, and have that one as the teacher")
    parser.add_argument("--thin", action="store_true", help="begin as the thinner model out of --begin, and have that one as the teacher")
    parser.add_argument("--teacher", type=Path, help="a best.pt whose states are hints")
    parser.add_argument("--changed", action="store_true", help="go on although an input differs from inputs.json")
    asked = parser.parse_args()
    if (asked.slim or asked.thin) and not asked.begin:
        parser.error("--slim and --thin need --begin: the larger model")
    if asked.slim and asked.thin:
        parser.error("--slim and --thin are two runs, one after the other")
    torch.set_num_threads(asked.threads)
    asked.run.mkdir(parents=True, exist_ok=True)
    minilm = find_minilm()
    check_inputs(asked.data, minilm, changed=asked.changed)
    rates = {"encoder_rate": Plan.encoder_rate * asked.rate, "head_rate": Plan.head_rate * asked.rate}
    plan = Plan(epochs=asked.epochs * asked.share, seed=asked.seed, **rates)
    mixture = read_lessons(asked.data, asked.clauses) if asked.clauses else read_mixture(asked.data)
    known = asked.begin.with_name("labels.json") if asked.begin else None
    labels = replace(read_labels(known), contract=CONTRACT) if known else list_labels(mixture.train)
    labels.write(asked.run / "labels.json")
    inputs = {"begin": asked.begin, "teacher": asked.teacher, "clauses": asked.clauses}
    told = {name: hash_file(path) for name, path in inputs.items() if path}
    (asked.run / "plan.json").write_text(json.dumps(asdict(plan) | told) + "\n", "utf-8")
    vocabulary = read_vocabulary(minilm / "vocab.txt")
    whole = read_run(asked.begin, labels) if asked.begin else None
    cut = SMALLER if asked.slim else THINNER if asked.thin else None
    trainer = Trainer(mixture, labels, vocabulary, plan, asked.run, cut or (whole.encoder.size if whole else None))
    begin = whole.state_dict() if whole else None
    if whole and asked.slim:
        begin = pick_layers(whole.state_dict())
    elif whole and asked.thin:
        begin = thin_model(whole, trainer.examples)
    teacher = read_run(asked.teacher, labels) if asked.teacher else whole if cut else None
    trainer.start(read_tensors(minilm / "model.safetensors"), begin, teacher)
    trainer.say(
        f"{len(trainer.examples)} sentences, {trainer.steps} steps, {trainer.device}, bfloat16 {has_bfloat16()}, plan {asdict(plan)}"
    )
    trainer.run()


if __name__ == "__main__":
    main()
