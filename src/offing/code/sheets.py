"""Hits to claims: one sentence's work sheet with its times, places, quotes and tellers, and the writing of claims from it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from offing.code.actions import Hit
from offing.code.certainties import find_hedge
from offing.code.counts import find_numbers
from offing.code.deeds import read_status
from offing.code.occasions import choose_when, is_said_time
from offing.code.passages import Reading
from offing.code.quotes import Quote
from offing.code.scenes import Scene
from offing.code.settings import choose_where
from offing.code.statuses import NONFACTUAL, Statuses
from offing.code.tellers import denier_teller, find_evidence, outlet_teller, quotes_around, read_speaker
from offing.language.analyses import Predicate
from offing.records import Article, Certainty, Claim, Party, Place, Status, Teller, When

INVOLVED = frozenset("involvement role responsibility part link complicity connection hand participation knowledge".split())
_FORCE = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "SANCTION"})
_MOVING = frozenset({"MOBILIZE", "CONSULT", "RETREAT", "AID"})
_NAYS = frozenset(
    "deny denial reject rejection dismiss refute rebut dispute disavow contradict untrue false baseless unfounded fabricate not no never "
    "nor neither nothing nobody none n't without".split()
)
_STOPS = frozenset(
    "fail failure foil avert cancel scrap postpone call drop avoid refuse decline stop prevent thwart shelve abandon unable yet halt block "
    "rule spare lack hardly barely instead collapse forgo cancellation wait skip stay".split()
)
_CONDITIONS = frozenset(
    "if unless should provided provide once soon case any anyone anything whoever moment until till lest otherwise or".split()
)
_FORCE = frozenset({"ASSAULT", "PROTEST"})
_REFUSALS = frozenset("refuse reject deny dismiss decline veto oppose rebuff rule turn".split())
DENIALS = frozenset({"deny", "reject", "dismiss"})
_CHARGES = frozenset("accusation charge claim allegation suggestion report".split())


class Note(Struct, frozen=True):
    """What became of a word that might have been coded: `refused` says why it was not, "" when it was; `who` is the doer, where known."""

    index: int
    action: str
    refused: str
    who: Party | None = None


class Sheet:
    """A sentence on the way to claims. `aside`: why it is not read at all; `notes`: what became of each word that spoke for an act."""

    def __init__(self, article: Article, reading: Reading, scene: Scene) -> None:
        self.article, self.reading, self.scene = article, reading, scene
        self.statuses = Statuses(scene.analysis)
        self.raw_hits: list[Hit] = []
        self.aside = ""
        self.notes: list[Note] = []
        self.low, self.high = scene.start, scene.start + len(scene.analysis.sentence)
        self.times = [row for row in (self._tokens_of(when) for when in reading.times) if row is not None]
        self.places = [row for row in (self._tokens_of_place(place) for place in reading.places) if row is not None]

    def note(self, index: int, action: str, refused: str, who: Party | None = None) -> None:
        """Keep what became of predicate `index`."""
        self.notes.append(Note(index, action, refused, who))

    def tokens(self, start: int, end: int) -> tuple[int, int] | None:
        """The tokens of a stretch of the passage, or None when it lies outside the sentence."""
        if start < self.low or start >= self.high:
            return None
        first, last = bisect_right(self.scene.ends, start - self.low), bisect_left(self.scene.starts, end - self.low)
        return (first, last) if first < last else None

    def _tokens_of(self, when: When) -> tuple[int, int, When] | None:
        tokens = self.tokens(when.span.start, when.span.end) if when.span is not None else None
        if tokens is None or when.span is None:
            return None
        return *tokens, replace(when, span=self.reading.passage.span(when.span.start, when.span.end))

    def _tokens_of_place(self, place: Place) -> tuple[int, int, Place] | None:
        tokens = self.tokens(place.span.start, place.span.end) if place.span is not None else None
        if tokens is None or place.span is None:
            return None
        return *tokens, replace(place, span=self.reading.passage.span(place.span.start, place.span.end))

    def list_places(self, index: int) -> list[tuple[int, int, Place]]:
        """The places of the sentence where predicate `index` may play: not where who tells of it is ("according to doctors in Rabat")."""
        at = self.scene.analysis.tokens[self.scene.analysis.predicates[index].trigger].start + self.low
        telling = [
            quote.source
            for quote in self.reading.quotes
            if quote.source is not None and any(content.start <= at < content.end for content in (quote.content, *quote.more))
        ]
        tokens = self.scene.analysis.tokens
        return [row for row in self.places if not any(one.start <= tokens[row[0]].start + self.low < one.end for one in telling)]

    def open_speakers(self) -> None:
        """Resolve the sources that stand in this sentence, and set who "we" is."""
        for quote in self.reading.quotes:
            if quote.source is None:
                continue
            key = (quote.source.start, quote.source.end)
            tokens = self.tokens(*key)
            if tokens is not None and self.scene.at.speakers.get(key, (None, ""))[0] is None:
                party, kind = read_speaker(self.scene, *tokens, quote.source_words)
                settled = bool(party.code) or self.scene.subjects_read
                self.scene.at.speakers[key] = (party if settled else None, kind)
        self.scene.speaker_at = self.speaker_at
        around = quotes_around(self.reading.quotes, self.low, self.high) or [
            quote for quote in self.reading.quotes if quote.source is not None and self.tokens(quote.source.start, quote.source.end)
        ]
        self.scene.speaker = next((party for party in (self.speaker_of(quote)[0] for quote in around) if party is not None), None)

    def speaker_at(self, at: int) -> Party | None:
        """Who tells the clause around token `at`: the innermost speaker, or None."""
        token = self.scene.analysis.tokens[at]
        around = quotes_around(self.reading.quotes, token.start + self.low, token.end + self.low)
        return next((party for party in (self.speaker_of(quote)[0] for quote in around) if party is not None), None)

    def speaker_of(self, quote: Quote) -> tuple[Party | None, str]:
        """The party and kind of a quote's source."""
        if quote.source is None:
            return None, "speaker"
        return self.scene.at.speakers.get((quote.source.start, quote.source.end), (None, "speaker"))

    def tellers(self, index: int) -> tuple[tuple[Teller, ...], bool]:
        """The chain of tellers of predicate `index`, and whether it stands in quotation marks."""
        token = self.scene.analysis.tokens[self.scene.analysis.predicates[index].trigger]
        chain: list[Teller] = []
        evidence = find_evidence(self.scene, index)
        if evidence is not None:
            chain.append(evidence)
        quoted = False
        for quote in quotes_around(self.reading.quotes, token.start + self.low, token.end + self.low):
            quoted = quoted or quote.direct
            party, kind = self.speaker_of(quote)
            if party is None:
                continue
            cue = self.reading.passage.span(quote.cue.start, quote.cue.end) if quote.cue is not None else None
            teller = Teller(party=party, kind=kind, cue=cue, occasion=self._occasion(quote))
            if all(other.party.words != party.words or other.kind != kind for other in chain):
                chain.append(teller)
            if quote.via is not None and quote.via_words:
                span = self.reading.passage.span(quote.via.start, quote.via.end)
                chain.append(Teller(party=Party(words=quote.via_words, span=span), kind="document"))
        return (*chain, outlet_teller(self.article)), quoted

    def _occasion(self, quote: Quote) -> str:
        """When and where a quote was said, in the page's words: times and places of its sentence outside its content."""
        if quote.cue is None or self.tokens(quote.cue.start, quote.cue.end) is None:
            return ""
        found = []
        for start, end, when in self.times:
            low = self.scene.analysis.tokens[start].start + self.low
            if not any(content.start <= low < content.end for content in (quote.content, *quote.more)) and is_said_time(
                self.scene, start, end
            ):
                found.append(when.words)
        return " ".join(found)


def write_claims(sheet: Sheet, hit: Hit) -> Iterator[Claim]:
    """The claim of a hit; of a denial also what is denied."""
    yield from _write(sheet, hit)
    predicate = sheet.scene.analysis.predicates[hit.index]
    if hit.action == "REJECT" and predicate.lemma in DENIALS and not predicate.negated:
        yield from _write_denied(sheet, hit)


def _write(sheet: Sheet, hit: Hit) -> Iterator[Claim]:
    scene = sheet.scene
    predicate = scene.analysis.predicates[hit.index]
    status = _find_status(sheet, hit)
    if hit.frame.only == "future" and (status not in NONFACTUAL or predicate.link in ("if", "unless")):
        return
    tellers, quoted = sheet.tellers(hit.index)
    low, high = hit.clause
    action, mode = hit.action, hit.frame.mode
    who = hit.who.party if hit.who is not None else None
    whom = hit.whom.party if hit.whom is not None else None
    if action == "ASSAULT" and status in (Status.PLANNED, Status.CONDITIONAL) and _speaks_for(scene.speaker_at(predicate.trigger), who):
        action, mode = "THREATEN", "violence"  # PLOVER: an assault that its own side announces is one event, a threat
    if hit.action == "MOBILIZE" and who is None:
        who = _mover(sheet, hit)
    if hit.action == "MOBILIZE" and hit.whom is not None and hit.whom.kind == "force" and _is_moved(scene, predicate, hit.whom.party):
        whom = None  # the force that is moved is no recipient of the move
    denies = ""
    if status is Status.DENIED and who is not None:
        cue = _denial_above(sheet, hit.index)
        denies = scene.words(low, high)
        if cue is not None and all(teller.party.code != cue.party.code for teller in tellers[:-1]):
            tellers = (cue, *tellers)
    condition = sheet.statuses.conditions.find(hit.index) if status is Status.CONDITIONAL else None
    if who is not None and whom is not None and who.span == whom.span:
        whom = None
    yield Claim(
        article=sheet.article.id,
        span=scene.span(low, high),
        sentence=scene.span(0, len(scene.analysis.tokens)),
        trigger=scene.span(predicate.trigger, predicate.trigger + 1),
        action=action,
        mode=mode,
        who=who,
        whom=whom,
        where=choose_where(scene, hit.index, sheet.list_places(hit.index), moving=hit.action in _MOVING),
        when=choose_when(scene, hit.index, sheet.times, spoken=hit.frame.who[:1] == ("speaker",)),
        status=status,
        certainty=_find_certainty(sheet, hit, status),
        tellers=tellers,
        quoted=quoted,
        numbers=find_numbers(scene, hit.index, hit.joined),
        condition=scene.words(*condition) if condition else "",
        condition_span=scene.span(*condition) if condition else None,
        denies=denies,
        analyzer=scene.analysis.analyzer,
        rule=_rule_of(sheet, hit),
        score=hit.frame.score,
    )


def _find_status(sheet: Sheet, hit: Hit) -> Status:
    """The status of a hit. An act of speech happens by speaking, whatever its verb says of the time to come."""
    predicate = sheet.scene.analysis.predicates[hit.index]
    scoped = sheet.statuses.status(hit.index, stative=hit.frame.stative)
    status = read_status(sheet.statuses, hit.index, stative=hit.frame.stative)
    if status is Status.CONDITIONAL and scoped in NONFACTUAL and _CONDITIONS.isdisjoint(sheet.scene.lemmas):
        status = scoped  # nothing is made to depend without a word for it
    undone = status in (Status.DENIED, Status.DID_NOT_HAPPEN) and scoped is not status
    if undone and not (_NAYS if status is Status.DENIED else _NAYS | _STOPS).intersection(sheet.scene.lemmas):
        status = scoped  # nobody denies, and nothing fails to happen, without a word for it
    spoken = hit.frame.who[:1] == ("speaker",)
    if hit.action == "ACCUSE" and spoken:
        return Status.HAPPENED  # "that would be a crime" is a charge now
    if hit.action in _FORCE and status in NONFACTUAL:
        status = sheet.statuses.find_try(hit.index) or status  # an attack that was tried is an attack
    refused = hit.frame.only == "refused" or (hit.action == "REJECT" and predicate.negated and predicate.lemma not in _REFUSALS)
    if refused and status is Status.DID_NOT_HAPPEN:
        return Status.HAPPENED  # "will not accept": saying so is the refusal
    if hit.action == "THREATEN" and spoken and status in (Status.PLANNED, Status.EXPECTED):
        return Status.THREATENED
    return status


def _find_certainty(sheet: Sheet, hit: Hit, status: Status) -> Certainty:
    """How sure the words are. What is done by saying it is as plain as the saying ("that could be a crime" is a charge now)."""
    said = hit.frame.who[:1] == ("speaker",) and status is Status.HAPPENED
    return Certainty.PLAIN if said or status is Status.DID_NOT_HAPPEN else find_hedge(sheet.scene.analysis, hit.index).certainty


def _speaks_for(speaker: Party | None, who: Party | None) -> bool:
    """Whether a speaker stands on the side of the actor: the same state."""
    return speaker is not None and who is not None and who.state != "" and speaker.state == who.state


def _rule_of(sheet: Sheet, hit: Hit) -> str:
    kind = sheet.scene.analysis.predicates[hit.index].kind
    lead = f"{sheet.reading.kind} " if sheet.reading.kind else ""
    return f"{lead}{kind} {hit.word}"


def _mover(sheet: Sheet, hit: Hit) -> Party | None:
    """Whose troops were sent, when nobody is named as sending them."""
    predicate = sheet.scene.analysis.predicates[hit.index]
    for argument in predicate.arguments:
        if argument.role == "patient":
            found = sheet.scene.resolve(argument, predicate)
            if found is not None and found.party.code:
                return found.party
    return None


def _is_moved(scene: Scene, predicate: Predicate, party: Party) -> bool:
    """Whether a party is what a verb moves: its object."""
    return any(one.role == "patient" and scene.span(one.start, one.end) == party.span for one in predicate.arguments)


def _denial_above(sheet: Sheet, index: int) -> Teller | None:
    """The denier whose verb governs a predicate."""
    current, steps = index, 0
    while current >= 0 and steps < 6:
        predicate = sheet.scene.analysis.predicates[current]
        if predicate.lemma in ("deny", "reject", "dismiss", "refute", "rebut", "dispute", "disavow"):
            for argument in predicate.arguments:
                if argument.role == "agent":
                    found = sheet.scene.resolve(argument, predicate)
                    if found is not None:
                        return denier_teller(found.party, sheet.scene.span(predicate.trigger, predicate.trigger + 1))
        current, steps = predicate.parent, steps + 1
    return None


def _write_denied(sheet: Sheet, hit: Hit) -> Iterator[Claim]:
    """ "denied any involvement in the attack": the denied content is the denier's part in the act, not the act."""
    scene = sheet.scene
    predicates = scene.analysis.predicates
    act = find_denied_act(sheet, hit.index)
    if act is None or hit.who is None:
        return
    below = [noun for noun in predicates if noun.trigger > predicates[hit.index].trigger]
    low, high = below[0].start if below else hit.clause[0], max(predicates[act.index].clause[1], predicates[act.index].end)
    mark = next((noun.trigger for noun in below if noun.lemma in INVOLVED), predicates[act.index].trigger)
    tellers, quoted = sheet.tellers(act.index)
    cue = denier_teller(hit.who.party, scene.span(predicates[hit.index].trigger, predicates[hit.index].trigger + 1))
    rest = tuple(teller for teller in tellers if teller.party.code != hit.who.party.code or teller.kind == "outlet")
    yield Claim(
        article=sheet.article.id,
        span=scene.span(low, high),
        sentence=scene.span(0, len(scene.analysis.tokens)),
        trigger=scene.span(mark, mark + 1),
        action=act.action,
        mode=act.frame.mode,
        who=hit.who.party,
        whom=act.whom.party if act.whom is not None else None,
        where=choose_where(scene, act.index, sheet.list_places(act.index)),
        when=choose_when(scene, act.index, sheet.times),
        status=Status.DENIED,
        tellers=(cue, *rest),
        quoted=quoted,
        denies=scene.words(low, high),
        analyzer=scene.analysis.analyzer,
        rule=f"{sheet.reading.kind} denied {scene.lemmas[mark]}".strip(),
        score=hit.frame.score,
    )


def find_denied_act(sheet: Sheet, index: int) -> Hit | None:
    """The event noun whose authorship is denied: after involvement, or inside a rejected charge, when no verb below is itself denied."""
    scene = sheet.scene
    predicates = scene.analysis.predicates
    trigger = predicates[index].trigger
    below = [noun for noun in predicates if trigger < noun.trigger <= trigger + 14]
    asked = INVOLVED if predicates[index].lemma == "deny" else _CHARGES
    behind = any(one.role == "behind" for verb in below if verb.lemma in ("be", "stand") for one in verb.arguments)
    if not behind and not any(noun.lemma in asked for noun in below):
        return None
    acts = [hit for hit in sheet.raw_hits if trigger < predicates[hit.index].trigger <= trigger + 16 and hit.action in _FORCE]
    if any(predicates[hit.index].kind == "verb" and sheet.statuses.status(hit.index) is Status.DENIED for hit in acts):
        return None
    return next((hit for hit in acts if predicates[hit.index].kind == "noun"), None)
