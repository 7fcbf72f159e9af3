"""Tasks `times`, `quotes` and `places` on tiny sets of our own, in the forms of the real ones: perfect ones, and each figure falling."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from offing.errors import EvalError
from offing.eval import Scores, run_task
from offing.eval.places import find_nearest, measure_distance, read_country

TIMED = '<TIMEX3 tid="t{at}" type="DATE" value="{value}">{words}</TIMEX3>'
BRIDGE = "The bridge closed on {0}. The fair opened on {1} &amp; the band came."
FERRY = "Harbour master Ida Stenmark said the quay would stay shut. “We will open the gate at noon,” said Olof Brandt, the pilot."
BARGES = "Two barges from Rotterdam reached Lyon on Friday, and a third is due in Vienna."


def pack_documents(path: Path, *values: tuple[str, str], ending: str = ".tml") -> Path:
    """An archive of one document, with its first time on a Tuesday and its second a date."""
    stamps = [TIMED.format(at=at, value=value, words=words) for at, (words, value) in enumerate(values, 1)]
    dated = '<DCT><TIMEX3 tid="t0" type="DATE" value="2021-03-04" functionInDocument="CREATION_TIME">4 March 2021</TIMEX3></DCT>'
    body = f"<TimeML>{dated}<TEXT>\n{BRIDGE.format(*stamps)}\n</TEXT></TimeML>".encode()
    with tarfile.open(path / "tbaq_cleaned.tar.xz", "w:xz") as archive:
        member = tarfile.TarInfo(f"Own/bridge{ending}")
        member.size = len(body)
        archive.addfile(member, io.BytesIO(body))
    return path


def values_of(scores: Scores) -> dict[str, float | None]:
    return {name: figure.value for name, figure in scores.figures.items() if name != "speed"}


def test_times_of_a_perfect_set(tmp_path: Path) -> None:
    path = pack_documents(tmp_path, ("Tuesday", "2021-03-02"), ("3 May 2021", "2021-05-03"))
    for given in (path, path / "tbaq_cleaned.tar.xz"):
        scores = run_task("times", given)
        assert values_of(scores) == {"relaxed_f1": 1.0, "value_f1": 1.0, "weekday_to_date": 1.0}
        assert not scores.misses
        assert scores.figures["speed"].value is not None
        assert scores.figures["speed"].bar == 200


def test_a_wrong_value_costs_the_value_and_the_weekday_only(tmp_path: Path) -> None:
    scores = run_task("times", pack_documents(tmp_path, ("Tuesday", "2021-03-09"), ("3 May 2021", "2021-05-03")))
    assert values_of(scores) == {"relaxed_f1": 1.0, "value_f1": 0.5, "weekday_to_date": 0.0}
    assert set(scores.unmet) >= {"value_f1", "weekday_to_date"}
    assert scores.misses == ("time: bridge at 22-29: 2021-03-09 read as 2021-03-02",)


def test_a_time_too_few_or_too_many_costs_the_relaxed_figure(tmp_path: Path) -> None:
    scores = run_task("times", pack_documents(tmp_path, ("Tuesday", "2021-03-02"), ("the quayside", "2021-05-03")))
    assert scores.figures["relaxed_f1"].value == pytest.approx(2 / 3)
    (tmp_path / "more").mkdir()
    path = pack_documents(tmp_path / "more", ("Tuesday", "2021-03-02"), ("3 May 2021", "2021-05-03"))
    file = path / "tbaq_cleaned.tar.xz"
    with tarfile.open(file) as archive:
        body = archive.extractfile("Own/bridge.tml").read().replace(b"the band came", b"the band left in June 2020")  # type: ignore[union-attr]
    with tarfile.open(file, "w:xz") as archive:
        member = tarfile.TarInfo("bridge.tml")
        member.size = len(body)
        archive.addfile(member, io.BytesIO(body))
    assert run_task("times", path).figures["relaxed_f1"].value == pytest.approx(4 / 5)


def write_attributions(path: Path, rows: list[tuple[str, str, str]], annotator: str = "a1") -> Path:
    """A folder of one document, annotated by (source, cue, content)."""
    (path / "text").mkdir(exist_ok=True)
    (path / "attributions").mkdir(exist_ok=True)
    (path / "text" / "harbour_quay.txt").write_text(FERRY, "utf-8")
    lines, at = [], 0
    for row, words in enumerate(rows, 1):
        keys = []
        for role, part in zip(("Source", "Cue", "Content"), words, strict=True):
            at += 1
            start = FERRY.index(part, FERRY.index("”") if role == "Cue" and row == 2 else 0)
            lines.append(f"T{at}\t{role} {start} {start + len(part)}\t{part}")
            keys.append(f"{role}:T{at}")
        lines.insert(0, f"E{row}\t{' '.join(keys)}")
    (path / "attributions" / f"harbour_quay_{annotator}.ann").write_text("\n".join(lines) + "\n", "utf-8")
    return path


SAID = ("Harbour master Ida Stenmark", "said", "the quay would stay shut")
SPOKEN = ("Olof Brandt, the pilot", "said", "“We will open the gate at noon,”")


def test_quotes_of_a_perfect_set(tmp_path: Path) -> None:
    scores = run_task("quotes", write_attributions(tmp_path, [SAID, SPOKEN]))
    assert values_of(scores) == {"triple_f1": 1.0, "direct_f1": 1.0}
    assert not scores.misses


@pytest.mark.parametrize(
    ("rows", "every", "direct"),
    [
        ([("shut", "said", SAID[2]), SPOKEN], 0.5, 1.0),
        ([(SAID[0], "would", SAID[2]), SPOKEN], 0.5, 1.0),
        ([(SAID[0], "said", "shut"), SPOKEN], 0.5, 1.0),
        ([SAID, ("Harbour", "said", SPOKEN[2])], 0.5, 0.0),
        ([SAID], 2 / 3, 0.0),
    ],
    ids=["source", "cue", "content", "direct", "one too many"],
)
def test_each_part_of_a_triple_counts(tmp_path: Path, rows: list[tuple[str, str, str]], every: float, direct: float) -> None:
    scores = run_task("quotes", write_attributions(tmp_path, rows))
    assert values_of(scores) == {"triple_f1": pytest.approx(every), "direct_f1": pytest.approx(direct)}
    assert scores.misses


def test_the_first_annotator_by_file_name_counts(tmp_path: Path) -> None:
    write_attributions(tmp_path, [SAID, SPOKEN], annotator="b2")
    assert run_task("quotes", write_attributions(tmp_path, [SAID], annotator="a1")).figures["direct_f1"].value == 0.0


CITIES = {"Rotterdam": (51.9, 4.5, "Netherlands"), "Lyon": (45.8, 4.8, "France"), "Vienna": (48.2, 16.4, "Austria")}


def write_toponyms(path: Path, shift: int = 0, **other: tuple[float, float, str]) -> Path:
    """A set of one article whose offsets are `shift` off."""
    rows = []
    for name, (lat, lon, country) in (CITIES | other).items():
        start = BARGES.find(name) + shift
        rows.append(
            f"<toponym><phrase>{name}</phrase><start>{start}</start><end>{start + len(name)}</end>"
            f"<gaztag><lat>{lat}</lat><lon>{lon}</lon><country>{country}</country></gaztag></toponym>"
        )
    text = f"<articles><article docid='7'><text><![CDATA[{BARGES}]]></text><toponyms>{''.join(rows)}</toponyms></article></articles>"
    (path / "TR-News.xml").write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("shift", [0, 3, -4])
def test_places_of_a_perfect_set_with_offsets_that_are_off(tmp_path: Path, shift: int) -> None:
    scores = run_task("places", write_toponyms(tmp_path, shift))
    assert values_of(scores) == {"tr_news_overlap_f1": 1.0, "tr_news_recall_161km": 1.0, "tr_news_country": 1.0}
    assert not scores.misses


@pytest.mark.parametrize(
    ("other", "figure", "value"),
    [
        ({"barges": (1.0, 1.0, "France")}, "tr_news_overlap_f1", 6 / 7),
        ({"Lyon": (35.0, 4.8, "France")}, "tr_news_recall_161km", 2 / 3),
        ({"Lyon": (45.8, 4.8, "Austria")}, "tr_news_country", 2 / 3),
    ],
)
def test_each_figure_of_places_can_fall(tmp_path: Path, other: dict[str, tuple[float, float, str]], figure: str, value: float) -> None:
    scores = run_task("places", write_toponyms(tmp_path, **other))
    assert scores.figures[figure].value == pytest.approx(value)
    assert any("place: 7 at" in miss for miss in scores.misses)


def test_both_sets_are_scored_apart_and_a_file_alone_too(tmp_path: Path) -> None:
    write_toponyms(tmp_path)
    (tmp_path / "lgl.xml").write_bytes((tmp_path / "TR-News.xml").read_bytes())
    assert {"tr_news_country", "lgl_country"} <= run_task("places", tmp_path).figures.keys()
    assert "tr_news_country" not in run_task("places", tmp_path / "lgl.xml").figures


def test_the_nearest_match_and_the_distance_of_places() -> None:
    assert find_nearest("Lyon, Lyon, Lyon", "Lyon", 7) == (6, 10)
    assert find_nearest("Lyon", "Vienna", 0) is None
    assert measure_distance((0.0, 0.0), (0.0, 180.0)) == pytest.approx(20015, abs=1)
    assert [read_country(name) for name in ("Turkey", "Palestinian Territory", "Cockaigne")] == ["TUR", "PSE", "Cockaigne"]


@pytest.mark.parametrize(
    ("task", "name", "content"),
    [
        ("times", "tbaq_cleaned.tar.xz", b"no archive"),
        ("places", "TR-News.xml", b"<articles><article>"),
        ("places", "TR-News.xml", b"<articles/>"),
        ("places", "lgl.xml", b"<articles><article><text>Lyon</text><toponym><start>x</start></toponym></article></articles>"),
        ("quotes", "attributions/harbour_quay_a.ann", b"T1\tSource here there\tno numbers\n"),
        ("quotes", "attributions/other_a.ann", b""),
    ],
)
def test_a_broken_set_is_refused_with_a_hint(tmp_path: Path, task: str, name: str, content: bytes) -> None:
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text" / "harbour_quay.txt").write_text(FERRY, "utf-8")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(EvalError) as problem:
        run_task(task, tmp_path)
    assert problem.value.hint


def test_an_archive_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match=r"no \.tml"):
        run_task("times", pack_documents(tmp_path, ("Tuesday", ""), ("May", ""), ending=".txt"))
