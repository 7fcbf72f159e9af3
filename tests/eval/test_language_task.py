"""Task `language` on a tiny set of our own, in the forms of the real ones.

The gold is written from what the model reads, then spoiled one part at a time: each figure is 1.0 first, and the one that belongs to the
part falls, and no other.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from offing.errors import EvalError
from offing.eval import languages, run_task
from offing.eval.languages import run_language
from offing.language import open_analyzer
from offing.language.parsers import ModelAnalyzer

SENTENCES = [
    "Norland 's army shelled two depots near Kharga on Monday .",
    "Ada Brook , a general , denied that Sudra had attacked Orland .",
    "The envoys will meet in Port Ansel next week .",
    "Police arrested Omar Tell and his brother .",
]
KINDS = {"PERSON": ("PER", "politician"), "ORG": ("ORG", "organisation"), "GPE": ("LOC", "country"), "LOC": ("LOC", "location")}

Row = list[str]
Frame = tuple[int, str, list[str]]


class Gold:
    """The set, part by part, before it is written."""

    def __init__(self) -> None:
        analyzer = open_analyzer("model")
        assert isinstance(analyzer, ModelAnalyzer)
        self.words = [sentence.split() for sentence in SENTENCES]
        readings = [analyzer.read_words(words) for words in self.words]
        self.trees: list[list[Row]] = []
        self.frames: list[list[Frame]] = []
        for words, reading in zip(self.words, readings, strict=True):
            parse = reading.parse
            self.trees.append(
                [
                    [str(at + 1), word, "_", "X", parse.tags[at], "_", str(parse.heads[at] + 1), parse.relations[at], "_", "_"]
                    for at, word in enumerate(words)
                ]
            )
            self.frames.append([(at, f"x.{at}", roles_of(len(words), at, told[2])) for at, told in sorted(reading.predicates.items())])
        self.names = [
            [labels_of(len(words), analyzer.read_words(words, guideline).entities, column) for words in self.words]
            for column, guideline in enumerate(("uner", "crossner"))
        ]

    def write(self, folder: Path) -> Path:
        blocks = ["\n".join([f"# text = {sentence}", *map("\t".join, rows)]) for sentence, rows in zip(SENTENCES, self.trees, strict=True)]
        for name in ("ewt-test.conllu.xz", "gumnews-held.conllu.xz"):
            (folder / name).write_bytes(lzma.compress(("\n\n".join(blocks) + "\n\n").encode()))
        rows = [{"words": words, "props": frames} for words, frames in zip(self.words, self.frames, strict=True)]
        (folder / "propbank-ewt-test.json.xz").write_bytes(lzma.compress(json.dumps(rows).encode()))
        for place, column in (("ner/uner_ewt/en_ewt-ud-test.iob2", 0), ("ner/crossner_politics/test.txt", 1)):
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            blocks = [write_columns(words, labels, column) for words, labels in zip(self.words, self.names[column], strict=True)]
            (folder / place).write_text("\n\n".join(blocks) + "\n", "utf-8")
        return folder


def write_columns(words: list[str], labels: list[str], column: int) -> str:
    rows = enumerate(zip(words, labels, strict=True))
    return "\n".join(f"{word} {label}" if column else f"{at}\t{word}\t{label}" for at, (word, label) in rows)


def roles_of(count: int, place: int, roles: list[tuple[str, int, float]]) -> list[str]:
    """The model's arguments as spans of one word."""
    labels = ["O"] * count
    for role, at, _ in roles:
        labels[at] = f"B-{role}"
    return [*labels[:place], "B-V", *labels[place + 1 :]]


def labels_of(count: int, spans: list[tuple[int, int, str]], column: int) -> list[str]:
    labels = ["O"] * count
    for start, end, kind in spans:
        if kind in KINDS:
            labels[start:end] = [f"B-{KINDS[kind][column]}", *[f"I-{KINDS[kind][column]}"] * (end - start - 1)]
    return labels


@pytest.fixture(scope="module")
def gold() -> Gold:
    return Gold()


@pytest.fixture(autouse=True)
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """One opened model for all runs; the time of opening is the task's own business."""
    monkeypatch.setattr(languages, "ModelAnalyzer", lambda: open_analyzer("model"))


def score(folder: Path) -> dict[str, float | None]:
    return {name: figure.value for name, figure in run_language(folder).figures.items()}


EXACT = ("ewt_las", "ewt_uas", "ewt_tags", "news_las", "news_tags", "predicates", "arguments", "uner_names", "crossner_names")


def test_a_gold_that_the_model_meets_scores_one_everywhere(gold: Gold, tmp_path: Path) -> None:
    scores = run_task("language", gold.write(tmp_path))
    assert {name: scores.figures[name].value for name in EXACT} == dict.fromkeys(EXACT, 1.0)
    assert scores.n == 8
    assert (scores.figures["speed"].value or 0) > 1
    assert (scores.figures["memory"].value or 0) > 1
    assert not [name for name in EXACT if not scores.figures[name].label]


def spoil_relation(gold: Gold) -> None:
    gold.trees[0][0][7] = "vocative"


def spoil_head(gold: Gold) -> None:
    row = gold.trees[3][2]
    row[6] = "6" if row[6] != "6" else "1"


def spoil_tag(gold: Gold) -> None:
    gold.trees[1][0][4] = "UH"


def spoil_predicate(gold: Gold) -> None:
    gold.frames[2].append((0, "the.01", ["B-V", *["O"] * (len(gold.words[2]) - 1)]))


def spoil_role(gold: Gold) -> None:
    at, name, labels = gold.frames[3][0]
    first = next(number for number, label in enumerate(labels) if label.startswith("B-ARG"))
    gold.frames[3][0] = (at, name, [*labels[:first], "B-ARGM-LVB", *labels[first + 1 :]])


def spoil_kind(gold: Gold) -> None:
    labels = gold.names[0][1]
    at = next(number for number, label in enumerate(labels) if label.startswith("B-"))
    labels[at] = "B-ORG" if labels[at] != "B-ORG" else "B-LOC"


def spoil_missing_name(gold: Gold) -> None:
    labels = gold.names[1][0]
    labels[labels.index("O")] = "B-country"


@pytest.mark.parametrize(
    ("spoil", "fallen"),
    [
        (spoil_relation, {"ewt_las", "news_las"}), (spoil_head, {"ewt_las", "ewt_uas", "news_las"}), (spoil_tag, {"ewt_tags", "news_tags"}),
        (spoil_predicate, {"predicates"}), (spoil_role, {"arguments"}), (spoil_kind, {"uner_names"}),
        (spoil_missing_name, {"crossner_names"}),
    ],
)  # fmt: skip
def test_a_wrong_gold_lowers_its_own_figure_alone(spoil: Callable[[Gold], None], fallen: set[str], tmp_path: Path) -> None:
    gold = Gold()
    spoil(gold)
    scores = score(gold.write(tmp_path))
    assert {name for name in EXACT if (scores[name] or 0) < 1.0} == fallen


def test_what_is_absent_or_of_another_form_is_named(gold: Gold, tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="ewt-test"):
        run_task("language", tmp_path)
    gold.write(tmp_path)
    (tmp_path / "ewt-test.conllu.xz").write_bytes(b"plain text")
    with pytest.raises(EvalError, match="CoNLL-U treebank"):
        run_task("language", tmp_path)
    gold.write(tmp_path)
    (tmp_path / "propbank-ewt-test.json.xz").write_bytes(lzma.compress(b'[{"words": ["Elsewhere"], "props": []}]'))
    with pytest.raises(EvalError, match="no sentence of it is in the treebank"):
        run_task("language", tmp_path)


def test_the_recorded_loss_to_eight_bits_is_read() -> None:
    assert structs.asdict(languages._read_recorded()["int8_loss"])["bar"] == 1.0
