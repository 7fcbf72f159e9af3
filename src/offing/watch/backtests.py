"""How good the forecasts would have been: walk forward over fixed splits, every row scored, the ugly ones too.

Always beside the model: the pair's own climatology and persistence. Brier score (Brier 1950); skill = 1 - Brier / Brier of the reference;
interval: bootstrap over pairs, because the days of one pair are not independent. A model sees no span that ends after its training days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from offing.records import Reading
from offing.watch.forecasts import HORIZON, NEEDED_DAYS, WARM_UP
from offing.watch.hazards import History, Rows, choose_days, collect_rows, fit_hazard, trace_history
from offing.watch.panels import Bools, Floats, Ints, Panel, build_panel

QUIET = 30
"""Days without violence after which violence is an onset."""
EDGES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.45, 0.55, 0.8, 0.95, 1.0)
"""Edges of the reliability bins: the band edges, finer where most honest forecasts are."""
FEW = 10
RESAMPLES = 1000


@dataclass(frozen=True)
class Split:
    """Day numbers: training rows before `train_end` (their spans end before it), test rows `test_start` to `test_end` - 1."""

    train_end: int
    test_start: int
    test_end: int


@dataclass(frozen=True)
class Score:
    """One line of the table. `skill` is over climatology, with its 95 % interval; None for climatology itself, or with too few pairs."""

    name: str
    brier: float
    skill: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Bin:
    """Forecasts between two edges: how many, their mean, and how often the outcome came."""

    low: float
    high: float
    count: int
    mean: float
    hits: int


@dataclass(frozen=True)
class Backtest:
    """What a walk forward found on one set of rows (`name`): all rows, or onsets after quiet."""

    name: str
    rows: int
    positives: int
    out_of_reach: int
    scores: tuple[Score, ...]
    bins: tuple[Bin, ...]
    calibration_error: float


@dataclass(frozen=True)
class Walk:
    """The scored rows of all splits: forecasts of the model and of the two references, outcomes, and where they stand."""

    forecast: Floats
    climate: Floats
    persistence: Floats
    outcome: Floats
    quiet: Bools
    rows: Rows
    out_of_reach: int


def choose_splits(panel: Panel, horizon: int = HORIZON, folds: int = 3) -> tuple[Split, ...]:
    """`folds` equal blocks of the days after the first `NEEDED_DAYS`, each forecast from the days before it; none for a short history."""
    first, last = NEEDED_DAYS, panel.days - horizon
    size = (last - first) // folds
    if size < 1:
        return ()
    starts = [first + number * size for number in range(folds)]
    return tuple(Split(start, start, start + size) for start in starts)


def walk_forward(panel: Panel, splits: Sequence[Split], horizon: int = HORIZON) -> Walk:
    """Fit and forecast split by split. Raises ValueError when a split has nothing to train on or to score."""
    history = trace_history(panel, horizon)
    parts, missed = [], 0
    for split in splits:
        training = collect_rows(history, choose_days(panel, WARM_UP, split.train_end - horizon))
        hazard = fit_hazard(training, horizon)
        rows = collect_rows(history, range(split.test_start, split.test_end))
        recent = _find_recent(history, training, horizon)
        rates = [(training.outcome[recent == flag].sum() + 0.5) / ((recent == flag).sum() + 1.0) for flag in (False, True)]
        persistence = np.where(_find_recent(history, rows, horizon), rates[1], rates[0])
        parts.append((_chance(hazard.predict(rows.features, rows.climate)), _chance(rows.climate), persistence, rows))
        missed += _count_unreachable(history, split)
    if not parts or not sum(len(part[3].day) for part in parts):
        raise ValueError("no row to score: the history is too short for a back-test")
    names = ("features", "climate", "outcome", "pair", "day")
    merged = Rows(*(np.concatenate([getattr(part[3], name) for part in parts]) for name in names))
    forecast, climate, persistence = (np.concatenate([part[number] for part in parts]) for number in range(3))
    return Walk(forecast, climate, persistence, merged.outcome, ~_find_recent(history, merged, QUIET), merged, missed)


def run_backtest(readings: Iterable[Reading], *, horizon: int = HORIZON, seed: int = 7) -> tuple[Backtest, ...]:
    """The back-test of a case: all rows, then onsets. Empty when the history is too short to train on."""
    panel = build_panel(readings)
    splits = choose_splits(panel, horizon)
    return score_walk(walk_forward(panel, splits, horizon), seed=seed) if splits else ()


def score_walk(walk: Walk, *, seed: int = 7) -> tuple[Backtest, ...]:
    """Tables of a walk: all rows, and the rows after `QUIET` days without violence. `seed` fixes the bootstrap."""
    every = np.ones(len(walk.outcome), dtype=np.bool_)
    return _score(walk, every, "all", seed), _score(walk, walk.quiet, f"onset after {QUIET} quiet days", seed)


def write_backtest(backtest: Backtest) -> str:
    """The table as text: nothing is left out because it looks bad."""
    lines = [f"{backtest.name}: {backtest.rows} forecasts, {backtest.positives} came true, {backtest.out_of_reach} outcomes out of reach"]
    lines.append(f"  {'':12} {'Brier':>8} {'skill over climatology':>23}  95 % interval")
    for score in backtest.scores:
        skill = "-" if score.skill is None else f"{score.skill:+.3f}"
        interval = "-" if score.low is None or score.high is None else f"{score.low:+.3f} to {score.high:+.3f}"
        lines.append(f"  {score.name:12} {score.brier:8.5f} {skill:>23}  {interval}")
    lines.append(f"  calibration error {backtest.calibration_error:.4f}")
    for part in backtest.bins:
        few = "  (few)" if part.count < FEW else ""
        lines.append(f"  {part.low:4.0%} to {part.high:4.0%}: said {part.mean:6.1%}, came true {part.hits} of {part.count}{few}")
    return "\n".join(lines)


def find_bins(forecast: Floats, outcome: Floats) -> tuple[Bin, ...]:
    """The reliability bins that hold a forecast; the lower edge belongs to the bin."""
    place = np.clip(np.searchsorted(EDGES, forecast, side="right") - 1, 0, len(EDGES) - 2)
    bins = []
    for number in range(len(EDGES) - 1):
        mask = place == number
        if mask.any():
            bins.append(Bin(EDGES[number], EDGES[number + 1], int(mask.sum()), float(forecast[mask].mean()), int(outcome[mask].sum())))
    return tuple(bins)


def _score(walk: Walk, mask: Bools, name: str, seed: int) -> Backtest:
    outcome, pair = walk.outcome[mask], walk.rows.pair[mask]
    reference = (walk.climate[mask] - outcome) ** 2
    scores = [Score("climatology", float(reference.mean()) if len(reference) else 0.0, None, None, None)]
    for label, forecast in (("persistence", walk.persistence[mask]), ("model", walk.forecast[mask])):
        error = (forecast - outcome) ** 2
        brier = float(error.mean()) if len(error) else 0.0
        low, high = _resample(error, reference, pair, seed)
        skill = 1.0 - float(error.sum() / reference.sum()) if reference.sum() > 0 else None
        scores.append(Score(label, brier, skill, low, high))
    bins = find_bins(walk.forecast[mask], outcome)
    wrong = sum(abs(part.mean * part.count - part.hits) for part in bins) / max(len(outcome), 1)
    missed = walk.out_of_reach if mask.all() else 0
    return Backtest(name, len(outcome), int(outcome.sum()), missed, tuple(scores), bins, float(wrong))


def _resample(error: Floats, reference: Floats, pair: Ints, seed: int) -> tuple[float | None, float | None]:
    names, place = np.unique(pair, return_inverse=True)
    if len(names) < 2:
        return None, None
    sums = np.stack([np.bincount(place, weights=error), np.bincount(place, weights=reference)])
    draw = np.random.default_rng(seed)
    skills = []
    for _ in range(RESAMPLES):
        times = np.bincount(draw.integers(0, len(names), len(names)), minlength=len(names))
        model, base = sums @ times
        if base > 0:
            skills.append(1.0 - model / base)
    if not skills:
        return None, None
    low, high = np.percentile(skills, (2.5, 97.5))
    return float(low), float(high)


def _find_recent(history: History, rows: Rows, days: int) -> Bools:
    total = np.zeros((len(history.panel.pairs), history.panel.days + 1), dtype=np.int64)
    np.cumsum(history.panel.violence, axis=1, out=total[:, 1:])
    recent: Bools = total[rows.pair, rows.day + 1] > total[rows.pair, np.maximum(rows.day + 1 - days, 0)]
    return recent


def _count_unreachable(history: History, split: Split) -> int:
    first = history.panel.find_first_seen()
    days = np.arange(split.test_start, split.test_end)
    unseen = first[:, None] > days[None, :]
    return int((history.outcome[:, days] & history.known[days][None, :] & unseen).sum())


def _chance(log_odds: Floats) -> Floats:
    chance: Floats = 1.0 / (1.0 + np.exp(-log_odds))
    return chance
