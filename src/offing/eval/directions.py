"""Which of two copies came first, as it is told and as it was: how often anything is told, how often that is right, and whether the
probability holds what it says (a reliability table in five bins, the Brier score, the expected calibration error).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from offing.eval.scores import Figure, Rows, measure
from offing.records import Article, Copy, CopyKind, Direction
from offing.tell.directions import find_likely

BINS = (0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


class Told(Struct, frozen=True):
    """What is told of one pair of texts: the answer and its probability, and whether it is right."""

    way: Direction
    said: float
    right: bool

    @property
    def decided(self) -> bool:
        """Whether an answer is given at all."""
        return self.way is not Direction.UNKNOWN


def judge_direction(left: Article, right: Article, copies: Sequence[Copy], wanted: Sequence[Direction]) -> Told | None:
    """The answer for two articles against the right ones, as seen from `left`; None where they share no narrative."""
    shared = [copy for copy in copies if copy.kind is CopyKind.NARRATIVE]
    if not shared:
        return None
    likely = find_likely(left, right, shared)
    return Told(way=likely.way, said=likely.score, right=likely.way in wanted)


def score_directions(told: Sequence[Told], name: str, label: str) -> dict[str, Figure]:
    """The share of pairs with an answer, the share of right ones among them, and with enough of them what the probabilities are worth."""
    if not told:
        return {}
    decided = [one for one in told if one.decided]
    answers = [(one.said, float(one.right)) for one in decided]
    figures = {
        f"direction_decided_{name}": measure(
            [(float(one.decided), 1.0) for one in told], unit="pairs", label=f"direction, {label}: pairs for which an answer is given"
        ),
        f"direction_right_{name}": measure(
            [(right, 1.0) for _, right in answers], unit="pairs", label=f"direction, {label}: answers that are right"
        ),
        f"direction_brier_{name}": measure(
            answers, _brier, unit="pairs", better="low", label=f"direction, {label}: Brier score of the answers (0 is best)"
        ),
        f"direction_error_{name}": measure(
            answers,
            _miscalibration,
            unit="pairs",
            better="low",
            label=f"direction, {label}: distance of what is said from what is right",
        ),
    }
    return figures | dict(_list_bins(answers, name, label))


def _list_bins(answers: Sequence[tuple[float, float]], name: str, label: str) -> Iterator[tuple[str, Figure]]:
    """The reliability table: of the answers told with a probability in a bin, the share that is right."""
    for low, high, own in _split(answers):
        if own:
            said = sum(one for one, _ in own) / len(own)
            words = f"direction, {label}: of answers told with {low:g} to {high:g} (mean {said:.2f}), right"
            yield f"direction_said_{low:g}_{name}", measure([(right, 1.0) for _, right in own], unit="pairs", label=words)


def _split(answers: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float, list[tuple[float, float]]]]:
    for low, high in itertools.pairwise(BINS):
        yield low, high, [one for one in answers if low <= one[0] < high or (high == 1.0 and one[0] == 1.0)]


def _brier(rows: Rows) -> float:
    return float(np.mean((rows[:, 0] - rows[:, 1]) ** 2)) if len(rows) else float("nan")


def _miscalibration(rows: Rows) -> float:
    """The expected calibration error: the distance in each bin, weighted by its size."""
    bins = np.digitize(rows[:, 0], BINS[1:-1])
    gaps = [abs(float(np.sum(rows[bins == one, 0] - rows[bins == one, 1]))) for one in np.unique(bins)]
    return sum(gaps) / len(rows) if len(rows) else float("nan")
