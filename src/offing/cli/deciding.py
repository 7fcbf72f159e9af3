"""`offing decide`, `decisions` and `undo`: the analyst cuts or adds a copy edge; it is logged, and the counts of origins follow."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from pathlib import Path

from offing.case import Case, DecisionLog, Entry
from offing.case.decisions import stamp_time
from offing.cli.finding import find_article, find_story
from offing.cli.screens import command_name, print_json, print_rows, print_text, watch_progress
from offing.errors import CaseError, NotFound, SourceError
from offing.pipeline import recount_origins
from offing.records import Anchor, Article, Copy, CopyKind, Decision, DecisionKind, Direction, Event, Origin, OriginKind, Page, Role, Span
from offing.tell.phrases import clip_text, name_act, name_outlet
from offing.tell.tallies import find_opening
from offing.tell.views import View
from offing.weigh.decisions import drop_cut, list_edges

SHOWN = 12
Counts = dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[Event, int, int]]


@dataclass(frozen=True)
class Order:
    """What goes with a decision: why, who, where the names are looked for, and which passage alone is meant."""

    reason: str
    story: str = ""
    dispatch: bool = False
    words: tuple[str, ...] = ()
    by: str = ""
    no_run: bool = False


def decide_edge(path: Path, kind: str, names: tuple[str, str], order: Order) -> None:
    """Log a decision and count again. Raises SourceError for a kind that is none, CaseError when it stands already or against another."""
    if kind not in list(DecisionKind):
        raise SourceError(f"{kind}: no kind of decision", hint=f"it is {' or '.join(DecisionKind)}: offing decide cut A B --reason WORDS")
    if not order.reason.strip():
        raise SourceError("a decision needs a reason", hint='say why: --reason "the editor says they had a reporter there"')
    case = Case(path)
    view, log = case.view(), DecisionLog(case)
    story = find_story(view, order.story) if order.story else None
    left, right = (find_article(view, name, story) for name in names)
    if left.id == right.id:
        raise SourceError(f"{names[0]} and {names[1]} are one article", hint="name two different articles")
    spans = _find_passages(view, left, right, order.words, DecisionKind(kind)) if order.words else (find_opening(left), find_opening(right))
    decision = Decision(
        kind=DecisionKind(kind),
        left=_make_anchor(view, spans[0]),
        right=_make_anchor(view, spans[1]),
        passage=bool(order.words),
        direction=Direction.UNKNOWN if kind == DecisionKind.CUT else Direction.HIDDEN if order.dispatch else Direction.LEFT,
        reason=order.reason.strip(),
        by=order.by or getpass.getuser(),
        time=stamp_time(),
    )
    _refuse_clash(log, decision, (left, right))
    number = log.decide(decision)
    print_text(f"Decision {number}: {_say_deed(decision, left, right)}. Undo it with: {command_name()} undo {number} --case {path}")
    _count_again(case, view, (left, right), order.no_run)


def undo_decision(path: Path, number: int, reason: str, by: str, no_run: bool) -> None:
    """Log the undoing of row `number` and count again."""
    case = Case(path)
    view, log = case.view(), DecisionLog(case)
    row = log.undo(number, reason=reason.strip(), by=by or getpass.getuser())
    print_text(f"Decision {row}: undoes {number}. Both stay in the log: {command_name()} decisions --case {path}")
    _count_again(case, view, (), no_run)


def show_decisions(path: Path, as_json: bool) -> None:
    """Print the log."""
    case = Case(path)
    entries = DecisionLog(case).entries()
    if as_json:
        print_json([_entry_row(entry) | {"decision": entry.decision} for entry in entries])
        return
    columns = ("number", "what", "a", "b", "reason", "by", "time", "state")
    print_rows([_entry_row(entry) for entry in entries], columns, empty=f"Nothing was decided in {path}: all counts are the machine's own.")
    if any(entry.state == "orphaned" for entry in entries):
        print_text("Orphaned: the words that the decision names stand on none of today's pages. It counts for nothing, and is kept.")


def _entry_row(entry: Entry) -> dict[str, object]:
    row: dict[str, object] = {"number": entry.number, "reason": entry.reason, "by": entry.by, "time": entry.time}
    row["state"] = f"undone by {entry.undone_by}" if entry.undone_by else entry.state
    if entry.decision is None:
        return row | {"what": f"undo {entry.undoes}", "a": "", "b": ""}
    decision = entry.decision
    way = {Direction.HIDDEN: " (one dispatch)", Direction.LEFT: " (B from A)"}.get(decision.direction, "")
    what = f"{decision.kind}{way}{', passage' if decision.passage else ''}"
    return row | {"what": what, "a": f"“{clip_text(decision.left.words, 50)}”", "b": f"“{clip_text(decision.right.words, 50)}”"}


def _make_anchor(view: View, span: Span) -> Anchor:
    page = view.get(Page, span.page)
    return Anchor(sha256=page.sha256, span=span, words=page.text[span.start : span.end])


def _find_passages(view: View, left: Article, right: Article, words: tuple[str, ...], kind: DecisionKind) -> tuple[Span, Span]:
    """The passages that are meant: of a copy that holds the words, or (add) the words themselves on both pages."""
    if kind is DecisionKind.ADD:
        if len(words) != 2:
            raise SourceError("an added passage needs its words on both sides", hint='give --words twice: --words "in A" --words "in B"')
        return _find_span(left, words[0]), _find_span(right, words[1])
    spans = [_find_span(left, words[0])]
    for copy in view.all(Copy):
        sides = {copy.left_article: copy.left, copy.right_article: copy.right}
        if sides.keys() == {left.id, right.id} and sides[left.id].start < spans[0].end and spans[0].start < sides[left.id].end:
            return sides[left.id], sides[right.id]
    raise NotFound(
        f"{words[0]}: no copied passage of the two holds it",
        hint=f"{command_name()} compare {left.id[:8]} {right.id[:8]} shows what they share",
    )


def _find_span(article: Article, words: str) -> Span:
    for segment in article.segments:
        if segment.role is not Role.FURNITURE and (at := segment.text.find(words)) >= 0:
            return Span(article.page, segment.span.start + at, segment.span.start + at + len(words))
    raise NotFound(f"{words}: not in {name_outlet(article)}", hint="give the words as they stand in the article")


def _refuse_clash(log: DecisionLog, decision: Decision, pair: tuple[Article, Article]) -> None:
    [mine] = list_edges([decision], pair)
    for entry in log.entries():
        for edge in list_edges([entry.now], pair) if entry.now is not None else ():
            if (edge.pair, edge.passage) != (mine.pair, mine.passage) or (
                edge.passage and (edge.left, edge.right) != (mine.left, mine.right)
            ):
                continue
            done = "cut" if edge.kind is DecisionKind.CUT else "added"
            raise CaseError(
                f"this edge is {done} already, by decision {entry.number} ({entry.by}: {entry.reason})",
                hint=f"to decide anew, undo it first: {command_name()} undo {entry.number}",
            )


def _say_deed(decision: Decision, left: Article, right: Article) -> str:
    names = f"{name_outlet(left)} ({left.id[:8]})", f"{name_outlet(right)} ({right.id[:8]})"
    part = "a passage of " if decision.passage else ""
    if decision.kind is DecisionKind.CUT:
        return f"{part}{names[0]} and {names[1]} are independent"
    if decision.direction is Direction.HIDDEN:
        return f"{part}{names[0]} and {names[1]} come from one dispatch that is neither"
    return f"{part}{names[1]} took from {names[0]}"


def _count_again(case: Case, before: View, pair: tuple[Article, ...], no_run: bool) -> None:
    if no_run:
        print_text("Kept. The counts follow at the next offing run.")
        return
    with watch_progress() as report:
        summary = recount_origins(case, progress=report)
    print_text(f"Counted again (stages {', '.join(summary.seconds)}).")
    after = case.view()
    old, new = _count_events(before), _count_events(after)
    moved = [(old[key], new[key]) for key in sorted(new) if key in old and old[key][1:] != new[key][1:]]
    rows = [
        {
            "event": now[0].id[:8],
            "what": clip_text(name_act(now[0]), 70),
            "texts": f"{then[1]} -> {now[1]}",
            "voices": f"{then[2]} -> {now[2]}",
        }
        for then, now in moved
    ]
    if rows:
        print_rows(rows[:SHOWN], ("what", "texts", "voices", "event"), empty="")
        if len(rows) > SHOWN:
            print_text(f"... and {len(rows) - SHOWN} events more.")
    else:
        print_text("No count of an event changes." + _say_joined(after, pair))


def _count_events(view: View) -> Counts:
    return {(event.claims, event.denials): (event, len(event.reporting), len(event.claimants)) for event in view.all(Event)}


def _say_joined(view: View, pair: tuple[Article, ...]) -> str:
    """Why two articles are still one text, or were never counted together."""
    both = {article.id for article in pair}
    if len(both) != 2:
        return ""
    if not any(both <= set(event.articles) for event in view.all(Event)):
        return " The two tell no event in common."
    origins = [origin for origin in view.all(Origin) if origin.kind is not OriginKind.SPEAKER and both <= set(origin.articles)]
    if not origins:
        return " They were counted apart before."
    loose = min((_list_neighbours(view, article, both) for article in reversed(pair)), key=len)
    through = f"through {'; '.join(loose)}: cut these too" if loose else "through a publisher, an address or an agency that they share"
    return f" They are still one text ({origins[0].label}), {through}."


def _list_neighbours(view: View, article: Article, both: set[str]) -> list[str]:
    """The other articles that an article shares narrative with, cut edges left out."""
    kept = drop_cut(view.all(Copy), list_edges(view.all(Decision), view.all(Article)))
    pairs = [{copy.left_article, copy.right_article} for copy in kept if copy.kind in (CopyKind.NARRATIVE, CopyKind.SAME_PUBLISHER)]
    others = sorted({ident for pair in pairs if article.id in pair for ident in pair} - both)
    return [f"{name_outlet(article)} and {name_outlet(view.get(Article, ident))} ({article.id[:8]} {ident[:8]})" for ident in others]
