"""From a web address to the very network address that is connected to: checked after the name was looked up, then used as it is."""

from __future__ import annotations

import ipaddress
import socket

from msgspec import Struct
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from offing.fetch.faults import Fate, Fault

PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Target(Struct, frozen=True):
    """A web address taken apart. `host` is in ASCII without brackets; `path` holds the query and never the fragment."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def place(self) -> str:
        """Scheme, host and port: what a robots.txt speaks for."""
        return f"{self.scheme}://{self.named}"

    @property
    def named(self) -> str:
        """The host as the Host header names it, with its port unless that is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def parse_target(url: str) -> Target:
    """`url` taken apart and percent-encoded. Raises Fault when it is no http(s) address, or carries a name and password."""
    try:
        parsed = parse_url(url)
    except (LocationParseError, UnicodeError) as error:
        raise Fault("not a web address", hint="check the address", fate=Fate.SETTLED) from error
    if parsed.scheme not in PORTS or not parsed.host:
        raise Fault(f"not asked for: {parsed.scheme or 'no scheme'} is not http or https", hint="give a web address", fate=Fate.SETTLED)
    if parsed.auth:
        hint = "give the address without name and password; pages behind a login are not polled"
        raise Fault("not asked for: the address carries a name and password", hint=hint, fate=Fate.SETTLED)
    host = parsed.host.strip("[]").rstrip(".").lower()
    plain = parsed._replace(fragment=None, path=parsed.path or "/")
    return Target(plain.url, parsed.scheme, host, parsed.port or PORTS[parsed.scheme], plain.request_uri)


def find_address(target: Target, allowed: frozenset[str]) -> str:
    """The network address to connect to: the first of the host's that is public, or any when the host is allowed by name.

    Private, loopback, link-local, multicast, reserved and cloud metadata addresses are refused, also inside an IPv6 form. Raises Fault.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        hint = "check the name of the host and this machine's connection"
        raise Fault("the host's name was not found", hint=hint, fate=Fate.LATER) from error
    addresses = [str(entry[4][0]) for entry in found]
    if target.host in allowed:
        return addresses[0]
    public = [address for address in addresses if is_public(address)]
    if not public:
        hint = f"if you mean this host of your own network, allow it by name: --allow-host {target.host}"
        raise Fault(f"not asked for: {target.host} is not on the public network ({addresses[0]})", hint=hint, fate=Fate.SETTLED)
    return public[0]


def is_public(address: str) -> bool:
    """Whether a network address lies on the open network, whatever form it is written in."""
    try:
        parsed: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in _unwrap(parsed))


def _unwrap(address: Address) -> list[Address]:
    """The address and the IPv4 addresses that its IPv6 form carries (mapped, 6to4, Teredo, NAT64, compatible)."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address in _NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    inner: list[Address] = [address]
    if address.sixtofour:
        inner.append(address.sixtofour)
    if address.teredo:
        inner += address.teredo
    if address in _COMPATIBLE:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return inner
