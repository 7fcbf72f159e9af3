"""Code: articles to claims. Who says that who did, will do or did not do what to whom, where and when."""

from offing.code.claims import CODE, code_claims, code_sentence, make_coder
from offing.code.places import find_places
from offing.code.quotes import find_quotes
from offing.code.times import find_times

__all__ = ["CODE", "code_claims", "code_sentence", "find_places", "find_quotes", "find_times", "make_coder"]
