"""Blocks: the stretches of a rendering that stood alone on the page, with what the mark-up around them hints at."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

# What names say: words as they stand in class and id names, "sub-title" also written "subtitle" or "sub_title", "share*" with any ending.
_WORDS = (
    ("nav", "nav navbar navigation menu breadcrumb breadcrumbs crumb crumbs skip skip-link skip-to masthead toolbar"),
    ("footer", "footer colophon bottombar copyright legal"),
    ("aside", "aside sidebar rail right-col right-column"),
    ("related", "related recirc* recommend recommended recommendation recommendations more-on more-from more-stories more-news read-more"
     " read-next read-also trending popular most-read most-viewed see-also teaser teasers outbrain taboola up-next latest"),
    ("share", "share* sharing social* addthis follow-us facebook twitter whatsapp"),
    ("promo", "newsletter newsletters subscri* sign-up promo* paywall donat* membership cta app-download"),
    ("advert", "ad ads advert* sponsor* dfp banner"),
    ("comments", "comment comments disqus respond discussion"),
    ("cookie", "cookie cookies consent gdpr privacy"),
    ("caption", "photo-credit photo-text photo-info image-credit image-meta image-description cutline legend credit credits"),
    ("byline", "by-line by-lines author authors author-name author-info authors-name authors-info writer contributor reporter posted-by"),
    ("bio", "bio biography author-bio about-author about-the-author author-box author-card author-desc*"),
    ("date", "date* time timestamp published* pub-date posted-on updated* entry-meta article-meta post-meta"),
    ("dek", "dek sub-title sub-head sub-headline sub-heading standfirst summary excerpt lede article-intro teaser-text strapline"),
    ("highlights", "highlight highlights key-point key-points bullet-point bullet-points takeaway takeaways story-summary at-a-glance"),
    ("headline", "headline headlines article-title entry-title post-title story-title page-title hed"),
    ("tags", "tag tags topic topics keyword keywords category categories tag-list section-name section-label kicker eyebrow rubric"),
    ("gallery", "gallery carousel slide slider slideshow lightbox"),
    ("live", "live-blog* live-update* live-feed* live-post*"),
    ("invented", "invented"),
)  # fmt: skip
_NONE: frozenset[str] = frozenset()
_ENTRIES = [(hint, entry) for hint, entries in _WORDS for entry in entries.split(" ")]
_EXACT = {entry.replace("-", ""): hint for hint, entry in _ENTRIES if not entry.endswith("*")}
_STEMS = {entry.replace("-", "").rstrip("*"): hint for hint, entry in _ENTRIES if entry.endswith("*")}
_STEM = tuple(_STEMS)
# Words that may go together with the next one or two.
_FIRST = frozenset(entry.split("-")[0] for _, entry in _ENTRIES if "-" in entry)
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Block(Struct, frozen=True):
    """Characters `start` to `end` of a rendering: one paragraph, list item, heading, cell or line.

    `tag` is the element that holds it ("line" in plain text). `hints` are sorted words about all of its text: ancestors (nav, aside,
    figure, li, h1, bold ...) and what class names say (caption, share, byline ...). `links` counts its characters inside links.
    """

    start: int
    end: int
    tag: str = "line"
    hints: tuple[str, ...] = ()
    links: int = 0


@lru_cache(maxsize=4096)
def read_hints(names: str) -> frozenset[str]:
    """What class and id names say about an element: the hint words of `names`, separated by white space."""
    if len(names) > 400:
        return _NONE
    return _NONE.union(*[_read_name(name) for name in names.split()])


@lru_cache(maxsize=16384)
def _read_name(name: str) -> frozenset[str]:
    plain = name if name.islower() else _HUMPS.sub("-", name).lower()
    words = plain.replace("_", "-").split("-")
    found = []
    for at, word in enumerate(words):
        joined = [word, word + "".join(words[at + 1 : at + 2]), word + "".join(words[at + 1 : at + 3])] if word in _FIRST else [word]
        for entry in joined:
            if entry in _EXACT:
                found.append(_EXACT[entry])
            if entry.startswith(_STEM):
                found += [hint for stem, hint in _STEMS.items() if entry.startswith(stem)]
            if "caption" in entry:
                found.append("caption")
    return frozenset(found) if found else _NONE
