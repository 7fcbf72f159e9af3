"""The coding tables: reads and checks them. First of all `actions.yaml`, the event types with the words that express them.

The sixteen types are those of the PLOVER manual (Open Event Data Alliance, February 2024) and of CAMEO2PLOVER-2021; intensities are the
manual's conflict-cooperation scores. Each type carries sentences of our own that must code so and sentences that must not.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec
import yaml
from msgspec import Struct

from offing.errors import TableError

TABLES = Path(__file__).parent / "tables"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML where only true and false are booleans: "on" and "no" are words here."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Frame(Struct, frozen=True, forbid_unknown_fields=True):
    """Ways to express a type that share their arguments.

    `words`: lemmas, with a particle or preposition after a space ("break into", "pull back"). `needs`: lemmas one of which must stand in
    the clause ("gas" for "fire tear gas"). `unless`: lemmas that forbid the frame in the clause. `who`, `whom`: roles where the parties are
    looked for, first fitting wins ("speaker": who tells it). `actor`: kinds of agents.csv one of which the actor must be; `object`: the
    same for the recipient. `only`: future when only a clause that has not happened codes so, refused when only "will not" does.
    `stative`: a state, ongoing in the present.
    """

    words: tuple[str, ...]
    mode: str = ""
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    only: str = ""
    stative: bool = False
    score: float = 0.7


class Says(Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence that must code as this type. Party codes and status are checked where they are given."""

    text: str
    who: str = ""
    whom: str = ""
    status: str = ""
    mode: str = ""


class Action(Struct, frozen=True, forbid_unknown_fields=True):
    """One event type. `quad`: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.

    `rolesets`: the PropBank senses (frames 3.4) whose verbs and nouns express it; some express more than one type.
    """

    code: str
    gloss: str
    quad: int
    intensity: float
    cameo: str
    says: tuple[Says, ...]
    nots: tuple[str, ...]
    verbs: tuple[Frame, ...] = ()
    nouns: tuple[Frame, ...] = ()
    modes: tuple[str, ...] = ()
    rolesets: tuple[str, ...] = ()


class Cue(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that set the status of what they govern, with a sentence that shows it. `kind`: verb, noun, adjective, adverb, modal ...

    `open`: the act is only wished, asked, weighed or feared; nobody has given his word for it.
    """

    words: tuple[str, ...]
    kind: str
    status: str
    example: str = ""
    open: bool = False


class Doubt(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that make what they govern probable or possible. `kind`: modal, adverb, adjective, verb, noun, or passive (verb)."""

    words: tuple[str, ...]
    kind: str
    certainty: str
    example: str


class Signature(Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs (or adjectives after be) by what they entail of their content where they are said and where they are negated.

    `+`: it took place as they did, `-`: it did not, `0`: left open.
    """

    words: tuple[str, ...]
    said: Literal["+", "-", "0"]
    negated: Literal["+", "-", "0"]
    example: str


class Cues(Struct, frozen=True, forbid_unknown_fields=True):
    """The cue table: words by the status or certainty that they give, and subject words that mark a sentence as none of our business."""

    cues: tuple[Cue, ...]
    signatures: tuple[Signature, ...]
    hedges: tuple[Doubt, ...]
    off_topic: tuple[str, ...]
    figurative: tuple[str, ...]


def read_table(name: str) -> str:
    """The text of a file below `tables` (unpacked when it ends in `.gz`). Raises TableError when it is missing or damaged."""
    path = TABLES / name
    try:
        raw = path.read_bytes()
        return (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise TableError(f"Table {name} cannot be read: {error}", hint="Install Offing again: a file of the package is missing.") from error


@lru_cache(maxsize=1)
def load_actions() -> dict[str, Action]:
    """Event types by code, in the order of the table."""
    try:
        actions = msgspec.convert(yaml.load(read_table("actions.yaml"), Loader=_Loader), tuple[Action, ...])
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise TableError(f"Table actions.yaml: {error}", hint="Mend the block that the message names.") from error
    for action in actions:
        unknown = {frame.mode for frame in (*action.verbs, *action.nouns)} - {"", *action.modes}
        if unknown:
            raise TableError(f"Table actions.yaml, {action.code}: modes {sorted(unknown)} are not declared.", hint="Add them to `modes`.")
    return {action.code: action for action in actions}


@lru_cache(maxsize=1)
def load_nouns() -> frozenset[str]:
    """The nouns of all types that may name an event."""
    return frozenset(word for action in load_actions().values() for frame in action.nouns for word in frame.words)


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """The status cues."""
    try:
        return msgspec.convert(yaml.load(read_table("cues.yaml"), Loader=_Loader), Cues)
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise TableError(f"Table cues.yaml: {error}", hint="Mend the block that the message names.") from error
