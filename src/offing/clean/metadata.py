"""What a page says about its article in its mark-up: title, outlet, authors, times with zone and precision, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement
from msgspec import Struct

from offing.clean.times import UPDATED, find_published, make_when, pick_updated
from offing.read.encodings import mend_text
from offing.read.feeds import Entry
from offing.read.renderings import Opened
from offing.read.rows import Row
from offing.records import When

_KINDS = re.compile(
    r"(?:(?:Reportage|Analysis|Opinion|Review|Background|AskPublic)?(?:News)?|Satirical|Scholarly|Tech)Article"
    r"|BlogPosting|LiveBlogPosting|WebPage|VideoObject|SocialMediaPosting|QAPage|Question"
)
_TITLES = ("og:title", "twitter:title", "headline", "dc.title", "parsely-title", "sailthru.title", "title")
_OUTLETS = ("og:site_name", "application-name", "dc.publisher", "publisher", "article:publisher_name", "cre")
_AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "article:author_name",
    "authors",
    "twitter:creator",
)
# What can still be read of JSON-LD that is not well formed, from its first object on.
_FIELD = re.compile(r'"(headline|datePublished|dateModified)"\s*:\s*"([^"\\\n]{1,200})"')
# A feed is called "Outlet: World" or "Outlet - World".
_SECTION = re.compile(r"\s*[:|»–—]\s+|\s+-\s+")
_SEPARATOR = re.compile(r"\s+(?:[|·•»–—-]|::)\s+")


class Metadata(Struct, frozen=True):
    """What the mark-up says. `titles` in order of trust; times without span; `known_by` names where `published` stood."""

    titles: tuple[str, ...] = ()
    outlet: str = ""
    byline: str = ""
    published: When | None = None
    known_by: str = ""
    updated: When | None = None
    language: str = ""
    invented: bool = False


def read_metadata(opened: Opened, url: str) -> Metadata:
    """The metadata of a page from its row, feed entry, JSON-LD, meta and time tags, and address, in this order of trust."""
    if opened.row is not None:
        return _read_row(opened.row)
    if opened.entry is not None:
        return _read_entry(opened.entry)
    return _read_tree(opened.tree, url) if opened.tree is not None else Metadata()


def _read_row(row: Row) -> Metadata:
    published = make_when(row.date)
    return Metadata(
        titles=(" ".join(row.title.split()),) if row.title else (),
        outlet=row.outlet,
        byline=row.author,
        published=published,
        known_by="row" if published else "",
        updated=make_when(row.updated),
        language=row.language[:2].lower(),
        invented=bool(row.invented),
    )


def _read_entry(entry: Entry) -> Metadata:
    published = make_when(entry.published) or make_when(entry.updated)
    return Metadata(
        titles=(" ".join(entry.title.split()),) if entry.title else (),
        outlet=_SECTION.split(entry.outlet)[0],
        byline=entry.author,
        published=published,
        known_by="feed" if published else "",
        updated=make_when(entry.updated),
        language=entry.language[:2].lower(),
        invented=entry.invented,
    )


def _read_tree(tree: HtmlElement, url: str) -> Metadata:
    meta = _read_meta(tree)
    linked = _pick_linked(tree)
    titles = [_say(linked.get("headline")), *(meta[name] for name in _TITLES if name in meta)]
    titles += [" ".join(element.text_content().split()) for element in list(tree.iter("h1"))[:3]]
    titles += [" ".join(element.text_content().split()) for element in list(tree.iter("title"))[:1]]
    published, known_by = find_published(tree, _say(linked.get("datePublished")), meta, url)
    updated = pick_updated([_say(linked.get("dateModified")), *(meta.get(name, "") for name in UPDATED)])
    outlet = _say(linked.get("publisher")) or next((meta[name] for name in _OUTLETS if name in meta), "")
    byline = _say(linked.get("author")) or next(
        (meta[name] for name in _AUTHORS if name in meta and not meta[name].startswith(("http", "@"))), ""
    )
    root = tree if tree.tag == "html" else tree.getroottree().getroot()
    return Metadata(
        titles=tuple(dict.fromkeys(title for title in titles if title)),
        outlet=outlet,
        byline=byline,
        published=published,
        known_by=known_by,
        updated=updated,
        language=(root.get("lang") or _say(linked.get("inLanguage")))[:2].lower(),
        invented=meta.get("offing:invented", "").lower() in ("yes", "true", "1"),
    )


def _read_meta(tree: HtmlElement) -> dict[str, str]:
    """Name, property or itemprop of every meta tag to its content, the first of each."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = " ".join(mend_text(element.get("content") or "").split())
        for key in ("property", "name", "itemprop"):
            name = (element.get(key) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _pick_linked(tree: HtmlElement) -> dict[str, object]:
    """The JSON-LD object of the article: the one that says most of headline, date and author."""
    best: dict[str, object] = {}
    score = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            parsed = json.loads((script.text or "").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            parsed = {"@type": "Article", **dict(reversed(_FIELD.findall(script.text or "")))}
        for found in _walk_linked(parsed):
            kinds = found.get("@type")
            names = [str(kind) for kind in kinds] if isinstance(kinds, list) else [str(kinds)]
            if not any(_KINDS.fullmatch(name) for name in names):
                continue
            points = sum(2 if key == "headline" else 1 for key in ("headline", "datePublished", "author", "publisher") if found.get(key))
            points += 2 * any("Article" in name or "Posting" in name for name in names)
            if points > score:
                best, score = found, points
    return best


def _walk_linked(value: object) -> Iterator[dict[str, object]]:
    """Objects of a JSON-LD document, at most 2,000, without recursion."""
    queue, seen = [value], 0
    while queue and seen < 2000:
        current = queue.pop(0)
        seen += 1
        if isinstance(current, dict):
            yield current
            queue.extend(part for part in current.values() if isinstance(part, dict | list))
        elif isinstance(current, list):
            queue.extend(part for part in current if isinstance(part, dict | list))


def _say(value: object) -> str:
    """Words of a JSON-LD value: a string, an object with a name, or a list of these."""
    if isinstance(value, str):
        return " ".join(mend_text(value).split())
    if isinstance(value, dict):
        return _say(value.get("name")) if isinstance(value.get("name"), str) else ""
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(words for part in value[:10] if isinstance(part, str | dict) and (words := _say(part))))
    return ""


def find_host(url: str) -> str:
    """The host of a web address without www, "" when there is none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return unquote(host).removeprefix("www.")


def split_title(title: str) -> tuple[str, ...]:
    """A title tag in its parts: "Headline | Outlet" gives both, the longest first."""
    parts = [part.strip() for part in _SEPARATOR.split(title) if part.strip()]
    return tuple(sorted(parts, key=lambda part: -len(part)))
