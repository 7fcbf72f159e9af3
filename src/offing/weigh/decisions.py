"""What the analyst decided about copy edges, as the counting of origins sees it: which copies no longer count, which links come in.

A cut takes away the edge between two texts and nothing else: what joins them through a third text, a credited agency or a publisher stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from offing.records import Anchor, Article, Copy, Decision, DecisionKind, Direction, Span


@dataclass(frozen=True, slots=True)
class Edge:
    """A decision with its two articles in id order. `left` and `right` are its words on their pages; `passage`: only these are meant."""

    decision: str
    kind: DecisionKind
    pair: tuple[str, str]
    left: Span
    right: Span
    passage: bool
    direction: Direction

    def covers(self, copy: Copy) -> bool:
        """Whether the decision speaks of this copy."""
        if (copy.left_article, copy.right_article) != self.pair:
            return False
        return not self.passage or (_touch(copy.left, self.left) and _touch(copy.right, self.right))


def find_subject(anchor: Anchor, articles: Iterable[Article]) -> Article | None:
    """The article on whose page the words of an anchor stand; None when there is none."""
    for article in articles:
        if article.page == anchor.span.page and any(_touch(segment.span, anchor.span) for segment in article.segments):
            return article
    return None


def list_edges(decisions: Iterable[Decision], articles: Sequence[Article]) -> list[Edge]:
    """The decisions on pairs of these articles, by id; one whose articles are not here says nothing."""
    edges = []
    for decision in sorted(decisions, key=lambda decision: decision.id):
        left, right = find_subject(decision.left, articles), find_subject(decision.right, articles)
        if left is None or right is None or left.id == right.id:
            continue
        turned = left.id > right.id
        spans = (decision.left.span, decision.right.span)
        edges.append(
            Edge(
                decision=decision.id,
                kind=decision.kind,
                pair=(right.id, left.id) if turned else (left.id, right.id),
                left=spans[int(turned)],
                right=spans[int(not turned)],
                passage=decision.passage,
                direction=_TURNED.get(decision.direction, decision.direction) if turned else decision.direction,
            )
        )
    return edges


def drop_cut(copies: Iterable[Copy], edges: Sequence[Edge]) -> list[Copy]:
    """The copies without those that the analyst cut."""
    cuts = [edge for edge in edges if edge.kind is DecisionKind.CUT]
    return [copy for copy in copies if not any(edge.covers(copy) for edge in cuts)]


_TURNED = {Direction.LEFT: Direction.RIGHT, Direction.RIGHT: Direction.LEFT}


def _touch(one: Span, two: Span) -> bool:
    return one.page == two.page and one.start < two.end and two.start < one.end
