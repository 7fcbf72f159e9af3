"""`offing compare`, `decide`, `decisions` and `undo`, as a newcomer types them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from offing.case import Case
from offing.cli.comparing import show_comparison
from offing.cli.deciding import Order, decide_edge, show_decisions, undo_decision
from offing.cli.reading import show_brief, show_trace
from offing.errors import CaseError, NotFound, SourceError
from offing.pipeline import run_pipeline
from tests.conftest import EXAMPLE

MPA, ROOKWOOD, KESTREL = "mpa-20191231-embassy.html", "rookwood-embassy.html", "kestrel-embassy-first.html"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    case = Case(folder / "small.db", create=True)
    run_pipeline(case, [EXAMPLE / MPA, EXAMPLE / ROOKWOOD])
    case.close()
    return folder


@pytest.fixture
def path(small: Path, tmp_path: Path) -> Path:
    for file in small.iterdir():
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / "small.db"


def test_two_files_are_compared_without_a_case(capsys: pytest.CaptureFixture[str]) -> None:
    show_comparison((str(EXAMPLE / MPA), str(EXAMPLE / ROOKWOOD)), None, "", False)
    told = capsys.readouterr().out
    for words in ("Likely source: A (Meridian Press Agency)", "REWORDED", "[-", "{+", "HEADLINE AGAINST TEXT", "counted as: Meridian"):
        assert words in told
    assert "verified" not in told


@pytest.mark.parametrize(
    "names", [(MPA, ROOKWOOD), ("https://meridianpress.example/2019/12", "rookwood-embassy"), ("Meridian", "rookwood daily")]
)
def test_articles_of_a_case_are_found_by_file_address_and_outlet(
    path: Path, names: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    story = "embassy" if names[0] == "Meridian" else ""
    names = (names[0], ROOKWOOD) if names[1] == "rookwood-embassy" else names
    show_comparison(names, path, story, True)
    told = json.loads(capsys.readouterr().out)
    assert [account["outlet"] for account in told["accounts"]] == ["Meridian Press Agency", "Rookwood Daily"]
    assert told["likely"]["way"] == "left"


def test_a_name_that_fits_none_or_several_is_answered_with_what_there_is(path: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such article") as caught:
        show_comparison(("nobody.html", ROOKWOOD), path, "", False)
    assert "Rookwood Daily" in caught.value.hint
    with pytest.raises(NotFound, match="2 of them fit"):
        show_comparison(("a", ROOKWOOD), path, "embassy", False)
    with pytest.raises(SourceError, match="one article"):
        show_comparison((ROOKWOOD, ROOKWOOD), path, "", False)
    empty = tmp_path / "empty.html"
    empty.write_text("")
    with pytest.raises(SourceError, match="holds"):
        show_comparison((str(empty), str(EXAMPLE / MPA)), None, "", False)


def test_a_cut_moves_the_counts_is_marked_everywhere_and_goes_without_a_trace(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = Case(path).ids()
    decide_edge(path, "cut", (MPA, ROOKWOOD), Order(reason="they had their own reporter", by="A. Desk"))
    assert "1 -> 2" in capsys.readouterr().out
    with pytest.raises(CaseError, match="cut already, by decision 1"):
        decide_edge(path, "add", (ROOKWOOD, MPA), Order(reason="no", by="B. Desk"))
    marked = "1 edge cut by the analyst (A. Desk: they had their own reporter)"
    show_brief(path, None, "", False)
    assert marked in capsys.readouterr().out
    report = path.parent / "brief.html"
    show_brief(path, report, "", False)
    written = report.read_text("utf-8")
    assert "1 edge</bdi></a> cut by the analyst (A. Desk: they had their own reporter)" in written
    assert "edge cut by the analyst (A. Desk: they had their own reporter)" in written  # the copy graph, as a table
    capsys.readouterr()
    show_trace(path, "Angry", False)
    assert "! edge cut by the analyst (A. Desk: they had their own reporter)" in capsys.readouterr().out
    undo_decision(path, 1, "it was the agency's after all", "A. Desk", False)
    assert "2 -> 1" in capsys.readouterr().out
    assert Case(path).ids() == before
    show_decisions(path, False)
    told = capsys.readouterr().out
    for words in ("they had their own reporter", "it was the agency's after all", "undone by 2", "A. Desk"):
        assert words in told


def test_what_cannot_be_decided_is_said(path: Path) -> None:
    with pytest.raises(SourceError, match="no kind of decision"):
        decide_edge(path, "merge", (MPA, ROOKWOOD), Order(reason="x"))
    with pytest.raises(SourceError, match="needs a reason"):
        decide_edge(path, "cut", (MPA, ROOKWOOD), Order(reason=" "))
    with pytest.raises(NotFound, match="not in Meridian"):
        decide_edge(path, "cut", (MPA, ROOKWOOD), Order(reason="x", words=("words of nobody",)))
    with pytest.raises(SourceError, match="on both sides"):
        decide_edge(path, "add", (MPA, ROOKWOOD), Order(reason="x", words=("one",)))
