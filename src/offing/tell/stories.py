"""The main stories of a report: who copied whom, claims with their denials, two versions beside each other, numbers, later edits."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from offing.records import Article, Certainty, Copy, CopyKind, Direction, Event, Span, Standing, Status, Story, Value
from offing.tell.comparisons import Comparison, Match, compare_pair, diff_versions
from offing.tell.graphs import Graph, trace_story
from offing.tell.lineages import list_lineages
from offing.tell.lines import choose_claim, is_headline
from offing.tell.phrases import clip_text, count_words, name_act
from offing.tell.tallies import Entry, Tally, tally_articles, tally_events, tally_lineages, tally_voices
from offing.tell.versions import find_versions
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


class ClaimRow(Value, frozen=True):
    """A row of the claims table: an event as it is told; `acts` names it and lesser events of the same sentence, status and standing."""

    event: Event
    words: str
    span: Span | None
    chain: tuple[str, ...]
    tellings: tuple[Telling, ...]
    denials: tuple[Denial, ...]
    acts: tuple[str, ...]
    events: tuple[Event, ...]
    certainty: Certainty


class FigureTable(Value, frozen=True):
    """Numbers of one kind that do not agree, told for one event."""

    kind: str
    words: str
    rows: tuple[Figure, ...]


class VersionDiff(Value, frozen=True):
    """What one outlet changed on its own page."""

    early: str
    late: str
    rows: tuple[Match, ...]


class StoryPart(Value, frozen=True):
    """One story section of a report. `standing` counts events by standing; `comparison` None where no two articles share passages."""

    story: str
    title: str
    headline: Span
    start: str
    end: str
    articles: Tally
    texts: Tally
    voices: Tally
    standing: Standing
    claims: tuple[ClaimRow, ...]
    more: Tally
    events: Tally
    denied: Tally
    graph: Graph
    comparison: Comparison | None
    figures: tuple[FigureTable, ...]
    edits: tuple[VersionDiff, ...]


def rank_stories(view: View) -> list[Story]:
    """Stories by weight: claims told, text origins and articles; ties by day and id. Stories without an event come last."""
    groups = group_events(view)
    return sorted(view.all(Story), key=lambda story: (-_weigh_story(story, groups.get(story.id, [])), story.start or "9", story.id))


def group_events(view: View) -> dict[str, list[Event]]:
    """The events of each story, by story id."""
    groups: dict[str, list[Event]] = {}
    for event in view.all(Event):
        groups.setdefault(event.story, []).append(event)
    return groups


def _weigh_story(story: Story, events: Sequence[Event]) -> int:
    claims = sum(len(event.claims) + len(event.denials) for event in events)
    return claims + 5 * len({origin for event in events for origin in event.reporting}) + len(story.articles)


def events_of(view: View, story: Story) -> list[Event]:
    """The events of a story."""
    return [event for event in view.all(Event) if event.story == story.id]


def make_story_part(view: View, story: Story, order: Sequence[str] = (), limit: int = 14) -> StoryPart:
    """The section of one story. `order`: event ids in the order of the brief (they come first); `limit` bounds the claims table."""
    ledger = Ledger(view)
    place = {ident: number for number, ident in enumerate(order)}
    events = sorted(events_of(view, story), key=lambda event: (place.get(event.id, len(place)), -len(event.articles), event.id))
    told = [event for event in events if event.status is not Status.BACKGROUND or event.id in place]
    pair = choose_pair(view, story)
    versions = [(early, late) for early, late in find_versions(view) if early.id in story.articles or late.id in story.articles]
    rows = _merge_rows([row for event in told if (row := _claim_row(ledger, event)) is not None])
    graph = trace_story(view, story, [article.id for article in pair] if pair else ())
    shown = [event for row in rows[:limit] for event in row.events]
    about = clip_text(story.title, 60)
    return StoryPart(
        story=story.id,
        title=story.title,
        headline=story.headline,
        start=story.start,
        end=story.end,
        articles=tally_articles(view.articles_of(story), about),
        texts=tally_lineages(ledger, list_lineages(view, story.articles), about, "text"),
        voices=_tally_speakers(ledger, events, about),
        standing=_join_standings(told),
        claims=tuple(rows[:limit]),
        more=tally_events(ledger, [event for event in events if event not in shown], "", f"beyond the table, {about}"),
        events=tally_events(ledger, events, about=about),
        denied=tally_events(ledger, [event for event in events if event.denials], "", f"with a denial, {about}"),
        graph=graph,
        comparison=compare_pair(view, *pair) if pair else None,
        figures=tuple(_figure_tables(ledger, events)),
        edits=tuple(
            VersionDiff(early=early.id, late=late.id, rows=diff) for early, late in versions if (diff := diff_versions(early, late))
        ),
    )


def _tally_speakers(ledger: Ledger, events: Sequence[Event], about: str) -> Tally:
    """The voices of a story, each once: a speaker on an occasion counts once however many events rest on it."""
    entries: dict[str, Entry] = {}
    for event in events:
        for ident, entry in zip(event.claimants, tally_voices(ledger, event).entries, strict=False):
            entries.setdefault(ident, entry)
    return Tally(words=count_words(len(entries), "voice"), entries=tuple(entries[ident] for ident in sorted(entries)), about=about)


def _join_standings(events: Sequence[Event]) -> Standing:
    standings = {event.standing for event in events}
    for standing in (Standing.CONTESTED, Standing.CORROBORATED, Standing.REPORTED):
        if standing in standings:
            return standing
    return Standing.DENIED if standings else Standing.REPORTED


def _merge_rows(rows: Sequence[ClaimRow]) -> list[ClaimRow]:
    merged: dict[tuple[Span | None, Status, Standing], ClaimRow] = {}
    for row in rows:
        key = (row.span, row.event.status, row.event.standing)
        first = merged.setdefault(key, row)
        if first is not row:
            acts = tuple(dict.fromkeys((*first.acts, *row.acts)))
            merged[key] = msgspec.structs.replace(first, acts=acts, events=(*first.events, *row.events))
    return list(merged.values())


def _claim_row(ledger: Ledger, event: Event) -> ClaimRow | None:
    claims = ledger.claims(event.claims) or ledger.claims(event.denials)
    base = choose_claim([claim for claim in claims if not is_headline(claim)] or claims, ledger.desk, event.status)
    telling = ledger.tell(base) if base else None
    if base is None or telling is None:
        return None
    return ClaimRow(
        event=event,
        certainty=weigh_certainty(ledger.view, event),
        words=telling.sentence,
        span=telling.span,
        chain=telling.chain,
        tellings=tuple(list_tellings(ledger, event)),
        denials=tuple(list_denials(ledger, event)),
        acts=(name_act(event),),
        events=(event,),
    )


def choose_pair(view: View, story: Story) -> tuple[Article, Article] | None:
    """The two articles of a story worth reading side by side: many shared passages, edits that change what is said; source first."""
    members = set(story.articles)
    groups: dict[tuple[str, str], list[Copy]] = {}
    for copy in view.all(Copy):
        if {copy.left_article, copy.right_article} <= members and copy.kind is CopyKind.NARRATIVE:
            groups.setdefault((copy.left_article, copy.right_article), []).append(copy)
    if not groups:
        return None
    best = min(groups, key=lambda pair: (-_weigh_pair(view, pair, groups[pair]), pair))
    votes = [copy.direction for copy in groups[best]]
    first, second = best if votes.count(Direction.RIGHT) <= votes.count(Direction.LEFT) else best[::-1]
    return view.get(Article, first), view.get(Article, second)


def _weigh_pair(view: View, pair: tuple[str, str], copies: Sequence[Copy]) -> float:
    kinds = [edit.kind for copy in copies for edit in copy.edits]
    heavy = sum(kind in ("softened", "hardened", "number") for kind in kinds)
    changed = sum(not copy.verbatim for copy in copies)
    left, right = view.get(Article, pair[0]), view.get(Article, pair[1])
    same = 6.0 if left.url and left.url == right.url else 0.0
    return min(len(copies), 8) + 2.0 * min(heavy, 4) + min(changed, 4) + min(len(copies) - changed, 3) - same


def _figure_tables(ledger: Ledger, events: Sequence[Event]) -> list[FigureTable]:
    tables: dict[tuple[str, tuple[tuple[int, int], ...]], FigureTable] = {}
    for event in events:
        figures = list_figures(ledger, event)
        for kind in disputed_kinds(figures):
            rows = tuple(figure for figure in figures if figure.kind == kind)
            where = event.where.words if event.where else ""
            words = ", ".join(part for part in (event.action, where) if part)
            tables.setdefault((kind, tuple(sorted({(row.low, row.high) for row in rows}))), FigureTable(kind=kind, words=words, rows=rows))
    return [tables[key] for key in sorted(tables)][:4]
