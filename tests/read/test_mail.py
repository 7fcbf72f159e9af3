"""Newsletters: the part that is read, what is kept of the headers, and letters that nobody should have written."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from offing.checks import check_reader
from offing.clean import clean_page
from offing.read import read_source
from offing.read.letters import is_letter, read_letter
from offing.records import Capture, Failure, Page

TEXT = "The port of Varn was closed on Monday, its master said.\nFerries stayed in the harbour until the evening.\n"


def letter(text: str = TEXT, markup: str = "", **more: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Varn Häfen Brief <brief@varn.example>"
    message["To"] = "Ida Holm <ida@reader.example>"
    message["Subject"] = "Harbour shut – a day without ferries"
    message["Date"] = "Mon, 10 Mar 2031 08:00:00 +0100"
    message["List-Id"] = "<brief.varn.example>"
    message["List-Unsubscribe"] = "<https://varn.example/leave?who=ida>"
    for name, value in more.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if markup:
        message.add_alternative(markup, subtype="html")
    return message


def read(path: Path) -> tuple[list[Page], list[Failure]]:
    found = list(read_source(path))
    return [one for one in found if isinstance(one, Page)], [one for one in found if isinstance(one, Failure)]


def test_a_letter_is_a_page_with_sender_title_and_time_and_without_its_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(letter(markup=f"<html><body><p>{TEXT}</p></body></html>").as_bytes())
    found = list(read_source(path))
    page, capture = found
    assert isinstance(page, Page)
    assert isinstance(capture, Capture)
    assert page.media_type == "message/rfc822"
    assert page.text.startswith("Harbour shut – a day without ferries")
    assert capture.time == "2031-03-10T07:00:00+00:00"
    assert {header.name for header in capture.headers} == {"From", "Subject", "Date", "List-Id"}
    assert b"ida" not in page.body.lower()
    assert is_letter(page.body)
    entry = read_letter(page.body)
    assert entry.outlet == "Varn Häfen Brief"
    (article,) = clean_page(page)
    assert "Ferries stayed in the harbour" in article.text
    assert article.published is not None
    assert article.published.start.startswith("2031-03-10")
    check_reader(read_source, path)


def test_attachments_are_counted_and_forwarded_letters_are_pages_of_their_own(tmp_path: Path) -> None:
    outer = letter("For your information.\n")
    outer.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="a.pdf")
    outer.add_attachment(letter("The bridge was opened again on Friday.\n"))
    (tmp_path / "a.eml").write_bytes(outer.as_bytes())
    pages, failures = read(tmp_path / "a.eml")
    assert ["For your information" in pages[0].text, "The bridge was opened" in pages[1].text] == [True, True]
    assert [failure.reason for failure in failures] == ["passed over: attachments (1 application/pdf)"]


def test_a_mailbox_is_read_letter_by_letter(tmp_path: Path) -> None:
    letters = [letter(f"Letter {number} was sent.\nFrom the harbour.\n").as_bytes() for number in range(3)]
    letters.insert(1, b"no header at all\n\x00\xff")
    path = tmp_path / "a.mbox"
    path.write_bytes(b"".join(b"From brief@varn.example Mon Mar 10 08:00:00 2031\n" + one + b"\n\n" for one in letters))
    pages, failures = read(path)
    assert [f"Letter {number}" in page.text for number, page in enumerate(pages)] == [True] * 3
    assert [failure.origin for failure in failures] == ["a.mbox#2"]
    check_reader(read_source, path)


def test_a_maildir_is_read(tmp_path: Path) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / "box" / name).mkdir(parents=True)
    (tmp_path / "box" / "cur" / "1900000000.1.varn:2,S").write_bytes(letter().as_bytes())
    (tmp_path / "box" / "new" / "1900000001.2.varn").write_bytes(letter("Another letter.\n").as_bytes())
    pages, failures = read(tmp_path / "box")
    assert len(pages) == 2
    assert not failures


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Type: text/plain; charset=no-such\n\nStra\xdfe in Varn",
        b"Content-Type: text/plain; charset=iso-8859-1\n\nStra\xdfe in Varn",
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nU3RyYcOfZSBpbiBWYXJu!!",
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nStra=C3=9Fe in=\n Varn",
    ],
)
def test_odd_encodings_are_read(tmp_path: Path, lines: bytes) -> None:
    (tmp_path / "a.eml").write_bytes(b"Subject: =?bad?q?x\nFrom: <<>>,;:\nDate: never\n" + lines)
    pages, _ = read(tmp_path / "a.eml")
    assert "Straße in Varn" in " ".join(pages[0].text.split())


NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number) for number in range(400))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.eml", b""),
        ("a.eml", b"\x00\x01\x02" * 400),
        ("a.eml", b"Subject: x\n\n"),
        ("a.eml", b"Content-Type: multipart/mixed\n\nno boundary"),
        ("a.eml", b"Subject: x\n" + NESTED),
        ("a.eml", b"just words\n" * 20),
        ("a.mbox", b""),
        ("a.mbox", b"no mailbox\n" * 20),
        ("a.mbox", b"From \n"),
        ("a.mbox", b"From x\n\x00\xff\xfe" * 3),
        ("a.mbox", b"a" * 10_000_000),
    ],
)
def test_what_is_no_letter_is_a_failure_with_a_hint(tmp_path: Path, name: str, body: bytes) -> None:
    (tmp_path / name).write_bytes(body)
    pages, failures = read(tmp_path / name)
    assert not pages
    assert failures
    assert all(failure.reason and failure.hint for failure in failures)
