"""The bounded part of the fuzz: some hundred mutated files and what hypothesis thinks of. `make fuzz` reads a hundred thousand."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.laws import Yard
from tests.fuzz.mutations import CHANGES, mutate
from tests.fuzz.seeds import list_seeds

ROOT = Path(__file__).parent.parent.parent
HANG_SECONDS = 5.0
GROUPS, EACH = 8, 50


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    yard = Yard(tmp_path_factory.mktemp("yard"))
    yield yard
    yard.close()


@pytest.mark.parametrize("group", range(GROUPS))
def test_mutated_files_keep_every_law(yard: Yard, group: int) -> None:
    for number in range(group * EACH, (group + 1) * EACH):
        ending, body, changes = mutate(number)
        started = time.process_time()
        try:
            yard.check(ending, body)
        except Exception as error:
            raise AssertionError(f"file {number} ({ending}, {', '.join(changes)}): {type(error).__name__}: {error}") from error
        assert time.process_time() - started < HANG_SECONDS, f"file {number} ({ending}, {', '.join(changes)}) hangs"


# Each of these once broke a law, or lay beside what did.
HARD = {
    "a date at the end of time": (
        ".html",
        "<html><head><meta property='article:published_time' content='9999-12-31T23:59:00Z'></head><body><article><h1>Port of Varn</h1>"
        "<time>2 January 2020</time><p>The port of Varn was closed on Monday after a storm tore two cranes down.</p></article>",
    ),
    "a row that is a byte order mark": (".jsonl", "\ufeff\n{}\n\ufeff\ufeff\n"),
    "a row nested ten thousand deep": (".jsonl", '{"text": ' + "[" * 10_000),
    "an entity that laughs": (
        ".xml",
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
        "<rss><channel><item><title>&c;</title><description>&c;&c;</description></item></channel></rss>",
    ),
    "a file by entity": (
        ".xml",
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{canary}">]><rss><channel><item><title>&x;</title><description>It says: &x;</description>'
        "</item></channel></rss>",
    ),
    "an address by parameter entity": (
        ".xml",
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:{port}/x"> %x;]><rss><channel><item><title>a</title></item></channel></rss>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HARD)
def test_hard_files(yard: Yard, name: str) -> None:
    ending, text = HARD[name]
    yard.check(ending, text.encode())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(ending=st.sampled_from([".html", ".txt", ".xml", ".jsonl", ".rss"]), body=st.binary(max_size=600))
def test_any_bytes_keep_every_law(yard: Yard, ending: str, body: bytes) -> None:
    yard.check(ending, body)


FRAGMENTS = [
    "<p>",
    "</p>",
    "<div class='share'>",
    "<h1>",
    "<item>",
    "<title>",
    "&#0;",
    "\u202e",
    "\u2028",
    "\x00",
    "\r",
    "By Ida Reed",
    "HOLM (MPA) - ",
]
TEXTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=40)), max_size=40).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(ending=st.sampled_from([".html", ".txt", ".rss"]), text=TEXTS, seed=st.sampled_from(range(len(list_seeds()))), at=st.floats(0, 1))
def test_any_text_inside_a_page_keeps_every_law(yard: Yard, ending: str, text: str, seed: int, at: float) -> None:
    body = list_seeds()[seed][1]
    place = int(at * len(body))
    yard.check(ending, body[:place] + text.encode("utf-8", "surrogatepass") + body[place:])


def test_a_number_always_gives_the_same_file() -> None:
    assert [mutate(number) for number in range(20)] == [mutate(number) for number in range(20)]


def test_every_mutation_is_used() -> None:
    used = {change for number in range(600) for change in mutate(number)[2]}
    assert used == {change.__name__ for _, change in CHANGES}


def test_the_laws_can_fail(tmp_path: Path) -> None:
    yard = Yard(tmp_path)
    with pytest.raises(AssertionError, match="pulled in a file"):
        yard.check(".txt", f"Somebody read {yard.canary.read_text()} and told of it on Monday, the harbour office of Varn said.".encode())
    yard.close()


def test_the_long_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    state = tmp_path / "fuzz.json"
    command = [sys.executable, "-m", "tools.fuzz_pages", "--state", str(state), "--first", "700", "--count"]
    first = subprocess.run([*command, "4"], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert first.returncode == 0, first.stdout + first.stderr
    assert json.loads(state.read_text())["counts"]["files"] == 4
    again = subprocess.run([*command, "4"], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert "findings, longest" not in again.stdout
