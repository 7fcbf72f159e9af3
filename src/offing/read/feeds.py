"""RSS and Atom saved as files: each entry is a page of its own, whose bytes are the feed with only that entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree
from msgspec import Struct

from offing.errors import SourceError
from offing.read.trees import parse_xml

RSS, ATOM = "application/rss+xml", "application/atom+xml"
ENTRIES = ("item", "entry")
# What a channel says about all its entries. Dates of the channel change at every poll and would give each entry a new page each time.
_KEPT = ("title", "link", "language", "category", "publisher", "creator", "author")
_CONTENT = ("encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "date", "issued", "created", "updated", "modified")
_START = re.compile(rb"<(rss|feed|rdf:RDF|RDF)[\s>]", re.IGNORECASE)


class Entry(Struct, frozen=True):
    """The fields of one feed entry; `content` is HTML or text, "" where a field is absent."""

    title: str = ""
    content: str = ""
    url: str = ""
    published: str = ""
    updated: str = ""
    author: str = ""
    outlet: str = ""
    language: str = ""
    invented: bool = False
    guid: str = ""


def looks_like_feed(head: bytes) -> bool:
    """Whether the first bytes of a file open an RSS, Atom or RDF feed."""
    return bool(_START.search(head[:2048]))


def split_feed(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Every entry of a feed as (media type, bytes). Raises SourceError when the bytes are no feed. A broken feed gives what can be read."""
    root = parse_xml(body, "feed")
    entries = [element for element in root.iter() if isinstance(element.tag, str) and _name(element) in ENTRIES]
    channel = next((element for element in root.iter() if isinstance(element.tag, str) and _name(element) == "channel"), root)
    kept = [part for part in channel if isinstance(part.tag, str) and _name(part) in _KEPT]
    for entry in entries:
        shell = etree.Element(root.tag, nsmap=root.nsmap)  # type: ignore[arg-type]
        holder = etree.SubElement(shell, channel.tag) if channel is not root else shell
        for part in [*kept, entry]:
            twin = deepcopy(part)
            twin.tail = "\n"
            holder.append(twin)
        etree.cleanup_namespaces(shell)
        media_type = ATOM if _name(root) == "feed" else RSS
        yield media_type, etree.tostring(shell, encoding="utf-8", xml_declaration=True)


def read_entry(body: bytes) -> Entry:
    """The fields of the one entry in `body`, as `split_feed` wrote it. Raises SourceError when there is none."""
    root = parse_xml(body, "feed")
    entry = next((element for element in root.iter() if isinstance(element.tag, str) and _name(element) in ENTRIES), None)
    if entry is None:
        raise SourceError("the feed holds no entry", hint="save the feed again; an RSS feed has <item>, an Atom feed <entry>")
    channel = entry.getparent()
    outer = channel if channel is not None else root
    dates = _texts(entry, _DATES)
    contents = _texts(entry, _CONTENT)
    labels = [_say(part) or part.get("term", "") for holder in (outer, entry) for part in holder if _tag(part) == "category"]
    return Entry(
        title=_first(_texts(entry, ("title",)), ("title",)),
        content=max((contents.get(name, "") for name in _CONTENT), key=len),
        url=_link(entry),
        published=_first(dates, _DATES[:5]),
        updated=_first(dates, _DATES[5:]),
        author=_first(_texts(entry, ("creator", "author")), ("creator", "author")),
        outlet=_first(_texts(entry, ("source", "publisher")), ("source", "publisher")) or _first(_texts(outer, ("title",)), ("title",)),
        language=_first(_texts(outer, ("language",)), ("language",)),
        guid=_first(_texts(entry, ("guid", "id")), ("guid", "id")),
        invented=any("invented" in label.lower() for label in labels),
    )


def _tag(element: etree._Element) -> str:
    return _name(element) if isinstance(element.tag, str) else ""


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _say(element: etree._Element) -> str:
    """All text of an element; the mark-up of an XHTML content element is kept as mark-up."""
    if len(element) and _name(element) in _CONTENT:
        return "".join([element.text or "", *(etree.tostring(part, encoding="unicode") for part in element)])
    return "".join(str(words) for words in element.itertext()).strip()


def _texts(entry: etree._Element, names: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in entry:
        name = _tag(part)
        # An Atom author and source hold a name or title element; media:content and media:title are pictures.
        if name in names and part.prefix != "media":
            inner = next((inside for inside in part if _tag(inside) in ("name", "title")), part)
            words = _say(inner if name in ("author", "source") else part)
            if words and name not in found:
                found[name] = words
    return found


def _first(found: dict[str, str], names: tuple[str, ...]) -> str:
    return next((found[name] for name in names if name in found), "")


def _link(entry: etree._Element) -> str:
    for part in entry:
        if _tag(part) == "link" and part.prefix not in ("media",) and part.get("rel", "alternate") == "alternate":
            address = (part.get("href") or part.text or "").strip()
            if address:
                return address
    guid = next((part for part in entry if _tag(part) == "guid" and part.get("isPermaLink", "true") == "true"), None)
    words = (guid.text or "").strip() if guid is not None else ""
    return words if words.startswith(("http://", "https://")) else ""
