"""Task `petrarch` on a tiny file of our own, with the faults of the real one: tags closed twice, a tag in the preamble, an empty text."""

from __future__ import annotations

from pathlib import Path

import pytest

from offing.errors import EvalError
from offing.eval import find_sets, run_task
from offing.eval.petrarch import GOLD, read_records

SHELLED = "Israel's army shelled Lebanon on Monday."
ARRESTED = "Turkey arrested two Syrian officials on Friday."
QUIET = "The orchestra played until midnight in the old town hall."
HEAD = "<?xml version='1.0' encoding='utf-8'?>\n<Validation>\nthen more <EventCoding...> records were added\n<Sentences>\n"


def event(source: str, code: str, target: str) -> str:
    return f'<EventCoding eventcode="{code}" sourcecode="{source}" targetcode="{target}" />\n'


def sentence(name: str, text: str, *events: str, parse: str = "", closed: str = "/") -> str:
    lines = "".join(events) or '<EventCoding noevents="True" />\n'
    start = f'<Sentence category="OWN" date="20200106" id="{name}" evaluate="true"{closed}>\n'
    return f"{start}{lines}<Text>\n{text}\n</Text>\n<Parse>\n{parse}</Parse></Sentence>\n\n"


def write_gold(path: Path, *sentences: str) -> Path:
    (path / GOLD).write_text(f"{HEAD}{''.join(sentences)}</Sentences>\n</Validation>\n", "utf-8")
    return path


def parse_of(text: str) -> str:
    words = text.removesuffix(".").split()
    rows = [(word, "SpaceAfter=No" if word == words[-1] else "_") for word in words] + [(".", "_")]
    return "\n".join("\t".join([str(at), word, word, *"_" * 6, after]) for at, (word, after) in enumerate(rows, 1)) + "\n"


def test_all_right(tmp_path: Path) -> None:
    write_gold(
        tmp_path,
        sentence("one", SHELLED, event("ISRMIL", "190", "LBN")),
        sentence("two", ARRESTED, event("TUR", "173", "SYRGOV"), closed=""),
        sentence("three", QUIET),
    )
    scores = run_task("petrarch", tmp_path)
    assert {name: scores.figures[name].value for name in ("triple_f1", "country_root_f1", "sentences_right", "false_events")} == {
        "triple_f1": 1.0, "country_root_f1": 1.0, "sentences_right": 1.0, "false_events": 0.0,
    }  # fmt: skip
    assert (scores.n, scores.figures["events"].value, scores.misses) == (3, 2, ())


def test_a_sector_or_digit_too_few_counts_for_country_and_root_only(tmp_path: Path) -> None:
    write_gold(tmp_path, sentence("one", SHELLED, event("ISRGOV", "194", "LBN")), sentence("two", QUIET))
    figures = run_task("petrarch", tmp_path).figures
    assert (figures["triple_f1"].value, figures["country_root_f1"].value) == (0.0, 1.0)
    assert (figures["sentences_right"].value, figures["root_f1"].value) == (0.5, 1.0)


def test_reversed_sides_and_false_events_are_wrong_and_named_without_words(tmp_path: Path) -> None:
    write_gold(tmp_path, sentence("one", SHELLED, event("LBN", "190", "ISRMIL")), sentence("two", ARRESTED))
    scores = run_task("petrarch", tmp_path)
    assert (scores.figures["country_root_f1"].value, scores.figures["false_events"].value) == (0.0, 1.0)
    assert scores.misses == ("one: LBN ISRMIL 190 coded as ISRMIL LBN 190", "two: nothing coded as TUR SYRGOV 173")


def test_events_meet_as_multisets_and_statements_are_counted(tmp_path: Path) -> None:
    one = event("ISRMIL", "190", "LBN")
    write_gold(tmp_path, sentence("one", SHELLED, one, event("IRN", "015", "USA")), sentence("two", SHELLED, one))
    figures = run_task("petrarch", tmp_path).figures
    assert figures["triple_f1"].value == pytest.approx(4 / 5)
    assert figures["statements"].value == 1


def test_the_words_of_an_empty_text_come_from_its_parse(tmp_path: Path) -> None:
    write_gold(tmp_path, sentence("one", "", event("TUR", "173", "SYRGOV"), parse=parse_of(ARRESTED)))
    [record] = read_records(tmp_path / GOLD)
    assert (record.id, record.day, record.text) == ("one", "2020-01-06", ARRESTED)
    assert run_task("petrarch", tmp_path).figures["triple_f1"].value == 1.0


def test_dictionaries_beside_the_set_name_sides_and_acts(tmp_path: Path) -> None:
    gold, beside = tmp_path / "petrarch_gold", tmp_path / "petrarch_dictionaries"
    gold.mkdir()
    beside.mkdir()
    (beside / "Phoenix.Own.actors.txt").write_text("TURKEY [TUR]\nSYRIAN [SYRKKK]\n", "utf-8")
    (beside / "CAMEO.own.txt").write_text("---  ARREST  [170]  ---\nARREST\n- * OFFICIALS   [1734]   # ARREST\n", "utf-8")
    write_gold(gold, sentence("one", ARRESTED, event("TUR", "1734", "SYRKKK")), sentence("two", QUIET))
    figures = run_task("petrarch", gold).figures
    assert (figures["triple_f1"].value, figures["own_triple_f1"].value) == (1.0, 0.0)
    assert figures["own_country_root_f1"].value == 1.0


@pytest.mark.parametrize("text", ["", "a\tb\n1\t2\n", "<Sentences></Sentences>"])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / GOLD).write_text(text, "utf-8")
    with pytest.raises(EvalError, match="PETRARCH validation records"):
        run_task("petrarch", tmp_path)


def test_the_set_is_found_at_its_place(tmp_path: Path) -> None:
    place = tmp_path / "data" / "events" / "petrarch_gold"
    place.mkdir(parents=True)
    found, absent = find_sets(tmp_path)
    assert [(task.name, path) for task, path in found] == [("petrarch", place)]
    assert "petrarch" not in absent
