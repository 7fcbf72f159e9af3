"""What "he" or "the militia" stands for inside one article: the last party that fits, or nobody. Better none than a wrong one."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from offing.code.actors import Found
from offing.ontology import Frame
from offing.records import Party

HE = frozenset({"he", "she", "him", "her", "his"})
THEY = frozenset({"they", "them", "their"})
IT = frozenset({"it", "its"})
WE = frozenset({"we", "us", "our", "i", "my", "me"})
_FAMILIES = {"force": "force", "group": "group", "crowd": "crowd", "count": "crowd", "site": "site", "body": "body", "office": "office"}
_REACH = {"force": 4, "group": 5, "crowd": 4, "site": 40, "body": 6, "office": 2}


_KINDRED = (
    frozenset(
        "strike airstrike air-strike bombing bombardment raid bomb pound missile rocket barrage fire launch kill hit land fall".split()
    ),
    frozenset("attack assault storm ambush raid invade offensive hit target".split()),
    frozenset("killing assassination murder massacre kill assassinate strike".split()),
    frozenset("protest demonstration march rally sit-in demonstrate gather".split()),
)
_ANY = frozenset("attack assault bombardment kill wound injure hurt die killing".split())


class Seen(Struct, frozen=True):
    """A party where it stood: number of the sentence, its head word and kind, whether it was a subject."""

    sentence: int
    party: Party
    kind: str
    head: str
    plural: bool
    subject: bool


class Act(Struct, frozen=True):
    """An act where it was told: number of the sentence, type, word, parties."""

    sentence: int
    action: str
    lemma: str
    who: Found | None
    whom: Found | None


class Memory:
    """The parties and acts of an article so far, in reading order."""

    def __init__(self) -> None:
        self._seen: list[Seen] = []
        self._verbs: dict[str, tuple[int, tuple[str, str, Frame]]] = {}
        self._acts: list[Act] = []
        self.grounds: dict[str, str] = {}

    def note_act(self, act: Act) -> None:
        """Remember an act with a known party."""
        if any(found is not None and (found.party.code or found.party.proxy_of) for found in (act.who, act.whom)):
            self._acts.append(act)

    def recall_act(self, sentence: int, action: str, lemma: str) -> Act | None:
        """What "the strike" or "nobody was killed" goes on about: the last act of a fitting word, else for general words the last act."""
        family = next((words for words in _KINDRED if lemma in words), frozenset({lemma}))
        for act in reversed(self._acts):
            gap = sentence - act.sentence
            if gap > 8:
                return None
            if act.action == action and gap >= 0 and (act.lemma in family or (lemma in _ANY and gap <= 4)):
                return act
        return None

    def note_verb(self, sentence: int, lemma: str, told: tuple[str, str, Frame]) -> None:
        """Remember a verb that told an act by what stands beside it, with the type, word and frame of the table."""
        self._verbs[lemma] = (sentence, told)

    def recall_verb(self, sentence: int, lemma: str) -> tuple[str, str, Frame] | None:
        """What a verb told in the sentence before, or in this one."""
        at, told = self._verbs.get(lemma, (-2, None))
        return told if 0 <= sentence - at <= 1 else None

    def recall_site(self, sentence: int) -> Party | None:
        """The place that "it" is when something is done to it: the last embassy or base of this or the last sentence."""
        return self._last(sentence, 1, lambda seen: seen.kind == "site" and not seen.plural)

    def note(self, sentence: int, found: Found, *, subject: bool) -> None:
        """Remember a resolved phrase."""
        if found.party.code or found.party.proxy_of:
            self._seen.append(Seen(sentence, found.party, found.kind, found.head, found.plural, subject))

    def recall_pronoun(self, word: str, sentence: int, before: list[Found], speaker: Party | None) -> Party | None:
        """The party of a pronoun in `sentence`. `before`: subjects of the same sentence left of it, nearest last."""
        low = word.lower()
        if low in WE:
            return _own_side(speaker)
        if low in HE:
            near = [found for found in before if found.kind in ("person", "office")]
            if near:
                return near[-1].party
            return self._last(sentence, 1, lambda seen: seen.kind in ("person", "office") and not seen.plural)
        if low in THEY:
            near = [found for found in before if found.plural or found.kind in ("crowd", "group", "force", "count")]
            if near:
                return near[-1].party if near[-1].party.code or near[-1].party.proxy_of else None
            here = self._last(sentence, 0, lambda seen: seen.plural and seen.kind in ("crowd", "group"))
            told = here or self._last(sentence, 1, lambda seen: seen.subject and seen.plural)
            if told is None and low == "they" and len(before) == 1 and before[0].kind in ("state", "body") and speaker is not None:
                return before[0].party if speaker.code == before[0].party.code else None  # "the ministry said they had ..."
            return told
        if low in IT:
            if before:
                last = before[-1]
                return last.party if last.kind in ("state", "body", "group", "force") and last.party.code and not last.plural else None
            return self._last(
                sentence, 1, lambda seen: seen.subject and seen.kind in ("state", "body", "group", "force") and not seen.plural
            )
        return None

    def recall_phrase(self, found: Found, sentence: int) -> Party | None:
        """The party of a definite phrase without country ("the militia", "those troops"): same head word first, then the same family."""
        family = _FAMILIES.get(found.kind, "")
        reach = _REACH.get(family, 0)
        same = self._last(sentence, max(reach, 3), lambda seen: seen.head == found.head)
        if same is not None:
            return same
        if not family:
            return None
        if family == "crowd":
            return self._last(sentence, reach, lambda seen: _FAMILIES.get(seen.kind) == "crowd")
        return self._last(sentence, reach, lambda seen: _FAMILIES.get(seen.kind) == family)

    def _last(self, sentence: int, reach: int, fits: Callable[[Seen], bool]) -> Party | None:
        for seen in reversed(self._seen):
            if sentence - seen.sentence > reach:
                return None
            if fits(seen):
                return seen.party
        return None


def _own_side(speaker: Party | None) -> Party | None:
    """ "We" in a quotation: the state or group of an official speaker."""
    if speaker is None or not speaker.state:
        return None
    if speaker.code[3:6] in ("GOV", "MIL", "") and not speaker.code.startswith("IGO"):
        return Party(words="", code=speaker.state, name="")
    return Party(words="", code=speaker.code, name=speaker.name)
