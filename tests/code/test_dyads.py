"""Dyads: rows of event data in our codes and in those of a dictionary; a table of CAMEO that names each code once."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from offing.code.cameo import load_codes
from offing.code.claims import open_sheets, wrap_sentence
from offing.code.dictionaries import Dictionary, open_dictionary
from offing.code.dyads import Dyad, list_dyads
from offing.code.faces import show_sheet
from offing.ontology import load_actions, read_table

ACTORS = """FRANCE [FRA]
+FRENCH
RWANDA [RWA]
+RWANDAN
RUSSIA [RUS]
+RUSSIAN
IRAN [IRN]
+IRANIAN
UNITED_STATES [USA]
+US_
BRITAIN [GBR]
+BRITISH
EUROPEAN_UNION [IGOEURXYZ]
"""
AGENTS = "OFFICIAL [~GOV]\nTROOP [~MIL]\nREBEL [~REB]\nACTIVIST [~OPP]\n"
VERBS = """---  SAY   [010]  ---
SAY
---  HIT   [190]  ---
ATTACK
SHELL
- * PORT [1945] # SHELL
---  VISIT [042:043] ---
VISIT
~ a (a b ATTACK) SAY = a b 015
~ a (b . ATTACK) SAY = a b 112
"""


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Dictionary:
    folder = tmp_path_factory.mktemp("dictionary")
    for name, text in (("own.actors.txt", ACTORS), ("own.agents.txt", AGENTS), ("own.verbs.txt", VERBS)):
        (folder / name).write_text(text, "utf-8")
    return open_dictionary([folder])


def rows(sentence: str, dictionary: Dictionary | None = None) -> list[Dyad]:
    return [
        row for sheet in open_sheets(wrap_sentence(sentence)) for row in list_dyads(sheet, list(show_sheet(sheet, half=True)), dictionary)
    ]


def triples(sentence: str, dictionary: Dictionary | None = None) -> set[tuple[str, str, str]]:
    return {row.triple for row in rows(sentence, dictionary)}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("France and Germany accused Russia of spying.", {("FRA", "RUS", "112"), ("DEU", "RUS", "112")}),
        ("Russian officials held talks with Iranian officials in Geneva.", {("RUSGOV", "IRNGOV", "046"), ("IRNGOV", "RUSGOV", "046")}),
        ("The French president visited Rwanda.", {("FRAGOV", "RWA", "042"), ("RWA", "FRAGOV", "043")}),
        ("Rebels clashed with soldiers.", set()),
        ("The United States appealed to Iran to release the sailors.", {("USA", "IRN", "025")}),
        ("The United States demanded that Iran release the sailors.", {("USA", "IRN", "105")}),
        ("Turkey ratified a treaty with Georgia.", {("TUR", "GEO", "057"), ("GEO", "TUR", "057")}),
        ("Norway will not give aid to Sudan.", {("NOR", "SDN", "122")}),
        ("Sweden helped two exiled activists from Egypt.", {("SWE", "EGYOPP", "070")}),
        ("Washington said the step enjoyed support from Moscow and Beijing.", set()),
        ("Moldova received assurances from Romania on gas.", {("ROU", "MDA", "030")}),
        ("Estonia presented evidence against Belarus at the meeting.", {("EST", "BLR", "112")}),
        ("Chile and Kenya are seeking to expand cooperation in fishing.", {("CHL", "KEN", "031"), ("KEN", "CHL", "031")}),
        ("Kenya wants Chile to lift the embargo.", {("KEN", "CHL", "020")}),
        ("Kenya and Chile said they will attack Peru.", {("KEN", "PER", "138"), ("CHL", "PER", "138")}),
        ("Kenya said it would free prisoners from Chile.", {("KEN", "CHLCVL", "0353")}),
        ("Rebels shelled a crowded part of Homs overnight, killing two children.", {("SYRREB", "SYR", "190")}),
        ("A report alleged that Kenyan soldiers killed villagers in Chile.", set()),
        ("Kenya's president expressed grief over the ferry disaster in Chile.", {("KENGOV", "CHL", "018")}),
    ],
)
def test_rows_in_our_codes(sentence: str, expected: set[tuple[str, str, str]]) -> None:
    assert triples(sentence) == expected


def test_those_who_meet_meet_each_other() -> None:
    found = triples("China, Russia and Iran met on Monday.")
    assert found == {(a, b, "040") for a in ("CHN", "RUS", "IRN") for b in ("CHN", "RUS", "IRN") if a != b}


def test_what_somebody_is_accused_of_has_no_row_of_its_own() -> None:
    assert triples("Ukraine accused Russia of shelling a hospital in Kharkiv.") == {("UKR", "RUS", "112")}


def test_a_row_keeps_the_words_of_its_sides() -> None:
    (row,) = [row for row in rows("France accused Rwanda of spying.") if row.code == "112"]
    assert (row.source.words, row.target.words, row.face.claim.action) == ("France", "Rwanda", "ACCUSE")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Russia shelled a port in Iran.", {("RUS", "IRN", "1945")}),
        ("Rwandan rebels attacked French troops.", {("RWAREB", "FRAMIL", "190")}),
        ("US and British activists staged a protest in Tehran.", {("USAOPP", "IRN", "141"), ("GBROPP", "IRN", "141")}),
        ("France said Rwanda had attacked Iran.", {("FRA", "RWA", "112")}),
        ("France said they had attacked Iran.", {("FRA", "IRN", "015")}),
        ("Rwandan troops said they had shelled Iran.", {("RWAMIL", "IRN", "015")}),
        (
            "The US launched an air strike against a Rwandan rebel camp, widening its campaign against the group.",
            {("USA", "RWAREB", "195")},
        ),
        ("France signed an agreement with the European Union.", {("FRA", "IGOEURXYZ", "057"), ("IGOEURXYZ", "FRA", "057")}),
        ("French officials visited Rwanda.", {("FRAGOV", "RWA", "042"), ("RWA", "FRAGOV", "043")}),
    ],
)
def test_rows_in_the_codes_of_a_dictionary(dictionary: Dictionary, sentence: str, expected: set[tuple[str, str, str]]) -> None:
    assert triples(sentence, dictionary) == expected


def test_a_dictionary_with_discards_leaves_their_sentences_out(tmp_path: Path) -> None:
    (tmp_path / "own.actors.txt").write_text(ACTORS, "utf-8")
    (tmp_path / "own.discards.txt").write_text("REGATTA\n", "utf-8")
    read = open_dictionary([tmp_path])
    assert triples("France accused Rwanda of spying.", read) == {("FRA", "RWA", "112")}
    assert triples("France accused Rwanda of spying at the regatta.", read) == set()


def test_the_table_of_cameo_knows_types_modes_and_names_each_code_once() -> None:
    kinds, names = load_actions(), dict[tuple[str, str], set[str]]()
    seen = set()
    for row in csv.DictReader(read_table("cameo.csv").splitlines()):
        if row["what"] == "mirror":
            continue
        assert row["action"] in kinds
        assert row["mode"] in ("", "-", *kinds[row["action"]].modes)
        for word in row["words"].split() or [""]:
            key = (row["what"], row["action"], row["mode"], word, row["code"] if row["what"] == "type" else "")
            assert key not in seen, key
            seen.add(key)
        names.setdefault((row["what"], row["code"]), set()).add(row["name"].partition(":")[0])
    assert not {key: words for key, words in names.items() if key[0] in ("intent", "threat") and len(words) > 1}
    codes = load_codes()
    assert codes.mirrors["042"] == "043"
    assert all(code.isdigit() for table in (codes.act, codes.intent, codes.threat, codes.refusal) for code in table.values())
