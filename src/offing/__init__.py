"""Offing: what is reported, by how many sources that did not copy each other, who said it and who denies it.

The public names; each is loaded when it is first used, so that importing `offing` imports nothing heavy.
"""

from importlib import import_module

__version__ = "0.1.0"

_WHERE = {
    "read_pages": "offing.read",
    "clean_page": "offing.clean",
    "find_copies": "offing.trace",
    "analyze": "offing.language",
    "code_claims": "offing.code",
    "code_sentence": "offing.code",
    "find_times": "offing.code",
    "find_places": "offing.code",
    "find_quotes": "offing.code",
    "group_stories": "offing.weigh",
    "weigh_claims": "offing.weigh",
    "Case": "offing.case",
    "run_pipeline": "offing.pipeline",
}

__all__ = ["__version__", *_WHERE]


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module 'offing' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
