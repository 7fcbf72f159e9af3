"""Blocks: the stretches of a rendering that stood alone on the page, with what the mark-up around them hints at."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

_WORDS = (
    ("nav", r"nav(?:bar|igation)?|menu|breadcrumbs?|crumbs?|skip(?:link|to)?|masthead|toolbar"),
    ("footer", r"footer|colophon|bottombar|copyright|legal"),
    ("aside", r"aside|sidebar|rail|right-?col(?:umn)?"),
    ("related", r"related|recirc\w*|recommend(?:ed|ations?)?|more-?(?:on|from|stories|news)|read-?(?:more|next|also)"
     r"|trending|popular|most-?(?:read|viewed)|see-?also|teasers?|outbrain|taboola|up-?next|latest"),
    ("share", r"share\w*|sharing|social\w*|addthis|sharethis|follow-?us|facebook|twitter|whatsapp"),
    ("promo", r"newsletters?|subscri\w+|sign-?up|promo\w*|paywall|donat\w+|membership|cta|app-?download"),
    ("advert", r"ads?|advert\w*|sponsor\w*|dfp|banner"),
    ("comments", r"comments?|disqus|respond|discussion"),
    ("cookie", r"cookies?|consent|gdpr|privacy"),
    ("caption", r"\w*caption\w*|photo-?(?:credit|text|info)|image-?(?:credit|meta|description)|cutline|legend|wp-caption\w*|credits?"),
    ("byline", r"by-?lines?|authors?(?:-?name|-?info)?|writer|contributor|reporter|posted-?by"),
    ("bio", r"(?:author-?)?bio(?:graphy)?|about-?(?:the-?)?author|author-?(?:box|card|desc\w*)"),
    ("date", r"date\w*|time(?:stamp)?|published\w*|pub-?date|posted-?on|updated\w*|dateline|entry-?meta|article-?meta|post-?meta"),
    ("dek", r"dek|sub-?(?:title|head|headline|heading)|standfirst|summary|excerpt|lede|article-?intro|teaser-?text|strapline"),
    ("highlights", r"highlights?|key-?points?|bullet-?points?|takeaways?|story-?summary|at-?a-?glance"),
    ("headline", r"headlines?|(?:article|entry|post|story|page)-?title|hed"),
    ("tags", r"tags?|topics?|keywords?|categor(?:y|ies)|tag-?list|section-?(?:name|label)|kicker|eyebrow|rubric"),
    ("gallery", r"gallery|carousel|slide(?:r|show)?|lightbox"),
    ("live", r"live-?(?:blog|updates?|feed|post)\w*"),
    ("invented", r"invented"),
)  # fmt: skip
_HINTS = tuple((name, re.compile(rf"(?:^|[\s_-])(?:{pattern})(?=$|[\s_-])")) for name, pattern in _WORDS)
# One search that tells whether any of them is there: most names say nothing.
_ANY = re.compile(rf"(?:^|[\s_-])(?:{'|'.join(pattern for _, pattern in _WORDS)})(?=$|[\s_-])")
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
        return frozenset()
    return frozenset().union(*[_read_name(name) for name in names.split()])


@lru_cache(maxsize=16384)
def _read_name(name: str) -> frozenset[str]:
    plain = _HUMPS.sub("-", name).lower()
    if not _ANY.search(plain):
        return frozenset()
    return frozenset(hint for hint, pattern in _HINTS if pattern.search(plain))
