"""Sitemaps: an index of other sitemaps, or the addresses of pages with the day they changed and, in news sitemaps, title and date.

The form is that of sitemaps.org; the news part is the extension `http://www.google.com/schemas/sitemap-news/0.9`.
"""

from __future__ import annotations

import re
import zlib

from lxml import etree
from msgspec import Struct

from offing.errors import SourceError
from offing.read.links import Link, hash_words
from offing.read.pages import clean_url
from offing.read.trees import local_name, parse_xml

_START = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_END = re.compile(rb"</(?:\w+:)?(?:urlset|sitemapindex)\s*>", re.IGNORECASE)


class Sitemap(Struct, frozen=True):
    """The pages a sitemap lists, and the sitemaps an index lists: those said to have changed last come first."""

    pages: tuple[Link, ...] = ()
    children: tuple[str, ...] = ()


def looks_like_sitemap(head: bytes) -> bool:
    """Whether the first bytes open a sitemap or an index of sitemaps."""
    return bool(_START.search(head[:2048]))


def read_sitemap(source: str, body: bytes) -> Sitemap:
    """The sitemap in `body`, found at `source`. A broken one gives what can be read. Raises SourceError when it lists nothing.

    A page is new when its address is, or when the day of its `lastmod` is another: that day makes it be asked for again, no more.
    """
    root = parse_xml(body, "sitemap")
    pages: dict[str, Link] = {}
    children: dict[str, str] = {}
    entries = [entry for entry in root.iter() if local_name(entry) in ("url", "sitemap")]
    # Where the document breaks off, so may the last address.
    for entry in entries if _END.search(body[-1000:]) else entries[:-1]:
        name = local_name(entry)
        said = _texts(entry)
        url, changed = clean_url(said.get("loc", "")), said.get("lastmod", "")
        if url and name == "sitemap":
            children.setdefault(url, changed)
        elif url:
            title, date = said.get("title", ""), said.get("publication_date", "") or changed
            pages.setdefault(url, Link(source=source, url=url, digest=hash_words(title, changed[:10]), title=title, date=date))
    if not pages and not children:
        raise SourceError("the sitemap lists no address", hint="a sitemap has <url> or <sitemap> elements with a <loc> in each")
    return Sitemap(
        tuple(sorted(pages.values(), key=lambda link: link.date, reverse=True)),
        tuple(sorted(children, key=lambda url: children[url], reverse=True)),
    )


def _texts(entry: etree._Element) -> dict[str, str]:
    """The texts of an entry's own elements and of its news part, first of each name; pictures and films bring titles of their own."""
    found: dict[str, str] = {}
    for part in entry:
        inner = list(part) if local_name(part) == "news" else [part] if local_name(part) in ("loc", "lastmod") else []
        for element in inner:
            words = " ".join("".join(str(text) for text in element.itertext()).split())
            if words:
                found.setdefault(local_name(element), words)
    return found


def unpack_gzip(body: bytes, limit: int) -> bytes:
    """`body` itself, or what is packed in it when it is a gzip file. Raises SourceError when it is damaged or holds over `limit` bytes."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        unpacked = zlib.decompressobj(wbits=31).decompress(body, limit + 1)
    except zlib.error as error:
        raise SourceError("the packed file is damaged", hint="ask for it again later") from error
    if len(unpacked) > limit:
        raise SourceError(f"too large: unpacked it has over {limit:,} bytes", hint="give the sitemaps that its index lists, one by one")
    return unpacked
