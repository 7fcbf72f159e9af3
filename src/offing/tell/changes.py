"""What changed since an earlier brief: by event handle, never by wording."""

from __future__ import annotations

from offing.records import Event, Page, Value
from offing.tell.phrases import count_words
from offing.tell.views import View


class Change(Value, frozen=True):
    """One change. `kind`: new, moved, gained, denied. `event` is the id in the later view."""

    kind: str
    event: str
    words: str


def list_changes(view: View, earlier: View) -> tuple[Change, ...]:
    """New events, events whose standing moved, that gained a text, or that are newly denied; by kind and event."""
    before = {event.handle: event for event in earlier.all(Event)}
    changes = []
    for event in view.all(Event):
        old = before.get(event.handle)
        if old is None:
            changes.append(Change(kind="new", event=event.id, words="new"))
            continue
        if old.standing is not event.standing:
            changes.append(Change(kind="moved", event=event.id, words=f"{old.standing} → {event.standing}"))
        if len(event.denials) > 0 and not old.denials:
            changes.append(Change(kind="denied", event=event.id, words="newly denied"))
        if len(event.reporting) > len(old.reporting):
            changes.append(
                Change(kind="gained", event=event.id, words=f"{len(old.reporting)} → {count_words(len(event.reporting), 'text')}")
            )
    return tuple(sorted(changes, key=lambda change: (("new", "moved", "denied", "gained").index(change.kind), change.event)))


def say_nothing_changed(view: View, earlier: View) -> str:
    """What to print when nothing changed: what was read, never that all is quiet."""
    added = {page.id for page in view.all(Page)} - {page.id for page in earlier.all(Page)}
    return f"No event changed. {count_words(len(added), 'page')} were read since; silence is not calm."
