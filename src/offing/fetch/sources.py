"""What to poll: addresses as they are typed, and files that list them (OPML, a saved sitemap, one address to a line)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from offing.errors import SourceError
from offing.fetch.exchanges import Reply
from offing.fetch.faults import Fate, Fault
from offing.read.encodings import decode_text
from offing.read.links import find_feeds, list_addresses
from offing.read.outlines import looks_like_outline, read_outlines
from offing.read.pages import clean_url
from offing.read.renderings import HTML
from offing.read.sitemaps import looks_like_sitemap, read_sitemap

LARGEST = 20_000_000


class Source(Struct, frozen=True):
    """An address to poll. `feed`: a list of feeds names it, so that a web page in its place is a fault."""

    url: str
    title: str = ""
    feed: bool = False


def find_sources(given: Sequence[str]) -> list[Source]:
    """The sources in what was typed: an address, or a file that lists addresses; each once. Raises SourceError."""
    found: dict[str, Source] = {}
    for words in given:
        address = clean_url(words)
        for source in [Source(address)] if address else _read_list(words):
            found.setdefault(source.url, source)
    return list(found.values())


def _read_list(name: str) -> list[Source]:
    path = Path(name)
    if not path.is_file():
        hint = "give an address that begins with http:// or https://, or a file that lists such addresses (OPML, sitemap, text)"
        raise SourceError(f"{name}: neither a web address nor a file", hint=hint)
    if path.stat().st_size > LARGEST:
        raise SourceError(f"{name}: too large for a list of addresses ({path.stat().st_size:,} bytes)", hint="cut it into parts")
    body = path.read_bytes()
    try:
        if looks_like_outline(body):
            return [Source(outline.url, outline.title, feed=True) for outline in read_outlines(body)]
        if looks_like_sitemap(body):
            sitemap = read_sitemap(path.name, body)
            return [Source(url) for url in (*sitemap.children, *(link.url for link in sitemap.pages))]
        sources = [Source(url) for url in list_addresses(decode_text(body))]
    except SourceError as error:
        raise SourceError(f"{name}: {error.message}", hint=error.hint) from error
    if not sources:
        raise SourceError(f"{name}: lists no address", hint="write one http:// or https:// address to a line")
    return sources


def explain_no_feed(reply: Reply, kind: str) -> Fault:
    """The fault of a feed that answers with something else, with the feeds that its page names."""
    feeds = find_feeds(reply.body) if kind == HTML else []
    what = "a web page" if kind == HTML else "an OPML file" if kind == "outline" else f"something else ({kind})"
    named = f"its page names this feed: {feeds[0][:200]}" if feeds else "open it in a browser and look where the feed is now"
    return Fault(f"not a feed: {what} came instead", hint=named, fate=Fate.SETTLED, size=len(reply.body))
