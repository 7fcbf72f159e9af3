"""The source summary statement and the endnotes of a brief (after ICD 206: what it rests on, in figures and in full references)."""

from __future__ import annotations

from pathlib import PurePosixPath

from offing.records import Article, Capture, Claim, Event, Failure, Page, Span, Value
from offing.tell.lineages import Lineage
from offing.tell.lines import find_speaker
from offing.tell.passages import overlap_spans, read_span
from offing.tell.phrases import UNNAMED, clip_text, count_words, join_words, name_outlet, name_party, say_moment, say_published
from offing.tell.tallies import Entry, Statement, Tally, find_opening, tally_articles, tally_claims, tally_lineages
from offing.tell.views import View
from offing.tell.witnesses import Ledger

PASSED = "passed over"


class Endnote(Value, frozen=True):
    """Where a cited sentence stands: outlet, title, address, published (and how known), captured, hash, span, the characters."""

    number: int
    span: Span
    outlet: str
    title: str
    url: str
    published: str
    captured: str
    sha256: str
    quote: str
    article: str


class Endnotes:
    """Numbers cited spans in the order in which they are first cited."""

    def __init__(self, view: View) -> None:
        self._articles: dict[str, list[Article]] = {}
        for article in view.all(Article):
            self._articles.setdefault(article.page, []).append(article)
        self._captures: dict[str, Capture] = {}
        for capture in sorted(view.all(Capture), key=lambda capture: (capture.time, capture.id), reverse=True):
            self._captures[capture.page] = capture
        self._pages = {page.id: page for page in view.all(Page)}
        self.notes: list[Endnote] = []
        self._numbers: dict[Span, int] = {}

    def cite(self, span: Span) -> int:
        """The number of the endnote of a span; a new note is added at its first use."""
        if span not in self._numbers:
            self._numbers[span] = len(self.notes) + 1
            self.notes.append(self._describe(span, len(self.notes) + 1))
        return self._numbers[span]

    def _describe(self, span: Span, number: int) -> Endnote:
        found = [
            article
            for article in self._articles.get(span.page, [])
            if any(overlap_spans(segment.span, span) for segment in article.segments)
        ]
        article = next(iter(found), None)
        capture, page = self._captures.get(span.page), self._pages.get(span.page)
        return Endnote(
            number=number,
            span=span,
            outlet=name_outlet(article) if article else "unknown outlet",
            title=article.title if article else "",
            url=(article.url if article else "") or (page.url if page else "") or (capture.origin if capture else ""),
            published=say_published(article) if article else "no date on the page",
            captured=say_moment(capture.time) if capture and capture.time else "at an unknown time",
            sha256=page.sha256 if page else "",
            quote=clip_text(read_span(article, span), 220) if article else "",
            article=article.id if article else "",
        )


def summarise_sources(ledger: Ledger, told: list[Event], tool: str = "") -> tuple[Statement, ...]:
    """The paragraphs of the source summary statement; every count in them carries what it counts."""
    view = ledger.view
    paragraphs = (_say_articles(ledger), _say_voices(ledger, told), Statement(text=_say_machine(view, tool)), _say_passed(view))
    return tuple(paragraph for paragraph in paragraphs if paragraph.text)


def _say_articles(ledger: Ledger) -> Statement:
    articles = ledger.view.all(Article)
    outlets: dict[str, list[Article]] = {}
    for article in articles:
        outlets.setdefault(name_outlet(article), []).append(article)
    texts = ledger.lineages
    hidden = [text for text in texts if text.hidden and not text.credited]
    absent = [text for text in texts if text.hidden and text.credited]
    firsts = tuple(Entry(words=name, span=find_opening(outlets[name][0]), soft=True) for name in sorted(outlets))
    every, sources = tally_articles(articles), Tally(words=count_words(len(outlets), "outlet"), entries=firsts)
    text = f"This brief rests on {every.words} from {sources.words}."
    tallies = [every, sources]
    if articles:
        tallies.append(tally_lineages(ledger, texts))
        text += f" After copies are folded they are {tallies[-1].words}."
    if hidden:
        carried = tally_articles(_members(ledger, hidden), "carry a dispatch without credit")
        tallies += [carried, tally_lineages(ledger, hidden, noun="dispatch", plural="dispatches")]
        text += f" {carried.words} carry {tallies[-1].words} that no page credits."
    if absent:
        tallies.append(tally_articles(_members(ledger, absent), "credit an agency that was not read"))
        text += f" {tallies[-1].words} credit an agency whose own text was not read."
    most = sorted(outlets, key=lambda name: (-len(outlets[name]), name))
    if len(outlets) > 1 and len(outlets[most[0]]) > 1:
        tallies.append(tally_articles(outlets[most[0]], most[0]))
        text += f" The most come from {most[0]}: {tallies[-1].words}."
    return Statement(text=text, tallies=tuple(tallies))


def _members(ledger: Ledger, lineages: list[Lineage]) -> list[Article]:
    return [ledger.desk.articles[ident] for lineage in lineages for ident in lineage.articles]


def _say_voices(ledger: Ledger, told: list[Event]) -> Statement:
    named: dict[str, Claim] = {}
    unnamed: list[Claim] = []
    narrated: list[Claim] = []
    for claim in ledger.claims({ident for event in told for ident in (*event.claims, *event.denials)}):
        teller = find_speaker(claim)
        if teller is None:
            narrated.append(claim)
        elif teller.party.code or teller.party.name:
            named.setdefault(name_party(teller.party), claim)
        elif teller.party.words != UNNAMED:
            unnamed.append(claim)
    shown = sorted(named)
    speakers = Tally(
        words=count_words(len(named), "speaker"), entries=tuple(Entry(words=name, span=_say_where(ledger, named[name])) for name in shown)
    )
    text = f"{speakers.words} {'is' if len(named) == 1 else 'are'} named" if named else "No speaker is named"
    text += f": {join_words(shown[:6] + (['others'] if len(shown) > 6 else []))}." if named else "."
    tallies = [speakers] if named else []
    if unnamed:
        tallies.append(tally_claims(ledger, unnamed, about="told by speakers without a name"))
        text += f" {tallies[-1].words} {'rests' if len(unnamed) == 1 else 'rest'} on speakers known only by their office or not at all."
    if narrated:
        tallies.append(tally_claims(ledger, narrated, about="told by outlets in their own voice"))
        text += f" {tallies[-1].words} {'is' if len(narrated) == 1 else 'are'} told by outlets in their own voice."
    return Statement(text=text, tallies=tuple(tallies))


def _say_where(ledger: Ledger, claim: Claim) -> Span:
    telling = ledger.tell(claim)
    return telling.span if telling else claim.sentence


def _say_passed(view: View) -> Statement:
    """Files that no reader reads: how many, and their endings."""
    passed = [failure for failure in view.all(Failure) if failure.reason.startswith(PASSED)]
    if not passed:
        return Statement(text="")
    endings = sorted({PurePosixPath(failure.origin).suffix.lower() or "no ending" for failure in passed})
    shown = ", ".join(endings[:8]) + (" and others" if len(endings) > 8 else "")
    verb, being = ("was", "a format that is") if len(passed) == 1 else ("were", "formats that are")
    return Statement(text=f"{count_words(len(passed), 'file')} {verb} passed over, being in {being} not read ({shown}).")


def _say_machine(view: View, tool: str) -> str:
    analyzers = sorted({claim.analyzer for claim in view.all(Claim) if claim.analyzer})
    rules = all(analyzer.startswith("rules") for analyzer in analyzers)
    made = f"analyzer {join_words(analyzers)}" if analyzers else "no analyzer named"
    text = f"Machine-made: every reported line is chosen and cut from the saved pages by rule ({made}{', ' + tool if tool else ''}); "
    text += "the wording inside quotation marks is the page’s."
    if analyzers and rules:
        text += " Claims were found by rules alone, without a language model: expect missed claims and some wrong actors."
    return text + " Sources are not graded in this case: each outlet stands as F (not yet judged)."


def mark_invented(view: View) -> int:
    """How many articles come from invented outlets."""
    return sum(1 for article in view.all(Article) if article.invented)
