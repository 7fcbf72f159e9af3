"""An answer to records, through the same reader as files: a polled page is the page that the same bytes are when they are saved."""

from __future__ import annotations

import hashlib

from offing.fetch.exchanges import Reply
from offing.fetch.faults import Fate, Fault
from offing.read.bodies import read_body, sniff_kind
from offing.read.findings import TOOL, Found, Trouble, yield_page
from offing.read.outlines import looks_like_outline
from offing.read.sitemaps import looks_like_sitemap
from offing.records import Capture, Failure, Header

ENDINGS = {
    "text/plain": ".txt",
    "text/xml": ".xml",
    "application/xml": ".xml",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
}
READ = ("", "application/octet-stream", "application/xhtml+xml", "binary/octet-stream", *ENDINGS)
UNREAD = ("text/css", "text/javascript", "text/csv", "text/calendar")


def find_kind(reply: Reply) -> str:
    """What an answer is: "feed", "sitemap", "outline", "xml", or the media type of a page; the bytes outweigh the Content-Type."""
    head = reply.body[:4096].lstrip()
    if head.startswith(b"<"):
        if looks_like_sitemap(head):
            return "sitemap"
        if looks_like_outline(head):
            return "outline"
    return sniff_kind(reply.body, ENDINGS.get(_content_type(reply), ".html"))


def _content_type(reply: Reply) -> str:
    return reply.header("content-type").partition(";")[0].strip().lower()


def read_reply(url: str, reply: Reply, time: str) -> list[Found]:
    """The page of an answer to `url` with its capture, and a failure when only part of it was read. Raises Fault when it is no page."""
    named = _content_type(reply)
    if not reply.body.strip():
        raise _no_page(reply.body, "the answer is empty")
    if named in UNREAD or not (named in READ or named.startswith("text/")):
        raise _no_page(reply.body, f"not a page: it is {named}")
    kind = find_kind(reply)
    if kind in ("feed", "sitemap", "outline"):
        raise _no_page(reply.body, f"not a page: it is a {kind}")
    capture = make_capture(url, reply, time)
    try:
        return list(read_body(capture, reply.body, ENDINGS.get(named, ".html")))
    except Trouble as trouble:
        raise _no_page(reply.body, trouble.message) from trouble


def read_own_text(origin: str, reply: Reply, time: str, body: bytes, media_type: str) -> list[Found]:
    """The page of a feed entry's own text, `body`, which stood in the answer; `origin` names the entry."""
    return list(yield_page(make_capture(origin, reply, time), body, media_type))


def make_capture(origin: str, reply: Reply, time: str) -> Capture:
    """The capture of an answer before its page is known. `url` is the address that answered, after all redirects."""
    headers = tuple(Header(name, value) for name, value in reply.headers)
    return Capture(page="", origin=origin, time=time, size=0, url=reply.url, status=reply.status, headers=headers, tool=f"{TOOL} fetch")


def make_failure(origin: str, fault: Fault) -> Failure:
    """The record of a fault."""
    return Failure(stage="read", origin=origin, page="", reason=fault.message, hint=fault.hint, sha256=fault.sha256, size=fault.size)


def _no_page(body: bytes, reason: str) -> Fault:
    digest = hashlib.sha256(body).hexdigest()
    hint = "nothing to do: only pages of text are read"
    return Fault(reason, hint=hint, fate=Fate.SETTLED, sha256=digest, size=len(body))
