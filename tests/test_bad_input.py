"""Whatever a folder holds: each file that gives nothing is named with its reason, the others go through, nothing is lost."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from offing.case import Case
from offing.pipeline import Summary, run_pipeline
from offing.records import Article, Failure, Page

FINE = """Patrol boats leave Port Ansel

VESSIN: Two patrol boats of Tolmar left Port Ansel on Tuesday, 10 March 2026, the harbour office said.

The boats sailed at dawn towards the narrows, according to the office. It did not say why they had been sent.
Fishermen were told to keep away from the channel until Friday, and the pilots stayed in port.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    (folder / "fine.txt").write_text(FINE, "utf-8")
    (folder / "empty.html").write_bytes(b"")
    (folder / "blank.txt").write_text(" \n\n", "utf-8")
    (folder / "binary.html").write_bytes(bytes(range(256)) * 40)
    (folder / "latin.txt").write_bytes(FINE.replace("narrows", "Straße").encode("latin-1"))
    (folder / "broken.txt").write_bytes(FINE.encode() + b"\xff\xfe\x80 The end came quietly, the office added on Wednesday.\n")
    (folder / "deep.html").write_text("<html><body>" + "<div>" * 100_000 + "The bottom of the sea." + "</div>" * 100_000, "utf-8")
    (folder / "menu.html").write_text("<html><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav></body></html>", "utf-8")
    (folder / "rows.jsonl").write_text('{"title": "Boats", "text": ' + json.dumps(FINE) + "}\n{not json}\n", "utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    os.mkfifo(folder / "pipe.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "loop").symlink_to(folder)
    with (folder / "huge.txt").open("wb") as stream:
        stream.truncate(200_000_000)
    closed = folder / "closed"
    closed.mkdir()
    (closed / "inside.txt").write_text(FINE, "utf-8")
    closed.chmod(0)
    return folder


@pytest.fixture(scope="module")
def outcome(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Summary]:
    case = Case(tmp_path_factory.mktemp("case") / "bad.db", create=True)
    return case, run_pipeline(case, [folder])


BAD = ["empty.html", "blank.txt", "binary.html", "menu.html", "rows.jsonl#2", "picture.png", "pipe.txt", "gone.txt", "loop", "huge.txt"]


@pytest.mark.parametrize("name", BAD)
def test_what_gives_nothing_is_named_with_its_reason(outcome: tuple[Case, Summary], folder: Path, name: str) -> None:
    found = [failure for failure in outcome[1].failures if failure.origin.rstrip("/") == f"{folder.name}/{name}"]
    assert found, f"{name} is not named: {[failure.origin for failure in outcome[1].failures]}"
    assert all(failure.reason and failure.hint for failure in found)
    assert not any("fault of Offing" in failure.hint for failure in found)


def test_a_folder_without_permission_is_named_or_readable(outcome: tuple[Case, Summary], folder: Path) -> None:
    failures = {failure.origin.rstrip("/") for failure in outcome[1].failures}
    readable = os.access(folder / "closed", os.R_OK)  # root reads everything
    assert readable or f"{folder.name}/closed" in failures


def test_the_others_go_through(outcome: tuple[Case, Summary]) -> None:
    case, _ = outcome
    texts = [article.text for article in case.records(Article)]
    assert sum("harbour office said" in text for text in texts) >= 3
    assert any("Straße" in text for text in texts)


def test_a_deep_page_ends_and_is_kept(outcome: tuple[Case, Summary], folder: Path) -> None:
    case, summary = outcome
    deep = f"{folder.name}/deep.html"
    named = any(failure.origin == deep for failure in summary.failures)
    assert named or any("bottom of the sea" in page.text for page in case.records(Page))


def test_a_huge_file_is_not_loaded(outcome: tuple[Case, Summary]) -> None:
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000  # kB
    (huge,) = [failure for failure in outcome[1].failures if failure.origin.endswith("huge.txt")]
    assert huge.size == 200_000_000
    assert len(huge.sha256) == 64


def test_a_failure_that_is_mended_is_no_longer_current(tmp_path: Path) -> None:
    file = tmp_path / "pages" / "a.txt"
    file.parent.mkdir()
    file.write_bytes(b"")
    case = Case(tmp_path / "a.db", create=True)
    assert run_pipeline(case, [file.parent]).failures
    file.write_text(FINE, "utf-8")
    assert not run_pipeline(case, [file.parent]).failures
    assert case.records(Article)


def run_offing(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "offing.cli", *words], capture_output=True, text=True, timeout=120, check=False)


def test_strict_exits_with_three_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "empty.html").write_bytes(b"")
    (tmp_path / "pages" / "fine.txt").write_text(FINE, "utf-8")
    words = ("run", str(tmp_path / "pages"), "--case", str(tmp_path / "a.db"), "--workers", "1")
    loose, strict = run_offing(*words), run_offing(*words, "--strict")
    assert (loose.returncode, strict.returncode) == (0, 3)
    assert "empty.html" in loose.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "nowhere", "--case", "x.db"), "nowhere"),
        (("brief", "--case", "nowhere.db"), "offing run FOLDER"),
        (("why", "abc", "--case", "nowhere.db"), "nowhere.db"),
        (("eval", "beauty", "."), "seeds"),
    ],
)
def test_a_wrong_word_is_answered_with_the_next_step(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "offing.cli", *words], capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path
    )
    assert answer.returncode == 1
    assert said in answer.stderr
    assert "next:" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "x.db").exists()


def test_failures_are_records_that_rest_on_their_page(outcome: tuple[Case, Summary], folder: Path) -> None:
    case, _ = outcome
    (menu,) = [failure for failure in case.records(Failure) if failure.origin == f"{folder.name}/menu.html"]
    assert case.view().find(menu.page) is not None
