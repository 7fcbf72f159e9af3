"""What a line may say: every word of it stands in its cited characters or in our own short word list, and no word of ours vouches."""

from __future__ import annotations

import re
from collections.abc import Mapping

from offing.records import Article, Line
from offing.tell.passages import read_span

OWN_WORDS = frozenset("a as cited denied denies headline in named rejects reported reports said speaker that this without".split())
FORBIDDEN = re.compile(r"\b(confirm(?:ed|s|ing)?|true|truth|verif(?:y|ied|ies|ying)|proven|proved|in fact)\b", re.IGNORECASE)
LIKELIHOOD = re.compile(r"\b(almost no chance|very unlikely|unlikely|roughly even|very likely|likely|almost certain)\b", re.IGNORECASE)
QUOTED = re.compile(r"“[^”]*”")
WORD = re.compile(r"\w+(?:[’'.,\-]\w+)*")


def list_words(text: str) -> list[str]:
    """Words and numbers of a text, lower case, one kind of apostrophe."""
    return [word.replace("’", "'").lower() for word in WORD.findall(text)]


def check_line(line: Line, articles: Mapping[str, Article]) -> list[str]:
    """What a line breaks, in words; empty when it keeps the law. `articles` by any key: all articles of a page are read."""
    problems = [] if line.cites else ["the line cites nothing"]
    by_page: dict[str, list[Article]] = {}
    for article in articles.values():
        by_page.setdefault(article.page, []).append(article)
    cited: set[str] = set()
    for span in line.cites:
        text = " ".join(read_span(article, span) for article in by_page.get(span.page, []))
        if not text.strip():
            problems.append(f"span {span.start}-{span.end} of page {span.page} holds no characters")
        cited.update(list_words(text))
    strange = [word for word in list_words(line.text) if word not in cited and word not in OWN_WORDS]
    if strange:
        problems.append("not in the cited characters: " + ", ".join(sorted(set(strange))))
    return problems + check_voice(line.text)


def check_voice(text: str) -> list[str]:
    """Words of ours (outside quotation marks) that vouch for a report, and sentences that mix likelihood with confidence."""
    own = QUOTED.sub(" ", text)
    problems = [f"our own words say “{found}”" for found in sorted({match.group(0).lower() for match in FORBIDDEN.finditer(own)})]
    for sentence in re.split(r"(?<=[.!?])\s+", own):
        if LIKELIHOOD.search(sentence):
            if not re.search(r"\d", sentence):
                problems.append("a likelihood word without its number")
            if re.search(r"\bconfidence\b", sentence, re.IGNORECASE):
                problems.append("likelihood and confidence in one sentence")
    return problems
