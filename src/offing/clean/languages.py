"""Which language an article is in. English is coded; every other one is kept, counted and named as not read."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_FREQUENT = "the of and to in a that is was for on with he she it his her as at by from said were had have has be been an who"
_ENGLISH = frozenset(_FREQUENT.split(" "))
# Characters that are looked at, and words below which a text is short: then what the page says of itself weighs more.
_SAMPLE, _SHORT = 3000, 20
_SURE = 0.95


def find_language(text: str, said: str) -> str:
    """ISO 639-1 code: English by its most frequent words, anything else by py3langid (Barbaresi 2022).

    A short text is what the page says (`said`, "" if nothing); where that is English or nothing, another language only when its letters
    are not Latin ones or, with nothing said, when py3langid is sure to 95 %.
    """
    sample = text[:_SAMPLE]
    words = sample.lower().split()
    if words and sum(word in _ENGLISH for word in words) * 5 >= len(words):
        return "en" if len(words) >= _SHORT else said or "en"
    if len(words) >= _SHORT:
        return str(_load_identifier().classify(sample)[0])
    if not words or (said and said != "en"):
        return said or "en"
    foreign = _writes_otherwise(sample)
    if said and not foreign:
        return said
    code, share = _load_identifier().classify(sample)
    return str(code) if foreign or share >= _SURE else "en"


def _writes_otherwise(text: str) -> bool:
    """Whether most letters are not Latin."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter > "\u036f" and not "\u1e00" <= letter <= "\u1eff" for letter in letters) * 2 > len(letters)


@cache
def _load_identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
