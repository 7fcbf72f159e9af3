"""Forecasts and abstentions: no number on thin history, parts that add up, and nothing learnt from the days to come."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offing.checks import check_stage
from offing.records import Abstention, Forecast, Reading
from offing.watch import FORECAST, find_probability, forecast_pairs, read_indicators
from offing.watch.forecasts import NEEDED_DAYS, NEEDED_OUTCOMES, OUTCOME, WIDEST
from offing.watch.hazards import build_features, collect_rows, fit_hazard, name_features, trace_history
from offing.watch.panels import Panel, build_panel
from offing.watch.simulations import simulate_world
from tests.watch.worlds import START, make_datings, make_event, make_when


def make_panel(violence: list[list[int]], pairs: tuple[str, ...], covered: list[bool] | None = None) -> Panel:
    counts = np.zeros((4, len(pairs), len(violence[0])), dtype=np.int64)
    counts[2] = violence
    return Panel(pairs, START, counts, np.array(covered or [True] * len(violence[0])))


def test_two_pages_get_no_number() -> None:
    events = [make_event(when=make_when(1), articles=("a1.0",)), make_event(name="2", who="XCCGOV", articles=("a2.0",))]
    made = forecast_pairs(read_indicators(events, make_datings(range(1, 3))))
    assert [type(record) for record in made] == [Abstention, Abstention]
    for record in made:
        assert isinstance(record, Abstention)
        assert record.reason == "not enough history"
        assert (record.days, record.needed) == (2, NEEDED_DAYS)
        assert record.readings


def test_days_nobody_read_are_no_history() -> None:
    events = [make_event(name=str(day), when=make_when(day)) for day in range(0, 400, 4)]
    made = forecast_pairs(read_indicators(events, make_datings(range(0, 400, 4))))
    assert [record.days for record in made if isinstance(record, Abstention)] == [100]


def test_too_few_outcomes_get_no_number() -> None:
    events = [make_event(name=str(day), when=make_when(day)) for day in range(0, 200, 20)]
    (made,) = forecast_pairs(read_indicators(events, make_datings(range(250))))
    assert isinstance(made, Abstention)
    assert (made.days, made.needed) == (250, 0)
    assert f"10 of the {NEEDED_OUTCOMES} needed" in made.reason


def test_thin_coverage_gets_no_number() -> None:
    events = [make_event(name=str(day), when=make_when(day)) for day in range(0, 900, 3)]
    (made,) = forecast_pairs(read_indicators(events, make_datings([*range(0, 700), *range(700, 900, 4)])))
    assert isinstance(made, Abstention)
    assert "coverage is thin" in made.reason


def test_a_pair_with_an_unnamed_side_gets_no_number() -> None:
    events = [make_event(name=str(day), when=make_when(day)) for day in range(0, 400, 6)]
    events += [make_event(name=f"u{day}", who="", when=make_when(day)) for day in range(3, 400, 9)]
    made = {record.pair: record for record in forecast_pairs(read_indicators(events, make_datings(range(420))))}
    unnamed = [record for pair, record in made.items() if "?" in pair]
    assert unnamed
    assert all(isinstance(record, Abstention) and "not named" in record.reason for record in unnamed)
    assert any(isinstance(record, Forecast) for record in made.values())


def test_no_interval_spans_the_whole_scale() -> None:
    for record in forecast_pairs(simulate_world(5, pairs=6, days=300).readings):
        if isinstance(record, Forecast):
            assert find_probability(record.high) - find_probability(record.low) <= WIDEST


def test_no_readings_no_forecast() -> None:
    assert forecast_pairs([]) == []


@pytest.fixture(scope="module")
def made() -> list[Forecast]:
    world = simulate_world(3, pairs=4, days=400)
    return [record for record in forecast_pairs(world.readings) if isinstance(record, Forecast)]


def test_every_forecast_is_whole(made: list[Forecast]) -> None:
    assert len(made) == 4
    for forecast in made:
        assert forecast.low < forecast.log_odds < forecast.high
        assert forecast.outcome == OUTCOME
        assert forecast.horizon == 7
        assert forecast.sample == 400 - 7
        assert forecast.base_rate == forecast.base_count / forecast.sample
        assert forecast.readings
        assert forecast.simulated


def test_the_drivers_add_up(made: list[Forecast]) -> None:
    for forecast in made:
        found = [re.search(r": ([+−]\d+\.\d\d)$", driver) for driver in forecast.drivers]
        parts = [float(match.group(1).replace("−", "-")) for match in found if match]
        assert len(parts) == len(forecast.drivers)
        assert abs(sum(parts) - forecast.log_odds) < 0.006 * len(parts)


def test_the_order_of_the_readings_does_not_matter() -> None:
    readings = list(simulate_world(4, pairs=3, days=300).readings)
    first = forecast_pairs(readings)
    assert forecast_pairs(reversed(readings)) == first
    assert forecast_pairs([*readings, *readings[:50]]) == first


def test_other_readings_another_digest() -> None:
    readings = simulate_world(4, pairs=3, days=300).readings
    dropped = [reading for reading in readings if not (reading.value and reading.indicator == "talks")]
    digests = {record.digest for rows in (readings, dropped) for record in forecast_pairs(rows) if isinstance(record, Forecast)}
    assert len(digests) == 2


def test_the_stage_keeps_its_contract() -> None:
    outputs = check_stage(FORECAST, simulate_world(5, pairs=2, days=260).readings)
    assert len(outputs) == 2


def test_the_outcome_is_the_days_after_and_nothing_else() -> None:
    violence = [0] * 30
    violence[10] = 1
    history = trace_history(make_panel([violence], ("XAA>XBB",)), 7)
    assert np.flatnonzero(history.outcome[0]).tolist() == list(range(3, 10))
    assert np.flatnonzero(~history.known).tolist() == list(range(23, 30))
    assert history.hits[0, 16] == 7
    assert history.hits[0, 10] == 1
    assert history.spans[10] == 4


def test_a_span_that_few_read_is_no_outcome() -> None:
    covered = [True] * 20 + [False] * 6 + [True] * 14
    history = trace_history(make_panel([[0] * 40], ("XAA>XBB",), covered), 7)
    assert not history.known[18:21].any()
    assert history.known[15]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 2), min_size=120, max_size=120), min_size=2, max_size=2), st.integers(20, 110))
def test_no_feature_sees_the_days_to_come(counts: list[list[int]], day: int) -> None:
    pairs = ("XAA>XBB", "XBB>XAA")
    later = [[*row[: day + 1], *([9] * (119 - day))] for row in counts]
    one, two = (trace_history(make_panel(rows, pairs), 7) for rows in (counts, later))
    assert (build_features(one, day) == build_features(two, day)).all()
    assert build_features(one, day).shape == (2, len(name_features()))


def test_without_evidence_the_model_says_the_climatology() -> None:
    draw = np.random.default_rng(11)
    violence = (draw.random((6, 400)) < np.array([0.002, 0.01, 0.02, 0.03, 0.05, 0.1])[:, None]).astype(int).tolist()
    pairs = tuple(f"XA{letter}>XB{letter}" for letter in "ABCDEF")
    history = trace_history(make_panel(violence, pairs), 7)
    hazard = fit_hazard(collect_rows(history, range(30, 300)), 7)
    said = hazard.predict(build_features(history, 399), history.climate[:, 399])
    assert np.abs(said - history.climate[:, 399]).max() < 0.4
    spans = history.hits[:, 399] / history.spans[399]
    assert all(abs(find_probability(float(said[pair])) - spans[pair]) < 0.1 for pair in range(6))


def test_fitting_needs_rows() -> None:
    panel = make_panel([[0] * 40], ("XAA>XBB",))
    with pytest.raises(ValueError, match="no row"):
        fit_hazard(collect_rows(trace_history(panel, 7), range(40)), 7)


def test_the_panel_counts_what_the_readings_count() -> None:
    world = simulate_world(6, pairs=3, days=100)
    panel = build_panel(world.readings)
    assert panel.pairs == tuple(sorted(world.pairs))
    assert panel.days == 100
    assert panel.counts.sum() == sum(reading.value for reading in world.readings if reading.pair)
    assert not build_panel([reading for reading in world.readings if isinstance(reading, Reading) and reading.pair]).days
