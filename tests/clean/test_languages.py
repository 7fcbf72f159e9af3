"""Languages: English is coded, every other one is kept, counted and named as not read, short texts too. All texts are invented."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from offing.case import Case
from offing.clean.languages import find_language
from offing.records import Article, Claim

GERMAN = "Die Hafenarbeiter in Varn haben am Montag die Arbeit niedergelegt, weil sie keine Nachtschichten mehr fahren wollen."
RUSSIAN = "Порт Варна закрыт с понедельника после бури, сообщил начальник порта. Два крана упали, никто не пострадал."
CHINESE = "港口于周一关闭，两台起重机在风暴中倒塌，港务局说。没有人受伤，渡轮周四之前不会开航。"
ENGLISH = "French police arrested eleven German dockers on Monday, the harbour board said. Nobody was hurt at the gate of the port."
TITLES = [
    ("Dockers strike Varn port", "en"),
    ("Varn dockers strike: court ruling due Wednesday", "en"),
    ("Mites kill bees, guild wants tests", "en"),
    ("Die Hafenarbeiter in Varn haben am Montag die Arbeit niedergelegt", "de"),
    ("Les dockers du port de Varn ont cessé le travail lundi", "fr"),
    ("Порт закрыт в понедельник", "ru"),
    ("港口于周一关闭", "zh"),
    ("Το λιμάνι έκλεισε τη Δευτέρα", "el"),
]


def offing(*words: str) -> str:
    answer = subprocess.run([sys.executable, "-m", "offing.cli", *words], capture_output=True, text=True, timeout=120, check=True)
    return " ".join(answer.stdout.split())


@pytest.mark.parametrize(("text", "code"), [(GERMAN * 2, "de"), (RUSSIAN * 2, "ru"), (CHINESE * 3, "zh"), (ENGLISH * 2, "en"), *TITLES])
def test_a_language_is_told_by_the_text(text: str, code: str) -> None:
    assert find_language(text, "") == code


@pytest.mark.parametrize(("text", "said", "code"), [(TITLES[3][0], "nl", "nl"), (TITLES[0][0], "sv", "sv"), (TITLES[5][0], "en", "ru")])
def test_a_short_text_is_what_the_page_says_unless_its_letters_say_otherwise(text: str, said: str, code: str) -> None:
    assert find_language(text, said) == code


def test_a_text_without_words_is_what_the_page_says() -> None:
    assert (find_language("", ""), find_language(" ", "fr"), find_language("12 : 40", "")) == ("en", "fr", "en")


def test_a_run_keeps_counts_and_names_what_it_does_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in (("a", ENGLISH), ("b", GERMAN), ("c", RUSSIAN), ("d", CHINESE), ("e", "Порт закрыт")):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    path = tmp_path / "case.db"
    said = offing("run", str(folder), "--case", str(path))
    assert "Not coded, because no analyzer reads the language: in/b.txt (de), in/c.txt (ru), in/d.txt (zh)." in said
    assert "the page holds no article" in said
    case = Case(path)
    articles = {article.id: article.language for article in case.records(Article)}
    assert sorted(articles.values()) == ["de", "en", "ru", "zh"]
    assert {articles[claim.article] for claim in case.records(Claim)} == {"en"}
    brief = offing("brief", "--case", str(path))
    assert "in other languages (de, ru and zh) say: they were not read for claims" in brief
