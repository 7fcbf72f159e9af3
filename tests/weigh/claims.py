"""Claims made by hand on invented papers."""

from __future__ import annotations

from offing.records import Article, Claim, Number, Party, Place, Span, Status, Teller, When

VELDEN = Party(words="Velden navy", code="VELMIL", name="Velden navy")
ANSEL = Party(words="Port Ansel", code="ANS", name="Port Ansel")
HALVIK = Party(words="Admiral Joor Halvik", code="VELMIL", name="Joor Halvik")
AARNO = Party(words="Lisbet Aarno", code="ANSGOV", name="Lisbet Aarno")


def find_span(article: Article, words: str) -> Span:
    """Where `words` stand in an article."""
    for segment in article.segments:
        place = segment.text.find(words)
        if place >= 0:
            return Span(article.page, segment.span.start + place, segment.span.start + place + len(words))
    raise ValueError(words)


def find_sentence(article: Article, words: str) -> Span:
    """The segment that holds `words` (the papers have one sentence per segment)."""
    return next(segment.span for segment in article.segments if words in segment.text)


def make_told(
    article: Article,
    trigger: str,
    action: str = "ASSAULT",
    *,
    clause: str = "",
    who: Party | None = VELDEN,
    whom: Party | None = ANSEL,
    status: Status = Status.HAPPENED,
    speaker: Party | None = None,
    form: str = "",
    killed: int | None = None,
    denies: str = "",
    rule: str = "verb",
    where: Place | None = None,
) -> Claim:
    """A claim of `article` whose trigger and clause are found by their words."""
    outlet = Teller(party=Party(words=article.outlet or "the page"), kind="outlet")
    told = (Teller(party=speaker, kind="speaker"),) if speaker else ()
    sentence = find_sentence(article, trigger)
    return Claim(
        article=article.id,
        span=find_span(article, clause) if clause else sentence,
        sentence=sentence,
        trigger=find_span(article, trigger),
        action=action,
        who=who,
        whom=whom,
        where=where,
        when=When(words=form, form=form) if form else None,
        status=status,
        tellers=(*told, outlet),
        numbers=(Number(kind="killed", low=killed, high=killed, words=str(killed)),) if killed is not None else (),
        denies=denies,
        rule=rule,
    )
