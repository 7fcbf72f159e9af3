"""Claims -> Event: claims of one happening inside a story, with its origins and its standing.

Sentences that are copies of each other always meet; the other claims of one kind of action and status join by likeness (average link over
pairs, no pair in conflict). A denial joins the happening that it denies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from offing.records import Article, Claim, Copy, CopyKind, Dating, Event, Origin, Party, Place, Record, Status, Story, When
from offing.stage import Together, components
from offing.trace.wires import TABLE
from offing.weigh.likeness import CONFLICT, Rarity, compare_denial, compare_tellings
from offing.weigh.standings import decide_standing
from offing.weigh.stories import group_stories
from offing.weigh.tellings import Telling, read_tellings
from offing.weigh.voices import Voices

ALIKE = 0.5
DENIED = 0.4
_WEIGHT = list(Status)


def cluster_tellings(tellings: Sequence[Telling], copies: Sequence[Copy]) -> list[list[Telling]]:
    """Claims (denied ones left out) put together by happening, each cluster and the list in (published, id) order."""
    rarity = Rarity(tellings)
    copied = [*_link_copied(tellings, copies), *_link_pointing(tellings)]
    kinds: dict[str, list[Telling]] = {}
    for telling in tellings:
        if telling.kind != "denied":
            kinds.setdefault(telling.kind, []).append(telling)
    found = [cluster for _, members in sorted(kinds.items()) for cluster in _cluster(members, copied, rarity)]
    return sorted(found, key=lambda cluster: cluster[0].order)


def _link_copied(tellings: Sequence[Telling], copies: Sequence[Copy]) -> Iterator[tuple[str, str]]:
    """Claims of one action, status class and trigger whose sentences are copies of each other."""
    places: dict[str, list[Telling]] = {}
    for telling in tellings:
        places.setdefault(telling.claim.article, []).append(telling)
    for copy in copies:
        if copy.kind == CopyKind.BOILERPLATE:
            continue
        left = [one for one in places.get(copy.left_article, ()) if _stands_in(one, copy.left.start, copy.left.end)]
        right = [one for one in places.get(copy.right_article, ()) if _stands_in(one, copy.right.start, copy.right.end)]
        for one in left:
            same = [two for two in right if (two.claim.action, two.kind) == (one.claim.action, one.kind)]
            alone = len(same) == 1 and sum((two.claim.action, two.kind) == (one.claim.action, one.kind) for two in left) == 1
            for two in same:
                if alone or one.trigger & two.trigger:
                    yield one.claim.id, two.claim.id


def _link_pointing(tellings: Sequence[Telling]) -> Iterator[tuple[str, str]]:
    """A sentence that points back ("It was the worst attack in years"), and the claim of that action in the sentence before it."""
    for telling in tellings:
        if telling.pointing:
            start = telling.claim.sentence
            for other in tellings:
                end = other.claim.sentence
                same = (other.claim.article, other.claim.action, other.kind) == (telling.claim.article, telling.claim.action, telling.kind)
                if same and end.end <= start.start <= end.end + 2:
                    yield telling.claim.id, other.claim.id


def _stands_in(telling: Telling, start: int, end: int) -> bool:
    """Whether the trigger of a claim lies in a passage."""
    return telling.claim.trigger.start < end and start < telling.claim.trigger.end


def _cluster(members: Sequence[Telling], copied: Sequence[tuple[str, str]], rarity: Rarity) -> list[list[Telling]]:
    """Average link: the two most alike clusters join while their mean likeness reaches `ALIKE` and no pair of them is in conflict."""
    rows = {telling.claim.id: row for row, telling in enumerate(members)}
    roots = components(rows, copied)
    size = len(members)
    alike = np.full((size, size), CONFLICT)
    for row, one in enumerate(members):
        for column in range(row):
            pointing = one.pointing or members[column].pointing  # says nothing of its own to compare
            alike[row, column] = alike[column, row] = np.nan if pointing else compare_tellings(one, members[column], rarity)
    clusters: dict[int, list[int]] = {}
    for ident, row in rows.items():
        clusters.setdefault(rows[roots[ident]], []).append(row)
    pairs = [(row, column) for row in range(size) for column in range(row) if alike[row, column] >= ALIKE]
    home = {row: first for first, group in clusters.items() for row in group}
    for row, column in sorted(pairs, key=lambda pair: (-round(float(alike[pair]), 9), members[pair[1]].order, members[pair[0]].order)):
        low, high = sorted((home[row], home[column]))
        if low == high:
            continue
        between = alike[np.ix_(clusters[low], clusters[high])]
        if float(np.nanmean(between)) >= ALIKE - 0.1 and float(np.nanmin(between)) > CONFLICT:
            clusters[low] += clusters.pop(high)
            home.update(dict.fromkeys(clusters[low], low))
    return [sorted((members[row] for row in group), key=lambda telling: telling.order) for group in clusters.values()]


def place_denials(
    denials: Sequence[Telling], clusters: Sequence[Sequence[Telling]], copies: Sequence[Copy], rarity: Rarity
) -> tuple[dict[int, list[Telling]], list[list[Telling]]]:
    """Denied contents -> number of the cluster they deny (the most alike one), and groups of those that deny nothing told here.

    Copies of one denial deny one thing.
    """
    roots = components([denial.claim.id for denial in denials], _link_copied(denials, copies))
    groups: dict[str, list[Telling]] = {}
    for denial in denials:
        groups.setdefault(roots[denial.claim.id], []).append(denial)
    found: dict[int, list[Telling]] = {}
    loose: list[Telling] = []
    for _, group in sorted(groups.items()):
        scores = [
            (max(compare_denial(denial, telling, rarity) for denial in group for telling in cluster), -number)
            for number, cluster in enumerate(clusters)
        ]
        best, place = max(scores, default=(CONFLICT, 0))
        if best >= DENIED:
            found.setdefault(-place, []).extend(group)
        else:
            loose.extend(group)
    alone = [cluster for _, members in _split_kinds(loose) for cluster in _cluster(members, list(_link_copied(loose, copies)), rarity)]
    return {number: sorted(group, key=lambda telling: telling.order) for number, group in found.items()}, alone


def _split_kinds(tellings: Sequence[Telling]) -> list[tuple[bool, list[Telling]]]:
    """Contents that somebody denies, and acts that an outlet or a speaker reports as not done."""
    denied = [telling for telling in tellings if telling.claim.status == Status.DENIED]
    undone = [telling for telling in tellings if telling.claim.status != Status.DENIED]
    return [(True, denied), (False, undone)]


def _make_event(story: str, asserted: Sequence[Telling], denials: Sequence[Telling], voices: Voices) -> Event:
    """One event of its claims. Headline and highlights do not count where the text below tells it."""
    side = asserted or denials
    counted = _drop_headlines(side)
    claims = [telling.claim for telling in counted]
    reporting = voices.find_reporting(claims)
    claimants = voices.find_claimants(claims, reporting)
    first = side[0].claim
    origins = sorted(set(reporting.values()))
    return Event(
        handle=first.id,
        story=story,
        action=_most([claim.action for claim in claims]),
        mode=_most([claim.mode for claim in claims if claim.mode]),
        who=_pick_party([claim.who for claim in claims]),
        whom=_pick_party([claim.whom for claim in claims]),
        where=_pick_place([claim.where for claim in claims]),
        when=_pick_when(counted),
        status=_pick_status(claims),
        standing=decide_standing(len(origins), len(claimants), asserted=bool(asserted), denied=bool(denials)),
        claims=tuple(sorted(telling.claim.id for telling in asserted)),
        denials=tuple(sorted(telling.claim.id for telling in denials)),
        reporting=tuple(origins),
        claimants=tuple(claimants),
        articles=tuple(sorted({telling.claim.article for telling in (*asserted, *denials)})),
        disagree=_find_disagreement([telling.claim for telling in (*asserted, *denials)]),
    )


def _drop_headlines(tellings: Sequence[Telling]) -> list[Telling]:
    told = {telling.claim.article for telling in tellings if not telling.headline}
    return [telling for telling in tellings if not telling.headline or telling.claim.article not in told]


def _most(names: Sequence[str]) -> str:
    return min(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))[0]


def _pick_party(parties: Sequence[Party | None]) -> Party | None:
    """The party most often named; the longer code (more exact), then the earlier, breaks ties."""
    known = [party for party in parties if party is not None]
    number = Counter((party.code, party.name) for party in known)
    return max(
        known, key=lambda party: (bool(party.code), number[party.code, party.name], len(party.code), party.name, party.words), default=None
    )


def _pick_place(places: Sequence[Place | None]) -> Place | None:
    rank = {"site": 4, "city": 3, "region": 2, "country": 1}
    known = [place for place in places if place is not None]
    number = Counter((place.geoname, place.words) for place in known)
    return max(known, key=lambda place: (rank.get(place.precision, 0), number[place.geoname, place.words], place.words), default=None)


def _pick_when(tellings: Sequence[Telling]) -> When | None:
    """The time told most exactly; the earliest report breaks ties."""
    known = [telling for telling in tellings if telling.when is not None]

    def rank(telling: Telling) -> tuple[bool, int, tuple[str, str]]:
        days = telling.days
        return (days is None, (days[1] - days[0]).days if days else 0, telling.order)

    return min(known, key=rank).when if known else None


def _pick_status(claims: Sequence[Claim]) -> Status:
    """The status most claims give; the one told first in the list of statuses breaks ties."""
    number = Counter(claim.status for claim in claims)
    return min(number, key=lambda status: (-number[status], _WEIGHT.index(status)))


def _find_disagreement(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Claims whose counts of one kind exclude each other."""
    found: set[str] = set()
    counts = [(number, claim) for claim in claims for number in claim.numbers]
    for place, (number, claim) in enumerate(counts):
        for other, rival in counts[:place]:
            if claim.id != rival.id and number.kind == other.kind and (number.low > other.high or other.low > number.high):
                found.update((claim.id, rival.id))
    return tuple(sorted(found))


def weigh_story(
    story: str, claims: Iterable[Claim], copies: Iterable[Copy], articles: Mapping[str, Article], datings: Mapping[str, Dating]
) -> tuple[list[Origin], list[Event]]:
    """The events of one story and the origins they rest on."""
    kept = sorted({copy.id: copy for copy in copies}.values(), key=lambda copy: copy.id)
    tellings = read_tellings({claim.id: claim for claim in claims}, articles, datings)
    voices = Voices(articles, kept, datings)
    clusters = cluster_tellings(tellings, kept)
    denied = [telling for telling in tellings if telling.kind == "denied"]
    placed, alone = place_denials(denied, clusters, kept, Rarity(tellings))
    events = [_make_event(story, cluster, placed.get(number, []), voices) for number, cluster in enumerate(clusters)]
    for group in alone:
        told = group[0].claim.status != Status.DENIED
        events.append(_make_event(story, group if told else (), () if told else group, voices))
    return sorted(voices.origins.values(), key=lambda origin: origin.id), sorted(events, key=lambda event: event.id)


def weigh_all(
    claims: Iterable[Claim],
    copies: Iterable[Copy] = (),
    *,
    articles: Iterable[Article] = (),
    stories: Iterable[Story] = (),
    datings: Iterable[Dating] = (),
) -> list[Record]:
    """Origins, then events, each by id. Without `stories` the articles are grouped here; without articles all claims are one story."""
    known = {article.id: article for article in articles}
    dated = {dating.article: dating for dating in datings}
    shared, told = list(copies), list(claims)
    groups = list(stories) or group_stories(known.values(), shared, dated.values())
    origins: dict[str, Origin] = {}
    events: list[Event] = []
    homes = {ident: story.id for story in groups for ident in story.articles}
    for story in sorted({homes.get(claim.article, "") for claim in told}):
        mine = [claim for claim in told if homes.get(claim.article, "") == story]
        inside = {ident for ident, home in homes.items() if home == story} | {claim.article for claim in mine}
        passages = [copy for copy in shared if copy.left_article in inside and copy.right_article in inside]
        found, happened = weigh_story(story, mine, passages, {ident: known[ident] for ident in inside if ident in known}, dated)
        origins.update((origin.id, origin) for origin in found)
        events += happened
    return [*sorted(origins.values(), key=lambda origin: origin.id), *sorted(events, key=lambda event: event.id)]


def weigh_claims(
    claims: Iterable[Claim],
    copies: Iterable[Copy] = (),
    *,
    articles: Iterable[Article] = (),
    stories: Iterable[Story] = (),
    datings: Iterable[Dating] = (),
) -> list[Event]:
    """The events that claims tell, sorted by id, with both counts of origins and the standing.

    `reporting` counts lineages of text, `claimants` speakers (both ids of Origin records: `weigh_all` returns those too). Times are
    resolved against `datings`. An event that is only denied has no `claims`, only `denials`; what is reported as not done and
    told by nobody else is an event with status did_not_happen. The result is a function of the sets given.
    """
    found = weigh_all(claims, copies, articles=articles, stories=stories, datings=datings)
    return [record for record in found if isinstance(record, Event)]


def gather_stories(records: Sequence[Record]) -> Iterator[tuple[str, Sequence[Record]]]:
    """Groups for `WEIGH`: a story with its articles, claims, datings and the copies inside it."""
    homes = {ident: record.id for record in records if isinstance(record, Story) for ident in record.articles}
    groups: dict[str, list[Record]] = {}
    for record in records:
        match record:
            case Story():
                key = record.id
            case Article():
                key = homes.get(record.id, "")
            case Claim(article=article) | Dating(article=article):
                key = homes.get(article, "")
            case Copy(left_article=left, right_article=right):
                key = homes.get(left, "") if homes.get(left, "") == homes.get(right, "") else ""
            case _:
                key = ""
        if key:
            groups.setdefault(key, []).append(record)
    for key in sorted(groups):
        yield key, sorted(groups[key], key=lambda record: record.id)


def weigh_group(_key: str, members: Sequence[Record]) -> list[Record]:
    """The work of `WEIGH`."""
    return weigh_all(
        [record for record in members if isinstance(record, Claim)],
        [record for record in members if isinstance(record, Copy)],
        articles=[record for record in members if isinstance(record, Article)],
        stories=[record for record in members if isinstance(record, Story)],
        datings=[record for record in members if isinstance(record, Dating)],
    )


WEIGH = Together(
    name="weigh",
    version="1",
    takes=(Claim, Copy, Article, Story, Dating),
    makes=(Origin, Event),
    gather=gather_stories,
    work=weigh_group,
    tables=(TABLE,),
)
