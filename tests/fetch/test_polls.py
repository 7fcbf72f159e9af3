"""Polling again and again: what is new is fetched once, what changed is kept beside what it was, and nothing is keyed on a date."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from offing.case import Case, CaseLedger
from offing.checks import check_records
from offing.fetch import Limits, Poll, Rehearsal, Source
from offing.read import RENDERER, read_source
from offing.records import Capture, Failure, Page, Record
from tests.fetch.conftest import QUICK, Ask
from tests.fetch.servers import Server, feed, page, say, serve, validated

pytestmark = pytest.mark.loopback

FERRY = page("Ferry late", "The ferry to Varn was late on Monday, its master said.")
BRIDGE = page("Bridge open", "The bridge of Ansel is open again, the town said.")
EDITED = page("Ferry late", "The ferry to Varn was cancelled on Monday, its master said.")


def fill(server: Server) -> None:
    server.acts |= {
        "/1": validated(FERRY),
        "/2": validated(BRIDGE),
        "/feed": validated(feed(server, ("a", "/1", "Ferry late"), ("b", "/2", "Bridge open")), "application/rss+xml"),
    }


def test_a_polled_page_is_the_saved_page(server: Server, case: Case, ask: Ask, tmp_path: Path) -> None:
    server.acts["/1"] = say(200, gzip.compress(FERRY), Content_Encoding="gzip", ETag='"v7"')
    server.acts["/old"] = say(301, Location="/1")
    ask(server.url("/old"))
    (tmp_path / "1.html").write_bytes(FERRY)
    (saved,) = [record for record in read_source(tmp_path / "1.html") if isinstance(record, Page)]
    (found,) = case.records(Page)
    assert found.id == saved.id
    assert case.body_of(found) == FERRY
    assert found.sha256 == hashlib.sha256(FERRY).hexdigest()
    (capture,) = case.records(Capture)
    assert (capture.origin, capture.url, capture.status) == (server.url("/old"), server.url("/1"), 200)
    assert {header.name: header.value for header in capture.headers}["etag"] == '"v7"'
    assert capture.tool
    assert capture.time.endswith("+00:00")
    assert case.verify() == []
    check_records([found, capture])


def test_the_linked_pages_of_a_feed_are_fetched_and_a_second_poll_fetches_nothing(server: Server, case: Case, ask: Ask) -> None:
    fill(server)
    first = ask(server.url("/feed"))
    assert (first.sources, first.links, first.fetched, first.unchanged) == (1, 2, 2, 0)
    assert {page.body or case.body_of(page) for page in case.records(Page)} == {FERRY, BRIDGE}
    before, asked = case.ids(), len(server.asked)
    second = ask(server.url("/feed"))
    assert (second.links, second.fetched, second.changed, second.unchanged, second.failed) == (0, 0, 0, 1, 0)
    assert case.ids() == before
    assert [path for path, _, _ in server.asked[asked:]] == ["/robots.txt", "/feed"]
    assert server.asked[-1][1]["If-None-Match"] == '"v1"'
    assert "+editor@reader.example" in server.asked[-1][1]["User-Agent"]


def test_a_host_that_ignores_conditions_is_found_out_by_the_hash(server: Server, case: Case, ask: Ask) -> None:
    server.acts["/1"] = say(200, FERRY, Last_Modified="Tue, 10 Mar 2026 06:00:00 GMT")
    assert ask(server.url("/1")).fetched == 1
    again = ask(server.url("/1"))
    assert (again.fetched, again.changed, again.unchanged) == (0, 0, 1)
    assert server.asked[-1][1]["If-Modified-Since"] == "Tue, 10 Mar 2026 06:00:00 GMT"
    assert len(case.records(Capture)) == 1


def test_an_edited_item_makes_its_page_be_asked_for_and_both_versions_are_kept(server: Server, case: Case, ask: Ask) -> None:
    fill(server)
    ask(server.url("/feed"))
    edited = feed(server, ("a", "/1", "Ferry cancelled"), ("b", "/2", "Bridge open"))
    server.acts |= {"/feed": validated(edited, "application/rss+xml", '"v2"'), "/1": validated(EDITED, etag='"v2"')}
    tally = ask(server.url("/feed"))
    assert (tally.links, tally.fetched, tally.changed) == (1, 0, 1)
    assert server.count("/2") == 1
    captures = [capture for capture in case.records(Capture) if capture.origin == server.url("/1")]
    bodies = {case.body_of(page) for page in case.records(Page) if page.id in {capture.page for capture in captures}}
    assert bodies == {FERRY, EDITED}


def test_items_that_share_date_or_guid_or_address_are_told_apart(server: Server, case: Case, ask: Ask) -> None:
    server.acts |= {f"/{number}": say(200, page(f"Boat {number}", f"Boat {number} left the port.")) for number in range(6)}
    entries = [
        ("same", "/0", "Zero"),
        ("same", "/1", "One"),
        ("", "/2", "Two"),
        ("", "/3", "Three"),
        ("x", "/4", "Four"),
        ("y", "/4", "Four"),
    ]
    server.acts["/feed"] = say(200, feed(server, *entries), "application/rss+xml")
    tally = ask(server.url("/feed"))
    assert (tally.links, tally.fetched) == (5, 5)
    assert server.count("/4") == 1
    dated = feed(server, *entries, date="Wed, 11 Mar 2026 06:00:00 GMT")
    server.acts["/feed"] = say(200, dated, "application/rss+xml")
    assert ask(server.url("/feed")).links == 0


def test_feeds_only_keeps_the_feeds_own_text(server: Server, case: Case, ask: Ask) -> None:
    fill(server)
    tally = ask(server.url("/feed"), feeds_only=True)
    assert (tally.fetched, server.count("/1")) == (2, 0)
    assert {page.text for page in case.records(Page)} == {
        "Ferry late\nShort text of Ferry late.",
        "Bridge open\nShort text of Bridge open.",
    }
    assert {capture.origin for capture in case.records(Capture)} == {server.url("/feed#a"), server.url("/feed#b")}


def test_an_item_without_an_address_keeps_its_own_text(server: Server, case: Case, ask: Ask) -> None:
    server.acts["/feed"] = say(200, feed(server, ("a", "", "Tide high")), "application/rss+xml")
    assert ask(server.url("/feed")).fetched == 1
    assert ask(server.url("/feed")).fetched == 0
    assert [page.text for page in case.records(Page)] == ["Tide high\nShort text of Tide high."]


def test_robots_are_obeyed_and_what_they_deny_is_kept_as_a_failure(server: Server, case: Case, ask: Ask) -> None:
    fill(server)
    server.acts["/robots.txt"] = say(200, b"User-agent: *\nDisallow: /1\nAllow: /\n", "text/plain")
    tally = ask(server.url("/feed"))
    assert (tally.fetched, tally.denied, tally.failed) == (1, 1, 0)
    assert (server.count("/1"), server.count("/robots.txt")) == (0, 1)
    (failure,) = case.records(Failure)
    assert (failure.origin, failure.reason) == (server.url("/1"), "denied by robots.txt")
    server.acts["/robots.txt"] = say(404)
    assert ask(server.url("/feed")).fetched == 0
    assert ask(server.url("/feed"), retry=True).fetched == 1
    assert case.records(Failure) == []


def test_a_redirect_into_a_denied_place_is_denied(server: Server, case: Case, ask: Ask) -> None:
    server.acts |= {
        "/robots.txt": say(200, b"User-agent: offing\nDisallow: /shut/\n"),
        "/1": say(302, Location="/shut/1"),
        "/shut/1": say(200, FERRY),
    }
    assert ask(server.url("/1")).denied == 1
    assert server.count("/shut/1") == 0


@pytest.mark.parametrize(("status", "read"), [(404, True), (403, True), (500, False), (429, False)])
def test_robots_that_cannot_be_had(server: Server, case: Case, ask: Ask, status: int, read: bool) -> None:
    server.acts |= {"/robots.txt": say(status), "/1": say(200, FERRY)}
    ask(server.url("/1"), retries=0)
    assert (server.count("/1") == 1) is read
    if not read:
        assert "so nothing is asked of this host" in case.records(Failure)[0].reason


def test_the_delay_of_robots_and_our_own_stand_between_two_requests(server: Server, ask: Ask) -> None:
    fill(server)
    server.acts["/robots.txt"] = say(200, b"User-agent: *\nCrawl-delay: 0.2\n")
    ask(server.url("/feed"), delay=0.05)
    times = [when for _, _, when in server.asked][1:]
    assert len(times) == 3
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(times))


def test_a_host_that_wants_hours_between_pages_is_not_asked(server: Server, case: Case, ask: Ask) -> None:
    server.acts |= {"/robots.txt": say(200, b"User-agent: *\nCrawl-delay: 7200\n"), "/1": say(200, FERRY)}
    assert ask(server.url("/1")).denied == 1
    assert "7200 s between two pages" in case.records(Failure)[0].reason


def test_pages_over_the_limit_wait_for_the_next_poll_and_failures_of_the_moment_too(server: Server, case: Case, ask: Ask) -> None:
    fill(server)
    server.acts["/2"] = say(500)
    assert ask(server.url("/feed"), limit=1).waiting == 1
    broken = ask(server.url("/feed"), limit=1, retries=0)
    assert (broken.failed, broken.waiting) == (1, 1)
    server.acts["/2"] = validated(BRIDGE)
    mended = ask(server.url("/feed"))
    assert (mended.fetched, mended.waiting) == (1, 0)
    assert case.records(Failure) == []


def test_a_page_that_fails_in_every_poll_is_given_up(server: Server, case: Case, ask: Ask) -> None:
    fill(server)
    server.acts["/2"] = say(500)
    waiting = [ask(server.url("/feed"), retries=0, tries=3).waiting for _ in range(4)]
    assert waiting == [1, 1, 0, 0]
    assert [failure.origin for failure in case.records(Failure)] == [server.url("/2")]


class Killed(Exception):
    """The poll dies between keeping a page and remembering it."""


def test_a_killed_poll_goes_on_without_loss_or_doubles(server: Server, case: Case, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(server)
    keep, kept = Case.keep, []

    def die(self: Case, run: str, stage: str, version: str, batch: Sequence[tuple[str, str, Sequence[Record]]], **rest: bool) -> int:
        added = keep(self, run, stage, version, batch, **rest)
        kept.append(added)
        if sum(kept) >= 2:
            raise Killed
        return added

    with monkeypatch.context() as patch:
        patch.setattr(Case, "keep", die)
        with pytest.raises(Killed):
            ask(server.url("/feed"))
    assert len(case.records(Page)) == 1
    ask(server.url("/feed"))
    assert {case.body_of(page) for page in case.records(Page)} == {FERRY, BRIDGE}
    assert len(case.records(Capture)) == 2
    assert ask(server.url("/feed")).fetched == 0


def test_a_rehearsal_keeps_nothing(server: Server, case: Case, ask: Ask) -> None:
    fill(server)
    rehearsal = Rehearsal(CaseLedger(case, "", RENDERER))
    tally = Poll(rehearsal, QUICK).rehearse([Source(server.url("/feed"))])
    assert tally.links == 2
    assert rehearsal.pending(9) == [server.url("/1"), server.url("/2")]
    assert case.ids() == set()
    assert server.count("/1") == 0
    ask(server.url("/feed"))
    again = Rehearsal(CaseLedger(case, "", RENDERER))
    Poll(again, QUICK).rehearse([Source(server.url("/feed"))])
    assert again.pending(9) == []


def test_hosts_are_asked_beside_each_other_and_each_over_one_connection(case: Case, ask: Ask) -> None:
    with serve() as one, serve("127.0.0.2") as other:
        for running in (one, other):
            running.acts |= {f"/{number}": say(200, page(f"Boat {number}", running.url())) for number in range(4)}
        tally = ask(*(running.url(f"/{number}") for number in range(4) for running in (one, other)), delay=0.1)
        assert tally.fetched == 8
        assert min(one.asked[-1][2], other.asked[-1][2]) > max(one.asked[0][2], other.asked[0][2])
        for running in (one, other):
            times = [when for _, _, when in running.asked]
            assert all(later - earlier >= 0.1 for earlier, later in pairwise(times))


def test_a_sitemap_index_leads_to_its_pages_newest_first(server: Server, case: Case, ask: Ask) -> None:
    fill(server)
    entry = "<url><loc>{}</loc><lastmod>2026-03-{}</lastmod></url>"
    pages = "".join([entry.format(server.url("/1"), "09"), entry.format(server.url("/2"), "10")])
    server.acts["/map.xml.gz"] = say(200, gzip.compress(f"<urlset>{pages}</urlset>".encode()), "application/gzip")
    index = f"<sitemapindex><sitemap><loc>{server.url('/map.xml.gz')}</loc></sitemap></sitemapindex>"
    server.acts["/sitemap.xml"] = validated(index.encode(), "text/xml")
    tally = ask(server.url("/sitemap.xml"), limit=1)
    assert (tally.sources, tally.links, tally.waiting) == (2, 2, 1)
    assert server.count("/2") == 1
    assert ask(server.url("/sitemap.xml")).fetched == 1
    assert server.count("/map.xml.gz") == 2


def test_limits_are_settings_with_an_honest_name() -> None:
    assert Limits().agent.startswith("offing/")
    assert "no contact" in Limits().agent
    assert "+mail@reader.example" in Limits(contact="mail@reader.example").agent
