"""Whose text it is: outlet, byline, agency, address. A photo credit is never the text's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from offing.clean.datelines import find_dateline
from offing.clean.metadata import Metadata, find_host
from offing.clean.patterns import AGENCY_NAME, AGENCY_TAIL, BYLINE_START, CREDIT_BARE, CREDIT_NAMED, CREDIT_WITH
from offing.clean.pieces import Piece
from offing.records import Role

_EDGES = " \t\xa0|·•,;:–—-()[]."


def find_address(pieces: Sequence[Piece]) -> str:
    """The web address in a share line of the page; "" without one."""
    for piece in pieces:
        if piece.reason == "share link":
            found = next((word for word in piece.text.split() if word.lower().startswith(("http://", "https://"))), "")
            if found:
                return found
    return ""


def find_outlet(pieces: Sequence[Piece], metadata: Metadata, address: str) -> str:
    """The outlet: as the mark-up says; what the page title adds to the headline; the host of its address; whom a credit line names."""
    if metadata.outlet:
        return metadata.outlet
    head = next((piece.text for piece in pieces if piece.reason == "headline"), "")
    if head and metadata.titles:
        before, found, after = metadata.titles[-1].partition(head)
        rest = before.strip(_EDGES) or after.strip(_EDGES)
        if found and 2 < len(rest) <= 40 and not (before.strip(_EDGES) and after.strip(_EDGES)):
            return rest
    if host := find_host(address):
        return host
    credited = (CREDIT_NAMED.match(piece.text) for piece in pieces if piece.role is Role.CREDIT)
    return next((found["name"].strip(_EDGES) for found in credited if found), "")


def find_byline(pieces: Sequence[Piece], metadata: Metadata) -> str:
    """Who wrote the text, without "By"; the visible byline before that of the mark-up, which often names the outlet."""
    lines = [piece.text for piece in pieces if piece.role is Role.BYLINE]
    words = metadata.byline or (lines[0] if lines else "")
    return BYLINE_START.sub("", words.strip(_EDGES)).strip(_EDGES)


def find_credit(pieces: Sequence[Piece], byline: str) -> str:
    """The agency or outlet that the text is credited to: in a credit line, in the dateline, or as the byline; "" when none is named."""
    for piece in pieces:
        if piece.role is Role.CREDIT and (name := read_credit(piece.text)):
            return name
    for piece in pieces:
        if piece.role is Role.DATELINE:
            found = find_dateline(piece.text + " X")
            if found and found[2]:
                return found[2]
    return byline if AGENCY_NAME.match(byline) else ""


def read_credit(text: str) -> str:
    """The name in a credit line ("As reported by X", "With files from X", "X and Y"); "" when it names only people at work."""
    for pattern in (CREDIT_NAMED, CREDIT_BARE, CREDIT_WITH, AGENCY_TAIL):
        found = pattern.match(text)
        if found:
            return re.split(r"\s*(?:,|;|/|&|\band\b)\s+", found["name"])[0].strip(_EDGES)
    plain = re.sub(r"\s+(?:newsroom|staff|desk|bureau)$", "", text.strip(_EDGES))
    return plain if AGENCY_NAME.match(plain) else ""
