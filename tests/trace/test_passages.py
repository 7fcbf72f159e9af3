"""Alignment of many pairs at once: sentences begin where the splitter says, common words are rapidfuzz's, a block gives what pairs give."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from offing.engines import Local
from offing.language.sentences import split_sentences
from offing.records import Article, Record
from offing.tell.views import View
from offing.trace.copies import TRACE, gather_pairs, trace_article, trace_articles
from offing.trace.passages import align_sheets
from offing.trace.sentences import SHELF, forget_readings, read_sheets
from offing.trace.starts import find_starts
from offing.trace.subsequences import Lists, find_common
from offing.trace.tokens import read_tokens
from offing.trace.words import STOP
from tests.trace.aligning import align_one
from tests.trace.papers import HARBOUR, ORCHARD, QUOTE, make_paper

BITS = (
    "The U.S. Mr. a.m. p.m. . ! ? … \n “ ” \" ' ) ( [1] * Jan. 3 21. 2019. St. al-Nur de He he no. No. Dr J. K x b. gate e.g. - — é "
    "É ‘ ’ % 1.5 iPhone Gen. D.C. (ret.) Corp. .com gate.The :"
).split(" ")


def check_starts(texts: Sequence[str]) -> None:
    for tokens in read_tokens(texts):
        own = texts[tokens.first : tokens.first + len(tokens.offsets)]
        places = find_starts(tokens, own)
        for text, offset in zip(own, tokens.offsets.tolist(), strict=True):
            cuts = [place - offset for place in places.tolist() if offset <= place < offset + max(1, len(text))]
            pieces = [text[low:high].strip() for low, high in zip(cuts, [*cuts[1:], len(text)], strict=True)]
            words = [piece for piece in pieces if piece]
            assert not tokens.words.size or words == [text[low:high] for low, high in split_sentences(text)]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from((*BITS, " ", " ", " ", "\r", "\u2028", "\u00a0")), max_size=30).map("".join), min_size=1, max_size=5)
)
def test_sentences_begin_where_the_splitter_says(texts: list[str]) -> None:
    check_starts([*texts, "Rain."])


def test_sentences_of_the_example_begin_where_the_splitter_says(example: View) -> None:
    check_starts([article.text for article in example.all(Article)])


WORDS = st.lists(st.integers(0, 5), max_size=12)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=6))
def test_common_words_are_those_of_rapidfuzz(pairs: list[tuple[list[int], list[int]]]) -> None:
    check_common(pairs)


def test_common_words_of_long_lists() -> None:
    chance = random.Random(5)
    pairs = [tuple([chance.randrange(40) for _ in range(chance.randrange(1, 90))] for _ in range(2)) for _ in range(60)]
    check_common([(one, two) for one, two in pairs])


def check_common(pairs: Sequence[tuple[list[int], list[int]]]) -> None:
    words = np.array([word for one, two in pairs for word in (*one, *two)] or [0], np.uint64)
    ends = np.cumsum([len(side) for pair in pairs for side in pair])
    sizes = np.array([len(side) for pair in pairs for side in pair])
    heads = ends - sizes
    owners, ones, twos = find_common(words, Lists(heads[::2], sizes[::2], heads[1::2], sizes[1::2]))
    for number, (one, two) in enumerate(pairs):
        same = [step for step in Indel.opcodes(one, two) if step.tag == "equal"]
        expected = [(step.src_start + more, step.dest_start + more) for step in same for more in range(step.src_end - step.src_start)]
        assert list(zip(ones[owners == number].tolist(), twos[owners == number].tolist(), strict=True)) == expected


def edit_text(chance: random.Random, sentence: str) -> str:
    words = sentence.rstrip(".").split(" ")
    for _ in range(chance.randrange(4)):
        place = chance.randrange(len(words))
        words[place : place + chance.randrange(3)] = chance.choices(
            ("nine", "may", "harbour", "officials", "not", "pears"), k=chance.randrange(3)
        )
        words = words or ["Nothing"]
    return " ".join(words) + "."


def make_articles(chance: random.Random, count: int) -> list[Article]:
    lines = (*HARBOUR, *ORCHARD, QUOTE, "She said repairs had begun.", "Repairs had begun.")
    made = []
    for number in range(count):
        own = [edit_text(chance, line) for line in chance.choices(lines, k=chance.randrange(1, 9))]
        made.append(make_paper(f"p{number}", *own, highlights=tuple(chance.choices(lines, k=chance.randrange(2)))))
    return made


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_many_pairs_at_once_give_what_each_gives(chance: random.Random) -> None:
    sheets = read_sheets(make_articles(chance, 7))
    pairs = [(one, two) for two in sheets for one in sheets if one is not two]
    together = align_sheets(pairs)
    assert together == [align_one(left, right) for left, right in pairs]
    assert together == [matches for pair in pairs for matches in align_sheets([pair])]


def test_pairs_of_the_example_give_what_each_gives(example: View) -> None:
    groups = list(gather_pairs(example.all(Article)))
    pairs = [
        (two, one)
        for _, members in groups
        for one, *others in [read_sheets([m for m in members if isinstance(m, Article)])]
        for two in others
    ]
    assert align_sheets(pairs) == [align_one(left, right) for left, right in pairs]


def test_groups_together_give_what_each_gives() -> None:
    groups = list(gather_pairs(make_articles(random.Random(11), 24)))
    assert len(groups) > 3
    assert list(trace_articles(groups)) == [trace_article(key, members) for key, members in groups]


def test_the_engine_gives_the_same_with_and_without_blocks() -> None:
    def fail(_groups: Sequence[object]) -> list[list[Record]]:
        raise ValueError("a block that fails")

    groups = list(gather_pairs(make_articles(random.Random(12), 12)))
    engine = Local()
    expected = [(key, trace_article(key, members)) for key, members in groups]
    for batch in (trace_articles, None, fail):
        assert list(engine.together(dataclasses.replace(TRACE, batch=batch), groups)) == expected


def test_readings_are_kept_and_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = make_articles(random.Random(2), 9)
    forget_readings()
    first = read_sheets(articles)
    assert all(one.reading is two.reading for one, two in zip(first, read_sheets(articles[::-1])[::-1], strict=True))
    monkeypatch.setattr("offing.trace.sentences.SHELF", 3)
    read_sheets(articles)
    assert sum(one.reading is two.reading for one, two in zip(first, read_sheets(articles), strict=True)) <= 3 < SHELF
    assert "the" in STOP


def test_an_article_without_words_has_no_sentence() -> None:
    empty: list[Record] = [make_paper("a"), make_paper("b", "…", "—")]
    sheets = read_sheets([one for one in empty if isinstance(one, Article)])
    assert [len(sheet) for sheet in sheets] == [0, 0]
    assert align_sheets([(sheets[0], sheets[1])]) == [[]]
