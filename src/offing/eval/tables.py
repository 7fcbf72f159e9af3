"""Scores as a text table for people, and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from offing.eval.scores import Figure, Scores

_SHOWN = 40
_LISTED = 400  # in the page; where more was missed, --json lists it


def say_value(value: float | None) -> str:
    """A figure's value: counts and what is above 100 without decimals, shares with three."""
    if value is None:
        return "-"
    whole = abs(value) >= 100 or (value == int(value) and abs(value) > 1)
    return f"{value:.0f}" if whole else f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def say_interval(figure: Figure) -> str:
    """The 95 % interval, or "-"."""
    return f"{say_value(figure.low)} to {say_value(figure.high)}" if figure.low is not None else "-"


def say_bar(figure: Figure) -> str:
    """The bar with its direction, or "-" when none is set."""
    if figure.bar is None:
        return "-"
    return {"high": ">= ", "low": "<= ", "exact": "= "}[figure.better] + say_value(figure.bar)


def say_units(figure: Figure) -> str:
    """What the figure was measured over, or "-" for a plain count."""
    return f"{figure.n} {figure.unit}" if figure.unit else "-"


def say_met(figure: Figure) -> str:
    """Whether the bar is met, in a word."""
    return {None: "", True: "met", False: "NOT MET"}[figure.met]


def render_table(scores: Scores, *, shown: int = _SHOWN) -> str:
    """The figures of one run as aligned text, then what was missed (at most `shown` lines, then how many more)."""
    heads = ("figure", "value", "95 % interval", "bar", "", "of", "what")
    rows = [heads] + [
        (
            name,
            say_value(figure.value),
            say_interval(figure),
            say_bar(figure),
            say_met(figure),
            say_units(figure),
            figure.label,
        )
        for name, figure in scores.figures.items()
    ]
    lines = [f"{scores.task} on {scores.data}: {scores.n} documents, {scores.seconds_cpu:.1f} CPU-seconds", ""]
    lines += _align(rows)
    for table in scores.tables:
        lines += ["", table.title, *_align([table.heads, *table.rows])]
    lines += ["", f"missed: {len(scores.misses)}" if scores.misses else "nothing was missed"]
    lines += [f"  {miss}" for miss in scores.misses[:shown]]
    if len(scores.misses) > shown:
        lines.append(f"  and {len(scores.misses) - shown} more (all of them: --json)")
    return "\n".join(lines)


def _align(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines with their columns under each other."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def render_markdown(scores: Scores) -> str:
    """The figures of one run as a Markdown section, with the misses under it; their number alone when they are too many for a page."""
    lines = [f"## `{scores.task}` on {scores.data}", "", f"{scores.n} documents, {scores.seconds_cpu:.1f} CPU-seconds.", ""]
    lines += ["| figure | what | value | 95 % interval | bar | met | of | note |", "|---|---|---|---|---|---|---|---|"]
    for name, figure in scores.figures.items():
        met = {None: "", True: "yes", False: "**no**"}[figure.met]
        cells = (
            f"`{name}`",
            figure.label,
            say_value(figure.value),
            say_interval(figure),
            say_bar(figure),
            met,
            say_units(figure),
            figure.note,
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    for table in scores.tables:
        lines += ["", f"### {table.title}", "", "| " + " | ".join(table.heads) + " |", "|" + "---|" * len(table.heads)]
        lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in table.rows]
    lines += ["", f"Missed ({len(scores.misses)}):" if scores.misses else "Nothing was missed.", ""]
    if len(scores.misses) <= _LISTED:
        lines += [f"- {miss}" for miss in scores.misses]
    else:
        lines.append(f"Too many for this page: `offing eval {scores.task} PATH --json` lists each by its place in the set.")
    return "\n".join(lines).rstrip() + "\n"
