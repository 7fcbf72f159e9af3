"""Part of task `copies`: real pairs of articles that share much text, by kind, against labels read by hand (docs/labels.md).

The set holds the texts, this repository only ids and labels. Of each label half of the pairs, alternating in the order of their hashes,
are for development; the other half is held: nobody reads its errors to improve the kinds, and no miss of it is listed.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from offing.eval.directions import Told, judge_direction, score_directions
from offing.eval.scores import Figure, Rows, measure
from offing.eval.sets import read_rows
from offing.records import Article, Copy, CopyKind, Direction, Precision, Role, Segment, Span, When
from offing.trace import find_copies
from offing.trace.kinds import is_reworded

TEXTS = "natural_reuse_texts.jsonl.gz"
LABELS = "natural_pairs.csv"
ENOUGH = 20  # words of narrative that two texts must share: the rule of the labels
PRECISION, RECALL = 0.9, 0.8
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class NaturalText(Struct, frozen=True):
    """A real article as it was published. A `date` that is not ISO counts as none."""

    id: str
    text: str
    source: str = ""
    date: str | None = ""
    url: str | None = ""
    title: str | None = ""


class Labelled(Struct, frozen=True):
    """Two articles, what they share, why, and whether the pair is held. `source`: where the narrative is from; "" where nobody can tell."""

    left: str
    right: str
    label: str
    reason: str
    held: bool
    source: str = ""


def read_labels() -> list[Labelled]:
    """The labelled pairs; the halves are stratified by label and fixed by the ids."""
    text = (files("offing.eval") / "golds" / LABELS).read_text("utf-8")
    groups: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for row in csv.DictReader(text.splitlines()):
        code = hashlib.blake2b(f"{row['left']} {row['right']}".encode(), digest_size=8).hexdigest()
        groups.setdefault(row["label"], []).append((code, row))
    return [
        Labelled(row["left"], row["right"], row["label"], row["reason"], bool(place % 2), row["source"])
        for _, group in sorted(groups.items())
        for place, (_, row) in enumerate(sorted(group, key=lambda one: one[0]))
    ]


def score_pairs(path: Path) -> tuple[dict[str, Figure], list[str]]:
    """Precision and recall of narrative copy over the labelled pairs of the folder `path`, in both halves; empty without the texts."""
    if not (path / TEXTS).is_file():
        return {}, []
    articles = {text.id: make_paper(text) for text in read_rows(path / TEXTS, NaturalText, "copies") if text.text.strip()}
    labels = [one for one in read_labels() if {one.left, one.right} <= articles.keys()]
    shared: dict[frozenset[str], list[Copy]] = {}
    for copy in find_copies(articles.values()):
        shared.setdefault(frozenset((copy.left.page, copy.right.page)), []).append(copy)
    told = [(one, count_words(shared.get(frozenset((one.left, one.right)), ()), articles)) for one in labels]
    figures = dict(_make_figures(told))
    for name, half in (("dev", False), ("held", True)):
        answers = list(_judge_sources([one for one in labels if one.held == half], articles, shared))
        figures |= score_directions(answers, name, f"{'held' if half else 'development'} half")
    return figures, list(_list_misses(told))


def _judge_sources(
    labels: Sequence[Labelled], articles: Mapping[str, Article], shared: Mapping[frozenset[str], Sequence[Copy]]
) -> Iterator[Told]:
    """The answers for the pairs whose source was labelled and of which a passage was found."""
    ways = {"left": Direction.LEFT, "right": Direction.RIGHT, "hidden": Direction.HIDDEN}
    for one in labels:
        if one.source:
            copies = shared.get(frozenset((one.left, one.right)), ())
            answer = judge_direction(articles[one.left], articles[one.right], copies, (ways[one.source],))
            if answer is not None:
                yield answer


def make_paper(text: NaturalText) -> Article:
    """An article of one body segment, dated by the day of the set."""
    day = text.date if text.date and _DAY.fullmatch(text.date) else ""
    return Article(
        page=text.id,
        part=0,
        segments=(Segment(span=Span(text.id, 0, len(text.text)), role=Role.BODY, reason="", text=text.text),),
        text=text.text,
        outlet=text.source,
        url=text.url or "",
        title=text.title or "",
        published=When(start=day, end=day, precision=Precision.DAY) if day else None,
    )


def count_words(copies: Sequence[Copy], articles: Mapping[str, Article]) -> Counter[CopyKind]:
    """About how many words two articles share, by kind: of each passage the kept share of the shorter side; no reworded narrative."""
    found: Counter[CopyKind] = Counter()
    for copy in copies:
        if copy.kind == CopyKind.NARRATIVE and is_reworded(copy):
            continue
        sizes = [len(articles[span.page].text[span.start : span.end].split()) for span in (copy.left, copy.right)]
        found[copy.kind] += round(min(sizes) * copy.kept)
    return found


def _make_figures(told: Sequence[tuple[Labelled, Counter[CopyKind]]]) -> Iterator[tuple[str, Figure]]:
    for name, part in (("all", told), ("dev", [one for one in told if not one[0].held]), ("held", [one for one in told if one[0].held])):
        rows = [(float(words[CopyKind.NARRATIVE] >= ENOUGH), float(one.label == "narrative")) for one, words in part]
        bars = (PRECISION, RECALL) if name == "all" else (None, None)
        half = {"all": "all pairs", "dev": "development half", "held": "held half"}[name]
        label = f"{half}: pairs called narrative copies that are"
        yield f"natural_precision_{name}", measure(rows, _precision, unit="pairs", label=label, bar=bars[0])
        label = f"{half}: narrative copies that are called so"
        yield f"natural_recall_{name}", measure(rows, _recall, unit="pairs", label=label, bar=bars[1])
    right = [(float(_name_label(words) == _merge(one.label)), 1.0) for one, words in told]
    yield (
        "natural_kinds",
        measure(right, unit="pairs", label="pairs whose most shared words are of the label's kind (posts are quotations)"),
    )


def _precision(rows: Rows) -> float:
    return float((rows[:, 0] * rows[:, 1]).sum() / rows[:, 0].sum()) if rows[:, 0].sum() else float("nan")


def _recall(rows: Rows) -> float:
    return float((rows[:, 0] * rows[:, 1]).sum() / rows[:, 1].sum()) if rows[:, 1].sum() else float("nan")


def _name_label(words: Counter[CopyKind]) -> str:
    """The label that the counts stand for: narrative where there is enough of it, else the kind with most words."""
    if words[CopyKind.NARRATIVE] >= ENOUGH:
        return "narrative"
    kinds = sorted(words, key=lambda kind: (-words[kind], kind.value))
    return _merge(kinds[0].value.replace(" ", "_")) if kinds else ""


def _merge(label: str) -> str:
    return "quotation" if label == "document" else label


def _list_misses(told: Sequence[tuple[Labelled, Counter[CopyKind]]]) -> Iterator[str]:
    """The errors of the development half."""
    for one, words in told:
        called = words[CopyKind.NARRATIVE] >= ENOUGH
        if not one.held and called != (one.label == "narrative"):
            problem = "narrative copy not found" if not called else f"{one.label} called narrative"
            yield f"pair: {one.left} {one.right} ({one.reason}): {problem}"
