"""PLOVER to CAMEO: what is done, what is still to come, what has no code; every mode of the table."""

from __future__ import annotations

import pytest
from tests.tell.factory import make_view

from offing.code import code_sentence
from offing.code.cameo import code_cameo, name_cameo
from offing.ontology import load_actions
from offing.records import Status
from offing.tell.exports import export_tables, write_codebook

DONE = (Status.HAPPENED, Status.ONGOING, Status.BACKGROUND, Status.ALLEGED)


@pytest.mark.parametrize(
    ("action", "mode", "status", "code"),
    [
        ("CONSULT", "", Status.HAPPENED, "040"),
        ("CONSULT", "visit", Status.BACKGROUND, "042"),
        ("CONSULT", "visit", Status.PLANNED, "036"),
        ("COERCE", "arrest", Status.HAPPENED, "173"),
        ("COERCE", "curfew", Status.HAPPENED, "1723"),
        ("COERCE", "curfew", Status.PLANNED, "1323"),
        ("COERCE", "arrest", Status.THREATENED, "130"),
        ("ACCUSE", "investigate", Status.ONGOING, "090"),
        ("AID", "", Status.CONDITIONAL, "033"),
        ("AGREE", "", Status.EXPECTED, "030"),
        ("RETREAT", "release", Status.PLANNED, "0353"),
        ("RETREAT", "resign", Status.PLANNED, "035"),
        ("RETREAT", "withdraw", Status.THREATENED, "130"),
        ("ASSAULT", "", Status.ALLEGED, "190"),
        ("ASSAULT", "aerial", Status.HAPPENED, "195"),
        ("ASSAULT", "aerial", Status.THREATENED, "138"),
        ("SANCTION", "expel", Status.PLANNED, "136"),
        ("THREATEN", "violence", Status.CONDITIONAL, "138"),
        ("REJECT", "", Status.HAPPENED, "120"),
    ],
)
def test_codes(action: str, mode: str, status: Status, code: str) -> None:
    assert name_cameo(action, mode, status) == code


def test_every_type_and_mode_has_a_code_of_three_or_four_digits_when_done() -> None:
    for action in load_actions().values():
        for mode in ("", *action.modes):
            codes = {name_cameo(action.code, mode, status) for status in DONE}
            assert len(codes) == 1
            code = codes.pop()
            assert code.isdigit()
            assert len(code) in (3, 4)
            assert "03" <= code[:2] <= "20"
            assert mode or code == f"{action.cameo}0"


def test_what_is_not_done_never_has_the_code_of_what_is() -> None:
    for action in load_actions().values():
        for mode in ("", *action.modes):
            assert name_cameo(action.code, mode, Status.DENIED) == name_cameo(action.code, mode, Status.DID_NOT_HAPPEN) == ""
            for status in (Status.PLANNED, Status.EXPECTED, Status.CONDITIONAL, Status.THREATENED):
                assert name_cameo(action.code, mode, status)[:2] in ("", "03", "13")


def test_an_attack_foreseen_by_others_is_no_threat_of_its_doer() -> None:
    assert {name_cameo("ASSAULT", "", status) for status in (Status.PLANNED, Status.EXPECTED, Status.CONDITIONAL)} == {""}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("China vetoed the draft resolution of the Security Council.", "129"),
        ("Egypt and Ethiopia signed an agreement on the filling of the dam.", "057"),
        ("Israel apologised to Turkey for the raid.", "055"),
        ("Canada recognised the new government of Sudan.", "054"),
        ("Saudi Arabia praised the Iraqi government for its restraint.", "051"),
    ],
)
def test_a_word_that_names_a_code_gives_it(words: str, code: str) -> None:
    assert code in {code_cameo(claim) for claim in code_sentence(words)}


def test_a_word_says_nothing_of_what_is_not_done() -> None:
    assert name_cameo("REJECT", "", Status.DID_NOT_HAPPEN, "veto") == name_cameo("REJECT", "", Status.PLANNED, "veto") == ""
    assert name_cameo("CONSULT", "", Status.PLANNED, "negotiate") == "036"
    assert name_cameo("AID", "", Status.HAPPENED, "veto") == "070"


def test_a_type_that_the_table_lacks_has_no_code() -> None:
    assert name_cameo("REMARK", "", Status.HAPPENED) == ""


def test_a_denial_is_016_and_what_it_denies_has_no_code() -> None:
    claims = code_sentence("Iran has denied any involvement in the attack on the US embassy.")
    assert sorted((claim.action, code_cameo(claim)) for claim in claims) == [("ASSAULT", ""), ("REJECT", "016")]
    assert [code_cameo(claim) for claim in code_sentence("Iran rejected the American proposal.")] == ["120"]


def test_claims_read_from_words() -> None:
    told = {
        "Turkey arrested two Syrian officials on Friday.": "173",
        "Israel's army shelled Lebanon on Monday.": "190",
        "The Omani foreign minister will meet Iranian officials next week.": "036",
    }
    for words, code in told.items():
        assert [code_cameo(claim) for claim in code_sentence(words)] == [code]


def test_exports_carry_the_code() -> None:
    view = make_view()
    tables = export_tables(view)
    for name in ("claim", "event"):
        rows = tables[name].select(["action", "status", "cameo"]).to_pylist()
        assert any(row["cameo"] for row in rows)
        assert all(not row["cameo"] for row in rows if row["status"] in ("denied", "did_not_happen"))
        assert all(row["cameo"][:2] == load_actions()[row["action"]].cameo for row in rows if row["status"] == "happened")
    assert "| cameo | string |" in write_codebook(tables)
