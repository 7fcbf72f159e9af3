"""What a person types, found: a page by its hash or file name, a story by words of its title."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from offing.errors import NotFound
from offing.records import Capture, Page, Record, Story
from offing.tell.views import View

R = TypeVar("R", bound=Record)
SHOWN = 8


def find_page(view: View, words: str) -> Page:
    """The page with this id, this start of a SHA-256, or these words in its origin. Raises NotFound when none or several fit."""
    origins = {capture.page: capture.origin for capture in view.all(Capture)}
    pages = view.all(Page)
    fitting = [page for page in pages if page.id.startswith(words) or page.sha256.startswith(words)]
    if not fitting:
        fitting = [page for page in pages if words.casefold() in origins.get(page.id, "").casefold()]
    return _one(fitting, words, "page", [origins.get(page.id, page.id) for page in fitting or pages])


def find_story(view: View, words: str) -> Story:
    """The story with this start of an id, or these words in its title. Raises NotFound when none or several fit."""
    stories = view.all(Story)
    fitting = [story for story in stories if story.id.startswith(words)] or [
        story for story in stories if words.casefold() in story.title.casefold()
    ]
    return _one(fitting, words, "story", [f"{story.id[:8]} {story.title}" for story in fitting or stories])


def _one(fitting: list[R], words: str, noun: str, names: Iterable[str]) -> R:
    if len(fitting) == 1:
        return fitting[0]
    listed = sorted(names)
    shown = "; ".join(listed[:SHOWN]) + (f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else "")
    if fitting:
        raise NotFound(f"{words}: {len(fitting)} of them fit", hint=f"say more: {shown}")
    raise NotFound(
        f"{words}: no such {noun} in this case", hint=f"there are: {shown}" if listed else "the case is empty: offing run FOLDER fills it"
    )
