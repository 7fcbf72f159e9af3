"""The vocabulary: every record, in flow order, on one page.

Each record rests on records before it, down to characters of a page (`rests_on`). Records are frozen. A record's `id` is a hash of
what it is (`_identity`), never of scores, fetch times or the run that made it: the same input gives the same ids, in any order.
Offsets are code points, half open: `page.text[span.start:span.end]`.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import ClassVar

import msgspec
from msgspec import Struct


class Role(StrEnum):
    """What a stretch of a page is. Only `body` is read for claims; every other role is a cut and carries its reason."""

    HEADLINE = "headline"
    DEK = "dek"
    BODY = "body"
    HIGHLIGHTS = "highlights"
    CAPTION = "caption"
    CREDIT = "credit"
    DATELINE = "dateline"
    BYLINE = "byline"
    DATE = "date"
    FURNITURE = "furniture"


class Precision(StrEnum):
    """How exactly a time is known, finest first."""

    MINUTE = "minute"
    PART = "part of day"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class CopyKind(StrEnum):
    """What a shared passage is. Only `narrative` lowers the count of reporting origins."""

    NARRATIVE = "narrative"
    QUOTATION = "quotation"
    DOCUMENT = "document"
    BOILERPLATE = "boilerplate"
    SAME_PUBLISHER = "same publisher"


class Direction(StrEnum):
    """Which side of a copy came first."""

    LEFT = "left"
    RIGHT = "right"
    HIDDEN = "common hidden source"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """How a clause tells its content."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    EXPECTED = "expected"
    THREATENED = "threatened"
    CONDITIONAL = "conditional"
    DENIED = "denied"
    DID_NOT_HAPPEN = "did_not_happen"
    ALLEGED = "alleged"
    BACKGROUND = "background"


class Standing(StrEnum):
    """How an event stands over all its claims. `+` joins two standings: reported + denied = contested."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    CONTESTED = "contested"
    DENIED = "denied"

    def __add__(self, other: str) -> Standing:
        """The standing of the union of two sets of claims (commutative, associative)."""
        both = {self, Standing(other)}
        if Standing.CONTESTED in both or (Standing.DENIED in both and len(both) == 2):
            return Standing.CONTESTED
        if Standing.CORROBORATED in both:
            return Standing.CORROBORATED
        return self


class OriginKind(StrEnum):
    """What stands behind a reporting or claimant origin."""

    TEXT = "text"
    HIDDEN = "hidden dispatch"
    SPEAKER = "speaker"


class LineKind(StrEnum):
    """Who stands for a line: sources (reported), an analyst or a rule over reports (assessed), nobody yet (assumed)."""

    REPORTED = "reported"
    ASSESSED = "assessed"
    ASSUMED = "assumed"


class Value(Struct, frozen=True, kw_only=True):
    """Something inside a record; it has no id of its own."""


class Span(Struct, frozen=True, order=True):
    """Characters `start` to `end` of the page text of page `page` (its id)."""

    page: str
    start: int
    end: int


class Party(Value, frozen=True, kw_only=True):
    """Someone who acts or is acted on, in the page's words.

    `code` is ISO 3166 alpha-3 + PLOVER sector (`USAMIL`, `IRN`), "" when unknown; `name` the gazetteer's canonical name ("Iran",
    "Mark Esper"), or the words without article; `proxy_of` the code of a patron ("Iran-backed").
    """

    words: str
    span: Span | None = None
    code: str = ""
    name: str = ""
    proxy_of: str = ""


class Place(Value, frozen=True, kw_only=True):
    """Where. `country` ISO 3166 alpha-3 or ""; `geoname` GeoNames id; degrees WGS84; `precision` country, region, city, site or ""."""

    words: str
    span: Span | None = None
    country: str = ""
    geoname: int | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str = ""
    alternatives: tuple[int, ...] = ()


class When(Value, frozen=True, kw_only=True):
    """A time: closed interval of ISO dates or date-times, "" when open or unknown.

    `form` is the anchor-free normal form of the expression (grammar in `dates.py`), so that it can be resolved later against another date.
    """

    words: str = ""
    span: Span | None = None
    form: str = ""
    start: str = ""
    end: str = ""
    precision: Precision = Precision.UNKNOWN


class Number(Value, frozen=True, kw_only=True):
    """A count in a claim: `kind` killed, wounded, detained, troops, protesters ...; closed interval `low` to `high`."""

    kind: str
    low: int
    high: int
    words: str
    span: Span | None = None


class Teller(Value, frozen=True, kw_only=True):
    """One link of who said it. `kind`: evidence ("indications"), speaker, document, outlet. `occasion`: where or when it was said."""

    party: Party
    kind: str
    cue: Span | None = None
    occasion: str = ""


class Segment(Value, frozen=True, kw_only=True):
    """A stretch of a page with its role. `reason` says why it is not body ("" for body); `text` equals the page's characters at `span`."""

    span: Span
    role: Role
    reason: str
    text: str


class Edit(Value, frozen=True, kw_only=True):
    """One change between two copies. `kind`: dropped, added, reworded, softened, hardened, number."""

    kind: str
    left: str
    right: str


class Record(Struct, frozen=True, kw_only=True):
    """A record with an id made of its identity fields."""

    id: str = ""
    _identity: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "id", ident(self))


class Page(Record, frozen=True, kw_only=True):
    """Bytes as they were found, and one deterministic plain rendering of them (`text`), with the renderer's version."""

    _identity = ("sha256", "renderer")
    sha256: str
    media_type: str
    text: str
    renderer: str
    url: str = ""
    body: bytes = b""


class Capture(Record, frozen=True, kw_only=True):
    """Where and when a page was found. `origin` is a path below its source (`folder/a.html`, `dump.jsonl#12`); `time` is the file's own."""

    _identity = ("page", "origin")
    page: str
    origin: str
    time: str
    size: int
    headers: str = ""
    tool: str = ""


class Article(Record, frozen=True, kw_only=True):
    """One story on a page. Its segments and those of the page's other articles rebuild the page text; `text` joins the body segments.

    `published` is the article's own date (None: it says none); `known_by` says how it is known (JSON-LD, meta, text, address).
    """

    _identity = ("page", "part", "segments")
    page: str
    part: int
    segments: tuple[Segment, ...]
    text: str
    title: str = ""
    title_span: Span | None = None
    outlet: str = ""
    url: str = ""
    byline: str = ""
    credit: str = ""
    dateline: str = ""
    published: When | None = None
    known_by: str = ""
    updated: When | None = None
    language: str = "en"
    invented: bool = False


class Copy(Record, frozen=True, kw_only=True):
    """A passage two articles share. `kept`: share of the shorter side's words that stand on the other side (0-1)."""

    _identity = ("left", "right")
    left_article: str
    right_article: str
    left: Span
    right: Span
    kind: CopyKind
    direction: Direction
    kept: float
    verbatim: bool
    score: float
    reasons: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


class Claim(Record, frozen=True, kw_only=True):
    """Somebody tells that somebody did (will do, may do, did not do) something to somebody. `action` PLOVER type, `mode` its mode.

    `span` is the clause, `sentence` its sentence, `trigger` the words of the act. `tellers`: innermost first, the outlet last.
    """

    _identity = ("article", "span", "trigger", "action", "mode", "who", "whom", "status", "tellers")
    article: str
    span: Span
    sentence: Span
    trigger: Span
    action: str
    mode: str = ""
    who: Party | None = None
    whom: Party | None = None
    where: Place | None = None
    when: When | None = None
    status: Status
    tellers: tuple[Teller, ...]
    quoted: bool = False
    numbers: tuple[Number, ...] = ()
    condition: str = ""
    condition_span: Span | None = None
    denies: str = ""
    analyzer: str = ""
    rule: str = ""
    score: float = 0.0


class Dating(Record, frozen=True, kw_only=True):
    """When an article was written: from its own date, through a copy, or unknown ("" and `Precision.UNKNOWN`), with the reason."""

    _identity = ("article", "start", "end", "reason", "copies")
    article: str
    start: str
    end: str
    precision: Precision
    reason: str
    copies: tuple[str, ...] = ()


class Origin(Record, frozen=True, kw_only=True):
    """A root of telling: a text, a hidden dispatch, or a speaker on an occasion; `label` names it in words."""

    _identity = ("kind", "root", "articles")
    kind: OriginKind
    root: str
    label: str
    articles: tuple[str, ...]
    copies: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


class Story(Record, frozen=True, kw_only=True):
    """Articles about one thing. `start` and `end` are the days of their publication ("" unknown)."""

    _identity = ("articles",)
    articles: tuple[str, ...]
    start: str
    end: str
    title: str
    headline: Span
    copies: tuple[str, ...] = ()
    datings: tuple[str, ...] = ()


class Event(Record, frozen=True, kw_only=True):
    """Claims of one happening. `handle` is the id of its first claim in (published, id) order and stays when the event grows."""

    _identity = ("handle", "claims", "reporting", "claimants")
    handle: str
    story: str
    action: str
    mode: str = ""
    who: Party | None = None
    whom: Party | None = None
    where: Place | None = None
    when: When | None = None
    status: Status
    standing: Standing
    claims: tuple[str, ...]
    denials: tuple[str, ...] = ()
    reporting: tuple[str, ...] = ()
    claimants: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    disagree: tuple[str, ...] = ()


class Reading(Record, frozen=True, kw_only=True):
    """An indicator on one day for a pair of actors, beside the pair's own normal (10th and 90th percentile of its earlier days).

    `looked` says what silence rests on: datings under a reading of coverage, that reading under a cell without events.
    """

    _identity = ("indicator", "pair", "day", "events", "looked")
    indicator: str
    pair: str
    day: str
    value: int
    low: float | None
    high: float | None
    days: int
    state: str
    events: tuple[str, ...] = ()
    looked: tuple[str, ...] = ()


class Forecast(Record, frozen=True, kw_only=True):
    """A probability for a pair as log-odds, with interval, base rate and sample. `simulated` marks an invented world."""

    _identity = ("pair", "issued", "horizon", "outcome", "digest")
    pair: str
    issued: str
    horizon: int
    outcome: str
    log_odds: float
    low: float
    high: float
    base_rate: float
    sample: int
    base_count: int
    drivers: tuple[str, ...]
    digest: str
    simulated: bool = False
    readings: tuple[str, ...] = ()


class Abstention(Record, frozen=True, kw_only=True):
    """No number is given for a pair, and why."""

    _identity = ("pair", "issued", "horizon", "outcome", "reason")
    pair: str
    issued: str
    horizon: int
    outcome: str
    reason: str
    days: int
    needed: int
    readings: tuple[str, ...] = ()


class Line(Record, frozen=True, kw_only=True):
    """One line of a brief. It cites spans; no name or number stands in it that is absent from them. `rests` are the ids it was made of."""

    _identity = ("kind", "text", "cites", "rests")
    kind: LineKind
    text: str
    cites: tuple[Span, ...]
    rests: tuple[str, ...]
    event: str = ""


class Failure(Record, frozen=True, kw_only=True):
    """What went wrong, where, and what to do. `page` is "" when not even a page could be made."""

    _identity = ("stage", "origin", "page", "reason")
    stage: str
    origin: str
    page: str
    reason: str
    hint: str
    sha256: str = ""
    size: int = 0


RECORDS: tuple[type[Record], ...] = (
    Page, Capture, Article, Copy, Claim, Dating, Origin, Story, Event, Reading, Forecast, Abstention, Line, Failure,
)  # fmt: skip


def ident(record: Record) -> str:
    """24 hexadecimal digits over the kind and the identity fields of a record (blake2b of their MessagePack form)."""
    kind = type(record)
    body = msgspec.msgpack.encode([kind.__name__, [getattr(record, name) for name in kind._identity]])
    return hashlib.blake2b(body, digest_size=12).hexdigest()


def rests_on(record: Record) -> tuple[str, ...]:
    """The ids of the records that `record` rests on directly; empty for a Page."""
    match record:
        case Capture(page=page) | Article(page=page):
            return (page,)
        case Failure(page=page):
            return (page,) if page else ()
        case Copy():
            return (record.left_article, record.right_article)
        case Claim():
            return (record.article,)
        case Dating():
            return (record.article, *record.copies)
        case Origin():
            return (*record.articles, *record.copies, *record.claims)
        case Story():
            return (*record.articles, *record.copies, *record.datings)
        case Event():
            return (record.story, *record.claims, *record.denials, *record.reporting, *record.claimants)
        case Reading():
            return (*record.events, *record.looked)
        case Forecast(readings=readings) | Abstention(readings=readings):
            return readings
        case Line():
            return record.rests
    return ()


def excerpt(article: Article, span: Span) -> str:
    """The characters of `span`, read from the article's segments; "" when the span lies outside them."""
    parts = []
    for segment in article.segments:
        low, high = max(span.start, segment.span.start), min(span.end, segment.span.end)
        if low < high:
            parts.append(segment.text[low - segment.span.start : high - segment.span.start])
    return " ".join(parts)
