"""A page to its articles: blocks, cuts, seams and metadata put together. Every character of the page text ends in one segment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from offing.clean.boxes import label_boxes, label_links, rescue_paragraphs
from offing.clean.credits import find_address, find_byline, find_credit, find_outlet
from offing.clean.datelines import find_dateline, split_datelines
from offing.clean.days import find_day
from offing.clean.extracts import LARGEST, MOST, pick_body
from offing.clean.headlines import label_head, label_headlines, label_names, split_head_lines
from offing.clean.highlights import label_highlights
from offing.clean.languages import find_language
from offing.clean.lines import label_lines
from offing.clean.lives import is_live, label_posts
from offing.clean.metadata import Metadata, read_metadata, split_title
from offing.clean.outsides import label_outside
from offing.clean.patterns import INVENTED
from offing.clean.pieces import Piece, make_pieces
from offing.clean.repeats import label_repeats
from offing.clean.seams import find_seams, rescue_stories
from offing.clean.tails import label_signature, label_tail
from offing.clean.times import guess_published
from offing.errors import CleanError, SourceError
from offing.read.renderings import Opened, open_page, render_text
from offing.records import Article, Failure, Page, Role, Segment, Span, When
from offing.stage import Each

SHORTEST = 12
_FREQUENT = "the of and to in a that is was for on with he she it his her as at by from said were had have has be an who"
_ENGLISH = frozenset(_FREQUENT.split(" "))


def clean_page(page: Page) -> list[Article]:
    """The articles of a page: the story first, then stories stuck to its tail. Their segments together rebuild the page text.

    Raises CleanError when nothing on the page reads like an article (fewer than 12 words of running text).
    """
    return clean_opened(page, _open(page))


def clean_opened(page: Page, opened: Opened) -> list[Article]:
    """`clean_page` for a page that has just been opened (`offing.read.make_opened`): it is parsed once, not twice."""
    metadata = read_metadata(opened, page.url)
    pieces = make_pieces(opened.rendering)
    marked = opened.tree is not None
    heads: list[Piece] = []
    if marked:
        pick_body(pieces, opened.tree if len(page.body) <= LARGEST and len(pieces) <= MOST else None, opened.holders)
        rescue_paragraphs(pieces)
        label_boxes(pieces)
        heads = rescue_stories(pieces)
        label_outside(pieces, metadata.titles)
    label_lines(pieces, marked=marked)
    if marked:
        label_links(pieces)
    pieces = split_head_lines(pieces)
    live = is_live(pieces, metadata.titles)
    if live:
        pieces = label_posts(pieces)
    kept = [piece for piece in pieces if piece.kept]
    # The posts of a live page are told one after the other, of this and that: they are one story.
    seams = [] if live else find_seams(kept, marked=marked)
    _number_parts(pieces, [*heads, *(kept[number] for number in seams)])
    pieces = _label_parts(pieces, metadata, marked=marked)
    if sum(piece.words for piece in pieces if piece.kept) < SHORTEST:
        raise CleanError(
            "the page holds no article", hint="a page of links, pictures or a notice has no running text; give the page of one story"
        )
    segments = _join_segments(page, pieces)
    parts = _gather_parts(pieces)
    address = page.url or find_address(pieces)
    metadata = replace(metadata, outlet=find_outlet(parts.get(0, []), metadata, address), invented=metadata.invented or _is_marked(pieces))
    articles = [_make_article(page, part, segments[part], parts[part], metadata, address) for part in sorted(segments)]
    return [_guess_date(articles[0], opened), *articles[1:]]


def date_page(page: Page) -> tuple[When | None, str]:
    """When a page says it was published, and how that is known ("JSON-LD", "meta", "text" ...); (None, "") when it does not say.

    The date of its first article; of a page that holds none (a video, a wall), what its mark-up says.
    """
    opened = _open(page)
    try:
        article = clean_opened(page, opened)[0]
    except CleanError:
        metadata = read_metadata(opened, page.url)
        return metadata.published, metadata.known_by
    return article.published, article.known_by


def _open(page: Page) -> Opened:
    """The page opened again from its bytes; from its text alone when the bytes are not at hand or render otherwise (an older renderer)."""
    if page.body:
        try:
            opened = open_page(page.body, page.media_type)
        except SourceError:
            return Opened(render_text(page.text))
        if opened.rendering.text == page.text:
            return opened
    return Opened(render_text(page.text))


def _guess_date(article: Article, opened: Opened) -> Article:
    if article.published is not None or opened.tree is None or len(opened.rendering.text) > LARGEST // 4:
        return article
    when = guess_published(opened.tree, opened.rendering.text)
    return replace(article, published=when, known_by="htmldate") if when else article


def _number_parts(pieces: Sequence[Piece], heads: Sequence[Piece]) -> None:
    """A story that begins at a seam owns what belongs to it up to the next seam; furniture stays with the first story."""
    part = 0
    starts = {piece.start for piece in heads}
    for piece in pieces:
        part += piece.start in starts
        if piece.kept or piece.role is not Role.FURNITURE:
            piece.part = part


def _label_parts(pieces: list[Piece], metadata: Metadata, *, marked: bool) -> list[Piece]:
    for part, own in sorted(_gather_parts(pieces).items()):
        head = label_headlines(own, _list_titles(own, metadata) if part == 0 else ())
        label_repeats(own, marked=marked)
        label_head(own, head if head is not None and _stands_first(own, head) else None, marked=marked)
        if head is None:
            _echo_own(own)
        label_names(own)
        label_highlights(own, marked=marked)
        label_signature(own)
        label_tail(own, marked=marked)
    for piece in pieces:
        if not piece.kept and piece.role is Role.FURNITURE:
            piece.part = 0
    return split_datelines(pieces)


def _gather_parts(pieces: Sequence[Piece]) -> dict[int, list[Piece]]:
    parts: dict[int, list[Piece]] = {}
    for piece in pieces:
        parts.setdefault(piece.part, []).append(piece)
    return parts


def _stands_first(pieces: Sequence[Piece], head: Piece) -> bool:
    lead = next((piece for piece in pieces if piece.kept and piece.prose), None)
    return lead is None or head.start < lead.start


def _list_titles(pieces: Sequence[Piece], metadata: Metadata) -> tuple[str, ...]:
    """What the page calls its story; in text without mark-up, a line like a headline that stands twice."""
    titles = [part for title in metadata.titles for part in (title, *split_title(title)[:1])]
    if not titles:
        seen: dict[str, int] = {}
        for number, piece in enumerate(pieces):
            if piece.kept and piece.titled and piece.words <= 20 and not piece.bullet:
                first = seen.setdefault(piece.key, number)
                # Two equal lines in a row under another line are a doubled caption.
                if first < number and (first == 0 or number > first + 1):
                    titles.append(piece.text)
    # Pages of thousands of repeated lines have no title; each one costs a comparison with every line.
    return tuple(titles[:20])


def _echo_own(pieces: Sequence[Piece]) -> None:
    head = next((piece for piece in pieces if piece.role is Role.HEADLINE), None)
    if head is not None:
        label_headlines(pieces, [head.text])


def _join_segments(page: Page, pieces: Sequence[Piece]) -> dict[int, list[Segment]]:
    """Segments by part: a piece each, neighbours of furniture with one reason joined."""
    merged: list[list[Piece]] = []
    for piece in pieces:
        last = merged[-1][-1] if merged else None
        same = last is not None and (last.part, last.role, last.reason) == (piece.part, piece.role, piece.reason)
        if same and piece.role is Role.FURNITURE:
            merged[-1].append(piece)
        else:
            merged.append([piece])
    segments: dict[int, list[Segment]] = {}
    for group in merged:
        span = Span(page.id, group[0].start, group[-1].end)
        segment = Segment(span=span, role=group[0].role, reason=group[0].reason, text=page.text[span.start : span.end])
        segments.setdefault(group[0].part, []).append(segment)
    return segments


def _is_marked(pieces: Sequence[Piece]) -> bool:
    """Whether a line of the page says that its outlet is invented."""
    return any("outlet" in piece.text.lower() and INVENTED.match(piece.text) for piece in pieces)


def _make_article(page: Page, part: int, segments: Sequence[Segment], own: Sequence[Piece], metadata: Metadata, address: str) -> Article:
    text = "\n".join(segment.text for segment in segments if segment.role is Role.BODY)
    head = next((piece for piece in own if piece.reason == "headline"), None) or next(
        (piece for piece in own if piece.role is Role.DEK), None
    )
    said = metadata if part == 0 else Metadata(language=metadata.language)
    published, known_by = find_day(page, own, said)
    dateline = next((piece.text for piece in own if piece.role is Role.DATELINE), "")
    place = find_dateline(dateline + " X") if dateline else None
    byline = find_byline(own, said)
    return Article(
        page=page.id,
        part=part,
        segments=tuple(segments),
        text=text,
        title=head.text if head else (said.titles[0] if said.titles else ""),
        title_span=Span(page.id, head.start, head.end) if head else None,
        outlet=metadata.outlet,
        url=address,
        byline=byline,
        credit=find_credit(own, byline),
        dateline=place[1] if place else "",
        published=published,
        known_by=known_by,
        updated=said.updated if said.updated and (not published or said.updated.start != published.start) else None,
        language=find_language(text, said.language),
        invented=metadata.invented,
    )


def run_clean(page: Page) -> Iterator[Article | Failure]:
    """`clean_page` for a batch: a page without an article becomes a failure with its reason, and the page stays."""
    try:
        yield from clean_page(page)
    except CleanError as error:
        yield Failure(
            stage="clean", origin=page.url, page=page.id, reason=error.message, hint=error.hint, sha256=page.sha256, size=len(page.body)
        )


CLEAN = Each(name="clean", version="3", takes=Page, makes=(Article, Failure), work=run_clean)
