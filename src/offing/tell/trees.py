"""The copy graph of a story as lines of text: a tree for each text, from its root or hidden dispatch down to who took from whom."""

from __future__ import annotations

from collections.abc import Iterator

from offing.tell.graphs import Band, Edge, Graph, Node, keep_strongest, rank_edges
from offing.tell.phrases import count_words, say_moment


def write_tree(graph: Graph) -> list[str]:
    """The lines: every text with its articles, each under the article that most of its words stand in; then the edges not drawn."""
    nodes = {node.article: node for node in graph.nodes}
    drawn = {edge.copy: edge for edge in keep_strongest(graph)}
    lines, shown = list[str](), set[tuple[str, str]]()
    for number, band in enumerate(graph.bands):
        tree = _plant(band, drawn, nodes)
        lines.append(_name_band(number, band))
        for depth, node, edge in tree:
            stem = "   " * depth + "└─ "
            lines.append(f"{stem}{_name_node(node)}")
            for words in _say_edge(edge, nodes) if edge else ():
                lines.append(f"{'   ' * (depth + 1)}{words}")
            if edge:
                shown.add((edge.source, edge.copy))
    rest = [edge for edge in rank_edges(graph) if (edge.source, edge.copy) not in shown]
    if rest:
        lines += ["", "Also between them:"]
    for edge in rest:
        first, *more = _say_edge(edge, nodes)
        joint = "->" if edge.known else "--"
        lines.append(f"   {_name_node(nodes[edge.source])} {joint} {_name_node(nodes[edge.copy])}: {first}")
        lines += [f"      {words}" for words in more]
    return lines


def _plant(band: Band, drawn: dict[str, Edge], nodes: dict[str, Node]) -> Iterator[tuple[int, Node, Edge | None]]:
    """(depth, article, edge above it) of one text, depth first. Only a known direction puts one article under another."""
    members = sorted((ident for ident in band.articles if ident in nodes), key=lambda ident: (nodes[ident].moment or "9", ident))
    parents = {ident: drawn[ident].source for ident in members if ident in drawn and drawn[ident].known and drawn[ident].source in members}
    roots = [ident for ident in members if not _leads_up(ident, parents)]
    waiting = [(1, ident) for ident in reversed(roots)]
    while waiting:
        depth, ident = waiting.pop()
        edge = drawn.get(ident)
        near = edge is not None and edge.source in band.articles
        yield depth, nodes[ident], edge if near else None
        waiting += [(depth + 1, child) for child in reversed(members) if parents.get(child) == ident and child not in roots]


def _leads_up(ident: str, parents: dict[str, str]) -> bool:
    """Whether an article hangs under another; one whose parents close a circle stands for itself."""
    seen, above = {ident}, parents.get(ident)
    while above is not None:
        if above in seen:
            return False
        seen.add(above)
        above = parents.get(above)
    return ident in parents


def _name_band(number: int, band: Band) -> str:
    if band.hidden:
        kind = "a dispatch that is credited, but not in the case" if band.credited else "a hidden dispatch: nobody credits it"
    else:
        kind = "own text" if len(band.articles) == 1 else "root in the case"
    return f"Text {number + 1}: {band.name}   [{kind}; {count_words(len(band.articles), 'article')}]"


def _name_node(node: Node) -> str:
    return f"{node.label}, {say_moment(node.moment)} ({node.article[:8]})"


def _say_edge(edge: Edge, nodes: dict[str, Node]) -> Iterator[str]:
    """What is known of an edge: whose words, how many, which kinds, which direction and why, what the analyst did."""
    if edge.passages:
        way = f"of its words {edge.kept:.0%} stand in {nodes[edge.source].label}"
        yield f"{way}; {count_words(edge.passages, 'passage')} ({', '.join(edge.kinds)})"
    else:
        yield "no passage shared"
    if edge.kind != "cut" and edge.kind != "same words quoted only":
        said = "both from a dispatch that is neither" if edge.hidden else "took from it" if edge.known else "direction unknown"
        score = f", score {edge.score:.2f}" if edge.score else ""
        yield f"{said}{score}{': ' + '; '.join(edge.reasons) if edge.reasons else ''}"
    if edge.decided:
        yield f"! edge {edge.decided}"
