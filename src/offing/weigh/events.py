"""Claims -> Event: claims of one happening anywhere in the case, with its origins and its standing.

Sentences that are copies of each other always meet; the other claims of one kind of action and status join by likeness (`clusters`). A
denial joins the happening that it denies (`denials`). An event lives in the story of its first claim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from offing.records import Article, Claim, Copy, Dating, Decision, Event, Origin, Party, Place, Record, Status, Story, When
from offing.stage import Together
from offing.trace.wires import TABLE
from offing.weigh.clusters import cluster_tellings
from offing.weigh.denials import place_denials
from offing.weigh.likeness import Rarity, denies_own_part
from offing.weigh.standings import decide_standing
from offing.weigh.stories import group_stories
from offing.weigh.tellings import Telling, read_tellings
from offing.weigh.voices import Voices

_WEIGHT = list(Status)


def _make_event(asserted: Sequence[Telling], denials: Sequence[Telling], voices: Voices) -> Event:
    """One event of its claims. Headlines and highlights do not count where a text tells it.

    Who denies only a part in a happening ("denied that it stood behind the raid") takes for granted that it took place: a text that tells
    of such a denial reports the happening too.
    """
    side = asserted or denials
    counted = _drop_headlines(side)
    claims = [telling.claim for telling in counted]
    granted = [telling.claim for telling in denials if asserted and denies_own_part(telling)]
    reporting = voices.find_reporting([*claims, *granted])
    claimants = voices.find_claimants(claims, reporting)
    decisions = voices.find_deciding(claims, reporting, claimants, granted)
    first = side[0].claim
    origins = sorted(set(reporting.values()))
    return Event(
        handle=first.id,
        story=side[0].story,
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
        decisions=decisions,
    )


def _drop_headlines(tellings: Sequence[Telling]) -> list[Telling]:
    """The tellings that bear witness: a headline sums up what some text below one tells, and counts only where none does."""
    return [telling for telling in tellings if not telling.headline] or list(tellings)


def _most(names: Sequence[str]) -> str:
    return min(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))[0]


def _pick_party(parties: Sequence[Party | None]) -> Party | None:
    """The party most often named; the longer code (more exact), then the earlier, breaks ties."""
    known = [party for party in parties if party is not None]
    codes = Counter(party.code for party in known)
    names = Counter((party.code, party.name) for party in known)

    def rank(party: Party) -> tuple[bool, int, int, int, str, str]:
        return (bool(party.code), codes[party.code], names[party.code, party.name], len(party.code), party.name, party.words)

    return max(known, key=rank, default=None)


def _pick_place(places: Sequence[Place | None]) -> Place | None:
    rank = {"site": 4, "city": 3, "region": 2, "country": 1}
    known = [place for place in places if place is not None]
    number = Counter((place.geoname, place.words) for place in known)
    return max(known, key=lambda place: (rank.get(place.precision, 0), number[place.geoname, place.words], place.words), default=None)


def _pick_when(tellings: Sequence[Telling]) -> When | None:
    """The time told most exactly; of times as exact the one that most articles give, then the earliest report. Open times come last."""
    known = [telling for telling in tellings if telling.when is not None]
    spread = Counter(days for _, days in {(telling.claim.article, telling.days) for telling in known})

    def rank(telling: Telling) -> tuple[bool, int, int, tuple[str, str]]:
        days = telling.days
        return (days is None, (days[1] - days[0]).days if days else 0, -spread[days], telling.order)

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


def weigh_all(
    claims: Iterable[Claim],
    copies: Iterable[Copy] = (),
    *,
    articles: Iterable[Article] = (),
    stories: Iterable[Story] = (),
    datings: Iterable[Dating] = (),
    decisions: Iterable[Decision] = (),
) -> list[Record]:
    """Origins, then events, each by id. Without `stories` the articles are grouped here; without articles all claims are one story."""
    known = {article.id: article for article in articles}
    dated = {dating.article: dating for dating in datings}
    kept = sorted({copy.id: copy for copy in copies}.values(), key=lambda copy: copy.id)
    groups = list(stories) or group_stories(known.values(), kept, dated.values())
    homes = {ident: story.id for story in groups for ident in story.articles}
    tellings = read_tellings({claim.id: claim for claim in claims}, known, dated, homes)
    voices, rarity = Voices(known, kept, dated, homes, decisions), Rarity(tellings)
    clusters = cluster_tellings(tellings, kept, rarity)
    placed, alone = place_denials([telling for telling in tellings if telling.kind == "denied"], clusters, kept, rarity)
    events = [_make_event(cluster, placed.get(number, []), voices) for number, cluster in enumerate(clusters)]
    for group in alone:
        told = group[0].claim.status != Status.DENIED
        events.append(_make_event(group if told else (), () if told else group, voices))
    origins = sorted(voices.origins.values(), key=lambda origin: origin.id)
    return [*origins, *sorted(events, key=lambda event: event.id)]


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


def gather_claims(records: Sequence[Record]) -> Iterator[tuple[str, Sequence[Record]]]:
    """The group of `WEIGH`: the whole case, because claims of one happening meet across stories."""
    if any(isinstance(record, Claim) for record in records):
        yield "all", sorted(records, key=lambda record: record.id)


def weigh_group(_key: str, members: Sequence[Record]) -> list[Record]:
    """The work of `WEIGH`."""
    return weigh_all(
        [record for record in members if isinstance(record, Claim)],
        [record for record in members if isinstance(record, Copy)],
        articles=[record for record in members if isinstance(record, Article)],
        stories=[record for record in members if isinstance(record, Story)],
        datings=[record for record in members if isinstance(record, Dating)],
        decisions=[record for record in members if isinstance(record, Decision)],
    )


WEIGH = Together(
    name="weigh",
    version="10",
    takes=(Claim, Copy, Article, Story, Dating, Decision),
    makes=(Origin, Event),
    gather=gather_claims,
    work=weigh_group,
    tables=(TABLE,),
)
