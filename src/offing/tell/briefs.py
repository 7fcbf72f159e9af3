"""The brief: lines picked, ordered and put into sections. The same view gives the same brief; there is no clock in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from offing.code.counts import OPEN
from offing.records import (
    Article,
    Certainty,
    Claim,
    Dating,
    Decision,
    Event,
    Line,
    LineKind,
    Origin,
    OriginKind,
    Role,
    Span,
    Standing,
    Status,
    Story,
    Value,
)
from offing.tell.asides import ASIDE, COMMENT, MAIN, leads_article, place_act
from offing.tell.changes import Change, list_changes, say_nothing_changed
from offing.tell.judgements import Judgement, make_judgements
from offing.tell.lineages import CREDITED
from offing.tell.lines import LEANING, QUOTE_PARTS, is_headline
from offing.tell.phrases import ANNOUNCED, clip_text, name_outlet, say_interval, tidy_text
from offing.tell.sources import Endnote, Endnotes, mark_invented, summarise_sources
from offing.tell.tallies import Statement, Tally, state_decisions, tally_articles, tally_events, tally_texts
from offing.tell.timelines import Row, make_timeline
from offing.tell.unknowns import Unknown, list_unknowns
from offing.tell.views import View
from offing.tell.witnesses import (
    Denial,
    Figure,
    Ledger,
    Telling,
    disputed_kinds,
    list_denials,
    list_figures,
    list_tellings,
    weigh_certainty,
)

INTENSITY = {
    "ASSAULT": 10, "COERCE": 8, "MOBILIZE": 7, "SANCTION": 6, "PROTEST": 6, "THREATEN": 6, "ACCUSE": 4, "REJECT": 4, "REQUEST": 3,
    "RETREAT": 3, "CONCEDE": 3, "AID": 2, "COOPERATE": 2, "SUPPORT": 2, "AGREE": 2, "CONSULT": 1,
}  # fmt: skip  # rank of conflict after PLOVER's quad classes: material conflict, verbal conflict, cooperation
ALIKE = 82.0
FATIGUE = 1.2
SPREAD = 400
LEAN = 6.0
NOT_YET = 8  # the most that an act counts for that has not happened: above a threat, below violence
BESIDE = {MAIN: 0.0, ASIDE: 7.0, COMMENT: 12.0}
LEADING = 6.0


class BriefLine(Value, frozen=True):
    """A line in its place: its number, endnotes, and what stands in the margin."""

    number: int
    line: Line
    event: Event
    notes: tuple[int, ...]
    tellings: tuple[Telling, ...]
    denials: tuple[Denial, ...]
    figures: tuple[Figure, ...]
    remarks: tuple[Statement, ...]
    analyzers: tuple[str, ...]
    certainty: Certainty


class Brief(Value, frozen=True):
    """A brief as values: everything that the report and the command line print."""

    title: str
    period: str
    as_of: str
    judgements: tuple[Judgement, ...]
    changes: tuple[Change, ...] | None
    unchanged: str
    reported: tuple[BriefLine, ...]
    disputed: tuple[BriefLine, ...]
    assessed: tuple[BriefLine, ...]
    also: tuple[BriefLine, ...]
    left: Tally
    unknowns: tuple[Unknown, ...]
    timeline: tuple[Row, ...]
    sources: tuple[Statement, ...]
    endnotes: tuple[Endnote, ...]
    articles: int
    invented: int
    texts: int
    simulated: bool
    tool: str = ""

    def lines(self) -> tuple[BriefLine, ...]:
        """All numbered lines, in order of number."""
        return self.reported + self.disputed + self.assessed + self.also


def make_brief(
    view: View, *, title: str = "", earlier: View | None = None, simulated: bool = False, limit: int = 12, also: int = 20, tool: str = ""
) -> Brief:
    """Picks and orders the lines of a view.

    `limit` bounds the reported and the disputed section each, `also` the list of further lines; what is left out is counted. `earlier` (the
    view of the last brief) adds the section "New since". `simulated` marks an invented world. `tool` is printed as the maker.
    """
    ledger = Ledger(view)
    reported, disputed, rest = pick_events(ledger)
    shown, folded = reported[:limit], reported[limit:] + disputed[limit:] + rest
    endnotes, lines = Endnotes(view), {line.event: line for line in view.all(Line) if line.event and line.kind is LineKind.REPORTED}
    placed: list[list[BriefLine]] = []
    number = 0
    for group in (shown, disputed[:limit], folded[:also]):
        placed.append([])
        for event in group:
            number += 1
            placed[-1].append(_place_line(ledger, endnotes, lines[event.id], event, number))
    told = shown + disputed[:limit]
    unknowns = list_unknowns(ledger, told or folded[:also])
    days = sorted(dating.start[:10] for dating in view.all(Dating) if dating.start)
    changes = list_changes(view, earlier) if earlier is not None else None
    judgements = [judgement for judgement in make_judgements(view) if not judgement.simulated]
    judgements += [judgement for judgement in make_judgements(view, 1) if judgement.simulated]
    return Brief(
        title=title or _title_brief(ledger, told or folded, lines),
        period=say_interval(days[0], days[-1]) if days else "no dated article",
        as_of=days[-1] if days else "",
        judgements=tuple(judgements),
        changes=changes,
        unchanged=say_nothing_changed(view, earlier) if earlier is not None and not changes else "",
        reported=tuple(placed[0]),
        disputed=tuple(placed[1]),
        assessed=(),
        also=tuple(placed[2]),
        left=tally_events(ledger, folded[also:], "", "beyond the lines of this brief"),
        unknowns=unknowns,
        timeline=tuple(make_timeline(view)),
        sources=summarise_sources(ledger, told, tool),
        endnotes=tuple(endnotes.notes),
        articles=len(view.all(Article)),
        invented=mark_invented(view),
        texts=len(ledger.lineages),
        simulated=simulated or any(judgement.simulated for judgement in judgements),
        tool=tool,
    )


def pick_events(ledger: Ledger) -> tuple[list[Event], list[Event], list[Event]]:
    """The events of the sections reported and disputed, and the rest (background, headline only, the same words again), best first.

    The standing decides the section; origins, voices, intensity of conflict, status and recency the order. An event whose line repeats the
    sentence of a better one is left to that one; a rejection that is already told as a denial is too.
    """
    lines = {line.event: line for line in ledger.view.all(Line) if line.event and line.kind is LineKind.REPORTED}
    days = sorted(dating.start[:10] for dating in ledger.view.all(Dating) if dating.start)
    events = [event for event in ledger.view.all(Event) if event.id in lines]
    weights = [
        (score_event(event, days, _count_killed(ledger, event)) + _weigh_telling(ledger, event, lines[event.id]), event) for event in events
    ]
    ranked = _spread_stories(sorted(weights, key=lambda pair: (-pair[0], pair[1].id))[:SPREAD])
    ranked += [event for _, event in sorted(weights, key=lambda pair: (-pair[0], pair[1].id))[SPREAD:]]
    reported: list[Event] = []
    disputed: list[Event] = []
    rest: list[Event] = []
    seen: set[Span] = set()
    texts: list[str] = []
    disputed_ones = [event for event in ranked if _disputed(ledger, event)]
    for event in [*disputed_ones, *(event for event in ranked if event not in disputed_ones)]:
        base = _base_sentences(ledger, lines[event.id])
        words = _plain_words(lines[event.id].text)
        if base and base <= seen:
            continue
        alike = any(fuzz.token_set_ratio(words, other) >= ALIKE for other in texts)
        if _minor(ledger, event) or alike or (event not in disputed_ones and _beside(ledger, event, lines[event.id]) == COMMENT):
            rest.append(event)
        else:
            (disputed if event in disputed_ones else reported).append(event)
            texts.append(words)
        seen |= base
    return reported, disputed, rest


def _disputed(ledger: Ledger, event: Event) -> bool:
    """Contested, or denied by somebody; what is only said not to have happened disputes nothing."""
    claims = [claim for ident in (*event.claims, *event.denials) if isinstance(claim := ledger.view.find(ident), Claim)]
    denied = any(claim.status is Status.DENIED for claim in claims)
    return event.standing is Standing.CONTESTED or (event.standing is Standing.DENIED and denied)


def _minor(ledger: Ledger, event: Event) -> bool:
    claims = [claim for ident in (*event.claims, *event.denials) if isinstance(claim := ledger.view.find(ident), Claim)]
    return event.status is Status.BACKGROUND or not claims or all(is_headline(claim) for claim in claims)


def _plain_words(text: str) -> str:
    return " ".join(word.strip("“”‘’.,:;").lower() for word in text.split())


def _base_sentences(ledger: Ledger, line: Line) -> set[Span]:
    return {claim.sentence for ident in line.rests if isinstance(claim := ledger.view.find(ident), Claim)}


def _day_of(event: Event) -> str:
    return (event.when.start if event.when else "") or "9"


def score_event(event: Event, days: Sequence[str], killed: int = 0) -> float:
    """The weight of an event: intensity of conflict and deaths told, independent texts and voices, articles, standing, recency."""
    intensity = INTENSITY.get(event.action.upper(), 1)
    weight = 1.5 * (min(intensity, NOT_YET) if event.status in ANNOUNCED else intensity) + math.log1p(min(killed, 50))
    weight += 4.0 * math.log1p(len(event.reporting)) + 3.0 * math.log1p(len(event.claimants)) + 2.0 * math.log1p(len(event.articles))
    weight += {Standing.CORROBORATED: 2.0, Standing.CONTESTED: 2.0}.get(event.standing, 0.0)
    if event.status in (Status.HAPPENED, Status.ONGOING):
        weight += 2.0
    day = _day_of(event)[:10]
    if days and days[0] <= day <= days[-1]:
        weight += 2.0 * (days.index(day) / len(days) if day in days else 0.5)
    return round(weight, 6)


def _spread_stories(events: Sequence[tuple[float, Event]]) -> list[Event]:
    """Best first, but each further event of a story weighs a little less, so that one story does not fill the brief."""
    waiting, spread, taken = list(events), [], dict[str, int]()
    while waiting:
        best = min(waiting, key=lambda pair: (-(pair[0] - FATIGUE * taken.get(pair[1].story, 0)), _day_of(pair[1]), pair[1].id))
        waiting.remove(best)
        taken[best[1].story] = taken.get(best[1].story, 0) + 1
        spread.append(best[1])
    return spread


def _weigh_telling(ledger: Ledger, event: Event, line: Line) -> float:
    """What its telling adds: articles lead with it; its line tells it in a main clause, not beside or under a comment on it."""
    claims = ledger.claims((*event.claims, *event.denials))
    leads = any(leads_article(claim, ledger.desk.articles[claim.article]) for claim in claims)
    return (LEADING if leads else 0.0) - BESIDE[_beside(ledger, event, line)] - _lean(line)


def _beside(ledger: Ledger, event: Event, line: Line) -> int:
    """Where the line's first claim stands in its sentence."""
    base = next((claim for claim in ledger.claims((*event.claims, *event.denials)) if claim.id in line.rests), None)
    return place_act(base, ledger.desk.articles[base.article]) if base else MAIN


def _lean(line: Line) -> float:
    """A penalty for a line whose quoted words lean on a sentence before them ("He also ...", "Those strikes ...")."""
    quoted = QUOTE_PARTS.search(line.text)
    return LEAN if quoted and LEANING.match(quoted.group(0).lstrip("“‘")) else 0.0


def _count_killed(ledger: Ledger, event: Event) -> int:
    """The most deaths told in the very clauses of an event (a number elsewhere in the sentence may belong to another)."""
    claims = [claim for ident in event.claims if isinstance(claim := ledger.view.find(ident), Claim)]
    told = [(claim.span, number) for claim in claims for number in claim.numbers if number.kind == "killed"]
    return max(
        (
            number.low if number.high >= OPEN else number.high
            for span, number in told
            if number.span is None or span.start <= number.span.start < span.end
        ),
        default=0,
    )


def _place_line(ledger: Ledger, endnotes: Endnotes, line: Line, event: Event, number: int) -> BriefLine:
    tellings = list_tellings(ledger, event)
    denials = list_denials(ledger, event)
    figures = list_figures(ledger, event)
    kinds = disputed_kinds(figures)
    spans = list(_order_cites(ledger, line))
    for origin in sorted(event.reporting):
        articles = _articles_of(ledger, origin)
        spans += [telling.span for telling in tellings if telling.article in articles and telling.span not in spans][:1]
    claims = ledger.claims((*event.claims, *event.denials))
    return BriefLine(
        number=number,
        line=line,
        event=event,
        notes=tuple(dict.fromkeys(endnotes.cite(span) for span in spans[:7])),
        tellings=tuple(tellings),
        denials=tuple(denials),
        figures=tuple(figure for figure in figures if figure.kind in kinds),
        remarks=tuple(_make_remarks(ledger, event)),
        analyzers=tuple(sorted({claim.analyzer for claim in claims if claim.analyzer})),
        certainty=weigh_certainty(ledger.view, event),
    )


def _order_cites(ledger: Ledger, line: Line) -> Sequence[Span]:
    """The cited spans for endnotes: the sentences of the claims in line order; a speaker's name on the same page needs none."""
    claims = [claim for ident in line.rests if isinstance(claim := ledger.view.find(ident), Claim)]
    first = [
        span
        for claim in claims
        for span in line.cites
        if span.page == claim.sentence.page and claim.sentence.start <= span.start < claim.sentence.end
    ]
    inside = [span for span in line.cites if any(_holds(other, span) for other in line.cites)]
    pages = {span.page for span in first}
    return [span for span in dict.fromkeys([*first, *line.cites]) if span not in inside and (span in first or span.page not in pages)]


def _holds(outer: Span, inner: Span) -> bool:
    return outer != inner and outer.page == inner.page and outer.start <= inner.start and inner.end <= outer.end


def _articles_of(ledger: Ledger, origin: str) -> tuple[str, ...]:
    record = ledger.view.find(origin)
    return record.articles if isinstance(record, Origin) else ()


def _make_remarks(ledger: Ledger, event: Event) -> list[Statement]:
    origins = [origin for ident in event.reporting if isinstance(origin := ledger.view.find(ident), Origin)]
    carried = set(event.articles) & ledger.desk.articles.keys()
    remarks = []
    for origin in origins:
        members = [ledger.desk.articles[ident] for ident in sorted(carried & set(origin.articles))]
        tally = tally_articles(members, f"one text: {clip_text(origin.label, 60)}")
        if origin.kind is OriginKind.HIDDEN and not origin.root.startswith(CREDITED) and len(members) > 1:
            remarks.append(Statement(text=f"{tally.words} carry one dispatch that no page credits.", tallies=(tally,)))
        elif origin.kind is OriginKind.HIDDEN and members:
            remarks.append(Statement(text=f"{tally.words} after a {clip_text(origin.label, 60)}.", tallies=(tally,)))
        elif len(members) > 1:
            root = ledger.view.find(origin.root)
            source = name_outlet(root) if isinstance(root, Article) else origin.label
            remarks.append(Statement(text=f"{tally.words} carry one text ({clip_text(source, 40)}).", tallies=(tally,)))
    speakers = [origin for ident in event.claimants if isinstance(origin := ledger.view.find(ident), Origin)]
    if len(origins) > 1 and len(speakers) == 1:
        texts = tally_texts(ledger, event)
        remarks.append(Statement(text=f"{texts.words}, but one voice: {clip_text(speakers[0].label, 60)}.", tallies=(texts,)))
    if event.standing is Standing.DENIED:
        remarks.append(Statement(text="Only the denial was seen."))
    if decided := [one for ident in event.decisions if isinstance(one := ledger.view.find(ident), Decision)]:
        remarks.append(state_decisions(decided))
    return remarks


def _title_brief(ledger: Ledger, told: list[Event], lines: Mapping[str, Line]) -> str:
    """A headline of the story with the most told events: of the article that its first line rests on, else of any of its articles.

    As the outlet wrote it; never our own words for what happened, and no dek while there is a headline.
    """
    weights: dict[str, int] = {}
    for event in told:
        weights[event.story] = weights.get(event.story, 0) + 1
    if not weights:
        return "Brief"
    main = min(weights, key=lambda ident: (-weights[ident], ident))
    mine = [event for event in told if event.story == main]
    claims = [claim for event in mine for claim in ledger.claims(lines[event.id].rests) if not is_headline(claim)]
    story = ledger.view.find(main)
    articles = [ledger.desk.articles[claim.article] for claim in claims]
    articles += ledger.view.articles_of(story) if isinstance(story, Story) else []
    headline = next((found for article in articles if (found := _read_headline(article))), "")
    return headline or tidy_text(getattr(story, "title", "")) or "Brief"


def _read_headline(article: Article) -> str:
    return next((tidy_text(segment.text) for segment in article.segments if segment.role is Role.HEADLINE), "")
