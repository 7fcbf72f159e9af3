"""Prints the sentences of corpora, numbered, by document, each stretch with one sentence of context before it.

python -m training.events.list_sentences DATA [--corpus gum ewt ...] [--document PART ...] [--documents]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from offing.eval.corpora import READERS, Sentence, read_corpora


def print_lines(sentences: Iterable[Sentence], everything: dict[str, Sentence]) -> Iterator[str]:
    """Lines of a work list: a heading for each document, `#number id`, the sentence below; `(before)` where a stretch begins inside."""
    order = list(everything)
    place = {name: index for index, name in enumerate(order)}
    last, document = -1, ""
    for number, sentence in enumerate(sentences, 1):
        index = place[sentence.id]
        if sentence.document != document:
            yield f"\n== {sentence.document} | {sentence.source}{' | held' if sentence.held else ''}"
            document = sentence.document
        if index != last + 1 and index and everything[order[index - 1]].document == document:
            yield f"(before) {everything[order[index - 1]].text}"
        yield f"#{number} {sentence.id}"
        yield f"    {sentence.text}"
        last = index


def main(words: list[str] | None = None) -> int:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--corpus", nargs="*", choices=list(READERS), default=list(READERS))
    parser.add_argument("--document", nargs="*", default=[], help="only documents whose name holds one of these")
    parser.add_argument("--documents", action="store_true", help="only the names of the documents, with their sizes")
    wanted = parser.parse_args(words)
    everything = read_corpora(wanted.data, tuple(wanted.corpus))
    chosen = [s for s in everything.values() if not wanted.document or any(part in s.document for part in wanted.document)]
    if wanted.documents:
        sizes: dict[str, int] = {}
        for sentence in chosen:
            sizes[f"{sentence.corpus} {sentence.document}"] = sizes.get(f"{sentence.corpus} {sentence.document}", 0) + 1
        for name, size in sizes.items():
            print(size, name)
    else:
        for line in print_lines(chosen, everything):
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
