"""The one place with state: what is kept, what is current, who may write, what is refused."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest

from offing.case import Case
from offing.case.locks import take_lock
from offing.case.tables import LOCK
from offing.errors import CaseError
from offing.records import Article, Capture, Certainty, Claim, Header, Page
from tests.factory import make_article, make_claim, make_page

MANIFEST = {"tool": "test", "settings": "{}", "versions": "{}"}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path / "a.db", create=True)


def keep(case: Case, stage: str, version: str, key: str, *records, run: str = "r1", **rest) -> int:
    added = case.keep(run, stage, version, [(key, "d", records)], **rest)
    case.finish(stage, version)
    return added


def test_records_come_back_as_they_went_in(case: Case) -> None:
    page = make_page()
    article = make_article(page)
    claim = make_claim(article)
    assert keep(case, "read", "1", "k", page) == 1
    assert keep(case, "clean", "1", page.id, article) == 1
    assert keep(case, "code", "1", article.id, claim) == 1
    assert case.records(Article) == [article]
    assert case.records(Claim) == [claim]
    assert case.records(Page)[0].text == page.text
    assert case.body_of(page) == page.body
    assert case.view().get(Claim, claim.id) == claim


def test_twice_adds_nothing(case: Case) -> None:
    page = make_page()
    assert keep(case, "read", "1", "k", page) == 1
    assert keep(case, "read", "1", "k", page) == 0
    assert case.ids() == {page.id}


def test_a_redone_key_replaces_what_is_current_but_keeps_the_record(case: Case) -> None:
    page = make_page()
    article = make_article(page)
    old, new = make_claim(article), make_claim(article, action="ASSAULT")
    keep(case, "code", "1", article.id, old)
    keep(case, "code", "1", article.id, new)
    assert case.ids(Claim) == {new.id}
    with sqlite3.connect(case.path) as connection:
        assert connection.execute("SELECT count(*) FROM claim").fetchone() == (2,)


def test_a_new_version_is_seen_only_when_it_is_finished(case: Case) -> None:
    article = make_article(make_page())
    old, new = make_claim(article), make_claim(article, action="ASSAULT")
    keep(case, "code", "1", article.id, old)
    case.keep("r2", "code", "2", [(article.id, "d", [new])])
    assert case.ids(Claim) == {old.id}
    case.finish("code", "2")
    assert case.ids(Claim) == {new.id}


def test_reading_keeps_both_versions_of_a_page(case: Case) -> None:
    first, second = make_page("It may close."), make_page("It will close.")
    keep(case, "read", "1", "a.html", first, replace=False)
    keep(case, "read", "1", "a.html", second, replace=False)
    assert case.ids(Page) == {first.id, second.id}


def test_search_finds_words_and_takes_nothing_for_an_operator(case: Case) -> None:
    article = make_article(make_page("Boats left Port Ansel before the storm."))
    keep(case, "clean", "1", "k", article)
    assert [hit.article for hit in case.search("port ansel")] == [article.id]
    assert case.search('ansel" OR NEAR(') == []
    assert case.search("") == []
    assert "[Ansel]" in case.search("ansel")[0].snippet


def test_verify_names_damaged_and_missing_bytes(case: Case) -> None:
    fine, damaged, missing = make_page("one"), make_page("two"), make_page("three")
    keep(case, "read", "1", "k", fine, damaged, missing)
    assert case.verify() == []
    with sqlite3.connect(f"{case.path}.pages") as pages:
        pages.execute("UPDATE body SET packed = ? WHERE sha256 = ?", (zlib.compress(b"other"), damaged.sha256))
        pages.execute("DELETE FROM body WHERE sha256 = ?", (missing.sha256,))
    assert {mismatch.sha256 for mismatch in case.verify()} == {damaged.sha256, missing.sha256}


def test_one_writer_at_a_time(case: Case) -> None:
    with case.writing("r1", **MANIFEST), case._engine.begin() as connection:
        connection.execute(LOCK.update().values(pid=1))
        with pytest.raises(CaseError, match="process 1"):
            take_lock(connection, "a.db")


def test_a_dead_writer_gives_way(case: Case) -> None:
    with case._engine.begin() as connection:
        take_lock(connection, "a.db")
        connection.execute(LOCK.update().values(pid=2**22 + 7))
    with case.writing("r1", **MANIFEST):
        pass
    assert case.runs()[0]["ended"]


def test_a_reader_reads_while_a_run_writes(case: Case) -> None:
    page = make_page()
    with case.writing("r1", **MANIFEST):
        keep(case, "read", "1", "k", page)
        assert Case(case.path).ids(Page) == {page.id}


@pytest.mark.parametrize("kind", ["absent", "folder", "other file", "other database", "no parent", "newer"])
def test_what_is_no_case_is_refused_with_a_hint(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.db"
    create = False
    if kind == "folder":
        path.mkdir()
    elif kind == "other file":
        path.write_text("a shopping list\n" * 3)
    elif kind == "other database":
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE t (x)")
    elif kind == "no parent":
        path, create = tmp_path / "none" / "x.db", True
    elif kind == "newer":
        Case(path, create=True).close()
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE meta SET value = '99'")
    with pytest.raises(CaseError) as caught:
        Case(path, create=create)
    assert caught.value.hint
    assert str(path) in caught.value.message or str(path.parent) in caught.value.message


def test_a_case_of_format_1_is_migrated_and_a_copy_is_kept(tmp_path: Path) -> None:
    page = make_page()
    path = tmp_path / "old.db"
    case = Case(path, create=True)
    keep(
        case,
        "read",
        "1",
        "k",
        page,
        Capture(page=page.id, origin="a.html.gz", time="", size=1, headers=(Header("content-encoding", "gzip"),)),
    )
    case.close()
    with sqlite3.connect(path) as connection:  # as version 0.1.0 left it
        connection.execute("UPDATE capture SET headers = 'content-encoding: gzip'")
        for column in ("url", "status", "pointer_path", "pointer_offset", "pointer_length"):
            connection.execute(f"ALTER TABLE capture DROP COLUMN {column}")
        connection.execute("UPDATE meta SET value = '1'")
    (capture,) = Case(path).records(Capture)
    assert capture.headers == (Header("content-encoding", "gzip"),)
    assert (capture.url, capture.status, capture.pointer) == ("", 0, None)
    with sqlite3.connect(f"{path}.format1") as connection:
        assert connection.execute("SELECT headers FROM capture").fetchone() == ("content-encoding: gzip",)
    assert Case(path).records(Page)[0].text == page.text


def test_a_case_of_format_3_is_migrated_and_its_claims_keep_their_ids(tmp_path: Path) -> None:
    page = make_page()
    claim = make_claim(make_article(page))
    path = tmp_path / "old.db"
    case = Case(path, create=True)
    keep(case, "code", "1", "k", page, make_article(page), claim)
    case.close()
    with sqlite3.connect(path) as connection:  # as claims were kept before they had a certainty
        connection.execute("ALTER TABLE claim DROP COLUMN certainty")
        connection.execute("UPDATE meta SET value = '3'")
    (found,) = Case(path).records(Claim)
    assert found == claim
    assert found.certainty is Certainty.PLAIN
    assert Path(f"{path}.format3").exists()


def test_a_case_of_format_4_is_migrated_and_takes_an_index(tmp_path: Path) -> None:
    page = make_page()
    path = tmp_path / "old.db"
    case = Case(path, create=True)
    keep(case, "clean", "1", page.id, page, make_article(page))
    case.close()
    with sqlite3.connect(path) as connection:  # as it was before stages kept anything beside their records
        connection.execute("DROP TABLE stored")
        connection.execute("DROP INDEX made_of_kind")
        connection.execute("UPDATE meta SET value = '4'")
    case = Case(path)
    assert case.records(Article) == [make_article(page)]
    case.store("trace", "1").put({"a": b"1", "b": b"2"})
    assert case.store("trace", "1").get(["a", "b", "c"]) == {"a": b"1", "b": b"2"}
    assert Path(f"{path}.format4").exists()
    with sqlite3.connect(path) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert "made_of_kind" in names


def test_a_stage_keeps_bytes_until_another_version_of_it_does(case: Case) -> None:
    old, other, new = case.store("trace", "1"), case.store("date", "1"), case.store("trace", "2")
    old.put({"a": b"1", "b": b"2"})
    other.put({"a": b"x"})
    old.put({"a": b"3"}, dropped=["b", "absent"])
    assert old.get(["a", "b"]) == {"a": b"3"}
    assert new.get(["a"]) == {}
    new.put({"c": b"4"})
    assert old.get(["a"]) == {}
    new.clear()
    assert new.get(["c"]) == {}
    assert other.get(["a"]) == {"a": b"x"}


def test_a_case_whose_making_was_cut_off_is_made_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "cut.db"
    Case(path, create=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM meta WHERE name = 'format'")
    with pytest.raises(CaseError, match="not a case"):
        Case(path)
    again = Case(path, create=True)
    assert again.records(Page) == []
    again.close()
    Case(path).close()


def test_a_number_that_another_process_has_now_is_no_writer(tmp_path: Path) -> None:
    case = Case(tmp_path / "reused.db", create=True)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        for moment, lives in ((time.time() - 3600, False), (time.time() + 3600, True)):
            with case._engine.begin() as connection:
                connection.execute(LOCK.delete())
                connection.execute(LOCK.insert().values(one=1, host=socket.gethostname(), pid=other.pid, beat=moment))
            with case._engine.begin() as connection:
                if lives:
                    with pytest.raises(CaseError, match="is writing"):
                        take_lock(connection, "reused.db")
                else:
                    take_lock(connection, "reused.db")
        other.communicate(b"\n")
