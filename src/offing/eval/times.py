"""Task `times`: time expressions and their values against TimeML documents (TempEval-3: UzZaman and others, SemEval 2013)."""

from __future__ import annotations

import lzma
import re
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from msgspec import Struct

from offing.code.time_values import write_value
from offing.code.times import find_times
from offing.eval.scores import Scores, f1_of, measure
from offing.eval.sets import find_file, measure_speed, refuse_file
from offing.records import When
from offing.tell.views import View

ARCHIVE = "tbaq_cleaned.tar.xz"
_FORM = "an archive of TimeML documents (.tml with DCT and TEXT)"
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WARM_UP = "The gate opened on Monday and shut two days later."


class Timex(Struct, frozen=True):
    """A time expression of the gold: characters `start` to `end` of the text and its TIMEX3 value."""

    start: int
    end: int
    value: str


class TimedDocument(Struct, frozen=True):
    """A document of the gold with its date (ISO, "" when unknown) and its time expressions in order."""

    name: str
    text: str
    published: str
    golds: tuple[Timex, ...]


class _Counts(Struct):
    found: int = 0
    right: int = 0
    spurious: int = 0
    missed: int = 0
    weekdays: int = 0
    dated: int = 0


def run_times(path: Path, _view: View | None = None) -> Scores:
    """Score `find_times` on the archive at `path` (or in the folder `path`): one expression for each of the gold that it overlaps.

    Raises EvalError when there is no such archive or it holds no TimeML.
    """
    file = find_file(path, ARCHIVE, "times")
    documents = read_documents(file)
    find_times(_WARM_UP, "2021-03-04")
    counts, seconds = [], []
    misses: list[str] = []
    for document in documents:
        started = time.process_time()
        found = find_times(document.text, document.published or None)
        seconds.append(time.process_time() - started)
        count = _Counts()
        misses += _compare(document, found, count)
        counts.append(count)
    relaxed = [(one.found, one.spurious, one.missed) for one in counts]
    valued = [(one.right, one.spurious + one.found - one.right, one.missed + one.found - one.right) for one in counts]
    weekdays = [(one.dated, one.weekdays) for one in counts]
    figures = {
        "relaxed_f1": measure(relaxed, f1_of, unit="documents", label="time expressions found, relaxed: an overlap is enough (F1)"),
        "value_f1": measure(valued, f1_of, unit="documents", label="time expressions found with the right TIMEX3 value (F1)", bar=0.80),
        "weekday_to_date": measure(weekdays, unit="documents", label="expressions with a weekday put on the right day", bar=0.93),
        "speed": measure_speed(seconds, label="documents", bar=200),
    }
    return Scores(
        task="times", data=path.resolve().name, n=len(documents), seconds_cpu=round(sum(seconds), 3), figures=figures, misses=tuple(misses)
    )


def read_documents(file: Path) -> list[TimedDocument]:
    """The .tml documents of an archive, sorted by name; read in memory, nothing is unpacked. Raises EvalError when there are none."""
    try:
        with tarfile.open(file) as archive:
            members = sorted((one for one in archive.getmembers() if one.isfile() and one.name.endswith(".tml")), key=lambda one: one.name)
            bodies = [(one.name, held.read()) for one in members if (held := archive.extractfile(one)) is not None]
        documents = [_read_document(Path(name).stem, body) for name, body in bodies]
    except (tarfile.TarError, lzma.LZMAError, etree.XMLSyntaxError, OSError, EOFError, ValueError) as problem:
        raise refuse_file(file, "times", problem, _FORM) from problem
    if not documents:
        raise refuse_file(file, "times", "no .tml in it", _FORM)
    return documents


def _read_document(name: str, body: bytes) -> TimedDocument:
    tree = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    root = tree.find("TEXT")
    if root is None:
        raise ValueError(f"{name}: no TEXT")
    dated = tree.find("DCT/TIMEX3")
    pieces: list[str] = []
    golds = sorted(_walk(root, pieces), key=lambda gold: (gold.start, gold.end))
    published = _DAY.match(dated.get("value", "")) if dated is not None else None
    return TimedDocument(name, "".join(pieces), published.group() if published else "", tuple(golds))


def _walk(element: etree._Element, pieces: list[str]) -> Iterator[Timex]:
    """The time expressions below an element; its text goes to `pieces`."""
    pieces.append(element.text or "")
    for child in element:
        start = sum(map(len, pieces))
        yield from _walk(child, pieces)
        if child.tag == "TIMEX3":
            yield Timex(start, sum(map(len, pieces)), child.get("value", ""))
        pieces.append(child.tail or "")


def _compare(document: TimedDocument, found: list[When], count: _Counts) -> Iterator[str]:
    """Count one document; yields what was missed, by place and value (never by the words of the set)."""
    used: set[int] = set()
    for gold in document.golds:
        over = [row for row, when in enumerate(found) if when.span and when.span.start < gold.end and when.span.end > gold.start]
        hit = next((row for row in over if row not in used), None)
        where = f"{document.name} at {gold.start}-{gold.end}"
        if hit is None:
            count.missed += 1
            yield f"time: {where}: {gold.value} not found"
        else:
            used.add(hit)
            count.found += 1
            value = write_value(found[hit], document.published)
            count.right += value == gold.value
            if value != gold.value:
                yield f"time: {where}: {gold.value} read as {value or 'nothing'}"
        if _DAY.match(gold.value) and _WEEKDAY.search(document.text[gold.start : gold.end]):
            count.weekdays += 1
            count.dated += any(found[row].start[:10] == gold.value[:10] for row in over)
    for row, when in enumerate(found):
        if row not in used and when.span:
            count.spurious += 1
            yield f"time: {document.name} at {when.span.start}-{when.span.end}: none in the gold, read as {when.form}"
