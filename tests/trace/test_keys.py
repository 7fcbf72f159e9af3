"""Keys and pairs: the words of `words.py` on arrays, pairs that are a function of the set, the same plan as SQL."""

from __future__ import annotations

import random
import re
import sqlite3
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offing.records import Article
from offing.tell.views import View
from offing.trace import find_copies
from offing.trace.keys import CHANNELS, ROW_BITS, ROWS, read_keys, read_text
from offing.trace.pairs import CAP, DAYS, FIRST, MOST, Window, day_number, find_pairs, order_articles, published_on
from offing.trace.tokens import read_tokens
from offing.trace.words import WORD, read_word
from tests.trace.papers import HARBOUR, ORCHARD, QUOTE, make_paper, read_edits, read_side

MIXED = st.text(alphabet="abstSedgin'’’..,,15 \n!?…é日本𝗕😀_-–“”Σßµ", max_size=60)
SCALE = Path(__file__).parents[2] / "docs" / "scale.md"


def read_vectors(texts: list[str]) -> list[list[tuple[int, int, int, int]]]:
    """(start, end, hash, stem's hash) of the words of each text."""
    found: list[list[tuple[int, int, int, int]]] = [[] for _ in texts]
    for tokens in read_tokens(texts):
        stems = np.zeros(len(tokens.words), np.uint64)
        stems[tokens.stemmed] = tokens.stems
        starts = tokens.starts - tokens.offsets[tokens.rows - tokens.first]
        ends = tokens.ends - tokens.offsets[tokens.rows - tokens.first]
        for row, *rest in zip(tokens.rows.tolist(), starts.tolist(), ends.tolist(), tokens.words.tolist(), stems.tolist(), strict=True):
            found[row].append((rest[0], rest[1], rest[2], rest[3]))
    return found


def check_words(texts: list[str]) -> None:
    hashes: dict[tuple[str, str], int] = {}
    for text, vectors in zip(texts, read_vectors(texts), strict=True):
        assert [(start, end) for start, end, *_ in vectors] == [match.span() for match in WORD.finditer(text)]
        for start, end, word_hash, stem_hash in vectors:
            word, _, stem, _ = read_word(text[start:end])
            assert hashes.setdefault(("word", word.replace("ς", "σ")), word_hash) == word_hash
            assert bool(stem) == bool(stem_hash)
            assert not stem or hashes.setdefault(("stem", stem.replace("ς", "σ")), stem_hash) == stem_hash
    for form in ("word", "stem"):
        values = [value for (kind, _), value in hashes.items() if kind == form]
        assert len(values) == len(set(values)), "two words share a hash"


@settings(max_examples=150, deadline=None)
@given(st.lists(MIXED, max_size=6))
def test_words_on_arrays_are_the_words(texts: list[str]) -> None:
    check_words(texts)


def test_abbreviations_possessives_and_tails() -> None:
    check_words(
        [
            "The U.S. and the US, U.S.A and U.S.'s; 5p.m. foo.b.c. A.B'c. O'N.B. J.R.R. Tolkien",
            "Iran’s Iran's Iran it's its attacks strike bombing striking classes boss passed times raided 1,500.5 2.0 2 20",
            "café Café naïve ÉCOLE straße 東京 は😀 𝗕𝗼𝗹𝗱 мир Мира",
            *HARBOUR,
            *ORCHARD,
        ]
    )
    [[iran, other, bare]] = [[vector[2] for vector in vectors] for vectors in read_vectors(["Iran’s Iran's iran"])]
    assert iran == other == bare


def test_long_texts_and_many_texts_read_alike() -> None:
    chance = random.Random(3)
    texts = [" ".join(chance.choices([*HARBOUR, *ORCHARD, "", "😀"], k=chance.randrange(0, 900))) for _ in range(9)]
    assert [one for text in texts for one in read_vectors([text])] == read_vectors(texts)


def make_stream() -> list[Article]:
    """Three weeks of a dispatch and its parts, a flood on one day, undated pages, one text twice."""
    found = [
        make_paper(f"flood{number:02}", *HARBOUR, f"Edition {number} of the day.", published="2031-05-06") for number in range(CAP + 6)
    ]
    for number in range(12):
        parts = (HARBOUR[number % 5], ORCHARD[number % 4], QUOTE)
        found.append(make_paper(f"part{number:02}", *parts[: 2 + number % 2], published=f"2031-05-{6 + 2 * number:02}"))
    found += [make_paper(f"bare{number}", *ORCHARD[number:], HARBOUR[number]) for number in range(3)]
    found += [make_paper(name, *ORCHARD[:3], QUOTE, published="2031-05-09") for name in ("twin0", "twin1")]
    found.append(make_paper("late", *HARBOUR, published="2031-07-30"))
    return found


def name_pairs(pairs: list[tuple[Article, Article]]) -> list[tuple[str, str]]:
    return [(one.page, two.page) for one, two in pairs]


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_and_duplicates_change_no_pair(chance: random.Random) -> None:
    articles = make_stream()
    shuffled = [*articles, *chance.choices(articles, k=3)]
    chance.shuffle(shuffled)
    assert name_pairs(find_pairs(shuffled)) == name_pairs(find_pairs(articles))


def test_day_by_day_gives_the_pairs_of_the_whole() -> None:
    ordered = order_articles(make_stream())
    whole, window = Window(), Window()
    expected = whole.add(ordered)
    found = [pair for _, day in groupby(ordered, key=published_on) for pair in window.add(list(day))]
    assert sorted(found) == sorted(expected)
    assert window.holders == whole.holders
    assert window.held < whole.added, "what is older than the window is let go"


@pytest.mark.parametrize("far", [0, 1, 1000])
def test_runs_searched_or_gone_through_give_one_result(far: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ordered = order_articles(make_stream())
    expected = sorted(Window().add(ordered))
    monkeypatch.setattr("offing.trace.pairs.FAR", far)
    window = Window()
    assert sorted(pair for article in ordered for pair in window.add([article])) == expected


def test_a_pair_needs_no_later_article() -> None:
    ordered = order_articles(make_stream())
    everything = name_pairs(find_pairs(ordered))
    for number in range(2, len(ordered), 5):
        early = {article.page for article in ordered[:number]}
        assert name_pairs(find_pairs(ordered[:number])) == [pair for pair in everything if set(pair) <= early]


def test_window_and_cap() -> None:
    pairs = set(name_pairs(find_pairs(make_stream())))
    assert not any("late" in pair and not any(page.startswith("bare") for page in pair) for pair in pairs)
    assert any(pair[0].startswith("bare") and pair[1] == "late" for pair in pairs)
    days = [make_paper(f"d{day}", *HARBOUR, f"No {day}.", published=f"2031-05-{day:02}") for day in (1, DAYS + 1)]
    assert find_pairs(days)
    assert not find_pairs([days[0], make_paper("x", *HARBOUR, published="2031-06-01")])
    last = [one for one, two in pairs if two == f"flood{CAP + 5:02}"]
    assert FIRST <= len(last) < CAP + 5, "a key that stands everywhere ties a text to its first holders only"


def test_the_most_alike_are_compared() -> None:
    lines = [f"{HARBOUR[number % 5]} {ORCHARD[number % 4]} Note {number} of the {number + 7} clerks." for number in range(MOST + 30)]
    articles = [make_paper(f"p{number:03}", line, published="2031-05-06") for number, line in enumerate(lines)]
    earlier: dict[str, int] = {}
    for _, two in find_pairs(articles):
        earlier[two.page] = earlier.get(two.page, 0) + 1
    assert max(earlier.values()) <= MOST


def run_sql(articles: list[Article]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The pairs of texts by SQL on sqlite, and by the window."""
    ordered = order_articles(articles)
    keys = read_keys([read_text(article) for article in ordered])
    window = Window()
    pairs = window.add(ordered)
    again = {number for numbers in window.holders.values() for number in numbers[1:]}
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE postings (kind TEXT, key INTEGER, text INTEGER, day INTEGER)")
    for channel, postings in zip(CHANNELS, keys.postings, strict=True):
        for key, text in {(int(code) >> ROW_BITS, int(code) & int(ROWS)) for code in postings}:
            if text not in again:
                day = day_number(ordered[text])
                database.execute("INSERT INTO postings VALUES (?, ?, ?, ?)", (channel.name, key, text, day if day >= 0 else None))
    database.execute("CREATE INDEX by_key ON postings (kind, key, text)")
    query = re.search(r"```sql\n(.*?)```", SCALE.read_text("utf-8"), re.S)
    assert query
    found = database.execute(query.group(1)).fetchall()
    database.close()
    return found, pairs


def test_sql_gives_the_pairs_of_the_example(example: View) -> None:
    found, pairs = run_sql(example.all(Article))
    assert len(pairs) > 10
    assert found == pairs


def test_sql_gives_the_pairs_of_a_flood() -> None:
    found, pairs = run_sql(make_stream())
    assert found == pairs


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(("", "É", "東京、", "😀 ", "𝗕 ", "e\u0301 ", "\u2003")), min_size=4, max_size=4), st.integers(0, 2))
def test_offsets_hold_beside_other_scripts(marks: list[str], cut: int) -> None:
    mine = [f"Zoë Müller–{mark}{line}" for mark, line in zip(marks, HARBOUR, strict=False)]
    theirs = ["😀 東京では、何も。", *(f"{mark}{line}" for mark, line in zip(marks[cut:], HARBOUR, strict=False)), ORCHARD[0]]
    left, right = make_paper("a", *mine), make_paper("b", *theirs)
    copies = find_copies([left, right])
    assert copies
    for copy in copies:
        texts = read_side(copy, left), read_side(copy, right)
        assert texts[0] in mine
        assert texts[1] in {line.lstrip() for line in theirs}
        assert texts[0].endswith(texts[1][-40:])
        for _, ours, others in read_edits(copy, left):
            assert ours in texts[0]
            assert others in texts[1]
