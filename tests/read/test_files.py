"""Every file ends as pages or as failures with a reason; nothing stops the others."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import stat
from pathlib import Path

import pytest

from offing.read import read_pages, read_source
from offing.records import Capture, Failure, Page

TALE = "<html><head><title>Harbour shut</title></head><body><h1>Harbour shut</h1>" + (
    "<p>The port of Varn was closed on Monday, its master said.</p></body></html>"
)
FEED = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Varn Times: World</title><link>https://varn.example/</link>
<lastBuildDate>%s</lastBuildDate>
<item><title>Ferry late</title><link>https://varn.example/1</link><pubDate>Thu, 02 Jan 2020 18:05:00 +0000</pubDate>
<dc:creator>Ida Holm</dc:creator><description>&lt;p&gt;The ferry was late.&lt;/p&gt;</description></item>
<item><title>Bridge open</title><link>https://varn.example/2</link><description>The bridge is open again.</description></item>
</channel></rss>"""


def read(path: Path) -> tuple[list[Page], list[Failure]]:
    found = list(read_source(path))
    return [one for one in found if isinstance(one, Page)], [one for one in found if isinstance(one, Failure)]


def test_a_folder_is_read_in_sorted_order_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "z.txt").write_text("The bridge was closed.")
    (tmp_path / "a.html").write_text(TALE)
    (tmp_path / ".hidden.txt").write_text("never")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("never")
    (tmp_path / "gold.json").write_text("{}")
    found = list(read_source(tmp_path))
    captures = [one for one in found if isinstance(one, Capture)]
    assert [capture.origin for capture in captures] == [f"{tmp_path.name}/a.html", f"{tmp_path.name}/b/z.txt"]
    assert [one.page for one in captures] == [one.id for one in found if isinstance(one, Page)]
    (failure,) = [one for one in found if isinstance(one, Failure)]
    assert failure.reason == "passed over: not a format that is read (.json)"
    assert failure.hint


def test_a_page_depends_on_nothing_but_bytes_and_type(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text(TALE)
    (tmp_path / "two.htm").write_text(TALE)
    with gzip.open(tmp_path / "three.html.gz", "wb") as stream:
        stream.write(TALE.encode())
    os.utime(tmp_path / "one.html", (10**9, 10**9))
    pages, failures = read(tmp_path)
    assert not failures
    assert len({page.id for page in pages}) == 1
    assert pages[0].sha256 == hashlib.sha256(TALE.encode()).hexdigest()
    captures = [one for one in read_source(tmp_path / "one.html") if isinstance(one, Capture)]
    assert captures[0].time == "2001-09-09T01:46:40+00:00"
    assert captures[0].origin == "one.html"


def test_rows_are_pages_and_a_broken_row_stops_no_other(tmp_path: Path) -> None:
    rows = [
        json.dumps({"Headline": "Ferry late", "body": "The ferry was late.\nNobody was hurt.", "link": "https://varn.example/1"}),
        '{"text": "cut off',
        "[1, 2]",
        json.dumps({"title": "No text"}),
        "",
        json.dumps({"title": "Page", "html": TALE}),
        json.dumps({"text": "lone \ud800 surrogate here"}),
    ]
    (tmp_path / "dump.jsonl").write_text("\n".join(rows))
    pages, failures = read(tmp_path / "dump.jsonl")
    assert [failure.origin for failure in failures] == ["dump.jsonl#2", "dump.jsonl#3", "dump.jsonl#4"]
    assert pages[0].text == "Ferry late\n\nThe ferry was late.\nNobody was hurt."
    assert pages[0].url == "https://varn.example/1"
    assert pages[0].sha256 == hashlib.sha256(rows[0].encode()).hexdigest()
    assert "The port of Varn" in pages[1].text
    assert pages[2].text.encode("utf-8")


def test_feed_entries_are_pages_that_do_not_change_with_the_poll(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(FEED % b"Thu, 02 Jan 2020 19:00:00 +0000")
    first, failures = read(tmp_path / "feed.xml")
    assert not failures
    assert [page.text for page in first] == ["Ferry late\nThe ferry was late.", "Bridge open\nThe bridge is open again."]
    assert [page.url for page in first] == ["https://varn.example/1", "https://varn.example/2"]
    (tmp_path / "feed.xml").write_bytes(FEED % b"Fri, 03 Jan 2020 07:00:00 +0000")
    assert [page.id for page in read(tmp_path / "feed.xml")[0]] == [page.id for page in first]


def test_an_atom_feed_is_read(tmp_path: Path) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Varn</title><entry><title>Ferry late</title>'
        '<link rel="alternate" href="https://varn.example/1"/><updated>2020-01-02T18:05:00Z</updated>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The ferry</p><p>was late.</p></div></content></entry></feed>'
    )
    (tmp_path / "varn.atom").write_text(atom)
    pages, failures = read(tmp_path)
    assert not failures
    assert pages[0].text == "Ferry late\nThe ferry\nwas late."


def test_content_outweighs_the_ending(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(TALE)
    (tmp_path / "plain.html").write_text("Only words, and no mark-up at all.")
    (tmp_path / "feed.html").write_bytes(FEED % b"x")
    (tmp_path / "map.xml").write_text("<?xml version='1.0'?><urlset><url><loc>https://varn.example/</loc></url></urlset>")
    pages, failures = read(tmp_path)
    assert sorted(page.media_type for page in pages) == ["application/rss+xml", "application/rss+xml", "text/html", "text/plain"]
    assert [failure.reason for failure in failures] == ["XML, but neither a feed nor a page"]


def test_bad_files_are_named_and_the_others_go_through(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"  \n")
    (tmp_path / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "damaged.html.gz").write_bytes(b"\x1f\x8b\x08\x00broken")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "good.html").write_text(TALE)
    pages, failures = read(tmp_path)
    assert len(pages) == 1
    reasons = {failure.origin.partition("/")[2]: failure.reason for failure in failures}
    assert reasons == {
        "damaged.html.gz": "the packed file is damaged",
        "empty.html": "the file is empty",
        "gone.txt": "no such file or folder",
        "loop": "passed over: a link to a folder",
        "noise.txt": "binary file: it is no text in any encoding",
        "picture.html": "binary file: it is no text in any encoding",
        "pipe.txt": "not a regular file",
    }
    assert all(failure.hint and failure.stage == "read" for failure in failures)


def test_a_file_over_the_limit_is_hashed_but_not_read(tmp_path: Path) -> None:
    body = b"word " * 1000
    (tmp_path / "big.html").write_bytes(body)
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(b"a" * 100_000))
    (tmp_path / "rows.jsonl").write_bytes(b'{"text": "' + b"a" * 5000 + b'"}\n{"text": "short enough"}\n')
    found = list(read_source(tmp_path, limit=2000))
    reasons = [(one.origin.partition("/")[2], one.reason) for one in found if isinstance(one, Failure)]
    assert [origin for origin, _ in reasons] == ["big.html", "bomb.html.gz", "rows.jsonl#1"]
    assert all(reason.startswith("too large") for _, reason in reasons)
    assert next(one for one in found if isinstance(one, Failure)).sha256 == hashlib.sha256(body).hexdigest()
    assert [one.text for one in found if isinstance(one, Page)] == ["short enough"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [(PermissionError(13, "Permission denied"), "no permission to read it"), (OSError(5, "I/O error"), "cannot be read (I/O error)")],
)
def test_what_the_system_refuses_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("never seen")
    (tmp_path / "b.txt").write_text("The bridge was closed.")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("/a"):
            raise error
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    pages, failures = read(tmp_path)
    assert [page.text for page in pages] == ["The bridge was closed."]
    assert [(failure.origin, failure.reason) for failure in failures] == [(f"{tmp_path.name}/a/", reason)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut").chmod(0)
    _, failures = read(tmp_path)
    (tmp_path / "shut").chmod(stat.S_IRWXU)
    assert [failure.reason for failure in failures] == ["no permission to read it"]


def test_a_source_that_is_not_there_is_a_failure() -> None:
    (failure,) = list(read_source("/no/such/page.html"))
    assert isinstance(failure, Failure)
    assert failure.reason == "no such file or folder"
    assert list(read_pages("/no/such/page.html")) == []


def test_a_page_nested_without_end_is_read_and_named(tmp_path: Path) -> None:
    (tmp_path / "deep.html").write_text("<html><body>" + "<div>" * 100_000 + "<p>Far down.</p>" + "</div>" * 100_000 + "<p>After.</p>")
    pages, failures = read(tmp_path)
    assert pages[0].text == "Far down.\nAfter."
    assert [failure.page for failure in failures] == [pages[0].id]
    assert "nested" in failures[0].reason
