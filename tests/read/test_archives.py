"""Web archives: every answer with a page is read with its headers, everything else is named, and damage stops nothing."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path

import brotli
import pytest

from offing.checks import check_reader
from offing.errors import SourceError
from offing.read import read_source
from offing.read.answers import join_chunks, parse_answer
from offing.read.archives import read_pointer
from offing.read.files import read_steps
from offing.read.findings import Mark, Options
from offing.records import Capture, Failure, Header, Page

TALE = b"<html><body><h1>Harbour %d</h1><p>The port of Varn was closed on Monday, its master said.</p></body></html>"
FEED = b'<rss version="2.0"><channel><title>Varn</title><item><title>One</title></item><item><title>Two</title></item></channel></rss>'


def answer(body: bytes, kind: str = "text/html", status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def record(block: bytes, kind: str = "response", *, length: int | None = None, stated: str = "application/http", **more: str) -> bytes:
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        "WARC-Date: 2031-03-10T09:00:00Z",
        "WARC-Target-URI: https://varn.example/1",
        *(f"{name.replace('_', '-')}: {value}" for name, value in more.items()),
        f"Content-Type: {stated}",
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def pages_of(found: list) -> list[Page]:
    return [one for one in found if isinstance(one, Page)]


def reasons(found: list) -> list[str]:
    return [one.reason for one in found if isinstance(one, Failure)]


def write(path: Path, *records: bytes, packed: bool = True) -> Path:
    path.write_bytes(b"".join(gzip.compress(one) if packed else one for one in records))
    return path


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_an_answer_is_a_page_with_the_headers_and_time_of_its_capture(tmp_path: Path, name: str) -> None:
    info, request = record(b"software: x", "warcinfo", stated="application/warc-fields"), record(b"GET / HTTP/1.1\r\n\r\n", "request")
    page = record(answer(TALE % 1, Server="quay"))
    path = write(tmp_path / name, info, request, page, packed=name.endswith("gz"))
    found = list(read_source(path))
    assert [type(one) for one in found] == [Page, Capture]
    _, capture = found
    assert (capture.url, capture.status, capture.time) == ("https://varn.example/1", 200, "2031-03-10T09:00:00+00:00")
    assert Header("Server", "quay") in capture.headers
    assert capture.origin.startswith(f"{name}#")
    assert capture.tool.startswith("offing ")
    check_reader(read_source, path)


def test_what_is_no_page_is_named(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.warc.gz",
        record(answer(TALE % 1, status="404 Not Found")),
        record(answer(b"\x89PNG", "image/png")),
        record(answer(b"")),
        record(b"not http at all"),
        record(b"", "revisit", WARC_Refers_To_Target_URI="https://varn.example/0"),
        record(answer(bytes(range(256)) * 9)),
        record(answer(TALE % 2)),
    )
    found = list(read_source(path))
    assert len(pages_of(found)) == 1
    assert reasons(found) == [
        "passed over: the answer was 404",
        "passed over: not a format that is read (image/png)",
        "the file is empty",
        "no HTTP answer is in the record",
        "passed over: unchanged since an earlier visit (https://varn.example/0)",
        "binary file: it is no text in any encoding",
    ]


def test_feeds_resources_and_texts_in_an_archive_are_read(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.warc.gz",
        record(answer(FEED, "application/rss+xml")),
        record(b"The ferry was late.", "conversion", stated="text/plain"),
        record(b'{"title": "Boats", "text": "The boats left."}', "resource", stated="application/json"),
        record(answer(b"User-agent: *", "text/plain")).replace(b"varn.example/1", b"varn.example/robots.txt"),
    )
    found = list(read_source(path))
    assert [page.text.strip() for page in pages_of(found)] == ["One", "Two", "The ferry was late.", "Boats\n\nThe boats left."]
    assert reasons(found) == ["passed over: robots.txt"]


@pytest.mark.parametrize(
    ("name", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress), ("zstd", bytes), ("gzip", bytes), ("br", bytes)],
)
def test_a_packed_body_is_unpacked_and_one_that_only_says_so_is_taken_as_it_is(name: str, pack: object) -> None:
    block = answer(pack(TALE % 1), Content_Encoding=name)  # type: ignore[operator]
    assert parse_answer(block, 10_000).body == TALE % 1


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_a_body_that_unpacks_without_end_is_refused(name: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[name]
    with pytest.raises(SourceError, match="too large"):
        parse_answer(answer(pack(b"a" * 5_000_000), Content_Encoding=name), 100_000)


def test_chunks_are_joined_and_what_is_not_chunked_is_left() -> None:
    assert join_chunks(b"4\r\nWiki\r\n6;x=y\r\npedia \r\n0\r\n\r\n") == b"Wikipedia "
    assert join_chunks(b"4\r\nWi") == b"Wi"
    assert join_chunks(b"<p>no chunks</p>") == b"<p>no chunks</p>"
    assert join_chunks(b"") == b""


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
@pytest.mark.parametrize("damage", ["middle", "length", "header", "cut", "rubbish"])
def test_a_damaged_record_is_named_and_the_next_is_read(tmp_path: Path, damage: str, packed: bool) -> None:
    whole = [record(answer(TALE % number)) for number in range(6)]
    if damage == "length":
        whole[2] = record(answer(TALE % 2), length=300)
    elif damage == "header":
        whole[2] = whole[2].replace(b"Content-Length", b"Content-Lngth")
    parts = [gzip.compress(one) if packed else one for one in whole]
    if damage == "middle":
        parts[2] = parts[2][:60] + bytes(30) + parts[2][90:]
    elif damage == "cut":
        parts[2] = parts[2][:-60]
    elif damage == "rubbish":
        parts.insert(3, b"\x00\x01rubbish\n" * 20)
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(b"".join(parts))
    found = list(read_source(path))
    texts = "".join(page.text for page in pages_of(found))
    assert [number for number in (0, 1, 3, 4, 5) if f"Harbour {number}" not in texts] == []
    # Bytes changed inside a plain record leave no trace that a reader could find.
    assert reasons(found) or (damage == "middle" and not packed)
    assert all(one.hint for one in found if isinstance(one, Failure))


def test_a_whole_archive_packed_as_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"".join(record(answer(TALE % number)) for number in range(3))))
    found = list(read_source(path))
    assert len(pages_of(found)) == 3
    origins = [one.origin for one in found if isinstance(one, Capture)]
    assert origins[0] == "a.warc.gz#0"
    assert all(origin.startswith("a.warc.gz#0+") for origin in origins[1:])


def test_an_archive_cut_off_at_its_end_says_so(tmp_path: Path) -> None:
    for name, packed in (("a.warc.gz", True), ("b.warc", False)):
        path = write(tmp_path / name, record(answer(TALE % 1)), record(answer(TALE % 2)), packed=packed)
        path.write_bytes(path.read_bytes()[:-40])
        found = list(read_source(path))
        assert len(pages_of(found)) == 1
        assert len(reasons(found)) == 1


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("empty.warc", b""),
        ("empty.warc.gz", b""),
        ("text.warc", b"only words here\n" * 50),
        ("text.warc.gz", gzip.compress(b"only words here\n" * 50, mtime=0)),
        ("head.warc", b"WARC/1.0\r\n"),
        ("noise.warc.gz", b"\x1f\x8b\x08" + bytes(range(200))),
        ("huge.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999999999999\r\n\r\nx"),
        ("line.warc", b"WARC/1.0" + b"a" * 10_000_000),
        ("empty.wacz", b""),
        ("text.wacz", b"PK\x03\x04 no zip"),
    ],
)
def test_what_is_no_archive_is_one_failure_with_a_hint(tmp_path: Path, name: str, body: bytes) -> None:
    (tmp_path / name).write_bytes(body)
    (failure,) = list(read_source(tmp_path / name))
    assert isinstance(failure, Failure)
    assert failure.reason
    assert failure.hint
    assert failure.origin.startswith(name)


def test_a_record_that_unpacks_without_end_stops_and_the_next_is_read(tmp_path: Path) -> None:
    bomb = record(answer(b"<p>" + b" " * 70_000_000))
    path = write(tmp_path / "a.warc.gz", bomb, record(answer(TALE % 1)))
    found = list(read_source(path))
    assert len(pages_of(found)) == 1
    assert [reason[:9] for reason in reasons(found)] == ["too large"]


def test_a_record_over_the_limit_is_named_and_not_held(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc", record(answer(b"<p>" + b"word " * 400_000)), record(answer(TALE % 1)), packed=False)
    found = list(read_source(path, limit=50_000))
    assert len(pages_of(found)) == 1
    assert reasons(found)[0].startswith("too large")


@pytest.mark.parametrize("pressed", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_the_warcs_of_a_wacz_are_read(tmp_path: Path, pressed: int) -> None:
    inner = write(tmp_path / "inner.warc.gz", *(record(answer(TALE % number)) for number in range(3)))
    with zipfile.ZipFile(tmp_path / "a.wacz", "w", pressed) as packed:
        packed.writestr("datapackage.json", "{}")
        packed.write(inner, "archive/inner.warc.gz")
    found = list(read_source(tmp_path / "a.wacz"))
    assert len(pages_of(found)) == 3
    assert all(one.origin.startswith("a.wacz/archive/inner.warc.gz#") for one in found if isinstance(one, Capture))
    assert {page.id for page in pages_of(found)} == {page.id for page in pages_of(list(read_source(inner)))}


def test_a_wacz_without_pages_says_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as packed:
        packed.writestr("datapackage.json", "{}")
    assert reasons(list(read_source(tmp_path / "a.wacz"))) == ["the WACZ holds no WARC"]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wacz"])
def test_a_pointer_leads_back_to_the_bytes(tmp_path: Path, name: str) -> None:
    packed = name != "a.warc"
    inner = write(tmp_path / ("in.warc.gz" if packed else "a.warc"), *(record(answer(TALE % number)) for number in range(4)), packed=packed)
    path = tmp_path / name
    if name == "a.wacz":
        with zipfile.ZipFile(path, "w") as zipped:
            zipped.write(inner, "archive/in.warc.gz")
    elif name == "a.warc.gz":
        inner.rename(path)
    found = [one for one in read_steps(path, Options(in_place=True)) if not isinstance(one, Mark)]
    captures = [one for one in found if isinstance(one, Capture)]
    assert len(captures) == 4
    assert all(page.body == b"" for page in pages_of(found))
    for number, capture in enumerate(captures):
        assert capture.pointer is not None
        assert read_pointer(capture.pointer) == TALE % number


def test_reading_goes_on_at_a_mark_and_only_in_the_same_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", *(record(answer(TALE % number)) for number in range(5)))
    steps = list(read_steps(path, Options()))
    marks = [step for step in steps if isinstance(step, Mark)]
    rest = list(read_steps(path, Options(marks={"a.warc.gz": marks[3]})))
    assert [page.id for page in pages_of(rest)] == [page.id for page in pages_of(steps)][3:]
    assert pages_of(list(read_steps(path, Options(marks={"a.warc.gz": marks[-1]})))) == []
    other = Mark("a.warc.gz", "another file", marks[-1].offset)
    assert len(pages_of(list(read_steps(path, Options(marks={"a.warc.gz": other}))))) == 5
