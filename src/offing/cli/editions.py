"""`offing versions`: articles that were seen with more than one content, and what was changed from one to the next."""

from __future__ import annotations

from pathlib import Path

from offing.case import Case
from offing.cli.screens import print_json, print_rows, print_text
from offing.errors import NotFound
from offing.records import Article
from offing.tell.comparisons import Match
from offing.tell.phrases import count_words, name_outlet
from offing.tell.versions import Edition, find_editions, list_changes
from offing.tell.views import View


def show_versions(path: Path, words: str, as_json: bool) -> None:
    """Print the articles with several versions; with `words` only those whose address or headline holds them, and all that changed."""
    view = Case(path).view()
    editions = find_editions(view)
    if words:
        wanted = words.casefold()
        editions = [edition for edition in editions if _fits(edition, wanted)]
        if not editions:
            raise NotFound(f"{words}: no article with several versions", hint=f"offing versions --case {path} lists those there are")
    if as_json:
        print_json(
            [{"edition": edition, "current": edition.current.article, "changes": list_changes(view, edition)} for edition in editions]
        )
    elif words:
        for edition in editions:
            _print_edition(view, edition)
    else:
        columns = ("outlet", "headline", "versions", "changes", "claims_touched", "address")
        print_rows(
            [_describe(view, edition) for edition in editions], columns, empty=f"No article in {path} was seen with more than one content."
        )


def _fits(edition: Edition, wanted: str) -> bool:
    bare = wanted.partition("://")[2].removeprefix("www.") or wanted
    return bare.rstrip("/") in edition.address.casefold() or any(wanted in version.title.casefold() for version in edition.versions)


def _describe(view: View, edition: Edition) -> dict[str, str | int]:
    changes = list_changes(view, edition)
    return {
        "outlet": name_outlet(view.get(Article, edition.current.article)),
        "headline": edition.current.title,
        "versions": len(edition.versions),
        "changes": sum(len(change.rows) for change in changes),
        "claims_touched": sum(len(change.claims) for change in changes),
        "address": edition.address,
    }


def _print_edition(view: View, edition: Edition) -> None:
    print_text(
        f"{edition.current.title}\n{edition.address}   {count_words(len(edition.versions), 'version')}, all kept; the last is current"
    )
    rows = [
        {
            "version": number,
            "captured": version.captured or "unknown",
            "says": version.said or "nothing",
            "sha256": version.sha256[:16],
            "article": version.article[:8],
        }
        for number, version in enumerate(edition.versions, 1)
    ]
    print_rows(rows, ("version", "captured", "says", "sha256", "article"), empty="")
    for number, change in enumerate(list_changes(view, edition), 1):
        touched = f"; {count_words(len(change.claims), 'claim')} of version {number} stood on what changed" if change.claims else ""
        print_text(f"\nFrom version {number} to {number + 1}{touched}:")
        print_rows([_show(row) for row in change.rows], ("change", "from", "to"), empty="Nothing in the story: only the page around it.")


def _show(row: Match) -> dict[str, str]:
    kind = {"left": "dropped", "right": "added"}.get(row.kind, row.kind)
    return {"change": kind, "from": row.left.text if row.left else "", "to": row.right.text if row.right else ""}
