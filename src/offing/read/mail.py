"""Newsletters as pages: single letters (.eml), mailboxes (.mbox) and maildirs; the HTML part, else the text, and no recipient.

Parts and headers are read with Python's `email` (policy `default`); what it cannot read in a broken header is taken as it stands.
"""

from __future__ import annotations

import codecs
import email
import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from email import policy
from email.errors import MessageError
from email.message import Message
from email.utils import parsedate_to_datetime

from msgspec.structs import replace

from offing.read.encodings import decode_text
from offing.read.findings import PASSED, Found, Options, Place, Trouble, capture_at, fail, open_place, yield_page
from offing.read.letters import KEPT, MAIL, write_letter
from offing.records import Capture, Header

ENDINGS = (".eml", ".mbox")
MAILDIR = ("cur", "new", "tmp")
DEPTH = 4
PARTS = 200
# What the parser of the standard library is known to raise on headers that nobody should write.
_ODD = (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError)


def read_mail(place: Place, ending: str, options: Options) -> Iterator[Found]:
    """The pages of a letter or a mailbox. Raises Trouble when the file holds no letter, OSError."""
    if ending == ".mbox":
        yield from _read_mailbox(place, options)
        return
    with open_place(place) as stream:
        body = stream.read(options.limit + 1)
    if len(body) > options.limit:
        raise Trouble(f"too large: the limit is {options.limit:,} bytes", hint="save the letter without its attachments", size=place.size)
    yield from read_message(capture_at(place, place.origin), body)


def _read_mailbox(place: Place, options: Options) -> Iterator[Found]:
    """Every letter of a mailbox (mboxrd and its kin: a line `From ` after an empty line begins one); one at a time is in memory."""
    number, size, lines, blank = 0, 0, list[bytes](), True
    with open_place(place) as stream:
        while True:
            line = stream.readline(options.limit)
            starts = blank and line.startswith(b"From ")
            if (starts or not line) and number:
                origin = f"{place.origin}#{number}"
                if size > options.limit:
                    yield fail(origin, f"too large: the letter has {size:,} bytes", f"a letter may have {options.limit:,} bytes", size=size)
                elif options.wants(origin):
                    yield from _read_lines(replace(capture_at(place, place.origin), origin=origin), lines)
            if not line:
                break
            if starts:
                number, size, lines = number + 1, 0, []
            elif not number and line.strip():
                raise Trouble("not a mailbox: it does not begin with a `From ` line", hint="save single letters as .eml", size=place.size)
            else:
                size += len(line)
                if size <= options.limit:
                    lines.append(line)
            blank = not line.strip()
    if not number:
        raise Trouble("the file is empty", hint="export the mailbox again", size=place.size)


def _read_lines(capture: Capture, lines: list[bytes]) -> Iterator[Found]:
    try:
        yield from read_message(capture, b"".join(lines))
    except Trouble as trouble:
        yield fail(capture.origin, trouble.message, trouble.hint, sha256=trouble.sha256, size=trouble.size)


def read_message(capture: Capture, body: bytes) -> Iterator[Found]:
    """The page of a letter, then those of the letters forwarded in it (`origin/1`); attachments are counted in a Failure.

    Raises Trouble when nothing in it is a letter with text.
    """
    digest = hashlib.sha256(body).hexdigest()
    if not body.strip():
        raise Trouble("the letter is empty", hint="save it again", sha256=digest, size=len(body))
    try:
        letter = email.message_from_bytes(body, policy=policy.default)
        found = list(_read_letter(letter, capture, 0))
    except _ODD as error:
        reason = f"the letter cannot be read ({type(error).__name__})"
        raise Trouble(reason, hint="save it again as .eml", sha256=digest, size=len(body)) from error
    if not any(isinstance(one, Capture) for one in found):
        raise Trouble("no letter with text is in it", hint="save it with its text, as .eml", sha256=digest, size=len(body))
    yield from found


def _read_letter(letter: Message, capture: Capture, depth: int) -> Iterator[Found]:
    parts = list(_leaves(letter, 0))[:PARTS]
    texts = [part for part in parts if part.get_content_type() in ("text/html", "text/plain") and not _attached(part)]
    best = next((part for part in texts if part.get_content_type() == "text/html" and _text_of(part).strip()), None)
    chosen = best or next((part for part in texts if _text_of(part).strip()), None)
    headers = {name: words for name in KEPT if (words := _words(letter, name))}
    if chosen is not None and headers:
        kept = tuple(Header(name, words) for name, words in headers.items())
        bytes_of = write_letter(headers, _text_of(chosen), chosen.get_content_subtype())
        found = replace(capture, time=_read_date(headers.get("Date", ""), capture.time), headers=kept)
        yield from yield_page(found, bytes_of, MAIL)
    inner = [part for part in parts if part.get_content_type() == MAIL]
    for number, part in enumerate(inner, 1):
        held = part.get_payload()
        if depth < DEPTH and isinstance(held, list) and held and isinstance(held[0], Message):
            yield from _read_letter(held[0], replace(capture, origin=f"{capture.origin}/{number}"), depth + 1)
    left = Counter(part.get_content_type() for part in parts if part not in texts and part not in inner and _attached(part))
    if left:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(left.items()))
        yield fail(capture.origin, f"{PASSED}: attachments ({kinds})", "save what is a page in them as a file of its own")


def _leaves(letter: Message, depth: int) -> Iterator[Message]:
    held = letter.get_payload()
    if letter.is_multipart() and letter.get_content_type() != MAIL and isinstance(held, list):
        if depth < 20:
            for part in held:
                if isinstance(part, Message):
                    yield from _leaves(part, depth + 1)
    else:
        yield letter


def _attached(part: Message) -> bool:
    """An attachment: called one, or no text and not a picture that the HTML shows."""
    if part.get_content_disposition() == "attachment":
        return True
    return part.get_content_maintype() not in ("text", "multipart") and not part.get("Content-ID")


def _text_of(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return decode_text(payload, declared=_codec(part.get_content_charset() or "")) if isinstance(payload, bytes) else ""


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return ""
    return "cp1252" if found in ("iso8859-1", "ascii") else found


def _words(letter: Message, name: str) -> str:
    try:
        return str(letter.get(name, ""))
    except _ODD:
        return next((str(value) for key, value in letter.raw_items() if key.lower() == name.lower()), "")


def _read_date(words: str, otherwise: str) -> str:
    try:
        time = parsedate_to_datetime(words)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except _ODD:
        return otherwise
