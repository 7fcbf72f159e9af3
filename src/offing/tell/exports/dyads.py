"""Event records as users of CAMEO data know them: a row for each dyad of each sentence, in our actor codes or those of a user's dictionary.

The articles are read once more, for only the sentence itself tells what a row needs (compound sides, the thing an act is directed at). A
row is a report, not an event: who tells it and with which status stand beside the code, and the span leads to the words on the page.
Copies are not put together here; the table `event` of the other formats does that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from offing.code.claims import open_sheets
from offing.code.dictionaries import Dictionary
from offing.code.dyads import Dyad, list_dyads
from offing.code.faces import show_sheet
from offing.language.analyses import Analyzer
from offing.records import Article

COLUMNS = {
    "day": "the day that the article was published (ISO), empty when unknown",
    "source": "who acts: an actor code, --- where there is none",
    "target": "on whom: an actor code, --- where there is none",
    "code": "the CAMEO code; its first two digits are the root",
    "status": "how the clause tells it, which CAMEO has no place for (reference, Status of a claim)",
    "tellers": "who tells it, innermost first",
    "source_words": "the words of the page for the source",
    "target_words": "the words of the page for the target",
    "outlet": "who published the article",
    "url": "its address",
    "article": "its id",
    "page": "the SHA-256 of the page",
    "start": "where the clause starts on the page text (code points)",
    "end": "where it ends",
    "claim": "the id of the claim behind the row",
}


def export_dyads(articles: Iterable[Article], reader: Analyzer, dictionary: Dictionary | None = None) -> pa.Table:
    """The rows of articles, by day, article and place on the page; columns as in `COLUMNS`. Raises TableError for a damaged table."""
    ordered = sorted(articles, key=lambda article: (_day(article), article.id))
    rows = [row for article in ordered for row in _list_rows(article, reader, dictionary)]
    kinds = {name: pa.int64() if name in ("start", "end") else pa.string() for name in COLUMNS}
    return pa.Table.from_pylist(rows, pa.schema(list(kinds.items())))


def _list_rows(article: Article, reader: Analyzer, dictionary: Dictionary | None) -> Iterator[dict[str, str | int]]:
    for sheet in open_sheets(article, reader):
        for dyad in list_dyads(sheet, list(show_sheet(sheet, half=True)), dictionary):
            yield _write_row(article, dyad)


def _write_row(article: Article, dyad: Dyad) -> dict[str, str | int]:
    claim = dyad.face.claim
    return {
        "day": _day(article),
        "source": dyad.source.code,
        "target": dyad.target.code,
        "code": dyad.code,
        "status": claim.status.value,
        "tellers": " < ".join(teller.party.words for teller in claim.tellers),
        "source_words": dyad.source.words,
        "target_words": dyad.target.words,
        "outlet": article.outlet,
        "url": article.url,
        "article": article.id,
        "page": claim.span.page,
        "start": claim.span.start,
        "end": claim.span.end,
        "claim": claim.id,
    }


def _day(article: Article) -> str:
    return article.published.start[:10] if article.published is not None else ""
