"""Task `language`: the shipped model through the package's own runtime, on treebank words: tags, tree, names, predicates, arguments, speed.

LAS as in the CoNLL 2018 shared task (punctuation counts, subtypes do not). Names: exact span and kind, in the kinds of the set. A predicate
is a word; an argument is (predicate, head word, role) for the predicates of the gold, its gold head the top word of the span in the tree.
"""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from offing.errors import EvalError
from offing.eval.scores import Figure, Scores, f1_of, measure
from offing.eval.sets import PASSES, find_file, read_bytes, refuse_file, time_calls
from offing.language.models import FOLDER
from offing.language.parsers import ModelAnalyzer
from offing.language.readings import Reading
from offing.tell.views import View

T = TypeVar("T")
TREES = (("ewt", "ewt-test.conllu.xz", 0.88), ("news", "gumnews-held.conllu.xz", 0.86))
FRAMES = "propbank-ewt-test.json.xz"
NAMES = (
    ("uner", "ner/uner_ewt/en_ewt-ud-test.iob2", 1, 2, {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}, 0.68),
    ("crossner", "ner/crossner_politics/test.txt", 0, 1,
     {"politician": "PER", "person": "PER", "organisation": "ORG", "politicalparty": "ORG", "country": "LOC", "location": "LOC"}, 0.76),
)  # fmt: skip
_KINDS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FACILITY": "LOC"}
_ALONE = """
import json, sys
from offing.language.parsers import ModelAnalyzer
ModelAnalyzer().analyze(json.load(sys.stdin))
# ru_maxrss would tell the peak of the parent, of which this process was a copy for a moment.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) / 1024)
"""
_COMPARED = frozenset({"las", "predicates", "arguments", "entities"})
_ENOUGH = 100  # in fewer sentences one name is more than a point
_ARTICLE = 20
_WEAK = frozenset({"punct", "case", "mark", "cc"})


class TreeSentence(Struct, frozen=True):
    """A sentence of a treebank; heads counted from 0, -1 for the root."""

    text: str
    words: tuple[str, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]


def run_language(path: Path, _view: View | None = None) -> Scores:
    """Score the shipped model on the folder with the treebanks. Raises EvalError without them, AnalyzerError without the model."""
    started, clock = time.process_time(), time.perf_counter()
    analyzer = ModelAnalyzer()
    figures = {"load": tally_seconds(time.perf_counter() - clock)}
    trees = {name: read_trees(find_file(path, file, "language")) for name, file, _ in TREES}
    readings = {name: [analyzer.read_words(list(one.words)) for one in rows] for name, rows in trees.items()}
    for name, _, bar in TREES:
        figures.update(_score_trees(name, trees[name], readings[name], bar))
    figures.update(_score_frames(find_file(path, FRAMES, "language"), trees["ewt"], readings["ewt"]))
    for name, file, word, label, kinds, bar in NAMES:
        figures.update(_score_names(name, find_file(path, file, "language"), word, label, kinds, bar, analyzer))
    figures.update(_measure_cost(analyzer, [one.text for one in trees["news"]] * 3))
    figures.update(_read_recorded())
    count = sum(len(rows) for rows in trees.values())
    seconds = round(time.process_time() - started, 3)
    return Scores(task="language", data=path.resolve().name, n=count, seconds_cpu=seconds, figures=figures)


def tally_seconds(seconds: float) -> Figure:
    """The time to open the model, once."""
    note = "one opening, wall clock: no interval"
    return Figure(value=round(seconds, 3), bar=0.5, met=seconds <= 0.5, n=1, unit="opening", label="seconds to open the model",
                  better="low", note=note)  # fmt: skip


def read_trees(file: Path) -> list[TreeSentence]:
    """The sentences of a CoNLL-U file (.xz). Raises EvalError when it has another form."""
    try:
        blocks = lzma.decompress(read_bytes(file, "language")).decode("utf-8").strip().split("\n\n")
        return [_read_tree(block) for block in blocks]
    except (lzma.LZMAError, ValueError, IndexError) as problem:
        raise refuse_file(file, "language", problem, "a CoNLL-U treebank, packed with xz") from problem


def _read_tree(block: str) -> TreeSentence:
    lines = block.split("\n")
    text = next((line[9:].strip() for line in lines if line.startswith("# text = ")), "")
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    rows = [row for row in rows if row[0].isdigit()]
    return TreeSentence(
        text=text, words=tuple(row[1] for row in rows), tags=tuple(row[4] for row in rows), heads=tuple(int(row[6]) - 1 for row in rows),
        relations=tuple(row[7] for row in rows),
    )  # fmt: skip


def _score_trees(name: str, golds: Sequence[TreeSentence], readings: Sequence[Reading], bar: float) -> dict[str, Figure]:
    labelled, plain, tagged = [], [], []
    for gold, reading in zip(golds, readings, strict=True):
        parse = reading.parse
        heads = [one == other for one, other in zip(parse.heads, gold.heads, strict=True)]
        kinds = [one.split(":")[0] == other.split(":")[0] for one, other in zip(parse.relations, gold.relations, strict=True)]
        plain.append((sum(heads), len(heads)))
        labelled.append((sum(right and kind for right, kind in zip(heads, kinds, strict=True)), len(heads)))
        tagged.append((sum(one == other for one, other in zip(parse.tags, gold.tags, strict=True)), len(heads)))
    return {
        f"{name}_las": measure(labelled, unit="sentences", label=f"words with the right head and relation, {name}", bar=bar),
        f"{name}_uas": measure(plain, unit="sentences", label=f"words with the right head, {name}"),
        f"{name}_tags": measure(tagged, unit="sentences", label=f"words with the right Penn tag, {name}"),
    }


def _score_frames(file: Path, golds: Sequence[TreeSentence], readings: Sequence[Reading]) -> dict[str, Figure]:
    """Predicates and argument heads of PropBank, joined to the treebank by the words of the sentence."""
    try:
        rows = {" ".join(row["words"]): row["props"] for row in json.loads(lzma.decompress(read_bytes(file, "language")))}
    except (lzma.LZMAError, ValueError, KeyError, TypeError) as problem:
        raise refuse_file(file, "language", problem, "joined PropBank sentences, packed with xz") from problem
    predicates, arguments = [], []
    for gold, reading in zip(golds, readings, strict=True):
        frames = rows.get(" ".join(gold.words))
        if frames is None:
            continue
        there = {place for place, _, _ in frames}
        predicates.append(_count(there, set(reading.predicates)))
        wanted = {(place, *one) for place, _, labels in frames for one in _read_roles(gold, labels)}
        found = {(place, word, role) for place in there & set(reading.predicates) for role, word, _ in reading.predicates[place][2]}
        arguments.append(_count(wanted, {row for row in found if not row[2].startswith("C-")}))
    if not predicates:
        raise EvalError(f"{file}: no sentence of it is in the treebank", hint="give the folder that holds both, of one release")
    return {
        "predicates": measure(predicates, f1_of, unit="sentences", label="predicate words, F1", bar=0.95),
        "arguments": measure(arguments, f1_of, unit="sentences", label="argument heads with role, of predicates found (F1)", bar=0.78),
    }


def _read_roles(gold: TreeSentence, labels: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(head word, role) of each span of a predicate; continuations and the predicate itself left out."""
    for start, end, role in _read_spans(labels):
        if role != "V" and not role.startswith("C-"):
            tops = [at for at in range(start, end) if not start <= gold.heads[at] < end]
            good = [at for at in tops if gold.relations[at].split(":")[0] not in _WEAK]
            yield (good or tops or [start])[0], role


def _read_spans(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for at, label in enumerate(labels):
        side, _, kind = label.partition("-")
        if side == "B" or (side == "I" and (not found or found[-1][1] != at or found[-1][2] != kind)):
            found.append((at, at + 1, kind))
        elif side == "I":
            found[-1] = (found[-1][0], at + 1, kind)
    return found


def _score_names(
    name: str, file: Path, word: int, label: int, kinds: dict[str, str], bar: float, analyzer: ModelAnalyzer
) -> dict[str, Figure]:
    rows = []
    for words, labels in _read_columns(file, word, label):
        there = {(start, end, kinds[kind]) for start, end, kind in _read_spans(labels) if kind in kinds}
        here = {(start, end, _KINDS[kind]) for start, end, kind in analyzer.read_words(words, name).entities if kind in _KINDS}
        rows.append(_count(there, here))
    return {f"{name}_names": measure(rows, f1_of, unit="sentences", label=f"names of people, bodies and places, {name} (F1)", bar=bar)}


def _read_columns(file: Path, word: int, label: int) -> Iterator[tuple[list[str], list[str]]]:
    for block in read_bytes(file, "language").decode("utf-8", "replace").split("\n\n"):
        cells = [line.split() for line in block.split("\n") if line.strip() and not line.startswith("#")]
        kept = [row for row in cells if len(row) > max(word, label)]
        if kept and kept[0][word] != "-DOCSTART-":
            yield [row[word] for row in kept], [row[label] for row in kept]


def _count(there: set[T], here: set[T]) -> tuple[int, int, int]:
    return len(there & here), len(here - there), len(there - here)


def _measure_cost(analyzer: ModelAnalyzer, sentences: Sequence[str]) -> dict[str, Figure]:
    """Sentences per CPU-second from raw text to analyses with everything on, as many a call as an article has, and the memory of it."""
    calls = [list(sentences[start : start + _ARTICLE]) for start in range(0, len(sentences), _ARTICLE)]
    seconds = time_calls([partial(analyzer.analyze, call) for call in calls])
    rows = [(float(len(call)), spent) for call, spent in zip(calls, seconds, strict=True)]
    peak = _measure_memory(sentences)
    return {
        "speed": measure(rows, unit="calls", label=f"sentences per CPU-second, {_ARTICLE} a call, the median of {PASSES} passes", bar=400),
        "memory": Figure(value=round(peak), bar=400, met=peak < 400, n=1, unit="process", label="peak memory of a process alone, MiB",
                         better="low", note="one process over these sentences: no interval"),
    }  # fmt: skip


def _measure_memory(sentences: Sequence[str]) -> float:
    """Peak resident MiB of a process that only opens the model and reads the sentences."""
    asked = json.dumps(list(sentences))
    return float(subprocess.run([sys.executable, "-c", _ALONE], input=asked, capture_output=True, text=True, check=True).stdout)


def _read_recorded() -> dict[str, Figure]:
    """What was recorded beside the weights when they were made: what 8 bits cost, and a peer trained on the same trees."""
    file = FOLDER / "scores.json"
    if not file.is_file():
        return {}
    told = json.loads(file.read_bytes())
    falls = [
        told["float32"][name]["all"][kind][0] - values[0]
        for name, genres in told.get("int8", {}).items() if name in told.get("float32", {}) and genres["all"]["sentences"] >= _ENOUGH
        for kind, values in genres["all"].items() if kind in _COMPARED and kind in told["float32"][name]["all"]
    ]  # fmt: skip
    label = f"points lost to 8-bit weights, the most of all tests of {_ENOUGH} sentences or more"
    note = "recorded when the weights were made: no interval"
    worst = round(max(falls), 2) if falls else None
    found = {"int8_loss": Figure(value=worst, bar=1.0, met=worst is not None and worst <= 1.0, n=len(falls), unit="figures", label=label,
                                 better="low", note=note)}  # fmt: skip
    peer = told.get("peer", {})
    for name, place in (("ewt", "ewt"), ("news", "gum-news")):
        if place in peer:
            value, low, high = (row / 100 for row in peer[place]["las"])
            label = f"the same for spaCy {peer['spacy']} trained on the same trees, {name}"
            found[f"spacy_{name}_las"] = Figure(
                value=value, low=low, high=high, unit="set", n=1, label=label, note=f"recorded: {peer['note']}"
            )
    return found
