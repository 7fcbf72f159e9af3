"""Clean: a page to its articles. What is cut is kept, with the reason."""

from offing.clean.articles import CLEAN, clean_opened, clean_page, date_page
from offing.clean.recurrences import LEARN, learn_lines

__all__ = ["CLEAN", "LEARN", "clean_opened", "clean_page", "date_page", "learn_lines"]
