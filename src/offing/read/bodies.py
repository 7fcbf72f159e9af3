"""Bytes that somebody called a page: what they really are, and the pages in them. The content outweighs the ending or the stated type."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from msgspec.structs import replace

from offing.errors import SourceError
from offing.read.encodings import find_mark, looks_binary
from offing.read.feeds import looks_like_feed, split_feed
from offing.read.findings import Found, Trouble, fail, yield_page
from offing.read.renderings import HTML, PLAIN
from offing.records import Capture, Pointer

FEEDS = (".xml", ".rss", ".atom")
_HTML_START = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body|article|main|h1|p|div|meta|title)[\s>]")


def read_body(capture: Capture, body: bytes, ending: str, *, joint: str = "#", pointer: Pointer | None = None) -> Iterator[Found]:
    """The page in `body`, or the pages of a feed (their origins end in `joint` and a number). Raises Trouble when it is none of both.

    `ending` is that of the file name, or the one that the stated media type stands for.
    """
    digest = hashlib.sha256(body).hexdigest()
    if not body.strip():
        raise Trouble("the file is empty", hint="save the page again", sha256=digest, size=len(body))
    if looks_binary(body):
        hint = "only text is read; save the page as HTML or text"
        raise Trouble("binary file: it is no text in any encoding", hint=hint, sha256=digest, size=len(body))
    kind = sniff_kind(body, ending)
    if kind == "feed":
        yield from _read_feed(capture, body, joint)
    elif kind == "xml":
        hint = "give RSS, Atom or XHTML; a sitemap or OPML file is polled: offing poll FILE"
        raise Trouble("XML, but neither a feed nor a page", hint=hint, sha256=digest, size=len(body))
    else:
        yield from yield_page(capture, body, kind, pointer)


def sniff_kind(body: bytes, ending: str) -> str:
    """What bytes are: "feed", "xml" (of another kind), or the media type of a page. The content outweighs the ending of the name."""
    mark, length = find_mark(body[:4])
    head = body[length : 4096 + length]
    if mark.startswith("utf-16"):
        head = head.replace(b"\x00", b"")
    head = head.lstrip()
    if head.startswith(b"<"):
        page = _HTML_START.search(head)
        if looks_like_feed(head) and not (page and head[page.start() : page.start() + 9].lower() in (b"<!doctype", b"<html>")):
            return "feed"
        if head.startswith(b"<?xml") and not page:
            return "xml"
        return HTML if page or ending not in FEEDS else "xml"
    if ending in FEEDS:
        return "xml"
    if ending in (".html", ".htm", ".xhtml"):
        return HTML if re.search(rb"<[a-zA-Z!/]", body) else PLAIN
    return PLAIN


def _read_feed(capture: Capture, body: bytes, joint: str) -> Iterator[Found]:
    number, digest = 0, hashlib.sha256(body).hexdigest()
    try:
        for number, (media_type, entry) in enumerate(split_feed(body), 1):
            yield from yield_page(replace(capture, origin=f"{capture.origin}{joint}{number}"), entry, media_type)
    except SourceError as error:
        yield fail(capture.origin, error.message, error.hint, sha256=digest, size=len(body))
        return
    if not number:
        hint = "save the feed again; an RSS feed has <item>, an Atom feed <entry>"
        yield fail(capture.origin, "the feed holds no entry", hint, sha256=digest, size=len(body))
