"""An article as one side of a comparison: who published it, when, how that is known, what it is counted as."""

from __future__ import annotations

from offing.records import Article, Claim, Dating, Origin, OriginKind, Value
from offing.tell.lines import is_headline
from offing.tell.phrases import name_outlet, say_dating, say_published, tidy_text
from offing.tell.views import View
from offing.trace.wires import find_credits


class Account(Value, frozen=True):
    """One side. `origins` are the texts it is counted under; `headline_claims` how many claims were coded in its headline."""

    article: str
    page: str
    outlet: str
    title: str
    url: str
    published: str
    dated: str
    credits: tuple[str, ...]
    origins: tuple[str, ...]
    headline_claims: int


def describe_article(view: View, article: Article) -> Account:
    """The account of an article, from what the view holds about it."""
    dating = next((dating for dating in view.all(Dating) if dating.article == article.id), None)
    origins = {
        f"{origin.label} ({origin.kind})" if origin.kind is OriginKind.HIDDEN else origin.label
        for origin in view.all(Origin)
        if origin.kind is not OriginKind.SPEAKER and article.id in origin.articles
    }
    return Account(
        article=article.id,
        page=article.page,
        outlet=name_outlet(article),
        title=tidy_text(article.title),
        url=article.url,
        published=say_published(article),
        dated=f"{say_dating(dating)}: {dating.reason}" if dating else "",
        credits=find_credits(article),
        origins=tuple(sorted(origins)),
        headline_claims=sum(is_headline(claim) for claim in view.all(Claim) if claim.article == article.id),
    )
