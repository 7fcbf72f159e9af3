"""Tasks `events` and `status` on tiny sets of our own, in the forms of the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from offing.errors import EvalError
from offing.eval import run_task
from offing.eval.factuality import VALUES
from offing.records import Status

HEADS = "sentence\tmarked_sentence\tsource\ttarget\tgold_root\tgold_penta"
SHELLED = "Israel's army shelled Lebanon on Monday."
FREED = "Turkey released two Syrian soldiers on Friday."
QUIET = "The orchestra played until midnight in the old town hall."


def write_rows(path: Path, *rows: tuple[str, str, str, str]) -> Path:
    lines = [HEADS] + [f"{sentence}\t{sentence}\t{source}\t{target}\t{root}\t0" for sentence, source, target, root in rows]
    (path / "PLV_dev.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_right_rows_score_one_and_a_wrong_root_is_named(tmp_path: Path) -> None:
    write_rows(tmp_path, (SHELLED, "Israel's army", "Lebanon", "ASSAULT"), (FREED, "Turkey", "two Syrian soldiers", "YIELD"))
    scores = run_task("events", tmp_path)
    assert scores.figures["root_accuracy"].value == 1.0
    assert scores.figures["raw"].value == 1.0
    assert "relevance_f1" not in scores.figures
    write_rows(tmp_path, (SHELLED, "Israel's army", "Lebanon", "AID"), (QUIET, "orchestra", "hall", "SUPPORT"))
    wrong = run_task("events", tmp_path)
    assert wrong.figures["root_accuracy"].value == 0.0
    assert wrong.figures["coded"].value == 0.5
    assert any("row 1: AID coded as ASSAULT" in miss for miss in wrong.misses)
    assert any("row 2: SUPPORT coded as nothing" in miss for miss in wrong.misses)


def test_a_reversed_pair_is_not_right(tmp_path: Path) -> None:
    write_rows(tmp_path, (SHELLED, "Lebanon", "Israel's army", "ASSAULT"))
    assert run_task("events", tmp_path).figures["raw"].value == 0.0


def test_relevance_counts_silence_where_nothing_political_is(tmp_path: Path) -> None:
    write_rows(tmp_path, (SHELLED, "Israel's army", "Lebanon", "ASSAULT"))
    votes = f'{{"sentence": "{SHELLED}", "relevant": true}}\n{{"sentence": "{QUIET}", "relevant": false}}\n'
    (tmp_path / "cameo_relevance_dev.jsonl").write_text(votes, "utf-8")
    figures = run_task("events", tmp_path).figures
    assert (figures["relevance_f1"].value, figures["relevance_false"].value) == (1.0, 0.0)


def test_a_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "PLV_dev.tsv").write_text("a\tb\n1\t2\n", "utf-8")
    with pytest.raises(EvalError, match="not a PLV table"):
        run_task("events", tmp_path)


def conll(*words: tuple[str, str]) -> str:
    return "\n".join(f"{number}\t{word}\t{score}\tX\t0\tdep\t{word.lower()}" for number, (word, score) in enumerate(words))


ASSERTED = conll(("Troops", "_"), ("shelled", "3.0"), ("the", "_"), ("town", "_"), (".", "_"))
DENIED = conll(("Troops", "_"), ("did", "_"), ("n't", "_"), ("shell", "-3.0"), ("the", "_"), ("town", "_"), (".", "_"))


def test_factuality_of_asserted_and_negated_words(tmp_path: Path) -> None:
    (tmp_path / "dev.conll").write_text(f"{ASSERTED}\n\n{DENIED}\n", "utf-8")
    scores = run_task("status", tmp_path)
    assert scores.figures["macro_f1"].value == 1.0
    read = VALUES[Status.HAPPENED][""], VALUES[Status.DID_NOT_HAPPEN]["outright"]
    assert scores.figures["mae"].value == pytest.approx((abs(read[0] - 3) + abs(read[1] + 3)) / 2)
    (tmp_path / "dev.conll").write_text(f"{ASSERTED.replace('3.0', '-3.0')}\n", "utf-8")
    assert run_task("status", tmp_path).figures["macro_f1"].value == 0.0


def test_a_broken_factuality_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dev.conll").write_text("0\n", "utf-8")
    with pytest.raises(EvalError, match="factuality table"):
        run_task("status", tmp_path)
