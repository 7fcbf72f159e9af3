"""Every example of every coding table is a test."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from offing.code import code_sentence
from offing.code.gazetteers import load_known
from offing.ontology import TABLES, Says, load_actions, load_cues, read_table
from offing.records import Claim, Status

PLOVER = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
)
ACTIONS = load_actions()


def fits(claim: Claim, action: str, says: Says) -> bool:
    return (
        claim.action == action
        and (not says.who or (claim.who is not None and claim.who.code.startswith(says.who)))
        and (not says.whom or (claim.whom is not None and claim.whom.code.startswith(says.whom)))
        and (not says.status or claim.status == says.status)
        and (not says.mode or claim.mode == says.mode)
    )


def test_the_sixteen_types_are_there() -> None:
    assert list(ACTIONS) == PLOVER
    for action in ACTIONS.values():
        assert len(action.says) >= 5
        assert len(action.nots) >= 3
        assert action.quad in (1, 2, 3, 4)
        assert -10 <= action.intensity <= 10


@pytest.mark.parametrize(("action", "says"), [(action.code, says) for action in ACTIONS.values() for says in action.says])
def test_a_sentence_codes_as_its_type(action: str, says: Says) -> None:
    assert any(fits(claim, action, says) for claim in code_sentence(says.text))


@pytest.mark.parametrize(("action", "sentence"), [(action.code, sentence) for action in ACTIONS.values() for sentence in action.nots])
def test_a_sentence_does_not_code_as_the_type(action: str, sentence: str) -> None:
    assert not [claim for claim in code_sentence(sentence) if claim.action == action and claim.status is not Status.DID_NOT_HAPPEN]


@pytest.mark.parametrize("cue", load_cues().cues, ids=lambda cue: f"{cue.kind} {cue.status}")
def test_a_cue_shows_its_status(cue) -> None:  # type: ignore[no-untyped-def]
    assert cue.example
    assert cue.status in {claim.status.value for claim in code_sentence(cue.example)}


def test_no_cue_word_has_two_statuses() -> None:
    seen: dict[tuple[str, str], str] = {}
    for cue in load_cues().cues:
        for word in cue.words:
            assert seen.setdefault((cue.kind, word), cue.status) == cue.status, word


def test_terms_of_office_are_in_order() -> None:
    for row in csv.DictReader(read_table("actors/offices.csv").splitlines()):
        start = date.fromisoformat(row["from"])
        assert not row["to"] or date.fromisoformat(row["to"]) > start, row["name"]
        assert row["office"]
        assert len(row["code"]) >= 6


def test_the_gazetteer_knows_no_person_without_office() -> None:
    persons = [known for rows in load_known().values() for entries in rows.values() for known in entries if known.kind == "person"]
    assert persons
    assert all(known.office and known.start for known in persons)


def test_hand_tables_have_no_double_words() -> None:
    words = [row["word"] for row in csv.DictReader(read_table("actors/agents.csv").splitlines())]
    assert len(words) == len(set(words))
    assert (TABLES / "actors" / "names.csv.gz").stat().st_size < 200_000
