"""The timeline: one row per event, by the day it is said to have happened, not the day it was printed."""

from __future__ import annotations

from offing.records import Certainty, Event, Line, Span, Standing, Status, Value
from offing.tell.phrases import ANNOUNCED, name_act, say_when
from offing.tell.tallies import find_event
from offing.tell.views import View
from offing.tell.witnesses import Ledger, list_tellings, weigh_certainty


class Row(Value, frozen=True):
    """One event on the timeline. `day` ISO or "" (unknown); `told` is the first day it was printed; counts are of origins."""

    event: str
    day: str
    end: str
    when: str
    told: str
    who: str
    act: str
    text: str
    standing: Standing
    status: Status
    certainty: Certainty
    texts: int
    voices: int
    articles: int
    announced: bool
    span: Span | None


def make_timeline(view: View) -> list[Row]:
    """All events in order of the day of happening; those without a day come last."""
    ledger = Ledger(view)
    lines = {line.event: line for line in view.all(Line) if line.event}
    rows = [make_row(ledger, event, lines.get(event.id)) for event in view.all(Event)]
    return sorted(rows, key=lambda row: (row.day or "9", row.told or "9", row.event))


def make_row(ledger: Ledger, event: Event, line: Line | None) -> Row:
    """The timeline row of one event; `text` is its line, or its slots where no line was written."""
    tellings = list_tellings(ledger, event)
    days = [telling.day for telling in tellings if telling.day]
    return Row(
        event=event.id,
        day=(event.when.start or event.when.end)[:10] if event.when else "",
        end=(event.when.end or event.when.start)[:10] if event.when else "",
        when=say_when(event.when),
        told=days[0][:10] if days else "",
        who=event.who.name or event.who.words if event.who else "",
        act=name_act(event),
        text=line.text if line else name_act(event),
        standing=event.standing,
        status=event.status,
        certainty=weigh_certainty(ledger.view, event),
        texts=len(event.reporting),
        voices=len(event.claimants),
        articles=len(event.articles),
        announced=event.status in ANNOUNCED,
        span=tellings[0].span if tellings else find_event(ledger, event),
    )
