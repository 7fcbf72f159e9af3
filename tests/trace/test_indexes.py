"""The index of copies: whatever comes when, it holds the groups of one run over everything, and asks for little of what it holds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offing import gatherings
from offing.case import Case
from offing.checks import check_records
from offing.engines import Local
from offing.gatherings import Shelf, work_groups
from offing.intake import Keeper
from offing.records import Article, Copy, Failure, Record
from offing.stage import Together
from offing.trace import TRACE, find_copies
from offing.trace.copies import gather_pairs
from offing.trace.indexes import CopyIndex
from offing.trace.keys import ROW_BITS, ROWS, read_keys, read_text
from offing.trace.postings import PART
from tests.trace.papers import HARBOUR, ORCHARD, QUOTE, make_paper
from tests.trace.test_keys import make_stream


class Memory:
    """A store in memory that counts what is asked of it."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.asked = 0

    def get(self, names: Sequence[str]) -> dict[str, bytes]:
        found = {name: self.bodies[name] for name in names if name in self.bodies}
        self.asked += sum(len(body) for name, body in found.items() if name.startswith("postings/"))
        return found

    def put(self, bodies: Mapping[str, bytes], dropped: Sequence[str] = ()) -> None:
        self.bodies = {name: body for name, body in {**self.bodies, **bodies}.items() if name not in dropped}

    def clear(self) -> None:
        self.bodies = {}


def make_articles() -> list[Article]:
    """The stream of the tests of keys, and the same words under other marks: they are one text, whose sentences end elsewhere."""
    again = [
        make_paper(f"same{day}", *(line.replace(", ", f"{mark} ") for line in ORCHARD[:3]), QUOTE, published=f"2031-05-{day:02}")
        for mark, day in ((";", 9), (".", 8), ("?", 12), ("!", 3))
    ]
    return [*make_stream(), *again]


def list_groups(articles: Iterable[Article]) -> dict[str, list[str]]:
    return {key: [member.id for member in members] for key, members in gather_pairs(list(articles))}


def open_index(store: Memory, known: Mapping[str, Article]) -> CopyIndex:
    return CopyIndex(store, lambda ids: [known[ident] for ident in ids])


def work_waiting(index: CopyIndex, groups: dict[str, list[str]]) -> None:
    """What waits into `groups`, as a run would."""
    for key in index.waiting():
        groups.pop(key, None)
        if members := index.members(key):
            groups[key] = members
    index.settle()


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_split_and_order_gives_the_groups_of_one_run(chance: random.Random) -> None:
    """Articles come in handfuls in any order, some go again, and a run may be cut off between taking them in and working them out."""
    known = {article.id: article for article in make_articles()}
    store, held, groups = Memory(), set[str](), dict[str, list[str]]()
    while len(held) < len(known) - 2:
        out = sorted(known.keys() - held)
        fresh = chance.sample(out, min(len(out), chance.choice((1, 2, 5, 20))))
        gone = chance.sample(sorted(held), min(len(held) // 3, chance.choice((0, 0, 1, 4))))
        open_index(store, known).change([known[ident] for ident in fresh], gone)
        held = (held | set(fresh)).difference(gone)
        if chance.random() < 0.7:
            index = open_index(store, known)
            assert index.known() == held
            work_waiting(index, groups)
            assert not open_index(store, known).waiting()
            assert groups == list_groups(known[ident] for ident in held)
    work_waiting(open_index(store, known), groups)
    assert groups == list_groups(known[ident] for ident in held)


def test_a_key_that_becomes_too_frequent_takes_earlier_pairs_back() -> None:
    """An early article that comes late pushes a sentence over the cap: later pairs that rested on it alone are no pairs any more."""
    flood = [make_paper(f"f{number:02}", HARBOUR[0], f"Edition {number}.", published="2031-05-06") for number in range(20)]
    part = make_paper("part", HARBOUR[0], ORCHARD[1], published="2031-05-20")
    known = {article.id: article for article in (*flood, part)}
    store, groups = Memory(), dict[str, list[str]]()
    open_index(store, known).change([*flood[:-1], part], [])
    work_waiting(open_index(store, known), groups)
    assert len(groups[part.id]) == 20
    open_index(store, known).change(flood[-1:], [])
    work_waiting(open_index(store, known), groups)
    assert len(groups[part.id]) < 20
    assert groups == list_groups(known.values())


def test_the_keys_of_a_text_are_its_own() -> None:
    articles = make_articles()
    whole = read_keys([read_text(article) for article in articles])
    for number, article in enumerate(articles):
        alone = read_keys([read_text(article)])
        for mine, theirs in zip(alone.postings, whole.postings, strict=True):
            own = theirs[(theirs & ROWS).view("int64") == number]
            assert sorted(own >> ROW_BITS) == sorted(mine >> ROW_BITS), article.page


def make_months(count: int) -> Iterator[Article]:
    """Papers of many months, ten a month, no two alike."""
    chance = random.Random(count)
    letters = "bdfgklmnprstvz"
    for number in range(count):
        words = ["".join(chance.choices(letters, k=2)) + "a" + "".join(chance.choices(letters, k=3)) for _ in range(120)]
        year, month = divmod(number // 10, 12)
        day = f"{2031 + year}-{month + 1:02}-{number % 10 + 1:02}"
        yield make_paper(
            f"m{number}", *(" ".join(words[start : start + 12]).capitalize() + "." for start in range(0, 120, 12)), published=day
        )


def test_what_is_asked_for_does_not_grow_with_what_is_held() -> None:
    asked = []
    for count in (60, 480):
        store = Memory()
        articles = list(make_months(count))
        open_index(store, {}).change(articles, [])
        store.asked = 0
        open_index(store, {}).change([make_paper("new", *HARBOUR, published="2031-03-11")], [])
        asked.append(store.asked)
    assert 0 < asked[1] <= 1.5 * asked[0]
    assert asked[1] < sum(len(body) for name, body in store.bodies.items() if name.startswith("postings/")) / 8


def test_of_a_long_run_only_the_parts_with_the_keys_are_read() -> None:
    store = Memory()
    lines = list(make_months(300))
    day = [make_paper(article.page, article.text, published="2031-05-06") for article in lines]
    open_index(store, {}).change(day, [])
    held = sum(len(body) for name, body in store.bodies.items() if name.startswith("postings/grams"))
    assert held > 3 * PART * 8
    store.asked = 0
    known = {article.id: article for article in day}
    open_index(store, known).change(
        [make_paper("new", "Six grey herons stood on the wet quay below the mill.", published="2031-05-07")], []
    )
    assert 0 < store.asked < held


def keep_articles(case: Case, articles: Sequence[Article]) -> None:
    case.keep("r", "clean", "1", [(article.id, "", [article]) for article in articles])
    case.finish("clean", "1")


def run_stage(case: Case, stage: Together, *, until: int = -1, failed: Sequence[str] = ()) -> list[str]:
    """The keys that a run works out; it is cut off after `until` of them."""
    keeper, worked = Keeper(case, "r", {}, stage.name, stage.version, lambda *_: None), []
    with Local(1) as engine:
        for key, digest, outputs in work_groups(keeper, stage, engine, failed, Shelf(case)):
            if len(worked) == until:
                keeper.flush()
                return worked
            worked.append(key)
            keeper.add(key, digest, outputs)
    keeper.close()
    return worked


@pytest.mark.parametrize("seed", [1, 2])
def test_days_and_kills_give_the_case_of_one_run(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gatherings, "BLOCK", 7)
    monkeypatch.setattr(gatherings, "CHUNK", 3)
    chance = random.Random(seed)
    articles = make_articles()
    expected = find_copies(articles)
    chance.shuffle(articles)
    case = Case(tmp_path / "days.db", create=True)
    while articles:
        keep_articles(case, articles[: (size := chance.choice((1, 4, 15)))])
        del articles[:size]
        for _ in range(chance.randrange(3)):
            run_stage(case, TRACE, until=chance.randrange(5))
    run_stage(case, TRACE)
    found = case.records(Copy)
    assert found == expected
    check_records(found)
    assert run_stage(case, TRACE) == []


def test_an_article_that_is_no_longer_current_leaves_no_copy(tmp_path: Path) -> None:
    case = Case(tmp_path / "gone.db", create=True)
    articles = make_articles()
    keep_articles(case, articles)
    run_stage(case, TRACE)
    gone = articles[::4]
    case.drop_keys("clean", "1", [article.id for article in gone])
    run_stage(case, TRACE)
    left = [article for article in articles if article not in gone]
    assert case.records(Copy) == find_copies(left)
    case.drop_keys("clean", "1", [article.id for article in left[6:]])
    run_stage(case, TRACE)
    assert case.records(Copy) == find_copies(left[:6])


def fail_once(work: Callable[..., Iterable[Record]], broken: set[str]) -> Callable[..., Iterable[Record]]:
    def run(key: str, members: Sequence[Record]) -> Iterable[Record]:
        if key in broken:
            raise ValueError("a fault")
        return work(key, members)

    return run


def test_what_failed_is_worked_again_when_it_is_asked_for(tmp_path: Path) -> None:
    case, broken = Case(tmp_path / "failed.db", create=True), set[str]()
    stage = Together(TRACE.name, "1", TRACE.takes, TRACE.makes, TRACE.gather, fail_once(TRACE.work, broken), index=TRACE.index)
    articles = [make_paper("a", *HARBOUR, published="2031-05-06"), make_paper("b", *HARBOUR, QUOTE, published="2031-05-07")]
    keep_articles(case, articles)
    broken.add(articles[1].id)
    run_stage(case, stage)
    assert [failure.reason for failure in case.records(Failure)] == ["ValueError: a fault"]
    broken.clear()
    assert run_stage(case, stage) == []
    assert run_stage(case, stage, failed=case.failed_keys(stage.name, stage.version)) == [articles[1].id]
    assert case.records(Copy) == find_copies(articles)
    assert case.records(Failure) == []


def test_nothing_is_gathered_where_nothing_came_or_went(tmp_path: Path) -> None:
    case, calls = Case(tmp_path / "same.db", create=True), []

    def gather(records: Sequence[Record]) -> Iterable[tuple[str, Sequence[Record]]]:
        calls.append(len(records))
        return gather_pairs(records)

    stage = Together(TRACE.name, "1", TRACE.takes, TRACE.makes, gather, TRACE.work)
    keep_articles(case, make_articles()[:20])
    run_stage(case, stage, until=2)
    run_stage(case, stage)
    assert len(calls) == 2
    run_stage(case, stage)
    assert len(calls) == 2
    keep_articles(case, make_articles()[20:22])
    run_stage(case, stage)
    assert len(calls) == 3
    assert case.records(Copy) == find_copies(make_articles()[:22])
