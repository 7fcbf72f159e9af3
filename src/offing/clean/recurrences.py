"""Boilerplate of an outlet, learned from the case itself: lines that recur across its pages and speak of nothing the stories speak of.

Articles -> the articles among them that lose such a line, each naming the one it revises; all others stay as they are. What is counted
are distinct articles: a page kept in several versions or copies counts once. A line that recurs because a story goes on for days
(the background of a wire series) shares its words with the rest of each article, which an appeal or a newsletter line does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from offing.clean.addresses import name_address
from offing.clean.pieces import Piece, make_key
from offing.records import Article, Record, Role, Segment
from offing.stage import Together

# Fewer pages than this agree by chance: three articles of one evening may quote one sentence.
LEAST = 4
# No standing line of an outlet is longer (words); what is, is text that stands on several pages, and somebody wrote it as text.
_LONGEST = 120
# A line of so few words, or one without a small word ("Photo", "Ida Reed", "What Comes Next"), may be a heading or the name of who
# speaks: it must stand on this many pages, on half of them, and not again and again on one page as the names in an interview do.
_BRIEF, _MANY, _HALF, _OFTEN = 4, 20, 0.5, 2.5
# The most that a line may share of its longer words with the rest of its articles, on average. Measured: standing lines .00 to .38.
_SHARED = 0.4
# Two articles are copies when this share of the letters of one (the line itself left out) stands in those counted before.
_COPIED = 0.6
# An article must keep this many words.
_SHORTEST = 12
_WORD = re.compile(r"[^\W\d_]{4,}")
_SMALL = re.compile(r"(?<![\w’'])[a-z]{2,}")
_SPOKEN = ("“", '"', "«", "„", "‘", "--", "—", "–")


class _Sheet:
    """An article as lines: body segments by key (letters and digits), their letters, and the words of the whole with their number."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.lines: dict[str, list[Segment]] = {}
        self.opening = _find_opening(article.segments)
        self.words: dict[str, int] = {}
        for segment in article.segments:
            if segment.role is Role.BODY and (key := make_key(segment.text)):
                self.lines.setdefault(key, []).append(segment)
                for word in set(_WORD.findall(segment.text.casefold())):
                    self.words[word] = self.words.get(word, 0) + 1
        self.letters = sum(len(key) * len(held) for key, held in self.lines.items())

    def copies(self, key: str, seen: set[str]) -> bool:
        """Whether most of the article, without line `key`, stands in the lines `seen`."""
        rest = self.letters - len(key) * len(self.lines[key])
        known = sum(len(line) * len(held) for line, held in self.lines.items() if line != key and line in seen)
        return rest > 0 and known > _COPIED * rest

    def share(self, key: str) -> float:
        """The share (0-1) of the longer words of line `key` that stand elsewhere in the article too; 0 for a line without such words."""
        words = set(_WORD.findall(self.lines[key][0].text.casefold()))
        return sum(self.words[word] > len(self.lines[key]) for word in words) / len(words) if words else 0.0


def learn_lines(articles: Iterable[Article]) -> list[Article]:
    """The articles, each without the lines that recur on pages of its outlet; in the order given. Those that lose nothing are the same."""
    listed = list(articles)
    revised = {made.revises: made for key, group in gather_outlets(listed) for made in revise_outlet(key, group)}
    return [revised.get(article.id, article) for article in listed]


def gather_outlets(records: Sequence[Record]) -> Iterator[tuple[str, Sequence[Record]]]:
    """Groups for `LEARN`: the outlet (its name, else its address) -> its articles as their pages gave them, by id."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        if isinstance(record, Article) and not record.revises and (outlet := _name_outlet(record)):
            groups.setdefault(outlet, []).append(record)
    for key in sorted(groups):
        if len(groups[key]) >= LEAST:
            yield key, sorted(groups[key], key=lambda record: record.id)


def _name_outlet(article: Article) -> str:
    host = re.match(r"https?://(?:www\.)?([^/:?#]+)", article.url.casefold())
    return " ".join(article.outlet.casefold().split()) or (host[1] if host else "")


def revise_outlet(_key: str, members: Sequence[Record]) -> list[Article]:
    """The articles of one outlet that hold a recurring line, with that line cut. Time grows with the text of the outlet."""
    sheets = sorted((_Sheet(record) for record in members if isinstance(record, Article)), key=lambda sheet: sheet.article.id)
    reasons = find_recurring(sheets)
    return [made for sheet in sheets if not reasons.keys().isdisjoint(sheet.lines) and (made := _revise(sheet, reasons)) is not None]


def find_recurring(sheets: Sequence[_Sheet]) -> dict[str, str]:
    """Line key -> the reason of its cut, for lines that recur on enough distinct articles."""
    holders: dict[str, list[_Sheet]] = {}
    for sheet in sheets:
        for key in sheet.lines:
            holders.setdefault(key, []).append(sheet)
    found: dict[str, str] = {}
    total = len({_name_page(sheet.article) for sheet in sheets})
    for key, held in holders.items():
        if len(held) >= LEAST and _may_stand(held[0].lines[key][0]):
            count = _count_distinct(key, held)
            if count >= LEAST and _recurs(key, held, count, total):
                # Rounded down to a power of two: another page that holds the line too must not change every article that lost it.
                found[key] = f"recurs on at least {1 << (count.bit_length() - 1)} pages of this outlet"
    return found


def _name_page(article: Article) -> str:
    return name_address(article.url) or article.page


def _may_stand(segment: Segment) -> bool:
    """Whether a line can be a standing one at all: not long, and not somebody's words."""
    return len(segment.text.split()) <= _LONGEST and not segment.text.startswith(_SPOKEN)


def _count_distinct(key: str, held: Sequence[_Sheet]) -> int:
    """How many of the articles that hold a line are articles of their own: another address, and another text."""
    seen: set[str] = set()
    pages: set[str] = set()
    for sheet in held:
        page = _name_page(sheet.article)
        if page not in pages and not sheet.copies(key, seen):
            pages.add(page)
            seen |= sheet.lines.keys()
    return len(pages)


def _recurs(key: str, held: Sequence[_Sheet], count: int, total: int) -> bool:
    text = held[0].lines[key][0].text
    if any(segment is sheet.opening for sheet in held for segment in sheet.lines[key]):
        return False
    if sum(sheet.share(key) for sheet in held) > _SHARED * len(held):
        return False
    if Piece(0, len(text), text).words > _BRIEF and _SMALL.search(text):
        return True
    often = sum(len(sheet.lines[key]) for sheet in held) / len(held)
    return count >= _MANY and count >= _HALF * total and often <= _OFTEN


def _find_opening(segments: Sequence[Segment]) -> Segment | None:
    """The paragraph that a dateline opens: it is never a standing line."""
    return next((second for first, second in pairwise(segments) if first.role is Role.DATELINE and second.role is Role.BODY), None)


def _revise(sheet: _Sheet, reasons: dict[str, str]) -> Article | None:
    """The article without its recurring lines; None when hardly anything would be left."""
    article = sheet.article
    reason_of = [reasons.get(make_key(part.text), "") if part.role is Role.BODY else "" for part in article.segments]
    segments = tuple(
        replace(part, role=Role.FURNITURE, reason=reason) if reason else part
        for part, reason in zip(article.segments, reason_of, strict=True)
    )
    text = "\n".join(segment.text for segment in segments if segment.role is Role.BODY)
    return replace(article, segments=segments, text=text, revises=article.id) if len(text.split()) >= _SHORTEST else None


LEARN = Together(name="learn", version="1", takes=(Article,), makes=(Article,), gather=gather_outlets, work=revise_outlet)
