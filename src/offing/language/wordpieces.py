"""Words to the pieces that the encoder knows: the uncased WordPiece of BERT, one word at a time.

Source of the method: Wu et al., "Google's Neural Machine Translation System" (2016), section 4.1, with the text cleaning of Devlin et al.,
"BERT" (2019): lower case, accents dropped, marks and Chinese characters on their own, then greedily the longest piece of the vocabulary.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

LONGEST_WORD = 100
_CJK = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2FA1F), (0xF900, 0xFAFF))


class WordPieces:
    """A vocabulary and the cutting of words into its pieces. `opening`, `closing`, `padding`, `unknown` are the numbers of its marks."""

    def __init__(self, words: list[str]) -> None:
        self.numbers = {word: number for number, word in enumerate(words)}
        self.opening, self.closing = self.numbers["[CLS]"], self.numbers["[SEP]"]
        self.padding, self.unknown = self.numbers["[PAD]"], self.numbers["[UNK]"]
        self.cut = lru_cache(maxsize=50_000)(self._cut)

    @classmethod
    def load(cls, path: Path) -> WordPieces:
        """Read a vocabulary: one piece a line, its number is the line's."""
        return cls(path.read_text("utf-8").rstrip("\n").split("\n"))

    def _cut(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces, at least one."""
        found: list[int] = []
        for part in _split_marks(_fold(word)):
            found.extend(self._cut_part(part))
        return tuple(found) or (self.unknown,)

    def _cut_part(self, part: str) -> list[int]:
        """Greedy longest match; a part with a stretch that no piece fits is unknown as a whole."""
        if len(part) > LONGEST_WORD:
            return [self.unknown]
        found, start = [], 0
        while start < len(part):
            lead = "##" if start else ""
            end = next((end for end in range(len(part), start, -1) if lead + part[start:end] in self.numbers), -1)
            if end < 0:
                return [self.unknown]
            found.append(self.numbers[lead + part[start:end]])
            start = end
        return found


def _fold(word: str) -> str:
    """Lower case without accents, control characters and odd spaces."""
    plain = unicodedata.normalize("NFD", word.lower())
    return "".join(one for one in plain if unicodedata.category(one) not in ("Mn", "Cc", "Cf", "Co", "Cn") and one != "\ufffd")


def _split_marks(word: str) -> list[str]:
    """A word cut at its marks and Chinese characters, each of which stands alone."""
    parts: list[str] = []
    open_part = ""
    for one in word:
        if one.isspace() or _stands_alone(one):
            if open_part:
                parts.append(open_part)
            open_part = ""
            if not one.isspace():
                parts.append(one)
        else:
            open_part += one
    return [*parts, open_part] if open_part else parts


def _stands_alone(one: str) -> bool:
    code = ord(one)
    if code < 128:
        return not one.isalnum()
    return unicodedata.category(one).startswith("P") or any(low <= code <= high for low, high in _CJK)
