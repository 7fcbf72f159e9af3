"""A view: the current records of a case in memory, and the few lookups that telling needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from offing.records import Article, Record, Story

R = TypeVar("R", bound=Record)


class View:
    """The current records of a case, by kind and by id. Read only; made by `Case.view()` or from any list of records."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._kinds: dict[type[Record], list[Record]] = {}
        self._by_id: dict[str, Record] = {}
        for record in sorted(records, key=lambda record: record.id):
            if record.id not in self._by_id:
                self._by_id[record.id] = record
                self._kinds.setdefault(type(record), []).append(record)

    def all(self, kind: type[R]) -> list[R]:
        """All records of one kind, by id."""
        return [record for record in self._kinds.get(kind, []) if isinstance(record, kind)]

    def get(self, kind: type[R], ident: str) -> R:
        """The record `ident`. Raises KeyError when it is absent or of another kind."""
        record = self._by_id[ident]
        if not isinstance(record, kind):
            raise KeyError(ident)
        return record

    def find(self, ident: str) -> Record | None:
        """The record `ident` of whatever kind, or None."""
        return self._by_id.get(ident)

    def records(self) -> list[Record]:
        """Every record, by id."""
        return [self._by_id[ident] for ident in sorted(self._by_id)]

    def articles_of(self, story: Story) -> list[Article]:
        """The articles of a story."""
        return [self.get(Article, ident) for ident in story.articles]
