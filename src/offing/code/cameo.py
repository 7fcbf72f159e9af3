"""PLOVER to CAMEO: the code that an act has in event data coded by CAMEO, from its type, mode and status, and the word that tells it.

Source: CAMEO's published code names and the conversion table CAMEO2PLOVER-2021 (Open Event Data Alliance), read backwards; both stand in
`tables/cameo.csv`. That conversion maps many codes to one type and mode. A mode fixes as many digits as all its codes share, at least three
(a missing third digit is 0, CAMEO's "not specified below"); where it fixes nothing below the root, the code is that of the type. An act
told by the very word that CAMEO names a code by ("veto": 129), or done with such a thing ("missile": 194), has that code. CAMEO tells what
is done; of the ten statuses it knows only intent (03) and threat (13), so what is denied or did not happen has no code, and an attack that
others foresee is no threat. Statements (01) have no type in PLOVER: of them only 016, deny responsibility, and 018, condolences, are
written, by their words. A request is an appeal (02) or a demand (10) by its word, with the same digits after.

`name_record` goes on from there, by the same table read forwards: the type under which PLOVER files an act that our codebook files
elsewhere (sections 9 and 10). It is the one place where intent, threat and the borders of CAMEO's roots are folded.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from offing.ontology import load_actions, read_table
from offing.records import Claim, Event, Status

NOBODY = "---"  # a side without a code, as CAMEO's coders write it
_DONE = frozenset({Status.HAPPENED, Status.ONGOING, Status.BACKGROUND, Status.ALLEGED})
_UNDONE = frozenset({Status.DENIED, Status.DID_NOT_HAPPEN})
# An assault that its own side announces is a THREATEN claim already: one that is still planned, others tell of. Moved troops are no threat.
_ANNOUNCED = frozenset({"PROTEST", "SANCTION", "COERCE"})
_COOPERATION = (1, 2)
_INTENT = "030"
_THREAT = "130"
_REFUSAL = "120"

_APPEAL = "02"


class Codes(Struct, frozen=True):
    """The table: codes of acts, intents, threats and refusals by (type, mode, word), "" for any; words of appeals.

    `mirrors`: the code of the other direction, by code (a visit is hosted); `types`: PLOVER types by the start of a code.
    """

    act: dict[tuple[str, str, str], str]
    intent: dict[tuple[str, str, str], str]
    threat: dict[tuple[str, str, str], str]
    refusal: dict[tuple[str, str, str], str]
    appeals: frozenset[str]
    mirrors: dict[str, str]
    types: dict[str, str]


@lru_cache(maxsize=1)
def load_codes() -> Codes:
    """The table `cameo.csv`. Raises TableError when it is missing."""
    found: dict[str, dict[tuple[str, str, str], str]] = {what: {} for what in ("act", "intent", "threat", "refusal", "appeal")}
    types: dict[str, str] = {}
    mirrors: dict[str, str] = {}
    for row in csv.DictReader(read_table("cameo.csv").splitlines()):
        if row["what"] == "type":
            types[row["code"]] = row["action"]
            continue
        if row["what"] == "mirror":
            mirrors[row["code"]] = row["words"]
            continue
        for word in row["words"].split() or [""]:
            found[row["what"]][row["action"], row["mode"], word] = row["code"]
    appeals = frozenset(word for _, _, word in found["appeal"])
    return Codes(found["act"], found["intent"], found["threat"], found["refusal"], appeals, mirrors, types)


def name_cameo(action: str, mode: str, status: Status, words: Sequence[str] = ()) -> str:
    """The CAMEO code (three or four digits; the first two are its root) of an act, "" where CAMEO has none.

    `action`, `mode`: PLOVER type and mode; a type that is not in the table has no code. `status`: done, going on, earlier and alleged acts
    have the act's own code; cooperation still to come is an intent (03); conflict that is threatened, or planned openly, a threat (13).
    `words`: lemmas that tell it, the surest first, by which a denial (016) or veto (129) differs from another rejection. Raises TableError
    when a table is damaged.
    """
    kind, codes = load_actions().get(action), load_codes()
    if kind is None or status in _UNDONE:
        return ""
    if status in _DONE or action == "THREATEN":
        code = _choose(codes.act, action, mode, words, f"{kind.cameo}0")
        return f"{_APPEAL}{code[2:]}" if action == "REQUEST" and codes.appeals.intersection(words[:1]) else code
    if kind.quad in _COOPERATION and status is not Status.THREATENED:
        return _choose(codes.intent, action, mode, words, _INTENT)
    if status is Status.THREATENED or (status is Status.PLANNED and action in _ANNOUNCED):
        return _choose(codes.threat, action, mode, words, _THREAT)
    return ""


def name_record(
    action: str, mode: str, status: Status, words: Sequence[str] = (), *, decreed: bool = False, refused: bool = False
) -> tuple[str, str]:
    """The PLOVER type and the CAMEO code ("" where CAMEO has none) of an act of a type, mode and status of ours, as event data file it.

    `words`: lemmas that tell it, the surest first. PLOVER knows no status. Intent is AGREE, a threat THREATEN, as CAMEO2PLOVER has their
    codes. What is still to come but `decreed` (ordered, decided, authorised by who has the power to) counts as done. Cooperation that its
    own side `refused`, says is not to come, or failed in, is REJECT (CAMEO 12: declines to yield, to meet, to help). What CAMEO has no code
    for keeps our type.
    """
    kind, codes = load_actions()[action], load_codes()
    if kind.quad in _COOPERATION and (refused or status is Status.DID_NOT_HAPPEN):
        return "REJECT", codes.refusal.get((action, "", ""), _REFUSAL)
    code = name_cameo(action, mode, Status.HAPPENED if decreed and status is Status.PLANNED else status, words)
    if code == f"{kind.cameo}0":
        return action, code  # nothing is known below the root, which two types may share
    return next((codes.types[code[:size]] for size in (4, 3, 2) if code[:size] in codes.types), action), code


def code_cameo(claim: Claim) -> str:
    """The CAMEO code of a claim, "" where CAMEO has none (`name_cameo`)."""
    return name_cameo(claim.action, claim.mode, claim.status, _list_words(claim))


def code_event(event: Event, first: Claim | None = None) -> str:
    """The CAMEO code of an event, "" where CAMEO has none. `first`: the claim that its handle names, whose trigger tells a denial."""
    return name_cameo(event.action, event.mode, event.status, _list_words(first) if first is not None else ())


def _list_words(claim: Claim) -> list[str]:
    """The words of a claim's trigger, as its rule names them after where it stands and what it is ("headline verb meet with")."""
    words = claim.rule.split()
    at = next((number for number, word in enumerate(words) if word in ("verb", "noun", "denied")), -1)
    return words[at + 1 :]


def _choose(codes: dict[tuple[str, str, str], str], action: str, mode: str, words: Sequence[str], otherwise: str) -> str:
    """The code of a type by the first word that has one (`-` in the table: only where no mode is known), else by mode, else `otherwise`."""
    told = (codes.get((action, mode or "-", word)) or codes.get((action, "", word)) for word in words)
    return next(filter(None, told), "") or codes.get((action, mode, "")) or codes.get((action, "", ""), otherwise)
