"""Compile examples/embassy/annotations.yaml (by hand) into gold.json: find every quoted snippet in the page text and write its offsets.

usage: PYTHONPATH=src python tools/compile_gold.py [FOLDER] [--list]
`--list` prints the sentences with their names (to annotate by), and writes nothing. It stops at a snippet that is not where it should be.

How the annotations are written:
- a document's `lines` gives one role to each line of the page text that is not blank: a letter code (ROLES), `B*3` for three lines,
  or a mapping of codes to the words at which the line is cut (`{Y: "By A", T: ""}`; "" takes the rest). `u` before a code: another story.
- sentences are named `document.number`, in page order, over body and bullets.
- a snippet is quoted in full, or as `first words … last words`; `words @2` takes the second occurrence. "" means the whole sentence.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from offing.read import read_pages

ROLES = {
    "F": "furniture", "H": "headline", "E": "headline_echo", "D": "dek", "S": "summary_bullet", "C": "photo_caption",
    "CC": "duplicate_of_photo_caption", "Y": "byline", "T": "date", "L": "dateline", "W": "credit_line", "B": "body", "U": "share_url",
}  # fmt: skip
FOLDER = Path(__file__).resolve().parent.parent / "examples" / "embassy"
_STOP = re.compile(r"[.!?][”’\"')]*\s+(?=[\"“‘'(]?[A-Z0-9])")
_SHORT = re.compile(r"(?:\b(?:Jan|Dec|Gen|Maj|Va|Mr|Mrs|Dr|St|No|[A-Z])|\b[ap]\.m|U\.S)\.$")
_DOUBLED = ("headline_echo", "duplicate_of_photo_caption")
_WORDS = re.compile(r"\w+")

Row = dict[str, Any]


class GoldError(Exception):
    """An annotation that does not fit its page."""


def find_snippet(text: str, words: str, low: int, high: int) -> tuple[int, int]:
    """Where `words` stand in `text[low:high]` (see the module). Raises GoldError when they do not, or stand there more than once."""
    if not words:
        return low, high
    words, _, order = words.partition(" @")
    first, gap, last = words.partition(" … ")
    places = [low + match.start() for match in re.finditer(_whole(first), text[low:high])]
    if not places or (len(places) > 1 and not order):
        raise GoldError(f"{words!r} stands {len(places)} times in {text[low:high]!r}")
    start = places[int(order or 1) - 1]
    if not gap:
        return start, start + len(first)
    closing = re.search(_whole(last), text[start + len(first) : high])
    if closing is None:
        raise GoldError(f"{last!r} does not follow {first!r} in {text[low:high]!r}")
    return start, start + len(first) + closing.end()


def _whole(words: str) -> str:
    """A pattern for whole words only."""
    return rf"(?<!\w){re.escape(words)}(?!\w)" if words[-1].isalnum() else rf"(?<!\w){re.escape(words)}"


def split_line(text: str, low: int, high: int) -> list[tuple[int, int]]:
    """Sentences of one line as offsets."""
    cuts = [low]
    for match in _STOP.finditer(text, low, high):
        if not _SHORT.search(text[low : match.start() + 1]):
            cuts.append(match.end())
    bounds = zip(cuts, [*cuts[1:], high], strict=True)
    return [(start, start + len(text[start:end].rstrip())) for start, end in bounds]


class Document:
    """One document: its page text, segments and sentences."""

    def __init__(self, entry: Row, text: str, url: str) -> None:
        self.entry, self.text, self.url, self.id = entry, text, url, str(entry["id"])
        self.segments: list[Row] = []
        self.sentences: dict[str, tuple[int, int]] = {}
        self._cut_lines()

    def _cut_lines(self) -> None:
        lines = [match.span() for match in re.finditer(r"\S[^\n]*", self.text)]
        codes: list[Any] = []
        for code in self.entry["lines"]:
            name, _, times = code.partition("*") if isinstance(code, str) else (code, "", "")
            codes += [name] * int(times or 1)
        if len(codes) != len(lines):
            raise GoldError(f"{self.id}: {len(lines)} lines in the page text, {len(codes)} in the annotations")
        for code, (low, high) in zip(codes, lines, strict=True):
            high = low + len(self.text[low:high].rstrip())
            for name, words in (code if isinstance(code, dict) else {code: ""}).items():
                start, end = find_snippet(self.text, words, low, high) if words else (low, high)
                self._add(name, start, end)
                low = end + len(self.text[end:high]) - len(self.text[end:high].lstrip())

    def _add(self, code: str, start: int, end: int) -> None:
        other = code.startswith("u")
        role = ROLES[code.removeprefix("u")]
        name = f"unrelated_story_{'bullet' if role == 'summary_bullet' else role}" if other else role
        body = role == "body"
        twin = next((segment["start"] for segment in self.segments if segment["text"] == self.text[start:end]), None)
        repeats = {} if twin is None or role not in _DOUBLED else {"duplicate_of": twin}
        self.segments.append({"doc": self.id, **self.cut(start, end), "role": name, "keep_in_body": body and not other, **repeats})
        if body or role == "summary_bullet":
            marks = re.match(r"- ", self.text[start:end])
            for low, high in split_line(self.text, start + (marks.end() if marks else 0), end):
                self.sentences[f"{self.id}.{len(self.sentences) + 1}"] = (low, high)

    def cut(self, start: int, end: int) -> Row:
        """Offsets with their words."""
        return {"start": start, "end": end, "text": self.text[start:end]}


class Compiler:
    """The annotations and the documents, and every part of the gold made of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes: Row = yaml.safe_load((folder / "annotations.yaml").read_text("utf-8"))
        self.documents = {entry["id"]: Document(entry, *self._read(entry)) for entry in self.notes["documents"]}

    def _read(self, entry: Row) -> tuple[str, str]:
        pages = list(read_pages(self.folder / entry["file"].partition("#")[0]))
        wanted = [page for page in pages if page.url == entry["url"]] if "#" in entry["file"] else pages
        if len(wanted) != 1:
            raise GoldError(f"{entry['file']}: {len(wanted)} pages")
        return wanted[0].text, wanted[0].url

    def place(self, name: str, words: str = "") -> Row:
        """A stretch inside a sentence; `name` may also be `document:headline` or a bare document."""
        doc, _, part = name.partition(":")
        if part == "headline":
            document = self.documents[doc]
            segment = next(segment for segment in document.segments if segment["role"] == "headline")
            return {"doc": doc, **document.cut(*find_snippet(document.text, words, segment["start"], segment["end"]))}
        document = self.documents[name.rpartition(".")[0] or name]
        if name in self.documents:
            return {"doc": document.id, **document.cut(*find_snippet(document.text, words, 0, len(document.text)))}
        if name not in document.sentences:
            raise GoldError(f"no sentence {name}")
        return {"sentence": name, "doc": document.id, **document.cut(*find_snippet(document.text, words, *document.sentences[name]))}

    def make_gold(self) -> Row:
        """The whole gold."""
        copied, reworded = self.make_pairs()
        return {
            "version": 1,
            "made_by": self.notes["made_by"],
            "offsets": "code points in the page text (offing.read, renderer r1); for the two text dumps that is the file decoded as UTF-8",
            "documents": [self.make_document(document) for document in self.documents.values()],
            "segments": [segment for document in self.documents.values() for segment in document.segments],
            "unrelated_story_boundary": [row for document in self.documents.values() for row in self.make_boundary(document)],
            "sentences": {
                name: {"doc": document.id, **document.cut(*span)}
                for document in self.documents.values()
                for name, span in document.sentences.items()
            },
            "copied_pairs": copied,
            "same_facts_reworded": reworded,
            "timex": [self.make_timex(*row) for row in self.notes["times"]],
            "events": [self.make_event(event) for event in self.notes["events"]],
            "unrelated_story_events": [self.make_event(event) for event in self.notes["unrelated_events"]],
            "claims": [self.make_claim(claim) for claim in self.notes["claims"]],
            "unrelated_story_claims": [self.make_claim(claim) for claim in self.notes["unrelated_claims"]],
            **{key: self.notes[key] for key in ("denied_claims", "contested", "hardened_headlines", "versions", "stories")},
            "numbers": [self.make_figures(row) for row in self.notes["numbers"]],
            "shared_quotations": [self.make_figures(row) for row in self.notes["shared_quotations"]],
            "origins": {"groups": self.notes["origins"]},
            "independent_origins": [self.make_happening(row) for row in self.notes["independent_origins"]],
            "notes_on_status": self.notes["notes_on_status"],
        }  # fmt: skip

    def make_document(self, document: Document) -> Row:
        """A document's entry."""
        entry = document.entry
        own, resolved, how = entry["date"]
        return {
            "id": document.id,
            "file": entry["file"],
            "url": document.url,
            "chars": len(document.text),
            "outlet_of_text": entry["outlet"],
            "credit": entry.get("credit"),
            "agency_named_for_text": entry.get("agency"),
            "photo_credit": entry.get("photo"),
            "dateline": entry.get("dateline"),
            "dispatch": entry["dispatch"],
            "depth": entry.get("depth", "outline"),
            "document_date": {"text_only": own, "resolved": resolved, "how": how},
        }

    def make_boundary(self, document: Document) -> list[Row]:
        """Where another story stands on the page, if there is one."""
        other = [segment for segment in document.segments if segment["role"].startswith("unrelated_story_")]
        if not other:
            return []
        start, end = other[0]["start"], other[-1]["end"]
        words = other[0]["text"]
        return [{"doc": document.id, "unrelated_story": [start, end], "first_words_of_unrelated": words, "text": document.text[start:end]}]

    def make_pairs(self) -> tuple[list[Row], list[Row]]:
        """Every pair of documents in each row of `copies`, with its kind by the words that both sides share; and the reworded facts."""
        found: dict[tuple[str, str], Row] = {}
        order = {name: place for place, name in enumerate(name for document in self.documents.values() for name in document.sentences)}
        for row in self.notes["copies"]:
            for left, right in combinations(sorted(row, key=order.__getitem__), 2):
                if left.rpartition(".")[0] != right.rpartition(".")[0]:
                    found[left, right] = self.make_pair(left, right)
        facts = [{"a": a, "b": b, "note": note} for a, b, note in self.notes["same_facts_reworded"]]
        return [found[key] for key in sorted(found, key=lambda key: (order[key[0]], order[key[1]]))], facts

    def make_pair(self, left: str, right: str) -> Row:
        """One copied pair. `word_ratio` as in the seeds' gold: shared words in order, over both sides (difflib)."""
        a, b = self.place(left), self.place(right)
        ratio = difflib.SequenceMatcher(None, _words(a["text"]), _words(b["text"]), autojunk=False).ratio()
        light = "near_verbatim" if ratio == 1 else "edited_copy"
        kind = "verbatim" if a["text"] == b["text"] else light if ratio >= 0.6 else "reworded_copy"
        return {
            "a": left, "b": right, "kind": kind, "word_ratio": round(ratio, 3),
            "a_span": [a["start"], a["end"]], "b_span": [b["start"], b["end"]], "a_text": a["text"], "b_text": b["text"],
        }  # fmt: skip

    def make_timex(self, name: str, words: str, value: str, kind: str = "") -> Row:
        """A time expression; its anchor is the date of its document unless it stands in another story or has no date to lean on."""
        place = self.place(name, words)
        document = self.documents[place["doc"]]
        held = [segment["role"] for segment in document.segments if segment["start"] <= place["start"] < segment["end"]]
        anchor = None if held[0].startswith("unrelated_story_") else document.entry["date"][1]
        kind = kind or ("TIME" if "T" in value else "DURATION" if value.startswith("P") else "DATE")
        return {**place, "type": kind, "value": value, "anchor": anchor}

    def make_event(self, event: Row) -> Row:
        """A happening; `mentions` are sentence names, or [name, snippet]."""
        mentions = [self.place(*([row] if isinstance(row, str) else row)) for row in event["mentions"]]
        row = {**event, "mentions": mentions}
        for side in ("actor", "target"):
            if isinstance(event.get(side), list):
                row[side] = {"name": event[side][0], "code": event[side][1]}
        if isinstance(event.get("place"), list):
            row["place"] = {"name": event["place"][0], "country": event["place"][1]}
        if "date" in event:
            row["date"] = event["date"] if isinstance(event["date"], dict) else {"resolved": event["date"]}
        return row

    def make_claim(self, claim: Row) -> Row:
        """A saying; each mention is [sentence, source, cue, content] and, when the source is a pronoun, `pronoun`."""
        mentions = []
        for name, source, cue, content, *more in claim["mentions"]:
            names = name if isinstance(name, list) else [name, name]
            mentions.append(
                {
                    "doc": names[0].rpartition(".")[0],
                    "source": self.place(names[0], source), "cue": self.place(names[0], cue), "content": self.place(names[1], content),
                    "source_is_pronoun": "pronoun" in more,
                }
            )  # fmt: skip
        return {**claim, "mentions": mentions}

    def make_figures(self, row: Row) -> Row:
        """A figure or a quotation with the places where it stands."""
        return {**row, "claims": [self.place(name, words) for name, words in row["claims"]]}

    def make_happening(self, row: Row) -> Row:
        """A happening's roots, with the counts written out."""
        return {
            **row,
            "documents": sorted({doc for docs in row["reporting"].values() for doc in docs}),
            "reporting_origins": len(row["reporting"]),
            "claimant_origins": len(row["claimants"]),
        }


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())


def write_gold(gold: Row) -> str:
    """JSON with one entry of a list or mapping on a line, so that a change shows as the lines it touches."""
    parts = []
    for key, value in gold.items():
        if isinstance(value, list):
            body = "[\n" + ",\n".join(f"  {_dump(row)}" for row in value) + "\n ]"
        elif isinstance(value, dict):
            body = "{\n" + ",\n".join(f"  {_dump(name)}: {_dump(row)}" for name, row in value.items()) + "\n }"
        else:
            body = _dump(value)
        parts.append(f" {_dump(key)}: {body}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def main() -> int:
    """Write gold.json beside the annotations, or list the sentences."""
    parser = argparse.ArgumentParser(description="compile annotations.yaml into gold.json")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--list", action="store_true", help="print the sentences with their names")
    chosen = parser.parse_args()
    try:
        compiler = Compiler(chosen.folder)
        if chosen.list:
            for document in compiler.documents.values():
                for name, (start, end) in document.sentences.items():
                    print(f"{name}\t{document.text[start:end]}")
            return 0
        gold = compiler.make_gold()
    except GoldError as error:
        print(f"compile_gold: {error}", file=sys.stderr)
        return 1
    target = chosen.folder / "gold.json"
    target.write_text(write_gold(gold), "utf-8")
    counted = ("documents", "segments", "sentences", "copied_pairs", "timex", "events", "claims")
    print(f"{target}: {', '.join(f'{len(gold[key])} {key}' for key in counted)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
