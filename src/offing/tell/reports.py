"""The report: a brief and its evidence as one static HTML file. No script, no request; every number leads to a lit sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from offing.records import Article, Capture, Claim, Decision, Event, Line, Page, Span, Story, Value
from offing.tell.briefs import Brief, BriefLine
from offing.tell.charts import draw_probability, draw_timeline
from offing.tell.comparisons import Comparison, Match, Side
from offing.tell.directions import say_likely
from offing.tell.graphs import draw_graph, graph_rows, rank_edges
from offing.tell.judgements import Judgement
from offing.tell.lines import QUOTE_PARTS
from offing.tell.maps import draw_map
from offing.tell.marks import list_points, list_spots
from offing.tell.panes import Pane, Panes, anchor_page, show_text
from offing.tell.passages import read_span
from offing.tell.phrases import (
    border_of,
    clip_text,
    count_words,
    name_act,
    name_outlet,
    say_day,
    say_interval,
    say_moment,
    say_published,
    say_status,
    say_when,
    short_hash,
    tidy_text,
)  # fmt: skip
from offing.tell.stories import StoryPart, make_story_part, rank_stories
from offing.tell.tallies import (
    Entry,
    Statement,
    Tally,
    find_opening,
    state_decisions,
    tally_articles,
    tally_lineages,
    tally_stories,
    tally_tellings,
    tally_texts,
    tally_voices,
)  # fmt: skip
from offing.tell.unknowns import Unknown
from offing.tell.views import View
from offing.tell.witnesses import Denial, Ledger, say_number

TEMPLATES = ("report.html.j2", "brief.html.j2", "story.html.j2", "counts.html.j2", "evidence.html.j2", "parts.html.j2")
LISTED = 200


class PageCard(Value, frozen=True):
    """A saved page in the evidence section: its pane and what stands below it."""

    pane: Pane
    outlet: str
    title: str
    url: str
    published: str
    captured: str
    sha256: str
    length: int
    language: str


class CountedList(Value, frozen=True):
    """A list that a number leads to: its anchor, the number in words, what it is about, and (words, link) of each thing counted."""

    anchor: str
    words: str
    about: str
    entries: tuple[tuple[str, str], ...]
    more: int


def write_report(view: View, brief: Brief, *, stories: int = 3) -> str:
    """The report as one HTML document (UTF-8 text). `stories` bounds the story sections; the other stories are listed. Deterministic."""
    order = [line.event.id for line in brief.lines()]
    ranked = rank_stories(view)
    told = {event.story for event in view.all(Event)}
    main = [story for number, story in enumerate(ranked) if story.id in told and (number == 0 or len(story.articles) > 1)][:stories]
    parts = [make_story_part(view, story, order) for story in main]
    printer = Printer(view, brief)
    return (
        load_environment()
        .get_template("report.html.j2")
        .render(
            brief=brief,
            parts=parts,
            others=[story for story in ranked if story not in main],
            printer=printer,
            view=view,
            count=count_words,
            css=read_style("tokens.css") + read_style("report.css"),
            symbols=Markup(read_style("symbols.svg")),
        )
    )


@cache
def read_style(name: str) -> str:
    """A file of the templates folder."""
    return (files("offing.tell") / "templates" / name).read_text("utf-8")


@cache
def load_environment() -> Environment:
    """The templates with escaping on and undefined names an error."""
    environment = Environment(
        loader=DictLoader({name: read_style(name) for name in TEMPLATES}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        page=show_page, day=say_day, moment=say_moment, tag=border_of, status=say_status, when=say_when, number=say_number, clip=clip_text,
        act=name_act, hash=short_hash, groupruns=group_runs,
    )  # fmt: skip
    environment.globals.update(interval=say_interval)
    return environment


def group_runs(rows: Sequence[Match]) -> list[list[Match]]:
    """Rows of a comparison with runs of shared sentences put together; every other row stands alone."""
    groups: list[list[Match]] = []
    for row in rows:
        if groups and row.kind == "shared" and groups[-1][0].kind == "shared":
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def show_page(text: str) -> Markup:
    """Words of a page: isolated from the direction of our own text, control characters shown."""
    return Markup('<bdi dir="auto">{}</bdi>').format(show_text(text))


class Printer:
    """What templates ask for: links to lit sentences, drawings, evidence cards. It remembers every span that was linked to."""

    def __init__(self, view: View, brief: Brief) -> None:
        self._view = view
        self._brief = brief
        self._ledger = Ledger(view)
        self._lists: dict[tuple[Entry, ...], CountedList] = {}
        self._panes = Panes(view)
        self._notes = {note.number: note for note in brief.endnotes}
        self._lines = {line.event.id: line for line in brief.lines()}
        self._captures: dict[str, Capture] = {}
        for capture in sorted(view.all(Capture), key=lambda capture: (capture.time, capture.id), reverse=True):
            self._captures[capture.page] = capture
        for line in brief.lines():
            for ident in line.line.rests:
                claim = view.find(ident)
                if isinstance(claim, Claim):
                    self._underline(claim)

    def _underline(self, claim: Claim) -> None:
        for teller in claim.tellers:
            if teller.kind != "outlet":
                self._panes.underline(teller.party.span, "who")
        if claim.when is not None:
            self._panes.underline(claim.when.span, "wh")

    def link(self, span: Span | None, back: int = 0, soft: bool = False) -> str:
        """`#anchor` of a span that will be lit; "#evidence" when no saved page holds it."""
        anchor = self._panes.cite(span, back, soft=soft) if span is not None else ""
        return f"#{anchor}" if anchor else "#evidence"

    def note(self, number: int, back: int = 0) -> str:
        """The link of an endnote's sentence."""
        return self.link(self._notes[number].span, back)

    def quote(self, number: int) -> str:
        """The words of an endnote, for titles."""
        return self._notes[number].quote

    def first(self, line: BriefLine) -> str:
        """The first sentence that a line rests on."""
        return self.note(line.notes[0], line.number) if line.notes else "#evidence"

    def pieces(self, line: Line) -> list[tuple[str, bool]]:
        """A line's text cut into our words and quoted words (True)."""
        return [(part, part.startswith("“")) for part in QUOTE_PARTS.split(line.text) if part]

    def context(self, line: BriefLine) -> tuple[str, str, str, str, str] | None:
        """The first cited sentence on its saved page: outlet, day, what stands before, the sentence, what stands after."""
        claim = next((claim for ident in line.line.rests if isinstance(claim := self._view.find(ident), Claim)), None)
        if claim is None:
            return None
        article = self._view.get(Article, claim.article)
        for segment in article.segments:
            low, high = claim.sentence.start - segment.span.start, claim.sentence.end - segment.span.start
            if 0 <= low < len(segment.text):
                before, after = tidy_text(segment.text[:low]), tidy_text(segment.text[high:])
                start = "…" + before[-160:].partition(" ")[2] if len(before) > 160 else before
                return name_outlet(article), say_published(article), start, segment.text[low:high], clip_text(after, 160)
        return None

    def side(self, side: Side) -> Markup:
        """A sentence of a comparison with its changed words marked."""
        parts = [Markup("<u>{}</u>").format(show_text(piece.text)) if piece.changed else show_text(piece.text) for piece in side.pieces]
        return Markup('<bdi dir="auto">{}</bdi>').format(Markup("").join(parts))

    def article(self, ident: str) -> Article:
        """An article by id."""
        return self._view.get(Article, ident)

    def headline(self, ident: str) -> str:
        """Where an article's headline is lit (its first told words when it has none)."""
        article = self.article(ident)
        return self.link(find_opening(article), soft=True)

    def outlet(self, ident: str) -> str:
        """The outlet of an article."""
        return name_outlet(self.article(ident))

    def published(self, ident: str) -> str:
        """The article's own date in words."""
        return say_published(self.article(ident))

    def words(self, ident: str) -> int:
        """How many words the body of an article has."""
        return len(self.article(ident).text.split())

    def open_tally(self, tally: Tally, back: int = 0) -> str:
        """Where a tally leads: to the one sentence that it counts, else to its list, which leads to each; "" when it counts nothing."""
        if len(tally.entries) == 1:
            entry = tally.entries[0]
            return self.link(entry.span, back, soft=entry.soft)
        if tally.entries and tally.entries not in self._lists:
            self._lists[tally.entries] = CountedList(
                anchor=f"y{len(self._lists) + 1}",
                words=tally.words,
                about=tally.about,
                entries=tuple((entry.words, self.link(entry.span, soft=entry.soft)) for entry in tally.entries[:LISTED]),
                more=max(0, len(tally.entries) - LISTED),
            )
        return "#" + self._lists[tally.entries].anchor if tally.entries else ""

    def lists(self) -> list[CountedList]:
        """The lists that tallies lead to, in order of use. Ask when every other part is printed."""
        return list(self._lists.values())

    def count(self, tally: Tally, words: str = "", back: int = 0) -> Markup:
        """The words of a tally (or other words for it) as a link to what it counts."""
        href = self.open_tally(tally, back)
        shown = show_page(words or tally.words)
        return Markup('<a class="n ct{}" href="{}">{}</a>').format(" told" if tally.told else "", href, shown) if href else shown

    def say(self, statement: Statement | Unknown | Judgement) -> Markup:
        """A statement with each of its tallies as a link."""
        out, at = Markup(""), 0
        for tally in statement.tallies:
            start = statement.text.find(tally.words, at)
            if start >= 0:
                out += show_text(statement.text[at:start]) + self.count(tally)
                at = start + len(tally.words)
        return Markup('<bdi dir="auto">{}</bdi>').format(out + show_text(statement.text[at:]))

    def decided(self, event: Event) -> Markup:
        """What of the counts of an event rests on decisions of the analyst."""
        return self.say(state_decisions([one for ident in event.decisions if isinstance(one := self._view.find(ident), Decision)]))

    def likely(self, comparison: Comparison) -> str:
        """Which of two texts is the likely source, with the reasons."""
        likely = comparison.likely
        if likely is None:
            return ""
        why = "; ".join((*likely.reasons, *([f"edge {likely.decided}"] if likely.decided else [])))
        return f"likely source: {say_likely(likely, 'A', 'B')}{f' ({why})' if why else ''}"

    def texts(self, event: Event, about: str = "") -> Tally:
        """The reporting origins of an event."""
        return tally_texts(self._ledger, event, about)

    def voices(self, event: Event, about: str = "") -> Tally:
        """The claimant origins of an event."""
        return tally_voices(self._ledger, event, about)

    def articles(self, event: Event, about: str = "") -> Tally:
        """The articles of an event."""
        return tally_tellings(self._ledger, event, about)

    def row_event(self, ident: str) -> Event:
        """The event of a timeline row."""
        return self._view.get(Event, ident)

    def every(self, kind: str) -> Tally:
        """All articles, invented articles or text origins of the case; the lines of a section of the brief."""
        articles = self._view.all(Article)
        if kind == "texts":
            return tally_lineages(self._ledger, self._ledger.lineages)
        if kind == "articles":
            return tally_articles(articles)
        if kind == "invented":
            return tally_articles([article for article in articles if article.invented], "from invented outlets")
        lines = {"reported": self._brief.reported, "disputed": self._brief.disputed, "also": self._brief.also}[kind]
        entries = tuple(Entry(words=f"Line {line.number}: {clip_text(line.line.text, 90)}", span=line.line.cites[0]) for line in lines)
        return Tally(words=f"{len(lines)} {'also reported' if kind == 'also' else kind}", entries=entries, about="lines of the brief")

    def denied(self, denial: Denial) -> Tally:
        """The texts that carry a denial."""
        entries = tuple(Entry(words=denial.denier, span=span) for span in denial.spans)
        return Tally(words=count_words(denial.texts, "text"), entries=entries, about=f"{denial.words} {denial.denier}")

    def members(self, articles: Sequence[str], about: str = "") -> Tally:
        """So many articles, by id."""
        return tally_articles([self.article(ident) for ident in articles], about)

    def stories(self, stories: Sequence[Story]) -> Tally:
        """So many stories."""
        return tally_stories(stories, "not set out here")

    def graph(self, part: StoryPart) -> Markup:
        """The copy graph of a story, its articles linked to their headlines, its counts to what they count."""
        lists = [self.open_tally(self.members(band.articles, band.name)) for band in part.graph.bands]
        return draw_graph(part.graph, {node.article: self.headline(node.article) for node in part.graph.nodes}, lists)

    def graph_table(self, part: StoryPart) -> list[tuple[tuple[str, str, str, str, str], Tally]]:
        """The copy graph as rows, each with the passages that it counts."""
        rows = []
        for row, edge in zip(graph_rows(part.graph), rank_edges(part.graph), strict=True):
            article = self.article(edge.copy)
            entries = tuple(Entry(words=clip_text(read_span(article, span), 90), span=span, soft=True) for span in edge.spans)
            rows.append((row, Tally(words=row[4], entries=entries, about=f"passages shared: {row[0]}; {row[1]}")))
        return rows

    def probability(self, number: int) -> Markup:
        """The drawing of the judgement `number`."""
        return draw_probability(self._brief.judgements[number])

    def timeline(self) -> Markup:
        """The timeline of the brief's own lines; empty when none has a day."""
        points = list_points(self._view, self._brief, self.first)
        return draw_timeline(points, self._brief.as_of) if points else Markup("")

    def map(self) -> Markup:
        """The map of the places of the brief's own lines; empty when none has coordinates."""
        return draw_map(list_spots(self._brief, self.first))

    def line_of(self, event: str) -> BriefLine | None:
        """The brief line of an event."""
        return self._lines.get(event)

    def cards(self) -> list[PageCard]:
        """The evidence: every page that was linked to so far, by outlet and day. Call it last."""
        cards = []
        pages = {page.id: page for page in self._view.all(Page)}
        firsts: dict[str, Article] = {}
        for article in sorted(self._view.all(Article), key=lambda article: article.part):
            firsts.setdefault(article.page, article)
        for ident in self._panes.cited_pages():
            article = firsts[ident]
            page, capture = pages.get(ident), self._captures.get(ident)
            card = PageCard(
                pane=self._panes.print_page(ident),
                outlet=name_outlet(article),
                title=tidy_text(article.title) or "untitled",
                url=article.url or (page.url if page else "") or (capture.origin if capture else ""),
                published=say_published(article),
                captured=say_moment(capture.time) if capture and capture.time else "at an unknown time",
                sha256=page.sha256 if page else "",
                length=len(page.text) if page else max(segment.span.end for segment in article.segments),
                language=article.language,
            )
            cards.append((article.published.start if article.published else "9", card.outlet, ident, card))
        return [card for *_, card in sorted(cards, key=lambda entry: entry[:3])]

    def page(self, ident: str) -> str:
        """The anchor of a page's pane."""
        return "#" + anchor_page(ident)
