"""Tasks `pages` and `dates` on tiny sets of our own: perfect ones, and each figure falling."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from offing.errors import EvalError
from offing.eval import run_task
from offing.eval.dates import find_stated, keeps_time
from offing.eval.pages import PageScore, _make_figures, _score_page, compare_shingles, shingle_f1
from offing.records import When

TITLE = "Quay stays shut after the storm"
STORY = [
    "The long quay stayed shut on Monday while divers looked at the piles that the storm had moved.",
    "Ida Stenmark, who runs the harbour, said that two of the piles had to be driven anew before any ferry could land.",
    "The ferries went to the northern pier instead, where a queue of lorries reached back to the ring road by noon.",
]
STATED = "2021-03-04T09:15:00+02:00"


def make_html(stated: str = STATED) -> str:
    dated = f'<meta property="article:published_time" content="{stated}">' if stated else ""
    body = "".join(f"<p>{line}</p>" for line in STORY)
    return f"<html><head><title>{TITLE}</title>{dated}</head><body><article><h1>{TITLE}</h1>{body}</article></body></html>"


def write_pages(path: Path, gold: str) -> Path:
    (path / "html").mkdir()
    (path / "html" / "quay.html.gz").write_bytes(gzip.compress(make_html().encode()))
    (path / "ground-truth.json").write_text(json.dumps({"quay": {"articleBody": gold, "url": "https://coast.example/quay"}}), "utf-8")
    return path


def test_pages_of_a_perfect_set(tmp_path: Path) -> None:
    scores = run_task("pages", write_pages(tmp_path, "\n\n".join(STORY)))
    values = {name: figure.value for name, figure in scores.figures.items() if not name.startswith("speed")}
    assert values == {"shingle_f1": 1.0, "exact": 1.0, "tail_noise": 0, "head_noise": 0, "headline_echo": 0, "gold_lost": 0, "aligned": 1.0}
    assert not scores.misses
    assert all((scores.figures[name].value or 0) > 0 for name in ("speed", "speed_ratio"))


def test_a_story_that_is_longer_or_shorter_than_the_page_gives(tmp_path: Path) -> None:
    lost = run_task("pages", write_pages(tmp_path, "\n\n".join([*STORY, "The band played on the shore until the rain began again."])))
    assert set(lost.unmet) >= {"shingle_f1", "exact", "gold_lost"}
    (tmp_path / "tail").mkdir()
    tail = run_task("pages", write_pages(tmp_path / "tail", "\n\n".join(STORY[:2])))
    assert set(tail.unmet) >= {"shingle_f1", "exact", "tail_noise"}
    assert tail.misses == ("page: quay: noise behind the story",)


@pytest.mark.parametrize(
    ("text", "noise"),
    [
        ("\n".join(STORY), set()),
        ("\n".join([TITLE, *STORY]), {"ahead", "echo"}),
        ("\n".join([f"{TITLE} - Coast", *STORY]), {"ahead", "echo"}),
        ("\n".join(["Picture: the pier", *STORY]), {"ahead"}),
        ("\n".join([*STORY, "Read more", TITLE]), {"tail", "echo"}),
        ("Something else", set()),
    ],
)
def test_noise_around_the_story(text: str, noise: set[str]) -> None:
    score = _score_page("quay", "\n".join(STORY), text, make_html().encode(), (1.0, 1.0, 1.0))
    assert {name for name in ("ahead", "echo", "tail") if getattr(score, name)} == noise


def test_shingles_weigh_pages_alike() -> None:
    assert compare_shingles("a b c d e", "a b c d") == (0.5, 0.0, 0.5)
    assert compare_shingles("a b", "a b") == (1.0, 0.0, 0.0)
    assert compare_shingles("a b c d", "") == (0.0, 0.0, 1.0)
    assert shingle_f1(np.array([(1.0, 0.0, 0.0), (0.0, 0.0, 1.0)])) == pytest.approx(2 / 3)
    assert shingle_f1(np.array([(0.0, 0.0, 1.0)])) == 0.0


def test_noise_and_slowness_miss_their_bars() -> None:
    bad = PageScore(
        "quay",
        (0.5, 0.2, 0.3),
        exact=False,
        ahead=True,
        echo=True,
        tail=True,
        seconds=2.0,
        run_seconds=2.0,
        peer_seconds=1.0,
        aligned=(90.0, 100.0),
    )
    figures = _make_figures([bad])
    assert {name for name, figure in figures.items() if figure.met} == set()
    assert figures["speed_ratio"].value == 0.5
    assert figures["headline_echo"].met is False


def write_dates(path: Path, day: str = '"2021-03-04"', stated: str = STATED, *, packed: bool = True) -> Path:
    (path / "html").mkdir()
    body = make_html(stated).encode()
    (path / "html" / ("quay.html.gz" if packed else "quay.html")).write_bytes(gzip.compress(body) if packed else body)
    unknown = '"https://coast.example/none": {"file": "none.html", "date": NaN}'
    gold = f'{{"https://coast.example/quay": {{"file": "quay.html", "date": {day}}}, {unknown}}}'
    (path / "eval_own.json").write_text(gold, "utf-8")
    return path


@pytest.mark.parametrize("packed", [True, False])
def test_dates_of_a_perfect_set(tmp_path: Path, packed: bool) -> None:
    scores = run_task("dates", write_dates(tmp_path, packed=packed))
    values = {name: figure.value for name, figure in scores.figures.items() if name != "speed"}
    assert values == {"right_day": 1.0, "wrong_day": 0.0, "time_of_day": 1.0, "time_published": 1.0, "no_article": 0.0, "no_day": 1.0}
    assert scores.n == 1
    assert not scores.misses


def test_a_wrong_day_and_no_article(tmp_path: Path) -> None:
    scores = run_task("dates", write_dates(tmp_path, day='"2021-03-05"'))
    assert set(scores.unmet) >= {"right_day", "wrong_day"}
    assert scores.misses == ("date: quay.html.gz: 2021-03-05 read as 2021-03-04",)
    (tmp_path / "html" / "quay.html.gz").write_bytes(gzip.compress(b"<html><body><p>Shut.</p></body></html>"))
    empty = run_task("dates", tmp_path)
    assert (empty.figures["no_article"].value, empty.figures["right_day"].value, empty.figures["wrong_day"].value) == (1.0, 0.0, 0.0)


def test_the_time_of_day_that_a_page_states() -> None:
    linked = '<script type="application/ld+json">{"dateModified": "2021-03-05T10:00Z", "datePublished": "2021-03-04T09:15+02:00"}</script>'
    assert find_stated(f"<html><head>{linked}</head></html>".encode()) == ("2021-03-05T10:00Z", "2021-03-04T09:15+02:00")
    assert find_stated(make_html("2021-03-04").encode()) == ("", "")
    assert find_stated(b"") == ("", "")
    assert keeps_time(When(start="2021-03-04T07:15Z"), STATED)
    assert keeps_time(When(start="2021-03-04T09:15+02:00"), STATED)
    assert not keeps_time(When(start="2021-03-04T09:30+02:00"), STATED)
    assert not keeps_time(When(start="2021-03-04"), STATED)
    assert not keeps_time(None, STATED)


@pytest.mark.parametrize(
    ("task", "name", "content"),
    [
        ("pages", "ground-truth.json", "{}"),
        ("pages", "ground-truth.json", "[1]"),
        ("pages", "ground-truth.json", '{"gone": {"articleBody": "x"}}'),
        ("dates", "eval_own.json", "{}"),
        ("dates", "eval_own.json", "not JSON"),
        ("dates", "eval_own.json", '{"https://coast.example": {"date": "2021-03-04"}}'),
        ("dates", "eval_own.json", '{"https://coast.example": {"date": "2021-03-04", "file": "gone.html"}}'),
    ],
)
def test_a_broken_set_is_refused_with_a_hint(tmp_path: Path, task: str, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(EvalError) as problem:
        run_task(task, tmp_path)
    assert problem.value.hint
