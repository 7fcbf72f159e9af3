"""Task `pages`: the story of a page against article-extraction-benchmark (Zyte, 2020), with its measure, noise, and speed beside a peer."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import trafilatura
from lxml import etree, html
from msgspec import Struct

from offing.clean import clean_opened, clean_page
from offing.clean.extracts import align_page
from offing.errors import CleanError, EvalError, SourceError
from offing.eval.scores import Figure, Rows, Scores, measure
from offing.eval.sets import find_file, read_bytes, read_json
from offing.read import make_opened, make_page
from offing.tell.views import View

GOLD = "ground-truth.json"
SHINGLE = 4
_WORD = re.compile(r"\w+")
_SHARED = {"og:title", "twitter:title"}
_FEWEST_LETTERS = 12
# An undated page that is not in English, as short as can be: both sides load here what they load once, their tables of languages and dates.
_WARM_UP = (
    "<html><body><article><p>Das Tor wurde am Montag geschlossen, weil der Wind zwei Bretter gelöst hatte, sagte der Wärter des Hafens"
    " einem Boten.</p><p>Zwei Tage später stand es wieder offen, und die Boote konnten mit der Flut auslaufen.</p></article></body></html>"
)


class GoldPage(Struct, frozen=True, rename={"body": "articleBody"}):
    """The gold of one page: the text of its story, paragraphs apart by line breaks."""

    body: str


class PageScore(Struct, frozen=True):
    """One page against its gold. `shingles`: shares of all shingles (in both, only found, only in the gold); the rest: noise, CPU-seconds.

    `seconds` for a page that is opened once, `run_seconds` as in a run, which opens it to read it and again to clean it, `peer_seconds`.
    `aligned`: letters of what the extractor yields that stand in the page text, and all of them.
    """

    name: str
    shingles: tuple[float, float, float]
    exact: bool
    ahead: bool
    echo: bool
    tail: bool
    seconds: float
    run_seconds: float
    peer_seconds: float
    aligned: tuple[float, float]


def run_pages(path: Path, _view: View | None = None) -> Scores:
    """Score the reader and `clean_page` on a folder with `ground-truth.json` and `html/KEY.html.gz`; the page's first article counts.

    trafilatura reads every page in the same run for its speed alone. Raises EvalError when the folder has another form.
    """
    golds = read_json(find_file(path, GOLD, "pages"), dict[str, GoldPage], "pages")
    if not golds or path.is_file():
        raise EvalError(f"{path}: holds no page", hint=f"offing eval pages PATH, with the folder that holds {GOLD} and html/")
    files = [find_file(path, f"html/{key}.html.gz", "pages") for key in sorted(golds)]
    _time_all(_WARM_UP.encode(), turn=0)
    scores = []
    for turn, (key, file) in enumerate(zip(sorted(golds), files, strict=True)):
        body = read_bytes(file, "pages")
        text, seconds = _time_all(body, turn)
        scores.append(_score_page(key, golds[key].body, text, body, seconds))
    total = round(sum(score.seconds for score in scores), 3)
    figures, misses = _make_figures(scores), _list_misses(scores)
    return Scores(task="pages", data=path.resolve().name, n=len(scores), seconds_cpu=total, figures=figures, misses=tuple(misses))


def _time_all(body: bytes, turn: int) -> tuple[str, tuple[float, float, float]]:
    """The story of a page, and the CPU-seconds of Offing (opened once; as in a run) and of trafilatura, which take turns in going first."""
    seconds = [0.0, 0.0, 0.0]
    for at in range(turn, turn + len(_SIDES)):
        started = time.process_time()
        _SIDES[at % len(_SIDES)](body)
        seconds[at % len(_SIDES)] = time.process_time() - started
    return _read_once(body), (seconds[0], seconds[1], seconds[2])


def _read_once(body: bytes) -> str:
    try:
        return clean_opened(*make_opened(body, "text/html"))[0].text
    except (CleanError, SourceError):
        return ""


def _read_twice(body: bytes) -> str:
    try:
        return clean_page(make_page(body, "text/html")[0])[0].text
    except (CleanError, SourceError):
        return ""


def _read_peer(body: bytes) -> str:
    return trafilatura.extract(body.decode("utf-8", "replace"), include_comments=False) or ""


_SIDES = (_read_once, _read_twice, _read_peer)


def list_titles(body: bytes) -> list[str]:
    """What a page gives as its headline: every h1, the title and the titles for sharing, folded to letters and digits."""
    try:
        tree = html.fromstring(body.decode("utf-8", "replace").encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return []
    titles = ["".join(map(str, element.itertext())) for element in tree.iter("h1", "title")]
    titles += [meta.get("content", "") for meta in tree.iter("meta") if {meta.get("property"), meta.get("name")} & _SHARED]
    return [folded for title in titles if (folded := fold(title))]


def fold(text: str) -> str:
    """Letters and digits in lower case."""
    return "".join(_WORD.findall(text)).casefold()


def compare_shingles(gold: str, found: str) -> tuple[float, float, float]:
    """Runs of `SHINGLE` words in both, only found, only in the gold, as shares of all of them, so that a long page weighs no more."""
    golds, founds = _count_shingles(gold), _count_shingles(found)
    counts = ((golds & founds).total(), (founds - golds).total(), (golds - founds).total())
    total = sum(counts)
    return (counts[0] / total, counts[1] / total, counts[2] / total) if total else (0.0, 0.0, 0.0)


def _count_shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)) if words)


def shingle_f1(rows: Rows) -> float:
    """F1 of the pages' mean precision and mean recall, as the benchmark computes it. Rows as `compare_shingles` gives them."""
    found, gold = rows[:, 0] + rows[:, 1], rows[:, 0] + rows[:, 2]
    if not found.any() or not gold.any():
        return 0.0
    precision = float((rows[:, 0][found > 0] / found[found > 0]).mean())
    recall = float((rows[:, 0][gold > 0] / gold[gold > 0]).mean())
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _score_page(name: str, gold: str, text: str, body: bytes, seconds: tuple[float, float, float]) -> PageScore:
    """Noise stands before the first or behind the last line that the gold holds; a page none of whose lines it holds has none."""
    held, titles = fold(gold), list_titles(body)
    lines = [line for line in map(fold, text.split("\n")) if line]
    inside = [row for row, line in enumerate(lines) if line in held]
    ahead = lines[: inside[0]] if inside else []
    return PageScore(
        name=name,
        shingles=compare_shingles(gold, text),
        exact=_WORD.findall(gold) == _WORD.findall(text),
        ahead=bool(ahead),
        echo=any(_echoes(line, title) for line in lines if line not in held for title in titles),
        tail=bool(inside) and inside[-1] < len(lines) - 1,
        seconds=seconds[0],
        run_seconds=seconds[1],
        peer_seconds=seconds[2],
        aligned=align_page(make_opened(body, "text/html")[1]),
    )


def _echoes(line: str, title: str) -> bool:
    """Whether a line says a headline, whole or most of it, with no more than half as much around it."""
    if len(line) < _FEWEST_LETTERS or len(title) < _FEWEST_LETTERS:
        return line == title
    return (line in title and 2 * len(line) >= len(title)) or (title in line and 2 * len(line) <= 3 * len(title))


def _make_figures(scores: Sequence[PageScore]) -> dict[str, Figure]:
    shingles = [score.shingles for score in scores]
    lost = [(row[2] / (row[0] + row[2]), 1.0) for row in shingles if row[0] + row[2]]
    ratio = [(score.peer_seconds, score.seconds) for score in scores]
    run_ratio = [(score.peer_seconds, score.run_seconds) for score in scores]
    noise = "pages with a line"

    def share(rows: Sequence[float], label: str, bar: float | None = None, *, low: bool = True) -> Figure:
        return measure([(row, 1.0) for row in rows], unit="pages", label=label, bar=bar, better="low" if low else "high")

    return {
        "shingle_f1": measure(shingles, shingle_f1, unit="pages", label=f"runs of {SHINGLE} words of the story (F1)", bar=0.970),
        "exact": share([score.exact for score in scores], "pages whose words are exactly the story's", 0.42, low=False),
        "tail_noise": share([score.tail for score in scores], f"{noise} behind the story's last", 0.08),
        "head_noise": share([score.ahead for score in scores], f"{noise} before the story's first"),
        "headline_echo": share([score.echo for score in scores], f"{noise} that says the page's headline, where the gold has none", 0.05),
        "gold_lost": measure(lost, unit="pages", label="share of the story's runs that is lost, mean of pages", bar=0.03, better="low"),
        "aligned": measure(
            [score.aligned for score in scores],
            unit="pages",
            label="letters of the extractor's story that stand in the page text",
            bar=0.99,
        ),
        "speed_ratio": measure(ratio, unit="pages", label="pages per CPU-second, reader and cleaner, over trafilatura's", bar=0.9),
        "speed_ratio_run": measure(
            run_ratio, unit="pages", label="the same as in a run, which opens a page to read it and again to clean it"
        ),
        "speed": measure([(1.0, score.seconds) for score in scores], unit="pages", label="pages per CPU-second, reader and cleaner"),
    }


def _list_misses(scores: Sequence[PageScore]) -> list[str]:
    named = (("ahead", "noise before the story"), ("echo", "headline echoed"), ("tail", "noise behind the story"))
    misses = []
    for score in scores:
        told = [words for name, words in named if getattr(score, name)]
        if score.shingles[2] > 0.1:
            told.append(f"{score.shingles[2]:.0%} of all runs lost")
        if told:
            misses.append(f"page: {score.name[:12]}: {', '.join(told)}")
    return misses
