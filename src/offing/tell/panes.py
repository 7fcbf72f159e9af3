"""Evidence panes: a saved page in reading order, cuts greyed with their reason, seams, cited spans with ids; text is only ever text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from markupsafe import Markup, escape

from offing.records import Article, Role, Segment, Span, Value
from offing.tell.views import View

INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Mark(Value, frozen=True):
    """A stretch to show in a pane. `kind`: lit (a sentence with an id), who (teller), wh (time). `back`: the line it belongs to."""

    span: Span
    kind: str
    back: int = 0
    soft: bool = False


class Block(Value, frozen=True):
    """A segment as printed. `role` names its look; `reason` is the tag of a cut; `seam` when another story begins here."""

    html: str
    role: str
    reason: str
    seam: bool


class Pane(Value, frozen=True):
    """The printed page of an article: its anchor, blocks, and what was kept and cut (characters)."""

    anchor: str
    page: str
    blocks: tuple[Block, ...]
    kept: int
    cut: int
    cuts: int


def anchor_span(span: Span) -> str:
    """The id of a cited span in the report."""
    return f"s{span.page[:12]}-{span.start}-{span.end}"


def anchor_page(page: str) -> str:
    """The id of a page's pane in the report."""
    return f"p{page[:12]}"


def show_text(text: str) -> Markup:
    """Text of a page as text: escaped, with bidirectional controls, zero-width and other control characters shown as marks."""
    return Markup(INVISIBLE.sub(_show_mark, str(escape(text))))


def _show_mark(match: re.Match[str]) -> str:
    name = f"U+{ord(match.group()):04X}"
    return f'<span class="ctl" title="invisible character {name}">{name}</span>'


class Panes:
    """Collects the spans that a report links to, then prints the pages that hold them."""

    def __init__(self, view: View) -> None:
        self._pages: dict[str, list[Article]] = {}
        for article in view.all(Article):
            self._pages.setdefault(article.page, []).append(article)
        self._marks: dict[str, dict[tuple[Span, str], int]] = {}
        self._hard: set[Span] = set()

    def cite(self, span: Span, back: int = 0, *, soft: bool = False) -> str:
        """The anchor of a cited span; "" when no article holds it. `back` is the number of the line that cites it.

        The span is lit for good; `soft` ones (only compared, not cited) are lit when a link leads to them.
        """
        held = sorted(part.span for article in self._pages.get(span.page, []) for part in article.segments if _cross(part.span, span))
        if not held:
            return ""
        span = Span(span.page, max(span.start, held[0].start), min(span.end, max(part.end for part in held)))
        marks = self._marks.setdefault(span.page, {})
        marks[(span, "lit")] = marks.get((span, "lit")) or back
        if not soft:
            self._hard.add(span)
        return anchor_span(span)

    def underline(self, span: Span | None, kind: str) -> None:
        """Underlines a teller (`who`) or a time (`wh`) on its page."""
        if span is not None and span.page in self._pages:
            self._marks.setdefault(span.page, {}).setdefault((span, kind), 0)

    def cited_pages(self) -> list[str]:
        """The pages with at least one lit span."""
        return sorted(page for page, marks in self._marks.items() if any(kind == "lit" for _, kind in marks))

    def print_page(self, page: str) -> Pane:
        """The pane of one page."""
        found = self._marks.get(page, {})
        marks = [
            Mark(span=span, kind=kind, back=back, soft=kind == "lit" and span not in self._hard) for (span, kind), back in found.items()
        ]
        pairs = [(segment, article.part) for article in self._pages[page] for segment in article.segments]
        blocks, part = [], 0
        for segment, number in sorted(pairs, key=lambda pair: (pair[0].span, pair[1])):
            starts = number != part and segment.role in (Role.HEADLINE, Role.BODY, Role.DEK, Role.DATELINE, Role.CAPTION, Role.BYLINE)
            if starts:
                part = number
            blocks.append(
                Block(html=str(_print_segment(segment, marks)), role=_look(segment), reason=_reason(segment), seam=starts and number > 0)
            )
        cut = [segment for segment, _ in pairs if segment.role not in (Role.BODY, Role.HEADLINE)]
        kept = sum(len(segment.text) for segment, _ in pairs) - sum(len(segment.text) for segment in cut)
        return Pane(
            anchor=anchor_page(page),
            page=page,
            blocks=tuple(blocks),
            kept=kept,
            cut=sum(len(segment.text) for segment in cut),
            cuts=len(cut),
        )


def _cross(left: Span, right: Span) -> bool:
    return left.start < right.end and right.start < left.end


def _look(segment: Segment) -> str:
    return {Role.BODY: "body", Role.HEADLINE: "head"}.get(segment.role, "cut")


def _reason(segment: Segment) -> str:
    return "" if segment.role in (Role.BODY, Role.HEADLINE) else segment.reason or str(segment.role)


def _print_segment(segment: Segment, marks: Iterable[Mark]) -> Markup:
    """The segment with its marks nested: an outer mark is opened first, a crossing one is closed and opened again (its id only once)."""
    base, size = segment.span.start, len(segment.text)
    inside = [(max(mark.span.start - base, 0), min(mark.span.end - base, size), mark) for mark in marks if _cross(segment.span, mark.span)]
    inside.sort(key=lambda part: (part[0], -part[1], part[2].kind != "lit", part[2].span))
    cuts = sorted({0, size, *(low for low, _, _ in inside), *(high for _, high, _ in inside)})
    out: list[str] = []
    open_marks: list[tuple[int, Mark]] = []
    for low, high in pairwise(cuts):
        wanted = [(end, mark) for start, end, mark in inside if start <= low < end]
        same = 0
        while same < min(len(open_marks), len(wanted)) and open_marks[same][1] == wanted[same][1]:
            same += 1
        out += ["</mark>" if mark.kind == "lit" else "</span>" for _, mark in reversed(open_marks[same:])]
        out += [_open_mark(mark, low + base) for _, mark in wanted[same:]]
        open_marks = wanted
        out.append(str(show_text(segment.text[low:high])))
    out += ["</mark>" if mark.kind == "lit" else "</span>" for _, mark in reversed(open_marks)]
    return Markup("".join(out))


def _open_mark(mark: Mark, at: int) -> str:
    if mark.kind != "lit":
        return f'<span class="{mark.kind}">'
    ident = f' id="{anchor_span(mark.span)}"' if at <= mark.span.start else ""
    back = f'<a class="back" href="#l{mark.back}" title="line {mark.back} of the brief">{mark.back}</a>' if mark.back and ident else ""
    look = ' class="soft"' if mark.soft else ""
    return f"<mark{look}{ident}>{back}"
