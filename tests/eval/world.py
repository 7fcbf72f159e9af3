"""A tiny invented case, written by hand: gold, pages, and the records of a system that makes no mistake.

Countries AAL (Aalland) and BEL (Belmark) are invented. Each builder takes changes, so that a test can break one thing.
"""

from __future__ import annotations

from typing import Any

import msgspec

from offing.records import (
    Article,
    Capture,
    Claim,
    Copy,
    CopyKind,
    Dating,
    Direction,
    Event,
    Line,
    LineKind,
    Origin,
    OriginKind,
    Page,
    Party,
    Precision,
    Record,
    Role,
    Segment,
    Span,
    Standing,
    Status,
    Story,
    Teller,
    When,
)
from offing.tell.views import View

STRIKE = "Aalland may strike Belmark, Minister Ada Brook said Thursday."
DENIAL = "Aalland has denied any role in the raid on the depot."
RAID = "Raiders from Aalland stormed the Belmark depot on 4 March 2021."
CAPTION = "The depot gate, seen from the pier."
HEADLINE = "Minister warns over depot"
OTHER_HEAD = "Mayor to open the new pier"
OTHER_BODY = "COVE: The mayor will open the pier on Friday, the town hall said."

TEXT_A = "\n".join([HEADLINE, CAPTION, STRIKE, DENIAL, RAID])
TEXT_B = "\n".join([STRIKE, RAID, OTHER_HEAD, OTHER_BODY])


def place(text: str, words: str) -> dict[str, int]:
    """Start and end of `words` in `text`."""
    at = text.index(words)
    return {"start": at, "end": at + len(words)}


def stretch(doc: str, words: str) -> dict[str, Any]:
    """A stretch of the gold."""
    return {"doc": doc, **place(TEXT_A if doc == "A" else TEXT_B, words), "text": words}


def make_gold() -> dict[str, Any]:
    """The gold of the two documents."""
    boundary = place(TEXT_B, OTHER_HEAD)["start"]
    sentences = {
        "A1": ("A", STRIKE),
        "A2": ("A", DENIAL),
        "A3": ("A", RAID),
        "B1": ("B", STRIKE),
        "B2": ("B", RAID),
        "U1": ("B", OTHER_BODY),
    }
    roles = [
        ("A", HEADLINE, "headline"),
        ("A", CAPTION, "photo_caption"),
        ("A", STRIKE, "body"),
        ("A", DENIAL, "body"),
        ("A", RAID, "body"),
        ("B", STRIKE, "body"),
        ("B", RAID, "body"),
        ("B", OTHER_HEAD, "unrelated_story_headline"),
        ("B", OTHER_BODY, "unrelated_story_body"),
    ]
    said = {
        "doc": "A",
        "source": stretch("A", "Minister Ada Brook"),
        "cue": stretch("A", "said"),
        "content": stretch("A", "Aalland may strike Belmark"),
    }
    at = place(TEXT_A, DENIAL)["start"]
    denier = {"doc": "A", "start": at, "end": at + len("Aalland"), "text": "Aalland"}
    denied = {"doc": "A", "source": denier, "cue": stretch("A", "denied"), "content": stretch("A", "any role in the raid on the depot")}
    date = {"text_only": None, "resolved": "2021-03-04"}
    return {
        "documents": [{"id": "A", "file": "a.txt", "document_date": date}, {"id": "B", "file": "b.txt", "document_date": date}],
        "segments": [{**stretch(doc, words), "role": role} for doc, words, role in roles],
        "unrelated_story_boundary": {"doc": "B", "unrelated_story": [boundary, len(TEXT_B)], "first_words_of_unrelated": OTHER_HEAD},
        "sentences": {name: stretch(doc, words) for name, (doc, words) in sentences.items()},
        "copied_pairs": [{"a": "A1", "b": "B1", "kind": "verbatim"}, {"a": "A3", "b": "B2", "kind": "verbatim"}],
        "timex": [{**stretch("A", "4 March 2021"), "value": "2021-03-04", "anchor": "2021-03-04"}],
        "events": [
            {
                "id": "E1",
                "actor": {"name": "Aalland", "code": "AAL"},
                "target": {"name": "Belmark", "code": "BEL"},
                "plover": "ASSAULT",
                "modality": "future",
                "date": {"resolved": None},
                "mentions": [{"sentence": "A1", "doc": "A"}, {"sentence": "B1", "doc": "B"}],
                "status_accept": ["expected"],
            },
            {
                "id": "E2",
                "actor": {"name": "raiders", "code": "AALREB"},
                "target": {"name": "depot", "code": "BEL"},
                "plover": "ASSAULT",
                "modality": "happened",
                "date": {"resolved": "2021-03-04"},
                "mentions": [{"sentence": "A3", "doc": "A"}, {"sentence": "B2", "doc": "B"}],
                "status_accept": ["happened"],
                "standing": "contested",
            },
            {
                "id": "E3",
                "actor": {"name": "Aalland", "code": "AAL"},
                "target": None,
                "plover": "REJECT",
                "mentions": [{"sentence": "A2", "doc": "A"}],
                "status_accept": ["happened"],
            },
        ],
        "claims": [
            {"id": "C1", "speaker": "Ada Brook (Minister)", "kind": "indirect", "mentions": [said], "reports_event": "E1"},
            {"id": "C2", "speaker": "Aalland", "kind": "denial", "mentions": [denied], "reports_event": "E3"},
        ],
        "denied_claims": [{"id": "D1", "denied_event": "E2", "denier": "AAL", "act": "E3", "doc": "A", "status_accept": ["denied"]}],
        "unattributed_narration": [{"doc": "A", "sentences": ["A3"]}],
        "origins": {"groups": [{"origin": "O1", "documents": ["A", "B"], "supports": ["E1", "E2"]}]},
    }


def make_page(name: str, text: str) -> Page:
    return Page(sha256=name * 64, media_type="text/plain", text=text, renderer="r1")


def make_article(page: Page, parts: list[tuple[str, Role]], part: int = 0) -> Article:
    """An article from (words, role) stretches of its page."""
    segments = []
    for words, role in parts:
        at = place(page.text, words)
        segments.append(
            Segment(span=Span(page.id, at["start"], at["end"]), role=role, reason="" if role is Role.BODY else role.value, text=words)
        )
    body = "\n".join(words for words, role in parts if role is Role.BODY)
    return Article(page=page.id, part=part, segments=tuple(segments), text=body, outlet="The Pier")


def make_claim(article: Article, page: Page, sentence: str, trigger: str, **fields: Any) -> Claim:
    """A claim in `sentence`, its act at `trigger`."""
    at = place(page.text, sentence)["start"]
    act = at + sentence.index(trigger)
    span = Span(page.id, at, at + len(sentence))
    outlet = Teller(party=Party(words="The Pier"), kind="outlet")
    tellers = (*fields.pop("tellers", ()), outlet)
    return Claim(article=article.id, span=span, sentence=span, trigger=Span(page.id, act, act + len(trigger)), tellers=tellers, **fields)


class World:
    """The records, by name; `view()` puts them together. Tests change single records before asking for the view."""

    def __init__(self) -> None:
        self.pages = {"A": make_page("a", TEXT_A), "B": make_page("b", TEXT_B)}
        page_a, page_b = self.pages["A"], self.pages["B"]
        self.article_a = make_article(
            page_a, [(HEADLINE, Role.HEADLINE), (CAPTION, Role.CAPTION), (STRIKE, Role.BODY), (DENIAL, Role.BODY), (RAID, Role.BODY)]
        )
        self.article_b = make_article(page_b, [(STRIKE, Role.BODY), (RAID, Role.BODY)])
        self.other = make_article(page_b, [(OTHER_HEAD, Role.HEADLINE), (OTHER_BODY, Role.BODY)], part=1)
        self.copies = [self.make_copy(STRIKE), self.make_copy(RAID)]
        state, victim = Party(words="Aalland", code="AAL", name="Aalland"), Party(words="Belmark", code="BEL")
        band = Party(words="Raiders", code="AALREB")
        brook = Teller(party=Party(words="Minister Ada Brook", name="Ada Brook"), kind="speaker")
        day = place(TEXT_A, "4 March 2021")
        when = When(
            words="4 March 2021",
            span=Span(page_a.id, day["start"], day["end"]),
            start="2021-03-04",
            end="2021-03-04",
            precision=Precision.DAY,
        )
        self.claims = {
            "strike_a": make_claim(
                self.article_a, page_a, STRIKE, "strike", action="ASSAULT", status=Status.EXPECTED, who=state, whom=victim, tellers=(brook,)
            ),
            "strike_b": make_claim(
                self.article_b, page_b, STRIKE, "strike", action="ASSAULT", status=Status.EXPECTED, who=state, whom=victim, tellers=(brook,)
            ),
            "raid_a": make_claim(
                self.article_a, page_a, RAID, "stormed", action="ASSAULT", status=Status.HAPPENED, who=band, whom=victim, when=when
            ),
            "raid_b": make_claim(self.article_b, page_b, RAID, "stormed", action="ASSAULT", status=Status.HAPPENED, who=band, whom=victim),
            "reject": make_claim(self.article_a, page_a, DENIAL, "denied", action="REJECT", status=Status.HAPPENED, who=state),
            "denied": make_claim(
                self.article_a,
                page_a,
                DENIAL,
                "role",
                action="ASSAULT",
                status=Status.DENIED,
                who=state,
                denies="any role in the raid on the depot",
                tellers=(Teller(party=state, kind="speaker"),),
            ),
        }
        self.when = when
        self.reporting = 1
        self.standing = Standing.CONTESTED
        self.cites = [RAID]
        self.dated = ("2021-03-04", "2021-03-04")
        self.story = False

    def make_copy(self, words: str) -> Copy:
        left, right = place(TEXT_A, words), place(TEXT_B, words)
        return Copy(
            left_article=self.article_a.id,
            right_article=self.article_b.id,
            left=Span(self.pages["A"].id, **left),
            right=Span(self.pages["B"].id, **right),
            kind=CopyKind.NARRATIVE,
            direction=Direction.UNKNOWN,
            kept=1.0,
            verbatim=True,
            score=1.0,
        )

    def change(self, name: str, **fields: Any) -> None:
        """Another value in one claim."""
        self.claims[name] = msgspec.structs.replace(self.claims[name], **fields)

    def view(self) -> View:
        records: list[Record] = [*self.pages.values(), self.article_a, self.article_b, self.other, *self.copies]
        records += [Capture(page=page.id, origin=f"folder/{name.lower()}.txt", time="", size=1) for name, page in self.pages.items()]
        records += self.claims.values()
        articles = (self.article_a.id, self.article_b.id)
        records += [
            Dating(article=ident, start=self.dated[0], end=self.dated[1], precision=Precision.DAY, reason="own date") for ident in articles
        ]
        roots = [Origin(kind=OriginKind.TEXT, root=f"root {at}", label="", articles=articles) for at in range(self.reporting)]
        records += roots
        for names, denials, standing, when in [
            (("strike_a", "strike_b"), (), Standing.REPORTED, None),
            (("raid_a", "raid_b"), ("denied",), self.standing, self.when),
        ]:
            told = [self.claims[name] for name in names]
            records.append(
                Event(
                    handle=told[0].id,
                    story="s",
                    action="ASSAULT",
                    status=told[0].status,
                    standing=standing,
                    when=when,
                    claims=tuple(claim.id for claim in told),
                    denials=tuple(self.claims[name].id for name in denials),
                    reporting=tuple(root.id for root in roots),
                    articles=articles,
                )
            )
        if self.story:
            records.append(Story(articles=articles, start="", end="", title=HEADLINE, headline=self.article_a.segments[0].span))
        for words in self.cites:
            at = place(TEXT_A, words)
            records.append(
                Line(
                    kind=LineKind.REPORTED,
                    text="Raiders stormed the Belmark depot.",
                    cites=(Span(self.pages["A"].id, **at),),
                    rests=(self.claims["raid_a"].id,),
                )
            )
        return View(records)
