"""Asking hosts politely: robots.txt first, one request at a time, a pause between two, back-off when asked, every redirect checked."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from offing.fetch.addresses import Target, parse_target
from offing.fetch.exchanges import Guard, Reply, exchange
from offing.fetch.faults import Fate, Fault, Stopped
from offing.fetch.limits import Limits
from offing.fetch.robots import SIZE, Rules, parse_rules, refuse_all

REDIRECTS = (301, 302, 303, 307, 308)
WORDS = {401: "it asks for a login", 403: "it is forbidden", 404: "there is no such page", 410: "it is gone", 451: "it is withheld by law"}
AGAIN = "nothing to do: it is asked for again at the next poll"


class Host:
    """What a poll knows of one host: the lock that keeps it to one connection, its rules, when it may be asked next."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.learning = threading.Lock()
        self.rules: Rules | None = None
        self.free_at = 0.0
        self.faults = 0
        self.resting = ""


class Visitor:
    """Asks for pages within `limits`. One Visitor serves one poll; its methods may be called from several threads.

    `rests`: the hosts that asked to be left alone, with the second until which they did; those of earlier polls are given.
    """

    def __init__(self, limits: Limits, rests: Mapping[str, float]) -> None:
        self.limits = limits
        self.rests = dict(rests)
        self._hosts: dict[str, Host] = {}
        self._door = threading.Lock()
        self._stop = threading.Event()
        self._live: set[Guard] = set()

    def stop(self) -> None:
        """End every wait and every connection; what is asked for after this raises Stopped."""
        self._stop.set()
        for guard in list(self._live):
            guard.end()

    def visit(self, url: str, headers: Mapping[str, str] | None = None) -> Reply:
        """The answer to `url` after its redirects: status 200 with its body, or 304. Raises Fault for everything else."""
        reply = self._follow(parse_target(url), headers or {})
        if reply.status in (200, 304):
            return reply
        raise _refused(reply)

    def _follow(self, target: Target, headers: Mapping[str, str]) -> Reply:
        seen = {target.url}
        while True:
            self._check_rules(target)
            reply = self._ask(target, headers)
            onward = reply.header("location")
            if reply.status not in REDIRECTS or not onward:
                return reply
            target = _turn(target, onward)
            if target.url in seen or len(seen) > self.limits.max_redirects:
                hint = "nothing to do: give the address that the page has now"
                what = "in a circle" if target.url in seen else f"more than {self.limits.max_redirects} times"
                raise Fault(f"redirected {what}, last to {target.url[:200]}", hint=hint, fate=Fate.SETTLED)
            seen.add(target.url)

    def _check_rules(self, target: Target) -> None:
        """Learn the host's robots.txt once, then keep to it. Raises Fault when it denies the page."""
        host = self._host(target)
        with host.learning:
            if host.rules is None:
                host.rules = self._learn_rules(target)
        if not host.rules.allow(target.url):
            if host.rules.reason:
                reason = f"robots.txt of {target.named} could not be read ({host.rules.reason}), so nothing is asked of this host"
                raise Fault(reason, hint=AGAIN, fate=Fate.LATER)
            hint = "nothing to do: the host does not want it to be asked for; save the page by hand if you may"
            raise Fault("denied by robots.txt", hint=hint, fate=Fate.DENIED)
        if host.rules.delay > self.limits.longest_wait:
            reason = f"robots.txt asks for {host.rules.delay:g} s between two pages, more than the {self.limits.longest_wait:g} s we wait"
            raise Fault(reason, hint="poll this host by itself with a longer --longest-wait", fate=Fate.DENIED)

    def _learn_rules(self, target: Target) -> Rules:
        where = parse_target(f"{target.place}/robots.txt")
        try:
            for _ in range(self.limits.max_redirects + 1):
                reply = self._ask(where, {}, cut=SIZE)
                if reply.status not in REDIRECTS or not reply.header("location"):
                    break
                where = _turn(where, reply.header("location"))
        except Fault as fault:
            # An address that is refused is refused for the page as well, in the same words.
            if fault.fate is Fate.SETTLED:
                raise
            return refuse_all(fault.message)
        return parse_rules(reply.status, reply.body)

    def _ask(self, target: Target, headers: Mapping[str, str], *, cut: int = 0) -> Reply:
        """One page without redirects, asked for again after a wait while the host refuses for the moment. Raises Fault."""
        host = self._host(target)
        for attempt in range(self.limits.retries + 1):
            wait = self.limits.first_wait * 2**attempt
            try:
                reply = self._exchange(host, target, headers, cut)
            except Fault as fault:
                if fault.fate is not Fate.SOON or attempt == self.limits.retries:
                    self._count_fault(host, target, fault)
                    raise
            else:
                if reply.status != 429 and reply.status < 500:
                    host.faults = 0
                    return reply
                asked = read_wait(reply.header("retry-after"))
                wait = wait if asked is None else asked
                if wait > self.limits.longest_wait:
                    self.rests[target.place] = time.time() + wait
                    host.resting = f"{target.named} asked to be left alone for {wait:g} s (status {reply.status})"
                    raise Fault(host.resting, hint=AGAIN, fate=Fate.LATER)
                if attempt == self.limits.retries:
                    refusal = _refused(reply)
                    self._count_fault(host, target, refusal)
                    raise refusal
            self._wait(wait)
        raise Stopped("stopped")

    def _exchange(self, host: Host, target: Target, headers: Mapping[str, str], cut: int) -> Reply:
        with host.lock:
            if host.resting:
                raise Fault(host.resting, hint=AGAIN, fate=Fate.LATER)
            self._wait(host.free_at - time.monotonic())
            guard = Guard(self.limits.total_seconds)
            self._live.add(guard)
            try:
                return exchange(target, headers, self.limits, guard, cut=cut)
            finally:
                self._live.discard(guard)
                pause = max(self.limits.delay, host.rules.delay if host.rules else 0.0)
                host.free_at = time.monotonic() + pause

    def _count_fault(self, host: Host, target: Target, fault: Fault) -> None:
        host.faults += fault.fate in (Fate.SOON, Fate.LATER)
        if host.faults >= self.limits.host_faults and not host.resting:
            host.resting = f"{target.named} is left alone for this poll after {host.faults} faults in a row; the last: {fault.message}"

    def _host(self, target: Target) -> Host:
        with self._door:
            host = self._hosts.setdefault(target.place, Host())
            until = self.rests.get(target.place, 0.0)
            if until > time.time() and not host.resting:
                shown = datetime.fromtimestamp(until, UTC).isoformat(timespec="seconds")
                host.resting = f"{target.named} asked to be left alone until {shown}"
            return host

    def _wait(self, seconds: float) -> None:
        if self._stop.is_set() or (seconds > 0 and self._stop.wait(seconds)):
            raise Stopped("stopped")


def read_wait(words: str) -> float | None:
    """The seconds that a Retry-After header asks for, as a number or as a date; None when it says nothing that can be read."""
    if words.strip().isascii() and words.strip().isdigit():
        return float(words.strip()[:9])
    try:
        then = parsedate_to_datetime(words)
    except ValueError:
        return None
    return max(0.0, ((then if then.tzinfo else then.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())


def _turn(target: Target, onward: str) -> Target:
    try:
        return parse_target(urljoin(target.url, onward.strip()))
    except ValueError as error:
        raise Fault("redirected to what is no web address", hint="nothing to do: the host is broken", fate=Fate.SETTLED) from error


def _refused(reply: Reply) -> Fault:
    later = reply.status == 429 or reply.status >= 500
    words = WORDS.get(reply.status, "it fails for the moment" if later else "no page came")
    hint = AGAIN if later else "nothing to do: it is asked for again only with --retry"
    return Fault(f"status {reply.status}: {words}", hint=hint, fate=Fate.LATER if later else Fate.SETTLED)
