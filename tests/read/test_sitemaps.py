"""Sitemaps and lists of feeds: what they name, in whatever state they are."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offing.errors import SourceError
from offing.fetch import find_sources
from offing.read.links import Link, find_feeds, list_addresses, split_links
from offing.read.outlines import Outline, looks_like_outline, read_outlines, write_outlines
from offing.read.sitemaps import looks_like_sitemap, read_sitemap, unpack_gzip

NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://varn.example/1</loc><news:news><news:publication><news:name>Varn Times</news:name></news:publication>
<news:publication_date>2026-03-09T06:00:00Z</news:publication_date><news:title>Ferry
 late</news:title></news:news></url>
<url><loc> https://varn.example/2?a=1&amp;b=2 </loc><lastmod>2026-03-10</lastmod><image:image><image:title>A boat</image:title>
<image:loc>https://varn.example/boat.jpg</image:loc></image:image></url>
<url><loc>https://varn.example/1</loc></url><url><loc>/relative</loc></url><url/></urlset>"""
INDEX = b"""<sitemapindex><sitemap><loc>https://varn.example/old.xml</loc><lastmod>2025-01-01</lastmod></sitemap>
<sitemap><loc>https://varn.example/new.xml</loc><lastmod>2026-01-01</lastmod></sitemap></sitemapindex>"""


def test_a_news_sitemap_gives_titles_and_dates_newest_first() -> None:
    assert looks_like_sitemap(NEWS)
    second, first = read_sitemap("https://varn.example/map.xml", NEWS).pages
    assert (first.url, first.title, first.date) == ("https://varn.example/1", "Ferry late", "2026-03-09T06:00:00Z")
    assert (second.url, second.title, second.date) == ("https://varn.example/2?a=1&b=2", "", "2026-03-10")


def test_an_index_names_its_sitemaps_newest_first() -> None:
    sitemap = read_sitemap("https://varn.example/map.xml", INDEX)
    assert sitemap.children == ("https://varn.example/new.xml", "https://varn.example/old.xml")
    assert not sitemap.pages


def test_a_sitemap_that_breaks_off_gives_what_can_be_read() -> None:
    assert [link.url for link in read_sitemap("x", NEWS[:500]).pages] == ["https://varn.example/1"]


def test_entities_and_files_of_the_machine_are_not_read() -> None:
    bomb = b'<!DOCTYPE u [<!ENTITY a SYSTEM "file:///etc/hostname">]><urlset><url><loc>https://varn.example/&a;</loc></url></urlset>'
    assert [link.url for link in read_sitemap("x", bomb).pages] == ["https://varn.example/&a;"]


@pytest.mark.parametrize("body", [b"", b"<urlset/>", b"no mark-up", b"<urlset><url><loc>ftp://varn.example</loc></url></urlset>"])
def test_a_sitemap_without_addresses_is_named(body: bytes) -> None:
    with pytest.raises(SourceError):
        read_sitemap("x", body)


@given(st.lists(st.sampled_from([b"<url>", b"</url>", b"<loc>", b"https://a.example/", b"&amp;", b"]]>", b"\x00\xff", b"<sitemap>"])))
def test_nothing_in_a_sitemap_crashes(pieces: list[bytes]) -> None:
    body = b"<urlset>" + b"".join(pieces)
    with suppress(SourceError):
        assert all(link.url.startswith("https://") for link in read_sitemap("x", body).pages)


def test_a_packed_sitemap_is_unpacked_within_its_limit() -> None:
    assert unpack_gzip(gzip.compress(NEWS), 10_000) == NEWS
    assert unpack_gzip(NEWS, 10) == NEWS
    with pytest.raises(SourceError, match="too large"):
        unpack_gzip(gzip.compress(b"x" * 10_000_000), 1_000_000)
    with pytest.raises(SourceError, match="damaged"):
        unpack_gzip(b"\x1f\x8bnonsense", 10)


def test_the_key_of_a_link_knows_no_date() -> None:
    link = Link(source="s", url="u", guid="g", digest="d", date="today", title="t")
    assert link.key == Link(source="s", url="u", guid="g", digest="d", date="tomorrow").key
    others = [Link(source="s", url="u", guid="g"), Link(source="s", url="u", digest="d"), Link(source="s", url="v", guid="g", digest="d")]
    assert len({link.key, *(other.key for other in others)}) == 4


def test_an_atom_entry_may_give_its_address_relative_to_the_feed() -> None:
    atom = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:1</id><title>Ferry</title><link href="../1"/></entry></feed>'
    ((link, media_type, _),) = split_links("https://varn.example/feeds/atom", atom)
    assert (link.url, link.guid, link.title, media_type) == ("https://varn.example/1", "tag:1", "Ferry", "application/atom+xml")


def test_outlines_go_out_and_come_back() -> None:
    outlines = [Outline("https://varn.example/rss?a=1&b=2", 'Varn "Times" <World>'), Outline("https://ansel.example/feed", "")]
    body = write_outlines(outlines, "Sources")
    assert looks_like_outline(body)
    assert read_outlines(body) == [outlines[0], Outline("https://ansel.example/feed", "https://ansel.example/feed")]
    assert read_outlines(write_outlines([Outline("https://varn.example/", "a\x00b\ud800")], "x"))[0].title == "ab?"


def test_groups_are_flattened_and_doubles_dropped() -> None:
    body = (
        b"<opml><body><outline text='World'><outline title='Varn' xmlUrl='https://varn.example/rss'/><outline text='Folder'/></outline>"
        b"<outline text='again' XMLURL='https://varn.example/rss'/><outline xmlUrl='file:///etc/passwd'/></body></opml>"
    )
    assert read_outlines(body) == [Outline("https://varn.example/rss", "Varn")]


def test_a_list_of_addresses_names_the_line_that_is_none() -> None:
    assert list_addresses("\ufeffhttps://a.example/\n\n# later\n  http://b.example/x  the second\n") == [
        "https://a.example/",
        "http://b.example/x",
    ]
    with pytest.raises(SourceError, match="line 2"):
        list_addresses("https://a.example/\nb.example")


def test_a_page_names_its_feeds() -> None:
    page = b"<html><head><link rel=alternate type='application/rss+xml' href='/rss'><link rel=stylesheet href=x></head></html>"
    assert find_feeds(page) == ["/rss"]
    assert find_feeds(b"") == []


def test_sources_are_addresses_or_files_that_list_them(tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_bytes(write_outlines([Outline("https://varn.example/rss", "Varn")], "x"))
    (tmp_path / "map.xml").write_bytes(NEWS)
    (tmp_path / "list.txt").write_text("https://ansel.example/feed\n")
    given = [str(tmp_path / name) for name in ("feeds.opml", "map.xml", "list.txt")]
    found = find_sources(["https://varn.example/rss", *given])
    assert [source.url for source in found] == [
        "https://varn.example/rss",
        "https://varn.example/2?a=1&b=2",
        "https://varn.example/1",
        "https://ansel.example/feed",
    ]
    assert find_sources(given)[0].feed
    assert not found[0].feed
    (tmp_path / "empty.txt").write_text("# nothing\n")
    with pytest.raises(SourceError, match="lists no address"):
        find_sources([str(tmp_path / "empty.txt")])
