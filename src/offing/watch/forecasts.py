"""Readings -> forecasts: how likely is violence to be reported within a week, or why no number is given.

One model is fitted for a case, on the case's own history only; each pair keeps its own base rate. A number is given only after half a year
of covered days, and when the case has seen enough outcomes to learn from. Days are days of happening: reports that came late make a look
back a little too good (see `readings`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from offing.records import Abstention, Forecast, Reading, Record
from offing.stage import Together
from offing.watch.bands import find_probability
from offing.watch.hazards import (
    PRIOR_SPANS,
    Hazard,
    History,
    build_features,
    choose_days,
    collect_rows,
    fit_hazard,
    name_features,
    tell_counts,
    trace_history,
)
from offing.watch.indicators import Phase, load_indicators
from offing.watch.panels import Panel, build_panel

MODEL = "shrunk log-linear hazard 1"
OUTCOME = "violence reported"
HORIZON = 7
NEEDED_DAYS = 180
NEEDED_OUTCOMES = 20
WARM_UP = 30
"""Days at the start of a case that only fill windows."""
DEVIATIONS = 1.645
"""Half-width of the printed interval in standard deviations: 90 %."""
SMALLEST = 0.05
"""Shares of the log-odds below this are told together."""
WIDEST = 0.8
"""An interval wider than this says nothing: no number is given."""
UNNAMED = "?"
SIMULATED = "SIM-"
"""Pairs of an invented world begin so, and so does every side of them."""


def forecast_pairs(readings: Iterable[Reading], *, horizon: int = HORIZON) -> list[Forecast | Abstention]:
    """A forecast or an abstention for every pair, issued on the last day of the case, by pair.

    `log_odds`, `low` and `high` are log-odds (90 % interval); `base_rate` is a share (0 to 1): `base_count` of `sample` earlier spans of
    `horizon` days had the outcome. `drivers` sum up to the log-odds. An abstention tells covered `days` and the days `needed` (0 when days
    are not what is missing). Method and its source: `hazards`.
    """
    rows = sorted({reading.id: reading for reading in readings}.values(), key=lambda reading: reading.id)
    panel = build_panel(rows)
    if not panel.days:
        return []
    by_pair: dict[str, list[Reading]] = {pair: [] for pair in panel.pairs}
    for reading in rows:
        if reading.pair in by_pair:
            by_pair[reading.pair].append(reading)
    issued, seen = panel.name_day(panel.days - 1), int(panel.covered.sum())
    history = trace_history(panel, horizon)
    reason, needed = find_lack(panel)
    if reason:
        return [_abstain(by_pair[pair], pair, issued, horizon, reason, seen, needed) for pair in panel.pairs]
    training = collect_rows(history, choose_days(panel, WARM_UP, panel.days - horizon))
    hazard = fit_hazard(training, horizon)
    digest = digest_model(rows, horizon)
    return _forecast(panel, history, hazard, by_pair, digest)


def find_lack(panel: Panel) -> tuple[str, int]:
    """Why a case is too thin for any number, and the days it needs (0: days are not what is missing); ("", 0) when it is not.

    Only violence on days that somebody watched teaches; that of other days is known by chance.
    """
    seen = int(panel.covered.sum())
    if seen < NEEDED_DAYS:
        return "not enough history", NEEDED_DAYS
    recent = panel.covered[-NEEDED_DAYS:]
    if 2 * int(recent.sum()) < len(recent):
        return f"coverage is thin: {int(recent.sum())} of the last {len(recent)} days were watched", 0
    outcomes = int((panel.violence & panel.covered).sum())
    if outcomes < NEEDED_OUTCOMES:
        return f"too few outcomes to learn from, in all pairs together {outcomes} of the {NEEDED_OUTCOMES} needed", 0
    return "", 0


def digest_model(readings: Sequence[Reading], horizon: int) -> str:
    """A hash of the model, its settings and the readings it was fitted on; the weights follow from these."""
    told = hashlib.blake2b(digest_size=12)
    told.update(f"{MODEL}|{OUTCOME}|{horizon}|{'|'.join(name_features())}".encode())
    for reading in sorted(readings, key=lambda reading: reading.id):
        told.update(f"{reading.id}{reading.value}{reading.state}".encode())
    return told.hexdigest()


def _forecast(
    panel: Panel, history: History, hazard: Hazard, by_pair: dict[str, list[Reading]], digest: str
) -> list[Forecast | Abstention]:
    day = panel.days - 1
    features = build_features(history, day)
    climate = history.climate[:, day]
    log_odds, shares, counts = hazard.predict(features, climate), hazard.share(features), tell_counts(history, day)
    chance = 1.0 / (1.0 + np.exp(-climate))
    spans = history.spans[day] / hazard.horizon
    own = 1.0 / np.sqrt((spans + PRIOR_SPANS / hazard.horizon) * np.maximum(chance * (1.0 - chance), 1e-6))
    width = DEVIATIONS * np.sqrt(hazard.spread_of(features) ** 2 + own**2)
    made: list[Forecast | Abstention] = []
    for number, pair in enumerate(panel.pairs):
        sample, count = int(history.spans[day]), int(history.hits[number, day])
        reason = _find_pair_lack(pair, float(log_odds[number]), float(width[number]))
        if reason:
            made.append(_abstain(by_pair[pair], pair, panel.name_day(day), hazard.horizon, reason, int(panel.covered.sum()), 0))
            continue
        made.append(
            Forecast(
                pair=pair,
                issued=panel.name_day(day),
                horizon=hazard.horizon,
                outcome=OUTCOME,
                log_odds=float(log_odds[number]),
                low=float(log_odds[number] - width[number]),
                high=float(log_odds[number] + width[number]),
                base_rate=count / max(sample, 1),
                sample=sample,
                base_count=count,
                drivers=tell_drivers(float(climate[number]), float(hazard.weights[0]), shares[number].tolist(), counts[number]),
                digest=digest,
                simulated=is_simulated(pair),
                readings=_cite(by_pair[pair], panel.name_day(max(day - 89, 0)), panel.name_day(day)),
            )
        )
    return made


def _find_pair_lack(pair: str, log_odds: float, width: float) -> str:
    if UNNAMED in pair.split(">"):
        return "one side of the pair is not named"
    reach = find_probability(log_odds + width) - find_probability(log_odds - width)
    return (
        f"the history is too thin: nine times in ten the chance would lie anywhere within {reach:.0%} of the scale"
        if reach > WIDEST
        else ""
    )


def tell_drivers(climate: float, intercept: float, shares: Sequence[float], counts: Mapping[str, str]) -> tuple[str, ...]:
    """The parts of a log-odds in words, largest first after the start; parts under 0.05 are told together. They sum up to it.

    A part is measured against the average day of the training: few reports push down as many push up. `counts` holds what stands behind it.
    """
    parts: dict[str, float] = {}
    for name, share in zip(name_features(), shares, strict=True):
        parts[name] = parts.get(name, 0.0) + share
    large = sorted((name for name in parts if abs(parts[name]) >= SMALLEST), key=lambda name: (-abs(parts[name]), name))
    rest = sum(parts[name] for name in sorted(parts) if abs(parts[name]) < SMALLEST)
    return (
        f"own base rate, drawn toward that of all pairs: {_sign(climate)}",
        *(f"{name} ({counts[name]}): {_sign(parts[name])}" if name in counts else f"{name}: {_sign(parts[name])}" for name in large),
        f"level of the case: {_sign(intercept)}",
        f"all else: {_sign(rest)}",
    )


def is_simulated(pair: str) -> bool:
    """Whether a pair belongs to an invented world."""
    return any(side.startswith(SIMULATED) for side in pair.split(">"))


def _abstain(readings: Sequence[Reading], pair: str, issued: str, horizon: int, reason: str, days: int, needed: int) -> Abstention:
    return Abstention(
        pair=pair, issued=issued, horizon=horizon, outcome=OUTCOME, reason=reason, days=days, needed=needed,
        readings=_cite(readings, issued, issued),
    )  # fmt: skip


def _cite(readings: Sequence[Reading], since: str, issued: str) -> tuple[str, ...]:
    """What a forecast rests on: every outcome, all that was counted since the windows begin, and the state of its day."""
    violent = {indicator.id for indicator in load_indicators() if indicator.phase == Phase.VIOLENCE}
    counted = [reading for reading in readings if reading.value and (reading.day >= since or reading.indicator in violent)]
    return tuple(sorted({reading.id for reading in (*counted, *(reading for reading in readings if reading.day == issued))}))


def _sign(number: float) -> str:
    return f"{number:+.2f}".replace("-", "−")


def _gather(records: Sequence[Record]) -> Iterator[tuple[str, Sequence[Record]]]:
    yield "case", sorted(records, key=lambda record: record.id)


def _work(_: str, members: Sequence[Record]) -> list[Forecast | Abstention]:
    return forecast_pairs(record for record in members if isinstance(record, Reading))


FORECAST = Together(
    name="forecast", version="2", takes=(Reading,), makes=(Forecast, Abstention), gather=_gather, work=_work, tables=("indicators.yaml",)
)
"""All pairs of a case go in together: the model is fitted on all of them, and a pair without much history borrows from the others."""
