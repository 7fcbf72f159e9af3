"""Every example of every coding table is a test."""

from __future__ import annotations

import csv
import gzip
import json
import re
from datetime import date
from pathlib import Path

import pytest
from tools.write_ontology import BY_READER, BY_RULES, KEPT_OUT, PAGE, write_page

from offing.code.claims import code_sentence, code_sentences
from offing.code.gazetteers import load_known
from offing.language.analyses import Analyzer
from offing.language.choices import open_analyzer
from offing.ontology import TABLES, Says, load_actions, load_cues, read_table
from offing.records import Certainty, Claim, Status

PLOVER = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
)
ACTIONS = load_actions()
ROLESETS = Path(__file__).parent.parent / "src" / "offing" / "language" / "weights" / "rolesets.json.gz"
RULES = open_analyzer("rules")


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
        assert len({says.text for says in action.says}) >= 12
        assert len(set(action.nots)) >= 6
        assert len(set(action.rolesets)) >= 5
        assert action.quad in (1, 2, 3, 4)
        assert -10 <= action.intensity <= 10


@pytest.mark.parametrize(("analyzer", "share"), [(None, BY_READER), (RULES, BY_RULES)], ids=["installed", "rules"])
def test_the_sentences_of_a_type_code_so(analyzer: Analyzer | None, share: float) -> None:
    said = [(action.code, says) for action in ACTIONS.values() for says in action.says]
    coded = code_sentences([says.text for _, says in said], analyzer)
    missed = [
        (code, says.text) for (code, says), claims in zip(said, coded, strict=True) if not any(fits(one, code, says) for one in claims)
    ]
    assert len(missed) <= (1 - share) * len(said), missed


@pytest.mark.parametrize("analyzer", [None, RULES], ids=["installed", "rules"])
def test_near_misses_do_not_code_so(analyzer: Analyzer | None) -> None:
    said = [(action.code, sentence) for action in ACTIONS.values() for sentence in action.nots]
    coded = code_sentences([sentence for _, sentence in said], analyzer)
    told = [
        (code, sentence)
        for (code, sentence), claims in zip(said, coded, strict=True)
        if any(claim.action == code and claim.status is not Status.DID_NOT_HAPPEN for claim in claims)
    ]
    assert len(told) <= (1 - KEPT_OUT) * len(said), told


def test_every_roleset_is_one_of_propbank() -> None:
    known = {name for rows in json.loads(gzip.decompress(ROLESETS.read_bytes())).values() for name, _count in rows}
    for action in ACTIONS.values():
        assert set(action.rolesets) <= known, action.code


def test_no_sentence_must_and_must_not_code_as_one_type() -> None:
    for action in ACTIONS.values():
        assert not {says.text for says in action.says} & set(action.nots), action.code


def test_every_status_has_a_sentence() -> None:
    assert {says.status for action in ACTIONS.values() for says in action.says} - {""} == {status.value for status in Status}


def test_modes_of_sentences_are_declared() -> None:
    for action in ACTIONS.values():
        assert {says.mode for says in action.says} - {""} <= set(action.modes), action.code


def test_the_page_of_the_ontology_is_fresh() -> None:
    page = PAGE.read_text("utf-8")
    assert page == write_page(), "run `python -m tools.write_ontology`"
    for status in Status:
        assert re.search(rf"^\*\*{status.value}\*\*: .+\n- ", page, re.MULTILINE), status


@pytest.mark.parametrize("cue", load_cues().cues, ids=lambda cue: f"{cue.kind} {cue.status}")
def test_a_cue_shows_its_status(cue) -> None:  # type: ignore[no-untyped-def]
    assert cue.example
    assert cue.status in {claim.status.value for claim in code_sentence(cue.example, analyzer=RULES)}  # cues are the scope's


@pytest.mark.parametrize("hedge", load_cues().hedges, ids=lambda hedge: f"{hedge.kind} {hedge.certainty}")
def test_a_hedge_shows_its_certainty(hedge) -> None:  # type: ignore[no-untyped-def]
    assert Certainty(hedge.certainty) is not Certainty.PLAIN
    assert hedge.certainty in {claim.certainty.value for claim in code_sentence(hedge.example)}


def test_the_rules_alone_see_most_hedges() -> None:
    hedges = load_cues().hedges
    seen = [hedge.certainty in {claim.certainty.value for claim in code_sentence(hedge.example, analyzer=RULES)} for hedge in hedges]
    assert sum(seen) >= len(hedges) - 2


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
