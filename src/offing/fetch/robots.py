"""robots.txt as RFC 9309 has it: which pages of a host may be asked for, and how long to wait between two of them."""

from __future__ import annotations

from msgspec import Struct
from protego import Protego

from offing.fetch.limits import AGENT

SIZE = 512_000  # RFC 9309 asks for at least 500 KiB; what stands behind is not read
REFUSED = "User-agent: *\nDisallow: /"


class Rules(Struct, frozen=True):
    """What one robots.txt says to us. `reason`: why nothing is asked for although the host did not say so itself ("": it did say)."""

    parsed: Protego
    reason: str = ""

    def allow(self, url: str) -> bool:
        """May `url` be asked for?"""
        return self.parsed.can_fetch(url, AGENT)

    @property
    def delay(self) -> float:
        """Seconds the host wants between two requests: its Crawl-delay or Request-rate, 0 when it names none."""
        rate = self.parsed.request_rate(AGENT)
        return max(self.parsed.crawl_delay(AGENT) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0)


def parse_rules(status: int, body: bytes) -> Rules:
    """The rules in an answer to a request for robots.txt.

    200: what it says. 4xx: there are none, all is allowed. Anything else: the host cannot say now, and nothing is asked for.
    """
    if status == 200:
        return Rules(Protego.parse(body[:SIZE].decode("utf-8", "replace").lstrip("\ufeff")))
    if 300 <= status < 500 and status != 429:
        return Rules(Protego.parse(""))
    return refuse_all(f"status {status}")


def refuse_all(reason: str) -> Rules:
    """The rules of a host whose robots.txt could not be read: nothing is asked for."""
    return Rules(Protego.parse(REFUSED), reason)
