"""How an event stands, from two counts and the denials. The algebra is `Standing.__add__`."""

from __future__ import annotations

from offing.records import Standing

ENOUGH = 2


def decide_standing(reporting: int, claimants: int, *, asserted: bool, denied: bool) -> Standing:
    """The standing of an event with so many reporting and claimant origins on the asserting side.

    Corroborated needs two of each: two papers that quote one briefing corroborate that it was said, not that it is so.
    Raises ValueError when nobody asserts and nobody denies.
    """
    if not asserted and not denied:
        raise ValueError("an event needs a claim or a denial")
    if not asserted:
        return Standing.DENIED
    told = Standing.CORROBORATED if reporting >= ENOUGH and claimants >= ENOUGH else Standing.REPORTED
    return told + Standing.DENIED if denied else told
