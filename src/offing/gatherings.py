"""The groups of a `Together` that are to be worked out: those whose members changed since they were last.

Where nothing came or went, nothing is gathered. A stage with an index has only what is new joined with what is held; the others are
gathered as a whole, and their groups compared by digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from offing.case import Case
from offing.engines import Local
from offing.intake import Keeper
from offing.records import Record
from offing.stage import Index, Read, Together

BLOCK = 2048  # records that an index takes in at once
CHUNK = 256  # groups whose members are looked up at once
SHELF = 2048  # records that a stage with an index keeps in memory
_LOAD = 500
_INPUTS = "inputs"

Made = tuple[str, str, Sequence[Record]]
Group = tuple[str, Sequence[Record]]


def work_groups(keeper: Keeper, stage: Together, engine: Local, failed: Sequence[str], shelf: Shelf) -> Iterator[Made]:
    """(key, digest of the members, outputs) of the groups that changed, and of those that `failed` before. Drops the keys of lost groups.

    A run that is cut off leaves what it did not reach to the next one. `shelf` holds what earlier stages of the run have read.
    """
    store = keeper.case.store(keeper.stage, keeper.version)
    # A stage that revises a kind gets its records as they were first made, so that a second run finds the same.
    current = {kind: keeper.case.ids(kind, revised=kind not in stage.makes) for kind in stage.takes}
    inputs = "\n".join(f"{kind.__name__} {_digest_ids(ids)}" for kind, ids in current.items()).encode()
    if not failed and store.get([_INPUTS]).get(_INPUTS) == inputs:
        return
    store.put({}, [_INPUTS])
    if stage.index is None:
        inputs_read = (shelf.read(kind, ids) for kind, ids in current.items())
        yield from _gather(keeper, stage, engine, failed, [record for records in inputs_read for record in records])
    else:
        [(kind, ids)] = current.items()
        read = partial(Shelf(keeper.case, SHELF).read, kind)
        index = stage.index(store, read)
        take_in(index, keeper, ids, read)
        yield from _keep_up(keeper, stage, engine, failed, index, read)
    keeper.flush()
    store.put({_INPUTS: inputs})


def _gather(keeper: Keeper, stage: Together, engine: Local, failed: Sequence[str], records: Sequence[Record]) -> Iterator[Made]:
    case = keeper.case
    case.drop_keys(keeper.stage, keeper.version, failed)
    groups = {key: members for key, members in stage.gather(records) if members}
    digests = {key: digest_members(members) for key, members in groups.items()}
    done = case.done(keeper.stage, keeper.version)
    case.drop_keys(keeper.stage, keeper.version, sorted(done.keys() - groups.keys()))
    pending = [key for key in sorted(groups) if done.get(key) != digests[key]]
    keeper.total = len(pending)
    for key, outputs in engine.together(stage, ((key, groups[key]) for key in pending)):
        yield key, digests[key], outputs


def _keep_up(keeper: Keeper, stage: Together, engine: Local, failed: Sequence[str], index: Index, read: Read) -> Iterator[Made]:
    index.wait(failed)
    keeper.case.drop_keys(keeper.stage, keeper.version, failed)
    waiting = index.waiting()
    keeper.total = len(waiting)
    digests: dict[str, str] = {}
    for key, outputs in engine.together(stage, _list_changed(keeper, index, waiting, read, digests)):
        yield key, digests.pop(key), outputs
    keeper.flush()
    index.settle()


def take_in(index: Index, keeper: Keeper, current: set[str], read: Read) -> None:
    """Bring an index to the set `current` of ids."""
    known = index.known()
    if index.outgrown(len(current & known)):
        index.clear()
        known = set()
    if not known:
        done = keeper.case.done(keeper.stage, keeper.version)
        keeper.case.drop_keys(keeper.stage, keeper.version, sorted(done.keys() - current))
    fresh, gone = sorted(current - known), sorted(known - current)
    if len(fresh) > BLOCK:  # in order of day, what comes later changes little of what came before
        order = {ident: place for place, ident in enumerate(keeper.case.list_by_day())}
        fresh.sort(key=lambda ident: order.get(ident, -1))
    for start in range(0, len(fresh), BLOCK):
        index.change(read(fresh[start : start + BLOCK]), gone)
        gone = []
    if gone:
        index.change([], gone)


def _list_changed(keeper: Keeper, index: Index, waiting: Sequence[str], read: Read, digests: dict[str, str]) -> Iterator[Group]:
    """The groups among those that wait whose members are not those they were worked out with."""
    for start in range(0, len(waiting), CHUNK):
        groups = {key: index.members(key) for key in waiting[start : start + CHUNK]}
        done = keeper.case.done(keeper.stage, keeper.version, list(groups))
        keeper.case.drop_keys(keeper.stage, keeper.version, [key for key in done if not groups[key]])
        for key, members in groups.items():
            if members and done.get(key) != (digest := _digest_ids(members)):
                digests[key] = digest
                yield key, read(members)


class Shelf:
    """Records read by id and kept, the last `limit` of each kind (0: all), so that stages that ask for the same do not read it again."""

    def __init__(self, case: Case, limit: int = 0) -> None:
        self._case = case
        self._limit = limit
        self._held: dict[type[Record], dict[str, Record]] = {}

    def read(self, kind: type[Record], ids: Iterable[str]) -> list[Record]:
        """The records of these ids, by id, whether they are current or not."""
        wanted, held = sorted(set(ids)), self._held.setdefault(kind, {})
        found = {ident: held.pop(ident) for ident in wanted if ident in held}
        absent = [ident for ident in wanted if ident not in found]
        for start in range(0, len(absent), _LOAD):
            found.update((record.id, record) for record in self._case.load(kind, absent[start : start + _LOAD]))
        held.update(found)
        for ident in list(held)[: max(0, len(held) - self._limit)] if self._limit else ():
            del held[ident]
        return [found[ident] for ident in wanted if ident in found]


def digest_members(members: Iterable[Record]) -> str:
    """A digest of the ids of records, in any order."""
    return _digest_ids(record.id for record in members)


def _digest_ids(ids: Iterable[str]) -> str:
    return hashlib.blake2b("\n".join(sorted(ids)).encode(), digest_size=12).hexdigest()
