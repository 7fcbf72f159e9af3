"""The place with state: one case = one SQLite file (and its `.pages` beside it)."""

from offing.case.cases import Case
from offing.case.decisions import DecisionLog, Entry
from offing.case.ledgers import CaseLedger
from offing.case.pages import Mismatch
from offing.case.searches import Hit

__all__ = ["Case", "CaseLedger", "DecisionLog", "Entry", "Hit", "Mismatch"]
