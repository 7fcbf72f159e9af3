"""What a case keeps can be checked, given away as WARC, read again by a later renderer; failures are kept and done again."""

from __future__ import annotations

import gzip
import io
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from offing import intake, pipeline
from offing.case import Case
from offing.cli.failing import show_failures
from offing.cli.keeping import export_case, verify_case
from offing.errors import SourceError
from offing.intake import Reading
from offing.pipeline import run_pipeline
from offing.read import RENDERER, findings, read_source
from offing.read import pages as pages_of_reader
from offing.records import Article, Capture, Failure, Header, Page
from offing.tell.exports import write_archive
from tests.factory import make_page
from tests.read.test_archives import TALE, answer, record
from tests.read.test_mail import letter

LINES = """Two patrol boats of Tolmar left Port Ansel on Tuesday, 10 March 2031, the harbour office said.

The boats sailed at dawn towards the narrows, according to the office. It did not say why they had been sent.
Fishermen were told to keep away from the channel until Friday, and the pilots stayed in port.
"""
STORY = f"<html><body><h1>Boats leave %d</h1>{''.join(f'<p>{line}</p>' for line in LINES.splitlines())}</body></html>".encode()
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with one page by every door."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.warc.gz").write_bytes(b"".join(gzip.compress(record(answer(TALE % number))) for number in range(3)))
    (folder / "b.html").write_bytes(TALE % 7)
    (folder / "c.jsonl").write_text(json.dumps({"title": "Boats", "text": "The boats left Varn on Monday."}))
    (folder / "d.eml").write_bytes(letter().as_bytes())
    (folder / "e.rss").write_text(
        "<rss version='2.0'><channel><title>Varn</title><item><title>Ferry late</title><description>It came at noon, "
        "the harbour said.</description></item><item><title>Bridge</title><description>It is open.</description></item></channel></rss>"
    )
    (folder / "f.txt").write_text("The bridge was closed.\nNobody was hurt.")
    return folder


def read(case: Case, *folders: Path, **how: object) -> pipeline.Summary:
    return run_pipeline(case, folders, reading=Reading(**how), until="read")  # type: ignore[arg-type]


def flip_byte(path: Path, offset: int) -> None:
    with path.open("r+b") as stream:
        stream.seek(offset)
        byte = stream.read(1)[0]
        stream.seek(offset)
        stream.write(bytes([byte ^ 1]))


def test_an_archive_of_the_case_gives_the_same_pages_back(tmp_path: Path, sources: Path) -> None:
    case = Case(tmp_path / "a.db", create=True)
    read(case, sources)
    export_case(case.path, tmp_path / "out", "warc")
    again = [one for one in read_source(tmp_path / "out" / "pages.warc.gz") if isinstance(one, Page)]
    assert {(page.id, page.media_type, page.text) for page in again} == {
        (page.id, page.media_type, page.text) for page in case.records(Page)
    }
    assert len(again) == 9
    captures = {one.url: one for one in read_source(tmp_path / "out" / "pages.warc.gz") if isinstance(one, Capture)}
    assert captures["https://varn.example/1"].status == 200
    assert captures["https://varn.example/1"].time == "2031-03-10T09:00:00+00:00"


def test_the_archive_is_the_same_each_time_and_names_a_page_found_twice_once(tmp_path: Path) -> None:
    page = make_page()
    headers = (Header("Content-Encoding", "gzip"), Header("X-Odd", "a\r\nWARC-Type: x"))
    captures = [
        Capture(
            page=page.id,
            origin=f"{name}",
            time=f"2031-03-1{name}T00:00:00+00:00",
            size=1,
            url="https://a.example/",
            status=200,
            headers=headers,
        )
        for name in (1, 2)
    ]
    made = [io.BytesIO(), io.BytesIO()]
    for stream in made:
        assert write_archive(stream, [(page, page.body, captures), (make_page("gone"), b"", [])], made="2031-01-01T00:00:00") == (1, 2)
    assert made[0].getvalue() == made[1].getvalue()
    (tmp_path / "a.warc.gz").write_bytes(made[0].getvalue())
    found = list(read_source(tmp_path / "a.warc.gz"))
    assert [one.sha256 for one in found if isinstance(one, Page)] == [page.sha256]
    assert [one.reason for one in found if isinstance(one, Failure)] == [
        "passed over: unchanged since an earlier visit (https://a.example/)"
    ]


def test_a_flipped_byte_is_found_in_the_case(tmp_path: Path, sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = Case(tmp_path / "a.db", create=True)
    read(case, sources)
    assert verify_case(case.path, False) == 0
    with sqlite3.connect(f"{case.path}.pages") as connection:
        sha256, packed = connection.execute("SELECT sha256, packed FROM body ORDER BY sha256").fetchone()
        connection.execute("UPDATE body SET packed = ? WHERE sha256 = ?", (packed[:-6] + bytes([packed[-6] ^ 1]) + packed[-5:], sha256))
    assert verify_case(case.path, True) == 4
    (row,) = json.loads(capsys.readouterr().out.partition("\n")[2])["mismatches"]
    assert row["sha256"] == sha256
    assert row["page"].startswith("sources/")


def test_pages_left_in_place_are_read_from_there_and_hashed_there(tmp_path: Path, sources: Path) -> None:
    archive = sources / "z.warc.gz"
    archive.write_bytes(b"".join(gzip.compress(record(answer(STORY % number))) for number in range(3)))
    case = Case(tmp_path / "a.db", create=True)
    run_pipeline(case, [archive], reading=Reading(in_place=True), until="clean")
    with sqlite3.connect(f"{case.path}.pages") as connection:
        assert connection.execute("SELECT count(*) FROM body").fetchone() == (0,)
    assert len(case.records(Article)) == 3
    assert {case.body_of(page) for page in case.records(Page)} == {STORY % number for number in range(3)}
    assert case.verify() == []
    flip_byte(archive, archive.stat().st_size // 2)
    (mismatch,) = case.verify()
    assert "z.warc.gz at byte" in mismatch.reason
    archive.unlink()
    assert len(case.verify()) == 3
    # Copied in later from elsewhere, the same pages are whole again.
    (sources / "g.html").write_bytes(STORY % 0)
    read(case, sources / "g.html")
    assert len(case.records(Page)) == 3
    assert case.body_of(next(page for page in case.records(Page) if "leave 0" in page.text)) == STORY % 0


def test_a_second_run_reads_no_archive_again(tmp_path: Path, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(tmp_path / "a.db", create=True)
    read(case, sources)
    held = case.ids()
    made: list[bytes] = []
    monkeypatch.setattr("offing.read.findings.make_page", lambda body, kind: made.append(body) or pages_of_reader.make_page(body, kind))
    assert read(case, sources).nothing_new
    assert not [body for body in made if body in {TALE % number for number in range(3)}]
    assert case.ids() == held


def test_pages_of_an_older_renderer_are_rendered_again_without_their_sources(
    tmp_path: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sources / "bad.html").write_bytes(b"")
    case = Case(tmp_path / "a.db", create=True)
    with monkeypatch.context() as older:
        older.setattr(pages_of_reader, "RENDERER", "r0")
        older.setattr(pipeline, "RENDERER", "r0")
        read(case, sources)
        before = case.records(Page)
        assert {page.renderer for page in before} == {"r0"}
        captures = sorted(capture.origin for capture in case.records(Capture))
    for path in sources.iterdir():
        path.unlink()
    run_pipeline(case, [], until="clean")
    after = case.records(Page)
    assert {page.renderer for page in after} == {RENDERER}
    assert {page.sha256 for page in after} == {page.sha256 for page in before}
    assert sorted(capture.origin for capture in case.records(Capture)) == captures
    assert {capture.page for capture in case.records(Capture)} == {page.id for page in after}
    assert [failure.origin for failure in case.records(Failure) if failure.stage == "read"] == ["sources/bad.html"]
    assert case.records(Article)


def test_what_failed_is_done_again_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "good.txt").write_text("The bridge was closed.\nNobody was hurt in the harbour.")
    (folder / "bad.html").write_bytes(b"")
    (folder / "rows.jsonl").write_text('{"text": "The ferry was late."}\n{"no')
    (folder / "picture.png").write_bytes(b"\x89PNG")
    case = Case(tmp_path / "a.db", create=True)
    read(case, folder)
    show_failures(case.path, False, True)
    rows = json.loads(capsys.readouterr().out)
    assert [(row["what"], row["current"]) for row in rows] == [
        ("pages/bad.html", True),
        ("pages/rows.jsonl#2", True),
        ("pages/picture.png", True),
    ]
    assert all(row["stage"] == "read" and row["reason"] and row["next"] for row in rows)
    (folder / "bad.html").write_bytes(TALE % 1)
    (folder / "new.txt").write_text("This one is new and not asked for.")
    summary = read(case, folder, retry=True)
    assert summary.added["read"] == 2
    assert read(case, folder / "good.txt", retry=True).nothing_new
    assert sorted(failure.origin for failure in case.records(Failure)) == ["pages/picture.png", "pages/rows.jsonl#2"]
    show_failures(case.path, True, True)
    assert [row["what"] for row in json.loads(capsys.readouterr().out) if not row["current"]] == ["pages/bad.html"]
    show_failures(case.path, True, False)
    assert "No longer failing" in capsys.readouterr().out


def test_a_stage_that_failed_on_a_page_is_run_on_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(LINES)
    (tmp_path / "b.txt").write_text(LINES.replace("Two", "Three"))
    case = Case(tmp_path / "a.db", create=True)
    stage = pipeline.STAGES[0]
    calls: list[str] = []

    def work(page: Page) -> list[Article]:
        calls.append(page.text)
        if len(calls) == 1:
            raise SourceError("a passing fault", hint="try again")
        return list(stage.work(page))  # type: ignore[call-arg]

    monkeypatch.setattr(pipeline, "STAGES", (type(stage)(stage.name, stage.version, stage.takes, stage.makes, work),))
    run_pipeline(case, [tmp_path / "a.txt", tmp_path / "b.txt"])
    assert [failure.reason for failure in case.records(Failure)] == ["a passing fault"]
    run_pipeline(case, [tmp_path / "a.txt", tmp_path / "b.txt"])
    assert len(calls) == 2
    run_pipeline(case, [], reading=Reading(retry=True))
    assert len(calls) == 3
    assert case.records(Failure) == []
    assert len(case.failures(past=True)) == 1
    assert len(case.records(Article)) == 2


def test_a_stage_that_is_none_and_an_empty_call_are_refused(tmp_path: Path) -> None:
    case = Case(tmp_path / "a.db", create=True)
    with pytest.raises(SourceError, match="no such stage"):
        run_pipeline(case, [], until="beauty")
    assert intake.find_failed(case) == []


@pytest.mark.slow
def test_two_hundred_pages_of_an_archive_survive_two_kills(tmp_path: Path) -> None:
    words = [sys.executable, "tools/check_archives.py", "--pages", "200", "--workers", "1", "--folder", str(tmp_path)]
    told = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, timeout=300, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "nothing lost, nothing doubled" in told.stdout


def test_a_file_is_read_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.html").write_bytes(TALE % 1)
    (folder / "rows.jsonl").write_text('{"text": "The ferry was late."}\n{"no')
    case = Case(tmp_path / "a.db", create=True)
    read(case, folder)
    made: list[str] = []
    make = findings.make_page

    def count(body: bytes, media_type: str) -> tuple[Page, str]:
        made.append(media_type)
        return make(body, media_type)

    monkeypatch.setattr(findings, "make_page", count)
    assert read(case, folder).nothing_new
    assert made == []
    assert [failure.origin for failure in case.records(Failure)] == ["pages/rows.jsonl#2"]
    os.utime(folder / "a.html", ns=(time_of := (folder / "a.html").stat().st_mtime_ns, time_of))
    assert read(case, folder).nothing_new
    assert len(made) == 1, "a file that was touched is read again, and is the same page"
    (folder / "rows.jsonl").write_text('{"text": "The ferry was late."}\n{"text": "The ferry was early."}')
    assert read(case, folder).added["read"] > 0
    assert len(case.records(Page)) == 3
    assert case.records(Failure) == []
