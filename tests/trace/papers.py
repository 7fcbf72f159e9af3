"""Invented dispatches of invented outlets, and small articles made of them."""

from __future__ import annotations

from offing.records import Article, Copy, Precision, Role, Segment, Span, When

HARBOUR = (
    "Gunboats of the Velden navy shelled the ferry terminal at Port Ansel before dawn on Tuesday, setting two warehouses on fire.",
    "The governor of the island, Lisbet Aarno, said nine dock workers had been taken to hospital with burns.",
    "No vessel has left the strait since the shelling began, according to the harbour pilots of the northern coast.",
    "Officials in Velden said their ships had answered fire from the shore and may return if the batteries are not removed.",
    "Trade through the strait had fallen by a third since the dispute over the fishing banks began in the spring.",
)
ORCHARD = (
    "Growers in the Tamsin valley expect the largest pear harvest in a decade after a mild winter and a wet May.",
    "The cooperative plans to open a second cold store near the railway in autumn, its chairman told members.",
    "Prices at the market in Hollin slipped for a fourth week as the first crates arrived from the south.",
    "A late frost took part of the cherry crop on the eastern slopes, but the pears were spared.",
)
QUOTE = "“We will not withdraw a single ship from these waters until our fishermen can work there in peace,” Admiral Joor Halvik said."


def make_paper(
    page: str,
    *sentences: str,
    outlet: str = "",
    published: str = "",
    url: str = "",
    credit: str = "",
    dateline: str = "",
    highlights: tuple[str, ...] = (),
    caption: str = "",
    title: str = "",
) -> Article:
    """An article whose body paragraphs are `sentences`; offsets are those of one text with a line for each part."""
    parts = [(Role.HEADLINE, title)] if title else []
    parts += [(Role.CAPTION, caption)] if caption else []
    parts += [(Role.BODY, sentence) for sentence in sentences]
    parts += [(Role.CREDIT, credit)] if credit else []
    parts += [(Role.HIGHLIGHTS, line) for line in highlights]
    segments, place, title_span = [], 0, None
    for role, text in parts:
        span = Span(page, place, place + len(text))
        title_span = span if role == Role.HEADLINE else title_span
        segments.append(Segment(span=span, role=role, reason="" if role == Role.BODY else role.value, text=text))
        place += len(text) + 1
    precision = Precision.MINUTE if len(published) > 10 else Precision.DAY
    return Article(
        page=page,
        part=0,
        segments=tuple(segments),
        text="\n".join(sentences),
        title=title,
        title_span=title_span,
        outlet=outlet,
        url=url,
        credit=credit,
        dateline=dateline,
        published=When(start=published, end=published, precision=precision) if published else None,
        known_by="meta" if published else "",
    )


def cut_span(article: Article, span: Span) -> str:
    """The characters of a span, from the one segment that holds it."""
    [text] = [
        segment.text[span.start - segment.span.start : span.end - segment.span.start]
        for segment in article.segments
        if segment.span.start <= span.start and span.end <= segment.span.end
    ]
    return text


def read_side(copy: Copy, article: Article) -> str:
    """What `article` has of a copy."""
    return cut_span(article, copy.left if copy.left_article == article.id else copy.right)


def read_edits(copy: Copy, article: Article) -> list[tuple[str, str, str]]:
    """The edits as read from `article` to the other side."""
    opposite = {"dropped": "added", "added": "dropped", "softened": "hardened", "hardened": "softened"}
    if copy.left_article == article.id:
        return [(edit.kind, edit.left, edit.right) for edit in copy.edits]
    return [(opposite.get(edit.kind, edit.kind), edit.right, edit.left) for edit in copy.edits]
