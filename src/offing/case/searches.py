"""Full-text search over the articles of a case (SQLite FTS5, ranked by bm25)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from offing.records import Article

WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True)
class Hit:
    """An article that holds the words: its id, title, outlet and a snippet with the words between `[` and `]`."""

    article: str
    title: str
    outlet: str
    snippet: str


def make_index(connection: Connection) -> None:
    """Create the index of a new case."""
    columns = "article UNINDEXED, outlet UNINDEXED, title, body, tokenize='unicode61 remove_diacritics 2'"
    connection.execute(text(f"CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5({columns})"))


def index_articles(connection: Connection, articles: Sequence[Article]) -> None:
    """Add articles that are new to the case."""
    rows = [{"article": article.id, "outlet": article.outlet, "title": article.title, "body": article.text} for article in articles]
    if rows:
        connection.execute(text("INSERT INTO words VALUES (:article, :outlet, :title, :body)"), rows)


def search_articles(connection: Connection, words: str, limit: int) -> list[Hit]:
    """Current articles that hold every word. Words are taken as words: a query has no operators to trip over."""
    query = " ".join(f'"{word}"' for word in WORD.findall(words))
    if not query:
        return []
    rows = connection.execute(
        text(
            "SELECT article, title, outlet, snippet(words, 3, '[', ']', ' ... ', 24) AS snippet FROM words WHERE words MATCH :query"
            " AND article IN (SELECT made.id FROM made JOIN current_version USING (stage, version) WHERE made.kind = 'Article')"
            " AND article NOT IN (SELECT revises FROM article JOIN made USING (id) JOIN current_version USING (stage, version))"
            " ORDER BY bm25(words), article LIMIT :limit"
        ),
        {"query": query, "limit": limit},
    )
    return [Hit(row.article, row.title, row.outlet, row.snippet) for row in rows]
