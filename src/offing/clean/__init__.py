"""Clean: a page to its articles. What is cut is kept, with the reason."""

from offing.clean.articles import CLEAN, clean_opened, clean_page, date_page

__all__ = ["CLEAN", "clean_opened", "clean_page", "date_page"]
