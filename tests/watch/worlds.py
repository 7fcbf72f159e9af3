"""Small worlds for the tests: events and datings made by hand, about invented actors."""

from datetime import date, timedelta

from offing.records import Dating, Event, Party, Precision, Standing, Status, When

START = date(2031, 3, 1)


def name_day(number: int) -> str:
    """The ISO date of a day of the test world."""
    return (START + timedelta(days=number)).isoformat()


def make_party(code: str) -> Party | None:
    """A party with a code, or nobody."""
    return Party(words="a side", code=code) if code else None


def make_event(
    *,
    action: str = "ASSAULT",
    mode: str = "",
    status: Status = Status.HAPPENED,
    standing: Standing = Standing.REPORTED,
    who: str = "XAAMIL",
    whom: str = "XBBGOV",
    when: When | None = None,
    articles: tuple[str, ...] = (),
    name: str = "e",
) -> Event:
    """An event; `name` keeps two events apart."""
    return Event(
        handle=name, story="s", action=action, mode=mode, who=make_party(who), whom=make_party(whom), when=when, status=status,
        standing=standing, claims=(f"claim {name}",), articles=articles,
    )  # fmt: skip


def make_when(first: int, last: int | None = None) -> When:
    """A closed interval of days of the test world."""
    return When(start=name_day(first), end=name_day(first if last is None else last), precision=Precision.DAY)


def make_datings(days: range, each: int = 1) -> list[Dating]:
    """`each` articles on every day; the first article of day 3 is called `a3.0`."""
    return [
        Dating(article=f"a{day}.{number}", start=name_day(day), end=name_day(day), precision=Precision.DAY, reason="own date")
        for day in days
        for number in range(each)
    ]
