"""Highlights: runs of bullets that belong to the page and not to the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from offing.clean.pieces import Piece
from offing.records import Role

_STOP_WORDS = frozenset(
    "the a an and or but of in on at to for from by with as that this these those is are was were be been has have had it its he she"
    " they his her their will would who which not no after before over about into than more said says".split(" ")
)
_BESIDE = ("share link", "headline echoed", "line repeated")
# Bullets of one box of highlights, and boxes that are looked at: a list of thousands of short runs is no page of highlights.
_LONGEST, _MOST = 8, 40
_WORD = re.compile(r"[^\W_]+")


def label_highlights(pieces: Sequence[Piece], *, marked: bool) -> None:
    """Runs of bullets that belong to the page and not to the text: beside a headline or link, or saying again what the paragraphs say."""
    first = next((number for number, piece in enumerate(pieces) if piece.kept and piece.prose and not piece.bullet), 0)
    last = next(
        (number for number in range(len(pieces) - 1, -1, -1) if pieces[number].kept and pieces[number].prose and not pieces[number].bullet),
        0,
    )
    runs = [run for run in _bullet_runs(pieces) if len(run) <= _LONGEST and not first < run[0] < last and (not marked or run[-1] < first)]
    paragraphs = [_contents(piece.text) for piece in pieces if piece.kept and piece.prose and not piece.bullet] if runs else []
    for run in runs[:_MOST]:
        above = (pieces[number] for number in range(run[0] - 1, -1, -1))
        before = next((piece for piece in above if piece.role is not Role.FURNITURE or piece.reason in _BESIDE), None)
        beside = before is not None and (before.role in (Role.HEADLINE, Role.DEK, Role.DATE, Role.BYLINE) or before.reason in _BESIDE)
        told = sum(_told(pieces[number], paragraphs) for number in run)
        if beside or told * 2 > len(run):
            for number in run:
                pieces[number].cut(Role.HIGHLIGHTS, "highlights")


def _bullet_runs(pieces: Sequence[Piece]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number, piece in enumerate(pieces):
        if piece.kept and piece.bullet:
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
    return runs


def _contents(text: str) -> frozenset[str]:
    return frozenset(word for word in (found.lower() for found in _WORD.findall(text)) if word not in _STOP_WORDS and len(word) > 2)


def _told(piece: Piece, paragraphs: Sequence[frozenset[str]]) -> bool:
    words = _contents(piece.text)
    return bool(words) and any(len(words & other) >= 0.6 * len(words) for other in paragraphs)
