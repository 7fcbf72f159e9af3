"""Words to parties: who acts, who is acted on, who speaks.

Compositional: a state beside a generic agent gives state + sector ("Turkish police": TURCOP); "Iran-backed" names the patron and is kept
apart from the actor (`proxy_of`). Office-holders resolve by the article's day when it is known. A named person without office is no party.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from msgspec import Struct, structs

from offing.code.gazetteers import AGENT, BODY, PERSON, STATE, Known, Mention, find_mentions, find_state, fold_word, in_office, left_lately
from offing.records import Party, Span

Show = Callable[[], tuple[str, Span | None]]
PATRONS = re.compile(
    r"^(?:(?P<patron>[\w.]+)[-\u2010\u2011](?:backed|sponsored|supported|allied|aligned|funded|armed|linked|affiliated|trained|controlled|financed)"
    r"|pro[-\u2010\u2011](?P<friend>[\w.]+))$",
    re.IGNORECASE,
)
COUNTERS = frozenset(
    "crowd group thousands hundreds dozens scores member members number band mob series team crowd column handful majority "
    "convoy faction remnant remnants".split()
)
_ORGANISED = frozenset(
    "front army brigade brigades party movement council group forces force league union committee battalion militia guard guards congress "
    "organisation organization federation alliance coalition authority agency ministry".split()
)
_ARTICLES = frozenset("the a an some those these this that any more another several many its their his her our my your both".split())


_HEADS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "CD", "VBN", "VBG", "POS"})
_ABROAD = frozenset({"IGO", "NGO"})
_THINGS = frozenset({"thing", "member"})
_ROLES = {"MIL": "force", "COP": "force", "REB": "group", "UAF": "group", "CRM": "group", "OPP": "crowd", "CVL": "people", "REF": "people"}


class Words(Struct, frozen=True):
    """A sentence's words with tags, the known actors among them, and the tokens like "Iran-backed" that name a patron."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    mentions: tuple[Mention, ...]
    patrons: tuple[int, ...]


class Found(Struct, frozen=True):
    """A resolved phrase: its party, its kind (of agents.csv, or state, person, body; ""), and whether its country stands elsewhere.

    `sector` is that of the role in the phrase; it makes the code once a country is found, and alone stands for a party of no known state.
    """

    party: Party
    kind: str
    head: str
    needs_country: bool = False
    plural: bool = False
    sector: str = ""


def read_words(words: Sequence[str], tags: Sequence[str]) -> Words:
    """Find the known actors of a sentence once."""
    patrons = tuple(at for at, word in enumerate(words) if not word.isalpha() and PATRONS.match(word))
    return Words(tuple(words), tuple(tags), settle_peoples(find_mentions(words)), patrons)


def settle_peoples(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Of a people that lives in several states (Kurds, Tuaregs) the state that the sentence names beside it, else its first."""
    peoples = [mention for mention in mentions if len(mention.known) > 1 and all(one.kind == STATE for one in mention.known)]
    if not peoples:
        return tuple(mentions)
    named = {mention.known[0].code[:3] for mention in mentions if len(mention.known) == 1 and mention.known[0].kind in (STATE, BODY)}
    return tuple(
        Mention(mention.start, mention.end, (next((one for one in mention.known if one.code in named), mention.known[0]),))
        if mention in peoples else mention
        for mention in mentions
    )  # fmt: skip


def resolve_phrase(text: Words, start: int, end: int, head: int, day: str = "", show: Show | None = None) -> Found | None:
    """The party that the noun phrase of tokens `start` to `end` names; None when it names nobody that may act.

    Of a coordination ("Iran or its proxies") the first part that resolves gives the code; the words are those of the whole. `show` gives
    words and span of the party that is found, as they are to be told.
    """
    parts = _split_parts(text, start, end)
    for low, high in parts:
        found = _share_agent(text, (low, high), parts[-1], day) if len(parts) > 1 else None
        found = found or _resolve_part(text, low, high, head if low <= head < high else high - 1, day)
        if found is not None:
            party = found.party
            shown, span = show() if show is not None else (" ".join(text.words[start:end]), None)
            return Found(
                Party(words=shown, span=span, code=party.code, name=party.name or _bare(shown), proxy_of=party.proxy_of),
                found.kind, found.head, found.needs_country, found.plural or (low, high) != (start, end), found.sector,
            )  # fmt: skip
    return None


def _split_parts(text: Words, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a coordination, each with at least one noun; the whole when there is none."""
    joints = [at for at in range(start + 1, end - 1) if text.tags[at] in ("CC", ",")]
    if not joints:
        return [(start, end)]
    nouns = ("NN", "NNS", "NNP", "CD", ",")
    peoples = {mention.end for mention in text.mentions if mention.known[0].kind == STATE}
    cuts = [at for at in joints if text.tags[at - 1] in nouns or at in peoples]
    if not cuts:
        return [(start, end)]
    edges = [start - 1, *cuts, end]
    return [(low + 1, high) for low, high in pairwise(edges) if high > low + 1]


def _share_agent(text: Words, part: tuple[int, int], last: tuple[int, int], day: str) -> Found | None:
    """The first of "US and Norlandic police": an adjective of a state that shares the agent of the last part; None when it shares none."""
    low, high = part
    states = [mention for mention in text.mentions if low <= mention.start and mention.end == high and mention.known[0].kind == STATE]
    if not states or part == last or not _is_adjective(text, high - 1):
        return None
    other = next((mention for mention in text.mentions if last[0] <= mention.start < last[1]), None)
    if other is None or other.known[0].kind != STATE or not _is_adjective(text, other.end - 1):
        return None
    found = _resolve_part(text, *last, last[1] - 1, day)
    if found is None or not found.sector or found.needs_country:
        return None
    state = states[-1].known[0]
    party = Party(words="", code=state.code + found.sector, name=f"{state.name} {found.head}")
    return Found(party, found.kind, found.head, plural=found.plural, sector=found.sector)


def _is_adjective(text: Words, at: int) -> bool:
    """Whether a state is named by its adjective, or by an abbreviation that serves as one ("US troops")."""
    return text.tags[at] == "JJ" or (text.words[at].replace(".", "").isupper() and len(text.words[at]) > 1)


def _resolve_part(text: Words, start: int, end: int, head: int, day: str) -> Found | None:
    inside = [mention for mention in text.mentions if start <= mention.start and mention.end <= end]
    patron = _find_patron(text, start, end)
    if text.patrons:
        inside = [mention for mention in inside if not any(mention.start <= at < mention.end for at in text.patrons)]
    plural = text.tags[head] in ("NNS", "NNPS")
    if not inside:
        return _name_unlisted(text, head, patron, plural=plural)
    for mention in inside:
        persons = [known for known in mention.known if known.kind == PERSON]
        holding = [known for known in persons if in_office(known, day)] or [known for known in persons if left_lately(known, day)]
        if holding:
            known = sorted(holding, key=lambda one: one.start)[-1]
            return Found(Party(words="", code=known.code, name=known.name), "person", "person")
        if persons:
            return _name_former(persons[0], inside, head, text, plural=plural)
    top = [mention for mention in inside if mention.end > head]
    state = _last_state(inside, head)
    body = next((known for mention in inside for known in mention.known if known.kind == BODY), None)
    if top and top[-1].known[0].kind in (STATE, BODY) and top[-1].start <= head:
        known = top[-1].known[0]
        kind = "state" if known.kind == STATE else _kind_of_body(known)
        if known.kind == STATE and text.tags[head] == "JJ":
            return None
        return Found(
            Party(words="", code=known.code, name=known.name, proxy_of=known.proxy_of or patron),
            kind,
            fold_word(text.words[head]),
            plural=plural,
        )
    agent = _find_agent(inside, head, text)
    if agent is not None:
        return _compose(_shift(agent, inside, head), state, body, patron, plural, fold_word(text.words[head]))
    return _name_unlisted(text, head, patron, plural=plural)


def _name_unlisted(text: Words, head: int, patron: str, *, plural: bool) -> Found | None:
    """A group of which no table knows more than its patron, or that its last word shows to be organised."""
    if patron and text.tags[head] in ("NN", "NNS"):
        return Found(Party(words="", code="", name="", proxy_of=patron), "group", fold_word(text.words[head]), True, plural)
    if text.tags[head] == "NNP" and fold_word(text.words[head]) in _ORGANISED:
        return Found(Party(words="", code="", name="", proxy_of=patron), "group", fold_word(text.words[head]), plural=plural)
    return None


def _name_former(person: Known, inside: list[Mention], head: int, text: Words, *, plural: bool) -> Found | None:
    """Somebody out of office by the role that is told of him ("former president ..."); without one he is a private person."""
    agent = _find_agent(inside, head, text)
    before = agent is not None and agent.role in ("office", "title", "crowd", "group", "force")
    return _compose(agent, Known(STATE, person.code[:3], ""), None, "", plural, fold_word(text.words[head])) if agent and before else None


def _find_agent(inside: list[Mention], head: int, text: Words) -> Known | None:
    """The generic agent that heads the phrase, or an office word before an unknown name ("Foreign Ministry spokesman X")."""
    agents = [(mention, known) for mention in inside for known in mention.known if known.kind == AGENT]
    for mention, known in reversed(agents):
        if mention.start <= head < mention.end and text.tags[head] in _HEADS:
            return known
    if text.tags[head] == "NNP":
        for mention, known in reversed(agents):
            if known.role in ("office", "title") and text.tags[mention.end - 1] in ("NN", "NNP", "NNS"):
                return known
    return None


def _shift(agent: Known, inside: list[Mention], head: int) -> Known:
    """An agent that shifts, with the sector of the actor before it ("rebel leader"), else of the one after ("leader of the rebels")."""
    if not agent.shifts:
        return agent
    others = [
        (mention, known) for mention in inside for known in mention.known if known.kind == AGENT and not known.shifts and known.sector
    ]
    before = [known for mention, known in others if mention.end <= head]
    after = [known for mention, known in others if mention.start > head]
    nearest = before[-1] if before else after[0] if after else None
    return agent if nearest is None else structs.replace(agent, sector=nearest.sector, code=agent.code or nearest.code)


def _compose(agent: Known, state: Known | None, body: Known | None, patron: str, plural: bool, head: str) -> Found | None:
    """State or body + agent -> code and name."""
    if agent.sector in _ABROAD and body is None:
        return Found(Party(words="", code=agent.sector, name="", proxy_of=patron), agent.role, head, plural=plural)
    country = agent.code
    if state is not None:
        country = state.code
    elif body is not None:
        kind = "force" if body.code[3:6] in ("MIL", "REB") and agent.role in ("force", "group") else agent.role
        return Found(Party(words="", code=body.code, name=body.name, proxy_of=body.proxy_of or patron), kind, head, plural=plural)
    if agent.role in _THINGS and not agent.sector:
        if not country:
            return None
        return Found(Party(words="", code=country, name=state.name if state else ""), "site", head, False, plural)
    if agent.role == "interest":
        return (
            Found(Party(words="", code=country, name=state.name if state else ""), "site", head, not country, plural) if country else None
        )
    if agent.role == "count":
        return Found(Party(words="", code="", name="", proxy_of=patron), "count", head, True, True, agent.sector)
    if agent.role == "allies":
        return Found(Party(words="", code="", name=""), "allies", head, True, True)
    kind = _ROLES.get(agent.sector, "body") if agent.role in _THINGS else agent.role
    sector = agent.sector if country else ""
    name = f"{state.name} {agent.name}" if state is not None else ""
    return Found(Party(words="", code=country + sector, name=name, proxy_of=patron), kind, head, not country, plural, agent.sector)


def _kind_of_body(known: Known) -> str:
    sector = known.code[3:6]
    return {"REB": "group", "MIL": "force", "COP": "force", "PRM": "group", "OPP": "crowd"}.get(sector, "body")


def _last_state(inside: list[Mention], head: int) -> Known | None:
    """The state named last before the head."""
    found = None
    for mention in inside:
        if mention.start <= head:
            for known in mention.known:
                if known.kind == STATE:
                    found = known
    return found


def _find_patron(text: Words, start: int, end: int) -> str:
    """The code of the state in "Iran-backed", "pro-Iran", or "backed by Iran" right after."""
    for at in text.patrons:
        match = PATRONS.match(text.words[at])
        if match and start <= at < end:
            known = find_state(match["patron"] or match["friend"])
            if known is not None:
                return known.code
    if (
        end + 2 < len(text.words)
        and text.words[end].lower() in ("backed", "sponsored", "supported", "funded")
        and text.words[end + 1].lower() == "by"
    ):
        follow = [mention for mention in text.mentions if mention.start in (end + 2, end + 3)]
        if follow and follow[0].known[0].kind == STATE:
            return follow[0].known[0].code
    return ""


def _bare(words: str) -> str:
    """The words without a leading article or determiner."""
    parts = words.split()
    while len(parts) > 1 and parts[0].lower() in _ARTICLES:
        parts = parts[1:]
    return " ".join(parts)


def state_in(text: Words, start: int, end: int) -> Known | None:
    """The first state named between two tokens."""
    for mention in text.mentions:
        if start <= mention.start and mention.end <= end:
            for known in mention.known:
                if known.kind == STATE:
                    return known
    return None
