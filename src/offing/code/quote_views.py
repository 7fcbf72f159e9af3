"""A sentence as attribution sees it: a run of tokens in which a whole quotation is one token, and the noun phrases beside a verb."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from offing.code.quote_marks import QuotedStretch, find_marks
from offing.code.quote_words import find_telling
from offing.language.analyses import Token
from offing.language.sentences import split_sentences
from offing.language.tags import AUX, tag_words
from offing.language.tokens import split_tokens

QUOTE = "Q"
SIGNING = ("―", "—", "–", "--", "-")
_BEFORE_SPEECH = re.compile(
    r"(?:^|[,:;—–―-]|\b(?:said|says|say|saying|told|adding|added|wrote|tweeted|asked|that|and|but|continued|replied|as))\s*$", re.I
)
_NAMES = frozenset({"NN", "NNS", "NNP", "NNPS", "CD", "FW"})
_INSIDE = _NAMES | {"JJ", "JJR", "JJS", "POS", "PRP$", "VBN", "VBG", "DT", "PDT", "$"}
_STARTS = frozenset({"DT", "PRP$", "PRP", "EX"})
_LINKS = frozenset("of for in at from with on to under against near between behind about inside".split())
TIME_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight morning afternoon evening night earlier"
    " later recently overnight once again also then now still often repeatedly previously week month year ago late early".split()
)


class Word(Struct, frozen=True):
    """A token or (tag "Q") a whole quotation, with its place in the text. The tag is "" where no word of the sentence can tell."""

    start: int
    end: int
    text: str
    tag: str
    stretch: QuotedStretch | None = None


def make_views(text: str, sentences: list[tuple[int, int]] | None = None, tokens: Sequence[Sequence[Token]] = ()) -> list[list[Word]]:
    """The sentences of `text` as views. Sentences that one quotation holds together are one view.

    `sentences`: their spans, and `tokens`: the words of each, where known.
    """
    stretches = find_marks(text)
    whole: list[QuotedStretch] = []
    spans: list[tuple[int, int]] = []
    known = {start: row for (start, _), row in zip(sentences or (), tokens, strict=True)} if tokens else {}
    for start, end in split_sentences(text) if sentences is None else sentences:
        inside = [mark for mark in stretches if mark.start < end and mark.end > start]
        held = [mark for mark in inside if _is_whole(text, mark, start)]
        whole.extend(mark for mark in held if mark not in whole[-3:])
        if spans and any(mark.start < start for mark in inside):
            spans[-1] = spans[-1][0], end
            known.pop(spans[-1][0], None)
        else:
            spans.append((start, end))
    return [
        _make_view(text, start, end, [mark for mark in whole if start <= mark.start < end], known.get(start, ())) for start, end in spans
    ]


def _is_whole(text: str, mark: QuotedStretch, start: int) -> bool:
    """Whether a quotation is somebody's speech and not words taken into a sentence ("a “buzzsaw.”")."""
    if mark.start < start or mark.start == start or mark.continues or not mark.closed:
        return True
    inner = text[mark.start : mark.end]
    if len(inner.split()) < 2 or not _BEFORE_SPEECH.search(text[max(start, mark.start - 24) : mark.start]):
        return False
    return bool(re.search(r"[,.?!…—-]['’”\"]*$", inner)) or text[mark.end : mark.end + 1] in (",", ".")


def _make_view(text: str, start: int, end: int, held: list[QuotedStretch], tokens: Sequence[Token]) -> list[Word]:
    """The view of a stretch. `tokens`: its words, where it is one whole sentence whose words are known."""
    pieces: list[_Piece] = []
    if tokens and not held:
        pieces = [(start + one.start, start + one.end, one.text, None) for one in tokens]
    else:
        at = start
        for mark in held:
            pieces.extend((at + low, at + high, word, None) for low, high, word in split_tokens(text[at : mark.start]))
            pieces.append((mark.start, mark.end, '"', mark))
            at = max(at, mark.end)
        pieces.extend((at + low, at + high, word, None) for low, high, word in split_tokens(text[at:end]))
    pieces = _join_initials(pieces)
    words = [word for _, _, word, _ in pieces]
    tags = tag_words(words) if _needs_tags(words) else [""] * len(words)
    for number, (_, _, word, held_mark) in enumerate(pieces):
        if held_mark is not None:
            tags[number] = QUOTE
        elif tags[number].startswith("VB") and word[0].isupper() and word[1:].islower() and _is_name_here(pieces, tags, number):
            tags[number] = "NNP"
    return [Word(low, high, word, tag, mark) for (low, high, word, mark), tag in zip(pieces, tags, strict=True)]


def _needs_tags(words: list[str]) -> bool:
    """Whether anything in a sentence asks for tags: a word that can tell, a colon as in headlines, a dash as before a signature."""
    return ":" in words or words[0] in SIGNING or bool(find_telling(words))


_Piece = tuple[int, int, str, QuotedStretch | None]


def _join_initials(pieces: list[_Piece]) -> list[_Piece]:
    """ "E" and "." of "Elijah E. Cummings" as one token."""
    found: list[_Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if piece[2] == "." and last and len(last[2]) == 1 and last[2].isupper() and last[1] == piece[0] and last[3] is None:
            found[-1] = (last[0], piece[1], last[2] + ".", None)
        else:
            found.append(piece)
    return found


def _is_name_here(pieces: list[_Piece], tags: list[str], at: int) -> bool:
    """Whether a capital word tagged as a verb is a name: after a quotation or inside a sentence, or first before a finite verb."""
    if at and pieces[at - 1][2] not in (".", ":", "!", "?", "•", "-"):
        return True
    return at + 1 < len(tags) and (
        tags[at + 1] in ("VBD", "VBZ", "MD", "NNP") or pieces[at + 1][2].lower() in AUX or pieces[at + 1][2] in ("said", "told")
    )


def is_time(word: Word) -> bool:
    """Whether a word is a weekday or another word of time that may stand between a speaker and the verb."""
    return word.text.lower().rstrip(".") in TIME_WORDS


def skip_group(view: list[Word], verb: int) -> int:
    """The first token of the verb group that ends at `verb` ("has also said" -> has)."""
    at = verb
    while at > 0 and (
        view[at - 1].tag in ("RB", "MD") or view[at - 1].text.lower() in AUX or view[at - 1].text.lower() in ("not", "n't", "n’t")
    ):
        at -= 1
    while at < verb and view[at].tag == "RB" and not view[at].text.lower().startswith("n"):
        at += 1
    return at


def find_left(view: list[Word], at: int) -> tuple[int, int] | None:
    """The noun phrase that ends just before token `at` (a subject), as tokens (first, past the last); None if there is none."""
    last = at - 1
    while last >= 0 and (
        view[last].tag == "RB" or (is_time(view[last]) and last == at - 1) or (is_time(view[last]) and view[last + 1].tag == "RB")
    ):
        last -= 1
    if last >= 1 and last < at - 1 and view[last].text.lower() == "on":
        last -= 1
    if last < 0:
        return None
    end = last + 1
    if view[last].text in (",", "—", "–", "--", ")"):
        first = _find_apposed(view, last)
        return (first, last) if first is not None and first < last else None
    if view[last].tag in ("WP", "WDT"):
        return last, end
    first = _walk_left(view, last)
    return (first, end) if first <= last else None


def _find_apposed(view: list[Word], comma: int) -> int | None:
    """Start of "Name, a description," whose closing comma is at `comma`."""
    opening = {")": "("}.get(view[comma].text, view[comma].text)
    at = comma - 1
    for _ in range(3):
        while at >= 0 and view[at].text != opening:
            if view[at].tag == QUOTE:
                return None
            at -= 1
        if at <= 0:
            return None
        chunk = view[at + 1 : comma]
        if not chunk:
            return None
        if view[at - 1].tag in _NAMES and chunk[0].tag not in ("CC", "RB", "MD"):
            first = _walk_left(view, at - 1)
            if first <= at - 1 and (
                view[first].tag in ("DT", "PRP$") or any(word.tag in ("NNP", "NNPS") for word in view[first:at]) or first == 0
            ):
                # "Name, of Ohio, a farmer," has one more comma to the left.
                if (
                    first >= 2
                    and view[first - 1].text == ","
                    and first - 1 > 0
                    and chunk[0].tag != "WP"
                    and view[first].tag in ("DT", "NN")
                    and view[first - 2].tag == "NNP"
                ):
                    at = first - 1
                    continue
                return first
        at -= 1
    return None


def _walk_left(view: list[Word], last: int) -> int:
    """First token of the noun phrase whose last token is `last`; last + 1 when none stands there."""
    if view[last].tag == "PRP":
        return last
    if view[last].tag not in _NAMES and view[last].tag not in ("DT", "JJ", "VBN", "VBG", "POS"):
        return last + 1
    at = last
    while at > 0:
        left, here = view[at - 1], view[at]
        lower = left.text.lower()
        if here.tag in ("DT", "PRP$", "PDT") and left.tag not in ("PDT",):
            if lower in ("of", "for", "in", "at", "with", "from", "on") and at >= 2 and view[at - 2].tag in _NAMES:
                at -= 2
                continue
            if lower == "and" and at >= 2 and view[at - 2].tag in _NAMES and here.tag in ("DT", "PRP$") and not _has_verb(view, at):
                at -= 2
                continue
            break
        if left.tag in _INSIDE and not (left.tag in ("VBN", "VBG") and at >= 2 and view[at - 2].text.lower() in AUX):
            at -= 1
            continue
        if lower in ("&", "'s", "’s", "-", "/"):
            at -= 1
            continue
        if lower in _LINKS and at >= 2 and view[at - 2].tag in _NAMES and not is_time(view[at]):
            at -= 2
            continue
        if lower == "and" and at >= 2 and view[at - 2].tag in _NAMES and not _has_verb(view, at):
            at -= 2
            continue
        break
    while at < last and (
        is_time(view[at]) or view[at].tag in ("POS", "CC") or (view[at].tag in ("VBN", "VBG") and at > 0 and view[at - 1].tag == "IN")
    ):
        at += 1
    return at


def _has_verb(view: list[Word], at: int) -> bool:
    """Whether a finite verb stands between the last comma and token `at`: then an "and" there joins clauses, not names."""
    left = at - 1
    while left >= 0 and view[left].text not in (",", ";", ":", "—") and view[left].tag != QUOTE:
        if view[left].tag in ("VBD", "VBZ", "VBP", "MD"):
            return True
        left -= 1
    return False


def find_right(view: list[Word], at: int) -> tuple[int, int] | None:
    """The noun phrase, with its apposition, that starts at token `at`, as tokens (first, past the last)."""
    end = _walk_right(view, at)
    if end == at:
        return None
    while end + 1 < len(view) and view[end].text == ",":
        following = view[end + 1]
        stop = _walk_right(view, end + 1)
        apposed = following.tag in ("DT", "NN", "PRP$", "JJ", "CD") or (
            following.tag == "NNP" and stop < len(view) and view[stop].text in (",", ".")
        )
        if following.tag in ("WP", "WDT") and following.text.lower() in ("who", "whose"):
            stop = end + 1
            while stop < len(view) and view[stop].text not in (",", ".", ";") and view[stop].tag != QUOTE:
                stop += 1
        elif not apposed or stop == end + 1 or (stop < len(view) and view[stop].tag in ("VBD", "VBZ", "VBP", "MD")):
            break
        end = stop
        if view[at].tag == "PRP":
            break
    return at, end


def _walk_right(view: list[Word], at: int) -> int:
    if at >= len(view):
        return at
    if view[at].tag == "PRP":
        return at + 1
    end, named = at, False
    while end < len(view):
        word = view[end]
        lower = word.text.lower()
        if is_time(word) and named and word.tag in ("NNP", "NN", "RB"):
            break
        if word.tag in _STARTS and named and view[end - 1].text.lower() not in _LINKS and view[end - 1].text.lower() != "and":
            break
        if word.tag in _INSIDE:
            named = named or word.tag in _NAMES or (word.tag == "DT" and lower in ("some", "many", "those", "others"))
            end += 1
            continue
        follows = view[end + 1] if end + 1 < len(view) else None
        if named and follows and follows.tag in _INSIDE and not is_time(follows) and (lower in _LINKS or lower in ("and", "&")):
            end += 1
            continue
        break
    return end if named else at
