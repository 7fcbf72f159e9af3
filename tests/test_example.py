"""The example case: its files are what its README says, and its gold cuts out of the pages what it claims."""

from __future__ import annotations

import json
import re
import runpy
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from offing.read import read_source
from offing.records import Capture, Failure, Page

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "embassy"
README = (FOLDER / "README.md").read_text("utf-8")
GOLD = json.loads((FOLDER / "gold.json").read_text("utf-8"))
PAGES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".html", ".txt", ".xml"))
STATUSES = {"happened", "ongoing", "planned", "expected", "threatened", "conditional", "denied", "did_not_happen", "alleged", "background"}
SHORTEST = 8  # words: below this two newsrooms may well write the same sentence

TOOL = runpy.run_path(str(ROOT / "tools" / "compile_gold.py"))


def read_texts() -> dict[str, str]:
    """Document id -> page text, by file and, in the feed, by address."""
    found: dict[tuple[str, str], str] = {}
    for path in PAGES:
        captures, pages = [], {}
        for record in read_source(path):
            if isinstance(record, Page):
                pages[record.id] = record
            elif isinstance(record, Capture):
                captures.append(record)
            elif isinstance(record, Failure):
                pytest.fail(f"{path.name}: {record.reason}")
        for capture in captures:
            page = pages[capture.page]
            found[path.name, page.url if path.suffix == ".xml" else ""] = page.text
    return {
        document["id"]: found[document["file"].partition("#")[0], document["url"] if "#" in document["file"] else ""]
        for document in GOLD["documents"]
    }


TEXTS = read_texts()


def walk_stretches(value: object, doc: str = "") -> Iterator[dict[str, Any]]:
    """Every mapping of the gold with a start, an end and words."""
    if isinstance(value, dict):
        doc = value.get("doc", doc)
        if {"start", "end", "text"} <= value.keys():
            yield {**value, "doc": doc}
        for inner in value.values():
            yield from walk_stretches(inner, doc)
    elif isinstance(value, list):
        for inner in value:
            yield from walk_stretches(inner, doc)


def test_every_offset_cuts_out_its_words() -> None:
    stretches = list(walk_stretches(GOLD))
    assert len(stretches) > 900
    wrong = [(row["doc"], row["text"]) for row in stretches if TEXTS[row["doc"]][row["start"] : row["end"]] != row["text"]]
    assert not wrong


def test_pairs_and_boundaries_cut_out_their_words() -> None:
    for pair in GOLD["copied_pairs"]:
        for side in "ab":
            sentence = GOLD["sentences"][pair[side]]
            start, end = pair[f"{side}_span"]
            assert TEXTS[sentence["doc"]][start:end] == pair[f"{side}_text"] == sentence["text"]
    for boundary in GOLD["unrelated_story_boundary"]:
        start, end = boundary["unrelated_story"]
        assert TEXTS[boundary["doc"]][start:end] == boundary["text"]
        assert boundary["text"].startswith(boundary["first_words_of_unrelated"])


def test_segments_tile_every_page() -> None:
    for doc, text in TEXTS.items():
        spans = sorted((row["start"], row["end"]) for row in GOLD["segments"] if row["doc"] == doc)
        assert all(left[1] <= right[0] for left, right in pairwise(spans)), doc
        held = {at for start, end in spans for at in range(start, end)}
        assert not [sign for at, sign in enumerate(text) if not sign.isspace() and at not in held], doc


def test_names_in_the_gold_exist() -> None:
    documents = {document["id"] for document in GOLD["documents"]}
    events = {event["id"] for event in GOLD["events"] + GOLD["unrelated_story_events"]}
    assert len(events) == len(GOLD["events"]) + len(GOLD["unrelated_story_events"])
    for event in GOLD["events"] + GOLD["unrelated_story_events"]:
        assert event["mentions"]
        assert set(event["status_accept"]) <= STATUSES
    for claim in GOLD["claims"] + GOLD["unrelated_story_claims"]:
        assert claim["reports_event"] is None or claim["reports_event"] in events, claim["id"]
    for denial in GOLD["denied_claims"]:
        assert {denial["act"], denial["denied_event"]} <= events
    for group in GOLD["origins"]["groups"]:
        assert set(group["documents"]) <= documents
        assert set(group["supports"]) <= events
    for row in GOLD["independent_origins"]:
        assert row["event"] is None or row["event"] in events
        assert set(row["documents"]) <= documents
    assert sorted(doc for story in GOLD["stories"] for doc in story["documents"]) == sorted(documents)


def test_origins_agree_with_the_copies() -> None:
    """Copies join documents of one dispatch, every document of a dispatch is joined, and no dispatch counts twice for a happening."""
    dispatch = {document["id"]: document["dispatch"] for document in GOLD["documents"]}
    joined = defaultdict(set)
    for pair in GOLD["copied_pairs"]:
        left, right = (GOLD["sentences"][pair[side]]["doc"] for side in "ab")
        assert dispatch[left] == dispatch[right]
        joined[left].add(right)
        joined[right].add(left)
    for doc, root in dispatch.items():
        assert joined[doc] == {other for other, shared in dispatch.items() if shared == root and other != doc}, doc
    for row in GOLD["independent_origins"]:
        roots = [{dispatch[doc] for doc in docs} for docs in row["reporting"].values()]
        assert len(set().union(*roots)) == sum(len(root) for root in roots), row["id"]
        assert (row["reporting_origins"], row["claimant_origins"]) == (len(row["reporting"]), len(row["claimants"]))
        assert row["standing"] != "corroborated" or row["reporting_origins"] >= 2
        event: dict[str, Any] = next((event for event in GOLD["events"] if event["id"] == row["event"]), {})
        assert event.get("reporting_origins", row["reporting_origins"]) == row["reporting_origins"], row["id"]


def test_the_gold_is_what_the_annotations_compile_to() -> None:
    assert TOOL["write_gold"](TOOL["Compiler"](FOLDER).make_gold()) == (FOLDER / "gold.json").read_text("utf-8")


def test_the_number_of_pages_and_their_places_in_the_gold() -> None:
    assert 28 <= len(PAGES) <= 32
    assert {document["file"].partition("#")[0] for document in GOLD["documents"]} == {path.name for path in PAGES}
    full = [document for document in GOLD["documents"] if document["depth"] == "full"]
    assert len(full) >= 10
    assert sum(document["file"].endswith(".txt") for document in full) == 2


def test_every_file_is_listed_in_the_readme() -> None:
    for path in FOLDER.iterdir():
        assert path.name == "README.md" or f"`{path.name}`" in README, path.name
    for name in re.findall(r"^\| `([\w.-]+)` \|", README, re.MULTILINE):
        assert (FOLDER / name).is_file(), name


def test_every_page_says_that_it_is_invented() -> None:
    for path in PAGES:
        text = path.read_text("utf-8")
        if path.suffix == ".html":
            assert html.fromstring(text.encode()).xpath("//meta[@name='offing:invented']/@content") == ["yes"], path.name
        elif path.suffix == ".txt":
            assert text.rstrip().endswith("\nInvented outlet, Offing example"), path.name


def test_outlets_and_addresses_are_invented_and_listed() -> None:
    addresses = set()
    for path in PAGES:
        text = path.read_text("utf-8")
        hosts = set(re.findall(r"https?://([\w.-]+)", text)) - {"schema.org", "purl.org", "www.w3.org"}
        assert all(host.endswith(".example") for host in hosts), (path.name, hosts)
        addresses |= hosts
    for host in addresses:
        assert host in README, host
    for document in GOLD["documents"]:
        assert document["outlet_of_text"].partition(" (")[0] in README, document["outlet_of_text"]


def test_people_of_the_invented_press_are_listed() -> None:
    names = set()
    for segment in GOLD["segments"]:
        if segment["role"] in ("byline", "photo_caption"):
            names |= set(re.findall(r"(?:Photo|Picture|By|with|\() ?:? ?([A-Z]\w+ (?:Penn|Ormsby|Quillon|Tellin|Carrow))", segment["text"]))
            names |= set(re.findall(r"^([A-Z]\w+ [A-Z]\w+)(?: [·|]| in |$)", segment["text"]))
    assert len(names) >= 7
    assert not [name for name in names if name not in README]


def test_the_feed_parses() -> None:
    root = ET.parse(FOLDER / "portellery-feed-20200108.xml").getroot()
    entries = root.findall("./channel/item")
    assert 3 <= len(entries) <= 4
    for entry in entries:
        assert any("invented" in (label.text or "") for label in entry.findall("category"))
        content = entry.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
        assert len(re.sub(r"<[^>]+>", " ", content).split()) >= 50


def test_no_sentence_is_repeated_unless_the_gold_says_copy() -> None:
    copied = {frozenset((pair["a"], pair["b"])) for pair in GOLD["copied_pairs"]}
    held = defaultdict(list)
    for name, sentence in GOLD["sentences"].items():
        words = " ".join(re.findall(r"\w+", sentence["text"].casefold()))
        if len(words.split()) >= SHORTEST:
            held[words].append((name, sentence["doc"]))
    for places in held.values():
        for name, doc in places:
            for other, where in places:
                assert name == other or (doc != where and frozenset((name, other)) in copied), (name, other)


def test_the_two_versions_share_an_address() -> None:
    for version in GOLD["versions"]:
        documents = [document for document in GOLD["documents"] if document["id"] in version["documents"]]
        assert {document["url"] for document in documents} == {version["url"]}
        assert len({TEXTS[document["id"]] for document in documents}) == len(documents) == 2


def test_what_the_case_must_hold_is_there() -> None:
    kinds = {pair["kind"] for pair in GOLD["copied_pairs"]}
    assert {"verbatim", "edited_copy", "reworded_copy"} <= kinds
    assert any(document["document_date"]["text_only"] is None and document["document_date"]["resolved"] for document in GOLD["documents"])
    files = {document["id"]: document["file"] for document in GOLD["documents"]}
    tails = {files[boundary["doc"]].rpartition(".")[2] for boundary in GOLD["unrelated_story_boundary"]}
    assert tails == {"html", "txt"}
    assert any(segment["role"] == "duplicate_of_photo_caption" for segment in GOLD["segments"])
    assert any(group.get("hidden") for group in GOLD["origins"]["groups"])
    assert any(document["photo_credit"] and not document["agency_named_for_text"] for document in GOLD["documents"])
    assert GOLD["denied_claims"]
    assert GOLD["hardened_headlines"]
    assert GOLD["shared_quotations"]
    standings = {row["standing"] for row in GOLD["independent_origins"]}
    assert {"corroborated", "contested", "reported"} <= standings
