"""How clauses come out: found at all, with the right status, and none as real that the gold does not call real."""

from __future__ import annotations

from collections.abc import Sequence

from offing.eval.scores import Figure, measure, tally
from offing.eval.seeds.golds import GoldEvent, Ground
from offing.eval.seeds.matches import REAL, Telling, codable, explains, find_clauses, inside, is_headline
from offing.records import Claim, Span, Status


def score_statuses(ground: Ground, tellings: Sequence[Telling]) -> tuple[dict[str, Figure], list[str]]:
    """Mentions with a claim of their type; of these, accepted statuses; unreal clauses told as real; claims where nothing is told."""
    found = []
    right = []
    misses = []
    for telling in tellings:
        if not telling.event.status_accept:
            continue
        found.append((float(bool(telling.claims)), 1.0))
        if not telling.claims:
            misses.append(f"no claim: {telling.name}")
            continue
        best = telling.claims[0]
        good = best.status.value in telling.event.status_accept
        right.append((float(good), 1.0))
        if not good:
            misses.append(f"status: {telling.name} came out as {best.status.value}, expected {' or '.join(telling.event.status_accept)}")
    listed, beyond = _find_beyond(ground)
    unreal, clauses = _find_unreal(ground)
    nothing, silent = _find_nothing(ground)
    figures = {
        "events_found": measure(found, unit="mentions", label="mentions of a PLOVER happening with a claim of its type"),
        "claims_listed": measure(listed, unit="claims", label="claims that tell a happening of the gold, by place and type"),
        "status": measure(right, unit="mentions found", label="found mentions with an accepted status"),
        "unreal_as_happened": tally(
            len(unreal), n=clauses, unit="clauses", label="future, conditional, threatened or denied clauses told as real"
        ),
        "claims_from_nothing": tally(
            len(nothing), n=silent, unit="sentences", label="claims in sentences that neither tell nor deny anything"
        ),
    }
    return figures, misses + beyond + unreal + nothing


def _is_real(event: GoldEvent) -> bool:
    return any(status.value in event.status_accept for status in REAL)


def _find_unreal(ground: Ground) -> tuple[list[str], int]:
    """Claims told as real whose act stands in a clause that the gold calls unreal, and no real happening of their type stands there."""
    real = [(event, span) for event in ground.gold.all_events if codable(event) and _is_real(event) for _, span in _places(ground, event)]
    told: dict[str, str] = {}
    clauses = 0
    for event in ground.gold.all_events:
        if not event.status_accept or _is_real(event):
            continue
        for name, span in find_clauses(ground, event):
            clauses += 1
            for claim in _real_claims(ground, span):
                if not explains(real, claim):
                    told.setdefault(claim.id, f"unreal as {claim.status.value}: {event.id} in {name}: {claim.action}")
    for denial in ground.gold.denied_claims:
        for span in denied_spans(ground, denial.act):
            clauses += 1
            for claim in _real_claims(ground, span):
                # The act that the denier calls not his may still have happened: only the denier's part in it is denied.
                if claim.who is not None and claim.who.code.startswith(denial.denier):
                    told.setdefault(claim.id, f"denied as {claim.status.value}: {denial.id}: {claim.action}")
    return [told[key] for key in sorted(told, key=lambda key: (told[key], key))], clauses


def _places(ground: Ground, event: GoldEvent) -> list[tuple[str, Span]]:
    return [(mention.sentence, span) for mention in event.mentions if (span := ground.place(mention))]


def _real_claims(ground: Ground, span: Span) -> list[Claim]:
    return [claim for claim in ground.view.all(Claim) if claim.status in REAL and inside(claim, span)]


def denied_spans(ground: Ground, act: str) -> list[Span]:
    """The words that are denied: the contents of the sayings that report the denying act."""
    return [
        span
        for claim in ground.gold.all_claims
        if act and claim.reports_event == act
        for said in claim.mentions
        if (span := ground.place(said.content, said.doc))
    ]


def _find_nothing(ground: Ground) -> tuple[list[str], int]:
    told = []
    sentences = 0
    for event in ground.gold.all_events:
        if event.status_accept:
            continue
        for name, span in _places(ground, event):
            sentences += 1
            told += [
                f"claim from nothing: {event.id} in {name}: {claim.action} {claim.status.value}"
                for claim in ground.view.all(Claim)
                if inside(claim, span)
            ]
    return told, sentences


_SPOKEN = {"ACCUSE", "THREATEN", "REQUEST", "REJECT", "CONSULT"}


def _find_beyond(ground: Ground) -> tuple[list[tuple[float, float]], list[str]]:
    """Claims in documents that the gold lists in full, one row each; in words, those that tell no happening of the gold.

    A claim of a spoken act inside a saying of the gold, and one of denied content, are left out: the gold lists them as sayings.
    """
    full = {ground.pages[one.id].id: one.id for one in ground.gold.documents if one.depth == "full" and one.id in ground.pages}
    told = [(event, span) for event in ground.gold.all_events for _, span in _places(ground, event)]
    sayings = [said for claim in ground.gold.all_claims for said in claim.mentions]
    said_at = [span for said in sayings for stretch in (said.cue, said.content) if (span := ground.place(stretch, said.doc))]
    rows, misses = [], []
    for claim in sorted(ground.view.all(Claim), key=lambda claim: (full.get(claim.span.page, ""), claim.trigger.start, claim.id)):
        doc = full.get(claim.span.page)
        if doc is None or is_headline(claim):
            continue
        right = explains(told, claim)
        if not right and (claim.action in _SPOKEN or claim.status is Status.DENIED) and any(inside(claim, span) for span in said_at):
            continue
        rows.append((float(right), 1.0))
        if not right:
            misses.append(f"claim beyond the gold: {doc} {claim.trigger.start}: {claim.action} {claim.status.value}")
    return rows, misses
