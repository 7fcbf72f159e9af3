"""Places in sentences of our own: which are meant, which are not, and which of the same name."""

from __future__ import annotations

import pytest

from offing.code.place_tables import load_places, read_spot
from offing.code.places import find_places


@pytest.mark.parametrize(
    ("text", "words", "country", "precision"),
    [
        ("Soldiers gathered in Baghdad.", "Baghdad", "IRQ", "city"),
        ("Two convoys crossed into Kuwait.", "Kuwait", "KWT", "country"),
        ("Shells fell near Fallujah at dawn.", "Fallujah", "IRQ", "city"),
        ("A drone was shot down over the Strait of Hormuz.", "Strait of Hormuz", "", "region"),
        ("Rockets hit Ain al-Asad before sunrise.", "Ain al-Asad", "IRQ", "site"),
        ("The crowd moved towards the Green Zone.", "Green Zone", "IRQ", "site"),
        ("She lives in Anderson County.", "Anderson County", "USA", "region"),
        ("Fighting spread across Idlib.", "Idlib", "SYR", "city"),
        ("A depot burned southwest of Baghdad.", "Baghdad", "IRQ", "city"),
        ("BAGHDAD: The council met.", "BAGHDAD", "IRQ", "city"),
    ],
)
def test_one_place(text: str, words: str, country: str, precision: str) -> None:
    (place,) = find_places(text)
    assert (place.words, place.country, place.precision) == (words, country, precision)
    assert place.lat is not None
    assert place.lon is not None


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jordan scored.",
        "Mr. London paid the bill.",
        "He reads the Washington Post.",
        "Mobile phones rang.",
        "Reading helps.",
        "Washington denied the report.",
        "US aircraft took off.",
        "The Iraqi parliament voted.",
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert find_places(text) == []


def test_every_mention_takes_adjectives_and_governments() -> None:
    found = find_places("Washington denied that Iraqi troops crossed.", every=True)
    assert [(place.words, place.country) for place in found] == [("Washington", "USA"), ("Iraqi", "IRQ")]


def test_a_name_is_settled_by_its_company() -> None:
    assert find_places("He was born in Paris, Texas.")[0].country == "USA"
    france = find_places("He was born in Paris.")[0]
    assert (france.country, france.geoname) == ("FRA", 2988507)
    assert france.alternatives
    local = find_places("The fire in Tripoli spread. Lebanon sent help, and the Lebanese army came from Beirut in Lebanon.")
    assert local[0].country == "LBN"
    assert find_places("The fire in Tripoli spread.")[0].country == "LBY"
    assert {place.country for place in find_places("He drove through Georgia, from Atlanta to Savannah.")} == {"USA"}


def test_spans_are_of_the_page() -> None:
    text = "From Mosul to Erbil, and on to Sharm el-Sheikh."
    found = find_places(text, page="p", offset=7)
    assert [place.words for place in found] == ["Mosul", "Erbil", "Sharm el-Sheikh"]
    assert all(place.span and text[place.span.start - 7 : place.span.end - 7] == place.words for place in found)


def test_the_tables_are_sound() -> None:
    gazetteer = load_places()
    assert len(gazetteer.lines) > 80_000
    for number in range(0, len(gazetteer.lines), 97):
        spot = read_spot(number)
        assert -90 <= spot.lat <= 90
        assert -180 <= spot.lon <= 180
        assert spot.kind in ("country", "region", "county", "capital", "city", "site", "water")
        assert len(spot.country) in (0, 3)
    assert gazetteer.demonyms["Iraqi"] == "IRQ"


def test_a_demonym_may_be_the_last_word_of_a_text() -> None:
    assert find_places("The pilot who brought the tug in was Iraqi") == []
    assert find_places("Nobody aboard was British.", every=True)
