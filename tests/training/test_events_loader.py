"""The loader, split, agreement, counts and overlap search on a handful of sentences of our own and a corpus made for the test."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import msgspec
import pytest
from training.events.agreement import compare_rows, measure_agreement
from training.events.check import find_count_faults
from training.events.compile_sheets import compile_sheet, write_rows
from training.events.corpora import is_for_training, read_ewt
from training.events.list_sentences import print_lines
from training.events.loader import CODINGS, join_rows, load_examples, load_rows
from training.events.measures import find_overlaps
from training.events.records import Mark, Row
from training.events.split import PARTS, count_clauses, find_split_faults, part_of, split_rows

from offing.errors import SourceError

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
    assert [example.row.corpus for example in load_examples(folder=tmp_path / "codings")] == ["own"] * 3
    assert WORDS in [example.text for example in load_examples(data, tmp_path / "codings")]


def test_a_changed_or_missing_sentence_is_refused(data: Path) -> None:
    row = make_corpus_row(data)
    with pytest.raises(SourceError, match="missing or has changed"):
        join_rows([msgspec.structs.replace(row, sha256="0" * 64)], data)
    with pytest.raises(SourceError, match="missing or has changed"):
        join_rows([msgspec.structs.replace(row, id="ewt:weblog-x-9")], data)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("none", "boring", "reason"), ("text", "Other words.", "hash"), ("colour", "red", "unknown field"), ("id", 3, "Expected `str`")],
)
def test_a_row_that_breaks_the_schema_is_refused(tmp_path: Path, field: str, value: object, words: str) -> None:
    row = json.loads(msgspec.json.encode(make_rows()[1]))
    (tmp_path / "own-1.jsonl").write_text(json.dumps({**row, field: value}) + "\n", "utf-8")
    with pytest.raises(SourceError, match=words):
        load_rows(tmp_path)


def test_a_sentence_stands_once(tmp_path: Path) -> None:
    write_rows(make_rows()[:1] * 2, tmp_path, "1")
    with pytest.raises(SourceError, match=r"line 2.*stands twice"):
        load_rows(tmp_path)


def test_an_offset_outside_the_sentence_is_refused() -> None:
    row = make_rows()[1]
    with pytest.raises(SourceError, match="outside"):
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


def test_the_codings_in_the_repository_keep_the_schema() -> None:
    assert all(example.row.corpus == "own" for example in load_examples(folder=CODINGS))
