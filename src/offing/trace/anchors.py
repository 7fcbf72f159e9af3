"""Which lines of two articles are worth reading sentence by sentence: those that share runs of four words, or most content words.

A passage of plain copy holds a run of four words (`passages.compare_sentences`) and nearly always two, a reworded one `FACTS` content
words, so the lines left out hardly ever match. One article is compared with all its candidates in one pass over arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from offing.trace.keys import hash_runs
from offing.trace.tokens import Codes, Rows, read_tokens

RUN = 4
RUNS = 2  # of a line
FACTS = 6
PART = 0.4  # of the content words of the shorter stretch between full stops, cut roughly: the sentences themselves must share more
TITLE = 3  # letters; a full stop after a word as short is read as that of an abbreviation
SHORT = 12  # words of a line that is read when it stands beside one that is
_NONE = np.uint64((1 << 64) - 1)
_EMPTY = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The lines of an article to read, by number, rising; `length` is how many words all its lines have."""

    lines: tuple[int, ...]
    length: int


def find_anchors(texts: Sequence[Sequence[str]]) -> list[Anchors]:
    """The lines of the first text that share something with any other, and of each other text those that share it with the first.

    A text is a sequence of lines.
    """
    counts = [len(text) for text in texts]
    owners = np.repeat(np.arange(len(texts)), counts)
    words, rows, stems, stem_rows, rough = _read_lines([line for text in texts for line in text])
    runs = hash_runs(words, rows, RUN)
    touched = np.zeros(len(owners), bool)
    _touch_runs(runs, rows, counts[0], touched)
    _touch_facts(stems, stem_rows, rough, counts[0], touched)
    lengths = np.bincount(rows, minlength=len(owners))
    _touch_beside(touched, owners, lengths)
    ends = np.cumsum(counts)
    return [
        Anchors(tuple(np.flatnonzero(touched[end - count : end]).tolist()), int(lengths[end - count : end].sum()))
        for count, end in zip(counts, ends.tolist(), strict=True)
    ]


def _read_lines(lines: Sequence[str]) -> tuple[Codes, Rows, Codes, Rows, Rows]:
    """Words with the number of their line, and stems with theirs and the number of their rough sentence."""
    words, rows, stems, stem_rows, rough = [np.zeros(0, np.uint64)], [_EMPTY], [np.zeros(0, np.uint64)], [_EMPTY], [_EMPTY]
    count = 0
    for tokens in read_tokens(lines):
        breaks = tokens.breaks.copy()
        breaks[1:] &= (np.diff(tokens.rows) > 0) | (tokens.ends - tokens.starts > TITLE)[:-1]
        sentences = np.cumsum(breaks) + count
        count = int(sentences[-1]) if len(sentences) else count
        words.append(tokens.words)
        rows.append(tokens.rows)
        stems.append(tokens.stems)
        stem_rows.append(tokens.rows[tokens.stemmed])
        rough.append(sentences[tokens.stemmed])
    return np.concatenate(words), np.concatenate(rows), np.concatenate(stems), np.concatenate(stem_rows), np.concatenate(rough)


def _touch_runs(runs: Codes, rows: Rows, own: int, touched: NDArray[np.bool_]) -> None:
    """Touch the lines below `own` and the others that share a run of words."""
    cut = int(np.searchsorted(rows, own))
    known = np.sort(runs[:cut])
    if not len(known):
        return
    hit = np.flatnonzero(_find_known(known, runs[cut:]) & (runs[cut:] != _NONE))
    touched |= np.bincount(rows[cut:][hit], minlength=len(touched)) >= RUNS
    shared = np.sort(runs[cut:][hit])
    if len(shared):
        touched |= np.bincount(rows[:cut][_find_known(shared, runs[:cut])], minlength=len(touched)) >= RUNS


def _find_known(known: Codes, codes: Codes) -> NDArray[np.bool_]:
    """Which codes are among the sorted `known`."""
    found: NDArray[np.bool_] = known[np.minimum(np.searchsorted(known, codes), len(known) - 1)] == codes
    return found


def _touch_facts(stems: Codes, rows: Rows, rough: Rows, own: int, touched: NDArray[np.bool_]) -> None:
    """Touch the lines below `own` and the others of which two rough sentences share `FACTS` content words; counted on sets of bits."""
    cut = int(np.searchsorted(rows, own))
    known = np.unique(stems[:cut])
    if len(known) < FACTS or cut == len(rows):
        return
    heads = np.flatnonzero(np.diff(rough, prepend=-1))
    sizes, lines = np.diff(heads, append=len(rough)), rows[heads]
    places = np.minimum(np.searchsorted(known, stems), len(known) - 1)
    bits = np.zeros((len(heads), -(-len(known) // 64) * 64), bool)
    hit = np.flatnonzero(known[places] == stems)
    bits[np.repeat(np.arange(len(heads)), sizes)[hit], places[hit]] = True
    sets = np.packbits(bits, axis=1).view(np.uint64)
    able = np.flatnonzero(np.bitwise_count(sets).sum(axis=1) >= FACTS)
    mine, others = able[lines[able] < own], able[lines[able] >= own]
    shared = np.zeros((len(mine), len(others)), np.uint16)
    for column in sets.T:
        shared += np.bitwise_count(column[mine, None] & column[None, others])
    one, two = np.nonzero(shared >= FACTS)
    enough = shared[one, two] >= PART * np.minimum(sizes[mine[one]], sizes[others[two]])
    touched[lines[mine[one[enough]]]] = True
    touched[lines[others[two[enough]]]] = True


def _touch_beside(touched: NDArray[np.bool_], owners: Rows, lengths: Rows) -> None:
    """Touch the short lines beside touched ones of the same text."""
    same = owners[1:] == owners[:-1]
    before, after = touched[1:] & same, touched[:-1] & same
    short = lengths <= SHORT
    touched[:-1] |= before & short[:-1]
    touched[1:] |= after & short[1:]
