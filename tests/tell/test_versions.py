"""A page seen again with other content: all versions kept, one current, the changes shown, and never counted twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from offing.case import Case
from offing.clean.addresses import name_address
from offing.pipeline import run_pipeline
from offing.records import Article, Claim, Event, Page
from offing.tell.versions import find_editions, find_versions, list_changes
from offing.tell.views import View

LEAD = "Iran fired {count} rockets at a base in Iraq on Tuesday, the Pentagon said."
REST = (
    "The base, which houses troops of several countries, lies west of the capital, an officer of the Iraqi army told reporters there.",
    "Nobody was hurt, the officer said, and a hangar and two trucks were burned by the fire that followed.",
)
WITHDRAWN = "Iran also attacked a ship in the Gulf on Monday, the ministry of defence in London said."
CORRECTION = "This article was corrected on Thursday: an earlier version gave the wrong number of rockets."


def write_page(
    path: Path, title: str, lines: list[str], *, url: str, outlet: str = "Straits Lantern", updated: str = "", seen: int = 0
) -> None:
    stamp = f'<meta property="article:modified_time" content="{updated}">' if updated else ""
    body = "".join(f"<p>{line}</p>" for line in lines)
    name = f'<meta property="og:site_name" content="{outlet}">' if outlet else ""
    path.write_text(
        f'<html lang="en"><head><title>{title}</title><link rel="canonical" href="{url}">{name}'
        f'<meta property="article:published_time" content="2020-01-07T08:00:00Z">{stamp}</head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>",
        "utf-8",
    )
    os.utime(path, (1_580_000_000 + seen, 1_580_000_000 + seen))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions") / "pages"
    folder.mkdir()
    here = "https://www.straitslantern.example/n/rockets"
    first, second = LEAD.format(count="eleven"), LEAD.format(count="twelve")
    write_page(folder / "c.html", "Iran fires rockets at base", [first, *REST, WITHDRAWN], url=here, updated="2020-01-07T08:30:00Z")
    write_page(
        folder / "b.html",
        "Rockets hit base in Iraq",
        [second, *REST, WITHDRAWN],
        url=f"{here}?utm_source=mail",
        updated="2020-01-07T10:30:00Z",
    )
    write_page(
        folder / "a.html",
        "Rockets hit base in Iraq",
        [second, *REST, CORRECTION],
        url=f"{here}/#top",
        updated="2020-01-09T10:30:00Z",
        outlet="",
    )
    write_page(folder / "d.html", "Calm at the front page", [*REST], url="https://www.straitslantern.example/")
    write_page(
        folder / "e.html",
        "Rockets land near a base",
        [LEAD.format(count="ten"), REST[0][::-1]],
        url="https://holmpost.example/7",
        outlet="Holm Post",
    )
    return folder


@pytest.fixture(scope="module")
def case(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    case = Case(tmp_path_factory.mktemp("case") / "versions.db", create=True)
    run_pipeline(case, [folder])
    return case


@pytest.fixture(scope="module")
def view(case: Case) -> View:
    return case.view()


def test_versions_are_one_article_and_the_last_is_current(view: View) -> None:
    (edition,) = find_editions(view)
    assert edition.address == "straitslantern.example/n/rockets"
    assert [version.title for version in edition.versions] == [
        "Iran fires rockets at base",
        "Rockets hit base in Iraq",
        "Rockets hit base in Iraq",
    ]
    assert [version.said[:16] for version in edition.versions] == ["2020-01-07T08:30", "2020-01-07T10:30", "2020-01-09T10:30"]
    assert CORRECTION in view.get(Article, edition.current.article).text
    assert len({version.sha256 for version in edition.versions}) == 3
    assert len(view.all(Page)) == 5
    assert len(find_versions(view)) == 2


def test_what_was_changed_is_shown(view: View) -> None:
    (edition,) = find_editions(view)
    first, second = list_changes(view, edition)
    told = {(row.kind, row.left.text if row.left else "", row.right.text if row.right else "") for row in first.rows}
    assert ("reworded", LEAD.format(count="eleven"), LEAD.format(count="twelve")) in told
    assert any(left == "Iran fires rockets at base" or right == "Rockets hit base in Iraq" for _, left, right in told)
    rows = {row.kind: row for row in second.rows}
    assert rows["left"].left is not None
    assert rows["left"].left.text == WITHDRAWN
    assert rows["right"].right is not None
    assert CORRECTION.startswith(rows["right"].right.text)
    pages = {page.id: page.text for page in view.all(Page)}
    span = rows["left"].left.span
    assert pages[span.page][span.start : span.end] == WITHDRAWN


def test_a_claim_withdrawn_is_named_and_stays_citable(view: View) -> None:
    (edition,) = find_editions(view)
    withdrawn = [view.get(Claim, ident) for ident in list_changes(view, edition)[1].claims]
    assert withdrawn
    assert all(claim.article == edition.versions[1].article for claim in withdrawn)
    told = {ident for event in view.all(Event) for ident in event.claims}
    assert {claim.id for claim in withdrawn} <= told


def test_versions_are_one_reporting_origin(view: View) -> None:
    (edition,) = find_editions(view)
    own = {version.article for version in edition.versions}
    events = [event for event in view.all(Event) if len(own & set(event.articles)) >= 2]
    assert events
    for event in events:
        assert len(event.reporting) <= 1 + len(set(event.articles) - own)


def test_a_version_of_another_outlet_name_and_another_text_is_no_second_origin(tmp_path: Path) -> None:
    """What unites versions is the address: here neither the name of the outlet nor any sentence is the same."""
    folder = tmp_path / "pages"
    folder.mkdir()
    here = "https://straitslantern.example/n/rockets"
    write_page(folder / "a.html", "Rockets at base", [LEAD.format(count="eleven"), REST[0]], url=here, outlet="Straits Lantern")
    write_page(
        folder / "b.html", "Base shelled", ["On Tuesday Iran fired rockets at an Iraqi base.", REST[1]], url=here, outlet="Lantern Weekend"
    )
    case = Case(tmp_path / "a.db", create=True)
    run_pipeline(case, [folder])
    assert len(case.records(Article)) == 2
    assert case.records(Event)
    assert all(len(event.reporting) == 1 for event in case.records(Event))
    voices = {"the Pentagon", "the officer", "the paper"}
    assert all(len(event.claimants) <= len(voices) for event in case.records(Event))


def test_without_times_on_the_page_the_capture_decides_then_the_hash(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    here = "https://straitslantern.example/n/rockets"
    for name, count, seen in (("a", "nine", 900), ("b", "ten", 100), ("c", "two", 500)):
        write_page(folder / f"{name}.html", "Rockets at base", [LEAD.format(count=count), *REST], url=here, seen=seen)
    case = Case(tmp_path / "a.db", create=True)
    run_pipeline(case, [folder])
    view = case.view()
    (edition,) = find_editions(view)
    assert [view.get(Article, version.article).text.split()[2] for version in edition.versions] == ["ten", "two", "nine"]


def test_other_bytes_around_the_same_story_change_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    here = "https://straitslantern.example/n/rockets"
    for name in ("a", "b"):
        write_page(folder / f"{name}.html", "Rockets at base", [LEAD.format(count="nine"), *REST], url=here)
    with (folder / "b.html").open("a") as stream:
        stream.write("<script>another()</script>")
    case = Case(tmp_path / "a.db", create=True)
    run_pipeline(case, [folder])
    (edition,) = find_editions(case.view())
    assert len(edition.versions) == 2
    assert not list_changes(case.view(), edition)[0].rows
    assert not find_versions(case.view())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.holm.example/a/b/", "http://holm.example/a/b#x", True),
        ("https://holm.example/a?utm_source=x&id=3", "https://m.holm.example/a?id=3&fbclid=9", True),
        ("https://holm.example/a?id=3", "https://holm.example/a?id=4", False),
        ("https://holm.example/a/index.html", "https://holm.example/a", True),
        ("https://holm.example/a", "https://varn.example/a", False),
    ],
)
def test_addresses(one: str, other: str, same: bool) -> None:
    assert (name_address(one) == name_address(other)) is same


@pytest.mark.parametrize(
    "url", ["", "holm", "https://holm.example/", "https://holm.example/index.html", "ftp://holm.example/a", "https://[", "https://h:x/a"]
)
def test_what_is_no_address_of_an_article(url: str) -> None:
    assert name_address(url) == ""


def run_offing(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "offing.cli", *words], capture_output=True, text=True, timeout=120, check=False)


def test_the_command(case: Case) -> None:
    path = str(case.path)
    listed = run_offing("versions", "--case", path)
    assert "straitslantern.example/n/rockets" in listed.stdout
    shown = run_offing("versions", "https://www.straitslantern.example/n/rockets", "--case", path)
    assert "Iran also attacked a ship in the Gulf" in " ".join(shown.stdout.split())
    assert "dropped" in shown.stdout
    assert "added" in shown.stdout
    (found,) = json.loads(run_offing("versions", "--case", path, "--json").stdout)
    assert found["current"] == found["edition"]["versions"][-1]["article"]
    missing = run_offing("versions", "nowhere", "--case", path)
    assert missing.returncode == 1
    assert "next:" in missing.stderr
