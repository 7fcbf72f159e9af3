"""Small records for tests: invented pages of invented outlets."""

from __future__ import annotations

import hashlib

from offing.records import (
    Article,
    Claim,
    Copy,
    CopyKind,
    Direction,
    Page,
    Party,
    Place,
    Role,
    Segment,
    Span,
    Status,
    Teller,
    When,
)  # fmt: skip


def make_page(text: str = "Boats left Port Ansel.", body: bytes | None = None) -> Page:
    body = text.encode() if body is None else body
    return Page(sha256=hashlib.sha256(body).hexdigest(), media_type="text/plain", text=text, renderer="test", body=body)


def make_article(page: Page, outlet: str = "Straits Lantern") -> Article:
    span = Span(page.id, 0, len(page.text))
    segment = Segment(span=span, role=Role.BODY, reason="", text=page.text)
    return Article(page=page.id, part=0, segments=(segment,), text=page.text, title="Boats leave", outlet=outlet)


def make_claim(article: Article, action: str = "MOBILIZE", status: Status = Status.HAPPENED) -> Claim:
    span = Span(article.page, 0, min(10, len(article.text)))
    outlet = Teller(party=Party(words=article.outlet), kind="outlet")
    return Claim(
        article=article.id,
        span=span,
        sentence=span,
        trigger=Span(article.page, 0, 5),
        action=action,
        who=Party(words="Tolmar", span=Span(article.page, 0, 5), code="TOLMIL"),
        where=Place(words="Port Ansel", lat=1.5, lon=2.5, precision="city", alternatives=(3, 4)),
        when=When(words="Tuesday", form="weekday:TUE"),
        status=status,
        tellers=(outlet,),
    )


def make_copy(left: Article, right: Article) -> Copy:
    return Copy(
        left_article=left.id,
        right_article=right.id,
        left=Span(left.page, 0, 5),
        right=Span(right.page, 0, 5),
        kind=CopyKind.NARRATIVE,
        direction=Direction.UNKNOWN,
        kept=0.9,
        verbatim=False,
        score=0.8,
        reasons=("shared words",),
    )
