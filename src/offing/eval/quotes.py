"""Task `quotes`: who says what, against PolNeAR's attributions (Newell, Margolin, Ruths: LREC 2018), in brat's stand-off form."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from offing.code.quotes import Quote, find_quotes
from offing.errors import EvalError
from offing.eval.scores import Scores, f1_of, measure
from offing.eval.sets import list_files, measure_speed, read_bytes, refuse_file
from offing.tell.views import View

Stretches = tuple[tuple[int, int], ...]
_FORM = "brat stand-off annotation of Source, Cue and Content"
_WORD = re.compile(r"\w+")
_OPENING = ('"', "“")
_WARM_UP = "The mayor said the gate was shut."
_LIKE = 0.5


class Attribution(Struct, frozen=True):
    """One attribution: stretches of characters of its source, cue and content; `direct` when the content opens with a quotation mark."""

    source: Stretches
    cue: Stretches
    content: Stretches
    words: frozenset[int]
    direct: bool


class QuotedDocument(Struct, frozen=True):
    """A document of the gold with its attributions."""

    name: str
    text: str
    golds: tuple[Attribution, ...]


def run_quotes(path: Path, _view: View | None = None) -> Scores:
    """Score `find_quotes` on a folder with `text/` and `attributions/`; of several annotators the first by file name counts.

    A triple is right when source and cue overlap the gold's (or both have none) and the contents share half of their words (Jaccard).
    Raises EvalError when the folder has another form.
    """
    documents = read_documents(path)
    find_quotes(_WARM_UP)
    every, direct, seconds = [], [], []
    misses: list[str] = []
    for document in documents:
        started = time.process_time()
        quotes = find_quotes(document.text)
        seconds.append(time.process_time() - started)
        found = [_read_quote(document.text, quote) for quote in quotes]
        pairs = _match(document.golds, found)
        right = [document.golds[row].direct for row in pairs]
        wrong = [one.direct for row, one in enumerate(found) if row not in pairs.values()]
        missed = [one.direct for row, one in enumerate(document.golds) if row not in pairs]
        every.append((len(right), len(wrong), len(missed)))
        direct.append((sum(right), sum(wrong), sum(missed)))
        misses += _say_misses(document, found, pairs)
    figures = {
        "triple_f1": measure(every, f1_of, unit="documents", label="attributions with source, cue and content right (F1)", bar=0.50),
        "direct_f1": measure(direct, f1_of, unit="documents", label="the same, of direct quotations (F1)", bar=0.72),
        "speed": measure_speed(seconds, label="documents"),
    }
    total = round(sum(seconds), 3)
    return Scores(task="quotes", data=path.resolve().name, n=len(documents), seconds_cpu=total, figures=figures, misses=tuple(misses))


def read_documents(path: Path) -> list[QuotedDocument]:
    """The annotated documents of a folder, sorted by name. Raises EvalError when a file has another form or none is annotated."""
    texts = list_files(path, "text/*.txt", "quotes")
    first: dict[str, Path] = {}
    for file in list_files(path, "attributions/*.ann", "quotes"):
        for name in (file.stem, file.stem.rpartition("_")[0]):
            first.setdefault(name, file)
    documents = []
    for text_file in texts:
        if annotated := first.get(text_file.stem):
            try:
                text = read_bytes(text_file, "quotes").decode("utf-8")
                golds = tuple(_read_annotation(text, read_bytes(annotated, "quotes").decode("utf-8")))
            except (ValueError, KeyError, IndexError) as problem:
                raise refuse_file(annotated, "quotes", problem, _FORM) from problem
            documents.append(QuotedDocument(text_file.stem, text, golds))
    if not documents:
        raise EvalError(f"{path}: no text has an annotation of its name", hint="attributions/NAME_ANNOTATOR.ann belongs to text/NAME.txt")
    return documents


def _read_annotation(text: str, annotation: str) -> Iterator[Attribution]:
    stretches: dict[str, Stretches] = {}
    lines = [line.split("\t") for line in annotation.splitlines() if line.strip()]
    for line in lines:
        if line[0].startswith("T"):
            places = line[1].split(" ", 1)[1].split(";")
            stretches[line[0]] = tuple((int(start), int(end)) for start, end in (place.split() for place in places))
    for line in lines:
        if line[0].startswith("E"):
            parts: dict[str, list[tuple[int, int]]] = {}
            for role in line[1].split():
                name, key = role.split(":")
                parts.setdefault(name.rstrip("0123456789"), []).extend(stretches.get(key, ()))
            source, cue, content = (tuple(sorted(parts.get(name, ()))) for name in ("Source", "Cue", "Content"))
            direct = bool(content) and text[content[0][0] :].startswith(_OPENING)
            yield Attribution(source, cue, content, _list_words(text, content), direct)


def _read_quote(text: str, quote: Quote) -> Attribution:
    source, cue = (((part.start, part.end),) if part else () for part in (quote.source, quote.cue))
    content = tuple((part.start, part.end) for part in (quote.content, *quote.more))
    return Attribution(source, cue, content, _list_words(text, content), quote.direct)


def _list_words(text: str, stretches: Stretches) -> frozenset[int]:
    """The places where the words of the stretches begin."""
    return frozenset(start + word.start() for start, end in stretches for word in _WORD.finditer(text[start:end]))


def _meet(left: Stretches, right: Stretches) -> bool:
    if not left or not right:
        return not left and not right
    return any(start < other_end and other_start < end for start, end in left for other_start, other_end in right)


def _match(golds: Sequence[Attribution], found: Sequence[Attribution]) -> dict[int, int]:
    """Row of the gold -> row found, each used once, in the order of the gold."""
    pairs: dict[int, int] = {}
    for row, gold in enumerate(golds):
        for other, one in enumerate(found):
            like = len(gold.words & one.words) / max(1, len(gold.words | one.words))
            if other not in pairs.values() and like >= _LIKE and _meet(gold.source, one.source) and _meet(gold.cue, one.cue):
                pairs[row] = other
                break
    return pairs


def _say_misses(document: QuotedDocument, found: Sequence[Attribution], pairs: Mapping[int, int]) -> Iterator[str]:
    for words, rows, used in (("not found", document.golds, pairs.keys()), ("none in the gold", found, set(pairs.values()))):
        for row, one in enumerate(rows):
            if row not in used:
                start, end = one.content[0] if one.content else one.cue[0] if one.cue else (0, 0)
                yield f"quote: {document.name} at {start}-{end}: {words}"
