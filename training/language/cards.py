"""The model card and the notice that travel with the weights, written from the manifest and the scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from training.language.manifests import SOURCES

_NAMES = {
    "ewt": "UD English EWT, test",
    "gum-news": "GUM news, held (dev and test; 149 sentences)",
    "gum-news-capitals": "The same news, every letter made a capital",
    "uner": "UNER EWT, test",
    "crossner": "CrossNER politics, test (PER, ORG, LOC)",
    "re3d": "re3d, test half (PER, ORG, LOC, NORP, WEAPON)",
    "own": "our own sentences, watched part (7 types)",
}
_COLUMNS = (
    "las",
    "las_subtypes",
    "uas",
    "xpos",
    "upos",
    "entities",
    "predicates",
    "rolesets",
    "arguments",
    "arguments_core",
    "arguments_end",
)


def write_card(weights: Path) -> None:
    """MODEL_CARD.md from manifest.json and scores.json."""
    manifest = json.loads((weights / "manifest.json").read_text("utf-8"))
    path = weights / "scores.json"
    scores = json.loads(path.read_text("utf-8")) if path.exists() else {}
    lines = [
        f"# {manifest['model']} {manifest['version']} ({manifest['date']})",
        "",
        "English sentences to tags, trees, names, predicates, argument heads and acts in one pass. MiniLM (uncased, with a case-shape",
        f"embedding; {_tell_size(manifest['encoder'])}) and light heads; 8-bit weights.",
        "Licence of these files: CC BY-SA 4.0 (see LICENSE and NOTICE).",
        "How they were made: `training/language/README.md`; again with `make train`.",
        "",
        "## Use and limits",
        "* For news in English. Learnt from web text, wiki news and press releases of 2000 to 2020; younger names are known by their",
        "  context only.",
        "* Names follow the guideline `house` (titles and articles left out; countries GPE even as actors; NORP for peoples and parties'",
        "  members). It rests on few sentences of our own and on five corpora whose guidelines differ; the fine types GPE, LOC and",
        "  FACILITY are less sure than their sum.",
        "* WEAPON was learnt from little text. Rare senses of predicates and roles beyond ARG2 are weak.",
        "* A score is no probability that an event took place; nothing here reads for truth.",
        "",
        *_tell_tables(scores),
        "## Training data",
        *(f"* {name}: {use}. {licence}." for name, use, licence in SOURCES),
        "",
        "Never trained on: any test part, the held news, re3d's test half (documents whose SHA-256 of the id begins with an even digit).",
        f"{manifest['training_seconds']} seconds of wall time to step {manifest['best_step']}; torch {manifest['torch']}; plan:",
        f"`{json.dumps(manifest['plan'])}`. {manifest['note']}".rstrip(),
        "",
        "## Files",
        *(f"* `{name}` {row['size']} bytes, sha256 {row['sha256']}" for name, row in manifest["files"].items()),
        "",
        "The hashes of all inputs are in `manifest.json`.",
    ]
    (weights / "MODEL_CARD.md").write_text("\n".join(lines) + "\n", "utf-8")


def _tell_size(size: dict[str, Any]) -> str:
    """The size of the encoder in words."""
    bend = "cut off at zero" if size["rectified"] else "GELU"
    layers = list(zip(size["heads"], size["inner"], strict=True))
    told = [f"{heads} heads and {inner} inner units" for heads, inner in (layers[:1] if len(set(layers)) == 1 else layers)]
    return f"{len(layers)} layers of {size['width']}, {'each with ' if len(told) == 1 else 'with '}{', '.join(told)}, {bend}"


def _tell_tables(scores: dict[str, Any]) -> list[str]:
    """One table for each test set: the small model by genre with intervals, the float32 model beside it."""
    if not scores:
        return ["## Scores", "Not scored.", ""]
    lines = ["## Scores (percent; in brackets where 95 of 100 bootstrap draws of sentences lie)"]
    for name, genres in scores["int8"].items():
        kinds = [kind for kind in _COLUMNS if kind in genres["all"]]
        lines += ["", f"### {_NAMES[name]}", f"| | sentences | {' | '.join(kinds)} |", f"|{'---|' * (len(kinds) + 2)}"]
        rows = [(genre, row) for genre, row in genres.items()]
        if "float32" in scores:
            rows.insert(1, ("all, float32", scores["float32"][name]["all"]))
        peer = scores.get("peer", {})
        if name in peer:
            title = f"all, spaCy {peer['spacy']} from scratch, {peer['training_cpu_seconds']} CPU-seconds"
            rows.insert(2, (title, {"sentences": genres["all"]["sentences"], **peer[name]}))
        for genre, row in rows:
            cells = [f"{row[kind][0]} ({row[kind][1]}-{row[kind][2]})" if kind in row else "" for kind in kinds]
            lines.append(f"| {genre} | {row['sentences']} | {' | '.join(cells)} |")
    return [*lines, "", *(f"* `{kind}`: {meaning}" for kind, meaning in scores["meanings"].items()), ""]


def write_notice(weights: Path) -> None:
    """NOTICE and LICENSE."""
    lines = [
        "offing-minilm-en: weights and tables made from openly licensed texts and annotations. Changes were made to all of them: they were",
        "learnt from, not copied; `rolesets.json.gz` is a list of PropBank's roleset names with counts.",
        "",
        *(f"* {name}: {use}. {licence}." for name, use, licence in SOURCES),
        "",
        "UD English EWT: Silveira et al. 2014, https://universaldependencies.org. UD English GUM: Zeldes 2017, https://gucorpling.org/gum.",
        "PropBank: Palmer, Gildea and Kingsbury 2005; Pradhan et al. 2022, https://propbank.github.io. UNER: Mayhew et al. 2024,",
        "https://www.universalner.org. WikiGold: Balasuriya et al. 2009. CrossNER: Liu et al. 2021. re3d: Dstl and Aleph Insights 2017;",
        "contains public sector information licensed under the Open Government Licence v3.0; source: Australian Department of Foreign",
        "Affairs, CC BY 3.0 AU.",
        "MiniLM: Wang et al. 2020, Apache-2.0, https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2.",
    ]
    (weights / "NOTICE").write_text("\n".join(lines) + "\n", "utf-8")
    licence = (
        "The files of this folder are licensed under the Creative Commons Attribution-ShareAlike 4.0 International licence\n"
        "(CC BY-SA 4.0). Full text: https://creativecommons.org/licenses/by-sa/4.0/legalcode\n\n"
        "You may copy, change and use them, also commercially, when you name Offing and the sources listed in NOTICE, say what you\n"
        "changed, and pass on what you adapted from them under the same licence. The program around them is under Apache-2.0 (see the\n"
        "LICENSE of the project).\n"
    )
    (weights / "LICENSE").write_text(licence, "utf-8")
