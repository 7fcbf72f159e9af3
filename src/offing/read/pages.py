"""Bytes and media type to a Page: nothing else goes in, so the same bytes are the same page wherever they were found."""

from __future__ import annotations

import hashlib
from urllib.parse import urljoin

from lxml.html import HtmlElement

from offing.read.encodings import mend_text
from offing.read.renderings import RENDERER, Opened, open_page
from offing.records import Page


def make_page(body: bytes, media_type: str) -> tuple[Page, str]:
    """The page of `body` and a warning ("" if it was read in full). Raises SourceError when a row or feed entry cannot be read."""
    page, opened = make_opened(body, media_type)
    return page, opened.rendering.warning


def make_opened(body: bytes, media_type: str) -> tuple[Page, Opened]:
    """The page of `body` together with its parsed form, for those who clean it at once. Raises SourceError as `make_page` does."""
    opened = open_page(body, media_type)
    page = Page(
        sha256=hashlib.sha256(body).hexdigest(),
        media_type=media_type,
        text=mend_text(opened.rendering.text),
        renderer=RENDERER,
        url=find_url(opened),
        body=body,
    )
    return page, opened


def find_url(opened: Opened) -> str:
    """The address a page gives for itself: its row or entry, the canonical link, og:url; "" if it gives none."""
    if opened.row is not None and opened.row.url:
        return clean_url(opened.row.url)
    if opened.entry is not None:
        return clean_url(opened.entry.url)
    if opened.tree is None:
        return ""
    base = next((clean_url(found) for found in opened.tree.xpath("//meta[@property='og:url']/@content")[:1]), "")
    for link in opened.tree.iter("link"):
        if isinstance(link, HtmlElement) and "canonical" in link.get("rel", "").lower().split():
            return _join(base, link.get("href", "")) or base
    return base


def _join(base: str, address: str) -> str:
    try:
        return clean_url(urljoin(base, address.strip()))
    except ValueError:
        return ""


def clean_url(address: str) -> str:
    """`address` when it is an absolute web address of sane length, else ""."""
    address = mend_text("".join(address.split()))
    return address if address.lower().startswith(("http://", "https://")) and len(address) <= 2000 else ""
