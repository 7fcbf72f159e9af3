"""Attributions in the making: which verb brings something in, who its subject is, where its content begins and ends.

Works on the views of `quote_views.py`. The speaker is the noun phrase beside the verb; the content stands after it, before it, or
around it.
"""

from __future__ import annotations

from itertools import pairwise

from offing.code.quote_forms import FINITE, STOPS, Draft, find_end, read_according, read_headline, skip_marks
from offing.code.quote_views import QUOTE, Word, find_left, find_right, is_time, skip_group
from offing.code.quote_words import find_telling, load_speech
from offing.language.tags import AUX

_CLAUSE_OPENERS = frozenset({"PRP", "DT", "NNP", "NN", "NNS", "PRP$", "JJ", "EX", "WRB", "WP"})
_PLACES_OF_SPEECH = frozenset(
    "in at during on after as when while from by through via before to amid with following outside about via of ahead".split()
)
_NOT_SOURCES = frozenset({"it", "there", "this", "what", "me", "them", "him", "us"})
# Our thoughts and the reader's are no news: "I think", "you know".
_OWN = frozenset({"i", "you", "we"})


def read_view(text: str, view: list[Word]) -> list[Draft]:
    """The attributions of one sentence, in order of their cues."""
    drafts: list[Draft] = []
    if not view[-1].tag:  # a sentence without tags has no word that can tell
        return drafts
    bound = 0
    for at in find_telling(word.text for word in view):
        if view[at].text.lower() == "according" and at + 1 < len(view) and view[at + 1].text.lower() == "to":
            draft = read_according(view, at, bound)
        else:
            draft = find_cue(view, at) if not drafts or at >= drafts[-1].last else None
            if draft is not None and not _fill(view, draft, drafts, bound):
                draft = None
        if draft is not None and draft.content is not None:
            drafts.append(draft)
            if draft.content[0] <= draft.group:
                bound = max(draft.last, (draft.source or (0, 0))[1])
    _cut_tails(view, drafts)
    if not drafts:
        headline = read_headline(text, view)
        if headline:
            drafts.append(headline)
    return drafts


def find_cue(view: list[Word], at: int) -> Draft | None:
    """The verb of saying at token `at`, with its group and particle; None when the word is no such verb here."""
    forms, particles = load_speech()
    word = view[at]
    lower = word.text.lower()
    entry = forms.get(lower)
    if entry is None or word.tag == QUOTE or (word.text[0].isupper() and at > 0 and word.tag not in FINITE):
        return None
    lemma, shapes = entry
    if not word.tag.startswith("VB") and lower not in ("said", "says", "told", "adds", "tells", "added", "writes", "wrote"):
        return None
    group = skip_group(view, at)
    before = [piece.text.lower() for piece in view[group:at]]
    form = word.tag
    if lower.endswith("ing") and not any(piece in AUX for piece in before):
        form = "VBG"
    elif any(piece in ("is", "was", "are", "were", "be", "been", "being") for piece in before) and not lower.endswith("ing"):
        form = "passive"
    elif group > 0 and view[group - 1].text.lower() == "to":
        form = "VB"
    elif form in ("VB", "VBN") and not before:
        form = "VBD" if lower.endswith("ed") or lower in ("said", "told", "wrote") else "VBP"
    last = at + 1
    row = particles.get(lemma, ("",))
    following = view[at + 1].text.lower() if at + 1 < len(view) else ""
    following2 = f"{following} {view[at + 2].text.lower()}" if at + 2 < len(view) else ""
    matched = next((piece for piece in row if piece and piece in (following, following2)), "")
    if matched:
        last += len(matched.split())
    elif "" not in row:
        return None
    return Draft(group, at, last, lemma, shapes, form)


def _fill(view: list[Word], draft: Draft, drafts: list[Draft], bound: int) -> bool:
    """Find source and content of a cue; False when it brings nothing in."""
    if draft.form == "passive":
        return _fill_passive(view, draft)
    if draft.form == "VB":
        return False
    if draft.form == "VBG" or (draft.group > 0 and view[draft.group - 1].tag == "CC"):
        draft.source = _inherit(view, draft, drafts)
        if draft.source is None:
            return False
        return _fill_right(view, draft, draft.last)
    if _fill_inverted(view, draft, bound):
        return True
    draft.source = find_left(view, draft.group)
    if draft.source is None or _is_empty_subject(view, draft.source, draft):
        return False
    return _fill_both(view, draft, bound)


def _is_empty_subject(view: list[Word], source: tuple[int, int], draft: Draft) -> bool:
    words = view[source[0] : source[1]]
    if words[0].tag == "WDT" or words[0].text.lower() in ("that", "which"):
        return not draft.shapes & {"say", "tell"}
    alone = words[0].text.lower() if len(words) == 1 else ""
    return alone in _NOT_SOURCES or (alone in _OWN and "say" not in draft.shapes) or words[-1].tag in ("JJ", "POS", "DT")


def _inherit(view: list[Word], draft: Draft, drafts: list[Draft]) -> tuple[int, int] | None:
    """The subject of a verb that has none beside it: that of the verb before it in the sentence."""
    if drafts and drafts[-1].source is not None:
        return drafts[-1].source
    for at in range(draft.group - 1, 0, -1):
        if view[at].tag in FINITE:
            group = skip_group(view, at)
            return find_left(view, group)
    return None


def _fill_inverted(view: list[Word], draft: Draft, bound: int) -> bool:
    """ "CONTENT," said SOURCE."""
    if draft.group == 0 or draft.form not in ("VBD", "VBZ", "VBP") or draft.last != draft.verb + 1 or not draft.shapes & {"say", "tell"}:
        return False
    left = view[draft.group - 1]
    if left.tag != QUOTE and left.text not in (",", "?", "!", "—", "--"):
        return False
    start = draft.last + (1 if draft.last < len(view) and is_time(view[draft.last]) else 0)
    source = find_right(view, start)
    if source is None:
        return False
    after = view[source[1]] if source[1] < len(view) else None
    if after is not None and not (
        after.text in (",", ".", ";", ":", "—", "?", "!")
        or is_time(after)
        or after.tag in ("IN", QUOTE, "WP", "RB", "CC")
        or after.text.lower() in ("in", "at", "on", "during")
    ):
        return False
    if left.tag != QUOTE and after is not None and after.text.lower() == "that":
        return False
    draft.source = source
    return _take_left(view, draft, draft.group, bound)


def _take_left(view: list[Word], draft: Draft, end: int, bound: int) -> bool:
    """Content to the left of token `end`: the quotation that stands there, else the clause."""
    while end > bound and view[end - 1].text in (",", "—", "–", "--", "―", "-", ";"):
        end -= 1
    if end > 0 and view[end - 1].tag == QUOTE:
        start = end - 1
        if start > bound and view[start - 1].text not in (",", ":", ".") and view[start - 1].tag != QUOTE and start - bound > 1:
            start, draft.kind = bound, "mixed"
        draft.content = skip_marks(view, start, end), end
    elif end - bound >= 2 and draft.shapes & {"say", "tell", "think"}:
        draft.content = skip_marks(view, bound, end), end
    else:
        return False
    return draft.content[0] < draft.content[1]


def _fill_both(view: list[Word], draft: Draft, bound: int) -> bool:
    """A cue with its subject on the left: the content stands after it, or before the subject, or both."""
    source = draft.source or (0, 0)
    right = _skip_adjuncts(view, draft)
    before = view[source[0] - 1] if source[0] > 0 else None
    open_left = (
        before is not None and (before.tag == QUOTE or before.text in (",", "—", "–", "--", "―", "?", "!")) and source[0] - 1 > bound
    )
    if before is not None and before.tag == QUOTE and source[0] - 1 >= bound:
        open_left = True
    if right >= len(view) or view[right].text in STOPS:
        return open_left and _take_left(view, draft, source[0], bound)
    following = view[right]
    direct = before is not None and before.tag == QUOTE
    speech = following.text in (",", ":") and right + 1 < len(view) and view[right + 1].tag == QUOTE
    if speech and not direct:
        return _fill_right(view, draft, right + 1)
    if open_left and (
        direct
        or following.text in (",", ";", "—")
        or (following.tag in ("IN", "RB", "VBG", "WRB", "CC", "TO") and following.text.lower() != "that")
    ):
        if not _take_left(view, draft, source[0], bound):
            return False
        return _extend_right(view, draft, right, direct)
    if following.text in (",", ":") and right + 1 < len(view):
        if following.text == "," and view[right + 1].tag == "VBG":
            return False
        return _fill_right(view, draft, right + 1)
    return _fill_right(view, draft, right)


def _extend_right(view: list[Word], draft: Draft, right: int, direct: bool) -> bool:
    """What goes on after "..., he said": the second half of the same quotation or clause."""
    at = right
    while at < len(view) and view[at].text in (",", ":", ".", "—"):
        at += 1
    if direct:
        quoted = next((k for k in range(at, len(view)) if view[k].tag == QUOTE), None)
        if quoted is not None and not any(view[k].tag in FINITE or view[k].tag == "VBG" for k in range(draft.last, quoted)):
            draft.extra = quoted, quoted + 1
        return True
    if (
        view[right].text == ","
        and at < len(view)
        and view[at].tag not in ("VBG", "WP", "WDT", "WRB")
        and view[at].text.lower()
        not in (
            "as",
            "after",
            "while",
            "when",
            "but",
            "in",
            "during",
            "a",
            "citing",
        )
        and draft.content is not None
        and any(word.tag in FINITE for word in view[at:])
    ):
        draft.content = draft.content[0], find_end(view, at)
    return True


def _skip_adjuncts(view: list[Word], draft: Draft) -> int:
    """Past the addressee, the day and the occasion that stand between a verb of saying and its content."""
    at = draft.last
    if "tell" in draft.shapes and at < len(view) and view[at].tag != QUOTE and view[at].text.lower() not in ("that", ":", ","):
        at = _skip_addressee(view, at)
    moved = True
    while moved and at < len(view):
        moved = False
        lower = view[at].text.lower()
        if is_time(view[at]) or (view[at].tag == "RB" and lower not in ("not",)):
            at, moved = at + 1, True
        elif lower in _PLACES_OF_SPEECH and "say" in draft.shapes | {"say"} and view[at].tag != QUOTE:
            stop = _skip_phrase(view, at)
            if stop > at + 1:
                at, moved = stop, True
    return at


def _skip_addressee(view: list[Word], at: int) -> int:
    """Past the person told: one noun phrase, ended by "that", a mark, a preposition or the next determiner or pronoun."""
    if view[at].tag == "PRP":
        return at + 1
    end = at
    while (
        end < len(view)
        and view[end].tag not in (QUOTE, "IN", "TO", ",", ".", "WDT", "WP", "MD", "VBZ", "VBD", "VBP", "WRB", "PRP")
        and view[end].text.lower() not in ("that", "to", ",", ":")
        and not (end > at and view[end].tag in ("DT", "PRP$", "EX"))
    ):
        end += 1
        if end - at > 8:
            return at
    return end


def _skip_phrase(view: list[Word], at: int) -> int:
    """Past a short adverbial phrase ("in a statement", "at a news conference in Paris"), when content or the end follows it."""
    end = at + 1
    while (
        end < len(view)
        and end - at < 12
        and view[end].tag not in (QUOTE, "VBD", "VBZ", "VBP", "MD", "WDT", "WP", "PRP", "WRB")
        and view[end].text.lower() not in (",", ":", "that", ".", ";", "—")
    ):
        end += 1
    if end >= len(view) or view[end].tag == QUOTE or view[end].text.lower() in (",", ":", "that", ".", ";", "—"):
        return end
    return at


def _fill_right(view: list[Word], draft: Draft, start: int) -> bool:
    """Content to the right of a cue, from token `start` to the end of the sentence."""
    if start == draft.last:
        start = _skip_adjuncts(view, draft) if draft.form == "VBG" or "tell" in draft.shapes else start
    while start < len(view) and view[start].text in (",", ":", "—"):
        start += 1
    end = find_end(view, start)
    if start >= end:
        return False
    first = view[start]
    draft.content = start, end
    if first.tag == QUOTE:
        draft.content = start, start + 1 if all(word.tag == QUOTE or not word.text[0].isalnum() for word in view[start:end]) else end
        return bool(draft.shapes & {"say", "tell", "think", "deny"}) or draft.last > draft.verb + 1 or first.text != ""
    rest = view[start:end]
    finite = any(word.tag in FINITE for word in rest)
    draft.clause = first.text.lower() == "that" or (finite and bool(draft.shapes & {"say", "tell", "think"}))
    if "deny" in draft.shapes:
        draft.kind = "denial"
        draft.clause = False
        return True
    if draft.clause and draft.shapes & {"say", "tell"}:
        return first.tag not in ("TO",) or "urge" in draft.shapes
    if draft.clause and "think" in draft.shapes:
        return first.text.lower() == "that" or (draft.lemma != "think" and first.tag in _CLAUSE_OPENERS)
    if "urge" in draft.shapes:
        draft.clause = False
        return first.tag != "PRP" or end - start > 1
    return first.tag == "TO" and "think" in draft.shapes


def _fill_passive(view: list[Word], draft: Draft) -> bool:
    """ "SOURCE was quoted by VIA as saying CONTENT"."""
    if draft.lemma not in ("quote", "cite", "report"):
        return False
    forms, _ = load_speech()
    for at in range(draft.last, min(len(view) - 1, draft.last + 16)):
        if view[at].text.lower() == "as" and view[at + 1].text.lower() in forms and view[at + 1].text.lower().endswith("ing"):
            draft.source = find_left(view, draft.group)
            if view[draft.last].text.lower() == "by":
                draft.via = find_right(view, draft.last + 1)
            draft.last = at + 2
            draft.content = at + 2, find_end(view, at + 2)
            draft.clause = any(word.tag in FINITE for word in view[at + 2 :])
            return draft.source is not None and draft.content[0] < draft.content[1]
    return False


def _cut_tails(view: list[Word], drafts: list[Draft]) -> None:
    """End a content where the next attribution of the same sentence begins (", adding that ...", " and X said ...")."""
    for left, right in pairwise(drafts):
        if left.content is None or not left.content[0] < right.group < left.content[1]:
            continue
        at = right.group
        if right.source is not None and left.content[0] <= right.source[0] < right.group and right.source != left.source:
            at = right.source[0]
        joined = view[at - 1].tag == "CC" or view[at - 1].text in (",", ";", "—")
        if not joined:
            continue
        while at > left.content[0] + 1 and (view[at - 1].tag == "CC" or view[at - 1].text in (",", ";", "—")):
            at -= 1
        left.content = left.content[0], at
