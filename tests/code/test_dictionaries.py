"""Dictionaries of our own in the formats of TABARI and PETRARCH: names with dates, agents, discards, verbs with their patterns."""

from __future__ import annotations

from pathlib import Path

import pytest

from offing.code.dictionaries import Dictionary, find_entries, is_discarded, join_codes, open_dictionary
from offing.code.patterns import Phrase, Surroundings, find_turn, name_act, read_patterns
from offing.errors import TableError

ACTORS = """# our own
<!-- a comment
over two lines -->
NORLAND_ [NOR] # a state
+NORLANDIC
+KINGDOM_OF_NORLAND_
SUDRA [SUD]
LEAGUE_OF_THE_COAST	[IGOLOCFSH]
+THE_LEAGUE_
US_ [USA]
ANNA_BERG_
+PRESIDENT_BERG
	[NORELI 991001-20040630]
	[NORGOV 20040701-20100630]
	[NORGOV >20150101] [NOROPP]
COUNCIL_ [NORLEG]
"""
AGENTS = """!PERSON! = MAN, WOMAN
POLICE!PERSON! [~COP]
POLICE {} [~COP]
COUNCIL [~LEG]
ARMY {ARMIES} [~MIL]
MINISTER [~GOV]
FISHER [~BUSFSH]
PEOPLE {} [~PPL]
RELIEF_CORPS {} [NGO~]
"""
VERBS = """&BOAT
+BOAT
+FISHING_BOAT

---  SAY   [010]  ---
SAY {SAYS SAID SAYING}
TELL {TELLS TOLD}
REPORT [---]

---  TAKE   [060]  ---
TAKE {TAKES TOOK TAKEN}
SEIZE [171]
- * {RED FLAG}                 [145]     # TAKE
- * &BOAT (FROM PORT)          [1711]    # SEIZE
- * PART                       [---]     # TAKE
- * ISLAND                     [192]     # OCCUPY

---  VISIT   [042:043]  ---
VISIT
+CALL_ON {+CALLS_ON}

---  LIFT   [080]  ---
LIFT
- * TARIFFS                    [085]     # LIFT

---  ATTACK   [190]  ---
ATTACK
- &BOAT *                      [194:195] # ATTACK

~ a (a b ATTACK) SAY = a b 015
~ a (b . ATTACK) SAY = a b 112
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (
        ("Own.actors.txt", ACTORS),
        ("Own.agents.txt", AGENTS),
        ("Own.verbs.txt", VERBS),
        ("Own.discards.txt", "REGATTA\n+CUP_FINAL\n"),
    ):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def dictionary(folder: Path) -> Dictionary:
    return open_dictionary([folder])


@pytest.mark.parametrize(
    ("words", "day", "codes"),
    [
        ("Norland", "", ("NOR",)),
        ("the Kingdom of Norland's army", "", ("NORMIL",)),
        ("Norlandic policewomen", "", ("NORCOP",)),
        ("the League of the Coast", "", ("IGOLOCFSH",)),
        ("Norlandic and Sudra fishers", "", ("NORBUSFSH", "SUDBUSFSH")),
        ("two ministers", "", ("---GOV",)),
        ("people and ministers", "", ("---GOV",)),
        ("Norlandic people", "", ("NORPPL",)),
        ("Norland's relief corps", "", ("NGONOR",)),
        ("the Norland council", "", ("NORLEG",)),
        ("Norland-backed ministers", "", ("---GOV",)),
        ("Anna Berg", "2000-05-01", ("NORELI",)),
        ("Anna Berg", "2004-07-01", ("NORGOV",)),
        ("president Berg", "2012-01-01", ("NOROPP",)),
        ("President Berg", "2020-01-01", ("NORGOV",)),
        ("Anna Berg", "", ("NOROPP",)),
        ("Minister Anna Berg", "", ("NORGOV",)),
        ("Minister Anna Berg", "2012-01-01", ("NOROPPGOV",)),
        ("Norland and Norland's minister", "", ("NORGOV",)),
        ("norland", "", ()),
        ("us", "", ()),
        ("US ministers", "", ("USAGOV",)),
        ("the old harbour", "", ()),
    ],
)
def test_codes_of_phrases(dictionary: Dictionary, words: str, day: str, codes: tuple[str, ...]) -> None:
    assert join_codes(find_entries(dictionary, words.split(), day)) == codes


def test_discards_stand_anywhere_in_a_sentence(dictionary: Dictionary) -> None:
    assert is_discarded(dictionary, "Norland won the regatta .".split())
    assert is_discarded(dictionary, ["The", "cup", "final", "began"])
    assert not is_discarded(dictionary, ["The", "cup", "was", "final"])


@pytest.mark.parametrize(("name", "text"), [("Own.actors.txt", "nothing here\n"), ("Own.agents.txt", "")])
def test_a_file_without_entries_is_refused(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(TableError, match="holds no entry"):
        open_dictionary([tmp_path])


def test_an_absent_or_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="holds no dictionary"):
        open_dictionary([tmp_path])
    with pytest.raises(TableError, match="cannot be read"):
        open_dictionary([tmp_path / "absent.txt"])


def test_a_code_with_a_date_that_is_none_is_not_used(tmp_path: Path) -> None:
    file = tmp_path / "Own.actors.txt"
    file.write_text("OLD_GUILD [NORBUS 2004017-20061201] [NORLAB >2001]\n+NEW_GUILD\nNORLAND [NOR]\n", "utf-8")
    read = open_dictionary([file])
    assert join_codes(find_entries(read, ["Old", "Guild"])) == ()
    assert join_codes(find_entries(read, ["Norland"])) == ("NOR",)


def around(verb: str, *after: tuple[str, str], before: str = "") -> Surroundings:
    phrases = tuple(Phrase(lead, (words.split()[-1],), tuple(words.split())) for lead, words in after)
    return Surroundings((verb,), (Phrase("", tuple(before.split()[-1:]), tuple(before.split())),) if before else (), phrases)


@pytest.mark.parametrize(
    ("found", "code", "named"),
    [
        (around("take", ("", "a red flag")), "060", ("145", "")),
        (around("take", ("", "a flag")), "060", ("060", "")),
        (around("seize", ("", "a fishing boat"), ("from", "the port")), "171", ("1711", "")),
        (around("seize", ("", "a fishing boat"), ("in", "the port")), "171", ("171", "")),
        (around("seize", ("", "the port"), ("from", "a boat")), "170", ("171", "")),
        (around("take", ("", "part")), "060", ("---", "")),
        (around("take", ("", "an island")), "060", ("060", "")),
        (around("take", ("", "an island")), "190", ("192", "")),
        (around("visit", ("", "Sudra")), "040", ("042", "043")),
        (around("visit", ("", "Sudra")), "190", ("190", "")),
        (around("attack", ("", "Sudra"), before="a boat"), "190", ("194", "195")),
        (around("lift", ("", "the tariffs")), "080", ("085", "")),
        (around("lift", ("", "the tariff")), "080", ("080", "")),
        (around("dance"), "040", ("040", "041")),
    ],
)
def test_codes_of_acts(folder: Path, found: Surroundings, code: str, named: tuple[str, str]) -> None:
    mirror = named[1] if found.verb == ("dance",) else ""
    assert name_act(read_patterns(folder / "Own.verbs.txt"), found, code, mirror) == named


def test_what_is_told_of_an_attack_is_turned_round(folder: Path) -> None:
    patterns = read_patterns(folder / "Own.verbs.txt")
    assert find_turn(patterns, "say", "190", own=True) == "015"
    assert find_turn(patterns, "tell", "194", own=False) == "112"
    assert find_turn(patterns, "report", "190", own=False) == ""
    assert find_turn(patterns, "say", "040", own=False) == ""


def test_a_file_without_verbs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "verbs.txt").write_text("---  SAY   [010]  ---\n", "utf-8")
    with pytest.raises(TableError, match="holds no verb"):
        read_patterns(tmp_path / "verbs.txt")
