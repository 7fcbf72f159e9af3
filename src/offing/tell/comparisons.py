"""Two articles side by side, sentence by sentence: shared, reworded, softened, hardened, only here; and two versions of one page."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

import msgspec
from rapidfuzz import fuzz

from offing.language.sentences import split_sentences
from offing.records import Article, Claim, Copy, CopyKind, Role, Span, Status, Value
from offing.tell.accounts import Account, describe_article
from offing.tell.directions import Likely, find_decided, find_likely
from offing.tell.lines import is_headline
from offing.tell.passages import overlap_spans
from offing.tell.phrases import tidy_text
from offing.tell.views import View

SURE = {
    Status.HAPPENED: 3,
    Status.ONGOING: 3,
    Status.PLANNED: 2,
    Status.THREATENED: 2,
    Status.EXPECTED: 1,
    Status.CONDITIONAL: 1,
    Status.ALLEGED: 1,
}
BESIDE = (CopyKind.QUOTATION, CopyKind.DOCUMENT, CopyKind.BOILERPLATE)  # shared, but nobody's narrative: said beside the row
SAME = 0.985
NEAR = 55.0
STORY = (Role.HEADLINE, Role.DEK, Role.HIGHLIGHTS, Role.BODY)
Joined = dict[int, tuple[int, tuple[str, ...]]]
Merged = dict[tuple[int | None, int | None], tuple[int, tuple[str, ...]]]
TOKEN = re.compile(r"\w+(?:[’'\-]\w+)*|[^\w\s]|\s+")


class Piece(Value, frozen=True):
    """Some words of a sentence; `changed` when the other side words them otherwise."""

    text: str
    changed: bool


class Side(Value, frozen=True):
    """A sentence on one side, with its span."""

    span: Span
    pieces: tuple[Piece, ...]
    words: int

    @property
    def text(self) -> str:
        """The sentence as one string."""
        return "".join(piece.text for piece in self.pieces)


class Match(Value, frozen=True):
    """A row of a comparison. `kind`: shared, reworded, softened, hardened, left, right. `moved`: it stands in another order there."""

    kind: str
    left: Side | None
    right: Side | None
    remark: str = ""
    moved: bool = False


class Comparison(Value, frozen=True):
    """Two articles beside each other. Shares are of the right article's words (0-1) and add up to 1.

    `likely` says which text came first, `accounts` who the two are (left, right); both are there when a view was compared.
    """

    left: str
    right: str
    rows: tuple[Match, ...]
    shared: float
    reworded: float
    only: float
    headline: tuple[Match, ...] = ()
    likely: Likely | None = None
    accounts: tuple[Account, ...] = ()


def compare_pair(view: View, left: Article, right: Article) -> Comparison:
    """Compares two articles of a view along all that the view holds of them: copies, claims, datings, origins, decisions."""
    pair = {left.id, right.id}
    copies = [copy for copy in view.all(Copy) if {copy.left_article, copy.right_article} == pair]
    claims = [claim for claim in view.all(Claim) if claim.article in pair]
    decided = find_decided(view, (left, right)).get((min(pair), max(pair)))
    return msgspec.structs.replace(
        compare_articles(left, right, copies, claims),
        likely=find_likely(left, right, copies, decided),
        accounts=(describe_article(view, left), describe_article(view, right)),
    )


def split_body(article: Article, roles: Sequence[Role] = (Role.BODY,)) -> list[tuple[Span, str]]:
    """The body sentences of an article with their page spans; or those of other roles. Echoes of the headline are left out."""
    found = []
    for segment in article.segments:
        if segment.role in roles and segment.reason != "headline echoed":
            for start, end in split_sentences(segment.text):
                span = Span(segment.span.page, segment.span.start + start, segment.span.start + end)
                found.append((span, tidy_text(segment.text[start:end])))
    return found


def compare_articles(left: Article, right: Article, copies: Sequence[Copy], claims: Iterable[Claim] = ()) -> Comparison:
    """Compares two articles along their copied passages.

    A sentence pairs with the most alike sentence that a Copy joins it to. Equal words are `shared`, others `reworded`; `softened` and
    `hardened` follow the edits of the Copy (left to right). `claims` (of both articles) add what a headline does to its own text.
    """
    told = list(claims)
    mine, theirs = split_body(left), split_body(right)
    joined, merged = _join_sentences(mine, theirs, _between(left, right, copies))
    moved = _find_moved({here: there for here, (there, _) in joined.items()})
    rows: list[Match] = []
    used = {there for there, _ in joined.values()}
    placed: set[int] = set()
    for here, sentence in enumerate(mine):
        match = joined.get(here)
        if match is None and (here, None) in merged:
            there, edits = merged[here, None]
            rows.append(_say_more(_pair_row(sentence, theirs[there], edits), "part of a longer sentence of B"))
            continue
        if match is None:
            rows.append(Match(kind="left", left=_side(sentence), right=None, remark=_say_missing(sentence[0], told, "A", "B")))
            continue
        there, edits = match
        rows.extend(_loose_before(there, theirs, used, placed, told))
        row = _pair_row(sentence, theirs[there], edits)
        if here in moved:
            earlier = any(there < other for before, (other, _) in joined.items() if before < here and before not in moved)
            row = _say_moved(row, earlier)
        rows.append(row)
        placed.add(there)
    rows.extend(_loose_before(len(theirs), theirs, used, placed, told))
    rows = [_place_split(row, mine, theirs, merged) for row in rows]
    return _weigh_rows(left, right, rows, _headline_rows(left, told) + _headline_rows(right, told))


def _place_split(row: Match, mine: list[tuple[Span, str]], theirs: list[tuple[Span, str]], merged: Merged) -> Match:
    """A row of what only B seems to have, beside the longer sentence of A that holds it."""
    number = next((number for number, (span, _) in enumerate(theirs) if row.right is not None and span == row.right.span), None)
    if row.kind != "right" or number is None or (None, number) not in merged:
        return row
    here, edits = merged[None, number]
    return _say_more(_pair_row(mine[here], theirs[number], edits), "part of a longer sentence of A")


def _between(left: Article, right: Article, copies: Sequence[Copy]) -> list[tuple[Span, Span, tuple[str, ...]]]:
    found = []
    for copy in sorted(copies, key=lambda copy: copy.id):
        kinds = (*(edit.kind for edit in copy.edits), *([str(copy.kind)] if copy.kind in BESIDE else []))
        if (copy.left_article, copy.right_article) == (left.id, right.id):
            found.append((copy.left, copy.right, kinds))
        elif (copy.left_article, copy.right_article) == (right.id, left.id):
            turned = {"softened": "hardened", "hardened": "softened", "dropped": "added", "added": "dropped"}
            found.append((copy.right, copy.left, tuple(turned.get(kind, kind) for kind in kinds)))
    return found


def _join_sentences(
    mine: list[tuple[Span, str]], theirs: list[tuple[Span, str]], copies: list[tuple[Span, Span, tuple[str, ...]]]
) -> tuple[Joined, Merged]:
    """Each sentence with its partner; and sentences without one that are a part of a sentence that has another partner."""
    scored: list[tuple[float, int, int, tuple[str, ...]]] = []
    for left, right, kinds in copies:
        for here, (span, text) in enumerate(mine):
            if not overlap_spans(span, left):
                continue
            for there, (other, words) in enumerate(theirs):
                if overlap_spans(other, right):
                    score = max(fuzz.ratio(text.lower(), words.lower()), fuzz.token_set_ratio(text.lower(), words.lower()) * 0.9)
                    scored.append((-score, here, there, kinds))
    joined: dict[int, tuple[int, tuple[str, ...]]] = {}
    taken: set[int] = set()
    for score, here, there, kinds in sorted(scored):
        if here not in joined and there not in taken and -score >= NEAR:
            joined[here] = (there, kinds)
            taken.add(there)
    merged: Merged = {}
    for score, here, there, kinds in sorted(scored):
        if -score >= NEAR and here not in joined:
            merged.setdefault((here, None), (there, kinds))
        elif -score >= NEAR and there not in taken:
            merged.setdefault((None, there), (here, kinds))
    return joined, merged


def _find_moved(joined: dict[int, int]) -> set[int]:
    """The sentences that stand in another order on the other side: all but a longest run in the same order."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int] = {}
    for here in sorted(joined):
        place = bisect_left(tails, joined[here])
        tails[place : place + 1] = [joined[here]]
        ends[place : place + 1] = [here]
        before[here] = ends[place - 1] if place else -1
    kept, last = set[int](), ends[-1] if ends else -1
    while last >= 0:
        kept.add(last)
        last = before[last]
    return joined.keys() - kept


def _say_moved(row: Match, earlier: bool) -> Match:
    return msgspec.structs.replace(_say_more(row, f"moved: stands {'earlier' if earlier else 'later'} in B"), moved=True)


def _say_more(row: Match, words: str) -> Match:
    return msgspec.structs.replace(row, remark=f"{row.remark}; {words}" if row.remark else words)


def _loose_before(limit: int, theirs: list[tuple[Span, str]], used: set[int], placed: set[int], claims: Sequence[Claim]) -> list[Match]:
    rows = []
    for number in range(limit):
        if number not in used and number not in placed:
            rows.append(
                Match(kind="right", left=None, right=_side(theirs[number]), remark=_say_missing(theirs[number][0], claims, "B", "A"))
            )
            placed.add(number)
    return rows


def _say_missing(span: Span, claims: Sequence[Claim], here: str, there: str) -> str:
    denial = any(claim.status is Status.DENIED and overlap_spans(claim.sentence, span) for claim in claims)
    return f"not in {there}: the denial stands only in {here}" if denial else f"not in {there}"


def _side(sentence: tuple[Span, str]) -> Side:
    return Side(span=sentence[0], pieces=(Piece(text=sentence[1], changed=False),), words=len(sentence[1].split()))


def _pair_row(mine: tuple[Span, str], theirs: tuple[Span, str], edits: tuple[str, ...]) -> Match:
    same = fuzz.ratio(_plain(mine[1]), _plain(theirs[1])) / 100 >= SAME
    before, after = mark_changes(mine[1], theirs[1])
    kind = "shared" if same else next((edit for edit in ("softened", "hardened") if edit in edits), "reworded")
    whose = next((edit for edit in edits if edit in list(BESIDE)), "")
    if same:
        return Match(kind="shared", left=_side(mine), right=_side(theirs), remark=whose)
    left = Side(span=mine[0], pieces=before, words=len(mine[1].split()))
    right = Side(span=theirs[0], pieces=after, words=len(theirs[1].split()))
    return Match(
        kind=kind, left=left, right=right, remark="; ".join(filter(None, (whose, "a number differs" if "number" in edits else "")))
    )


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).lower().strip()


def mark_changes(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two wordings in pieces, the words that differ marked on each side."""
    left, right = TOKEN.findall(before), TOKEN.findall(after)
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    matcher = difflib.SequenceMatcher(a=[token.lower() for token in left], b=[token.lower() for token in right], autojunk=False)
    for tag, low, high, other_low, other_high in matcher.get_opcodes():
        for side, words in ((sides[0], left[low:high]), (sides[1], right[other_low:other_high])):
            if words:
                side.append(Piece(text="".join(words), changed=tag != "equal"))
    return _merge_pieces(sides[0]), _merge_pieces(sides[1])


def _merge_pieces(pieces: list[Piece]) -> tuple[Piece, ...]:
    merged: list[Piece] = []
    for place, piece in enumerate(pieces):
        blank = not piece.text.strip() and 0 < place < len(pieces) - 1 and pieces[place - 1].changed and pieces[place + 1].changed
        changed = piece.changed or blank
        if merged and merged[-1].changed == changed:
            merged[-1] = Piece(text=merged[-1].text + piece.text, changed=changed)
        else:
            merged.append(Piece(text=piece.text, changed=changed))
    return tuple(merged)


def _headline_rows(article: Article, claims: Sequence[Claim]) -> tuple[Match, ...]:
    """A row where the headline tells as surer what its own text hedges (the same act, a lower status)."""
    own = [claim for claim in claims if claim.article == article.id]
    heads = [claim for claim in own if is_headline(claim)]
    rows = []
    for head in sorted(heads, key=lambda claim: (claim.span.start, claim.id)):
        texts = [claim for claim in own if not is_headline(claim) and claim.action == head.action and claim.status in SURE]
        texts = [
            claim
            for claim in texts
            if not (claim.who and head.who and claim.who.code and head.who.code and claim.who.code != head.who.code)
        ]
        if not texts or SURE.get(head.status, 0) <= max(SURE[claim.status] for claim in texts):
            continue
        best = min(texts, key=lambda claim: (claim.sentence.start, claim.id))
        left, right = _side((head.sentence, _words_at(article, head.sentence))), _side((best.sentence, _words_at(article, best.sentence)))
        rows.append(
            Match(kind="hardened", left=left, right=right, remark=f"the headline tells it as {head.status}, its text as {best.status}")
        )
    return tuple(rows[:1])


def _words_at(article: Article, span: Span) -> str:
    for segment in article.segments:
        if overlap_spans(segment.span, span):
            return tidy_text(segment.text[max(0, span.start - segment.span.start) : span.end - segment.span.start])
    return ""


def _weigh_rows(left: Article, right: Article, rows: list[Match], headline: tuple[Match, ...]) -> Comparison:
    weights = {"shared": 0, "reworded": 0, "only": 0}
    seen = set[Span]()
    for row in rows:
        if row.right is not None and row.right.span not in seen:
            seen.add(row.right.span)
            weights["shared" if row.kind == "shared" else "only" if row.kind == "right" else "reworded"] += row.right.words
    total = sum(weights.values()) or 1
    return Comparison(
        left=left.id,
        right=right.id,
        rows=tuple(rows),
        shared=weights["shared"] / total,
        reworded=weights["reworded"] / total,
        only=weights["only"] / total,
        headline=headline,
    )


def diff_versions(early: Article, late: Article) -> tuple[Match, ...]:
    """What an outlet changed on its own page: the sentences that differ (headline and summary too), reworded pairs matched by likeness."""
    mine, theirs = split_body(early, STORY), split_body(late, STORY)
    old = [sentence for sentence in mine if _plain(sentence[1]) not in {_plain(other[1]) for other in theirs}]
    new = [sentence for sentence in theirs if _plain(sentence[1]) not in {_plain(other[1]) for other in mine}]
    rows: list[tuple[int, Match]] = []
    for sentence in old:
        best = max(new, key=lambda other: fuzz.ratio(sentence[1], other[1]), default=None)
        if best is not None and fuzz.token_set_ratio(sentence[1], best[1]) >= NEAR:
            new.remove(best)
            rows.append((sentence[0].start, _pair_row(sentence, best, ())))
        else:
            rows.append((sentence[0].start, Match(kind="left", left=_side(sentence), right=None)))
    rows += [(10**9 + sentence[0].start, Match(kind="right", left=None, right=_side(sentence))) for sentence in new]
    return tuple(match for _, match in sorted(rows, key=lambda pair: pair[0]))
