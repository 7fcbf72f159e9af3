"""Versions: a page seen again with other content is the same article once more. All of them are kept; one is current.

Nothing of this is stored: which version is current rests on when each was captured, and what an outlet changed on the two texts.
"""

from __future__ import annotations

from itertools import pairwise

from offing.clean.addresses import name_address
from offing.records import Article, Capture, Claim, Page, Value
from offing.tell.comparisons import Match, diff_versions
from offing.tell.passages import overlap_spans
from offing.tell.views import View
from offing.trace.wires import read_moment

# Two texts at one address that share fewer of their words (0-1) are two stories: the address is that of a section, or of a live page.
_ALIKE = 0.2


class Version(Value, frozen=True):
    """One version of an article: when it was first captured, and when it says it was last changed ("" unknown)."""

    article: str
    sha256: str
    captured: str
    said: str
    title: str


class Edition(Value, frozen=True):
    """An article that was seen with more than one content, its versions oldest first; the last is current."""

    address: str
    outlet: str
    versions: tuple[Version, ...]

    @property
    def current(self) -> Version:
        """The version that counts as the article as it stands."""
        return self.versions[-1]


class Change(Value, frozen=True):
    """What an outlet changed from one version to the next, and the claims of the earlier one that stand on what is gone or reworded."""

    early: str
    late: str
    rows: tuple[Match, ...]
    claims: tuple[str, ...]


def find_editions(view: View) -> list[Edition]:
    """The articles of a view that have several versions, by address.

    Versions stand in the order of the times at which they say they were changed, when all of them say so and these differ; otherwise
    of their first captures; then of their hashes.
    """
    hashes = {page.id: page.sha256 for page in view.all(Page)}
    captured: dict[str, str] = {}
    for capture in sorted(view.all(Capture), key=lambda capture: capture.time, reverse=True):
        captured[capture.page] = capture.time
    groups: dict[tuple[str, int], list[Article]] = {}
    for article in view.all(Article):
        if address := name_address(article.url):
            groups.setdefault((address, article.part), []).append(article)
    found = []
    for address, part in sorted(groups):
        group = groups[address, part]
        if len(group) > 1:
            ordered = _order([_make_version(article, hashes, captured) for article in group])
            kept = _drop_strangers(view, ordered)
            if len(kept) > 1:
                found.append(Edition(address=address, outlet=view.get(Article, kept[-1].article).outlet, versions=tuple(kept)))
    return found


def _make_version(article: Article, hashes: dict[str, str], captured: dict[str, str]) -> Version:
    said = article.updated or article.published
    moment = read_moment(said)
    return Version(
        article=article.id,
        sha256=hashes.get(article.page, ""),
        captured=captured.get(article.page, ""),
        said=moment.isoformat() if moment else said.start if said else "",
        title=article.title,
    )


def _order(versions: list[Version]) -> list[Version]:
    said = {version.said for version in versions}
    told = "" not in said and len(said) > 1 and len({len(words) for words in said}) == 1
    return sorted(versions, key=lambda version: (version.said if told else "", version.captured, version.sha256, version.article))


def _drop_strangers(view: View, versions: list[Version]) -> list[Version]:
    """The versions that have words in common with the current one."""
    words = [set(view.get(Article, version.article).text.casefold().split()) for version in versions]
    current = words[-1]
    return [version for version, own in zip(versions, words, strict=True) if len(own & current) >= _ALIKE * min(len(own), len(current))]


def find_versions(view: View) -> list[tuple[Article, Article]]:
    """Pairs of consecutive versions of one article whose text or headline differs, the earlier first."""
    pairs = [
        (view.get(Article, early.article), view.get(Article, late.article))
        for edition in find_editions(view)
        for early, late in pairwise(edition.versions)
    ]
    return [(early, late) for early, late in pairs if (early.text, early.title) != (late.text, late.title)]


def list_changes(view: View, edition: Edition) -> list[Change]:
    """What changed from version to version, oldest first; a change without rows means that only the page around the story changed."""
    claims: dict[str, list[Claim]] = {}
    for claim in view.all(Claim):
        claims.setdefault(claim.article, []).append(claim)
    found = []
    for early, late in pairwise(edition.versions):
        rows = diff_versions(view.get(Article, early.article), view.get(Article, late.article))
        gone = [row.left.span for row in rows if row.left is not None]
        standing = [claim.id for claim in claims.get(early.article, []) if any(overlap_spans(claim.sentence, span) for span in gone)]
        found.append(Change(early=early.article, late=late.article, rows=rows, claims=tuple(standing)))
    return found
