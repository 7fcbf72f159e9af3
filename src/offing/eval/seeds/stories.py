"""Which articles belong to one story, and whether a headline that says more than its text is kept apart from it."""

from __future__ import annotations

from offing.eval.scores import Figure, Rows, measure
from offing.eval.seeds.golds import GoldStory, Ground
from offing.eval.seeds.matches import inside, is_headline, overlaps
from offing.records import Article, Claim, Status, Story


def score_stories(ground: Ground) -> tuple[dict[str, Figure], list[str]]:
    """B-cubed F1 over the documents that the gold puts into stories (main articles only), and hardened headlines.

    Source: Bagga and Baldwin (1998), Algorithms for scoring coreference chains.
    """
    figures, misses = _score_groups(ground)
    headlines, missed = _score_headlines(ground)
    return figures | headlines, misses + missed


def _score_groups(ground: Ground) -> tuple[dict[str, Figure], list[str]]:
    groups = [*ground.gold.stories, *([ground.gold.story] if ground.gold.story else [])]
    gold = {doc: at for at, group in enumerate(groups) for doc in group.documents if doc in ground.pages}
    mains = {article.page: article.id for article in ground.view.all(Article) if article.part == 0}
    given = {doc: {story.id for story in ground.view.all(Story) if mains.get(ground.pages[doc].id) in story.articles} for doc in gold}
    rows, misses = [], []
    for doc in sorted(gold):
        own = {other for other in gold if gold[other] == gold[doc]}
        found = {other for other in gold if given[other] & given[doc]} | {doc}
        rows.append((len(own & found) / len(found), len(own & found) / len(own)))
    for at, group in enumerate(groups):
        docs = [doc for doc in group.documents if doc in gold]
        parts = {tuple(sorted(given[doc])) for doc in docs}
        if len(parts) > 1:
            misses.append(f"story: {_name(group)} is in {len(parts)} stories")
        joined = sorted({gold[other] for other in gold for doc in docs if given[other] & given[doc]} - {at})
        if joined:
            misses.append(f"story: {_name(group)} is together with {', '.join(_name(groups[other]) for other in joined)}")
    if not rows:
        return {}, misses
    return {"stories": measure(rows, b_cubed, unit="documents", label="documents grouped into stories, B-cubed F1")}, misses


def _name(group: GoldStory) -> str:
    return group.id or group.documents[0]


def b_cubed(rows: Rows) -> float:
    """F1 of the mean precision and mean recall of documents."""
    precision, recall = rows.mean(axis=0)
    return float(2 * precision * recall / (precision + recall)) if precision + recall else 0.0


def _score_headlines(ground: Ground) -> tuple[dict[str, Figure], list[str]]:
    rows, misses = [], []
    for hardened in ground.gold.hardened_headlines:
        page, sentence = ground.pages.get(hardened.doc), ground.place_sentence(hardened.text_sentence)
        if page is None or sentence is None:
            misses.append(f"headline: {hardened.doc}: its words are not in the page text")
            continue
        claims = ground.view.all(Claim)
        heads = {claim.status for claim in claims if claim.span.page == page.id and is_headline(claim)}
        texts = {claim.status for claim in claims if overlaps(claim.span, sentence) and inside(claim, sentence) and not is_headline(claim)}
        for name, statuses, wanted in (("headline", heads, hardened.headline_status), ("text", texts, hardened.text_status)):
            right = {Status(word) for word in wanted}
            # A text may tell the threat itself as an act that happened; a headline that hardens may not say that the thing has happened.
            good = bool(statuses & right) and (name == "text" or Status.HAPPENED not in statuses - right)
            rows.append((float(good), 1.0))
            if not good:
                came = ", ".join(sorted(statuses)) or "no claim"
                misses.append(f"headline: {hardened.doc}: its {name} came out as {came}, expected {' or '.join(wanted)}")
    if not ground.gold.hardened_headlines:
        return {}, misses
    label = "headlines harder than their text: each side with its own status"
    return {"hardened_headlines": measure(rows, unit="sides", label=label)}, misses
