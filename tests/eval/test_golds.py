"""Reading a gold and finding its stretches on pages that may render otherwise."""

import pytest

from offing.errors import EvalError
from offing.eval.seeds.golds import Gold, Ground, Stretch, find_stretch, match_pages, read_gold
from offing.eval.seeds.matches import read_codes, same_country, same_sector
from offing.eval.seeds.times import read_value
from offing.records import Capture, Page
from offing.tell.views import View
from tests.eval.world import TEXT_A, World, make_gold

TEXT = "gate open. The gate\nis shut. gate open."


def test_a_stretch_at_its_own_offsets() -> None:
    assert find_stretch(TEXT, Stretch(start=29, end=39, text="gate open.")) == (29, 39)
    assert find_stretch(TEXT, Stretch(start=0, end=4)) == (0, 4)


def test_a_stretch_elsewhere_is_the_nearest_one() -> None:
    assert find_stretch(TEXT, Stretch(start=25, end=35, text="gate open.")) == (29, 39)
    assert find_stretch(TEXT, Stretch(text="gate open.")) == (0, 10)
    assert find_stretch(TEXT, Stretch(text="gate open."), taken=[(0, 10)]) == (29, 39)


def test_white_space_matches_any_white_space() -> None:
    assert find_stretch(TEXT, Stretch(start=90, end=95, text="The gate is shut.")) == (11, 28)


def test_a_stretch_that_is_not_there() -> None:
    assert find_stretch(TEXT, Stretch(start=0, end=9, text="The bridge")) is None
    assert find_stretch(TEXT, Stretch(start=900, end=909)) is None


def test_a_mention_keeps_its_place_inside_its_sentence() -> None:
    gold = make_gold()
    sentence = gold["sentences"]["A3"]
    start = sentence["start"]
    sentence["start"], sentence["end"] = start + 500, sentence["end"] + 500
    ground = Ground(read_gold(gold), World().view())
    span = ground.place(Stretch(sentence="A3", start=start + 500, end=start + 507))
    assert span is not None
    assert TEXT_A[span.start : span.end] == "Raiders"


def test_pages_of_one_feed_are_told_apart_by_their_words() -> None:
    pages = [
        Page(sha256=str(at), media_type="text/plain", text=text, renderer="r1")
        for at, text in enumerate(["The pier opens.", "The depot burns."])
    ]
    captures = [Capture(page=page.id, origin=f"case/feed.xml#{at}", time="", size=1) for at, page in enumerate(pages)]
    gold = Gold(documents=[], segments=[])
    raw = {"documents": [{"id": "F", "file": "feed.xml"}], "segments": [{"doc": "F", "role": "body", "text": "The depot burns."}]}
    assert match_pages(read_gold(raw), View([*pages, *captures])) == {"F": pages[1]}
    assert match_pages(gold, View(pages)) == {}


def test_a_gold_of_another_form_is_refused_with_a_hint() -> None:
    with pytest.raises(EvalError) as problem:
        read_gold({"events": 3})
    assert problem.value.hint


def test_codes() -> None:
    assert read_codes("IRQREB(pro-IRN)") == [("IRQ", frozenset({"REB"}))]
    assert read_codes("EGYGOV;USAGOV") == [("EGY", frozenset({"GOV"})), ("USA", frozenset({"GOV"}))]
    assert read_codes("IRN|IRN-proxy") == [("IRN", frozenset()), ("IRN", frozenset())]
    assert same_country("USAGOVMIL", "USA")
    assert not same_sector("USAGOVMIL", "USA")
    assert same_sector("USAGOVMIL", "USAMIL")
    assert same_country("CVL", "CVL")
    assert not same_country("CVL", "IRNCVL")
    assert same_country(None, "")
    assert not same_country(None, "USA")


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2019-12-29", ("2019-12-29", "2019-12-29")),
        ("2019-W52-WE", ("2019-12-28", "2019-12-29")),
        ("2020-01-01TMO", ("2020-01-01", "2020-01-01")),
        ("2019-12-31TNI", ("2019-12-31", "2020-01-01")),
        ("2019-12", ("2019-12-01", "2019-12-31")),
        ("2020", ("2020-01-01", "2020-12-31")),
        ("soon", None),
    ],
)
def test_values_as_days(value: str, days: tuple[str, str] | None) -> None:
    assert read_value(value) == days
