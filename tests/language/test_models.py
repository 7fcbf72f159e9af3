"""The shipped model: what damage says, and that company, order and threads change nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from offing.case import Case
from offing.checks import check_analyzer
from offing.cli.running import describe_case
from offing.errors import AnalyzerError
from offing.language import ModelAnalyzer, RulesAnalyzer, choices, choose_analyzer, models, open_analyzer
from offing.pipeline import run_pipeline
from offing.records import Claim

LONG = " ".join(f"On day {number} the Norland army shelled the depot near Kharga and left," for number in range(60))
SENTENCES = [
    "Norland's army shelled two depots near Kharga on Monday, the ministry said.",
    "NORLAND ARMY SHELLS KHARGA DEPOTS, MINISTRY SAYS",
    "norland army shells kharga",
    "“We will not leave,” said Gen. Ada Brook; nobody did.",
    "Rebel-held towns in the U.S.-backed zone were hit by Sudra's jets.",
    "Did the envoy resign?",
    "No.",
    "Talks over the Kharga dam, begun in 2019 and broken off twice, resumed in Port Ansel.",
    "The strike, which killed four, was condemned by Orland, Sudra and the Union.",
    "He said she said they had said so.",
    "If Norland attacks, Sudra will answer, its president warned late on Tuesday.",
    "KHARGA, March 3 — Two soldiers were freed.",
    "1,200 people – most of them women – fled.",
    "Neither side confirmed it.",
    "What the minister meant was not clear.",
    "Police arrested Omar Tell, 34, and his brother.",
    "Orland’s parliament voted 112-80 to recall its ambassador.",
    "The U.N. Security Council met behind closed doors.",
    "Protesters burned tyres, blocked roads and threw stones at officers.",
    "A bomb exploded.",
    "There were no casualties.",
    "Sudra denied that its drones had crossed the border.",
    "The two countries signed an agreement to exchange prisoners.",
    "It was the army that fired first.",
    "Having lost the town, the rebels withdrew.",
    "“Leave!” he shouted.",
    "President-elect Mara Venn visited the front.",
    "An explosion, a fire, a collapse: nobody knows.",
    "$4.5bn in aid was promised, $1.2m arrived.",
    "Gunmen believed to be from Norland kidnapped a priest.",
    "https://port-ansel.example/a/b?c=d e@f.example #sudra @orland",
    "人は来た。 Войска ушли. الجيش",
    "👩‍🚒 🇺🇳 !!! ¿?",
    "a\tb\x00c\x07 d\u200be\u2028f",
    "x" * 10_000,
    "-" * 500,
    ("word-" * 300) + "end fled.",
    LONG,
    "",
    "   ",
]


@pytest.fixture(scope="module")
def model() -> ModelAnalyzer:
    return ModelAnalyzer()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the weights to damage; the large file is linked where nothing writes to it."""
    folder = tmp_path / "weights"
    shutil.copytree(models.FOLDER, folder)
    return folder


def test_forty_sentences_are_read_alike_in_any_order_and_company(model: ModelAnalyzer) -> None:
    assert len(SENTENCES) == 40
    assert len(LONG.split()) > 600
    made = check_analyzer(model, SENTENCES)
    assert all(len(one.heads) == len(one.tokens) for one in made)
    assert made[-2].tokens == ()
    assert sum(bool(one.predicates) for one in made) > 25


def test_two_threads_read_as_one(model: ModelAnalyzer) -> None:
    assert ModelAnalyzer(threads=2).analyze(SENTENCES[:36]) == model.analyze(SENTENCES[:36])


def test_opening_again_reads_the_same(model: ModelAnalyzer) -> None:
    assert ModelAnalyzer().analyze(SENTENCES[:5]) == model.analyze(SENTENCES[:5])


def refuse(folder: Path, words: str) -> None:
    """Opening says what is wrong and names the way on."""
    with pytest.raises(AnalyzerError, match=words) as told:
        ModelAnalyzer(folder)
    assert "--analyzer rules" in told.value.hint
    assert "again" in told.value.hint


@pytest.mark.parametrize("name", ["model.onnx", "heads.npz", "vocab.txt", "labels.json", "rolesets.json.gz"])
def test_a_flipped_byte_is_named(copy: Path, name: str) -> None:
    spoiled = bytearray((copy / name).read_bytes())
    spoiled[len(spoiled) // 2] ^= 1
    (copy / name).write_bytes(spoiled)
    refuse(copy, f"damaged: {name}")


@pytest.mark.parametrize("name", ["model.onnx", "vocab.txt", "manifest.json"])
def test_a_missing_file_is_named_and_does_not_become_the_rules(copy: Path, name: str) -> None:
    (copy / name).unlink()
    refuse(copy, f"{name} missing")
    assert models.has_weights(copy)


def test_another_contract_is_named(copy: Path) -> None:
    told = json.loads((copy / "manifest.json").read_bytes())
    (copy / "manifest.json").write_text(json.dumps(told | {"contract": 7}), "utf-8")
    refuse(copy, "contract 7")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"model": 3}', "\udcff"])
def test_a_broken_manifest_is_named(copy: Path, text: str) -> None:
    (copy / "manifest.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    refuse(copy, "manifest")
    assert models.name_weights(copy) == "unreadable"


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The default analyzer of an install whose folder of weights is another one."""
    monkeypatch.setattr(choices, "has_weights", lambda: models.has_weights(tmp_path))
    monkeypatch.setattr(choices, "check_files", lambda: models.check_files(tmp_path))
    return tmp_path


PAGE = """Israel's army shells Lebanon

KHARGA, March 3, 2026 (Port Ansel Post) - Israel's army shelled Lebanon on Monday, officials in the town of Kharga said.

Turkey released two Syrian soldiers on Friday after talks that had gone on for a week, and the families of both men were told by telephone.

People in the harbour quarter spent the night in their cellars. The market stayed closed, and the bakers gave their bread away at the door.
"""


def read_page(folder: Path, **chosen: str) -> Case:
    (folder / "page.txt").write_text(PAGE, "utf-8")
    case = Case(folder / "a.db", create=True)
    run_pipeline(case, [folder / "page.txt"], **chosen)  # type: ignore[arg-type]
    return case


def test_without_any_weights_the_rules_read_and_every_claim_says_so(absent: Path) -> None:
    assert choose_analyzer() == "rules"
    case = read_page(absent)
    claims = case.records(Claim)
    assert {claim.analyzer for claim in claims} == {RulesAnalyzer.name}
    assert describe_case(case)["analyzers"] == ["rules-1"]


def test_part_of_the_weights_stops_the_run_before_it_reads_and_the_rules_go_on_when_asked_for(absent: Path) -> None:
    shutil.copy(models.FOLDER / "manifest.json", absent)
    assert choose_analyzer() == "model"
    with pytest.raises(AnalyzerError, match="not complete"):
        read_page(absent)
    assert {claim.analyzer for claim in read_page(absent, analyzer="rules").records(Claim)} == {"rules-1"}


def test_the_model_is_named_by_its_claims(tmp_path: Path) -> None:
    case = read_page(tmp_path, analyzer="model")
    assert describe_case(case)["analyzers"] == [open_analyzer("model").name]
