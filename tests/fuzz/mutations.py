"""Seeded mutations of pages and feeds. The same number always gives the same file."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from random import Random

from tests.fuzz.seeds import list_seeds

CANARY = "canary-of-the-file-system"
Change = Callable[[bytes, Random], bytes]

_TOKENS = (
    b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml", b"<p>", b"</p>", b"<div>", b"</body>", b"<h1>", b"<title>",
    b"<script>",
    b"</script>", b"<style>", b"<textarea>", b"<plaintext>", b"<table><tr><td>", b"<svg><style>", b"<math>", b"<base href='//'>",
    b"<br/>", b"<time datetime='",
    b"<noscript>", b"<template>", b"<frameset>", b"<li>", b"&", b"&amp", b"&#0;", b"&#xD800;", b"&#x110000;", b"&#99999999999;",
    b"&nbsp;", b"&x;", b"\x00",
    b"\x00" * 40, b"\x08", b"\x1b[2J", b"\x7f", b"\x85", b"\xc2\x85", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xed\xb0\x80",
    b"\xf4\x90\x80\x80",
    b"\xc0\x80", b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\xe2\x80\x8b", b"\xcc\x81" * 60, b"\xef\xbf\xbf",
    b"\xf0\x9f\x87\xba",
    b"\r", b"\n\r", b"\x0b", b"\x0c", b"\x1c", b"\t", b"\"", b"'", b"=", b"{", b"}", b"[", b"]", b",", b":", b"\\u0000", b"\\ud800",
    b"\\", b"NaN", b"1e999",
    b"null", b"datetime", b"content=", b"By ", b"(AP) - ", b"LONDON (Reuters) - ", b" 1 ", b"31 February 2020", b"- ", b"* ", b"1. ",
    b"https://", b"\xe2\x80\x9c",
)  # fmt: skip
_CHARSETS = (
    "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "latin-1", "cp1252", "cp1251", "shift_jis", "gb18030", "big5", "euc_kr",
    "iso2022_jp",
    "koi8_r", "cp037", "hz", "mac_roman", "utf-8-sig", "cp1006", "ascii",
)  # fmt: skip
_NAMES = (
    *_CHARSETS,
    "utf-8",
    "x-user-defined",
    "base64",
    "rot13",
    "zlib",
    "idna",
    "undefined",
    "unicode_escape",
    "raw_unicode_escape",
    "ÿ",
)
_DATES = (
    "0000-00-00", "9999-12-31T23:59:60Z", "2020-02-30", "-0001-01-01", "2020-13-45T99:99:99+99:99", "1e9", "20200101",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "32 January 2020", "2020-01-01T00:00:00+23:59", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "99999999999999",
    "２０２０-０１-０１", "",
    "yesterday", "2020-01-02T13:42:00-05:00 " * 9, "1994-12-31", "2999-01-01", "Feb 29, 2019", "12/31/0000", "٢٠٢٠-٠١-٠١", "2020-W53-7",
)  # fmt: skip
_LINKED = (
    "", "[", "[[[[]]]]", "null", "0", '"x"', '{"@graph":{}}', '{"@graph":[null,1,"x",[]]}',
    '{"@type":["NewsArticle",null],"headline":{"a":[]}}',
    '{"@type":"NewsArticle","datePublished":{"@value":"2020"},"author":{"name":{"name":{"name":[]}}}}',
    '{"@type":"NewsArticle","author":[[[{"name":1}]]]}',
    '{"@type":"NewsArticle","headline":"\\ud800","datePublished":"\\u0000"}',
    '{"@type":"NewsArticle","datePublished":1e400,"publisher":false}',
    '{"@type":"NewsArticle","publisher":["x"],"mainEntityOfPage":{"@id":["https://a.example"]},"inLanguage":{}}', "<!-- {} -->",
    "//<![CDATA[\n{}\n//]]>",
    '{"a":' * 3000 + "1" + "}" * 3000, '{"@type":"NewsArticle","headline":"' + "x" * 20000 + '"}', "[" * 20000,
    '{"@type":"NewsArticle" "headline":"x",,}',
    '{"@type":"NewsArticle","headline":' + "9" * 5000 + "}",
)  # fmt: skip
_DAY = re.compile(rb"\d{4}-\d\d-\d\d(?:T[\d:]+(?:Z|[+-][\d:]+)?)?|\w{3}, \d\d \w{3} \d{4} [\d:]+ [+-]\d{4}|\d{1,2} \w+ \d{4}")
_TAG = re.compile(rb"<[^<>]{1,200}>")


def _place(body: bytes, rng: Random) -> int:
    return rng.randrange(len(body) + 1)


def _piece(body: bytes, rng: Random, most: int = 400) -> tuple[int, int]:
    start = _place(body, rng)
    return start, min(len(body), start + rng.randrange(1, most))


def flip_bytes(body: bytes, rng: Random) -> bytes:
    changed = bytearray(body)
    for _ in range(rng.choice((1, 3, 20, 200))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def truncate(body: bytes, rng: Random) -> bytes:
    return body[: _place(body, rng)] if rng.random() < 0.7 else body[_place(body, rng) :]


def drop_piece(body: bytes, rng: Random) -> bytes:
    start, end = _piece(body, rng)
    return body[:start] + body[end:]


def repeat_piece(body: bytes, rng: Random) -> bytes:
    start, end = _piece(body, rng)
    return body[:end] + body[start:end] * rng.choice((1, 2, 50)) + body[end:]


def splice(body: bytes, rng: Random) -> bytes:
    other = rng.choice(list_seeds())[1]
    start, end = _piece(other, rng, 3000)
    at = _place(body, rng)
    return body[:at] + other[start:end] + body[at:]


def insert_tokens(body: bytes, rng: Random) -> bytes:
    for _ in range(rng.choice((1, 2, 8, 40))):
        at = _place(body, rng)
        body = body[:at] + rng.choice(_TOKENS) * rng.choice((1, 1, 1, 3)) + body[at:]
    return body


def shuffle_tags(body: bytes, rng: Random) -> bytes:
    tags = _TAG.findall(body)
    rng.shuffle(tags)
    waiting = iter(tags)
    return _TAG.sub(lambda _: next(waiting), body)


def drop_ends(body: bytes, rng: Random) -> bytes:
    return re.sub(rb"</\w+>", lambda found: b"" if rng.random() < 0.5 else found[0], body)


def nest_deep(body: bytes, rng: Random) -> bytes:
    depth = rng.choice((50, 300, 1000, 10_000))
    tag = rng.choice((b"div", b"p", b"span", b"b", b"table", b"ul><li", b"blockquote", b"a", b"font", b"item", b"section", b"q", b"svg"))
    at = _place(body, rng)
    return body[:at] + b"<%s>" % tag * depth + body[at:] + (b"</%s>" % tag.split(b">")[0] * depth if rng.random() < 0.5 else b"")


def bomb_attributes(body: bytes, rng: Random) -> bytes:
    shape = rng.randrange(3)
    if shape == 0:
        inside = b" ".join(b"a%d='%d'" % (number, number) for number in range(rng.choice((100, 4000))))
    elif shape == 1:
        inside = b"class='" + b"share related caption nav-" * rng.choice((10, 8000)) + b"'"
    else:
        inside = b"content='" + b"x" * rng.choice((100, 200_000)) + b"' datetime='" + b"2020-" * 500 + b"'"
    at = _place(body, rng)
    return body[:at] + rng.choice((b"<div ", b"<meta ", b"<p ", b"<time ", b"<item ")) + inside + b">" + body[at:]


def bomb_entities(body: bytes, rng: Random) -> bytes:
    if rng.random() < 0.5:
        at = _place(body, rng)
        return body[:at] + rng.choice((b"&amp;", b"&lt;p&gt;", b"&#8203;", b"&nbsp;", b"&quot;")) * rng.choice((100, 20_000)) + body[at:]
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10) for number in range(1, 10))
    head = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">' + laughs + b"]>"
    return head + _TAG.sub(lambda found: found[0] + (b"&l9;" if rng.random() < 0.2 else b""), re.sub(rb"^\s*<\?xml[^>]*>", b"", body))


def name_files(body: bytes, rng: Random) -> bytes:
    """A document type that asks for files and addresses; `{canary}` and `{port}` are filled in by who runs it."""
    kind = rng.choice((b"SYSTEM 'file://{canary}'", b"SYSTEM 'http://127.0.0.1:{port}/x.dtd'", b"PUBLIC '-//W3C//DTD' '{canary}'"))
    shape = rng.randrange(3)
    if shape == 0:
        head = b"<!DOCTYPE rss [<!ENTITY x " + kind + b">]>"
    elif shape == 1:
        head = b"<!DOCTYPE rss [<!ENTITY % x " + kind + b"> %x;]>"
    else:
        head = b"<!DOCTYPE rss " + kind + b">"
    extra = b"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' parse='text' href='file://{canary}'/>" if rng.random() < 0.3 else b""
    plain = re.sub(rb"^\s*<\?xml[^>]*>", b"", body)
    sheet = b"<?xml-stylesheet href='http://127.0.0.1:{port}/s.xsl' type='text/xsl'?>" if rng.random() < 0.3 else b""
    return (
        b'<?xml version="1.0"?>' + sheet + head + _TAG.sub(lambda found: found[0] + (b"&x;" + extra if rng.random() < 0.3 else b""), plain)
    )


def change_charset(body: bytes, rng: Random) -> bytes:
    text = body.decode("utf-8", "replace")
    if rng.random() < 0.8:
        text = re.sub(r"(?i)(charset=|encoding=)([\"']?)[\w-]+", lambda found: found[1] + found[2] + rng.choice(_NAMES), text, count=1)
    return text.encode(rng.choice(_CHARSETS), "replace") if rng.random() < 0.7 else text.encode()


def write_long(body: bytes, rng: Random) -> bytes:
    size = rng.choice((2000, 50_000, 500_000))
    word = rng.choice(
        (
            b"x",
            b"ab ",
            b"A. ",
            b"1 ",
            b"- ",
            b"\xe6\xb8\xaf",
            b"(",
            b"https://a.example/",
            b"By Ida ",
            b"Jan 2, ",
            b"\xe2\x80\x9c",
            b"a.b-",
            b"A",
            b"\n- ",
            b" \n",
        )
    )
    at = _place(body, rng)
    return body[:at] + word * (size // len(word)) + body[at:]


def change_dates(body: bytes, rng: Random) -> bytes:
    return _DAY.sub(lambda found: rng.choice(_DATES).encode() if rng.random() < 0.7 else found[0], body)


def add_linked(body: bytes, rng: Random) -> bytes:
    block = b"<script type='application/ld+json'>" + rng.choice(_LINKED).encode() + b"</script>"
    at = body.find(b"<head>") + 6 if rng.random() < 0.8 and b"<head>" in body else _place(body, rng)
    return body[:at] + block + body[at:]


def double_parts(body: bytes, rng: Random) -> bytes:
    parts = re.split(rb"(?<=>)\s*|\n", body)
    chosen = [part for part in parts for _ in range(rng.choice((1, 1, 1, 2, 5)))]
    if rng.random() < 0.2:
        rng.shuffle(chosen)
    return b"\n".join(chosen)


def mix_newlines(body: bytes, rng: Random) -> bytes:
    ends = (b"\n", b"\r\n", b"\r", b"\x0b", b"\x0c", b"\xe2\x80\xa8", b"\xc2\x85", b"\n\n\n", b"\x1e")
    return re.sub(rb"\n", lambda _: rng.choice(ends), body)


def mix_forms(body: bytes, rng: Random) -> bytes:
    """HTML inside XML, a feed inside HTML, a row around either."""
    other = rng.choice(list_seeds())[1]
    shape = rng.randrange(4)
    if shape == 0:
        return (
            b"<rss version='2.0'><channel><title>t</title><item><title>x</title><description><![CDATA["
            + body
            + b"]]></description></item></channel></rss>"
        )
    if shape == 1:
        return b"<rss><channel><item><content>" + body + b"</content></item>" + other + b"</channel></rss>"
    if shape == 2:
        return b"<html><body>" + other + body
    return json.dumps({"title": "x", "text": body.decode("utf-8", "replace"), "date": rng.choice(_DATES)}).encode()


def break_rows(body: bytes, rng: Random) -> bytes:
    """Rows of strange types; other files are put into a row first."""
    text = body.decode("utf-8", "replace")
    strange = (
        None,
        [],
        {},
        [None],
        {"name": []},
        1e308,
        True,
        "\ud800",
        "\x00",
        10**400,
        [["a"], {"name": "b"}],
        text,
        text[:200],
        rng.choice(_DATES),
    )
    names = ("title", "text", "html", "url", "date", "updated", "outlet", "author", "language", "invented", "body", "TEXT")
    rows = [json.dumps({name: rng.choice(strange) for name in names if rng.random() < 0.6}) for _ in range(rng.choice((1, 3)))]
    rows.append(
        rng.choice(
            ("[" * 10_000, '{"text":' * 10_000, "[1]", "1", '"x"', '{"text": NaN}', "\ufeff{}", "{}", '{"text": "a", "text": []}', "")
        )
    )
    return "\n".join(rows).encode("utf-8", "replace")


CHANGES: tuple[tuple[int, Change], ...] = (
    (10, flip_bytes), (6, truncate), (5, drop_piece), (5, repeat_piece), (6, splice), (14, insert_tokens), (5, shuffle_tags),
    (4, drop_ends), (2, nest_deep),
    (2, bomb_attributes), (2, bomb_entities), (4, name_files), (6, change_charset), (2, write_long), (6, change_dates), (6, add_linked),
    (3, double_parts),
    (3, mix_newlines), (4, mix_forms), (3, break_rows),
)  # fmt: skip
LARGEST = 2_000_000


def mutate(number: int) -> tuple[str, bytes, tuple[str, ...]]:
    """File number `number`: its ending, its bytes, and the names of what was done to it."""
    rng = Random(number)
    ending, body = rng.choice(list_seeds())
    chosen = rng.choices([change for _, change in CHANGES], [weight for weight, _ in CHANGES], k=rng.choice((1, 1, 2, 2, 3, 5)))
    for change in chosen:
        body = change(body, rng)[:LARGEST]
    if rng.random() < 0.1:
        ending = rng.choice((".html", ".txt", ".xml", ".jsonl", ".rss", ".htm", ".ndjson", ".xhtml"))
    if rng.random() < 0.02:
        ending, body = ending + ".gz", gzip.compress(body, 1, mtime=0)
        body = flip_bytes(body, rng) if rng.random() < 0.5 else body
    return ending, body, tuple(change.__name__ for change in chosen)
