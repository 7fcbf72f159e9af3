"""One request and its answer, over a connection to an address that was checked: every length and every wait is bounded."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from http.client import HTTPException

import certifi
from msgspec import Struct
from urllib3.connection import HTTPConnection
from urllib3.exceptions import DecodeError, HTTPError, ProtocolError
from urllib3.response import HTTPResponse

from offing.fetch.addresses import Target, find_address
from offing.fetch.faults import Fate, Fault
from offing.fetch.limits import Limits

CHUNK = 65_536
ENCODINGS = "gzip, deflate, br"


class Reply(Struct, frozen=True):
    """What came back: the body unpacked, "" unless the status is 200; header names in small letters."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first value of a header, "" without one."""
        return next((value for key, value in self.headers if key == name), "")


class Guard:
    """Ends one connection when its time is over, whatever it waits for: also between the letters of a header that drip in."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._seconds = seconds
        self._handle: socket.socket | None = None

    def end(self) -> None:
        """End the connection now."""
        self.over = True
        if self._handle is not None:
            # The connection may have ended in the same moment.
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def watch(self, target: Target, address: str, limits: Limits) -> Iterator[HTTPConnection]:
        """A connection for `target` to the checked network address."""
        plain = socket.create_connection((address, target.port), timeout=min(limits.connect_seconds, self._seconds))
        # A second handle on the same connection: it stays ours when TLS takes the first one over.
        self._handle = plain.dup()
        timer = threading.Timer(self._seconds, self.end)
        timer.daemon = True
        timer.start()
        connection = HTTPConnection(target.host, target.port, timeout=limits.read_seconds)
        connection.sock = plain
        try:
            plain.settimeout(limits.read_seconds)
            if target.scheme == "https":
                connection.sock = trust_certificates().wrap_socket(plain, server_hostname=target.host)
            yield connection
        finally:
            timer.cancel()
            connection.close()
            plain.close()
            self._handle.close()


def exchange(target: Target, headers: Mapping[str, str], limits: Limits, guard: Guard, *, cut: int = 0, sent: bytes = b"") -> Reply:
    """Ask for `target` once, until `guard` ends it; with `sent`, by POST with these bytes. Raises Fault.

    With `cut`, only so many bytes of the answer are read and the rest is left.
    """
    address = find_address(target, limits.allowed)
    try:
        with guard.watch(target, address, limits) as connection:
            asked = {"Host": target.named, "User-Agent": limits.agent, "Accept-Encoding": ENCODINGS, "Connection": "close", **headers}
            connection.request("POST" if sent else "GET", target.path, body=sent or None, headers=asked, preload_content=False)
            response = connection.getresponse()
            found = tuple((name.lower(), value) for name, value in response.headers.items())
            if sum(len(name) + len(value) for name, value in found) > limits.max_header_bytes:
                hint = "nothing to do: no reader needs so many; the host may be broken"
                raise Fault(f"the answer's headers are over {limits.max_header_bytes:,} bytes", hint=hint, fate=Fate.SETTLED)
            body = _read_body(response, limits.max_bytes, cut, guard) if response.status == 200 else b""
            if guard.over:
                raise _slow(limits)
            return Reply(target.url, response.status, found, body)
    except Fault:
        raise
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise (_slow(limits) if guard.over else _explain(error, limits)) from error


@cache
def trust_certificates() -> ssl.SSLContext:
    """The certificates this machine trusts, and those of certifi for machines that have none; read once."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _read_body(response: HTTPResponse, limit: int, cut: int, guard: Guard) -> bytes:
    parts, size = [], 0
    packed = [word.strip() for word in response.headers.get("content-encoding", "").lower().split(",") if word.strip()]
    strange = [word for word in packed if word not in ("gzip", "x-gzip", "deflate", "br", "identity")]
    if strange:
        raise Fault(
            f"packed in a way that was not asked for ({strange[0][:20]})", hint="nothing to do: the host is broken", fate=Fate.SETTLED
        )
    try:
        for chunk in response.stream(CHUNK, decode_content=True):
            parts.append(chunk)
            size += len(chunk)
            if cut and size >= cut:
                break
            if size > limit:
                hint = "if this page is meant, raise --max-bytes"
                raise Fault(f"too large: over {limit:,} bytes once unpacked", hint=hint, fate=Fate.SETTLED, size=size)
    except ProtocolError as error:
        if guard.over:
            raise
        size = response.tell()
        hint = "nothing to do: it is asked for again at the next poll"
        raise Fault(f"the answer broke off after {size:,} bytes", hint=hint, fate=Fate.SOON, size=size) from error
    return b"".join(parts)


def _slow(limits: Limits) -> Fault:
    hint = "it is asked for again at the next poll; a slow host may need a longer --timeout"
    return Fault(f"no whole answer within {limits.total_seconds:g} s", hint=hint, fate=Fate.LATER)


def _explain(error: Exception, limits: Limits) -> Fault:
    """What an error of the connection means in words, and for asking again."""
    cause = error.__cause__ or error.__context__ or error
    again = "nothing to do: it is asked for again at the next poll"
    for one in (error, cause):
        if isinstance(one, ssl.SSLCertVerificationError):
            hint = "the host shows a certificate that this machine does not trust; it is not asked further"
            return Fault(f"the certificate does not hold ({one.verify_message})", hint=hint, fate=Fate.LATER)
        if isinstance(one, ssl.SSLError):
            return Fault(f"no secure connection ({one.reason or 'TLS error'})", hint=again, fate=Fate.LATER)
        if isinstance(one, TimeoutError):
            return Fault(f"no answer: nothing came for {limits.read_seconds:g} s", hint=again, fate=Fate.LATER)
        if isinstance(one, DecodeError):
            return Fault("the packed answer is damaged", hint=again, fate=Fate.SOON)
    if isinstance(error, OSError) and error.strerror:
        return Fault(f"the connection failed ({error.strerror})", hint=again, fate=Fate.SOON)
    if "header" in str(error).lower() and isinstance(error, HTTPException):
        return Fault("the answer's headers are too many or too long", hint="nothing to do: the host may be broken", fate=Fate.SETTLED)
    return Fault(f"the answer is not HTTP or broke off ({type(error).__name__})", hint=again, fate=Fate.SOON)
