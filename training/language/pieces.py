"""Words to word pieces (uncased BERT) and to case shapes, which give back what the uncased vocabulary loses.

Source of the method: Devlin et al., "BERT" (2019), section 3; the greedy longest match of Wu et al., "Google's Neural Machine
Translation System" (2016).
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

PAD, UNKNOWN, CLS, SEP, MASK = 0, 100, 101, 102, 103
NO_SHAPE, LOWER, UPPER, CAPITAL, DIGIT, MIXED = range(6)
SHAPES = 6
_LONGEST = 100


def read_vocabulary(path: Path) -> dict[str, int]:
    """Piece -> id, from a file with one piece a line."""
    return {line.rstrip("\n"): number for number, line in enumerate(path.open(encoding="utf-8"))}


def find_shape(word: str) -> int:
    """The case shape of a word as it is written."""
    if word.islower():
        return LOWER
    if word.isupper() and len(word) > 1:
        return UPPER
    if word[:1].isupper():
        return CAPITAL
    if any(letter.isdigit() for letter in word) and not any(letter.isalpha() for letter in word):
        return DIGIT
    return MIXED


def cut_word(word: str, vocabulary: dict[str, int]) -> list[int]:
    """Ids of the pieces of one word, at least one."""
    found: list[int] = []
    for part in _split_marks(_normalise(word)):
        found.extend(_match_longest(part, vocabulary))
    return found or [UNKNOWN]


def _normalise(word: str) -> str:
    """Without control characters and accents, lower-case."""
    kept = (
        letter for letter in word if letter not in "\0\ufffd" and (letter in "\t\n\r" or not unicodedata.category(letter).startswith("C"))
    )
    lowered = "".join(kept).lower()
    return "".join(letter for letter in unicodedata.normalize("NFD", lowered) if unicodedata.category(letter) != "Mn")


def _split_marks(word: str) -> list[str]:
    """Cut at white space; punctuation and CJK characters stand alone."""
    parts = [""]
    for letter in word:
        if letter.isspace():
            parts.append("")
        elif _stands_alone(letter):
            parts.extend([letter, ""])
        else:
            parts[-1] += letter
    return [part for part in parts if part]


def _stands_alone(letter: str) -> bool:
    """Whether BERT makes the character a word of its own."""
    code = ord(letter)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    cjk = 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x2CEAF or 0xF900 <= code <= 0xFAFF
    return cjk or 0x2F800 <= code <= 0x2FA1F or unicodedata.category(letter).startswith("P")


def _match_longest(part: str, vocabulary: dict[str, int]) -> list[int]:
    """Greedy longest pieces from the left; the unknown piece where none fits."""
    if len(part) > _LONGEST:
        return [UNKNOWN]
    found: list[int] = []
    start = 0
    while start < len(part):
        for end in range(len(part), start, -1):
            number = vocabulary.get(("##" if start else "") + part[start:end])
            if number is not None:
                found.append(number)
                start = end
                break
        else:
            return [UNKNOWN]
    return found
