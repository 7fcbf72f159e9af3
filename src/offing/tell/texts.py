"""Briefs and rows as plain text for the command line: no colour, no width, nothing that a pipe would spoil."""

from __future__ import annotations

from collections.abc import Iterator

from offing.errors import NotFound
from offing.records import Article, Claim, Copy, Dating, Decision, Event, Line, Origin, Page, Record, Span, Story, rests_on
from offing.tell.briefs import Brief, BriefLine
from offing.tell.directions import say_decision
from offing.tell.graphs import graph_rows, trace_story
from offing.tell.lineages import list_lineages
from offing.tell.lines import choose_claim
from offing.tell.passages import kept_text, read_span
from offing.tell.phrases import clip_text, count_words, name_act, name_outlet, say_dating, say_interval, say_published, say_status, say_when
from offing.tell.stories import group_events, rank_stories
from offing.tell.timelines import make_timeline
from offing.tell.views import View
from offing.tell.witnesses import Ledger, list_denials, name_chain, say_number, weigh_certainty

Row = dict[str, str | int]


def write_text(brief: Brief) -> str:
    """The brief as plain text, section by section; endnotes last."""
    out = [brief.title, f"{brief.period}; {count_words(brief.articles, 'article')}, {count_words(brief.texts, 'text origin')}"]
    if brief.invented:
        out.append("Invented outlets on a public record: an example, not news.")
    if brief.simulated:
        out.append("Forecasts are from a simulated world, not news.")
    out += ["", "JUDGEMENT", *(judgement.text for judgement in brief.judgements)]
    if brief.changes is not None:
        out += ["", "SINCE THE LAST BRIEF", *(_say_changes(brief) or [brief.unchanged])]
    for name, lines, empty in (
        ("REPORTED", brief.reported, "No line."),
        ("DISPUTED", brief.disputed, "No denial was seen. That is not agreement."),
        ("ASSESSED", brief.assessed, "No assessed line was written: rules do not assess."),
        ("ALSO REPORTED", brief.also, ""),
    ):
        if lines or empty:
            out += ["", name, *(text for line in lines for text in _write_line(line)), *([] if lines else [empty])]
    if brief.left.entries:
        out.append(f"{brief.left.words} more are in the case.")
    out += ["", "NOT KNOWN", *(f"- {unknown.text}" for unknown in brief.unknowns)]
    out += ["", "SOURCE SUMMARY STATEMENT", *(paragraph.text for paragraph in brief.sources), "", "ENDNOTES"]
    for note in brief.endnotes:
        title = f", “{note.title}”" if note.title else ""
        out.append(f"{note.number}. {note.outlet}{title}. Published {note.published}, captured {note.captured}. “{note.quote}”")
        out.append(f"   sha256 {note.sha256[:16]} {note.span.start}-{note.span.end} {note.url}".rstrip())
    return "\n".join(out) + "\n"


def _say_changes(brief: Brief) -> list[str]:
    numbers = {line.event.id: line.number for line in brief.lines()}
    return [f"- line {numbers[change.event]}: {change.words}" for change in brief.changes or () if change.event in numbers]


def _write_line(line: BriefLine) -> Iterator[str]:
    event = line.event
    yield f"{line.number}. {line.line.text} [{', '.join(map(str, line.notes))}]"
    counts = f"{count_words(len(event.reporting), 'text')}, {count_words(len(event.claimants), 'voice')}"
    counts += f" of {count_words(len(event.articles), 'article')}"
    yield f"   {event.standing}; {say_status(event.status, line.certainty)}; {counts}; {say_when(event.when)}; id {line.line.id}"
    for denial in line.denials:
        yield f"   {denial.words} {denial.denier} ({count_words(denial.texts, 'text')}, {count_words(denial.voices, 'voice')})"
    if event.decisions:
        yield from (f"   ! {remark.text}" for remark in line.remarks if "by the analyst" in remark.text)
    if line.figures:
        yield "   told: " + "; ".join(
            f"{figure.kind} {say_number(figure)} ({figure.telling.chain[-1] if figure.telling.chain else figure.telling.outlet})"
            for figure in line.figures
        )


def timeline_rows(view: View) -> list[Row]:
    """One row per event by the day it is said to have happened: happened, told, what, status, standing, texts, voices, articles, event."""
    return [
        {
            "happened": row.when,
            "told": row.told or "no date",
            "what": clip_text(row.text, 160),
            "status": say_status(row.status, row.certainty),
            "standing": str(row.standing),
            "texts": row.texts,
            "voices": row.voices,
            "articles": row.articles,
            "event": row.event,
        }
        for row in make_timeline(view)
    ]


def story_rows(view: View) -> list[Row]:
    """One row per story, heaviest first: title, articles, texts, events, denied, days, story."""
    rows: list[Row] = []
    groups = group_events(view)
    homes = {ident: story.id for story in view.all(Story) for ident in story.articles}
    origins: dict[str, list[Record]] = {}
    for origin in view.all(Origin):
        for home in {homes[ident] for ident in origin.articles if ident in homes}:
            origins.setdefault(home, []).append(origin)
    for story in rank_stories(view):
        events = groups.get(story.id, [])
        rows.append(
            {
                "title": clip_text(story.title, 90),
                "articles": len(story.articles),
                "texts": len(list_lineages(View(origins.get(story.id, [])), story.articles)),
                "events": len(events),
                "denied": sum(1 for event in events if event.denials),
                "days": say_interval(story.start, story.end),
                "story": story.id,
            }
        )
    return rows


def claim_rows(view: View, story: str = "") -> list[Row]:
    """One row per event of a story (or of the case): what, tellers, status, when, where, standing, texts, voices, denials, event."""
    ledger = Ledger(view)
    rows: list[Row] = []
    for event in view.all(Event):
        if story and event.story != story:
            continue
        claims = ledger.claims(event.claims) or ledger.claims(event.denials)
        if not claims:
            continue
        first = choose_claim(claims, ledger.desk, event.status) or claims[0]
        article = ledger.desk.articles[first.article]
        rows.append(
            {
                "what": clip_text(kept_text(article, first.sentence), 160),
                "act": name_act(event),
                "tellers": " < ".join((*name_chain(first), name_outlet(article))),
                "status": say_status(event.status, weigh_certainty(view, event)),
                "when": say_when(event.when),
                "where": event.where.words if event.where else "",
                "standing": str(event.standing),
                "texts": len(event.reporting),
                "voices": len(event.claimants),
                "denials": "; ".join(
                    f"{denial.denier}: “{clip_text(denial.telling.sentence, 120)}”" for denial in list_denials(ledger, event)
                ),
                "event": event.id,
            }
        )
    return sorted(rows, key=lambda row: (-int(row["texts"]), -int(row["voices"]), str(row["event"])))


def copy_rows(view: View, story: Story) -> list[Row]:
    """The copy graph of a story as rows: from, to, direction, share, passages; strongest first."""
    names = ("from", "to", "direction", "share", "passages")
    return [dict(zip(names, row, strict=True)) for row in graph_rows(trace_story(view, story))]


def explain_record(view: View, ident: str) -> str:
    """Why: a record, what it rests on, and so on down to the characters of the page, as an indented tree. Raises NotFound.

    `ident` is an id or the unique start of one.
    """
    record = find_record(view, ident)
    return "\n".join(_walk_down(view, record, 0, set())) + "\n"


def find_record(view: View, ident: str) -> Record:
    """A record of any kind by its id or the unique start of it. Raises NotFound."""
    exact = view.find(ident)
    if exact is not None:
        return exact
    kinds = (Line, Event, Story, Origin, Claim, Decision, Dating, Copy, Article, Page)
    found = [record for kind in kinds for record in view.all(kind) if record.id.startswith(ident)] if len(ident) >= 4 else []
    if len(found) != 1:
        raise NotFound(
            f"{'several records start' if found else 'no record starts'} with {ident!r}",
            hint="ids stand in `offing brief`, `timeline` and `claims`",
        )
    return found[0]


def _walk_down(view: View, record: Record, depth: int, seen: set[str]) -> Iterator[str]:
    indent = "  " * depth
    again = record.id in seen
    yield f"{indent}{_describe(record)}" + (" (above)" if again else "")
    if again:
        return
    seen.add(record.id)
    for words, span in _spans_of(record):
        yield f"{indent}  · {words} {span.start}-{span.end}: “{clip_text(_characters(view, span), 240)}”"
    if isinstance(record, Article):
        page = view.find(record.page)
        if isinstance(page, Page):
            yield f"{indent}  Page {page.id} sha256 {page.sha256}"
        return
    for ident in dict.fromkeys(rests_on(record)):
        below = view.find(ident)
        if below is None:
            yield f"{indent}  {ident} (not in this view)"
        elif not (isinstance(record, Event) and isinstance(below, Story)):
            yield from _walk_down(view, below, depth + 1, seen)


def _describe(record: Record) -> str:
    kind = type(record).__name__
    match record:
        case Line():
            words = record.text
        case Event():
            words = f"{name_act(record)}; {say_status(record.status)}, {record.standing}; {count_words(len(record.reporting), 'text')}, "
            words += f"{count_words(len(record.claimants), 'voice')}; {say_when(record.when)}"
        case Claim():
            tellers = " < ".join(name_chain(record)) or "the outlet itself"
            words = f"{record.action} {say_status(record.status, record.certainty)}; {tellers}; {record.analyzer} {record.rule}"
        case Origin():
            words = f"{record.kind}: {record.label}; {count_words(len(record.articles), 'article')}"
        case Copy():
            words = f"{record.kind}, {record.direction}, {record.kept:.0%} kept"
        case Decision():
            words = f"edge {say_decision(record)}, {record.time[:10]}"
        case Dating():
            words = f"{say_dating(record)}: {record.reason}"
        case Article():
            words = f"{name_outlet(record)}, “{clip_text(record.title or record.text, 80)}”, {say_published(record)}"
        case Story():
            words = f"{record.title}; {count_words(len(record.articles), 'article')}"
        case _:
            words = ""
    return f"{kind} {record.id} {words}".rstrip()


def _spans_of(record: Record) -> list[tuple[str, Span]]:
    match record:
        case Line():
            return [("cites", span) for span in record.cites]
        case Claim():
            return [("sentence", record.sentence), ("clause", record.span), ("act", record.trigger)]
        case Decision():
            return [("A", record.left.span), ("B", record.right.span)]
        case Copy():
            return [("left", record.left), ("right", record.right)]
    return []


def _characters(view: View, span: Span) -> str:
    page = view.find(span.page)
    if isinstance(page, Page):
        return page.text[span.start : span.end]
    return " ".join(text for article in view.all(Article) if article.page == span.page and (text := read_span(article, span)))
