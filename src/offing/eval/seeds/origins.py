"""How many origins that did not copy each other stand behind what several documents tell, and how an event stands."""

from __future__ import annotations

from collections.abc import Sequence

from offing.eval.scores import Figure, measure
from offing.eval.seeds.golds import GoldEvent, Ground
from offing.eval.seeds.matches import Telling, is_headline
from offing.records import Event, Origin, Status
from offing.weigh.voices import find_speaker

_DENYING = frozenset((Status.DENIED.value, Status.DID_NOT_HAPPEN.value))


def score_origins(ground: Ground, tellings: Sequence[Telling]) -> tuple[dict[str, Figure], list[str]]:
    """Happenings told by several documents with the right number of reporting origins; happenings with the right standing."""
    counts, standings, misses = [], [], []
    for gold in ground.gold.all_events:
        # A headline does not bear witness by itself.
        told = [telling for telling in tellings if telling.event is gold and telling.claims and not is_headline(telling.claims[0])]
        if not told:
            continue
        events = _events_of(ground, told)
        docs = sorted({telling.mention.doc for telling in told})
        wanted = expected_origins(ground, gold)
        if len({telling.span.page for telling in told}) > 1 and wanted is not None:
            given = len({_root(ground, ident) for event in events for ident in event.reporting})
            counts.append((float(given == wanted), 1.0))
            if given != wanted:
                misses.append(
                    f"origins: {gold.id} in {', '.join(docs)}: {given} reporting origins in {len(events)} events, expected {wanted}"
                )
        if gold.standing:
            # A happening may come out as several events: the one that holds most of its claims stands for it.
            claims = {telling.claims[0].id for telling in told}
            main = max(events, key=lambda event: (len(claims & {*event.claims, *event.denials}), event.id), default=None)
            stands = main.standing.value if main else "in no event"
            standings.append((float(stands == gold.standing), 1.0))
            if stands != gold.standing:
                misses.append(f"standing: {gold.id} in {', '.join(docs)}: {stands} ({len(events)} events), expected {gold.standing}")
    many = "happenings told by several documents with the right count of reporting origins"
    figures = {"reporting_origins": measure(counts, unit="happenings", label=many, bar=1.0)}
    speakers, missed = _score_claimants(ground, tellings)
    if speakers:
        figures["claimant_origins"] = measure(speakers, unit="happenings", label="happenings with the right count of claimant origins")
    if any(event.standing for event in ground.gold.all_events):
        figures["standing"] = measure(standings, unit="happenings", label="happenings whose event has the right standing")
    return figures, misses + missed


def _score_claimants(ground: Ground, tellings: Sequence[Telling]) -> tuple[list[tuple[float, float]], list[str]]:
    rows, misses = [], []
    for witness in ground.gold.independent_origins:
        told = [telling for telling in tellings if telling.event.id in (witness.event, *witness.also) and telling.claims]
        if witness.claimant_origins is None or not told:
            continue
        given = len(_find_claimants(ground, told))
        rows.append((float(given == witness.claimant_origins), 1.0))
        if given != witness.claimant_origins:
            misses.append(f"claimants: {witness.event}: {given} claimant origins, expected {witness.claimant_origins}")
    return rows, misses


def _find_claimants(ground: Ground, told: Sequence[Telling]) -> set[str]:
    """Who claims what is told: the claimants of the events that assert it; where it is the denial of what others assert, who says so."""
    claims = {telling.claims[0].id: telling.claims[0] for telling in told}
    events = _events_of(ground, told)
    if not _DENYING.issuperset(told[0].event.status_accept):
        return {_root(ground, ident) for event in events for ident in event.claimants}
    found = {_root(ground, ident) for event in events if claims.keys() & set(event.claims) for ident in event.claimants}
    denied = [claims[ident] for event in events for ident in event.denials if ident in claims]
    return found | {party.name or party.words if (party := find_speaker(claim)) else claim.article for claim in denied}


def expected_origins(ground: Ground, gold: GoldEvent) -> int | None:
    """The gold's count for a happening: its own, else the groups that tell it and the documents outside groups; None when no group does."""
    if gold.reporting_origins is not None:
        return gold.reporting_origins
    groups = [group for group in ground.gold.origins.groups if gold.id in group.supports]
    grouped = {doc for group in ground.gold.origins.groups for doc in group.documents}
    alone = {doc for mention in gold.mentions if not mention.headline and (doc := ground.find_doc(mention)) and doc not in grouped}
    return len(groups) + len(alone) if groups else None


def _events_of(ground: Ground, told: Sequence[Telling]) -> list[Event]:
    claims = {telling.claims[0].id for telling in told}
    return [event for event in ground.view.all(Event) if claims & {*event.claims, *event.denials}]


def _root(ground: Ground, ident: str) -> str:
    """The same root counts once, whichever of its articles an event rests on."""
    origin = ground.view.find(ident)
    return f"{origin.kind.value} {origin.root}" if isinstance(origin, Origin) else ident
