"""Task `petrarch`: doer, recipient and CAMEO code of single sentences, against the gold records that came with PETRARCH2 and its successor.

Triples of a sentence meet as multisets. What is compared are the rows that `offing export --format cameo` writes (`offing.code.dyads`): the
faces of claims with compound sides spread out, an act of equals in both directions, as recipient also the state of a thing or place; the
same triple told twice in a sentence is one event. Codes are compared letter by letter (`USAGOV`, `IGOUNO`; `---` where a side has none);
country and root are their first three letters and the first two digits of the code.

The gold names its actors and acts by dictionaries of its own. Where such lie beside it (`petrarch_dictionaries`: actors, agents and verbs
of Phoenix and CAMEO.2.0; their discards are left out, for the gold has events in sentences that these would drop), the sentences are coded
once and the rows are written twice: in the codes of the dictionaries, which is what their user gets and what the bars are set against (the
peers were measured with them), and in our own codes (`own_...`). Without dictionaries there are only our own codes, and the bars hold for
them. The file is no well-formed XML (tags closed twice, a tag in its preamble): it is read as HTML is, by the order of its tags. A sentence
whose text is empty is put together from the words of its parse. Each is read with the day that the file gives it, by which offices and
codes are told.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from lxml import etree
from msgspec import Struct

from offing.code.cameo import NOBODY
from offing.code.claims import code_sentence, open_sheets
from offing.code.dictionaries import Dictionary, open_dictionary
from offing.code.dyads import list_dyads
from offing.code.faces import Face, show_sheet
from offing.code.sheets import Sheet
from offing.eval.scores import Figure, Scores, f1_of, measure, tally
from offing.eval.sets import find_file, measure_speed, read_bytes, refuse_file
from offing.records import Article, Precision, Role, Segment, Span, When
from offing.tell.views import View

GOLD = "PETR2_GSR_validation.xml"
DICTIONARIES = "petrarch_dictionaries"
_USED = ("Phoenix*actors*.txt", "Phoenix*agents*.txt", "CAMEO*.txt")
_FORM = "a file of PETRARCH validation records (Sentence with id, EventCoding, Text)"
_WARM_UP = "Norland's army shelled the port of Sudra on Monday."
_STATEMENTS = ("01", "02")

Triple = tuple[str, str, str]


class Record(Struct, frozen=True):
    """A sentence of the gold: its id, its day (ISO, "" unknown), its words and its events as (source, target, code)."""

    id: str
    day: str
    text: str
    events: tuple[Triple, ...]


def run_petrarch(path: Path, _view: View | None = None) -> Scores:
    """Score the coder on the gold file at `path`, or in the folder `path`. Raises EvalError when it is absent or of another form."""
    file = find_file(path, GOLD, "petrarch")
    records = read_records(file)
    dictionary = _find_dictionary(file)
    code_sentence(_WARM_UP)
    coded: list[tuple[Triple, ...]] = []
    own: list[tuple[Triple, ...]] = []
    seconds = []
    for record in records:
        started = time.process_time()
        sheets = [(sheet, list(show_sheet(sheet, half=True))) for sheet in open_sheets(_make_article(record))]
        coded.append(list_triples(sheets, dictionary))
        seconds.append(time.process_time() - started)
        own.append(list_triples(sheets) if dictionary is not None else coded[-1])
    figures = _score(records, coded, own if dictionary is not None else None)
    figures["speed"] = measure_speed(seconds, label="sentences", unit="sentences")
    return Scores(task="petrarch", data=path.resolve().name, n=len(records), seconds_cpu=round(sum(seconds), 3), figures=figures,
                  misses=tuple(_name_misses(records, coded)))  # fmt: skip


def _find_dictionary(file: Path) -> Dictionary | None:
    """The dictionaries beside the folder of a gold file, or in it; None where there are none."""
    for folder in (file.parent / DICTIONARIES, file.parent.parent / DICTIONARIES):
        found = [one for pattern in _USED for one in sorted(folder.glob(pattern))]
        if found:
            return open_dictionary(found)
    return None


def read_records(file: Path) -> list[Record]:
    """The sentences of a gold file in their order. Raises EvalError when it holds none."""
    raw = read_bytes(file, "petrarch").strip() or b"<Validation/>"  # lxml makes nothing of an empty file
    try:
        root = etree.fromstring(raw, etree.HTMLParser(encoding="utf-8"))
    except etree.LxmlError as problem:
        raise refuse_file(file, "petrarch", problem, _FORM) from problem
    records: list[Record] = []
    for part in root.iter("sentence", "eventcoding", "text", "parse"):
        if part.tag == "sentence":
            records.append(Record(part.get("id", ""), _read_day(part.get("date", "")), "", ()))
        elif records:
            records[-1] = _read_part(records[-1], part)
    if not any(record.text for record in records):
        raise refuse_file(file, "petrarch", "it holds no sentence", _FORM)
    return records


def _read_part(record: Record, part: etree._Element) -> Record:
    """A record with one more part of it: an event, its text, or the parse, where the text was empty."""
    text, events = record.text, record.events
    if part.tag == "eventcoding" and part.get("eventcode"):
        events = (*events, (part.get("sourcecode") or NOBODY, part.get("targetcode") or NOBODY, part.get("eventcode", "")))
    elif part.tag == "text":
        text = " ".join((part.text or "").split())
    elif part.tag == "parse" and not text:
        text = _join_words(part.text or "")
    return Record(record.id, record.day, text, events)


def _join_words(parse: str) -> str:
    """The sentence that lines of CoNLL-U hold."""
    rows = [line.split("\t") for line in parse.splitlines()]
    return "".join(row[1] + ("" if "SpaceAfter=No" in row[9] else " ") for row in rows if len(row) > 9 and row[0].isdigit()).strip()


def _read_day(digits: str) -> str:
    try:
        return datetime.strptime(digits, "%Y%m%d").date().isoformat()
    except ValueError:
        return ""


def _make_article(record: Record) -> Article:
    """The sentence as an article of its day."""
    day = record.day
    published = When(words=day, start=day, end=day, precision=Precision.DAY) if day else None
    segment = Segment(span=Span("", 0, len(record.text)), role=Role.BODY, reason="", text=record.text)
    return Article(page="", part=0, segments=(segment,), text=record.text, published=published)


def list_triples(sheets: Sequence[tuple[Sheet, Sequence[Face]]], dictionary: Dictionary | None = None) -> tuple[Triple, ...]:
    """The events of a sentence as CAMEO has them: (source, target, code), each once, in our codes or those of a dictionary."""
    rows = [row for sheet, faces in sheets for row in list_dyads(sheet, faces, dictionary)]
    return tuple(dict.fromkeys(row.triple for row in rows))


def _score(
    records: Sequence[Record], coded: Sequence[tuple[Triple, ...]], own: Sequence[tuple[Triple, ...]] | None = None
) -> dict[str, Figure]:
    """Triples right, at both grains, with all events and with pairs only; sentences right; what is coded where nothing is."""
    golds = [record.events for record in records]
    pairs = [tuple(one for one in triples if NOBODY not in one) for triples in coded]
    right = [(set(gold) == set(found), 1) for gold, found in zip(golds, coded, strict=True)]
    quiet = [(bool(found), 1) for gold, found in zip(golds, coded, strict=True) if not gold]
    events = [one for gold in golds for one in gold]
    outside = sum(code[:2] in _STATEMENTS for *_, code in events)
    exact, coarse = "source, target and CAMEO code right (F1)", "countries and CAMEO root right (F1)"
    both, ours = "; only where both sides have a code", "; in our own codes"
    figures = {
        "triple_f1": _f1(golds, coded, exact, bar=0.697),
        "country_root_f1": _f1([_coarsen(one) for one in golds], [_coarsen(one) for one in coded], coarse, bar=0.727),
        "pair_triple_f1": _f1(golds, pairs, exact + both),
        "pair_country_root_f1": _f1([_coarsen(one) for one in golds], [_coarsen(one) for one in pairs], coarse + both),
        "root_f1": _f1([_list_roots(one) for one in golds], [_list_roots(one) for one in coded], "CAMEO root right, whoever acts (F1)"),
        "sentences_right": measure(right, unit="sentences", label="sentences whose events are all right, and none else"),
        "false_events": measure(quiet, unit="sentences", better="low", label="of sentences without an event, those that are coded"),
        "events": tally(len(events), n=len(records), unit="sentences", label="events of the gold", bar=None),
        "statements": tally(outside, n=len(events), unit="events", bar=None,
                            label="of them statements and appeals (roots 01, 02), for which PLOVER has no type of its own"),
    }  # fmt: skip
    if own is not None:
        figures["own_triple_f1"] = _f1(golds, own, exact + ours)
        figures["own_country_root_f1"] = _f1([_coarsen(one) for one in golds], [_coarsen(one) for one in own], coarse + ours)
    return figures


def _f1(golds: Sequence[Sequence[object]], found: Sequence[Sequence[object]], label: str, bar: float | None = None) -> Figure:
    """F1 over sentences; what a sentence holds meets as a multiset."""
    rows = []
    for gold, told in zip(golds, found, strict=True):
        hits = sum((Counter(gold) & Counter(told)).values())
        rows.append((hits, len(told) - hits, len(gold) - hits))
    return measure(rows, f1_of, unit="sentences", label=label, bar=bar)


def _coarsen(triples: Sequence[Triple]) -> list[Triple]:
    """First three letters of both sides and the root of the code."""
    return [(source[:3], target[:3], code[:2]) for source, target, code in triples]


def _list_roots(triples: Sequence[Triple]) -> list[str]:
    return [code[:2] for *_, code in triples]


def _name_misses(records: Sequence[Record], coded: Sequence[tuple[Triple, ...]]) -> list[str]:
    """What did not come out, by the id of the sentence and codes; no word of the set."""
    misses = []
    for record, found in zip(records, coded, strict=True):
        if set(record.events) != set(found):
            missed, wrong = (_say(one, other) for one, other in ((record.events, found), (found, record.events)))
            misses.append(f"{record.id}: {missed} coded as {wrong}")
    return misses


def _say(triples: Sequence[Triple], others: Sequence[Triple]) -> str:
    """The triples that are not among the others, in words."""
    return "; ".join(" ".join(one) for one in triples if one not in others) or "nothing"
