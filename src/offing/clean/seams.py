"""Seams: where another story begins on the same page. Found from headlines, bullets, datelines and a break in names and words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from offing.clean.datelines import find_dateline
from offing.clean.patterns import BYLINE, DATE_WORDS, TAIL_HEAD
from offing.clean.pieces import Piece

# How many pieces before and after a seam are compared.
_SIGHT, _AHEAD = 80, 14
# No dateline is longer (characters).
_DATELINE = 90
_SHUT = frozenset("nav footer comments cookie promo form hidden share advert related bio aside button gallery".split(" "))


def find_seams(pieces: Sequence[Piece], *, marked: bool) -> list[int]:
    """Indices into `pieces` (the kept ones of a page, in order) at which another story begins.

    A seam needs its own opening (a line like a headline, then bullets, a byline or a date, then paragraphs; or a dateline) and a
    break: the names and words after it are not those before it. An index is that of the headline, so that the story starts there.
    """
    seams: list[int] = []
    openings = sorted(piece.text[:_DATELINE] for piece in pieces)
    seen: set[str] = set()
    first = proses = 0
    for number, piece in enumerate(pieces):
        if proses >= 2 and piece.key not in seen and _opens_story(pieces, first, number, marked, openings):
            seams.append(number)
            first, proses = number, 0
        proses += piece.prose
        seen.add(piece.key)
    return seams


def _opens_story(pieces: Sequence[Piece], first: int, number: int, marked: bool, openings: Sequence[str]) -> bool:
    head = pieces[number]
    if head.prose:
        return _opens_bare(pieces, first, number, openings)
    if not head.titled or head.bullet or (marked and not head.heading and "bold" not in head.hints):
        return False
    if TAIL_HEAD.match(head.text) or BYLINE.match(head.text) or DATE_WORDS.match(head.text):
        return False
    lead, bullets, dated = _find_lead(pieces, number + 1)
    if lead is None:
        return False
    before, after = pieces[max(first, number - _SIGHT) : number], pieces[number : number + _AHEAD]
    dateline = find_dateline(pieces[lead].text) is not None
    if dateline:
        return 1 - _overlap(before, after) >= 0.5
    # The comparison of names and words costs most, so it comes last.
    score = min(bullets, 2) + dated + _follows_furniture(before)
    if marked or score < 2 or sum(piece.prose for piece in after) < 2:
        return False
    return 1 - _overlap(before, after) >= 0.8


def _opens_bare(pieces: Sequence[Piece], first: int, number: int, openings: Sequence[str]) -> bool:
    """Whether a paragraph opens a story without a headline: a dateline with agency that stands once, where the first story had another."""
    found = find_dateline(pieces[number].text)
    if found is None or not found[2] or pieces[number - 1].titled:
        return False
    dateline = pieces[number].text[: found[0]]
    before = pieces[max(first, number - _SIGHT) : number]
    opening = next((pieces[at].text for at in range(first, number) if pieces[at].prose), "")
    if find_dateline(opening) is None or _count_openings(openings, dateline) > 1:
        return False
    return 1 - _overlap(before, pieces[number : number + _AHEAD]) >= 0.7


def _count_openings(openings: Sequence[str], dateline: str) -> int:
    """How many of the sorted `openings` begin with a dateline; at most 2 are counted."""
    at = bisect_left(openings, dateline)
    return sum(opening.startswith(dateline) for opening in openings[at : at + 2])


def rescue_stories(pieces: Sequence[Piece]) -> list[Piece]:
    """Stories after the main one that an extractor left out: kept again, and their headlines returned.

    A heading, then paragraphs of running text that hardly link and share few names with the story before; under a dateline or bullets one
    paragraph will do. Lists of teasers, boxes about authors and comments are none.
    """
    last = max((number for number, piece in enumerate(pieces) if piece.kept and piece.prose), default=-1)
    story = [piece for piece in pieces if piece.kept]
    heads: list[Piece] = []
    number = last + 1
    while 0 < number < len(pieces):
        size = _measure_story(pieces, number, story)
        if size:
            heads.append(pieces[number])
            for piece in pieces[number : number + size]:
                piece.keep()
            story = list(pieces[number : number + size])
        number += max(1, size)
    return heads


def _measure_story(pieces: Sequence[Piece], number: int, story: Sequence[Piece]) -> int:
    """How many pieces from `number` on are a story of their own; 0 when none begins there."""
    head = pieces[number]
    if not (head.heading or "bold" in head.hints) or not head.titled or _shut(head) or TAIL_HEAD.match(head.text):
        return 0
    lead, bullets, _ = _find_lead(pieces, number + 1)
    if lead is None or any(_shut(piece) for piece in pieces[number:lead]):
        return 0
    end = lead
    while end < len(pieces) and pieces[end].prose and not pieces[end].heading and pieces[end].linked < 0.3 and not _shut(pieces[end]):
        end += 1
    after = pieces[number:end]
    paragraphs = pieces[lead:end]
    enough = 1 if find_dateline(pieces[lead].text) or bullets else 2
    told = sum(piece.words for piece in paragraphs) >= 20 * enough and len(_union(piece.names for piece in paragraphs)) >= 3
    return end - number if len(paragraphs) >= enough and told and _overlap(story, after) <= 0.3 else 0


def _shut(piece: Piece) -> bool:
    return not _SHUT.isdisjoint(piece.hints)


def _find_lead(pieces: Sequence[Piece], start: int) -> tuple[int | None, int, int]:
    """The first paragraph from `start` on, over bullets, bylines, dates and two more lines; with the counts of bullets and dates."""
    bullets = dated = others = 0
    for number in range(start, min(len(pieces), start + 10)):
        piece = pieces[number]
        if piece.bullet:
            bullets += 1
        elif piece.prose:
            return number, bullets, dated
        elif piece.words <= 24 and (BYLINE.match(piece.text) or DATE_WORDS.match(piece.text)):
            dated += 1
        else:
            others += 1
            # A headline after bullets opens a story of its own; this one's bullets end with it.
            if others > 2 or (bullets and piece.titled):
                return None, bullets, dated
    return None, bullets, dated


def _follows_furniture(before: Sequence[Piece]) -> int:
    """1 when the story before has visibly ended: the last piece is a link, a bullet of its highlights, or repeats its headline."""
    if not before:
        return 0
    last = before[-1]
    return int(last.address or (last.bullet and not last.ended) or (last.titled and any(piece.key == last.key for piece in before[:-1])))


def _overlap(before: Sequence[Piece], after: Sequence[Piece]) -> float:
    """How much of the names after a seam also stand before it, 0 to 1; of the longer words where there are hardly any names."""
    left, right = _union(piece.names for piece in before), _union(piece.names for piece in after)
    if len(right) < 4:
        left, right = _union(piece.contents for piece in before), _union(piece.contents for piece in after)
    return len(left & right) / len(right) if right else 1.0


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
