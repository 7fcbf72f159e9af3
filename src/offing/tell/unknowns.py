"""What is not known: always said, never empty."""

from __future__ import annotations

from datetime import date, timedelta

from offing.records import Article, Claim, Copy, Dating, Direction, Event, Failure, Precision, Span, Value
from offing.tell.lines import find_speaker
from offing.tell.passages import kept_spans
from offing.tell.phrases import clip_text, count_words, join_words, name_outlet, say_day, tidy_text
from offing.tell.sources import PASSED
from offing.tell.tallies import Entry, Tally, tally_articles, tally_events
from offing.tell.views import View
from offing.tell.witnesses import Ledger, disputed_kinds, list_figures, say_number


class Unknown(Value, frozen=True):
    """One thing that is not known, in a sentence, with the spans that show it (may be none)."""

    text: str
    spans: tuple[Span, ...] = ()
    tallies: tuple[Tally, ...] = ()


def list_unknowns(ledger: Ledger, told: list[Event]) -> tuple[Unknown, ...]:
    """Everything that this case leaves open, over the events `told` in the brief and all articles and failures. Never empty."""
    view = ledger.view
    unknowns = [
        *_unknown_evidence(ledger, told),
        *_unknown_sources(ledger),
        *_unknown_numbers(ledger, told),
        *_single_voices(ledger, told),
        *_unknown_dates(view),
        *_unread_articles(view),
        *_failed_files(view),
        *_thin_days(view),
        *_unknown_directions(view),
    ]
    if not unknowns:
        looked = "undated articles, unnamed evidence, hidden dispatches, single voices, unread languages, failed files and empty days"
        tally = tally_articles(view.all(Article))
        text = f"Looked for {looked}: none were found in {tally.words}. More may be unknown."
        unknowns = [Unknown(text=text, tallies=(tally,))]
    return tuple(unknowns)


def _unknown_evidence(ledger: Ledger, told: list[Event]) -> list[Unknown]:
    words: dict[str, tuple[list[Span], set[str]]] = {}
    for event in told:
        for claim in ledger.claims(event.claims):
            for teller in claim.tellers:
                if teller.kind == "evidence":
                    spans, speakers = words.setdefault(tidy_text(teller.party.words).lower(), ([], set()))
                    spans.extend(kept_spans(ledger.desk.articles[claim.article], claim.sentence))
                    speaker = find_speaker(claim)
                    speakers.add(tidy_text(speaker.party.name or speaker.party.words) if speaker else "")
    unknowns = []
    for word in sorted(words):
        spans, speakers = words[word]
        named = sorted(speakers - {""})
        who = f"only {join_words(named[:3])} speaks of them" if named else "no one is named behind them"
        unknowns.append(Unknown(text=f"What the “{word}” are: {who}, and no page shows them.", spans=tuple(sorted(set(spans))[:3])))
    return unknowns[:4]


def _unknown_sources(ledger: Ledger) -> list[Unknown]:
    view = ledger.view
    hidden = [lineage for lineage in ledger.lineages if lineage.hidden]
    unknowns = []
    for lineage in [lineage for lineage in hidden if not lineage.credited][:3]:
        outlets = sorted({name_outlet(view.get(Article, ident)) for ident in lineage.articles})
        copies = [copy for ident in lineage.copies if isinstance(copy := view.find(ident), Copy)]
        carried = tally_articles([view.get(Article, ident) for ident in lineage.articles], "carry one dispatch without credit")
        text = f"Who wrote the dispatch behind {carried.words} ({_name_some(outlets)}): no page credits it."
        unknowns.append(Unknown(text=text, spans=tuple(copy.left for copy in copies[:1]), tallies=(carried,)))
    absent = [lineage for lineage in hidden if lineage.credited]
    if absent:
        names = _name_some(sorted({lineage.label.removesuffix(" (not in the case)") for lineage in absent}))
        carried = tally_articles([view.get(Article, ident) for lineage in absent for ident in lineage.articles], "credit what was not read")
        verb = "credits" if len(carried.entries) == 1 else "credit"
        text = f"What was left out of {names}: {carried.words} {verb} one that was not read."
        unknowns.append(Unknown(text=text, tallies=(carried,)))
    return unknowns


def _name_some(names: list[str]) -> str:
    return ", ".join(names[:4]) + " and others" if len(names) > 4 else join_words(names)


def _unknown_numbers(ledger: Ledger, told: list[Event]) -> list[Unknown]:
    unknowns = []
    for event in told:
        figures = list_figures(ledger, event)
        for kind in disputed_kinds(figures):
            rows = [figure for figure in figures if figure.kind == kind]
            numbers = sorted({(figure.low, figure.high) for figure in rows})[:5]
            tallies = []
            for number in numbers:
                same = [figure for figure in rows if (figure.low, figure.high) == number]
                entries = tuple(Entry(words=figure.telling.outlet, span=figure.telling.span) for figure in same)
                tallies.append(Tally(words=say_number(same[0]), entries=entries, about=f"{kind}, as told", told=True))
            words = join_words([tally.words for tally in tallies])
            text = (
                f"How many {kind}: {words} are told"
                + (f" for {event.where.words}" if event.where else "")
                + ", and nothing here decides between them."
            )
            unknowns.append(Unknown(text=text, tallies=tuple(tallies)))
    return unknowns[:4]


def _single_voices(ledger: Ledger, told: list[Event]) -> list[Unknown]:
    single = [event for event in told if len(event.reporting) <= 1 and len(event.claimants) <= 1]
    if not single:
        return []
    some = tally_events(ledger, single, about="on one text and at most one voice")
    every = tally_events(ledger, told, about="told in the lines")
    verb = "rests" if len(single) == 1 else "rest"
    text = f"Who else saw it: {some.words} of the {every.words} told here {verb} on one text and at most one voice."
    return [Unknown(text=text, tallies=(some, every))]


def _unknown_dates(view: View) -> list[Unknown]:
    dated = {dating.article for dating in view.all(Dating) if dating.precision is not Precision.UNKNOWN}
    through = [dating for dating in view.all(Dating) if dating.copies and dating.precision is not Precision.UNKNOWN]
    undated = [article for article in view.all(Article) if article.id not in dated and not _own_date(article)]
    unknowns = []
    if undated:
        names = join_words([f"{name_outlet(article)}, “{clip_text(article.title or article.text, 48)}”" for article in undated[:3]])
        more = " and others" if len(undated) > 3 else ""
        tally = tally_articles(undated, "without a date")
        text = f"When {tally.words} {'was' if len(undated) == 1 else 'were'} written: {names}{more}."
        text += " No date is on the page and no copy gives one."
        unknowns.append(Unknown(text=text, tallies=(tally,)))
    if through:
        names = join_words(sorted({name_outlet(view.get(Article, dating.article)) for dating in through})[:4])
        tally = tally_articles([view.get(Article, dating.article) for dating in through], "dated through a copy")
        text = f"The exact day of {tally.words} without an own date ({names}), dated here only through a copy."
        unknowns.append(Unknown(text=text, tallies=(tally,)))
    return unknowns


def _own_date(article: Article) -> bool:
    return article.published is not None and bool(article.published.start)


def _unread_articles(view: View) -> list[Unknown]:
    told = {claim.article for claim in view.all(Claim)}
    foreign = [article for article in view.all(Article) if article.language not in ("", "en")]
    silent = [article for article in view.all(Article) if article.id not in told and article not in foreign]
    unknowns = []
    if foreign:
        tongues = join_words(sorted({article.language for article in foreign}))
        tally = tally_articles(foreign, "in other languages")
        text = f"What {tally.words} in other languages ({tongues}) say: they were not read for claims."
        unknowns.append(Unknown(text=text, tallies=(tally,)))
    if silent:
        names = join_words([f"“{clip_text(article.title or article.text, 40)}”" for article in silent[:3]])
        tally = tally_articles(silent, "in which no claim was found")
        text = f"What {tally.words} may add ({names}{' and others' if len(silent) > 3 else ''}): "
        text += "nothing of the kind is told there, or the rules missed it."
        unknowns.append(Unknown(text=text, tallies=(tally,)))
    return unknowns


def _failed_files(view: View) -> list[Unknown]:
    """What could not be read though it should be; what no reader reads stands in the source summary statement."""
    failed = [failure for failure in view.all(Failure) if not failure.reason.startswith(PASSED)]
    failed.sort(key=lambda failure: (failure.origin, failure.id))
    if not failed:
        return []
    names = join_words([f"{failure.origin} ({failure.reason.rstrip('.')})" for failure in failed[:4]])
    more = " and others" if len(failed) > 4 else ""
    count = count_words(len(failed), "file or page", "files or pages")
    return [Unknown(text=f"What stands in {count} that could not be read: {names}{more}.")]


def _thin_days(view: View) -> list[Unknown]:
    days = sorted(
        {dating.start[:10] for dating in view.all(Dating) if len(dating.start) >= 10 and dating.precision is not Precision.UNKNOWN}
    )
    if len(days) < 2 or (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days > 400:
        return []
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    gaps = [first + timedelta(step) for step in range((last - first).days) if (first + timedelta(step)).isoformat() not in days]
    if not gaps:
        return []
    named = join_words([say_day(gap.isoformat(), year=False) for gap in gaps[:5]]) + (" and others" if len(gaps) > 5 else "")
    return [
        Unknown(
            text=f"What was reported on {count_words(len(gaps), 'day')} of the period without an article ({named}). "
            "Silence there is not calm."
        )
    ]


def _unknown_directions(view: View) -> list[Unknown]:
    unclear = [copy for copy in view.all(Copy) if copy.direction is Direction.UNKNOWN]
    if not unclear:
        return []
    pairs: dict[tuple[str, str], Span] = {}
    for copy in unclear:
        pairs.setdefault((copy.left_article, copy.right_article), copy.left)
    entries = []
    for (left, right), span in sorted(pairs.items()):
        names = [name_outlet(view.get(Article, ident)) for ident in (left, right)]
        entries.append(Entry(words=f"{names[0]} and {names[1]}", span=span))
    tally = Tally(words=count_words(len(pairs), "pair"), entries=tuple(entries), about="of articles, direction unknown")
    text = f"Who copied whom in {tally.words} of articles that share passages: the direction is unknown."
    return [Unknown(text=text, tallies=(tally,))]
