"""`offing warn` and `offing indicators`: readings and probabilities, or why there is no number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from offing.case import Case
from offing.cli.screens import command_name, print_json, print_rows, print_text
from offing.records import Abstention, Forecast, Reading
from offing.tell.judgements import make_judgements
from offing.tell.views import View
from offing.watch import find_probability, load_indicators, name_band, print_probability
from offing.watch.backtests import run_backtest, write_backtest
from offing.watch.simulations import simulate_world, simulated_forecasts

SIMULATED = "SIMULATED WORLD: invented pairs of actors with known probabilities. Nothing here is news."


def show_warnings(path: Path, simulated: bool, as_json: bool) -> None:
    """Print the latest forecast or abstention of every pair."""
    view = View(simulated_forecasts()) if simulated else Case(path).view()
    if as_json:
        told = [*map(_forecast_row, view.all(Forecast)), *map(_abstention_row, view.all(Abstention))]
        print_json({"simulated": simulated, "forecasts": sorted(told, key=lambda row: row["pair"])})
        return
    if simulated:
        print_text(SIMULATED)
    for judgement in make_judgements(view, limit=20):
        print_text(f"- {judgement.text}\n  {judgement.caption}".rstrip())
    if simulated:
        for backtest in run_backtest(simulate_world().readings):
            print_text("\n" + write_backtest(backtest))
    elif not view.all(Forecast):
        print_text(f"To see what a number looks like: {command_name()} warn --simulated")


def _forecast_row(forecast: Forecast) -> dict[str, Any]:
    probability = find_probability(forecast.log_odds)
    return {
        "pair": forecast.pair,
        "outcome": forecast.outcome,
        "issued": forecast.issued,
        "horizon_days": forecast.horizon,
        "probability": round(probability, 4),
        "printed": print_probability(probability),
        "band": name_band(probability),
        "low": round(find_probability(forecast.low), 4),
        "high": round(find_probability(forecast.high), 4),
        "base_rate": round(forecast.base_rate, 4),
        "base_count": forecast.base_count,
        "sample": forecast.sample,
        "drivers": list(forecast.drivers),
        "digest": forecast.digest,
        "simulated": forecast.simulated,
    }


def _abstention_row(abstention: Abstention) -> dict[str, Any]:
    return {
        "pair": abstention.pair,
        "outcome": abstention.outcome,
        "issued": abstention.issued,
        "horizon_days": abstention.horizon,
        "probability": None,
        "reason": abstention.reason,
        "days_seen": abstention.days,
        "days_needed": abstention.needed,
    }


def show_indicators(path: Path, as_json: bool) -> None:
    """Print every reading that is more than an empty day, with the pair's own normal beside it."""
    titles = {indicator.id: indicator.title for indicator in load_indicators()}
    readings = sorted(Case(path).records(Reading), key=lambda reading: (reading.pair, reading.day, reading.indicator))
    rows = [
        {
            "pair": reading.pair,
            "day": reading.day,
            "indicator": titles.get(reading.indicator, reading.indicator),
            "state": reading.state,
            "value": reading.value,
            "normal": f"{reading.low:g} to {reading.high:g}" if reading.low is not None and reading.high is not None else "too few days",
            "days": reading.days,
            "events": [ident[:8] for ident in reading.events],
        }
        for reading in readings
        if reading.events
    ]
    if as_json:
        print_json(readings)
        return
    columns = ("pair", "day", "indicator", "state", "value", "normal", "days", "events")
    print_rows(
        rows, columns, empty=f"No indicator was seen between dated pairs of states in {path}. Silence is not calm: see the coverage."
    )
