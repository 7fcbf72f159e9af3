"""On what a clause is made to depend: the clause with "if", "unless", "once", or with its auxiliary in front ("Should talks fail, ...")."""

from __future__ import annotations

from offing.language.analyses import Analysis, Predicate

_INVERTED = frozenset({"should", "were", "had"})
_OPENERS = _INVERTED | {"if", "unless", "provided", "once"}
_DEEP = 4


class Conditions:
    """The conditions of one sentence."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._children: dict[int, list[int]] = {}
        for index, predicate in enumerate(analysis.predicates):
            if predicate.parent >= 0:
                self._children.setdefault(predicate.parent, []).append(index)

    def find(self, index: int) -> tuple[int, int] | None:
        """The tokens of the condition that hangs on a predicate or on the clause it belongs to ("if it gets a warning"), or None."""
        predicates, current = self.analysis.predicates, index
        for _ in range(_DEEP):
            for child in self._children.get(current, []):
                if child != index and (predicates[child].link in _OPENERS or self.is_inverted(predicates[child])):
                    return self._find_tokens(child)
            predicate = predicates[current]
            first = predicate.link == "that" and predicate.parent >= 0 and predicate.trigger < predicates[predicate.parent].trigger
            if predicate.parent < 0 or not (first or predicate.link in ("to", "and", "ing", "patient", "bare")):
                return None  # `first`: "if they cross it will strike, he said", where "if" may hang on "said"
            current = predicate.parent
        return None

    def is_inverted(self, predicate: Predicate) -> bool:
        """Whether a clause opens with its auxiliary, the subject behind it, as conditions do."""
        low = predicate.clause[0]
        opens = predicate.link in ("", "ing") and self.analysis.tokens[low].text.lower() in _INVERTED
        return opens and any(argument.start == low + 1 for argument in predicate.arguments)

    def _find_tokens(self, child: int) -> tuple[int, int]:
        low, high = self.analysis.predicates[child].clause
        tokens = self.analysis.tokens
        while low > 0 and tokens[low].text.lower() not in _OPENERS:
            low -= 1
        return low, high
