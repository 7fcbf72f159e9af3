"""Tagged words to chunks: noun phrases, verb groups, prepositions, subordinators and marks, left to right, no overlap.

A chunk grammar in the manner of Abney, "Parsing by Chunks" (1991). Quotation marks and what stands in brackets are left out of the stream,
so that a quoted word does not break its phrase.
"""

from __future__ import annotations

from msgspec import Struct

from offing.language.tags import AUX, BE, HAVE, QUOTES

NOUNS = frozenset({"NN", "NNS", "NNP"})
_MODIFIERS = frozenset({"JJ", "JJR", "CD", "SYM", "NN", "NNS", "NNP", "POS", "PRP$"})
SUBORDINATORS = frozenset(
    "if after as when because while although though unless until before since whether once whereas lest so given despite".split()
)
RELATIVES = frozenset({"who", "which", "whom", "whose", "where", "whoever"})
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight overnight january february march april "
    "june july august september october november december jan. feb. aug. sept. oct. nov. dec. morning evening afternoon "
    "night noon midnight "
    "week weekend month year day hour hours days weeks months years weekends nights mornings minutes".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_TURNS = frozenset({"last", "next", "early", "late"})
_TIME_LEAD = frozenset(
    "last this next past that late early the a an two three few several earlier recent same following previous each every many some more "
    "than one four five six seven eight nine ten".split()
)
# One form for the present, the past and the participle: beside "and" they go on with the clause ("broke a door and set fire to it").
_SHORT = frozenset({"set", "put", "cut", "hit", "shut", "hurt"})
_COUNTING = {
    ("more", "than"),
    ("less", "than"),
    ("fewer", "than"),
    ("at", "least"),
    ("at", "most"),
    ("up", "to"),
    ("as", "many"),
    ("as", "few"),
}


class Chunk(Struct, frozen=True):
    """A stretch of tokens. `kind`: NP, VG, P, SUB, REL, CC, COMMA, ADV, ADJ, TIME. `head` is the token that stands for it.

    `ends` are the heads of coordinated phrases after the first; for verb groups `words` holds the lower-cased words before the head.
    """

    kind: str
    start: int
    end: int
    head: int
    word: str
    infinitive: bool = False
    words: tuple[str, ...] = ()


def cut_chunks(words: list[str], tags: list[str]) -> list[Chunk]:
    """All chunks of a sentence."""
    keep = _stream(words)
    found: list[Chunk] = []
    at = 0
    while at < len(keep):
        chunk, used = _next_chunk(keep, at, words, tags, found)
        if chunk is not None:
            found.append(chunk)
        at += max(used, 1)
    return found


def _stream(words: list[str]) -> list[int]:
    """Token numbers without quotation marks and bracketed stretches."""
    keep, depth = [], 0
    for at, word in enumerate(words):
        if word in "([":
            depth += 1
        elif word in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and word not in QUOTES and word not in ("''", "``"):
            keep.append(at)
    return keep


def _next_chunk(keep: list[int], at: int, words: list[str], tags: list[str], found: list[Chunk]) -> tuple[Chunk | None, int]:
    """The chunk that starts at stream position `at`, and how many stream positions it takes."""
    token = keep[at]
    word, tag = words[token].lower(), tags[token]
    following = tags[keep[at + 1]] if at + 1 < len(keep) else "."
    if tag == ",":
        return Chunk("COMMA", token, token + 1, token, word), 1
    if tag == "CC":
        return Chunk("CC", token, token + 1, token, word), 1
    if word in RELATIVES or (tag == "WDT" and word != "that"):
        return Chunk("REL", token, token + 1, token, word), 1
    if word == "that" and tag in ("IN", "WDT", "DT"):
        relative = following in ("MD", "VBD", "VBZ", "VBP", "VBN") and found and found[-1].kind == "NP"
        if not relative and following in ("MD", "VBD", "VBZ") and (not found or found[-1].kind in ("SUB", "COMMA", "CC")):
            return Chunk("NP", token, token + 1, token, word), 1
        if relative or following not in ("NN", "VBZ", "VBD", "MD", "."):
            return Chunk("REL" if relative else "SUB", token, token + 1, token, word), 1
    group = _verb_group(keep, at, words, tags)
    if group is not None:
        return group
    phrase = _noun_phrase(keep, at, words, tags)
    if phrase is not None:
        return phrase
    if word in SUBORDINATORS and tag in ("IN", "WRB", "RB", "CC"):
        return Chunk("SUB", token, token + 1, token, word), 1
    if tag in ("IN", "TO", "RP") or word in ("to", "amid", "via", "per"):
        if word == "according" or (word in ("because", "ahead", "instead") and following == "IN"):
            return Chunk("ADV", token, token + 1, token, word), 1
        return Chunk("P", token, token + 1, token, word), 1
    if tag in ("JJ", "JJR", "VBN"):
        return Chunk("ADJ", token, token + 1, token, word), 1
    if tag == "WRB":
        return Chunk("SUB", token, token + 1, token, word), 1
    return Chunk("ADV", token, token + 1, token, word), 1


def _noun_phrase(keep: list[int], at: int, words: list[str], tags: list[str]) -> tuple[Chunk, int] | None:
    """A noun phrase: optional count words, determiner, modifiers, head; or a pronoun."""
    token = keep[at]
    tag, word = tags[token], words[token].lower()
    if tag in ("PRP", "EX"):
        return Chunk("NP", token, token + 1, token, word), 1
    size = len(keep)
    run = at
    if at + 2 < size and (word, words[keep[at + 1]].lower()) in _COUNTING:
        run = at + (3 if word == "as" and words[keep[at + 2]].lower() == "as" else 2)
        if run >= size or tags[keep[run]] not in ("CD", "DT", "NNS"):
            return None
    begin = run
    if run < size and words[keep[run]].lower() in ("all", "both", "such", "about", "around", "nearly", "almost", "some", "over", "roughly"):
        ahead = tags[keep[run + 1]] if run + 1 < size else "."
        if (
            ahead == "CD"
            or (ahead in ("DT", "PRP$") and words[keep[run]].lower() in ("all", "both", "such"))
            or tags[keep[run]] in ("DT", "PDT")
        ):
            run += 1
    if run < size and tags[keep[run]] in ("DT", "PRP$", "WP$", "PDT"):
        run += 1
    head = -1
    while run < size:
        name = tags[keep[run]]
        if name in _MODIFIERS:
            if head >= 0 and _new_phrase(words, tags, keep, run, head):
                break
            head = run if name in NOUNS or name == "CD" else head
            run += 1
        elif _inside(words, tags, keep, run, begin):
            run += 1
        else:
            break
    if head < 0:
        if run > begin and tags[keep[begin]] in ("DT", "PRP$") and run == begin + 1 and tag == "DT" and word not in ("a", "an", "the"):
            return Chunk("NP", token, token + 1, token, word), run - at
        return None
    head_end = head + 2 if run == head + 2 and tags[keep[head + 1]] == "POS" else head + 1
    last = keep[head]
    kind = "TIME" if _is_time(words, keep, at, head, tags) else "NP"
    return Chunk(kind, token, keep[head_end - 1] + 1, last, words[last].lower()), head_end - at


def _inside(words: list[str], tags: list[str], keep: list[int], run: int, begin: int) -> bool:
    """Whether a word that is no plain modifier still stands inside a noun phrase: "the wounded men", "a big, armed crowd"."""
    if run + 1 >= len(keep):
        return False
    name, follow = tags[keep[run]], tags[keep[run + 1]]
    nominal = follow in NOUNS or follow in ("JJ", "JJR")
    if name in ("VBN", "VBG", "VBD") and nominal:
        left = tags[keep[run - 1]] if run else ""
        if run > begin:
            return left in ("DT", "PRP$", "POS", "JJ", "CD", "CC", "RB") or (left == "SYM" and name != "VBD")
        return left in ("IN", "CC", "TO") and name == "VBN" and follow in NOUNS and words[keep[run]].lower() not in _SHORT
    if name == "RB" and run > begin and follow in ("JJ", "VBN") and run + 2 < len(keep):
        return tags[keep[run + 2]] in NOUNS
    if name in (",", "CC") and run > begin and tags[keep[run - 1]] == "JJ" and follow == "JJ" and run + 2 < len(keep):
        return tags[keep[run + 2]] in NOUNS
    return False


def _new_phrase(words: list[str], tags: list[str], keep: list[int], run: int, head: int) -> bool:
    """Whether a new noun phrase starts at `run` right after a time word ("On Tuesday | protesters") or after a possessive pronoun."""
    before = words[keep[run - 1]].lower()
    if tags[keep[run]] == "PRP$":
        return True
    word, after = words[keep[run]].lower(), words[keep[run + 1]].lower() if run + 1 < len(keep) else ""
    if run - 1 == head and before not in TIMES and ((word in _TURNS and after in TIMES) or (word in _DAYS and tags[keep[run]] == "NNP")):
        return after not in ("'s", "\u2019s") and tags[keep[run - 1]] != "POS"
    if tags[keep[run]] == "POS" or before not in TIMES or run - 1 != head:
        return False
    return not (words[keep[run]][0].isdigit() or words[keep[run]].lower() in TIMES or before in ("weekend",))


def _is_time(words: list[str], keep: list[int], at: int, head: int, tags: list[str]) -> bool:
    """Whether a phrase only names a time: every word is a time word, a number or a word like "last"."""
    low = [words[keep[run]].lower() for run in range(at, head + 1)]
    if head + 1 < len(keep) and tags[keep[head + 1]] == "POS":
        return False
    return low[-1].rstrip(",") in TIMES | {"2020"} or (
        (low[-1].isdigit() and len(low) > 1 and low[0] in TIMES)
        or (low[-1].isdigit() and len(low[-1]) == 4 and low[-1][:2] in ("19", "20") and len(low) == 1)
    ) if all(word in TIMES or word in _TIME_LEAD or word[0].isdigit() for word in low) else False  # fmt: skip


def _verb_group(keep: list[int], at: int, words: list[str], tags: list[str]) -> tuple[Chunk, int] | None:
    """Auxiliaries, adverbs and the main verb; with "to" in front an infinitive."""
    run, size = at, len(keep)
    infinitive = words[keep[run]].lower() == "to" and run + 1 < size
    if infinitive:
        probe = run + 1
        while probe < size and tags[keep[probe]] == "RB" and probe - run < 3:
            probe += 1
        if probe >= size or tags[keep[probe]] != "VB":
            return None
        run += 1
    elif not (tags[keep[run]] == "MD" or tags[keep[run]].startswith("VB")) or (
        tags[keep[run]] in ("VBN", "VBG") and _inside(words, tags, keep, run, run)
    ):
        return None
    head = -1
    lead: list[str] = []
    while run < size:
        token = keep[run]
        tag, word = tags[token], words[token].lower()
        if tag == "RB" or tag == "MD":
            lead.append(word)
        elif tag.startswith("VB"):
            head = run
            if not _auxiliary(words, tags, keep, run):
                break
            lead.append(word)
        else:
            break
        run += 1
    if head < 0:
        return None
    last = keep[head]
    if lead and words[last].lower() == lead[-1] and words[last].lower() in AUX:
        lead.pop()
    before = tuple(word for word in lead)
    return Chunk("VG", keep[at], last + 1, last, words[last].lower(), infinitive, before), head + 1 - at


def _auxiliary(words: list[str], tags: list[str], keep: list[int], run: int) -> bool:
    """Whether the verb at `run` only helps a later one: be + participle, have + participle, do + base."""
    word = words[keep[run]].lower()
    probe = run + 1
    while probe < len(keep) and tags[keep[probe]] == "RB" and probe - run < 4:
        probe += 1
    if probe >= len(keep):
        return False
    follow = tags[keep[probe]]
    if word in BE:
        return follow in ("VBN", "VBG", "VBD") or words[keep[probe]].lower() == "being"
    if word in HAVE:
        return follow in ("VBN", "VBD")
    return word in ("do", "does", "did") and follow in ("VB", "VBP")
