"""Nothing inside this machine or its network is asked for, in whatever form it is written, unless it is allowed by name."""

from __future__ import annotations

import socket

import pytest

from offing.case import Case
from offing.fetch.addresses import find_address, is_public, parse_target
from offing.fetch.faults import Fate, Fault
from offing.records import Failure
from tests.fetch.conftest import Ask
from tests.fetch.servers import Server, page, say

pytestmark = pytest.mark.loopback


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 127.8.9.1 10.0.0.1 172.16.3.4 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 0.0.0.0 224.0.0.1 240.0.0.1 "
    "255.255.255.255 192.0.2.7 198.18.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 "
    "64:ff9b::7f00:1 2002:7f00:1:: 2002:a00:1:: ::127.0.0.1 2001:db8::1 nonsense".split(),
)
def test_what_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", "8.8.8.8 93.184.216.34 2606:4700:4700::1111 64:ff9b::808:808 ::ffff:8.8.8.8".split())
def test_what_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    "http://127.0.0.1/ http://[::1]:80/ http://2130706433/ http://0x7f000001/ http://0177.0.0.1/ http://127.1/ http://[::ffff:127.0.0.1]/ "
    "http://169.254.169.254/latest/ http://0/".split(),
)
def test_loopback_is_refused_in_every_spelling(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the resolver of this machine itself; numbers are never sent to a name server
    with pytest.raises(Fault) as caught:
        find_address(parse_target(url), frozenset())
    assert "not on the public network" in caught.value.message
    assert "--allow-host" in caught.value.hint
    assert caught.value.fate is Fate.SETTLED


@pytest.mark.parametrize(
    "url", ["ftp://varn.example/", "file:///etc/passwd", "gopher://varn.example", "http://", "javascript:alert(1)", "x"]
)
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(Fault):
        parse_target(url)


def test_an_address_with_a_password_is_refused() -> None:
    with pytest.raises(Fault, match="name and password"):
        parse_target("http://editor:secret@varn.example/")


def test_an_address_is_taken_apart() -> None:
    target = parse_target("HTTPS://Varn.Example:8443/fähre?a=b c#part")
    assert (target.scheme, target.host, target.port, target.named) == ("https", "varn.example", 8443, "varn.example:8443")
    assert target.path == "/f%C3%A4hre?a=b%20c"
    assert parse_target("http://varn.example").path == "/"


def test_the_connection_is_made_to_the_address_that_was_checked(
    server: Server, case: Case, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the name means a public address when it is checked and this machine a moment later."""
    server.acts["/1"] = say(200, page("Inside", "What nobody outside may read."))
    looked_up, connected = [], []

    def rebind(host: str, port: int, *args: object, **rest: object) -> list[object]:
        looked_up.append(host)
        address = "8.8.8.8" if len(looked_up) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", rebind)
    monkeypatch.setattr(socket, "create_connection", connect)
    ask(f"http://rebind.example:{server.server_address[1]}/1", retries=0)
    assert connected == ["8.8.8.8"]
    assert server.asked == []
    assert "the connection failed" in case.records(Failure)[0].reason


def test_loopback_is_asked_only_when_it_is_allowed_by_name(server: Server, case: Case, ask: Ask) -> None:
    server.acts["/1"] = say(200, page("Inside", "The ferry to Varn was late."))
    assert ask(server.url("/1"), allowed=frozenset({"127.0.0.9"})).failed == 1
    assert server.asked == []
    assert ask(server.url("/1")).fetched == 1
