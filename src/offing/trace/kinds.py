"""What a shared passage is: narrative, quotation, document, boilerplate. Only narrative copy lowers the count of reporting origins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from offing.records import CopyKind
from offing.trace.passages import Match
from offing.trace.sentences import Sentence, Sheet

_POST = re.compile(r"pic\.twitter\.com|https?://t\.co/|\(@\w+\)|(?:^|\s)@\w{3,}")
_SIGNED = re.compile(r"^\s*[—–-]\s*[^.\n]{2,60}\(@\w+\)")
_INTRODUCED = re.compile(
    r"\b(?:statement|text|letter|resolution|tweet|post|transcript|communique|communiqué|remarks|reads|wrote|tweeted)\b[^.]{0,80}:\s*$", re.I
)
_FURNITURE = re.compile(
    r"\b(?:all rights reserved|sign up|subscribe|newsletter|click here|read more|follow us|terms of use|privacy policy|cookies?"
    r"|copyright|©|contributed to this report|(?:reporting|writing|editing|additional reporting) by|may not be (?:published|reproduced))\b",
    re.I,
)


def name_kind(left: Sentence, right: Sentence, match: Match) -> CopyKind:
    """The kind that two sentences show by themselves (the page or the set of texts may tell more)."""
    if _FURNITURE.search(left.text) and _FURNITURE.search(right.text):
        return CopyKind.BOILERPLATE
    if max(_share_quoted(left, match, 0), _share_quoted(right, match, 1)) >= 0.5:
        return CopyKind.QUOTATION
    if any(_POST.search(side.text) or _SIGNED.search(side.text) or _INTRODUCED.search(side.before) for side in (left, right)):
        return CopyKind.DOCUMENT
    return CopyKind.NARRATIVE


def _share_quoted(sentence: Sentence, match: Match, side: int) -> float:
    """The part of the shared words that stand in quotation marks on this side."""
    if match.reworded:
        return sum(sentence.quoted) / len(sentence.quoted)
    places = [block[side] + step for block in match.blocks for step in range(block[2])]
    return sum(sentence.quoted[place] for place in places) / len(places) if places else 0.0


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
