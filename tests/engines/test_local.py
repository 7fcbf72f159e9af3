"""The local engine: same outputs with one process or two, and a failure is a record, even when it kills its worker."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from offing.checks import check_engine
from offing.engines import Local
from offing.errors import CleanError
from offing.records import Article, Copy, Failure, Page, Record
from offing.stage import Each, Together, by_key
from tests.factory import make_article, make_copy, make_page


def split_page(page: Page) -> Iterator[Record]:
    if "exit" in page.text:
        os._exit(1)
    if "bad" in page.text:
        raise CleanError("no article", hint="none to give")
    if "bug" in page.text:
        raise ZeroDivisionError
    yield make_article(page)


def first_letter(record: Record) -> Iterator[str]:
    yield record.text[0] if isinstance(record, Article) else ""


def pair_up(key: str, members: Sequence[Record]) -> Iterator[Record]:
    articles = [record for record in members if isinstance(record, Article)]
    for left, right in itertools.pairwise(articles):
        yield make_copy(left, right)


EACH = Each("split", "1", Page, (Article,), split_page)
TOGETHER = Together("pair", "1", (Article,), (Copy,), by_key(first_letter), pair_up)
TEXTS = [f"{letter} story {number}" for letter in "abc" for number in range(9)]


@pytest.mark.parametrize("workers", [1, 2])
def test_engine_keeps_the_contract(workers: int) -> None:
    with Local(workers) as engine:
        check_engine(engine, Local(1), EACH, TOGETHER, [make_page(text) for text in TEXTS])


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failing_page_is_kept_and_the_others_go_on(workers: int) -> None:
    pages = [make_page(text) for text in ["fine one", "a bad page", "a bug", "fine two"]]
    with Local(workers) as engine:
        made = dict(engine.each(EACH, pages))
    kinds = [[type(record).__name__ for record in made[page.id]] for page in pages]
    assert kinds == [["Article"], ["Failure"], ["Failure"], ["Article"]]
    (failure,) = made[pages[1].id]
    assert isinstance(failure, Failure)
    assert (failure.page, failure.reason, failure.hint) == (pages[1].id, "no article", "none to give")
    assert "ZeroDivisionError" in made[pages[2].id][0].reason


def test_a_page_that_kills_its_worker_is_named() -> None:
    pages = [make_page(text) for text in [*TEXTS, "exit now", "last one"]]
    with Local(2) as engine:
        made = dict(engine.each(EACH, pages))
    assert len(made) == len(pages)
    failures = [key for key, outputs in made.items() if isinstance(outputs[0], Failure)]
    assert failures == [pages[-2].id]


def test_a_script_without_a_guard_ends_with_a_hint(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from offing.engines import Local\n"
        "from tests.engines.test_local import EACH, TEXTS\n"
        "from tests.factory import make_page\n"
        "print(len(list(Local(2).each(EACH, [make_page(text) for text in TEXTS]))))\n",
        "utf-8",
    )
    root = Path(__file__).parents[2]
    env = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    answer = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False, env=env)
    assert answer.returncode == 1
    assert "__main__" in answer.stderr.splitlines()[-1] or "the worker processes cannot start" in answer.stderr
