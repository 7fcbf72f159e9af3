"""What can go wrong on the way to a page, and what that means for asking again."""

from __future__ import annotations

from enum import StrEnum

from offing.errors import SourceError


class Fate(StrEnum):
    """Whether an address is asked again: soon (in this poll), later (in the next), not by itself (settled, or denied by robots.txt)."""

    SOON = "soon"
    LATER = "later"
    SETTLED = "settled"
    DENIED = "denied"


class Fault(SourceError):
    """An address that gave no answer to read. `sha256` and `size` tell of the bytes that came, when any were read."""

    def __init__(self, message: str, *, hint: str, fate: Fate, sha256: str = "", size: int = 0) -> None:
        super().__init__(message, hint=hint)
        self.fate = fate
        self.sha256 = sha256
        self.size = size


class Stopped(OSError):
    """The poll was told to stop while it waited."""
