"""What must hold for whatever file is read and cleaned. Each law raises AssertionError with what is broken."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec

from offing.clean import CLEAN
from offing.read import read_source
from offing.records import Article, Capture, Failure, Page, Record, Role, Span
from offing.schemas import from_row, to_row
from tests.fuzz.mutations import CANARY


class Yard:
    """A folder in which mutated files are read, with a file and a port beside it that nothing may touch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.canary = folder / "canary.txt"
        self.canary.write_text(CANARY, "utf-8")
        self._door = socket.socket()
        self._door.bind(("127.0.0.1", 0))
        self._door.listen(4)
        self._door.setblocking(False)

    def close(self) -> None:
        """Shut the port."""
        self._door.close()

    def check(self, ending: str, body: bytes) -> int:
        """Read and clean one file and hold every law against what comes out. Returns the number of articles."""
        port = self._door.getsockname()[1]
        body = body.replace(b"{canary}", str(self.canary).encode()).replace(b"{port}", str(port).encode())
        file = self.folder / f"mutated{ending}"
        file.write_bytes(body)
        try:
            return check_file(file)
        finally:
            file.unlink()
            self._check_door()

    def _check_door(self) -> None:
        try:
            self._door.accept()
        except BlockingIOError:
            return
        raise AssertionError("a page opened a connection")


def check_file(file: Path) -> int:
    """Every law over one file; how many articles came out of it."""
    found = list(read_source(file))
    assert found, "nothing came out: neither a page nor a failure"
    pages = [record for record in found if isinstance(record, Page)]
    captures = [record for record in found if isinstance(record, Capture)]
    assert [capture.page for capture in captures] == [page.id for page in pages], "a page without its capture"
    check_rows(file, captures, [record for record in found if isinstance(record, Failure)])
    articles = 0
    for page in {page.id: page for page in pages}.values():
        made = list(CLEAN.work(page))
        assert made, "a page was lost: neither an article nor a failure"
        kept = [record for record in made if isinstance(record, Article)]
        check_articles(page, kept)
        articles += len(kept)
        found += made
    for record in found:
        check_record(record)
    return articles


def check_rows(file: Path, captures: list[Capture], failures: list[Failure]) -> None:
    """Every row of a file of rows is a page or a failure, under its number."""
    if file.suffix in (".jsonl", ".ndjson"):
        lines = [number for number, line in enumerate(file.read_bytes().split(b"\n"), 1) if line.strip().removeprefix(b"\xef\xbb\xbf")]
        named = {record.origin.rpartition("#")[2] for record in (*captures, *failures)}
        rows = [number for number in lines if str(number) not in named]
        assert not rows or any("#" not in failure.origin for failure in failures), f"rows were lost: {rows}"


def check_record(record: Record) -> None:
    """A record can be stored and comes back the same; a failure says what is wrong and what to do."""
    stored = msgspec.structs.replace(record, body=b"") if isinstance(record, Page) else record
    assert from_row(type(record), to_row(stored)) == stored
    msgspec.json.encode(stored).decode("utf-8")
    if isinstance(record, Page):
        assert CANARY not in record.text, "a page pulled in a file"
    if isinstance(record, Failure):
        assert record.reason, "a failure without reason"
        assert record.hint, "a failure without next step"


def check_articles(page: Page, articles: list[Article]) -> None:
    """Segments tile the page and say its own characters; every span lies on the page and cuts what its words say."""
    segments = sorted((segment for article in articles for segment in article.segments), key=lambda segment: segment.span)
    assert all(left.span.end <= right.span.start for left, right in pairwise(segments)), "segments overlap"
    at = 0
    for segment in segments if articles else ():
        assert not page.text[at : segment.span.start].strip(), "characters in no segment"
        assert segment.text == page.text[segment.span.start : segment.span.end], "a segment does not say what stands at its span"
        assert bool(segment.reason) == (segment.role is not Role.BODY), "a cut without a reason"
        at = segment.span.end
    assert not articles or not page.text[at:].strip(), "characters after the last segment"
    for article in articles:
        body = [segment.text for segment in article.segments if segment.role is Role.BODY]
        assert article.text == "\n".join(body), "the text is not its body segments"
        assert not article.title_span or page.text[article.title_span.start : article.title_span.end] == article.title, (
            "title and its span differ"
        )
        for span in find_spans(article):
            assert span.page == page.id, "a span of another page"
            assert 0 <= span.start <= span.end <= len(page.text), "a span outside of its page"
    assert [article.part for article in articles] == list(range(len(articles)))


def find_spans(value: object) -> Iterator[Span]:
    """Every span inside a record or value."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from find_spans(part)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from find_spans(getattr(value, name))
