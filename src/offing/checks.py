"""Contracts as tests, for our own parts and for plug-ins: call one from a test of yours; it raises AssertionError saying what is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from offing.records import Capture, Failure, Page, Record, ident, rests_on
from offing.stage import Each, Stage, Together


class Engine(Protocol):
    """What runs stages: both methods yield (key, outputs) for every input, failures among the outputs."""

    def each(self, stage: Each, records: Iterable[Record]) -> Iterator[tuple[str, list[Record]]]:
        """Run an Each."""

    def together(self, stage: Together, groups: Iterable[tuple[str, Sequence[Record]]]) -> Iterator[tuple[str, list[Record]]]:
        """Run a Together."""


class Reads(Protocol):
    """An analyzer, as far as its contract is looked at (`offing.language.Analyzer`)."""

    name: str
    version: str

    def analyze(self, sentences: list[str]) -> Sequence[Any]:
        """One analysis for each sentence."""


def require(holds: bool, what: str) -> None:
    """Raise AssertionError(what) unless it holds."""
    if not holds:
        raise AssertionError(what)


def check_records(records: Iterable[Record]) -> None:
    """Every id is the hash of its record, and nothing but a page and a capture rests on nothing."""
    for record in records:
        require(record.id == ident(record), f"{type(record).__name__} {record.id}: the id is not the hash of the record")
        if not isinstance(record, Page | Failure):
            require(bool(rests_on(record)), f"{type(record).__name__} {record.id}: rests on nothing")


def check_reader(read: Callable[[Path], Iterable[Record]], source: Path) -> None:
    """A reader gives the same pages twice, with the bytes untouched, and nothing but pages, captures and failures."""
    first, second = list(read(source)), list(read(source))
    require([record.id for record in first] == [record.id for record in second], "reading twice gives other records")
    require(all(isinstance(record, Page | Capture | Failure) for record in first), "a reader makes pages, captures and failures only")
    pages = {record.id for record in first if isinstance(record, Page)}
    require(all(record.page in pages for record in first if isinstance(record, Capture)), "a capture names a page that was not read")
    require(bool(first), "a source that gives nothing must say why, as a failure")
    check_records(first)


def check_stage(stage: Stage, records: Sequence[Record]) -> list[Record]:
    """A stage is pure: the same outputs twice and in any order of the inputs, of the kinds it says it makes. Returns the outputs."""
    outputs = _outputs(stage, records)
    require(_ids(outputs) == _ids(_outputs(stage, records)), f"{stage.name}: a second run gives other records")
    require(_ids(outputs) == _ids(_outputs(stage, list(reversed(records)))), f"{stage.name}: the order of the input changes the output")
    strange = {type(record).__name__ for record in outputs if not isinstance(record, stage.makes)}
    require(not strange, f"{stage.name}: makes {strange}, which it does not declare")
    check_records(outputs)
    return outputs


def check_analyzer(analyzer: Reads, sentences: Sequence[str]) -> list[Any]:
    """An analyzer gives one analysis a sentence, the same for any order and company of the sentences, and every offset cuts what it says.

    Returns the analyses. Heads, where there are any, must form one tree; no predicate may hang on itself, however far round.
    """
    require(bool(analyzer.name) and bool(analyzer.version), "an analyzer has a name and a version: each claim shows them")
    made = list(analyzer.analyze(list(sentences)))
    require(len(made) == len(sentences), f"{analyzer.name}: {len(sentences)} sentences, {len(made)} analyses")
    turned = list(analyzer.analyze(list(reversed(sentences))))[::-1]
    for sentence, one, other in zip(sentences, made, turned, strict=True):
        require(one == other, f"{analyzer.name}: the order of the sentences changes the analysis of {sentence!r}")
        require([one] == list(analyzer.analyze([sentence])), f"{analyzer.name}: alone, {sentence!r} is read otherwise")
        require(one.sentence == sentence, f"{analyzer.name}: an analysis names another sentence than {sentence!r}")
        _check_analysis(one)
    return made


def _check_analysis(one: Any) -> None:
    """The offsets and links of one analysis."""
    count, last = len(one.tokens), 0
    for token in one.tokens:
        require(last <= token.start < token.end <= len(one.sentence), f"{one.sentence!r}: the tokens overlap or leave the sentence")
        require(one.sentence[token.start : token.end] == token.text, f"{one.sentence!r}: {token.text!r} is not what its offsets cut")
        last = token.end
    for entity in one.entities:
        require(0 <= entity.start < entity.end <= count, f"{one.sentence!r}: a name leaves the sentence")
    for number, predicate in enumerate(one.predicates):
        require(0 <= predicate.start <= predicate.trigger < predicate.end <= count, f"{one.sentence!r}: a predicate leaves the sentence")
        for argument in predicate.arguments:
            fits = 0 <= argument.start <= argument.head < argument.end <= count
            require(fits, f"{one.sentence!r}: an argument of {predicate.lemma!r} leaves the sentence")
        require(all(0 <= filler.head < count for filler in predicate.fillers), f"{one.sentence!r}: a filler leaves the sentence")
        require(_ends(number, [other.parent for other in one.predicates]), f"{one.sentence!r}: {predicate.lemma!r} hangs on itself")
    require(len(one.heads) in (0, count) and len(one.relations) == len(one.heads), f"{one.sentence!r}: half a tree")
    require(all(_ends(token, one.heads) for token in range(len(one.heads))), f"{one.sentence!r}: the heads close a circle")
    require(not one.heads or sum(head < 0 for head in one.heads) == 1, f"{one.sentence!r}: a tree has one root")


def _ends(start: int, above: Sequence[int]) -> bool:
    """Whether a chain of links comes to its end."""
    current, steps = start, 0
    while 0 <= current < len(above) and steps <= len(above):
        current, steps = above[current], steps + 1
    return current < 0


def check_engine(engine: Engine, reference: Engine, each: Each, together: Together, records: Sequence[Record]) -> None:
    """An engine gives the same set of ids as the reference engine, key by key."""
    mine, theirs = dict(engine.each(each, records)), dict(reference.each(each, records))
    require({key: _ids(made) for key, made in mine.items()} == {key: _ids(made) for key, made in theirs.items()}, "each: other ids")
    made = [record for outputs in theirs.values() for record in outputs]
    groups = list(together.gather(made))
    ours, others = dict(engine.together(together, groups)), dict(reference.together(together, groups))
    require({key: _ids(out) for key, out in ours.items()} == {key: _ids(out) for key, out in others.items()}, "together: other ids")
    require(bool(groups) and any(others.values()), "the records given make the check empty: give some that share a key")


def _outputs(stage: Stage, records: Sequence[Record]) -> list[Record]:
    work: Callable[..., Iterable[Any]] = stage.work
    if isinstance(stage, Each):
        return [made for record in records if isinstance(record, stage.takes) for made in work(record)]
    members = [record for record in records if isinstance(record, stage.takes)]
    return [made for key, group in stage.gather(members) for made in work(key, group)]


def _ids(records: Iterable[Record]) -> set[str]:
    return {record.id for record in records}
