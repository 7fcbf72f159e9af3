"""The gazetteer in memory: names to places, from `tables/places.csv.gz` (GeoNames, CC BY 4.0) and `tables/sites.csv` (made by hand).

`sites.csv` holds what a table of towns lacks: countries with their demonyms, first-level regions, seas and straits, bases, seats of
government. Its points are of public record and roughly the middle.
"""

from __future__ import annotations

import csv
import unicodedata
from functools import lru_cache

from msgspec import Struct

from offing.ontology import read_table


class Spot(Struct, frozen=True):
    """A place of the gazetteer. `kind`: country, region, county, capital, city, site or water; `region` its first-level region's name."""

    number: int
    kind: str
    name: str
    country: str
    region: str
    lat: float
    lon: float
    population: int
    geoname: int | None


class Gazetteer(Struct, frozen=True):
    """`lines`: rows of both tables; `by_name`: written form -> their numbers; `sizes`: first word -> word counts of the names it begins,
    highest first.

    `demonyms`: name of a people -> country; `peoples`: all that such a name can begin with, up to a blank.
    """

    lines: list[str]
    by_name: dict[str, list[int]]
    sizes: dict[str, tuple[int, ...]]
    demonyms: dict[str, str]
    peoples: frozenset[str]


def fold_name(name: str) -> str:
    """A name without accents and with plain apostrophes, as most pages write it."""
    if name.isascii():
        return name
    plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@lru_cache(maxsize=1)
def load_places() -> Gazetteer:
    """Read both tables once; rows stay text until they are asked for."""
    lines: list[str] = []
    by_name: dict[str, list[int]] = {}
    demonyms: dict[str, str] = {}
    for row in list(csv.reader(read_table("sites.csv").splitlines()))[1:]:
        kind, name, others, country, region, lat, lon, people = row
        for one in (name, *filter(None, others.split("|"))):
            by_name.setdefault(fold_name(one), []).append(len(lines))
        demonyms.update(dict.fromkeys(filter(None, people.split("|")), country))
        lines.append("\t".join((country, region, kind, name, lat, lon, "0", "")))
    for line in read_table("places.csv.gz").splitlines()[1:]:
        country, region, kind, name, others, rest = line.split(",", 5) if '"' not in line else _split_quoted(line)
        number = len(lines)
        lines.append("\t".join((country, region, kind, name, rest.replace(",", "\t"))))
        if not name.isascii():
            name = fold_name(name)
        if name in by_name:
            by_name[name].append(number)
        else:
            by_name[name] = [number]
        if others:
            for one in others.split("|"):
                row_numbers = by_name.setdefault(one, [])
                if number not in row_numbers:
                    row_numbers.append(number)
    sizes: dict[str, set[int]] = {}
    for name in by_name:
        first, space, _ = name.partition(" ")
        if space:
            sizes.setdefault(first, set()).add(name.count(" ") + 1)
    peoples = {name[:at] for name in demonyms for at in range(len(name) + 1) if name[at : at + 1] in ("", " ")}
    ordered = {first: tuple(sorted(counts, reverse=True)) for first, counts in sizes.items()}
    return Gazetteer(lines, by_name, ordered, demonyms, frozenset(peoples))


def _split_quoted(line: str) -> list[str]:
    row = next(csv.reader([line]))
    return [*row[:5], ",".join(row[5:])]


@lru_cache(maxsize=4096)
def read_spot(number: int) -> Spot:
    """The place with this number."""
    country, region, kind, name, lat, lon, size, geoname = load_places().lines[number].split("\t")
    return Spot(number, kind, name, country, region, float(lat), float(lon), int(size), int(geoname) if geoname else None)


def may_begin(word: str) -> bool:
    """Whether a word (folded) begins, or is, the name of a place or a people."""
    gazetteer = load_places()
    return word in gazetteer.by_name or word in gazetteer.sizes or word in gazetteer.peoples


def find_name(words: list[str]) -> tuple[int, list[int]] | None:
    """The longest name that `words` (folded, in order) begin with: how many words it has and the numbers of the places that bear it."""
    gazetteer = load_places()
    for size in gazetteer.sizes.get(words[0], ()):
        if size <= len(words):
            found = gazetteer.by_name.get(" ".join(words[:size]))
            if found:
                return size, found
    found = gazetteer.by_name.get(words[0])
    return (1, found) if found else None
