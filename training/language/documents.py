"""Readers of texts with marks in them: re3d's documents, and our own sentences."""

from __future__ import annotations

import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path

from training.language.sentences import Sentence, mark_spans, split_words

_BREAK = re.compile(r"(?<=[.!?][\"”’)])\s+(?=[A-Z“\"(])|(?<=[a-z0-9)\]][.!?])\s+(?=[A-Z“\"(])|\s*\n\s*")
_TITLES = frozenset(
    "the a an president prime minister foreign secretary state general gen lt col maj capt sgt spc dr mr mrs ms he sir lord senator "
    "ambassador deputy vice chief commander king queen sheikh special envoy spokesman spokesperson former us u.s. uk "
    "army air force adm brig".split()
)
_LINKS = frozenset({"of", "the", "and", "for", "in", "to", "al", "-", "’s", "'s", "on", "’", "'", "&", ".", "el", "bin", "ibn"})
_DEEDS = frozenset("strike strikes airstrike airstrikes attack attacks attacked bombing bombings explosion".split())
_PRONOUNS = frozenset("we he she they i it our us you who his her their them its these those this both many".split())
_MARK = re.compile(r"\[(?P<kind>[A-Z]+) (?P<name>[^\]]+)\]")
_KEPT = ("Person", "Organisation", "Location", "Nationality", "Weapon", "MilitaryPlatform")


def is_test_document(identifier: str) -> bool:
    """Whether a re3d document belongs to the test half: the first hexadecimal digit of the SHA-256 of its id is even."""
    return int(hashlib.sha256(identifier.encode()).hexdigest()[0], 16) % 2 == 0


def read_re3d(folder: Path, *, test: bool) -> list[Sentence]:
    """Sentences of one half of re3d (split by document), names and weapons marked; mentions that are no names are left out."""
    found = []
    for path in sorted(folder.glob("*/documents.json")):
        entities: dict[str, list[tuple[int, int, str]]] = {}
        for line in path.with_name("entities.json").read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["type"] in _KEPT:
                entities.setdefault(row["documentId"], []).append((row["begin"], row["end"], row["type"]))
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if is_test_document(row["_id"]) == test:
                found.extend(_read_document(row["_id"], row["text"], entities.get(row["_id"], [])))
    return found


def _read_document(identifier: str, text: str, mentions: list[tuple[int, int, str]]) -> list[Sentence]:
    """The sentences of one text."""
    found = []
    edges = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    for start, end in pairwise(edges):
        tokens = [(start + first, start + last, word) for first, last, word in split_words(text[start:end])]
        if not tokens:
            continue
        spans = []
        for begin, finish, kind in mentions:
            inside = [place for place, (first, last, _) in enumerate(tokens) if first >= begin and last <= finish]
            if inside and begin >= start and finish <= end:
                span = _trim_name([word for _, _, word in tokens], inside[0], inside[-1], kind)
                if span:
                    spans.append(span)
        words = [word for _, _, word in tokens]
        found.append(
            Sentence(source="re3d", words=words, entities=mark_spans(len(words), _choose(spans)), guideline="re3d", document=identifier)
        )
    return found


def _choose(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Of nested spans the longer first, but names of persons before all."""
    return sorted(set(spans), key=lambda span: (span[2] != "Person", span[0] - span[1], span[2]))


def _trim_name(words: list[str], first: int, last: int, kind: str) -> tuple[int, int, str] | None:
    """The mention without articles and titles when it is a name (capitals throughout) or a weapon of few words."""
    if kind in ("Weapon", "MilitaryPlatform"):
        while first <= last and words[first].lower() in ("the", "a", "an", "single", "their", "its"):
            first += 1
        short = first <= last < first + 4 and not _DEEDS & {word.lower() for word in words[first : last + 1]}
        return (first, last, kind) if short else None
    while first <= last and (
        words[first].lower() in ("the", "a", "an") or (kind == "Person" and words[first].lower().strip(".") in _TITLES)
    ):
        first += 1
    while first <= last and words[last] in ("’s", "'s", "’", "'"):
        last -= 1
    named = (
        first <= last and words[first][0].isupper() and all(word[0].isupper() or word.lower() in _LINKS for word in words[first : last + 1])
    )
    return (first, last, kind) if named and last - first < 9 else None


def read_own(path: Path) -> list[Sentence]:
    """Our own sentences: JSON lines with `text`, in which "[ORG Halden Fund]" marks an entity."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        words: list[str] = []
        spans = []
        at = 0
        for match in [*_MARK.finditer(row["text"]), None]:
            end = match.start() if match else len(row["text"])
            words.extend(word for _, _, word in split_words(row["text"][at:end]))
            if match:
                name = [word for _, _, word in split_words(match["name"])]
                spans.append((len(words), len(words) + len(name) - 1, match["kind"]))
                words.extend(name)
                at = match.end()
        found.append(Sentence(source="own", words=words, entities=mark_spans(len(words), spans), guideline="house"))
    return found
