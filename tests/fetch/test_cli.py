"""`offing poll` as a newcomer types it, in a process of its own against a server on this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from offing.case import Case
from offing.cli.polling import read_pause
from offing.errors import SourceError
from offing.read.outlines import read_outlines
from offing.records import Article, Capture, Failure, Page
from tests.fetch.servers import Server, drip, feed, page, say, validated

pytestmark = pytest.mark.loopback

POLL = [sys.executable, "-m", "offing.cli", "poll"]
KIND = ["--allow-host", "127.0.0.1", "--delay", "0", "--workers", "1"]


def poll(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "COLUMNS": "200"}
    return subprocess.run([*POLL, *words, *KIND], capture_output=True, text=True, timeout=60, check=False, cwd=cwd, env=env)


@pytest.fixture
def desk(server: Server, tmp_path: Path) -> Path:
    """A folder with a list of feeds, whose server has two pages and denies a third."""
    for number in range(3):
        server.acts[f"/{number}"] = validated(page(f"Boats {number}", f"Boat {number} left the port of Vessin on Tuesday, the navy said."))
    server.acts["/robots.txt"] = say(200, b"User-agent: *\nDisallow: /2\n")
    entries = [(f"g{number}", f"/{number}", f"Boats {number}") for number in range(3)]
    server.acts["/feed"] = validated(feed(server, *entries), "application/rss+xml")
    outline = f'<outline text="Sea"><outline text="Vessin Post" xmlUrl="{server.url("/feed")}"/></outline>'
    (tmp_path / "feeds.opml").write_text(f"<opml version='2.0'><body>{outline}</body></opml>")
    return tmp_path


def test_a_list_of_feeds_into_a_case_and_again_from_memory(server: Server, desk: Path) -> None:
    rehearsed = poll("feeds.opml", "--case", "a.db", "--dry-run", cwd=desk)
    assert rehearsed.returncode == 0, rehearsed.stderr
    assert "3 pages would be asked for" in rehearsed.stdout
    assert not (desk / "a.db").exists()
    first = poll("feeds.opml", "--case", "a.db", "--strict", "--contact", "me@desk.example", cwd=desk)
    assert first.returncode == 3, first.stderr
    assert "1 sources asked, 3 new links." in first.stdout
    assert "2 pages fetched" in first.stdout
    assert "1 denied by robots.txt" in first.stdout
    assert "2 articles" in first.stdout
    assert "+me@desk.example" in server.asked[-1][1]["User-Agent"]
    again = poll("--case", "a.db", "--json", "--save-opml", "out.opml", cwd=desk)
    assert again.returncode == 0, again.stderr
    counts = json.loads(again.stdout)
    assert (counts["sources"], counts["links"], counts["fetched"], counts["unchanged"]) == (1, 0, 0, 1)
    (outline,) = read_outlines((desk / "out.opml").read_bytes())
    assert (outline.url, outline.title) == (server.url("/feed"), "Vessin Post")
    case = Case(desk / "a.db")
    assert (len(case.records(Page)), len(case.records(Article)), len(case.records(Failure))) == (2, 2, 1)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["none.txt"], "neither a web address nor a file"),
        (["note.txt"], "line 1 is no web address"),
        (["--case", "none.db"], "no such case"),
        (["https://varn.example/feed", "--every", "2"], "not a pause of a minute or more"),
    ],
)
def test_what_is_typed_wrongly_is_named_with_the_next_step(tmp_path: Path, words: list[str], named: str) -> None:
    (tmp_path / "note.txt").write_text("buy bread\n")
    answer = poll(*words, cwd=tmp_path)
    assert answer.returncode == 1
    assert named in answer.stderr
    assert "next:" in answer.stderr


def start(command: list[str], folder: Path) -> subprocess.Popen[str]:
    """A process that hears Ctrl-C even where this one does not (a shell starts background jobs deaf to it)."""
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


def stop(running: subprocess.Popen[str], blow: signal.Signals) -> str:
    """What a process says on its way out; one that does not go in time is killed, and the test fails instead of waiting for ever."""
    running.send_signal(blow)
    try:
        return running.communicate(timeout=60)[1]
    except subprocess.TimeoutExpired:
        running.kill()
        raise


def test_a_loop_ends_cleanly_by_hand(desk: Path) -> None:
    command = [*POLL, "feeds.opml", "--case", "a.db", "--every", "15m", "--fetch-only", *KIND]
    with start(command, desk) as running:
        assert running.stdout is not None
        assert any("Next poll at" in line for line in running.stdout)
        said = stop(running, signal.SIGINT)
    assert running.returncode == 130
    assert "What was done is kept" in said
    assert "Traceback" not in said
    assert len(Case(desk / "a.db").records(Page)) == 2


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_a_poll_that_is_stopped_between_two_pages_goes_on(server: Server, desk: Path, blow: signal.Signals) -> None:
    server.acts["/1"] = drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x")
    with start([*POLL, "feeds.opml", "--case", "a.db", *KIND], desk) as running:
        while "/1" not in server.paths():
            assert running.poll() is None
            server.closing.wait(0.02)
        said = stop(running, blow)
    assert "Traceback" not in said
    assert ("What was done is kept" in said) is (blow is signal.SIGINT)
    server.acts["/1"] = say(200, page("Boats 1", "Boat 1 left the port of Vessin on Tuesday, the navy said."))
    assert poll("--case", "a.db", "--fetch-only", cwd=desk).returncode == 0
    captures = [capture.origin for capture in Case(desk / "a.db").records(Capture)]
    assert sorted(captures) == [server.url("/0"), server.url("/1")]


@pytest.mark.parametrize(("words", "seconds"), [("90s", 90), ("15m", 900), (" 2H ", 7200), ("1d", 86400)])
def test_a_pause_is_read(words: str, seconds: float) -> None:
    assert read_pause(words) == seconds


@pytest.mark.parametrize("words", ["", "5s", "m", "-1m", "1w", "one hour"])
def test_a_pause_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(SourceError):
        read_pause(words)
