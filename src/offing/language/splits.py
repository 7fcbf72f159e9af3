"""Tokens of the house to words of the treebanks and back: the model was taught words whose hyphens and strokes stand alone.

"Iran-backed" is one token here and three words there. After the parse the words of a token are one again: it takes the tag and relation of
the word nearest to the root, and everything that hung on any of them hangs on it.
"""

from __future__ import annotations

import re

from msgspec import Struct

from offing.language.tags import MARKS, QUOTES

_CUTS = re.compile(r"([-\u2010\u2011/])")
_SAME = {
    "NNPS": "NNP",
    "HYPH": "SYM",
    "``": "''",
    "-LRB-": ",",
    "-RRB-": ",",
    ":": ",",
    "NFP": "SYM",
    "AFX": "JJ",
    "ADD": "NNP",
    "LS": "CD",
}
_HYPHENED = frozenset({"VBN", "VBG", "VBD", "JJ", "JJR", "RB", "IN", "SYM"})


class Words(Struct):
    """The words of a sentence for the model, and for each the number of its token."""

    words: list[str]
    owners: list[int]


class Parse(Struct):
    """Tags, heads (-1 for the root) and relations, a row for each word or token."""

    tags: list[str]
    heads: list[int]
    relations: list[str]


def split_words(tokens: list[str]) -> Words:
    """Cut tokens at the hyphens and strokes inside them. Numbers and dates stay whole."""
    words: list[str] = []
    owners: list[int] = []
    for number, token in enumerate(tokens):
        inner = not token.isalpha() and len(token) > 2 and not token[0].isdigit() and any(letter.isalpha() for letter in token)
        parts = [part for part in _CUTS.split(token) if part] if inner else [token]
        words.extend(parts)
        owners.extend([number] * len(parts))
    return Words(words, owners)


def join_words(tokens: list[str], cut: Words, parse: Parse) -> Parse:
    """The parse of the words as one of the tokens, with the tags of the house."""
    if len(cut.words) == len(tokens):
        tags = [_house_tag(token, tag, joined=False) for token, tag in zip(tokens, parse.tags, strict=True)]
        return Parse(tags, parse.heads, parse.relations)
    outer = _find_outer(len(tokens), cut, parse)
    tags, heads, relations = [], [], []
    for number, token in enumerate(tokens):
        word = outer[number]
        head = parse.heads[word]
        pieces = cut.owners.count(number) if "-" in token or "\u2010" in token or "\u2011" in token else 1
        tags.append(_house_tag(token, parse.tags[word], joined=pieces > 1))
        heads.append(cut.owners[head] if head >= 0 else -1)
        relations.append(parse.relations[word])
    return Parse(tags, heads, relations)


def _find_outer(count: int, cut: Words, parse: Parse) -> list[int]:
    """The word of each token that is nearest to the root, the first of several: so that joining cannot close a circle."""
    outer = [-1] * count
    for word, owner in enumerate(cut.owners):
        if outer[owner] < 0 or _count_steps(parse.heads, word) < _count_steps(parse.heads, outer[owner]):
            outer[owner] = word
    return outer


def _count_steps(heads: list[int], word: int) -> int:
    """How far a word stands from the root."""
    steps = 0
    while word >= 0 and steps <= len(heads):
        word, steps = heads[word], steps + 1
    return steps


def _house_tag(token: str, tag: str, *, joined: bool) -> str:
    """A treebank tag as the rest of the house knows it: fewer kinds of marks, names without number."""
    if token in MARKS or token in QUOTES:
        return MARKS.get(token, "''")
    if joined and tag in _HYPHENED:
        return "JJ"
    return _SAME.get(tag, tag)
