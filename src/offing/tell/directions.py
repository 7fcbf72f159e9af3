"""Which of two texts the other comes from: what the copies between them say, with the reasons, or what the analyst decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from offing.records import Article, Copy, CopyKind, Decision, DecisionKind, Direction, Value
from offing.tell.phrases import name_outlet
from offing.tell.views import View
from offing.weigh.decisions import Edge, list_edges

SCORE = "direction score "
SIDE = re.compile(r"(?P<at>on )?the (?P<side>left|right) (?:outlet|text|side)")


class Likely(Value, frozen=True):
    """Which text came first. `way`: left, right, common hidden source, unknown; `score` 0-1 (0: none). `decided`: what the analyst did."""

    way: Direction
    score: float
    reasons: tuple[str, ...]
    decided: str = ""
    decision: str = ""


def find_decided(view: View, articles: Sequence[Article]) -> dict[tuple[str, str], tuple[Edge, Decision]]:
    """The decisions on pairs of these articles (in id order), the last by id where a pair has several; an added edge before a cut one."""
    known = {decision.id: decision for decision in view.all(Decision)}
    edges = sorted(list_edges(known.values(), articles), key=lambda edge: edge.kind is DecisionKind.ADD)
    return {edge.pair: (edge, known[edge.decision]) for edge in edges}


def say_decision(decision: Decision) -> str:
    """A decision in a few words: what, by whom, why."""
    done = "cut" if decision.kind is DecisionKind.CUT else "added"
    part = " for these passages" if decision.passage else ""
    return f"{done} by the analyst{part} ({decision.by}: {decision.reason})"


def find_likely(left: Article, right: Article, copies: Iterable[Copy], decided: tuple[Edge, Decision] | None = None) -> Likely:
    """Where one of two texts comes from. `copies` are those between them; `way` and the names in the reasons are as seen from `left`."""
    shared = sorted(copies, key=lambda copy: copy.id)
    told = [copy for copy in shared if copy.kind in (CopyKind.NARRATIVE, CopyKind.SAME_PUBLISHER)] or shared
    votes = [_turn(copy.direction, copy.left_article != left.id) for copy in told]
    way = next((way for way in Direction if 2 * votes.count(way) > len(votes)), Direction.UNKNOWN)
    score, reasons = 0.0, dict[str, None]()
    for copy, vote in zip(told, votes, strict=True):
        if vote is way:
            for reason in copy.reasons[1:]:
                if reason.startswith(SCORE):
                    score = max(score, float(reason.removeprefix(SCORE)))
                else:
                    reasons[_name_sides(reason, copy, left, right)] = None
    if decided is None:
        return Likely(way=way, score=score, reasons=tuple(reasons))
    edge, decision = decided
    if edge.kind is DecisionKind.ADD:
        way = _turn(edge.direction, edge.pair[0] != left.id)
    elif not edge.passage:
        way = Direction.UNKNOWN
    return Likely(way=way, score=score, reasons=tuple(reasons), decided=say_decision(decision), decision=decision.id)


def say_likely(likely: Likely, left: str, right: str) -> str:
    """The likely source in words; `left` and `right` name the two texts."""
    if likely.decided.startswith("cut") and likely.way is Direction.UNKNOWN:
        return "none of the two: their edge is cut"
    names = {Direction.LEFT: left, Direction.RIGHT: right, Direction.HIDDEN: "a dispatch that is neither of the two"}
    return names.get(likely.way, "unknown")


def _turn(way: Direction, turned: bool) -> Direction:
    return {Direction.LEFT: Direction.RIGHT, Direction.RIGHT: Direction.LEFT}.get(way, way) if turned else way


def _name_sides(reason: str, copy: Copy, left: Article, right: Article) -> str:
    """A reason with the outlets' names where it says left and right."""
    names = {left.id: name_outlet(left), right.id: name_outlet(right)}
    if len(set(names.values())) == 1:
        names = {left.id: "the first", right.id: "the second"}
    sides = {"left": names[copy.left_article], "right": names[copy.right_article]}
    named = SIDE.sub(lambda found: f"{'at ' if found['at'] else ''}{sides[found['side']]}", reason)
    return " ".join(sides.get(word, word) for word in named.split(" "))
