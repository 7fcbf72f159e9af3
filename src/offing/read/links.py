"""What a feed or a sitemap points to: the addresses of pages, each with a key that its date is no part of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import html
from lxml.etree import LxmlError
from msgspec import Struct

from offing.errors import SourceError
from offing.read.encodings import decode_text, find_declared
from offing.read.feeds import read_entry, split_feed
from offing.read.pages import clean_url


class Link(Struct, frozen=True, kw_only=True):
    """One entry of a feed or sitemap. `source`: the address it stands at; `digest`: hash of what the entry says, without its dates.

    `title` and `date` are the source's own words, "" when it gives none; they are shown, and never decide what is new.
    """

    source: str
    url: str
    guid: str = ""
    digest: str = ""
    title: str = ""
    date: str = ""

    @property
    def key(self) -> str:
        """32 hexadecimal digits over source, GUID, address and content: an entry with another key has not been seen."""
        return hash_words(self.source, self.guid, self.url, self.digest)


def hash_words(*words: str) -> str:
    """32 hexadecimal digits over several strings."""
    return hashlib.blake2b("\0".join(words).encode("utf-8", "replace"), digest_size=16).hexdigest()


def split_links(source: str, body: bytes) -> Iterator[tuple[Link, str, bytes]]:
    """Every entry of a feed as (link, media type, bytes of the entry's own text). Raises SourceError when the bytes are no feed."""
    for media_type, shell in split_feed(body):
        entry = read_entry(shell)
        yield (
            Link(
                source=source,
                url=clean_url(_join(source, entry.url)),
                guid=entry.guid,
                digest=hash_words(entry.title, entry.url, entry.content),
                title=" ".join(entry.title.split()),
                date=entry.published or entry.updated,
            ),
            media_type,
            shell,
        )


def _join(source: str, address: str) -> str:
    """An entry's address, which Atom may give relative to the feed's; "" without one."""
    try:
        return urljoin(source, address.strip()) if address.strip() else ""
    except ValueError:
        return ""


def find_feeds(body: bytes) -> list[str]:
    """The feeds that a web page names as its alternates, as it writes their addresses; none when it cannot be parsed."""
    try:
        tree = html.fromstring(decode_text(body[:200_000], declared=find_declared(body)))
    except (LxmlError, ValueError):
        return []
    links = [link for link in tree.iter("link") if any(kind in link.get("type", "") for kind in ("rss", "atom"))]
    return [address for link in links if (address := link.get("href", ""))]


def list_addresses(text: str) -> list[str]:
    """The addresses of a list, one to a line; empty lines and lines that begin with # are passed over. Raises SourceError on any other."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip().lstrip("\ufeff")
        if not words or words.startswith("#"):
            continue
        address = clean_url(words.split()[0])
        if not address:
            raise SourceError(f"line {number} is no web address: {words[:60]}", hint="write one http:// or https:// address to a line")
        found.append(address)
    return found
