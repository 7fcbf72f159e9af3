"""Pieces: the blocks of a page while it is being cut, each with the role it gets and the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from offing.dates import MONTHS
from offing.read.renderings import Rendering
from offing.records import Role

_BULLET = re.compile(r"^(?:[-–—•*·▪●►‣]|\d{1,2}[.)])\s+\S")
_STOPS = (".", "!", "?", "…", "。", "！", "？", "।", "؟")
_CLOSERS = "\"”’'»)]"
_BULLETS = frozenset("-–—•*·▪●►‣")
_LETTERS = re.compile(r"[^\W_]+")
# Scripts that put no space between words: two of their letters count as a word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ITEMS = frozenset(["li", "dd"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_TITLE_START = re.compile(r"^[\"“‘'«(]?[A-Z0-9]")
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$|^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,10}/\S*$", re.IGNORECASE)


_NAMES = re.compile(r"(?<![.!?”\"] )(?<!^)\b[A-Z][\w’'-]+")
_CONTENT = re.compile(r"[a-z]{4,}")
_DAYS = frozenset((*MONTHS, *"Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ")))


@dataclass
class Piece:
    """One block on its way to a segment. `kept` says that it is still body; `part` counts the stories of the page from 0."""

    start: int
    end: int
    text: str
    tag: str = "line"
    hints: tuple[str, ...] = ()
    links: int = 0
    kept: bool = True
    role: Role = Role.BODY
    reason: str = ""
    part: int = 0

    def __post_init__(self) -> None:
        words = _LETTERS.findall(self.text)
        self.key = "".join(words).casefold()
        self.words = len(words)
        if not self.text.isascii():
            self.words += len(_UNSPACED.findall(self.text)) // 2
        # A string without spaces counts by its length, so that "few words" always means a short line.
        self.words = max(self.words, len(self.text) // 24)
        self.ended = self.text.rstrip(_CLOSERS).endswith(_STOPS)
        # Asked of every line of every page: its first letter, or a space in it, spares most of the patterns.
        first = self.text[:1]
        self.bullet = (
            self.tag in _ITEMS or "li" in self.hints or ((first in _BULLETS or first.isdigit()) and bool(_BULLET.match(self.text)))
        )
        self.heading = self.tag in _HEADINGS
        self.address = " " not in self.text and bool(_ADDRESS.match(self.text))

    @cached_property
    def names(self) -> frozenset[str]:
        """Words with a capital letter inside sentences: what the piece is about."""
        return frozenset(name for name in _NAMES.findall(self.text) if name not in _DAYS and len(name) > 1)

    @cached_property
    def contents(self) -> frozenset[str]:
        """Words of four letters and more, in small letters."""
        return frozenset(_CONTENT.findall(self.text.lower()))

    def cut(self, role: Role, reason: str) -> None:
        """Take the piece out of the body."""
        self.kept, self.role, self.reason = False, role, reason

    def keep(self) -> None:
        """Put the piece back into the body."""
        self.kept, self.role, self.reason = True, Role.BODY, ""

    @property
    def prose(self) -> bool:
        """Whether it reads like a paragraph: a full stop at the end, or long."""
        return not self.address and ((self.ended and self.words >= 6) or self.words >= 30)

    @property
    def titled(self) -> bool:
        """Whether it reads like a headline: a few words, a capital at the start, no full stop at the end."""
        text = self.text
        if self.address or not 3 <= self.words <= 26 or len(text) > 180 or not _TITLE_START.match(text):
            return False
        if _BULLET.match(text) or text.endswith((":", ",", ";")) or text.count(". ") > 1:
            return False
        return not self.ended or text.endswith(("?", "!", "?’", "?”", ")"))

    @property
    def linked(self) -> float:
        """The share of its characters inside links, 0 to 1."""
        return self.links / max(1, self.end - self.start)


def make_key(text: str) -> str:
    """Letters and digits of `text` in small letters: what two printings of one line have in common."""
    return "".join(_LETTERS.findall(text)).casefold()


def make_pieces(rendering: Rendering) -> list[Piece]:
    """A piece for every block of a rendering, all of them kept."""
    return [
        Piece(block.start, block.end, rendering.text[block.start : block.end], block.tag, block.hints, block.links)
        for block in rendering.blocks
    ]


def split_piece(piece: Piece, at: int) -> tuple[Piece, Piece]:
    """Two pieces from one, cut before character `at` of its text; white space around the cut belongs to neither."""
    left, right = piece.text[:at].rstrip(), piece.text[at:].lstrip()
    first = Piece(piece.start, piece.start + len(left), left, piece.tag, piece.hints, 0, piece.kept, piece.role, piece.reason, piece.part)
    start = piece.end - len(right)
    second = Piece(start, piece.end, right, piece.tag, piece.hints, piece.links, piece.kept, piece.role, piece.reason, piece.part)
    return first, second
