"""Speed of the search for copies: beside MinHash libraries in one run, aligned pairs, and task `scale`, up to 200,000 texts."""

from __future__ import annotations

import importlib
import importlib.util
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from types import ModuleType

from offing.errors import EvalError
from offing.eval.scores import SEED, Figure, Scores, meets_bar
from offing.eval.sets import list_files, read_rows
from offing.eval.wires import BASE, BaseText, make_article
from offing.records import Article
from offing.tell.views import View
from offing.trace.copies import GROUPS, gather_pairs
from offing.trace.keys import read_keys
from offing.trace.pairs import BLOCK, Window, find_pairs
from offing.trace.passages import align_sheets
from offing.trace.rewordings import score_rewording
from offing.trace.sentences import forget_readings, read_sheets
from offing.trace.words import WORD

SPEED = 5_000
STEPS = (5_000, 20_000, 50_000, 100_000, 200_000)
DAILY = 1_000  # made texts a day
_SENTENCES = 16  # of a made text: about 980 words
_PAIR = frozenset[str]


def say_speed(count: int, seconds: float, *, label: str, unit: str, bar: float | None = None, note: str = "") -> Figure:
    """`count` units in `seconds` of CPU time (all threads of this process) as units per CPU-second."""
    value = count / max(seconds, 1e-9)
    note = note or "one run over everything: no interval"
    return Figure(value=value, bar=bar, met=meets_bar(value, bar, "high"), n=count, unit=unit, label=label, note=note)


def load_tables() -> None:
    """Load the tables of letters and words, which a process does once whatever it reads: speeds are measured without."""
    for text in ("A quay was shut.", "A quay was shut \N{ANCHOR} \N{FERRY}. \N{SHIP}"):
        read_keys([text])
    score_rewording("A quay was shut.", "The quay had closed.")


def time_alignment(articles: Sequence[Article]) -> dict[str, Figure]:
    """Pairs of articles per CPU-second: all candidates, in blocks as a run takes them, every text read once.

    `speed_alignment` is from words to matched sentences: the arrays of words, sentences and stems are given. `speed_alignment_text` is the
    same from bare text, reading included.
    """
    groups = [
        sorted((record for record in members if isinstance(record, Article)), key=lambda article: article.id != key)
        for key, members in gather_pairs(list(articles))
    ]
    pairs = sum(len(group) - 1 for group in groups)
    load_tables()
    forget_readings()
    read = aligned = 0.0
    for start in range(0, len(groups), GROUPS):
        block = groups[start : start + GROUPS]
        started = time.process_time()
        sheets = iter(read_sheets([article for group in block for article in group]))
        ready = time.process_time()
        own = [list(islice(sheets, len(group))) for group in block]
        align_sheets([(other, first) for first, *others in own for other in others])
        read, aligned = read + ready - started, aligned + time.process_time() - ready
    texts = len({article.page for group in groups for article in group})
    note = f"{pairs} pairs of {texts} texts; one run over everything: no interval"
    label = "candidate pairs per CPU-second, words and sentences given, to matched sentences"
    bare = "candidate pairs per CPU-second, bare text to matched sentences, each text read once"
    return {
        "speed_alignment": say_speed(pairs, aligned, label=label, unit="pairs", bar=SPEED, note=note),
        "speed_alignment_text": say_speed(pairs, read + aligned, label=bare, unit="pairs", note=note),
    }


def time_peers(articles: Sequence[Article], made: set[_PAIR]) -> dict[str, Figure]:
    """Candidates among `articles` by this program and by MinHash libraries, in this order, in one run; `made` are the pairs to find.

    A library that is not installed is named with the way to install it (`requirements-bench.lock`).
    """
    figures: dict[str, Figure] = {}
    peers: list[tuple[str, Callable[[Sequence[Article]], set[_PAIR]]]] = [("offing", _pair_offing)]
    absent = []
    for name, peer in (("rensa", _pair_rensa), ("datasketch", _pair_datasketch)):
        if importlib.util.find_spec(name):
            importlib.import_module(name)  # not timed, as little as the tables of letters
            peers.append((name, peer))
        else:
            absent.append(name)
    for name, pair in peers:
        started = time.process_time()
        found = pair(articles)
        seconds = time.process_time() - started
        what = "text to candidate pairs" if name == "offing" else "MinHash of 128, word 5-grams, LSH at 0.5, text to candidate pairs"
        label = f"{name}: documents per CPU-second, {what}"
        note = f"finds {len(made & found)} of {len(made)} made pairs"
        figures[f"speed_{name}"] = say_speed(len(articles), seconds, label=label, unit="documents", note=note)
    for name in absent:
        label = f"{name}: not timed"
        figures[f"speed_{name}"] = Figure(value=None, label=label, note="not installed: make bench-peers DATA=FOLDER")
    return figures


def _pair_offing(articles: Sequence[Article]) -> set[_PAIR]:
    return {frozenset((one.page, two.page)) for one, two in find_pairs(articles)}


def _shingle(text: str) -> set[str]:
    words = [word.lower() for word in WORD.findall(text)]
    return {" ".join(words[place : place + 5]) for place in range(len(words) - 4)}


def _pair_rensa(articles: Sequence[Article]) -> set[_PAIR]:
    rensa: ModuleType = importlib.import_module("rensa")
    index = rensa.RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    found: set[_PAIR] = set()
    for number, article in enumerate(articles):
        sketch = rensa.RMinHash(num_perm=128, seed=1)
        sketch.update(list(_shingle(article.text)))
        found.update(frozenset((article.page, articles[other].page)) for other in index.query(sketch))
        index.insert(number, sketch)
    return found


def _pair_datasketch(articles: Sequence[Article]) -> set[_PAIR]:
    datasketch: ModuleType = importlib.import_module("datasketch")
    index = datasketch.MinHashLSH(threshold=0.5, num_perm=128)
    found: set[_PAIR] = set()
    for number, article in enumerate(articles):
        sketch = datasketch.MinHash(num_perm=128)
        sketch.update_batch([shingle.encode() for shingle in _shingle(article.text)])
        found.update(frozenset((article.page, articles[other].page)) for other in index.query(sketch))
        index.insert(number, sketch)
    return found


def run_scale(path: Path, _view: View | None = None, *, steps: Sequence[int] = STEPS) -> Scores:
    """Speed, memory and pairs of the candidates as texts grow in number; the texts are mixed from the articles of the folder `path`.

    Texts come day by day into one window, as in a run; none is kept. Raises EvalError when the folder has another form.
    """
    base = [one.text for file in list_files(path, BASE, "scale") for one in read_rows(file, BaseText, "scale") if one.text.strip()]
    sentences = [words for text in base for line in text.split("\n") if 12 <= len(words := line.split(" ")) <= 60]
    if len(sentences) < 2 * _SENTENCES:
        raise EvalError(f"{path}: too little text to mix", hint=f"offing eval scale PATH, with a folder that holds {BASE}")
    made, window = _mix_articles(sentences), Window()
    load_tables()
    figures: dict[str, Figure] = {}
    seen, total = 0, 0.0
    for step in steps:
        seconds, pairs, keys = 0.0, 0, 0
        begun = seen
        while seen < step:
            batch = [next(made) for _ in range(min(BLOCK, step - seen))]
            started = time.process_time()
            pairs += len(window.add(batch))
            seconds += time.process_time() - started
            keys += window.added
            seen += len(batch)
        total += seconds
        figures |= _make_step(step, step - begun, seconds, pairs, keys, window.held)
    return Scores(task="scale", data=path.resolve().name, n=seen, seconds_cpu=round(total, 3), figures=figures)


def _make_step(step: int, count: int, seconds: float, pairs: int, keys: int, held: int) -> dict[str, Figure]:
    name, upto = f"{step // 1000}k" if step >= 1000 else str(step), f"up to {step} texts"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        f"speed_{name}": say_speed(count, seconds, label=f"{upto}: documents per CPU-second, text to candidate pairs", unit="documents"),
        f"ns_{name}": _count(1e9 * seconds / max(keys, 1), keys, "postings", f"{upto}: nanoseconds a posting"),
        f"pairs_{name}": _count(pairs / count, count, "documents", f"{upto}: candidate pairs a document"),
        f"held_{name}": _count(held, step, "documents", f"{upto}: postings held by the window"),
        f"peak_{name}": _count(peak, step, "documents", f"{upto}: peak memory of the process, MiB"),
    }


def _count(value: float, n: int, unit: str, label: str) -> Figure:
    return Figure(value=value, n=n, unit=unit, label=label, note="one run: no interval")


def _mix_articles(sentences: Sequence[list[str]]) -> Iterator[Article]:
    """Endless articles, `DAILY` a day. A sentence interleaves two given ones; one text in ten takes two fifths of another's."""
    chance = random.Random(SEED)
    recent: list[list[str]] = []
    for number in range(1 << 24):
        own = [_interleave(*chance.choices(sentences, k=2)) for _ in range(_SENTENCES)]
        if number % 10 == 9:
            share = _SENTENCES * 2 // 5
            own[:share] = chance.sample(chance.choice(recent), share)
        recent = [*recent[-500:], own] if len(recent) > 1000 else [*recent, own]
        day = (date(2020, 1, 1) + timedelta(days=number // DAILY)).isoformat()
        yield make_article(f"made{number:08}", "\n".join(own), BaseText(id="", text="", date=day))


def _interleave(one: list[str], two: list[str]) -> str:
    return " ".join(word for both in zip(one, two, strict=False) for word in both)
