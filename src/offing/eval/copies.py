"""Task `copies`: made copies of news articles in several regimes among thousands of real ones, and their sentences' sources."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from offing.errors import EvalError
from offing.eval.directions import Told, judge_direction, score_directions
from offing.eval.pairs import score_pairs
from offing.eval.rewrites import score_rewrites
from offing.eval.scores import Figure, Scores, measure
from offing.eval.sets import PASSES, list_files, read_rows, time_calls
from offing.eval.speeds import SPEED, load_tables, say_speed, time_alignment, time_peers
from offing.eval.wires import BASE, COPIES, SENTENCES, BaseText, MadeCopy, SourceSentences, make_article
from offing.records import Article, Copy, Direction, Span
from offing.tell.views import View
from offing.trace import find_copies
from offing.trace.pairs import find_pairs
from offing.trace.wires import find_contributors, find_credits

HARD = ("R3", "R4")
_WORD = re.compile(r"\w+")


class Traced(Struct, frozen=True):
    """What became of a made copy: whether it was a candidate and a copy was found, and its sentences (right, wrongly traced, missed).

    `told`: which of the two is said to be the source.
    """

    copy: MadeCopy
    candidate: bool
    found: bool
    right: int
    wrong: int
    missed: int
    told: Told | None = None


def run_copies(path: Path, _view: View | None = None) -> Scores:
    """Score candidates among all texts of the folder `path`, and passages of every made copy with its source.

    A copy pair counts as found when it is among the candidates of the whole and `find_copies` finds a passage in it. Only the made pairs
    are aligned: the passages of a pair rest on its two texts alone. Copies have no date. Raises EvalError when the folder has another form.
    """
    base = [one for file in list_files(path, BASE, "copies") for one in read_rows(file, BaseText, "copies") if one.text.strip()]
    made = [one for file in list_files(path, COPIES, "copies") for one in read_rows(file, MadeCopy, "copies")]
    sources = {one.id: one for file in list_files(path, SENTENCES, "copies") for one in read_rows(file, SourceSentences, "copies")}
    articles = {one.id: make_article(one.id, one.text, one) for one in base}
    made = [one for one in made if one.source_id in articles and one.source_id in sources]
    if not made:
        raise EvalError(f"{path}: no copy whose source is there", hint=f"offing eval copies reads {BASE}, {COPIES} and {SENTENCES}")
    articles |= {one.id: make_article(one.id, "\n".join(sentence.text for sentence in one.sentences)) for one in made}
    load_tables()
    started = time.process_time()
    candidates = {frozenset((one.page, two.page)) for one, two in find_pairs(list(articles.values()))}
    (seconds,) = time_calls([partial(find_pairs, list(articles.values()))])
    traced = [_trace(one, articles, sources[one.source_id].sentences, candidates) for one in made]
    figures = _make_figures(traced)
    note = f"median of {PASSES} runs over everything: no interval"
    label = "documents per CPU-second, text to candidate pairs; tables of letters, once a process, loaded before"
    figures["speed"] = say_speed(len(articles), seconds, label=label, unit="documents", bar=SPEED, note=note)
    figures |= time_alignment(list(articles.values()))
    pairs = {frozenset((one.id, one.source_id)) for one in made}
    figures |= time_peers([articles[key] for key in sorted(frozenset().union(*pairs))], pairs)
    misses = list(_list_misses(traced))
    for more, missed in (score_pairs(path), score_rewrites()):
        figures.update(more)
        misses += missed
    total = round(time.process_time() - started, 3)
    return Scores(task="copies", data=path.resolve().name, n=len(articles), seconds_cpu=total, figures=figures, misses=tuple(misses))


def _trace(made: MadeCopy, articles: Mapping[str, Article], sentences: Sequence[str], candidates: set[frozenset[str]]) -> Traced:
    source, copy = articles[made.source_id], articles[made.id]
    candidate = frozenset((source.page, copy.page)) in candidates
    copies = find_copies([source, copy]) if candidate else []
    passages = [_put_in_order(one, copy.id) for one in copies]
    places = place_sentences(source.text, sentences)
    right = wrong = missed = 0
    for sentence, place in zip(made.sentences, place_sentences(copy.text, [one.text for one in made.sentences]), strict=True):
        origins = [origin for there, origin in passages if covers(place, there)]
        accepted = _list_accepted(sentence.src_sent, sentences, places)
        hit = any(covers(one, origin) for one in accepted for origin in origins)
        right += hit
        wrong += bool(origins) and not hit
        missed += bool(accepted) and not hit
    # A source that credits an agency is itself a copy of its dispatch: then both answers are right. The credit may show in the copy alone,
    # where the source has furniture below it.
    wired = any(find_credits(text) or find_contributors(text) for text in (source, copy))
    told = judge_direction(source, copy, copies, (Direction.LEFT, Direction.HIDDEN) if wired else (Direction.LEFT,))
    return Traced(made, candidate, bool(passages), right, wrong, missed, told)


def _put_in_order(copy: Copy, later: str) -> tuple[Span, Span]:
    """The passage in the made copy, and the one in its source."""
    return (copy.left, copy.right) if copy.left_article == later else (copy.right, copy.left)


def place_sentences(text: str, sentences: Sequence[str]) -> list[Span]:
    """Where sentences stand in `text`, one after the other; an empty span where one does not."""
    places, at = [], 0
    for sentence in sentences:
        start = text.find(sentence, at) if sentence else -1
        at = start + len(sentence) if start >= 0 else at
        places.append(Span("", start, at) if start >= 0 else Span("", at, at))
    return places


def covers(one: Span, two: Span) -> bool:
    """Whether two stretches share more than half of the shorter one."""
    shared = min(one.end, two.end) - max(one.start, two.start)
    return 2 * shared > min(one.end - one.start, two.end - two.start) > 0


def _list_accepted(row: int, sentences: Sequence[str], places: Sequence[Span]) -> list[Span]:
    """The places of the source's sentence `row`, and of those with the same words: a source that repeats itself has two right answers."""
    if not 0 <= row < len(sentences):
        return []
    words = _WORD.findall(sentences[row].casefold())
    return [place for place, sentence in zip(places, sentences, strict=True) if _WORD.findall(sentence.casefold()) == words]


def _make_figures(traced: Sequence[Traced]) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for group in sorted({one.copy.group for one in traced}):
        own = [one for one in traced if one.copy.group == group]
        name = group.casefold()
        found = [(float(one.found), 1.0) for one in own]
        candidates = [(float(one.candidate), 1.0) for one in own]
        figures[f"{name}_recall"] = measure(found, unit="copies", label=f"{group}: copy pairs that are candidates with a passage", bar=0.99)
        figures[f"{name}_candidates"] = measure(candidates, unit="copies", label=f"{group}: copy pairs that are candidates")
        figures |= score_directions([one.told for one in own if one.told], name, f"{group}, undated copies without an outlet")
        hard = group in HARD
        precision = [(float(one.right), float(one.right + one.wrong)) for one in own]
        recall = [(float(one.right), float(one.right + one.missed)) for one in own]
        label = f"{group}: sentences traced to the source that are from the very sentence shown"
        figures[f"{name}_provenance_precision"] = measure(precision, unit="copies", label=label, bar=0.99 if hard else None)
        label = f"{group}: sentences from the source that are traced to their sentence"
        figures[f"{name}_provenance_recall"] = measure(recall, unit="copies", label=label, bar=0.95 if hard else None)
    return figures


def _list_misses(traced: Sequence[Traced]) -> Iterator[str]:
    for one in traced:
        where = f"copy: {one.copy.id} ({one.copy.group}) of {one.copy.source_id}"
        if not one.found:
            yield f"{where}: {'no passage found' if one.candidate else 'not among the candidates'}"
        elif one.wrong or one.missed:
            yield f"{where}: {one.wrong} sentences traced wrongly, {one.missed} not traced"
