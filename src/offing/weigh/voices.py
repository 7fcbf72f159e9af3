"""Who is independent of whom: reporting origins (lineages of text) and claimant origins (speakers on an occasion), counted per event.

Two texts are one lineage for all that they tell when they share much narrative (three passages, or a quarter of the shorter body), have one
publisher or one address (versions of a page), or credit one agency; otherwise only for what stands in a passage they share. A shared
quotation unites nobody: it is one claimant with several witnesses; nor do one or two reworded passages without a plain one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from offing.clean.addresses import name_address
from offing.records import (
    Article,
    Claim,
    Copy,
    CopyKind,
    Dating,
    Decision,
    DecisionKind,
    Direction,
    Origin,
    OriginKind,
    Party,
    Span,
    Status,
)
from offing.stage import components
from offing.trace.kinds import is_reworded
from offing.trace.wires import find_credits, find_outlet, name_publisher
from offing.trace.words import STOP, WORD
from offing.weigh.decisions import Edge, drop_cut, list_edges
from offing.weigh.sides import SAME, compare_parties

PASSAGES = 3
SHARE = 0.25
ONE_TEXT = (CopyKind.NARRATIVE, CopyKind.SAME_PUBLISHER)
_MOUTHS = frozenset("spokesman spokeswoman spokesperson".split())  # who speaks for an office and has no word of their own


def _may_be_chance(shared: Sequence[Copy]) -> bool:
    """A reworded passage or two without a plain one beside them: one fact that two newsrooms may have told alike."""
    return len(shared) < PASSAGES and all(copy.kind is CopyKind.NARRATIVE and is_reworded(copy) for copy in shared)


def _touches(span: Span, other: Span) -> bool:
    return span.page == other.page and span.start < other.end and other.start < span.end


class Voices:
    """The lineages of a case's articles, and the origins of any set of its claims. `homes` maps articles to their stories.

    `decisions` of the analyst cut edges out and bring edges in.
    """

    def __init__(
        self,
        articles: Mapping[str, Article],
        copies: Iterable[Copy],
        datings: Mapping[str, Dating],
        homes: Mapping[str, str] | None = None,
        decisions: Iterable[Decision] = (),
    ) -> None:
        self._articles, self._datings, self._homes = articles, datings, homes or {}
        self._decided = list_edges(decisions, list(articles.values()))
        self._added = {edge.pair: edge.direction for edge in self._decided if edge.kind is DecisionKind.ADD and not edge.passage}
        # What the origins would be without the decisions, to tell which events rest on them.
        self._plain = Voices(articles, copies, datings, homes) if self._decided else None
        self._pairs: dict[tuple[str, str], list[Copy]] = {pair: [] for pair in self._added}
        for copy in sorted((copy for copy in drop_cut(copies, self._decided) if copy.kind in ONE_TEXT), key=lambda copy: copy.id):
            self._pairs.setdefault((copy.left_article, copy.right_article), []).append(copy)
        self._pairs = {pair: shared for pair, shared in self._pairs.items() if pair in self._added or not _may_be_chance(shared)}
        self._of: dict[str, list[tuple[str, str]]] = {}
        for pair in sorted(self._pairs):
            for ident in pair:
                self._of.setdefault(ident, []).append(pair)
        self._whole = {pair for pair, shared in self._pairs.items() if self._is_one_text(pair, shared)}
        self._credits = {ident: find_credits(article) for ident, article in articles.items()}
        self._addresses = {ident: address for ident, article in articles.items() if (address := name_address(article.url))}
        # Texts of one story are one lineage through a third text that copies both; across stories only what two texts share counts.
        self._roots = components(articles, sorted(pair for pair in self._whole if self._in_one_story(pair)))
        self._kin: dict[str, list[str]] = {}
        for ident, root in sorted(self._roots.items()):
            self._kin.setdefault(root, []).append(ident)
        self.origins: dict[str, Origin] = {}

    def _in_one_story(self, pair: tuple[str, str]) -> bool:
        return self._homes.get(pair[0], "") == self._homes.get(pair[1], "")

    def _is_one_text(self, pair: tuple[str, str], shared: Sequence[Copy]) -> bool:
        if pair in self._added or len(shared) >= PASSAGES or any(copy.kind == CopyKind.SAME_PUBLISHER for copy in shared):
            return True
        if not set(pair) <= self._articles.keys():
            return False
        shorter = min(len(self._articles[ident].text) for ident in pair)
        told = sum(min(copy.left.end - copy.left.start, copy.right.end - copy.right.start) * copy.kept for copy in shared)
        return told >= SHARE * max(1, shorter)

    def find_reporting(self, claims: Sequence[Claim]) -> dict[str, str]:
        """Article -> the id of its reporting origin, for the articles that tell these claims (of one event)."""
        by_article: dict[str, list[Claim]] = {}
        for claim in claims:
            by_article.setdefault(claim.article, []).append(claim)
        tellers = set(by_article)
        pairs = sorted({pair for ident in tellers for pair in self._of.get(ident, ()) if set(pair) <= tellers})
        passages = [copy for pair in pairs for copy in self._pairs[pair] if self._carries(copy, by_article)]
        edges = [pair for pair in pairs if pair in self._whole] + [(copy.left_article, copy.right_article) for copy in passages]
        edges += [edge.pair for edge in self._decided if edge.kind is DecisionKind.ADD and edge.passage and self._holds(edge, by_article)]
        first: dict[str, str] = {}
        edges += [(first.setdefault(self._roots.get(ident, ident), ident), ident) for ident in sorted(tellers)]
        edges += [(first.setdefault(f"at {self._addresses.get(ident, ident)}", ident), ident) for ident in sorted(tellers)]
        found: dict[str, str] = {}
        for group in self._join_homes(_gather(components(tellers, edges))):
            told = [claim for ident in group for claim in by_article[ident]]
            mine = [copy for copy in passages if copy.left_article in group and copy.right_article in group]
            origin = self._keep(self._make_lineage(group, mine, told))
            found.update(dict.fromkeys(group, origin))
        return found

    def _join_homes(self, lineages: Sequence[Sequence[str]]) -> list[list[str]]:
        """Lineages of one newsroom are one: whoever wrote the root, or the agency that is credited."""
        first: dict[str, str] = {}
        edges = [(first.setdefault(home, min(lineage)), min(lineage)) for lineage in lineages for home in sorted(self._find_homes(lineage))]
        roots = components([min(lineage) for lineage in lineages], edges)
        joined: dict[str, list[str]] = {}
        for lineage in lineages:
            joined.setdefault(roots[min(lineage)], []).extend(lineage)
        return [sorted(group) for _, group in sorted(joined.items())]

    def _find_homes(self, lineage: Sequence[str]) -> set[str]:
        """The newsrooms that a lineage may come from; none when its dispatch is not here and no one is credited."""
        credited = {_fold_name(name) for ident in lineage for name in self._credits.get(ident, ())}
        known = [ident for ident in lineage if ident in self._articles]
        rows = [row for ident in known if (row := find_outlet(self._articles[ident])) is not None and row.agency]
        if credited or rows:
            return credited | {_fold_name(row.name) for row in rows}
        publishers = {_fold_name(name) for ident in known if (name := name_publisher(self._articles[ident]))}
        if len(publishers) <= 1:
            return publishers
        if first := self._find_first(lineage):
            return {_fold_name(name_publisher(self._articles[first]))}
        return set() if any(way == Direction.HIDDEN for *_, way in self._list_ways(lineage)) else publishers

    def _list_ways(self, group: Sequence[str]) -> list[tuple[str, str, Direction]]:
        """The edges between the texts of a group with their directions: what the analyst added stands above what the copies say."""
        inside = set(group)
        added = [(*pair, way) for pair, way in sorted(self._added.items()) if set(pair) <= inside]
        copies = [(copy.left_article, copy.right_article, copy.direction) for copy in self._find_inside(group)]
        return added + [way for way in copies if way[:2] not in self._added]

    def _find_inside(self, group: Sequence[str]) -> list[Copy]:
        """The copies between the texts of a group."""
        inside = set(group)
        pairs = sorted({pair for ident in group for pair in self._of.get(ident, ()) if set(pair) <= inside})
        return [copy for pair in pairs for copy in self._pairs[pair]]

    def _carries(self, copy: Copy, by_article: Mapping[str, Sequence[Claim]]) -> bool:
        """Whether claims of both articles stand in this passage."""
        left, right = by_article.get(copy.left_article, ()), by_article.get(copy.right_article, ())
        return any(_touches(copy.left, claim.sentence) for claim in left) and any(_touches(copy.right, claim.sentence) for claim in right)

    def _holds(self, edge: Edge, by_article: Mapping[str, Sequence[Claim]]) -> bool:
        """Whether claims of both articles stand in the passages of an edge that the analyst added."""
        sides = zip(edge.pair, (edge.left, edge.right), strict=True)
        return all(any(_touches(span, claim.sentence) for claim in by_article.get(ident, ())) for ident, span in sides)

    def _make_lineage(self, group: Sequence[str], copies: Sequence[Copy], claims: Sequence[Claim]) -> Origin:
        kind, root, label = self._find_root(group)
        return Origin(
            kind=kind,
            root=root,
            label=label,
            articles=tuple(sorted(group)),
            copies=tuple(sorted(copy.id for copy in copies)),
            claims=tuple(sorted({claim.id for claim in claims})),
        )

    def _find_root(self, group: Sequence[str]) -> tuple[OriginKind, str, str]:
        """The text that the others of a lineage come from; a hidden dispatch when an absent agency is credited or nothing tells."""
        ordered = sorted(group, key=self._order)
        agencies = [ident for ident in ordered if self._is_agency(ident)]
        if agencies:
            return OriginKind.TEXT, agencies[0], self._label(agencies[0])
        credited = sorted({name for ident in group for name in self._credits.get(ident, ())})
        if credited:
            here = any(self._label(ident) == credited[0] for ident in self._articles)
            return OriginKind.HIDDEN, f"agency:{credited[0]}", f"{credited[0]} dispatch ({'by credit' if here else 'not in the case'})"
        kin = self._find_kin(group)
        if len(kin) > len(group):
            kind, root, label = self._find_root(kin)
            if kind == OriginKind.HIDDEN:
                # Nobody can tell which of its paragraphs a text that carries an unnamed dispatch has of its own: at most one origin.
                return kind, root, label
        if len(group) == 1 or len({self._publisher(ident) for ident in group}) == 1:
            return OriginKind.TEXT, ordered[0], self._label(ordered[0])
        first = self._find_first(group)
        if first:
            return OriginKind.TEXT, first, self._label(first)
        names = ", ".join(sorted({self._label(ident) for ident in group}))
        return OriginKind.HIDDEN, f"dispatch:{min(group)}", f"one unnamed dispatch behind {names}"

    def _find_kin(self, group: Sequence[str]) -> list[str]:
        """All texts of the lineage that a group of one story belongs to."""
        roots = {self._roots.get(ident, ident) for ident in group}
        return sorted({*group, *self._kin.get(min(roots), ())}) if len(roots) == 1 else sorted(group)

    def _find_first(self, group: Sequence[str]) -> str:
        """The one article that others come from and that comes from none, by the directions of the copies; "" when there is no such."""
        sources, takers, hidden = set[str](), set[str](), set[str]()
        for left, right, way in self._list_ways(group):
            if way == Direction.LEFT:
                sources.add(left)
                takers.add(right)
            elif way == Direction.RIGHT:
                sources.add(right)
                takers.add(left)
            else:
                hidden.update((left, right))
        first = sources - takers
        return next(iter(first)) if len(first) == 1 and not first & hidden and len(first | takers) == len(set(group)) else ""

    def _is_agency(self, ident: str) -> bool:
        row = find_outlet(self._articles[ident]) if ident in self._articles else None
        return row is not None and row.agency

    def _publisher(self, ident: str) -> str:
        return (name_publisher(self._articles[ident]) if ident in self._articles else "") or ident

    def _label(self, ident: str) -> str:
        article = self._articles.get(ident)
        if article is None:
            return "a page"
        row = find_outlet(article)
        return row.name if row else article.outlet or article.title or "a page without outlet"

    def _order(self, ident: str) -> tuple[bool, str, str]:
        dating = self._datings.get(ident)
        start = dating.start if dating else ""
        return (not start, start, ident)

    def find_claimants(self, claims: Sequence[Claim], reporting: Mapping[str, str]) -> list[str]:
        """The ids of the claimant origins of these claims, sorted: who vouches for them, or the lineage itself where nobody else does.

        One passage has one speaker: who says it in the first of its copies, even where another copy dropped or changed the words for them.
        """
        passages = self._gather_passages(claims)
        found: set[str] = set()
        speakers: dict[str, list[Claim]] = {}
        for group in passages:
            first = min(group, key=lambda claim: (find_voucher(claim) is None, self._order(claim.article), claim.id))
            party = find_voucher(first)
            if party is None:
                found.update(reporting[claim.article] for claim in group)
            else:
                name = _name_speaker(party, reporting[first.article])
                speakers.setdefault(name, []).extend(group)
        for name, said in sorted(speakers.items()):
            found.add(self._keep(self._make_speaker(name, said)))
        return sorted(found)

    def find_deciding(
        self, claims: Sequence[Claim], reporting: Mapping[str, str], claimants: Sequence[str], granted: Sequence[Claim] = ()
    ) -> tuple[str, ...]:
        """The decisions between articles that tell these claims, if the origins would be others without them; sorted ids.

        `granted`: claims that count as reports only.
        """
        near = {edge.decision for edge in self._decided if set(edge.pair) <= reporting.keys()}
        if not near or self._plain is None:
            return ()
        without = self._plain.find_reporting([*claims, *granted])
        voices = self._plain.find_claimants(claims, without)
        same = self._sketch(reporting.values(), claimants) == self._plain._sketch(without.values(), voices)
        return () if same else tuple(sorted(near))

    def _sketch(self, reporting: Iterable[str], claimants: Sequence[str]) -> tuple[set[tuple[str, tuple[str, ...]]], int]:
        """What is counted: the roots with their articles, and the number of voices."""
        return {(self.origins[ident].root, self.origins[ident].articles) for ident in reporting}, len(claimants)

    def _gather_passages(self, claims: Sequence[Claim]) -> list[list[Claim]]:
        """The claims by the passage they stand in: copies of one sentence together, every other claim for itself."""
        known = {claim.id: claim for claim in claims}
        by_article: dict[str, list[Claim]] = {}
        for claim in claims:
            by_article.setdefault(claim.article, []).append(claim)
        edges = [
            (one.id, two.id)
            for copy in self._find_inside(sorted(by_article))
            for one in by_article[copy.left_article]
            if _touches(copy.left, one.trigger)
            for two in by_article[copy.right_article]
            if _touches(copy.right, two.trigger) and one.action == two.action
        ]
        return [[known[ident] for ident in group] for group in _gather(components(known, edges))]

    def _make_speaker(self, name: str, claims: Sequence[Claim]) -> Origin:
        """A speaker counts once for one event, however often it was said: the occasion is the first day."""
        days = sorted({dating.start[:10] for claim in claims if (dating := self._datings.get(claim.article)) and dating.start})
        first = min(claims, key=lambda claim: (find_voucher(claim) is None, self._order(claim.article), claim.id))
        party = find_voucher(first)
        label = (party.name or party.words) if party else name
        return Origin(
            kind=OriginKind.SPEAKER,
            root=f"{name}@{days[0] if days else ''}",
            label=f"{label}, {days[0]}" if days else label,
            articles=tuple(sorted({claim.article for claim in claims})),
            claims=tuple(sorted(claim.id for claim in claims)),
        )

    def _keep(self, origin: Origin) -> str:
        """Keep one record per origin; what several events rest on is put together."""
        known = self.origins.get(origin.id)
        if known is not None:
            origin = msgspec.structs.replace(
                origin, copies=tuple(sorted({*known.copies, *origin.copies})), claims=tuple(sorted({*known.claims, *origin.claims}))
            )
        self.origins[origin.id] = origin
        return origin.id


def _gather(roots: Mapping[str, str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for ident in sorted(roots):
        groups.setdefault(roots[ident], []).append(ident)
    return [group for _, group in sorted(groups.items())]


def _fold_name(name: str) -> str:
    """A newsroom's name or address in one form: "Hollin Daily News" and "hollindailynews.example" are one."""
    host = name.rsplit("/")[-1]
    bare = host.rsplit(".", 1)[0] if "." in host and " " not in host else host
    return "".join(letter for letter in bare.casefold().removeprefix("the ").removeprefix("www.") if letter.isalnum())


def find_speaker(claim: Claim) -> Party | None:
    """The innermost one who says it: a person, an organisation or a document; evidence and the outlet itself are no speakers."""
    return next((teller.party for teller in claim.tellers if teller.kind in ("speaker", "document")), None)


def find_voucher(claim: Claim) -> Party | None:
    """The speaker who vouches for what is claimed; None where the text does so itself.

    What a sentence only takes for granted (background: "condemned the raid", "two days after the raid") is the writer's reference to a
    known happening: who condemns it or answers it is no source for it. Who speaks so of a deed of their own owns up to it. A pronoun that
    nobody could resolve ("which", "they") names no further speaker.
    """
    party = find_speaker(claim)
    if party is None or not (party.code or party.name or set(WORD.findall(party.words.casefold())) - STOP):
        return None
    return party if claim.status != Status.BACKGROUND or compare_parties(claim.who, party) >= SAME else None


def _name_speaker(party: Party, lineage: str) -> str:
    """One name for one speaker in all texts, an office and its spokesman together; somebody unnamed is one speaker for each lineage."""
    name = " ".join(word for word in WORD.findall(party.name.casefold()) if word not in _MOUTHS)
    if party.code:
        return f"{party.code} {name}".strip()
    return name if name and not name.startswith("unnamed") else f"{' '.join(WORD.findall(party.words.casefold()))} in {lineage}"
