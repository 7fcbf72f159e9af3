"""Did it happen? The status of each predicate from its own verb group and from everything that governs it.

Scope goes by the analysis: a cue acts on what hangs on it (over to, that, -ing, or as its object), not on the whole sentence. The idea is
that of factuality profilers (Sauri and Pustejovsky, "Are You Sure That This Happened?", 2012); the cues are `tables/cues.yaml`, the ten
values those of `records.Status`.
"""

from __future__ import annotations

from functools import lru_cache

from offing.language.analyses import Analysis, Predicate
from offing.ontology import load_cues
from offing.records import Status

NONFACTUAL = frozenset({Status.PLANNED, Status.EXPECTED, Status.THREATENED, Status.CONDITIONAL})
_IMPLICATIVE = frozenset(
    "manage begin start attempt try help continue proceed go come get happen be able use have need appear seem move rush "
    "race step return".split()
)
_OPENERS = frozenset({"if", "unless", "should", "were", "had"})  # of conditions: "Should talks fail, ..."
_TRIED = frozenset("manage begin start attempt try proceed continue go come".split())
_EXIST = frozenset(
    "be occur happen begin start continue come follow erupt break take go resume last unfold loom remain ensue spread "
    "intensify escalate".split()
)
_LIGHT = frozenset(
    "orchestrate mastermind carry conduct launch stage mount make hold take perform execute commit wage unleash lead join resume undertake "
    "organise organize deliver impose "
    "reimpose face suffer survive see repeat attempt try endure meet step intensify escalate expand extend trigger provoke "
    "spark cause bring end".split()
)
_WANTED = frozenset("call appeal push press hope wait prepare brace plead ask vote campaign lobby strive aim".split())
_BACKGROUND = frozenset({"after", "following", "since", "amid", "despite"})
_JUDGING = frozenset(
    "condemn denounce criticise criticize decry deplore slam blast praise mourn avenge protest welcome applaud lament commemorate "
    "investigate probe discuss describe".split()
)
_DECIDED = frozenset("ready urge tell be order approve authorise authorize direct want design".split())
_DOUBTS = frozenset({"question", "doubt"})
_EVENTUALITIES = frozenset({"event", "case"})
_FREE = frozenset({"any", "whoever", "anyone", "whatever"})


@lru_cache(maxsize=8)
def cue_words(kind: str) -> dict[str, Status]:
    """Word -> status for one kind of cue; the first row of the table that lists a word wins."""
    found: dict[str, Status] = {}
    for cue in load_cues().cues:
        if cue.kind == kind:
            for word in cue.words:
                found.setdefault(word, Status(cue.status))
    return found


class Statuses:
    """The statuses of one sentence's predicates."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._done: dict[int, Status] = {}
        self._children: dict[int, list[int]] = {}
        for index, predicate in enumerate(analysis.predicates):
            if predicate.parent >= 0:
                self._children.setdefault(predicate.parent, []).append(index)

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
        if own in NONFACTUAL and self.condition(index) is not None:
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
        """Whether the verb above says that the act was begun or tried, so that it is as real as that verb ("attempted to storm"), or does
        not doubt it.
        """
        predicate = self.analysis.predicates[index]
        above = self.analysis.predicates[predicate.parent] if predicate.parent >= 0 and predicate.link == "to" else None
        return (above is not None and above.kind == "verb" and above.lemma in _TRIED) or self._is_granted(predicate)

    def _is_granted(self, predicate: Predicate) -> bool:
        """Whether a clause is taken for granted ("did not question that ...")."""
        above = self.analysis.predicates[predicate.parent] if predicate.parent >= 0 and predicate.link == "that" else None
        return above is not None and above.negated and above.lemma in _DOUBTS

    def condition(self, index: int) -> tuple[int, int] | None:
        """The tokens of the condition that hangs on a predicate or on the clause it belongs to ("if it gets a warning"), or None."""
        current, steps = index, 0
        while current >= 0 and steps < 4:
            for child in self._children.get(current, []):
                predicate = self.analysis.predicates[child]
                if child != index and (predicate.link in _OPENERS or self._is_inverted(predicate)):
                    return self._condition_tokens(child)
            predicate = self.analysis.predicates[current]
            if predicate.link in ("if", "unless"):
                return None
            current = predicate.parent if predicate.link in ("to", "and", "ing", "patient", "bare") else -1
            steps += 1
        return None

    def _is_inverted(self, predicate: Predicate) -> bool:
        """Whether a clause opens with its auxiliary, the subject behind it, as conditions do ("Should talks fail, ...")."""
        low = predicate.clause[0]
        opens = not predicate.link and self.analysis.tokens[low].text.lower() in _OPENERS
        return opens and any(argument.start == low + 1 for argument in predicate.arguments)

    def _condition_tokens(self, child: int) -> tuple[int, int]:
        low, high = self.analysis.predicates[child].clause
        tokens = self.analysis.tokens
        while low > 0 and tokens[low].text.lower() not in _OPENERS:
            low -= 1
        return low, high

    def _own_verb(self, predicate: Predicate, stative: bool) -> Status:
        modals = [cue_words("modal")[word] for word in predicate.auxiliaries if word in cue_words("modal")]
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
        if predicate.form == "infinitive" and predicate.parent < 0:
            return Status.PLANNED
        if predicate.form == "bare" and predicate.parent < 0 and tag == "VB":
            return Status.PLANNED
        if stative and (tag in ("VBZ", "VBP") or "have" in predicate.auxiliaries):
            return Status.ONGOING
        return Status.HAPPENED

    def _of_nobody(self, predicate: Predicate) -> bool:
        """Whether the subject or object is "no one", "no soldiers"."""
        tokens = self.analysis.tokens
        roles = ("agent", "patient")
        return any(
            one.role in roles and tokens[one.start].text.lower() in ("no", "nobody", "none", "neither") for one in predicate.arguments
        )

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
        """An adverb like allegedly beside the verb."""
        low, high = max(0, predicate.start - 2), min(len(self.analysis.tokens), predicate.end + 1)
        return predicate.kind == "verb" and any(token.lemma in cue_words("adverb") for token in self.analysis.tokens[low:high])

    def _govern_verb(self, own: Status, predicate: Predicate, above: Predicate, higher: Status) -> Status:
        """What the governing predicate makes of a clause."""
        link = predicate.link
        if link in ("if", "unless", "whether", "lest"):
            return Status.CONDITIONAL
        if link == "and":
            return higher
        cue = self._cue_of(above, link)
        if link in ("that", "bare"):
            return self._govern_statement(own, cue, above, higher)
        if link in ("to", "ing", "of", "from", "against", "for", "into", "on", "as"):
            return self._govern_content(own, link, cue, above, higher)
        if link == "without":
            return Status.DID_NOT_HAPPEN
        if link == "relative":
            return own
        present = self.analysis.tokens[predicate.trigger].tag in ("VBZ", "VBP", "VB") or predicate.form == "ing"
        return higher if present and own is Status.HAPPENED and higher in NONFACTUAL else own

    def _govern_statement(self, own: Status, cue: Status | None, above: Predicate, higher: Status) -> Status:
        """ "said that", "denied that", "reports that": the clause keeps its own tense unless the verb denies, doubts or threatens."""
        if cue is Status.DENIED or higher is Status.DENIED:
            return Status.ALLEGED if above.negated else Status.DENIED
        if cue is Status.ALLEGED:
            return Status.ALLEGED if own in (Status.HAPPENED, Status.ONGOING) else own
        if cue is Status.THREATENED and own in (Status.PLANNED, Status.EXPECTED):
            return Status.THREATENED
        if cue is Status.EXPECTED and own is Status.HAPPENED:
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
            if above.negated:
                return {Status.DENIED: Status.ALLEGED, Status.DID_NOT_HAPPEN: Status.HAPPENED}.get(cue, Status.DID_NOT_HAPPEN)
            if cue is Status.ONGOING:
                return cue if higher in (Status.HAPPENED, Status.ONGOING) else higher
            if higher is Status.CONDITIONAL and cue in NONFACTUAL:
                return higher
            return cue
        if link == "to":
            lemma = above.lemma
            if above.kind == "noun" or lemma in _IMPLICATIVE or (above.passive and lemma in ("say", "report", "know", "believe")):
                if lemma in ("say", "report", "believe", "appear", "seem"):
                    return Status.ALLEGED
                if lemma == "be":
                    return Status.PLANNED
                return higher
            return Status.PLANNED
        return higher if higher in NONFACTUAL or (higher is Status.DID_NOT_HAPPEN and link == "ing") else own

    def _cue_of(self, above: Predicate, link: str) -> Status | None:
        """The status that a governing predicate gives to what hangs on it by `link`."""
        if above.kind == "noun":
            cue = cue_words("noun").get(above.lemma)
            if cue in (Status.ALLEGED, Status.DENIED) and self._is_denied(above):
                return Status.DENIED
            return cue
        if above.lemma == "be" or above.lemma in ("stand", "remain"):
            return cue_words("adjective").get(above.particle)
        cue = cue_words("verb").get(above.lemma) or (cue_words("adjective").get(above.lemma) if above.passive and link == "to" else None)
        if cue is Status.PLANNED and link == "that":
            return None
        if cue is Status.ALLEGED and link == "to" and above.lemma not in ("allege", "suspect", "claim"):
            return Status.PLANNED
        if cue is Status.DID_NOT_HAPPEN and link == "that":
            return Status.DENIED if above.lemma in ("rule",) else None
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
            if above.negated:
                return Status.DID_NOT_HAPPEN
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
        definite = self.analysis.tokens[predicate.start].text.lower() in ("the", "those", "that", "this", "these", "last", "its", "their")
        if link == "patient" and lemma in ("be", "become", "mark", "remain"):
            return higher if higher is not Status.HAPPENED else own
        if link in ("patient", "second") or (link == "out" and lemma == "carry"):
            cue = self._cue_of(above, "patient")
            if cue is Status.ALLEGED or (cue is Status.PLANNED and definite and lemma in _DECIDED):
                cue = None
            if cue is not None and not (cue is Status.EXPECTED and definite):
                if cue is Status.DID_NOT_HAPPEN and (lemma == "end" or (lemma in ("stop", "halt", "block") and definite)):
                    return own
                return cue if not above.negated else Status.DID_NOT_HAPPEN
            if lemma in _JUDGING and own is Status.HAPPENED:
                return Status.BACKGROUND
            if lemma in _LIGHT or (higher in NONFACTUAL and not definite):
                return higher if higher is not Status.HAPPENED else own
            return own
        if link == "agent":
            if lemma in _EXIST:
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
