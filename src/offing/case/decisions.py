"""The log of the analyst: every decision and every undoing as a row that stays, with who, when and why; and what is in force.

A decision is kept as it was made, with the hash of its pages. It is anchored anew in the pages as they are now: by the quoted words, where
they stand or nearest to where they stood. What does not anchor is an orphan: it stays in the log, and counts for nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import func, insert, inspect, select

from offing.case.cases import Case
from offing.case.tables import DECIDED, METADATA, TABLES
from offing.errors import NotFound
from offing.records import Anchor, Article, Decision, Page, Record, Role, Span
from offing.schemas import Row, from_row, to_row

STAGE, VERSION = "decide", "1"


@dataclass(frozen=True)
class Entry:
    """A row of the log. `decision` None: the row undoes row `undoes`. `now`: the decision in today's pages, None for an orphan.

    `undone_by` is the row in force that undoes this one (0: none).
    """

    number: int
    undoes: int
    decision: Decision | None
    reason: str
    by: str
    time: str
    undone_by: int = 0
    now: Decision | None = None

    @property
    def state(self) -> str:
        """`in force`, `undone` or `orphaned`."""
        if self.undone_by:
            return "undone"
        return "orphaned" if self.decision is not None and self.now is None else "in force"


class DecisionLog:
    """The log of one case. Writing takes no lock: a row is added in one short transaction, and counts from the next run on."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._engine = case._engine

    def entries(self) -> list[Entry]:
        """All rows, oldest first."""
        with self._engine.connect() as connection:
            if not inspect(connection).has_table(DECIDED.name):
                return []
            rows = list(connection.execute(select(DECIDED).order_by(DECIDED.c.number)).mappings())
        found = [_read_row(dict(row)) for row in rows]
        undone: dict[int, int] = {}
        for entry in reversed(found):
            if entry.undoes and entry.number not in undone:
                undone[entry.undoes] = entry.number
        standing = [entry for entry in found if entry.decision is not None and entry.number not in undone]
        now = dict(zip((entry.number for entry in standing), _anchor_all(self._case, standing), strict=True))
        return [_with_state(entry, undone.get(entry.number, 0), now.get(entry.number)) for entry in found]

    def decide(self, decision: Decision) -> int:
        """Add a decision; returns its number."""
        return self._add({name: value for name, value in to_row(decision).items() if name != "id"})

    def undo(self, number: int, *, reason: str, by: str) -> int:
        """Add a row that undoes row `number` (a decision, or an earlier undoing). Raises NotFound when there is none in force."""
        entries = {entry.number: entry for entry in self.entries()}
        if number not in entries:
            raise NotFound(f"{number}: no such decision", hint="offing decisions lists them with their numbers")
        if entries[number].undone_by:
            raise NotFound(f"{number}: is undone already, by {entries[number].undone_by}", hint="offing decisions shows what is in force")
        return self._add({"undoes": number, "reason": reason, "by": by, "time": stamp_time()})

    def _add(self, row: Mapping[str, object]) -> int:
        with self._engine.begin() as connection:
            METADATA.create_all(connection, tables=[DECIDED])
            number = int(connection.execute(select(func.coalesce(func.max(DECIDED.c.number), 0))).scalar_one()) + 1
            connection.execute(insert(DECIDED).values(number=number, **row))
        return number

    def current(self) -> dict[str, Decision]:
        """The decisions in force and anchored, by the number of their row (as a key)."""
        return {str(entry.number): entry.now for entry in self.entries() if entry.now is not None and not entry.undone_by}


def stamp_time() -> str:
    """Now, in UTC to the second, as the log keeps it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _read_row(row: Row) -> Entry:
    decision: Decision | None = None
    if row["kind"] is not None:
        decision = from_row(Decision, {"id": ""} | {name: row[name] for name in row if name not in ("number", "undoes")})
    return Entry(row["number"], row["undoes"] or 0, decision, row["reason"], row["by"], row["time"])


def _with_state(entry: Entry, undone_by: int, now: Decision | None) -> Entry:
    return Entry(entry.number, entry.undoes, entry.decision, entry.reason, entry.by, entry.time, undone_by, now)


def _anchor_all(case: Case, entries: Iterable[Entry]) -> Iterator[Decision | None]:
    decisions = [entry.decision for entry in entries if entry.decision is not None]
    hashes = {anchor.sha256 for decision in decisions for anchor in (decision.left, decision.right)}
    pages = {page.sha256: page for page in _find_pages(case, hashes)}
    articles = [article for page in pages.values() for article in _articles_on(case, page)]
    for decision in decisions:
        left, right = (_anchor(anchor, pages, articles) for anchor in (decision.left, decision.right))
        yield msgspec.structs.replace(decision, left=left, right=right) if left and right else None


def _find_pages(case: Case, hashes: set[str]) -> list[Page]:
    table, current = TABLES[Page], case.ids(Page)
    with case._engine.connect() as connection:
        ids = connection.execute(select(table.c.id).where(table.c.sha256.in_(sorted(hashes)))).scalars().all()
    return case.load(Page, sorted(set(ids) & current))


def _articles_on(case: Case, page: Page) -> list[Article]:
    current = case.ids(Article)
    return [article for article in case.resting(Article, page.id) if article.id in current]


def _anchor(anchor: Anchor, pages: Mapping[str, Page], articles: Iterable[Article]) -> Anchor | None:
    """The anchor in today's rendering of its page: where the words stand, nearest to where they stood, inside an article."""
    page = pages.get(anchor.sha256)
    if page is None:
        return None
    spots, at = [], page.text.find(anchor.words)
    while at >= 0 and anchor.words:
        span = Span(page.id, at, at + len(anchor.words))
        if any(segment.role is not Role.FURNITURE and _overlap(segment.span, span) for one in articles for segment in one.segments):
            spots.append(span)
        at = page.text.find(anchor.words, at + 1)
    if not spots:
        return None
    best = min(spots, key=lambda span: (abs(span.start - anchor.span.start), span.start))
    return Anchor(sha256=anchor.sha256, span=best, words=anchor.words)


def _overlap(one: Span, two: Span) -> bool:
    return one.page == two.page and one.start < two.end and two.start < one.end


def decided_records(case: Case) -> dict[str, tuple[Record, ...]]:
    """What the step `decide` of a run makes: row number -> its decision in today's pages."""
    return {number: (decision,) for number, decision in DecisionLog(case).current().items()}
