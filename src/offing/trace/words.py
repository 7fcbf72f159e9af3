"""Words as copies compare them: lower case, one apostrophe, no dots in abbreviations, no possessive; stems of content words."""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")

STOP = frozenset(
    """a about above after again against all also although am among an and any are around as at be because been before being below between
    both but by can could did do does doing down during each either else for from further had has have having he her here hers him his how
    however i if in into is it its itself just may me might more most much must my neither no nor not now of off on once one only or other
    our out over own per said say saying says shall she should since so some such than that the their them then there these they this those
    though through thus to told too under until up upon very was we were what when where whether which while who whom whose why will with
    within without would yet you your""".split()
)  # fmt: skip

# Words that reporters exchange when they rewrite a dispatch. The first of a line stands for all of them (compared as stems).
_EXCHANGED = """
us american americans america washington
iran iranian iranians tehran
iraq iraqi iraqis
russia russian russians moscow
china chinese beijing
israel israeli israelis
attack attacks attacked assault strike strikes struck raid raids airstrike airstrikes bombing bombings bombed
kill killed killing dead died death deaths
wound wounded injured hurt injuries
soldier soldiers troops forces force servicemen
protester protesters demonstrators demonstrator crowd
storm stormed overran broke breached
send sent dispatched deployed deploying dispatching
leader leaders chief head
minister secretary
embassy mission
warn warned warning cautioned
militia militias militiamen fighters paramilitary
base bases camp
official officials officers
""".strip()


def normalize_word(word: str) -> str:
    """The compared form of one word: "U.S." and "US" agree, "Iran’s" and "Iran" too."""
    word = word.lower().replace("’", "'")
    if "." in word and not word[0].isdigit():
        return word.replace(".", "")
    return word[:-2] if word.endswith("'s") and len(word) > 3 else word


def _cut(word: str) -> str:
    for tail in ("ing", "ed", "es", "s"):
        if word.endswith(tail) and len(word) - len(tail) >= 4 and not word.endswith("ss"):
            return word[: -len(tail)]
    return word


SAME = {_cut(word): line.split()[0] for line in _EXCHANGED.splitlines() for word in line.split()}


def stem_word(word: str) -> str:
    """A rough stem of a compared word; words that reporters exchange share one."""
    cut = _cut(word)
    return SAME.get(cut, cut)


def hash_word(word: str) -> int:
    """A stable 32-bit hash of a word: the same on every machine and in every run."""
    return zlib.crc32(word.encode())


@lru_cache(maxsize=1 << 17)
def read_word(found: str) -> tuple[str, int, str, int]:
    """A word as found -> its compared form, its hash, its stem and the stem's hash ("" and 0 when it carries no content)."""
    word = normalize_word(found)
    content = word not in STOP and (len(word) > 2 or word.isdigit() or word == "us")
    stem = stem_word(word) if content else ""
    return word, hash_word(word), stem, hash_word(stem) | 1 if content else 0
