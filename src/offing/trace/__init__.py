"""Who copied whom: articles -> copies (passages that two articles share)."""

from offing.trace.copies import TRACE, find_copies

__all__ = ["TRACE", "find_copies"]
