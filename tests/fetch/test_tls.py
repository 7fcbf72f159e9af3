"""https: the certificate must hold for the name that was asked for, although the connection goes to an address that was checked before."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import certifi
import pytest

from offing.case import Case
from offing.fetch import exchanges
from offing.records import Capture, Failure
from tests.fetch.conftest import Ask
from tests.fetch.servers import Server, drip, page, say, serve

pytestmark = [pytest.mark.loopback, pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")]
FERRY = page("Ferry late", "The ferry to Varn was late on Monday, its master said.")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key in one file, for 127.0.0.1 alone."""
    folder = tmp_path_factory.mktemp("tls")
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=varn"
    subprocess.run([*made.split(), "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True, cwd=folder)
    both = folder / "both.pem"
    both.write_text((folder / "cert.pem").read_text() + (folder / "key.pem").read_text())
    return both


@pytest.fixture
def secure(certificate: Path) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serve() as running:
        running.socket = context.wrap_socket(running.socket, server_side=True)
        yield running


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(certifi, "where", lambda: str(certificate))
    exchanges.trust_certificates.cache_clear()
    yield
    exchanges.trust_certificates.cache_clear()


@pytest.mark.usefixtures("trusted")
def test_a_page_comes_over_https_and_a_slow_drip_ends_there_too(secure: Server, case: Case, ask: Ask) -> None:
    address = secure.url("/1").replace("http:", "https:")
    secure.acts |= {"/1": say(200, FERRY), "/slow": drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x")}
    ask(address, secure.url("/slow").replace("http:", "https:"), total_seconds=1)
    assert [capture.url for capture in case.records(Capture)] == [address]
    assert [failure.reason for failure in case.records(Failure)] == ["no whole answer within 1 s"]


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: Server, case: Case, ask: Ask) -> None:
    exchanges.trust_certificates.cache_clear()
    secure.acts["/1"] = say(200, FERRY)
    ask(secure.url("/1").replace("http:", "https:"))
    assert "the certificate does not hold" in case.records(Failure)[0].reason
    assert secure.asked == []


def test_https_where_no_https_is(server: Server, case: Case, ask: Ask) -> None:
    ask(server.url("/1").replace("http:", "https:"), read_seconds=0.5, retries=0)
    assert "could not be read (no secure connection" in case.records(Failure)[0].reason
