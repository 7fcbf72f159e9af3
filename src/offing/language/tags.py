"""Part-of-speech tags: a hidden Markov model over a word table, with a suffix guess for words it has not seen.

Source of the method: Thorsten Brants, "TnT - A Statistical Part-of-Speech Tagger" (2000), here with tag pairs instead of triples and a
few rules after it. The tables are counts (`tools/build_words.py`), no weights.
"""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from functools import lru_cache

from offing.ontology import read_table

Scores = dict[str, float]
CLOSED = {"'s": "POS", "\u2019s": "POS", "n't": "RB", "n\u2019t": "RB", "'": "POS", "\u2019": "POS", "to": "TO", "not": "RB"}
MARKS = {",": ",", ".": ".", "!": ".", "?": ".", ":": ",", ";": ",", "(": ",", ")": ",", "\u2014": ",", "\u2013": ",", "-": ",", "--": ","}
QUOTES = '"\u201c\u201d\u2018\u00ab\u00bb'
BE = frozenset({"be", "am", "is", "are", "was", "were", "been", "being", "'s", "\u2019s", "'re", "\u2019re", "'m", "\u2019m"})
HAVE = frozenset({"have", "has", "had", "having", "'ve", "\u2019ve", "'d", "\u2019d"})
MODALS = frozenset("will would may might could can shall should must 'll \u2019ll cannot ca wo".split())
NEGATIONS = frozenset({"not", "n't", "n\u2019t", "never", "no", "neither"})
AUX = BE | HAVE | frozenset({"do", "does", "did"})
_OPENERS = frozenset({"if", "as", "when", "after", "because", "while", "unless", "although", "that"})
_SUFFIXES = 4
_ARTICLES = frozenset({"the", "a", "an"})
_MENDED = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "NN", "JJ"})
_HURT = frozenset({"wounded", "injured", "hurt", "detained", "arrested"})


@lru_cache(maxsize=1)
def load_words() -> tuple[dict[str, Scores], dict[tuple[str, str], str], dict[str, Scores], dict[str, Scores]]:
    """Word -> tag -> log P(word | tag); (word, tag) -> lemma; suffix -> tag scores; tag -> next tag -> log P."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    lemmas: dict[tuple[str, str], str] = {}
    tags: Counter[str] = Counter()
    suffixes: dict[str, Counter[str]] = defaultdict(Counter)
    rows = read_table("words.csv.gz").splitlines()[1:] + read_table("news_words.csv").splitlines()[1:]
    for form, tag, count, lemma in csv.reader(rows):
        number = int(count)
        counts[form][tag] += number
        tags[tag] += number
        if lemma:
            lemmas[form, tag] = lemma
        if number <= 10 and form.islower():
            for size in range(1, _SUFFIXES + 1):
                suffixes[form[-size:]][tag] += 1
    words = {form: {tag: math.log(count / tags[tag]) for tag, count in row.items()} for form, row in counts.items()}
    guesses: dict[str, Scores] = {}
    for suffix, row in suffixes.items():
        total = sum(row.values())
        # The table holds nearly every English verb, so a word that is not in it is rarely a finite verb.
        guesses[suffix] = {
            tag: math.log(count / total / tags[tag] * 3) - (4.0 if tag in ("VB", "VBP", "VBZ", "VBD") else 0.0)
            for tag, count in row.items()
            if count * 20 >= total
        }
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    for left, right, count in csv.reader(read_table("tag_pairs.csv").splitlines()[1:]):
        pairs[left][right] += int(count)
    known = sorted({*tags, "</s>", ",", ".", "''", "SYM"})
    nexts = {
        left: {right: math.log((row[right] + 0.1) / (sum(row.values()) + 0.1 * len(known))) for right in known}
        for left, row in pairs.items()
    }
    return words, lemmas, guesses, nexts


@lru_cache(maxsize=20_000)
def _candidates(text: str, first: bool, shouting: bool) -> Scores:
    """Log scores of the tags a token may carry, without its neighbours."""
    words, _, guesses, _ = load_words()
    lower = text.lower().replace("\u2019", "'")
    if lower in CLOSED and lower not in ("'s",):
        return {CLOSED[lower]: 0.0}
    if lower == "'s":
        return {"POS": math.log(0.8), "VBZ": math.log(0.02)}
    if lower in MODALS:
        return {"MD": 0.0}
    if text in MARKS or text in QUOTES:
        return {MARKS.get(text, "''"): 0.0}
    if text[0].isdigit():
        return {"CD": 0.0} if "-" not in text else {"JJ": 0.0}
    if not text[0].isalpha():
        return {"SYM": 0.0}
    if text == "US" and not shouting:
        return {"NNP": 0.0}
    plain = words.get(lower)
    if text[0].isupper() and not first and not shouting:
        return _capital(text, lower, plain)
    if plain and first and text in words and text not in ("I", "A"):
        return {**plain, **words[text]}
    if plain:
        return plain
    if first and text in words:
        return words[text]
    if "-" in text:
        return (
            {"NNP": -11.0, "NN": -13.0, "JJ": -12.0}
            if text[0].isupper() and text[0] == text.title()[0] and not _adjectival(lower)
            else {"JJ": -9.0, "NN": -10.5, "VBN": -14.0}
        )
    base = {"NNP": -9.0} if text[0].isupper() else {}
    for size in range(_SUFFIXES, 0, -1):
        if lower[-size:] in guesses:
            return {**guesses[lower[-size:]], **base}
    return {"NN": -10.0, **base}


def _adjectival(lower: str) -> bool:
    """Whether a hyphenated word ends like an adjective ("iran-backed", "pro-iran")."""
    return lower.endswith(("ed", "led", "ing", "wide", "based", "era", "year-old", "run", "held")) or lower.startswith(
        ("pro-", "anti-", "non-")
    )


def _capital(text: str, lower: str, plain: Scores | None) -> Scores:
    """Tags of a word with a capital inside a sentence: a name, unless the word is an adjective of nation or plain in all texts."""
    words = load_words()[0]
    if "-" in text and _adjectival(lower):
        return {"JJ": -8.0}
    cased = words.get(text, {})
    found: Scores = {tag: score for tag, score in (plain or {}).items() if tag in ("JJ", "NNP", "CD", "PRP", "NNS", "DT")}
    if plain and max(plain, key=lambda tag: plain[tag]) in ("DT", "IN", "CC", "PRP", "PRP$", "WP", "WDT", "MD"):
        return {**plain, "NNP": -9.0}
    if cased:
        found = {**found, **cased}
    found["NNP"] = max(found.get("NNP", -9.0), -9.0)
    return found


def tag_words(tokens: list[str]) -> list[str]:
    """The best tag sequence (Viterbi over tag pairs), then mended by rules."""
    nexts = load_words()[3]
    letters = [text for text in tokens if text.isalpha() and len(text) > 3]
    shouting = len(letters) > 3 and all(text.isupper() for text in letters)
    start = True
    trail: list[dict[str, str]] = []
    scores: dict[str, float] = {"<s>": 0.0}
    for text in tokens:
        emitted = _candidates(text, start, shouting)
        start = start and not text[0].isalnum()
        ways = [(left, score, nexts[left] if left in nexts else nexts["NN"]) for left, score in scores.items()]
        step: dict[str, float] = {}
        back: dict[str, str] = {}
        for tag, emit in emitted.items():
            top = -math.inf
            for left, score, row in ways:
                value = score + row[tag] if tag in row else score - 9.0
                if value > top:
                    top, back[tag] = value, left
            step[tag] = top + emit
        trail.append(back)
        scores = step
    if not tokens:
        return []
    tag = max(sorted(scores), key=lambda name: scores[name])
    tags = [tag]
    for back in reversed(trail[1:]):
        tags.append(back[tags[-1]])
    tags.reverse()
    lower = [text.lower() for text in tokens]
    return _find_verbs(lower, _mend(tokens, lower, tags))


def _find_verbs(tokens: list[str], tags: list[str]) -> list[str]:
    """Give a clause that has no verb the one that was taken for a plural ("Crowd breaks into embassy", "if Israel attacks Lebanon").

    `tokens` are in lower case.
    """
    edges = [at for at, word in enumerate(tokens) if tags[at] == "," or word in _OPENERS]
    starts = [-1, *edges]
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(tokens)
        opened = start >= 0 and tokens[start] in _OPENERS
        if not (opened or number == 0) or any(tag in ("VBD", "VBZ", "VBP", "MD") for tag in tags[start + 1 : end]):
            continue
        if number == 0 and end < len(tokens) and tokens[end] not in _OPENERS:
            continue
        for at in range(start + 2, min(end, len(tokens) - 1)):
            known = load_words()[0].get(tokens[at], {})
            if opened and tokens[start] in ("after", "as") and tags[at + 1] == "IN":
                continue
            if tags[at] == "NNS" and "VBZ" in known and tags[at - 1] in ("NN", "NNP", "NNS", "CD") and tags[at + 1] != "POS":
                tags[at] = "VBZ"
                break
    return tags


def _mend(tokens: list[str], low: list[str], tags: list[str]) -> list[str]:
    """Settle verb forms that depend on a word further left: after to and modals the base, after be and have the participle.

    `low`: the tokens in lower case.
    """
    words = load_words()[0]
    for at, tag in enumerate(tags):
        lower = low[at]
        if (tag not in _MENDED and not (lower == "longer" and tag.startswith(("NN", "JJ", "RB")))) or at == 0:
            continue
        left = at - 1
        while left >= 0 and tags[left] == "RB" and at - left < 4:
            left -= 1
        before = low[left] if left >= 0 else ""
        known = words.get(lower, {})
        after = tags[at + 1] if at + 1 < len(tags) else "."
        if lower == "longer" and low[at - 1] == "no":
            tags[at - 1] = tags[at] = "RB"
        elif tag in ("VB", "VBP", "VBG") and tags[at - 1] == "DT" and before in _ARTICLES and (tag != "VBG" or not _nominal(after)):
            tags[at] = "NN"
        elif tag == "JJ" and lower in _HURT and tags[at - 1] in ("CD", "NNS") and not _nominal(after) and before not in AUX:
            tags[at] = "VBN"
        elif tag == "NN" and lower.endswith("ing") and tags[at - 1] == "IN" and after in ("DT", "NNP", "PRP", "PRP$") and "VBG" in known:
            tags[at] = "VBG"
        elif tags[left] in ("MD", "TO") and tag.startswith("VB"):
            tags[at] = "VB" if "VB" in known or tag == "VBP" else tag
        elif tag == "VBD" and before in AUX:
            tags[at] = "VBN"
        elif tag == "VBN" and before not in AUX and left >= 0 and tags[left] in ("PRP", "WDT", "WP") and "VBD" in known:
            tags[at] = "VBD"
        elif tags[left] == "TO" and tag in ("NN", "JJ") and "VB" in known and left == at - 1 and tokens[at].islower():
            follows = tags[at + 1] if at + 1 < len(tags) else "."
            if follows in ("DT", "PRP", "PRP$", "NNP", "IN", "RP"):
                tags[at] = "VB"
    return tags


def _nominal(tag: str) -> bool:
    """Whether a tag can go on with a noun phrase."""
    return tag in ("NN", "NNS", "NNP", "JJ", "JJR", "CD", "VBN")


@lru_cache(maxsize=50_000)
def find_lemma(text: str, tag: str) -> str:
    """The dictionary form of a tagged word: from the table, else by stripping the ending."""
    lower = text.lower()
    if tag in ("NNP", "NNPS"):
        return text
    if tag.startswith("VB") and (lower in BE or lower in HAVE):
        return "be" if lower in BE else "have"
    if tag == "VBZ" and lower.endswith("ed"):  # "vetoed": the tagger errs in the tense, the form does not
        tag = "VBD"
    known = load_words()[0].get(lower, {})
    shorter = load_words()[0].get(lower[:-1], {}) if lower.endswith("s") and not known else {}
    if tag == "NN" and (("NNS" in known and "NN" not in known) or "NN" in shorter):
        tag = "NNS"
    lemma = load_words()[1].get((lower, tag))
    if lemma:
        return lemma
    if tag in ("VBD", "VBN", "VBG"):
        other = next((found for kin in ("VBD", "VBN", "VBG") if (found := load_words()[1].get((lower, kin)))), "")
        return other or _strip_verb(lower)
    if (tag == "NNS" or tag == "VBZ") and lower.endswith("s") and lower not in load_words()[0]:
        if lower.endswith("ies"):
            return lower[:-3] + "y"
        return lower[:-2] if lower.endswith(("shes", "ches", "sses", "xes")) else lower[:-1]
    if tag in ("MD", "VB", "VBD", "VBZ", "VBP"):
        return {
            "'ll": "will",
            "\u2019ll": "will",
            "'d": "would",
            "\u2019d": "would",
            "ca": "can",
            "wo": "will",
            "'s": "be",
            "\u2019s": "be",
            "'re": "be",
            "\u2019re": "be",
            "'m": "be",
            "\u2019m": "be",
            "'ve": "have",
            "\u2019ve": "have",
        }.get(lower, lower)
    return lower


def _strip_verb(lower: str) -> str:
    """The plain form of a verb that the table does not know, from its ending ("recognised", "jailing", "trafficked")."""
    ending = "ing" if lower.endswith("ing") else "ed" if lower.endswith("ed") else ""
    stem = lower[: -len(ending)] if ending else lower
    if not ending or len(stem) < 3:
        return lower
    if stem.endswith("i"):
        return stem[:-1] + "y"
    known = load_words()[0]
    tries = (stem + "e", stem, stem[:-1]) if stem[-1] != stem[-2] else (stem, stem[:-1], stem + "e")
    for one in tries:
        if "VB" in known.get(one, {}) or "VBP" in known.get(one, {}):
            return one
    if stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]
    return stem + "e" if stem.endswith(("is", "iz", "at", "v", "c", "g", "u", "ys")) else stem
