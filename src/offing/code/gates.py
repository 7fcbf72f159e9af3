"""What is not coded: sport, business, weather, figures of speech, and clauses whose parties nobody knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from offing.code.actions import Hit
from offing.code.actors import Found
from offing.code.coreference import IT, THEY
from offing.code.deeds import FIRM, is_sure
from offing.code.sheets import Sheet
from offing.language.analyses import Analysis
from offing.ontology import load_cues
from offing.records import Claim, Party, Status

_VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
_FRIENDLY = frozenset({"SUPPORT", "AID", "COOPERATE"})
_ROLES = frozenset({"office", "body", "force", "group"})
ONE_SIDE = "names one side only, which is too little for this act"
_SPEAKING = frozenset({"speak", "address", "testify", "lecture", "answer"})
_FORCEFUL = re.compile(
    r"\b(killed|troops?|soldiers?|militants?|rebels?|missiles?|embassy|gunmen|airstrikes?|protesters?|sanctions?|police)\b", re.IGNORECASE
)
EVEN = 0.5  # an even chance that a sentence tells an event
_PLAIN = 0.9  # ... where an act of one side alone, or a word that is as likely an act, makes it political
_LIKELY = 0.35  # the chance that a word tells an act, and its sentence an event, from which on it is told
_NO_EVENT = 0.05  # less than this and a learned reader takes the sentence for sport, crime, history ...
_POWERS = frozenset({"GOV", "MIL", "COP", "JUD", "SPY"})
_EVERYDAY = frozenset({"BUS", "CVL", "COP", "CRM", "JRN", "MED"})
_SEEN = 0.1  # a word that the reader takes for an act less likely than this is none to him
_ALONE = 0.8  # an act that is plain to the reader: one side is enough, whatever the sentence is
_PLACED = frozenset({"ASSAULT", "PROTEST"})  # acts that are told without a side when they have a place
_SURE_FRAME = 0.7  # a frame that hardly ever speaks without cause
_LEAST = 3  # sentences that make a story one about sport or markets
_SCORE = re.compile(r"\d(?<![\w-]\d)\d{0,2}[-–]\d{1,3}(?:,? \(?\d|,| (?:win|loss|lead|defeat|draw|victory|on|over|against)\b)")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    cues = load_cues()

    def join(words: tuple[str, ...]) -> re.Pattern[str]:
        return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + r")\b", re.IGNORECASE)

    return join(cues.off_topic), join(cues.figurative)


def find_topic(analysis: Analysis) -> str:
    """Why a sentence is not read for claims, in words; "" when it is.

    Sport, markets, weather, or the words of conflict as a figure of speech; a learned reader that gives an event an even chance is believed
    more than the words.
    """
    if dict(analysis.gates).get("event", 0.0) >= EVEN:
        return ""
    sentence = analysis.sentence
    topic, figure = _patterns()
    found = figure.search(sentence)
    if found:
        return f"'{found[0]}' is a figure of speech"
    found = None if _FORCEFUL.search(sentence) else topic.search(sentence)
    return f"'{found[0]}' is a word of sport, markets, weather or show" if found else ""


def is_off_topic_story(sentences: Sequence[str]) -> bool:
    """Whether a story as a whole is about sport or markets: a quarter of its sentences, at least three, use their words or give a score.

    In such a story states "beat" and "attack" each other in every sentence; only a sentence with words of force is read for claims.
    """
    if len(sentences) < _LEAST:
        return False
    topic, _ = _patterns()
    marked = sum(bool(topic.search(sentence) or _SCORE.search(sentence)) for sentence in sentences)
    return marked >= _LEAST and 4 * marked >= len(sentences)


def is_forceful(sentence: str) -> bool:
    """Whether a sentence has words of force that sport does not use."""
    return bool(_FORCEFUL.search(sentence))


def tells_politics(sheet: Sheet) -> bool:
    """Whether a political side does or says something in a coded sentence of which nothing is told, where the reader sees act or speech.

    A known speaker, with or without his words; an act that is only not told because its other side is not named; or one that the reader
    is as sure of as of those of which one side is enough. This is what coders of CAMEO call relevant: statements and appearances of
    office-holders count too, which PLOVER does not code.
    """
    scene = sheet.scene
    gates = dict(scene.analysis.gates)
    if gates.get("event", 0.0) + gates.get("speech", 0.0) < EVEN:
        return False
    if any(party is not None and party.code for party, _ in scene.at.speakers.values()):
        return True
    speaking = [
        (verb, one) for verb in scene.analysis.predicates if verb.lemma in _SPEAKING for one in verb.arguments if one.role == "agent"
    ]
    known = [scene.resolve(argument, verb) for verb, argument in speaking]
    if any(one is not None and bool(one.party.code) for one in known):
        return True
    if gates.get("event", 0.0) >= EVEN and any(deed.score >= _PLAIN for deed in scene.analysis.deeds):
        return True
    alone = [note.who for note in sheet.notes if note.refused == ONE_SIDE and note.who is not None]
    return gates.get("event", 0.0) >= _PLAIN and any(map(_is_political, alone))


def weigh_event(analysis: Analysis) -> float:
    """The probability that a sentence tells an event; 1 where no reader has learnt to tell. The least likely is not in the list at all."""
    return dict(analysis.gates).get("event", 0.0) if analysis.gates else 1.0


def find_refusal(sheet: Sheet, hit: Hit, claim: Claim) -> str:
    """Why a claim is not told, in words; "" when it is."""
    if hit.action == "PROTEST" and hit.who is not None and _is_power(hit.who):
        return "names a state or its organs as the doer of a protest in the street"
    if _is_standing(sheet.scene.analysis, hit):
        return "says which side is meant by a relation that stands, not what it does"
    if _may_emit(sheet, hit, claim):
        return ""
    if _is_unseen(sheet.scene.analysis, hit):
        return "is told by the table alone: the reader sees no act in it, and likelier none in the sentence"
    if weigh_event(sheet.scene.analysis) < _NO_EVENT:
        name, chance = sheet.scene.analysis.gates[0]
        return f"stands in a sentence without event (the reader: {name} {chance:.2f})"
    if claim.who is None and claim.whom is None:
        return "names no side"
    return "names no side that is known" if not any(side and side.code for side in (claim.who, claim.whom)) else ONE_SIDE


def _is_political(side: Party) -> bool:
    """Whether a side makes an act political by itself: a state, its organs and forces, parties, armed groups, bodies, crowds; no company,
    and no civilian. Of the police nothing is known: most of what they do is everyday.
    """
    return bool(side.proxy_of) or (bool(side.code) and (side.code[3:6] if side.state else side.code) not in _EVERYDAY)


def _is_power(who: Found) -> bool:
    """Whether a party is a state, its government, army, police or court: none of these takes to the street."""
    return who.kind == "state" or who.party.code[3:6] in _POWERS


def _is_standing(analysis: Analysis, hit: Hit) -> bool:
    """Whether a relative clause in the simple present tells whose friend a side is ("the groups that it backs"): a proxy, not an act."""
    verb = analysis.predicates[hit.index]
    present = analysis.tokens[verb.trigger].tag in ("VBZ", "VBP") and not verb.auxiliaries
    return hit.action in _FRIENDLY and verb.link == "relative" and present


def _may_emit(sheet: Sheet, hit: Hit, claim: Claim) -> bool:
    """Whether a claim is complete enough to be told.

    Of a deed that a learned reader sees in a sentence that likely tells events, some side or place must be named: the reader has learnt
    what is political. Of the frames alone, verbal acts need a known actor, others a known party, violence and protest a place or target.
    """
    event = weigh_event(sheet.scene.analysis)
    if _goes_on(hit, claim):
        return True
    if (event < _NO_EVENT or _is_unseen(sheet.scene.analysis, hit)) and not _is_told_twice(hit, claim):
        return False
    if hit.deed is not None and is_sure(hit.deed):
        plain = is_sure(hit.deed, _ALONE)
        if plain or (event >= EVEN and is_sure(hit.deed, _LIKELY / event)):
            return _is_complete(hit, claim, plain)
        if hit.frame.score < FIRM and not hit.frame.needs:
            return False
    role = hit.who is not None and hit.who.kind in _ROLES and claim.whom is not None and hit.frame.score >= 0.65
    who = claim.who is not None and bool(_is_political(claim.who) or role or (claim.who.code and hit.action == "PROTEST"))
    whom = claim.whom is not None and _is_political(claim.whom)
    if hit.action in _VERBAL:
        return who and (whom or hit.frame.score >= 0.6 or hit.action == "THREATEN")
    if who and (whom or hit.frame.score >= 0.5):
        return True
    if _is_warning(sheet, hit, claim) or _is_riot(hit):
        return True
    if hit.action in ("ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "SANCTION"):
        if whom and (claim.who is not None or hit.frame.score >= 0.55):
            return True
        noun = sheet.scene.analysis.predicates[hit.index].kind == "noun"
        actor = hit.who is not None and hit.who.kind in ("group", "crowd", "count", "force")
        target = hit.whom is not None
        return hit.action in ("ASSAULT", "PROTEST") and hit.frame.score >= 0.55 and (
            (claim.where is not None and (noun or actor or target)) or (actor and target)
        )  # fmt: skip
    return whom and hit.frame.score >= 0.65 and claim.who is not None


def _is_complete(hit: Hit, claim: Claim, plain: bool) -> bool:
    """Whether a deed that the reader sees names enough: a verbal act both sides, others one that is known; where it is `plain` to him, one
    side of either, or the place of what is told without a side.
    """
    sides = [side for side in (claim.who, claim.whom) if side is not None]
    if hit.action in _VERBAL:
        return len(sides) == 2 or (plain and bool(sides))
    if sides:
        return plain or any(side.code for side in sides)
    return claim.where is not None and hit.action in _PLACED


def _is_unseen(analysis: Analysis, hit: Hit) -> bool:
    """Whether only a frame speaks for an act, and a reader sees none in the word and more likely none in the sentence."""
    return weigh_event(analysis) < EVEN and (hit.deed is None or hit.deed.score < _SEEN)


def _is_told_twice(hit: Hit, claim: Claim) -> bool:
    """Whether two words tell one attack on a state's organs or forces ("an attack on the base killed two"): no figure of speech."""
    target = claim.whom.code[3:6] if claim.whom is not None and claim.whom.state else ""
    return hit.action == "ASSAULT" and bool(hit.joined) and target in _POWERS


def _goes_on(hit: Hit, claim: Claim) -> bool:
    """Whether "they" or "it" stands for a known side, and the table asks for more than the verb ("they broke through a gate").

    A reader sees one sentence at a time, and not who acts in such a one.
    """
    who = claim.who
    pronoun = who is not None and bool(who.code) and who.words.lower() in THEY | IT
    return pronoun and hit.action not in _VERBAL and hit.frame.score >= _SURE_FRAME and bool(hit.frame.needs)


def _is_warning(sheet: Sheet, hit: Hit, claim: Claim) -> bool:
    """Whether a known speaker expects violence and names no side ("further assaults could follow, the minister said")."""
    predicate = sheet.scene.analysis.predicates[hit.index]
    spoken = any(len(teller.party.code) >= 6 and teller.kind != "outlet" for teller in claim.tellers)
    return hit.action == "ASSAULT" and predicate.kind == "noun" and spoken and claim.status is Status.EXPECTED and predicate.link == "agent"


def _is_riot(hit: Hit) -> bool:
    """Whether a crowd does what only a crowd in anger does: the act itself shows that it is a protest."""
    return hit.action == "PROTEST" and hit.who is not None and hit.who.kind in ("crowd", "count") and hit.frame.mode in ("riot", "demo") \
        and hit.frame.score >= 0.65 and bool(hit.frame.needs or hit.word == "march")  # fmt: skip
