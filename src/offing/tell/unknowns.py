"""What is not known: always said, never empty."""

from __future__ import annotations

from datetime import date, timedelta

from offing.records import Article, Claim, Copy, Dating, Direction, Event, Failure, Precision, Span, Value
from offing.tell.lines import find_speaker
from offing.tell.passages import kept_spans
from offing.tell.phrases import clip_text, count_words, join_words, name_outlet, say_day, tidy_text
from offing.tell.views import View
from offing.tell.witnesses import Ledger, disputed_kinds, list_figures, say_number


class Unknown(Value, frozen=True):
    """One thing that is not known, in a sentence, with the spans that show it (may be none)."""

    text: str
    spans: tuple[Span, ...] = ()


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
        unknowns = [
            Unknown(text=f"Looked for {looked}: none were found in {count_words(len(view.all(Article)), 'article')}. More may be unknown.")
        ]
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
        text = f"Who wrote the dispatch behind {count_words(len(lineage.articles), 'article')} ({_name_some(outlets)}): no page credits it."
        unknowns.append(Unknown(text=text, spans=tuple(copy.left for copy in copies[:1])))
    absent = [lineage for lineage in hidden if lineage.credited]
    if absent:
        names = _name_some(sorted({lineage.label.removesuffix(" (not in the case)") for lineage in absent}))
        carried = sum(len(lineage.articles) for lineage in absent)
        unknowns.append(Unknown(text=f"What was left out of {names}: {count_words(carried, 'article')} credit one that was not read."))
    return unknowns


def _name_some(names: list[str]) -> str:
    return ", ".join(names[:4]) + f" and {len(names) - 4} more" if len(names) > 4 else join_words(names)


def _unknown_numbers(ledger: Ledger, told: list[Event]) -> list[Unknown]:
    unknowns = []
    for event in told:
        figures = list_figures(ledger, event)
        for kind in disputed_kinds(figures):
            rows = [figure for figure in figures if figure.kind == kind]
            told_numbers = sorted({(figure.low, figure.high): say_number(figure) for figure in rows}.items())
            words = join_words([text for _, text in told_numbers][:5])
            text = (
                f"How many {kind}: {words} are told"
                + (f" for {event.where.words}" if event.where else "")
                + ", and nothing here decides between them."
            )
            unknowns.append(Unknown(text=text, spans=tuple(dict.fromkeys(figure.telling.span for figure in rows))[:4]))
    return unknowns[:4]


def _single_voices(ledger: Ledger, told: list[Event]) -> list[Unknown]:
    single = [event for event in told if len(event.reporting) <= 1 and len(event.claimants) <= 1]
    if not single:
        return []
    spans = [telling.span for event in single if (claims := ledger.claims(event.claims)) and (telling := ledger.tell(claims[0]))]
    verb = "rests" if len(single) == 1 else "rest"
    text = f"Who else saw it: {len(single)} of {count_words(len(told), 'event')} told here {verb} on one text and at most one voice."
    return [Unknown(text=text, spans=tuple(dict.fromkeys(spans))[:3])]


def _unknown_dates(view: View) -> list[Unknown]:
    dated = {dating.article for dating in view.all(Dating) if dating.precision is not Precision.UNKNOWN}
    through = [dating for dating in view.all(Dating) if dating.copies and dating.precision is not Precision.UNKNOWN]
    undated = [article for article in view.all(Article) if article.id not in dated and not _own_date(article)]
    unknowns = []
    if undated:
        names = join_words([f"{name_outlet(article)}, “{clip_text(article.title or article.text, 48)}”" for article in undated[:3]])
        more = f" and {len(undated) - 3} more" if len(undated) > 3 else ""
        text = f"When {count_words(len(undated), 'article')} {'was' if len(undated) == 1 else 'were'} written: {names}{more}."
        text += " No date is on the page and no copy gives one."
        unknowns.append(Unknown(text=text, spans=tuple(span for article in undated[:3] if (span := _first_span(article)))))
    if through:
        names = join_words(sorted({name_outlet(view.get(Article, dating.article)) for dating in through})[:4])
        text = f"The exact day of {count_words(len(through), 'article')} without an own date ({names}), dated here only through a copy."
        unknowns.append(
            Unknown(text=text, spans=tuple(span for dating in through[:2] if (span := _first_span(view.get(Article, dating.article)))))
        )
    return unknowns


def _own_date(article: Article) -> bool:
    return article.published is not None and bool(article.published.start)


def _first_span(article: Article) -> Span | None:
    return next((segment.span for segment in article.segments if segment.text == article.title), None) or article.title_span


def _unread_articles(view: View) -> list[Unknown]:
    told = {claim.article for claim in view.all(Claim)}
    foreign = [article for article in view.all(Article) if article.language not in ("", "en")]
    silent = [article for article in view.all(Article) if article.id not in told and article not in foreign]
    unknowns = []
    if foreign:
        tongues = join_words(sorted({article.language for article in foreign}))
        unknowns.append(
            Unknown(text=f"What {count_words(len(foreign), 'article')} in other languages ({tongues}) say: they were not read for claims.")
        )
    if silent:
        names = join_words([f"“{clip_text(article.title or article.text, 40)}”" for article in silent[:3]])
        more = f" and {len(silent) - 3} more" if len(silent) > 3 else ""
        unknowns.append(
            Unknown(
                text=f"What {count_words(len(silent), 'article')} may add ({names}{more}): "
                "nothing of the kind is told there, or the rules missed it."
            )
        )
    return unknowns


def _failed_files(view: View) -> list[Unknown]:
    failures = sorted(view.all(Failure), key=lambda failure: (failure.origin, failure.id))
    if not failures:
        return []
    names = join_words([f"{failure.origin} ({failure.reason.rstrip('.')})" for failure in failures[:4]])
    more = f" and {len(failures) - 4} more" if len(failures) > 4 else ""
    return [
        Unknown(
            text=f"What stands in {count_words(len(failures), 'file or page', 'files or pages')} that could not be read: {names}{more}."
        )
    ]


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
    named = join_words([say_day(gap.isoformat(), year=False) for gap in gaps[:5]]) + (f" and {len(gaps) - 5} more" if len(gaps) > 5 else "")
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
    pairs = {(copy.left_article, copy.right_article) for copy in unclear}
    text = f"Who copied whom in {count_words(len(pairs), 'pair')} of articles that share passages: the direction is unknown."
    return [Unknown(text=text, spans=(unclear[0].left,))]
