"""No predicate may hang on itself, however far round: both ways of drawing predicates cut such a circle."""

from __future__ import annotations

from typing import Protocol, Self


class Hanging(Protocol):
    """What hangs on another of its kind, or on nothing."""

    parent: Self | None


def cut_circle(one: Hanging) -> None:
    """Let go of the first tie that leads from `one` back to what was passed before."""
    seen, current = {id(one)}, one
    while current.parent is not None:
        if id(current.parent) in seen:
            current.parent = None
            return
        seen.add(id(current.parent))
        current = current.parent
