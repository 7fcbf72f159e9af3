"""Events -> readings: each indicator, for each directed pair of actors, on each day on which something is to be told.

A pair is `IRN>USA`: the first three letters of the codes of who and whom, `?` for a side nobody named; a proxy stands under its own
country. An event counts once, on the day it happened, however many articles tell it; what is threatened, planned or expected counts on the
day it was told. Silence is never calm: a day without reports is *not seen*, *stale* or *no reading*, by how recently and how well anyone
looked. Readings are sparse: they stand on days with events, on the day an indicator turns stale, and on the first and last day of the case;
`fill_days` fills the days between. Beside the pairs stands one row, indicator `coverage` of pair "": articles per day, resting on their
datings; a cell without events rests on the coverage of its day. Days of happening are known late, so a look back sees a little more than
was known then.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce

from offing.records import Dating, Event, Reading, Record, Standing, Status, When
from offing.stage import Together
from offing.watch.indicators import Indicator, load_indicators, match_indicator

COVERAGE = "coverage"
"""The indicator of the row that counts articles."""
NORMAL_DAYS = 60
"""Days of coverage below which a pair has no normal."""
NORMAL_WINDOW = 365
COVERAGE_WINDOW = 28
"""Days whose median is the normal coverage; the band of a normal needs as many."""
LONGEST = 3
"""Days: a looser time than this is no day of happening."""
HAPPENED = frozenset({Status.HAPPENED, Status.ONGOING, Status.ALLEGED, Status.DENIED})
DAY = timedelta(days=1)


class State(StrEnum):
    """How a cell of the watch board stands."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    CONTESTED = "contested"
    DENIED = "denied"
    STALE = "stale"
    NOT_SEEN = "not seen"
    NO_READING = "no reading"


class Coverage:
    """How many articles each day brought, and on which days that was enough to read anything from silence.

    A day is covered when it brought at least one article and at least half the median of the 28 days before it.
    """

    def __init__(self, told: Mapping[date, Sequence[str]]) -> None:
        self.covered: list[date] = []
        self.readings: dict[date, Reading] = {}
        self.first: date | None = min(told, default=None)
        self.last: date | None = max(told, default=None)
        window: list[int] = []
        start, end = min(told, default=date.max), max(told, default=date.min)
        for number in range((end - start).days + 1):
            day = start + number * DAY
            datings = sorted(told.get(day, ()))
            reading = self._read(day, datings, window)
            if datings:
                self.readings[day] = reading
            insort(window, len(datings))
            if number >= COVERAGE_WINDOW:
                del window[bisect_left(window, len(told.get(day - COVERAGE_WINDOW * DAY, ())))]

    def _read(self, day: date, datings: Sequence[str], window: Sequence[int]) -> Reading:
        middle = len(window) // 2
        normal = (window[middle] + window[~middle]) / 2 if window else 0.0
        covered = bool(datings) and 2 * len(datings) >= normal
        if covered:
            self.covered.append(day)
        full = len(window) >= COVERAGE_WINDOW
        return Reading(
            indicator=COVERAGE,
            pair="",
            day=day.isoformat(),
            value=len(datings),
            low=find_percentile(window, len(window), 10) if full else None,
            high=find_percentile(window, len(window), 90) if full else None,
            days=len(self.covered),
            state=State.REPORTED if covered else State.NO_READING,
            looked=tuple(datings),
        )

    def count_days(self, day: date) -> int:
        """Covered days up to and with `day`."""
        return bisect_right(self.covered, day)

    def holds(self, day: date) -> bool:
        """Whether `day` is covered."""
        number = bisect_left(self.covered, day)
        return number < len(self.covered) and self.covered[number] == day

    def next_after(self, day: date) -> date | None:
        """The first covered day from `day` on."""
        number = bisect_left(self.covered, day)
        return self.covered[number] if number < len(self.covered) else None


class Row:
    """One indicator of one pair: its events by day, and what it reads on any day."""

    def __init__(self, pair: str, indicator: Indicator, coverage: Coverage) -> None:
        self.pair, self.indicator, self.coverage = pair, indicator, coverage
        self.events: dict[date, list[Event]] = {}

    def close(self) -> None:
        """Fix the order once all events are in."""
        self.days = sorted(self.events)
        for day in self.days:
            self.events[day].sort(key=lambda event: event.id)
        self.values = [sum(event.standing != Standing.DENIED for event in self.events[day]) for day in self.days]

    def list_days(self) -> list[date]:
        """The days that get a reading."""
        days = set(self.days)
        if self.coverage.first is None or self.coverage.last is None:
            return sorted(days)
        days |= {self.coverage.first, self.coverage.last}
        for seen, following in zip(self.days, [*self.days[1:], self.coverage.last + DAY], strict=False):
            turn = self.coverage.next_after(seen + (self.indicator.renew + 1) * DAY)
            if turn is not None and turn < following:
                days.add(turn)
        return sorted(days)

    def read(self, day: date) -> Reading:
        """The reading on `day`."""
        events = self.events.get(day, [])
        state = self._find_state(day, events)
        low, high = self._find_normal(day)
        return Reading(
            indicator=self.indicator.id,
            pair=self.pair,
            day=day.isoformat(),
            value=sum(event.standing != Standing.DENIED for event in events),
            low=low,
            high=high,
            days=self.coverage.count_days(day),
            state=state,
            events=tuple(event.id for event in events),
            looked=() if events else self._list_looked(day, state),
        )

    def _list_looked(self, day: date, state: State) -> tuple[str, ...]:
        coverage = self.coverage.readings.get(day)
        gone = self.events[self.days[bisect_left(self.days, day) - 1]] if state == State.STALE else []
        return (*([coverage.id] if coverage else []), *(event.id for event in gone))

    def _find_state(self, day: date, events: Sequence[Event]) -> State:
        told: list[Standing] = [event.standing for event in events if event.standing != Standing.DENIED]
        if told:
            return State(reduce(Standing.__add__, told).value)
        if events:
            return State.DENIED
        if not self.coverage.holds(day):
            return State.NO_READING
        number = bisect_left(self.days, day)
        seen = number > 0 and (day - self.days[number - 1]).days > self.indicator.renew
        return State.STALE if seen else State.NOT_SEEN

    def _find_normal(self, day: date) -> tuple[float | None, float | None]:
        start = day - NORMAL_WINDOW * DAY
        left, right = bisect_left(self.days, start), bisect_left(self.days, day)
        extra = sum(not self.coverage.holds(seen) for seen in self.days[left:right])
        days = self.coverage.count_days(day - DAY) - self.coverage.count_days(start - DAY) + extra
        if days < NORMAL_DAYS:
            return None, None
        values = sorted(self.values[left:right])
        return find_percentile(values, days, 10), find_percentile(values, days, 90)


def find_percentile(values: Sequence[int], days: int, percent: int) -> float:
    """The `percent` percentile (nearest rank: a value that occurred) of sorted `values` filled up with zeros to `days` values."""
    zeros = days - len(values)
    rank = max(math.ceil(days * percent / 100), 1)
    return float(values[rank - zeros - 1]) if rank > zeros else 0.0


def read_indicators(events: Iterable[Event], datings: Iterable[Dating], indicators: Sequence[Indicator] | None = None) -> list[Reading]:
    """All readings of a case: the row of coverage, then by pair, indicator and day.

    `datings` say when each article was written: they place events that tell no day, and show on which days anyone looked at all. Events
    of which neither the day of happening nor the day of telling is known are left out. `value` counts events, denied ones not among them;
    `low` and `high` are None below 60 earlier covered days; `days` counts covered days so far.
    """
    table = tuple(indicators or load_indicators())
    told: dict[str, date] = {}
    by_day: dict[date, list[str]] = {}
    for dating in {dating.article: dating for dating in sorted(datings, key=lambda dating: dating.id)}.values():
        day = _find_day(dating.start, dating.end)
        if day is not None:
            told[dating.article] = day
            by_day.setdefault(day, []).append(dating.id)
    coverage = Coverage(by_day)
    rows: dict[str, dict[str, Row]] = {}
    for event in {event.id: event for event in events}.values():
        indicator = match_indicator(event, table)
        pair = name_pair(event)
        day = place_event(event, told)
        if indicator is None or day is None or not pair or (coverage.last is not None and day > coverage.last):
            continue
        board = rows.setdefault(pair, {row.id: Row(pair, row, coverage) for row in table})
        board[indicator.id].events.setdefault(day, []).append(event)
    readings = list(coverage.readings.values())
    for pair in sorted(rows):
        for row in rows[pair].values():
            row.close()
            readings.extend(row.read(day) for day in row.list_days())
    return readings


def name_pair(event: Event) -> str:
    """`IRN>USA` for an event, `?` for a side without a code; "" when neither side has one."""
    sides = [party.state if party is not None and party.state else "?" for party in (event.who, event.whom)]
    return "" if sides == ["?", "?"] else ">".join(sides)


def place_event(event: Event, told: dict[str, date]) -> date | None:
    """The day an event counts on: the (last) day it happened on, else the day it was first told; None when no such day is known.

    An event that tells a longer time than a weekend ("in recent months") has no day.
    """
    days = [told[article] for article in event.articles if article in told]
    first = min(days) if days else None
    if event.status not in HAPPENED or not isinstance(event.when, When) or not (event.when.start and event.when.end):
        return first
    return _find_day(event.when.start, event.when.end)


def fill_days(readings: Sequence[Reading], coverage: Sequence[Reading]) -> list[tuple[str, int, State]]:
    """(day, value, state) of every day of the case, from the readings of one indicator of one pair and the readings of `coverage`.

    Between its readings an indicator is not seen, or stale once it turned stale; where coverage is too thin there is no reading.
    """
    known = {reading.day: reading for reading in readings}
    looked = {reading.day for reading in coverage if reading.state != State.NO_READING}
    edges = sorted(date.fromisoformat(reading.day) for reading in coverage)
    days: list[tuple[str, int, State]] = []
    stale = False
    for number in range((edges[-1] - edges[0]).days + 1 if edges else 0):
        day = (edges[0] + number * DAY).isoformat()
        reading = known.get(day)
        if reading is not None:
            stale = reading.state == State.STALE or (stale and reading.state == State.NO_READING)
            days.append((day, reading.value, State(reading.state)))
        elif day not in looked:
            days.append((day, 0, State.NO_READING))
        else:
            days.append((day, 0, State.STALE if stale else State.NOT_SEEN))
    return days


def _find_day(start: str, end: str) -> date | None:
    if not start or not end:
        return None
    low, high = date.fromisoformat(start[:10]), date.fromisoformat(end[:10])
    return high if (high - low).days < LONGEST else None


def _gather(records: Sequence[Record]) -> Iterator[tuple[str, Sequence[Record]]]:
    yield "case", sorted(records, key=lambda record: record.id)


def _work(_: str, members: Sequence[Record]) -> list[Reading]:
    return read_indicators(
        [record for record in members if isinstance(record, Event)],
        [record for record in members if isinstance(record, Dating)],
    )


READ_INDICATORS = Together(
    name="indicators", version="1", takes=(Event, Dating), makes=(Reading,), gather=_gather, work=_work, tables=("indicators.yaml",)
)
"""All pairs of a case go in together: what silence means for one pair depends on how much was read on that day about anything."""
