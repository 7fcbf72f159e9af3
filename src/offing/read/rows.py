"""One row of a JSONL file as a page: which field is the text, the title, the address, the date, the outlet."""

from __future__ import annotations

import json

from msgspec import Struct

from offing.errors import SourceError
from offing.read.encodings import decode_text, mend_text

FIELDS = {
    "text": ("text", "body", "content", "article", "article_text", "fulltext", "full_text", "maintext", "plain_text", "story"),
    "html": ("html", "raw_html", "page", "content_html"),
    "title": ("title", "headline", "heading"),
    "url": ("url", "link", "uri", "address", "source_url", "canonical_url"),
    "date": (
        "date",
        "published",
        "published_at",
        "publish_date",
        "date_published",
        "datepublished",
        "pubdate",
        "publication_date",
        "timestamp",
    ),
    "updated": ("updated", "modified", "date_modified", "datemodified", "updated_at"),
    "outlet": ("outlet", "source", "publisher", "publication", "site", "sitename", "source_name", "source_domain", "media_name"),
    "author": ("author", "authors", "byline", "creator"),
    "language": ("language", "lang"),
    "invented": ("offing:invented", "invented"),
}
# What people call the same things in a column map.
SYNONYMS = {"published": "date", "link": "url", "body": "text", "headline": "title", "source": "outlet", "byline": "author"}


class Row(Struct, frozen=True):
    """The fields of one row, by meaning; "" when the row has none."""

    text: str = ""
    html: str = ""
    title: str = ""
    url: str = ""
    date: str = ""
    updated: str = ""
    outlet: str = ""
    author: str = ""
    language: str = ""
    invented: str = ""


def read_row(body: bytes) -> Row:
    """The row in `body` (one JSON object). Raises SourceError when it is no object, or holds no text."""
    try:
        fields = json.loads(decode_text(body))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"the row is not JSON ({str(error)[:80]})", hint="write one JSON object per line") from error
    if not isinstance(fields, dict):
        raise SourceError("the row is JSON, but not an object", hint='write one object per line, for example {"title": ..., "text": ...}')
    lowered = {str(key).lower(): fields[key] for key in sorted(fields, key=str, reverse=True)}
    found = {name: next((words for key in keys if (words := _say(lowered.get(key)))), "") for name, keys in FIELDS.items()}
    row = Row(**found)
    if not row.text.strip() and not row.html.strip():
        shown = ", ".join(str(key) for key in list(fields)[:20])[:300] or "none"
        raise SourceError(
            "the row holds no text", hint=f"say which field holds it: --columns text=NAME; the fields of this row are: {shown}"
        )
    return row


def _say(value: object) -> str:
    if isinstance(value, str):
        return mend_text(value)
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return ", ".join(words for part in value if (words := _say(part)))
    if isinstance(value, dict):
        return _say(value.get("name"))
    return ""
