"""The values inside records: spans, parties, places, times, numbers, tellers, segments, and the small closed vocabularies.

A value has no id of its own. Offsets are code points, half open: `page.text[span.start:span.end]`.
"""

from __future__ import annotations

from enum import StrEnum

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


class Certainty(StrEnum):
    """How sure the words of a clause are of its content: told plainly, as likely, or as no more than possible."""

    PLAIN = "plain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


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


class DecisionKind(StrEnum):
    """What an analyst decided about two texts: `cut` (they are independent), `add` (one is from the other, or both from one dispatch)."""

    CUT = "cut"
    ADD = "add"


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


class Anchor(Value, frozen=True, kw_only=True):
    """The subject of a decision on a page: the hash of the page's bytes, the quoted words, and where they stand in its page text now."""

    sha256: str
    span: Span
    words: str


SECTORS = frozenset("GOV MIL COP JUD LEG SPY PTY OPP REB CVL JRN BUS LAB EDU REL REF CRM UAF MED PRM".split())


class Party(Value, frozen=True, kw_only=True):
    """Someone who acts or is acted on, in the page's words.

    `code` is ISO 3166 alpha-3 + PLOVER sector (`USAMIL`, `IRN`), the sector alone where no state is known (`COP`), "" when unknown;
    `name` the gazetteer's canonical name ("Iran", "Mark Esper"), or the words without article; `proxy_of` the code of a patron
    ("Iran-backed").
    """

    words: str
    span: Span | None = None
    code: str = ""
    name: str = ""
    proxy_of: str = ""

    @property
    def state(self) -> str:
        """The first three letters of the code (a state, IGO, IMG, NGO); "" when no state is known."""
        return "" if self.code in SECTORS else self.code[:3]


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


class Header(Value, frozen=True):
    """One header line that came with a page (HTTP, mail, archive record), as it was sent."""

    name: str
    value: str


class Pointer(Value, frozen=True):
    """Where the bytes of a page stay in the user's own archive: `length` bytes of the file from `offset` hold its record."""

    path: str
    offset: int
    length: int


class Edit(Value, frozen=True, kw_only=True):
    """One change between two copies. `kind`: dropped, added, reworded, softened, hardened, number."""

    kind: str
    left: str
    right: str
