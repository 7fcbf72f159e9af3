"""A hand-made reading of a few documents (`gold.json`): its form, and where its stretches stand on the pages of a case.

Offsets in a gold hold for plain-text documents. For other documents a stretch is found by its `text`, nearest to its `start`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from offing.errors import EvalError
from offing.records import Capture, Page, Span
from offing.tell.views import View


class Stretch(Struct, kw_only=True):
    """Characters `start` to `end` of document `doc`, holding `text`; or the words of a headline; or a sentence of the gold by name."""

    doc: str = ""
    start: int = -1
    end: int = -1
    text: str = ""
    sentence: str = ""
    headline: str = ""


class GoldSegment(Stretch, kw_only=True):
    """A stretch with its role in the gold's own words."""

    role: str


class DocumentDate(Struct, kw_only=True):
    """The date a document tells by itself (None: none) and the date it was written as far as all texts together tell."""

    text_only: str | None = None
    resolved: str | None = None


class GoldDocument(Struct, kw_only=True):
    """One document of the gold and its file (`feed.xml`, or `feed.xml#3` for one of its entries).

    `depth` "full": happenings, sayings and times are listed in full, so that what else is found there is wrong; else only some are.
    `dispatch` names the text that it carries; its agency's own page is the one whose outlet is `agency_named_for_text`.
    """

    id: str
    file: str
    url: str = ""
    depth: str = "full"
    document_date: DocumentDate | None = None
    dispatch: str = ""
    outlet_of_text: str | None = None
    agency_named_for_text: str | None = None


class Boundary(Struct, kw_only=True):
    """Where another story stands on the page of `doc`."""

    doc: str
    unrelated_story: tuple[int, int] | None = None
    first_words_of_unrelated: str = ""


class Pair(Struct, kw_only=True):
    """Two sentences of which one copies (or rewords) the other."""

    a: str
    b: str
    kind: str = ""


class Timex(Stretch, kw_only=True):
    """A time expression with its TIMEX3 value; `anchor` None: the text gives nothing to resolve it against."""

    value: str
    anchor: str | None = None


class GoldParty(Struct, kw_only=True):
    """Who, in the gold's words, with a code such as `USAGOVMIL`, `IRQREB(pro-IRN)`, `EGYGOV;USAGOV` or None."""

    name: str = ""
    code: str | None = None


class GoldPlace(Struct, kw_only=True):
    """Where a happening was; `country` ISO 3166 alpha-3."""

    name: str = ""
    country: str | None = None


class GoldDate(Struct, kw_only=True):
    """When a happening was: an ISO day, `day/day`, or None."""

    resolved: str | None = None
    alternatives: list[str] = []


class GoldEvent(Struct, kw_only=True):
    """A happening and where it is told. `status_accept` lists the right statuses; empty: nothing may be coded there."""

    id: str
    mentions: list[Stretch]
    status_accept: list[str]
    plover: str = ""
    cameo_root: str | None = None
    action: str = ""
    actor: GoldParty | None = None
    target: GoldParty | None = None
    place: GoldPlace | None = None
    date: GoldDate | None = None
    trigger: str = ""
    reporting_origins: int | None = None
    standing: str | None = None


class GoldQuote(Struct, kw_only=True):
    """Source, cue and content of one saying."""

    doc: str
    source: Stretch
    cue: Stretch
    content: Stretch
    source_is_pronoun: bool = False


class GoldClaim(Struct, kw_only=True):
    """Something somebody says, and where."""

    id: str
    speaker: str
    mentions: list[GoldQuote]
    kind: str = ""
    reports_event: str | None = None


class GoldDenial(Struct, kw_only=True):
    """What is denied, by whom (a code), of which event, and the denying act."""

    id: str
    denied_event: str
    denier: str
    doc: str
    what: str = ""
    act: str = ""
    status_accept: list[str] = []


class Narration(Struct, kw_only=True):
    """Sentences that nobody but the outlet tells."""

    doc: str
    sentences: list[str] = []


class OriginGroup(Struct, kw_only=True):
    """Documents that share one root, and the events they tell from it."""

    origin: str
    documents: list[str]
    supports: list[str] = []


class HardenedHeadline(Struct, kw_only=True):
    """A headline that says more than its text, and the statuses that are right for each."""

    doc: str
    headline: str
    text_sentence: str
    text_status: list[str]
    headline_status: list[str]


class Witness(Struct, kw_only=True):
    """How many speakers stand behind a happening; `also` names events of the gold that are the same happening in another status."""

    event: str | None = None
    also: list[str] = []
    claimant_origins: int | None = None


class GoldStory(Struct, kw_only=True):
    """Documents that tell one story."""

    id: str = ""
    documents: list[str]


class GoldOrigins(Struct, kw_only=True):
    """How many reporting origins stand behind what several documents tell."""

    groups: list[OriginGroup] = []
    independent_origins_of_the_core_report: int | None = None


class Gold(Struct, kw_only=True):
    """The parts of a `gold.json` that are scored; other keys are for people."""

    documents: list[GoldDocument]
    segments: list[GoldSegment] = []
    unrelated_story_boundary: Boundary | list[Boundary] | None = None
    sentences: dict[str, Stretch] = {}
    copied_pairs: list[Pair] = []
    same_facts_reworded: list[Pair] = []
    timex: list[Timex] = []
    events: list[GoldEvent] = []
    unrelated_story_events: list[GoldEvent] = []
    claims: list[GoldClaim] = []
    unrelated_story_claims: list[GoldClaim] = []
    denied_claims: list[GoldDenial] = []
    unattributed_narration: list[Narration] = []
    hardened_headlines: list[HardenedHeadline] = []
    independent_origins: list[Witness] = []
    stories: list[GoldStory] = []
    story: GoldStory | None = None
    origins: GoldOrigins = msgspec.field(default_factory=GoldOrigins)

    @property
    def boundaries(self) -> list[Boundary]:
        """The boundaries of other stories, as a list whatever the gold writes."""
        if self.unrelated_story_boundary is None:
            return []
        return [self.unrelated_story_boundary] if isinstance(self.unrelated_story_boundary, Boundary) else self.unrelated_story_boundary

    @property
    def all_events(self) -> list[GoldEvent]:
        """The happenings of the main and of the other stories."""
        return [*self.events, *self.unrelated_story_events]

    @property
    def all_claims(self) -> list[GoldClaim]:
        """What is said in the main and in the other stories."""
        return [*self.claims, *self.unrelated_story_claims]


def read_gold(raw: Mapping[str, object] | bytes) -> Gold:
    """The gold from the bytes of its file or from the decoded object. Raises EvalError when its form is another."""
    try:
        return msgspec.json.decode(raw, type=Gold) if isinstance(raw, bytes) else msgspec.convert(raw, Gold)
    except msgspec.MsgspecError as problem:
        raise EvalError(f"the gold cannot be read: {problem}", hint="compare its form with examples/embassy/gold.json") from problem


def find_stretch(text: str, stretch: Stretch, taken: Sequence[tuple[int, int]] = ()) -> tuple[int, int] | None:
    """Where `stretch` stands in a page text: at its own offsets if they hold its words, else its words nearest to `start`.

    White space in the words matches any white space. Places that overlap `taken` are passed over. None: not on the page.
    """
    words = stretch.text or stretch.headline
    if 0 <= stretch.start < stretch.end <= len(text) and words in ("", text[stretch.start : stretch.end]):
        return stretch.start, stretch.end
    if not words.strip():
        return None
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = [match.span() for match in re.finditer(pattern, text)]
    free = [place for place in found if not any(place[0] < end and start < place[1] for start, end in taken)]
    if not free:
        return None
    return free[0] if stretch.start < 0 else min(free, key=lambda place: (abs(place[0] - stretch.start), place))


def match_pages(gold: Gold, view: View) -> dict[str, Page]:
    """The page of each document (document id -> Page), by file name; among the pages of one file, the one that holds most of its words.

    A document whose page is not in the case is left out.
    """
    segments: dict[str, list[GoldSegment]] = {}
    for segment in gold.segments:
        segments.setdefault(segment.doc, []).append(segment)
    pages = {page.id: page for page in view.all(Page)}
    matched = {}
    for document in gold.documents:
        candidates = {capture.page for capture in view.all(Capture) if _names_file(capture.origin, document.file)} & pages.keys()
        if candidates:
            wanted = segments.get(document.id, [])
            best = max(sorted(candidates), key=lambda page: (_held(pages[page], wanted), pages[page].url == document.url != ""))
            matched[document.id] = pages[best]
    return matched


def _names_file(origin: str, file: str) -> bool:
    path, _, part = origin.rpartition("#") if "#" in origin else (origin, "", "")
    whole = f"{path}#{part}" if "#" in file else path
    return whole == file or whole.endswith("/" + file)


def _held(page: Page, segments: Sequence[GoldSegment]) -> int:
    return sum(len(segment.text) for segment in segments if find_stretch(page.text, segment))


class Ground:
    """Gold and case side by side: the pages of the documents and the places of the gold's stretches on them."""

    def __init__(self, gold: Gold, view: View, pages: Mapping[str, Page] | None = None) -> None:
        self.gold = gold
        self.view = view
        self.pages = dict(pages) if pages is not None else match_pages(gold, view)
        self.misses = [
            f"{document.id}: the case has no page from {document.file}" for document in gold.documents if document.id not in self.pages
        ]

    def find_doc(self, stretch: Stretch, doc: str = "") -> str:
        """The document of a stretch: its own, else `doc`, else that of the sentence it names; "" when nothing tells."""
        named = self.gold.sentences.get(stretch.sentence)
        return stretch.doc or doc or (named.doc if named else "")

    def place(self, stretch: Stretch, doc: str = "") -> Span | None:
        """The span of a stretch (through its sentence when it names one), or None."""
        named = self.gold.sentences.get(stretch.sentence)
        page = self.pages.get(self.find_doc(stretch, doc))
        if page is None:
            return None
        if named is None or stretch.text:
            found = find_stretch(page.text, stretch)
            return Span(page.id, *found) if found else None
        whole = find_stretch(page.text, named)
        if whole is None:
            return None
        if stretch.start < 0:
            return Span(page.id, *whole)
        # A mention without words of its own keeps its place inside its sentence, wherever the sentence stands on the page.
        shift = whole[0] - named.start
        return Span(page.id, stretch.start + shift, min(stretch.end + shift, len(page.text)))

    def place_sentence(self, name: str) -> Span | None:
        """The span of a sentence of the gold by its name."""
        return self.place(Stretch(sentence=name)) if name in self.gold.sentences else None
