"""Articles -> Story: texts that copy each other, and texts about one thing in a few days.

Copies are put together first, so that a flood of one dispatch counts as one text. The rest streams in (published, id) order: each text
joins the story it is most like on average (average link over TF-IDF), if it is like enough and lies within four days of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from offing.language.sentences import split_sentences
from offing.records import Article, Copy, CopyKind, Dating, Record, Role, Span, Story
from offing.stage import Together, components
from offing.weigh.vectors import TABLE, Vectors, make_vectors

ALIKE = 0.14  # cosine, averaged over the story's texts; chosen on ECB+ and on BASIL planted among other articles
DAYS = 4
_NEVER = 1 << 40  # a day that never comes
_NEAR = 1e-11
LINKING = (CopyKind.NARRATIVE, CopyKind.SAME_PUBLISHER)


@dataclass
class Draft:
    """A story while it grows: rows of its texts, and the days it covers."""

    rows: list[int] = field(default_factory=list)
    start: date | None = None
    end: date | None = None

    def add(self, row: int, start: date | None, end: date | None) -> None:
        """Take a text in."""
        self.rows.append(row)
        if start is not None and end is not None:
            self.start = min(self.start or start, start)
            self.end = max(self.end or end, end)


def group_stories(articles: Iterable[Article], copies: Iterable[Copy] = (), datings: Iterable[Dating] = ()) -> list[Story]:
    """Every article in exactly one story, sorted by id; a function of the set, whatever its order.

    Without `datings` the articles' own dates are used. Texts linked by two narrative passages, or one long one, and dated within a few days
    of each other share a story; the others join by likeness. `start` and `end` are days (ISO), "" when no date is known.
    """
    known = {article.id: article for article in articles}
    dated = {dating.article: dating for dating in datings}
    days = {ident: _find_days(article, dated.get(ident)) for ident, article in known.items()}
    links: dict[tuple[str, str], list[Copy]] = {}
    for copy in sorted(copies, key=lambda copy: copy.id):
        if copy.kind in LINKING:
            links.setdefault((copy.left_article, copy.right_article), []).append(copy)
    edges = [pair for pair, shared in links.items() if _ties(shared, days.get(pair[0]), days.get(pair[1]))]
    roots = components(known, edges)
    texts: dict[str, list[str]] = {}
    for ident in sorted(known):
        texts.setdefault(roots[ident], []).append(ident)
    ordered = sorted(texts.values(), key=lambda group: min((str((days[ident] or (date.min,))[0]), ident) for ident in group))
    drafts = _stream(make_vectors([[known[ident] for ident in group] for group in ordered]), [_join_days(days, group) for group in ordered])
    stories = [_make_story([known[ident] for row in draft.rows for ident in ordered[row]], draft, links, dated) for draft in drafts]
    return sorted(stories, key=lambda story: story.id)


def _find_days(article: Article, dating: Dating | None) -> tuple[date, date] | None:
    start, end = (
        (dating.start, dating.end) if dating else ((article.published.start, article.published.end) if article.published else ("", ""))
    )
    return (date.fromisoformat(start[:10]), date.fromisoformat((end or start)[:10])) if start else None


def _ties(shared: Sequence[Copy], mine: tuple[date, date] | None, theirs: tuple[date, date] | None) -> bool:
    """Two passages tie, or one of 100 characters; not across more days than a story lives (background is re-used for weeks)."""
    if mine and theirs and (mine[0] - theirs[1] > timedelta(days=DAYS) or theirs[0] - mine[1] > timedelta(days=DAYS)):
        return False
    return len(shared) >= 2 or any(copy.right.end - copy.right.start >= 100 and copy.kept >= 0.8 for copy in shared)


def _join_days(days: dict[str, tuple[date, date] | None], group: Sequence[str]) -> tuple[date | None, date | None]:
    known = [stretch for ident in group if (stretch := days[ident])]
    return (min(start for start, _ in known), max(end for _, end in known)) if known else (None, None)


def _stream(vectors: Vectors, days: Sequence[tuple[date | None, date | None]]) -> list[Draft]:
    """One pass: each row joins the open draft with the highest mean cosine, if that reaches `ALIKE`; rows without a day come last."""
    stream = _Stream(vectors, len(days))
    for row in sorted(range(len(days)), key=lambda row: days[row][0] is None):
        stream.place(row, *days[row])
    return stream.drafts


class _Stream:
    """Drafts with their days and sizes as arrays, so that a row is weighed against all that are open in one step."""

    def __init__(self, vectors: Vectors, size: int) -> None:
        self.drafts: list[Draft] = []
        self._vectors = vectors
        self._home = np.full(size, -1, np.int64)
        self._placed = np.zeros(size, np.int64)
        self._sizes = np.zeros(size)
        self._low, self._high = np.full(size, -_NEVER), np.full(size, _NEVER)
        self._count = 0

    def place(self, row: int, start: date | None, end: date | None) -> None:
        """Put a row of these days into the draft it is most like, or into one of its own."""
        where = self._find_draft(row, start, end)
        if where < 0:
            where = len(self.drafts)
            self.drafts.append(Draft())
        draft = self.drafts[where]
        draft.add(row, start, end)
        self._home[row] = where
        self._sizes[where] += 1
        self._placed[self._count] = row
        self._count += 1
        if draft.start is not None and draft.end is not None:
            self._low[where], self._high[where] = draft.start.toordinal(), draft.end.toordinal()

    def _find_draft(self, row: int, start: date | None, end: date | None) -> int:
        """The draft that a row joins, -1 for none. One whose days are not close enough is closed to it; an undated one never is."""
        count = len(self.drafts)
        is_open = np.ones(count, bool)
        if start is not None and end is not None:
            is_open = (start.toordinal() <= self._high[:count] + DAYS) & (end.toordinal() >= self._low[:count] - DAYS)
        placed = self._placed[: self._count]
        rows = placed[is_open[self._home[placed]]]
        if not len(rows):
            return -1
        likeness = self._vectors.compare_row(row)[rows]
        means = np.bincount(self._home[rows], weights=likeness, minlength=count) / self._sizes[:count]
        best, where = 0.0, -1
        for number in np.flatnonzero(means >= means.max() - _NEAR).tolist():  # of equals the first, up to rounding
            if means[number] > best + _NEAR / 10:
                best, where = float(means[number]), number
        return where if best >= ALIKE else -1


def _make_story(articles: Sequence[Article], draft: Draft, links: dict[tuple[str, str], list[Copy]], dated: dict[str, Dating]) -> Story:
    idents = sorted(article.id for article in articles)
    inside = set(idents)
    copies = sorted(copy.id for pair, shared in links.items() if set(pair) <= inside for copy in shared)
    title, headline = _find_headline(articles, dated)
    return Story(
        articles=tuple(idents),
        start=draft.start.isoformat() if draft.start else "",
        end=draft.end.isoformat() if draft.end else "",
        title=title,
        headline=headline,
        copies=tuple(copies),
        datings=tuple(sorted(dated[ident].id for ident in idents if ident in dated)),
    )


def _find_headline(articles: Sequence[Article], dated: dict[str, Dating]) -> tuple[str, Span]:
    """The headline of the earliest article that has one; otherwise the first sentence of the earliest."""

    def order(article: Article) -> tuple[bool, str, str]:
        start = dated[article.id].start if article.id in dated else (article.published.start if article.published else "")
        return (not start, start, article.id)

    ordered = sorted(articles, key=order)
    for article in ordered:
        if article.title_span is not None and article.title:
            return article.title, article.title_span
    for role in (Role.HEADLINE, Role.BODY):
        for article in ordered:
            for segment in article.segments:
                if segment.role == role and segment.text.strip():
                    start, end = next(iter(split_sentences(segment.text)), (0, len(segment.text)))
                    base = segment.span.start
                    return segment.text[start:end], Span(segment.span.page, base + start, base + end)
    first = ordered[0].segments[0]
    return first.text.strip()[:120], first.span


def gather_all(records: Sequence[Record]) -> Iterator[tuple[str, Sequence[Record]]]:
    """The group of `GROUP`: everything, because rarity of words is counted over the whole set."""
    if records:
        yield "all", sorted(records, key=lambda record: record.id)


def group_records(_key: str, members: Sequence[Record]) -> list[Story]:
    """The work of `GROUP`."""
    return group_stories(
        [record for record in members if isinstance(record, Article)],
        [record for record in members if isinstance(record, Copy)],
        [record for record in members if isinstance(record, Dating)],
    )


GROUP = Together(
    name="group", version="1", takes=(Article, Copy, Dating), makes=(Story,), gather=gather_all, work=group_records, tables=(TABLE,)
)
