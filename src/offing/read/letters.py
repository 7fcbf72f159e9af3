"""A newsletter as the bytes of a page: a few header lines, an empty line, and the one part that is read. Recipients are not in it."""

from __future__ import annotations

from offing.errors import SourceError
from offing.read.encodings import decode_text, mend_text
from offing.read.feeds import Entry

MAIL = "message/rfc822"
# Who it was sent to, by which servers, and links that carry the reader's own key (List-Unsubscribe) are not kept.
KEPT = ("From", "Subject", "Date", "Message-ID", "List-Id", "Archived-At")


def write_letter(headers: dict[str, str], content: str, kind: str) -> bytes:
    """Headers (those in KEPT) and the content as UTF-8; `kind` is html or plain."""
    lines = [f"{name}: {' '.join(headers[name].split())}" for name in KEPT if headers.get(name, "").strip()]
    return mend_text("\n".join([*lines, f"Content-Type: text/{kind}; charset=utf-8", "", content])).encode()


def is_letter(body: bytes) -> bool:
    """Has `write_letter` written these bytes? Then no header stands in them that is not kept."""
    names = {line.partition(b":")[0].decode("ascii", "replace") for line in body.partition(b"\n\n")[0].split(b"\n")}
    return names <= {*KEPT, "Content-Type"}


def read_letter(body: bytes) -> Entry:
    """The letter in `body`, as `write_letter` wrote it. Raises SourceError when it holds no text."""
    head, _, content = decode_text(body).partition("\n\n")
    headers = {name: value for name, colon, value in (line.partition(": ") for line in head.split("\n")) if colon}
    if not content.strip():
        raise SourceError("the letter holds no text", hint="save the letter with its text")
    sender, _, address = headers.get("From", "").rpartition("<")
    return Entry(
        title=headers.get("Subject", ""),
        content=content,
        url=headers.get("Archived-At", "").strip("<> "),
        published=headers.get("Date", ""),
        outlet=sender.strip(' "') or address.strip("<> ").rpartition("@")[2],
    )
