"""Who did it to whom, and when it was: measured on the claims and events that tell a happening of the gold."""

from __future__ import annotations

from collections.abc import Sequence

from offing.eval.scores import Figure, measure, tally
from offing.eval.seeds.golds import GoldEvent, GoldParty
from offing.eval.seeds.matches import Telling, read_codes, same_country, same_sector
from offing.records import Claim, Party


def score_actors(tellings: Sequence[Telling]) -> tuple[dict[str, Figure], list[str]]:
    """Sides (actor and target) with the right country and with the right sector too; claims with the two sides turned round."""
    country = []
    sector = []
    turned = []
    misses = []
    judged = 0
    for telling in tellings:
        if not telling.claims or not telling.event.status_accept:
            continue
        claim = telling.claims[0]
        judged += 1
        for side, wanted, given in (("actor", telling.event.actor, claim.who), ("target", telling.event.target, claim.whom)):
            if wanted is None or not _is_scored(side, wanted):
                continue
            code = given.code if given else ""
            reached = side == "target" and _is_destination(telling.event, claim)
            right = reached or same_country(wanted.code, code)
            exact = reached or same_sector(wanted.code, code)
            country.append((float(right), 1.0))
            sector.append((float(exact), 1.0))
            if not exact:
                kind = side if not right else f"sector of {side}"
                misses.append(f"{kind}: {telling.name} came out as {_say(given)}, expected {wanted.code or 'nobody named'}")
        if _is_turned(telling.event, claim):
            turned.append(f"reversed: {telling.name}: {_say(claim.who)} to {_say(claim.whom)}")
    figures = {
        "actors": measure(country, unit="sides", label="actors and targets with the right country (or rightly none)"),
        "actors_with_sector": measure(sector, unit="sides", label="actors and targets with the right country and sector"),
        "reversed": tally(len(turned), n=judged, unit="claims", label="claims with actor and target turned round"),
    }
    return figures, misses + turned


def _is_scored(side: str, wanted: GoldParty) -> bool:
    # A target without a code, or one in brackets, is no party in the sense of the records; an actor without one must stay open.
    return side == "actor" or (bool(read_codes(wanted.code)) and not wanted.name.startswith("("))


def _is_destination(event: GoldEvent, claim: Claim) -> bool:
    """A move's target may be told as the place it goes to."""
    place = event.place.country if event.place else None
    target = event.target.code if event.target else None
    return bool(place) and place == target and claim.where is not None and claim.where.country == place


def _say(party: Party | None) -> str:
    return "nobody" if party is None else (party.code or f"{party.words!r} without a code")


def _is_turned(event: GoldEvent, claim: Claim) -> bool:
    if not (event.actor and event.target and claim.who and claim.whom and claim.who.code and claim.whom.code):
        return False
    actor, target = event.actor.code, event.target.code
    straight = same_country(actor, claim.who.code) or same_country(target, claim.whom.code)
    return bool(actor and target) and not straight and same_country(target, claim.who.code) and same_country(actor, claim.whom.code)
