"""Task `clauses` on a handful of sentences of our own, coded in the form of the real set."""

from __future__ import annotations

import lzma
from itertools import count
from pathlib import Path

import msgspec
import numpy as np
import pytest

from offing.errors import EvalError
from offing.eval import run_task
from offing.eval.clauses import find_corpora, macro_f1
from offing.eval.codings import Event, Mark, Row, Side, hash_text, part_of
from offing.eval.scores import Figure

SHELLED = "Israel's army shelled Lebanon on Monday."
WILL = "Turkey will release two Syrian soldiers on Friday."
QUIET = "The orchestra stormed through the overture and the audience surrendered."
TEST = next(name for number in count() if part_of(name := f"own:x-{number}") == "test")
TRAIN = next(name for number in count() if part_of(name := f"own:x-{number}") == "train")


def mark(text: str, words: str) -> Mark:
    return Mark(text.index(words), text.index(words) + len(words))


def side(text: str, words: str, code: str) -> Side:
    return Side(text.index(words), text.index(words) + len(words), code)


SHELLING = Event("ASSAULT", mark(SHELLED, "shelled"), "happened", who=(side(SHELLED, "Israel's army", "ISRMIL"),),
                 whom=(side(SHELLED, "Lebanon", "LBN"),))  # fmt: skip
RELEASE = Event("RETREAT", mark(WILL, "release"), "planned", who=(side(WILL, "Turkey", "TUR"),))


def make_row(number: int, text: str, *events: Event, document: str = TEST, tempting: Mark | None = None) -> Row:
    none = "" if events else "culture"
    return Row(f"{document}-{number}", "own", document, hash_text(text), "our own", "CC BY-SA 4.0", "1", events, none, tempting, text=text)


ROWS = (make_row(1, SHELLED, SHELLING), make_row(2, WILL, RELEASE), make_row(3, QUIET, tempting=mark(QUIET, "stormed")))


def write_rows(folder: Path, *rows: Row) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "own-1.jsonl").write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    return folder


def score(folder: Path, *rows: Row) -> tuple[dict[str, Figure], tuple[str, ...]]:
    scores = run_task("clauses", write_rows(folder, *rows))
    return scores.figures, scores.misses


def test_what_is_coded_as_by_hand_scores_one(tmp_path: Path) -> None:
    figures, misses = score(tmp_path, *ROWS)
    for name in ("event_f1", "trigger_recall", "trigger_f1", "type_accuracy", "type_macro_f1", "status_accuracy", "status_all", "who_code"):
        assert figures[name].value == 1.0, name
    assert (figures["tempting_alarms"].value, figures["told_as_done"].value, figures["clauses"].value) == (0.0, 0.0, 3.0)
    assert "our own sentences only" in figures["clauses"].label
    assert not misses


def test_what_is_not_done_but_told_as_done_is_counted_and_named(tmp_path: Path) -> None:
    denied = msgspec.structs.replace(SHELLING, status="denied", type="COERCE")
    figures, misses = score(tmp_path, make_row(1, SHELLED, denied), ROWS[1])
    assert figures["told_as_done"].value == 1.0
    assert (figures["type_accuracy"].value, figures["status_accuracy"].value) == (0.5, 0.5)
    assert misses == (f"{TEST}-1 at 14: COERCE denied coded as ASSAULT happened",)


def test_false_alarms_missed_triggers_and_wrong_sides(tmp_path: Path) -> None:
    other = msgspec.structs.replace(SHELLING, trigger=mark(SHELLED, "Monday"))
    turned = msgspec.structs.replace(RELEASE, who=(side(WILL, "Syrian soldiers", "SYRMIL"),))
    figures, misses = score(tmp_path, make_row(1, SHELLED), make_row(2, WILL, turned), make_row(3, SHELLED + " ", other))
    assert figures["false_alarms"].value == 1.0
    assert figures["trigger_recall"].value == 0.5
    assert figures["status_all"].value == 0.5
    assert figures["who_overlap"].value == 0.0
    assert [miss.rpartition(": ")[2] for miss in misses] == ["none (culture) is coded", "ASSAULT happened is not found"]


def test_only_the_test_part_is_read(tmp_path: Path) -> None:
    figures, _ = score(tmp_path, ROWS[0], make_row(1, WILL, document=TRAIN))
    assert figures["clauses"].value == 1.0
    with pytest.raises(EvalError, match="no clause of the test part"):
        score(tmp_path, make_row(1, WILL, document=TRAIN))


def test_sentences_of_corpora_are_joined_or_refused(tmp_path: Path) -> None:
    document = next(name for number in count() if part_of(name := f"weblog-{number}") == "test")
    (tmp_path / "language").mkdir()
    (tmp_path / "events" / "plover").mkdir(parents=True)
    for part, words in (("train", SHELLED), ("dev", QUIET)):
        tree = f"# newdoc id = {document}\n# sent_id = {document}-{part}\n# text = {words}\n1\tx\n\n"
        (tmp_path / "language" / f"ewt-{part}.conllu.xz").write_bytes(lzma.compress(tree.encode()))
    row = msgspec.structs.replace(ROWS[0], id=f"ewt:{document}-train", corpus="ewt", document=document, text="")
    write_rows(tmp_path / "codings", row, ROWS[1])
    assert run_task("clauses", tmp_path).figures["clauses"].value == 2.0
    assert find_corpora(tmp_path / "events" / "plover") == tmp_path.resolve()
    write_rows(tmp_path / "codings", msgspec.structs.replace(row, sha256="0" * 64))
    with pytest.raises(EvalError, match="missing or has changed"):
        run_task("clauses", tmp_path)
    (tmp_path / "language" / "ewt-dev.conllu.xz").unlink()
    with pytest.raises(EvalError, match="a corpus cannot be read"):
        run_task("clauses", tmp_path)


def test_a_folder_that_is_neither_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="neither codings nor corpora"):
        run_task("clauses", tmp_path)


def test_macro_f1_is_the_mean_of_the_classes_that_occur() -> None:
    # classes a, b, c: a hit once and missed once; b falsely said once, never there; c hit once
    table = [[1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1, 0, 1, 0, 0], [0, 0, 1, 0, 0, 0, 0, 0, 0]]
    assert macro_f1(np.array(table, dtype=np.float64)) == pytest.approx((2 / 3 + 1) / 2)
