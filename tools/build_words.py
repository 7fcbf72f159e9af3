"""Build `tables/words.csv.gz` and `tables/tag_pairs.csv`: how often a word form carries a tag, and how often a tag follows a tag.

Counts come from the training parts of UD English EWT and GUM (CC BY-SA 4.0); verbs that those texts lack come from the PropBank frame
names (CC BY-SA 4.0), inflected with lemminflect (MIT). No sentence of any of them is kept.
Run: `python tools/build_words.py LANGUAGE_DATA`.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from lemminflect import getInflection, getLemma

TABLES = Path(__file__).parent.parent / "src" / "offing" / "tables"
FILES = ("ewt-train.conllu.xz", "gumclean-train.conllu.xz")
FRAMES = "propbank-frames-3.4.json.xz"
VERB_TAGS = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
SAME = {"NNPS": "NNP", "AFX": "JJ", "ADD": "NN", "XX": "NN", "GW": "NN", "$": "SYM", "#": "SYM", "LS": "CD", "``": "''", "-LRB-": ",",
        "-RRB-": ",", ":": ",", "HYPH": ",", "NFP": ",", "RBS": "RB", "JJS": "JJ", "WP$": "WP", "''": ","}  # fmt: skip


def read_sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    """Sentences of a CoNLL-U file as (form, tag) pairs."""
    rows: list[tuple[str, str]] = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) == 10 and cells[0].isdigit():
                rows.append((cells[1], SAME.get(cells[4], cells[4])))
            elif not line.strip() and rows:
                yield rows
                rows = []
    if rows:
        yield rows


def find_lemma(form: str, tag: str) -> str:
    """The dictionary form of a word under a tag."""
    kind = "VERB" if tag.startswith("VB") else "NOUN" if tag.startswith("NN") else ""
    if not kind or tag in ("VB", "VBP", "NN", "NNP"):
        return form
    found = getLemma(form, upos=kind)
    return str(found[0]) if found else form


def main(source: Path) -> None:
    """Count, add the verbs, write both tables sorted."""
    words: dict[str, Counter[str]] = defaultdict(Counter)
    pairs: Counter[tuple[str, str]] = Counter()
    for name in FILES:
        for rows in read_sentences(source / name):
            before = "<s>"
            for place, (form, tag) in enumerate(rows):
                if tag != "NNP" or form.isupper() or place == 0:
                    words[form.lower()][tag] += 1
                else:
                    words[form][tag] += 1
                pairs[before, tag] += 1
                before = tag
            pairs[before, "</s>"] += 1
    with lzma.open(source / FRAMES, "rt", encoding="utf-8") as lines:
        names = [frame["id"] for frame in json.load(lines)]
    for name in sorted({str(key).split(".")[0] for key in names}):
        if re.fullmatch(r"[a-z]{2,}", name):
            for tag in VERB_TAGS:
                for form in getInflection(name, tag=tag)[:1]:
                    words[form.lower()][tag] += 1
    body = io.StringIO()
    sheet = csv.writer(body, lineterminator="\n")
    sheet.writerow(("form", "tag", "count", "lemma"))
    for form in sorted(words):
        total = sum(words[form].values())
        for tag, count in sorted(words[form].items()):
            if count * 50 >= total and re.search(r"[A-Za-z]", form):
                lemma = find_lemma(form, tag)
                sheet.writerow((form, tag, count, "" if lemma == form else lemma))
    with gzip.GzipFile(TABLES / "words.csv.gz", "wb", mtime=0) as target:
        target.write(body.getvalue().encode())
    with open(TABLES / "tag_pairs.csv", "w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(("tag", "next", "count"))
        writer.writerows((left, right, count) for (left, right), count in sorted(pairs.items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
