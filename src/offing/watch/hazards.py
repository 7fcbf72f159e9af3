"""A strongly shrunk log-linear hazard: how often does violence follow within a week, given what was seen up to today?

log-odds = the pair's own climatology (the offset) + an intercept + a sum of weights times features; the weights are drawn toward zero by
a normal prior, so that without evidence the model says the climatology and nothing else. Every feature's share is additive and can be
printed. Climatology: empirical-Bayes rate of earlier spans (Robbins 1956). Fit: Newton steps for penalised logistic regression (le Cessie
and van Houwelingen 1992); interval: Laplace approximation. Spans of neighbouring days overlap, so each row weighs one over the horizon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from offing.watch.indicators import Phase
from offing.watch.panels import PHASES, Bools, Floats, Ints, Panel

PRIOR_SPANS = 14.0
"""Spans of the all-pairs rate that a pair's own climatology starts with."""
SPREADS = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Standard deviations of the weights' prior that are tried, on the last third of the training days, never on later ones."""
STEPS = ((0, 1), (1, 7), (7, 30), (30, 90))
"""Windows in days before the day: its own day, the rest of the week, of the month, of the quarter."""
SPANS = ((0, 7), (7, 30), (30, 90))
"""The same, coarser, for what others do."""
MOST_ROWS = 250_000
BLOCK = 28
"""Days of one pair that are taken as one piece of evidence when spreads are compared."""
LONG_AGO = 365


@dataclass(frozen=True)
class History:
    """What is known of every pair on every day; nothing looks past its day but `outcome` and `known`.

    `outcome[pair, day]`: violence in the `horizon` days after the day; `known[day]`: that span lies inside the panel and at least half of
    it was covered; `hits[pair, day]` of `spans[day]` earlier spans had violence; `climate[pair, day]`: the pair's climatology as log-odds.
    `back`, `sources`, `targets` `[pair]`: number of the reversed pair (-1: none), of the first side and of the second.
    """

    panel: Panel
    horizon: int
    outcome: Bools
    known: Bools
    hits: Ints
    spans: Ints
    climate: Floats
    back: Ints
    sources: Ints
    targets: Ints


def trace_history(panel: Panel, horizon: int) -> History:
    """Outcomes and climatology of a panel, for spans of `horizon` days."""
    pairs, days = len(panel.pairs), panel.days
    total = np.zeros((pairs, days + 1), dtype=np.int64)
    np.cumsum(panel.violence, axis=1, out=total[:, 1:])
    seen = np.concatenate([[0], np.cumsum(panel.covered)])
    ends = np.minimum(np.arange(days) + 1 + horizon, days)
    starts = np.arange(days) + 1
    outcome = total[:, ends] > total[:, np.minimum(starts, days)]
    known = (np.arange(days) + horizon < days) & (2 * (seen[ends] - seen[np.minimum(starts, days)]) >= horizon)
    lag = np.zeros((pairs, days), dtype=np.int64)
    closed = np.cumsum(outcome & known[None, :], axis=1)
    lag[:, horizon:] = closed[:, : max(days - horizon, 0)]
    spans = np.zeros(days, dtype=np.int64)
    spans[horizon:] = np.cumsum(known)[: max(days - horizon, 0)]
    world = (lag.sum(axis=0) + 0.5) / (pairs * spans + 1.0) if pairs else np.full(days, 0.5)
    rate = (lag + PRIOR_SPANS * world) / (spans + PRIOR_SPANS)
    climate = np.log(rate) - np.log1p(-rate)
    back, sources, targets = _link_pairs(panel.pairs)
    return History(panel, horizon, outcome, known, lag, spans, climate, back, sources, targets)


def name_features() -> list[str]:
    """What each column of `build_features` is about, in words; columns of one name are told together."""
    names = [phase.value for phase in PHASES for _ in STEPS]
    names += [f"{phase.value}, the other way" for phase in PHASES for _ in SPANS]
    for _ in SPANS:
        names += ["violence by the first side against others", "violence by others against the second side"]
        names += ["reports on the first side with others", "reports on the second side with others"]
    return [*names, "time since violence", "own base rate beside that of others"]


def build_features(history: History, day: int) -> Floats:
    """`[pair, feature]` on one day: logarithms of counts in windows that end on that day (see `name_features`)."""
    panel = history.panel
    window = _Window(panel, day)
    columns = [np.log1p(window.count(number, low, high)) for number in range(len(PHASES)) for low, high in STEPS]
    spans = [[window.count(number, low, high) for number in range(len(PHASES))] for low, high in SPANS]
    back, sources, targets = history.back, history.sources, history.targets
    columns += [np.log1p(np.where(back >= 0, span[number][back], 0)) for number in range(len(PHASES)) for span in spans]
    for span in spans:
        force, volume = span[PHASES.index(Phase.VIOLENCE)], np.sum(span, axis=0)
        for counts, sides in ((force, sources), (force, targets), (volume, sources), (volume, targets)):
            columns.append(np.log1p(np.bincount(sides, weights=counts)[sides] - counts))
    columns.append(np.log1p(window.count_since()))
    columns.append(history.climate[:, day])
    return np.stack(columns, axis=1).astype(np.float64)


def tell_counts(history: History, day: int) -> list[dict[str, str]]:
    """For each pair the counts behind its features, by name: `2 on the last day, 3 in 7 days, 3 in 30, 9 in 90`."""
    window = _Window(history.panel, day)
    counts = np.stack([[window.count(number, 0, high) for _, high in STEPS] for number in range(len(PHASES))]).astype(np.int64)
    since = window.count_since().astype(np.int64)
    told: list[dict[str, str]] = []
    for pair, back in enumerate(history.back):
        row = {phase.value: _tell(counts[number, :, pair]) for number, phase in enumerate(PHASES)}
        if back >= 0:
            row |= {f"{phase.value}, the other way": _tell(counts[number, :, back]) for number, phase in enumerate(PHASES)}
        row["time since violence"] = "a year or more, or never" if since[pair] >= LONG_AGO else f"days: {since[pair]}"
        told.append(row)
    return told


def _tell(counts: Ints) -> str:
    return f"{counts[0]} on the last day, {counts[1]} in 7 days, {counts[2]} in 30, {counts[3]} in 90"


class _Window:
    """Counts in windows that end on one day."""

    def __init__(self, panel: Panel, day: int) -> None:
        self.panel, self.day = panel, day

    def count(self, phase: int, low: int, high: int) -> Floats:
        """Events of a phase `low` to `high` - 1 days before the day."""
        days = slice(max(self.day + 1 - high, 0), max(self.day + 1 - low, 0))
        counts: Floats = self.panel.counts[phase, :, days].sum(axis=1).astype(np.float64)
        return counts

    def count_since(self) -> Floats:
        """Days since violence, at most `LONG_AGO`; `LONG_AGO` for never."""
        recent = self.panel.violence[:, max(self.day + 1 - LONG_AGO, 0) : self.day + 1][:, ::-1]
        since: Floats = np.where(recent.any(axis=1), recent.argmax(axis=1) if recent.shape[1] else 0, LONG_AGO).astype(np.float64)
        return since


def _link_pairs(pairs: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    sides = [tuple(pair.split(">")) for pair in pairs]
    place = {side: number for number, side in enumerate(sides)}
    names = sorted({name for side in sides for name in side})
    number = {name: position for position, name in enumerate(names)}
    back = np.array([place.get((second, first), -1) for first, second in sides], dtype=np.int64)
    return back, *(np.array([number[side[end]] for side in sides], dtype=np.int64) for end in (0, 1))  # type: ignore[return-value]


@dataclass(frozen=True)
class Hazard:
    """A fitted model. `weights[0]` is the intercept, `cover` the Laplace covariance of the weights; features are centred and scaled."""

    horizon: int
    spread: float
    centre: Floats
    scale: Floats
    weights: Floats
    cover: Floats
    rows: int
    positives: int

    def share(self, features: Floats) -> Floats:
        """`[pair, feature]`: what each feature adds to the log-odds."""
        shares: Floats = (features - self.centre) / self.scale * self.weights[1:]
        return shares

    def predict(self, features: Floats, climate: Floats) -> Floats:
        """Log-odds per pair."""
        total: Floats = climate + self.weights[0] + self.share(features).sum(axis=1)
        return total

    def spread_of(self, features: Floats) -> Floats:
        """Standard deviation of the log-odds that the weights leave open, per pair."""
        rows = np.column_stack([np.ones(len(features)), (features - self.centre) / self.scale])
        deviation: Floats = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", rows, self.cover, rows), 0.0))
        return deviation


@dataclass(frozen=True)
class Rows:
    """Training or test rows: one pair on one day each. `pair` and `day` are numbers into the panel."""

    features: Floats
    climate: Floats
    outcome: Floats
    pair: Ints
    day: Ints


def collect_rows(history: History, days: Sequence[int]) -> Rows:
    """The rows of `days`: pairs seen by then, with a span whose outcome is known."""
    first = history.panel.find_first_seen()
    parts = []
    for day in days:
        chosen = np.flatnonzero(first <= day)
        if history.known[day] and len(chosen):
            outcome, climate = history.outcome[chosen, day], history.climate[chosen, day]
            parts.append((build_features(history, day)[chosen], climate, outcome, chosen, np.full(len(chosen), day)))
    if not parts:
        none = np.zeros(0)
        return Rows(np.zeros((0, len(name_features()))), none, none, none.astype(np.int64), none.astype(np.int64))
    features, climate, outcome, pair, number = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Rows(features, climate, outcome.astype(np.float64), pair, number)


def choose_days(panel: Panel, first: int, last: int) -> range:
    """Training days `first` to `last` - 1, thinned evenly (keeping the latest) so that there are at most `MOST_ROWS` rows."""
    step = max(len(panel.pairs) * max(last - first, 0) // MOST_ROWS, 0) + 1
    return range(first + max(last - 1 - first, 0) % step, last, step)


def fit_hazard(rows: Rows, horizon: int) -> Hazard:
    """The hazard of training rows; the prior's spread is chosen on their last third, after a gap of `horizon` days.

    Raises ValueError without rows.
    """
    if not len(rows.day):
        raise ValueError("no row to fit on")
    days = np.unique(rows.day)
    border = days[2 * len(days) // 3]
    early, late = rows.day < border - horizon, rows.day >= border
    spread = SPREADS[0]
    if rows.outcome[early].any() and rows.outcome[late].any():
        blocks = rows.pair[late] * len(rows.day) + rows.day[late] // BLOCK
        spread = _choose_spread([_find_losses(_fit(rows, early, option, horizon), rows, late) for option in SPREADS], blocks)
    return _fit(rows, np.ones(len(rows.day), dtype=np.bool_), spread, horizon)


def _choose_spread(losses: Sequence[Floats], blocks: Ints) -> float:
    """The smallest spread within one standard error of the best (Breiman et al. 1984): what is not clearly better stays out."""
    best = losses[int(np.argmin([round(float(loss.mean()), 9) for loss in losses]))]
    _, place = np.unique(blocks, return_inverse=True)
    for spread, loss in zip(SPREADS, losses, strict=True):
        worse = np.bincount(place, weights=loss - best)
        error = float(np.sqrt(len(worse) * worse.var()))
        if worse.sum() <= error + 1e-9:
            return spread
    return SPREADS[-1]


def _find_losses(hazard: Hazard, rows: Rows, mask: Bools) -> Floats:
    log_odds = hazard.predict(rows.features[mask], rows.climate[mask])
    signed = np.where(rows.outcome[mask] > 0, -log_odds, log_odds)
    losses: Floats = np.logaddexp(0.0, signed)
    return losses


def _fit(rows: Rows, mask: Bools, spread: float, horizon: int) -> Hazard:
    features, climate, outcome = rows.features[mask], rows.climate[mask], rows.outcome[mask]
    centre, scale = features.mean(axis=0), features.std(axis=0)
    scale = np.where(scale > 1e-9, scale, 1.0)
    design = np.column_stack([np.ones(len(features)), (features - centre) / scale])
    prior = np.full(design.shape[1], 1.0 / spread**2)
    prior[0] = 4.0
    weights = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1.0 / (1.0 + np.exp(-(climate + design @ weights)))
        slope = design.T @ (outcome - chance) / horizon - prior * weights
        curve = (design * (chance * (1.0 - chance) / horizon)[:, None]).T @ design + np.diag(prior)
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-8:
            break
    return Hazard(horizon, spread, centre, scale, weights, np.linalg.inv(curve), len(features), int(outcome.sum()))
