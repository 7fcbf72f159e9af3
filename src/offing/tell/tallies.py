"""Tallies: a number in our own words together with what it counts, each thing with the sentence that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from offing.language.sentences import split_sentences
from offing.records import Article, Claim, Decision, DecisionKind, Event, Origin, Role, Span, Story, Value
from offing.tell.lineages import Lineage
from offing.tell.passages import kept_spans
from offing.tell.phrases import clip_text, count_words, name_act, name_outlet, tidy_text
from offing.tell.witnesses import Ledger, Telling, list_tellings


class Entry(Value, frozen=True):
    """One thing that a tally counts: its words, and the sentence that a reader is led to. `soft`: lit only when it is opened."""

    words: str
    span: Span
    soft: bool = False


class Tally(Value, frozen=True):
    """`words` as they stand in the text ("3 texts"), what they count, and what they are about.

    `told`: the number is one that pages tell ("25" killed) and the entries are who tells it, not what it counts.
    """

    words: str
    entries: tuple[Entry, ...]
    about: str = ""
    told: bool = False


class Statement(Value, frozen=True):
    """A sentence of ours with its tallies, in the order in which their words stand in the text."""

    text: str
    tallies: tuple[Tally, ...] = ()


def find_opening(article: Article) -> Span:
    """Where an article is recognised: its headline, else the first sentence that it tells."""
    if article.title_span is not None:
        return article.title_span
    told = [segment for segment in article.segments if segment.role in (Role.HEADLINE, Role.BODY, Role.HIGHLIGHTS)]
    segment = (told or list(article.segments))[0]
    sentences = split_sentences(segment.text) or [(0, len(segment.text))]
    return Span(segment.span.page, segment.span.start + sentences[0][0], segment.span.start + sentences[0][1])


def list_article_entries(articles: Iterable[Article]) -> tuple[Entry, ...]:
    """One entry per article: outlet and title, leading to its headline."""
    named = [
        Entry(words=f"{name_outlet(article)}: {clip_text(article.title or article.text, 80)}", span=find_opening(article), soft=True)
        for article in articles
    ]
    return tuple(sorted(named, key=lambda entry: (entry.words, entry.span)))


def tally_articles(articles: Sequence[Article], about: str = "", noun: str = "article") -> Tally:
    """So many articles."""
    return Tally(words=count_words(len(articles), noun), entries=list_article_entries(articles), about=about)


def tally_lineages(ledger: Ledger, lineages: Sequence[Lineage], about: str = "", noun: str = "text origin", plural: str = "") -> Tally:
    """So many texts: an entry names the outlets that carry the text."""
    entries = []
    for lineage in lineages:
        articles = [ledger.desk.articles[ident] for ident in lineage.articles]
        root = next((article for article in articles if article.id == lineage.root), articles[0])
        entries.append(Entry(words=f"{_name_all(articles)}: {clip_text(root.title or root.text, 60)}", span=find_opening(root), soft=True))
    return Tally(words=count_words(len(lineages), noun, plural), entries=tuple(entries), about=about)


def _name_all(articles: Sequence[Article]) -> str:
    return ", ".join(dict.fromkeys(name_outlet(article) for article in articles))


def tally_texts(ledger: Ledger, event: Event, about: str = "") -> Tally:
    """The reporting origins of an event: who carries each, and its sentence."""
    tellings = list_tellings(ledger, event)
    entries = []
    for ident in event.reporting:
        origin = ledger.view.find(ident)
        mine = [telling for telling in tellings if isinstance(origin, Origin) and telling.article in origin.articles] or tellings[:1]
        if mine:
            entries.append(_tell_entry(", ".join(dict.fromkeys(telling.outlet for telling in mine)), mine[0]))
    told = _complete(ledger, event, entries, len(event.reporting))
    return Tally(words=count_words(len(event.reporting), "text"), entries=told, about=about)


def tally_voices(ledger: Ledger, event: Event, about: str = "") -> Tally:
    """The claimant origins of an event: each speaker on an occasion, and a sentence in which that voice tells it."""
    tellings = list_tellings(ledger, event)
    entries = []
    for ident in event.claimants:
        origin = ledger.view.find(ident)
        if not isinstance(origin, Origin):
            continue
        claims = ledger.claims([*(set(origin.claims) & {*event.claims, *event.denials})])
        found = [telling for claim in claims if (telling := ledger.tell(claim))]
        found += [telling for telling in tellings if telling.article in origin.articles] or tellings[:1]
        if found:
            entries.append(_tell_entry(tidy_text(origin.label), found[0]))
    told = _complete(ledger, event, entries, len(event.claimants))
    return Tally(words=count_words(len(event.claimants), "voice"), entries=told, about=about)


def tally_tellings(ledger: Ledger, event: Event, about: str = "") -> Tally:
    """The articles of an event, each with its sentence (its headline where only a denial or a dek tells it)."""
    tellings = {telling.article: telling for telling in list_tellings(ledger, event)}
    entries = []
    for ident in event.articles:
        article = ledger.desk.articles.get(ident)
        if ident in tellings:
            entries.append(_tell_entry(tellings[ident].outlet, tellings[ident]))
        elif article is not None:
            entries.append(list_article_entries([article])[0])
    return Tally(words=count_words(len(event.articles), "article"), entries=tuple(entries), about=about)


def _tell_entry(words: str, telling: Telling) -> Entry:
    return Entry(words=f"{words}: “{clip_text(telling.sentence, 90)}”", span=telling.span)


def _complete(ledger: Ledger, event: Event, entries: list[Entry], number: int) -> tuple[Entry, ...]:
    """The entries; where an origin leads to no sentence, the event's own stands for it."""
    span = find_event(ledger, event)
    missing = number - len(entries)
    return (*entries, *([Entry(words=name_act(event), span=span)] * missing if span else []))


def find_event(ledger: Ledger, event: Event) -> Span | None:
    """The first sentence that tells an event, even where only a dek does."""
    claims = ledger.claims(event.claims) or ledger.claims(event.denials)
    told = [spans[0] for claim in claims if (spans := kept_spans(ledger.desk.articles[claim.article], claim.sentence))]
    return told[0] if told else claims[0].sentence if claims else None


def tally_events(ledger: Ledger, events: Sequence[Event], noun: str = "event", about: str = "") -> Tally:
    """So many events, each by its slots and a sentence that tells it."""
    found = [(event, span) for event in events if (span := find_event(ledger, event))]
    entries = tuple(Entry(words=name_act(event), span=span) for event, span in found)
    return Tally(words=count_words(len(events), noun) if noun else f"{len(events):,}", entries=entries, about=about)


def tally_claims(ledger: Ledger, claims: Sequence[Claim], noun: str = "claim", about: str = "") -> Tally:
    """So many claims, each with its sentence."""
    entries = []
    for claim in claims:
        telling = ledger.tell(claim)
        words = f"{telling.outlet}: “{clip_text(telling.sentence, 90)}”" if telling else name_outlet(ledger.desk.articles[claim.article])
        entries.append(Entry(words=words, span=telling.span if telling else claim.sentence))
    return Tally(words=count_words(len(claims), noun), entries=tuple(entries), about=about)


def tally_stories(stories: Sequence[Story], about: str = "") -> Tally:
    """So many stories, each with its headline."""
    entries = tuple(Entry(words=tidy_text(story.title) or "untitled", span=story.headline, soft=True) for story in stories)
    return Tally(words=count_words(len(stories), "story", "stories"), entries=entries, about=about)


def state_decisions(decisions: Sequence[Decision]) -> Statement:
    """What a count rests on: "1 edge cut by the analyst (who: why)", leading to the pages that were decided on."""
    told, tallies = [], []
    for kind, done in ((DecisionKind.CUT, "cut"), (DecisionKind.ADD, "added")):
        mine = [decision for decision in decisions if decision.kind is kind]
        if mine:
            why = "; ".join(dict.fromkeys(f"{one.by}: {one.reason}" for one in mine))
            pairs = tuple(
                Entry(words=f"“{clip_text(one.left.words, 60)}” and “{clip_text(one.right.words, 60)}”", span=one.right.span, soft=True)
                for one in mine
            )
            tallies.append(Tally(words=count_words(len(mine), "edge"), entries=pairs, about=f"{done} by the analyst"))
            told.append(f"{tallies[-1].words} {done} by the analyst ({why})")
    return Statement(text=f"The count rests on {' and '.join(told)}.", tallies=tuple(tallies))
