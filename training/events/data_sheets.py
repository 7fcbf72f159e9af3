"""The figures of `docs/codebook-data.md`, written from the codings: nothing in them is typed by hand.

    python -m training.events.data_sheets [--write]

They stand between two marks of the page; the rest of it is prose. Agreement is that of the passes before anything was settled.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from offing.eval.codings import LESSONS, PARTS, STATUSES, Row, count_clauses, load_rows
from offing.ontology import load_actions
from training.events.agreement import compare_rows
from training.events.check import count_labels
from training.events.loader import CODINGS, FIRST, SECOND
from training.events.split import split_rows

PAGE = Path(__file__).parents[2] / "docs" / "codebook-data.md"
OPEN, CLOSE = "<!-- figures: written by training.events.data_sheets -->", "<!-- end of figures -->"


def draw_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def describe_size(rows: Sequence[Row]) -> str:
    """One line: sentences, clauses, empty and own ones."""
    own = count_clauses(row for row in rows if row.corpus == "own")
    empty = [row for row in rows if not row.events]
    tempting = sum(bool(row.tempting) for row in empty)
    clauses = count_clauses(rows)
    lessons = [row for row in rows if row.document.startswith(LESSONS)]
    return (
        f"{len(rows):,} sentences, {clauses:,} clauses (events, and one for each sentence without any). {len(empty):,} sentences hold "
        f"no event, {tempting:,} of these a word that tempts. {own:,} clauses ({own / clauses:.0%}) are our own sentences. "
        f"Lessons, written to teach and read once: {len(lessons):,} sentences, {count_clauses(lessons):,} clauses, all in train.\n"
    )


def describe_sources(rows: Sequence[Row]) -> str:
    """Sources with licence, sentences and clauses; the part of a source that other tasks keep from training is marked."""
    groups: dict[tuple[str, str, bool], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.source, row.licence, row.held), []).append(row)
    lines = [
        (source, licence, len(members), count_clauses(members), "held" if held else "")
        for (source, licence, held), members in sorted(groups.items())
    ]
    return draw_table(("source", "licence of the text", "sentences", "clauses", ""), lines)


def describe_labels(rows: Sequence[Row]) -> str:
    """Types by part, statuses by part."""
    parts = split_rows(rows)
    counts = {part: count_labels(members) for part, members in parts.items()}
    tables = []
    for field, names in (("type", tuple(load_actions())), ("status", STATUSES)):
        whole = Counter(label for part in PARTS for label in counts[part][field].elements())
        tables.append(
            draw_table((field, *PARTS, "all"), [(name, *(counts[part][field][name] for part in PARTS), whole[name]) for name in names])
        )
    sizes = [
        (part, len({row.document for row in members}), len(members), count_clauses(members),
         count_clauses(row for row in members if row.corpus == "own")) for part, members in parts.items()
    ]  # fmt: skip
    return "\n".join((draw_table(("part", "documents", "sentences", "clauses", "of these own"), sizes), *tables))


def describe_agreement(first: Sequence[Row], second: Sequence[Row]) -> str:
    """Raw agreement and kappa for each field over the sentences of both passes: all, those of corpora, our own."""
    shown = {row.id for row in second}
    both = [row for row in first if row.id in shown]
    groups = (both, [row for row in both if row.corpus != "own"], [row for row in both if row.corpus == "own"])
    columns = [{field.field: field for field in compare_rows(group, second)[0]} for group in groups]
    lines = []
    for name, whole in columns[0].items():
        parts = [column[name] for column in columns if name in column]
        lines.append((name, whole.number, *(f"{part.raw:.3f} / {part.kappa:.3f}" for part in parts)))
    size = (
        f"{len(both)} sentences, {count_clauses(both)} clauses of the first pass ({count_clauses(groups[2])} own). Raw share / kappa:\n\n"
    )
    return size + draw_table(("field", "compared", "all", "corpora", "own"), lines)


def render_figures() -> str:
    """All figures, as they stand between the marks."""
    rows = load_rows(CODINGS)
    sections = (
        ("Size", describe_size(rows)),
        ("Sources", describe_sources(rows)),
        ("Parts and labels", describe_labels(rows)),
        ("Agreement", describe_agreement(load_rows(FIRST), load_rows(SECOND))),
    )
    return "\n".join(f"### {head}\n{body}" for head, body in sections)


def replace_figures(page: str, figures: str) -> str:
    """The page with the figures between its marks. Raises ValueError when a mark is missing."""
    before, mark, rest = page.partition(OPEN)
    _, end, after = rest.partition(CLOSE)
    if not mark or not end:
        raise ValueError(f"the page needs the marks {OPEN} and {CLOSE}")
    return f"{before}{OPEN}\n{figures}{CLOSE}{after}"


def main(words: list[str] | None = None) -> int:
    """Prints the figures, or writes them into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    if parser.parse_args(words).write:
        PAGE.write_text(replace_figures(PAGE.read_text("utf-8"), render_figures()), "utf-8")
    else:
        print(render_figures())
    return 0


if __name__ == "__main__":
    sys.exit(main())
