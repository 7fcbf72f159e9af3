"""Names and predicates by a language model at an OpenAI-compatible endpoint, over the trees of the default analyzer.

One sentence a question, page text in a message of its own, answers held to a JSON schema and to the words of the sentence (`answers`). What
was answered once is kept on disk and not asked again, so that a case gives the same results twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from offing.errors import AnalyzerError
from offing.fetch.addresses import Target, parse_target
from offing.fetch.answers import SCHEMA, SYSTEM, apply_answer, ask_about, read_answer
from offing.fetch.exchanges import Guard, exchange
from offing.fetch.faults import Fault
from offing.fetch.limits import Limits
from offing.language.analyses import Analysis, Analyzer
from offing.language.choices import REMOTE, choose_analyzer, open_analyzer

VERSION = "1"
LONGEST = 2_000  # characters; what is longer is no sentence and is left to the analyzer below
_MOST_TOKENS = 4_096
_FAULTS = 3
_MODEL = re.compile(r"[\w.:/@+-]{1,120}")
_HERE = re.compile(r"localhost|127\.[0-9.]+|::1")
_RETRY = "look at the endpoint, then `offing run --retry`; what was answered is kept and not asked again"


class _Message(Struct):
    content: str | None = None


class _Choice(Struct):
    message: _Message


class _Reply(Struct):
    choices: list[_Choice]


class EndpointAnalyzer:
    """The analyzer "llm:URL#MODEL". After three failures in a row it asks no more: all that is not kept fails at once."""

    def __init__(self, target: Target, model: str, base: Analyzer, cache: Path, *, key: str = "", limits: Limits) -> None:
        self._target, self._model, self._base, self._cache, self._key, self._limits = target, model, base, cache, key, limits
        self._faults = 0
        self.name = f"llm-{model} over {base.name}"
        self.version = f"{VERSION} {base.version}"

    def analyze(self, sentences: list[str]) -> list[Analysis]:
        """One analysis for each sentence; the base's own, under its own name, where the answer breaks the schema.

        Raises AnalyzerError when the endpoint does not answer, answers with an error, too late or with too much.
        """
        return [self._analyze_one(analysis) for analysis in self._base.analyze(sentences)]

    def _analyze_one(self, analysis: Analysis) -> Analysis:
        if not analysis.tokens or len(analysis.sentence) > LONGEST:
            return analysis
        answer = read_answer(self._find_content(self._write_question(analysis)))
        return analysis if answer is None else apply_answer(analysis, answer, self.name, self.version)

    def _write_question(self, analysis: Analysis) -> bytes:
        """The body of the request: our own words in one message, the page's in another."""
        messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": ask_about(analysis)}]
        form = {"type": "json_schema", "json_schema": {"name": "analysis", "strict": True, "schema": SCHEMA}}
        return msgspec.json.encode(
            {"model": self._model, "messages": messages, "response_format": form, "temperature": 0, "max_tokens": _MOST_TOKENS}
        )

    def _find_content(self, question: bytes) -> str:
        """The answer to a question: the kept one, else the endpoint's, which is then kept, whatever it says."""
        name = hashlib.sha256(f"{self._target.url}\0".encode() + question).hexdigest()
        kept = self._cache / name[:2] / f"{name}.txt"
        try:
            return kept.read_bytes().decode("utf-8", "replace")
        except OSError:
            pass
        content = self._ask(question)
        _keep(kept, content)
        return content

    def _ask(self, question: bytes) -> str:
        if self._faults >= _FAULTS:
            raise AnalyzerError(f"{self._target.url}: failed {_FAULTS} times in a row and is not asked further", hint=_RETRY)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        self._faults += 1
        try:
            reply = exchange(self._target, headers, self._limits, Guard(self._limits.total_seconds), sent=question)
        except Fault as fault:
            raise AnalyzerError(f"{self._target.url}: {fault.message}", hint=_RETRY) from fault
        if reply.status != 200:
            hint = "the endpoint refuses the key (OFFING_LLM_KEY)" if reply.status in (401, 403) else _RETRY
            raise AnalyzerError(f"{self._target.url}: answers with status {reply.status}", hint=hint)
        try:
            # json, not msgspec: half a surrogate pair, which a model may well write, must not lose the article.
            choices = msgspec.convert(json.loads(reply.body), type=_Reply).choices
        except (msgspec.ValidationError, ValueError, RecursionError) as error:
            hint = "is this an OpenAI-compatible endpoint? its address ends before /chat/completions"
            raise AnalyzerError(f"{self._target.url}: the answer is no chat completion", hint=hint) from error
        self._faults = 0
        content = (choices[0].message.content or "") if choices else ""
        return content.encode("utf-8", "replace").decode("utf-8")


def _keep(path: Path, content: str) -> None:
    """Write an answer whole or not at all: other processes look for it too."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as opened:
            opened.write(content.encode("utf-8"))
        os.replace(opened.name, path)
    except OSError as error:
        hint = "give the case a folder that can be written to: the answers are kept beside it"
        raise AnalyzerError(f"{path.parent}: the answer cannot be kept ({error.strerror})", hint=hint) from error


@lru_cache(maxsize=2)
def open_endpoint(name: str, cache: Path, key: str = "", seconds: float = 60.0, most_bytes: int = 1_000_000) -> Analyzer:
    """The analyzer "llm:URL#MODEL" over the default one; nothing is asked yet. Any host that is named may be meant, also this machine.

    `seconds` and `most_bytes` bound one answer. Raises AnalyzerError for what is no http(s) address with a model, and for a key that
    would leave this machine without TLS.
    """
    kind, _, place = name.partition(":")
    address, _, model = place.partition("#")
    if kind != REMOTE or not _MODEL.fullmatch(model):
        raise AnalyzerError(f"{name}: no address with a model", hint="write llm:URL#MODEL, as llm:http://127.0.0.1:8080/v1#my-model")
    ending = "/chat/completions"
    try:
        target = parse_target(address if address.endswith(ending) else address.rstrip("/") + ending)
    except Fault as fault:
        raise AnalyzerError(f"{name}: {fault.message}", hint="write llm:URL#MODEL with an http or https address") from fault
    if key and target.scheme == "http" and not _HERE.fullmatch(target.host):
        hint = "give the https address, or unset OFFING_LLM_KEY"
        raise AnalyzerError(f"{name}: the key would cross the network unencrypted", hint=hint)
    limits = Limits(
        connect_seconds=min(10.0, seconds), read_seconds=seconds, total_seconds=seconds, max_bytes=most_bytes,
        allowed=frozenset({target.host}),
    )  # fmt: skip
    return EndpointAnalyzer(target, model, open_analyzer(choose_analyzer()), cache, key=key, limits=limits)
