"""A server that misbehaves in every way costs a bounded time and memory, and leaves a failure that says what happened."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest

from offing.case import Case
from offing.fetch import Source
from offing.records import Capture, Failure, Page
from tests.fetch.conftest import Ask
from tests.fetch.servers import Act, Server, drip, in_turn, page, raw, say

pytestmark = pytest.mark.loopback

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BOMB = b"<p>boats</p>" * 1_000_000
TALE = page("Ferry late", "The ferry to Varn was late on Monday, its master said.")
BAD: dict[str, tuple[Act, str]] = {
    "slow drip of the body": (drip(OK + b"\r\n", b"x"), "no whole answer within 1 s"),
    "slow drip of a header": (drip(OK + b"X-Long: ", b"x"), "no whole answer within 1 s"),
    "slow drip of headers": (drip(OK, b"X-More: x\r\n"), "no whole answer within 1 s"),
    "silence": (drip(b"", b""), "no answer: nothing came for 0.5 s"),
    "endless continue": (drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "no whole answer within 1 s"),
    "endless body": (drip(OK + b"\r\n", b"x" * 9_999, 0.0001), "too large: over 50,000 bytes"),
    "endless chunks": (drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"2710\r\n" + b"x" * 10_000 + b"\r\n", 0.0001), "too large"),
    "endless chunk length": (drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 9_999, 0.0001), "the answer"),
    "gzip bomb": (say(200, gzip.compress(BOMB), Content_Encoding="gzip"), "too large: over 50,000 bytes"),
    "gzip bomb in a gzip bomb": (say(200, gzip.compress(gzip.compress(BOMB)), Content_Encoding="gzip, gzip"), "too large"),
    "deflate bomb": (say(200, zlib.compress(BOMB), Content_Encoding="deflate"), "too large: over 50,000 bytes"),
    "brotli bomb": (say(200, brotli.compress(BOMB), Content_Encoding="br"), "too large: over 50,000 bytes"),
    "no gzip at all": (say(200, TALE, Content_Encoding="gzip"), "the packed answer is damaged"),
    "packed as nobody asked": (say(200, TALE, Content_Encoding="zstd"), "packed in a way that was not asked for (zstd)"),
    "redirect to itself": (say(302, Location="/bad"), "redirected in a circle"),
    "redirect loop": (say(301, Location="/back"), "redirected in a circle"),
    "redirect without end": (
        lambda handler: say(302, Location=f"{handler.path}{'x' if '?' in handler.path else '?x'}")(handler),
        "redirected more than 5 times",
    ),
    "redirect to a private address": (say(302, Location="http://10.0.0.7/admin"), "10.0.0.7 is not on the public network"),
    "redirect to the metadata": (say(302, Location="http://169.254.169.254/latest/meta-data/"), "is not on the public network"),
    "redirect to a file": (say(302, Location="file:///etc/passwd"), "file is not http or https"),
    "redirect to nonsense": (say(302, Location="http://[oops"), "redirected to what is no web address"),
    "redirect without a place": (say(302), "status 302"),
    "body broken off": (raw(OK + b"Content-Length: 9000\r\n\r\n", TALE), f"the answer broke off after {len(TALE)} bytes"),
    "chunks broken off": (raw(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"ffff\r\n", TALE), "the answer"),
    "reset": (raw(OK, reset=True), "the connection failed (Connection reset by peer)"),
    "hung up": (raw(b""), "the answer is not HTTP or broke off"),
    "no HTTP": (raw(b"220 mail.varn.example ESMTP ready\r\n" * 9), "the answer is not HTTP"),
    "bytes without sense": (raw(bytes(range(256)) * 40), "the answer is not HTTP"),
    "one huge header": (raw(OK + b"X-Big: " + b"x" * 70_000 + b"\r\n\r\nhello"), "headers are too many or too long"),
    "many headers": (raw(OK + b"X-A: b\r\n" * 200 + b"\r\nhello"), "headers are too many or too long"),
    "many long headers": (raw(OK + (b"X-A: " + b"b" * 2_000 + b"\r\n") * 50 + b"\r\nhello"), "the answer's headers are over 65,536 bytes"),
    "lasting failure": (say(500), "status 500: it fails for the moment"),
    "gone": (say(410), "status 410: it is gone"),
    "forbidden": (say(403), "status 403: it is forbidden"),
    "part of a page": (say(206, TALE), "status 206"),
    "nothing": (say(200), "the answer is empty"),
    "a picture called a page": (say(200, b"\x89PNG\r\n\x1a\n" + bytes(900)), "binary file"),
    "a film": (say(200, b"film", kind="video/mp4"), "not a page: it is video/mp4"),
}


@pytest.mark.parametrize("name", BAD)
def test_it_is_survived_and_named_and_the_next_page_is_read(server: Server, case: Case, ask: Ask, name: str) -> None:
    act, words = BAD[name]
    server.acts |= {"/bad": act, "/back": say(301, Location="/bad"), "/good": say(200, TALE)}
    tally = ask(server.url("/bad"), server.url("/good"), total_seconds=1, read_seconds=0.5, retries=1)
    (failure,) = case.records(Failure)
    assert words in failure.reason
    assert failure.hint
    assert failure.origin == server.url("/bad")
    assert tally.failed == 1
    assert [one.origin for one in case.records(Capture)] == [server.url("/good")]


def test_a_declared_length_that_is_too_short_ends_the_page_there(server: Server, case: Case, ask: Ask) -> None:
    server.acts["/lie"] = raw(OK + b"Content-Length: %d\r\n\r\n" % (len(TALE) - 30), TALE)
    ask(server.url("/lie"))
    (found,) = case.records(Page)
    assert case.body_of(found) == TALE[:-30]


@pytest.mark.parametrize("declared", ["iso-8859-1", "utf-16", "shift_jis", "no-such-charset", ""])
def test_a_wrong_charset_in_the_header_does_not_change_the_page(server: Server, case: Case, ask: Ask, declared: str) -> None:
    body = page("Fährhaus", "Der Fährmann sagte: „Das Boot – die „Möwe“ – fährt.“").replace(b"<meta charset='utf-8'>", b"")
    server.acts["/page"] = say(200, body, kind=f"text/html; charset={declared}")
    ask(server.url("/page"))
    (found,) = case.records(Page)
    assert "Fährmann" in found.text
    assert case.body_of(found) == body


def test_a_moment_of_trouble_is_waited_out(server: Server, case: Case, ask: Ask) -> None:
    server.acts["/busy"] = in_turn(say(429, Retry_After="1"), say(200, TALE))
    server.acts["/failing"] = in_turn(say(500), raw(OK, reset=True), say(200, TALE))
    tally = ask(server.url("/busy"), server.url("/failing"))
    assert (tally.fetched, tally.failed) == (2, 0)
    first, second = (when for path, _, when in server.asked if path == "/busy")
    assert second - first >= 1.0
    assert not case.records(Failure)


def test_a_host_that_asks_for_a_long_wait_is_left_alone(server: Server, case: Case, ask: Ask) -> None:
    server.acts |= {"/bad": say(503, Retry_After="86400"), "/good": say(200, TALE)}
    tally = ask(server.url("/bad"), server.url("/good"))
    assert tally.failed == 2
    assert all("asked to be left alone for 86400 s" in failure.reason for failure in case.records(Failure))
    assert server.count("/good") == 0
    asked = len(server.asked)
    assert ask(server.url("/good")).failed == 1
    assert len(server.asked) == asked
    assert "asked to be left alone until" in {failure.origin: failure for failure in case.records(Failure)}[server.url("/good")].reason


def test_a_host_that_fails_again_and_again_is_left_alone(server: Server, case: Case, ask: Ask) -> None:
    server.acts |= {f"/{number}": raw(b"") for number in range(9)}
    tally = ask(*(server.url(f"/{number}") for number in range(9)), retries=0, host_faults=3)
    assert tally.failed == 9
    assert len([path for path in server.paths() if path != "/robots.txt"]) == 3
    assert sum("left alone for this poll after 3 faults" in failure.reason for failure in case.records(Failure)) == 6


def test_a_feed_that_is_a_web_page_says_where_the_feed_is(server: Server, case: Case, ask: Ask) -> None:
    head = b"<link rel='alternate' type='application/rss+xml' href='/news.rss'>"
    server.acts["/feed"] = say(200, TALE.replace(b"</head>", head + b"</head>"), kind="application/rss+xml")
    ask(Source(server.url("/feed"), feed=True))
    (failure,) = case.records(Failure)
    assert failure.reason == "not a feed: a web page came instead"
    assert "/news.rss" in failure.hint


def test_an_empty_feed_and_a_broken_feed_are_named(server: Server, case: Case, ask: Ask) -> None:
    server.acts["/empty"] = say(200, b"<rss version='2.0'><channel><title>Varn</title></channel></rss>", kind="text/xml")
    server.acts["/broken"] = say(200, b"<?xml version='1.0'?><other>", kind="application/rss+xml")
    ask(server.url("/empty"), server.url("/broken"))
    assert sorted(failure.reason for failure in case.records(Failure)) == [
        "XML, but neither a feed nor a page",
        "the feed holds no entry",
    ]
