"""The source summary statement and the endnotes of a brief (after ICD 206: what it rests on, in figures and in full references)."""

from __future__ import annotations

from offing.records import Article, Capture, Claim, Event, Page, Span, Value
from offing.tell.lineages import list_lineages
from offing.tell.lines import find_speaker
from offing.tell.passages import overlap_spans, read_span
from offing.tell.phrases import UNNAMED, clip_text, count_words, join_words, name_outlet, name_party, say_moment, say_published, tidy_text
from offing.tell.views import View


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


def summarise_sources(view: View, told: list[Event], tool: str = "") -> tuple[str, ...]:
    """The paragraphs of the source summary statement."""
    articles = view.all(Article)
    return tuple(text for text in (_say_articles(view, articles), _say_voices(view, told), _say_machine(view, tool)) if text)


def _say_articles(view: View, articles: list[Article]) -> str:
    outlets = {name_outlet(article) for article in articles}
    texts = list_lineages(view)
    hidden = [text for text in texts if text.hidden and not text.credited]
    absent = [text for text in texts if text.hidden and text.credited]
    text = f"This brief rests on {count_words(len(articles), 'article')} from {count_words(len(outlets), 'outlet')}."
    if articles:
        text += f" After copies are folded they are {count_words(len(texts), 'text origin')}."
    if hidden:
        carried = sum(len(lineage.articles) for lineage in hidden)
        text += f" {count_words(carried, 'article')} carry {count_words(len(hidden), 'dispatch', 'dispatches')} that no page credits."
    if absent:
        carried = sum(len(lineage.articles) for lineage in absent)
        text += f" {count_words(carried, 'article')} credit an agency whose own text was not read."
    most = sorted(
        ((sum(1 for article in articles if name_outlet(article) == outlet), outlet) for outlet in outlets),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if len(outlets) > 1 and most[0][0] > 1:
        text += f" The most come from {most[0][1]}: {most[0][0]}."
    return text


def _say_voices(view: View, told: list[Event]) -> str:
    named: set[str] = set()
    unnamed = narrated = 0
    for claim in {ident for event in told for ident in (*event.claims, *event.denials)}:
        record = view.find(claim)
        if not isinstance(record, Claim):
            continue
        teller = find_speaker(record)
        if teller is None:
            narrated += 1
        elif teller.party.code or teller.party.name:
            named.add(name_party(teller.party))
        else:
            unnamed += teller.party.words != UNNAMED
    text = f"{count_words(len(named), 'speaker')} {'is' if len(named) == 1 else 'are'} named" if named else "No speaker is named"
    shown = sorted(named)
    text += f": {join_words(shown[:6])}{f' and {len(shown) - 6} more' if len(shown) > 6 else ''}." if named else "."
    if unnamed:
        text += f" {count_words(unnamed, 'claim')} rest on speakers known only by their office or not at all."
    return text + (f" {count_words(narrated, 'claim')} are told by outlets in their own voice." if narrated else "")


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


def name_title(article: Article) -> str:
    """A title for lists; the first words where there is none."""
    return tidy_text(article.title) or clip_text(article.text, 60) or "untitled"
