"""The copy graph of a story: articles over time, one band per text origin, edges from source to copy; and its table twin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from markupsafe import Markup, escape

from offing.records import Article, Copy, CopyKind, Dating, Decision, DecisionKind, Direction, Precision, Span, Story, Value
from offing.tell.directions import find_decided, find_likely
from offing.tell.lineages import list_lineages
from offing.tell.passages import read_span
from offing.tell.phrases import clip_text, count_words, name_outlet, say_day, say_moment
from offing.tell.views import View
from offing.weigh.decisions import Edge as Decided

LETTER = 6.0
CROWD = 40
LABEL = 212.0


class Node(Value, frozen=True):
    """An article in the graph. `moment` ISO ("" undated), `band` the number of its origin, `mark` A or B when it is compared."""

    article: str
    label: str
    moment: str
    band: int
    mark: str


Axis = Callable[[Node], float]


class Edge(Value, frozen=True):
    """Passages that two articles share. `known`: the direction is known (source to copy); `kept` share of the copy's words (0-1).

    `kind`: narrative, same words quoted only, `cut` or `added` (by the analyst). `kinds` counts the passages by kind.
    """

    source: str
    copy: str
    known: bool
    kept: float
    passages: int
    kind: str
    spans: tuple[Span, ...] = ()
    kinds: tuple[str, ...] = ()
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    hidden: bool = False
    decided: str = ""


class Band(Value, frozen=True):
    """A text of the story: its name, whether its root is a dispatch that is not in the case, and whether pages credit that dispatch."""

    origin: str
    name: str
    hidden: bool
    credited: bool
    articles: tuple[str, ...]


class Graph(Value, frozen=True):
    """Who copied whom in a story."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    bands: tuple[Band, ...]


def trace_story(view: View, story: Story, compared: Sequence[str] = ()) -> Graph:
    """The copy graph of a story. Every article stands in one band, the one of its largest text origin (or its own)."""
    articles = {article.id: article for article in view.articles_of(story)}
    bands = [
        Band(origin=text.root, name=text.label, hidden=text.hidden, credited=text.credited, articles=text.articles)
        for text in list_lineages(view, articles)
    ]
    place = {ident: number for number, band in enumerate(bands) for ident in band.articles}
    moments = {dating.article: dating.end or dating.start for dating in view.all(Dating) if dating.precision is not Precision.UNKNOWN}
    nodes = []
    for ident, article in articles.items():
        moment = moments.get(ident, "")
        if article.published and article.published.start[:10] == moment[:10]:
            moment = article.published.start
        mark = "AB"[list(compared).index(ident)] if ident in compared else ""
        nodes.append(Node(article=ident, label=name_outlet(article), moment=moment, band=place[ident], mark=mark))
    nodes.sort(key=lambda node: (node.band, node.moment or "9", node.label, node.article))
    return Graph(nodes=tuple(nodes), edges=tuple(_list_edges(view, articles)), bands=tuple(bands))


def _list_edges(view: View, articles: dict[str, Article]) -> list[Edge]:
    groups: dict[tuple[str, str], list[Copy]] = {}
    for copy in view.all(Copy):
        if copy.left_article in articles and copy.right_article in articles and copy.kind is not CopyKind.BOILERPLATE:
            groups.setdefault((copy.left_article, copy.right_article), []).append(copy)
    decided = find_decided(view, list(articles.values()))
    return [_make_edge((articles[left], articles[right]), groups.get((left, right), []), decided.get((left, right)))
            for left, right in sorted(groups.keys() | decided.keys())]  # fmt: skip


def _make_edge(pair: tuple[Article, Article], copies: Sequence[Copy], decided: tuple[Decided, Decision] | None) -> Edge:
    likely = find_likely(*pair, copies, decided)
    narrative = [copy for copy in copies if copy.kind in (CopyKind.NARRATIVE, CopyKind.SAME_PUBLISHER)]
    turned = likely.way is Direction.RIGHT
    source, copied = pair[::-1] if turned else pair
    spans = [copy.left if turned else copy.right for copy in copies]
    if decided and not copies:
        spans = [decided[0].left if turned else decided[0].right]
    words = sum(len(read_span(copied, span).split()) for span in set(spans)) if copies else 0
    kind = "narrative" if narrative else "same words quoted only"
    if decided and not decided[0].passage:
        kind = "cut" if decided[0].kind is DecisionKind.CUT else "added"
    return Edge(
        source=source.id,
        copy=copied.id,
        known=likely.way in (Direction.LEFT, Direction.RIGHT),
        kept=min(1.0, words / max(1, len(copied.text.split()))),
        passages=len(copies),
        kind=kind,
        spans=tuple(sorted(spans)),
        kinds=tuple(f"{number} {name}" for name, number in sorted(Counter(str(copy.kind) for copy in copies).items())),
        score=likely.score,
        reasons=likely.reasons,
        hidden=likely.way is Direction.HIDDEN,
        decided=likely.decided,
    )


def graph_rows(graph: Graph) -> list[tuple[str, str, str, str, str]]:
    """The table twin: from, to, direction, share of the copy's words, passages."""
    names = {node.article: f"{node.label}, {say_moment(node.moment)}" for node in graph.nodes}
    rows = []
    for edge in rank_edges(graph):
        way = "first copied by second" if edge.known else "direction unknown"
        way = edge.decided if edge.kind == "cut" else f"{way}; {edge.decided}" if edge.decided else way
        rows.append((names[edge.source], names[edge.copy], way, f"{edge.kept:.0%}", str(edge.passages)))
    return rows


def rank_edges(graph: Graph) -> list[Edge]:
    """The edges in the order of the table."""
    return sorted(graph.edges, key=lambda edge: (-edge.kept, edge.source, edge.copy))


def keep_strongest(graph: Graph) -> list[Edge]:
    """For the drawing: the strongest edge into each copy, so that each article shows where most of its words stand."""
    best: dict[str, Edge] = {}
    for edge in sorted(graph.edges, key=lambda edge: (-edge.kept, not edge.known, edge.source, edge.copy)):
        if edge.kind in ("narrative", "added"):
            best.setdefault(edge.copy, edge)
    return sorted(best.values(), key=lambda edge: (edge.source, edge.copy))


def draw_graph(graph: Graph, hrefs: dict[str, str], lists: Sequence[str] = (), width: int = 1068) -> Markup:
    """The graph as SVG. `hrefs`: article id -> anchor; `lists`: per band, the anchor of what it counts.

    Above 40 articles a band shows its first articles and a count.
    """
    left, right = 196.0, width - 16.0
    dated = sorted(node.moment for node in graph.nodes if node.moment)
    first, last = (_clock(dated[0]), _clock(dated[-1])) if dated else (0.0, 1.0)
    undated = any(not node.moment for node in graph.nodes)
    start = left + (120 if any(band.hidden for band in graph.bands) or undated else 20)

    def at(node: Node) -> float:
        if not node.moment:
            return left + 62
        return start + (right - LABEL - start) * ((_clock(node.moment) - first) / (last - first) if last > first else 0.0)

    limit = 12 if len(graph.nodes) > CROWD else len(graph.nodes)
    spots, bands, top = {}, list[str](), 8.0
    hidden: list[tuple[float, float, Band]] = []
    for number, band in enumerate(graph.bands[: 12 if len(graph.nodes) > CROWD else None]):
        members = [node for node in graph.nodes if node.band == number]
        shown = members[:limit]
        rows = _stack_nodes(shown, at)
        height = max(40.0, 18.0 + 24.0 * (max(rows.values(), default=0) + 1))
        for node in shown:
            spots[node.article] = (at(node), top + 21 + 24.0 * rows[node.article])
        bands.append(_draw_band(band, number, len(members) - len(shown), (top, height, width), lists[number] if lists else ""))
        if band.hidden and len(shown) > 1:
            hidden.append((left + 20, top + height / 2, band))
        top += height + 6
    out = [_open_graph(graph, width, top + 22)]
    out += bands + _draw_times(dated, at, graph, top) + _draw_edges(graph, spots, hidden, hrefs)
    return Markup("".join(out) + "</svg>")


def _stack_nodes(nodes: Sequence[Node], at: Axis) -> dict[str, int]:
    """A row for each node of a band so that labels do not touch."""
    ends: list[float] = []
    rows = {}
    for node in nodes:
        low = at(node) - 12
        high = at(node) + 16 + (len(node.label) + 8) * LETTER
        row = next((number for number, end in enumerate(ends) if end < low), len(ends))
        ends[row : row + 1] = [high]
        rows[node.article] = row
    return rows


def _clock(moment: str) -> float:
    text = moment.replace("Z", "+00:00")
    parsed = datetime.fromisoformat(text if "T" in text or " " in text else text[:10] + "T12:00:00")
    return parsed.replace(tzinfo=None).timestamp() if parsed.tzinfo is None else parsed.timestamp()


def _open_graph(graph: Graph, width: int, height: float) -> str:
    count, bands = len(graph.nodes), len(graph.bands)
    name = f"Copy graph: {count} articles in {bands} text origins over time; the table below holds the same"
    return f'<svg class="graph" width="{width}" height="{height:.0f}" viewBox="0 0 {width} {height:.0f}" role="img" aria-label="{name}">'


def _draw_band(band: Band, number: int, more: int, box: tuple[float, float, float], href: str) -> str:
    top, height, width = box
    fill = "var(--sea0)" if len(band.articles) > 1 else "var(--page)"
    if band.hidden:
        words = f"{'dispatch not read' if band.credited else 'hidden dispatch'}, {count_words(len(band.articles), 'article')}"
    else:
        words = "own text" if len(band.articles) == 1 else f"{len(band.articles)} articles"
    more_words = f", {more} not drawn" if more > 0 else ""
    label = f'<text class="lab" x="10" y="{top + 31:.0f}">{escape(words + more_words)}</text>'
    return (
        f'<rect x="0" y="{top:.0f}" width="{width:.0f}" height="{height:.0f}" fill="{fill}"/>'
        f'<text class="labs" x="10" y="{top + 17:.0f}" style="font-weight:700">Text {number + 1}</text>'
        + (f'<a href="{escape(href)}" class="ct">{label}</a>' if href else label)
    )


def _draw_times(dated: list[str], at: Axis, graph: Graph, bottom: float) -> list[str]:
    out, seen = [], -999.0
    for day in sorted({moment[:10] for moment in dated}):
        nodes = [node for node in graph.nodes if node.moment[:10] == day]
        spot = min(at(node) for node in nodes)
        if spot - seen < 74:
            continue
        seen = spot
        out.append(f'<path class="grid" d="M{spot:.0f} 8V{bottom:.0f}"/>')
        out.append(f'<text class="lab" x="{spot:.0f}" y="{bottom + 14:.0f}" text-anchor="middle">{say_day(day, year=False)}</text>')
    if any(not node.moment for node in graph.nodes):
        spot = min(at(node) for node in graph.nodes if not node.moment)
        out.append(f'<text class="lab" x="{spot:.0f}" y="{bottom + 14:.0f}" text-anchor="middle">no date</text>')
    return out


def _draw_edges(
    graph: Graph, spots: dict[str, tuple[float, float]], hidden: list[tuple[float, float, Band]], hrefs: dict[str, str]
) -> list[str]:
    out, incoming = list[str](), dict[str, Edge]()
    band_of = {ident: band.origin for band in graph.bands for ident in band.articles}
    rooted = {band.origin for _, _, band in hidden}
    for edge in keep_strongest(graph):
        if edge.source in spots and edge.copy in spots and (edge.known or band_of.get(edge.copy) not in rooted):
            incoming[edge.copy] = edge
            out.append(_draw_edge(spots[edge.source], spots[edge.copy], edge.kept, edge.known))
    for x, y, band in hidden:
        inner = {edge.copy for edge in incoming.values() if edge.known}
        for ident in band.articles:
            if ident in spots and ident not in inner:
                out.append(_draw_edge((x + 5, y), spots[ident], incoming[ident].kept if ident in incoming else 0.4, True))
        out.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="12" class="will"/>'
            f'<text x="{x:.0f}" y="{y + 5:.0f}" text-anchor="middle" class="q">?</text>'
        )
    for node in graph.nodes:
        if node.article in spots:
            out.append(_draw_node(node, spots[node.article], incoming.get(node.article), hrefs.get(node.article, "")))
    return out


def _draw_edge(source: tuple[float, float], copy: tuple[float, float], kept: float, known: bool) -> str:
    (x0, y0), (x1, y1) = (source[0] + 7, source[1]), (copy[0] - 8, copy[1])
    near = x1 < x0 + 24  # almost the same time: round the left side
    x0, first, second = (
        (source[0] - 7, min(source[0], copy[0]) - 34, min(source[0], copy[0]) - 34) if near else (x0, (x0 + x1) / 2, (x0 + x1) / 2)
    )
    line = f"M{x0:.0f} {y0:.0f}C{first:.0f} {y0:.0f} {second:.0f} {y1:.0f} {x1:.0f} {y1:.0f}"
    look = ' marker-end="url(#a)"' if known else ""
    return f'<path class="ed{"" if known else " un"}" d="{line}" stroke-width="{1.2 + 3 * kept:.1f}"{look}/>'


def _draw_node(node: Node, spot: tuple[float, float], edge: Edge | None, href: str) -> str:
    x, y = spot
    out = [
        f'<a href="{escape(href)}">' if href else "<g>",
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{7 if node.mark else 5.5}" class="node"/>',
    ]
    if node.mark:
        out.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="10" fill="none" stroke="var(--lit2)" stroke-width="2.2"/>')
    share = f"{edge.kept:.0%}" + ("" if edge.known else ", direction unknown") if edge else ""
    mark = f' <tspan class="ab">{node.mark}</tspan>' if node.mark else ""
    out.append(
        f'<text class="labs halo" x="{x + 13:.0f}" y="{y - 6:.0f}">{escape(clip_text(node.label, 26))}{mark} '
        f'<tspan class="lab">{share}</tspan></text>'
    )
    return "".join([*out, "</a>" if href else "</g>"])
