"""Claims that tell one happening whatever else is told: copies, sides of one act, what points back, a headline and its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from offing.records import Claim, Copy, CopyKind
from offing.weigh.likeness import Rarity, compare_sides, compare_tellings, contradict, name_other_doers
from offing.weigh.sides import CONFLICT, compare_parties
from offing.weigh.tellings import Telling

ALIKE = 0.5  # as alike as this are two claims of one happening
BESIDE = 12  # characters between a noun and the verb that it is the subject of ("that", "which")
BACK = 1500  # characters: so far back "the strike" may point in its article


def list_links(tellings: Sequence[Telling], copies: Sequence[Copy], rarity: Rarity) -> list[tuple[str, str]]:
    """Pairs of ids of claims that belong together."""
    found = [*link_copied(tellings, copies)]
    for _, here in sorted(_by_article(tellings).items()):
        found += [*_link_pointing(here), *_link_again(here), *_link_harm(here), *_link_aspects(here), *_link_headlines(here, rarity)]
    return found


def link_copied(tellings: Sequence[Telling], copies: Sequence[Copy]) -> Iterator[tuple[str, str]]:
    """Claims of one action, status class and trigger whose sentences are copies of each other."""
    places = _by_article(tellings)
    for copy in copies:
        if copy.kind == CopyKind.BOILERPLATE:
            continue
        left = [one for one in places.get(copy.left_article, ()) if _stands_in(one, copy.left.start, copy.left.end)]
        right = [one for one in places.get(copy.right_article, ()) if _stands_in(one, copy.right.start, copy.right.end)]
        yield from _match(left, right)


def _stands_in(telling: Telling, start: int, end: int) -> bool:
    """Whether the trigger of a claim lies in a passage."""
    return telling.claim.trigger.start < end and start < telling.claim.trigger.end


def _match(left: Sequence[Telling], right: Sequence[Telling]) -> Iterator[tuple[str, str]]:
    """Claims of one action and class on both sides of a passage: each and the one most like it, when both are that to each other.

    Of several in a passage none is matched with one of other sides or another day: a sentence may tell a raid and what it answers.
    """

    def meets(one: Telling, two: Telling) -> bool:
        return bool(one.trigger & (two.trigger | two.words) or two.trigger & one.words)

    def rank(one: Telling, two: Telling) -> tuple[bool, bool, bool, float, int, int]:
        both = compare_sides(one, two), len(one.words & two.words), -len(one.words ^ two.words)
        return not contradict(one, two), bool(one.trigger & two.trigger), meets(one, two), *both

    for one in left:
        same = [two for two in right if _is_of_type(one, two)]
        if not same:
            continue
        best = max(same, key=lambda two: (*rank(one, two), two.claim.id))
        rivals = [other for other in left if _is_of_type(other, best)]
        alone = len(same) == 1 and len(rivals) == 1
        mutual = max(rivals, key=lambda other: (*rank(other, best), other.claim.id)) is one
        if alone or (mutual and meets(one, best) and not contradict(one, best)):
            yield one.claim.id, best.claim.id


def _is_of_type(one: Telling, two: Telling) -> bool:
    return (one.claim.action, one.kind) == (two.claim.action, two.kind)


def _by_article(tellings: Sequence[Telling]) -> Mapping[str, Sequence[Telling]]:
    places: dict[str, list[Telling]] = {}
    for telling in tellings:
        places.setdefault(telling.claim.article, []).append(telling)
    return places


def _link_pointing(here: Sequence[Telling]) -> Iterator[tuple[str, str]]:
    """A sentence that points back ("It was the worst attack in years"), and the claim of that action in the sentence before it."""
    for telling in here:
        start = telling.claim.sentence.start
        for other in here if telling.pointing else ():
            if _is_of_type(telling, other) and other.claim.sentence.end <= start <= other.claim.sentence.end + 2:
                yield telling.claim.id, other.claim.id


def _link_again(here: Sequence[Telling]) -> Iterator[tuple[str, str]]:
    """An act told as known ("the strike", "the missiles hit"), and the last claim before it that has its word: of no other day or doer."""
    for telling in here:
        before = [
            other
            for other in here
            if other.claim.sentence.end <= telling.claim.sentence.start <= other.claim.sentence.end + BACK
            and _is_of_type(telling, other)
            and not other.headline
            and telling.series == other.series
            and telling.again & (other.trigger | other.words)
        ]
        last = max(before, key=lambda other: (other.claim.trigger, other.claim.id), default=None)
        if last is not None and not name_other_doers(telling, last, doubt=True):
            yield telling.claim.id, last.claim.id


def _link_headlines(here: Sequence[Telling], rarity: Rarity) -> Iterator[tuple[str, str]]:
    """What a headline tells, and the claim of the text below it that is most like it and has its word for the act."""
    for telling in here:
        below = [
            (likeness, other.claim.id)
            for other in here
            if telling.headline and not other.headline and _is_of_type(telling, other) and other.trigger & telling.trigger
            if (likeness := compare_tellings(telling, other, rarity)) is not None
        ]
        best, ident = max(below, default=(CONFLICT, ""))
        if best >= ALIKE:
            yield telling.claim.id, ident


def _link_harm(here: Sequence[Telling]) -> Iterator[tuple[str, str]]:
    """Victims, and the one blow that the same speaker tells of in the same sentence ("killed when shells hit"), unless by another doer."""
    for telling in here:
        claim = telling.claim
        if not telling.harm or telling.kind != "told":
            continue
        blows = [
            other
            for other in here
            if other.claim.sentence == claim.sentence
            and not other.harm
            and (None in (claim.who, other.claim.who) or compare_parties(claim.who, other.claim.who) == 1.0)
            and _is_of_type(telling, other)
            and other.claim.tellers == claim.tellers
            and (telling.days is None or other.days is None or telling.days == other.days)
            and _hits_same(other, telling)
        ]
        if len(blows) == 1:
            yield claim.id, blows[0].claim.id


def _hits_same(blow: Telling, harm: Telling) -> bool:
    """Whether the blow may have made these victims: nobody struck their own side in a sentence that only gives the cause."""
    doer, hit, victim = blow.claim.who, blow.claim.whom, harm.claim.whom
    if doer is None or victim is None or not victim.state:
        return doer is None
    return hit.state == victim.state if hit is not None and hit.state else doer.state != victim.state


def _link_aspects(here: Sequence[Telling]) -> Iterator[tuple[str, str]]:
    """Claims of one sentence that tell sides of one act: done to the same words, by the same words and to nobody else, or blow and victims.

    "A rocket attack that they blame on him killed a guard"; "the crowd forced its way in, smashing a door".
    """
    for place, one in enumerate(here):
        for two in here[place + 1 :]:
            same = one.claim.sentence == two.claim.sentence and _is_of_type(one, two)
            sides = _share_target(one.claim, two.claim) or _share_doer(one, two) or _kills(one, two) or _kills(two, one)
            if same and sides and not name_other_doers(one, two):
                yield one.claim.id, two.claim.id


def _kills(blow: Telling, harm: Telling) -> bool:
    """Whether a blow stands right before the victims' verb as its subject ("the strikes that killed six")."""
    gap = harm.claim.trigger.start - blow.claim.trigger.end
    return harm.harm and not blow.harm and "noun" in blow.claim.rule and harm.claim.who is None and 0 < gap <= BESIDE


def _share_target(one: Claim, two: Claim) -> bool:
    """Whether two claims name one recipient in the same words, and at most one doer."""
    if one.whom is None or two.whom is None or one.whom.span is None:
        return False
    return one.whom.span == two.whom.span and None in (one.who, two.who)


def _share_doer(one: Telling, two: Telling) -> bool:
    """Whether two claims name one doer in the same words, and at most one recipient: or one tells a blow and the other its victims."""
    mine, theirs = one.claim, two.claim
    if mine.who is None or theirs.who is None or mine.who.span is None or mine.who.span != theirs.who.span:
        return False
    return None in (mine.whom, theirs.whom) or one.harm != two.harm
