"""A case: one SQLite file that holds every record of one inquiry, append-only. The only place with state.

Kept: the records with the run that made them, what rests on what, what each stage made of what (`made`), what it has done (`done`,
the work list and only cache), and which version of each stage is current. Readers read while a run writes (WAL).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, and_, bindparam, create_engine, delete, event, func, insert, inspect, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from offing.case.locks import beat, drop_lock, refuse_network_disk, take_lock
from offing.case.migrations import OLDER, migrate_case
from offing.case.pages import Mismatch, keep_bodies, make_table, read_body, read_in_place, verify_bodies
from offing.case.searches import Hit, index_articles, make_index, search_articles
from offing.case.stores import StageStore
from offing.case.tables import CURRENT, DONE, MADE, META, METADATA, RESTS, RUNS, TABLES
from offing.errors import CaseError
from offing.records import RECORDS, Article, Capture, Failure, Page, Pointer, Record, rests_on
from offing.schemas import from_row, to_row
from offing.tell.views import View

R = TypeVar("R", bound=Record)
FORMAT = "5"
ID_BATCH = 1000
LOAD = 20


class Case:
    """A case on disk. `Case("baghdad.db")` opens it, or makes it when the file is not there and `create` is given.

    Raises CaseError when the file is not a case, was made by a newer version, or lies on a network disk.
    """

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        self.path = Path(path)
        self._check_path(create)
        self._engine = create_engine(f"sqlite:///{self.path}", connect_args={"timeout": 30})
        event.listen(self._engine, "connect", self._prepare)
        self._open(create)

    def _check_path(self, create: bool) -> None:
        if self.path.is_dir():
            raise CaseError(f"{self.path}: is a folder, not a case", hint="give the path of a case file, for instance case.db")
        if not self.path.exists() and not create:
            raise CaseError(f"{self.path}: no such case", hint=f"fill it first: offing run FOLDER --case {self.path}")
        if not self.path.parent.is_dir():
            raise CaseError(f"{self.path.parent}: no such folder", hint="make the folder first, or put the case elsewhere")
        if self.path.exists() and self.path.stat().st_size and self.path.read_bytes()[:15] != b"SQLite format 3":
            raise CaseError(f"{self.path}: is not a case file", hint="give another path; this file was left untouched")
        refuse_network_disk(self.path)

    def _prepare(self, connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("ATTACH DATABASE ? AS raw", (f"{self.path}.pages",))
        connection.execute("PRAGMA raw.journal_mode=WAL")

    def _open(self, create: bool) -> None:
        with self._engine.begin() as connection:
            # A process killed while it made the case leaves tables without a format: such a case is made to the end.
            known = inspect(connection).has_table("meta") and _read_format(connection) is not None
            if not known and not create:
                raise CaseError(f"{self.path}: is a database, but not a case", hint="give the path of a case that `offing run` made")
            if not known:
                METADATA.create_all(connection)
                make_index(connection)
                connection.execute(insert(META).values(name="format", value=FORMAT))
            make_table(connection)
            made_by = str(_read_format(connection))
        if made_by in OLDER:
            migrate_case(self._engine, self.path, made_by, FORMAT)
            made_by = FORMAT
        if made_by != FORMAT:
            raise CaseError(
                f"{self.path}: was made by another version of Offing (case format {made_by}, this one reads {FORMAT})",
                hint="open it with the version that made it, or run the sources again into a new case",
            )

    def close(self) -> None:
        """Give all files back."""
        self._engine.dispose()

    # Reading

    def records(self, kind: type[R], *, revised: bool = True) -> list[R]:
        """The current records of a kind, by id; with `revised` off, as first made, before a later stage revised them.

        Pages come without their bytes (`body_of`).
        """
        table = TABLES[kind]
        with self._engine.connect() as connection:
            ids = _current_ids(kind) if revised else _made_ids(kind)
            rows = connection.execute(select(table).where(table.c.id.in_(ids)).order_by(table.c.id)).mappings()
            return [self._record(kind, row) for row in rows]

    def load(self, kind: type[R], ids: Sequence[str]) -> list[R]:
        """The records of these ids (at most a thousand), by id."""
        table = TABLES[kind]
        with self._engine.connect() as connection:
            rows = connection.execute(select(table).where(table.c.id.in_(ids)).order_by(table.c.id)).mappings()
            return [self._record(kind, row) for row in rows]

    def _record(self, kind: type[R], row: Any) -> R:
        fields = dict(row)
        if kind is Page:
            fields["body"] = b""
        record: R = from_row(kind, fields)
        return record

    def view(self) -> View:
        """Everything current, in memory."""
        return View(record for kind in RECORDS for record in self.records(kind))

    def ids(self, kind: type[Record] | None = None, *, revised: bool = True) -> set[str]:
        """The ids of the current records, of one kind or of all; `revised` as in `records`."""
        kinds = RECORDS if kind is None else (kind,)
        with self._engine.connect() as connection:
            queries = (_current_ids(one) if revised else _made_ids(one) for one in kinds)
            return {ident for query in queries for ident in connection.execute(query).scalars()}

    def list_by_day(self) -> list[str]:
        """The ids of all articles, current or not, by the day they give for themselves; those without one first."""
        table = TABLES[Article]
        with self._engine.connect() as connection:
            return list(connection.execute(select(table.c.id).order_by(table.c.published_start, table.c.id)).scalars())

    def each(self, kind: type[R]) -> Iterator[R]:
        """The current records of a kind, by id, few in memory at a time."""
        ids = sorted(self.ids(kind))
        for start in range(0, len(ids), LOAD):
            yield from self.load(kind, ids[start : start + LOAD])

    def count(self, kind: type[Record]) -> int:
        """How many current records of a kind there are."""
        with self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(_current_ids(kind).subquery())).scalar_one())

    def resting(self, kind: type[R], lower: str) -> list[R]:
        """The records of a kind, current or not, that rest on the record `lower`, by id."""
        with self._engine.connect() as connection:
            ids = connection.execute(select(RESTS.c.upper).where(RESTS.c.lower == lower)).scalars().all()
        return self.load(kind, ids)

    def failures(self, *, past: bool) -> list[Failure]:
        """What fails now, or with `past` everything that ever failed, by id."""
        if not past:
            return self.records(Failure)
        table = TABLES[Failure]
        with self._engine.connect() as connection:
            rows = connection.execute(select(table).order_by(table.c.id)).mappings()
            return [self._record(Failure, row) for row in rows]

    def origins(self) -> dict[str, str]:
        """Where each page was found: its id -> the first of its origins."""
        table = TABLES[Capture]
        with self._engine.connect() as connection:
            rows = connection.execute(select(table.c.page, func.min(table.c.origin).label("origin")).group_by(table.c.page))
            return {row.page: row.origin for row in rows}

    def body_of(self, page: Page) -> bytes:
        """The raw bytes of a page as they were found, here or in the archive where they stay; b"" when they are gone."""
        with self._engine.connect() as connection:
            body = read_body(connection, page.sha256)
        return body or next(filter(None, (read_in_place(one.pointer) for one in self.resting(Capture, page.id) if one.pointer)), b"")

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """Articles that hold the words, best first, with a snippet."""
        with self._engine.connect() as connection:
            return search_articles(connection, words, limit)

    def verify(self) -> list[Mismatch]:
        """Hash every kept page again, and every one that stays in an archive. An empty list: every hash matches."""
        pages, captures = TABLES[Page], TABLES[Capture]
        with self._engine.connect() as connection:
            expected = connection.execute(select(pages.c.sha256).distinct().order_by(pages.c.sha256)).scalars().all()
            places = (
                select(pages.c.sha256, captures).join(captures, captures.c.page == pages.c.id).where(captures.c.pointer_path.is_not(None))
            )
            pointers = [(row["sha256"], from_row(Pointer, dict(row), "pointer_")) for row in connection.execute(places).mappings()]
            return list(verify_bodies(connection, expected, pointers))

    def runs(self) -> list[dict[str, Any]]:
        """The runs of this case, oldest first: versions, table digests, settings, what was added."""
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(RUNS).order_by(RUNS.c.started, RUNS.c.id)).mappings()]

    # Writing

    @contextmanager
    def writing(self, run: str, *, tool: str, settings: str, versions: str) -> Iterator[None]:
        """Hold the writer's lock and keep the manifest of the run."""
        with self._engine.begin() as connection:
            take_lock(connection, str(self.path))
            row = {"id": run, "started": _now(), "tool": tool, "settings": settings, "versions": versions}
            connection.execute(insert_or_ignore(RUNS).values(row).on_conflict_do_nothing())
        try:
            yield
        finally:
            with self._engine.begin() as connection:
                connection.execute(update(RUNS).where(RUNS.c.id == run).values(ended=_now(), added=_count_run(connection, run)))
                drop_lock(connection)

    def done(self, stage: str, version: str, keys: Sequence[str] | None = None) -> dict[str, str]:
        """What a stage has done: key -> digest of what went in; of these keys alone, where any are given (at most a thousand)."""
        own = and_(DONE.c.stage == stage, DONE.c.version == version)
        with self._engine.connect() as connection:
            rows = connection.execute(select(DONE.c.key, DONE.c.digest).where(own if keys is None else and_(own, DONE.c.key.in_(keys))))
            return {row.key: row.digest for row in rows}

    def store(self, stage: str, version: str) -> StageStore:
        """What a stage keeps beside its records."""
        return StageStore(self._engine, stage, version)

    def keep(self, run: str, stage: str, version: str, batch: Sequence[tuple[str, str, Sequence[Record]]], *, replace: bool = True) -> int:
        """Append a batch of (key, digest, outputs) of a stage in one transaction; returns how many records are new.

        What the stage made of a key before is no longer current, unless `replace` is off (reading keeps every version of a page).
        """
        by_kind: dict[type[Record], dict[str, Record]] = {}
        for _, _, outputs in batch:
            for record in outputs:
                by_kind.setdefault(type(record), {})[record.id] = record
        with self._engine.begin() as connection:
            added = sum(self._append(connection, run, kind, list(records.values())) for kind, records in by_kind.items())
            if replace:
                self._forget(connection, stage, version, [key for key, _, _ in batch])
            made = [
                {"stage": stage, "version": version, "key": key, "id": record.id, "kind": type(record).__name__}
                for key, _, outputs in batch
                for record in outputs
            ]
            if made:
                connection.execute(insert_or_ignore(MADE).on_conflict_do_nothing(), made)
            done = [{"stage": stage, "version": version, "key": key, "digest": digest} for key, digest, _ in batch]
            statement = insert_or_ignore(DONE)
            if done:
                connection.execute(
                    statement.on_conflict_do_update(index_elements=["stage", "version", "key"], set_={"digest": statement.excluded.digest}),
                    done,
                )
            beat(connection)
        return added

    def version_of(self, stage: str) -> str:
        """The version of a stage whose records are current; "" before its first run."""
        with self._engine.connect() as connection:
            return connection.execute(select(CURRENT.c.version).where(CURRENT.c.stage == stage)).scalar() or ""

    def failed_keys(self, stage: str, version: str) -> list[str]:
        """The keys of which a stage made a Failure."""
        failed = and_(MADE.c.stage == stage, MADE.c.version == version, MADE.c.kind == Failure.__name__)
        with self._engine.connect() as connection:
            return sorted(connection.execute(select(MADE.c.key).where(failed).distinct()).scalars())

    def drop_keys(self, stage: str, version: str, keys: Iterable[str]) -> None:
        """Forget keys that no input names any more: what was made of them is no longer current (the records stay)."""
        with self._engine.begin() as connection:
            self._forget(connection, stage, version, list(keys))

    def finish(self, stage: str, version: str) -> None:
        """From now on readers see this version of the stage."""
        statement = insert_or_ignore(CURRENT).values(stage=stage, version=version)
        with self._engine.begin() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["stage"], set_={"version": version}))

    def _append(self, connection: Connection, run: str, kind: type[Record], records: Sequence[Record]) -> int:
        table = TABLES[kind]
        known = _known_ids(connection, table, [record.id for record in records])
        fresh = [record for record in records if record.id not in known]
        if kind is Page:
            keep_bodies(connection, [record for record in records if isinstance(record, Page)])
        if not fresh:
            return 0
        rows = [{name: value for name, value in to_row(record).items() if name != "body"} | {"run": run} for record in fresh]
        connection.execute(insert(table), rows)
        rests = [{"upper": record.id, "lower": lower} for record in fresh for lower in dict.fromkeys(rests_on(record))]
        if rests:
            connection.execute(insert(RESTS), rests)
        if kind is Article:
            index_articles(connection, [record for record in fresh if isinstance(record, Article)])
        return len(fresh)

    def _forget(self, connection: Connection, stage: str, version: str, keys: list[str]) -> None:
        for table in (MADE, DONE):
            statement = delete(table).where(and_(table.c.stage == stage, table.c.version == version, table.c.key == bindparam("one")))
            if keys:
                connection.execute(statement, [{"one": key} for key in keys])


def _read_format(connection: Connection) -> str | None:
    """The format that a case was made in, None where its making was cut off."""
    found = connection.execute(select(META.c.value).where(META.c.name == "format")).scalar()
    return None if found is None else str(found)


def _current_ids(kind: type[Record]) -> Any:
    """Ids that the current version of a stage made, without those that a current record revises."""
    made = _made_ids(kind)
    if kind is not Article:
        return made
    table = TABLES[Article]
    return made.where(MADE.c.id.not_in(select(table.c.revises).where(and_(table.c.revises != "", table.c.id.in_(_made_ids(Article))))))


def _made_ids(kind: type[Record]) -> Any:
    return (
        select(MADE.c.id)
        .join(CURRENT, and_(CURRENT.c.stage == MADE.c.stage, CURRENT.c.version == MADE.c.version))
        .where(MADE.c.kind == kind.__name__)
        .distinct()
    )


def _known_ids(connection: Connection, table: Table, ids: list[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(ids), ID_BATCH):
        known |= set(connection.execute(select(table.c.id).where(table.c.id.in_(ids[start : start + ID_BATCH]))).scalars())
    return known


def _count_run(connection: Connection, run: str) -> int:
    counts = (select(func.count()).select_from(table).where(table.c.run == run) for table in TABLES.values())
    return sum(int(connection.execute(count).scalar_one()) for count in counts)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
