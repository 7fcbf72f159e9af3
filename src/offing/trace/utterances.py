"""Stretches of an article that are somebody's own words: in quotation marks, or a post, letter, speech or report set in without marks.

Marks are read paragraph by paragraph with their nesting; one that is never closed runs to the end of its paragraph (a quotation of
several). Text without marks is somebody's own when a signature or a network's furniture says so, when it is set in below a colon, or
when it speaks in the first person in a report; an article may itself be a transcript (`spoken`). A column in the first person is no
transcript: two papers that print it have one text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from offing.records import Article
from offing.trace.keys import READ

Stretch = tuple[int, int]  # page offsets, half open

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_DOUBLE = re.compile(r"[“”„«»\"]")
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[A-Z“\"])(?P<words>[^\n]{12,1200}?)(?<=[\w.,!?…])[’'](?![\w’'])")
_HANDLE = r"\(\s*@\w{2,}\s*\)"
_SIGNED = re.compile(rf"(?:[—–-]|^)\s*[^\n—–]{{2,60}}{_HANDLE}\s*(?:[A-Z][a-z]+ \d{{1,2}}, \d{{4}})?\s*$")
_HEADED = re.compile(rf"^\s*[^\n—–.!?]{{2,40}}(?:\. [A-Z][a-z]+ )?{_HANDLE}(?P<post>\s+\w)?")
_TRANSCRIPT = re.compile(r"\b(?:transcripts?|full text|testimony|remarks|prepared (?:text|statement)|speech)\b", re.I)
_POST = re.compile(r"pic\.twitter\.com/|https?://t\.co/|\bSkip (?:Twitter|Facebook|Instagram) post\b")
_CHAINED = re.compile(r"^\s*(?:\.{2,}|…)\s*\w|\w\s*(?:\.{3,}|…)\s*$")
_TELLS = re.compile(
    r"\b(?:said|says|told|tweeted|wrote|writes|added|adds|according to|replied|responded|asked|argued|reported|announced"
    r"|[Mm]r\.|[Mm]s\.|[Mm]rs\.)(?!\w)"
)
_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]e|[Ww]e|[Ww]e['’](?:re|ve|d|ll)|[Oo]ur|[Uu]s|[Mm]yself|[Oo]urselves)\b(?!\.)")
_ADDRESSED = re.compile(r"\b(?:[Yy]ou|[Yy]our|[Yy]ou['’](?:re|ve|d|ll))\b")
_LABELLED = re.compile(r"^\s*(?:[A-Z][A-Z .'’-]{2,40}|[A-Z][a-z]+):\s+\S")
_CUE = re.compile(
    r"\b(?:statement|text|letter|resolution|tweet(?:ed|s|ing)?|post(?:ed|s)?|transcript|communiqu[eé]|remarks|testimony|reads|wrote|ruling|memo"
    r"|email|e-mail)\b[^.]{0,120}:\s*$",
    re.I,
)
PERSONAL = 0.25  # the share of paragraphs in the first person from which on a text may be a transcript


@dataclass(frozen=True, slots=True)
class Utterances:
    """`quoted` stands in quotation marks, `posted` is signed or set in by a network, `stated` reads as somebody's own text.

    `spoken`: the article is itself a transcript.
    """

    quoted: tuple[Stretch, ...]
    posted: tuple[Stretch, ...]
    stated: tuple[Stretch, ...]
    spoken: bool


@dataclass(frozen=True, slots=True)
class _Paragraph:
    start: int
    text: str
    marks: tuple[Stretch, ...]

    @property
    def outside(self) -> str:
        """The text with everything in marks cut out."""
        kept, place = [], 0
        for start, end in self.marks:
            kept.append(self.text[place:start])
            place = end
        return " ".join([*kept, self.text[place:]])


def find_quoted(text: str) -> list[Stretch]:
    """Stretches of one paragraph inside quotation marks: double ones of every sort with their nesting, else single ones around a clause."""
    marks = list(_DOUBLE.finditer(text))
    if not marks:
        return [match.span("words") for match in _SINGLE.finditer(text)]
    turns = [_turn(text, mark.start()) for mark in marks]
    nests = turns.count(1) <= turns.count(-1)
    found: list[Stretch] = []
    depth = start = 0
    for mark, turn in zip(marks, turns, strict=True):
        if turn > 0:
            start = mark.end() if not depth else start
            depth = depth + 1 if nests else 1
        elif depth:
            depth -= 1
            if not depth:
                found.append((start, mark.start()))
    if depth:
        found.append((start, len(text)))
    return found


def _turn(text: str, place: int) -> int:
    """1 for a mark that opens, -1 for one that closes; a straight one opens before a word at the start, after space or a bracket."""
    mark = text[place]
    if mark in "“„«":
        return 1
    if mark in "”»":
        return -1
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return 1 if after and not after.isspace() and (not before or before.isspace() or before in "([—–-/:“‘'") else -1


@lru_cache(maxsize=2048)
def read_utterances(article: Article) -> Utterances:
    """The stretches of `article` that are somebody's own words, in page offsets, in order."""
    paragraphs = list(_read_paragraphs(article))
    labels = sum(bool(_LABELLED.match(one.text)) for one in paragraphs)
    personal = _is_personal(paragraphs)
    quoted = [(one.start + start, one.start + end) for one in paragraphs for start, end in one.marks]
    posts = _find_posts(paragraphs)
    rows = _find_introduced(paragraphs)
    rows |= {row for row, one in enumerate(paragraphs) if _LABELLED.match(one.text) and _PERSON.search(one.outside)}
    if not personal:
        rows |= {row for row, one in enumerate(paragraphs) if _speaks(one)}
    spoken = personal and (labels >= 3 or bool(_TRANSCRIPT.search(article.title)))
    return Utterances(tuple(quoted), _list_stretches(paragraphs, posts), _list_stretches(paragraphs, rows - posts), spoken)


def _list_stretches(paragraphs: list[_Paragraph], rows: set[int]) -> tuple[Stretch, ...]:
    return tuple((paragraphs[row].start, paragraphs[row].start + len(paragraphs[row].text)) for row in sorted(rows))


def _read_paragraphs(article: Article) -> list[_Paragraph]:
    found = []
    for segment in article.segments:
        if segment.role in READ:
            for match in _PARAGRAPH.finditer(segment.text):
                text = match.group()
                found.append(_Paragraph(segment.span.start + match.start(), text, tuple(find_quoted(text))))
    return found


def _is_personal(paragraphs: list[_Paragraph]) -> bool:
    """Many paragraphs speak in the first person outside quotation marks."""
    long = [one for one in paragraphs if len(one.outside) >= 60]
    return bool(long) and sum(bool(_PERSON.search(one.outside)) for one in long) >= max(3, PERSONAL * len(long))


def _speaks(paragraph: _Paragraph) -> bool:
    """A paragraph in the first person in which nobody is reported to say it."""
    outside = paragraph.outside
    return len(_PERSON.findall(outside)) >= 2 and not _TELLS.search(outside)


def _find_posts(paragraphs: list[_Paragraph]) -> set[int]:
    """Rows of posts: signed paragraphs, and those before a signature back to the text that introduces them."""
    found: set[int] = set()
    for row, one in enumerate(paragraphs):
        if _POST.search(one.text) and not _TELLS.search(one.outside):
            found.add(row)
        if re.search(r"\bSkip \w+ post\b", one.text):
            found.add(min(row + 1, len(paragraphs) - 1))
        headed = _HEADED.match(one.text)
        if headed:
            found.update((row,) if headed.group("post") else (row, min(row + 1, len(paragraphs) - 1)))
        if _SIGNED.search(one.text):
            found.add(row)
            for before in range(row - 1, max(-1, row - 5), -1):
                if not _continues(paragraphs[before]):
                    break
                found.add(before)
    return found


def _continues(paragraph: _Paragraph) -> bool:
    """Whether a paragraph before a signature may belong to the post: it neither introduces nor tells, and is in no marks."""
    text = paragraph.text.rstrip()
    return not (text.endswith(":") or paragraph.marks or _TELLS.search(text) or _SIGNED.search(text))


def _find_introduced(paragraphs: list[_Paragraph]) -> set[int]:
    """Rows of text set in below a line that ends in a colon: what speaks in the first or second person, or is named a document."""
    found: set[int] = set()
    for row, one in enumerate(paragraphs[:-1]):
        if not one.text.rstrip().endswith(":") or len(one.text) < 12:
            continue
        named = bool(_CUE.search(one.text[-200:]))
        for after in range(row + 1, min(len(paragraphs), row + 4)):
            text = paragraphs[after].outside
            voiced = bool(_PERSON.search(text) or _ADDRESSED.search(text) or _CHAINED.search(text))
            if paragraphs[after].marks and len(text) < 0.5 * len(paragraphs[after].text):
                break
            if not (voiced or (named and after == row + 1)) or (after > row + 1 and _TELLS.search(text)):
                break
            found.add(after)
    return found
