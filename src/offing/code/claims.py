"""Articles to claims: puts actions, actors, places, times, status and tellers together, and alone makes Claims.

Method: a clause that matches a frame of the PLOVER table becomes a claim when at least one party is known (for violence and protest: a
place or a target). Its status is scope-aware, its tellers run from the innermost to the outlet. `Claim.analyzer` names what read the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from offing.code.actions import Hit
from offing.code.coreference import Memory
from offing.code.gates import find_refusal, find_topic, is_forceful, is_off_topic_story
from offing.code.merges import settle_hits
from offing.code.parties import show_sectors
from offing.code.passages import read_passages
from offing.code.scenes import Scene
from offing.code.sheets import Sheet, write_claims
from offing.language.analyses import Analysis, Analyzer
from offing.language.choices import Opener, choose_analyzer, open_analyzer, version_of
from offing.language.sentences import split_sentences
from offing.records import Article, Claim, Party, Role, Segment, Span
from offing.stage import Each


def code_claims(article: Article, analyzer: Analyzer | None = None) -> list[Claim]:
    """The claims of an article, by place on the page. Articles not in English give none. `analyzer` None: the default of this install.

    Body, highlights and headline are read; claims of a headline carry a rule that starts with "headline". Pure; raises TableError when a
    coding table is damaged.
    """
    found: dict[str, Claim] = {}
    for sheet in open_sheets(article, analyzer):
        for claim in code_sheet(sheet):
            found.setdefault(claim.id, claim)
    return sorted(found.values(), key=lambda claim: (claim.span.start, claim.trigger.start, claim.id))


def open_sheets(article: Article, analyzer: Analyzer | None = None) -> Iterator[Sheet]:
    """The sentences of an article in reading order, each with its parties and speakers; none of an article not in English.

    What a sentence tells is remembered for the next, so each sheet is to be coded before the next is asked for.
    """
    if not article.language.lower().startswith("en"):
        return
    memory = Memory()
    readings = list(read_passages(article, analyzer or open_analyzer(choose_analyzer())))
    aside = is_off_topic_story([analysis.sentence for reading in readings for _, analysis in reading.sentences])
    day = article.published.start if article.published is not None else ""
    number = 0
    for reading in readings:
        for start, analysis in reading.sentences:
            number += 1
            sheet = Sheet(article, reading, Scene(analysis, reading.passage, start, number, memory, day))
            sheet.open_speakers()
            sheet.scene.read_subjects()
            sheet.open_speakers()
            sheet.aside = find_topic(analysis) or (
                "the story is about something else" if aside and not is_forceful(analysis.sentence) else ""
            )
            yield sheet


def code_sheet(sheet: Sheet) -> Iterator[Claim]:
    """The claims of one sentence; what is not coded is noted on the sheet, with the reason."""
    for _, drafts in weigh_sheet(sheet):
        yield from (claim for claim, refused in drafts if not refused)


def weigh_sheet(sheet: Sheet) -> Iterator[tuple[Hit, list[tuple[Claim, str]]]]:
    """The hits of one sentence, each with the claims that can be made of it and why they are not told ("" when they are)."""
    for hit in map(show_sectors, settle_hits(sheet)) if not sheet.aside else ():
        drafts = [(claim, find_refusal(sheet, hit, claim)) for claim in write_claims(sheet, hit)]
        for claim, refused in drafts:
            sheet.note(hit.index, claim.action, refused, claim.who)
        yield hit, drafts


def code_sentence(sentence: str, who: str | None = None, whom: str | None = None, analyzer: Analyzer | None = None) -> list[Claim]:
    """The claims of one bare sentence (spans on page ""). `who`, `whom`: keep only claims whose parties share a word with these.

    Times stay unresolved, for there is no day to count from.
    """
    claims = code_claims(wrap_sentence(sentence), analyzer)
    return [claim for claim in claims if _shares(claim.who, who) and _shares(claim.whom, whom)]


class _Told:
    """An analyzer that has read its sentences before."""

    def __init__(self, reader: Analyzer, sentences: Sequence[str]) -> None:
        self.name, self.version = reader.name, reader.version
        asked = list(dict.fromkeys(text[low:high] for text in sentences for low, high in split_sentences(text)))
        self._analyses = dict(zip(asked, reader.analyze(asked), strict=True))

    def analyze(self, sentences: list[str]) -> list[Analysis]:
        """What was read of each sentence."""
        return [self._analyses[sentence] for sentence in sentences]


def code_sentences(sentences: Sequence[str], analyzer: Analyzer | None = None) -> list[list[Claim]]:
    """The claims of each bare sentence, as `code_sentence` gives them; read together, which is faster."""
    told = _Told(analyzer or open_analyzer(choose_analyzer()), sentences)
    return [code_sentence(sentence, analyzer=told) for sentence in sentences]


def wrap_sentence(sentence: str) -> Article:
    """A bare sentence as an article of its own (spans on page "")."""
    segment = Segment(span=Span("", 0, len(sentence)), role=Role.BODY, reason="", text=sentence)
    return Article(page="", part=0, segments=(segment,), text=sentence)


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
    "actors/homes.csv",
    "actors/peoples.csv",
    "actors/groups.csv",
    "actors/offices.csv",
)


def make_coder(analyzer: str = "", opener: Opener = open_analyzer) -> Each:
    """The stage with the analyzer of that name, "" for the default; another analyzer is another version. Raises AnalyzerError.

    `opener` opens it in every process, so it must be importable by name.
    """
    name = choose_analyzer(analyzer)
    version = f"8 {name} {version_of(name, opener)}"
    work = partial(_work, analyzer=name, opener=opener)
    return Each(name="code", version=version, takes=Article, makes=(Claim,), work=work, tables=TABLES)


CODE = make_coder()
