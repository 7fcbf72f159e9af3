"""Probabilities in words: the bands of ICD 203 (Analytic Standards, Office of the Director of National Intelligence, 2015, D.6.e.2).

The word is chosen from the number as it is printed, so that a reader never sees a number beside the word of its neighbour.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

BANDS: tuple[tuple[int, str], ...] = (
    (95, "almost certain"),
    (80, "very likely"),
    (55, "likely"),
    (45, "roughly even chance"),
    (20, "unlikely"),
    (5, "very unlikely"),
    (0, "almost no chance"),
)
"""(lower edge in percent, word), highest first; the lower edge belongs to the band. Below 1 % the number prints `< 1 %`, the word stays."""


def find_probability(log_odds: float) -> float:
    """The probability (0 to 1) of log-odds (natural logarithm)."""
    if log_odds >= 0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    grown = math.exp(log_odds)
    return grown / (1.0 + grown)


def find_log_odds(probability: float) -> float:
    """The log-odds of a probability strictly between 0 and 1. Raises ValueError outside."""
    if not 0.0 < probability < 1.0:
        raise ValueError(f"log-odds need a probability between 0 and 1, not {probability}")
    return math.log(probability) - math.log1p(-probability)


def print_probability(probability: float) -> str:
    """`17 %`: whole percent, half up; `< 1 %` below one percent and `> 99 %` above ninety-nine: nothing is printed as 0 or 100."""
    _check(probability)
    if probability < 0.01:
        return "< 1 %"
    if probability > 0.99:
        return "> 99 %"
    return f"{_percent(probability)} %"


def name_band(probability: float) -> str:
    """The ICD 203 word for a probability (0 to 1), from the number as printed. Raises ValueError outside 0 to 1 or for NaN."""
    _check(probability)
    percent = _percent(probability)
    return next(word for edge, word in BANDS if percent >= edge)


def _percent(probability: float) -> int:
    return int((Decimal(str(probability)) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _check(probability: float) -> None:
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"a probability lies between 0 and 1, not {probability}")
