"""The reading commands: everything a case holds, as tables or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from offing import __version__
from offing.case import Case
from offing.cli.finding import find_page, find_story
from offing.cli.screens import command_name, print_json, print_rows, print_text
from offing.errors import CaseError
from offing.records import Article, Capture, Claim, Copy, Decision, Origin, OriginKind, Party, Role
from offing.tell.briefs import Brief, make_brief
from offing.tell.graphs import trace_story
from offing.tell.lineages import list_lineages
from offing.tell.phrases import clip_text, name_outlet, say_status, say_when
from offing.tell.reports import write_report
from offing.tell.texts import story_rows, timeline_rows, write_text
from offing.tell.trees import write_tree
from offing.tell.views import View
from offing.tell.witnesses import name_chain
from offing.weigh.decisions import find_subject

CLIP = 100


def _brief_of(view: View, title: str = "") -> Brief:
    return make_brief(view, title=title, tool=f"offing {__version__}")


def show_brief(path: Path, out: Path | None, title: str, as_json: bool) -> None:
    """Print the brief, or write it as one HTML file."""
    view = Case(path).view()
    brief = _brief_of(view, title)
    if out is not None:
        if not out.parent.is_dir():
            raise CaseError(f"{out.parent}: no such folder", hint="make the folder first")
        out.write_text(write_report(view, brief), "utf-8")
    if as_json:
        print_json(brief)
    elif out is not None:
        print_text(f"The brief: {out}   ({len(brief.lines())} lines, {len(brief.endnotes)} endnotes; it opens without a network)")
    else:
        print_text(write_text(brief))


def show_timeline(path: Path, as_json: bool) -> None:
    """Print the timeline."""
    rows = timeline_rows(Case(path).view())
    if as_json:
        print_json(rows)
        return
    shown = [row | {"event": str(row["event"])[:8], "what": clip_text(str(row["what"]), CLIP)} for row in rows]
    columns = ("happened", "told", "what", "status", "standing", "texts", "voices", "articles", "event")
    print_rows(shown, columns, empty=f"No event was found in {path}: no claim of who did what to whom.")


def show_stories(path: Path, as_json: bool) -> None:
    """Print the stories."""
    rows = story_rows(Case(path).view())
    if as_json:
        print_json(rows)
        return
    shown = [row | {"story": str(row["story"])[:8]} for row in rows]
    print_rows(
        shown, ("title", "articles", "texts", "events", "denied", "days", "story"), empty=f"No story in {path}: no article was read."
    )
    if rows:
        print_text(f"\nNext: {command_name()} trace {shown[0]['story']} --case {path}")


def show_claims(path: Path, status: str, actor: str, as_json: bool) -> None:
    """Print the claims, or those of one status or actor."""
    view = Case(path).view()
    claims = [claim for claim in view.all(Claim) if (not status or claim.status == status) and (not actor or _names(claim, actor))]
    rows = [_claim_row(view, claim) for claim in claims]
    if as_json:
        print_json(claims)
        return
    columns = ("who", "act", "whom", "status", "when", "where", "tellers", "words", "coded_by", "claim")
    print_rows(rows, columns, empty=f"No such claim in {path}. {len(view.all(Claim))} claims are in the case.")


def _names(claim: Claim, actor: str) -> bool:
    parties = [party for party in (claim.who, claim.whom, *(teller.party for teller in claim.tellers)) if party is not None]
    return any(party.code.startswith(actor.upper()) or actor.casefold() in f"{party.name} {party.words}".casefold() for party in parties)


def _claim_row(view: View, claim: Claim) -> dict[str, Any]:
    article = view.get(Article, claim.article)
    return {
        "who": _party(claim.who),
        "act": f"{claim.action} {claim.mode}".strip(),
        "whom": _party(claim.whom),
        "status": say_status(claim.status, claim.certainty),
        "when": say_when(claim.when),
        "where": claim.where.words if claim.where else "",
        "tellers": " < ".join((*name_chain(claim), name_outlet(article))),
        "words": clip_text(_words(article, claim), CLIP),
        "coded_by": claim.analyzer,
        "claim": claim.id[:8],
    }


def _party(party: Party | None) -> str:
    if party is None:
        return ""
    code = f" {party.code}" if party.code else ""
    return f"{party.name or party.words}{code}" + (f" (for {party.proxy_of})" if party.proxy_of else "")


def _words(article: Article, claim: Claim) -> str:
    segment = next((part for part in article.segments if part.span.start <= claim.span.start < part.span.end), None)
    if segment is None:
        return ""
    return segment.text[claim.span.start - segment.span.start : claim.span.end - segment.span.start]


def show_cuts(path: Path, words: str, as_json: bool) -> None:
    """Print what was cut from a page, in reading order, and where another story begins."""
    view = Case(path).view()
    page = find_page(view, words)
    articles = sorted((article for article in view.all(Article) if article.page == page.id), key=lambda article: article.part)
    rows = [
        {
            "from": segment.span.start,
            "to": segment.span.end,
            "story": article.part + 1,
            "role": str(segment.role),
            "reason": segment.reason,
            "text": segment.text,
        }
        for article in articles
        for segment in article.segments
        if segment.role is not Role.BODY
    ]
    rows.sort(key=lambda row: int(str(row["from"])))
    origins = sorted(capture.origin for capture in view.all(Capture) if capture.page == page.id)
    kept = sum(len(article.text) for article in articles)
    if as_json:
        print_json({"page": page.id, "sha256": page.sha256, "origins": origins, "characters": len(page.text), "kept": kept, "cuts": rows})
        return
    print_text(
        f"{', '.join(origins)}   sha256 {page.sha256[:16]}   {kept} of {len(page.text)} characters are read, in {len(articles)} stories"
    )
    shown = [row | {"text": clip_text(str(row["text"]).replace("\n", " "), CLIP)} for row in rows]
    print_rows(shown, ("from", "to", "story", "role", "reason", "text"), empty="Nothing was cut from this page.")


def show_trace(path: Path, words: str, as_json: bool) -> None:
    """Print who copied whom in a story: the tree of each text with share, kinds, direction and reasons, and what was edited on the way."""
    view = Case(path).view()
    story = find_story(view, words)
    inside = set(story.articles)
    copies = [copy for copy in view.all(Copy) if copy.left_article in inside and copy.right_article in inside]
    texts = [origin for origin in view.all(Origin) if origin.kind is not OriginKind.SPEAKER and inside & set(origin.articles)]
    if as_json:
        decided = [one for one in view.all(Decision) if any(find_subject(side, view.articles_of(story)) for side in (one.left, one.right))]
        graph = trace_story(view, story)
        print_json({"story": story, "origins": texts, "copies": copies, "edges": graph.edges, "decisions": decided})
        return
    number = list_lineages(view, inside)
    print_text(f"{story.title}\n{len(inside)} articles in {len(number)} texts, {len(copies)} passages shared\n")
    print_text("\n".join(write_tree(trace_story(view, story))))
    edits = [
        {"kind": str(copy.kind), "edit": edit.kind, "from": edit.left, "to": edit.right, "copy": copy.id[:8]}
        for copy in copies
        for edit in copy.edits
    ]
    if edits:
        print_text("\nWhat was changed on the way:")
        print_rows(edits, ("edit", "from", "to", "kind", "copy"), empty="")
    if copies:
        pair = f"{copies[0].left_article[:8]} {copies[0].right_article[:8]} --case {path}"
        print_text(f"\nNext: {command_name()} compare {pair}   or, if you know better,   {command_name()} decide cut {pair} --reason ...")


def show_hits(path: Path, words: str, limit: int, as_json: bool) -> None:
    """Print the articles that hold the words."""
    hits = Case(path).search(words, limit)
    rows = [{"article": hit.article, "outlet": hit.outlet, "title": hit.title, "snippet": hit.snippet} for hit in hits]
    if as_json:
        print_json(rows)
        return
    shown = [row | {"article": row["article"][:8], "snippet": row["snippet"].replace("\n", " ")} for row in rows]
    print_rows(shown, ("outlet", "title", "snippet", "article"), empty=f"No article in {path} holds all of these words.")
