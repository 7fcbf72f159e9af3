"""One sentence with its parties resolved: the ground on which actions are coded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cached_property

from offing.code.actors import COUNTERS, Found, Words, read_words, resolve_phrase, state_in
from offing.code.coreference import HE, IT, THEY, WE, Memory
from offing.code.gazetteers import Known, fold_word, load_capitals
from offing.code.homes import choose_home, find_homes
from offing.language.analyses import Analysis, Argument, Predicate
from offing.language.trees import Tree
from offing.records import Party, Span

_SEVERAL = THEY | IT | WE
_PRONOUNS = HE | _SEVERAL
_PARTS = frozenset("some many several most few dozens hundreds thousands both all two three".split())
_DEFINITE = frozenset({"the", "those", "these", "this", "that", "its", "their", "both"})
_GROUNDS = frozenset(
    "city town village province capital region north south east west area district port border state territory waters".split()
)
_ON_SITES = frozenset("overrun storm attack assault raid enter bomb shell hit strike reach leave defend surround besiege".split())
_SAME_ARMY = frozenset({"further", "more", "additional", "other"})
_LOCAL = frozenset({"crowd", "group", "count", "people"})


class Scene:
    """A sentence, its analysis, and who its phrases stand for. `at` turns sentence offsets into page spans."""

    def __init__(self, analysis: Analysis, at: Passage, start: int, number: int, memory: Memory, day: str) -> None:
        self.analysis, self.at, self.start, self.number, self.memory, self.day = analysis, at, start, number, memory, day
        self.text: Words = read_words([token.text for token in analysis.tokens], [token.tag for token in analysis.tokens])
        self.lemmas = tuple([token.lemma.lower() for token in analysis.tokens])
        self.starts, self.ends = [token.start for token in analysis.tokens], [token.end for token in analysis.tokens]
        self.speaker: Party | None = None
        self.speaker_at: Callable[[int], Party | None] = lambda _: None
        self._tails = _list_tails(analysis)
        self._known: dict[tuple[int, int], Found | None] = {}
        self._located: list[tuple[int, int, str]] | None = None
        self.subjects_read = False
        self.subjects: list[tuple[int, Found]] = []

    @cached_property
    def tree(self) -> Tree:
        """The sentence's tree; to be asked for only where the analyzer builds one."""
        analysis = self.analysis
        return Tree(list(self.text.words), list(self.text.tags), list(analysis.heads), list(analysis.relations))

    def span(self, start: int, end: int) -> Span:
        """The page span of tokens `start` to `end`."""
        tokens = self.analysis.tokens
        return self.at.span(self.start + tokens[start].start, self.start + tokens[end - 1].end)

    def words(self, start: int, end: int) -> str:
        """The sentence's characters over tokens `start` to `end`."""
        tokens = self.analysis.tokens
        return self.analysis.sentence[tokens[start].start : tokens[end - 1].end]

    def resolve_tokens(self, start: int, end: int) -> Found | None:
        """The party that tokens `start` to `end` name when they stand alone."""
        return self.resolve(Argument("", start, end, end - 1))

    def is_capital(self, argument: Argument) -> bool:
        """Whether a phrase names a state by its capital; after "at" or "in" that is only a place."""
        return self.lemmas[argument.head] != "" and fold_word(self.text.words[argument.head]) in load_capitals()

    def resolve_pair(self, start: int, end: int) -> tuple[Found, Found] | None:
        """The two parties of "Chinese and Indian officials": two states before one head."""
        states = [mention for mention in self.text.mentions if start <= mention.start < end and mention.known[0].kind == "state"]
        if len(states) != 2 or "and" not in self.text.words[states[0].end : states[1].start]:
            return None
        sector = self.resolve_tokens(states[1].start, end)
        tail = sector.party.code[3:] if sector is not None else ""
        kind = sector.kind if sector is not None else "state"
        first, second = (
            Found(self.party(state.start, state.end, state.known[0].code + tail, state.known[0].name), kind, state.known[0].name.lower())
            for state in states
        )
        return first, second

    def party(self, start: int, end: int, code: str, name: str) -> Party:
        """A party of known code in the words of tokens `start` to `end`."""
        return Party(words=self.words(start, end), span=self.span(start, end), code=code, name=name)

    def read_subjects(self) -> None:
        """Resolve all arguments in reading order, and remember them: subjects first, for they are what later words point at."""
        order: list[tuple[int, bool, Argument, Predicate]] = []
        for predicate in self.analysis.predicates:
            for argument in predicate.arguments:
                subject = argument.role == "possessor" or (predicate.kind == "verb" and argument.end <= predicate.start)
                order.append((argument.start, subject, argument, predicate))
        self.subjects_read = True
        order.sort(key=lambda row: (row[0], not row[1], row[2].end))
        noted: set[tuple[int, int]] = set()
        for _, subject, argument, predicate in order:
            found = self.resolve(argument, predicate)
            key = (argument.start, argument.end)
            if found is None or key in noted:
                continue
            noted.add(key)
            if subject:
                self.subjects.append((argument.end, found))
            if fold_word(self.text.words[argument.head]) not in _SEVERAL or self.text.words[argument.head] == "US":
                self.memory.note(self.number, found, subject=subject)
            if found.kind == "site":
                self._note_ground(argument, predicate, found)

    def _note_ground(self, argument: Argument, predicate: Predicate, found: Found) -> None:
        """Remember in which country a named site stands ("the US embassy in Baghdad")."""
        code = self._state_beside(argument, predicate)
        if code:
            self.memory.grounds[found.head] = code

    def resolve(self, argument: Argument, predicate: Predicate | None = None) -> Found | None:
        """The party of an argument, or None."""
        key = (argument.start, argument.end)
        if key not in self._known:
            self._known[key] = self._resolve(argument, predicate)
        return self._known[key]

    def _resolve(self, argument: Argument, predicate: Predicate | None) -> Found | None:
        start, end, head = argument.start, argument.end, argument.head
        word = self.text.words[head]
        low = fold_word(word)
        if end - start == 1 and low in _PARTS and self._is_of_them(end):
            return self._resolve(Argument(argument.role, end + 1, end + 2, end + 1), predicate)
        if end - start == 1 and low in _PRONOUNS and word != "US":
            if low in IT and predicate is not None and argument.role != "agent" and argument.role != "possessor":
                site = self.memory.recall_site(self.number) if argument.role == "patient" and predicate.lemma in _ON_SITES else None
                return Found(_place(site, self.span(start, end), self.words(start, end)), "site", "it") if site is not None else None
            before = [found for edge, found in self.subjects if edge <= start]
            party = self.memory.recall_pronoun(word, self.number, before, self.speaker)
            # A "he" without a code is nobody known by office: a private person is no actor.
            if party is None or (not party.code and low in HE):
                return None
            return Found(_place(party, self.span(start, end), self.words(start, end)), "person" if low in HE else "", low)
        tail = self._tails.get((head, end))
        end = tail.end if tail is not None else end
        if tail is not None and (self.lemmas[head] in COUNTERS or low in COUNTERS):
            found = resolve_phrase(
                self.text, tail.start, tail.end, tail.head, self.day, lambda: (self.words(start, end), self.span(start, end))
            )
            if found is not None and self.lemmas[head] not in ("member", "faction"):
                found = Found(found.party, found.kind, found.head, found.needs_country, True)
        else:
            found = resolve_phrase(self.text, start, end, head, self.day, lambda: (self.words(start, end), self.span(start, end)))
        return self._complete(found, argument, end, predicate)

    def _is_of_them(self, at: int) -> bool:
        """Whether "of them" stands at a token: "some of them" are they."""
        return at + 1 < len(self.text.words) and self.text.words[at].lower() == "of" and self.text.words[at + 1].lower() == "them"

    def _complete(self, found: Found | None, argument: Argument, end: int, predicate: Predicate | None) -> Found | None:
        """Add the country that stands outside the phrase: "the government of Iraq", "the militia" told before, "police in Cairo"."""
        head = argument.head
        if found is None or not found.needs_country:
            return found
        state = state_in(self.text, argument.head + 1, end) or self._state_of_origin(end)
        words = fold_word(self.text.words[argument.start])
        several = any(self.text.words[at].lower() in ("two", "three", "both") for at in range(argument.start, argument.head))
        if several and found.kind in ("office", "body", "state"):
            return found
        inner = self._group_of(argument, end)
        if state is None and inner is not None:
            kept = Party(words=found.party.words, span=found.party.span, code=inner.code, name=inner.name, proxy_of=inner.proxy_of)
            return Found(kept, found.kind, found.head, False, found.plural)
        again = found.kind == "force" and words in _SAME_ARMY
        if state is None and (words in _DEFINITE | {found.head} or again):
            party = self.memory.recall_phrase(found, self.number)
            if party is not None:
                code = self._own_sector(found, party, argument, end)
                kept = Party(words=found.party.words, span=found.party.span, code=code, name=party.name, proxy_of=party.proxy_of)
                return Found(kept, found.kind, found.head, False, found.plural)
        police = any(mention.known[0].sector == "COP" for mention in self.text.mentions if argument.start <= mention.start < end)
        if state is None and (found.kind in _LOCAL or police):
            state_code = self._local_state(argument, predicate)
        elif state is None and predicate is not None and (found.kind in ("body", "office") or self._is_base(argument, end)):
            state_code = self._state_beside(argument, predicate)
        else:
            state_code = state.code if state else ""
        if not state_code and found.kind == "force":  # an article goes on about the troops that it named before
            told = self.memory.recall_phrase(found, self.number - 1)
            state_code = told.state if told is not None else ""
        state_code = state_code or self.home_of(Argument(argument.role, argument.start, end, head), found)
        if not state_code:
            return found
        sector = found.sector or _SECTORS.get(found.kind, "")
        party = Party(
            words=found.party.words, span=found.party.span, code=state_code + sector, name=found.party.name, proxy_of=found.party.proxy_of
        )
        return Found(party, found.kind, found.head, False, found.plural, found.sector)

    def home_of(self, argument: Argument, found: Found) -> str:
        """The state of a party whose phrase names none: that of a place in the phrase, else the likeliest of the sentence."""
        if found.party.proxy_of or found.kind in ("allies", "count"):
            return ""
        inside = [code for start, end, code in self.located() if argument.start <= start < argument.end]
        if inside:
            return inside[0]
        homes = find_homes(self.text, self.located(), argument, self.day)
        return choose_home(homes, self.text, self.analysis.heads, argument, found.sector)

    def located(self) -> list[tuple[int, int, str]]:
        """The located places of the sentence: first token, end, country."""
        if self._located is None:
            self._located = []
            for low, high, code in self.at.countries_between(self.start, self.start + len(self.analysis.sentence)):
                first, last = bisect_left(self.starts, low - self.start), bisect_left(self.starts, high - self.start)
                if first < last and code:
                    self._located.append((first, last, code))
        return self._located

    def names_state(self, argument: Argument) -> bool:
        """Whether a phrase names a state, a body, an office-holder or a place itself."""
        named = any(argument.start <= mention.start < argument.end and mention.known[0].kind != "agent" for mention in self.text.mentions)
        return named or any(argument.start <= start < argument.end for start, _, _ in self.located())

    def _state_of_origin(self, end: int) -> Known | None:
        """The state that "from" names right after a phrase ("dissidents from Norland")."""
        if self.text.words[end : end + 1] != ("from",):
            return None
        near = [mention for mention in self.text.mentions if end < mention.start <= end + 2]
        return state_in(self.text, near[0].start, near[0].end) if near else None

    def _own_sector(self, found: Found, party: Party, argument: Argument, end: int) -> str:
        """The code of a recalled body: "the government" after "Iraq's parliament" is of Iraq, and a government."""
        sectors = [mention.known[0].sector for mention in self.text.mentions if argument.start <= mention.start and mention.end <= end]
        own = next((sector for sector in sectors if sector), "")
        mixed = found.kind in ("body", "office") and own and party.code[3:6] != own and party.code[:3] not in ("IGO", "IMG", "NGO")
        return party.code[:3] + own if mixed and len(party.code) >= 3 else party.code

    def _group_of(self, argument: Argument, end: int) -> Party | None:
        """The group told before that "fighters of the group" belong to."""
        if end <= argument.end + 1 or self.text.words[argument.end].lower() != "of":
            return None
        found = resolve_phrase(self.text, argument.end + 1, end, end - 1, self.day)
        definite = self.text.words[argument.end + 1].lower() == "the"
        if found is None or not found.needs_country or found.kind not in ("group", "force") or not definite:
            return None
        return self.memory.recall_phrase(found, self.number)

    def _local_state(self, argument: Argument, predicate: Predicate | None) -> str:
        """The state whose ground a local actor (crowd, militia, police) stands on, from an "in" phrase of the same clause."""
        if predicate is None:
            return ""
        beside = self._state_beside(argument, predicate)
        if beside:
            return beside
        sites = [self.memory.grounds[lemma] for lemma in self.lemmas if lemma in self.memory.grounds]
        return sites[0] if sites else ""

    def _is_base(self, argument: Argument, end: int) -> bool:
        """Whether a phrase is a military site; it counts to the country it stands in. A mission does not."""
        inside = [mention.known[0] for mention in self.text.mentions if argument.start <= mention.start and mention.end <= end]
        return any(known.role == "site" and known.sector == "MIL" for known in inside)

    def _state_beside(self, argument: Argument, predicate: Predicate) -> str:
        """The country of a phrase of place among a predicate's arguments."""
        opening = [mention for mention in self.text.mentions if mention.known[0].kind == "state" and mention.start in (1, 2)]
        if opening and self.text.words[0] == "In" and self.text.words[opening[0].end : opening[0].end + 1] == (",",):
            return opening[0].known[0].code
        own = [noun for noun in self.analysis.predicates if noun.kind == "noun" and noun.trigger == argument.head]
        for other in (*(one for noun in own for one in noun.arguments), *predicate.arguments):
            if other.role in ("in", "across", "near", "outside", "at") and other.start != argument.start:
                for mention in self.text.mentions:
                    if other.start <= mention.start < other.end and mention.known[0].kind == "state" and self._locates(mention.end, other):
                        return mention.known[0].code
                code = self.at.country_at(
                    self.start + self.analysis.tokens[other.start].start, self.start + self.analysis.tokens[other.end - 1].end
                )
                if code:
                    return code
        return ""

    def _locates(self, end: int, other: Argument) -> bool:
        """Whether a state named up to token `end` is the ground itself ("in Chad", "in Chad's capital", "in the Chadian capital")."""
        return end > other.head or self.text.tags[end] == "POS" or self.lemmas[other.head] in _GROUNDS


def _list_tails(analysis: Analysis) -> dict[tuple[int, int], Argument]:
    """The "of" phrase that belongs to the name of a party, by the head and end of the phrase before it."""
    found: dict[tuple[int, int], Argument] = {}
    for noun in analysis.predicates:
        for other in noun.arguments if noun.kind == "noun" else ():
            if other.role == "of":
                found.setdefault((noun.trigger, other.start - 1), other)
    return found


_SECTORS = {"site": "MIL", "body": "GOV", "office": "GOV", "crowd": "OPP", "count": "OPP", "group": "REB", "force": "MIL", "people": "CVL"}


class Passage:
    """A stretch of running text (the body, or one segment) and the way from its offsets to spans of the page."""

    def __init__(self, text: str, page: str, pieces: list[tuple[int, int, int]], countries: list[tuple[int, int, str]]) -> None:
        """`pieces`: (start in text, length, start on the page), the first at 0. `countries`: (start, end, code) of located places."""
        self.text, self.page, self._pieces, self._countries = text, page, pieces, countries
        self._starts = [start for start, _, _ in pieces]
        self.speakers: dict[tuple[int, int], tuple[Party | None, str]] = {}

    def span(self, start: int, end: int) -> Span:
        """The page span of `text[start:end]`."""
        return Span(self.page, self._offset(start), self._offset(end - 1) + 1 if end > start else self._offset(start))

    def _offset(self, at: int) -> int:
        start, _, place = self._pieces[bisect_right(self._starts, at) - 1]
        return place + at - start

    def countries_between(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """(start, end, country) of the places between two offsets."""
        return [row for row in self._countries if start <= row[0] < end]

    def country_at(self, start: int, end: int) -> str:
        """The country of the first place between two offsets, or ""."""
        return next((code for low, high, code in self._countries if start <= low and high <= end and code), "")


def _place(party: Party, span: Span, words: str) -> Party:
    return Party(words=words, span=span, code=party.code, name=party.name, proxy_of=party.proxy_of)
