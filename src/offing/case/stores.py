"""What a stage keeps beside its records, by name: an index that grows from run to run. All of it can be made again from the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine, and_, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from offing.case.tables import STORED

_BATCH = 500


class StageStore:
    """An `offing.stage.Store` in the case, of one version of a stage. What another version kept is let go when this one begins to keep."""

    def __init__(self, engine: Engine, stage: str, version: str) -> None:
        self._engine = engine
        self._row = {"stage": stage, "version": version}
        self._own = and_(STORED.c.stage == stage, STORED.c.version == version)
        self._older: tuple[str, str] | None = (stage, version)

    def get(self, names: Sequence[str]) -> dict[str, bytes]:
        """The bytes of those names that are there."""
        found: dict[str, bytes] = {}
        with self._engine.connect() as connection:
            for start in range(0, len(names), _BATCH):
                wanted = and_(self._own, STORED.c.name.in_(names[start : start + _BATCH]))
                found.update((row.name, row.body) for row in connection.execute(select(STORED.c.name, STORED.c.body).where(wanted)))
        return found

    def put(self, bodies: Mapping[str, bytes], dropped: Sequence[str] = ()) -> None:
        """Keep the bytes and forget the names `dropped`, in one transaction."""
        statement = insert(STORED)
        statement = statement.on_conflict_do_update(index_elements=["stage", "version", "name"], set_={"body": statement.excluded.body})
        with self._engine.begin() as connection:
            if self._older is not None:
                stage, version = self._older
                connection.execute(delete(STORED).where(and_(STORED.c.stage == stage, STORED.c.version != version)))
            if dropped:
                gone = delete(STORED).where(and_(self._own, STORED.c.name == bindparam("one")))
                connection.execute(gone, [{"one": name} for name in dropped])
            if bodies:
                connection.execute(statement, [self._row | {"name": name, "body": body} for name, body in bodies.items()])
        self._older = None

    def clear(self) -> None:
        """Forget everything."""
        with self._engine.begin() as connection:
            connection.execute(delete(STORED).where(self._own))
