"""Copies: found through edits, moves, merges; typed; a function of the set of articles."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offing.records import Article, CopyKind, Direction, Record
from offing.trace import TRACE, find_copies
from offing.trace.copies import trace_article
from tests.trace.papers import HARBOUR, ORCHARD, QUOTE, cut_span, make_paper, read_edits, read_side


def pair_texts(articles: list[Article]) -> set[frozenset[str]]:
    pages = {article.page: article for article in articles}
    return {
        frozenset((cut_span(pages[copy.left.page], copy.left), cut_span(pages[copy.right.page], copy.right)))
        for copy in find_copies(articles)
    }


def test_verbatim_copy_in_another_order() -> None:
    left = make_paper("a", *HARBOUR[:4], outlet="Straits Lantern")
    right = make_paper("b", HARBOUR[3], ORCHARD[0], HARBOUR[0], outlet="Harbour Ledger")
    copies = find_copies([left, right])
    assert {read_side(copy, left) for copy in copies} == {HARBOUR[0], HARBOUR[3]}
    assert all(copy.verbatim and copy.kept == 1.0 and copy.kind == CopyKind.NARRATIVE and not copy.edits for copy in copies)


def test_unrelated_texts_share_nothing() -> None:
    assert find_copies([make_paper("a", *HARBOUR), make_paper("b", *ORCHARD)]) == []


def test_dropped_clause_and_hardened_word() -> None:
    cut = "Gunboats of the Velden navy shelled the ferry terminal at Port Ansel before dawn on Tuesday."
    harder = "Officials in Velden said their ships had answered fire from the shore and will return if the batteries are not removed."
    left, right = make_paper("a", HARBOUR[0], HARBOUR[3]), make_paper("b", cut, harder)
    copies = {read_side(copy, left): copy for copy in find_copies([left, right])}
    assert copies[HARBOUR[0]].kept == 1.0
    assert read_edits(copies[HARBOUR[0]], left) == [("dropped", "setting two warehouses on fire", "")]
    assert read_edits(copies[HARBOUR[3]], left) == [("hardened", "may", "will")]


def test_changed_number_is_named() -> None:
    more = HARBOUR[1].replace("nine", "fourteen")
    left = make_paper("a", HARBOUR[1])
    [copy] = find_copies([left, make_paper("b", more)])
    assert read_edits(copy, left) == [("number", "nine", "fourteen")]


def test_merged_sentences_keep_both_sources() -> None:
    merged = (
        "No vessel has left the strait since the shelling began, "
        "and trade through the strait had fallen by a third since the dispute over the banks began."
    )
    left = make_paper("a", HARBOUR[2], HARBOUR[4])
    right = make_paper("b", merged, ORCHARD[0])
    assert {read_side(copy, left) for copy in find_copies([left, right])} == {HARBOUR[2], HARBOUR[4]}


def test_highlights_count_and_captions_do_not() -> None:
    left = make_paper("a", *HARBOUR[:3], caption=HARBOUR[4])
    right = make_paper("b", HARBOUR[0], highlights=(HARBOUR[1].rstrip("."),), caption=HARBOUR[4])
    assert pair_texts([left, right]) == {frozenset((HARBOUR[0],)), frozenset((HARBOUR[1], HARBOUR[1].rstrip(".")))}


def test_quotation_is_no_narrative() -> None:
    left = make_paper("a", HARBOUR[0], QUOTE, outlet="Straits Lantern")
    right = make_paper("b", ORCHARD[0], QUOTE.replace("Admiral Joor Halvik said", "he told reporters"), outlet="Harbour Ledger")
    [copy] = find_copies([left, right])
    assert copy.kind == CopyKind.QUOTATION
    assert copy.direction == Direction.UNKNOWN


def test_short_sentence_alone_is_no_copy() -> None:
    assert (
        find_copies([make_paper("a", "Nobody was on board then.", ORCHARD[0]), make_paper("b", "Nobody was on board then.", HARBOUR[0])])
        == []
    )


def test_reworded_sentences_are_marked() -> None:
    told = (
        "Lisbet Aarno, governor of the island, told that dock workers, nine of them, were in hospital with burns.",
        "According to harbour pilots of the coast in the north, since the shelling no vessel at all had left the strait.",
    )
    copies = find_copies([make_paper("a", *HARBOUR[1:3], HARBOUR[4]), make_paper("b", *told, HARBOUR[4])])
    reworded = [copy for copy in copies if "reworded" in copy.reasons]
    assert len(reworded) >= 1
    assert all(not copy.verbatim and copy.score <= 0.99 for copy in reworded)


CHAPEL = (
    "The families had gathered at the chapel of the fishermen after the mass for the drowned.",
    "Officers of the harbour police made no attempt to keep them from the pier.",
    "The captain of the ferry has told the judge that the bow door of his ship had been mended with rope.",
)
SKIPPER = "The ferry's skipper told the judge that rope had been used to repair the bow door of the vessel."
MERGED = (
    "After the mass for the drowned, the relatives had assembled at the fishermen's chapel, and harbour police officers made no attempt to "
    "keep them off the pier."
)
REMADE = (
    "After the mass for the drowned, the relatives had assembled at the fishermen's chapel, and no attempt was made by harbour police "
    "officers to keep anybody from the pier."
)
TOLL = (
    "Perlo's fishermen may block the harbour of Hollin with their boats next week, union leader Iris Tann said on Monday, and the ferries "
    "would stop at once if the state raised the toll."
)
SPLIT = (
    "A blockade of the harbour of Hollin by the boats of Perlo's fishermen may come next week, union leader Iris Tann said on Monday.",
    "If the state raised the toll, the ferries would stop at once.",
)


def trace_two(left: Article, right: Article) -> dict[frozenset[str], float]:
    """The sentences that two texts share, with the score of the passage."""
    return {frozenset((read_side(copy, left), read_side(copy, right))): copy.score for copy in trace_article(right.id, [left, right])}


@pytest.mark.parametrize("merged", [MERGED, REMADE], ids=["half of it in its words", "all anew"])
def test_two_sentences_told_in_one_are_both_found(merged: str) -> None:
    found = trace_two(make_paper("a", *CHAPEL), make_paper("b", merged, SKIPPER))
    assert found.keys() == {frozenset((one, two)) for one, two in zip(CHAPEL, (merged, merged, SKIPPER), strict=True)}
    assert min(found.values()) >= 0.9


def test_a_sentence_told_in_two_is_found_whole_and_before_the_headline() -> None:
    title = "Ferries to stop at once if toll is raised in Hollin"
    found = trace_two(make_paper("a", TOLL, CHAPEL[2], title=title), make_paper("b", *SPLIT, SKIPPER))
    assert found.keys() == {*(frozenset((TOLL, part)) for part in SPLIT), frozenset((CHAPEL[2], SKIPPER))}


def test_what_stands_beside_a_copy_and_tells_of_something_else_is_not_joined() -> None:
    other = "Officers of the harbour police of Hollin found a goat on the pier, and nobody knew how long it had been there."
    found = trace_two(make_paper("a", CHAPEL[0], other, CHAPEL[2]), make_paper("b", MERGED, SKIPPER))
    assert not any(other in pair for pair in found)


def test_one_address_twice_is_one_publisher() -> None:
    first = make_paper("a", *HARBOUR[:3], url="https://lantern.example/1", published="2031-05-06T07:00Z")
    second = make_paper("b", *HARBOUR[:2], HARBOUR[4], url="https://lantern.example/1", published="2031-05-06T09:30+01:00")
    copies = find_copies([first, second])
    assert len(copies) == 2
    for copy in copies:
        assert copy.kind == CopyKind.SAME_PUBLISHER
        earlier = copy.left_article if copy.direction == Direction.LEFT else copy.right_article
        assert earlier == first.id


def test_line_that_stands_everywhere_is_boilerplate() -> None:
    line = "Readers of this page can follow the coast guard bulletins every hour on the weather channel."
    names = ["".join(chr(97 + int(digit)) for digit in f"{number:04}") + "or" for number in range(480)]
    filler = [" ".join(names[first : first + 20]).capitalize() + "." for first in range(0, 480, 20)]
    articles = [make_paper(f"p{page}", *filler[page * 4 : page * 4 + 4], line, outlet=f"Outlet {page}") for page in range(6)]
    by_order = sorted(articles, key=lambda article: article.id)
    late = [copy for copy in find_copies(articles) if by_order[-1].id in (copy.left_article, copy.right_article)]
    assert late
    assert {copy.kind for copy in late} == {CopyKind.BOILERPLATE}


def test_two_articles_of_one_page_are_not_compared() -> None:
    page = make_paper("a", *HARBOUR)
    other = Article(page="a", part=1, segments=page.segments, text=page.text)
    assert find_copies([page, other]) == []


def make_newsroom() -> list[Article]:
    dispatch = make_paper("wire", *HARBOUR, outlet="Velden Press", published="2031-05-06T05:00Z")
    light = make_paper("light", HARBOUR[0], HARBOUR[1].replace("nine", "ten"), HARBOUR[3], outlet="Straits Lantern", published="2031-05-06")
    heavy = make_paper("heavy", ORCHARD[0], HARBOUR[2], QUOTE, outlet="Harbour Ledger", published="2031-05-07")
    undated = make_paper("undated", HARBOUR[4], ORCHARD[1], QUOTE, outlet="Northern Mail")
    other = make_paper("other", *ORCHARD, outlet="Valley Post", published="2031-05-06")
    return [dispatch, light, heavy, undated, other]


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_and_duplicates_change_nothing(chance: random.Random) -> None:
    articles = make_newsroom()
    expected = find_copies(articles)
    shuffled = [*articles, chance.choice(articles)]
    chance.shuffle(shuffled)
    assert find_copies(shuffled) == expected
    for copy in expected:
        assert copy.left_article < copy.right_article


def test_stage_gives_what_the_function_gives() -> None:
    articles = make_newsroom()
    records: list[Record] = [*reversed(articles)]
    made = {copy.id: copy for key, members in TRACE.gather(records) for copy in TRACE.work(key, list(reversed(members)))}
    assert [made[key] for key in sorted(made)] == find_copies(articles)


def test_later_articles_change_no_edge_between_earlier_ones() -> None:
    articles = sorted(make_newsroom(), key=lambda article: article.published.start if article.published else "")
    everything = find_copies(articles)
    for number in range(2, len(articles)):
        early = {article.id for article in articles[:number]}
        kept = [copy for copy in everything if {copy.left_article, copy.right_article} <= early]
        assert find_copies(articles[:number]) == kept


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from((*HARBOUR, *ORCHARD, QUOTE)), min_size=1, max_size=5, unique=True), st.sampled_from(("", " ", "\u00a0 ", "- "))
)
def test_offsets_cut_out_what_they_claim(sentences: list[str], mark: str) -> None:
    left = make_paper("a", *HARBOUR, QUOTE)
    right = make_paper("b", *(mark + sentence for sentence in sentences))
    copies = find_copies([left, right])
    texts = {read_side(copy, right) for copy in copies}
    assert texts == {sentence for sentence in sentences if sentence in (*HARBOUR, QUOTE)}


def test_a_flood_of_one_dispatch_stays_connected() -> None:
    articles = [make_paper(f"p{number:02}", *HARBOUR, f"Edition {number}.", outlet=f"Outlet {number}") for number in range(30)]
    linked = {ident for copy in find_copies(articles) for ident in (copy.left_article, copy.right_article)}
    assert linked == {article.id for article in articles}
    assert all(copy.kind == CopyKind.NARRATIVE for copy in itertools.islice(find_copies(articles), 50))


def test_short_sentence_beside_a_copy_goes_along() -> None:
    left = make_paper("a", HARBOUR[0], "She said repairs had begun.", HARBOUR[4])
    right = make_paper("b", HARBOUR[0], "Repairs had begun.", ORCHARD[0])
    assert {read_side(copy, right) for copy in find_copies([left, right])} == {HARBOUR[0], "Repairs had begun."}
