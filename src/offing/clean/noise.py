"""Noise: what stands in and around a story without being its text. Every cut gets a role and a reason that a reader understands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz

from offing.clean.boxes import find_usual
from offing.clean.patterns import (
    AGENCY_NAME,
    AGENCY_TAIL,
    BYLINE,
    CREDIT_BARE,
    CREDIT_NAMED,
    CREDIT_PLAIN,
    DATE_INSIDE,
    DATE_WORDS,
    DATELINE,
    HEAD_LINE,
    INVENTED,
    LEGAL,
    LIVE,
    LIVE_POST,
    NAME_ONLY,
    PHOTO_CREDIT,
    PHOTO_LINE,
    PHOTO_TAIL,
    PROMO,
    SHARE,
    SOLICIT,
    TAIL_HEAD,
    UPDATED_LINE,
    WHO_WRITES,
)  # fmt: skip
from offing.clean.pieces import Piece, make_key, split_piece
from offing.records import Role

_OUTSIDE = (
    ("hidden", "hidden text"), ("cookie", "cookie notice"), ("nav", "menu"), ("comments", "reader comments"), ("share", "share link"),
    ("promo", "newsletter or promotion"), ("advert", "advertisement"), ("related", "related stories"), ("tags", "tags"),
    ("bio", "about the author"),
    ("footer", "page footer"), ("aside", "side box"), ("form", "form"), ("button", "button"), ("gallery", "gallery"),
)  # fmt: skip
_SURE = ("menu", "hidden text", "cookie notice", "reader comments", "related stories", "newsletter or promotion")
_NO_CITY = frozenset(
    "BREAKING UPDATE UPDATED LIVE WATCH EXCLUSIVE OPINION ANALYSIS VIDEO PHOTOS READ RELATED FACTBOX EXPLAINER TIMELINE NOTE"
    " EDITOR QUESTION ANSWER HOST GUEST CORRECTION CLARIFICATION SOURCE CREDIT AND THE BUT FOR".split(" ")
)
_STOP_WORDS = frozenset(
    "the a an and or but of in on at to for from by with as that this these those is are was were be been has have had it its he she"
    " they his her their will would who which not no after before over about into than more said says".split(" ")
)
_BESIDE = ("share link", "headline echoed", "line repeated")
_PICTURE = frozenset(["figcaption", "caption", "figure"])
_WORD = re.compile(r"[^\W_]+")


def find_dateline(text: str) -> tuple[int, str, str] | None:
    """Length of the dateline that opens `text`, its place and its agency; None when there is none."""
    found = DATELINE.match(text)
    if not found or found.end() > 90:
        return None
    city = found["city"] or found["city2"] or found["city3"] or ""
    agency = found["agency"] or found["agency2"] or found["agency3"] or found["agency4"] or ""
    first = city.split(",")[0]
    if city and (len(make_key(first)) < 4 or first.split()[0] in _NO_CITY):
        return None
    return found.end(), city, agency


def label_outside(pieces: Sequence[Piece], titles: Sequence[str]) -> None:
    """Roles and reasons for what the extractor left out of a page with mark-up."""
    keys = {make_key(title) for title in titles if len(make_key(title)) > 8}
    for piece in pieces:
        if piece.kept:
            continue
        hints = set(piece.hints)
        reason = next((reason for hint, reason in _OUTSIDE if hint in hints), "")
        if (reason not in _SURE or INVENTED.match(piece.text)) and label_line(piece):
            continue
        if piece.key in keys or (piece.tag == "h1" and not reason):
            piece.cut(Role.HEADLINE, "headline")
        elif reason in _SURE:
            piece.cut(Role.FURNITURE, reason)
        elif hints & {"figcaption", "caption", "figure"}:
            piece.cut(Role.CAPTION, "caption")
        elif "byline" in hints and piece.words <= 20:
            piece.cut(Role.BYLINE, "byline")
        elif hints & {"date", "time"} and piece.words <= 20:
            piece.cut(Role.DATE, "date line")
        elif "dek" in hints and piece.words >= 4 and not reason:
            piece.cut(Role.DEK, "summary under the headline")
        elif "highlights" in hints:
            piece.cut(Role.HIGHLIGHTS, "highlights")
        else:
            piece.cut(Role.FURNITURE, reason or "outside the article")


# No rule for a single line looks at longer ones.
_LONGEST = 90


def _pictured(piece: Piece) -> bool:
    """Whether a line ends in a picture credit; a linked list item that ends so names the source of a story, not of a picture."""
    return bool(PHOTO_CREDIT.search(piece.text)) and not (piece.bullet and piece.links)


_RULES: tuple[tuple[Role, str, Callable[[Piece], bool]], ...] = (
    (Role.FURNITURE, "mark of an invented outlet", lambda piece: bool(INVENTED.match(piece.text))),
    (Role.FURNITURE, "ornament", lambda piece: not piece.key),
    (Role.FURNITURE, "share link", lambda piece: piece.address or (piece.words <= 25 and bool(SHARE.match(piece.text)))),
    (Role.CAPTION, "photo credit", lambda piece: piece.words <= 12 and bool(PHOTO_LINE.match(piece.text))),
    (Role.CAPTION, "caption", lambda piece: piece.words <= 40 and bool(PHOTO_TAIL.search(piece.text))),
    (Role.CAPTION, "caption", lambda piece: piece.words <= 90 and bool(PHOTO_LINE.match(piece.text) or _pictured(piece))),
    (Role.CREDIT, "credit line", lambda piece: piece.words <= 40 and bool(CREDIT_NAMED.match(piece.text) or CREDIT_BARE.match(piece.text))),
    (Role.CREDIT, "credit line", lambda piece: piece.words <= 60 and bool(CREDIT_PLAIN.match(piece.text))),
    (Role.CREDIT, "credit line", lambda piece: piece.words <= 20 and not piece.ended and "additional reporting" in piece.text.lower()),
    (Role.DATE, "date line", lambda piece: piece.words <= 20 and bool(DATE_WORDS.match(piece.text))),
    (Role.DATE, "date line", lambda piece: piece.words <= 10 and bool(UPDATED_LINE.match(piece.text))),
    (Role.BYLINE, "byline", lambda piece: piece.words <= 16 and not piece.ended and bool(BYLINE.match(piece.text))),
    (Role.FURNITURE, "copyright or terms", lambda piece: piece.words <= 80 and bool(LEGAL.match(piece.text))),
    (Role.FURNITURE, "live page", lambda piece: piece.words <= 14 and bool(LIVE.match(piece.text))),
    (Role.FURNITURE, "about the author", lambda piece: "byline" in piece.hints and bool(WHO_WRITES.match(piece.text))),
    (Role.FURNITURE, "promotion", lambda piece: piece.words <= 28 and not piece.prose and bool(PROMO.match(piece.text))),
    (Role.FURNITURE, "promotion", lambda piece: piece.words <= 45 and bool(PROMO.match(piece.text)) and piece.linked > 0.2),
)  # fmt: skip


def label_line(piece: Piece) -> bool:
    """Cut one line by its form alone (a share link, a credit, a caption, a date, a byline ...). True when it was cut."""
    if piece.words > _LONGEST and piece.key and not piece.address:
        return False
    for role, reason, fits in _RULES:
        if fits(piece):
            piece.cut(role, reason)
            return True
    return False


def label_lines(pieces: Sequence[Piece], *, marked: bool = False) -> None:
    """`label_line` on every kept piece. Inside a story with mark-up a line that is an address is a reference and stays."""
    proses = [piece.start for piece in pieces if piece.kept and piece.prose] if marked else []
    for piece in pieces:
        if piece.kept and not (proses and piece.address and proses[0] < piece.start < proses[-1]):
            label_line(piece)


def label_repeats(pieces: Sequence[Piece], *, marked: bool) -> None:
    """A line that stands twice is kept once. The later goes, with the role of the first; two equal lines before the story are a caption.

    On a page with mark-up (`marked`) only whole sentences count: lists repeat their short lines with good reason, and so do interviews.
    """
    counts = Counter(piece.key for piece in pieces)
    seen: dict[str, int] = {}
    lead = next((number for number, piece in enumerate(pieces) if piece.kept and piece.prose and counts[piece.key] == 1), len(pieces))
    for number, piece in enumerate(pieces):
        first = seen.setdefault(piece.key, number)
        earlier = pieces[first]
        if earlier is piece or piece.words < 3:
            continue
        if earlier.role is Role.CAPTION:
            if marked and piece.kept and piece.prose and _PICTURE & set(earlier.hints) and not _PICTURE & set(piece.hints):
                # A caption that says again what the story says: the story keeps its sentence.
                continue
            if piece.kept or piece.role is Role.CAPTION:
                piece.cut(Role.CAPTION, "caption, doubled")
        elif piece.kept and earlier.kept:
            if number < lead and piece.words >= 6 and number <= first + 2:
                earlier.cut(Role.CAPTION, "caption")
                piece.cut(Role.CAPTION, "caption, doubled")
            elif counts[piece.key] == 2 and piece.words >= (10 if marked else 3) and not (marked and piece.bullet):
                piece.cut(Role.FURNITURE, "line repeated")
        elif marked and piece.prose and earlier.role in (Role.HIGHLIGHTS, Role.DEK):
            # A box or summary that quotes a sentence of the story: the sentence itself stays where it was written.
            continue
        elif piece.kept and earlier.role not in (Role.HEADLINE, Role.FURNITURE):
            piece.cut(earlier.role, earlier.reason)


def label_headlines(pieces: Sequence[Piece], titles: Sequence[str]) -> Piece | None:
    """The headline of a part: the first line like one of its titles (a first-level heading before any other); later ones are echoes."""
    keys = [key for key in dict.fromkeys(make_key(title) for title in titles) if len(key) > 8]
    matches = [piece for piece in pieces if _echoes(piece, keys)]
    if not matches:
        return None
    head = next((piece for piece in matches if piece.tag == "h1" and "hidden" not in piece.hints), None) or matches[0]
    for piece in matches:
        if piece is head:
            piece.cut(Role.HEADLINE, "headline")
        elif piece.kept or piece.role is Role.HEADLINE:
            piece.cut(Role.HEADLINE, "headline echoed")
    return head


def _echoes(piece: Piece, keys: Sequence[str]) -> bool:
    if not piece.key or piece.words > 40 or (piece.prose and piece.tag not in ("h1", "h2") and piece.words > 25):
        return False
    if any(piece.key == key or (len(key) > 20 and fuzz.ratio(piece.key, key) >= 92) for key in keys):
        return True
    # "Outlet: Headline" and "Headline, Section, Outlet" hold the headline as their larger part.
    return (
        piece.heading
        and piece.words >= 3
        and any(len(piece.key) * 2 > len(key) and (key.startswith(piece.key) or key.endswith(piece.key)) for key in keys)
    )


def label_head(pieces: Sequence[Piece], head: Piece | None, *, marked: bool) -> None:
    """Lines before the first paragraph: a headline (unless `head` is known), then a summary under it. A long lone line is a summary.

    On a page with mark-up only a second heading or what its class names say is a summary; a short paragraph may well be the lead.
    """
    titled = head is not None
    usual = find_usual(pieces) if marked else frozenset()
    for piece in pieces:
        summary = marked and titled and (piece.tag in ("h2", "h3") or ("dek" in piece.hints and "dek" not in usual and not piece.prose))
        if piece.prose and piece.kept and not summary:
            return
        if not piece.kept or (piece.bullet and not (marked and piece.linked > 0.5)):
            continue
        if head is not None and piece.start < head.start:
            piece.cut(Role.FURNITURE, "above the headline")
        elif piece.bullet:
            continue
        elif marked:
            if summary:
                piece.cut(Role.DEK, "summary under the headline")
            elif piece.heading and not titled:
                piece.cut(Role.HEADLINE, "headline")
                titled = True
            elif HEAD_LINE.match(piece.text) and piece.words <= 24:
                piece.cut(Role.DATE, "date line")
            elif piece.words <= 2 and not piece.text.endswith(":") and not piece.heading:
                piece.cut(Role.FURNITURE, "label above the story")
        elif piece.words > 16 or titled:
            piece.cut(Role.DEK, "summary under the headline")
        elif piece.words >= 3:
            piece.cut(Role.HEADLINE, "headline")
            titled = True
        else:
            piece.cut(Role.FURNITURE, "label above the headline")


def _cut_requests(kept: Sequence[Piece]) -> None:
    """The last lines of a story that ask readers to subscribe, follow or write, back to the last one that does not."""
    first = len(kept)
    for number in range(len(kept) - 1, max(2, len(kept) - 13), -1):
        piece = kept[number]
        if piece.words <= 60 and SOLICIT.search(piece.text) and not piece.text.startswith(("“", '"')):
            first = number
        elif piece.prose or piece.words > 12 or (piece.ended and piece.words > 4):
            break
    for piece in kept[first:]:
        piece.cut(Role.FURNITURE, "request to the reader")


def label_names(pieces: Sequence[Piece]) -> None:
    """Between headline and first paragraph, a line that is only a name or a desk ("Jane Doe", "From our foreign desk") is the byline."""
    lead = next((number for number, piece in enumerate(pieces) if piece.kept and piece.prose), 0)
    head = next((number for number, piece in enumerate(pieces) if piece.role is Role.HEADLINE), lead)
    for piece in pieces[head + 1 : lead]:
        loose = piece.role in (Role.BODY, Role.DEK) or piece.reason == "outside the article"
        if loose and not piece.heading and piece.words <= 10 and "dek" not in piece.hints and NAME_ONLY.match(piece.text):
            piece.cut(Role.BYLINE, "byline")


def label_highlights(pieces: Sequence[Piece], *, marked: bool) -> None:
    """Runs of bullets that belong to the page and not to the text: beside a headline or link, or saying again what the paragraphs say."""
    paragraphs = [_contents(piece.text) for piece in pieces if piece.kept and piece.prose and not piece.bullet]
    first = next((number for number, piece in enumerate(pieces) if piece.kept and piece.prose and not piece.bullet), 0)
    last = next(
        (number for number in range(len(pieces) - 1, -1, -1) if pieces[number].kept and pieces[number].prose and not pieces[number].bullet),
        0,
    )
    for run in _bullet_runs(pieces):
        if len(run) > 8 or first < run[0] < last:
            continue
        before = next((piece for piece in reversed(pieces[: run[0]]) if piece.role is not Role.FURNITURE or piece.reason in _BESIDE), None)
        beside = before is not None and (before.role in (Role.HEADLINE, Role.DEK, Role.DATE, Role.BYLINE) or before.reason in _BESIDE)
        told = sum(_told(pieces[number], paragraphs) for number in run)
        if (beside or told * 2 > len(run)) and (not marked or run[-1] < first):
            for number in run:
                pieces[number].cut(Role.HIGHLIGHTS, "highlights")


def _bullet_runs(pieces: Sequence[Piece]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number, piece in enumerate(pieces):
        if piece.kept and piece.bullet:
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
    return runs


def _contents(text: str) -> frozenset[str]:
    return frozenset(word for word in (found.lower() for found in _WORD.findall(text)) if word not in _STOP_WORDS and len(word) > 2)


def _told(piece: Piece, paragraphs: Sequence[frozenset[str]]) -> bool:
    words = _contents(piece.text)
    return bool(words) and any(len(words & other) >= 0.6 * len(words) for other in paragraphs)


def label_tail(pieces: Sequence[Piece], *, marked: bool) -> None:
    """What follows the last paragraph of a story, and everything after a heading like "Related stories"."""
    kept = [piece for piece in pieces if piece.kept]
    proses = [number for number, piece in enumerate(kept) if piece.prose]
    if not proses:
        return
    heads = [number for number, piece in enumerate(kept) if number > proses[0] and piece.words <= 20 and TAIL_HEAD.match(piece.text)]
    for number in heads[:20]:
        if sum(other.prose and other.linked < 0.5 for other in kept[number + 1 :]) * 4 <= len(proses):
            for other in kept[number:]:
                other.cut(Role.FURNITURE, "related stories or comments")
            break
    _cut_requests([piece for piece in kept if piece.kept])
    kept = [piece for piece in kept if piece.kept]
    while kept and not (kept[-1].ended and kept[-1].words >= 4) and not kept[-1].prose:
        piece = kept.pop()
        if piece.linked > 0.6 or piece.heading or TAIL_HEAD.match(piece.text) or (piece.titled and not piece.bullet and not marked):
            piece.cut(Role.FURNITURE, "after the story")
        elif piece.words > 2 or piece.bullet or marked:
            break
        else:
            piece.cut(Role.FURNITURE, "after the story")


def split_head_lines(pieces: Sequence[Piece]) -> list[Piece]:
    """Lines of byline and date ("Jane Doe | 3 January 2020"), and times before the heading of a live post, split into their parts.

    Only short lines, up to the first paragraph for bylines; a date in running text stays there.
    """
    result: list[Piece] = []
    lead = next((piece.start for piece in pieces if piece.kept and piece.prose), 0)
    for piece in pieces:
        post = LIVE_POST.match(piece.text) if piece.heading else None
        found = DATE_INSIDE.search(piece.text) if piece.start < lead and piece.words <= 20 and not (piece.prose and piece.kept) else None
        if post:
            clock, heading = split_piece(piece, post.end())
            clock.cut(Role.DATE, "time of a live post")
            heading.cut(Role.HEADLINE, "heading of a live post")
            result += [clock, heading]
        elif found and found.start() and found.end() >= len(piece.text.rstrip(" .|)")) and _may_sign(piece, found.start()):
            byline, date = split_piece(piece, found.start())
            byline.cut(Role.BYLINE, "byline")
            date.cut(Role.DATE, "date line")
            result += [byline, date]
        else:
            result.append(piece)
    return result


def _may_sign(piece: Piece, end: int) -> bool:
    """Whether the words before a date can be a byline: few, and no link list or word like "Updated"."""
    words = piece.text[:end].strip(" |·•,–—-")
    return (
        bool(words)
        and len(words.split()) <= 10
        and piece.role is not Role.CAPTION
        and not DATE_WORDS.match(piece.text)
        and "nav" not in piece.hints
    )


def label_signature(pieces: Sequence[Piece]) -> None:
    """An agency's name as the last line of a story ("MPA", "MPA and Kestrel News", "Wire, additional reporting by ...")."""
    last = max((number for number, piece in enumerate(pieces) if piece.kept and piece.prose), default=-1)
    for piece in pieces[last + 1 : last + 3] if last >= 0 else []:
        if (
            piece.role in (Role.BODY, Role.FURNITURE)
            and piece.words <= 14
            and not set(piece.hints) & {"footer", "nav", "related", "comments"}
        ):
            tail = AGENCY_TAIL.match(piece.text)
            signed = piece.text.startswith("(") and piece.text.endswith(")") and piece.text.count("(") == 1
            if signed or AGENCY_NAME.match(piece.text.strip(" ()—–-.")) or (tail and AGENCY_NAME.match(tail["name"])):
                piece.cut(Role.CREDIT, "credit line")


def split_datelines(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the dateline of each part's first paragraph split off as a piece of its own."""
    done: set[int] = set()
    result: list[Piece] = []
    for piece in pieces:
        if piece.kept and (piece.prose or piece.words > 12) and piece.part not in done:
            done.add(piece.part)
            found = find_dateline(piece.text)
            if found and found[0] < len(piece.text):
                dateline, piece = split_piece(piece, found[0])
                dateline.cut(Role.DATELINE, "dateline")
                result.append(dateline)
        result.append(piece)
    return result
