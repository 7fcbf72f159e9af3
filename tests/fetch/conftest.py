"""What the tests of polling share: a server on loopback, a case, and limits that make waiting short."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from offing.case import Case, CaseLedger
from offing.fetch import Limits, Poll, Source, Tally
from offing.read import RENDERER
from tests.fetch.servers import Server, serve

QUICK = Limits(
    connect_seconds=5, read_seconds=5, total_seconds=10, max_bytes=50_000, delay=0, first_wait=0.01, longest_wait=2,
    allowed=frozenset({"127.0.0.1", "127.0.0.2"}), contact="editor@reader.example",
)  # fmt: skip

Ask = Callable[..., Tally]


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path / "a.db", create=True)


@pytest.fixture
def ask(case: Case) -> Ask:
    """Poll sources (addresses, or Sources) into the case, with some limits changed."""
    runs = iter(range(100))

    def run(*sources: str | Source, limit: int = 500, feeds_only: bool = False, retry: bool = False, **changed: object) -> Tally:
        name = f"r{next(runs)}"
        ledger = CaseLedger(case, name, RENDERER)
        with case.writing(name, tool="test", settings="{}", versions="{}"):
            case.finish("read", RENDERER)
            if retry:
                ledger.retry()
            poll = Poll(ledger, msgspec.structs.replace(QUICK, **changed), feeds_only=feeds_only)
            return poll.run(listed(sources), limit)

    return run


def listed(sources: Sequence[str | Source]) -> list[Source]:
    return [source if isinstance(source, Source) else Source(source) for source in sources]
