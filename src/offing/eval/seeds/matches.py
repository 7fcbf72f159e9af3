"""Which claims of the case tell which happening of the gold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from offing.eval.seeds.copies import cover_of
from offing.eval.seeds.golds import GoldEvent, Ground, Stretch
from offing.records import Claim, Span, Status

# What a clause may not come out as when the gold does not call it real.
REAL = (Status.HAPPENED, Status.ONGOING, Status.BACKGROUND)
_MATERIAL = {"ASSAULT", "COERCE", "MOBILIZE"}
_RIOT = "145"  # CAMEO's violent protest: PLOVER files it under PROTEST, a reader may as well say ASSAULT


@dataclass(frozen=True)
class Telling:
    """One mention of a happening, its place, and the claims with a fitting action in it (fullest overlap first)."""

    event: GoldEvent
    mention: Stretch
    span: Span
    claims: tuple[Claim, ...]

    @property
    def name(self) -> str:
        """The mention in a few words."""
        return f"{self.event.id} in {self.mention.sentence or self.mention.doc or 'the headline'} ({self.event.plover})"


def clip(text: str, words: int = 5) -> str:
    """The first few words: misses never carry a sentence of a document."""
    parts = text.split()
    return " ".join(parts[:words]) + (" ..." if len(parts) > words else "")


def read_codes(code: str | None) -> list[tuple[str, frozenset[str]]]:
    """The readings that a gold code allows, as (country or "", sectors): `USAGOVMIL`, `IRQREB(pro-IRN)`, `EGYGOV;USAGOV`, `CVL`."""
    readings = []
    for part in re.split(r"[|;]", re.sub(r"\(.*?\)", "", code or "")):
        chunks = re.findall(r"[A-Z]{3}", part)
        if chunks:
            country = "" if chunks[0] in _SECTORS else chunks[0]
            readings.append((country, frozenset(chunks[1:] if country else chunks)))
    return readings


_SECTORS = {
    "GOV",
    "MIL",
    "REB",
    "OPP",
    "PTY",
    "COP",
    "JUD",
    "SPY",
    "MED",
    "EDU",
    "BUS",
    "CRM",
    "CVL",
    "IGO",
    "NGO",
    "LEG",
    "UAF",
    "PRM",
    "LAB",
    "AGR",
}


def codable(event: GoldEvent) -> str:
    """The PLOVER type of a gold event, "" for a statement or anything that PLOVER does not code."""
    return event.plover if re.fullmatch(r"[A-Z]+", event.plover) else ""


def fits_action(event: GoldEvent, claim: Claim) -> bool:
    """Whether a claim's action is the gold's. A threat may be coded as the THREATEN act or as the threatened act; a riot as ASSAULT."""
    wanted = codable(event)
    if claim.action == wanted:
        return True
    if wanted == "THREATEN" and claim.action in _MATERIAL:
        return claim.status.value in event.status_accept
    return wanted == "PROTEST" and claim.action == "ASSAULT" and event.cameo_root == _RIOT


def overlaps(left: Span, right: Span) -> bool:
    """Whether two spans share a character."""
    return left.page == right.page and left.start < right.end and right.start < left.end


def inside(claim: Claim, span: Span) -> bool:
    """Whether the act of a claim stands within `span`."""
    return overlaps(claim.trigger, span)


def is_headline(claim: Claim) -> bool:
    """Whether a claim was coded from the outlet's own headline."""
    return claim.rule.startswith("headline")


def find_tellings(ground: Ground) -> tuple[list[Telling], list[str]]:
    """Every placed mention of every happening that PLOVER codes, with its claims; and the mentions whose words are not on the page."""
    claims = sorted(ground.view.all(Claim), key=lambda claim: (claim.span, claim.id))
    tellings = []
    misses = []
    for event in ground.gold.all_events:
        if not codable(event):
            continue
        for mention in event.mentions:
            span = ground.place(mention)
            if span is None:
                misses.append(f"{event.id}: the words of its mention {mention.sentence or mention.doc} are not in the page text")
                continue
            found = [
                claim for claim in claims if inside(claim, span) and fits_action(event, claim) and not _is_denier_part(ground, event, claim)
            ]
            found.sort(key=lambda claim: (-agreement(event, claim), -cover_of(span, claim.span), claim.id))
            tellings.append(Telling(event, mention, span, tuple(found)))
    return tellings, misses


def _is_denier_part(ground: Ground, event: GoldEvent, claim: Claim) -> bool:
    """Whether a claim is what a denier denies of himself ("Iran denied that it stood behind the raid"): it does not tell the raid."""
    deniers = [denial.denier for denial in ground.gold.denied_claims if denial.denied_event == event.id]
    return claim.status is Status.DENIED and claim.who is not None and claim.who.code.startswith(tuple(deniers))


def agreement(event: GoldEvent, claim: Claim) -> int:
    """How many of actor, target and status of the claim are the gold's: picks the claim when a sentence holds several of one type."""
    sides = [(event.actor, claim.who), (event.target, claim.whom)]
    hits = sum(same_country(party.code, given.code if given else "") for party, given in sides if party is not None)
    return 2 * hits + (claim.status.value in event.status_accept)


def same_country(code: str | None, given: str) -> bool:
    """Whether a claim's code names a country that the gold allows; a gold without a country wants none."""
    readings = read_codes(code)
    country = given[:3] if given[:3] not in _SECTORS else ""
    return country in {reading[0] for reading in readings} if readings else not given


def same_sector(code: str | None, given: str) -> bool:
    """Whether country and sector agree: one sector in common, or none in the gold."""
    chunks = re.findall(r"[A-Z]{3}", given)
    country = chunks[0] if chunks and chunks[0] not in _SECTORS else ""
    sectors = set(chunks[1:] if country else chunks)
    return any(country == wanted and (not among or bool(sectors & among)) for wanted, among in read_codes(code)) or (
        not read_codes(code) and not given
    )


def find_clauses(ground: Ground, event: GoldEvent) -> list[tuple[str, Span]]:
    """Where a happening's own words stand: its trigger or the contents of the sayings that report it, else its whole mentions.

    Returns (name of the mention, span); used where a sentence holds more than one happening.
    """
    contents = [
        span
        for claim in ground.gold.all_claims
        if claim.reports_event == event.id
        for said in claim.mentions
        if (span := ground.place(said.content, said.doc))
    ]
    clauses = []
    for mention in event.mentions:
        whole = ground.place(mention)
        if whole is None:
            continue
        name = mention.sentence or mention.doc or "headline"
        within = [span for span in contents if overlaps(span, whole)]
        clauses += [(name, span) for span in within] or [(name, whole)]
    return sorted(set(clauses), key=lambda clause: (clause[1], clause[0]))


def explains(events: Sequence[tuple[GoldEvent, Span]], claim: Claim) -> bool:
    """Whether a real happening of the gold stands where the claim does and is of its type."""
    return any(inside(claim, span) and fits_action(event, claim) for event, span in events)
