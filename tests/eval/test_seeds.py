"""Every measure of the task `seeds`: full marks for records without a mistake, and each figure falls when its own mistake is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from offing.eval.scores import Figure
from offing.eval.seeds import score_seeds
from offing.eval.seeds import speakers as speakers_module
from offing.eval.seeds import times as times_module
from offing.records import Article, Dating, Party, Precision, Role, Span, Standing, Status, Teller
from tests.eval.world import (
    CAPTION,
    DENIAL,
    HEADLINE,
    OTHER_BODY,
    OTHER_HEAD,
    RAID,
    STRIKE,
    TEXT_A,
    TEXT_B,
    World,
    make_article,
    make_claim,
    make_gold,
    place,
)


class FakeQuote:
    """Stands for a found saying, so that no other stage is measured here."""

    def __init__(self, source: Span, cue: Span, content: Span) -> None:
        self.source, self.cue, self.content, self.source_words, self.more = source, cue, content, "", ()


@pytest.fixture
def quotes(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[FakeQuote]]:
    """What other stages would say, by hand: the sayings found per page, and no date for a text alone."""
    world = World()
    page = world.pages["A"].id

    def at(words: str) -> Span:
        found = place(TEXT_A, words)
        return Span(page, found["start"], found["end"])

    denier = place(TEXT_A, DENIAL)["start"]
    found = {
        page: [
            FakeQuote(at("Minister Ada Brook"), at("said"), at("Aalland may strike Belmark")),
            FakeQuote(Span(page, denier, denier + 7), at("denied"), at("any role in the raid on the depot")),
        ]
    }
    monkeypatch.setattr(speakers_module, "_read_quotes", lambda ground, page: found.get(page.id, []))
    monkeypatch.setattr(times_module, "find_times", lambda *args, **kwargs: [])
    monkeypatch.setattr(times_module, "date_articles", date_alone)
    return found


def date_alone(articles: list[Article], copies: object) -> list[Dating]:
    return [Dating(article=article.id, start="", end="", precision=Precision.UNKNOWN, reason="alone") for article in articles]


def score(world: World, gold: dict[str, Any] | None = None) -> dict[str, Figure]:
    return score_seeds(world.view(), gold or make_gold()).figures


def test_records_without_a_mistake_meet_every_bar_and_miss_nothing(quotes: object) -> None:
    scores = score_seeds(World().view(), make_gold(), name="pier", seconds=1.0)
    assert scores.misses == ()
    assert scores.unmet == ()
    assert {name: figure.value for name, figure in scores.figures.items() if figure.value not in (0.0, 1.0)} == {}
    assert (scores.task, scores.data, scores.n, scores.seconds_cpu) == ("seeds", "pier", 2, 1.0)


def break_body(world: World) -> None:
    world.article_a = make_article(
        world.pages["A"], [(HEADLINE, Role.HEADLINE), (CAPTION, Role.BODY), (STRIKE, Role.BODY), (RAID, Role.BODY)]
    )


def break_boundary(world: World) -> None:
    world.other = make_article(world.pages["B"], [(OTHER_BODY, Role.BODY)], part=1)


def break_split(world: World) -> None:
    world.article_a = make_article(world.pages["A"], [(STRIKE, Role.BODY), (DENIAL, Role.BODY)])
    world.other = make_article(world.pages["A"], [(RAID, Role.BODY)], part=1)


def break_pair(world: World) -> None:
    del world.copies[0]


def break_precision(world: World) -> None:
    wrong = world.make_copy(STRIKE)
    raid = place(TEXT_B, RAID)
    world.copies.append(
        type(wrong)(**{**{name: getattr(wrong, name) for name in wrong.__struct_fields__}, "right": Span(world.pages["B"].id, **raid)})
    )


def break_crossing(world: World) -> None:
    wrong = world.make_copy(STRIKE)
    other = place(TEXT_B, OTHER_BODY)
    fields = {name: getattr(wrong, name) for name in wrong.__struct_fields__}
    world.copies.append(type(wrong)(**{**fields, "right": Span(world.pages["B"].id, **other), "right_article": world.other.id}))


def break_origins(world: World) -> None:
    world.reporting = 2


def break_standing(world: World) -> None:
    world.standing = Standing.CORROBORATED


def break_date(world: World) -> None:
    world.dated = ("2021-03-05", "2021-03-05")


def break_found(world: World) -> None:
    world.change("raid_b", action="AID")


def break_status(world: World) -> None:
    world.change("strike_a", status=Status.THREATENED)


def break_listed(world: World) -> None:
    world.claims["open"] = make_claim(world.other, world.pages["B"], OTHER_BODY, "open", action="AID", status=Status.PLANNED)


def break_law(world: World) -> None:
    world.change("strike_b", status=Status.HAPPENED)


def break_denied_law(world: World) -> None:
    world.change("denied", status=Status.HAPPENED)


def break_actor(world: World) -> None:
    world.change("raid_a", who=Party(words="Cove", code="COV"))


def break_sector(world: World) -> None:
    world.change("raid_a", who=Party(words="troops", code="AALMIL"))


def break_sides(world: World) -> None:
    world.change("raid_a", who=Party(words="Belmark", code="BEL"), whom=Party(words="Raiders", code="AALREB"))


def break_speaker(world: World) -> None:
    world.change("strike_a", tellers=(Teller(party=Party(words="The Pier"), kind="outlet"),))


def break_narration(world: World) -> None:
    world.change("raid_a", tellers=(Teller(party=Party(words="Ada Brook"), kind="speaker"),))


def break_denier(world: World) -> None:
    world.change("denied", tellers=(Teller(party=Party(words="Belmark", code="BEL"), kind="speaker"),))


def break_scope(world: World) -> None:
    world.change("denied", who=Party(words="Raiders", code="REB"))


def break_words(world: World) -> None:
    world.change("denied", denies="the storming of everything")


def break_noise(world: World) -> None:
    world.cites = [CAPTION]


def break_event_date(world: World) -> None:
    world.when = type(world.when)(words="x", start="2021-03-03", end="2021-03-03", precision=Precision.DAY)


def break_leak(world: World) -> None:
    when = type(world.when)(words="Friday", start="2021-03-05", end="2021-03-05", precision=Precision.DAY)
    world.claims["open"] = make_claim(world.other, world.pages["B"], OTHER_BODY, "open", action="CONSULT", status=Status.PLANNED, when=when)


@pytest.mark.parametrize(
    ("mistake", "name", "word"),
    [
        (break_body, "body_f1", "is body"),
        (break_body, "role_accuracy", "is photo_caption"),
        (break_boundary, "boundary_exact", "boundary"),
        (break_split, "false_splits", "2 articles"),
        (break_pair, "copied_pairs", "A1 B1"),
        (break_precision, "copied_precision", "false copy"),
        (break_crossing, "copies_with_other_story", "another story"),
        (break_origins, "reporting_origins", "2 reporting origins"),
        (break_standing, "standing", "corroborated"),
        (break_date, "document_dates", "2021-03-05"),
        (break_found, "events_found", "no claim: E2 in B2"),
        (break_status, "status", "came out as threatened"),
        (break_listed, "claims_listed", "claim beyond the gold: B"),
        (break_law, "unreal_as_happened", "E1 in B1"),
        (break_denied_law, "unreal_as_happened", "D1"),
        (break_actor, "actors", "came out as COV"),
        (break_sector, "actors_with_sector", "AALMIL"),
        (break_sides, "reversed", "BEL to AALREB"),
        (break_speaker, "speakers", "Ada Brook"),
        (break_narration, "speakers_invented", "A3"),
        (break_denier, "denial", "BEL"),
        (break_scope, "denial", "scope"),
        (break_words, "denial", "storming"),
        (break_standing, "denial", "no contested event"),
        (break_noise, "brief_noise", "photo_caption"),
        (break_event_date, "event_dates", "2021-03-03"),
        (break_leak, "leaked_dates", "Friday"),
    ],
)
def test_each_figure_falls_when_its_own_mistake_is_made(mistake: Callable[[World], None], name: str, word: str, quotes: object) -> None:
    world = World()
    mistake(world)
    scores = score_seeds(world.view(), make_gold())
    flawless = score(World())[name]
    assert scores.figures[name].value != flawless.value
    assert any(word in miss for miss in scores.misses)
    if flawless.bar is not None:
        assert scores.figures[name].met is False


def test_a_saying_not_found_and_one_too_many_lower_f1(quotes: dict[str, list[FakeQuote]]) -> None:
    (found,) = quotes.values()
    raid = place(TEXT_A, RAID)
    extra = Span(found[0].content.page, raid["start"], raid["end"])
    found.append(FakeQuote(extra, extra, extra))
    assert score(World())["quotes"].value == pytest.approx(0.8)
    del found[1:]
    assert score(World())["quotes"].value == pytest.approx(2 / 3)


def test_a_claim_where_nothing_is_told_is_counted(quotes: object) -> None:
    gold = make_gold()
    gold["events"].append({"id": "E9", "plover": "(none)", "mentions": [{"sentence": "U1", "doc": "B"}], "status_accept": []})
    assert score(World(), gold)["claims_from_nothing"].value == 0
    world = World()
    world.claims["open"] = make_claim(world.other, world.pages["B"], OTHER_BODY, "open", action="CONSULT", status=Status.PLANNED)
    assert score(world, gold)["claims_from_nothing"].value == 1


def test_a_date_alone_must_be_unknown_when_the_text_has_none(quotes: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def guess(articles: list[Article], copies: object) -> list[Dating]:
        return [Dating(article=one.id, start="2021-03-04", end="2021-03-04", precision=Precision.DAY, reason="guess") for one in articles]

    monkeypatch.setattr(times_module, "date_articles", guess)
    # Document A mentions a full date, so it may be dated by itself; document B holds none.
    assert score(World())["dates_alone"].value == pytest.approx(0.5)


def test_a_page_that_is_not_in_the_case_is_missed_in_words(quotes: object) -> None:
    gold = make_gold()
    gold["documents"][1]["file"] = "lost.txt"
    scores = score_seeds(World().view(), gold)
    assert any("lost.txt" in miss for miss in scores.misses)
    assert scores.figures["copied_pairs"].met is False


def test_offsets_of_a_page_that_renders_otherwise_are_found_by_their_words(quotes: object) -> None:
    gold = make_gold()
    for segment in gold["segments"]:
        segment["start"] += 40
        segment["end"] += 40
    for sentence in gold["sentences"].values():
        sentence["start"] += 40
        sentence["end"] += 40
    figures = score(World(), gold)
    assert figures["body_f1"].value == 1.0
    assert figures["copied_pairs"].met is True
    assert OTHER_HEAD in TEXT_B


def test_stories_headlines_and_claimants_are_scored_where_the_gold_has_them(quotes: object) -> None:
    gold = make_gold()
    gold["stories"] = [{"id": "S", "documents": ["A", "B"]}]
    gold["independent_origins"] = [{"event": "E2", "claimant_origins": 1}, {"event": None}]
    gold["hardened_headlines"] = [
        {"doc": "A", "headline": HEADLINE, "text_sentence": "A1", "text_status": ["expected"], "headline_status": ["threatened"]}
    ]
    world = World()
    told = make_claim(world.article_a, world.pages["A"], HEADLINE, "warns", action="THREATEN", status=Status.THREATENED, rule="headline")
    world.claims["headline"] = told
    figures = score(world, gold)
    assert figures["hardened_headlines"].value == 1.0
    assert figures["claimant_origins"].value == 0.0  # the hand-made events have no claimants
    assert figures["stories"].value == pytest.approx(2 / 3)  # no story puts the two together: precision 1, recall 1/2
    world.story = True
    assert score(world, gold)["stories"].value == 1.0
    world.change("headline", status=Status.HAPPENED)
    assert score(world, gold)["hardened_headlines"].value == 0.5


def test_sayings_beyond_the_gold_count_only_where_it_lists_all(quotes: dict[str, list[FakeQuote]]) -> None:
    (found,) = quotes.values()
    raid = place(TEXT_A, RAID)
    extra = Span(found[0].content.page, raid["start"], raid["end"])
    found.append(FakeQuote(extra, extra, extra))
    gold = make_gold()
    gold["documents"][0]["depth"] = "outline"
    assert score(World(), gold)["quotes"].value == 1.0
    assert score(World())["quotes"].value == pytest.approx(0.8)


def test_a_first_headline_may_be_cited_and_its_echo_may_not(quotes: object) -> None:
    world = World()
    world.cites = [HEADLINE]
    assert score(world)["brief_noise"].value == 0
    gold = make_gold()
    gold["segments"].insert(0, {"doc": "A", "role": "headline", **place(TEXT_A, CAPTION), "text": CAPTION})
    assert score(world, gold)["brief_noise"].value == 1
