"""The invented world: its probabilities are right, it says that it is invented, and forecasts made from it are calibrated."""

from itertools import pairwise

import numpy as np
import pytest

from offing.records import Abstention, Forecast, Reading
from offing.watch import find_probability
from offing.watch.backtests import choose_splits, find_bins, run_backtest, score_walk, walk_forward, write_backtest
from offing.watch.panels import build_panel
from offing.watch.simulations import HAZARD, SimulatedWorld, find_true_probabilities, simulate_world, simulated_forecasts


@pytest.fixture(scope="module")
def world() -> SimulatedWorld:
    return simulate_world(7, pairs=40, days=600)


def test_the_same_seed_the_same_world() -> None:
    one, two, other = simulate_world(5, 3, 90), simulate_world(5, 3, 90), simulate_world(6, 3, 90)
    assert one.readings == two.readings
    assert (one.true_probabilities == two.true_probabilities).all()
    assert one.readings != other.readings


def test_the_true_probabilities_are_those_of_the_world(world: SimulatedWorld) -> None:
    truth, outcomes = world.true_probabilities.ravel(), world.outcomes.ravel()
    assert abs(truth.mean() - outcomes.mean()) < 0.015
    for low, high in ((0.0, 0.05), (0.05, 0.3), (0.3, 0.8)):
        mask = (truth >= low) & (truth < high)
        assert mask.sum() > 500
        assert abs(truth[mask].mean() - outcomes[mask].mean()) < 0.04


def test_one_day_ahead_is_the_daily_hazard_of_tomorrow() -> None:
    chances = find_true_probabilities(np.array([[0, 1, 2]]), np.ones((1, 1)), 1)[0]
    assert chances[0] == pytest.approx(0.975 * HAZARD[0] + 0.025 * HAZARD[1])
    assert chances[0] < chances[1] < chances[2]


def test_forecasts_are_calibrated_against_the_known_probabilities(world: SimulatedWorld) -> None:
    panel = build_panel(world.readings)
    walk = walk_forward(panel, choose_splits(panel))
    order = [world.pairs.index(pair) for pair in panel.pairs]
    truth = world.true_probabilities[order][walk.rows.pair, walk.rows.day]
    for low, high, tolerance in ((0.0, 0.05, 0.02), (0.05, 0.1, 0.025), (0.1, 0.2, 0.05), (0.2, 0.45, 0.06), (0.45, 0.8, 0.1)):
        mask = (walk.forecast >= low) & (walk.forecast < high)
        assert mask.sum() > 300
        assert abs(walk.forecast[mask].mean() - truth[mask].mean()) < tolerance
    assert np.corrcoef(walk.forecast, truth)[0, 1] > np.corrcoef(walk.climate, truth)[0, 1] + 0.1


def test_skill_over_climatology_with_its_lower_bound_above_zero(world: SimulatedWorld) -> None:
    every, onset = run_backtest(world.readings)
    scores = {score.name: score for score in every.scores}
    model = scores["model"]
    assert model.skill is not None
    assert model.low is not None
    assert model.high is not None
    assert 0 < model.low < model.skill < model.high
    assert model.brier < scores["persistence"].brier < scores["climatology"].brier
    assert every.calibration_error < 0.03
    assert onset.rows < every.rows
    assert run_backtest(world.readings) == (every, onset)


def test_no_skill_is_printed_as_no_skill() -> None:
    draw = np.random.default_rng(2)
    panel = build_panel(simulate_world(8, pairs=8, days=400).readings)
    panel.counts[...] = draw.random(panel.counts.shape) < 0.02
    every, _ = score_walk(walk_forward(panel, choose_splits(panel)))
    model = {score.name: score for score in every.scores}["model"]
    assert model.skill is not None
    assert model.low is not None
    assert model.low < 0.02
    assert abs(model.skill) < 0.05
    told = write_backtest(every)
    assert all(name in told for name in ("climatology", "persistence", "model", "out of reach"))
    assert f"{model.skill:+.3f}" in told


def test_pairs_nobody_knew_are_out_of_reach_and_counted() -> None:
    panel = build_panel(simulate_world(9, pairs=6, days=400).readings)
    panel.counts[:, 0, :300] = 0
    panel.counts[:, 0, 300:] = 1
    splits = choose_splits(panel)
    walk = walk_forward(panel, splits)
    assert walk.out_of_reach == 7
    assert not ((walk.rows.pair == 0) & (walk.rows.day < 300)).any()
    assert score_walk(walk)[0].out_of_reach == 7


def test_a_short_world_abstains() -> None:
    world = simulate_world(7, pairs=5, days=120)
    assert choose_splits(build_panel(world.readings)) == ()
    assert run_backtest(world.readings) == ()


def test_splits_train_on_earlier_days_only() -> None:
    splits = choose_splits(build_panel(simulate_world(7, pairs=2, days=300).readings))
    assert len(splits) == 3
    assert all(split.train_end <= split.test_start < split.test_end for split in splits)
    assert all(one.test_end == two.test_start for one, two in pairwise(splits))


def test_bins_hold_every_forecast_with_the_lower_edge() -> None:
    bins = find_bins(np.array([0.0, 0.05, 0.0499, 1.0, 0.55]), np.array([0.0, 1.0, 0.0, 1.0, 0.0]))
    assert [(part.low, part.count, part.hits) for part in bins] == [(0.0, 1, 0), (0.02, 1, 0), (0.05, 1, 1), (0.55, 1, 0), (0.95, 1, 1)]


def test_the_demo_shows_numbers_and_one_abstention_all_marked() -> None:
    told = simulated_forecasts(7)
    forecasts = [record for record in told if isinstance(record, Forecast)]
    abstentions = [record for record in told if isinstance(record, Abstention)]
    readings = {record.id for record in told if isinstance(record, Reading)}
    assert len(forecasts) == 3
    assert len(abstentions) == 1
    assert all(forecast.simulated and 0 < find_probability(forecast.log_odds) < 1 for forecast in forecasts)
    assert {record.issued for record in forecasts} == {record.issued for record in abstentions}
    assert abstentions[0].days == 41
    assert all(set(forecast.readings) <= readings for forecast in forecasts)
    assert set(abstentions[0].readings) <= readings
    assert all(side.startswith("SIM-") for record in told if record.pair for side in record.pair.split(">"))


@pytest.mark.parametrize("size", [(0, 10, 7), (1, 0, 7), (1, 10, 0)])
def test_a_world_needs_a_size(size: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        simulate_world(1, *size)
