"""A claim with what comparing needs: its words, its resolved time, its class of status."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from offing.dates import resolve_form
from offing.records import Article, Claim, Dating, Precision, Status, When, excerpt
from offing.trace.words import WORD, read_word

# Which statuses may tell one happening. What lies ahead, hangs on a condition or is threatened never becomes what happened.
CLASSES: dict[Status, str] = {
    Status.HAPPENED: "told",
    Status.ONGOING: "told",
    Status.BACKGROUND: "told",
    Status.ALLEGED: "told",
    Status.PLANNED: "ahead",
    Status.EXPECTED: "ahead",
    Status.CONDITIONAL: "conditional",
    Status.THREATENED: "threatened",
    Status.DENIED: "denied",
    Status.DID_NOT_HAPPEN: "denied",
}
_LAST = "9999"
_POINTING = re.compile(r"(?:It|This|That) (?:was|is|has been|marked|became)\b")


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim as events are made of: `order` is (published, id), `words` the content stems of its clause, `when` resolved if it can be.

    `headline` marks what the outlet put above or beside its text; `series` a plural noun ("attacks"), which may stand for many happenings;
    `pointing` a sentence that says what the one before told of ("It was one of the worst attacks in years").
    """

    claim: Claim
    order: tuple[str, str]
    kind: str
    headline: bool
    series: bool
    pointing: bool
    words: frozenset[str]
    trigger: frozenset[str]
    when: When | None
    days: tuple[date, date] | None


def read_telling(claim: Claim, article: Article | None, dating: Dating | None) -> Telling:
    """Prepare a claim; without its article only its structured fields can be compared."""
    when = resolve_when(claim, dating)
    clause = excerpt(article, claim.span) if article else ""
    trigger = excerpt(article, claim.trigger) if article else ""
    told = claim.denies or clause
    parties = [party.words for party in (claim.who, claim.whom) if party]
    return Telling(
        claim=claim,
        order=(dating.start if dating and dating.start else _LAST, claim.id),
        kind=CLASSES[claim.status],
        headline=claim.rule.startswith(("headline", "highlights")),
        pointing=bool(article and "noun" in claim.rule and _POINTING.match(excerpt(article, claim.sentence))),
        series="noun" in claim.rule and trigger.casefold().endswith("s"),
        words=_stems(" ".join([told, *parties] if not clause or claim.denies else [told])),
        trigger=_stems(trigger),
        when=when,
        days=_days(when),
    )


def resolve_when(claim: Claim, dating: Dating | None) -> When | None:
    """The claim's time, resolved against the day its article was written when its own page gives no day."""
    when = claim.when
    if when is None or when.start or not when.form or dating is None or not dating.start:
        return when
    ahead = CLASSES[claim.status] != "told"
    start, end, precision = resolve_form(when.form, dating.start[:10], ahead)
    if dating.end[:10] != dating.start[:10]:
        later_start, later_end, _ = resolve_form(when.form, dating.end[:10], ahead)
        if not start or not later_start:
            return when
        if (later_start, later_end) != (start, end):
            start, end, precision = min(start, later_start), max(end, later_end), Precision.WEEK
    return msgspec.structs.replace(when, start=start, end=end, precision=precision)


def _days(when: When | None) -> tuple[date, date] | None:
    if when is None or not when.start or not when.end or len(when.start) < 10:
        return None
    return date.fromisoformat(when.start[:10]), date.fromisoformat(when.end[:10])


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem for found in WORD.findall(text) if (stem := read_word(found)[2]))


def read_tellings(claims: Mapping[str, Claim], articles: Mapping[str, Article], datings: Mapping[str, Dating]) -> list[Telling]:
    """All claims prepared, in (published, id) order."""
    found = [read_telling(claim, articles.get(claim.article), datings.get(claim.article)) for claim in claims.values()]
    return sorted(found, key=lambda telling: telling.order)
