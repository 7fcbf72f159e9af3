"""The address of an article in one form, so that a page seen again is known as the same article."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

# What is added to an address on the way to it, and says nothing about what stands there.
_ADDED = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|cmpid|cmp|ocid|icid|ftag|ito|taid|ref|ref_src|smid|smtyp|partner|feature|amp"
    r"|outputtype",
    re.IGNORECASE,
)
_DOOR = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)


@lru_cache(maxsize=65536)
def name_address(url: str) -> str:
    """`url` without what does not tell two articles apart: scheme, www or m, tracking parameters, fragment, the slash at the end.

    "" for what is no web address, and for a front page: what stands there is another story each time, not a version of one.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    path = _DOOR.sub("", parts.path).rstrip("/").removesuffix("/amp")
    query = urlencode(sorted((name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _ADDED.fullmatch(name)))
    return f"{host}{port}{path}{'?' if query else ''}{query}" if path or query else ""
