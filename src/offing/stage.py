"""The two shapes of work: `Each` (one record in, any number out) and `Together` (records that share a key).

A stage is pure: no database, network, clock, random, environment. It never knows which engine runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from offing.records import Record


class Store(Protocol):
    """Bytes by name that outlive a run: where an `Index` lies. Whatever is in it can be made again from the records."""

    def get(self, names: Sequence[str]) -> dict[str, bytes]:
        """The bytes of those names that are there."""

    def put(self, bodies: Mapping[str, bytes], dropped: Sequence[str] = ()) -> None:
        """Keep the bytes and forget the names `dropped`, all at once or not at all."""

    def clear(self) -> None:
        """Forget everything."""


class Index(Protocol):
    """The groups of a `Together`, kept up as records come and go instead of being gathered anew; a function of the set it holds.

    A group waits from when a change may have changed it until `settle`: what was not worked out when a run was killed still waits.
    """

    def known(self) -> set[str]:
        """The ids of the records it holds."""

    def outgrown(self, kept: int) -> bool:
        """Whether it is cheaper to begin anew, when `kept` of the records it holds stay."""

    def clear(self) -> None:
        """Begin anew."""

    def change(self, added: Sequence[Record], removed: Sequence[str]) -> None:
        """Take records in, and give up those of the ids `removed`."""

    def wait(self, keys: Sequence[str]) -> None:
        """Let the groups of these keys wait."""

    def waiting(self) -> list[str]:
        """The keys of the groups that wait."""

    def members(self, key: str) -> list[str]:
        """The ids of a group as `Together.gather` has them; empty when there is no such group now."""

    def settle(self) -> None:
        """No group waits any more."""


Read = Callable[[Sequence[str]], Sequence[Record]]
Gather = Callable[[Sequence[Record]], Iterable[tuple[str, Sequence[Record]]]]


@dataclass(frozen=True)
class Each:
    """One record in, any number out. `work` must be importable by name (workers are processes).

    `tables` names the files of `offing/tables` that the result depends on: when one changes, the work is done again.
    """

    name: str
    version: str
    takes: type[Record]
    makes: tuple[type[Record], ...]
    work: Callable[..., Iterable[Record]]
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Together:
    """Records that share a key go in together, any number out.

    `gather` splits the records of the kinds in `takes` into (key, members); `work(key, members)` makes the outputs. The result must not
    depend on the order of records or members. `by_key` and `by_component` build the usual gathers. `batch`, where a stage has one, gives
    for many groups at once, group by group, what `work` gives for each. `index`, where it has one, opens what keeps the groups up from
    run to run (in a store, with a function that reads records by id); its groups are those of `gather`.
    """

    name: str
    version: str
    takes: tuple[type[Record], ...]
    makes: tuple[type[Record], ...]
    gather: Gather
    work: Callable[[str, Sequence[Record]], Iterable[Record]]
    tables: tuple[str, ...] = ()
    batch: Callable[[Sequence[tuple[str, Sequence[Record]]]], Iterable[Iterable[Record]]] | None = None
    index: Callable[[Store, Read], Index] | None = None


Stage = Each | Together


def by_key(keys: Callable[[Record], Iterable[str]]) -> Gather:
    """A gather from a function that names the keys of one record; a group is sorted by id."""

    def gather(records: Sequence[Record]) -> Iterator[tuple[str, Sequence[Record]]]:
        groups: dict[str, list[Record]] = {}
        for record in records:
            for key in keys(record):
                groups.setdefault(key, []).append(record)
        for key in sorted(groups):
            yield key, sorted(groups[key], key=lambda record: record.id)

    return gather


def components(nodes: Iterable[str], edges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Connected components: node -> smallest node id of its component. Edges to unknown nodes are ignored."""
    root = {node: node for node in nodes}

    def find(node: str) -> str:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for left, right in edges:
        if left in root and right in root:
            low, high = sorted((find(left), find(right)))
            root[high] = low
    return {node: find(node) for node in root}
