"""Dumps of rows: column maps, delimiters, encodings, and tables that are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from offing.checks import check_reader
from offing.errors import SourceError
from offing.read import read_source
from offing.read.dumps import read_columns
from offing.read.rows import read_row
from offing.records import Failure, Page

WORDS = "The ferry was late, and nobody was hurt."


def read(path: Path, columns: str = "") -> tuple[list[Page], list[Failure]]:
    found = list(read_source(path, columns=read_columns(columns)))
    return [one for one in found if isinstance(one, Page)], [one for one in found if isinstance(one, Failure)]


@pytest.mark.parametrize(
    ("name", "delimiter", "encoding"),
    [("a.csv", ",", "utf-8"), ("a.csv", ";", "utf-8-sig"), ("a.tsv", "\t", "utf-16"), ("a.csv", "|", "cp1252")],
)
def test_usual_names_need_no_map(tmp_path: Path, name: str, delimiter: str, encoding: str) -> None:
    rows = ["Headline|Body|Link|Published", f'Straße|"{WORDS}"|https://varn.example/1|2031-03-10', "", '"No text"||https://varn.example/2|']
    (tmp_path / name).write_bytes("\n".join(row.replace("|", delimiter) for row in rows).encode(encoding))
    (page,), (failure,) = read(tmp_path / name)
    assert page.text == f"Straße\n\n{WORDS}"
    assert page.url == "https://varn.example/1"
    assert read_row(page.body).date == "2031-03-10"
    assert failure.reason == "the row holds no text"
    assert failure.origin.startswith(f"{name}#")
    check_reader(read_source, tmp_path / name)


def test_a_map_names_the_columns_of_csv_and_jsonl(tmp_path: Path) -> None:
    fields = {"inhalt": WORDS, "Titel": "Ferry", "tag": "2031-03-10", "text": "not this", "rest": "kept"}
    (tmp_path / "a.jsonl").write_text(json.dumps(fields))
    (tmp_path / "a.csv").write_text(",".join(fields) + "\n" + ",".join(f'"{value}"' for value in fields.values()))
    pages = [read(tmp_path / name, "text=inhalt, title=titel, published=tag")[0][0] for name in ("a.jsonl", "a.csv")]
    assert pages[0].id == pages[1].id
    assert pages[0].text == f"Ferry\n\n{WORDS}"
    row = read_row(pages[0].body)
    assert row.date == "2031-03-10"
    assert json.loads(pages[0].body)["rest"] == "kept"


@pytest.mark.parametrize("words", ["text", "text=", "beauty=x", "text=a;title=b,x"])
def test_a_map_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_columns(words)
    assert "text" in caught.value.hint


def test_no_text_column_lists_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,day\nx,y\n")
    _, (failure,) = read(tmp_path / "a.csv")
    assert failure.reason == "no column of text among: name, day"
    assert "--columns text=" in failure.hint
    _, (failure,) = read(tmp_path / "a.csv", "text=words")
    assert failure.reason == "no column words"
    assert "name, day" in failure.hint
    (tmp_path / "a.jsonl").write_text('{"name": "x", "day": "y"}')
    _, (failure,) = read(tmp_path / "a.jsonl")
    assert "name, day" in failure.hint


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        (b"", 0),
        (b"\n\n", 0),
        (b"text\n", 0),
        (bytes(range(256)) * 9, 0),
        (b"text,title\nThe ferry\x00 was late,Fer\x00ry\n", 1),
        (b'text,title\n"never closed,x\n' + b"a,b\n" * 9, 1),
        (b"text\n" + b"word " * 2_000_000, 1),
        (b"a" * 10_000_000, 0),
        (b"text,title\nmore,cells,than,names\nfewer\n", 2),
        (b"text,text\nfirst,second\n", 1),
    ],
)
def test_odd_tables_end_as_pages_or_failures(tmp_path: Path, body: bytes, pages: int) -> None:
    (tmp_path / "a.csv").write_bytes(body)
    found, failures = read(tmp_path / "a.csv")
    assert len(found) == pages
    assert pages or failures
    assert not any("\x00" in page.text for page in found)


def test_a_row_over_the_limit_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"text\nshort enough\n" + b"a" * 5000 + b"\nnever reached\n")
    found = list(read_source(tmp_path / "a.csv", limit=2000))
    assert [one.text for one in found if isinstance(one, Page)] == ["short enough"]
    (failure,) = [one for one in found if isinstance(one, Failure)]
    assert "2,000" in failure.reason
