"""The postings of an index that outlives a run: sorted runs by kind of key and by month of the text, in small parts that are read by key.

Each change adds a run; `FAN` of like size are merged, so a posting is moved a few times in all (O'Neil and others: The log-structured
merge-tree, 1996). A part is read only where a key that is asked for may lie in it: what is read grows with what is asked, not with what is
held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from offing.stage import Store
from offing.trace.keys import CHANNELS, ROWS
from offing.trace.pairs import DAYS, FAN
from offing.trace.tokens import Codes, Rows

PART = 1 << 11  # postings
UNDATED = -1
_MOST_BITS = 24
_NAME = "postings"


class Run(Struct, array_like=True):
    """A sorted run: its number, how many postings it has, and the first posting of each of its parts."""

    number: int
    size: int
    fences: list[int]

    @property
    def level(self) -> int:
        """Runs of one level are of like size, within `FAN` times."""
        return (self.size.bit_length() - 1) // 3


class Contents(Struct, array_like=True):
    """The runs by channel and month, and the number of the next one."""

    runs: list[dict[int, list[Run]]]
    after: int = 0


def name_month(day: int) -> int:
    """The month (of `DAYS` days) of a day number; `UNDATED` for none."""
    return day // DAYS if day >= 0 else UNDATED


class Postings:
    """Postings in a store. What is added is read at once, and kept with what `list_changes` gives."""

    def __init__(self, store: Store) -> None:
        self._store = store
        body = store.get([_NAME]).get(_NAME)
        self._held = msgspec.msgpack.decode(body, type=Contents) if body else Contents([{} for _ in CHANNELS])
        self._changed: dict[str, bytes] = {}
        self._dropped: list[str] = []

    @property
    def months(self) -> set[int]:
        """The months that have postings."""
        return {month for runs in self._held.runs for month in runs}

    def read(self, keys: Sequence[Codes], months: set[int]) -> tuple[Codes, ...]:
        """The postings of `keys` (for each channel: hashes, rising, each once) in these months, in no order."""
        names = [
            [
                name_part(channel, month, run, part)
                for month in sorted(months & runs.keys())
                for run in runs[month]
                for part in _list_parts(run, own)
            ]
            for channel, (runs, own) in enumerate(zip(self._held.runs, keys, strict=True))
        ]
        bodies = self._load([name for own in names for name in own])
        return tuple(
            _keep_keys(np.frombuffer(b"".join([bodies[name] for name in own]), np.uint64), known)
            for own, known in zip(names, keys, strict=True)
        )

    def _load(self, names: Sequence[str]) -> dict[str, bytes]:
        found = {name: self._changed[name] for name in names if name in self._changed}
        return found | self._store.get([name for name in names if name not in found])

    def add(self, added: Sequence[Codes], days: Rows, texts: NDArray[np.bool_]) -> None:
        """Add sorted postings (for each channel); `days` and `texts` tell of each number its day, and whether it is a text's still."""
        for channel, postings in enumerate(added):
            if not len(postings):
                continue
            months = np.where(days >= 0, days // DAYS, UNDATED)[(postings & ROWS).view(np.int64)]
            order = np.argsort(months, kind="stable")
            heads = np.flatnonzero(np.diff(months[order], prepend=-2))
            for begin, end in zip(heads.tolist(), [*heads[1:].tolist(), len(order)], strict=True):
                month = int(months[order[begin]])
                runs = self._held.runs[channel].setdefault(month, [])
                runs.append(self._write(channel, month, postings[order[begin:end]]))
                self._tidy(channel, month, texts)

    def _tidy(self, channel: int, month: int, texts: NDArray[np.bool_]) -> None:
        """Merge runs of like size, and let go of numbers that are no text any more."""
        runs = self._held.runs[channel][month]
        while runs and len(like := [run for run in runs if run.level == runs[-1].level]) >= FAN:
            names = [name_part(channel, month, run, part) for run in like for part in range(len(run.fences))]
            bodies = self._load(names)
            merged = np.sort(np.frombuffer(b"".join([bodies[name] for name in names]), np.uint64), kind="stable")
            merged = merged[texts[(merged & ROWS).view(np.int64)]]
            self._dropped += names
            for name in names:
                self._changed.pop(name, None)
            runs[:] = [run for run in runs if all(run is not one for one in like)]
            if len(merged):
                runs.append(self._write(channel, month, merged))

    def _write(self, channel: int, month: int, postings: Codes) -> Run:
        run = Run(self._held.after, len(postings), postings[::PART].tolist())
        self._held.after += 1
        for part in range(len(run.fences)):
            self._changed[name_part(channel, month, run, part)] = postings[part * PART : (part + 1) * PART].tobytes()
        return run

    def list_changes(self) -> tuple[Mapping[str, bytes], list[str]]:
        """What to keep and what to forget since this was asked last."""
        changed, dropped = self._changed, self._dropped
        if changed or dropped:
            changed[_NAME] = msgspec.msgpack.encode(self._held)
        self._changed, self._dropped = {}, []
        return changed, dropped


def name_part(channel: int, month: int, run: Run, part: int) -> str:
    """The name of a part of a run in the store."""
    return f"{_NAME}/{CHANNELS[channel].name}/{month}/{run.number}/{part}"


def _list_parts(run: Run, keys: Codes) -> list[int]:
    """The parts of a run in which postings of `keys` may lie: those from whose first key to the next part's first there is one of them."""
    fences = np.array(run.fences, np.uint64) & ~ROWS
    low, high = np.searchsorted(keys, fences), np.append(np.searchsorted(keys, fences[1:], "right"), len(keys))
    found: list[int] = np.flatnonzero(low < high).tolist()
    return found


def _keep_keys(postings: Codes, keys: Codes) -> Codes:
    """The postings whose hash is one of `keys`, found by a table of the keys' first bits."""
    if not len(postings) or not len(keys):
        return postings[:0]
    shift = np.uint64(64 - min(_MOST_BITS, (len(keys) * 4).bit_length()))
    known = np.zeros(1 << (64 - int(shift)), bool)
    known[(keys >> shift).view(np.int64)] = True
    met = postings[known[(postings >> shift).view(np.int64)]]
    codes = met & ~ROWS
    found: Codes = met[keys[np.minimum(np.searchsorted(keys, codes), len(keys) - 1)] == codes]
    return found
