"""Lines: the words of the page, the teller, the denial beside the claim, and nothing that is not cited."""

from __future__ import annotations

import random

import pytest

from offing.records import Article, Claim, Event, Line, LineKind, Party, Role, Segment, Span, Standing, Status, Teller
from offing.tell import TELL
from offing.tell.asides import ASIDE, COMMENT, MAIN, place_act
from offing.tell.laws import check_line, check_voice
from offing.tell.lines import Desk, choose_claim, quote_words, strip_marks, tell_claim, write_line
from offing.tell.views import View
from tests.tell.factory import SIGNS, make_view, make_world


@pytest.fixture(scope="module")
def view() -> View:
    return make_view()


def lines_with(view: View, words: str) -> list[Line]:
    return [line for line in view.all(Line) if words in line.text]


def test_one_line_per_event(view: View) -> None:
    assert sorted(line.event for line in view.all(Line)) == sorted(event.id for event in view.all(Event))
    assert {line.kind for line in view.all(Line)} == {LineKind.REPORTED}


def test_every_word_is_cited(view: View) -> None:
    articles = {article.id: article for article in view.all(Article)}
    for line in view.all(Line):
        assert check_line(line, articles) == [], line.text


def test_the_law_catches_a_foreign_name_and_number(view: View) -> None:
    articles = {article.id: article for article in view.all(Article)}
    line = view.all(Line)[0]
    made = Line(kind=LineKind.REPORTED, text=line.text + " Orland sent 17 ships.", cites=line.cites, rests=line.rests)
    (problem,) = check_line(made, articles)
    assert "17" in problem
    assert "orland" in problem


def test_speaker_and_content(view: View) -> None:
    (line,) = lines_with(view, "there are signs")
    assert line.text == "Defence Minister Ana Ruhl, as reported: “there are signs that the group is readying mines.”"


def test_evidence_is_never_cut_off(view: View) -> None:
    """“There are signs that X” must not become “X”."""
    for line in lines_with(view, "readying mines"):
        assert "signs that" in line.text


def test_the_denial_stands_beside_the_claim(view: View) -> None:
    (line,) = lines_with(view, "A tug was fired on")
    assert "Ishen’s foreign ministry denies that “any vessel of the state opened fire”" in line.text
    event = view.get(Event, line.event)
    assert event.standing is Standing.CONTESTED
    assert set(event.denials) < set(line.rests)


def test_only_a_denial(view: View) -> None:
    (line,) = lines_with(view, "any hand")
    assert line.text == "Ishen denies “any hand in the group”."


def test_condition_stays(view: View) -> None:
    (line,) = lines_with(view, "escort")
    assert "If ships are stopped" in line.text


def test_headline_is_called_a_headline(view: View) -> None:
    (line,) = lines_with(view, "Militia to shut")
    assert line.text.startswith("In a headline: ")


def test_no_noise_in_any_line(view: View) -> None:
    for article in view.all(Article):
        for segment in article.segments:
            if segment.role in (Role.FURNITURE, Role.CAPTION):
                assert not lines_with(view, segment.text)


def test_cut_noise_inside_a_sentence_is_left_out() -> None:
    text = "The committee closed Read more here the harbour on Monday."
    spans = [(0, 20, Role.BODY), (21, 35, Role.FURNITURE), (36, len(text), Role.BODY)]
    segments = tuple(Segment(span=Span("p", low, high), role=role, reason="", text=text[low:high]) for low, high, role in spans)
    article = Article(page="p", part=0, segments=segments, text="")
    claim = Claim(
        article=article.id, span=Span("p", 0, len(text)), sentence=Span("p", 0, len(text)), trigger=Span("p", 14, 20), action="COERCE",
        status=Status.HAPPENED, tellers=(Teller(party=Party(words="x"), kind="outlet"),),
    )  # fmt: skip
    told = tell_claim(claim, article)
    assert told.text == "As reported, without a named speaker: “The committee closed the harbour on Monday.”"
    assert [span.start for span in told.cites] == [0, 36]


def test_order_of_records_does_not_matter() -> None:
    records = make_world().records
    expected = {line.id for key, members in TELL.gather(records) for line in TELL.work(key, members)}
    shuffled = records[:]
    random.Random(4).shuffle(shuffled)
    found = {line.id for key, members in TELL.gather(shuffled) for line in TELL.work(key, list(members)[::-1])}
    assert found == expected


def test_the_body_is_the_base_before_later_copies(view: View) -> None:
    (line,) = lines_with(view, "there are signs")
    claim = next(record for ident in line.rests if isinstance(record := view.find(ident), Claim))
    article = view.get(Article, claim.article)
    assert SIGNS in article.text


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("the sea is shut", "“the sea is shut”."),
        ("“The sea is shut,”", "“The sea is shut”."),
        ("He called it “a quiet day”.", "“He called it ‘a quiet day’.”"),
        ("“One,” she said. “Two.”", "“‘One,’ she said. ‘Two.’”"),
    ],
)
def test_quotation_marks(words: str, quoted: str) -> None:
    assert quote_words(words) == quoted


def test_open_mark_is_dropped() -> None:
    assert strip_marks("“We will act") == "We will act"


def test_our_voice() -> None:
    assert check_voice("As reported: “it was confirmed.”") == []
    assert check_voice("This is confirmed.")
    assert check_voice("It is likely.")
    assert check_voice("It is likely: 60 %, with high confidence.")
    assert check_voice("It is likely: 60 %. Confidence is low.") == []


def code_words(sentence: str, trigger: str, rule: str = "verb strike", role: Role = Role.BODY) -> tuple[Article, Claim]:
    """An article of one sentence and its claim."""
    page = f"page of {sentence}"
    whole, at = Span(page, 0, len(sentence)), sentence.index(trigger)
    article = Article(page=page, part=0, segments=(Segment(span=whole, role=role, reason="", text=sentence),), text=sentence)
    claim = Claim(
        article=article.id, span=whole, sentence=whole, trigger=Span(page, at, at + len(trigger)), action="ASSAULT", rule=rule,
        status=Status.HAPPENED, tellers=(Teller(party=Party(words="x"), kind="outlet"),),
    )  # fmt: skip
    return article, claim


@pytest.mark.parametrize(
    ("sentence", "trigger", "rule", "place"),
    [
        ("Planes of Tolvar struck the pier on Monday.", "struck", "verb strike", MAIN),
        ("After weeks of calm, planes of Tolvar struck the pier.", "struck", "verb strike", MAIN),
        ("A strike by Tolvar on the pier killed a pilot.", "strike", "noun strike", MAIN),
        ("Ishen may be planning further strikes on the pier.", "strikes", "noun strike", MAIN),
        ("The market opened late after planes of Tolvar struck the pier.", "struck", "verb strike", ASIDE),
        ("The market opened late, two days after the strikes on the pier.", "strikes", "noun strike", ASIDE),
        ("The premier of Ishen condemned the strikes on the pier.", "strikes", "noun strike", COMMENT),
        ("Ishen accused Tolvar of having struck the pier.", "struck", "verb strike", COMMENT),
    ],
)
def test_where_an_act_stands_in_its_sentence(sentence: str, trigger: str, rule: str, place: int) -> None:
    article, claim = code_words(sentence, trigger, rule)
    assert place_act(claim, article) == place


def test_a_line_quotes_the_sentence_whose_main_clause_tells_it() -> None:
    made = [
        code_words("The premier of Ishen condemned the strikes.", "strikes", "noun strike"),
        code_words("The market opened late after planes of Tolvar struck the old pier by the sound.", "struck"),
        code_words("Planes of Tolvar that had left at dawn, three pilots among them, struck the old pier by the sound.", "struck"),
    ]
    desk = Desk({article.id: article for article, _ in made}, {}, frozenset())
    assert choose_claim([claim for _, claim in made], desk) is made[2][1]
    assert choose_claim([claim for _, claim in made[:2]], desk) is made[1][1]


def test_a_dek_is_never_quoted() -> None:
    article, claim = code_words("Planes of Tolvar struck the pier", "struck", role=Role.DEK)
    event = Event(handle=claim.id, story="s", action="ASSAULT", status=Status.HAPPENED, standing=Standing.REPORTED, claims=(claim.id,))
    assert write_line(event, [claim], [], Desk({article.id: article}, {}, frozenset())) is None
    for role in (Role.BODY, Role.HIGHLIGHTS, Role.HEADLINE):
        article, claim = code_words("Planes of Tolvar struck the pier", "struck", role=role)
        assert write_line(event, [claim], [], Desk({article.id: article}, {}, frozenset()))


def test_lines_of_the_example_cite_the_report_itself(example: View) -> None:
    allowed = {Role.BODY, Role.HIGHLIGHTS, Role.HEADLINE, Role.CREDIT}
    other = [segment.span for article in example.all(Article) for segment in article.segments if segment.role not in allowed]
    assert any(segment.role is Role.DEK for article in example.all(Article) for segment in article.segments)
    for line in example.all(Line):
        assert line.cites
        for cite in line.cites:
            assert not any(span.page == cite.page and span.start < cite.end and cite.start < span.end for span in other), line.text
