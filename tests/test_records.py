"""The vocabulary: ids, what rests on what, standings, and the round trip through SQL and Arrow columns."""

from __future__ import annotations

import hashlib
import pickle

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offing.records import RECORDS, Event, Precision, Record, Span, Standing, When, excerpt, ident, identity_of, rests_on
from offing.schemas import columns_of, fields_of, from_arrow, from_row, to_arrow, to_row
from tests.factory import make_article, make_claim, make_copy, make_page

SCALARS = {str: "x", int: 7, float: 0.25, bool: True, bytes: b"\x00\xff"}


def filled(kind: type, *, bare: bool = False) -> msgspec.Struct:
    """A record of any kind with every field set (or, bare, with every optional field None and every tuple empty)."""
    values = {}
    for field in fields_of(kind):
        if field.inner is not None:
            inner = field.inner
            members = () if bare else (filled(inner),) if issubclass(inner, msgspec.Struct) else (SCALARS[inner],)
            values[field.name] = members
        elif bare and field.optional:
            values[field.name] = None
        elif field.nested:
            values[field.name] = filled(field.kind, bare=bare)
        else:
            values[field.name] = next(iter(field.kind)) if field.kind not in SCALARS else SCALARS[field.kind]
    return kind(**values)


@pytest.mark.parametrize("bare", [False, True], ids=["full", "bare"])
@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_round_trips(kind: type[Record], bare: bool) -> None:
    record = filled(kind, bare=bare)
    assert from_row(kind, to_row(record)) == record
    assert from_arrow(kind, to_arrow(kind, [record])) == [record]
    assert pickle.loads(pickle.dumps(record)) == record
    assert {column.name for column in columns_of(kind)} == set(to_row(record))


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_identity_is_what_a_record_says(kind: type[Record]) -> None:
    names = {field.name for field in fields_of(kind)}
    assert set(identity_of(kind)) <= names - {"id", "score", "kept", "time", "log_odds"}
    record = filled(kind)
    for name in identity_of(kind):
        other = getattr(filled(kind, bare=True), name)
        if other != getattr(record, name):
            assert msgspec.structs.replace(record, **{name: other}).id != record.id, f"{name} does not change the id"


def test_scores_do_not_change_an_id_but_content_does() -> None:
    article = make_article(make_page())
    claim = make_claim(article)
    assert msgspec.structs.replace(claim, score=0.9).id == claim.id
    assert make_claim(article, action="ASSAULT").id != claim.id
    assert ident(claim) == claim.id


def test_a_field_that_came_later_leaves_the_ids_of_older_records_alone() -> None:
    event = msgspec.structs.replace(filled(Event), decisions=())
    told = [getattr(event, name) for name in identity_of(Event) if name != "decisions"]
    assert event.id == hashlib.blake2b(msgspec.msgpack.encode(["Event", told]), digest_size=12).hexdigest()
    assert msgspec.structs.replace(event, decisions=("x",)).id != event.id


def test_everything_rests_on_something_but_a_page() -> None:
    left, right = make_page("One two three."), make_page("Four five six.")
    articles = make_article(left), make_article(right)
    copy, claim = make_copy(*articles), make_claim(articles[0])
    assert rests_on(left) == ()
    assert rests_on(articles[0]) == (left.id,)
    assert rests_on(copy) == (articles[0].id, articles[1].id)
    assert rests_on(claim) == (articles[0].id,)


def test_excerpt_cuts_the_page() -> None:
    page = make_page("Boats left Port Ansel.")
    article = make_article(page)
    assert excerpt(article, Span(page.id, 11, 21)) == "Port Ansel"
    assert excerpt(article, Span(page.id, 90, 99)) == ""


standings = st.sampled_from(list(Standing))


@given(standings, standings, standings)
def test_standings_add_up_in_any_order(first: Standing, second: Standing, third: Standing) -> None:
    assert first + second == second + first
    assert (first + second) + third == first + (second + third)
    assert first + first == first


def test_reported_and_denied_is_contested() -> None:
    assert Standing.REPORTED + Standing.DENIED == Standing.CONTESTED
    assert Standing.CORROBORATED + Standing.DENIED == Standing.CONTESTED
    assert Standing.REPORTED + Standing.CORROBORATED == Standing.CORROBORATED


@settings(max_examples=50)
@given(st.text(max_size=40), st.sampled_from(list(Precision)))
def test_any_text_survives_the_columns(words: str, precision: Precision) -> None:
    when = When(words=words.replace("\x00", ""), precision=precision)
    assert from_row(When, to_row(when)) == when
