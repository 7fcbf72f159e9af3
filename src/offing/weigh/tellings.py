"""A claim with what comparing needs: its words, its resolved time, its class of status."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import msgspec

from offing.dates import resolve_form
from offing.records import Article, Claim, Dating, Precision, Span, Status, When, excerpt
from offing.trace.facts import find_lemma
from offing.trace.words import SAME, WORD, normalize_word, read_word

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
_EXCHANGED = frozenset(SAME.values())
NEWS_DAYS = 10  # what a report tells as news, without a time, is taken to lie at most so many days back when likeness is weighed
_KNOWN = re.compile(r"\b(?:the|that|those|these|this)\s+(same\s+)?(?:\w+\s+)?$", re.IGNORECASE)
_HEADED = re.compile(r"(?:The|Those|These)\s+((?:\w+\s+){1,2})", re.IGNORECASE)
_POINTING = re.compile(r"(?:It|This|That) (?:was|is|has been|marked|became)\b")


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim as events are made of: `order` is (published, id), `words` the content stems of its clause (`own` without doer and act).

    `when` is resolved if it can be, `days` are its first and last.
    `headline` marks what the outlet put above or beside its text; `series` a plural noun ("attacks"), which may stand for many happenings;
    `pointing` a sentence that says what the one before told of ("It was one of the worst attacks in years"); `harm` what is told by its
    victims ("two were killed"), `victims` that whom it names are victims ("the raid that killed two"); `bare` a mention that only its own
    text explains ("the attack", "Velden denied"); `again` the stems of an act or weapon that its clause takes as known ("the same strike",
    "the missiles hit"). `written` and `known` are the first and the last day on which the article can have been
    written: what it tells as past is no later.
    """

    claim: Claim
    order: tuple[str, str]
    kind: str
    headline: bool
    series: bool
    pointing: bool
    words: frozenset[str]
    own: frozenset[str]
    trigger: frozenset[str]
    when: When | None
    days: tuple[date, date] | None
    harm: bool = False
    victims: bool = False
    known: date | None = None
    written: date | None = None
    story: str = ""
    bare: bool = False
    again: frozenset[str] = frozenset()

    @property
    def usual(self) -> tuple[date, date] | None:
        """The days in which the thing most likely lies: its own, else those before its report; None for background and what lies ahead."""
        if self.days is not None:
            return self.days
        if self.known is None or self.kind != "told" or self.claim.status == Status.BACKGROUND:
            return None
        return self.known - timedelta(days=NEWS_DAYS), self.known + timedelta(days=1)


def read_telling(claim: Claim, article: Article | None, dating: Dating | None, story: str = "") -> Telling:
    """Prepare a claim; without its article only its structured fields can be compared."""
    when = resolve_when(claim, dating)
    clause = excerpt(article, claim.span) if article else ""
    trigger = excerpt(article, claim.trigger) if article else ""
    told = claim.denies or clause
    parties = [party.words for party in (claim.who, claim.whom) if party]
    days = _days(when)
    # A time that is known is compared as days, not as words.
    words = _stems(" ".join([told, *(parties if not clause or claim.denies else _list_apart(claim))])) - (
        _stems(when.words) if when and days else set()
    )
    doer = f"{claim.who.words} {claim.who.name}" if claim.who else ""
    return Telling(
        claim=claim,
        order=(dating.start if dating and dating.start else _LAST, claim.id),
        kind=CLASSES[claim.status],
        headline=claim.rule.startswith(("headline", "highlights")),
        pointing=bool(article and "noun" in claim.rule and _POINTING.match(excerpt(article, claim.sentence))),
        series="noun" in claim.rule and trigger.casefold().endswith("s"),
        words=words,
        own=words - _stems(trigger) - _stems(doer),
        trigger=_stems(trigger),
        when=when,
        days=days,
        harm=bool(_stems(trigger) & _HARM),
        known=date.fromisoformat(dating.end[:10]) if dating and dating.end else None,
        written=date.fromisoformat(dating.start[:10]) if dating and dating.start else None,
        story=story,
        again=_find_again(claim, article),
        bare=bool(clause) and _is_bare(claim, words - _stems(trigger) - _stems(doer)),
    )


def _list_apart(claim: Claim) -> list[str]:
    """The words for whom it was done, where they stand in the sentence and outside its clause ("the killing" of ...)."""
    span = claim.whom.span if claim.whom else None
    inside = span is not None and claim.sentence.start <= span.start and span.end <= claim.sentence.end
    if claim.whom is None or span is None or not inside or (claim.span.start <= span.start and span.end <= claim.span.end):
        return []
    return [claim.whom.words]


def _find_again(claim: Claim, article: Article | None) -> frozenset[str]:
    """The stems of the act of a claim where it is told as known: a noun with "the same", or with "the" and nothing of its own; or those
    of the weapon that heads the clause ("The missiles were launched from ...").
    """
    if article is None or claim.rule.startswith(("headline", "highlights")):
        return frozenset()
    if "noun" in claim.rule:
        known = _KNOWN.search(excerpt(article, Span(claim.sentence.page, claim.sentence.start, claim.trigger.start)))
        apart = claim.whom is None or claim.whom.span is None or not claim.sentence.start <= claim.whom.span.start < claim.sentence.end
        bare = apart and claim.where is None and claim.when is None and not claim.numbers
        return _stems(excerpt(article, claim.trigger)) if known and (known[1] or bare) else frozenset()
    head = _HEADED.match(excerpt(article, claim.span))
    return _stems(head[1]) & _ARMS if head else frozenset()


def _is_bare(claim: Claim, own: frozenset[str]) -> bool:
    """Whether a noun, or an act of words, stands alone or with its doer only: no target, place, time, count, nor any other word."""
    if claim.whom or claim.where or claim.when or claim.numbers or own:
        return False
    return "noun" in claim.rule or claim.action in ("REJECT", "ACCUSE", "REQUEST", "THREATEN", "AGREE", "CONSULT")


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


@lru_cache(maxsize=1 << 16)
def read_stems(text: str) -> tuple[str, ...]:
    """The stems of the content words of a text, in its order; a final e is left out, so that singular and plural agree.

    They are those of the lemmas: "thrown" and "threw" are one.
    """
    words = WORD.findall(text.replace("United States", "US"))
    return tuple(stem[:-1] if stem.endswith("e") else stem for word in words if (stem := _find_stem(word)))


def _find_stem(word: str) -> str:
    stem = read_word(word)[2]
    if not stem or stem in _EXCHANGED:
        return stem
    return read_word(find_lemma(normalize_word(word)))[2] or stem


def _stems(text: str) -> frozenset[str]:
    return frozenset(read_stems(text))


_ARMS = _stems("rocket missile shell drone bomb warplane jet")
# What is told by its victims; the blow itself ("rockets hit the depot") has other words.
_HARM = _stems("killed wounded hurt injured harmed died dead casualties death")


def read_tellings(
    claims: Mapping[str, Claim], articles: Mapping[str, Article], datings: Mapping[str, Dating], homes: Mapping[str, str] | None = None
) -> list[Telling]:
    """All claims prepared, in (published, id) order. `homes` maps articles to their stories."""
    stories = homes or {}
    found = [
        read_telling(claim, articles.get(claim.article), datings.get(claim.article), stories.get(claim.article, ""))
        for claim in claims.values()
    ]
    harmed = {(one.claim.sentence, one.claim.whom) for one in found if one.harm}
    found = [
        replace(one, victims=bool(one.words & _HARM) or (one.claim.sentence, one.claim.whom) in harmed) if one.claim.whom else one
        for one in found
    ]
    return sorted(found, key=lambda telling: telling.order)
