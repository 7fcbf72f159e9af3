"""The sentences of the corpora that the hand-coded clauses point into: which documents are open to coding, with source and licence.

Fixed choices: of UD EWT only train and dev (weblogs, newsgroups); of GUM only genres without a non-commercial clause; of re3d the half of
the documents whose hashed id begins with an odd digit, the other half stays for tests; of the PLOVER gold records one document each.
"""

from __future__ import annotations

import json
import lzma
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from offing.errors import EvalError
from offing.eval.codings import hash_text
from offing.language.sentences import split_sentences

GUM_LICENCES = {
    "news": "CC BY 2.5 (Wikinews)",
    "interview": "CC BY 2.5 (Wikinews)",
    "speech": "public domain or CC, by document",
    "court": "public domain",
    "bio": "CC BY-SA 3.0 (Wikipedia)",
    "textbook": "CC BY 4.0 (OpenStax)",
}
RE3D_LICENCES = {
    "Australian Department of Foreign Affairs": "CC BY 3.0 AU",
    "CENTCOM": "public domain (US government)",
    "UK Government": "Open Government Licence 3.0",
    "US State Department": "public domain (US government)",
    "Wikipedia": "CC BY-SA 3.0",
}


class Sentence(Struct, frozen=True):
    """A sentence of a corpus: `id` is `corpus:name`, `document` its document, in order; `held` see `Row`."""

    id: str
    corpus: str
    document: str
    text: str
    source: str
    licence: str
    held: bool = False


def read_trees(path: Path) -> Iterator[tuple[str, str, str]]:
    """(document, sentence id, text) of an xz-packed CoNLL-U file, in order."""
    document = name = ""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                document = line[14:].strip()
            elif line.startswith("# sent_id = "):
                name = line[12:].strip()
            elif line.startswith("# text = "):
                yield document, name, line[9:].rstrip("\n")


def read_gum(root: Path) -> Iterator[Sentence]:
    """GUM: news, interviews, speeches, court, biographies and textbooks. The news of the parser's dev and test parts are marked held."""
    for part in ("gumclean-train", "gumclean-dev", "gumclean-test", "gumnews-held"):
        for document, name, text in read_trees(root / "language" / f"{part}.conllu.xz"):
            genre = document.split("_")[1]
            if genre in GUM_LICENCES:
                held = part != "gumclean-train"
                yield Sentence(f"gum:{name}", "gum", document, text, f"UD English GUM 2.16, {genre}, {part}", GUM_LICENCES[genre], held)


def read_ewt(root: Path) -> Iterator[Sentence]:
    """UD EWT: weblogs and newsgroups of train and dev; dev is marked held (the parser is chosen on it)."""
    for part in ("train", "dev"):
        for document, name, text in read_trees(root / "language" / f"ewt-{part}.conllu.xz"):
            if document.startswith(("weblog", "newsgroup")):
                genre = document.split("-")[0]
                yield Sentence(
                    f"ewt:{name}", "ewt", document, text, f"UD English EWT 2.16, {genre}, {part}", "CC BY-SA 4.0", part != "train"
                )


def is_for_training(document: str) -> bool:
    """Whether a re3d document is of the half that may be coded and trained on: the same half as in training/language."""
    return int(hash_text(document)[0], 16) % 2 == 1


def read_re3d(root: Path) -> Iterator[Sentence]:
    """re3d: the training half, cut into sentences by the house's splitter."""
    for publisher, licence in RE3D_LICENCES.items():
        for line in (root / "events" / "re3d_open" / publisher / "documents.json").read_text("utf-8").splitlines():
            if not line.strip():
                continue
            report = json.loads(line)
            if is_for_training(report["_id"]):
                for number, (start, end) in enumerate(split_sentences(report["text"]), 1):
                    name = f"re3d:{report['_id'][:12]}-{number}"
                    yield Sentence(name, "re3d", report["_id"], " ".join(report["text"][start:end].split()), f"re3d, {publisher}", licence)


def read_geovirus(root: Path) -> Iterator[Sentence]:
    """GeoVirus: Wikinews reports on epidemics; passages of one report are one document."""
    articles = ElementTree.parse(root / "claims" / "place" / "GeoVirus.xml").getroot().findall("article")
    counts: dict[str, int] = {}
    for article in articles:
        document = (article.findtext("source") or "").rsplit("/", 1)[-1]
        text = article.findtext("text") or ""
        for start, end in split_sentences(text):
            counts[document] = counts.get(document, 0) + 1
            words = " ".join(text[start:end].split())
            name = f"geovirus:{hash_text(document)[:8]}-{counts[document]}"
            yield Sentence(name, "geovirus", document, words, "GeoVirus (Wikinews)", "CC BY 2.5 (Wikinews)")


def read_plover(root: Path) -> Iterator[Sentence]:
    """The PLOVER gold records: each a document of one sentence."""
    for record in json.loads((root / "events" / "plover" / "PLOVER_GSR_CAMEO.txt").read_text("utf-8")):
        if "text" in record:
            name = f"record-{hash_text(record['id'])[:8]}"  # its own name would give the answer away
            text = " ".join(record["text"].split())
            yield Sentence(f"plover:{name}", "plover", name, text, "PLOVER gold records 0.5b1", "CC BY-SA 4.0")


READERS = {"gum": read_gum, "ewt": read_ewt, "re3d": read_re3d, "geovirus": read_geovirus, "plover": read_plover}


def read_corpora(root: Path, names: tuple[str, ...] = tuple(READERS)) -> dict[str, Sentence]:
    """Sentences by id; `root` holds `language/`, `events/` and `claims/`. Raises EvalError when a file is missing or broken."""
    try:
        return {sentence.id: sentence for name in names for sentence in READERS[name](root)}
    except (OSError, lzma.LZMAError, ElementTree.ParseError, ValueError, KeyError) as problem:
        hint = "Give the folder that holds language/, events/ and claims/ with the corpora that docs/codebook-data.md names."
        raise EvalError(f"{root}: a corpus cannot be read ({str(problem)[:120]})", hint=hint) from problem
