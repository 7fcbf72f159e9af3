"""Which texts may share a passage: the keys of texts joined inside a window of days, with a cap on keys that stand in many texts.

A pair of texts is decided by texts published no later than the later of the two: adding later articles never changes it. Texts are taken in
blocks, in order, and what is older than the window is let go, so memory is that of the window. `docs/scale.md` has the same plan as SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from offing.records import Article
from offing.trace.keys import CHANNELS, ROW_BITS, ROWS, read_keys, read_text
from offing.trace.tokens import Codes, Rows, sort_once

CAP = 20  # a key held by more texts than this inside the window says little
FIRST = 3  # beyond the cap a text is still compared with the first holders of the key, so that a flood of one dispatch stays connected
DAYS = 30
MOST = 60  # earlier texts one text is compared with
BLOCK = 1 << 14  # texts
FAN = 8  # runs of like size are merged into one
FAR = 32  # times as long as the new postings: a run is then searched, not gone through
_DAY_SPAN = np.int64(1 << 24)


def order_articles(articles: Sequence[Article]) -> list[Article]:
    """Distinct articles in (published, id) order; undated ones first."""
    distinct = {article.id: article for article in articles}
    return sorted(distinct.values(), key=lambda article: (published_on(article), article.id))


def published_on(article: Article) -> str:
    """The day an article gives for itself (ISO), "" when it gives none."""
    return article.published.start[:10] if article.published else ""


def find_pairs(articles: Sequence[Article]) -> list[tuple[Article, Article]]:
    """Pairs (earlier, later) of articles that may share a passage, in (later, earlier) order; never two of one page."""
    ordered = order_articles(articles)
    window = Window()
    texts: list[tuple[int, int]] = []
    for start in range(0, len(ordered), BLOCK):
        texts.extend(window.add(ordered[start : start + BLOCK]))
    return [(ordered[one], ordered[two]) for one, two in _expand(texts, window.holders) if ordered[one].page != ordered[two].page]


@dataclass(frozen=True, slots=True)
class Run:
    """Sorted postings, with how many each day has (`days` rising, `counts`)."""

    postings: Codes
    days: Rows
    counts: Rows

    @property
    def level(self) -> int:
        """Runs of one level are of like size, within `FAN` times."""
        return (len(self.postings).bit_length() - 1) // 3

    def count_old(self, limit: int) -> int:
        """How many postings are dated before day `limit`."""
        return int(self.counts[(self.days >= 0) & (self.days < limit)].sum())


def make_run(postings: Codes, days: Rows) -> Run:
    """A run of sorted postings; `days` are those of all texts."""
    texts = np.bincount((postings & ROWS).view(np.int64), minlength=len(days))
    order = np.argsort(days, kind="stable")
    heads = np.flatnonzero(np.diff(days[order], prepend=-2))
    return Run(postings, days[order][heads], np.add.reduceat(texts[order], heads) if len(heads) else texts)


class Window:
    """The postings of the last `DAYS` days. Texts are numbered as articles come; a text that comes again keeps its first number.

    Postings lie in sorted runs: each `add` makes one, and `FAN` of like size are merged, so each is moved a few times in all (O'Neil and
    others: The log-structured merge-tree, 1996). A run is cleared of what is older than the window when that is half of it.

    `holders`: the number of a text that stands in several articles -> the numbers of these articles; `added`: postings of the last `add`.
    """

    def __init__(self) -> None:
        self.holders: dict[int, list[int]] = {}
        self.added = 0
        self._texts: dict[bytes, int] = {}
        self._days = np.zeros(0, np.int64)
        self._runs: tuple[list[Run], ...] = tuple([] for _ in CHANNELS)

    @property
    def held(self) -> int:
        """How many postings are held."""
        return sum(len(run.postings) for runs in self._runs for run in runs)

    def add(self, articles: Sequence[Article]) -> list[tuple[int, int]]:
        """Take articles in, which must come in `order_articles` order; the pairs (earlier, later) of texts that this adds."""
        first = len(self._days)
        keys = read_keys([read_text(article) for article in articles], first)
        again = np.zeros(len(articles), bool)
        for number, digest in enumerate(keys.digests, first):
            text = self._texts.setdefault(digest.tobytes(), number)
            if text != number:
                again[number - first] = True
                self.holders.setdefault(text, [text]).append(number)
        self._days = np.concatenate([self._days, np.array([day_number(article) for article in articles], np.int64)])
        added = keys.postings
        if again.any():
            added = tuple(postings[~again[(postings & ROWS).view(np.int64) - first]] for postings in added)
        added = tuple(sort_once(postings) for postings in added)
        self.added = sum(map(len, added))
        joined = [join_postings([run.postings for run in runs], new, self._days) for runs, new in zip(self._runs, added, strict=True)]
        newest = int(self._days[-1]) if len(self._days) else -1
        for runs, new in zip(self._runs, added, strict=True):
            _tidy(runs, make_run(new, self._days), self._days, newest - DAYS)
        return choose_pairs(joined)


def _tidy(runs: list[Run], new: Run, days: Rows, limit: int) -> None:
    """Append a run, let go of what is dated before day `limit`, and merge runs of like size."""
    runs.append(new)
    for place, run in enumerate(runs):
        if 2 * run.count_old(limit) >= max(1, len(run.postings)):
            kept = (days < 0) | (days >= limit)
            runs[place] = make_run(run.postings[kept[(run.postings & ROWS).view(np.int64)]], days)
    runs[:] = [run for run in runs if len(run.postings)]
    while len(like := [run for run in runs if run.level == runs[-1].level]) >= FAN:
        merged = make_run(np.sort(np.concatenate([run.postings for run in like]), kind="stable"), days)
        runs[:] = [*(run for run in runs if all(run is not one for one in like)), merged]


def day_number(article: Article) -> int:
    """The ordinal of the day an article gives for itself, -1 for none."""
    return _count_days(published_on(article))


@lru_cache(maxsize=4096)
def _count_days(day: str) -> int:
    return date.fromisoformat(day).toordinal() if day else -1


def _keep_shared(runs: Sequence[Codes], new: Codes) -> Codes:
    """The postings whose key stands twice, one of them new, sorted. All are sorted and given once, those of `new` come last."""
    keys = new >> np.uint64(ROW_BITS)
    shared = np.zeros(len(new), bool)
    same = keys[1:] == keys[:-1]
    shared[1:] |= same
    shared[:-1] |= same
    met = []
    for run in runs:
        old = _meet_run(run, new)
        codes = old >> np.uint64(ROW_BITS)
        low = np.searchsorted(keys, codes)
        hit = keys[np.minimum(low, len(keys) - 1)] == codes
        met.append(old[hit])
        shared[low[hit]] = True
    # A key of `new` that a run has too is marked at its first posting; the others of that key stand beside it and are marked already.
    return np.sort(np.concatenate([*met, new[shared]]), kind="stable")


def _meet_run(run: Codes, new: Codes) -> Codes:
    """The postings of a run whose key may be one of `new`: by a table of the keys' first bits, or by search where the run is far longer."""
    if len(run) > FAR * len(new):
        keys = sort_once(new & ~ROWS)
        low = np.searchsorted(run, keys)
        reach = np.searchsorted(run, keys | ROWS, "right") - low
        found: Codes = run[np.repeat(low, reach) + np.arange(int(reach.sum())) - np.repeat(np.cumsum(reach) - reach, reach)]
    else:
        bits = min(24, max(8, (len(new) * 4).bit_length()))
        shift = np.uint64(64 - bits)
        known = np.zeros(1 << bits, bool)
        known[(new >> shift).view(np.int64)] = True
        found = run[known[(run >> shift).view(np.int64)]]
    return found


def join_postings(old: Sequence[Codes], new: Codes, days: Rows) -> tuple[Codes, Rows]:
    """Pairs of texts (later above, earlier in the low bits) that share keys, sorted, with how many; the later one is of `new`.

    `old` are runs of postings; runs and `new` are sorted, each posting once. Undated texts (day -1) are met by all; the others by those of
    the next `DAYS` days.
    """
    if not len(new):
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    first = int((new & ROWS).min())
    return pair_postings(_keep_shared(old, new), days, np.arange(len(days)) >= first)


def pair_postings(postings: Codes, days: Rows, wanted: NDArray[np.bool_]) -> tuple[Codes, Rows]:
    """The same among sorted `postings` whose texts are numbered in order; the later text is one of those `wanted` (a flag a text)."""
    rows = (postings & ROWS).astype(np.int64)
    start = np.ones(len(postings), bool)
    start[1:] = (postings[1:] ^ postings[:-1]) > ROWS
    list_no = np.cumsum(start) - 1
    day = days[rows]
    undated = np.concatenate([[0], np.cumsum(day < 0)])
    here = np.flatnonzero(wanted[rows] & ~start)
    begin = np.flatnonzero(start)[list_no[here]]
    before = undated[here] - undated[begin]
    place = list_no * _DAY_SPAN + day + 1
    low = np.searchsorted(place, list_no[here] * _DAY_SPAN + np.maximum(day[here] - DAYS, 0) + 1)
    low = np.where(day[here] < 0, here, np.maximum(low, begin + before))
    width = np.where(before + here - low < CAP, CAP, FIRST)
    dated, loose = np.minimum(here - low, width), np.minimum(before, width)
    codes = np.concatenate([_expand_runs(rows, here, low, dated), _expand_runs(rows, here, begin, loose)])
    codes.sort()
    edge = np.flatnonzero(np.concatenate([[True], codes[1:] != codes[:-1]])) if len(codes) else np.zeros(0, np.int64)
    return codes[edge], np.diff(edge, append=len(codes))


def _expand_runs(rows: Rows, here: Rows, low: Rows, count: Rows) -> Codes:
    """A pair for each posting of `here` with each of the `count` postings from `low` on."""
    ends = np.cumsum(count)
    steps = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - count, count)
    earlier = rows[np.repeat(low, count) + steps]
    codes: Codes = (np.repeat(rows[here], count).astype(np.uint64) << np.uint64(ROW_BITS)) | earlier.astype(np.uint64)
    return codes


def choose_pairs(joined: Sequence[tuple[Codes, Rows]]) -> list[tuple[int, int]]:
    """The pairs that share enough keys of one kind; for each later text the `MOST` that share most."""
    wanted = sort_once(np.concatenate([codes[counts >= channel.least] for (codes, counts), channel in zip(joined, CHANNELS, strict=True)]))
    strength = np.zeros(len(wanted), np.int64)
    for codes, counts in joined:
        if len(codes):
            places = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
            strength += np.where(codes[places] == wanted, counts[places], 0)
    later = (wanted >> np.uint64(ROW_BITS)).astype(np.int64)
    order = np.lexsort((wanted, -strength, later))
    head = np.flatnonzero(np.diff(later, prepend=-1))
    rank = np.arange(len(order)) - np.repeat(head, np.diff(head, append=len(order)))
    kept = np.sort(order[rank < MOST])
    return list(zip((wanted[kept] & ROWS).tolist(), later[kept].tolist(), strict=True))


def _expand(pairs: Sequence[tuple[int, int]], holders: Mapping[int, Sequence[int]]) -> list[tuple[int, int]]:
    """Pairs of texts -> pairs of articles; of a text that stands in many articles, the first ones stand for the others."""
    found = {pair for pair in pairs if pair[0] not in holders and pair[1] not in holders}
    groups = [(group, group) for group in holders.values()]
    groups += [(holders.get(one, (one,)), holders.get(two, (two,))) for one, two in pairs if one in holders or two in holders]
    for ones, twos in groups:
        found.update((min(one, two), max(one, two)) for one in ones[:FIRST] for two in twos if one != two)
        found.update((min(one, two), max(one, two)) for two in twos[:FIRST] for one in ones if one != two)
    return sorted(found, key=lambda pair: (pair[1], pair[0]))
