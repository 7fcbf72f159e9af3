"""Copied pairs: which of the gold's pairs stand in a Copy, and which Copies join what was not copied."""

from __future__ import annotations

from collections.abc import Sequence

from offing.eval.scores import Figure, measure, tally
from offing.eval.seeds.golds import Ground, Pair
from offing.records import Article, Copy, Span

_ENOUGH = 0.5  # the share of a sentence that a Copy must cover


def cover_of(span: Span, stretch: Span) -> float:
    """The share of `stretch` that `span` covers."""
    if span.page != stretch.page or stretch.end <= stretch.start:
        return 0.0
    return max(0, min(span.end, stretch.end) - max(span.start, stretch.start)) / (stretch.end - stretch.start)


def score_copies(ground: Ground) -> tuple[dict[str, Figure], list[str]]:
    """Recall of the gold's pairs, precision over sentences in Copies between the gold's documents, Copies that reach into another story.

    Reworded copies (told anew, no run of words kept) are a harder kind: a figure of their own, without a bar.
    """
    copies = ground.view.all(Copy)
    rows: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    misses = []
    for pair in ground.gold.copied_pairs:
        told = _check_pair(ground, pair, copies)
        rows[pair.kind.startswith("reworded")].append((float(not told), 1.0))
        if told:
            misses.append(f"copied pair {pair.a} {pair.b} ({pair.kind}): {told}")
    checks, wrong = _check_precision(ground, copies)
    crossing = _find_crossing(ground, copies)
    precise = "sentences in Copies whose partner in the gold is in the same Copy"
    figures = {
        "copied_pairs": measure(rows[False], unit="pairs", label="copied pairs with both sides in one Copy", bar=1.0, better="exact")
    }
    if rows[True]:
        figures["reworded_pairs"] = measure(rows[True], unit="pairs", label="reworded pairs with both sides in one Copy")
    figures["copied_precision"] = measure(checks, unit="sentences in Copies", label=precise)
    figures["copies_with_other_story"] = tally(len(crossing), n=len(copies), unit="Copies", label="Copies between a main and another story")
    return figures, misses + wrong + crossing


def _check_pair(ground: Ground, pair: Pair, copies: Sequence[Copy]) -> str:
    left, right = ground.place_sentence(pair.a), ground.place_sentence(pair.b)
    if left is None or right is None:
        return "its words are not in the page text"
    best = max((min(_cover_side(copy, left), _cover_side(copy, right)) for copy in copies if _joins(copy, left, right)), default=0.0)
    return "" if best >= _ENOUGH else f"no Copy covers both sides (best {best:.0%} of the less covered side)"


def _joins(copy: Copy, left: Span, right: Span) -> bool:
    return {copy.left.page, copy.right.page} == {left.page, right.page}


def _cover_side(copy: Copy, stretch: Span) -> float:
    return max(cover_of(copy.left, stretch), cover_of(copy.right, stretch))


def _check_precision(ground: Ground, copies: Sequence[Copy]) -> tuple[list[tuple[float, float]], list[str]]:
    """One row per sentence of the gold inside a Copy between two of its pages: right when a gold partner stands on the other side."""
    partners: dict[str, set[str]] = {}
    for pair in [*ground.gold.copied_pairs, *ground.gold.same_facts_reworded]:
        partners.setdefault(pair.a, set()).add(pair.b)
        partners.setdefault(pair.b, set()).add(pair.a)
    placed = {name: span for name in ground.gold.sentences if (span := ground.place_sentence(name))}
    rows = []
    misses = []
    for copy in copies:
        for own, other in ((copy.left, copy.right), (copy.right, copy.left)):
            here = [name for name, span in placed.items() if cover_of(own, span) >= _ENOUGH]
            there = {name for name, span in placed.items() if cover_of(other, span) >= _ENOUGH}
            if not there:
                continue
            for name in here:
                right = bool(partners.get(name, set()) & there)
                rows.append((float(right), 1.0))
                if not right:
                    misses.append(f"false copy: {name} with {', '.join(sorted(there))} ({copy.kind.value}, score {copy.score:.2f})")
    return rows, misses


def _find_crossing(ground: Ground, copies: Sequence[Copy]) -> list[str]:
    names = {page.id: doc for doc, page in ground.pages.items()}
    parts = {article.id: article.part for article in ground.view.all(Article) if article.page in names}
    told = []
    for copy in copies:
        sides = [parts.get(copy.left_article), parts.get(copy.right_article)]
        if None not in sides and len({bool(part) for part in sides}) > 1:
            where = ", ".join(f"{names.get(span.page)} {span.start}-{span.end}" for span in (copy.left, copy.right))
            told.append(f"copy with another story: {where}")
    return told
