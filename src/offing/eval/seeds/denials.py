"""A denial: marked as denied, by the right denier, of the right words, and of no more than that."""

from __future__ import annotations

import re
from collections.abc import Sequence

from offing.eval.scores import Figure, measure
from offing.eval.seeds.golds import GoldDenial, GoldEvent, Ground
from offing.eval.seeds.matches import Telling, fits_action, is_headline, overlaps, same_country
from offing.eval.seeds.statuses import denied_spans
from offing.records import Claim, Event, Span, Standing, Status

_EMPTY = frozenset(
    {"a", "an", "the", "any", "all", "of", "in", "on", "that", "it", "its", "was", "were", "is", "had", "has", "to", "for", "by", "with"}
)


def score_denials(ground: Ground, tellings: Sequence[Telling]) -> tuple[dict[str, Figure], list[str]]:
    """Six checks for each denied claim of the gold: act, mark, denier, words, scope, standing."""
    rows, misses = [], []
    for denial in ground.gold.denied_claims:
        for name, told in _check_denial(ground, denial, tellings):
            rows.append((float(not told), 1.0))
            if told:
                misses.append(f"denial: {denial.id} {name}: {told}")
    return {"denial": measure(rows, unit="checks", label="denials: act, mark, denier, words, scope, standing", bar=1.0)}, misses


def _check_denial(ground: Ground, denial: GoldDenial, tellings: Sequence[Telling]) -> list[tuple[str, str]]:
    contents = denied_spans(ground, denial.act)
    page = ground.pages[denial.doc].id if denial.doc in ground.pages else ""
    acts_at = [telling.span for telling in tellings if telling.event.id == denial.act] or contents
    around = [span for span in acts_at if span.page == page]
    here = [claim for claim in ground.view.all(Claim) if any(overlaps(claim.sentence, span) for span in around) and not is_headline(claim)]
    denied = [claim for claim in here if claim.status is Status.DENIED]
    acts = [
        claim
        for claim in here
        if claim.action == "REJECT" and claim.status is Status.HAPPENED and claim.who and claim.who.code.startswith(denial.denier)
    ]
    told = [teller.party for claim in denied for teller in claim.tellers[:1]]
    event = next((event for event in ground.gold.all_events if event.id == denial.denied_event), None)
    missing = "no denied claim there"
    return [
        ("act", "" if acts else f"no REJECT by {denial.denier} that happened"),
        ("mark", "" if denied else missing),
        (
            "denier",
            ""
            if any(same_country(denial.denier, party.code) for party in told)
            else f"told by {[party.code or party.words for party in told]}",
        ),
        (
            "words",
            ""
            if any(_says(ground, claim, contents) for claim in denied)
            else (missing if not denied else f"denies {[claim.denies for claim in denied]}"),
        ),
        ("scope", _check_scope(denial, event, denied, tellings) if denied else missing),
        ("standing", "" if denied and _is_contested(ground, denied) else (missing if not denied else "no contested event holds it")),
    ]


def _says(ground: Ground, claim: Claim, contents: Sequence[Span]) -> bool:
    """At least half of the telling words of both sides are shared: what the claim denies and what the text says is denied."""
    own = _words(claim.denies)
    for span in contents:
        page = next(page for page in ground.pages.values() if page.id == span.page)
        wanted = _words(page.text[span.start : span.end])
        if own | wanted and len(own & wanted) / len(own | wanted) >= 0.5:
            return True
    return False


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold())) - _EMPTY


def _check_scope(denial: GoldDenial, event: GoldEvent | None, denied: Sequence[Claim], tellings: Sequence[Telling]) -> str:
    """Only the denier's part is denied: the happening itself stays told, and no denied claim is the happening by somebody else."""
    own = {claim.id for claim in denied}
    for telling in tellings:
        if telling.event.id == denial.denied_event and any(
            claim.status is Status.DENIED and claim.id not in own for claim in telling.claims
        ):
            return f"{telling.event.id} itself is denied in {telling.mention.sentence}"
    for claim in denied:
        if event is not None and fits_action(event, claim) and not (claim.who and claim.who.code.startswith(denial.denier)):
            return f"the denied {claim.action} is not by {denial.denier}: the happening itself is denied"
    return ""


def _is_contested(ground: Ground, denied: Sequence[Claim]) -> bool:
    ids = {claim.id for claim in denied}
    return any(event.standing is Standing.CONTESTED and ids & {*event.denials, *event.claims} for event in ground.view.all(Event))
