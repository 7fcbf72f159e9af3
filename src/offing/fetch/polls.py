"""One poll: the sources are asked what is new, then the pages they point to. Every answer ends as records or as a failure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from queue import SimpleQueue
from typing import Protocol
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct, field

from offing.errors import SourceError
from offing.fetch.exchanges import Reply
from offing.fetch.faults import Fate, Fault, Stopped
from offing.fetch.hosts import Visitor
from offing.fetch.limits import Limits
from offing.fetch.readings import find_kind, make_failure, read_own_text, read_reply
from offing.fetch.sources import Source, explain_no_feed
from offing.read.links import Link, split_links
from offing.read.sitemaps import read_sitemap, unpack_gzip
from offing.records import Failure, Page, Record

Report = Callable[[str, int, int | None], None]
LEVELS = 3  # a sitemap, the sitemaps it lists, and those they list
CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


class Ledger(Protocol):
    """What is remembered from poll to poll; the case keeps it."""

    def validators(self, url: str) -> tuple[str, str, str]:
        """ETag, Last-Modified and SHA-256 of the last answer to `url`; "" each when there was none."""

    def unseen(self, links: Sequence[Link]) -> list[Link]:
        """Those of the links whose key is new."""

    def pending(self, limit: int) -> list[str]:
        """The addresses that wait to be asked for, oldest first."""

    def waiting(self) -> int:
        """How many addresses wait."""

    def rests(self) -> dict[str, float]:
        """The hosts that asked to be left alone, with the second (of the epoch) until which they did."""

    def note_rests(self, rests: Mapping[str, float]) -> None:
        """Remember what `rests` gives."""

    def keep_answer(
        self,
        url: str,
        *,
        marks: tuple[str, str, str],
        status: int,
        time: str,
        records: Sequence[Record],
        links: Sequence[Link],
        asked: bool,
    ) -> None:
        """Keep what an answer gave, then remember it. `links` wait from now on; those without an address, or not `asked`, are settled."""

    def keep_fault(self, url: str, failure: Failure, *, later: bool, tries: int) -> None:
        """Keep a failure. With `later` the address goes on waiting, in at most `tries` polls."""


class Tally(Struct):
    """What a poll did: answers by kind, new links, addresses that still wait, and every failure (denials among them)."""

    sources: int = 0
    links: int = 0
    fetched: int = 0
    changed: int = 0
    unchanged: int = 0
    denied: int = 0
    failed: int = 0
    waiting: int = 0
    failures: list[Failure] = field(default_factory=list)


class Poll:
    """One poll: `run` does it all, `rehearse` only learns what is new. `report(step, done, total)` is called as work goes on."""

    def __init__(self, ledger: Ledger, limits: Limits, *, feeds_only: bool = False) -> None:
        self.tally = Tally()
        self._ledger = ledger
        self._limits = limits
        self._feeds_only = feeds_only
        self.report: Report | None = None
        self._visitor = Visitor(limits, ledger.rests())
        self._feeds: set[str] = set()

    def run(self, sources: Sequence[Source], limit: int) -> Tally:
        """Ask the sources, then at most `limit` of the pages that wait. When it is interrupted, what was answered is kept."""
        try:
            self._ask_sources(sources)
            self._ask_pages(limit)
        finally:
            # Stopped by hand, or the case could not be written: no thread may go on asking.
            self._visitor.stop()
            self._ledger.note_rests(self._visitor.rests)
        return self.tally

    def rehearse(self, sources: Sequence[Source]) -> Tally:
        """Ask the sources only."""
        try:
            self._ask_sources(sources)
        finally:
            self._visitor.stop()
        return self.tally

    def _ask_sources(self, sources: Sequence[Source]) -> None:
        """Ask every source, and the sitemaps that an index lists, down to three levels."""
        self._feeds = {source.url for source in sources if source.feed}
        level = [source.url for source in sources]
        known, room = set(level), self._limits.max_sitemaps
        for _ in range(LEVELS):
            children: list[str] = []
            for url, answer in self._visit("sources", level):
                self.tally.sources += 1
                children += self._settle(url, answer, self._take_source)
            fresh = [child for child in dict.fromkeys(children) if child not in known]
            for child in fresh[room:]:
                hint = "the sitemaps said to have changed last were read; give this one as a source of its own"
                self._fail(child, Fault(f"passed over: over {self._limits.max_sitemaps} sitemaps in one poll", hint=hint, fate=Fate.LATER))
            level, room = fresh[:room], max(0, room - len(fresh))
            known |= set(fresh)

    def _ask_pages(self, limit: int) -> None:
        """Ask for at most `limit` of the pages that wait."""
        for url, answer in self._visit("pages", self._ledger.pending(limit)):
            self._settle(url, answer, self._take_page)
        self.tally.waiting = self._ledger.waiting()

    def _visit(self, name: str, urls: Sequence[str]) -> Iterator[tuple[str, Reply | Fault]]:
        """Every address with its answer, as they come: hosts beside each other, the pages of one host one after the other."""
        conditions = {url: self._conditions(url) for url in urls}
        queues: dict[str, list[str]] = {}
        for url in urls:
            queues.setdefault(urlsplit(url).netloc.lower(), []).append(url)
        answers: SimpleQueue[tuple[str, Reply | Fault] | None] = SimpleQueue()
        with ThreadPoolExecutor(self._limits.hosts, thread_name_prefix="offing-fetch") as pool:
            work = [pool.submit(self._visit_host, queue, conditions, answers) for queue in queues.values()]
            ended, done = 0, 0
            try:
                while ended < len(work):
                    answer = answers.get()
                    if answer is None:
                        ended += 1
                        continue
                    yield answer
                    done += 1
                    if self.report:
                        self.report(name, done, len(urls))
            finally:
                if ended < len(work):
                    self._visitor.stop()
        for one in work:
            one.result()

    def _visit_host(
        self, urls: Sequence[str], conditions: Mapping[str, Mapping[str, str]], answers: SimpleQueue[tuple[str, Reply | Fault] | None]
    ) -> None:
        try:
            for url in urls:
                try:
                    answers.put((url, self._visitor.visit(url, conditions[url])))
                except Fault as fault:
                    answers.put((url, fault))
                except Stopped:
                    return
        finally:
            answers.put(None)

    def _conditions(self, url: str) -> dict[str, str]:
        etag, modified, _ = self._ledger.validators(url)
        return {name: value for name, value in ((CONDITIONS["etag"], etag), (CONDITIONS["last-modified"], modified)) if value}

    def _settle(self, url: str, answer: Reply | Fault, take: Callable[[str, Reply, str], list[str]]) -> list[str]:
        try:
            if isinstance(answer, Fault):
                raise answer
            return take(url, answer, datetime.now(UTC).isoformat(timespec="seconds"))
        except Fault as fault:
            self._fail(url, fault)
        except SourceError as error:
            self._fail(url, Fault(error.message, hint=error.hint, fate=Fate.SETTLED))
        return []

    def _fail(self, url: str, fault: Fault) -> None:
        failure = make_failure(url, fault)
        self.tally.failures.append(failure)
        self.tally.denied += fault.fate is Fate.DENIED
        self.tally.failed += fault.fate is not Fate.DENIED
        self._ledger.keep_fault(url, failure, later=fault.fate in (Fate.SOON, Fate.LATER), tries=self._limits.tries)

    def _take_page(self, url: str, reply: Reply, time: str) -> list[str]:
        records: list[Record] = [] if self._same(url, reply) else list(read_reply(url, reply, time))
        self._keep(url, reply, time, records)
        return []

    def _take_source(self, url: str, reply: Reply, time: str) -> list[str]:
        """What a source says: the links of a feed or sitemap wait, a page is kept. Returns the sitemaps an index lists."""
        if self._same(url, reply):
            self._keep(url, reply, time, [])
            return []
        opened = msgspec.structs.replace(reply, body=unpack_gzip(reply.body, self._limits.max_bytes))
        kind = find_kind(opened)
        if kind == "sitemap":
            sitemap = read_sitemap(url, opened.body)
            # That an index has not changed says nothing of the sitemaps it lists: it is never asked for under a condition.
            self._keep(url, reply, time, [], self._ledger.unseen(sitemap.pages), forget=bool(sitemap.children))
            return list(sitemap.children)
        if kind == "feed":
            self._take_feed(url, opened, time)
        elif url in self._feeds:
            raise explain_no_feed(reply, kind)
        else:
            self._take_page(url, reply, time)
        return []

    def _take_feed(self, url: str, reply: Reply, time: str) -> None:
        entries = {link.key: (link, media_type, body) for link, media_type, body in split_links(url, reply.body)}
        fresh = self._ledger.unseen([link for link, _, _ in entries.values()])
        records: list[Record] = []
        for link in fresh:
            if self._feeds_only or not link.url:
                origin = f"{url}#{link.guid or link.url or link.key}"
                records += read_own_text(origin, reply, time, entries[link.key][2], entries[link.key][1])
        self._keep(url, reply, time, records, fresh, asked=not self._feeds_only)
        if not entries:
            hint = "nothing to do: it is asked again at the next poll; an RSS feed has <item>, an Atom feed <entry>"
            raise Fault("the feed holds no entry", hint=hint, fate=Fate.LATER)

    def _same(self, url: str, reply: Reply) -> bool:
        """Is this the answer that was kept before? A host that ignores conditions is found out by the hash."""
        same = reply.status == 304 or hash_body(reply) == self._ledger.validators(url)[2]
        self.tally.unchanged += same
        return same

    def _keep(
        self,
        url: str,
        reply: Reply,
        time: str,
        records: Sequence[Record],
        links: Sequence[Link] = (),
        *,
        asked: bool = True,
        forget: bool = False,
    ) -> None:
        etag, modified, known = self._ledger.validators(url)
        marks = (etag, modified, known)
        if reply.status != 304:
            marks = (reply.header("etag"), reply.header("last-modified"), hash_body(reply))
        marks = ("", "", "") if forget else marks
        self._ledger.keep_answer(url, marks=marks, status=reply.status, time=time, records=records, links=links, asked=asked)
        pages = sum(isinstance(record, Page) for record in records)
        if known and not links:
            self.tally.changed += pages
        else:
            self.tally.fetched += pages
        self.tally.links += len({link.url for link in links if link.url}) if asked else 0


def hash_body(reply: Reply) -> str:
    """The SHA-256 of an answer's body."""
    return hashlib.sha256(reply.body).hexdigest()
