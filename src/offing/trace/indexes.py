"""The pairs of `pairs.py` kept up from run to run: what comes in is joined with what is held, and only what that may change is joined anew.

A pair is decided by the texts before its later one. So a text that comes, goes or moves can change only later texts that share a key with
it; and of these only such as gain or lose a count that matters: a pair with the text itself over the least number of keys, or a key that
it pushes over the cap, which takes earlier pairs back. Those, and what came in, are joined anew, each with all of its keys. So the groups
are a function of the set held, as those of `find_pairs` are, whatever came when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from offing.records import Article, Record
from offing.stage import Store
from offing.trace.keys import CHANNELS, ROW_BITS, ROWS, Keys, read_keys, read_text
from offing.trace.pairs import DAYS, FIRST, choose_pairs, pair_postings
from offing.trace.postings import UNDATED, Postings, name_month
from offing.trace.rolls import NOBODY, Neighbours, Place, Roll
from offing.trace.tokens import Codes, Rows, sort_once

Flags = NDArray[np.bool_]
Counts = tuple[Codes, Rows]


@dataclass(frozen=True, slots=True)
class _Turn:
    """A text whose holders changed: its numbers before and after (`NOBODY`: none), and the first place that changed."""

    old: int
    new: int
    place: Place


@dataclass(frozen=True, slots=True)
class _Met:
    """Texts in order with their days, and sorted postings (for each channel) whose texts are numbered in that order."""

    texts: Rows
    days: Rows
    postings: tuple[Codes, ...]

    def count(self, texts: Flags, wanted: Flags) -> list[Counts]:
        """For each channel the pairs whose later text is `wanted`, with how many keys they share, when `texts` are all there are."""
        return [pair_postings(own[texts[(own & ROWS).view(np.int64)]], self.days, wanted) for own in self.postings]


class CopyIndex:
    """An `offing.stage.Index` of articles: the groups are an article and the earlier ones it is compared with."""

    def __init__(self, store: Store, read: Callable[[Sequence[str]], Sequence[Record]]) -> None:
        self._store = store
        self._read = read
        self._load()

    def _load(self) -> None:
        self._roll = Roll(self._store)
        self._postings = Postings(self._store)
        self._neighbours = Neighbours(self._store)
        self._asked: dict[str, int] = {}

    def known(self) -> set[str]:
        """The ids of the articles it holds."""
        return {str(ident, "ascii") for ident in self._roll.rows["id"][self._roll.held].tolist()}

    def outgrown(self, kept: int) -> bool:
        """Whether most of what it held at some time is gone when `kept` of it stay."""
        return len(self._roll) > 2 * kept

    def clear(self) -> None:
        """Begin anew."""
        self._store.clear()
        self._load()

    def change(self, added: Sequence[Record], removed: Sequence[str]) -> None:
        """Take articles in and give others up: all at once or, when that is cut off, not at all."""
        articles = [record for record in added if isinstance(record, Article)]
        roll, keys = self._roll, read_keys([read_text(article) for article in articles])
        gone = roll.find(removed)
        fresh = roll.enlist(articles, keys.digests)
        texts = roll.texts
        turns = self._turn(fresh, gone)
        around = [set(self._neighbours.of(turn.old)) for turn in turns]
        moves = [turn for turn in turns if turn.old != turn.new]
        if moves:
            postings = self._key_moves(moves, fresh, keys)
            new = np.isin(np.arange(len(roll)), [move.new for move in moves])
            own_new = [sort_once(own[new[(own & ROWS).view(np.int64)]]) for own in postings]
            self._postings.add(own_new, roll.rows["day"], texts | roll.texts)
            self._join(moves, tuple(sort_once(own & ~ROWS) for own in postings), texts)
        roll.let_wait([*fresh, *gone])
        for turn, others in zip(turns, around, strict=True):
            self._let_wait({turn.new} | others | self._neighbours.of(turn.new), turn.place)
        bodies, dropped = self._postings.list_changes()
        self._store.put({**bodies, **roll.list_changes(), **self._neighbours.list_changes()}, dropped)

    def _turn(self, fresh: Sequence[int], gone: Sequence[int]) -> list[_Turn]:
        """Give the texts of these rows their numbers."""
        roll, found = self._roll, []
        came, went = roll.group(fresh), set(gone)
        for digest, before in roll.find_alike([*fresh, *gone]).items():
            own = came.get(digest, [])
            after = sorted([*(row for row in before if row not in went), *own], key=roll.place)
            left = [row for row in before if row in went]
            old = int(roll.rows["text"][before[0]]) if before else NOBODY
            new = after[0] if after else NOBODY
            found.append(_Turn(old, new, min(map(roll.place, (*own, *left)))))
            roll.assign(after, new)
            roll.assign(left, NOBODY)
        return found

    def _key_moves(self, moves: Sequence[_Turn], fresh: Sequence[int], keys: Keys) -> tuple[Codes, ...]:
        """For each channel the postings of the texts that move, by the numbers that they had and get; `keys` are those of rows `fresh`."""
        moved = {number for move in moves for number in (move.old, move.new)} - {NOBODY}
        absent = sorted(moved.difference(fresh))
        more = self._read_keys(absent, len(fresh))
        rows = np.array([row if row in moved else NOBODY for row in (*fresh, *absent)], np.int64)
        return tuple(_number(np.concatenate(both), rows) for both in zip(keys.postings, more.postings, strict=True))

    def _read_keys(self, rows: Sequence[int], first: int = 0) -> Keys:
        known = {article.id: article for article in self._read([self._roll.name(row) for row in rows]) if isinstance(article, Article)}
        return read_keys([read_text(known[self._roll.name(row)]) for row in rows], first)

    def _join(self, moves: Sequence[_Turn], keys: tuple[Codes, ...], before: Flags) -> None:
        """Find anew with whom texts are compared: those that come, and those that `moves` may change. `before`: the texts until now."""
        affected = self._find_affected(moves, keys, before)
        extra = self._read_keys(affected)
        later = sorted({move.new for move in moves if move.new != NOBODY} | set(affected))
        wanted = tuple(sort_once(np.concatenate([own, more & ~ROWS])) for own, more in zip(keys, extra.postings, strict=True))
        days = self._roll.rows["day"][later]
        met = self._meet(wanted, {UNDATED} | _list_months(days - DAYS, days))
        counts = met.count(self._roll.texts[met.texts], np.isin(met.texts, later))
        found: dict[int, set[int]] = {text: set() for text in later}
        for one, two in choose_pairs(counts):
            found[int(met.texts[two])].add(int(met.texts[one]))
        self._neighbours.fetch([*later, *(text for others in found.values() for text in others)])
        for move in moves:
            for other in set(self._neighbours.of(move.old)):
                self._neighbours.part(move.old, other)
        for text, others in found.items():
            self._settle_pairs(text, others)

    def _settle_pairs(self, text: int, others: set[int]) -> None:
        """From now on `others` are the earlier texts that `text` is compared with; lets those wait whom that changes."""
        place = self._roll.place(text)
        known = {other for other in self._neighbours.of(text) if self._roll.place(other) < place}
        for other in known - others:
            self._neighbours.part(text, other)
        for other in others - known:
            self._neighbours.tie(text, other)
        if known != others:
            self._let_wait({text} | (known ^ others), place)

    def _find_affected(self, moves: Sequence[_Turn], keys: tuple[Codes, ...], before: Flags) -> list[int]:
        """The texts that stay, of which a pair may come or go because of what moves."""
        numbers = np.array([number for move in moves for number in (move.old, move.new) if number != NOBODY], np.int64)
        days, stay = self._roll.rows["day"], before & self._roll.texts
        if not (stay & (days >= days[numbers].min())).any():
            return []
        loose = (days[numbers] < 0).any()
        months = self._postings.months if loose else {UNDATED} | _list_months(days[numbers] - DAYS, days[numbers] + DAYS)
        met = self._meet(keys, months)
        moved = np.isin(met.texts, numbers)
        old, new = (met.count(texts[met.texts], ~moved) for texts in (before, self._roll.texts))
        found = set[int]()
        for first, second, channel in zip(old, new, CHANNELS, strict=True):
            pairs = sort_once(np.concatenate([first[0], second[0]]))
            counts = _look_up(pairs, first), _look_up(pairs, second)
            ours = moved[(pairs & ROWS).view(np.int64)]
            matter = (counts[0] != counts[1]) & (~ours | (np.maximum(*counts) >= channel.least))
            found.update(met.texts[(pairs[matter] >> np.uint64(ROW_BITS)).view(np.int64)].tolist())
        return sorted(found)

    def _meet(self, keys: Sequence[Codes], months: set[int]) -> _Met:
        """What is held of these keys in these months."""
        read = self._postings.read(keys, months)
        numbers = sort_once(np.concatenate([(own & ROWS).view(np.int64) for own in read]))
        order = np.lexsort((self._roll.rows["id"][numbers], self._roll.rows["day"][numbers]))
        ranks = np.empty(len(numbers), np.int64)
        ranks[order] = np.arange(len(numbers))
        texts = numbers[order]
        local = (ranks[np.searchsorted(numbers, (own & ROWS).view(np.int64))].view(np.uint64) for own in read)
        postings = tuple(sort_once((own & ~ROWS) | rank) for own, rank in zip(read, local, strict=True))
        return _Met(texts, self._roll.rows["day"][texts], postings)

    def _let_wait(self, texts: Iterable[int], since: Place) -> None:
        """Let the articles of these texts wait that stand at a place or after it."""
        rows = (row for text in texts for row in self._roll.holders(text))
        self._roll.let_wait([row for row in rows if row not in self._roll.waiting and self._roll.place(row) >= since])

    def wait(self, keys: Sequence[str]) -> None:
        """Let the groups of these articles wait."""
        self._roll.let_wait(self._roll.find(keys))
        self._store.put(self._roll.list_changes())

    def waiting(self) -> list[str]:
        """The articles whose groups wait, in order of day and id."""
        roll = self._roll
        self._asked = {roll.name(row): row for row in sorted(roll.waiting) if roll.rows["text"][row] != NOBODY}
        return list(dict.fromkeys(ident for _, ident in sorted(map(roll.place, roll.waiting))))

    def members(self, key: str) -> list[str]:
        """The ids of an article and of the earlier ones it is compared with; empty when there is none, or it is not held."""
        roll = self._roll
        row = self._asked[key] if key in self._asked else next(iter(roll.find([key])), NOBODY)
        if row == NOBODY:
            return []
        text, place, page = int(roll.rows["text"][row]), roll.place(row), roll.rows["page"][row]
        own = roll.holders(text)
        found = []
        for other in {text} | self._neighbours.of(text):
            # Of a text that stands in many articles, the first ones stand for the others.
            theirs = roll.holders(other) if row in own[:FIRST] else roll.holders(other)[:FIRST]
            found += [one for one in theirs if roll.place(one) < place and roll.rows["page"][one] != page]
        return sorted([key, *map(roll.name, found)]) if found else []

    def settle(self) -> None:
        """No group waits any more."""
        self._roll.let_wait(list(self._roll.waiting), False)
        self._store.put(self._roll.list_changes())


def _number(postings: Codes, numbers: Rows) -> Codes:
    """Postings with the numbers that stand at their numbers instead; without those that get `NOBODY`."""
    found = numbers[(postings & ROWS).view(np.int64)]
    kept = found != NOBODY
    codes: Codes = (postings[kept] & ~ROWS) | found[kept].view(np.uint64)
    return codes


def _look_up(pairs: Codes, counts: Counts) -> Rows:
    """The counts of sorted `pairs`, 0 where there is none."""
    found = np.zeros(len(pairs), np.int64)
    found[np.searchsorted(pairs, counts[0])] = counts[1]
    return found


def _list_months(low: Rows, high: Rows) -> set[int]:
    """The months from each day of `low` to that of `high`."""
    bounds = {(name_month(max(one, 0)), name_month(two)) for one, two in zip(low.tolist(), high.tolist(), strict=True) if two >= 0}
    return {month for one, two in bounds for month in range(one, two + 1)}
