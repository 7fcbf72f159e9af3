"""Task `places`: places named in news and where they are, against TR-News (Kamalloo, Rafiei: WWW 2018) and LGL (Lieberman: ICDE 2010)."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from msgspec import Struct

from offing.code.place_tables import load_places
from offing.code.places import find_places
from offing.errors import EvalError
from offing.eval.scores import Figure, Scores, f1_of, measure
from offing.eval.sets import measure_speed, refuse_file
from offing.records import Place
from offing.tell.views import View

SETS = ("TR-News.xml", "lgl.xml")
NEAR = 161  # kilometres: the hundred miles that the field scores with
REACH = 40  # characters that a stated offset may be off
_FORM = "XML of articles with text and toponyms"
_WARM_UP = "The gate in Paris was shut, German officials said in Berlin."
# Names of countries in the sets that the gazetteer keeps as no country of its own.
_COUNTRIES = {
    "Palestinian Territory": "PSE", "Macao": "MAC", "Bonaire": "BES", "New Caledonia": "NCL", "British Virgin Islands": "VGB",
    "Saint Kitts and Nevis": "KNA",
}  # fmt: skip


class Toponym(Struct, frozen=True):
    """A place of the gold: its characters, its point (degrees, None when it has none) and its country (ISO alpha-3 or the gold's word)."""

    start: int
    end: int
    point: tuple[float, float] | None
    country: str


class PlacedDocument(Struct, frozen=True):
    """A document of the gold with its places."""

    name: str
    text: str
    golds: tuple[Toponym, ...]


class _Counts(Struct):
    hits: int = 0
    spurious: int = 0
    missed: int = 0
    near: int = 0
    placed: int = 0
    same_country: int = 0
    with_country: int = 0


def run_places(path: Path, _view: View | None = None) -> Scores:
    """Score `find_places` on each of `SETS` in the folder `path`, or on the one XML file `path`.

    Raises EvalError when there is none or one has another form.
    """
    files = [path] if path.is_file() else [file for name in SETS if (file := path / name).is_file()]
    if not files:
        raise EvalError(f"{path}: holds neither {' nor '.join(SETS)}", hint="offing eval places PATH, with the folder that holds them")
    find_places(_WARM_UP, every=True)
    figures: dict[str, Figure] = {}
    misses: list[str] = []
    seconds: list[float] = []
    for file in files:
        counts = []
        for document in read_documents(file):
            started = time.process_time()
            found = find_places(document.text, every=True)
            seconds.append(time.process_time() - started)
            count = _Counts()
            misses += _compare(document, found, count)
            counts.append(count)
        figures.update(_make_figures(file.stem, counts))
    figures["speed"] = measure_speed(seconds, label="documents")
    total = round(sum(seconds), 3)
    return Scores(task="places", data=path.resolve().name, n=len(seconds), seconds_cpu=total, figures=figures, misses=tuple(misses))


def _make_figures(name: str, counts: list[_Counts]) -> dict[str, Figure]:
    key = re.sub(r"\W+", "_", name.casefold())
    found = [(one.hits, one.spurious, one.missed) for one in counts]
    near = [(one.near, one.placed) for one in counts]
    country = [(one.same_country, one.with_country) for one in counts]
    where = f"{name}: places of the gold found within {NEAR} km of their point"
    return {
        f"{key}_overlap_f1": measure(found, f1_of, unit="documents", label=f"{name}: places found, an overlap is enough (F1)", bar=0.80),
        f"{key}_recall_{NEAR}km": measure(near, unit="documents", label=where, bar=0.528),
        f"{key}_country": measure(country, unit="documents", label=f"{name}: found places whose country is right"),
    }


def read_documents(file: Path) -> list[PlacedDocument]:
    """The articles of one XML file in its order. Raises EvalError when it has another form."""
    try:
        root = etree.parse(str(file), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)).getroot()
        articles = [_read_article(number, article) for number, article in enumerate(root.iter("article"))]
    except (etree.XMLSyntaxError, OSError, ValueError) as problem:
        raise refuse_file(file, "places", problem, _FORM) from problem
    if not articles:
        raise refuse_file(file, "places", "no article in it", _FORM)
    return articles


def _read_article(number: int, article: etree._Element) -> PlacedDocument:
    text = article.findtext("text") or ""
    golds = tuple(_read_toponym(text, toponym) for toponym in article.iter("toponym"))
    return PlacedDocument(article.get("docid") or str(number), text, golds)


def _read_toponym(text: str, toponym: etree._Element) -> Toponym:
    start, end = int(toponym.findtext("start") or ""), int(toponym.findtext("end") or "")
    phrase = toponym.findtext("phrase") or ""
    if text[start:end] != phrase:
        start, end = find_nearest(text, phrase, start) or (start, end)
    lat, lon = (toponym.findtext(f"gaztag/{name}") or toponym.findtext(name) or "" for name in ("lat", "lon"))
    country = toponym.findtext("gaztag/country") or ""
    return Toponym(start, end, (float(lat), float(lon)) if lat and lon else None, read_country(country))


def find_nearest(text: str, phrase: str, start: int) -> tuple[int, int] | None:
    """Where `phrase` stands nearest to `start` (the left one of two), at most `REACH` characters off."""
    low = max(0, start - REACH)
    window = text[low : start + REACH + len(phrase)]
    places = [low + at for at in range(len(window)) if phrase and window.startswith(phrase, at)]
    nearest = min(places, key=lambda place: (abs(place - start), place), default=None)
    return None if nearest is None else (nearest, nearest + len(phrase))


def read_country(name: str) -> str:
    """ISO alpha-3 of a country's name, by the gazetteer; the name itself when it knows none."""
    gazetteer = load_places()
    rows = (gazetteer.lines[number].split("\t") for number in gazetteer.by_name.get(name, ()))
    return next((row[0] for row in rows if row[2] == "country"), _COUNTRIES.get(name, name))


def measure_distance(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Kilometres between two points in degrees, on a sphere."""
    north, east, other_north, other_east = map(math.radians, (*one, *two))
    bend = math.sin((other_north - north) / 2) ** 2 + math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(bend)))


def _compare(document: PlacedDocument, found: list[Place], count: _Counts) -> Iterator[str]:
    """Count one document; yields what was missed, by place."""
    used: set[int] = set()
    for gold in document.golds:
        over = (row for row, place in enumerate(found) if place.span and place.span.start < gold.end and place.span.end > gold.start)
        hit = next((row for row in over if row not in used), None)
        where = f"place: {document.name} at {gold.start}-{gold.end}"
        count.placed += gold.point is not None
        if hit is None:
            count.missed += 1
            yield f"{where}: not found"
            continue
        used.add(hit)
        count.hits += 1
        place = found[hit]
        if gold.point is not None:
            known = place.lat is not None and place.lon is not None
            away = measure_distance(gold.point, (place.lat or 0.0, place.lon or 0.0)) if known else math.inf
            count.near += away <= NEAR
            if away > NEAR:
                yield f"{where}: {away:.0f} km away"
        if gold.country:
            count.with_country += 1
            count.same_country += place.country == gold.country
            if place.country != gold.country:
                yield f"{where}: in {place.country or 'no country'}, not {gold.country}"
    count.spurious += len(found) - len(used)
    for row, place in enumerate(found):
        if row not in used and place.span:
            yield f"place: {document.name} at {place.span.start}-{place.span.end}: none in the gold"
