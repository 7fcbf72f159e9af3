"""PLOVER to CAMEO: the code that an act has in event data coded by CAMEO, from its type, mode and status, and the word that tells it.

Source: CAMEO's published code names and the conversion table CAMEO2PLOVER-2021 (Open Event Data Alliance), read backwards. That table maps
many codes to one type and mode. A mode fixes as many digits as all its codes share, at least three (a missing third digit is 0, CAMEO's
"not specified below"); where it fixes nothing below the root, the code is that of the type. An act told by the very word that CAMEO names
a code by ("veto": 129) has that code. CAMEO tells what is done; of the ten statuses it knows only intent (03) and threat (13), so what is
denied or did not happen has no code, and an attack that others foresee is no threat. Roots 01 and 02 (statements, appeals) have no type in
PLOVER: of them only 016, deny responsibility, and 020, appeal or request, are written, by their words.

`name_record` goes on from there, by the same table read forwards: the type under which PLOVER files an act that our codebook files
elsewhere (sections 9 and 10). It is the one place where intent, threat and the borders of CAMEO's roots are folded.
"""

from __future__ import annotations

from collections.abc import Sequence

from offing.ontology import load_actions
from offing.records import Claim, Event, Status

NOBODY = "---"  # a side without a code, as CAMEO's coders write it
_DONE = frozenset({Status.HAPPENED, Status.ONGOING, Status.BACKGROUND, Status.ALLEGED})
_UNDONE = frozenset({Status.DENIED, Status.DID_NOT_HAPPEN})
# An assault that its own side announces is a THREATEN claim already: one that is still planned, others tell of. Moved troops are no threat.
_ANNOUNCED = frozenset({"PROTEST", "SANCTION", "COERCE"})
_COOPERATION = (1, 2)
_INTENT = "030"
_THREAT = "130"

_MODES = {
    ("CONSULT", "phone"): "041",  # discuss by telephone
    ("CONSULT", "visit"): "042",  # make a visit
    ("CONSULT", "third-party"): "044",  # meet at a third place
    ("RETREAT", "release"): "084",  # return, release (persons or property)
    ("RETREAT", "access"): "086",  # allow international involvement
    ("RETREAT", "withdraw"): "087",  # de-escalate military engagement
    ("RETREAT", "disarm"): "087",
    ("RETREAT", "ceasefire"): "0871",  # declare truce, ceasefire
    ("REQUEST", "change"): "104",  # demand political reform
    ("REQUEST", "yield"): "105",  # demand that target yields
    ("REQUEST", "meet"): "106",  # demand meeting, negotiation
    ("ACCUSE", "disapprove"): "110",  # disapprove
    ("ACCUSE", "allege"): "112",  # accuse
    ("ACCUSE", "investigate"): "090",  # investigate
    ("REJECT", "change"): "123",  # reject request or demand for political reform
    ("REJECT", "yield"): "124",  # decline to yield
    ("REJECT", "meet"): "125",  # reject proposal to meet, discuss, negotiate
    ("THREATEN", "expel"): "136",  # threaten to expel or withdraw
    ("THREATEN", "territory"): "1382",  # threaten occupation
    ("THREATEN", "violence"): "138",  # threaten with military force
    ("PROTEST", "demo"): "141",  # demonstrate or rally
    ("PROTEST", "hunger"): "142",  # conduct hunger strike
    ("PROTEST", "strike"): "143",  # conduct strike or boycott
    ("PROTEST", "boycott"): "143",
    ("PROTEST", "obstruct"): "144",  # obstruct passage, block
    ("PROTEST", "riot"): "145",  # protest violently, riot
    ("SANCTION", "convict"): "116",  # find guilty or liable (legally): CAMEO files it under 11
    ("SANCTION", "expel"): "166",  # expel or withdraw
    ("COERCE", "seize"): "171",  # seize or damage property
    ("COERCE", "censor"): "1721",  # restrict freedoms of speech and expression
    ("COERCE", "curfew"): "1723",  # impose curfew
    ("COERCE", "martial-law"): "1724",  # impose state of emergency or martial law
    ("COERCE", "arrest"): "173",  # arrest, detain
    ("COERCE", "deport"): "174",  # expel or deport individuals
    ("COERCE", "crowd-control"): "175",  # use repression
    ("ASSAULT", "abduct"): "181",  # abduct, hijack
    ("ASSAULT", "beat"): "182",  # physically assault
    ("ASSAULT", "sexual"): "1821",  # sexually assault
    ("ASSAULT", "torture"): "1822",  # torture
    ("ASSAULT", "targeted"): "180",  # 185 and 186: attempts and assassinations
    ("ASSAULT", "primitive"): "180",  # no conventional military force
    ("ASSAULT", "destroy"): "1712",  # destroy property: CAMEO files it under 17
    ("ASSAULT", "explosives"): "183",  # conduct suicide, car or other non-military bombing
    ("ASSAULT", "suicide-attack"): "1831",  # carry out suicide bombing
    ("ASSAULT", "firearms"): "193",  # fight with small arms and light weapons
    ("ASSAULT", "aerial"): "195",  # employ aerial weapons
    ("ASSAULT", "drone"): "195",
    ("ASSAULT", "unconventional"): "204",  # use weapons of mass destruction
}
_WORDS = {
    ("CONSULT", "host"): "043",  # host a visit
    ("CONSULT", "mediate"): "045",  # engage in mediation
    ("CONSULT", "mediation"): "045",
    ("CONSULT", "negotiate"): "046",  # engage in negotiation
    ("CONSULT", "negotiation"): "046",
    ("SUPPORT", "praise"): "051",  # praise or endorse
    ("SUPPORT", "endorse"): "051",
    ("SUPPORT", "defend"): "052",  # defend verbally
    ("SUPPORT", "recognise"): "054",  # grant diplomatic recognition
    ("SUPPORT", "recognize"): "054",
    ("SUPPORT", "sign"): "057",  # sign formal agreement
    ("AGREE", "agreement"): "057",  # concluded with the other side, more than a promise
    ("AGREE", "deal"): "057",
    ("AGREE", "accord"): "057",
    ("AGREE", "treaty"): "057",
    ("AGREE", "pact"): "057",
    ("CONCEDE", "apologise"): "055",  # apologize: CAMEO files it under 05
    ("CONCEDE", "apologize"): "055",
    ("CONCEDE", "apology"): "055",
    ("RETREAT", "retreat"): "0874",  # retreat or surrender militarily
    ("RETREAT", "surrender"): "0874",
    ("REQUEST", "appeal"): "020",  # make an appeal or request: CAMEO keeps 10 for demands
    ("REQUEST", "request"): "020",
    ("ACCUSE", "criticise"): "111",  # criticize or denounce
    ("ACCUSE", "criticize"): "111",
    ("ACCUSE", "denounce"): "111",
    ("ACCUSE", "criticism"): "111",
    ("ACCUSE", "complain"): "114",  # complain officially
    ("ACCUSE", "sue"): "115",  # bring lawsuit against
    ("REJECT", "deny"): "016",  # deny responsibility: the manual of PLOVER puts it here
    ("REJECT", "denial"): "016",
    ("REJECT", "defy"): "128",  # defy norms, law
    ("REJECT", "veto"): "129",  # veto
    ("THREATEN", "ultimatum"): "139",  # give ultimatum
    ("SANCTION", "sanction"): "163",  # impose embargo, boycott, or sanctions
    ("SANCTION", "embargo"): "163",
    ("SANCTION", "guilty"): "116",  # find guilty or liable
    ("SANCTION", "convict"): "116",
    ("SANCTION", "conviction"): "116",
    ("SANCTION", "sentence"): "173",  # arrest, detain: a sentence to prison
    ("COERCE", "expel"): "166",  # expel or withdraw: CAMEO files it under 16
    ("COERCE", "expulsion"): "166",
    ("RETREAT", "peacekeeper"): "166",
    ("RETREAT", "inspector"): "166",
    ("RETREAT", "observer"): "166",
    ("MOBILIZE", "peacekeeper"): "074",  # provide military protection or peacekeeping: CAMEO files it under 07
    ("MOBILIZE", "peacekeeping"): "074",
    ("COERCE", "confiscate"): "1711",  # confiscate property
    ("COERCE", "blockade"): "191",  # impose blockade: CAMEO files it under 19
    ("COERCE", "occupy"): "192",  # occupy territory: CAMEO files it under 19
    ("COERCE", "occupation"): "192",
    ("COERCE", "ceasefire"): "196",  # violate ceasefire: CAMEO files it under 19
    ("COERCE", "cease-fire"): "196",
    ("COERCE", "truce"): "196",
    ("COERCE", "siege"): "1724",  # state of siege: martial law
    ("ASSAULT", "shield"): "184",  # use as human shield
    ("COERCE", "shield"): "184",
    ("AID", "loan"): "071",  # provide economic aid
    ("AID", "weapon"): "072",  # provide military aid
    ("AID", "ammunition"): "072",
    ("AID", "food"): "073",  # provide humanitarian aid
    ("AID", "medicine"): "073",
    ("AID", "asylum"): "075",  # grant asylum
    ("ASSAULT", "shelling"): "194",  # fight with artillery and tanks
    ("ASSAULT", "artillery"): "194",
    ("ASSAULT", "mortar"): "194",
    ("ASSAULT", "assassinate"): "186",  # assassinate
    ("ASSAULT", "assassination"): "186",
}
_INTENTS = {
    ("CONSULT", ""): "036",  # express intent to meet or negotiate
    ("SUPPORT", ""): "032",  # express intent to engage in diplomatic cooperation
    ("COOPERATE", ""): "031",  # agree to engage in material cooperation
    ("AID", ""): "033",  # express intent to provide material aid
    ("CONCEDE", ""): "035",  # express intent to yield
    ("RETREAT", ""): "035",
    ("RETREAT", "release"): "0353",  # express intent to release persons or property
    ("RETREAT", "access"): "0355",  # express intent to allow international involvement
    ("RETREAT", "withdraw"): "0356",  # express intent to de-escalate military engagement
    ("RETREAT", "disarm"): "0356",
    ("RETREAT", "ceasefire"): "0356",
}
_THREATS = {
    ("PROTEST", ""): "133",  # threaten with political dissent, protest
    ("SANCTION", ""): "131",  # threaten non-force
    ("SANCTION", "expel"): "136",  # threaten to expel or withdraw
    ("COERCE", "restrict"): "132",  # threaten with administrative sanctions
    ("COERCE", "censor"): "1321",  # threaten restrictions on freedoms of speech and expression
    ("COERCE", "curfew"): "1323",  # threaten to impose curfew
    ("COERCE", "martial-law"): "1324",  # threaten to impose state of emergency or martial law
    ("COERCE", "crowd-control"): "137",  # threaten with violent repression
    ("ASSAULT", ""): "138",  # threaten with military force
}

_REFUSALS = {
    "CONSULT": "125",  # reject proposal to meet, discuss, negotiate
    "CONCEDE": "124",  # decline to yield
    "RETREAT": "124",
    "AID": "122",  # reject request or demand for material aid
    "COOPERATE": "121",  # reject material cooperation
}
# CAMEO2PLOVER-2021, forwards: what a code, or the longest start of it, is in PLOVER. RETREAT and CONCEDE share a root.
_TYPES = {
    "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "CONCEDE", "0813": "RETREAT", "0814": "RETREAT",
    "084": "RETREAT", "085": "RETREAT", "086": "RETREAT", "087": "RETREAT", "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT",
    "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE", "16": "SANCTION", "163": "COERCE", "17": "COERCE", "1712": "ASSAULT",
    "175": "ASSAULT", "18": "ASSAULT", "19": "ASSAULT", "191": "COERCE", "192": "COERCE", "20": "ASSAULT",
}  # fmt: skip


def name_cameo(action: str, mode: str, status: Status, word: str = "") -> str:
    """The CAMEO code (three or four digits; the first two are its root) of an act, "" where CAMEO has none.

    `action`, `mode`: PLOVER type and mode; a type that is not in the table has no code. `status`: done, going on, earlier and alleged acts
    have the act's own code; cooperation still to come is an intent (03); conflict that is threatened, or planned openly, a threat (13).
    `word`: lemma of the trigger, by which a denial (016) or veto (129) differs from another rejection. Raises TableError when the table of
    types is damaged.
    """
    kind = load_actions().get(action)
    if kind is None or status in _UNDONE:
        return ""
    if status in _DONE or action == "THREATEN":
        return _WORDS.get((action, word)) or _MODES.get((action, mode), f"{kind.cameo}0")
    if kind.quad in _COOPERATION and status is not Status.THREATENED:
        return _choose(_INTENTS, action, mode, _INTENT)
    if status is Status.THREATENED or (status is Status.PLANNED and action in _ANNOUNCED):
        return _choose(_THREATS, action, mode, _THREAT)
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
    kind = load_actions()[action]
    if kind.quad in _COOPERATION and (refused or status is Status.DID_NOT_HAPPEN):
        return "REJECT", _REFUSALS.get(action, "120")
    if decreed and status is Status.PLANNED:
        status = Status.HAPPENED
    plain = name_cameo(action, mode, status)
    told = (name_cameo(action, mode, status, word) for word in words if (action, word) in _WORDS)
    code = next(told, plain) or plain
    if code == f"{kind.cameo}0":
        return action, code  # nothing is known below the root, which two types may share
    return next((_TYPES[code[:size]] for size in (4, 3, 2) if code[:size] in _TYPES), action), code


def code_cameo(claim: Claim) -> str:
    """The CAMEO code of a claim, "" where CAMEO has none (`name_cameo`)."""
    return name_cameo(claim.action, claim.mode, claim.status, _word(claim))


def code_event(event: Event, first: Claim | None = None) -> str:
    """The CAMEO code of an event, "" where CAMEO has none. `first`: the claim that its handle names, whose trigger tells a denial."""
    return name_cameo(event.action, event.mode, event.status, _word(first) if first is not None else "")


def _word(claim: Claim) -> str:
    """The lemma of a claim's trigger: the last word of its rule."""
    return claim.rule.rpartition(" ")[2]


def _choose(codes: dict[tuple[str, str], str], action: str, mode: str, otherwise: str) -> str:
    """The code of a mode, else that of the type, else `otherwise`."""
    return codes.get((action, mode)) or codes.get((action, ""), otherwise)
