"""The vocabulary: every record, in flow order, on one page.

Each record rests on records before it, down to characters of a page (`rests_on`). Records are frozen. A record's `id` is a hash of
what it says, never of scores, fetch times or the run that made it: the same input gives the same ids, in any order, and what says
something else is another record (a newer version of a stage never hides behind an old id).
Offsets are code points, half open: `page.text[span.start:span.end]`.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import ClassVar

import msgspec
from msgspec import Struct

from offing.values import (
    Anchor,
    Certainty,
    CopyKind,
    DecisionKind,
    Direction,
    Edit,
    Header,
    LineKind,
    Number,
    OriginKind,
    Party,
    Place,
    Pointer,
    Precision,
    Role,
    Segment,
    Span,
    Standing,
    Status,
    Teller,
    Value,
    When,
)  # fmt: skip

__all__ = [
    "Abstention", "Anchor", "Article", "Capture", "Certainty", "Claim", "Copy", "CopyKind", "Dating", "Decision", "DecisionKind",
    "Direction", "Edit", "Event", "Failure", "Forecast", "Header", "Line", "LineKind", "Number", "Origin", "OriginKind", "Page", "Party",
    "Place", "Pointer", "Precision", "RECORDS", "Reading", "Record", "Role", "Segment", "Span", "Standing", "Status", "Story", "Teller",
    "Value", "When", "excerpt", "ident", "rests_on",
]  # fmt: skip


class Record(Struct, frozen=True, kw_only=True):
    """A record with an id made of its identity: all fields but the id and those in `_beside`, or just those in `_identity`.

    Fields in `_later` came with a later version; they count when they are not their default, so that the ids of older records hold.
    """

    id: str = ""
    _identity: ClassVar[tuple[str, ...]] = ()
    _beside: ClassVar[tuple[str, ...]] = ()
    _later: ClassVar[tuple[str, ...]] = ()

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
    """Where and when a page was found. `origin` is a path below its source (`folder/a.html`, `dump.jsonl#12`, `a.warc.gz#<offset>`).

    `time` is the file's own, or that of the request. `url` is the address that answered, `status` the HTTP status (0: none),
    `headers` are those of the answer, `tool` what captured it. `pointer` says where the bytes stay when they were not copied.
    """

    _identity = ("page", "origin")
    page: str
    origin: str
    time: str
    size: int
    url: str = ""
    status: int = 0
    headers: tuple[Header, ...] = ()
    tool: str = ""
    pointer: Pointer | None = None


class Article(Record, frozen=True, kw_only=True):
    """One story on a page. Its segments and those of the page's other articles rebuild the page text; `text` joins the body segments.

    `published` is the article's own date (None: it says none); `known_by` says how it is known (JSON-LD, meta, text, address).
    `revises`: the id of the article as its page alone gave it (no longer current), where lines were cut that recur across the outlet.
    """

    _beside = ("text", "revises")
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
    revises: str = ""


class Copy(Record, frozen=True, kw_only=True):
    """A passage two articles share. `kept`: share of the shorter side's words that stand on the other side (0-1)."""

    _beside = ("kept", "score")
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
    `certainty` is that of the clause's own words (may, probably), whoever tells it.
    """

    _beside = ("score",)
    _later = ("certainty",)
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
    certainty: Certainty = Certainty.PLAIN
    tellers: tuple[Teller, ...]
    quoted: bool = False
    numbers: tuple[Number, ...] = ()
    condition: str = ""
    condition_span: Span | None = None
    denies: str = ""
    analyzer: str = ""
    rule: str = ""
    score: float = 0.0


class Decision(Record, frozen=True, kw_only=True):
    """What an analyst decided about the copy edge between two texts; an input of the weighing, made by nobody but the analyst.

    `left` and `right` name the articles by words on their pages: a headline, or with `passage` the two passages that alone are meant.
    `direction` says which side an added edge comes from (left, right, common hidden source).
    """

    _beside = ("time",)
    kind: DecisionKind
    left: Anchor
    right: Anchor
    passage: bool
    direction: Direction
    reason: str
    by: str
    time: str


class Dating(Record, frozen=True, kw_only=True):
    """When an article was written: from its own date, through a copy, or unknown ("" and `Precision.UNKNOWN`), with the reason."""

    article: str
    start: str
    end: str
    precision: Precision
    reason: str
    copies: tuple[str, ...] = ()


class Origin(Record, frozen=True, kw_only=True):
    """A root of telling: a text, a hidden dispatch, or a speaker on an occasion; `label` names it in words."""

    kind: OriginKind
    root: str
    label: str
    articles: tuple[str, ...]
    copies: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


class Story(Record, frozen=True, kw_only=True):
    """Articles about one thing. `start` and `end` are the days of their publication ("" unknown)."""

    articles: tuple[str, ...]
    start: str
    end: str
    title: str
    headline: Span
    copies: tuple[str, ...] = ()
    datings: tuple[str, ...] = ()


class Event(Record, frozen=True, kw_only=True):
    """Claims of one happening. `handle` is the id of its first claim in (published, id) order and stays when the event grows.

    `decisions`: those of the analyst without which its origins would be others.
    """

    _later = ("decisions",)
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
    decisions: tuple[str, ...] = ()


class Reading(Record, frozen=True, kw_only=True):
    """An indicator on one day for a pair of actors, beside the pair's own normal (10th and 90th percentile of its earlier days).

    `looked` says what silence rests on: datings under a reading of coverage, that reading under a cell without events.
    """

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

    kind: LineKind
    text: str
    cites: tuple[Span, ...]
    rests: tuple[str, ...]
    event: str = ""


class Failure(Record, frozen=True, kw_only=True):
    """What went wrong, where, and what to do. `page` is "" when not even a page could be made."""

    stage: str
    origin: str
    page: str
    reason: str
    hint: str
    sha256: str = ""
    size: int = 0


RECORDS: tuple[type[Record], ...] = (
    Page, Capture, Article, Copy, Claim, Decision, Dating, Origin, Story, Event, Reading, Forecast, Abstention, Line, Failure,
)  # fmt: skip


@cache
def identity_of(kind: type[Record]) -> tuple[str, ...]:
    """The names of the fields that a record's id is made of."""
    return kind._identity or tuple(name for name in kind.__struct_fields__ if name != "id" and name not in kind._beside)


@cache
def _defaults_of(kind: type[Record]) -> dict[str, object]:
    """The fields that came with a later version, with the value that older records have in them."""
    return {field.name: field.default for field in msgspec.structs.fields(kind) if field.name in kind._later}


def ident(record: Record) -> str:
    """24 hexadecimal digits over the kind and the identity fields of a record (blake2b of their MessagePack form)."""
    kind = type(record)
    later = _defaults_of(kind)
    told = [getattr(record, name) for name in identity_of(kind) if name not in later or getattr(record, name) != later[name]]
    body = msgspec.msgpack.encode([kind.__name__, told])
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
        case Decision():
            return tuple(dict.fromkeys((record.left.span.page, record.right.span.page)))
        case Dating():
            return (record.article, *record.copies)
        case Origin():
            return (*record.articles, *record.copies, *record.claims)
        case Story():
            return (*record.articles, *record.copies, *record.datings)
        case Event():
            return (record.story, *record.claims, *record.denials, *record.reporting, *record.claimants, *record.decisions)
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
