"""Task `events`: who did what to whom in single sentences. PLV rows (Hu and others, ACL 2024) and votes on relevance (Osorio and others).

What is compared are the faces of claims (`code.faces`): PLOVER's types, and as recipient also the thing dealt with or the place, as gold
has it. PLV folds CONCEDE and RETREAT into YIELD. Spans are matched after normalising words: 24 rows do not hold theirs letter by letter.
With the spans given, the coder is asked what the one does to the other (where the analyzer has not learnt deeds, the face that meets most
of the two counts); without, a face must meet both spans and have the right root.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from offing.code.claims import code_sentence, code_sentences, code_sheet, open_sheets, wrap_sentence
from offing.code.faces import Face, show_sheet
from offing.code.gates import tells_politics
from offing.code.pairings import shares, weigh_pair
from offing.errors import EvalError
from offing.eval.scores import Figure, Rows, Scores, f1_of, measure, tally
from offing.eval.sets import PASSES, find_file, measure_speed, read_bytes, read_rows, refuse_file, time_calls
from offing.language.choices import choose_analyzer, open_analyzer
from offing.tell.views import View

PLV = "PLV_dev.tsv"
RELEVANCE = "cameo_relevance_dev.jsonl"
_FOLD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
_WORD = re.compile(r"\w+")
_EMPTY = frozenset("the a an of and in to for on at by with from its their his her s".split())
_ARTICLE = 30  # sentences that share a call, as those of an article do
_WARM_UP = "Norland's army shelled the port of Sudra on Monday."


class Row(Struct, frozen=True):
    """A row of PLV: a sentence, the words of its two parties, the root of what one did to the other."""

    sentence: str
    source: str
    target: str
    root: str


class Vote(Struct, frozen=True):
    """A sentence and whether most readers found a political event in it."""

    sentence: str
    relevant: bool


def run_events(path: Path, _view: View | None = None) -> Scores:
    """Score the coder on the folder with PLV_dev.tsv and, where it lies beside, cameo_relevance_dev.jsonl. Raises EvalError without PLV."""
    rows = read_plv(find_file(path, PLV, "events"))
    code_sentence(_WARM_UP)
    calls = [[row.sentence for row in rows[start : start + _ARTICLE]] for start in range(0, len(rows), _ARTICLE)]
    spent = time_calls([partial(code_sentences, call) for call in calls])
    seconds = [one / len(call) for one, call in zip(spent, calls, strict=True)]
    faces = _show_faces(rows)
    figures, misses = _score_plv(rows, faces, _ask_roots(rows, faces))
    figures["speed"] = measure_speed(
        seconds, label=f"sentences, {_ARTICLE} at a time, median of {PASSES} passes,", unit="sentences", bar=250
    )
    beside = path / RELEVANCE
    if path.is_dir() and beside.is_file():
        figures.update(_score_relevance(read_rows(beside, Vote, "events")))
    total = round(sum(seconds) * _ARTICLE, 3)
    return Scores(task="events", data=path.resolve().name, n=len(rows), seconds_cpu=total, figures=figures, misses=tuple(misses))


def read_plv(file: Path) -> list[Row]:
    """The rows of a PLV table. Raises EvalError when it has other columns."""
    reader = csv.DictReader(io.StringIO(read_bytes(file, "events").decode("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        return [Row(one["sentence"], one["source"], one["target"], one["gold_root"]) for one in reader]
    except (KeyError, csv.Error) as problem:
        raise refuse_file(file, "events", problem, "a PLV table (sentence, source, target, gold_root)") from problem


def _show_faces(rows: Sequence[Row]) -> list[list[Face]]:
    """What the coder tells of each sentence, as event data file it."""
    return [[face for sheet in open_sheets(wrap_sentence(row.sentence)) for face in show_sheet(sheet)] for row in rows]


def _ask_roots(rows: Sequence[Row], faces: Sequence[Sequence[Face]]) -> list[str]:
    """For each row the root of what its source does to its target, "" where nobody sees a deed."""
    analyses = open_analyzer(choose_analyzer()).analyze([row.sentence for row in rows])
    found = []
    for row, analysis, shown in zip(rows, analyses, faces, strict=True):
        votes: Counter[str] = Counter()
        for kind, share in weigh_pair(analysis, row.source, row.target, shown):
            votes[_FOLD.get(kind, kind)] += share  # type: ignore[assignment]
        found.append(max(votes, key=lambda kind: votes[kind], default=""))
    return found


def _score_plv(rows: Sequence[Row], faces: Sequence[list[Face]], asked: Sequence[str]) -> tuple[dict[str, Figure], list[str]]:
    """The figures of PLV: root with the spans given (`asked`, else of the best face), and everything from the raw sentence."""
    chosen, raw, sources, targets = [], [], [], []
    misses: list[str] = []
    for number, (row, shown, told) in enumerate(zip(rows, faces, asked, strict=True), 1):
        best = max(shown, key=lambda face: (_meets(face, row), face.claim.score), default=None)
        root = told or (_root(best) if best is not None else "")
        chosen.append((row.root, root))
        raw.append((any(_meets(face, row) == 2 and _root(face) == row.root for face in shown), 1))
        sources.append((any(shares(face.actor, row.source) for face in shown), 1))
        targets.append((any(shares(face.recipient, row.target) for face in shown), 1))
        if root != row.root:
            misses.append(f"row {number}: {row.root} coded as {root or 'nothing'}")
    names = sorted({gold for gold, _ in chosen})
    table = [[float(gold == name and root == name) for name in names]
             + [float(root == name and gold != name) for name in names]
             + [float(gold == name and root != name) for name in names] for gold, root in chosen]  # fmt: skip
    return {
        "root_macro_f1": measure(table, _macro, unit="sentences", label=f"root with the spans given, macro-F1 over {len(names)}", bar=0.80),
        "root_accuracy": measure([(gold == root, 1) for gold, root in chosen], unit="sentences", label="root with the spans given, right"),
        "coded": measure([(bool(shown), 1) for shown in faces], unit="sentences", label="sentences with any claim"),
        "raw": measure(raw, unit="sentences", label="from the raw sentence: both parties overlap and root right", bar=0.55),
        "source": measure(sources, unit="sentences", label="doer overlaps"),
        "target": measure(targets, unit="sentences", label="recipient overlaps"),
    }, misses + _name_confusions(chosen)


def _name_confusions(chosen: Sequence[tuple[str, str]]) -> list[str]:
    """The ten commonest wrong pairs, in words."""
    wrong = Counter((gold, root or "nothing") for gold, root in chosen if gold != root)
    return [f"confusion: {gold} coded as {root}: {count} rows" for (gold, root), count in wrong.most_common(10)]


def _macro(table: Rows) -> float:
    """Mean F1 of the classes; columns: hits, then false alarms, then misses of each."""
    size = table.shape[1] // 3
    sums = table.sum(0)
    hits, wrong, missed = sums[:size], sums[size : 2 * size], sums[2 * size :]
    present = hits + missed > 0
    return float((2 * hits[present] / (2 * hits + wrong + missed)[present]).mean())


def _score_relevance(votes: Sequence[Vote]) -> dict[str, Figure]:
    """Whether the coder says something where people saw a political event, and nothing where not."""
    if not votes:
        raise EvalError(f"{RELEVANCE}: holds no sentence", hint="offing eval events reads one JSON object a line")
    said = [_is_relevant(vote.sentence) for vote in votes]
    counts = [(float(one and vote.relevant), float(one and not vote.relevant), float(vote.relevant and not one))
              for one, vote in zip(said, votes, strict=True)]  # fmt: skip
    alarms = [(float(one), 1.0) for one, vote in zip(said, votes, strict=True) if not vote.relevant]
    label = "relevance: sentences with an event that are coded, and none else (F1)"
    quiet = "of sentences without an event, those that are coded"
    return {
        "relevance_f1": measure(counts, f1_of, unit="sentences", label=label, bar=0.80),
        "relevance_false": measure(alarms, unit="sentences", label=quiet, bar=0.20, better="low"),
        "relevance_set": tally(len(votes), n=len(votes), unit="sentences", label="sentences with votes", bar=None),
    }


def _is_relevant(sentence: str) -> bool:
    """Whether the coder tells an act of a sentence, or sees a political side speak in it."""
    return any([*code_sheet(sheet)] or tells_politics(sheet) for sheet in open_sheets(wrap_sentence(sentence)))


def _root(face: Face) -> str:
    return _FOLD.get(face.kind, face.kind)


def _meets(face: Face, row: Row) -> int:
    """How many of the two parties of a row a face has on their side."""
    return shares(face.actor, row.source) + shares(face.recipient, row.target)
