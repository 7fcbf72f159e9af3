"""OPML, the form in which readers exchange their lists of feeds: in and out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree
from msgspec import Struct

from offing.errors import SourceError
from offing.read.encodings import mend_text
from offing.read.pages import clean_url
from offing.read.trees import local_name, parse_xml

_START = re.compile(rb"<opml[\s>]", re.IGNORECASE)
_UNSTORED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Outline(Struct, frozen=True):
    """One source of a list: its address, and its title ("" when the list gives none)."""

    url: str
    title: str = ""


def looks_like_outline(head: bytes) -> bool:
    """Whether the first bytes open an OPML document."""
    return bool(_START.search(head[:2048]))


def read_outlines(body: bytes) -> list[Outline]:
    """The feeds of an OPML document in its order, groups flattened, each once. Raises SourceError when it names none."""
    found: dict[str, Outline] = {}
    for element in parse_xml(body, "OPML file").iter():
        if local_name(element) == "outline":
            said = {str(name).lower(): str(value) for name, value in element.attrib.items()}
            url = clean_url(said.get("xmlurl", ""))
            if url:
                found.setdefault(url, Outline(url, " ".join((said.get("title") or said.get("text") or "").split())))
    if not found:
        raise SourceError("the OPML file names no feed", hint="each feed is an <outline> with an xmlUrl")
    return list(found.values())


def write_outlines(outlines: Iterable[Outline], title: str) -> bytes:
    """An OPML 2.0 document of these sources, which any feed reader takes."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _mend(title)
    body = etree.SubElement(root, "body")
    for outline in outlines:
        named = _mend(outline.title) or outline.url
        etree.SubElement(body, "outline", type="rss", text=named, title=named, xmlUrl=_mend(outline.url))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _mend(text: str) -> str:
    return _UNSTORED.sub("", mend_text(text))
