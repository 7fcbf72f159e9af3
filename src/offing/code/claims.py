"""Articles to claims: puts actions, actors, places, times, status and tellers together, and alone makes Claims.

Method: a clause that matches a frame of the PLOVER table becomes a claim when at least one party is known (for violence and protest: a
place or a target). Its status is scope-aware, its tellers run from the innermost to the outlet. `Claim.analyzer` names what read the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from offing.code.coreference import Memory
from offing.code.gates import is_forceful, is_off_topic, is_off_topic_story, may_emit
from offing.code.merges import settle_hits
from offing.code.passages import Reading, read_passages
from offing.code.scenes import Scene
from offing.code.sheets import Sheet, write_claims
from offing.language.analyses import Analyzer
from offing.language.choices import Opener, choose_analyzer, open_analyzer, version_of
from offing.records import Article, Claim, Party, Role, Segment, Span
from offing.stage import Each


def code_claims(article: Article, analyzer: Analyzer | None = None) -> list[Claim]:
    """The claims of an article, by place on the page. Articles not in English give none. `analyzer` None: the default of this install.

    Body, highlights and headline are read; claims of a headline carry a rule that starts with "headline". Pure; raises TableError when a
    coding table is damaged.
    """
    if not article.language.lower().startswith("en"):
        return []
    memory = Memory()
    found: dict[str, Claim] = {}
    number = 0
    readings = list(read_passages(article, analyzer or open_analyzer(choose_analyzer())))
    aside = is_off_topic_story([analysis.sentence for reading in readings for _, analysis in reading.sentences])
    for reading in readings:
        number = _read_passage(article, reading, memory, number, found, aside=aside)
    return sorted(found.values(), key=lambda claim: (claim.span.start, claim.trigger.start, claim.id))


def _read_passage(article: Article, reading: Reading, memory: Memory, number: int, found: dict[str, Claim], *, aside: bool) -> int:
    """Code the sentences of one passage in order; returns the number of the next sentence. `aside`: the story is about something else."""
    day = article.published.start if article.published is not None else ""
    for start, analysis in reading.sentences:
        number += 1
        scene = Scene(analysis, reading.passage, start, number, memory, day)
        sheet = Sheet(article, reading, scene)
        sheet.open_speakers()
        scene.read_subjects()
        sheet.open_speakers()
        if is_off_topic(analysis.sentence) or (aside and not is_forceful(analysis.sentence)):
            continue
        for claim in _code_scene(sheet):
            found.setdefault(claim.id, claim)
    return number


def _code_scene(sheet: Sheet) -> Iterable[Claim]:
    """The claims of one sentence."""
    for hit in settle_hits(sheet):
        for claim in write_claims(sheet, hit):
            if may_emit(sheet, hit, claim):
                yield claim


def code_sentence(sentence: str, who: str | None = None, whom: str | None = None, analyzer: Analyzer | None = None) -> list[Claim]:
    """The claims of one bare sentence (spans on page ""). `who`, `whom`: keep only claims whose parties share a word with these.

    Times stay unresolved, for there is no day to count from.
    """
    segment = Segment(span=Span("", 0, len(sentence)), role=Role.BODY, reason="", text=sentence)
    article = Article(page="", part=0, segments=(segment,), text=sentence)
    return [claim for claim in code_claims(article, analyzer) if _shares(claim.who, who) and _shares(claim.whom, whom)]


def _shares(party: Party | None, words: str | None) -> bool:
    """Whether a party holds one of the given words, or nothing is asked."""
    if words is None:
        return True
    if party is None:
        return False
    asked = {word.lower().strip(".,") for word in words.split()} - {"the", "a", "an", "of"}
    return bool(asked & {word.lower().strip(".,") for word in f"{party.words} {party.name}".split()})


def _work(article: Article, analyzer: str, opener: Opener = open_analyzer) -> Sequence[Claim]:
    return code_claims(article, opener(analyzer))


TABLES = (
    "actions.yaml",
    "cues.yaml",
    "words.csv.gz",
    "news_words.csv",
    "tag_pairs.csv",
    "speech.yaml",
    "places.csv.gz",
    "sites.csv",
    "actors/names.csv.gz",
    "actors/agents.csv",
    "actors/groups.csv",
    "actors/offices.csv",
)


def make_coder(analyzer: str = "", opener: Opener = open_analyzer) -> Each:
    """The stage with the analyzer of that name, "" for the default; another analyzer is another version. Raises AnalyzerError.

    `opener` opens it in every process, so it must be importable by name.
    """
    name = choose_analyzer(analyzer)
    version = f"3 {name} {version_of(name, opener)}"
    work = partial(_work, analyzer=name, opener=opener)
    return Each(name="code", version=version, takes=Article, makes=(Claim,), work=work, tables=TABLES)


CODE = make_coder()
