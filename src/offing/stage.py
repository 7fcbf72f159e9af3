"""The two shapes of work: `Each` (one record in, any number out) and `Together` (records that share a key).

A stage is pure: no database, network, clock, random, environment. It never knows which engine runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from offing.records import Record

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
    for many groups at once, group by group, what `work` gives for each.
    """

    name: str
    version: str
    takes: tuple[type[Record], ...]
    makes: tuple[type[Record], ...]
    gather: Gather
    work: Callable[[str, Sequence[Record]], Iterable[Record]]
    tables: tuple[str, ...] = ()
    batch: Callable[[Sequence[tuple[str, Sequence[Record]]]], Iterable[Iterable[Record]]] | None = None


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
