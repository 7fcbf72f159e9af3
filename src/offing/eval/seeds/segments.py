"""Segments by role, and the boundary between the stories of a page: measured in characters that are not white space."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from offing.eval.scores import Figure, f1_of, measure, share_of, tally
from offing.eval.seeds.golds import Boundary, GoldSegment, Ground, find_stretch
from offing.records import Article, Page, Role

Label = tuple[Role, bool]  # the role, and whether the characters belong to another story than the page's first

# The gold's own words for roles; a word not listed here must be a Role itself.
_ROLES = {
    "photo_caption": Role.CAPTION,
    "duplicate_of_photo_caption": Role.CAPTION,
    "headline_echo": Role.HEADLINE,
    "duplicate_of_headline_echo": Role.HEADLINE,
    "share_url": Role.FURNITURE,
    "summary_bullet": Role.HIGHLIGHTS,
    "bullet": Role.HIGHLIGHTS,
    "credit_line": Role.CREDIT,
}
_OTHER = "unrelated_story_"


def read_role(words: str) -> Label | None:
    """The role that the gold's word means; None for blank stretches. Raises ValueError for a word that means no role."""
    if words.startswith("blank_"):
        return None
    other = words.startswith(_OTHER)
    plain = words.removeprefix(_OTHER)
    return _ROLES.get(plain) or Role(plain), other


def score_segments(ground: Ground) -> tuple[dict[str, Figure], list[str]]:
    """Accuracy of roles, F1 of the main story's body, recall of each role, boundaries of other stories, splits where there is none."""
    rows: list[tuple[GoldSegment, Label, Counter[Label | None]]] = []
    misses = []
    for document in ground.gold.documents:
        page = ground.pages.get(document.id)
        if page is not None:
            segments = [segment for segment in ground.gold.segments if segment.doc == document.id]
            found, lost = _read_page(page, segments, _articles_on(ground, page))
            rows += found
            misses += lost
    figures = _role_figures(rows)
    cut, missed = _score_boundaries(ground)
    return figures | cut, misses + missed


def _read_page(
    page: Page, segments: Sequence[GoldSegment], articles: Sequence[Article]
) -> tuple[list[tuple[GoldSegment, Label, Counter[Label | None]]], list[str]]:
    labels: list[Label | None] = [None] * len(page.text)
    for article in articles:
        for segment in article.segments:
            for at in range(segment.span.start, min(segment.span.end, len(labels))):
                labels[at] = (segment.role, article.part > 0)
    rows: list[tuple[GoldSegment, Label, Counter[Label | None]]] = []
    misses = []
    taken: list[tuple[int, int]] = []
    for gold in segments:
        label = read_role(gold.role)
        if label is None:
            continue
        found = find_stretch(page.text, gold, taken)
        if found is None:
            misses.append(f"{gold.doc} {gold.role}: its words are not in the page text")
            rows.append((gold, label, Counter({None: sum(not sign.isspace() for sign in gold.text)})))
            continue
        taken.append(found)
        given = Counter(_accept(label, labels[at]) for at in range(*found) if not page.text[at].isspace())
        rows.append((gold, label, given))
        wrong = {_say(key): count for key, count in sorted(given.items(), key=str) if key != label}
        if wrong:
            told = ", ".join(f"{count} of {sum(given.values())} characters as {name}" for name, count in wrong.items())
            misses.append(f"{gold.doc} {found[0]}-{found[1]} is {gold.role}: {told}")
    return rows, misses


def _accept(gold: Label, given: Label | None) -> Label | None:
    """A dateline that opens another story's body may be cut as such: the gold does not part the two there."""
    return gold if given == (Role.DATELINE, True) and gold == (Role.BODY, True) else given


def _say(label: Label | None) -> str:
    return "nothing" if label is None else f"{label[0].value}{' of another story' if label[1] else ''}"


def _articles_on(ground: Ground, page: Page) -> list[Article]:
    return sorted((article for article in ground.view.all(Article) if article.page == page.id), key=lambda article: article.part)


def _role_figures(rows: Sequence[tuple[GoldSegment, Label, Counter[Label | None]]]) -> dict[str, Figure]:
    body = (Role.BODY, False)
    shares = [(given[label], sum(given.values())) for _, label, given in rows]
    counts = []
    for _, label, given in rows:
        size, hits = sum(given.values()), given[body]
        counts.append((hits, 0, size - hits) if label == body else (0, hits, 0))
    figures = {
        "body_f1": measure(counts, f1_of, unit="segments", label="characters of the main story's body, F1", bar=0.99),
        "role_accuracy": measure(shares, share_of, unit="segments", label="characters with the right role and story"),
    }
    for role in Role:
        of_role = [share for share, (_, label, _) in zip(shares, rows, strict=True) if label[0] is role]
        if of_role:
            figures[f"role_{role.value}"] = measure(of_role, share_of, unit="segments", label=f"characters of {role.value} found as such")
    return figures


def _score_boundaries(ground: Ground) -> tuple[dict[str, Figure], list[str]]:
    rows = []
    misses = []
    bounded = set()
    for boundary in ground.gold.boundaries:
        page = ground.pages.get(boundary.doc)
        if page is None or (boundary.unrelated_story is None and not boundary.first_words_of_unrelated):
            continue
        bounded.add(boundary.doc)
        told = _check_boundary(page, boundary, ground)
        rows.append((float(not told), 1.0))
        if told:
            misses.append(f"{boundary.doc}: boundary of the other story: {told}")
    split = []
    for doc, page in sorted(ground.pages.items()):
        parts = [article.part for article in _articles_on(ground, page)]
        if doc not in bounded and len(parts) > 1:
            split.append(f"{doc}: {len(parts)} articles on a page with one story")
        if not parts:
            misses.append(f"{doc}: no article on its page")
    exact = "other stories cut off exactly at their first and last character"
    whole = len(ground.pages) - len(bounded)
    figures = {
        "boundary_exact": measure(rows, share_of, unit="other stories", label=exact, bar=1.0, better="exact"),
        "false_splits": tally(len(split), n=whole, unit="pages with one story", label="pages with one story that were split"),
    }
    return figures, misses + split


def _check_boundary(page: Page, boundary: Boundary, ground: Ground) -> str:
    expected = _place_boundary(page, boundary, ground)
    if expected is None:
        return "its words are not in the page text"
    start, end = expected
    others = [article for article in _articles_on(ground, page) if article.part > 0]
    if len(others) != 1:
        return f"{len(others)} articles beside the main story, expected 1"
    held = [at for segment in others[0].segments for at in range(segment.span.start, segment.span.end) if not page.text[at].isspace()]
    wanted = [at for at in range(start, end) if not page.text[at].isspace()]
    if not held or not wanted or (min(held), max(held)) != (wanted[0], wanted[-1]):
        return f"cut at {min(held, default=-1)}-{max(held, default=-2) + 1}, expected {start}-{end}"
    lost = len(set(wanted) - set(held))
    return f"{lost} characters inside it belong to no or another article" if lost else ""


def _place_boundary(page: Page, boundary: Boundary, ground: Ground) -> tuple[int, int] | None:
    """The other story's range: its offsets in a text, else from its first to its last gold segment on the page."""
    words = boundary.first_words_of_unrelated
    if boundary.unrelated_story:
        start, end = boundary.unrelated_story
        if page.text[start : start + len(words)] == words:
            return start, end
    own = [segment for segment in ground.gold.segments if segment.doc == boundary.doc and segment.role.startswith(_OTHER)]
    places = [place for segment in own if (place := find_stretch(page.text, segment))]
    return (min(place[0] for place in places), max(place[1] for place in places)) if places else None
