"""`--analyzer`: who opens the analyzer that was named. The one place that reads the key of an endpoint."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from offing.fetch.endpoints import open_endpoint
from offing.language.choices import REMOTE, Opener, open_analyzer

KEY = "OFFING_LLM_KEY"


def choose_opener(analyzer: str, case: Path) -> Opener:
    """The opener for a name. For `llm:` the one that speaks to the endpoint; its answers are kept beside the case (`FILE.answers`)."""
    if not analyzer.startswith(f"{REMOTE}:"):
        return open_analyzer
    return partial(open_endpoint, cache=Path(f"{case.absolute()}.answers"), key=os.environ.get(KEY, ""))
