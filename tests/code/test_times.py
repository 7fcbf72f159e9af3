"""Time expressions in sentences of our own, written on Thursday 10 June 2021."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offing.code.time_values import write_value
from offing.code.times import find_times

PUBLISHED = "2021-06-10"


@pytest.mark.parametrize(
    ("text", "words", "form", "start"),
    [
        ("The harbour closed on Thursday.", "Thursday", "weekday:THU", "2021-06-10"),
        ("The harbour will open on Tuesday.", "Tuesday", "weekday:TUE+dir:ahead", "2021-06-15"),
        ("Talks are scheduled for Saturday.", "Saturday", "weekday:SAT+dir:ahead", "2021-06-12"),
        ("The envoy said on Friday that he will return.", "Friday", "weekday:FRI", "2021-06-04"),
        ("Rockets fell last Thursday.", "last Thursday", "weekday:THU+dir:last", "2021-06-03"),
        ("Guards fired on Wednesday morning.", "Wednesday morning", "weekday:WED+part:MO", "2021-06-09T06:00"),
        ("They stayed overnight on Tuesday.", "overnight on Tuesday", "weekday:TUE+part:NI", "2021-06-08T18:00"),
        ("The depot burned at 3 p.m. on Friday.", "3 p.m. on Friday", "weekday:FRI+at:15:00", "2021-06-04T15:00"),
        ("The depot burned on May 29, 2021.", "May 29, 2021", "2021-05-29", "2021-05-29"),
        ("The depot burned on 29 May.", "29 May", "date:05-29", "2021-05-29"),
        ("It opened in October.", "October", "month:10", "2020-10-01"),
        ("It opened last October.", "last October", "month:10+dir:last", "2020-10-01"),
        ("It opened two days ago.", "two days ago", "offset:-2D", "2021-06-08"),
        ("It opened last week.", "last week", "unit:-1W", "2021-05-31"),
        ("Crowds grew over the weekend.", "the weekend", "weekend:-0", "2021-06-05"),
        ("It was built in 1998.", "1998", "1998", "1998-01-01"),
        ("It was built in the 1990s.", "the 1990s", "199X", "1990-01-01"),
        ("Fighting eased in recent months.", "recent months", "recent:M", ""),
        ("It lasted three weeks.", "three weeks", "span:P3W", ""),
        ("It ran for two and a half years.", "two and a half years", "span:P2Y6M", ""),
        ("It was the worst raid in years.", "in years", "span:PXY", ""),
        ("It happens every day.", "every day", "set:P1D", ""),
    ],
)
def test_one_time(text: str, words: str, form: str, start: str) -> None:
    found = find_times(text, PUBLISHED)
    assert [(when.words, when.form, when.start) for when in found] == [(words, form, start)]


@pytest.mark.parametrize(
    "text",
    [
        "He may go.",
        "They march through the square.",
        "The second convoy left.",
        "The fund holds $1998 a head.",
        "Some 2000 people came.",
        "It seated 1990 passengers.",
        "Sun shone on the camp.",
        "May said the plan failed.",
        "The 44-year-old driver fled.",
        "It costs $5 million a year.",
        "Jan Novak spoke.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert find_times(text, PUBLISHED) == []


def test_without_a_date_forms_are_kept() -> None:
    (when,) = find_times("The harbour closed on Thursday.")
    assert (when.form, when.start, when.end) == ("weekday:THU", "", "")


def test_two_days_after_counts_from_the_clause() -> None:
    first, second = find_times("Guards camped there on Tuesday, a day after the raid began.", PUBLISHED)
    assert (first.start, second.form, second.start) == ("2021-06-08", "event:-1D", "2021-06-07")
    (spoke,) = find_times("She spoke two days after sending the fleet.", PUBLISHED)
    assert (spoke.words, spoke.start) == ("two days after", "2021-06-08")
    (closed,) = find_times("It closed two days after the flood.", PUBLISHED)
    assert (closed.form, closed.start) == ("event:-2D", "")


def test_spans_are_of_the_page() -> None:
    text = "On Monday and on 3 March 2020 it rained."
    for when in find_times(text, PUBLISHED, page="p", offset=100):
        assert when.span is not None
        assert when.span.page == "p"
        assert text[when.span.start - 100 : when.span.end - 100] == when.words


def test_values_for_corpora() -> None:
    text = "On Wednesday morning, over the weekend, last week, in recent months, now and two decades on."
    values = [write_value(when, PUBLISHED) for when in find_times(text, PUBLISHED)]
    assert values == ["2021-06-09TMO", "2021-W22-WE", "2021-W22", "PXM", "PRESENT_REF", "P20Y"]


@given(st.text(alphabet="MTWFSJAoneduayriprlgstchx 0123456789.,:/-'’May", max_size=80))
def test_any_text_is_read(text: str) -> None:
    found = find_times(text, PUBLISHED)
    ends = [0, *(when.span.end for when in found if when.span)]
    assert all(
        when.span and when.span.start >= end and text[when.span.start : when.span.end] == when.words
        for when, end in zip(found, ends, strict=False)
    )
