"""Task `status` on UW factuality: how sure a text is that each marked word happened, from -3 (did not) to 3 (did).

Lee and others, "Event Detection and Factuality Assessment with Non-Expert Supervision" (2015), laid out by Stanovsky and others (2017):
tokens with their scores. Our statuses become numbers by the table `VALUES`, which looks also at how far the sentence commits itself to
them; words that the analyzer sees no predicate in count as happened.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from offing.code.commitments import Commitment, find_commitment
from offing.code.deeds import is_sure, read_status
from offing.code.statuses import Statuses
from offing.eval.scores import Rows, Scores, measure
from offing.eval.sets import find_file, measure_speed, read_bytes, refuse_file
from offing.language.analyses import Analyzer
from offing.language.choices import choose_analyzer, open_analyzer
from offing.records import Status
from offing.tell.views import View

DEV = "dev.conll"
CUT = 1.5
# The median that readers gave to the words of each kind in the part named train. Kinds of which a third or more lies between the cuts are
# set there, at their nearer edge if need be; kinds of which half or more lies below them are set below. "" is every kind not listed.
VALUES: dict[Status, dict[str, float]] = {
    Status.HAPPENED: {"": 3.0, "noun": 2.2, "open": 1.4},
    Status.ONGOING: {"": 3.0},
    Status.BACKGROUND: {"": 3.0},
    Status.ALLEGED: {"": 2.4},
    Status.PLANNED: {"outright": 2.4, "given": 2.0, "noun": 2.2, "open": 1.4, "": 1.4},
    Status.EXPECTED: {"given": 1.9, "open": 1.4, "": 1.4},
    Status.THREATENED: {"": 1.4},
    Status.CONDITIONAL: {"": 1.0},
    Status.DENIED: {"outright": -2.2, "": 1.0},
    Status.DID_NOT_HAPPEN: {"outright": -1.8, "given": -1.6, "noun": 0.4, "open": -0.8, "": 0.2},
}
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"'}
_TIGHT = frozenset(".,;:!?)]%") | frozenset({"n't", "'s", "'re", "'ve", "'ll", "'d", "'m", "'"})
_NAMES = ("surely not", "open", "surely")


class Marked(Struct, frozen=True):
    """A sentence with its marked words: character of the first letter and score."""

    sentence: str
    marks: tuple[tuple[int, float], ...]


def run_factuality(path: Path, _view: View | None = None) -> Scores:
    """Mean absolute error and macro-F1 of three classes (cut at +-1.5) on dev.conll. Raises EvalError without it."""
    marked = read_marked(find_file(path, DEV, "status"))
    analyzer = open_analyzer(choose_analyzer())
    analyzer.analyze(["Norland shelled Sudra."])
    rows: list[tuple[float, float]] = []
    seconds, misses = [], []
    for number, one in enumerate(marked, 1):
        started = time.process_time()
        guesses = _read_statuses(one, analyzer)
        seconds.append(time.process_time() - started)
        for (_, gold), (guess, status) in zip(one.marks, guesses, strict=True):
            rows.append((gold, guess))
            if _class_of(gold) != _class_of(guess):
                misses.append(f"sentence {number}: {_NAMES[_class_of(gold)]} ({gold:+.1f}) read as {status}")
    figures = {
        "mae": measure([(abs(gold - guess), 1) for gold, guess in rows], unit="words", label="distance of status and judgement (MAE)",
                       bar=0.50, better="low"),
        "macro_f1": measure(rows, _three_classes, unit="words", label="macro-F1 of: surely not, open, surely", bar=0.70),
        "speed": measure_speed(seconds, label="sentences", unit="sentences"),
    }  # fmt: skip
    total = round(sum(seconds), 3)
    return Scores(task="status", data=path.resolve().name, n=len(marked), seconds_cpu=total, figures=figures, misses=tuple(misses))


def read_marked(file: Path) -> list[Marked]:
    """The sentences of a factuality file, set in plain type. Raises EvalError when it has another form."""
    try:
        blocks = read_bytes(file, "status").decode("utf-8").split("\n\n")
        found = [_read_block(block) for block in blocks if block.strip()]
    except (ValueError, IndexError) as problem:
        raise refuse_file(file, "status", problem, "a factuality table (number, word, score ...)") from problem
    return [one for one in found if one.marks]


def _read_block(block: str) -> Marked:
    text, marks = "", []
    for line in block.strip().split("\n"):
        cells = line.split("\t")
        word = _BRACKETS.get(cells[1], cells[1])
        tight = not text or word in _TIGHT or text.endswith(("(", "[", "$", ' "'))
        text += "" if tight else " "
        if cells[2] != "_":
            marks.append((len(text), float(cells[2])))
        text += word
    return Marked(text, tuple(marks))


def _read_statuses(one: Marked, analyzer: Analyzer) -> Iterator[tuple[float, str]]:
    """For each mark the number of its status, and the status in words."""
    analysis = analyzer.analyze([one.sentence])[0]
    statuses = Statuses(analysis)
    deeds = {deed.trigger for deed in analysis.deeds if is_sure(deed)}
    starts = {analysis.tokens[predicate.trigger].start: index for index, predicate in enumerate(analysis.predicates)}
    found = []
    for start, _ in one.marks:
        at = starts.get(start)
        status = None
        if at is not None:
            status = read_status(statuses, at, tells=analysis.predicates[at].trigger in deeds)
        value = VALUES[Status.HAPPENED][""] if status is None or at is None else _weigh(status, statuses, at)
        found.append((value, str(status or "no predicate")))
    return iter(found)


def _weigh(status: Status, statuses: Statuses, at: int) -> float:
    """The number of a status, by what it rests on; event nouns that no verb of its own commits are a kind of their own."""
    commitment, row = find_commitment(statuses, at), VALUES[status]
    outright = commitment is Commitment.OUTRIGHT
    noun = statuses.analysis.predicates[at].kind == "noun" and commitment is not Commitment.OPEN
    way = Commitment.OUTRIGHT if outright else "noun" if noun else commitment
    return row.get(way, row[""])


def _class_of(score: float) -> int:
    return 0 if score < -CUT else 2 if score > CUT else 1


def _three_classes(table: Rows) -> float:
    golds = [_class_of(gold) for gold in table[:, 0]]
    guesses = [_class_of(guess) for guess in table[:, 1]]
    scores = []
    for name in range(3):
        hits = sum(gold == name == guess for gold, guess in zip(golds, guesses, strict=True))
        wrong = sum(guess == name != gold for gold, guess in zip(golds, guesses, strict=True))
        missed = sum(gold == name != guess for gold, guess in zip(golds, guesses, strict=True))
        if hits + missed:
            scores.append(2 * hits / (2 * hits + wrong + missed))
    return sum(scores) / len(scores) if scores else float("nan")
