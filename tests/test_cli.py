"""The command line as a newcomer types it."""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from offing.case import Case
from offing.records import Article, Claim, Event, Page, Story
from offing.tell.views import View

READING = (["timeline"], ["stories"], ["claims"], ["indicators"], ["warn"], ["brief"], ["verify"], ["search", "embassy"])


def offing(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "offing.cli", *words], capture_output=True, text=True, timeout=120, check=False, cwd=cwd, env=env
    )


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = offing("--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert answer.returncode == 0
    for name in ("demo", "run", "brief", "timeline", "stories", "claims", "cuts", "trace", "why", "warn", "indicators", "search", "verify"):
        assert name in answer.stdout
    assert "Exit codes" in answer.stdout
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 2.0  # the bar is 0.4; a loaded machine may double it
    code = "import sys, offing.cli; print([n for n in ('numpy', 'sqlalchemy', 'pyarrow', 'trafilatura') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_every_reading_command_prints_tables_and_json(example_case: Case, words: list[str]) -> None:
    case = ("--case", str(example_case.path))
    people, program = offing(*words, *case), offing(*words, *case, "--json")
    assert (people.returncode, program.returncode) == (0, 0), people.stderr + program.stderr
    assert people.stdout.strip()
    assert json.loads(program.stdout) is not None
    assert "Traceback" not in people.stderr + program.stderr


def test_cuts_names_every_cut_with_its_reason(example_case: Case, example: View) -> None:
    article = max(example.all(Article), key=lambda article: len(article.segments))
    page = example.get(Page, article.page)
    rows = json.loads(offing("cuts", page.sha256[:12], "--case", str(example_case.path), "--json").stdout)
    reasons = {segment.reason for segment in article.segments if segment.reason}
    assert reasons <= {row["reason"] for row in rows["cuts"]}


def test_trace_and_why_walk_down(example_case: Case, example: View) -> None:
    case = ("--case", str(example_case.path))
    story = max(example.all(Story), key=lambda story: len(story.articles))
    traced = offing("trace", story.id[:10], *case)
    assert traced.returncode == 0, traced.stderr
    event = max(example.all(Event), key=lambda event: len(event.claims))
    walked = offing("why", event.id[:12], *case)
    assert walked.returncode == 0, walked.stderr
    assert event.action in walked.stdout
    numbered = offing("why", "1", *case)
    assert numbered.returncode == 0, numbered.stderr
    assert "sha256" in numbered.stdout


def test_an_unknown_id_is_answered(example_case: Case) -> None:
    answer = offing("why", "ffffffffffff", "--case", str(example_case.path))
    assert answer.returncode == 1
    assert "next:" in answer.stderr


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_export_carries_spans_and_no_full_text(example_case: Case, example: View, tmp_path: Path, form: str) -> None:
    answer = offing("export", str(tmp_path / "out"), "--case", str(example_case.path), "--format", form)
    assert answer.returncode == 0, answer.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["rows"]["event"] == len(example.all(Event))
    header = (tmp_path / "out" / "codebook.md").read_text("utf-8").split("## article")[1].split("## ")[0]
    assert "| title |" in header
    assert "| text |" not in header
    assert "| segments |" not in header
    if form == "parquet":  # compressed: its columns are what can be read
        assert not {"text", "segments", "body"} & set(pq.read_schema(tmp_path / "out" / "article.parquet").names)
        assert not {"text", "body"} & set(pq.read_schema(tmp_path / "out" / "page.parquet").names)
    paragraphs = max((article.text for article in example.all(Article)), key=len)[:900].split("\n")
    for file in (tmp_path / "out").iterdir():
        # A line quotes the sentence it cites; a row that holds two paragraphs would be carrying the text itself.
        rows = file.read_text("utf-8", "replace").splitlines()
        assert not any(all(part in row for part in paragraphs[:2]) for row in rows), f"{file.name} carries full text"
    assert "reporting_count" in (tmp_path / "out" / "codebook.md").read_text("utf-8")


def test_rows_of_event_data_bear_the_codes_of_a_dictionary(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    story = "Turkish officials accused Greece of harassing fishermen on Monday. Greek troops withdrew from the islet on Tuesday."
    (tmp_path / "pages" / "one.txt").write_text(f"Islet\n\n{story}\n", "utf-8")
    (tmp_path / "own.actors.txt").write_text("TURKISH_ [TURXYZ]\nGREECE_ [GRC]\n+GREEK_\n", "utf-8")
    case = str(tmp_path / "my.db")
    assert offing("run", str(tmp_path / "pages"), "--case", case, "--until", "clean").returncode == 0
    command = ("export", str(tmp_path / "out"), "--case", case, "--format", "cameo")
    for given, source in (((), "TURGOV"), (("--actors", str(tmp_path / "own.actors.txt")), "TURXYZ")):
        answer = offing(*command, *given)
        assert answer.returncode == 0, answer.stderr
        rows = list(csv.DictReader((tmp_path / "out" / "dyads.csv").read_text("utf-8").splitlines()))
        assert (source, "GRC", "112") in {(row["source"], row["target"], row["code"]) for row in rows}
        assert all(int(row["start"]) < int(row["end"]) and row["status"] and row["page"] for row in rows)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert list(manifest["dictionaries"]) == ["own.actors.txt"]
    refused = offing("export", str(tmp_path / "out"), "--case", case, "--actors", str(tmp_path))
    assert refused.returncode == 1
    assert "--format cameo" in refused.stderr


def test_simulated_warnings_say_so(example_case: Case) -> None:
    answer = offing("warn", "--simulated", "--case", str(example_case.path))
    assert "SIMULATED" in answer.stdout
    assert "%" in answer.stdout
    rows = json.loads(offing("warn", "--simulated", "--json").stdout)["forecasts"]
    assert all(row["probability"] is None or {"base_rate", "horizon_days", "sample"} <= set(row) for row in rows)
    assert any(row["probability"] is None for row in rows)
    assert any(row["probability"] is not None for row in rows)


def test_the_example_gives_no_number(example_case: Case) -> None:
    rows = json.loads(offing("warn", "--case", str(example_case.path), "--json").stdout)["forecasts"]
    assert rows
    assert all(row["probability"] is None and row["reason"] for row in rows)


def test_demo_ends_with_what_to_type_next(tmp_path: Path) -> None:
    answer = offing("demo", "--out", str(tmp_path / "demo"), "--workers", "1")
    assert answer.returncode == 0, answer.stderr
    assert (tmp_path / "demo" / "report.html").exists()
    assert "report.html" in answer.stdout
    assert "no network" in answer.stdout
    assert "run FOLDER --case" in answer.stdout


def test_what_stands_on_a_page_does_not_steer_the_terminal(tmp_path: Path) -> None:
    page = tmp_path / "pages" / "boats.txt"
    page.parent.mkdir()
    page.write_text(
        "Boats leave \x1b[31mred\x1b[0m\n\n"
        "VESSIN: Two patrol boats of Iran left the port of \x1b]0;owned\x07Vessin on Tuesday, 10 March 2026, the Iranian navy said.\n"
        "The boats \u202eattacked a tanker of Iraq at dawn, the Iraqi foreign ministry said in a statement.\n",
        "utf-8",
    )
    case = str(tmp_path / "a.db")
    assert offing("run", str(page.parent), "--case", case, "--workers", "1").returncode == 0
    for words in (["brief"], ["claims"], ["stories"], ["timeline"], ["cuts", "boats"], ["search", "boats"]):
        shown = offing(*words, "--case", case).stdout
        assert shown.strip()
        assert not set(shown) & set("\x1b\x07\u202e"), words


def test_why_tells_how_a_sentence_is_coded_without_a_case(tmp_path: Path) -> None:
    words = ("why", "--sentence", "Norland's army may shell the port of Kobani.", "--analyzer", "rules")
    people, program = offing(*words, cwd=tmp_path), offing(*words, "--json", cwd=tmp_path)
    assert "coded: shell, as ASSAULT" in people.stdout + people.stderr
    (account,) = json.loads(program.stdout)["sentences"]
    assert [finding["certainty"] for finding in account["findings"] if finding["action"] == "ASSAULT"] == ["possible"]
    assert list(tmp_path.iterdir()) == []


def test_why_tells_how_an_article_and_a_claim_are_coded(example_case: Case, example: View) -> None:
    case = ("--case", str(example_case.path))
    claim = max(example.all(Claim), key=lambda claim: (claim.rule[:8] != "headline", claim.id))
    coded = json.loads(offing("why", claim.id, *case, "--json").stdout)
    assert [finding["claim"] for account in coded["coding"] for finding in account["findings"]] == [claim.id]
    told = json.loads(offing("why", claim.article, "--sentences", *case, "--json").stdout)
    claims = {one.id for one in example.all(Claim) if one.article == claim.article}
    assert {finding["claim"] for account in told["sentences"] for finding in account["findings"]} - {""} == claims


def test_why_without_a_question_is_answered(tmp_path: Path) -> None:
    answer = offing("why", cwd=tmp_path)
    assert answer.returncode == 1
    assert "--sentence" in answer.stderr
