"""Coding sheets: what is typed becomes offsets and labels; what is wrong is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from training.events.compile_sheets import compile_sheet, main, read_list
from training.events.sheets import SheetFault, find_words

from offing.eval.codings import Count, Mark, Row, Side, hash_text
from offing.eval.corpora import Sentence

STRIKE = "Gabonese jets struck a depot near Moanda on Monday and killed three soldiers, a monitor said."
CODING = (
    "- ASSAULT.aerial | struck | who: Gabonese jets =GABMIL | whom: depot + soldiers =COGMIL | when: Monday | where: Moanda "
    "| num: killed=three | by: monitor =NGO | status: happened"
)


def compile_own(*lines: str) -> tuple[list[Row], list[str]]:
    return compile_sheet("\n".join(lines), "1")


def test_a_block_becomes_a_row_with_offsets() -> None:
    rows, faults = compile_own("## a remark", "# own:coast:1", STRIKE, CODING)
    assert not faults
    (event,) = rows[0].events
    assert rows[0].id == "own:1-coast-1"
    assert rows[0].document == "own:1-coast"
    assert rows[0].text == STRIKE
    assert (event.type, event.mode, event.status, event.certainty) == ("ASSAULT", "aerial", "happened", "plain")
    assert STRIKE[event.trigger.start : event.trigger.end] == "struck"
    assert event.who == (Side(0, 13, "GABMIL"),)
    assert [(STRIKE[side.start : side.end], side.code) for side in event.whom] == [("depot", ""), ("soldiers", "COGMIL")]
    assert event.numbers == (Count("killed", STRIKE.index("three"), STRIKE.index("three") + 5),)
    assert event.by[0].code == "NGO"


def test_a_denial_is_two_events_and_words_may_be_counted() -> None:
    text = "Togo denied that it shelled Lomo, and it blamed Benin."
    rows, faults = compile_own(
        "# own:coast:2",
        text,
        "- REJECT | denied | who: Togo =TGO | status: happened",
        "- ASSAULT.heavy-weapons | shelled | who: it@1 =TGO | whom: Lomo | by: Togo =TGO | status: denied",
        "- ACCUSE.allege | blamed | who: it@2 =TGO | whom: Benin =BEN | status: happened",
    )
    assert not faults
    assert [event.status for event in rows[0].events] == ["happened", "denied", "happened"]
    assert rows[0].events[1].who[0].start == text.index("it ")
    assert rows[0].events[2].who[0].start == text.rindex("it ")


def test_a_sentence_without_event_has_a_reason_and_may_tempt() -> None:
    rows, faults = compile_own("# own:coast:3", "Togo attacked early and crushed Benin.", "- none: sport | tempting: attacked")
    assert not faults
    assert rows[0].none == "sport"
    assert rows[0].tempting == Mark(5, 13)


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        (["- ASSAUL | struck | status: happened"], 3, "'ASSAUL' is not one of: AGREE"),
        (["- ASSAULT.flying | struck | status: happened"], 3, "mode 'flying'"),
        (["- AGREE.visit | struck | status: happened"], 3, "it has none"),
        (["- ASSAULT | struck | status: perhaps"], 3, "status 'perhaps' is not one of: happened"),
        (["- ASSAULT | struck | who: jets =GAB"], 3, "no `status:`"),
        (["- ASSAULT | strike | status: happened"], 3, "'strike' does not stand in the sentence"),
        (["- ASSAULT | a | status: happened"], 3, "stands 2 times: add @1 to @2"),
        (["- ASSAULT | a@3 | status: happened"], 3, "stands 2 time(s), not 3"),
        (["- ASSAULT | struck | wo: jets | status: happened"], 3, "begin it with one of who:"),
        (["- ASSAULT | struck | who: jets | who: monitor | status: happened"], 3, "given twice"),
        (["- ASSAULT | struck | who: jets =GABO | status: happened"], 3, "code 'GABO'"),
        (["- ASSAULT | struck | num: dead=three | status: happened"], 3, "number 'dead'"),
        (["- ASSAULT | struck | num: three | status: happened"], 3, "type kind=words"),
        (["- ASSAULT | struck | if: Monday | status: happened"], 3, "the status is not conditional"),
        (["- ASSAULT | struck | cert: sure | status: happened"], 3, "certainty 'sure'"),
        (["- ASSAULT happened"], 3, "type `TYPE.mode | trigger"),
        (["- none: boring"], 1, "reason 'boring'"),
        (["- none: plain | struck"], 3, "only `| tempting: word`"),
        (["- none: plain", CODING], 1, "not both and not neither"),
        ([], 1, "needs events or a reason"),
        ([CODING, "more words"], 4, "neither `# id` nor `- coding`"),
    ],
)
def test_a_bad_line_is_named(lines: list[str], line: int, words: str) -> None:
    rows, faults = compile_own("# own:coast:1", STRIKE, *lines)
    assert len(faults) == 1
    assert faults[0].startswith(f"line {line}: ")
    assert words in faults[0]
    assert not rows or line == 4


def test_bad_headers_are_named() -> None:
    rows, faults = compile_own("- none: plain", "# gum:nowhere-1", "- none: plain", "# own:coast:1", "- none: plain")
    assert not rows
    assert [fault.partition(":")[0] for fault in faults] == ["line 1", "line 2", "line 4"]
    twice = ["# own:coast:1", "It rained.", "- none: weather"] * 2
    assert "coded twice" in compile_own(*twice)[1][0]


def test_a_corpus_sentence_is_named_by_its_number_and_keeps_no_words() -> None:
    sentence = Sentence("gum:GUM_news_x-4", "gum", "GUM_news_x", "Chad met Togo.", "a treebank", "CC BY 4.0", held=True)
    sheet = "# 17\n- CONSULT | met | who: Chad =TCD | whom: Togo =TGO | status: happened"
    rows, faults = compile_sheet(sheet, "2", {sentence.id: sentence}, {"17": sentence.id})
    assert not faults
    assert rows[0].text == ""
    assert rows[0].held
    assert rows[0].sha256 == hash_text("Chad met Togo.")
    typed = sheet.replace("\n", "\nChad met Togo.\n", 1)
    assert "is not typed again" in compile_sheet(typed, "2", {sentence.id: sentence}, {"17": sentence.id})[1][0]


def test_words_are_whole_words() -> None:
    assert find_words("The attackers attack.", "attack") == Mark(14, 20)
    assert find_words("U.S. troops left.", "U.S.") == Mark(0, 4)
    with pytest.raises(SheetFault, match="holds no words"):
        find_words("It rained.", "")


def test_the_command_writes_only_sheets_without_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "sheet.txt"
    sheet.write_text(f"# own:coast:1\n{STRIKE}\n- ASSAUL | struck | status: happened\n", "utf-8")
    command = [str(sheet), "--coder", "7", "--out", str(tmp_path / "codings")]
    assert main(command) == 1
    assert "line 3" in capsys.readouterr().out
    assert not (tmp_path / "codings").exists()
    sheet.write_text(f"# own:coast:1\n{STRIKE}\n{CODING}\n", "utf-8")
    assert main(command) == 0
    assert (tmp_path / "codings" / "own-7.jsonl").read_text("utf-8").count("\n") == 1


def test_a_work_list_is_read(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("== doc | source\n(before) words\n#1 gum:a-1\n    Words #9 no.\n#2 ewt:b-2\n    Words.\n", "utf-8")
    assert read_list(tmp_path / "list.txt") == {"1": "gum:a-1", "2": "ewt:b-2"}
