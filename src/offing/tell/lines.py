"""Lines: one reported line per event, made of the words of its cited sentences.

A line never says that a thing happened. It prints the teller and what stands on the page, in quotation marks; a denial stands in the same
line at the same size. No name and no number is in a line that is absent from its cited characters (`laws.check_line`, applied here too).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from offing.records import Article, Claim, Dating, Event, Line, LineKind, Origin, OriginKind, Record, Role, Span, Status, Teller
from offing.stage import Together
from offing.tell.asides import place_act
from offing.tell.laws import check_line
from offing.tell.passages import find_words, kept_spans, kept_text, overlap_spans, read_span, segment_at
from offing.tell.phrases import NEGATIVE, UNNAMED, tidy_text

LONG = 340
QUOTE_PARTS = re.compile(r"(“[^”]*”)")
DENIES = re.compile(r"\b(den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:e|es|ed|ing))\b", re.IGNORECASE)
NEGATED = re.compile(r"^(no|not|never|neither|nor|none|nobody|nothing)\b", re.IGNORECASE)
LEANING = re.compile(r"^(he|she|they|it|his|her|their|its|this|that|these|those|but|and|so|however)\b", re.IGNORECASE)
# Words that turn what follows: a sentence that has them outside the cut part is printed whole.
SAYS = re.compile(r"\b(said|says|saying|added|adds)$", re.IGNORECASE)
WEIGHTY = re.compile(
    r"\b(if|unless|not|no|never|without|den(?:y|ies|ied)|may|might|could|would|whether|alleged(?:ly)?|unclear)\b|n[’']t\b", re.IGNORECASE
)
OPENING, CLOSING = '“"‘«', '”"’»'


class Told(NamedTuple):
    """A stretch of a line: its words, the spans they stand in, and the claim they were taken from."""

    text: str
    cites: tuple[Span, ...]
    claim: Claim


class Desk(NamedTuple):
    """What telling looks up: articles by id, the day each was written ("9" when unknown), root articles of text lineages."""

    articles: Mapping[str, Article]
    days: Mapping[str, str]
    roots: frozenset[str]


def find_speaker(claim: Claim) -> Teller | None:
    """The named or unnamed speaker (or document) nearest to the outlet; None for what an outlet tells in its own voice."""
    for teller in reversed(claim.tellers):
        if teller.kind in ("speaker", "document") and teller.party.words and teller.party.words != UNNAMED:
            return teller
    return None


def is_headline(claim: Claim) -> bool:
    """Whether a claim was coded from a headline (its rule says so)."""
    return claim.rule.partition(" ")[0] == "headline"


def choose_claim(claims: Iterable[Claim], desk: Desk, status: Status | None = None) -> Claim | None:
    """The claim that a line is built on: body first, the act in the main clause, a sentence that stands alone, a named teller, root and
    earliest article, shortest. A claim whose sentence stands in a dek only is never chosen: a dek is not the report."""
    told = [claim for claim in claims if claim.article in desk.articles and kept_spans(desk.articles[claim.article], claim.sentence)]
    return min(told, key=lambda claim: _rank_claim(claim, desk, status), default=None)


def _rank_claim(claim: Claim, desk: Desk, status: Status | None) -> tuple[object, ...]:
    article = desk.articles[claim.article]
    segment = segment_at(article, claim.sentence)
    role = segment.role if segment else Role.FURNITURE
    text = kept_text(article, claim.sentence)
    whole = bool(text) and (text[0].isupper() or text[0].isdigit() or text[0] in OPENING) and text.rstrip(CLOSING)[-1:] in ".!?…"
    pieces = len(kept_spans(article, claim.sentence))
    return (
        (Role.BODY, Role.HIGHLIGHTS, Role.HEADLINE).index(role) if role in (Role.BODY, Role.HIGHLIGHTS, Role.HEADLINE) else 9,
        is_headline(claim),
        place_act(claim, article),
        status is not None and claim.status is not status,
        not whole or pieces > 1,
        bool(LEANING.match(text.lstrip(OPENING))) or _points_back(claim, article),
        len(text) > LONG,
        find_speaker(claim) is None,
        claim.article not in desk.roots,
        desk.days.get(claim.article, "9"),
        len(text),
        claim.id,
    )


def _points_back(claim: Claim, article: Article) -> bool:
    """Whether the act is a bare "the strike": a reader needs an earlier sentence to know which."""
    before = read_span(article, Span(claim.sentence.page, claim.sentence.start, max(claim.sentence.start, claim.trigger.start)))
    return claim.rule.partition(" ")[0] == "noun" and before.rstrip().lower().rpartition(" ")[2] in ("the", "this", "that", "those")


def quote_words(text: str) -> str:
    """Words of a page in quotation marks: outer marks stripped when they belong to one whole quotation, inner double marks made single."""
    text = strip_marks(tidy_text(text).rstrip(",;: "))
    text = re.sub(r"[“”]|\"", lambda match: {"“": "‘", "”": "’"}.get(match.group(0), "'"), text)
    end = "" if text.rstrip("’'")[-1:] in ".!?…" else "."  # a full stop that is not on the page stands outside
    return f"“{text}”{end}"


def strip_marks(text: str) -> str:
    """The text without quotation marks that enclose it as a whole, or that stand open at one end."""
    if text[:1] in OPENING and text[-1:] in CLOSING and not any(mark in text[1:-1] for mark in '“”"«»'):
        return text[1:-1].rstrip(",;: ")
    doubles = sum(text.count(mark) for mark in '“”"')
    if doubles == 1 and text[:1] in '“"':
        return text[1:]
    return text[:-1].rstrip(",;: ") if doubles == 1 and text[-1:] in '”"' else text


def raise_first(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def write_speaker(teller: Teller, article: Article) -> tuple[str, tuple[Span, ...]]:
    """A speaker as the article names it, with the spans: a pronoun or bare surname gives way to the full name where the article has it."""
    words, span = tidy_text(teller.party.words), teller.party.span
    name = teller.party.name
    if name and name not in words and (words in name.split() or LEANING.match(words)):
        found = find_words(article, name)
        if found is not None:
            return name, (found,)
    if span is None or tidy_text(read_span(article, span)) != words:
        span = find_words(article, teller.party.words, (Role.BODY, Role.HIGHLIGHTS, Role.HEADLINE))
    return (raise_first(words), (span,)) if span is not None and not LEANING.match(words) else ("", ())


def cut_content(article: Article, claim: Claim, teller: Teller) -> str:
    """The part of the sentence that is said, without the words that attribute it; "" where it cannot be cut cleanly."""
    pieces = kept_spans(article, claim.sentence)
    span, cue = teller.party.span, teller.cue
    if len(pieces) != 1 or span is None or cue is None or not (overlap_spans(span, pieces[0]) and overlap_spans(cue, pieces[0])):
        return ""
    base, text = pieces[0].start, read_span(article, pieces[0])
    first, last = min(span.start, cue.start) - base, max(span.end, cue.end) - base
    act = claim.trigger.start - base
    if last <= act:
        at = _find_content(text, last, act, max(claim.span.start - base, last))
        dropped, content = text[:first] + " " + text[last:at], text[at:].strip(" ,")
        if at < 0:
            return ""
    elif claim.span.end - base <= first or claim.trigger.end - base <= first:
        dropped, content = text[last:], text[:first].strip(" ,")
        if content.count("“") != content.count("”"):
            return ""
    else:
        return ""
    others = [link.party.span for link in claim.tellers if link is not teller and link.party.span is not None]
    if WEIGHTY.search(dropped) or any(
        other.start < base + text.find(content) <= other.end for other in others if other.page == pieces[0].page
    ):
        return ""
    return content if len(content.split()) >= 4 and not LEANING.match(content) else ""


def _find_content(text: str, last: int, act: int, clause: int) -> int:
    """Where what is said begins after its attribution (`last`): after "that", a colon, a comma and a mark, or at once; -1 unclear."""
    between = text[last:act]
    if text[:last].endswith(" that"):
        return last
    said = SAYS.search(text[:last]) is not None
    found = re.search(r"\bthat\s+|:\s*(?=\S)|[“\"]", between)
    if found is not None and found.group(0) in '“"':
        before = between[: found.start()].rstrip()
        return last + found.start() if before.endswith((",", ":")) or (said and not before) else -1
    if found is not None:
        return last + found.end()
    return last if said and not text[last:clause].strip(" ,") else -1


def tell_claim(claim: Claim, article: Article) -> Told:
    """The words of one claim: its speaker and what is said, or the page's own sentence."""
    cites = kept_spans(article, claim.sentence)
    sentence = kept_text(article, claim.sentence)
    teller = find_speaker(claim)
    if is_headline(claim):
        return Told(f"In a headline: {quote_words(sentence)}", cites, claim)
    if teller is None:
        outlet, spans = _find_outlet(claim, article)
        if outlet:
            return Told(f"{outlet} reports: {quote_words(sentence)}", (*cites, *spans), claim)
        return Told(f"As reported, without a named speaker: {quote_words(sentence)}", cites, claim)
    content = cut_content(article, claim, teller)
    words, spans = write_speaker(teller, article)
    if content and words:
        direct = content[:1] in OPENING and strip_marks(content) != content
        verb = "said" if direct else "as reported" if teller.kind == "speaker" else "as cited"
        joint = f" {verb}: " if direct else f", {verb}: "
        return Told(f"{words}{joint}{quote_words(content)}", (*cites, *spans), claim)
    if words and words.split()[-1].lower() not in sentence.lower():
        return Told(f"{words}, as reported: {quote_words(sentence)}", (*cites, *spans), claim)
    return Told(f"As reported: {quote_words(sentence)}", cites, claim)


def _find_outlet(claim: Claim, article: Article) -> tuple[str, tuple[Span, ...]]:
    teller = next((teller for teller in claim.tellers if teller.kind == "outlet"), None)
    if teller is not None and teller.party.span is not None and _may_name(article, teller.party.span):
        return raise_first(tidy_text(read_span(article, teller.party.span))), (teller.party.span,)
    span = find_words(article, article.outlet, (Role.BODY, Role.CREDIT))
    return (article.outlet, (span,)) if span is not None else ("", ())


def _may_name(article: Article, span: Span) -> bool:
    segment = segment_at(article, span)
    return segment is not None and segment.role in (Role.BODY, Role.HIGHLIGHTS, Role.HEADLINE, Role.CREDIT)


def tell_denial(claim: Claim, article: Article) -> Told:
    """The words of a denial: `Iran denies “any involvement in …”`; where it is not told as one, the claim as any other."""
    cites = kept_spans(article, claim.sentence)
    sentence = kept_text(article, claim.sentence)
    teller = find_speaker(claim)
    words, spans = write_speaker(teller, article) if teller else ("", ())
    denied, verb = tidy_text(claim.denies), DENIES.search(sentence)
    at = sentence.find(denied, verb.end()) if verb and denied else -1
    if claim.status is Status.DENIED and verb and words and at >= 0:
        content = sentence[verb.end() : at + len(denied)].strip(" ,")
        start, rest = ("denies that ", content[5:]) if content.startswith("that ") else ("denies ", content)
        if len(rest.split()) >= 2 and not NEGATED.match(rest):
            return Told(f"{words} {start}{quote_words(rest)}", (*cites, *spans), claim)
    return tell_claim(claim, article)


def write_line(event: Event, claims: Sequence[Claim], denials: Sequence[Claim], desk: Desk) -> Line | None:
    """The reported line of one event; None only when none of its articles is given."""
    asserted = [claim for claim in claims if claim.status not in NEGATIVE or not claim.denies]
    base = choose_claim(asserted, desk, event.status)
    parts = [tell_claim(base, desk.articles[base.article])] if base else []
    parts += list(_tell_denials([*denials, *(claim for claim in claims if claim not in asserted)], desk))
    if not parts:
        return None
    line = _join_parts(event, parts)
    if check_line(line, desk.articles):
        parts = [_plain_part(part, desk.articles[part.claim.article]) for part in parts]
        line = _join_parts(event, parts)
    return line


def _tell_denials(denials: Sequence[Claim], desk: Desk) -> Iterator[Told]:
    deniers: dict[str, list[Claim]] = {}
    for claim in denials:
        teller = find_speaker(claim)
        deniers.setdefault((teller.party.code or teller.party.name or teller.party.words.lower()) if teller else "", []).append(claim)
    chosen = [choose_claim(group, desk) for group in deniers.values()]
    told = sorted((claim for claim in chosen if claim is not None), key=lambda claim: _rank_claim(claim, desk, None))
    sentences: set[str] = set()
    for claim in told[:2]:
        part = tell_denial(claim, desk.articles[claim.article])
        if part.text not in sentences:
            sentences.add(part.text)
            yield part


def _plain_part(part: Told, article: Article) -> Told:
    sentence = quote_words(kept_text(article, part.claim.sentence))
    return Told(
        f"{'denied' if part.claim.status in NEGATIVE else 'As reported'}: {sentence}", kept_spans(article, part.claim.sentence), part.claim
    )


def _join_parts(event: Event, parts: Sequence[Told]) -> Line:
    cites = tuple(sorted({span for part in parts for span in part.cites}))
    rests = (event.id, *(part.claim.id for part in parts))
    text = parts[0].text if parts[0].text[0].isupper() else f"As {parts[0].text}"
    text += "".join(f" {part.text}" if part.text[0].isupper() else f" — {part.text}" for part in parts[1:])
    return Line(kind=LineKind.REPORTED, text=text, cites=cites, rests=rests, event=event.id)


def gather_events(records: Sequence[Record]) -> Iterator[tuple[str, Sequence[Record]]]:
    """By event: the event, its claims and denials, their articles, the datings of those, and its text origins."""
    by_id = {record.id: record for record in records}
    datings: dict[str, list[Dating]] = {}
    for record in records:
        if isinstance(record, Dating):
            datings.setdefault(record.article, []).append(record)
    for ident in sorted(by_id):
        event = by_id[ident]
        if not isinstance(event, Event):
            continue
        claims = [by_id[claim] for claim in (*event.claims, *event.denials) if claim in by_id]
        named = {claim.article for claim in claims if isinstance(claim, Claim)}
        members = {event.id: event, **{claim.id: claim for claim in claims}}
        for article in sorted(named & by_id.keys()):
            members[article] = by_id[article]
            members.update({dating.id: dating for dating in datings.get(article, [])})
        members.update({origin: by_id[origin] for origin in event.reporting if origin in by_id})
        yield ident, [members[key] for key in sorted(members)]


def write_lines(key: str, members: Sequence[Record]) -> Iterator[Line]:
    """The line of the event `key` (its id) from the records that `gather_events` put together."""
    by_id = {record.id: record for record in members}
    event = by_id[key]
    if not isinstance(event, Event):
        return
    claims = [claim for ident in event.claims if isinstance(claim := by_id.get(ident), Claim)]
    denials = [claim for ident in event.denials if isinstance(claim := by_id.get(ident), Claim)]
    line = write_line(event, claims, denials, lay_desk(members))
    if line is not None:
        yield line


def lay_desk(records: Iterable[Record]) -> Desk:
    """The lookups of telling from any records."""
    articles: dict[str, Article] = {}
    days: dict[str, str] = {}
    roots: set[str] = set()
    for record in records:
        match record:
            case Article():
                articles[record.id] = record
            case Dating(start=start) if start:
                days[record.article] = start
            case Origin(kind=OriginKind.TEXT):
                roots.add(record.root)
    return Desk(articles, days, frozenset(roots))


TELL = Together(
    name="tell",
    version="1",
    takes=(Event, Claim, Article, Origin, Dating),
    makes=(Line,),
    gather=gather_events,
    work=write_lines,
)
