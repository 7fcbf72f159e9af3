"""Readings as arrays: counts by phase, pair and day. The shape that the hazard model and its back-test read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from offing.records import Reading
from offing.watch.indicators import Indicator, Phase, load_indicators
from offing.watch.readings import COVERAGE, State

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
PHASES = tuple(Phase)


@dataclass(frozen=True)
class Panel:
    """`counts[phase, pair, day]`: events; `covered[day]`: whether anyone looked; `first` is day 0. Pairs are in alphabetical order."""

    pairs: tuple[str, ...]
    first: date
    counts: Ints
    covered: Bools

    @property
    def days(self) -> int:
        """Days from the first to the last, covered or not."""
        return int(self.covered.shape[0])

    @cached_property
    def violence(self) -> Bools:
        """`[pair, day]`: whether any violence counted."""
        return np.asarray(self.counts[PHASES.index(Phase.VIOLENCE)] > 0)

    def name_day(self, number: int) -> str:
        """The ISO date of day `number`."""
        return (self.first + timedelta(days=number)).isoformat()

    def find_first_seen(self) -> Ints:
        """`[pair]`: the first day with any event; `days` for a pair that has none."""
        seen = np.asarray(self.counts.sum(axis=0) > 0)
        return np.where(seen.any(axis=1), seen.argmax(axis=1), self.days)


def build_panel(readings: Iterable[Reading], indicators: Sequence[Indicator] | None = None) -> Panel:
    """The panel of a case's readings, over the days of its coverage row; readings outside those days are left out.

    Without a coverage row the panel has no days.
    """
    phases = {indicator.id: PHASES.index(indicator.phase) for indicator in indicators or load_indicators()}
    rows = sorted({reading.id: reading for reading in readings}.values(), key=lambda reading: reading.id)
    covered = {date.fromisoformat(reading.day): reading.state != State.NO_READING for reading in rows if reading.indicator == COVERAGE}
    pairs = tuple(sorted({reading.pair for reading in rows if reading.indicator in phases}))
    first, last = (min(covered), max(covered)) if covered else (date.min, date.min)
    days = (last - first).days + 1 if covered else 0
    counts = np.zeros((len(PHASES), len(pairs), days), dtype=np.int64)
    place = {pair: number for number, pair in enumerate(pairs)}
    for reading in rows:
        number = (date.fromisoformat(reading.day) - first).days
        if reading.value and reading.indicator in phases and 0 <= number < days:
            counts[phases[reading.indicator], place[reading.pair], number] += reading.value
    flags = np.array([covered.get(first + timedelta(days=number), False) for number in range(days)], dtype=np.bool_)
    return Panel(pairs, first, counts, flags)
