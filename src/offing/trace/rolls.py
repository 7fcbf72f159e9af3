"""The roll of an index of copies: a row for each article that was taken in, and which texts may share a passage.

Articles with the same words are one text, whose number is the row of the first of them (in order of day and id). A row is never used twice.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from offing.records import Article
from offing.stage import Store
from offing.trace.pairs import day_number
from offing.trace.tokens import Codes

ROW = np.dtype([("id", "S24"), ("page", "<u8"), ("day", "<i8"), ("text", "<i8"), ("digest", "<u8", (3,)), ("waits", "?")])
ROWS_KEPT, TEXTS_KEPT = 512, 128  # in one entry of the store
NOBODY = -1  # the text of an article that was given up
_SPREAD = np.array([1, 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03], np.uint64)
Place = tuple[int, str]


class Roll:
    """The rows in a store, all in memory: about 80 bytes an article."""

    def __init__(self, store: Store) -> None:
        count = int.from_bytes(store.get(["rows"]).get("rows", b""), "little")
        names = [f"rows/{part}" for part in range(-(-count // ROWS_KEPT))]
        bodies = store.get(names)
        self.rows = np.frombuffer(bytearray(b"".join([bodies[name] for name in names])), ROW)
        self.waiting: set[int] = set(np.flatnonzero(self.rows["waits"]).tolist())
        self._changed: set[int] = set()
        self._holders: dict[int, list[int]] | None = None

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def held(self) -> NDArray[np.bool_]:
        """Which rows are of an article that was not given up."""
        found: NDArray[np.bool_] = self.rows["text"] != NOBODY
        return found

    @property
    def texts(self) -> NDArray[np.bool_]:
        """Which rows are the number of a text."""
        found: NDArray[np.bool_] = self.rows["text"] == np.arange(len(self.rows))
        return found

    def name(self, row: int) -> str:
        """The id of the article."""
        return str(self.rows["id"][row], "ascii")

    def place(self, row: int) -> Place:
        """What rows are ordered by: the day, undated ones first, then the id."""
        return int(self.rows["day"][row]), self.name(row)

    def find(self, idents: Sequence[str]) -> list[int]:
        """The rows of the articles of these ids that are held."""
        if len(idents) < 64:
            return [row for ident in idents for row in np.flatnonzero((self.rows["id"] == ident.encode()) & self.held).tolist()]
        wanted = np.array([ident.encode() for ident in idents], "S24")
        found: list[int] = np.flatnonzero(self.held & np.isin(self.rows["id"], wanted)).tolist()
        return found

    def enlist(self, articles: Sequence[Article], digests: Codes) -> list[int]:
        """New rows, of no text yet."""
        first = len(self.rows)
        fresh = np.zeros(len(articles), ROW)
        fresh["id"] = [article.id.encode() for article in articles]
        pages = [hashlib.blake2b(article.page.encode(), digest_size=8).digest() for article in articles]
        fresh["page"] = np.frombuffer(b"".join(pages), "<u8")
        fresh["day"] = [day_number(article) for article in articles]
        fresh["text"] = NOBODY
        fresh["digest"] = digests
        self.rows = np.concatenate([self.rows, fresh])
        return list(range(first, len(self.rows)))

    def group(self, rows: Sequence[int]) -> dict[bytes, list[int]]:
        """Rows by the digest of their words."""
        found: dict[bytes, list[int]] = {}
        for row, digest in zip(rows, self.rows["digest"][rows], strict=True):
            found.setdefault(digest.tobytes(), []).append(row)
        return found

    def find_alike(self, rows: Sequence[int]) -> dict[bytes, list[int]]:
        """The texts of `rows` by digest, and the rows that hold them."""
        found: dict[bytes, list[int]] = {digest: [] for digest in self.group(rows)}
        short = (self.rows["digest"] * _SPREAD).sum(axis=1, dtype=np.uint64)
        likely = np.flatnonzero(self.held & np.isin(short, short[rows])).tolist()
        for digest, own in self.group(likely).items():
            if digest in found:
                found[digest] = own
        return found

    def assign(self, rows: Iterable[int], text: int) -> None:
        """These rows hold that text from now on."""
        for row in rows:
            self.rows["text"][row] = text
            self._changed.add(row // ROWS_KEPT)
        self._holders = None

    def let_wait(self, rows: Iterable[int], waits: bool = True) -> None:
        """Whether the groups of these rows wait to be worked out."""
        for row in rows:
            self.rows["waits"][row] = waits
            self._changed.add(row // ROWS_KEPT)
            (self.waiting.add if waits else self.waiting.discard)(row)

    def holders(self, text: int) -> list[int]:
        """The rows that hold a text, in order."""
        if self._holders is None:
            again = np.flatnonzero(self.held & ~self.texts).tolist()
            self._holders = {}
            for row in again:
                self._holders.setdefault(int(self.rows["text"][row]), []).append(row)
            for text_row, rows in self._holders.items():
                self._holders[text_row] = sorted([text_row, *rows], key=self.place)
        return self._holders.get(text) or ([text] if text != NOBODY and self.rows["text"][text] == text else [])

    def list_changes(self) -> dict[str, bytes]:
        """What to keep since this was asked last."""
        bodies = {f"rows/{part}": self.rows[part * ROWS_KEPT : (part + 1) * ROWS_KEPT].tobytes() for part in sorted(self._changed)}
        if bodies:
            bodies["rows"] = len(self.rows).to_bytes(8, "little")
        self._changed = set()
        return bodies


class Neighbours:
    """Text -> the texts that it is compared with, earlier and later ones, in a store; what was asked for stays in memory."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._parts: dict[int, defaultdict[int, set[int]]] = {}
        self._changed: set[int] = set()

    def of(self, text: int) -> set[int]:
        """The neighbours of a text; not to be changed."""
        return self._part(text).get(text, set()) if text != NOBODY else set()

    def fetch(self, texts: Iterable[int]) -> None:
        """Read those of many texts in one step."""
        wanted = {f"pairs/{part}": part for part in sorted({text // TEXTS_KEPT for text in texts} - self._parts.keys())}
        bodies = self._store.get(list(wanted))
        for name, part in wanted.items():
            own = msgspec.msgpack.decode(bodies[name], type=dict[int, set[int]]) if name in bodies else {}
            self._parts[part] = defaultdict(set, own)

    def _part(self, text: int) -> defaultdict[int, set[int]]:
        if text // TEXTS_KEPT not in self._parts:
            self.fetch([text])
        return self._parts[text // TEXTS_KEPT]

    def tie(self, one: int, two: int) -> None:
        """From now on these two are compared."""
        for text, other in ((one, two), (two, one)):
            self._part(text)[text].add(other)
            self._changed.add(text // TEXTS_KEPT)

    def part(self, one: int, two: int) -> None:
        """From now on these two are not."""
        for text, other in ((one, two), (two, one)):
            self._part(text)[text].discard(other)
            self._changed.add(text // TEXTS_KEPT)

    def list_changes(self) -> Mapping[str, bytes]:
        """What to keep since this was asked last."""
        bodies = {
            f"pairs/{part}": msgspec.msgpack.encode({text: sorted(others) for text, others in self._parts[part].items() if others})
            for part in sorted(self._changed)
        }
        self._changed = set()
        return bodies
