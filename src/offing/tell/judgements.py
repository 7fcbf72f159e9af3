"""Judgements: a forecast printed whole (number, band, horizon, interval, base rate, sample) or an abstention with its reason."""

from __future__ import annotations

from offing.records import Abstention, Dating, Event, Forecast, Reading, Span, Value
from offing.tell.phrases import count_words, say_day
from offing.tell.tallies import Entry, Tally, find_event, find_opening
from offing.tell.views import View
from offing.tell.witnesses import Ledger
from offing.watch.bands import find_probability, name_band, print_probability
from offing.watch.forecasts import SIMULATED


class Judgement(Value, frozen=True):
    """What may be said about what comes. `probability` None means that no number is given. Probabilities are 0-1."""

    text: str
    caption: str
    pair: str
    probability: float | None = None
    low: float = 0.0
    high: float = 0.0
    base: float = 0.0
    band: str = ""
    simulated: bool = False
    rests: str = ""
    tallies: tuple[Tally, ...] = ()


def make_judgements(view: View, limit: int = 3) -> tuple[Judgement, ...]:
    """The latest forecasts, furthest above their base rate first (at most `limit`), one line per reason to abstain, then simulated ones."""
    latest: dict[tuple[str, str, int], Forecast] = {}
    for forecast in sorted(view.all(Forecast), key=lambda forecast: (forecast.issued, forecast.id)):
        latest[(forecast.pair, forecast.outcome, forecast.horizon)] = forecast
    ranked = sorted(latest.values(), key=lambda forecast: (-_lift(forecast), forecast.pair, forecast.id))
    judgements = [judge_forecast(forecast) for forecast in ranked if not forecast.simulated][:limit]
    abstentions = [abstention for abstention in view.all(Abstention) if SIMULATED not in abstention.pair]
    judgements += judge_abstentions(abstentions, Ledger(view))  # an invented pair is no pair of this case
    judgements += [judge_forecast(forecast) for forecast in ranked if forecast.simulated][:limit]
    if not judgements:
        judgements = [Judgement(text="No number is given: no forecast was asked for in this case.", caption="", pair="")]
    return tuple(judgements)


def _lift(forecast: Forecast) -> float:
    return find_probability(forecast.log_odds) - forecast.base_rate


def judge_forecast(forecast: Forecast) -> Judgement:
    """A forecast in words; never without base rate, horizon and sample."""
    probability = find_probability(forecast.log_odds)
    low, high = find_probability(forecast.low), find_probability(forecast.high)
    band = name_band(probability)
    verb = "has" if band.endswith("no chance") else "has a" if band.endswith("chance") else "is"
    side = "above" if probability > forecast.base_rate * 1.15 else "below" if probability < forecast.base_rate * 0.85 else "near"
    world = "In the simulated world, " if forecast.simulated else ""
    text = (
        f"{world}{forecast.outcome} for {name_pair(forecast.pair)} in the next {forecast.horizon} days {verb} {band}: "
        f"{print_probability(probability)} ({print_probability(low)} to {print_probability(high)}). "
        f"That is {side} its normal: of {forecast.sample:,} earlier windows of {forecast.horizon} days, "
        f"{forecast.base_count:,} saw one ({print_probability(forecast.base_rate)})."
    )
    text = text[:1].upper() + text[1:]
    caption = f"Issued {say_day(forecast.issued)}, model and input {forecast.digest[:12]}." + (
        " Simulated world, not news." if forecast.simulated else ""
    )
    return Judgement(
        text=text, caption=caption, pair=forecast.pair, probability=probability, low=low, high=high, base=forecast.base_rate, band=band,
        simulated=forecast.simulated, rests=forecast.id,
    )  # fmt: skip


def judge_abstentions(abstentions: list[Abstention], ledger: Ledger) -> list[Judgement]:
    """One judgement per reason and horizon: for which pairs no number is given, and what is missing."""
    groups: dict[tuple[str, int, int, str], list[Abstention]] = {}
    for abstention in abstentions:
        groups.setdefault((abstention.reason, abstention.horizon, abstention.needed, abstention.outcome), []).append(abstention)
    judgements = []
    for (reason, horizon, needed, outcome), members in sorted(groups.items()):
        names = sorted({abstention.pair for abstention in members}, key=lambda pair: ("?" in pair, pair))
        pairs = [name_pair(pair) for pair in names]
        named = ", ".join(pairs[:5]) + (" and others" if len(pairs) > 5 else "")
        tally = _tally_pairs(ledger, members)
        whom = pairs[0] if len(pairs) == 1 else f"any of {tally.words}"
        days = sorted({abstention.days for abstention in members})
        seen = f"{days[0]}" if len(days) == 1 else f"{days[0]} to {days[-1]}"
        lack = f" {seen} {'day is' if seen == '1' else 'days are'} seen, {needed} are needed." if needed else ""
        text = f"No number is given for {outcome} in the next {horizon} days, for {whom}: {reason.rstrip('.')}.{lack}"
        caption = ("" if len(pairs) == 1 else f"Pairs: {named}. ") + "Silence in a short history is not calm."
        judgements.append(Judgement(text=text, caption=caption, pair=pairs[0], rests=members[0].id, tallies=(tally,)))
    return judgements


def _tally_pairs(ledger: Ledger, abstentions: list[Abstention]) -> Tally:
    """The pairs of actors, each with a sentence about it where its readings lead to one."""
    spans: dict[str, Span | None] = {}
    for abstention in sorted(abstentions, key=lambda abstention: (abstention.pair, abstention.id)):
        if spans.get(abstention.pair) is None:
            readings = [reading for ident in abstention.readings if isinstance(reading := ledger.view.find(ident), Reading)]
            spans[abstention.pair] = next((span for reading in readings if (span := _find_seen(ledger, reading))), None)
    entries = tuple(Entry(words=name_pair(pair), span=span) for pair, span in spans.items() if span)
    whole = len(entries) == len(spans)
    return Tally(words=count_words(len(spans), "pair"), entries=entries if whole else (), about="of actors, who to whom")


def _find_seen(ledger: Ledger, reading: Reading) -> Span | None:
    """A sentence that a reading rests on: of its events, else of the articles that were looked at."""
    for ident in (*reading.events, *reading.looked):
        match ledger.view.find(ident):
            case Event() as event if span := find_event(ledger, event):
                return span
            case Dating() as dating if dating.article in ledger.desk.articles:
                return find_opening(ledger.desk.articles[dating.article])
            case Reading() as below if below.id != reading.id and (span := _find_seen(ledger, below)):
                return span
    return None


def name_pair(pair: str) -> str:
    """`IRN>USA` as `IRN → USA` (who to whom), `?` as `unknown`; a pair without direction keeps its dash."""
    if ">" in pair:
        return " → ".join("unknown" if name == "?" else name for name in pair.split(">"))
    return pair.replace("-", " – ")
