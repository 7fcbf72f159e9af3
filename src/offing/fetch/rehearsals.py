"""`--dry-run`: the sources are asked, what is new is named, and nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from offing.fetch.polls import Ledger
from offing.read.links import Link
from offing.records import Failure, Record


class Rehearsal:
    """A Ledger that reads from `real` (None: there is no case yet) and writes nowhere. `found`: the links a poll would take on."""

    def __init__(self, real: Ledger | None) -> None:
        self.found: list[Link] = []
        self._real = real

    def validators(self, _url: str) -> tuple[str, str, str]:
        """None: every source answers in full."""
        return ("", "", "")

    def unseen(self, links: Sequence[Link]) -> list[Link]:
        """Those of the links whose key is new to the case."""
        return self._real.unseen(links) if self._real else list(links)

    def pending(self, limit: int) -> list[str]:
        """The addresses that a poll would ask for: those that wait already, then the new ones."""
        waiting = self._real.pending(limit) if self._real else []
        return list(dict.fromkeys([*waiting, *(link.url for link in self.found if link.url)]))[:limit]

    def waiting(self) -> int:
        """How many addresses a poll would find waiting."""
        return len(self.pending(1_000_000))

    def rests(self) -> dict[str, float]:
        """The hosts that asked to be left alone."""
        return self._real.rests() if self._real else {}

    def note_rests(self, rests: Mapping[str, float]) -> None:
        """Keep nothing."""

    def keep_answer(
        self,
        _url: str,
        *,
        marks: tuple[str, str, str],  # noqa: ARG002
        status: int,  # noqa: ARG002
        time: str,  # noqa: ARG002
        records: Sequence[Record],  # noqa: ARG002
        links: Sequence[Link],
        asked: bool,
    ) -> None:
        """Note the new links; keep nothing."""
        self.found += links if asked else []

    def keep_fault(self, url: str, failure: Failure, *, later: bool, tries: int) -> None:
        """Keep nothing: the tally has it."""
