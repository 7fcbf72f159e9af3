"""Lineages of text over a whole case: origins that share a root are one text, and every article stands in one lineage."""

from __future__ import annotations

from collections.abc import Iterable

from offing.records import Article, Origin, OriginKind, Value
from offing.tell.views import View

CREDITED = "agency:"


class Lineage(Value, frozen=True):
    """One text and the articles that carry it. `hidden`: its root is not in the case; `credited`: pages name whose it is."""

    root: str
    label: str
    hidden: bool
    credited: bool
    articles: tuple[str, ...]
    copies: tuple[str, ...] = ()


def list_lineages(view: View, articles: Iterable[str] | None = None) -> list[Lineage]:
    """A partition of articles (ids; all by default) into lineages, largest first.

    Reporting origins are made per event; those with one root are put together. An article that carries several texts stands with the
    largest; an article that no origin names is its own text.
    """
    wanted = set(articles) if articles is not None else {article.id for article in view.all(Article)}
    roots: dict[str, list[Origin]] = {}
    for origin in view.all(Origin):
        if origin.kind is not OriginKind.SPEAKER and wanted & set(origin.articles):
            roots.setdefault(origin.root, []).append(origin)
    members = {root: wanted & {ident for origin in origins for ident in origin.articles} for root, origins in roots.items()}
    lineages, placed = [], set[str]()
    for root in sorted(roots, key=lambda root: (-len(members[root]), root)):
        mine = members[root] - placed
        if mine:
            placed |= mine
            first = roots[root][0]
            hidden = first.kind is OriginKind.HIDDEN
            copies = tuple(sorted({ident for origin in roots[root] for ident in origin.copies}))
            credited = not hidden or root.startswith(CREDITED)
            lineages.append(
                Lineage(root=root, label=first.label, hidden=hidden, credited=credited, articles=tuple(sorted(mine)), copies=copies)
            )
    lineages += [Lineage(root=ident, label="own text", hidden=False, credited=True, articles=(ident,)) for ident in sorted(wanted - placed)]
    return sorted(lineages, key=lambda lineage: (-len(lineage.articles), lineage.root))
