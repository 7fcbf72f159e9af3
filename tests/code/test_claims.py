"""Articles to claims: parties, direction, tellers, denials, numbers, and the laws that hold for every claim."""

from __future__ import annotations

import random
import re

import pytest

from offing.code import CODE, code_claims, code_sentence
from offing.code.claims import code_sentences
from offing.language import choose_analyzer, open_analyzer
from offing.records import Article, Claim, Role, Segment, Span, Status, When

BODY = (
    "A Syrian militia backed by Iran stormed the Turkish embassy in Damascus on Tuesday, the Turkish foreign ministry said. "
    "Turkish guards fired tear gas at the crowd. "
    "Iran denied any role in the attack on the embassy. "
    "“We will respond,” Turkish President Recep Tayyip Erdogan said on Wednesday. "
    "If the militia returns, Turkey will send troops to the city. "
    "Harriet Quill, a baker who lives nearby, said gunmen killed two guards."
)


def article(
    body: str, *, headline: str = "", language: str = "en", published: str = "2020-01-08", furniture: str = "MENU | HOME\n"
) -> Article:
    text = furniture + headline + "\n" + body
    segments = [Segment(span=Span("p", 0, len(furniture)), role=Role.FURNITURE, reason="menu", text=furniture)]
    if headline:
        start = len(furniture)
        segments.append(Segment(span=Span("p", start, start + len(headline)), role=Role.HEADLINE, reason="headline", text=headline))
    start = len(text) - len(body)
    segments.append(Segment(span=Span("p", start, len(text)), role=Role.BODY, reason="", text=body))
    when = When(words=published, start=published, end=published) if published else None
    return Article(page="p", part=0, segments=tuple(segments), text=body, outlet="The Saltmarsh Echo", language=language, published=when)


def page_text(record: Article) -> str:
    last = max(segment.span.end for segment in record.segments)
    characters = [" "] * last
    for segment in record.segments:
        characters[segment.span.start : segment.span.end] = segment.text
    return "".join(characters)


@pytest.fixture(name="record")
def fixture_record() -> Article:
    return article(BODY, headline="Militia storms Turkish embassy in Damascus")


@pytest.fixture(name="claims")
def fixture_claims(record: Article) -> list[Claim]:
    return code_claims(record)


def of(claims: list[Claim], action: str, status: str = "") -> list[Claim]:
    return [claim for claim in claims if claim.action == action and (not status or claim.status == status)]


def test_every_span_points_at_its_words(record: Article, claims: list[Claim]) -> None:
    text = page_text(record)
    assert claims
    for claim in claims:
        assert claim.sentence.start <= claim.trigger.start < claim.trigger.end <= claim.sentence.end
        assert claim.sentence.start <= claim.span.start <= claim.trigger.start < claim.span.end <= claim.sentence.end
        parties = [claim.who, claim.whom, *(teller.party for teller in claim.tellers)]
        for held in (*parties, claim.where, claim.when, *claim.numbers):
            if held is not None and held.span is not None:
                assert re.sub(r"\s+", " ", text[held.span.start : held.span.end]) == re.sub(r"\s+", " ", held.words)


def test_the_outlet_is_the_last_teller(claims: list[Claim]) -> None:
    for claim in claims:
        assert claim.tellers[-1].kind == "outlet"
        assert claim.tellers[-1].party.words == "The Saltmarsh Echo"
        assert claim.analyzer == open_analyzer(choose_analyzer()).name
        assert claim.rule


def test_the_attack_keeps_its_direction(claims: list[Claim]) -> None:
    storm = next(claim for claim in of(claims, "ASSAULT", "happened") if not claim.rule.startswith("headline"))
    assert storm.who is not None
    assert storm.whom is not None
    assert (storm.who.code, storm.who.proxy_of, storm.whom.code) == ("SYRREB", "IRN", "TURGOV")
    assert storm.where is not None
    assert storm.where.words == "Damascus"
    assert storm.when is not None
    assert storm.when.start.startswith("2020-01-07")
    assert storm.tellers[0].party.code == "TURGOV"


def test_a_headline_is_marked(claims: list[Claim]) -> None:
    assert [claim for claim in claims if claim.rule.startswith("headline")]


def test_a_denial_makes_two_claims_and_leaves_the_attack_alone(record: Article, claims: list[Claim]) -> None:
    (act,) = of(claims, "REJECT")
    (content,) = [claim for claim in claims if claim.status is Status.DENIED]
    assert act.who is not None
    assert act.who.code == "IRN"
    assert act.status is Status.HAPPENED
    assert content.who is not None
    assert content.who.code == "IRN"
    assert content.tellers[0].party.code == "IRN"
    assert "role in the attack" in content.denies
    assert not [claim for claim in claims if claim.sentence == content.sentence and claim.action == "ASSAULT" and claim != content]


def test_a_condition_is_no_fact(claims: list[Claim]) -> None:
    (send,) = of(claims, "MOBILIZE")
    assert send.status is Status.CONDITIONAL
    assert send.condition == "If the militia returns"


def test_a_private_person_is_never_named(claims: list[Claim]) -> None:
    killed = [claim for claim in claims if any(number.kind == "killed" for number in claim.numbers)]
    assert killed
    for claim in claims:
        for party in (claim.who, claim.whom, *(teller.party for teller in claim.tellers)):
            assert party is None or "Quill" not in party.words + party.name
    assert killed[0].tellers[0].party.words == "unnamed person"


def test_claims_do_not_depend_on_the_run(record: Article, claims: list[Claim]) -> None:
    assert [claim.id for claim in code_claims(record)] == [claim.id for claim in claims]
    assert len({claim.id for claim in claims}) == len(claims)


def test_other_languages_are_not_read() -> None:
    assert code_claims(article(BODY, language="de")) == []


def test_an_article_without_date_leaves_times_open() -> None:
    storm = of(code_claims(article(BODY, published="")), "ASSAULT", "happened")[0]
    assert storm.when is not None
    assert storm.when.start == ""
    assert storm.when.form


def test_an_attack_without_author_gets_no_perpetrator() -> None:
    (claim,) = code_sentence("A drone attack on a Libyan air base killed an engineer.")
    assert claim.who is None
    assert claim.whom is not None
    assert claim.whom.code == "LBYMIL"
    assert [(number.kind, number.low, number.high) for number in claim.numbers] == [("killed", 1, 1)]


@pytest.mark.parametrize(
    ("sentence", "who", "whom"),
    [
        ("The Turkish embassy was attacked by Syrian gunmen.", "SYR", "TUR"),
        ("Syrian gunmen attacked the Turkish embassy.", "SYR", "TUR"),
        ("The attack by Syrian gunmen on the Turkish embassy lasted an hour.", "SYR", "TUR"),
        ("Syria’s strikes on Turkish troops went on for days.", "SYR", "TUR"),
        ("Turkish troops came under attack from Syrian gunmen.", "SYR", ""),
        ("Turkish soldiers killed in Syrian air strike on convoy", "SYR", "TUR"),
    ],
)
def test_direction_in_every_shape(sentence: str, who: str, whom: str) -> None:
    found = [claim for claim in code_sentence(sentence) if claim.action == "ASSAULT"]
    assert found
    for claim in found:
        assert claim.who is None or claim.who.code.startswith(who)
        assert claim.whom is None or claim.whom.code.startswith(whom or "TUR")
    assert any(claim.who is not None for claim in found)


@pytest.mark.parametrize(
    ("sentence", "kind", "low", "high"),
    [
        ("Turkish jets bombed the Syrian town, killing at least 12 people.", "killed", 12, 1_000_000_000),
        ("Turkish jets bombed the Syrian town, killing more than a dozen people.", "killed", 13, 1_000_000_000),
        ("Turkey sent several hundred soldiers to Syria.", "troops", 300, 900),
        ("Dozens of protesters marched against the Turkish government.", "protesters", 24, 99),
        ("Turkish police arrested 1,200 people.", "detained", 1200, 1200),
        ("Iran fired twenty-two missiles at an Iraqi base.", "missiles", 22, 22),
    ],
)
def test_numbers(sentence: str, kind: str, low: int, high: int) -> None:
    found = {(number.kind, number.low, number.high) for claim in code_sentence(sentence) for number in claim.numbers}
    assert (kind, low, high) in found


def test_pronouns_point_back() -> None:
    body = "Turkish troops entered the town. Then they shelled the Syrian army. On Monday Vladimir Putin spoke. He condemned Turkey."
    claims = code_claims(article(body))
    (shelling,) = of(claims, "ASSAULT")
    assert shelling.who is not None
    assert (shelling.who.words, shelling.who.code) == ("they", "TURMIL")
    (accuse,) = of(claims, "ACCUSE")
    assert accuse.who is not None
    assert accuse.who.name == "Vladimir Putin"


def test_evidence_is_the_innermost_teller() -> None:
    claims = code_sentence("Turkish President Recep Tayyip Erdogan said there were indications that Syria may attack Turkish troops.")
    (claim,) = [claim for claim in claims if claim.action == "ASSAULT"]
    assert [teller.kind for teller in claim.tellers] == ["evidence", "speaker", "outlet"]
    assert claim.status is Status.EXPECTED


def test_code_sentence_filters_by_party() -> None:
    sentence = "Turkey condemned Syria and Russia praised Iran."
    assert {claim.action for claim in code_sentence(sentence)} == {"ACCUSE", "SUPPORT"}
    assert {claim.action for claim in code_sentence(sentence, who="Turkey")} == {"ACCUSE"}
    assert code_sentence(sentence, whom="Norway") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The striker hit the post and the coach attacked the referee after the cup final.",
        "Shares in the tanker company were under attack as quarterly earnings fell.",
        "He died of a heart attack in Ankara.",
        "",
        "…",
    ],
)
def test_what_is_none_of_our_business(sentence: str) -> None:
    assert code_sentence(sentence) == []


def test_sentences_read_together_tell_what_they_tell_alone() -> None:
    sentences = [
        "Norland's army shelled the port of Sudra on Monday, the minister said.",
        "He denied it.",
        "Iran-backed militants fired rockets at the U.S. embassy in Baghdad. \u201cWe will answer,\u201d Washington said.",
        "He denied it.",
        "Turkey and Russia agreed on a ceasefire in Idlib after two days of talks.",
    ]
    assert any(code_sentences(sentences))
    assert code_sentences(sentences) == [code_sentence(sentence) for sentence in sentences]


def test_no_row_of_words_breaks_the_coder() -> None:
    words = (
        "US Iran attacked the a , . “ ” ( ) — and or that who which if after to be was will not deny said strike strikes on by of in "
        "Monday 12 thousands protesters 's n't they it he killed planning had been embassy Baghdad : ; any no militia Iran-backed"
    ).split()
    chance = random.Random(7)
    for _ in range(300):
        sentence = " ".join(chance.choice(words) for _ in range(chance.randint(1, 25)))
        for claim in code_sentence(sentence):
            assert sentence[claim.trigger.start : claim.trigger.end]


def test_the_stage_says_what_it_takes_and_makes() -> None:
    assert (CODE.name, CODE.takes, CODE.makes) == ("code", Article, (Claim,))
    assert "actions.yaml" in CODE.tables


def test_nobody_and_whoever_answers_are_no_doers() -> None:
    for sentence in (
        "No group claimed the attack.",
        "The United States presented them as its answer to Friday's rockets at the Basra base.",
        "Rockets killed an American contractor near Kirkuk on Friday.",
    ):
        assert [claim.who.words for claim in code_sentence(sentence) if claim.action == "ASSAULT" and claim.who and claim.who.code] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (
            "Norway's defence ministry said its jets had struck a camp. The ministry's statement also said that Chad had shelled Sudra.",
            "NORGOV",
        ),
        (
            "Chad's army shelled Sudra on Monday, the United Nations said. Its report said Chad had also bombed a hospital in Ombay.",
            "IGOUNO",
        ),
        ("The Pentagon’s statement said that Chad had shelled Sudra.", "USAMIL"),
    ],
)
def test_what_a_statement_says_its_author_says(body: str, code: str) -> None:
    told = [claim for claim in code_claims(article(body)) if claim.tellers[0].kind == "document"]
    assert told
    assert {claim.tellers[0].party.code for claim in told} == {code}
