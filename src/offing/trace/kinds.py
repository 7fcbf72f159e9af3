"""What a shared passage is: narrative, quotation, document, boilerplate. Only narrative copy lowers the count of reporting origins."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from math import exp, log

from offing.records import Article, Copy, CopyKind
from offing.trace.matches import Match
from offing.trace.sentences import Sentence, Sheet
from offing.trace.utterances import Stretch, find_quoted, read_utterances

RUN = 6  # words in a row; shorter runs are names, offices and set phrases
ANCHOR = 21  # words; a pair of texts that shares more of them in runs shares prose, one that shares fewer may tell one fact alike
PART = 0.25  # of the shorter text; two independent reports of one happening tell less of it alike
FEW = 8  # words; below them a share of a text says nothing
WHOLE = 11  # words of a sentence without a change
SOUND = 0.5  # the score below which two sentences only tell one fact alike
# The same for a reworded one: below, half of those read on the development half of the labelled pairs were no copies, above one in seven.
WORDED = 0.59
REWORDED = "reworded"  # the first reason of such a passage

_FURNITURE = re.compile(
    r"\b(?:all rights reserved|sign up|subscribe|newsletter|click here|read more|follow us|terms of use|privacy policy|cookies?"
    r"|copyright|©|contributed to this (?:report|article)|(?:reporting|writing|editing|additional reporting) by"
    r"|may not be (?:published|reproduced)|(?:opinions|views) expressed|margin of (?:sampling )?error|write to \w+)\b",
    re.I,
)
_CAPTION = re.compile(
    r"^\s*(?:Image (?:copyright|caption)|Media (?:caption|playback)|Hide caption|FILE(?: PHOTO)?\b)"
    r"|\bfile photo\b|\bGetty Images\s*\)?\.?\s*$"
    r"|\((?:[^()\n]{0,60}/)?(?:AP|AFP|Reuters)(?: Photo[^()\n]{0,40})?\)\s*$",
    re.I,
)


def is_reworded(copy: Copy) -> bool:
    """Whether a passage is held together by its facts alone, not by runs of words."""
    return copy.reasons[:1] == (REWORDED,)


class Reader:
    """The kinds of the passages of one pair of articles: whose words each side's stretches are is read once."""

    def __init__(self, left: Article, right: Article) -> None:
        self._sides = (read_utterances(left), read_utterances(right))

    def name_kind(self, left: Sentence, right: Sentence, match: Match) -> CopyKind:
        """The kind that two sentences show at their places in the two articles (the set of texts may tell more).

        Quotation: half of the shared words stand in quotation marks on a side. Document: half of them are a post on a side, or somebody's
        own text without marks on both, or a side is a transcript. What only one side sets in is an excerpt of the other: one prose.
        """
        if _FURNITURE.search(left.text) and _FURNITURE.search(right.text):
            return CopyKind.BOILERPLATE
        if _CAPTION.search(left.text) or _CAPTION.search(right.text):
            return CopyKind.BOILERPLATE
        spots = [_list_spots(left, match, 0), _list_spots(right, match, 1)]
        if max(_share(spots[side], self._sides[side].quoted) for side in (0, 1)) >= 0.5:
            return CopyKind.QUOTATION
        posted = max(_share(spots[side], self._sides[side].posted) for side in (0, 1))
        stated = min(_share(spots[side], self._sides[side].stated) for side in (0, 1))
        if max(posted, stated) >= 0.5 or any(side.spoken for side in self._sides):
            return CopyKind.DOCUMENT
        return CopyKind.NARRATIVE


def _list_spots(sentence: Sentence, match: Match, side: int) -> list[int]:
    """Where the shared words of one side stand on its page."""
    if match.reworded:
        return [start for start, _ in sentence.places]
    return [sentence.places[block[side] + step][0] for block in match.blocks for step in range(block[2])]


def _share(spots: Sequence[int], stretches: Sequence[Stretch]) -> float:
    """The part of the spots that lie in the stretches (rising, apart)."""
    if not spots or not stretches:
        return 0.0
    starts = [start for start, _ in stretches]
    rows = (bisect_right(starts, spot) - 1 for spot in spots)
    return sum(row >= 0 and spot < stretches[row][1] for spot, row in zip(spots, rows, strict=True)) / len(spots)


def count_runs(sentence: Sentence, match: Match) -> int:
    """How many words of a match stand in runs of at least `RUN` on its left side, `sentence`; names and offices (capitals) do not count.

    All blocks count where a whole sentence is kept, and half of the words beside a quotation, where they tell who said it.
    """
    found = 0
    for start, _, length in match.blocks:
        if length >= RUN or match.kept == 1.0:
            firsts = (sentence.text[sentence.places[row][0] - sentence.span.start] for row in range(start, start + length))
            found += sum(not (first.isupper() and row > 0) for row, first in enumerate(firsts))
    return found // 2 if any(end - start >= 20 for start, end in find_quoted(sentence.text)) else found


def score_match(match: Match, company: int, part: float) -> float:
    """How sure a passage is a copy (0-1) and not one fact told alike: by the words in runs around it, or by the part told again.

    `company` is the sum of `count_runs` over the narrative passages of the pair, `part` the share (0-1) of the shorter text that all
    narrative passages are, edited and reworded ones included. All constants were set by hand on the development half of the labelled pairs
    (`eval/golds/natural_pairs.csv`), none by a fit: the odds of runs are even at `ANCHOR` words in runs of ten, those of the share at
    `PART`; a sentence that stands whole in the other text needs no company from `WHOLE` words on.
    """
    longest = max((length for *_, length in match.blocks), default=0)
    odds = 3.5 * log(max(company, 1) / ANCHOR) + 0.04 * (longest - 10)
    if max(company, match.shared) >= FEW:  # of two texts of one line each, most is soon shared
        odds = max(odds, 12 * (part - PART))
    if match.kept == 1.0 and longest == match.shared:
        odds = max(odds, 0.4 * (longest - WHOLE))
    return round(min(0.99, 1 / (1 + exp(-odds))), 2)


def weigh_rewording(score: float, company: int, part: float) -> float:
    """How sure a reworded passage is a copy (0-1): its own `score`, less in two reports that share little, more in a text retold at length.

    Two reports of one happening tell some facts alike; only a text that is retold at length, or that also copies, is no report of its own.
    `company` and `part` as in `score_match`.
    """
    if company < ANCHOR and part < PART + 0.1:
        return round(score * part / (PART + 0.1), 2)
    odds = log(max(score, 0.01) / max(1 - score, 0.01)) + min(1.0, max(0.0, 4 * (part - PART)))
    return round(min(0.99, 1 / (1 + exp(-odds))), 2)


def find_boilerplate(sheet: Sheet, others: Sequence[Sheet], aligned: Sequence[Sequence[Match]], publishers: Sequence[bool]) -> set[int]:
    """Rows of `sheet` that are boilerplate: held by three texts that share next to nothing else, or by one such page of its publisher.

    `others` are the earlier texts, `aligned` their matches with `sheet` as the right side, `publishers` whether each has its publisher.
    """
    strangers: dict[int, int] = {}
    homely: set[int] = set()
    for other, matches, own in zip(others, aligned, publishers, strict=True):
        shared = sum(match.shared for match in matches)
        if len(matches) > 2 or shared > 0.2 * max(1, min(sheet.length, other.length)):
            continue
        for match in matches:
            strangers[match.right] = strangers.get(match.right, 0) + 1
            if own:
                homely.add(match.right)
    return {row for row, number in strangers.items() if number >= 3} | homely
