"""The indicator table: complete, checked, and each event in one row at most."""

from itertools import product
from pathlib import Path

import pytest

from offing.errors import TableError
from offing.records import Standing, Status
from offing.watch.indicators import PLOVER, Phase, load_indicators, match_indicator
from tests.watch.worlds import make_event

ROW = """
- id: attacks
  title: Attacks
  phase: violence
  direction: up
  renew: 14
  counts:
    - {acts: [ASSAULT], statuses: [happened]}
"""


def test_the_table_that_ships() -> None:
    indicators = load_indicators()
    assert {indicator.phase for indicator in indicators} == set(Phase)
    assert {action for indicator in indicators for action, _, _ in indicator.counts} == PLOVER
    assert all((indicator.direction == "down") == (indicator.phase == Phase.EASING) for indicator in indicators)
    assert [indicator.id for indicator in indicators if indicator.phase == Phase.VIOLENCE] == ["attacks"]


def test_only_what_was_told_as_done_is_violence() -> None:
    rows = {status: match_indicator(make_event(action="ASSAULT", status=status), load_indicators()) for status in Status}
    told = {status: row.id if row else None for status, row in rows.items()}
    assert told[Status.HAPPENED] == told[Status.ONGOING] == told[Status.ALLEGED] == told[Status.DENIED] == "attacks"
    assert told[Status.PLANNED] == told[Status.EXPECTED] == "attack-expected"
    assert told[Status.THREATENED] == told[Status.CONDITIONAL] == "threatens-force"
    assert told[Status.DID_NOT_HAPPEN] is None
    assert told[Status.BACKGROUND] is None
    denied = match_indicator(make_event(status=Status.DID_NOT_HAPPEN, standing=Standing.DENIED), load_indicators())
    assert denied is not None
    assert denied.id == "attacks"


def test_a_named_mode_wins_over_the_bare_act() -> None:
    rows = {mode: match_indicator(make_event(action="PROTEST", mode=mode), load_indicators()) for mode in ("", "demo", "riot")}
    assert {mode: row.id for mode, row in rows.items() if row} == {"": "protests", "demo": "protests", "riot": "riots"}
    force = {mode: match_indicator(make_event(action="THREATEN", mode=mode), load_indicators()) for mode in ("", "violence", "relations")}
    assert {mode: row.id for mode, row in force.items() if row} == {
        "": "threatens-force",
        "violence": "threatens-force",
        "relations": "threatens-other",
    }


def test_every_act_that_was_done_counts_somewhere() -> None:
    missed = [action for action, status in product(sorted(PLOVER), (Status.HAPPENED, Status.ONGOING)) if not match_indicator(
        make_event(action=action, status=status), load_indicators())]  # fmt: skip
    assert missed == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("phase: violence", "phase: storm", "phase storm"),
        ("phase: violence", "phase: easing", "no indicator has the phase violence"),
        ("direction: up", "direction: sideways", "direction"),
        ("renew: 14", "renew: soon", "renew"),
        ("renew: 14", "renew: 0", "lacks renew|renew is"),
        ("  title: Attacks\n", "", "lacks title"),
        ("  renew: 14\n", "  renew: 14\n  colour: red\n", "unknown field colour"),
        ("ASSAULT", "ATTACK", "ATTACK is no PLOVER type"),
        ("[happened]", "[occurred]", "occurred is no status"),
        ("[happened]", "[denied]", "denied is no status"),
        ("[happened]", "[happened, happened]", "counts twice"),
        ("{acts: [ASSAULT], statuses: [happened]}", "{acts: [ASSAULT]}", "acts and statuses"),
        ("- id: attacks", "- id: attacks\n  counts: [", "cannot be read"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in ROW
    table = tmp_path / "indicators.yaml"
    table.write_text(ROW.replace(old, new), encoding="utf-8")
    with pytest.raises(TableError, match=message):
        load_indicators(table)


def test_a_row_of_ones_own_needs_no_python(tmp_path: Path) -> None:
    table = tmp_path / "indicators.yaml"
    table.write_text(ROW + ROW.replace("attacks", "strikes").replace("ASSAULT", "ASSAULT/explosives"), encoding="utf-8")
    indicators = load_indicators(table)
    found = [match_indicator(make_event(action="ASSAULT", mode=mode), indicators) for mode in ("explosives", "beat")]
    assert [row.id if row else None for row in found] == ["strikes", "attacks"]


def test_no_table() -> None:
    with pytest.raises(TableError, match="cannot be read"):
        load_indicators(Path("/nowhere/indicators.yaml"))
