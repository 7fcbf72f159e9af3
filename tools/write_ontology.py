"""Write docs/ontology.md, the page of the sixteen event types and ten statuses, from tables/actions.yaml: `python -m tools.write_ontology`.

Nothing on the page is written by hand: types, words and sentences are those of the table, what a status means is that of docs/reference.md.
tests/test_tables.py keeps the page as fresh as the table and runs every sentence.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from offing.ontology import Action, Frame, Says, load_actions
from offing.records import Status

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "ontology.md"
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
BY_READER = 0.95  # share of the sentences that must code so which the coder as installed reaches
BY_RULES = 0.9  # the same for the rules alone, without the language model
KEPT_OUT = 0.94  # share of the sentences that must not code so which both leave alone
SHOWN = 3
WIDTH = 140

INTRO = """# Event types and statuses
Written from `src/offing/tables/actions.yaml` by `python -m tools.write_ontology`; do not edit by hand.

The sixteen types are those of the PLOVER manual (Open Event Data Alliance, February 2024), with its intensities from -10 (conflict) to 10
(cooperation). CAMEO is the root under which a type is exported. Rolesets are senses of PropBank 3.4 that express the type; some express
more than one. Words and nouns are what the rules look for; most need a fitting party or another word beside them. Adding a type or a word
is a change of the table, not of the code.

Every sentence here is a test, and all are ours. Those that code so give a claim of the type, with the parties (a state, or how their code
begins), status and mode that stand behind them. Those that do not are near misses: another type, sport, business, weather, a figure of
speech. A reader that has learnt is not always right: of the sentences that code so the coder as installed gets at least {reader} in 100,
the rules alone, without the language model, {rules}; of those that do not, both leave {kept} in 100 alone.
"""


def fold(words: Iterable[str]) -> str:
    """Words in order without repeats, folded to the width of the page; "none" when there are none."""
    return textwrap.fill(", ".join(dict.fromkeys(words)) or "none", WIDTH, break_on_hyphens=False, break_long_words=False)


def list_words(frames: Sequence[Frame]) -> str:
    """The words of frames."""
    return fold(word for frame in frames for word in frame.words)


def show_coding(says: Says) -> str:
    """What a sentence must code as beyond its type, in brackets; empty when nothing more is asked."""
    sides = f"{says.who or '…'} → {says.whom or '…'}" if says.who or says.whom else ""
    parts = [part for part in (sides, says.status, says.mode) if part]
    return f" ({', '.join(parts)})" if parts else ""


def write_type(action: Action) -> str:
    """The section of one type."""
    rows = [
        f"## {action.code}",
        f"{action.gloss[:1].upper()}{action.gloss[1:]}. {QUADS[action.quad].capitalize()} (quad class {action.quad}), "
        f"intensity {action.intensity:g}, CAMEO {action.cameo}. Modes: {fold(action.modes)}.",
        f"\n**Rolesets**\n{fold(f'`{name}`' for name in action.rolesets)}",
        f"\n**Words**\n{list_words(action.verbs)}",
        f"\n**Nouns**\n{list_words(action.nouns)}",
        "\n**Codes so**",
        *(f"- {says.text}{show_coding(says)}" for says in action.says),
        "\n**Does not**",
        *(f"- {sentence}" for sentence in action.nots),
    ]
    return "\n".join(rows)


def read_glosses() -> dict[str, str]:
    """What each status means, from the table of docs/reference.md."""
    rows = re.findall(r"^\| (\w+) \| (.+) \|$", (DOCS / "reference.md").read_text("utf-8"), re.MULTILINE)
    names = {status.value for status in Status}
    return {name: gloss for name, gloss in rows if name in names}


def write_statuses(actions: Sequence[Action]) -> str:
    """The section of the statuses, each with sentences of different types."""
    glosses = read_glosses()
    rows = ["## The ten statuses", "A type does not change with its status: a meeting that is planned is CONSULT, planned."]
    for status in Status:
        firsts = [next((says for says in action.says if says.status == status.value), None) for action in actions]
        shown = [f"- {says.text} ({action.code})" for action, says in zip(actions, firsts, strict=True) if says is not None]
        rows += [f"\n**{status.value}**: {glosses[status.value]}", *shown[:: max(1, len(shown) // SHOWN)][:SHOWN]]
    return "\n".join(rows)


def write_page() -> str:
    """The whole page."""
    actions = tuple(load_actions().values())
    table = ["| type | what | quad | intensity | CAMEO |", "|---|---|---|---|---|"]
    table += [f"| [{one.code}](#{one.code.lower()}) | {one.gloss} | {one.quad} | {one.intensity:g} | {one.cameo} |" for one in actions]
    parts = [
        INTRO.format(reader=f"{100 * BY_READER:.0f}", rules=f"{100 * BY_RULES:.0f}", kept=f"{100 * KEPT_OUT:.0f}"),
        "\n".join(table),
        write_statuses(actions),
        *map(write_type, actions),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(write_page(), "utf-8")
    print(f"{PAGE}: {len(PAGE.read_text('utf-8').splitlines())} lines")
