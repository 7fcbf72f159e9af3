"""The loader, split, agreement, counts and overlap search on a handful of sentences of our own and a corpus made for the test."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import msgspec
import pytest
from training.events import loader
from training.events.agreement import compare_rows, measure_agreement
from training.events.check import find_count_faults
from training.events.compile_sheets import compile_sheet, write_rows
from training.events.data_sheets import PAGE, render_figures, replace_figures
from training.events.list_sentences import print_lines
from training.events.loader import CODINGS, FIRST, SECOND, load_coded
from training.events.measures import find_overlaps
from training.events.split import find_split_faults, split_rows

from offing.errors import EvalError
from offing.eval.codings import LESSONS, PARTS, Mark, Row, count_clauses, load_rows, part_of
from offing.eval.corpora import is_for_training, read_ewt
from offing.eval.examples import join_rows, load_examples

SHEET = """
# own:lake:1
Malawi sent maize to the flooded villages and thanked Zambia.
- AID | sent | who: Malawi =MWI | whom: villages | status: happened
- SUPPORT | thanked | who: Malawi =MWI | whom: Zambia =ZMB | status: happened
# own:lake:2
The lake was calm.
- none: weather
# own:hill:1
Rebels may attack the mast above Lunga before the rains end, an elder warned on Friday.
- ASSAULT | attack | who: Rebels =REB | whom: mast | by: elder =CVL | cert: possible | status: expected
"""
WORDS = "Mali freed nine sailors ."
TREE = "# newdoc id = weblog-x\n# sent_id = weblog-x-1\n# text = Mali freed nine sailors .\n1\tMali\n\n"


def make_rows(sheet: str = SHEET) -> list[Row]:
    rows, faults = compile_sheet(sheet, "1")
    assert not faults
    return rows


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "language").mkdir()
    for part in ("train", "dev"):
        tree = TREE if part == "train" else TREE.replace("weblog-x", "newsgroup-y")
        (tmp_path / "language" / f"ewt-{part}.conllu.xz").write_bytes(lzma.compress(tree.encode()))
    return tmp_path


def make_corpus_row(data: Path) -> Row:
    corpora = {sentence.id: sentence for sentence in read_ewt(data)}
    sheet = "# ewt:weblog-x-1\n- RETREAT.release | freed | who: Mali =MLI | whom: sailors | num: released=nine | status: happened"
    rows, faults = compile_sheet(sheet, "1", corpora)
    assert not faults
    return rows[0]


def test_own_sentences_load_without_any_corpus(tmp_path: Path, data: Path) -> None:
    write_rows([*make_rows(), make_corpus_row(data)], tmp_path / "codings", "1")
    assert b"sailors" not in (tmp_path / "codings" / "ewt-1.jsonl").read_bytes()
    assert [example.row.corpus for example in load_examples(tmp_path / "codings")] == ["own"] * 3
    assert WORDS in [example.text for example in load_examples(tmp_path / "codings", data)]


def test_a_changed_or_missing_sentence_is_refused(data: Path) -> None:
    row = make_corpus_row(data)
    with pytest.raises(EvalError, match="missing or has changed"):
        join_rows([msgspec.structs.replace(row, sha256="0" * 64)], data)
    with pytest.raises(EvalError, match="missing or has changed"):
        join_rows([msgspec.structs.replace(row, id="ewt:weblog-x-9")], data)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("none", "boring", "reason"), ("text", "Other words.", "hash"), ("colour", "red", "unknown field"), ("id", 3, "Expected `str`")],
)
def test_a_row_that_breaks_the_schema_is_refused(tmp_path: Path, field: str, value: object, words: str) -> None:
    row = json.loads(msgspec.json.encode(make_rows()[1]))
    (tmp_path / "own-1.jsonl").write_text(json.dumps({**row, field: value}) + "\n", "utf-8")
    with pytest.raises(EvalError, match=words):
        load_rows(tmp_path)


def test_a_sentence_stands_once(tmp_path: Path) -> None:
    write_rows(make_rows()[:1] * 2, tmp_path, "1")
    with pytest.raises(EvalError, match=r"line 2.*stands twice"):
        load_rows(tmp_path)


def test_an_offset_outside_the_sentence_is_refused() -> None:
    row = make_rows()[1]
    with pytest.raises(EvalError, match="outside"):
        join_rows([msgspec.structs.replace(row, tempting=Mark(4, 99))])


def test_the_split_goes_by_document() -> None:
    parts = split_rows(make_rows())
    assert set(parts) == set(PARTS)
    assert len({part_of(row.document) for row in make_rows() if row.document == "own:1-lake"}) == 1
    shares = [part_of(f"document {number}") for number in range(2000)]
    assert 0.17 < shares.count("test") / 2000 < 0.23
    assert count_clauses(make_rows()) == 4
    assert "test has" in find_split_faults(make_rows())[0]


def test_the_counts_say_what_is_missing() -> None:
    faults = find_count_faults(make_rows())
    assert "4 clauses, needs 3000" in faults
    assert "AID: 1, needs 60" in faults
    assert "denied: 0, needs 80" in faults
    assert any("our own" in fault for fault in faults)
    assert not any("without event" in fault for fault in faults)


def test_kappa_is_cohens() -> None:
    labels = [("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15
    agreement = measure_agreement("status", labels)
    assert agreement.raw == pytest.approx(0.7)
    assert agreement.kappa == pytest.approx(0.4)
    assert measure_agreement("status", [("a", "a")]).kappa == 1.0


def test_two_passes_are_compared_by_their_triggers() -> None:
    second = make_rows(SHEET.replace("status: expected", "status: planned").replace("- SUPPORT | thanked", "- AGREE | thanked"))
    fields, differing = compare_rows(make_rows(), second)
    found = {agreement.field: agreement for agreement in fields}
    assert found["event (sentence)"].raw == 1.0
    assert found["status"].raw == pytest.approx(2 / 3)
    assert found["type"].raw == pytest.approx(2 / 3)
    assert found["who (overlap)"].raw == 1.0
    assert len(differing) == 2
    alone, _ = compare_rows(make_rows(), make_rows(SHEET.replace("| thanked |", "| Zambia |")))
    assert {agreement.field: agreement.number for agreement in alone}["type (unpaired as none)"] == 4


def test_sentences_of_measure_sets_are_found(tmp_path: Path) -> None:
    (tmp_path / "events" / "eval_only").mkdir(parents=True)
    file = tmp_path / "events" / "eval_only" / "set.jsonl"
    file.write_text(
        json.dumps({"x": ["Before. rebels may attack the mast above LUNGA before the rains end, an elder warned on Friday"]}), "utf-8"
    )
    texts = {row.id: row.text for row in make_rows()}
    (overlap,) = find_overlaps(texts, tmp_path)
    assert (overlap.id, overlap.share) == ("own:1-hill-1", 1.0)
    file.write_text(json.dumps("the rebels may attack the mast above Lunga before dawn"), "utf-8")
    assert find_overlaps(texts, tmp_path)[0].share < 0.5
    file.write_text(json.dumps("nothing alike"), "utf-8")
    assert not find_overlaps(texts, tmp_path)


def test_a_list_gives_context_before_a_stretch(data: Path) -> None:
    everything = {sentence.id: sentence for sentence in read_ewt(data)}
    assert "#1 ewt:newsgroup-y-1" in list(print_lines(list(everything.values())[1:], everything))
    assert not any(line.startswith("(before)") for line in print_lines(everything.values(), everything))
    assert [sentence.held for sentence in everything.values()] == [False, True]


def test_the_halves_of_re3d_stay() -> None:
    assert [is_for_training(name) for name in "abcde"] == [False, True, False, True, True]


def test_a_sentence_in_two_parts_is_a_fault() -> None:
    rows = make_rows()
    other = next(name for number in range(99) if part_of(name := f"own:{number}") != part_of(rows[0].document))
    assert not any("stands also" in fault for fault in find_split_faults(rows))
    twin = msgspec.structs.replace(rows[0], id="own:twin", document=other)
    assert any("stands also" in fault for fault in find_split_faults([*rows, twin]))


def test_the_codings_in_the_repository_keep_the_schema_the_counts_and_the_split() -> None:
    own = load_coded()
    assert all(example.row.corpus == "own" for example in own)
    assert not {example.row.id for example in load_coded("train")} & {example.row.id for example in load_coded("test")}
    rows = load_rows(CODINGS)
    lessons = [row for row in rows if row.document.startswith(LESSONS)]
    assert {part_of(row.document) for row in lessons} == {"train"}
    assert find_count_faults([row for row in rows if not row.document.startswith(LESSONS)]) + find_split_faults(rows) == []


def test_rows_of_held_documents_are_not_for_training(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = make_corpus_row(data)
    document = next(name for number in range(99) if part_of(name := f"d{number}") == "train")
    monkeypatch.setattr(loader, "CODINGS", tmp_path)
    for held in (False, True):
        write_rows([msgspec.structs.replace(row, document=document, held=held)], tmp_path, "1")
        assert len(load_coded("train", data)) == (not held)
        assert len(load_coded("", data)) == 1


def test_the_two_passes_are_different_readings_of_the_same_sentences() -> None:
    first, second = load_rows(FIRST), {row.id: row for row in load_rows(SECOND)}
    assert {row.id for row in first} == set(second) <= {row.id for row in load_rows(CODINGS)}
    assert all(row.sha256 == second[row.id].sha256 and second[row.id].coder == "B" != row.coder for row in first)
    assert sum(row.events != second[row.id].events for row in first) > 50


def test_the_data_sheet_holds_the_figures_of_the_codings() -> None:
    page = PAGE.read_text("utf-8")
    assert replace_figures(page, render_figures()) == page
    with pytest.raises(ValueError, match="marks"):
        replace_figures("no marks", "")
