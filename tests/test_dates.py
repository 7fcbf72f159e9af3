"""The grammar of times: every form resolves or is honestly unresolved, in order, with the weekday it names."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offing.dates import (
    UNRESOLVED,
    WEEKDAYS,
    find_easter,
    format_interval,
    parse_date,
    parse_form,
    pick_weekday,
    resolve_form,
    shift_day,
)
from offing.records import Precision

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
DIRECTIONS = st.sampled_from(["back", "last", "ahead", "next", "this", "prior", "after", "near"])
UNITS = st.sampled_from("DWMQYEC")
HEADS = st.one_of(
    st.sampled_from(WEEKDAYS).map("weekday:{}".format),
    st.builds("date:{:02d}-{:02d}".format, st.integers(1, 12), st.integers(1, 31)),
    st.integers(1, 12).map("month:{:02d}".format),
    st.integers(1, 4).map("quarter:{}".format),
    st.integers(1, 2).map("half:{}".format),
    st.sampled_from(["SP", "SU", "FA", "WI"]).map("season:{}".format),
    st.sampled_from(["EASTER", "THANKSGIVING"]).map("feast:{}".format),
    st.builds("{}:{:+d}{}".format, st.sampled_from(["offset", "unit", "event"]), st.integers(-9999, 9999), UNITS),
    st.sampled_from(["-0", "-1", "+0", "+1"]).map("weekend:{}".format),
    st.builds("{}:P{}{}".format, st.sampled_from(["past", "coming", "span", "set"]), st.sampled_from(["X", "1", "3", "40"]), UNITS),
    UNITS.map("recent:{}".format),
    st.sampled_from(["PAST", "PRESENT", "FUTURE"]).map("ref:{}".format),
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: day.isoformat()[:7]),
    st.builds("{:04d}-W{:02d}".format, st.integers(1900, 2100), st.integers(0, 60)),
    st.sampled_from(["2019", "2019-Q4", "2019-H1", "2019-SU", "199X", "19XX", "2020-01-02T15:42Z", "2020-01-02T15:42+03:00"]),
)
MODIFIERS = st.one_of(
    st.just(""),
    DIRECTIONS.map("+dir:{}".format),
    st.sampled_from(["+mod:early", "+mod:mid", "+mod:late", "+part:MO", "+part:NI", "+at:15:42", "+at:00:00Z"]),
    st.builds("+dir:{}+part:{}".format, DIRECTIONS, st.sampled_from(["MO", "AF", "EV", "NI", "DN", "MI"])),
)


@given(HEADS, MODIFIERS, DAYS, st.booleans())
def test_every_form_resolves_in_order(head: str, modifiers: str, anchor: date, future: bool) -> None:
    form = head + modifiers
    assert parse_form(form) is not None
    start, end, precision = resolve_form(form, anchor.isoformat(), future, reference=anchor.isoformat())
    assert not start or not end or start[:10] <= end[:10]
    assert isinstance(precision, Precision)
    assert format_interval(start, end, precision)


@given(st.text(max_size=24), DAYS)
def test_what_is_outside_the_grammar_stays_unresolved(form: str, anchor: date) -> None:
    found = resolve_form(form, anchor.isoformat())
    assert parse_form(form) is not None or found == UNRESOLVED


@given(st.sampled_from(WEEKDAYS), DAYS, DIRECTIONS)
def test_a_weekday_has_its_weekday(name: str, anchor: date, direction: str) -> None:
    start, end, precision = resolve_form(f"weekday:{name}+dir:{direction}", anchor.isoformat())
    day = date.fromisoformat(start)
    assert (start, precision) == (end, Precision.DAY)
    assert day.weekday() == WEEKDAYS.index(name)
    assert abs((day - anchor).days) <= 13
    if direction in ("last", "next"):
        assert (day < anchor) == (direction == "last")
        assert day != anchor


@given(DAYS)
def test_a_day_reads_back(day: date) -> None:
    assert parse_date(day.isoformat()) == resolve_form(day.isoformat(), "") == (day.isoformat(), day.isoformat(), Precision.DAY)
    assert parse_date(format_interval(day.isoformat(), day.isoformat(), Precision.DAY)) == (day.isoformat(), day.isoformat(), Precision.DAY)


@given(DAYS, st.integers(-400, 400), st.sampled_from("DW"))
def test_days_shift_there_and_back(day: date, count: int, unit: str) -> None:
    assert shift_day(shift_day(day, count, unit), -count, unit) == day


@pytest.mark.parametrize(
    ("form", "anchor", "start", "end", "precision"),
    [
        ("weekday:THU", "2021-06-10", "2021-06-10", "2021-06-10", "day"),
        ("weekday:THU+dir:last", "2021-06-10", "2021-06-03", "2021-06-03", "day"),
        ("weekday:TUE+part:NI", "2021-06-10", "2021-06-08T18:00", "2021-06-09T06:00", "part of day"),
        ("offset:-2D", "2021-03-01", "2021-02-27", "2021-02-27", "day"),
        ("weekend:-0", "2021-06-10", "2021-06-05", "2021-06-06", "weekend"),
        ("weekend:-0", "2021-06-06", "2021-06-05", "2021-06-06", "weekend"),
        ("weekend:-1", "2021-06-06", "2021-05-29", "2021-05-30", "weekend"),
        ("weekend:+0", "2021-06-10", "2021-06-12", "2021-06-13", "weekend"),
        ("unit:-1W", "2021-06-10", "2021-05-31", "2021-06-06", "week"),
        ("month:12", "2021-01-05", "2020-12-01", "2020-12-31", "month"),
        ("date:02-29", "2021-03-01", "2020-02-29", "2020-02-29", "day"),
        ("month:07+dir:prior", "2021-11-05", "2020-07-01", "2020-07-31", "month"),
        ("past:P3M", "2021-05-31", "2021-02-28", "2021-05-31", "month"),
        ("recent:M", "2021-05-31", "", "2021-05-31", "unknown"),
        ("2019-12+mod:late", "", "2019-12-22", "2019-12-31", "month"),
        ("feast:THANKSGIVING", "1999-12-01", "1999-11-25", "1999-11-25", "day"),
    ],
)
def test_forms(form: str, anchor: str, start: str, end: str, precision: str) -> None:
    assert resolve_form(form, anchor) == (start, end, Precision(precision))


def test_an_event_needs_its_reference() -> None:
    assert resolve_form("event:-2D", "2021-06-10") == UNRESOLVED
    assert resolve_form("event:-2D", "2021-06-10", reference="2021-06-09")[0] == "2021-06-07"


def test_without_an_anchor_nothing_is_guessed() -> None:
    assert resolve_form("weekday:THU", "") == resolve_form("offset:-1D", "2021-06") == UNRESOLVED


def test_easter_and_nearest_weekday() -> None:
    assert [find_easter(year).isoformat() for year in (2000, 2019, 2024)] == ["2000-04-23", "2019-04-21", "2024-03-31"]
    assert pick_weekday(date(2021, 6, 10), 5, "near") == date(2021, 6, 12)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Thu, 10 Jun 2021 15:42:00 GMT", "2021-06-10T15:42Z"),
        ("Thu, 10 Jun 2021 15:42:00 +0300", "2021-06-10T15:42+03:00"),
        ("June 10, 2021", "2021-06-10"),
        ("10th June 2021 at 3:42 pm", "2021-06-10T15:42"),
        ("Jun. 10, 2021 | 15:42 EST", "2021-06-10T15:42-05:00"),
        ("2021-06-10T15:42:11.123+03:00", "2021-06-10T15:42+03:00"),
        ("20210610", "2021-06-10"),
        ("25/12/2021", "2021-12-25"),
        ("June 2021", "2021-06-01"),
    ],
)
def test_written_dates(text: str, start: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert found[0] == start


@pytest.mark.parametrize("text", ["03/04/2021", "2021-13-01", "yesterday", "", "31 June 2021", "room 15:42"])
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("form", "anchor", "words"),
    [
        ("weekday:TUE+part:NI", "2021-06-10", "night of 8 June 2021"),
        ("weekend:-0", "2021-06-10", "5-6 June 2021"),
        ("month:05", "2021-06-10", "May 2021"),
        ("unit:-1Y", "2021-06-10", "2020"),
        ("recent:M", "2021-06-10", "until 10 June 2021"),
        ("ref:PAST", "2021-06-10", "date unknown"),
        ("2021-06-10T15:42Z", "", "10 June 2021, 15:42 UTC"),
    ],
)
def test_intervals_for_people(form: str, anchor: str, words: str) -> None:
    assert format_interval(*resolve_form(form, anchor)) == words
