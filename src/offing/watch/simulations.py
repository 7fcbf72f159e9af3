"""A seeded invented world with known probabilities, to show and to test forecasts. Nothing in it is news.

Every side of every pair begins with `SIM-`, so that whatever is made from it says so, and forecasts made from it carry `simulated`.
Each pair moves day by day between calm, tense and crisis; words, preparations, violence and easing come at rates that depend on where it
is. The chance of violence within a week then follows exactly from where it is today, which the forecast never sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from offing.records import Abstention, Forecast, Reading
from offing.watch.forecasts import HORIZON, forecast_pairs
from offing.watch.indicators import Phase
from offing.watch.panels import Bools, Floats, Ints
from offing.watch.readings import COVERAGE, NORMAL_DAYS, State

FIRST = date(2001, 1, 1)
SHOWN = {Phase.RHETORIC: "threatens-force", Phase.PREPARATION: "mobilizes", Phase.VIOLENCE: "attacks", Phase.EASING: "talks"}
"""The indicator that stands for each phase."""
MOVES = np.array([[0.975, 0.025, 0.0], [0.05, 0.91, 0.04], [0.0, 0.08, 0.92]])
"""Chance of moving from one state (calm, tense, crisis) to the next in a day."""
RATES = {Phase.RHETORIC: (0.05, 0.5, 1.2), Phase.PREPARATION: (0.02, 0.2, 0.7), Phase.EASING: (0.25, 0.15, 0.05)}
"""Events a day in each state."""
HAZARD = np.array([0.0015, 0.012, 0.12])
"""Chance of violence on a day in each state."""
ARTICLES = 20


@dataclass(frozen=True)
class SimulatedWorld:
    """An invented world. Arrays are `[pair, day]`, pairs in the order of `pairs`, day 0 is `FIRST`.

    `states`: 0 calm, 1 tense, 2 crisis; `outcomes`: violence within the next `horizon` days (the world runs on past its last day);
    `true_probabilities`: the exact chance of it, given the state of the day.
    """

    readings: tuple[Reading, ...]
    pairs: tuple[str, ...]
    states: Ints
    outcomes: Bools
    true_probabilities: Floats
    horizon: int


def simulate_world(seed: int = 7, pairs: int = 12, days: int = 540, horizon: int = HORIZON) -> SimulatedWorld:
    """An invented world of `pairs` directed pairs over `days` days, the same for the same arguments. Raises ValueError under 1."""
    if pairs < 1 or days < 1 or horizon < 1:
        raise ValueError("a simulated world needs at least one pair, one day and a horizon of one day")
    draw = np.random.default_rng(seed)
    whole = days + horizon
    states = _walk_states(draw, pairs, whole)
    temper = np.exp(draw.normal(0.0, 0.3, size=(pairs, 1)))
    chance = np.minimum(HAZARD[states] * temper, 0.9)
    violence = draw.random((pairs, whole)) < chance
    counts = {phase: draw.poisson(np.array(rates)[states]) for phase, rates in RATES.items()}
    counts[Phase.VIOLENCE] = violence.astype(np.int64)
    names = tuple(f"{_name(2 * number)}>{_name(2 * number + 1)}" for number in range(pairs))
    after = np.stack([violence[:, day + 1 : day + 1 + horizon].any(axis=1) for day in range(days)], axis=1)
    return SimulatedWorld(
        readings=tuple(_list_readings(names, {phase: counts[phase][:, :days] for phase in SHOWN})),
        pairs=names,
        states=states[:, :days],
        outcomes=after,
        true_probabilities=find_true_probabilities(states[:, :days], temper, horizon),
        horizon=horizon,
    )


def find_true_probabilities(states: Ints, temper: Floats, horizon: int) -> Floats:
    """`[pair, day]`: the exact chance of violence in the next `horizon` days: 1 - the chance of none on every way through the chain."""
    chances = np.zeros(states.shape)
    for pair in range(states.shape[0]):
        quiet = np.ones(3)
        survive = MOVES * (1.0 - np.minimum(HAZARD * temper[pair, 0], 0.9))[None, :]
        for _ in range(horizon):
            quiet = survive @ quiet
        chances[pair] = (1.0 - quiet)[states[pair]]
    return chances


def simulated_forecasts(seed: int = 7) -> list[Reading | Forecast | Abstention]:
    """For the demo: three pairs of an invented world of twelve (the likeliest, a middling, the least likely), a fourth seen too briefly.

    Their readings come first, then three forecasts and one abstention, by pair. The model is fitted on all twelve.
    """
    long, short = simulate_world(seed, pairs=12, days=540), simulate_world(seed + 1, pairs=13, days=41)
    made = [record for record in forecast_pairs(long.readings) if isinstance(record, Forecast)]
    made.sort(key=lambda forecast: (-forecast.log_odds, forecast.pair))
    shown = [made[0], made[len(made) // 2], made[-1]] if made else []
    pairs = {"", *(forecast.pair for forecast in shown)}
    by = date.fromisoformat(long.readings[-1].day) - date.fromisoformat(short.readings[-1].day)
    brief = [_move(reading, by) for reading in short.readings if reading.pair in ("", short.pairs[-1])]
    told = sorted([*shown, *forecast_pairs(brief)], key=lambda record: record.pair)
    kept = [reading for reading in long.readings if reading.pair in pairs]
    return [*kept, *(reading for reading in brief if reading.pair), *told]


def _move(reading: Reading, by: timedelta) -> Reading:
    day = (date.fromisoformat(reading.day) + by).isoformat()
    return Reading(
        indicator=reading.indicator, pair=reading.pair, day=day, value=reading.value, low=reading.low, high=reading.high,
        days=reading.days, state=reading.state,
    )  # fmt: skip


def _walk_states(draw: np.random.Generator, pairs: int, days: int) -> Ints:
    steps = np.cumsum(MOVES, axis=1)
    states = np.zeros((pairs, days), dtype=np.int64)
    states[:, 0] = draw.integers(0, 2, size=pairs)
    for day in range(1, days):
        states[:, day] = (draw.random(pairs)[:, None] > steps[states[:, day - 1]]).sum(axis=1).clip(0, 2)
    return states


def _name(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"SIM-{letters}"


def _list_readings(pairs: tuple[str, ...], counts: dict[Phase, Ints]) -> list[Reading]:
    days = next(iter(counts.values())).shape[1]
    names = [(FIRST + timedelta(days=day)).isoformat() for day in range(days)]
    readings = [_read(COVERAGE, "", names[day], day, ARTICLES, None) for day in range(days)]
    for number, pair in enumerate(pairs):
        for phase, indicator in SHOWN.items():
            values = counts[phase][number]
            for day in range(days):
                if values[day] or day in (0, days - 1):
                    readings.append(_read(indicator, pair, names[day], day, int(values[day]), values[:day]))
    return readings


def _read(indicator: str, pair: str, day: str, number: int, value: int, earlier: Ints | None) -> Reading:
    low, high = None, None
    if earlier is not None and len(earlier) >= NORMAL_DAYS:
        low, high = (float(edge) for edge in np.percentile(earlier, (10, 90), method="inverted_cdf"))
    state = State.REPORTED if value else State.NOT_SEEN
    return Reading(indicator=indicator, pair=pair, day=day, value=value, low=low, high=high, days=number + 1, state=state)
