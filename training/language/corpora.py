"""Readers of the corpora: files to `Sentence`s. Formats: CoNLL-U, IOB columns, joined PropBank JSON."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from training.language.sentences import Frame, Sentence, find_spans, mark_spans

_ENTITY = re.compile(r"\((?P<open>[^()]+)(?P<shut>\))?|(?P<close>[^()]+)\)")
_LINKS = frozenset({"of", "for", "and", "on", "the", "de", "al", "-"})


def read_text(path: Path) -> str:
    """The text of a file, unpacked when it ends in .xz."""
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as file:
            return file.read()
    return path.read_text("utf-8", errors="replace")


def read_trees(path: Path, source: str, *, entities: bool = False) -> list[Sentence]:
    """Sentences of a CoNLL-U file; with `entities`, the names among GUM's mentions (column MISC)."""
    found = []
    document = ""
    for block in read_text(path).strip().split("\n\n"):
        rows = []
        for line in block.split("\n"):
            if line.startswith("# newdoc id = "):
                document = line[14:].strip()
            if not line.startswith("#"):
                cells = line.split("\t")
                if cells[0].isdigit():
                    rows.append(cells)
        if not rows:
            continue
        columns = list(zip(*rows, strict=True))
        heads = [int(head) for head in columns[6]]
        labels = mark_names(list(columns[3]), list(columns[4]), heads, list(columns[1]), list(columns[9])) if entities else None
        found.append(
            Sentence(
                source=source,
                words=list(columns[1]),
                upos=list(columns[3]),
                xpos=list(columns[4]),
                heads=heads,
                relations=list(columns[7]),
                entities=labels,
                guideline="gum" if entities else "any",
                document=document,
                lemmas=list(columns[2]),
            )
        )
    return found


def find_mentions(misc: list[str]) -> list[tuple[int, int, str]]:
    """(first, last, type) of GUM's mentions, nested ones too, from the `Entity=` brackets."""
    found = []
    opened: list[tuple[str, int, str]] = []
    for place, cell in enumerate(misc):
        value = next((part[7:] for part in cell.split("|") if part.startswith("Entity=")), "")
        for match in _ENTITY.finditer(value):
            if match["open"]:
                number, _, rest = match["open"].partition("-")
                kind = rest.partition("-")[0]
                if match["shut"]:
                    found.append((place, place, kind))
                else:
                    opened.append((number, place, kind))
            else:
                for index in range(len(opened) - 1, -1, -1):
                    if opened[index][0] == match["close"]:
                        _, first, kind = opened.pop(index)
                        found.append((first, place, kind))
                        break
    return found


def mark_names(upos: list[str], xpos: list[str], heads: list[int], words: list[str], misc: list[str]) -> list[str]:
    """BIO labels for the proper names that head GUM's mentions; of nested mentions the inner one keeps its words."""
    spans = []
    for first, last, kind in sorted(find_mentions(misc), key=lambda mention: mention[1] - mention[0]):
        tops = [place for place in range(first, last + 1) if not first <= heads[place] - 1 <= last]
        if not tops or upos[tops[0]] != "PROPN":
            continue
        left = right = tops[0]
        while left > first and upos[left - 1] == "PROPN":
            left -= 1
        while right < last:
            if upos[right + 1] == "PROPN":
                right += 1
            elif (
                right + 2 <= last
                and upos[right + 2] == "PROPN"
                and words[right + 1].lower() in _LINKS
                and kind in ("organization", "person")
            ):
                right += 2
            else:
                break
        label = kind if kind in ("person", "organization", "place") else "other"
        if label == "person" and xpos[tops[0]] == "NNPS":
            label = "people"
        spans.append((left, right, label))
    return mark_spans(len(words), sorted(spans, key=lambda span: span[2] == "other"))


def read_columns(path: Path, source: str, guideline: str, word: int, label: int, separator: str | None = None) -> list[Sentence]:
    """Sentences of an IOB file; IOB1 labels become IOB2, a label the guideline does not know becomes O by its meanings."""
    found = []
    document = ""
    for block in re.split(r"\n\s*\n", read_text(path).strip()):
        words, labels = [], []
        before = "O"
        for line in block.split("\n"):
            if line.startswith("# newdoc id = "):
                document = line[14:].strip()
            cells = line.split(separator)
            if line.startswith("#") or len(cells) <= max(word, label):
                continue
            mark = cells[label]
            if mark.startswith("I-") and before[2:] != mark[2:]:
                mark = "B-" + mark[2:]
            words.append(cells[word])
            labels.append(mark)
            before = mark
        if words and words[0] != "-DOCSTART-":
            found.append(Sentence(source=source, words=words, entities=labels, guideline=guideline, document=document))
    return found


def read_frames(path: Path) -> dict[str, list[tuple[int, str, list[str]]]]:
    """Words joined by blanks -> predicates (place, roleset, BIO roles)."""
    return {
        " ".join(row["words"]): [(place, roleset, roles) for place, roleset, roles in row["props"]] for row in json.loads(read_text(path))
    }


def join_frames(trees: list[Sentence], frames: dict[str, list[tuple[int, str, list[str]]]]) -> Iterator[Sentence]:
    """Trees with the predicates of the same words; the role of a span goes to its syntactic head."""
    for tree in trees:
        rows = frames.get(" ".join(tree.words))
        if rows is None or tree.heads is None or tree.relations is None:
            yield tree
            continue
        joined = []
        for place, roleset, labels in rows:
            roles: dict[int, str] = {}
            for first, last, role in sorted(find_spans(labels)):
                if role != "V":
                    roles.setdefault(find_top(tree.heads, tree.relations, first, last), role)
            joined.append(Frame(place, roleset, roles))
        yield replace(tree, frames=joined)


def find_top(heads: list[int], relations: list[str], first: int, last: int) -> int:
    """The word of a span whose head lies outside it; the first that is no punctuation or link word where there are several."""
    tops = [place for place in range(first, last + 1) if not first <= heads[place] - 1 <= last]
    good = [place for place in tops if relations[place] not in ("punct", "case", "mark", "cc")]
    return (good or tops or [first])[0]
