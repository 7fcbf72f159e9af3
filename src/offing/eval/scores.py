"""What a measured task answers: figures with an interval and a bar, and what was missed in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike, NDArray

Rows = NDArray[np.float64]
Statistic = Callable[[Rows], float]
Better = Literal["high", "low", "exact"]

RESAMPLES = 1_000
SEED = 20_200_102
# Below this many units a percentile interval says more about the resampling than about the figure.
FEWEST_UNITS = 8
_NEAR = 1e-9


class Figure(Struct, frozen=True, kw_only=True):
    """One measured number. `value` None: nothing to measure. `low`, `high`: 95 % bootstrap interval, None where `note` says why.

    `n` counts the resampled `unit`s. `bar` None: no bar is set, and `met` is None too. `better`: high, low or exact.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    bar: float | None = None
    met: bool | None = None
    n: int = 0
    unit: str = ""
    label: str = ""
    better: Better = "high"
    note: str = ""


class Table(Struct, frozen=True):
    """A table that a task adds to its figures: rows of text under heads."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Scores(Struct, frozen=True, kw_only=True):
    """One run of a task on one set. `data` names the set, `n` its size in documents, `seconds_cpu` the CPU time of the measured work.

    `misses` lists, in words, every gold entry that did not come out as it should; `tables` sum them up where a task does.
    """

    task: str
    data: str
    n: int
    seconds_cpu: float
    figures: dict[str, Figure]
    misses: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def unmet(self) -> tuple[str, ...]:
        """The names of the figures that fall short of their bar."""
        return tuple(name for name, figure in self.figures.items() if figure.met is False)


def bootstrap(rows: ArrayLike, statistic: Statistic, *, resamples: int = RESAMPLES, seed: int = SEED) -> tuple[float, float] | None:
    """The 95 % percentile interval of `statistic` over units drawn with replacement; None below `FEWEST_UNITS` units.

    `rows` has one row per unit (documents, sentences, pairs ...). The seed is fixed, so the same rows give the same interval.
    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
    """
    table = np.atleast_1d(np.asarray(rows, dtype=np.float64))
    units = len(table)
    if units < FEWEST_UNITS:
        return None
    generator = np.random.default_rng(seed)
    values = np.array([statistic(table[generator.integers(0, units, units)]) for _ in range(resamples)])
    values = values[np.isfinite(values)]
    if not len(values):
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def share_of(rows: Rows) -> float:
    """Sum of the first column over the sum of the second (right, possible); NaN when nothing was possible."""
    return float(rows[:, 0].sum() / rows[:, 1].sum()) if rows[:, 1].sum() else float("nan")


def f1_of(rows: Rows) -> float:
    """F1 of the columns (found and right, found and wrong, not found); NaN when all are empty."""
    hits, wrong, missed = rows.sum(axis=0)
    return float(2 * hits / (2 * hits + wrong + missed)) if hits + wrong + missed else float("nan")


def meets_bar(value: float | None, bar: float | None, better: Better) -> bool | None:
    """Whether `value` reaches `bar`; None without a bar, False without a value."""
    if bar is None:
        return None
    if value is None:
        return False
    if better == "exact":
        return abs(value - bar) <= _NEAR
    return value >= bar - _NEAR if better == "high" else value <= bar + _NEAR


def measure(
    rows: Sequence[Sequence[float]],
    statistic: Statistic = share_of,
    *,
    unit: str,
    label: str,
    bar: float | None = None,
    better: Better = "high",
) -> Figure:
    """A figure from one row of counts per unit, with its interval, or a note saying why it has none."""
    table = np.asarray(rows, dtype=np.float64)
    raw = statistic(table) if len(rows) else float("nan")
    value = float(raw) if np.isfinite(raw) else None
    interval = bootstrap(table, statistic) if value is not None else None
    low, high = interval or (None, None)
    note = ""
    if value is None:
        note = "nothing to measure"
    elif interval is None:
        note = f"{len(rows)} {unit}: too few for an interval"
    elif low == high:
        note = f"all {len(rows)} {unit} agree: the interval has no width"
    met = meets_bar(value, bar, better)
    return Figure(value=value, low=low, high=high, bar=bar, met=met, n=len(rows), unit=unit, label=label, better=better, note=note)


def tally(count: int, *, n: int, unit: str, label: str, bar: float | None = 0, better: Better = "exact") -> Figure:
    """A count over all units: it has no interval. By default it must be 0."""
    note = "a count over everything: no interval"
    met = meets_bar(float(count), bar, better)
    return Figure(value=float(count), bar=bar, met=met, n=n, unit=unit, label=label, better=better, note=note)


def scores_json(scores: Scores) -> dict[str, object]:
    """One object: `task`, `data`, `n`, `seconds_cpu`, `figures` (name -> `value`, `low`, `high`, `bar`, `met` and more), `misses`."""
    plain: dict[str, object] = msgspec.to_builtins(scores)
    return plain


def merge_figures(parts: Sequence[tuple[Mapping[str, Figure], Sequence[str]]]) -> tuple[dict[str, Figure], tuple[str, ...]]:
    """The figures and misses of several measures in their order. A name must come once."""
    figures: dict[str, Figure] = {}
    misses: list[str] = []
    for part, missed in parts:
        figures.update(part)
        misses.extend(missed)
    return figures, tuple(misses)
