"""Which time belongs to which act, and acts told over two sentences."""

from __future__ import annotations

from offing.code import code_claims, code_sentence
from offing.records import Article, Claim, Role, Segment, Span, Status, When


def article(text: str, day: str = "2021-06-11") -> Article:
    segment = Segment(span=Span("p", 0, len(text)), role=Role.BODY, reason="", text=text)
    return Article(page="p", part=0, segments=(segment,), text=text, published=When(words="", start=day, end=day))


def time_of(claims: list[Claim], action: str) -> list[str]:
    return [claim.when.words if claim.when is not None else "" for claim in claims if claim.action == action]


def test_a_time_after_a_describing_participle_is_the_main_verbs() -> None:
    claims = code_sentence("Turkish jets bombed two depots used by rebels in northern Syria on Monday, the army said.")
    assert time_of(claims, "ASSAULT") == ["Monday"]


def test_a_counted_time_belongs_to_what_it_counts_from() -> None:
    claims = code_claims(article("Chad expelled the Sudanese envoy on Thursday, two days after gunmen attacked its embassy in Khartoum."))
    (raid,) = [claim for claim in claims if claim.action == "ASSAULT"]
    assert raid.when is not None
    assert raid.when.start == "2021-06-08"
    assert time_of(claims, "SANCTION") == ["Thursday"]


def test_a_time_beside_an_event_noun_is_the_nouns() -> None:
    claims = code_sentence("Spain arrested three men after the attack on its consulate in Rabat last week.")
    assert time_of(claims, "ASSAULT") == ["last week"]
    assert time_of(claims, "COERCE") == [""]


def test_no_day_is_lent_across_after() -> None:
    claims = code_sentence("On Monday, after rebels shelled the Kenyan base, the Ugandan army sent troops to the border with Somalia.")
    assert time_of(claims, "ASSAULT") == [""]
    assert time_of(claims, "MOBILIZE") == ["Monday"]


def test_an_act_told_again_keeps_its_parties() -> None:
    claims = code_claims(article("Ethiopian jets bombed a rebel camp in Sudan. Two tents burned. The strike was the third this month."))
    again = [claim for claim in claims if claim.rule == "noun strike"]
    assert again
    assert again[0].who is not None
    assert again[0].who.code.startswith("ETH")


def test_an_attack_that_nobody_claims_is_not_told_again() -> None:
    claims = code_claims(article("Mortar shells hit a Kenyan base. Nobody claimed the attack."))
    assert len([claim for claim in claims if claim.action == "ASSAULT"]) == 1


def test_what_is_not_ruled_out_is_not_undone() -> None:
    claims = code_sentence("The Pakistani president did not rule out an attack on the militants.")
    assert not [claim for claim in claims if claim.action == "REJECT"]
    assert not [claim for claim in claims if claim.action == "ASSAULT" and claim.status is Status.HAPPENED]


def test_a_condemned_strike_is_background() -> None:
    claims = code_sentence("Oman condemned the Russian strikes on Ukraine.")
    assert [claim.status for claim in claims if claim.action == "ASSAULT"] == [Status.BACKGROUND]
