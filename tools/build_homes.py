"""Fit `tables/actors/homes.csv`: whose party it is when its own words do not say (see `offing.code.homes`).

Multinomial logistic regression over the states of a sentence and none of them, on the train part of the hand-coded clauses (our own
sentences, and with CORPORA those of the open corpora). Run: `python tools/build_homes.py [CORPORA]`, from the root of a checkout.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from training.events.loader import load_coded

from offing.code import homes as rules
from offing.code.claims import open_sheets, wrap_sentence
from offing.code.scenes import Scene
from offing.eval.codings import Side
from offing.language import open_analyzer
from offing.language.analyses import Analyzer, Argument
from offing.values import SECTORS

TABLE = Path(__file__).parent.parent / "src" / "offing" / "tables" / "actors" / "homes.csv"
RARE, SHRINK, ROUNDS, STEP = 12, 0.002, 500, 1.0
Choice = tuple[list[list[str]], list[bool]]  # what is seen of each answer, and whether it is right


def read_choices(scene: Scene, sides: Iterable[Side]) -> Iterable[Choice]:
    """The choices that the coded parties of a sentence were, where their own words name no state."""
    tokens = scene.analysis.tokens
    for side in sides:
        inside = [at for at, token in enumerate(tokens) if token.start + scene.start < side.end and token.end + scene.start > side.start]
        if not inside or not side.code or side.code[:3] in ("IGO", "IMG", "NGO"):
            continue
        head = next((at for at in inside if scene.analysis.heads[at] not in inside), inside[-1])
        argument = Argument("", inside[0], inside[-1] + 1, head)
        state, sector = ("", side.code) if side.code in SECTORS else (side.code[:3], side.code[3:])
        if scene.names_state(argument):
            continue
        homes = rules.find_homes(scene.text, scene.located(), argument, "")
        if not homes or (state and state not in {home.state for home in homes}):
            continue
        seen = [rules.describe_none(homes, scene.text, argument, sector)]
        seen += [rules.describe_home(home, homes, scene.text, scene.analysis.heads, argument, sector) for home in homes]
        yield seen, [not state, *(home.state == state for home in homes)]


def gather_choices(analyzer: Analyzer, corpora: Path | None) -> list[Choice]:
    """All choices of the train part; a party that takes part in several events counts once."""
    choices: list[Choice] = []
    for example in load_coded("train", corpora):
        sides = {side for event in example.row.events for side in (*event.who, *event.whom)}
        for sheet in open_sheets(wrap_sentence(example.text), analyzer):
            low, high = sheet.low, sheet.high
            inside = sorted((side for side in sides if low <= side.start < high), key=lambda one: one.start)
            choices.extend(read_choices(sheet.scene, inside))
    return choices


def fit_weights(choices: list[Choice]) -> dict[str, float]:
    """Weights by gradient ascent on the likelihood of the right answers together, shrunk to zero."""
    counts = Counter(one for seen, _ in choices for row in seen for one in row)
    names = sorted(one for one, count in counts.items() if count >= RARE)
    number = {name: at for at, name in enumerate(names)}
    rows = [[number[one] for one in row if one in number] for seen, _ in choices for row in seen]
    owner = np.repeat(np.arange(len(choices)), [len(seen) for seen, _ in choices])
    right = np.array([hit for _, hits in choices for hit in hits])
    flat = np.concatenate([np.array(row, dtype=int) for row in rows])
    line = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    weights, pace = np.zeros(len(names)), np.full(len(names), 1e-8)
    for _ in range(ROUNDS):
        scores = np.exp(np.bincount(line, weights[flat], len(rows)))
        share = scores / np.bincount(owner, scores, len(choices))[owner]
        wanted = np.where(right, scores, 0.0)
        wanted /= np.bincount(owner, wanted, len(choices))[owner]
        slope = np.bincount(flat, (wanted - share)[line], len(names)) / len(choices) - SHRINK * weights / 10
        pace += slope**2
        weights += STEP * slope / np.sqrt(pace) * 0.3
    return dict(zip(names, weights.tolist(), strict=True))


def main(words: list[str]) -> None:
    """Fit and write the table."""
    choices = gather_choices(open_analyzer(""), Path(words[0]) if words else None)
    body = io.StringIO()
    sheet = csv.writer(body, lineterminator="\n")
    sheet.writerow(("seen", "weight"))
    for name, weight in sorted(fit_weights(choices).items()):
        if round(weight, 2):
            sheet.writerow((name, f"{weight:.2f}"))
    TABLE.write_text(body.getvalue(), encoding="utf-8")
    print(f"{len(choices)} choices")


if __name__ == "__main__":
    main(sys.argv[1:])
