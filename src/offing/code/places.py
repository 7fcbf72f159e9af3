"""Places: which capitalised words name one, and which of the places of that name is meant.

A gazetteer lookup, longest name first, then two questions. *Is it a place here?* The words beside it say so ("in Jordan", "Michael
Jordan", "the Paris Review"). *Which one?* A region or country named beside it, else the countries and regions the text speaks of, else
the most populous (the order of evidence of Leidner 2007 and of the Edinburgh geoparser).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache

from msgspec import Struct

from offing.code.place_tables import Spot, find_name, fold_name, load_places, may_begin, read_spot
from offing.code.place_words import ALLOWED_BEFORE, COMPASS, FIRST_NAMES, LOCATIVE, PARTS, PREPOSITIONS, THINGS, TITLES
from offing.language.tags import load_words
from offing.records import Place, Span

_TOKEN = re.compile(r"W\.\s?Va\.|(?:[A-Z]\.\s?)+[A-Z]\.|[^\W\d_][^\W_]*(?:[-'’][^\W_]+)*\.?|\d+|[^\w\s]")
_VERB_AFTER = re.compile(
    r"\s+(?:has|have|had|is|was|will|would|can|could|may|might|must|should|says|said|sees|wants|does|did|denies|accuses|(?:also|still|now)\s+\w+"
    r"|(?!called|located|based|killed|wounded|injured|dubbed|named|controlled|supported|backed|followed|held)[a-z]+ed)\b"
)
_PRECISION = {
    "country": "country",
    "region": "region",
    "county": "region",
    "water": "region",
    "city": "city",
    "capital": "city",
    "site": "site",
}
_BASE = {"country": 10.0, "capital": 8.0, "site": 6.5, "water": 7.0, "county": 7.0}
_ACCEPT = 3.6


class _Mention(Struct):
    """A name found in the text: tokens `first` to `last` (half open), the places that bear it, how sure it is a place here."""

    first: int
    last: int
    start: int
    end: int
    numbers: list[int]
    score: float = 0.0
    person: bool = False
    country: str = ""
    chosen: Spot | None = None
    qualifier: Spot | None = None


def find_places(text: str, *, page: str = "", offset: int = 0, every: bool = False) -> list[Place]:
    """The places named in `text`, in order, without overlap; spans are on page `page`, shifted by `offset`.

    By default only places as places: not "Washington" that denies, not "US" before a noun, not "Iraqi". With `every`, these too (an
    adjective of nation then points at its country), as collections of place names count them.
    """
    tokens = _split(text)
    mentions = _find_mentions(tokens)
    if not mentions:
        return []
    persons: set[str] = set()
    for mention in mentions:
        if not mention.country:
            _judge(text, tokens, mention)
            if mention.person:
                persons.add(text[mention.start : mention.end])
    kept = _keep(text, mentions, persons)
    _choose(text, kept)
    places = []
    for mention in kept:
        if mention.chosen is None or (not every and not _is_literal(text, tokens, mention)):
            continue
        spot = mention.chosen
        others = sorted(
            (read_spot(number) for number in mention.numbers if number != spot.number), key=lambda one: (-one.population, one.number)
        )
        places.append(
            Place(
                words=text[mention.start : mention.end],
                span=Span(page, mention.start + offset, mention.end + offset),
                country=spot.country,
                geoname=spot.geoname,
                lat=spot.lat,
                lon=spot.lon,
                precision=_PRECISION[spot.kind],
                alternatives=tuple(one.geoname for one in others if one.geoname is not None)[:5],
            )
        )
    return places


def _split(text: str) -> list[tuple[int, int, str]]:
    """(start, end, word) of words and marks; a possessive ending is left out."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        start, end = match.span()
        if word[-2:] in ("'s", "’s") and len(word) > 2:
            word, end = word[:-2], end - 2
        elif (
            word[-1] == "."
            and len(word) > 1
            and "." not in word[:-1]
            and not load_places().by_name.get(word)
            and word not in ("St.", "Ft.", "Mt.")
        ):
            found.append((start, end - 1, word[:-1]))
            start, word = end - 1, "."
        found.append((start, end, word))
    return found


def _find_mentions(tokens: list[tuple[int, int, str]]) -> list[_Mention]:
    gazetteer = load_places()
    found: list[_Mention] = []
    after = 0
    for at, (start, _, word) in enumerate(tokens):
        if at < after or len(word) < 2 or not (word[0].isupper() or word.startswith(("al-", "el-"))):
            continue
        if not may_begin(fold_word(word)) and not (word.isupper() and len(word) > 3):
            continue
        words = _gather(tokens, at)
        match = find_name(words)
        if match is None and word.isupper() and len(word) > 3:
            match = find_name([one.title() for one in words]) if words[0].isalpha() else None
        pair = " ".join(words[:2])
        people = gazetteer.demonyms.get(pair) or (gazetteer.demonyms.get(words[0]) if match is None or match[0] == 1 else None)
        if people is not None:
            size = 2 if len(words) > 1 and pair in gazetteer.demonyms else 1
            after = at + size
            found.append(_Mention(at, after, start, tokens[after - 1][1], [], 10.0, country=people))
        elif match is not None:
            size, numbers = match
            after = at + size
            found.append(_Mention(at, after, start, tokens[after - 1][1], numbers))
    return found


def _gather(tokens: list[tuple[int, int, str]], at: int) -> list[str]:
    """The words from token `at` on that only a blank separates, without accents."""
    words = [fold_word(tokens[at][2])]
    for left, right in zip(tokens[at : at + 5], tokens[at + 1 : at + 6], strict=False):
        if right[0] - left[1] != 1:
            break
        words.append(fold_word(right[2]))
    return words


@lru_cache(maxsize=8192)
def fold_word(word: str) -> str:
    """A word as the names of the gazetteer have it: without accents, with a plain apostrophe."""
    return fold_name(word).replace("’", "'")


@lru_cache(maxsize=8192)
def _is_word(name: str) -> bool:
    """Whether a name is also a plain word of English."""
    tags = load_words()[0].get(name.lower(), {})
    return any(tag not in ("NNP", "NNPS", "FW", "SYM") for tag in tags)


def _judge(text: str, tokens: list[tuple[int, int, str]], mention: _Mention) -> None:
    """How far the words beside a name speak for a place."""
    before = tokens[mention.first - 1] if mention.first else None
    after = tokens[mention.last] if mention.last < len(tokens) else None
    name = text[mention.start : mention.end]
    spots = [read_spot(number) for number in mention.numbers]
    score = max(_weigh_spot(spot) for spot in spots)
    if before is not None and mention.start - before[1] <= 1 and before[2][0].isalpha():
        score += _judge_before(tokens, mention, before[2])
    strong = score >= 8
    if after is not None and after[2][0].isupper() and after[0] - mention.end == 1:
        lower = after[2].lower()
        if lower in THINGS:
            score -= 7 if not strong else 5
        elif lower not in PARTS and after[2] not in load_places().demonyms and find_name([fold_name(after[2])]) is None:
            score -= 2.5 if not strong else 1
            mention.person = mention.person or (name.lower() in FIRST_NAMES and not after[2].isupper())
            if name.lower() in FIRST_NAMES:
                score -= 6
    mention.qualifier = _find_qualifier(tokens, mention)
    if mention.qualifier is not None:
        score += 5
    if mention.last - mention.first == 1 and not strong:
        if _is_word(name):
            score -= 3
        if name.lower() in FIRST_NAMES:
            score -= 3
    mention.score = score


def _weigh_spot(spot: Spot) -> float:
    if spot.kind == "region":
        return 8.0 if spot.number < _hand_made() else 4.5
    if spot.kind == "city":
        return math.log10(spot.population + 10) - 0.5
    return _BASE[spot.kind]


@lru_cache(maxsize=1)
def _hand_made() -> int:
    """Number of the first place of the big table."""
    return next(number for number, line in enumerate(load_places().lines) if not line.endswith("\t0\t"))


def _judge_before(tokens: list[tuple[int, int, str]], mention: _Mention, word: str) -> float:
    lower = word.lower().rstrip(".")
    if lower in PREPOSITIONS:
        return 2.0 if lower in LOCATIVE else 1.0
    if not word[0].isupper() or lower in ALLOWED_BEFORE or lower in COMPASS:
        return 0.0
    if lower in FIRST_NAMES or lower in TITLES or (len(lower) == 1 and mention.first >= 2):
        mention.person = True
        return -9.0
    opening = mention.first < 2 or tokens[mention.first - 2][2] in (".", "!", "?", "”", '"', ":", "\n")
    if opening or word.isupper() or find_name([fold_name(word)]) or word in load_places().demonyms:
        return -0.5
    return -3.0


def _find_qualifier(tokens: list[tuple[int, int, str]], mention: _Mention) -> Spot | None:
    """The region or country that stands after a comma or in brackets and holds one of the candidates ("Paris, Texas")."""
    at = mention.last
    if at + 1 >= len(tokens) or tokens[at][2] not in (",", "("):
        return None
    match = find_name(_gather(tokens, at + 1))
    if match is None:
        return None
    holders = [read_spot(number) for number in match[1]]
    spots = [read_spot(number) for number in mention.numbers]
    for holder in holders:
        if holder.kind in ("country", "region", "county") and any(_holds(holder, spot) for spot in spots):
            return holder
    return None


def _holds(holder: Spot, spot: Spot) -> bool:
    if holder.number == spot.number or holder.country != spot.country:
        return False
    if holder.kind == "country":
        return spot.kind != "country"
    name = holder.name.removesuffix(" State")
    return spot.region == name if holder.kind == "region" else spot.region == holder.region and spot.kind != "county"


def _keep(text: str, mentions: list[_Mention], persons: set[str]) -> list[_Mention]:
    """The mentions that are places: by themselves, or because the same name is surely one elsewhere in the text."""
    sure = {text[one.start : one.end] for one in mentions if one.score >= _ACCEPT + 2 and not one.country and not one.person}
    kept = []
    for mention in mentions:
        name = text[mention.start : mention.end]
        score = mention.score
        if name in persons and not mention.person and not mention.country:
            score -= 4
        elif name in sure:
            score += 2
        if score >= _ACCEPT:
            kept.append(mention)
    return kept


def _choose(text: str, mentions: list[_Mention]) -> None:
    """Which place each name means: its qualifier, then the company it keeps."""
    countries: Counter[str] = Counter()
    regions: Counter[tuple[str, str]] = Counter()
    for mention in mentions:
        spots = [read_spot(number) for number in mention.numbers]
        if mention.country:
            countries[mention.country] += 1
        elif mention.qualifier is not None:
            countries[mention.qualifier.country] += 1
            regions[mention.qualifier.country, mention.qualifier.name] += 2
        elif len({spot.country for spot in spots if spot.number < _hand_made()}) > 1:
            continue  # Georgia: the text has to say which.
        elif len({spot.country for spot in spots}) == 1 or spots[0].kind == "country":
            countries[spots[0].country] += 1
            if (spots[0].kind == "region" and len(spots) == 1) or spots[0].number < _hand_made():
                regions[spots[0].country, spots[0].region or spots[0].name] += 2
            elif len({spot.region for spot in spots}) == 1:
                regions[spots[0].country, spots[0].region] += 1
    total = sum(countries.values()) or 1
    chosen: dict[str, Spot] = {}
    for final in (False, True):
        for mention in mentions:
            name = text[mention.start : mention.end]
            if mention.country:
                mention.chosen = _find_country(mention.country)
            elif mention.qualifier is not None and not final:
                spots = [read_spot(number) for number in mention.numbers]
                mention.chosen = max(
                    (spot for spot in spots if _holds(mention.qualifier, spot)), key=lambda spot: (_rank(spot), -spot.number)
                )
                chosen[name] = mention.chosen
            elif final and mention.qualifier is None:
                spots = [read_spot(number) for number in mention.numbers]
                mention.chosen = chosen.get(name) or max(
                    spots, key=lambda spot: (_rank(spot) + _company(spot, countries, regions, total), -spot.number)
                )


@lru_cache(maxsize=512)
def _find_country(code: str) -> Spot:
    """The country with that code; every demonym of the table has one."""
    return next(spot for spot in map(read_spot, range(_hand_made())) if spot.kind == "country" and spot.country == code)


def _rank(spot: Spot) -> float:
    if spot.kind == "city":
        return math.log10(spot.population + 10)
    return {"country": 9.0, "capital": 8.0, "site": 6.5, "water": 7.0, "county": 3.0, "region": 7.5 if spot.number < _hand_made() else 4.0}[
        spot.kind
    ]


def _company(spot: Spot, countries: Counter[str], regions: Counter[tuple[str, str]], total: int) -> float:
    share = countries[spot.country] / total
    near = regions[spot.country, spot.region] if spot.region else 0
    return 3.0 * share + 1.5 * math.log2(1 + near)


def _is_literal(text: str, tokens: list[tuple[int, int, str]], mention: _Mention) -> bool:
    """Whether a place is meant as a place, and not its government or a trait of something else."""
    if mention.country or mention.chosen is None:
        return False
    before = tokens[mention.first - 1][2].lower() if mention.first else ""
    bearing = before == "of" and mention.first >= 2 and tokens[mention.first - 2][2].lower() in COMPASS  # "north of Rabat"
    if mention.qualifier is not None or before in LOCATIVE or bearing:
        return True
    spot = mention.chosen
    powers = spot.kind in ("country", "capital") or spot.name in ("Pentagon", "Kremlin", "White House", "Capitol Hill", "Downing Street")
    if not powers:
        return not _VERB_AFTER.match(text, mention.end) or before in PREPOSITIONS
    if before in ("and", ",", "or") and mention.first >= 2:
        return any(word[2].lower() in LOCATIVE for word in tokens[max(0, mention.first - 4) : mention.first - 1])
    if before == "the" and mention.first >= 2:
        return tokens[mention.first - 2][2].lower() in LOCATIVE
    if spot.kind == "capital" and mention.first == 0:
        return bool(re.match(r"\s*(?:\(|:|—|–|-{1,2}\s|,\s+[A-Z])", text[mention.end :]))
    return False
