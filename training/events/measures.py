"""Whether a sentence stands in a set that is only for measuring: word sequences of its files against those of the sentences.

Both sides are lower-cased and cut to letters and digits. A sentence is looked for by its runs of eight words, a shorter one by itself.
"""

from __future__ import annotations

import gzip
import json
import lzma
import re
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

# Files of the class "measure" below the folder of data sets, and the pages whose text stays out of the project.
PATTERNS = (
    "events/eval_only/*",
    "events/petrarch_gold/*.xml",
    "events/spanish_gold/*",
    "claims/polnear/*/text/*",
    "claims/time_tbaq/*",
    "claims/factuality/uw/*",
    "claims/place/TR-News.xml",
    "claims/place/lgl.xml",
    "reuse/*",
    "pages/**/*",
    "../seeds/**/*",
)
RUN = 8
SHORTEST = 5
_WORD = re.compile(r"[a-z0-9]+")
_TAG = re.compile(r"<[^<>]{1,400}>")


class Overlap(Struct, frozen=True):
    """A sentence that shares words with a measure set: `share` of its runs found in the file, 1.0 is all."""

    id: str
    file: str
    share: float


def cut_words(text: str) -> list[str]:
    """Lower-case words of letters and digits."""
    return _WORD.findall(text.lower())


def make_runs(words: list[str]) -> list[str]:
    """Runs of RUN words; the whole when it is shorter, nothing below SHORTEST words."""
    if len(words) < RUN:
        return [" ".join(words)] if len(words) >= SHORTEST else []
    return [" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for member in value:
            yield from _strings(member)
    elif isinstance(value, dict):
        for member in value.values():
            yield from _strings(member)


def _plain(name: str, text: str) -> Iterator[str]:
    """The running text of a file: columns joined, JSON strings decoded, tags dropped."""
    if name.endswith((".json", ".jsonl")):
        for part in [text] if name.endswith(".json") else text.splitlines():
            if part.strip():
                yield from _strings(json.loads(part))
    elif name.endswith(".conll"):
        rows = [line.split("\t") for line in text.splitlines()]
        yield " ".join(row[1] for row in rows if len(row) > 1)
    else:
        yield _TAG.sub(" ", text)


def read_measure_files(root: Path) -> Iterator[tuple[str, Iterable[str]]]:
    """(name, texts) of each file of the measure sets below `root`; files without text (tables, pictures) are passed over."""
    for path in sorted({path for pattern in PATTERNS for path in root.glob(pattern) if path.is_file()}):
        name = path.name
        if name.endswith((".parquet", ".md", ".png", ".jpg", ".pdf")):
            continue
        if ".tar" in name:
            with tarfile.open(path) as archive:
                for member in archive.getmembers():
                    file = archive.extractfile(member)
                    if file:
                        yield f"{name}/{member.name}", list(_plain(member.name, file.read().decode("utf-8", "replace")))
            continue
        raw = path.read_bytes()
        if name.endswith(".gz"):
            raw, name = gzip.decompress(raw), name[:-3]
        elif name.endswith(".xz"):
            raw, name = lzma.decompress(raw), name[:-3]
        yield str(path.relative_to(root)) if path.is_relative_to(root) else name, _plain(name, raw.decode("utf-8", "replace"))


def find_overlaps(sentences: Mapping[str, str], root: Path) -> list[Overlap]:
    """Sentences (id -> text) that share a run with a measure file, the largest share first."""
    runs: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    for name, text in sentences.items():
        own = set(make_runs(cut_words(text)))
        sizes[name] = len(own)
        for run in own:
            runs.setdefault(run, []).append(name)
    lengths = sorted({run.count(" ") + 1 for run in runs})
    found: list[Overlap] = []
    for file, texts in read_measure_files(root):
        hits: set[str] = set()
        for text in texts:
            words = cut_words(text)
            for length in lengths:
                hits |= {run for start in range(len(words) - length + 1) if (run := " ".join(words[start : start + length])) in runs}
        counts: dict[str, int] = {}
        for run in hits:
            for name in runs[run]:
                counts[name] = counts.get(name, 0) + 1
        found += [Overlap(name, file, count / sizes[name]) for name, count in counts.items()]
    return sorted(found, key=lambda overlap: (-overlap.share, overlap.id, overlap.file))
