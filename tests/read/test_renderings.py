"""One page, one text: deterministic, blocks at exact offsets, whatever the bytes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offing.errors import SourceError
from offing.read import make_page, render_page
from offing.read.encodings import decode_text, find_declared, looks_binary

PAGE = """<!doctype html><html><head><title>Not body</title><style>p{}</style></head><body>
<nav><a href="/">Home</a> <a href="/w">World</a></nav><script>var hidden = "no";</script>
<h1 class="article-title">Ferry &amp; bridge</h1><p>The <b>ferry</b>
   was late.<br>Nobody&nbsp;was hurt.</p>
<ul><li>One</li><li>Two <a href="#">linked</a></li></ul><div>before<p>inside</p>after</div>
<figure><figcaption>At the quay</figcaption></figure><noscript>no</noscript><template>no</template></body></html>"""


def test_the_text_of_a_page() -> None:
    rendering = render_page(PAGE.encode(), "text/html")
    assert rendering.text.split("\n") == [
        "Home World", "Ferry & bridge", "The ferry was late.", "Nobody was hurt.", "One", "Two linked", "before", "inside", "after",
        "At the quay",
    ]  # fmt: skip


def test_blocks_stand_at_their_offsets_and_know_their_place() -> None:
    rendering = render_page(PAGE.encode(), "text/html")
    by_text = {rendering.text[block.start : block.end]: block for block in rendering.blocks}
    assert by_text["Home World"].hints == ("nav",)
    assert by_text["Home World"].links == len("HomeWorld")
    assert by_text["Ferry & bridge"].tag == "h1"
    assert "headline" in by_text["Ferry & bridge"].hints
    assert by_text["Two linked"].tag == "li"
    assert by_text["Two linked"].links == len("linked")
    assert {"figure", "figcaption"} <= set(by_text["At the quay"].hints)
    assert by_text["after"].tag == "div"


def test_plain_text_is_kept_exactly() -> None:
    text = "First line\r\n\r\n\u00a0\r\n  Second line  \n"
    rendering = render_page(text.encode(), "text/plain")
    assert rendering.text == text
    assert [rendering.text[block.start : block.end] for block in rendering.blocks] == ["First line", "Second line"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<meta charset=windows-1251><p>Порт".encode("cp1251"), "Порт"),
        ("<meta charset=iso-8859-1><p>caf\u00e9 \u201cquay\u201d".encode("cp1252"), "caf\u00e9 \u201cquay\u201d"),
        ("<meta charset=iso-8859-1><p>caf\u00e9 \u201cquay\u201d".encode(), "caf\u00e9 \u201cquay\u201d"),
        ("\ufeff<p>caf\u00e9".encode("utf-16"), "caf\u00e9"),
        ("<p>harbour caf\u00e9</p>".encode("utf-16-le"), "harbour caf\u00e9"),
        (b"<meta charset=no-such-charset><p>plain", "plain"),
        (("<p>" + "\u00e9\u00fc\u00f6" * 5).encode() + b" cut\xc3", "\u00e9\u00fc\u00f6" * 5 + " cut\ufffd"),
    ],
)  # fmt: skip
def test_encodings(body: bytes, text: str) -> None:
    assert render_page(body, "text/html").text == text


def test_binary_is_told_from_text() -> None:
    assert looks_binary(b"%PDF-1.7 ...")
    assert looks_binary(bytes(range(256)))
    assert not looks_binary("port".encode("utf-16-le") * 10)
    assert not looks_binary("Порт закрыт".encode("cp1251"))


def test_a_row_is_title_and_text() -> None:
    body = json.dumps({"title": "Ferry  late", "text": "It was late."}).encode()
    rendering = render_page(body, "application/json")
    assert rendering.text == "Ferry late\n\nIt was late."
    assert rendering.blocks[0].tag == "h1"


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        render_page(b"x", "image/png")
    assert caught.value.hint


TAGS = st.sampled_from([
    "<p>", "</p>", "<div class=nav>", "</div>", "<br>", "<script>", "</script>", "<!--", "-->", "<ul><li>", "<table><td>",
    "&amp;", "<a href=x>", "</a>", "<", ">", "<pre>", "<body>",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(TAGS, st.text(max_size=12)), max_size=30))
def test_any_mark_up_renders_the_same_twice_and_blocks_tile_the_text(parts: list[str]) -> None:
    body = "".join(parts).encode("utf-8", "replace")
    rendering = render_page(body, "text/html")
    assert rendering == render_page(body, "text/html")
    assert rendering.text == "\n".join(rendering.text[block.start : block.end] for block in rendering.blocks)
    assert all(0 <= block.links <= block.end - block.start for block in rendering.blocks)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["text/html", "text/plain"]))
def test_any_bytes_give_a_page_that_can_be_stored(body: bytes, media_type: str) -> None:
    page, _ = make_page(body, media_type)
    page.text.encode("utf-8")
    assert page == make_page(body, media_type)[0]


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_decoding_never_fails(body: bytes) -> None:
    assert isinstance(decode_text(body, declared=find_declared(body)), str)
