"""Which of two documents of one dispatch came first: the agency's own page, or a dispatch behind both."""

from __future__ import annotations

from itertools import combinations

from offing.eval.directions import judge_direction, score_directions
from offing.eval.scores import Figure
from offing.eval.seeds.golds import GoldDocument, Ground
from offing.records import Article, Copy, Direction
from offing.trace.wires import same_publisher


def score_sources(ground: Ground) -> tuple[dict[str, Figure], list[str]]:
    """The directions between documents of one dispatch; versions of one page, and documents of one publisher, are left out."""
    first = {article.page: article for article in reversed(ground.view.all(Article)) if not article.part}
    shared: dict[frozenset[str], list[Copy]] = {}
    for copy in ground.view.all(Copy):
        shared.setdefault(frozenset((copy.left_article, copy.right_article)), []).append(copy)
    told, misses = [], []
    for one, two in combinations([document for document in ground.gold.documents if document.dispatch], 2):
        pages = ground.pages.get(one.id), ground.pages.get(two.id)
        left, right = (first.get(page.id) if page else None for page in pages)
        if one.dispatch != two.dispatch or left is None or right is None or left is right or same_publisher(left, right):
            continue
        wanted = _name_source(one, two)
        answer = judge_direction(left, right, shared.get(frozenset((left.id, right.id)), ()), (wanted,))
        if answer is not None:
            told.append(answer)
            if not answer.right:
                misses.append(f"direction: {one.id} {two.id} came out as {answer.way} ({answer.said:.2f}), expected {wanted}")
    return score_directions(told, "case", "documents of one dispatch"), misses


def _name_source(*documents: GoldDocument) -> Direction:
    """The side whose outlet is the agency of its text, else a hidden source."""
    own = [bool(document.outlet_of_text) and document.outlet_of_text == document.agency_named_for_text for document in documents]
    return (Direction.LEFT if own[0] else Direction.RIGHT) if any(own) else Direction.HIDDEN
