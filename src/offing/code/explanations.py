"""Why a sentence is coded as it is, and why not otherwise: every word that spoke for an act, what became of it, and the reasons in words.

Nothing is stored: an article is coded once more, and its sheets are read. Two things can speak for a word, the frames of the table of acts
(`tables/actions.yaml`) and the reader, the learned part of the language model; with the rules alone only the frames do.
"""

from __future__ import annotations

from collections.abc import Iterator

from offing.code.actions import Hit, find_misfits
from offing.code.certainties import find_hedge
from offing.code.claims import open_sheets, weigh_sheet
from offing.code.deeds import is_sure, read_status
from offing.code.gates import EVEN, weigh_event
from offing.code.scopes import say_scope
from offing.code.sheets import DENIALS, Sheet, find_denied_act
from offing.language.analyses import Analyzer, Deed, Ranked
from offing.records import Article, Certainty, Claim, Party, Span, Value
from offing.values import Status

READER = (
    "The reader is the learned part of the language model: it gives each word a probability that it tells an act, and each sentence one "
    "that it tells an event."
)
TABLE = "The table is that of the acts (docs/ontology.md): words, and what must stand beside them."
_DEEP = 4
_LINKS = {"patient": "as its object", "agent": "as its subject", "and": "joined by 'and'", "bare": "as what is said"}


class Finding(Value, frozen=True, kw_only=True):
    """A word that spoke for an act. `coded`: whether a claim was made of it; `reasons` say why, or why not, one thing each.

    `who` and `whom` are in the page's words with their code; `claim` is the id of the claim, "" when there is none.
    """

    word: str
    span: Span
    coded: bool
    action: str
    mode: str = ""
    status: str = ""
    certainty: str = ""
    who: str = ""
    whom: str = ""
    claim: str = ""
    reasons: tuple[str, ...]


class Account(Value, frozen=True, kw_only=True):
    """One sentence: where it stands (`part`: "" for the body, highlights, headline), what the gate says of it, and its words.

    `others` are the verbs that neither the table nor the reader takes for an act.
    """

    sentence: str
    span: Span
    part: str
    gate: str
    read: bool
    findings: tuple[Finding, ...]
    others: tuple[str, ...] = ()


def explain_article(article: Article, analyzer: Analyzer | None = None) -> Iterator[Account]:
    """An account of each sentence that is read for claims, in the order in which they are read; none of an article not in English.

    `analyzer` None: the default of this install.
    """
    for sheet in open_sheets(article, analyzer):
        yield _explain_sheet(sheet)


def say_gate(sheet: Sheet) -> str:
    """What is thought of a sentence as a whole, in words."""
    gates = sheet.scene.analysis.gates
    said = f"reader: {say_ranked(gates)}" if gates else f"no reader ({sheet.scene.analysis.analyzer}): only the table speaks"
    return f"not read, {sheet.aside}; {said}" if sheet.aside else said


def say_ranked(rows: Ranked, most: int = 2) -> str:
    """Names with their probabilities, best first: `event 0.93, sport 0.04`."""
    return ", ".join(f"{name.replace('_', ' ')} {chance:.2f}" for name, chance in rows[:most])


def _explain_sheet(sheet: Sheet) -> Account:
    findings: list[Finding] = []
    told: list[Hit] = []
    for hit, drafts in weigh_sheet(sheet):
        told.append(hit)
        findings += [_explain_claim(sheet, hit, claim, refused) for claim, refused in drafts]
        if not drafts:
            reason = f"in the table it counts only for what has not happened; here it is {_name(sheet.statuses.status(hit.index))}"
            findings.append(_refuse(sheet, hit.index, hit.action, reason))
    analysis = sheet.scene.analysis
    if not sheet.aside:
        findings += _explain_rest(sheet, told)
    spoken = {finding.span for finding in findings}
    verbs = sorted({predicate.trigger for predicate in analysis.predicates if predicate.kind == "verb"})
    others = [at for at in verbs if sheet.scene.span(at, at + 1) not in spoken]
    return Account(
        sentence=analysis.sentence, span=sheet.scene.span(0, len(analysis.tokens)), part=sheet.reading.kind, gate=say_gate(sheet),
        read=not sheet.aside, findings=tuple(sorted(findings, key=lambda one: (one.span.start, not one.coded))),
        others=() if sheet.aside else tuple(analysis.tokens[at].text for at in others),
    )  # fmt: skip


def _explain_rest(sheet: Sheet, told: list[Hit]) -> Iterator[Finding]:
    """The words of which no claim was even tried, each with the first reason that holds."""
    analysis = sheet.scene.analysis
    done = {hit.index for hit in told}
    for note in sheet.notes:
        if note.index not in done:
            done.add(note.index)
            yield _refuse(sheet, note.index, note.action, note.refused)
    for hit in sheet.raw_hits:
        if hit.index not in done:
            done.add(hit.index)
            yield _refuse(sheet, hit.index, hit.action, _say_joined(sheet, told, hit))
    for index in range(len(analysis.predicates)):
        misfits = find_misfits(sheet.scene, index) if index not in done else []
        if misfits:
            reasons = [f"the table has it for {action}, but {reason}" for action, reason in dict(misfits).items()]
            yield _refuse(sheet, index, misfits[0][0], *reasons)
    triggers = {predicate.trigger for predicate in analysis.predicates}
    for deed in analysis.deeds:
        if deed.trigger not in triggers:
            reason = f"{_say_deed(deed)}, but no clause is found around it"
            word = analysis.tokens[deed.trigger].text
            span = sheet.scene.span(deed.trigger, deed.trigger + 1)
            yield Finding(word=word, span=span, coded=False, action=deed.kinds[0][0], reasons=(reason,))


def _refuse(sheet: Sheet, index: int, action: str, *reasons: str) -> Finding:
    """A word that is not coded, with what the reader says of it."""
    analysis = sheet.scene.analysis
    at = analysis.predicates[index].trigger
    deed = next((deed for deed in analysis.deeds if deed.trigger == at), None)
    said = [] if deed is None else [_say_deed(deed)]
    word, span = analysis.tokens[at].text, sheet.scene.span(at, at + 1)
    return Finding(word=word, span=span, coded=False, action=action, reasons=(*reasons, *said))


def _say_joined(sheet: Sheet, told: list[Hit], hit: Hit) -> str:
    """Why a frame that fits makes no claim of its own: another word tells it, denies it or holds it as its content."""
    analysis = sheet.scene.analysis
    predicates = analysis.predicates
    words = {one.index: analysis.tokens[predicates[one.index].trigger].text for one in told}
    above = predicates[hit.index].parent
    for one in told:
        if hit.index in one.joined or (one.index == above and one.action == hit.action):
            return f"it tells the same act as '{words[one.index]}'"
        denied = find_denied_act(sheet, one.index) if one.action == "REJECT" and predicates[one.index].lemma in DENIALS else None
        if denied is not None and denied.index == hit.index:
            return f"it is what '{words[one.index]}' denies, and is told as that"
    for _ in range(_DEEP):
        if above in words:
            return f"it is part of what '{words[above]}' asks for, refuses or agrees to"
        above = predicates[above].parent if above >= 0 else -1
    return "it tells an act that another word has told, or one of which nothing is reported"


def _explain_claim(sheet: Sheet, hit: Hit, claim: Claim, refused: str) -> Finding:
    """A claim that could be made of a hit: what spoke for it, where it hangs, its status and certainty, and what the gate asks."""
    reasons = [*_say_speakers(sheet, hit, claim), _say_path(sheet, hit.index), *_say_status(sheet, hit, claim)]
    if claim.certainty is not Certainty.PLAIN:
        token = find_hedge(sheet.scene.analysis, hit.index).token
        reasons.append(f"{claim.certainty}, for it says '{sheet.scene.analysis.tokens[token].text}'")
    known = _say_sides(claim)
    if refused:
        reasons.insert(0, f"the gate stops it: it {refused} ({known})")
    elif hit.deed is not None and is_sure(hit.deed) and weigh_event(sheet.scene.analysis) >= EVEN:
        reasons.append(f"the gate lets it pass: the reader is sure, and {known}")
    else:
        reasons.append(f"the gate lets it pass: {known}")
    word = sheet.scene.analysis.sentence[claim.trigger.start - claim.sentence.start : claim.trigger.end - claim.sentence.start]
    return Finding(
        word=word, span=claim.trigger, coded=not refused, action=claim.action, mode=claim.mode, status=str(claim.status),
        certainty=str(claim.certainty), who=_say_party(claim.who), whom=_say_party(claim.whom), claim="" if refused else claim.id,
        reasons=tuple(reasons),
    )  # fmt: skip


def _say_speakers(sheet: Sheet, hit: Hit, claim: Claim) -> Iterator[str]:
    """Frame, reader or both."""
    predicate = sheet.scene.analysis.predicates[hit.index]
    kind = "event noun" if predicate.kind == "noun" else "verb"
    frame = next((raw for raw in sheet.raw_hits if raw.index == hit.index), None)
    if frame is None:
        yield f"no frame of the table knows the {kind} '{predicate.lemma}' here"
    else:
        beside = f" with {' or '.join(_found_needs(sheet, frame))} beside it" if frame.frame.needs else ""
        yield f"the table has the {kind} '{frame.word}'{beside} for {_join(frame.action, frame.frame.mode)}"
    if hit.deed is not None:
        surer = f"; it is surer than the table of {hit.action}" if frame is not None and frame.action != hit.action else ""
        yield _say_deed(hit.deed) + surer
    elif sheet.scene.analysis.gates:
        yield "the reader sees no act in it"
    if claim.action == "THREATEN" != hit.action:
        yield f"{hit.action} that its own side announces is a threat: THREATEN"


def _found_needs(sheet: Sheet, hit: Hit) -> list[str]:
    found = [f"'{word}'" for word in hit.frame.needs if word in sheet.scene.lemmas]
    return found[:3] or ["its word"]


def _say_deed(deed: Deed) -> str:
    """What the reader says of a word, in words."""
    kinds = deed.kinds
    rival = f", next {kinds[1][0]} {kinds[1][1]:.2f}" if len(kinds) > 1 else ""
    return f"the reader gives {deed.score:.2f} that it tells an act, and then {kinds[0][0]} {kinds[0][1]:.2f}{rival}"


def _say_path(sheet: Sheet, index: int) -> str:
    """What a word hangs on, up to the main clause."""
    analysis = sheet.scene.analysis
    steps: list[str] = []
    current = analysis.predicates[index]
    while current.parent >= 0 and len(steps) < _DEEP:
        above = analysis.predicates[current.parent]
        link = _LINKS.get(current.link, f"by '{current.link}'" if current.link else "")
        steps.append(f"'{analysis.tokens[above.trigger].text}' {link}".strip())
        current = above
    return "it hangs on " + ", that on ".join(steps) if steps else "it stands in the main clause"


def _say_status(sheet: Sheet, hit: Hit, claim: Claim) -> Iterator[str]:
    """How the status came about: by the cues around the word, by the reader, or because the act is done by saying it."""
    if claim.status is Status.DENIED and claim.rule.removeprefix(f"{sheet.reading.kind} ").startswith("denied "):
        yield "status denied: it is the content of the denial, whose words are a claim of their own"
        return
    predicate = sheet.scene.analysis.predicates[hit.index]
    scoped = sheet.statuses.status(hit.index, stative=hit.frame.stative)
    weighed = read_status(sheet.statuses, hit.index, stative=hit.frame.stative)
    scope = say_scope(sheet.statuses, hit.index, stative=hit.frame.stative)
    if claim.status is not weighed:
        yield f"status {_name(claim.status)}: the act is done by saying it, whatever the verb's time ({scope})"
    elif not predicate.statuses:
        yield f"status {_name(claim.status)}: {scope}"
    else:
        said = say_ranked(predicate.statuses)
        if predicate.statuses[0][0] == weighed:
            agree = "so do the words around it" if scoped is weighed else f"the words around it alone would make it {_name(scoped)}"
            yield f"status {_name(claim.status)}: the reader says so ({said}); {agree}: {scope}"
        else:
            yield f"status {_name(claim.status)}: the reader is not sure ({said}), so the words around it decide: {scope}"


def _say_sides(claim: Claim) -> str:
    """Which sides and places a claim names, and whether they are known."""
    sides = [("doer", claim.who), ("recipient", claim.whom)]
    said = [f"{name} {_say_party(party)}" for name, party in sides if party is not None]
    said += [f"place '{claim.where.words}'"] if claim.where is not None else []
    return ", ".join(said) or "no side and no place named"


def _say_party(party: Party | None) -> str:
    if party is None:
        return ""
    behind = f" for {party.proxy_of}" if party.proxy_of else ""
    return f"{party.words} ({party.code or 'no code'}{behind})"


def _name(status: Status) -> str:
    return str(status).replace("_", " ")


def _join(action: str, mode: str) -> str:
    return f"{action} {mode}".strip()
