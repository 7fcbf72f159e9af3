"""Telling: events become lines, lines become a brief, and every line opens its sentence."""

from offing.tell.lines import TELL

__all__ = ["TELL"]
