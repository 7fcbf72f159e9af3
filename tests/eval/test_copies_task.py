"""Task `copies` on a tiny set of our own, and finding sets in a folder of sets."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from offing.cli.measuring import run_evaluation
from offing.errors import EvalError
from offing.eval import TASKS, find_sets, run_task, write_accuracy
from offing.eval.copies import covers, make_article, place_sentences
from offing.eval.sets import PASSES, measure_speed, time_calls
from offing.eval.speeds import run_scale
from offing.records import Span

STORY = [
    "The long quay stayed shut on Monday while divers looked at the oak piles that the storm had moved.",
    "Ida Stenmark, who runs the harbour, said two of the piles had to be driven anew before any ferry could land.",
    "The ferries went to the northern pier instead, where a queue of lorries reached back to the ring road by noon.",
]
OTHER = [
    "A baker in the upper town has sold the same rye loaf for forty years without once changing its weight or price.",
    "Her oven burns birch from the hills, and children are sent for the crusts that are left over on Saturday evening.",
]


def write_rows(path: Path, rows: Sequence[object]) -> None:
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))


def write_reuse(path: Path, made: Sequence[tuple[str, int]], regime: str = "R3_mixed") -> Path:
    """A folder of two articles and one copy of the first, in the form of wirecopy."""
    texts = {"quay": STORY, "loaf": OTHER}
    base = [
        {"id": key, "text": "\n\n".join(lines), "source": key, "date": "2021-03-04", "url": "", "title": ""} for key, lines in texts.items()
    ]
    write_rows(path / "wirecopy_base.jsonl.gz", [*base, {"id": "bare", "text": " ", "date": "3/4/21"}])
    sentences = [{"text": text, "src_sent": row} for text, row in made]
    write_rows(path / "wirecopy_copies_own.jsonl.gz", [{"id": "copy0", "regime": regime, "source_id": "quay", "sentences": sentences}])
    write_rows(path / "wirecopy_source_sentences_own.jsonl.gz", [{"id": "quay", "sentences": STORY}])
    return path


def test_copies_of_a_perfect_set(tmp_path: Path) -> None:
    scores = run_task("copies", write_reuse(tmp_path, [(STORY[2], 2), ("The band did not play that evening.", -1), (STORY[0], 0)]))
    values = {name: figure.value for name, figure in scores.figures.items() if name.startswith("r3_")}
    assert values == {"r3_recall": 1.0, "r3_candidates": 1.0, "r3_provenance_precision": 1.0, "r3_provenance_recall": 1.0}
    assert scores.n == 3
    assert all(miss.startswith("reworded pair") for miss in scores.misses)
    assert scores.figures["speed"].bar == scores.figures["speed_alignment"].bar == 5_000
    assert scores.figures["speed_offing"].note == "finds 1 of 1 made pairs"
    for name in ("speed_rensa", "speed_datasketch"):
        assert scores.figures[name].value or "make bench-peers" in scores.figures[name].note


def test_scale_shows_a_row_for_each_step(tmp_path: Path) -> None:
    texts = ["\n".join(f"{line} {number}" for line in (*STORY, *OTHER)) for number in range(8)]
    write_rows(tmp_path / "wirecopy_base.jsonl.gz", [{"id": str(number), "text": text} for number, text in enumerate(texts)])
    scores = run_scale(tmp_path, steps=(300, 500))
    assert [name for name in scores.figures if name.startswith("speed")] == ["speed_300", "speed_500"]
    assert scores.n == 500
    assert (scores.figures["pairs_500"].value or 0) > 0
    assert (scores.figures["held_500"].value or 0) > (scores.figures["held_300"].value or 0)
    write_rows(tmp_path / "wirecopy_base.jsonl.gz", [{"id": "a", "text": "Rain."}])
    with pytest.raises(EvalError, match="too little"):
        run_scale(tmp_path, steps=(300,))


def test_a_copy_that_is_none_is_not_found(tmp_path: Path) -> None:
    scores = run_task("copies", write_reuse(tmp_path, [(OTHER[0], 0), (OTHER[1], 1)]))
    assert set(scores.unmet) >= {"r3_recall", "r3_provenance_recall", "r3_provenance_precision"}
    assert scores.figures["r3_candidates"].value == 0.0
    assert scores.misses[0] == "copy: copy0 (R3) of quay: not among the candidates"


def test_sentences_must_come_from_the_sentence_they_are_from(tmp_path: Path) -> None:
    scores = run_task("copies", write_reuse(tmp_path, [(STORY[0], 0), (STORY[1], 2), (STORY[2], -1), (OTHER[0], 1)]))
    assert scores.figures["r3_recall"].value == 1.0
    assert scores.figures["r3_provenance_precision"].value == pytest.approx(1 / 3)
    assert scores.figures["r3_provenance_recall"].value == pytest.approx(1 / 3)
    assert scores.misses[0] == "copy: copy0 (R3) of quay: 2 sentences traced wrongly, 2 not traced"


def test_easy_regimes_have_no_bar_for_their_sentences(tmp_path: Path) -> None:
    figures = run_task("copies", write_reuse(tmp_path, [(STORY[0], 0), (STORY[1], 1)], regime="R1_light")).figures
    assert figures["r1_recall"].bar == 0.99
    assert figures["r1_provenance_recall"].bar is None


def test_sentences_at_their_places() -> None:
    assert place_sentences("Rain. Rain. Sun.", ["Rain.", "Rain.", "Snow.", "Sun."]) == [
        Span("", 0, 5),
        Span("", 6, 11),
        Span("", 11, 11),
        Span("", 12, 16),
    ]
    assert covers(Span("", 0, 10), Span("", 4, 30))
    assert not covers(Span("", 0, 10), Span("", 5, 30))
    assert not covers(Span("", 3, 3), Span("", 0, 10))
    assert make_article("a", "Rain.").published is None


@pytest.mark.parametrize("name", ["wirecopy_base.jsonl.gz", "wirecopy_copies_own.jsonl.gz", "wirecopy_source_sentences_own.jsonl.gz"])
def test_a_broken_or_absent_file_is_refused_with_a_hint(tmp_path: Path, name: str) -> None:
    path = write_reuse(tmp_path, [(STORY[0], 0)])
    for content in (b"no gzip", gzip.compress(b'{"id": 7}'), gzip.compress(b"")[:9]):
        (path / name).write_bytes(content)
        with pytest.raises(EvalError) as problem:
            run_task("copies", path)
        assert problem.value.hint
    (path / name).unlink()
    with pytest.raises(EvalError, match="holds no"):
        run_task("copies", path)


def test_a_copy_whose_source_is_gone_is_refused(tmp_path: Path) -> None:
    path = write_reuse(tmp_path, [(STORY[0], 0)])
    write_rows(path / "wirecopy_base.jsonl.gz", [])
    with pytest.raises(EvalError, match="no copy whose source"):
        run_task("copies", path)


@pytest.mark.parametrize("task", [task for task in TASKS if task.name not in ("seeds", "demo")], ids=lambda task: task.name)
def test_every_task_wants_its_path_and_says_so(tmp_path: Path, task: object) -> None:
    name, default = getattr(task, "name", ""), getattr(task, "default", "")
    for path in (tmp_path / "gone", tmp_path, *([] if default else [None])):
        with pytest.raises(EvalError) as problem:
            run_task(name, path)
        assert f"offing eval {name}" in problem.value.hint
    if not default:
        with pytest.raises(EvalError, match="needs the path"):
            run_evaluation(name, [], out=None, strict=False, as_json=False)


def test_speed_is_documents_over_seconds() -> None:
    assert measure_speed([0.5, 1.5], label="documents", bar=2.0).value == 1.0
    assert measure_speed([0.5, 1.5], label="documents", bar=2.0).met is False


def test_sets_in_a_folder_of_sets(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="no set that is known"):
        find_sets(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "data" / "reuse").mkdir(parents=True)
    found, absent = find_sets(tmp_path)
    assert [(task.name, path.relative_to(tmp_path).as_posix()) for task, path in found] == [
        ("seeds", "seeds"),
        *((task.name, task.place) for task in TASKS if task.place == "data/reuse"),
    ]
    assert absent == [task.name for task in TASKS if task.place not in ("", "seeds", "data/reuse")]
    (tmp_path / "gold.json").write_text("{}", "utf-8")
    assert [(task.name, path) for task, path in find_sets(tmp_path)[0]] == [("seeds", tmp_path)]


def test_the_page_says_how_it_was_made_and_what_is_absent(tmp_path: Path) -> None:
    scores = run_task("copies", write_reuse(tmp_path, [(STORY[0], 0)]))
    assert "Made by `offing eval accuracy`." in write_accuracy([scores])
    page = write_accuracy([scores], folder=True, absent=["times"])
    assert "Made by `offing eval accuracy FOLDER`" in page
    assert "for want of their sets: `times`" in page
    assert str(tmp_path.parent) not in page
    assert "## `copies` on" in page


def test_the_command_measures_the_example_and_every_set_of_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data" / "reuse").mkdir(parents=True)
    scores = run_task("copies", write_reuse(tmp_path / "data" / "reuse", [(STORY[0], 0)]))
    ran: list[tuple[str, str]] = []

    def note_task(name: str, path: Path) -> object:
        ran.append((name, path.name))
        return scores

    monkeypatch.setattr("offing.cli.measuring.run_task", note_task)
    out = tmp_path / "docs" / "accuracy.md"
    assert run_evaluation("accuracy", [tmp_path], out=out, strict=False, as_json=False) == 0
    assert ran[:3] == [("demo", "embassy"), ("seeds", "embassy"), ("copies", "reuse")]
    assert [name for name, _ in ran] == ["demo", "seeds", *(task.name for task in TASKS if task.place == "data/reuse")]
    page = out.read_text("utf-8")
    assert "`offing eval accuracy FOLDER`" in page
    assert "for want of their sets: `seeds`, `pages`" in page
    ran.clear()
    run_evaluation("accuracy", [], out=out, strict=False, as_json=False)
    assert ran == [("demo", "embassy"), ("seeds", "embassy")]
    with pytest.raises(EvalError, match="no set that is known"):
        run_evaluation("accuracy", [tmp_path / "docs"], out=out, strict=False, as_json=False)


def test_one_slow_pass_is_not_the_programs() -> None:
    runs = [0, 0]

    def work(place: int) -> None:
        runs[place] += 1
        if runs[place] == 1:
            sum(number * number for number in range(1_000_000))

    seconds = time_calls([partial(work, 0), partial(work, 1)])
    assert runs == [PASSES, PASSES]
    assert max(seconds) < 0.01
