"""Readings: one count per event and day, the pair's own normal, and silence that is never calm."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offing.checks import check_stage
from offing.records import Dating, Event, Precision, Reading, Standing, Status, When
from offing.watch import READ_INDICATORS, State, fill_days, read_indicators
from offing.watch.readings import COVERAGE, NORMAL_DAYS, find_percentile
from tests.watch.worlds import make_datings, make_event, make_when, name_day


def pick(readings: list[Reading], indicator: str = "attacks", pair: str = "XAA>XBB") -> dict[str, Reading]:
    return {reading.day: reading for reading in readings if reading.indicator == indicator and reading.pair == pair}


def test_an_event_counts_once_however_many_articles_tell_it() -> None:
    event = make_event(when=make_when(2), articles=("a3.0", "a3.1", "a3.2", "a4.0"))
    found = pick(read_indicators([event, event], make_datings(range(6), 3)))
    assert found[name_day(2)].value == 1
    assert found[name_day(2)].events == (event.id,)
    assert sum(reading.value for reading in found.values()) == 1


def test_it_counts_on_the_day_of_happening_else_of_telling() -> None:
    datings = make_datings(range(10))
    happened = make_event(name="1", when=make_when(4), articles=("a6.0",))
    weekend = make_event(name="2", when=make_when(2, 3), articles=("a6.0",))
    undated = make_event(name="3", articles=("a8.0", "a7.0"))
    found = pick(read_indicators([happened, weekend, undated], datings))
    assert {day: reading.value for day, reading in found.items() if reading.value} == {name_day(3): 1, name_day(4): 1, name_day(7): 1}


def test_what_lies_ahead_counts_on_the_day_it_was_told() -> None:
    threat = make_event(action="ASSAULT", status=Status.EXPECTED, when=make_when(30), articles=("a5.0",))
    found = pick(read_indicators([threat], make_datings(range(10))), "attack-expected")
    assert [day for day, reading in found.items() if reading.value] == [name_day(5)]


@pytest.mark.parametrize("when", [make_when(0, 9), When(start="", end="", form="recent months")])
def test_a_loose_time_has_no_day_of_its_own(when: When) -> None:
    readings = read_indicators([make_event(when=when, articles=("nobody",))], make_datings(range(10)))
    assert not any(reading.value for reading in readings if reading.pair)


def test_each_pair_is_directed_and_an_unnamed_side_stays_unnamed() -> None:
    sides = [("XAAMIL", "XBBGOV"), ("XBBGOV", "XAAMIL"), ("", "XBBGOV"), ("XAAREB", ""), ("", "")]
    events = [make_event(name=str(number), who=who, whom=whom, when=make_when(3)) for number, (who, whom) in enumerate(sides)]
    readings = read_indicators(events, make_datings(range(5)))
    assert {reading.pair for reading in readings} == {"", "XAA>XBB", "XBB>XAA", "?>XBB", "XAA>?"}


@pytest.mark.parametrize(
    ("standings", "value", "state"),
    [
        ([Standing.REPORTED], 1, State.REPORTED),
        ([Standing.REPORTED, Standing.CORROBORATED], 2, State.CORROBORATED),
        ([Standing.CORROBORATED, Standing.CONTESTED], 2, State.CONTESTED),
        ([Standing.DENIED], 0, State.DENIED),
        ([Standing.DENIED, Standing.REPORTED], 1, State.REPORTED),
    ],
)
def test_states_of_a_day_with_events(standings: list[Standing], value: int, state: State) -> None:
    events = [make_event(name=str(number), standing=standing, when=make_when(3)) for number, standing in enumerate(standings)]
    reading = pick(read_indicators(events, make_datings(range(5))))[name_day(3)]
    assert (reading.value, reading.state) == (value, state)
    assert len(reading.events) == len(standings)


def test_silence_is_not_seen_then_stale_and_rests_on_who_looked() -> None:
    event = make_event(when=make_when(3))
    readings = read_indicators([event], make_datings(range(40)))
    found = pick(readings)
    assert found[name_day(0)].state == State.NOT_SEEN
    assert found[name_day(18)].state == State.STALE
    assert found[name_day(39)].state == State.STALE
    looked = {reading.id for reading in readings if reading.indicator == COVERAGE and reading.day == name_day(39)}
    assert set(found[name_day(39)].looked) == looked | {event.id}


def test_silence_without_coverage_is_no_reading() -> None:
    datings = [*make_datings(range(20), 10), *make_datings(range(20, 24), 4), *make_datings(range(28, 30), 10)]
    readings = read_indicators([make_event(when=make_when(1))], datings)
    states = {day: state for day, _, state in fill_days(list(pick(readings).values()), list(pick(readings, COVERAGE, "").values()))}
    assert states[name_day(19)] == State.STALE
    assert [states[name_day(day)] for day in (20, 23, 25, 27)] == [State.NO_READING] * 4
    assert states[name_day(28)] == State.STALE
    assert states[name_day(10)] == State.NOT_SEEN


def test_an_event_is_told_even_where_few_looked() -> None:
    datings = [*make_datings(range(20), 10), *make_datings(range(20, 22), 1)]
    readings = read_indicators([make_event(when=make_when(21))], datings)
    assert pick(readings)[name_day(21)].state == State.REPORTED
    assert pick(readings, "talks")[name_day(21)].state == State.NO_READING


def test_a_short_history_has_no_normal() -> None:
    events = [make_event(name=str(day), when=make_when(day)) for day in range(0, 100, 2)]
    found = pick(read_indicators(events, make_datings(range(100))))
    assert found[name_day(NORMAL_DAYS - 2)].low is None
    assert found[name_day(NORMAL_DAYS)].low == 0.0
    assert found[name_day(98)].high == 1.0
    assert found[name_day(98)].days == 99


@given(st.lists(st.integers(1, 9), max_size=40), st.integers(0, 60), st.integers(1, 99))
def test_a_percentile_is_that_of_the_days_with_zeros(values: list[int], zeros: int, percent: int) -> None:
    days = len(values) + zeros
    if days:
        whole = np.percentile([0] * zeros + values, percent, method="inverted_cdf")
        assert find_percentile(sorted(values), days, percent) == whole


DRAWN = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(["ASSAULT", "THREATEN", "CONSULT"]), st.sampled_from(list(Standing)), st.booleans()),
    max_size=12,
)
LOOKED = st.lists(st.integers(0, 3), min_size=41, max_size=41)


def build(drawn: list[tuple[int, str, Standing, bool]], looked: list[int]) -> tuple[list[Event], list[Dating]]:
    events = [
        make_event(name=str(number), action=action, standing=standing, who="XAAMIL" if plain else "", when=make_when(day))
        for number, (day, action, standing, plain) in enumerate(drawn)
    ]
    datings = [dating for day, each in enumerate(looked) for dating in make_datings(range(day, day + 1), each)]
    return events, datings


@settings(max_examples=40, deadline=None)
@given(DRAWN, LOOKED, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(drawn: list[tuple[int, str, Standing, bool]], looked: list[int], draw: object) -> None:
    events, datings = build(drawn, looked)
    first = read_indicators(events, datings)
    draw.shuffle(events)  # type: ignore[attr-defined]
    draw.shuffle(datings)  # type: ignore[attr-defined]
    assert read_indicators(events, datings) == first


@settings(max_examples=40, deadline=None)
@given(DRAWN, LOOKED)
def test_filled_days_hold_every_count_and_no_calm(drawn: list[tuple[int, str, Standing, bool]], looked: list[int]) -> None:
    events, datings = build(drawn, looked)
    readings = read_indicators(events, datings)
    coverage = list(pick(readings, COVERAGE, "").values())
    first = min((reading.day for reading in coverage), default="")
    last = max((reading.day for reading in coverage), default="")
    for pair in {reading.pair for reading in readings if reading.pair}:
        rows = list(pick(readings, "attacks", pair).values())
        filled = fill_days(rows, coverage)
        assert sum(value for _, value, _ in filled) == sum(row.value for row in rows if first <= row.day <= last)
        for day, value, state in filled:
            number = int((np.datetime64(day) - np.datetime64(name_day(0))).astype(int))
            if not looked[number] and not value:
                assert state in (State.NO_READING, State.DENIED)


def test_the_stage_keeps_its_contract() -> None:
    events = [make_event(name=str(day), when=make_when(day), articles=(f"a{day}.0",)) for day in (1, 5, 30)]
    undated = Dating(article="x", start="", end="", precision=Precision.UNKNOWN, reason="no date")
    outputs = check_stage(READ_INDICATORS, [*events, *make_datings(range(60)), undated])
    assert {reading.day for reading in outputs if isinstance(reading, Reading) and reading.value and reading.pair} == {
        name_day(1), name_day(5), name_day(30),
    }  # fmt: skip


def test_without_any_date_there_are_only_the_events_that_tell_their_day() -> None:
    readings = read_indicators([make_event(when=make_when(1)), make_event(name="x")], [])
    assert [(reading.day, reading.days) for reading in readings] == [(name_day(1), 0)]


def test_nothing_in_nothing_out() -> None:
    assert read_indicators([], []) == []
    assert fill_days([], []) == []
