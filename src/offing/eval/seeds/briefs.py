"""What a brief may not rest on: page noise."""

from __future__ import annotations

from offing.eval.scores import Figure, tally
from offing.eval.seeds.golds import Ground
from offing.eval.seeds.matches import overlaps
from offing.eval.seeds.segments import read_role
from offing.records import Line, Role, Span

# What a line may rest on: what is told (body, highlights), the outlet's own headline, and the credit that names whose text it is.
_TELLING = (Role.BODY, Role.HIGHLIGHTS, Role.HEADLINE, Role.CREDIT)


def score_briefs(ground: Ground) -> tuple[dict[str, Figure], list[str]]:
    """Lines with a cite on page noise (captions, echoes of the headline, links, menus, datelines ...); lines that cite nothing.

    The first headline of a document is its headline, wherever it stands on the page; each later one is an echo.
    """
    noise: list[tuple[str, str, Span]] = []
    headed: set[tuple[str, bool]] = set()
    for segment in ground.gold.segments:
        label = read_role(segment.role)
        place = ground.place(segment)
        if label is None or place is None:
            continue
        role, other = label
        echo = role is Role.HEADLINE and (segment.doc, other) in headed
        if role is Role.HEADLINE:
            headed.add((segment.doc, other))
        if echo or role not in _TELLING:
            noise.append((segment.doc, segment.role, place))
    lines = ground.view.all(Line)
    told, bare = [], []
    for line in lines:
        if not line.cites:
            bare.append(f"brief: a line rests on nothing: {line.id}")
        hits = sorted({f"{doc} {place.start} ({role})" for doc, role, place in noise for cite in line.cites if overlaps(cite, place)})
        if hits:
            told.append(f"brief: line {line.id[:8]} cites {', '.join(hits)}")
    figures = {
        "brief_noise": tally(len(told), n=len(lines), unit="lines", label="lines of the brief that cite page noise"),
        "brief_bare": tally(len(bare), n=len(lines), unit="lines", label="lines of the brief that rest on no span"),
    }
    return figures, told + bare
