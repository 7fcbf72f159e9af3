"""Read: bytes to pages. Files, folders, JSONL, saved feeds; no network."""

from offing.read.blocks import Block
from offing.read.files import read_pages, read_source
from offing.read.pages import make_opened, make_page
from offing.read.renderings import RENDERER, Rendering, render_page

__all__ = ["RENDERER", "Block", "Rendering", "make_opened", "make_page", "read_pages", "read_source", "render_page"]
