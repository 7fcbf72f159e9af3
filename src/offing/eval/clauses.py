"""Task `clauses`: the coder on the test part of the hand-coded clauses (`docs/codebook-data.md`): what, by whom, and whether it happened.

Sentences are coded one by one, without the one before. A claim meets an event when their triggers share characters (one type first, then
the longer stretch); each event and each claim is met once. What was missed is listed by ids and labels, never in words of a corpus.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

import offing
from offing.code.claims import code_sentence
from offing.errors import EvalError
from offing.eval.codings import CERTAINTIES, Event, Row, Side
from offing.eval.errors import Fault, draw_errors
from offing.eval.examples import Example, load_examples
from offing.eval.scores import Figure, Rows, Scores, f1_of, measure, tally
from offing.eval.sets import measure_speed
from offing.ontology import load_actions
from offing.records import Claim, Party, Status
from offing.tell.views import View

CODINGS = "training/events/codings"
DONE = frozenset({Status.HAPPENED, Status.ONGOING, Status.BACKGROUND})
OWN_ONLY = "our own sentences only: no folder of corpora was given"
_WARM_UP = "Norland's army shelled the port of Sudra on Monday."


class Meeting(Struct, frozen=True):
    """An event of the test part and the claim that met it, None when the coder says nothing there."""

    row: str
    event: Event
    claim: Claim | None


class Sentence(Struct, frozen=True):
    """A coded sentence: its row, what met its events, and the triggers of the coder that no event of it touches."""

    row: Row
    meetings: tuple[Meeting, ...]
    stray: int
    claims: int


def run_clauses(path: Path, _view: View | None = None) -> Scores:
    """Score the coder on the test part. `path`: the folder of codings (then our own sentences only), or the folder of corpora (then all).

    Raises EvalError when neither is there, or a coding does not fit its sentence.
    """
    own_only = any(path.glob("*.jsonl"))
    examples = load_examples(path, part="test") if own_only else load_examples(find_codings(path), find_corpora(path), part="test")
    if not examples:
        raise EvalError(f"{path}: holds no clause of the test part", hint=f"offing eval clauses PATH, with {CODINGS} of the source")
    code_sentence(_WARM_UP)
    sentences, seconds = [], []
    for example in examples:
        started = time.process_time()
        claims = code_sentence(example.text)
        seconds.append(time.process_time() - started)
        sentences.append(match_claims(example, claims))
    figures = {**_score_finding(sentences, own_only), **_score_labels(sentences), **_score_parties(sentences)}
    figures["speed"] = measure_speed(seconds, label="sentences", unit="sentences")
    named = "codebook, test part" + (" (own sentences only)" if own_only else "")
    events = sum(len(one.meetings) for one in sentences)
    return Scores(
        task="clauses", data=named, n=len(examples), seconds_cpu=round(sum(seconds), 3), figures=figures,
        misses=tuple(_name_misses(sentences)), tables=draw_errors(_find_faults(sentences), events),
    )  # fmt: skip


def find_codings(path: Path) -> Path:
    """The folder of codings beside the corpora, else that of the checkout. Raises EvalError when there is none."""
    places = (path / "codings", Path(offing.__file__).parents[2] / CODINGS)
    found = next((place for place in places if any(place.glob("*.jsonl"))), None)
    if found is None:
        raise EvalError(
            f"{path}: holds no folder `codings`", hint=f"offing eval clauses PATH, with {CODINGS} of the source in it or as PATH"
        )
    return found


def find_corpora(path: Path) -> Path:
    """The folder of corpora: `path` or one above it. Raises EvalError when it is none."""
    above = path.resolve()
    for folder in (above, *above.parents[:2]):
        if (folder / "language").is_dir() and (folder / "events").is_dir():
            return folder
    raise EvalError(
        f"{path}: holds neither codings nor corpora", hint="offing eval clauses PATH, with language/, events/ and claims/ in it"
    )


def match_claims(example: Example, claims: Sequence[Claim]) -> Sentence:
    """Which claim meets which event of a sentence."""
    ranked = sorted(
        (event.type != _root(claim), -_shared(event, claim), at, place)
        for at, event in enumerate(example.row.events)
        for place, claim in enumerate(claims)
        if _shared(event, claim)
    )
    met: dict[int, int] = {}
    for _, _, at, place in ranked:
        if at not in met and place not in met.values():
            met[at] = place
    events = example.row.events
    meetings = tuple(Meeting(example.row.id, event, claims[met[at]] if at in met else None) for at, event in enumerate(events))
    stray = {(claim.trigger.start, claim.trigger.end) for claim in claims if not any(_shared(event, claim) for event in events)}
    return Sentence(example.row, meetings, len(stray), len(claims))


def _root(claim: Claim) -> str:
    return claim.action.partition(".")[0]


def _shared(event: Event, claim: Claim) -> int:
    return max(0, min(event.trigger.end, claim.trigger.end) - max(event.trigger.start, claim.trigger.start))


def _score_finding(sentences: Sequence[Sentence], own_only: bool) -> dict[str, Figure]:
    """Whether sentences with events are coded and others not; whether triggers are found."""
    note = f"; {OWN_ONLY}" if own_only else ""
    coded = [(bool(one.row.events), bool(one.claims)) for one in sentences]
    relevance = [(float(gold and said), float(said and not gold), float(gold and not said)) for gold, said in coded]
    quiet = [one for one in sentences if not one.row.events]
    triggers = [(float(found := sum(meeting.claim is not None for meeting in one.meetings)), float(one.stray), len(one.meetings) - found)
                for one in sentences]  # fmt: skip
    recall = [(found, found + missed) for found, _, missed in triggers if found + missed]
    size = sum(max(1, len(one.row.events)) for one in sentences)
    return {
        "clauses": tally(size, n=len(sentences), unit="sentences", label=f"hand-coded clauses{note}", bar=None),
        "event_f1": measure(relevance, f1_of, unit="sentences", label="sentences with an event that are coded, and none else (F1)"),
        "false_alarms": measure([(bool(one.claims), 1) for one in quiet], unit="sentences", better="low",
                                label="of sentences without event, those that are coded"),
        "tempting_alarms": measure([(bool(one.claims), 1) for one in quiet if one.row.tempting], unit="sentences", better="low",
                                   label="of sentences without event that tempt, those that are coded"),
        "trigger_recall": measure(recall, unit="sentences", label="events whose trigger is found"),
        "trigger_f1": measure(triggers, f1_of, unit="sentences", label="triggers, F1"),
    }  # fmt: skip


def _score_labels(sentences: Sequence[Sentence]) -> dict[str, Figure]:
    """Type, status and certainty of the triggers found, status of all events, and what is told as done that is not."""
    meetings = [meeting for one in sentences for meeting in one.meetings]
    found = [(meeting.event, meeting.claim) for meeting in meetings if meeting.claim]
    names = tuple(load_actions())
    types = [(event.type, _root(claim)) for event, claim in found]
    statuses = [(event.status, claim.status.value) for event, claim in found]
    all_names = tuple(status.value for status in Status)
    sure = [(event.certainty, claim.certainty.value) for event, claim in found]
    told = [(event.status not in DONE and claim.status in DONE) for event, claim in found if _is_material(event)]
    return {
        "type_accuracy": measure([(gold == said, 1) for gold, said in types], unit="events", label="type of triggers found"),
        "type_macro_f1": measure(_confuse(types, names), macro_f1, unit="events",
                                 label=f"type of triggers found, macro-F1 over {len(names)}"),
        "status_accuracy": measure([(gold == said, 1) for gold, said in statuses], unit="events", bar=0.85,
                                   label="status of triggers found"),
        "status_macro_f1": measure(_confuse(statuses, all_names), macro_f1, unit="events",
                                   label="status of triggers found, macro-F1 over ten"),
        "status_all": measure([(meeting.claim is not None and meeting.event.status == meeting.claim.status, 1) for meeting in meetings],
                              unit="events", label="status of all events, right; what is not found is wrong"),
        "certainty": measure([(gold == said, 1) for gold, said in sure], unit="events",
                             label="certainty (plain, probable, possible) of triggers found"),
        "certainty_macro_f1": measure(_confuse(sure, CERTAINTIES), macro_f1, unit="events",
                                      label="certainty of triggers found, macro-F1 over three"),
        "told_as_done": tally(sum(told), n=len(told), unit="material events found", better="low", bar=None,
                              label="material events told as happened, ongoing or past that are not"),
    }  # fmt: skip


def _is_material(event: Event) -> bool:
    return load_actions()[event.type].quad in (2, 4)


def _confuse(pairs: Sequence[tuple[str, str]], names: Sequence[str]) -> list[list[float]]:
    """One row for each pair (gold, said): hits, then false alarms, then misses of each name."""
    return [
        [float(gold == name == said) for name in names]
        + [float(said == name != gold) for name in names]
        + [float(gold == name != said) for name in names]
        for gold, said in pairs
    ]


def macro_f1(table: Rows) -> float:
    """Mean F1 of the classes that occur; columns: hits, then false alarms, then misses of each."""
    hits, wrong, missed = table.sum(0).reshape(3, -1)
    present = hits + missed > 0
    return float((2 * hits[present] / (2 * hits + wrong + missed)[present]).mean()) if present.any() else float("nan")


def _score_parties(sentences: Sequence[Sentence]) -> dict[str, Figure]:
    """Doer and recipient of the triggers found: words that overlap, and the code where they do."""
    found = [(meeting.event, meeting.claim) for one in sentences for meeting in one.meetings if meeting.claim]
    figures = {}
    for name, sides in (
        ("who", [(event.who, claim.who) for event, claim in found]),
        ("whom", [(event.whom, claim.whom) for event, claim in found]),
    ):
        met = [(_meet_side(golds, party), party) for golds, party in sides if golds]
        codes = [(side.code == party.code, 1) for side, party in met if side and party and side.code]
        figures[f"{name}_overlap"] = measure([(side is not None, 1) for side, _ in met], unit="events", label=f"{name} overlaps")
        figures[f"{name}_code"] = measure(codes, unit="events", label=f"code of {name}, where it overlaps")
        empty = [(party is None, 1) for golds, party in sides if not golds]
        figures[f"{name}_silent"] = measure(empty, unit="events", label=f"{name} left open where the sentence names none")
    return figures


def _meet_side(golds: Sequence[Side], party: Party | None) -> Side | None:
    """The side that shares most characters with a party, None when none does."""
    if party is None or party.span is None:
        return None
    span = party.span
    shared = {side: min(side.end, span.end) - max(side.start, span.start) for side in golds}
    best = max(golds, key=lambda side: shared[side])
    return best if shared[best] > 0 else None


def _find_faults(sentences: Sequence[Sentence]) -> list[Fault]:
    """Every error of the coder, by kind and class."""
    faults = [Fault("none coded", one.row.none) for one in sentences if not one.row.events and one.claims]
    for meeting in (meeting for one in sentences for meeting in one.meetings):
        event, claim = meeting.event, meeting.claim
        if claim is None:
            faults.append(Fault("not found", event.type))
            continue
        if event.type != _root(claim):
            faults.append(Fault("type", f"{event.type} read as {_root(claim)}"))
        elif event.status != claim.status:
            faults.append(Fault("status", f"{event.status} read as {claim.status}"))
        for name, golds, party in (("who", event.who, claim.who), ("whom", event.whom, claim.whom)):
            side = _meet_side(golds, party) if golds else None
            if not golds and party is not None:
                faults.append(Fault(f"{name} invented", event.type))
            elif golds and side is None:
                faults.append(Fault(f"{name} missed", event.type))
            elif side is not None and party is not None and side.code and side.code != party.code:
                faults.append(
                    Fault(f"{name} code", f"{side.code[3:] or 'a state'} as {party.code[3:] or 'a state' if party.code else 'nothing'}")
                )
    return faults


def _name_misses(sentences: Sequence[Sentence]) -> list[str]:
    """What did not come out, by id and labels."""
    misses = []
    for one in sentences:
        if not one.row.events and one.claims:
            misses.append(f"{one.row.id}: none ({one.row.none}) is coded")
        for meeting in one.meetings:
            event, claim = meeting.event, meeting.claim
            place = f"{meeting.row} at {event.trigger.start}: {event.type} {event.status}"
            if claim is None:
                misses.append(f"{place} is not found")
            elif (event.type, event.status) != (_root(claim), claim.status):
                misses.append(f"{place} coded as {_root(claim)} {claim.status}")
    return misses
