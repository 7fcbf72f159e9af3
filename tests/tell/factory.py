"""A hand-made view on an invented crisis: every outlet, actor and sentence here is made up for the tests."""

# ruff: noqa: E501
from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

from offing.records import (
    Abstention,
    Article,
    Capture,
    Claim,
    Copy,
    CopyKind,
    Dating,
    Direction,
    Edit,
    Event,
    Failure,
    Forecast,
    Number,
    Origin,
    OriginKind,
    Page,
    Party,
    Place,
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
)  # fmt: skip
from offing.tell import TELL
from offing.tell.views import View

OUTLETS = {
    "courier": "Vellin Courier",
    "straits": "Straits Evening",
    "gazette": "Harbour Gazette",
    "herald": "Dunmoor Herald",
    "monitor": "Open Sound Log",
    "late": "Harbour Gazette",
    "undated": "Skerry Letter",
}
PAGES: dict[str, list[tuple[Role, str, str]]] = {
    "courier": [
        (Role.FURNITURE, "menu", "Home › Nation › Sea"),
        (Role.HEADLINE, "headline", "Militia to shut the sound, minister says"),
        (Role.CAPTION, "caption, doubled", "The minister at a lectern in Vellin. (Pool)"),
        (
            Role.BODY,
            "",
            "VELLIN: An armed group that Tolvar calls a tool of Ishen may be preparing to shut the Halden Sound, the defence minister said on Wednesday.",
        ),
        (
            Role.BODY,
            "",
            "Speaking to reporters, Defence Minister Ana Ruhl said that there are signs that the group is readying mines. If ships are stopped, Ruhl said, Tolvar will escort them.",
        ),
        (Role.BODY, "", "Ishen denies any hand in the group. It says no order of that kind was given."),
        (Role.FURNITURE, "headline echoed", "Militia to shut the sound, minister says · vc.example/k2"),
    ],
    "straits": [
        (Role.HEADLINE, "headline", "Minister speaks of signs in the sound"),
        (
            Role.BODY,
            "",
            "Speaking to reporters, Defence Minister Ana Ruhl said that there are signs that the group may be readying mines. “The quiet days are over,” Ruhl said.",
        ),
        (Role.BODY, "", "Two patrol ships left Dunmoor late on Tuesday, the harbour office said."),
    ],
    "gazette": [
        (Role.HEADLINE, "headline", "Tug hit by gunfire near the third buoy"),
        (Role.BODY, "", "A tug was fired on near the third buoy on Wednesday evening, and four of its crew were wounded, its owner said."),
        (Role.BODY, "", "Two patrol ships left Dunmoor late on Tuesday, a spotter who watched them pass said."),
    ],
    "late": [
        (Role.HEADLINE, "headline", "Tug hit by gunfire near the third buoy"),
        (Role.BODY, "", "A tug was fired on near the third buoy on Wednesday evening, and two of its crew were wounded, its owner said."),
        (Role.BODY, "", "Two patrol ships left Dunmoor late on Tuesday, a spotter who watched them pass said."),
    ],
    "herald": [
        (Role.HEADLINE, "headline", "Ministry rejects talk of shots"),
        (Role.BODY, "", "Ishen’s foreign ministry denied that any vessel of the state opened fire. Nobody was hurt, it said."),
    ],
    "monitor": [
        (Role.BODY, "", "Two grey hulls outbound from Dunmoor at night, logged by eye."),
        (Role.FURNITURE, "share link", "Share this \u202eentry\u200b <script>alert(1)</script>"),
    ],
    "undated": [
        (Role.HEADLINE, "headline", "A letter from the skerry"),
        (Role.BODY, "", "Fishermen on the skerry stayed ashore, and the market opened late."),
    ],
}
DAYS = {"courier": "2031-03-12T15:42Z", "straits": "2031-03-12T16:20Z", "gazette": "2031-03-12T22:48Z", "late": "2031-03-12T22:48Z",
        "herald": "2031-03-13T04:30Z", "monitor": "2031-03-12T06:50Z"}  # fmt: skip


class World:
    """Pages, articles and lookups by a short name."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.articles: dict[str, Article] = {}
        self.records: list[Record] = []
        for name, parts in PAGES.items():
            text = "\n\n".join(words for _, _, words in parts)
            if name == "courier":
                text += "\n\nCoast road to close\n\nThe coast road will be shut for nine nights for new tar."
            page = Page(sha256=hashlib.sha256(text.encode()).hexdigest(), media_type="text/html", text=text, renderer="r1")
            segments = self._segments(page, parts, 0)
            self.pages[name] = page
            self.articles[name] = self._article(name, page, segments, 0)
            self.records += [
                page,
                Capture(page=page.id, origin=f"pages/{name}.html", time="2031-03-13T06:00:00Z", size=len(text)),
                self.articles[name],
            ]
        page = self.pages["courier"]
        start = page.text.index("Coast road to close")
        road = self._segments(page, [(Role.HEADLINE, "headline", "Coast road to close"), (Role.BODY, "", page.text[start + 21 :])], start)
        self.articles["road"] = self._article("courier", page, road, 1)
        self.records.append(self.articles["road"])

    def _segments(self, page: Page, parts: list[tuple[Role, str, str]], at: int) -> tuple[Segment, ...]:
        segments = []
        for role, reason, words in parts:
            at = page.text.index(words, at)
            segments.append(Segment(span=Span(page.id, at, at + len(words)), role=role, reason=reason, text=words))
            at += len(words)
        return tuple(segments)

    def _article(self, name: str, page: Page, segments: tuple[Segment, ...], part: int) -> Article:
        body = "\n".join(segment.text for segment in segments if segment.role is Role.BODY)
        head = next((segment for segment in segments if segment.role is Role.HEADLINE), None)
        day = DAYS.get(name, "")
        published = When(start=day, end=day, precision=Precision.MINUTE) if day else None
        address = "https://gazette.example/tug" if name in ("gazette", "late") else f"https://{name}.example/{part}"
        return Article(
            page=page.id, part=part, segments=segments, text=body, title=head.text if head else "", title_span=head.span if head else None,
            outlet=OUTLETS[name], url=address, published=published, known_by="meta" if day else "", invented=True,
            updated=When(start="2031-03-13T01:00Z", end="2031-03-13T01:00Z") if name == "late" else None,
        )  # fmt: skip

    def span(self, name: str, words: str) -> Span:
        """Where words first stand on a page."""
        page = self.pages["courier" if name == "road" else name]
        at = page.text.index(words)
        return Span(page.id, at, at + len(words))

    def party(self, name: str, words: str, code: str = "", title: str = "") -> Party:
        """A party on a page."""
        return Party(words=words, span=self.span(name, words), code=code, name=title)

    def claim(
        self, name: str, sentence: str, trigger: str, action: str, status: Status, tellers: Sequence[Teller] = (), **more: object
    ) -> Claim:
        """A claim whose sentence, clause and trigger are given in words."""
        whole = self.span(name, sentence)
        at = self.pages[name].text.index(trigger, whole.start)
        outlet = Teller(party=Party(words=OUTLETS[name]), kind="outlet")
        claim = Claim(
            article=self.articles[name].id, span=more.pop("clause", whole), sentence=whole, trigger=Span(whole.page, at, at + len(trigger)),  # type: ignore[arg-type]
            action=action, status=status, tellers=(*tellers, outlet), analyzer="rules-1", rule=str(more.pop("rule", "verb")), **more,  # type: ignore[arg-type]
        )  # fmt: skip
        self.records.append(claim)
        return claim


RUHL = "Defence Minister Ana Ruhl"
SIGNS = "Speaking to reporters, Defence Minister Ana Ruhl said that there are signs that the group is readying mines."
SIGNS_B = "Speaking to reporters, Defence Minister Ana Ruhl said that there are signs that the group may be readying mines."
SHIPS_B = "Two patrol ships left Dunmoor late on Tuesday, the harbour office said."
SHIPS_C = "Two patrol ships left Dunmoor late on Tuesday, a spotter who watched them pass said."
HULLS = "Two grey hulls outbound from Dunmoor at night, logged by eye."
TUG = "A tug was fired on near the third buoy on Wednesday evening, and four of its crew were wounded, its owner said."
TUG_LATE = TUG.replace("four", "two")
DENIAL = "Ishen’s foreign ministry denied that any vessel of the state opened fire."
DUNMOOR = Place(words="Dunmoor", lat=26.4, lon=56.1, precision="city")
TUESDAY = When(words="late on Tuesday", form="weekday:tue", start="2031-03-11", end="2031-03-11", precision=Precision.DAY)
WEDNESDAY = When(words="on Wednesday evening", form="weekday:wed", start="2031-03-12", end="2031-03-12", precision=Precision.PART)


def _speaker(world: World, name: str, words: str, cue: str, code: str = "", title: str = "") -> Teller:
    return Teller(party=world.party(name, words, code, title), kind="speaker", cue=world.span(name, cue))


def _make_claims(world: World) -> dict[str, Claim]:
    proof = Teller(party=world.party("courier", "signs"), kind="evidence")
    ruhl = [proof, _speaker(world, "courier", RUHL, "said that", "TOLGOV", "Ana Ruhl")]
    ruhl_b = [
        Teller(party=world.party("straits", "signs", ""), kind="evidence"),
        _speaker(world, "straits", RUHL, "said that", "TOLGOV", "Ana Ruhl"),
    ]
    owner, owner_late = _speaker(world, "gazette", "its owner", "said."), _speaker(world, "late", "its owner", "said.")
    ministry = _speaker(world, "herald", "Ishen’s foreign ministry", "denied", "ISHGOV", "Ishen")
    group = world.party("courier", "armed group")
    hurt = {"when": WEDNESDAY, "where": Place(words="third buoy")}
    return {
        "head": world.claim("courier", "Militia to shut the sound, minister says", "shut", "COERCE", Status.PLANNED, rule="headline"),
        "signs": world.claim("courier", SIGNS, "readying", "MOBILIZE", Status.ALLEGED, ruhl, who=group,
                             clause=world.span("courier", "there are signs that the group is readying mines")),
        "signs_b": world.claim("straits", SIGNS_B, "readying", "MOBILIZE", Status.ALLEGED, ruhl_b,
                               clause=world.span("straits", "there are signs that the group may be readying mines")),
        "escort": world.claim("courier", "If ships are stopped, Ruhl said, Tolvar will escort them.", "escort", "AID", Status.CONDITIONAL,
                              [_speaker(world, "courier", "Ruhl", "said, T", "TOLGOV", "Ana Ruhl")], who=world.party("courier", "Tolvar", "TOL", "Tolvar")),
        "hand": world.claim("courier", "Ishen denies any hand in the group.", "hand", "SUPPORT", Status.DENIED,
                            [_speaker(world, "courier", "Ishen", "denies", "ISH", "Ishen")], denies="any hand in the group"),
        "ships_b": world.claim("straits", SHIPS_B, "left", "MOBILIZE", Status.HAPPENED, [_speaker(world, "straits", "the harbour office", "said.")],
                               clause=world.span("straits", "Two patrol ships left Dunmoor late on Tuesday"), when=TUESDAY, where=DUNMOOR),
        "ships_c": world.claim("gazette", SHIPS_C, "left", "MOBILIZE", Status.HAPPENED, [_speaker(world, "gazette", "a spotter", "said.")],
                               clause=world.span("gazette", "Two patrol ships left Dunmoor late on Tuesday"), when=TUESDAY, where=DUNMOOR),
        "hulls": world.claim("monitor", HULLS, "outbound", "MOBILIZE", Status.HAPPENED, when=TUESDAY, where=DUNMOOR),
        "tug": world.claim("gazette", TUG, "fired", "ASSAULT", Status.HAPPENED, [owner], numbers=(Number(kind="wounded", low=4, high=4, words="four"),), **hurt),
        "tug_late": world.claim("late", TUG_LATE, "fired", "ASSAULT", Status.HAPPENED, [owner_late],
                                numbers=(Number(kind="wounded", low=2, high=2, words="two"),), **hurt),
        "no_fire": world.claim("herald", DENIAL, "opened fire", "ASSAULT", Status.DENIED, [ministry], denies="that any vessel of the state opened fire",
                               numbers=(Number(kind="wounded", low=0, high=0, words="Nobody"),)),
        "market": world.claim("undated", "Fishermen on the skerry stayed ashore, and the market opened late.", "stayed ashore", "PROTEST", Status.HAPPENED),
    }  # fmt: skip


def _text(world: World, kind: OriginKind, root: str, label: str, names: Sequence[str], **more: object) -> Origin:
    origin = Origin(kind=kind, root=root, label=label, articles=tuple(sorted(world.articles[name].id for name in names)), **more)  # type: ignore[arg-type]
    world.records.append(origin)
    return origin


def _event(
    world: World, story: Story, claims: Sequence[Claim], origins: Sequence[Origin], standing: Standing, denials: Sequence[Claim] = ()
) -> Event:
    base = (claims or denials)[0]
    event = Event(
        handle=base.id, story=story.id, action=base.action, who=base.who, whom=base.whom, where=base.where, when=base.when, status=base.status, standing=standing,
        claims=tuple(claim.id for claim in claims), denials=tuple(claim.id for claim in denials),
        reporting=tuple(origin.id for origin in origins if origin.kind is not OriginKind.SPEAKER),
        claimants=tuple(origin.id for origin in origins if origin.kind is OriginKind.SPEAKER),
        articles=tuple(sorted({claim.article for claim in claims})),
    )  # fmt: skip
    world.records.append(event)
    return event


def _make_copies(world: World) -> list[Copy]:
    signs = Copy(
        left_article=world.articles["courier"].id, right_article=world.articles["straits"].id, left=world.span("courier", SIGNS),
        right=world.span("straits", SIGNS_B), kind=CopyKind.NARRATIVE, direction=Direction.HIDDEN, kept=0.9, verbatim=False, score=0.9,
        edits=(Edit(kind="softened", left="is", right="may be"),),
    )  # fmt: skip
    own = Copy(
        left_article=world.articles["gazette"].id, right_article=world.articles["late"].id, left=world.span("gazette", SHIPS_C),
        right=world.span("late", SHIPS_C), kind=CopyKind.SAME_PUBLISHER, direction=Direction.LEFT, kept=1.0, verbatim=True, score=1.0,
    )  # fmt: skip
    world.records += [signs, own]
    return [signs, own]


def _forecasts() -> list[Record]:
    odds = math.log(0.31 / 0.69)
    common = {"issued": "2031-03-13", "horizon": 14, "outcome": "material conflict"}
    return [
        Forecast(pair="ISH-TOL", log_odds=odds, low=odds - 0.46, high=odds + 0.44, base_rate=38 / 412, sample=412, base_count=38, drivers=("ship movements",),
                 digest="7c1e0000aaaa", simulated=True, **common),  # type: ignore[arg-type]
        Abstention(pair="TOL-VEL", reason="not enough history", days=41, needed=180, **common),  # type: ignore[arg-type]
    ]  # fmt: skip


def make_world(*, forecasts: bool = True) -> World:
    """The whole invented case: contested, corroborated, denied, conditional, a hidden dispatch, a page edited later, an undated page, a second story."""
    world = World()
    claims, copies = _make_claims(world), _make_copies(world)
    members = [world.articles[name].id for name in ("courier", "straits", "gazette", "late", "herald", "monitor")]
    story = Story(articles=tuple(sorted(members)), start="2031-03-12", end="2031-03-13", title="Minister speaks of signs in the sound",
                  headline=world.span("straits", "Minister speaks of signs in the sound"), copies=tuple(copy.id for copy in copies))  # fmt: skip
    road = Story(
        articles=(world.articles["road"].id,),
        start="",
        end="",
        title="Coast road to close",
        headline=world.span("road", "Coast road to close"),
    )
    skerry = Story(articles=(world.articles["undated"].id,), start="", end="", title="A letter from the skerry",
                   headline=world.span("undated", "A letter from the skerry"))  # fmt: skip
    world.records += [story, road, skerry]
    hidden = _text(world, OriginKind.HIDDEN, "hidden-1", "unnamed dispatch", ["courier", "straits"], copies=(copies[0].id,))
    gazette = _text(world, OriginKind.TEXT, world.articles["gazette"].id, "Harbour Gazette", ["gazette", "late"])
    monitor = _text(world, OriginKind.TEXT, world.articles["monitor"].id, "Open Sound Log", ["monitor"])
    herald = _text(world, OriginKind.TEXT, world.articles["herald"].id, "Dunmoor Herald", ["herald"])
    letter = _text(world, OriginKind.TEXT, world.articles["undated"].id, "Skerry Letter", ["undated"])
    ruhl = _text(world, OriginKind.SPEAKER, "speaker:ruhl", "Ana Ruhl, Wednesday", ["courier", "straits"])
    office = _text(world, OriginKind.SPEAKER, "speaker:office", "the harbour office", ["straits"])
    spotter = _text(world, OriginKind.SPEAKER, "speaker:spotter", "a spotter", ["gazette"])
    owner = _text(world, OriginKind.SPEAKER, "speaker:owner", "its owner", ["gazette", "late"])
    ministry = _text(world, OriginKind.SPEAKER, "speaker:ministry", "Ishen’s foreign ministry", ["herald"])
    _event(world, story, [claims["signs"], claims["signs_b"]], [hidden, ruhl], Standing.REPORTED)
    _event(world, story, [claims["escort"]], [hidden, ruhl], Standing.REPORTED)
    _event(
        world,
        story,
        [claims["ships_b"], claims["ships_c"], claims["hulls"]],
        [hidden, gazette, monitor, office, spotter],
        Standing.CORROBORATED,
    )
    _event(world, story, [claims["tug"], claims["tug_late"]], [gazette, owner], Standing.CONTESTED, [claims["no_fire"]])
    _event(world, story, [], [hidden, ministry], Standing.DENIED, [claims["hand"]])
    _event(world, story, [claims["head"]], [hidden], Standing.REPORTED)
    _event(world, skerry, [claims["market"]], [letter], Standing.REPORTED)
    assert herald
    for name, day in DAYS.items():
        world.records.append(
            Dating(article=world.articles[name].id, start=day[:10], end=day[:10], precision=Precision.DAY, reason="own date")
        )
    world.records.append(Failure(stage="read", origin="pages/broken.html", page="", reason="the file is empty", hint="Remove it."))
    world.records += _forecasts() if forecasts else []
    world.records += [line for key, members_ in TELL.gather(world.records) for line in TELL.work(key, members_)]
    return world


def make_view(*, forecasts: bool = True) -> View:
    """The view of `make_world`."""
    return View(make_world(forecasts=forecasts).records)
