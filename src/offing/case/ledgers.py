"""What a case remembers of polling: the last answer of every address, and every link with its state. A killed poll goes on from here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import case as choose
from sqlalchemy import func, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from offing.case.cases import ID_BATCH, Case
from offing.case.tables import ANSWERS, LINKS, METADATA, RESTS_ASKED
from offing.read.links import Link
from offing.records import Capture, Failure, Record

WAITS, SETTLED, FAILED = "waits", "settled", "failed"
STAGE = "read"


class CaseLedger:
    """The memory of polls in `case`. Records are kept under `run` as those of the reader, whose version is `version`.

    Records are kept before the address is settled: a kill between the two makes the page be asked for again, which adds nothing.
    """

    def __init__(self, case: Case, run: str, version: str) -> None:
        self._case = case
        self._run = run
        self._version = version
        self._engine = case._engine
        with self._engine.begin() as connection:
            METADATA.create_all(connection, tables=[LINKS, ANSWERS, RESTS_ASKED])

    def validators(self, url: str) -> tuple[str, str, str]:
        """ETag, Last-Modified and SHA-256 of the last answer to `url`; "" each when there was none."""
        with self._engine.connect() as connection:
            row = connection.execute(select(ANSWERS.c.etag, ANSWERS.c.modified, ANSWERS.c.sha256).where(ANSWERS.c.url == url)).first()
        return (row.etag, row.modified, row.sha256) if row else ("", "", "")

    def unseen(self, links: Sequence[Link]) -> list[Link]:
        """Those of the links whose key is new, each key once."""
        fresh = {link.key: link for link in links}
        keys = list(fresh)
        with self._engine.connect() as connection:
            for start in range(0, len(keys), ID_BATCH):
                known = connection.execute(select(LINKS.c.key).where(LINKS.c.key.in_(keys[start : start + ID_BATCH]))).scalars()
                for key in known:
                    del fresh[key]
        return list(fresh.values())

    def pending(self, limit: int) -> list[str]:
        """The addresses that wait to be asked for, oldest first."""
        first = func.min(LINKS.c.number)
        statement = select(LINKS.c.url).where(LINKS.c.state == WAITS).group_by(LINKS.c.url).order_by(first).limit(limit)
        with self._engine.connect() as connection:
            return list(connection.execute(statement).scalars())

    def waiting(self) -> int:
        """How many addresses wait."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.count(LINKS.c.url.distinct())).where(LINKS.c.state == WAITS)).scalar_one()

    def retry(self) -> int:
        """Let every link that failed or was denied wait again; returns how many."""
        with self._engine.begin() as connection:
            return connection.execute(update(LINKS).where(LINKS.c.state == FAILED).values(state=WAITS, tries=0)).rowcount

    def sources(self) -> list[tuple[str, str, bool]]:
        """The sources polled into this case in the order they were first given: address, title, and whether a list names it as a feed."""
        statement = select(ANSWERS.c.url, ANSWERS.c.title, ANSWERS.c.feed).where(ANSWERS.c.source).order_by(ANSWERS.c.number)
        with self._engine.connect() as connection:
            return [(row.url, row.title, row.feed) for row in connection.execute(statement)]

    def note_sources(self, sources: Sequence[tuple[str, str, bool]]) -> None:
        """Remember what is polled (as `sources` gives it), so that the next poll need not be given it."""
        statement = insert_or_ignore(ANSWERS)
        title = choose((statement.excluded.title != "", statement.excluded.title), else_=ANSWERS.c.title)
        with self._engine.begin() as connection:
            for url, name, feed in sources:
                row = {**_blank(url), "title": name, "source": True, "feed": feed}
                connection.execute(
                    statement.values(row).on_conflict_do_update(index_elements=["url"], set_={"title": title, "source": True, "feed": feed})
                )

    def rests(self) -> dict[str, float]:
        """The hosts that asked to be left alone, with the second (of the epoch) until which they did."""
        with self._engine.connect() as connection:
            return {row.place: row.until for row in connection.execute(select(RESTS_ASKED))}

    def note_rests(self, rests: Mapping[str, float]) -> None:
        """Remember what `rests` gives."""
        statement = insert_or_ignore(RESTS_ASKED)
        with self._engine.begin() as connection:
            for place, until in rests.items():
                row = statement.values(place=place, until=until)
                connection.execute(row.on_conflict_do_update(index_elements=["place"], set_={"until": until}))

    def keep_answer(
        self,
        url: str,
        *,
        marks: tuple[str, str, str],
        status: int,
        time: str,
        records: Sequence[Record],
        links: Sequence[Link],
        asked: bool,
    ) -> None:
        """Keep what an answer gave, then remember it. `links` wait from now on; those without an address, or not `asked`, are settled."""
        self._case.drop_keys(STAGE, self._version, [f"failure:{url}"])
        self._case.keep(self._run, STAGE, self._version, [(_key(record), "", [record]) for record in records], replace=False)
        etag, modified, digest = marks
        row = {"etag": etag, "modified": modified, "sha256": digest, "status": status, "time": time}
        with self._engine.begin() as connection:
            statement = insert_or_ignore(ANSWERS).values({**_blank(url), **row})
            connection.execute(statement.on_conflict_do_update(index_elements=["url"], set_=row))
            connection.execute(update(LINKS).where(LINKS.c.url == url, LINKS.c.state == WAITS).values(state=SETTLED))
            rows = [
                {
                    "key": link.key,
                    "source": link.source,
                    "guid": link.guid,
                    "url": link.url,
                    "title": link.title,
                    "date": link.date,
                    "state": WAITS if link.url and asked else SETTLED,
                    "tries": 0,
                    "found": time,
                }
                for link in links
            ]
            if rows:
                connection.execute(insert_or_ignore(LINKS).on_conflict_do_nothing(), rows)

    def keep_fault(self, url: str, failure: Failure, *, later: bool, tries: int) -> None:
        """Keep a failure in place of an older one. With `later` the address goes on waiting, in at most `tries` polls."""
        self._case.keep(self._run, STAGE, self._version, [(f"failure:{url}", "", [failure])])
        state = choose((LINKS.c.tries + 1 < tries, WAITS), else_=FAILED) if later else FAILED
        with self._engine.begin() as connection:
            waits = (LINKS.c.url == url, LINKS.c.state == WAITS)
            connection.execute(update(LINKS).where(*waits).values(tries=LINKS.c.tries + 1, state=state))


def _blank(url: str) -> dict[str, str | int | bool]:
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return {"url": url, "etag": "", "modified": "", "sha256": "", "status": 0, "time": now, "title": "", "source": False, "feed": False}


def _key(record: Record) -> str:
    """The key under which the reader of files keeps its records, so that both ways of finding a page are one."""
    if isinstance(record, Capture):
        return f"{record.origin}@{record.page}"
    # The warning of a page that was read stands beside it, and does not go when the same address is next answered.
    return f"warning:{record.origin}@{record.page}" if isinstance(record, Failure) else record.id
