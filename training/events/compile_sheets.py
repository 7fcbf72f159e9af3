"""Compiles a coder's sheet to codings: finds the words, checks the labels, lists every error with its line.

    python -m training.events.compile_sheets SHEET --coder 1 [--list LIST] [--data FOLDER] [--out FOLDER]

A sheet of corpora needs `--data`; `# 17` in it means line `#17` of the work list. Without `--out` it only checks.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

from offing.eval.codings import Event, Mark, Row, find_faults, hash_text
from offing.eval.corpora import Sentence, read_corpora
from training.events.sheets import Block, SheetFault, cut_blocks, find_words, read_event

_LISTED = re.compile(r"#(\d+) (\S+)")
_OWN = re.compile(r"own:([a-z0-9-]+):(\d+)")
OWN_SOURCE = "written for this set"
OWN_LICENCE = "CC BY-SA 4.0"


def read_list(path: Path) -> dict[str, str]:
    """Number -> sentence id of a work list (lines that begin `#17 id`)."""
    return {match.group(1): match.group(2) for line in path.read_text("utf-8").splitlines() if (match := _LISTED.match(line))}


def find_sentence(block: Block, coder: str, corpora: Mapping[str, Sentence], numbers: Mapping[str, str]) -> Sentence:
    """The sentence that a block's header names. Raises SheetFault."""
    name = numbers.get(block.name.lstrip("#"), block.name)
    own = _OWN.fullmatch(name)
    if own:
        if not block.text:
            raise SheetFault("an own sentence stands in full on the line below its `# own:block:number`")
        document = f"own:{coder}-{own.group(1)}"
        return Sentence(f"{document}-{int(own.group(2))}", "own", document, block.text, OWN_SOURCE, OWN_LICENCE)
    if name not in corpora:
        raise SheetFault(f"{block.name!r} is no sentence: use a number of the work list, `corpus:id`, or `own:block:number`")
    if block.text:
        raise SheetFault("a sentence of a corpus is not typed again: delete this line")
    return corpora[name]


def read_none(text: str, coding: str) -> tuple[str, Mark | None]:
    """Reason and tempting word of a line `none: reason | tempting: word`."""
    reason, _, rest = coding.removeprefix("none:").partition("|")
    rest = rest.strip()
    if not rest:
        return reason.strip(), None
    if not rest.startswith("tempting:"):
        raise SheetFault("after the reason only `| tempting: word` may stand")
    return reason.strip(), find_words(text, rest.removeprefix("tempting:").strip())


def compile_block(block: Block, coder: str, corpora: Mapping[str, Sentence], numbers: Mapping[str, str], faults: list[str]) -> Row | None:
    """The row of a block; what is wrong is added to `faults`, with the line."""
    try:
        sentence = find_sentence(block, coder, corpora, numbers)
    except SheetFault as fault:
        faults.append(f"line {block.line}: {fault}")
        return None
    events: list[Event] = []
    none, tempting, before = "", None, len(faults)
    for line, coding in block.codings:
        try:
            if coding.startswith("none:"):
                none, tempting = read_none(sentence.text, coding)
            else:
                events.append(read_event(sentence.text, coding))
        except SheetFault as fault:
            faults.append(f"line {line}: {fault}")
    row = Row(
        id=sentence.id,
        corpus=sentence.corpus,
        document=sentence.document,
        sha256=hash_text(sentence.text),
        source=sentence.source,
        licence=sentence.licence,
        coder=coder,
        events=tuple(events),
        none=none,
        tempting=tempting,
        held=sentence.held,
        text=sentence.text if sentence.corpus == "own" else "",
    )
    if len(faults) == before:
        faults.extend(f"line {block.line}: {fault}" for fault in find_faults(row))
    return row if len(faults) == before else None


def compile_sheet(
    sheet: str, coder: str, corpora: Mapping[str, Sentence] | None = None, numbers: Mapping[str, str] | None = None
) -> tuple[list[Row], list[str]]:
    """Rows of a sheet, in its order, and what is wrong with it. A sentence coded twice is an error."""
    blocks, faults = cut_blocks(sheet)
    rows: dict[str, Row] = {}
    for block in blocks:
        row = compile_block(block, coder, corpora or {}, numbers or {}, faults)
        if row and row.id in rows:
            faults.append(f"line {block.line}: {row.id} is coded twice")
        elif row:
            rows[row.id] = row
    return list(rows.values()), sorted(faults, key=lambda fault: int(re.search(r"\d+", fault)[0]))  # type: ignore[index]


def write_rows(rows: list[Row], folder: Path, coder: str) -> list[Path]:
    """Writes `<corpus>-<coder>.jsonl` for each corpus among the rows and returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for corpus in sorted({row.corpus for row in rows}):
        path = folder / f"{corpus}-{coder}.jsonl"
        path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows if row.corpus == corpus))
        paths.append(path)
    return paths


def main(words: list[str] | None = None) -> int:
    """Runs the command; 1 when the sheet has errors (nothing is written then)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sheet", type=Path)
    parser.add_argument("--coder", required=True, help="the coder's number or letter; it ends the names of the files")
    parser.add_argument("--list", type=Path, dest="listing")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--out", type=Path)
    wanted = parser.parse_args(words)
    corpora = read_corpora(wanted.data) if wanted.data else {}
    numbers = read_list(wanted.listing) if wanted.listing else {}
    rows, faults = compile_sheet(wanted.sheet.read_text("utf-8"), wanted.coder, corpora, numbers)
    for fault in faults:
        print(f"{wanted.sheet}: {fault}")
    events = sum(len(row.events) for row in rows)
    print(f"{len(rows)} sentences, {events} events, {sum(not row.events for row in rows)} without event, {len(faults)} errors")
    if wanted.out and not faults:
        for path in write_rows(rows, wanted.out, wanted.coder):
            print(f"wrote {path}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
