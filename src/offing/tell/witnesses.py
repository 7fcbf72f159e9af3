"""Who tells an event: its tellings, its denials and its numbers side by side, each with the sentence it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from offing.code.counts import OPEN
from offing.records import Article, Certainty, Claim, Dating, Event, Number, Origin, Span, Status, Value
from offing.tell.lineages import list_lineages
from offing.tell.lines import Desk, choose_claim, find_speaker, is_headline, lay_desk
from offing.tell.passages import kept_spans, kept_text
from offing.tell.phrases import UNNAMED, name_outlet, name_voice, tidy_text
from offing.tell.views import View


class Telling(Value, frozen=True):
    """One claim as a reader meets it: the outlet, its day ("" unknown), the chain of tellers in words, the sentence and its first span."""

    claim: str
    article: str
    outlet: str
    day: str
    chain: tuple[str, ...]
    sentence: str
    span: Span


class Denial(Value, frozen=True):
    """A denial beside a claim: who, in which way (`words`), how many texts and voices carry it, its telling, one sentence per text."""

    denier: str
    words: str
    texts: int
    voices: int
    telling: Telling
    spans: tuple[Span, ...] = ()


class Figure(Value, frozen=True):
    """A number that somebody tells: its kind, closed interval, words, and its telling."""

    kind: str
    low: int
    high: int
    words: str
    telling: Telling


class Ledger:
    """Lookups over a view: the desk of telling, text origins of an article, tellings made once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.desk: Desk = lay_desk([*view.all(Article), *view.all(Dating), *view.all(Origin)])
        self.lineages = list_lineages(view)
        self.texts = {ident: lineage.root for lineage in self.lineages for ident in lineage.articles}

    def claims(self, idents: Iterable[str]) -> list[Claim]:
        """The claims of these ids whose article is in the view, by day and id."""
        found = [claim for ident in idents if isinstance(claim := self.view.find(ident), Claim) and claim.article in self.desk.articles]
        return sorted(found, key=lambda claim: (self.desk.days.get(claim.article, "9"), claim.id))

    def tell(self, claim: Claim) -> Telling | None:
        """The telling of a claim; None when its sentence holds no told characters."""
        article = self.desk.articles[claim.article]
        spans = kept_spans(article, claim.sentence)
        if not spans:
            return None
        return Telling(
            claim=claim.id,
            article=article.id,
            outlet=name_outlet(article),
            day=self.desk.days.get(article.id, ""),
            chain=name_chain(claim),
            sentence=kept_text(article, claim.sentence),
            span=spans[0],
        )


def weigh_certainty(view: View, event: Event) -> Certainty:
    """How sure the words of an event's claims are, those with its status: as sure as the surest of them; plain where none has it."""
    claims = [claim for ident in (*event.claims, *event.denials) if isinstance(claim := view.find(ident), Claim)]
    told = {claim.certainty for claim in claims if claim.status is event.status}
    return next((certainty for certainty in Certainty if certainty in told), Certainty.PLAIN)


def name_chain(claim: Claim) -> tuple[str, ...]:
    """The tellers in words, innermost first, without the outlet; unnamed evidence is said to be so."""
    words = []
    for teller in claim.tellers:
        if teller.kind == "evidence":
            words.append(f"unnamed “{tidy_text(teller.party.words)}”")
        elif teller.kind != "outlet":
            words.append(UNNAMED if teller.party.words == UNNAMED else name_voice(teller.party))
    return tuple(word for place, word in enumerate(words) if place == 0 or word != words[place - 1])


def list_tellings(ledger: Ledger, event: Event) -> list[Telling]:
    """One telling per article that tells the event (or denies it, where only denials are seen), in order of day; the best claim of each."""
    return _best_tellings(ledger, ledger.claims(event.claims) or ledger.claims(event.denials))


def _best_tellings(ledger: Ledger, claims: Sequence[Claim]) -> list[Telling]:
    by_article: dict[str, list[Claim]] = {}
    for claim in claims:
        by_article.setdefault(claim.article, []).append(claim)
    tellings = []
    for group in by_article.values():
        best = choose_claim(group, ledger.desk)
        telling = ledger.tell(best) if best else None
        if telling:
            tellings.append(telling)
    return sorted(tellings, key=lambda telling: (telling.day or "9", telling.outlet, telling.claim))


def list_denials(ledger: Ledger, event: Event) -> list[Denial]:
    """The denials of an event by denier, with the count of texts that carry each."""
    groups: dict[str, list[Claim]] = {}
    for claim in ledger.claims(event.denials):
        teller = find_speaker(claim)
        groups.setdefault(name_voice(teller.party) if teller else "an unnamed voice", []).append(claim)
    denials = []
    for denier, claims in groups.items():
        tellings = _best_tellings(ledger, claims)
        if tellings:
            best = choose_claim(claims, ledger.desk)
            first = (ledger.tell(best) if best else None) or tellings[0]
            words = "denied by" if any(claim.status is Status.DENIED for claim in claims) else "said not to be so by"
            texts = {ledger.texts.get(telling.article, telling.article): telling.span for telling in [*reversed(tellings), first]}
            spans = tuple(texts[root] for root in sorted(texts))
            denials.append(Denial(denier=denier, words=words, texts=len(spans), voices=1, telling=first, spans=spans))
    return sorted(denials, key=lambda denial: (denial.telling.day or "9", denial.denier))


def list_figures(ledger: Ledger, event: Event) -> list[Figure]:
    """Numbers told for an event (its claims, its denials and the claims that disagree), one row per kind, number and innermost speaker."""
    rows: dict[tuple[str, int, int, str], Figure] = {}
    for claim in ledger.claims({*event.claims, *event.denials, *event.disagree}):
        telling = ledger.tell(claim)
        for number in claim.numbers if telling and not is_headline(claim) else ():
            voice = telling.chain[-1] if telling and telling.chain else telling.outlet if telling else ""
            key = (number.kind, number.low, number.high, voice)
            if telling and key not in rows:
                rows[key] = Figure(kind=number.kind, low=number.low, high=number.high, words=tidy_text(number.words), telling=telling)
    return sorted(rows.values(), key=lambda figure: (figure.kind, figure.telling.day or "9", figure.low, figure.telling.claim))


def disputed_kinds(figures: Sequence[Figure]) -> list[str]:
    """The kinds of number for which values are told that cannot all hold: "25" and "at least 25" can, "22" and "at least 25" cannot."""
    values: dict[str, list[Figure]] = {}
    for figure in figures:
        values.setdefault(figure.kind, []).append(figure)
    return sorted(kind for kind, told in values.items() if max(one.low for one in told) > min(one.high for one in told))


def say_number(number: Number | Figure) -> str:
    """`2`, `80–100` or `25 or more`."""
    if number.high >= OPEN:
        return f"{number.low:,} or more"
    return f"{number.low:,}" if number.low == number.high else f"{number.low:,}–{number.high:,}"
