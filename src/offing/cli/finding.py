"""What a person types, found: a page by its hash or file name, a story by words of its title, an article by any of its names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from offing.errors import NotFound
from offing.records import Article, Capture, Page, Record, Story
from offing.tell.phrases import clip_text, name_outlet
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
    """The story with this start of an id, these words in its title, or in that of an article. Raises NotFound when none or several fit."""
    stories = view.all(Story)
    fitting = [story for story in stories if story.id.startswith(words)] or [
        story for story in stories if words.casefold() in story.title.casefold()
    ]
    if not fitting:
        titled = {article.id for article in view.all(Article) if words.casefold() in article.title.casefold()}
        fitting = [story for story in stories if titled & set(story.articles)]
    return _one(fitting, words, "story", [f"{story.id[:8]} {story.title}" for story in fitting or stories])


def find_article(view: View, words: str, story: Story | None = None) -> Article:
    """The article with this start of an id, this address (or its start), this file name, or, inside `story`, of this outlet.

    The first of these ways that fits anything decides. Raises NotFound when none or several fit, and lists them.
    """
    articles = view.articles_of(story) if story else view.all(Article)
    origins = {capture.page: capture.origin for capture in view.all(Capture)}
    bare = _bare_address(words)
    ways = (
        [article for article in articles if len(words) >= 4 and article.id.startswith(words)],
        [article for article in articles if article.url and _bare_address(article.url) == bare],
        [article for article in articles if article.url and "." in bare and _bare_address(article.url).startswith(bare)],
        [article for article in articles if _ends_path(origins.get(article.page, ""), words)],
        [article for article in articles if story and name_outlet(article).casefold() == words.casefold()],
        [article for article in articles if story and words.casefold() in name_outlet(article).casefold()],
    )
    fitting = next((found for found in ways if found), [])
    names = [
        f"{article.id[:8]} {name_outlet(article)}, “{clip_text(article.title or article.text, 50)}”" for article in fitting or articles
    ]
    noun = "article" if story else "article (id, address or file; an outlet only with --story)"
    return _one(fitting, words, noun, names)


def _bare_address(address: str) -> str:
    return address.casefold().partition("://")[2].removeprefix("www.").rstrip("/") or address.casefold().removeprefix("www.").rstrip("/")


def _ends_path(origin: str, words: str) -> bool:
    """Whether a typed path and the origin of a page end alike: the whole of the shorter one."""
    mine, theirs = origin.split("/")[::-1], words.removeprefix("./").split("/")[::-1]
    return bool(origin) and all(one == other for one, other in zip(mine, theirs, strict=False))


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
