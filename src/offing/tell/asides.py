"""How far the act of a claim stands from what its sentence says first, and whether its article leads with it.

"The minister condemned the strikes" tells of a condemnation; a line about the strikes should quote another sentence if there is one.
"""

from __future__ import annotations

import re

from offing.records import Article, Claim, Role, Span
from offing.tell.passages import overlap_spans, read_span

MAIN, ASIDE, COMMENT = 0, 1, 2
LEAD = 140
SUBORDINATE = re.compile(
    r"\b(after|before|when|while|as|since|until|following|amid|because|which|whom?|whose|where|that|if|though|although|over|citing|despite"
    r"|about|against)\b",
    re.IGNORECASE,
)
# Verbs that comment on an act of somebody else.
COMMENTING = re.compile(
    r"\b(condemn|denounc|decr(?:y|ied)|criticis|criticiz|deplor|reject|den(?:y|ie)|accus|blam|demand|urg|prais|hail|welcom|mourn|protest"
    r"|defend|justif|question|suspect|investigat|contradict|respond|repl|aveng)\w*",
    re.IGNORECASE,
)
VERB = re.compile(
    r"(?<![-\w])(?:is|are|was|were|be|been|has|have|had|will|would|may|might|could|can|said|says|came|made|took|gave|told|(?!armed|hundred|"
    r"united|allied|wounded|unnamed|alleged|planned|combined)[a-z]{3,}ed)\b"
)
# Verbs whose object is the act itself: to plan strikes is about the strikes.
LIGHT = re.compile(
    r"\b(plan|prepar|launch|carr(?:y|ie)|conduct|stag|mount|order|expect|begin|began|start|announc|threaten|promis|warn\w* of)\w*",
    re.IGNORECASE,
)
EVIDENCE = re.compile(r"\b(indications?|signs?|evidence|reports?|signals?|hints?)[”’\"']*\s+that\s+", re.IGNORECASE)


def place_act(claim: Claim, article: Article) -> int:
    """MAIN when the act stands in the main clause (of what is said), ASIDE in a phrase below it, COMMENT under a comment on it."""
    lead = _lead_of(claim, article)
    if claim.rule.partition(" ")[0] == "noun" or " noun " in f" {claim.rule} ":
        if COMMENTING.search(lead):
            return COMMENT
        near = " ".join(lead.split()[-5:])
        return (
            MAIN
            if LIGHT.search(near) and not SUBORDINATE.search(near)
            else ASIDE
            if VERB.search(lead) or SUBORDINATE.search(lead)
            else MAIN
        )
    part = lead.rpartition(",")[2]
    if SUBORDINATE.search(part):
        return ASIDE
    return COMMENT if COMMENTING.search(part) else MAIN


def _lead_of(claim: Claim, article: Article) -> str:
    """The words of the sentence before the act, without an attribution that stands first."""
    sentence, act = claim.sentence, claim.trigger.start
    start = sentence.start
    for teller in claim.tellers:
        if teller.cue is not None and teller.cue.page == sentence.page and sentence.start <= teller.cue.start and teller.cue.end <= act:
            start = start if COMMENTING.match(read_span(article, teller.cue)) else max(start, teller.cue.end)
    if act <= start:
        return ""
    lead = read_span(article, Span(sentence.page, start, act))
    if start > sentence.start:
        before, found, after = lead.partition("that ")
        lead = after if found and len(before) <= 40 and not VERB.search(before) else lead
    *_, last = [0, *(match.end() for match in EVIDENCE.finditer(lead))]
    return lead[last:]


def leads_article(claim: Claim, article: Article) -> bool:
    """Whether the claim is what an article says first: the main act of its headline, a highlight, or the first sentence of its body."""
    if place_act(claim, article) != MAIN:
        return False
    first = next((segment for segment in article.segments if segment.role is Role.BODY), None)
    if first is not None and overlap_spans(first.span, claim.sentence):
        return claim.sentence.start <= first.span.start + 4 and claim.trigger.start < first.span.start + LEAD
    segment = next((segment for segment in article.segments if overlap_spans(segment.span, claim.sentence)), None)
    return segment is not None and segment.role in (Role.HEADLINE, Role.HIGHLIGHTS, Role.DEK)
