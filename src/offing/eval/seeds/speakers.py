"""Who said it: the tellers of claims, and sayings as source, cue and content."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from offing.code.quotes import Quote, find_quotes
from offing.eval.scores import Figure, f1_of, measure, tally
from offing.eval.seeds.golds import GoldClaim, GoldQuote, Ground
from offing.eval.seeds.matches import clip, inside, is_headline, overlaps
from offing.records import Article, Claim, Page, Role, Span, Teller


def score_speakers(ground: Ground) -> tuple[dict[str, Figure], list[str]]:
    """Claims inside a saying with its speaker among their tellers; claims of the outlet's own with a speaker; sayings as triples (F1)."""
    rows, misses = _score_tellers(ground)
    invented, narrated = _find_invented(ground)
    triples, missed = _score_quotes(ground)
    figures = {
        "speakers": measure(rows, unit="claims inside sayings", label="claims inside a saying with its speaker among the tellers"),
        "speakers_invented": tally(
            len(invented), n=narrated, unit="claims", label="claims that the outlet tells itself but that were given a speaker"
        ),
        "quotes": measure(triples, f1_of, unit="sayings", label="sayings with source, cue and content right, F1"),
    }
    return figures, misses + invented + missed


def is_speaker(claim: GoldClaim, said: GoldQuote, source: Span | None, teller: Teller) -> bool:
    """Whether a teller is the gold's speaker: his name in it, or the source's own words when these are no pronoun."""
    if teller.kind == "outlet":
        return False
    words = f"{teller.party.words} {teller.party.name}".casefold()
    names = re.findall(r"[A-Z][\w’'-]+", re.sub(r"\(.*?\)", "", claim.speaker))
    if names and re.search(rf"\b{re.escape(names[-1].casefold())}\b", words):
        return True
    return not said.source_is_pronoun and source is not None and teller.party.span is not None and overlaps(teller.party.span, source)


def _score_tellers(ground: Ground) -> tuple[list[tuple[float, float]], list[str]]:
    rows, misses = [], []
    claims = [claim for claim in ground.view.all(Claim) if not is_headline(claim)]
    for gold in ground.gold.all_claims:
        for said in gold.mentions:
            content, source = ground.place(said.content, said.doc), ground.place(said.source, said.doc)
            if content is None:
                misses.append(f"{gold.id}: the words of its content in {said.doc} are not in the page text")
                continue
            for claim in sorted((claim for claim in claims if inside(claim, content)), key=lambda claim: (claim.trigger, claim.id)):
                good = any(is_speaker(gold, said, source, teller) for teller in claim.tellers)
                rows.append((float(good), 1.0))
                if not good:
                    told = " < ".join(clip(teller.party.words) for teller in claim.tellers)
                    misses.append(
                        f"speaker: {gold.id} in {said.doc}: {claim.action} is told by {told or 'nobody'}, expected {gold.speaker}"
                    )
    return rows, misses


def _find_invented(ground: Ground) -> tuple[list[str], int]:
    told = []
    narrated = 0
    for narration in ground.gold.unattributed_narration:
        for name in narration.sentences:
            span = ground.place_sentence(name)
            for claim in ground.view.all(Claim):
                if span is None or not inside(claim, span):
                    continue
                narrated += 1
                speakers = [teller.party.words for teller in claim.tellers if teller.kind == "speaker"]
                if speakers:
                    told.append(f"invented speaker: {name}: {claim.action} is told by {clip(speakers[0])}")
    return told, narrated


def _score_quotes(ground: Ground) -> tuple[list[tuple[float, float, float]], list[str]]:
    rows, misses = [], []
    full = {document.id for document in ground.gold.documents if document.depth == "full"}
    for doc, page in sorted(ground.pages.items()):
        golds = [(gold, said) for gold in ground.gold.all_claims for said in gold.mentions if said.doc == doc]
        if not golds:
            continue
        found = _read_quotes(ground, page)
        hits: set[int] = set()
        for gold, said in golds:
            # A saying in several pieces may answer several sayings of the gold, so a hit does not use it up.
            hit = next((at for at, quote in enumerate(found) if _is_triple(ground, page, said, quote)), None)
            rows.append((1.0, 0.0, 0.0) if hit is not None else (0.0, 0.0, 1.0))
            if hit is None:
                misses.append(f"quote: {gold.id} in {doc} ({gold.kind} by {gold.speaker}) not found as source, cue and content")
            else:
                hits.add(hit)
        for at, quote in enumerate(found):
            if at not in hits and doc in full and _is_wrong(ground, page, quote):
                rows.append((0.0, 1.0, 0.0))
                misses.append(f"quote: {doc} {quote.content.start}: {clip(quote.source_words)!r} is no saying of the gold")
    return rows, misses


_SPOKEN = {"ACCUSE", "THREATEN", "REQUEST", "REJECT", "CONSULT"}


def _is_wrong(ground: Ground, page: Page, quote: Quote) -> bool:
    """Whether a saying that answers none of the gold's counts as wrong.

    It does in a body, unless the gold lists it as a happening (a statement, a threat, a call) instead of as source, cue and content.
    """
    articles = [article for article in ground.view.all(Article) if article.page == page.id]
    bodies = [segment.span for article in articles for segment in article.segments if segment.role is Role.BODY]
    spoken = [event for event in ground.gold.all_events if "statement" in event.plover or event.plover in _SPOKEN]
    spans = [ground.place(mention) for event in spoken for mention in event.mentions]
    words = quote.cue or quote.content
    return any(overlaps(span, words) for span in bodies) and not any(span is not None and overlaps(span, words) for span in spans)


def _is_triple(ground: Ground, page: Page, said: GoldQuote, quote: Quote) -> bool:
    """Source overlaps, cue overlaps, and at least half of the words of both contents are shared (LADDER, task `quotes`).

    Of a saying in several pieces, all together or any one piece may be the content.
    """
    source, cue, content = (ground.place(stretch, said.doc) for stretch in (said.source, said.cue, said.content))
    if source is None or cue is None or content is None or quote.source is None or quote.cue is None:
        return False
    pieces = [quote.content, *quote.more]
    near = max(_jaccard(page, [content], given) for given in [pieces, *([piece] for piece in pieces)])
    return overlaps(source, quote.source) and overlaps(cue, quote.cue) and near >= 0.5


def _jaccard(page: Page, left: Sequence[Span], right: Sequence[Span]) -> float:
    words = [match.start() for match in re.finditer(r"\w+", page.text)]
    first, second = ({at for at in words if any(span.start <= at < span.end for span in spans)} for spans in (left, right))
    return len(first & second) / len(first | second) if first | second else 0.0


def _read_quotes(ground: Ground, page: Page) -> list[Quote]:
    """Sayings in the bodies on a page (read as one text each, as the coder does) and in each headline and highlight, echoes once."""
    found: list[Quote] = []
    seen: set[str] = set()
    for article in ground.view.all(Article):
        if article.page != page.id:
            continue
        bodies = [segment.span for segment in article.segments if segment.role is Role.BODY]
        found += [_move_quote(quote, bodies) for quote in find_quotes(article.text, page=page.id)]
        for segment in article.segments:
            if segment.role in (Role.HEADLINE, Role.HIGHLIGHTS) and segment.text.strip() not in seen:
                seen.add(segment.text.strip())
                found += find_quotes(segment.text, page=page.id, offset=segment.span.start)
    return sorted(found, key=lambda quote: quote.content)


def _move_quote(quote: Quote, bodies: Sequence[Span]) -> Quote:
    def move(span: Span) -> Span:
        return Span(span.page, _to_page(span.start, bodies), _to_page(span.end - 1, bodies) + 1)

    source, cue = (None if span is None else move(span) for span in (quote.source, quote.cue))
    more = tuple(move(span) for span in quote.more)
    return msgspec.structs.replace(quote, source=source, cue=cue, content=move(quote.content), more=more, via=None)


def _to_page(at: int, bodies: Sequence[Span]) -> int:
    """The page offset of an offset in an article's text: its body segments joined by one line break."""
    for span in bodies:
        size = span.end - span.start
        if at <= size:
            return span.start + at
        at -= size + 1
    return bodies[-1].end if bodies else at
