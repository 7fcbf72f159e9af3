"""Articles -> Copy: the passages that two articles share, with their kind, edits, direction and reasons.

A group is one article and all earlier ones that may share a passage with it, so what is said about a pair rests on texts published no later
than the later of the two: a late article makes its own group and leaves the others' results as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from offing.records import Article, Copy, CopyKind, Direction, Edit, Record
from offing.stage import Together
from offing.trace.directions import find_direction
from offing.trace.edits import find_edits
from offing.trace.indexes import CopyIndex
from offing.trace.kinds import REWORDED, SOUND, WORDED, Reader, count_runs, find_boilerplate, score_match, weigh_rewording
from offing.trace.matches import Match
from offing.trace.pairs import find_pairs, order_articles
from offing.trace.passages import align_sheets
from offing.trace.rewordings import EXCHANGED, MAYBE, score_rewordings
from offing.trace.rewordings import TABLE as AKIN
from offing.trace.sentences import Sheet, read_sheets
from offing.trace.wires import TABLE, same_publisher

GROUPS = 128  # traced together


def gather_pairs(records: Sequence[Record]) -> Iterator[tuple[str, Sequence[Record]]]:
    """Groups for `TRACE`: the id of an article -> the article and the earlier ones that may share a passage with it."""
    groups: dict[str, list[Record]] = {}
    for earlier, later in find_pairs([record for record in records if isinstance(record, Article)]):
        groups.setdefault(later.id, [later]).append(earlier)
    for key in sorted(groups):
        yield key, sorted(groups[key], key=lambda record: record.id)


def trace_article(key: str, members: Sequence[Record]) -> list[Copy]:
    """The copies between article `key` and each other member, sorted by id."""
    [found] = trace_articles([(key, members)])
    return found


def trace_articles(groups: Sequence[tuple[str, Sequence[Record]]]) -> Iterator[list[Copy]]:
    """What `trace_article` gives for each group; all pairs of articles are aligned together."""
    ordered = [_put_last(key, members) for key, members in groups]
    sheets = iter(read_sheets([article for group in ordered for article in group]))
    read = [list(islice(sheets, len(group))) for group in ordered]
    aligned = iter(align_sheets([(other, sheets[-1]) for sheets in read for other in sheets[:-1]]))
    for own in read:
        yield _trace(own[-1], own[:-1], list(islice(aligned, len(own) - 1)))


def _put_last(key: str, members: Sequence[Record]) -> list[Article]:
    """The articles of a group in order, the one with the key last."""
    articles = order_articles([record for record in members if isinstance(record, Article)])
    return sorted(articles, key=lambda article: article.id == key)


def _trace(sheet: Sheet, sheets: Sequence[Sheet], aligned: Sequence[Sequence[Match]]) -> list[Copy]:
    article, others = sheet.article, [other.article for other in sheets]
    if not any(aligned):
        return []
    kin = [same_publisher(other, article) for other in others]
    versions = [bool(other.url) and other.url == article.url for other in others]
    stale = find_boilerplate(sheet, sheets, aligned, [own and not version for own, version in zip(kin, versions, strict=True)])
    found: list[Copy] = []
    for other, earlier, matches, own in zip(others, sheets, aligned, kin, strict=True):
        if matches:
            found.extend(_make_copies(other, article, earlier, sheet, matches, own, stale))
    return sorted(found, key=lambda copy: copy.id)


def find_copies(articles: Iterable[Article]) -> list[Copy]:
    """The passages that any two of `articles` share, sorted by id; a function of the set of articles.

    Each Copy is one pair of sentences (page offsets on both sides); `left` is the side whose article has the smaller id. Two articles of
    one page are not compared. `kept` is the share (0-1) of the shorter sentence's words that the other has; `edits` read left to right.
    """
    found: dict[str, Copy] = {}
    groups = iter(gather_pairs(list(articles)))
    while block := list(islice(groups, GROUPS)):
        found.update((copy.id, copy) for copies in trace_articles(block) for copy in copies)
    return [found[key] for key in sorted(found)]


ONE_TEXT = (CopyKind.NARRATIVE, CopyKind.SAME_PUBLISHER)
_TURNED = {Direction.LEFT: Direction.RIGHT, Direction.RIGHT: Direction.LEFT}


def _make_copies(
    earlier: Article, later: Article, first: Sheet, second: Sheet, matches: Sequence[Match], own: bool, stale: set[int]
) -> Iterator[Copy]:
    """The Copy records of one pair of articles. Sides are put in id order last, so that everything before reads earlier to later."""
    reader = Reader(earlier, later)
    kinds = [_decide_kind(reader, first, second, match, own, stale) for match in matches]
    company = sum(count_runs(first.sentences[match.left], match) for match, kind in zip(matches, kinds, strict=True) if kind in ONE_TEXT)
    worded = _score_reworded(first, second, matches)
    shared = sum(_count_told(first, match, score) for match, kind, score in zip(matches, kinds, worded, strict=True) if kind in ONE_TEXT)
    part = min(1.0, shared / max(1, min(first.length, second.length)))
    edits = [find_edits(first.sentences[match.left], second.sentences[match.right]) for match in matches]
    told = [match for match, kind in zip(matches, kinds, strict=True) if kind in ONE_TEXT]
    shares = (_share(first, [match.left for match in told]), _share(second, [match.right for match in told]))
    all_edits = [edit for changes in edits for edit in changes]
    direction, sure, reasons = find_direction(earlier, later, shares, all_edits)
    turned = earlier.id > later.id
    for match, kind, changes, likely in zip(matches, kinds, edits, worded, strict=True):
        score = _score(match, kind, likely, company, part)
        if score < (WORDED if match.reworded and kind == CopyKind.NARRATIVE else SOUND):
            continue  # one fact told alike by two is no copy
        left, right = first.sentences[match.left].span, second.sentences[match.right].span
        pointed = direction if kind in ONE_TEXT else Direction.UNKNOWN
        listed = _list_reasons(match, kind, pointed, sure, reasons, turned)
        yield Copy(
            left_article=later.id if turned else earlier.id,
            right_article=earlier.id if turned else later.id,
            left=right if turned else left,
            right=left if turned else right,
            kind=kind,
            direction=_TURNED.get(pointed, pointed) if turned else pointed,
            kept=round(match.kept, 3),
            verbatim=not changes,
            score=score,
            reasons=listed,
            edits=tuple(_turn(edit) for edit in changes) if turned else changes,
        )


def _decide_kind(reader: Reader, first: Sheet, second: Sheet, match: Match, own: bool, stale: set[int]) -> CopyKind:
    if match.right in stale:
        return CopyKind.BOILERPLATE
    kind = reader.name_kind(first.sentences[match.left], second.sentences[match.right], match)
    return CopyKind.SAME_PUBLISHER if own and kind != CopyKind.BOILERPLATE else kind


def _share(sheet: Sheet, rows: Sequence[int]) -> float:
    words = sum(len(sheet.sentences[row].words) for row in set(rows))
    return words / max(1, sheet.length)


def _score_reworded(first: Sheet, second: Sheet, matches: Sequence[Match]) -> list[float]:
    """How sure each match is a rewrite (0-1; 0 for those by runs of words); a merged or split sentence is scored with all its parts."""
    rows: dict[int, set[int]] = {}
    others: dict[int, set[int]] = {}
    for match in matches:
        rows.setdefault(match.right, set()).add(match.left)
        others.setdefault(match.left, set()).add(match.right)
    pairs = [(_tell(first, rows[match.right]), _tell(second, others[match.left])) for match in matches if match.reworded]
    scores = iter(score_rewordings(pairs))
    return [next(scores) if match.reworded else 0.0 for match in matches]


def _tell(sheet: Sheet, rows: set[int]) -> str:
    return " ".join(sheet.sentences[row].text for row in sorted(rows))


def _count_told(first: Sheet, match: Match, score: float) -> float:
    """About how many words of the left side a match tells again; `score` is that of a reworded one."""
    return len(first.sentences[match.left].words) * (score if match.reworded else match.kept)


def _score(match: Match, kind: CopyKind, score: float, company: int, part: float) -> float:
    """How sure the passage is shared text (0-1): narrative by its runs of words, other kinds by how long and whole it is.

    `score` is that of a reworded one by itself.
    """
    if match.reworded:
        score = max(MAYBE, score)
        return weigh_rewording(score, company, part) if kind == CopyKind.NARRATIVE else round(score, 2)
    if kind == CopyKind.NARRATIVE:
        return score_match(match, company, part)
    return round(min(0.99, 0.4 + 0.4 * match.kept + 0.2 * min(1.0, match.shared / 12)), 2)


_OPPOSITE = {"dropped": "added", "added": "dropped", "softened": "hardened", "hardened": "softened"}


def _turn(edit: Edit) -> Edit:
    return Edit(kind=_OPPOSITE.get(edit.kind, edit.kind), left=edit.right, right=edit.left)


def _list_reasons(match: Match, kind: CopyKind, direction: Direction, sure: float, reasons: Sequence[str], turned: bool) -> tuple[str, ...]:
    shape = REWORDED if match.reworded else f"{match.shared} words in common"
    listed = [shape]
    if kind in ONE_TEXT:
        listed += [_name_sides(reason) if turned else reason for reason in reasons]
        if direction not in (Direction.UNKNOWN,):
            listed.append(f"direction score {sure:.2f}")
    return tuple(listed)


def _name_sides(reason: str) -> str:
    """A reason with the words left and right exchanged."""
    return " ".join({"left": "right", "right": "left"}.get(word, word) for word in reason.split(" "))


TRACE = Together(
    name="trace",
    version="8",
    takes=(Article,),
    makes=(Copy,),
    gather=gather_pairs,
    work=trace_article,
    tables=(TABLE, AKIN, EXCHANGED),
    batch=trace_articles,
    index=CopyIndex,
)
