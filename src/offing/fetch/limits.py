"""How much a poll takes and how gently it asks: every limit is a setting, in seconds and bytes."""

from __future__ import annotations

from msgspec import Struct

from offing import __version__

AGENT = "offing"


class Limits(Struct, frozen=True, kw_only=True):
    """The limits of a poll.

    connect, read and total seconds bound one request: reaching the host, waiting for its next bytes, and all of it together, so that a slow
    drip ends. `max_bytes` counts after unpacking, so that a bomb ends too. `delay` stands between two requests to a host; after a refusal
    for the moment (429, 5xx, a connection that breaks) the same page is asked for `retries` times, `first_wait` seconds later, then twice
    that; a host that asks for more than `longest_wait` is left alone for this poll, and so is one with `host_faults` faults in a row.
    `tries`: in how many polls a page that fails for the moment is asked for. `hosts`: how many hosts are asked at once.
    """

    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 60.0
    max_bytes: int = 20_000_000
    max_header_bytes: int = 65_536
    max_redirects: int = 5
    max_sitemaps: int = 50
    delay: float = 1.0
    retries: int = 2
    first_wait: float = 2.0
    longest_wait: float = 120.0
    host_faults: int = 3
    tries: int = 5
    hosts: int = 4
    contact: str = ""
    allowed: frozenset[str] = frozenset()

    @property
    def agent(self) -> str:
        """How a poll names itself to a host: what it is, and whom to write to."""
        return f"{AGENT}/{__version__} ({f'+{self.contact}' if self.contact else 'reader of news feeds; its user gave no contact'})"
