"""Invented cases through the real reader: each happening is one event of its own, with an origin for each newsroom that wrote of it."""

from __future__ import annotations

from functools import cache

import pytest

from offing.code import code_claims
from offing.records import Article, Claim, Event, Origin
from offing.trace import find_copies
from offing.weigh import date_articles, weigh_all
from tests.weigh.cases import DAYS, RAID, TALK, TOLL, Happening, News
from tests.weigh.claims import find_span

CASES = {"raid": RAID, "days": DAYS, "toll": TOLL, "talk": TALK}
NAMED = [(case, happening) for case, news in CASES.items() for happening in news.happenings]


@cache
def weigh_case(name: str) -> tuple[list[Claim], list[Event], dict[str, Origin]]:
    """The claims of a case as the reader finds them, their events, and the origins by id."""
    articles = list(CASES[name].papers.values())
    claims = [claim for article in articles for claim in code_claims(article)]
    copies = find_copies(articles)
    found = weigh_all(claims, copies, articles=articles, datings=date_articles(articles, copies))
    origins = {record.id: record for record in found if isinstance(record, Origin)}
    return claims, [record for record in found if isinstance(record, Event)], origins


def find_told(claims: list[Claim], article: Article, words: str) -> list[Claim]:
    """The claims whose act stands in these words."""
    span = find_span(article, words)
    return [claim for claim in claims if claim.article == article.id and span.start <= claim.trigger.start < span.end]


def find_events(name: str, happening: Happening) -> list[tuple[str, Event]]:
    """The events of a happening, with the paper that each was found in."""
    claims, events, _ = weigh_case(name)
    news: News = CASES[name]
    return [
        (paper, event)
        for paper, words in happening.told.items()
        for claim in find_told(claims, news.papers[paper], words)
        for event in events
        if claim.action == happening.action and claim.id in event.claims
    ]


@pytest.mark.parametrize(("name", "happening"), NAMED, ids=[f"{name} {happening.name}" for name, happening in NAMED])
def test_each_happening_is_one_event_with_its_origins(name: str, happening: Happening) -> None:
    found = find_events(name, happening)
    assert {paper for paper, _ in found} == happening.told.keys()
    [event] = {event.id: event for _, event in found}.values()
    assert len(event.reporting) == happening.origins


@pytest.mark.parametrize(("name", "happening"), [row for row in NAMED if row[1].claimants])
def test_who_tells_a_happening_claims_it_and_who_only_speaks_of_it_does_not(name: str, happening: Happening) -> None:
    origins = weigh_case(name)[2]
    [event] = {event.id: event for _, event in find_events(name, happening)}.values()
    assert sorted(origins[ident].label.partition(", ")[0] for ident in event.claimants) == sorted(happening.claimants)


@pytest.mark.parametrize("name", CASES)
def test_no_two_happenings_share_an_event(name: str) -> None:
    held = [{event.id for _, event in find_events(name, happening)} for happening in CASES[name].happenings]
    assert sum(map(len, held)) == len(set.union(*held))
