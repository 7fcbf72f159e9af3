"""Did it happen? The status of each predicate from its own verb group and from everything that governs it.

Scope goes by the analysis: a cue acts on what hangs on it (over to, that, -ing, or as its object), not on the whole sentence. The idea is
that of factuality profilers (Sauri and Pustejovsky, "Are You Sure That This Happened?", 2012); the cues are `tables/cues.yaml`, the ten
values those of `records.Status`.
"""

from __future__ import annotations

from offing.code.conditions import Conditions
from offing.code.cues import cue_words
from offing.code.signatures import COPULAS, find_sign
from offing.language.analyses import Analysis, Predicate
from offing.records import Status

DONE = frozenset({Status.HAPPENED, Status.ONGOING, Status.BACKGROUND})
NONFACTUAL = frozenset({Status.PLANNED, Status.EXPECTED, Status.THREATENED, Status.CONDITIONAL})
_BEGUN = frozenset("manage begin start proceed continue come".split())
_EXIST = frozenset(
    "be occur happen begin start continue come follow erupt break take go resume last unfold loom remain ensue spread "
    "intensify escalate".split()
)
_LIGHT = frozenset(
    "orchestrate mastermind carry conduct launch stage mount make hold take perform execute commit wage unleash lead join resume undertake "
    "organise organize deliver impose "
    "reimpose face suffer survive see repeat attempt try endure meet step intensify escalate expand extend trigger provoke "
    "spark cause bring end provide give grant lend render express voice".split()
)
_WANTED = frozenset("call appeal push press hope wait prepare brace plead ask vote campaign lobby strive aim".split())
_BACKGROUND = frozenset({"after", "following", "since", "amid", "despite"})
_AT_FAULT = frozenset({"blame", "charge", "indict", "implicate"})  # for or in an act
_WORDS = frozenset(
    "request offer invitation demand appeal proposal plea call bid petition claim charge accusation allegation threat ultimatum "
    "report".split()
)  # what is refused or denied and was said all the same
_TURNED_DOWN = frozenset("refuse decline reject deny dismiss block turn ignore rebuff snub".split())
_BARE_CUES = frozenset({"call", "set", "tell", "ask", "pose", "decide", "be", "urge"})  # cues over clauses, not over their objects
_CALLED_OFF = frozenset({("call", "off"), ("put", "off"), ("fall", "through")})
_SPEECH = frozenset("say insist tell add maintain claim declare protest swear reply answer stress".split())
_OWN = frozenset({"i", "we", "he", "she", "it", "they", "our", "my"})  # who speaks of himself
_DEFINITE = frozenset("the those that this these last its their".split())
OWED = frozenset({"have", "need"})  # before "to"
_EVE = frozenset({"eve", "verge", "brink"})
_JUDGING = frozenset(
    "condemn denounce criticise criticize decry deplore slam blast praise mourn avenge protest welcome applaud lament commemorate "
    "investigate probe discuss describe".split()
)
_DECIDED = frozenset("ready urge tell be order approve authorise authorize direct want design".split())
_DOUBTS = frozenset({"question", "doubt"})
_EVENTUALITIES = frozenset({"event", "case"})
_COUNTING = frozenset("fewer less more doubt but later sooner matter".split())  # after "no": nothing is denied
_STATES = frozenset("have see make know serve reflect feel find assume expect show say think mean".split())
_FREE = frozenset({"any", "whoever", "anyone", "whatever"})


class Statuses:
    """The statuses of one sentence's predicates."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._done: dict[int, Status] = {}
        self.conditions = Conditions(analysis)

    def status(self, index: int, depth: int = 0, *, stative: bool = False) -> Status:
        """The status of predicate `index`."""
        if index in self._done and not stative:
            return self._done[index]
        predicate = self.analysis.predicates[index]
        own = self.own(index, stative=stative)
        if predicate.parent >= 0 and depth < 8:
            above = self.analysis.predicates[predicate.parent]
            higher = self.status(predicate.parent, depth + 1)
            if predicate.kind == "noun":
                own = self._govern_noun(own, predicate, above, higher)
            else:
                own = own if self._is_granted(predicate) else self._govern_verb(own, predicate, above, higher)
        elif predicate.link in ("if", "unless", "whether", "lest"):
            own = Status.CONDITIONAL
        if own not in (Status.DENIED, Status.DID_NOT_HAPPEN) and self.conditions.is_inverted(predicate):
            own = Status.CONDITIONAL
        if own in NONFACTUAL and self.conditions.find(index) is not None:
            own = Status.CONDITIONAL
        if own in (Status.HAPPENED, Status.ONGOING) and self._hedged(predicate):
            own = Status.ALLEGED
        if not stative:
            self._done[index] = own
        return own

    def own(self, index: int, *, stative: bool = False) -> Status:
        """The status that predicate `index` has by its own words, whatever governs it."""
        predicate = self.analysis.predicates[index]
        return self._own_noun(predicate) if predicate.kind == "noun" else self._own_verb(predicate, stative)

    def is_implied(self, index: int) -> bool:
        """Whether the verb above says that the act was begun, so that it is as real as that verb, or does not doubt it."""
        predicate = self.analysis.predicates[index]
        above = self.analysis.predicates[predicate.parent] if predicate.parent >= 0 and predicate.link == "to" else None
        return (above is not None and above.kind == "verb" and above.lemma in _BEGUN) or self._is_granted(predicate)

    def find_try(self, index: int) -> Status | None:
        """The status of the verb that says an act was tried ("attempted to storm"), None where none says so."""
        predicate = self.analysis.predicates[index]
        tried = predicate.parent >= 0 and predicate.link == "to" and self.analysis.predicates[predicate.parent].lemma in ("try", "attempt")
        return self.status(predicate.parent) if tried else None

    def _is_granted(self, predicate: Predicate) -> bool:
        """Whether a clause is taken for granted ("did not question that ...")."""
        above = self.analysis.predicates[predicate.parent] if predicate.parent >= 0 and predicate.link == "that" else None
        return above is not None and above.negated and above.lemma in _DOUBTS

    def _own_verb(self, predicate: Predicate, stative: bool) -> Status:
        cues = cue_words("modal")
        modals = [cues[word] for word in predicate.auxiliaries if word in cues]
        if predicate.negated or self._of_nobody(predicate):
            return Status.DID_NOT_HAPPEN
        if self._agent_is_free(predicate) or (predicate.form == "ing" and predicate.link == "that"):
            return Status.CONDITIONAL
        if "would" in predicate.auxiliaries:
            return Status.PLANNED if predicate.link == "that" else Status.EXPECTED
        if modals:
            return modals[0]
        tag = self.analysis.tokens[predicate.trigger].tag
        if tag == "VBG" and "be" in predicate.auxiliaries:
            return Status.ONGOING
        if predicate.form == "infinitive":
            before = self._before_to(predicate)
            if before == "yet":
                return Status.DID_NOT_HAPPEN  # "has yet to reply"
            if predicate.parent < 0:
                return cue_words("adjective").get(before, Status.PLANNED)
        if predicate.form == "bare" and predicate.parent < 0 and tag == "VB":
            return Status.PLANNED
        if stative and (tag in ("VBZ", "VBP") or "have" in predicate.auxiliaries):
            return Status.ONGOING
        return Status.HAPPENED

    def _before_to(self, predicate: Predicate) -> str:
        """The word before the "to" of an infinitive."""
        tokens = self.analysis.tokens
        places = range(predicate.trigger, max(predicate.trigger - 4, 0), -1)
        return next((tokens[at - 1].text.lower() for at in places if tokens[at].text.lower() == "to"), "")

    def _of_nobody(self, predicate: Predicate) -> bool:
        """Whether the subject or object is "no one", "no soldiers" (not "no fewer than nine"; who sees no hope does see)."""
        roles = ("agent",) if predicate.lemma in _STATES and not predicate.passive else ("agent", "patient")
        starts = [one.start for one in predicate.arguments if one.role in roles]
        pairs = [[token.text.lower() for token in self.analysis.tokens[at : at + 2]] for at in starts]
        return any(pair[0] in ("no", "nobody", "none", "neither") and pair[-1] not in _COUNTING for pair in pairs)

    def _agent_is_free(self, predicate: Predicate) -> bool:
        """Whether the subject is "any group", "whoever": the clause tells of no one act."""
        tokens = self.analysis.tokens
        return any(argument.role == "agent" and tokens[argument.start].lemma in _FREE for argument in predicate.arguments)

    def _own_noun(self, predicate: Predicate) -> Status:
        tokens = self.analysis.tokens
        if predicate.negated:
            return Status.DID_NOT_HAPPEN
        for token in tokens[predicate.start : predicate.trigger]:
            word = token.text.lower()
            if word in cue_words("adjective"):
                return cue_words("adjective")[word]
            if word == "any":
                return Status.CONDITIONAL
        return Status.HAPPENED

    def _hedged(self, predicate: Predicate) -> bool:
        """An adverb like allegedly beside the verb, or a clause of that kind."""
        if predicate.kind != "verb":
            return False
        near = {token.lemma for token in self.analysis.tokens[max(0, predicate.start - 2) : predicate.end + 1]}
        return not near.isdisjoint(cue_words("adverb")) or self._is_alleged_aside(predicate)

    def _is_alleged_aside(self, predicate: Predicate) -> bool:
        """Whether somebody only alleges it in a clause put between ("the guards fired first, the miners claim")."""
        analysis = self.analysis
        if "parataxis" not in analysis.relations:
            return False
        asides = [one for one in analysis.predicates if one.kind == "verb" and cue_words("verb").get(one.lemma) is Status.ALLEGED]
        return any(
            not one.negated and analysis.relations[one.trigger] == "parataxis" and analysis.heads[one.trigger] == predicate.trigger
            for one in asides
        )

    def _govern_verb(self, own: Status, predicate: Predicate, above: Predicate, higher: Status) -> Status:
        """What the governing predicate makes of a clause."""
        link = predicate.link
        if link in ("if", "unless", "lest"):
            return Status.CONDITIONAL
        if link == "and":
            return higher
        present = self.analysis.tokens[predicate.trigger].tag in ("VBZ", "VBP", "VB") or predicate.form == "ing"
        if link in ("as", "while") and present and predicate.form == "finite" and own is Status.HAPPENED and higher is Status.ONGOING:
            return higher  # "are using tear gas as protesters throw stones": both go on
        if link == "whether":
            return Status.EXPECTED if predicate.trigger > above.trigger else Status.CONDITIONAL  # an open question, no condition
        cue = self.find_cue(above, link)
        if link == "that" and own is Status.DID_NOT_HAPPEN and cue is None and self._denies_own(predicate, above):
            return Status.DENIED
        if link in ("that", "bare") and not (link == "bare" and find_sign(above)):
            return self._govern_statement(own, cue, above, higher)
        if link == "ing" and predicate.form == "ing" and self._is_aside(predicate):
            return higher if own is Status.HAPPENED and higher in NONFACTUAL else own
        if link in ("to", "bare", "ing", "of", "from", "against", "for", "into", "on", "as"):
            return self._govern_content(own, link, cue, above, higher)
        if link == "without":
            return Status.DID_NOT_HAPPEN
        if own is Status.HAPPENED and self._is_setting(predicate, above):
            return Status.BACKGROUND
        if link == "relative":
            return own
        return higher if present and own is Status.HAPPENED and higher in NONFACTUAL else own

    def _is_setting(self, predicate: Predicate, above: Predicate) -> bool:
        """Whether a clause only tells what went before: "after X had fled", "praised Y for freeing Z"."""
        if predicate.link in ("after", "since", "following"):
            return self.analysis.tokens[predicate.trigger].tag not in ("VBZ", "VBP", "VB")
        return predicate.form == "ing" and predicate.link in ("for", "over") and above.lemma in _JUDGING

    def _is_aside(self, predicate: Predicate) -> bool:
        """Whether a participle stands beside a clause and is not what its verb is about ("ordered them out, accusing them of ...")."""
        tokens, relations = self.analysis.tokens, self.analysis.relations
        comma = predicate.start > 0 and tokens[predicate.start - 1].text == ","
        return comma and (not relations or relations[predicate.trigger] == "advcl")

    def _denies_own(self, predicate: Predicate, above: Predicate) -> bool:
        """Whether somebody says of himself that he does not, or did not, do it ("said it had not jammed the radar")."""
        told = [one for one in predicate.arguments if one.role == ("patient" if predicate.passive else "agent")]
        willing = any(word in cue_words("modal") for word in predicate.auxiliaries)
        own = bool(told) and self.analysis.tokens[told[0].start].text.lower() in _OWN
        return own and not willing and predicate.negated and not above.negated and above.lemma in _SPEECH

    def _govern_statement(self, own: Status, cue: Status | None, above: Predicate, higher: Status) -> Status:
        """ "said that", "denied that", "reports that": the clause keeps its own tense unless the verb denies, doubts or threatens."""
        if cue is Status.DENIED or higher is Status.DENIED:
            return Status.ALLEGED if above.negated else Status.DENIED
        if cue is Status.ALLEGED:
            return Status.ALLEGED if own in (Status.HAPPENED, Status.ONGOING) else own
        if cue is Status.THREATENED and own in (Status.PLANNED, Status.EXPECTED):
            return Status.THREATENED
        if cue is Status.EXPECTED and own in (Status.HAPPENED, Status.PLANNED):
            return Status.EXPECTED
        if above.link in ("if", "unless") and above.kind == "verb":
            return Status.CONDITIONAL
        if above.negated and own is Status.HAPPENED:
            return Status.EXPECTED
        return own

    def _govern_content(self, own: Status, link: str, cue: Status | None, above: Predicate, higher: Status) -> Status:
        """ "planned to", "denied attacking", "accused of", "began to": the governing word decides; a bare purpose is planned."""
        if own in (Status.DID_NOT_HAPPEN, Status.CONDITIONAL) and cue is None:
            return own
        if cue is not None:
            if cue is Status.DID_NOT_HAPPEN and higher in (Status.CONDITIONAL, Status.EXPECTED):
                return higher  # "may fail to agree": open
            if above.negated:
                return {Status.DENIED: Status.ALLEGED, Status.DID_NOT_HAPPEN: Status.HAPPENED}.get(cue, Status.DID_NOT_HAPPEN)
            if cue is Status.ONGOING:
                return cue if higher in (Status.HAPPENED, Status.ONGOING) else higher
            if higher is Status.CONDITIONAL and cue in NONFACTUAL:
                return higher
            return cue
        sign = find_sign(above) if link != "of" else ""
        if sign:
            return self._entail(sign, above, higher)
        if link == "to":
            return self._govern_infinitive(above, higher)
        return higher if higher in NONFACTUAL or (higher is Status.DID_NOT_HAPPEN and link == "ing") else own

    def _entail(self, sign: str, above: Predicate, higher: Status) -> Status:
        """What becomes of the content of a verb with a signature, by the status of the verb."""
        if sign == "-":
            return Status.DID_NOT_HAPPEN if above.negated or higher in DONE else higher
        if sign == "0":
            return Status.EXPECTED if above.negated or (above.kind == "noun" and higher in DONE) else self._open(higher)
        return Status.HAPPENED if above.negated else higher

    @staticmethod
    def _open(higher: Status) -> Status:
        return Status.PLANNED if higher in DONE else higher

    def _govern_infinitive(self, above: Predicate, higher: Status) -> Status:
        """A clause with "to" under a word that no table knows: as real as a noun above it, else a purpose, which is planned."""
        lemma = above.lemma
        if above.kind == "noun":
            return higher
        if "too" in [token.text.lower() for token in self.analysis.tokens[above.start : above.end + 2]] and lemma in COPULAS:
            return Status.HAPPENED if above.negated else Status.DID_NOT_HAPPEN  # "were too afraid to stay"
        if lemma == "go" and self.analysis.tokens[above.trigger].tag == "VBG":  # "is going to" is "will"
            return Status.DID_NOT_HAPPEN if above.negated else self._open(higher)
        if lemma in ("appear", "seem") or (above.passive and lemma in ("say", "report", "believe", "know")):
            return Status.ALLEGED
        if lemma in OWED:  # who had to did; who has to may yet
            past = self.analysis.tokens[above.trigger].tag == "VBD"
            return Status.EXPECTED if above.negated or (higher in DONE and not past) else higher
        return higher if lemma in ("go", "continue") else Status.PLANNED

    def find_cue(self, above: Predicate, link: str) -> Status | None:
        """The status that a governing predicate gives to what hangs on it by `link`."""
        if above.kind == "noun":
            cue = cue_words("noun").get(above.lemma)
            if cue in (Status.ALLEGED, Status.DENIED) and self._is_denied(above):
                return Status.DENIED
            return cue
        if above.lemma in COPULAS:
            return cue_words("adjective").get(above.particle)
        cue = cue_words("verb").get(above.lemma) or (cue_words("adjective").get(above.lemma) if above.passive and link == "to" else None)
        if cue is Status.PLANNED and link == "that":
            return None
        if cue is Status.ALLEGED and link == "to" and above.lemma not in ("allege", "suspect", "claim"):
            return Status.PLANNED
        if above.lemma == "rule" and above.particle != "out":
            return None
        if cue is Status.DID_NOT_HAPPEN and link == "that":
            return Status.DENIED if above.lemma == "rule" else None
        if above.lemma in ("reject", "dismiss") and link in ("that", "of"):
            return Status.DENIED
        return cue

    def _is_denied(self, noun: Predicate) -> bool:
        """Whether a claim or accusation stands as the object of a verb of denial."""
        if noun.parent < 0:
            return False
        above = self.analysis.predicates[noun.parent]
        return above.lemma in ("deny", "reject", "dismiss", "refute", "rebut", "dispute")

    def _govern_noun(self, own: Status, predicate: Predicate, above: Predicate, higher: Status) -> Status:
        """What the governing verb or noun makes of an event noun."""
        if own in (Status.DID_NOT_HAPPEN, Status.CONDITIONAL):
            return own
        if above.kind == "noun":
            beside = predicate.link in ("to", "from", "by")  # "no reply to the request"
            if above.negated and not beside and self.analysis.tokens[predicate.start].text.lower() not in _DEFINITE:
                return Status.DID_NOT_HAPPEN
            if above.lemma in _EVE and predicate.link == "of":
                return Status.EXPECTED
            if above.lemma in _EVENTUALITIES and predicate.link == "of":
                return Status.CONDITIONAL
            if predicate.link in _BACKGROUND and own is Status.HAPPENED:
                return Status.BACKGROUND
            cue = cue_words("noun").get(above.lemma) if predicate.link in ("of", "for", "to", "against", "on") else None
            if cue is not None and own is not Status.HAPPENED:
                return own
            return cue or own
        return self._govern_object(own, predicate, above, higher)

    def _govern_object(self, own: Status, predicate: Predicate, above: Predicate, higher: Status) -> Status:
        link, lemma = predicate.link, above.lemma
        definite = self.analysis.tokens[predicate.start].text.lower() in _DEFINITE
        if (lemma, above.particle) in _CALLED_OFF and link in ("patient", "agent"):
            return Status.DID_NOT_HAPPEN if higher in DONE else higher
        if link in ("patient", "second") and lemma in _TURNED_DOWN and predicate.lemma in _WORDS:
            return Status.BACKGROUND if own is Status.HAPPENED else own
        if link in ("for", "in") and lemma in _AT_FAULT and own is Status.HAPPENED:
            return Status.ALLEGED
        if link == "patient" and lemma in ("be", "become", "mark", "remain"):
            return higher if higher is not Status.HAPPENED else own
        if link in ("patient", "second") or (link == "out" and lemma == "carry"):
            cue = self.find_cue(above, "patient")
            if cue is Status.ALLEGED or lemma in _BARE_CUES or (cue is Status.PLANNED and definite and lemma in _DECIDED):
                cue = None
            if cue is not None and not (cue is Status.EXPECTED and definite):
                if cue is Status.DID_NOT_HAPPEN and (lemma == "end" or (lemma in ("stop", "halt", "block") and definite)):
                    return own
                if not above.negated:
                    return cue
                if definite:
                    return own  # "does not approve the decision"
                return own if cue is Status.DID_NOT_HAPPEN else Status.DID_NOT_HAPPEN  # "is not abandoning its pursuit"
            if lemma in _JUDGING and own is Status.HAPPENED:
                return Status.BACKGROUND
            if lemma in _LIGHT or (higher in NONFACTUAL and not definite):
                return higher if higher is not Status.HAPPENED else own
            return own
        if link == "agent":
            told = lemma == "be" and (above.particle or any(one.role == "patient" for one in above.arguments))  # "the raid is a crime"
            if lemma in _EXIST and not told:
                return higher if higher is not Status.HAPPENED else own
            return Status.CONDITIONAL if higher in NONFACTUAL and not definite else own
        if link in ("for", "of", "against") and (lemma in _WANTED or lemma in ("warn", "speak", "dream", "talk", "threaten")):
            return Status.EXPECTED if lemma in ("warn", "brace", "prepare") else Status.PLANNED
        if lemma == "stop" and link == "of":  # stopped short of
            return Status.DID_NOT_HAPPEN
        if link == "with" and lemma == "threaten":
            return Status.THREATENED
        if link in _BACKGROUND and own is Status.HAPPENED:
            return Status.BACKGROUND
        if lemma in _EXIST and higher in NONFACTUAL and not definite:
            return higher
        return own
