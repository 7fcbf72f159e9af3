"""The mean of the weights of several runs of one shape: `python -m training.language.averages OUT RUN RUN ...`.

Runs that began from the same weights lie in one basin, and their mean errs less than each (Wortsman and others, "Model soups", 2022). What
only the last run has (a head added late) is taken from it. OUT gets its labels and plan.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch
from torch import Tensor


def average_weights(runs: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of each weight over the runs that have it; the names are those of the last."""
    found = {}
    for name in runs[-1]:
        held = [run[name] for run in runs if name in run]
        found[name] = torch.stack(held).mean(0)
    return found


def main() -> None:
    """Read the command line, write best.pt, labels and plan."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    asked = parser.parse_args()
    kept = [torch.load(run / "best.pt", map_location="cpu", weights_only=True) for run in asked.runs]
    asked.out.mkdir(parents=True, exist_ok=True)
    torch.save({**kept[-1], "model": average_weights([one["model"] for one in kept])}, asked.out / "best.pt")
    for name in ("labels.json", "plan.json"):
        shutil.copyfile(asked.runs[-1] / name, asked.out / name)


if __name__ == "__main__":
    main()
