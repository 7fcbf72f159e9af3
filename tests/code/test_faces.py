"""The faces of claims: what event data make of an act, and what stays out of the claim itself."""

from __future__ import annotations

import pytest

from offing.code.cameo import name_record
from offing.code.claims import code_sheet, open_sheets, wrap_sentence
from offing.code.faces import Face, show_sheet
from offing.code.pairings import weigh_pair
from offing.language.choices import choose_analyzer, open_analyzer
from offing.ontology import load_actions
from offing.records import Status


def show(sentence: str) -> list[Face]:
    return [face for sheet in open_sheets(wrap_sentence(sentence)) for face in show_sheet(sheet)]


def words(face: Face) -> tuple[str, str]:
    return face.actor.words if face.actor else "", face.recipient.words if face.recipient else ""


@pytest.mark.parametrize(
    ("action", "mode", "status", "told", "record"),
    [
        ("AID", "", Status.PLANNED, (), ("AGREE", "033")),
        ("RETREAT", "release", Status.PLANNED, (), ("AGREE", "0353")),
        ("ASSAULT", "", Status.THREATENED, (), ("THREATEN", "138")),
        ("ASSAULT", "", Status.PLANNED, (), ("ASSAULT", "")),
        ("AID", "", Status.HAPPENED, ("send",), ("AID", "070")),
        ("CONSULT", "", Status.DID_NOT_HAPPEN, ("meet",), ("REJECT", "125")),
        ("ASSAULT", "", Status.DID_NOT_HAPPEN, ("attack",), ("ASSAULT", "")),
        ("SANCTION", "convict", Status.HAPPENED, ("convict",), ("ACCUSE", "116")),
        ("SANCTION", "discontinue", Status.HAPPENED, ("impose", "sanction"), ("COERCE", "163")),
        ("SANCTION", "discontinue", Status.HAPPENED, ("suspend", "aid"), ("SANCTION", "160")),
        ("MOBILIZE", "troops", Status.HAPPENED, ("send", "peacekeeper"), ("AID", "074")),
        ("AGREE", "", Status.HAPPENED, ("reach", "accord"), ("SUPPORT", "057")),
        ("RETREAT", "resign", Status.HAPPENED, ("resign",), ("RETREAT", "080")),
    ],
)
def test_records_of_event_data(action: str, mode: str, status: Status, told: tuple[str, ...], record: tuple[str, str]) -> None:
    assert name_record(action, mode, status, told) == record


def test_what_is_ordered_is_done_and_what_is_refused_is_a_rejection() -> None:
    assert name_record("COERCE", "arrest", Status.PLANNED)[0] == "THREATEN"
    assert name_record("COERCE", "arrest", Status.PLANNED, decreed=True) == ("COERCE", "173")
    assert name_record("CONCEDE", "", Status.CONDITIONAL, refused=True) == ("REJECT", "124")


def test_every_type_mode_and_status_has_a_plover_type() -> None:
    kinds = load_actions()
    for action in kinds.values():
        for mode in ("", *action.modes):
            assert all(name_record(action.code, mode, status)[0] in kinds for status in Status)


@pytest.mark.parametrize(
    ("sentence", "kind", "recipient"),
    [
        ("Norway's parliament rejected the plan for a new railway on Monday.", "REJECT", "the plan for a new railway"),
        ("Chad imposed a curfew in the port of Sudra.", "COERCE", "Sudra"),
        ("Peru agreed to withdraw its troops from the valley of Ombay.", "AGREE", "the valley of Ombay"),
    ],
)
def test_the_thing_dealt_with_or_the_place_is_recipient_of_the_face_alone(sentence: str, kind: str, recipient: str) -> None:
    faces = [face for face in show(sentence) if face.kind == kind]
    assert any(recipient in words(face)[1] for face in faces)
    assert all(face.claim.whom is None for face in faces)


def test_an_act_of_equals_is_told_in_both_directions() -> None:
    faces = [face for face in show("Jordan and Kuwait have agreed to share water.") if face.kind == "AGREE"]
    assert {words(face) for face in faces} == {("Jordan", "Kuwait"), ("Kuwait", "Jordan")}


def test_faces_add_nothing_to_the_claims() -> None:
    for sentence in ("Jordan and Kuwait have agreed to share water.", "Rebels shelled the port of Sudra.", "It was a Tuesday."):
        told = [claim.id for sheet in open_sheets(wrap_sentence(sentence)) for claim in code_sheet(sheet)]
        assert sorted({face.claim.id for face in show(sentence)}) == sorted(set(told))


@pytest.mark.parametrize(
    ("sentence", "who", "whom", "kind"),
    [
        ("Peru condemned the shelling of the harbour in Sudra by rebels.", "Peru", "the shelling of the harbour in Sudra", "ACCUSE"),
        ("Bolivia will not lift the ban on Chile until talks resume.", "Bolivia", "Chile", "REJECT"),
        ("A court in Oslo found the captain guilty of spying for Sweden.", "A court in Oslo", "the captain", "ACCUSE"),
        ("The envoy of Mali said that Niger must free the nurses.", "The envoy of Mali", "Niger", "REQUEST"),
    ],
)
def test_a_pair_is_asked_about(sentence: str, who: str, whom: str, kind: str) -> None:
    (analysis,) = open_analyzer(choose_analyzer()).analyze([sentence])
    assert weigh_pair(analysis, who, whom, show(sentence))[0][0] == kind
