"""Who tells it: evidence, speakers and media from the innermost to the outlet."""

from __future__ import annotations

from collections.abc import Sequence

from offing.code.actors import Found, resolve_phrase
from offing.code.coreference import HE, IT, THEY, WE
from offing.code.gazetteers import fold_word
from offing.code.quotes import Quote
from offing.code.scenes import Scene
from offing.records import Article, Party, Span, Teller

EVIDENCE = frozenset("indication intelligence evidence sign report information footage satellite document".split())
_MEDIA = frozenset(
    "media television tv newspaper agency radio broadcaster website channel daily magazine report statement document letter".split()
)
_ROLES = frozenset(
    "official officials spokesman spokeswoman spokesperson source sources witness witnesses resident residents analyst "
    "analysts police minister "
    "officer officers diplomat diplomats lawyer activist activists medic medics doctor doctors commander general expert "
    "experts critics lawmaker "
    "lawmakers aide aides governor mayor senator leader leaders cleric envoy ambassador reporters observers authorities rights".split()
)


def outlet_teller(article: Article) -> Teller:
    """The last link of every chain."""
    return Teller(party=Party(words=article.outlet or "unnamed outlet"), kind="outlet")


def find_evidence(scene: Scene, index: int) -> Teller | None:
    """The evidence noun that a predicate hangs on ("indications that ...")."""
    current, steps = index, 0
    while current >= 0 and steps < 5:
        predicate = scene.analysis.predicates[current]
        if predicate.kind == "noun" and predicate.lemma in EVIDENCE and current != index:
            words = scene.words(predicate.start, predicate.end)
            return Teller(party=Party(words=words, span=scene.span(predicate.start, predicate.end)), kind="evidence")
        current, steps = predicate.parent, steps + 1
    return None


def read_speaker(scene: Scene, low: int, high: int, words: str) -> tuple[Party, str]:
    """The party of a quote's source at tokens `low` to `high`, and its kind. A person without a known office stays unnamed."""
    text = scene.text
    word = fold_word(text.words[low])
    if high - low == 1 and word in HE | THEY | IT | WE and text.words[low] != "US":
        before = [found for edge, found in scene.subjects if edge <= low]
        party = scene.memory.recall_pronoun(word, scene.number, before, scene.speaker)
        if party is not None:
            kept = Party(words=words, span=scene.span(low, high), code=party.code, name=party.name, proxy_of=party.proxy_of)
            if word in HE:
                scene.memory.note(scene.number, Found(kept, "person", word), subject=True)
            return kept, "speaker"
        return Party(words=words, span=scene.span(low, high)), "speaker"
    cut = next((at for at in range(low + 1, high) if text.tags[at] == "IN" and text.words[at].lower() != "of"), high)
    high, head = cut, cut - 1
    span = scene.span(low, high)
    found = resolve_phrase(text, low, high, head, scene.day, lambda: (words, span))
    folded = {fold_word(text.words[at]) for at in range(low, high)}
    if found is None and high + 1 < len(text.words) and text.words[high] == ",":
        tail = min(high + 12, len(text.words))
        found = resolve_phrase(text, high + 1, tail, high + 1, scene.day, lambda: (words, span))
        folded |= {fold_word(text.words[at]) for at in range(high + 1, min(high + 5, tail))}
    kind = "document" if folded & _MEDIA and (found is None or found.kind == "body") else "speaker"
    if found is not None:
        if found.needs_country and found.kind in ("body", "office", "force", "group"):
            party = scene.memory.recall_phrase(found, scene.number)
            if party is not None and text.words[low].lower() == "the":
                return Party(words=words, span=scene.span(low, high), code=party.code, name=party.name), kind
        scene.memory.note(scene.number, found, subject=True)
        return found.party, kind
    if kind == "document":
        author = _find_author(scene, low, high)
        return Party(words=words, span=span, code=author.code if author else "", name=author.name if author else ""), kind
    if folded & _ROLES or all(tag != "NNP" for tag in text.tags[low:high]):
        return Party(words=words, span=scene.span(low, high)), kind
    return Party(words="unnamed person"), "speaker"


def _find_author(scene: Scene, low: int, high: int) -> Party | None:
    """Whose statement, report or letter it is ("the Pentagon's statement", "its statement"): what they write is what they say."""
    text = scene.text
    if text.tags[low] == "PRP$":
        before = [found for edge, found in scene.subjects if edge <= low]
        return scene.memory.recall_pronoun(fold_word(text.words[low]), scene.number, before, scene.speaker)
    mark = next((at for at in range(low + 1, high) if text.tags[at] == "POS"), low)
    span, words = scene.span(low, mark), " ".join(text.words[low:mark])
    found = resolve_phrase(text, low, mark, mark - 1, scene.day, lambda: (words, span)) if mark > low else None
    if found is None or not found.needs_country:
        return found.party if found is not None else None
    return scene.memory.recall_phrase(found, scene.number)


def quotes_around(quotes: Sequence[Quote], start: int, end: int) -> list[Quote]:
    """The quotes whose content holds `start` to `end` of the passage, innermost first."""
    found = []
    for quote in quotes:
        for content in (quote.content, *quote.more):
            if content.start <= start and end <= content.end and not (quote.cue and quote.cue.start <= start and end <= quote.cue.end):
                found.append((content.end - content.start, content.start, quote))
                break
    return [quote for _, _, quote in sorted(found, key=lambda row: (row[0], row[1]))]


def denier_teller(party: Party, cue: Span) -> Teller:
    """The speaker of a denial."""
    return Teller(party=party, kind="speaker", cue=cue)
