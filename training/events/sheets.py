"""Reads a coding sheet: blocks of a sentence and its codings, typed by a coder. The form is in CODEBOOK.md."""

from __future__ import annotations

import re

from msgspec import Struct

from offing.eval.codings import Count, Event, Mark, Side, find_event_faults

KEYS = ("who", "whom", "when", "where", "num", "status", "if", "by", "cert")
_OCCURRENCE = re.compile(r"@(\d+)$")
_CODE = re.compile(r"\s*=([A-Z]+)$")


class SheetFault(ValueError):
    """A line of a sheet that cannot be read; the message says what to type instead."""


class Block(Struct):
    """One sentence of a sheet: header words, own text ("" for a corpus) and (line number, coding) in order."""

    line: int
    name: str
    text: str
    codings: list[tuple[int, str]]


def cut_blocks(sheet: str) -> tuple[list[Block], list[str]]:
    """Blocks of a sheet and the faults of lines that belong to none. `##` begins a remark."""
    blocks: list[Block] = []
    faults = []
    for number, raw in enumerate(sheet.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("##"):
            continue
        if line.startswith("#"):
            blocks.append(Block(number, line[1:].strip(), "", []))
        elif not blocks:
            faults.append(f"line {number}: stands before the first `# id`")
        elif line.startswith("- "):
            blocks[-1].codings.append((number, line[2:].strip()))
        elif blocks[-1].text or blocks[-1].codings:
            faults.append(f"line {number}: is neither `# id` nor `- coding` (a sentence is one line, right below its `# id`)")
        else:
            blocks[-1].text = line
    return blocks, faults


def find_words(text: str, words: str) -> Mark:
    """Where `words` stand in `text`, as whole words; `@2` at the end takes the second place. Raises SheetFault."""
    match = _OCCURRENCE.search(words)
    wanted = int(match.group(1)) if match else 0
    words = words[: match.start()].rstrip() if match else words
    if not words:
        raise SheetFault("a field holds no words")
    begin = r"(?<!\w)" if words[0].isalnum() else ""
    end = r"(?!\w)" if words[-1].isalnum() else ""
    places = [place.start() for place in re.finditer(begin + re.escape(words) + end, text)]
    if not places:
        raise SheetFault(f"{words!r} does not stand in the sentence (copy its words exactly)")
    if wanted > len(places):
        raise SheetFault(f"{words!r} stands {len(places)} time(s), not {wanted}")
    if len(places) > 1 and not wanted:
        raise SheetFault(f"{words!r} stands {len(places)} times: add @1 to @{len(places)}")
    start = places[max(wanted, 1) - 1]
    return Mark(start, start + len(words))


def read_sides(text: str, field: str) -> tuple[Side, ...]:
    """Parties of a field: `words =CODE`, joined by ` + `; the code may be missing."""
    sides = []
    for part in field.split(" + "):
        match = _CODE.search(part)
        mark = find_words(text, (part[: match.start()] if match else part).strip())
        sides.append(Side(mark.start, mark.end, match.group(1) if match else ""))
    return tuple(sides)


def read_counts(text: str, field: str) -> tuple[Count, ...]:
    """Numbers of a field: `kind=words`, joined by ` + `."""
    counts = []
    for part in field.split(" + "):
        kind, equals, words = part.partition("=")
        if not equals:
            raise SheetFault(f"number {part!r}: type kind=words, e.g. killed=three")
        mark = find_words(text, words.strip())
        counts.append(Count(kind.strip(), mark.start, mark.end))
    return tuple(counts)


def read_fields(coding: str) -> tuple[str, str, dict[str, str]]:
    """TYPE.mode, trigger and the other fields of a coding line. Raises SheetFault."""
    parts = [part.strip() for part in re.split(r"\s\|\s?", coding)]
    if len(parts) < 3:
        raise SheetFault("type `TYPE.mode | trigger | key: words | ... | status: value`")
    fields: dict[str, str] = {}
    for part in parts[2:]:
        key, colon, words = part.partition(":")
        key = key.strip()
        if not colon or key not in KEYS:
            raise SheetFault(f"field {part!r}: begin it with one of {', '.join(key + ':' for key in KEYS)}")
        if key in fields:
            raise SheetFault(f"{key!r} is given twice: join its parts with ` + `")
        fields[key] = words.strip()
    return parts[0], parts[1], fields


def read_event(text: str, coding: str) -> Event:
    """The event that a coding line says of the sentence `text`. Raises SheetFault with the first thing that is wrong."""
    kind, trigger, fields = read_fields(coding)
    action, _, mode = kind.partition(".")
    if "status" not in fields:
        raise SheetFault("no `status:`")
    event = Event(
        type=action,
        mode=mode,
        trigger=find_words(text, trigger),
        status=fields["status"],
        who=read_sides(text, fields["who"]) if "who" in fields else (),
        whom=read_sides(text, fields["whom"]) if "whom" in fields else (),
        when=find_words(text, fields["when"]) if "when" in fields else None,
        where=find_words(text, fields["where"]) if "where" in fields else None,
        numbers=read_counts(text, fields["num"]) if "num" in fields else (),
        condition=find_words(text, fields["if"]) if "if" in fields else None,
        by=read_sides(text, fields["by"]) if "by" in fields else (),
        certainty=fields.get("cert", "plain"),
    )
    faults = find_event_faults(event)
    if faults:
        raise SheetFault("; ".join(faults))
    return event
