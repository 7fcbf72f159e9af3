"""`offing compare`: two articles of a case, or two files, side by side in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from offing.case import Case
from offing.clean import clean_page
from offing.cli.finding import find_article, find_story
from offing.cli.screens import print_json, print_text
from offing.code import code_claims
from offing.errors import CleanError, SourceError
from offing.read import read_pages
from offing.records import Article, Page, Record
from offing.tell.accounts import Account
from offing.tell.comparisons import Comparison, Match, Side, compare_pair
from offing.tell.directions import say_likely
from offing.tell.phrases import clip_text
from offing.tell.views import View
from offing.trace import find_copies
from offing.weigh import date_articles, group_stories, weigh_all

CLIP = 320
MARKS = {"left": ("[-", "-]"), "right": ("{+", "+}")}
SECTIONS = (
    ("SHARED word for word", ("shared",)),
    ("REWORDED (changed words marked)", ("reworded",)),
    ("SOFTENED from A to B", ("softened",)),
    ("HARDENED from A to B", ("hardened",)),
    ("ONLY IN A", ("left",)),
    ("ONLY IN B", ("right",)),
)


def show_comparison(names: tuple[str, str], path: Path | None, story: str, as_json: bool) -> None:
    """Compare two articles of the case at `path`, or without one two files in memory."""
    files = [Path(name) for name in names]
    if path is None and not story and all(file.is_file() for file in files):
        view, pair = read_files(files)
    else:
        view = Case(path or Path("case.db")).view()
        inside = find_story(view, story) if story else None
        pair = [find_article(view, name, inside) for name in names]
    if pair[0].id == pair[1].id:
        raise SourceError(f"{names[0]} and {names[1]} are one article", hint="name two different articles")
    comparison = compare_pair(view, pair[0], pair[1])
    if as_json:
        print_json(comparison)
    else:
        print_text("\n".join(write_comparison(comparison)))


def read_files(files: list[Path]) -> tuple[View, list[Article]]:
    """Two files taken through the stages in memory, without a case; the first article of each. Raises SourceError when one holds none."""
    pages = [_read_page(file) for file in files]
    found: list[list[Article]] = []
    for file, page in zip(files, pages, strict=True):
        try:
            found.append(clean_page(page))
        except CleanError as error:
            raise SourceError(f"{file}: {error.message}", hint=error.hint) from error
    articles = list({article.id: article for own in found for article in own}.values())
    copies = find_copies(articles)
    datings = date_articles(articles, copies)
    stories = group_stories(articles, copies, datings)
    claims = [claim for article in articles for claim in code_claims(article)]
    weighed = weigh_all(claims, copies, articles=articles, stories=stories, datings=datings)
    records: list[Record] = [*pages, *articles, *copies, *claims, *datings, *stories, *weighed]
    return View(records), [own[0] for own in found]


def _read_page(file: Path) -> Page:
    pages = list(read_pages(file))
    if len(pages) != 1:
        hint = f"take it into a case (offing run {file}) and name two of its articles" if pages else "offing run says why"
        raise SourceError(f"{file}: holds {len(pages)} pages, not one", hint=hint)
    return pages[0]


def write_comparison(comparison: Comparison) -> Iterator[str]:
    """The lines that are printed."""
    for letter, account in zip("AB", comparison.accounts, strict=True):
        yield from _write_account(letter, account)
    yield from _write_source(comparison)
    shares = (comparison.shared, comparison.reworded, comparison.only)
    yield "Of the words of B {:.0%} stand word for word in A, {:.0%} reworded, {:.0%} only in B.".format(*shares)
    for title, kinds in SECTIONS:
        rows = [row for row in comparison.rows if row.kind in kinds]
        if rows:
            yield f"\n{title} ({len(rows)})"
            for row in rows:
                yield from _write_row(row)
    moved = [row for row in comparison.rows if row.moved]
    yield f"\nMOVED ({len(moved)})" if moved else "\nMOVED: nothing; what they share stands in the same order."
    for row in moved:
        if row.left is not None:
            yield f"  > {row.remark}: “{clip_text(row.left.text, 90)}”"
    yield from _write_headlines(comparison)


def _write_account(letter: str, account: Account) -> Iterator[str]:
    yield f"{letter}  {account.outlet}, “{account.title or 'untitled'}” ({account.article[:8]})"
    yield f"   published: {account.published}" + (f"; dated {account.dated}" if account.dated else "")
    yield f"   credits: {', '.join(account.credits) or 'nobody'}; counted as: {'; '.join(account.origins) or 'no claim of it is counted'}"
    if account.url:
        yield f"   {account.url}"


def _write_source(comparison: Comparison) -> Iterator[str]:
    likely = comparison.likely
    if likely is None:
        return
    names = [f"{letter} ({account.outlet})" for letter, account in zip("AB", comparison.accounts, strict=True)]
    joined = any(row.left is not None and row.right is not None for row in comparison.rows)
    if not joined and not likely.decided:
        yield "Likely source: they share no passage, so neither is the source of the other."
        return
    score = f", score {likely.score:.2f}" if likely.score and not likely.decided else ""
    yield f"Likely source: {say_likely(likely, *names)}{score}." + (f" Why: {'; '.join(likely.reasons)}." if likely.reasons else "")
    if likely.decided:
        yield f"   ! edge {likely.decided}"


def _write_row(row: Match) -> Iterator[str]:
    remark = f"   ({row.remark})" if row.remark and not row.remark.startswith("not in A") and row.remark != "not in B" else ""
    if row.left is not None and row.right is not None and row.kind != "shared":
        yield f"  A {_mark(row.left, 'left')}"
        yield f"  B {_mark(row.right, 'right')}{remark}"
        return
    side = row.left or row.right
    if side is not None:
        sign = "=" if row.kind == "shared" else "-" if row.kind == "left" else "+"
        yield f"  {sign} {clip_text(side.text, CLIP)}{remark}"


def _mark(side: Side, name: str) -> str:
    before, after = MARKS[name]
    return "".join(f"{before}{piece.text}{after}" if piece.changed else piece.text for piece in side.pieces)


def _write_headlines(comparison: Comparison) -> Iterator[str]:
    yield "\nHEADLINE AGAINST TEXT"
    for letter, account in zip("AB", comparison.accounts, strict=True):
        rows = [row for row in comparison.headline if row.left is not None and row.left.span.page == account.page]
        for row in rows:
            if row.left is not None and row.right is not None:
                yield f"  {letter} {row.remark}: “{row.left.text}” against “{clip_text(row.right.text, CLIP)}”"
        if not rows and account.headline_claims:
            yield f"  {letter} the headline tells nothing as surer than its text does"
        elif not rows:
            yield f"  {letter} no claim was coded in the headline, so it cannot be held against the text"
