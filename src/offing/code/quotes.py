"""Who says what: the source, the cue and the content of each attribution, direct, indirect, mixed, denied, or told by a headline.

Rules over tagged tokens and a lexicon of verbs (`tables/speech.yaml`), without a parser: a whole quotation counts as one token, a speaker
is the noun phrase beside the verb, the content is what the verb takes. The three roles follow PARC and PolNeAR (Pareti 2015; Newell 2018).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, structs

from offing.code.quote_drafts import find_cue, read_view
from offing.code.quote_forms import Draft
from offing.code.quote_views import QUOTE, SIGNING, Word, find_left, make_views
from offing.language.analyses import Token
from offing.records import Span, Value


class Quote(Value, frozen=True, kw_only=True):
    """One attribution. Spans are page offsets. `kind`: direct, indirect, mixed, denial, according or headline.

    `source` is the whole noun phrase of the speaker (office and name, or a pronoun; None when the text names none), `cue` the words that
    bring the content in, `content` what is said (with its quotation marks), `more` further pieces of the same speech.
    `clause` is True when the content is a statement (said that ...) and not a noun phrase (criticised the plan). `via`: who passed it on
    ("was quoted by state media"), the words and their span.
    """

    source: Span | None
    source_words: str
    cue: Span | None
    content: Span
    direct: bool
    kind: str
    more: tuple[Span, ...] = ()
    clause: bool = True
    via_words: str = ""
    via: Span | None = None


def find_quotes(
    text: str, sentences: list[tuple[int, int]] | None = None, tokens: Sequence[Sequence[Token]] = (), *, page: str = "", offset: int = 0
) -> list[Quote]:
    """The attributions in `text`, in order of their content. Never raises: an odd number of quotation marks is nothing special.

    Spans are on page `page`, shifted by `offset` (the place of `text` on its page). `sentences`: their spans in `text`, where known;
    `tokens`: the words of each of these (`tokens.split_tokens`), where they have been cut.
    """
    found: list[Quote] = []
    state = _State()
    for view in make_views(text, sentences, tokens):
        drafts = read_view(text, view)
        quotes = [_finish(text, view, draft, page, offset) for draft in drafts]
        alone = _find_alone(view)
        if drafts:
            found.extend(quotes)
        elif alone is not None and state.cue is not None:
            found.append(_attach(state.cue, Span(page, alone.start + offset, alone.end + offset)))
        elif (
            alone is not None
            and state.spoken >= 0
            and ((alone.stretch and alone.stretch.continues) or "\n" not in text[state.end : alone.start])
        ):
            last = found[state.spoken]
            found[state.spoken] = structs.replace(last, more=(*last.more, Span(page, alone.start + offset, alone.end + offset)))
        elif state.alone is not None and (signed := _read_signature(text, view, state.alone, page, offset)):
            found.append(signed)
        state.advance(view, found, quotes, alone, _read_opening(text, view, page, offset) if not drafts else None)
    return found


class _State(Struct):
    """What the sentence before leaves open: a quotation without a speaker, a speaker before a colon, a speech that may go on."""

    alone: Word | None = None
    cue: Quote | None = None
    spoken: int = -1
    end: int = 0

    def advance(self, view: list[Word], found: list[Quote], quotes: list[Quote], alone: Word | None, cue: Quote | None) -> None:
        """Step past one sentence."""
        if quotes:
            first = len(found) - len(quotes)
            direct = [at for at in range(first, len(found)) if found[at].direct or (found[at].kind == "mixed" and _is_before(found[at]))]
            self.spoken = direct[0] if direct else -1
        elif alone is None:
            self.spoken = -1
        self.alone = alone if not quotes else None
        self.cue = cue
        self.end = view[-1].end


def _is_before(quote: Quote) -> bool:
    """Whether the content stands before its cue, as speech does that goes on after it."""
    return quote.cue is not None and quote.content.end <= quote.cue.start


def _find_alone(view: list[Word]) -> Word | None:
    """The quotation that makes up a whole sentence, if one does."""
    held = [word for word in view if word.stretch is not None]
    return held[0] if len(held) == 1 and not any(word.text[0].isalnum() for word in view) else None


def _attach(cue: Quote, content: Span) -> Quote:
    return structs.replace(cue, content=content, direct=True, kind="direct", clause=True)


def _read_opening(text: str, view: list[Word], page: str, offset: int) -> Quote | None:
    """ "He said:" whose quotation stands in the next sentence or paragraph."""
    if view[-1].text != ":":
        return None
    for at in range(len(view) - 2, -1, -1):
        draft = find_cue(view, at)
        if draft is not None and draft.form not in ("passive", "VB", "VBG"):
            draft.source = find_left(view, draft.group)
            draft.content = at, at + 1
            return _finish(text, view, draft, page, offset) if draft.source else None
    return None


def _read_signature(text: str, view: list[Word], alone: Word, page: str, offset: int) -> Quote | None:
    """A quotation signed with a dash and a name: "..." - Name."""
    names = view[1:]
    if view[0].text not in SIGNING or not 1 <= len(names) <= 12 or names[0].tag not in ("NNP", "NNPS"):
        return None
    end = next((at for at, word in enumerate(names) if word.text == ","), len(names))
    if end > 5 or any(word.tag not in ("NNP", "NNPS", "NN", "JJ", "DT", "IN", "FW") for word in names[:end]):
        return None
    source = Span(page, names[0].start + offset, names[-1].end + offset)
    return Quote(
        source=source,
        source_words=text[names[0].start : names[-1].end],
        cue=Span(page, view[0].start + offset, view[0].end + offset),
        content=Span(page, alone.start + offset, alone.end + offset),
        direct=True,
        kind="direct",
    )


def _finish(text: str, view: list[Word], draft: Draft, page: str, offset: int) -> Quote:
    def span(tokens: tuple[int, int]) -> Span:
        return Span(page, view[tokens[0]].start + offset, view[tokens[1] - 1].end + offset)

    content = draft.content or (0, 0)
    pieces = view[content[0] : content[1]]
    whole = [word for word in pieces if word.text[0].isalnum() or word.tag == QUOTE]
    direct = len(whole) == 1 and whole[0].tag == QUOTE
    marked = any(word.tag == QUOTE or word.text in '“”"' for word in pieces)
    kind = draft.kind or ("direct" if direct else "mixed" if marked else "indirect")
    source = span(draft.source) if draft.source else None
    return Quote(
        source=source,
        source_words=text[source.start - offset : source.end - offset] if source else "",
        cue=span((draft.group, draft.last)),
        content=span(content),
        direct=direct,
        kind=kind,
        more=(span(draft.extra),) if draft.extra else (),
        clause=draft.clause or direct,
        via_words=text[view[draft.via[0]].start : view[draft.via[1] - 1].end] if draft.via else "",
        via=span(draft.via) if draft.via else None,
    )
