"""The report: a brief and its evidence as one static HTML file. No script, no request; every number leads to a lit sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from offing.records import Article, Capture, Claim, Event, Line, Page, Place, Role, Span, Standing, Value
from offing.tell.briefs import Brief, BriefLine
from offing.tell.charts import Point, draw_probability, draw_timeline
from offing.tell.comparisons import Match, Side
from offing.tell.graphs import draw_graph, graph_rows
from offing.tell.lines import QUOTE_PARTS
from offing.tell.maps import Spot, draw_map
from offing.tell.panes import Pane, Panes, anchor_page, show_text
from offing.tell.passages import read_span
from offing.tell.phrases import (
    ANNOUNCED,
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
from offing.tell.views import View
from offing.tell.witnesses import say_number

TEMPLATES = ("report.html.j2", "brief.html.j2", "story.html.j2", "evidence.html.j2", "parts.html.j2")
WINDOW = 45


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
        told = next((segment.span for segment in article.segments if segment.role in (Role.HEADLINE, Role.BODY)), None)
        return self.link(article.title_span or told, soft=True)

    def outlet(self, ident: str) -> str:
        """The outlet of an article."""
        return name_outlet(self.article(ident))

    def published(self, ident: str) -> str:
        """The article's own date in words."""
        return say_published(self.article(ident))

    def words(self, ident: str) -> int:
        """How many words the body of an article has."""
        return len(self.article(ident).text.split())

    def graph(self, part: StoryPart) -> Markup:
        """The copy graph of a story, its articles linked to their headlines."""
        return draw_graph(part.graph, {node.article: self.headline(node.article) for node in part.graph.nodes})

    def graph_table(self, part: StoryPart) -> list[tuple[str, str, str, str, str]]:
        """The copy graph as rows."""
        return graph_rows(part.graph)

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


def list_points(view: View, brief: Brief, link) -> list[Point]:  # type: ignore[no-untyped-def]
    """Timeline marks of the reported and disputed lines that happened within 45 days of being told; five busiest actors as rows."""
    lines = [line for line in brief.reported + brief.disputed if line.event.when and line.event.when.start and _near(line, brief)]
    counts: dict[str, int] = {}
    for line in lines:
        counts[_actor(line)] = counts.get(_actor(line), 0) + 1
    named = sorted((name for name in counts if name != "Others"), key=lambda name: (-counts[name], name))[:5]
    points = []
    for line in lines:
        actor = _actor(line)
        when = line.event.when
        points.append(
            Point(
                row=actor if actor in named else "Others",
                day=when.start[:10] if when else "",
                end=(when.end or when.start)[:10] if when else "",
                standing=line.event.standing,
                announced=line.event.status in ANNOUNCED,
                label=f"{line.number} {_trigger(view, line)}".strip(),
                href=link(line),
            )
        )
    return sorted(points, key=lambda point: ([*named, "Others"].index(point.row), point.day, point.label))


def _near(line: BriefLine, brief: Brief) -> bool:
    days = [telling.day[:10] for telling in line.tellings if telling.day]
    day = line.event.when.start[:10] if line.event.when else ""
    anchor = days[0] if days else brief.as_of
    return bool(anchor) and len(day) == 10 and abs(_count_days(day) - _count_days(anchor)) <= WINDOW


def _count_days(day: str) -> int:
    year, month, date = (int(part) for part in day[:10].split("-"))
    return year * 372 + month * 31 + date


def _actor(line: BriefLine) -> str:
    return line.event.who.name or "Others" if line.event.who else "Others"


def _trigger(view: View, line: BriefLine) -> str:
    claim = next((claim for ident in line.line.rests if isinstance(claim := view.find(ident), Claim)), None)
    return clip_text(read_span(view.get(Article, claim.article), claim.trigger), 22) if claim else ""


def list_spots(brief: Brief, link, limit: int = 9) -> list[Spot]:  # type: ignore[no-untyped-def]
    """The places of the brief's lines, each once, with the numbers of its lines; cities and sites before countries."""
    groups: dict[tuple[float, float], list[tuple[BriefLine, Place]]] = {}
    for line in brief.reported + brief.disputed:
        place = line.event.where
        if place is not None and place.lat is not None and place.lon is not None:
            groups.setdefault((place.lat, place.lon), []).append((line, place))
    spots = []
    for (lat, lon), members in sorted(
        groups.items(), key=lambda pair: (pair[1][0][1].precision not in ("site", "city"), pair[1][0][0].number)
    )[:limit]:
        standing = members[0][0].event.standing
        for line, _ in members[1:]:
            standing = Standing(standing + line.event.standing)
        numbers = ", ".join(str(line.number) for line, _ in members[:4])
        name = f"{clip_text(tidy_text(members[0][1].words), 24)} {numbers}"
        spots.append(Spot(name=name, lat=lat, lon=lon, precision=members[0][1].precision, standing=standing, href=link(members[0][0])))
    return spots
