"""The forms of the set of made copies, and its texts as articles."""

from __future__ import annotations

import re

from msgspec import Struct

from offing.records import Article, Precision, Role, Segment, Span, When

BASE, COPIES, SENTENCES = "wirecopy_base.jsonl.gz", "wirecopy_copies_*.jsonl.gz", "wirecopy_source_sentences_*.jsonl.gz"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class BaseText(Struct, frozen=True):
    """A real article. `date` is ISO, or "" or of another form: it then counts as undated."""

    id: str
    text: str
    source: str = ""
    date: str = ""
    url: str = ""


class MadeSentence(Struct, frozen=True):
    """A sentence of a made copy; `src_sent` is the row of the source's sentence it was made from, -1 for none."""

    text: str
    src_sent: int


class MadeCopy(Struct, frozen=True):
    """A made copy of one article; the part of `regime` before its first underscore names it (R1, R2 ...)."""

    id: str
    regime: str
    source_id: str
    sentences: tuple[MadeSentence, ...]

    @property
    def group(self) -> str:
        """R1, R2 ..."""
        return self.regime.partition("_")[0]


class SourceSentences(Struct, frozen=True):
    """The sentences of a source, in the order that `src_sent` counts them."""

    id: str
    sentences: tuple[str, ...]


def make_article(page: str, text: str, base: BaseText | None = None) -> Article:
    """An article of one body segment; dated only where the set gives an ISO day."""
    day = base.date if base and _DAY.fullmatch(base.date) else ""
    return Article(
        page=page,
        part=0,
        segments=(Segment(span=Span(page, 0, len(text)), role=Role.BODY, reason="", text=text),),
        text=text,
        outlet=base.source if base else "",
        url=base.url if base else "",
        published=When(start=day, end=day, precision=Precision.DAY) if day else None,
    )
