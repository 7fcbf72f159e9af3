"""Fetch: the only network. Polls feeds, sitemaps and pages, politely and within limits, to the records that files give."""

from offing.fetch.limits import Limits
from offing.fetch.polls import Ledger, Poll, Tally
from offing.fetch.rehearsals import Rehearsal
from offing.fetch.sources import Source, find_sources

__all__ = ["Ledger", "Limits", "Poll", "Rehearsal", "Source", "Tally", "find_sources"]
