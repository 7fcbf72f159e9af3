"""When a text was written: its own date, its own words, a dated copy, or unknown."""

from __future__ import annotations

import pytest

from offing.records import Article, Dating, Precision
from offing.trace import find_copies
from offing.weigh import DATE, date_articles
from tests.trace.papers import HARBOUR, ORCHARD, make_paper

CAPTION = "Gunboats off Port Ansel on May 4, 2031. (Jan Ode/Straits Lantern)"
SAID = "The ferry company has lost two ships, its director, Ruben Skaal, said Tuesday."


def date_one(article: Article, *others: Article) -> Dating:
    articles = [article, *others]
    return next(dating for dating in date_articles(articles, find_copies(articles)) if dating.article == article.id)


def test_own_date() -> None:
    dating = date_one(make_paper("a", *HARBOUR, published="2031-05-06T10:15Z"))
    assert (dating.start, dating.precision, dating.reason) == ("2031-05-06T10:15Z", Precision.MINUTE, "own date: meta")


@pytest.mark.parametrize(
    ("caption", "said", "day"),
    [
        (CAPTION, SAID, "2031-05-06"),
        (CAPTION, SAID.replace("Tuesday", "on Sunday"), "2031-05-04"),
        (CAPTION, SAID.replace("said Tuesday", "told reporters late Saturday"), "2031-05-10"),
        (CAPTION.replace("Gunboats", "FILE - Gunboats"), SAID, ""),
        (CAPTION, "The ferries will sail again on Tuesday.", ""),
        ("", SAID, ""),
    ],
)
def test_weekday_after_the_latest_date_of_the_text(caption: str, said: str, day: str) -> None:
    dating = date_one(make_paper("a", ORCHARD[0], said, caption=caption))
    assert (dating.start, dating.end) == (day, day)
    assert dating.precision == (Precision.DAY if day else Precision.UNKNOWN)


def test_undated_copy_is_dated_through_the_weekday_it_names() -> None:
    dated = make_paper("a", SAID, *HARBOUR[:3], outlet="Straits Lantern", published="2031-05-07")
    copy = make_paper("b", SAID, *HARBOUR[1:3], ORCHARD[0], outlet="Harbour Ledger")
    dating = date_one(copy, dated)
    assert (dating.start, dating.end, dating.precision) == ("2031-05-06", "2031-05-06", Precision.DAY)
    assert "through a copy of Straits Lantern" in dating.reason
    assert dating.copies


def test_undated_copy_without_weekday_gets_a_day_on_each_side() -> None:
    dated = make_paper("a", *HARBOUR[1:4], outlet="Straits Lantern", published="2031-05-07")
    dating = date_one(make_paper("b", *HARBOUR[1:4], outlet="Harbour Ledger"), dated)
    assert (dating.start, dating.end) == ("2031-05-06", "2031-05-08")
    assert dating.precision != Precision.DAY


def test_unknown_alone_and_said_so() -> None:
    dating = date_one(make_paper("a", SAID, *ORCHARD))
    assert (dating.start, dating.end, dating.precision) == ("", "", Precision.UNKNOWN)
    assert "Tuesday" in dating.reason
    assert not dating.copies


def test_copies_of_copies_do_not_depend_on_order() -> None:
    articles = [
        make_paper("a", *HARBOUR[:3], published="2031-05-07"),
        make_paper("b", *HARBOUR[1:5]),
        make_paper("c", *HARBOUR[3:5], *ORCHARD),
        make_paper("d", "Nothing else is known of this page."),
    ]
    copies = find_copies(articles)
    expected = date_articles(articles, copies)
    assert date_articles(articles[::-1], copies[::-1]) == expected
    assert [dating.start != "" for dating in sorted(expected, key=lambda dating: [a.id for a in articles].index(dating.article))] == [
        True,
        True,
        True,
        False,
    ]
    made = [dating for key, members in DATE.gather([*copies, *articles]) for dating in DATE.work(key, members)]
    assert sorted(made, key=lambda record: record.id) == sorted(expected, key=lambda dating: dating.id)
