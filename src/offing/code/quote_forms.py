"""An attribution in the making, and its set forms: "according to" and the headline with a colon."""

from __future__ import annotations

from msgspec import Struct

from offing.code.quote_views import QUOTE, Word, find_right, is_time

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
STOPS = frozenset({".", "!", "?", "…", "..."})


class Draft(Struct):
    """An attribution in the making: tokens of one view (half open)."""

    group: int
    verb: int
    last: int
    lemma: str
    shapes: frozenset[str]
    form: str
    source: tuple[int, int] | None = None
    content: tuple[int, int] | None = None
    kind: str = ""
    clause: bool = True
    via: tuple[int, int] | None = None
    extra: tuple[int, int] | None = None


def find_end(view: list[Word], start: int) -> int:
    """Past the last token of a content that starts at `start`: the end of the sentence without its stop."""
    end = len(view)
    while end > start and (view[end - 1].text in STOPS or view[end - 1].text in (",", ";", ":")):
        end -= 1
    return end


def skip_marks(view: list[Word], start: int, end: int) -> int:
    """The first token of a content from `start` on: past marks and past a dateline ("HARBOR CITY (Wire) -")."""
    at = start
    while at < min(end, start + 8) and (view[at].text.isupper() or view[at].text in "(),." or view[at].tag in ("NNP", "NNPS")):
        at += 1
    if start < at < end and view[start].text.isupper() and len(view[start].text) > 3 and view[at].text in (":", "—", "–", "-", "--", "―"):
        start = at + 1
    while start < end and view[start].text in (",", ".", ";", "-", "—", "•", ":"):
        start += 1
    return start


def read_according(view: list[Word], at: int, bound: int) -> Draft | None:
    """ "According to SOURCE, CONTENT" and "CONTENT, according to SOURCE"."""
    source = find_right(view, at + 2)
    if source is None:
        return None
    draft = Draft(at, at, at + 2, "according", frozenset({"say"}), "according", source=source, kind="according")
    after = source[1]
    while after < len(view) and (is_time(view[after]) or view[after].text.lower() in ("on",)):
        after += 1
    if at - bound >= 3:
        end = at
        while end > bound and view[end - 1].text in (",", "—", "--"):
            end -= 1
        draft.content = skip_marks(view, bound, end), end
        if after + 3 < len(view) and view[after].text == "," and at - bound < 6:
            draft.content = draft.content[0], find_end(view, after)
    elif after < len(view) and view[after].text in (",", ":"):
        draft.content = after + 1, find_end(view, after + 1)
    return draft if draft.content and draft.content[0] < draft.content[1] else None


def read_headline(text: str, view: list[Word]) -> Draft | None:
    """ "CONTENT: Name" and "Name: CONTENT", a line of its own without a full stop."""
    if not 4 <= len(view) <= 30 or view[-1].text in STOPS or "\n" in text[view[0].start : view[-1].end]:
        return None
    if view[0].start > 0 and "\n" not in text[max(0, view[0].start - 3) : view[0].start]:
        return None
    colons = [at for at, word in enumerate(view) if word.text == ":"]
    if len(colons) != 1:
        return None
    at = colons[0]
    left, right = view[:at], view[at + 1 :]
    for names, source, content in ((right, (at + 1, len(view)), (0, at)), (left, (0, at), (at + 1, len(view)))):
        if (
            1 <= len(names) <= 5
            and all(word.tag in ("NNP", "NNPS", "NNS", "NN", "JJ", "POS") and word.text[0].isalnum() for word in names)
            and names[-1].tag in ("NNP", "NNPS", "NNS")
            and any(word.tag in FINITE or word.tag == QUOTE for word in view[content[0] : content[1]])
        ):
            return Draft(at, at, at + 1, ":", frozenset({"say"}), "headline", source=source, content=content, kind="headline")
    return None
