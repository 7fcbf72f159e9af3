"""What all tests share: no network, and the example case, run once."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from offing.case import Case
from offing.pipeline import run_pipeline
from offing.tell.views import View

EXAMPLE = Path(__file__).parent.parent / "examples" / "embassy"


NUMBERS = re.compile(r"[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*")


class NetworkUsed(AssertionError):
    """Something opened a connection."""


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every connection but the ones between our own processes fails the test. Browser tests drive a browser over loopback.

    Tests marked `loopback` may also speak to this machine's own 127.x addresses, and to nothing else.
    """
    if "browser" in request.keywords:
        yield
        return
    connect, look_up = socket.socket.connect, socket.getaddrinfo
    loopback = "loopback" in request.keywords

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and not (loopback and str(address[0]).startswith("127.")):  # type: ignore[index]
            raise NetworkUsed(f"a connection to {address} was opened")
        connect(self, address)

    def refused(*args: object, **rest: object) -> object:
        if loopback and NUMBERS.fullmatch(str(args[0])):  # nobody is asked what a number means
            return look_up(*args, **rest)  # type: ignore[arg-type]
        raise NetworkUsed(f"a name was looked up: {args[:2]}")

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    yield


@pytest.fixture(scope="session")
def example_case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    case = Case(tmp_path_factory.mktemp("example") / "example.db", create=True)
    run_pipeline(case, [EXAMPLE])
    return case


@pytest.fixture(scope="session")
def example(example_case: Case) -> View:
    return example_case.view()
