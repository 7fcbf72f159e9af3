"""Words to parties: composition, dates of office, patrons, and who is nobody."""

from __future__ import annotations

import pytest

from offing.code.actors import Found, read_words, resolve_phrase
from offing.language import analyze


def resolve(phrase: str, day: str = "2020-01-02") -> Found | None:
    analysis = analyze([f"{phrase} left."])[0]
    tokens = analysis.tokens
    text = read_words([token.text for token in tokens], [token.tag for token in tokens])
    end = len(analyze([phrase])[0].tokens)
    return resolve_phrase(text, 0, end, end - 1, day)


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("Iran", "IRN"),
        ("The US", "USA"),
        ("U.S. troops", "USAMIL"),
        ("Turkish police", "TURCOP"),
        ("the Iraqi parliament", "IRQLEG"),
        ("Tehran", "IRN"),
        ("the Kremlin", "RUSGOV"),
        ("the Pentagon", "USAMIL"),
        ("the European Union", "IGOEUR"),
        ("Hashed al-Shaabi", "IRQREB"),
        ("Kataeb Hezbollah", "IRQREB"),
        ("Iraqi protesters", "IRQOPP"),
        ("American interests", "USA"),
        ("the US embassy", "USAGOV"),
        ("Russian Foreign Ministry spokeswoman Maria Zakharova", "RUSGOV"),
        ("Hezbollah fighters", "LBNREB"),
        ("US and British activists", "USAOPP"),
        ("Chinese and Indian troops", "CHNMIL"),
        ("Israel and Lebanese militants", "ISR"),
        ("Iraq's national security advisor", "IRQGOV"),
    ],
)
def test_codes(phrase: str, code: str) -> None:
    found = resolve(phrase)
    assert found is not None
    assert found.party.code == code


def test_the_patron_is_kept_apart_from_the_actor() -> None:
    found = resolve("an Iran-backed Iraqi militia")
    assert found is not None
    assert (found.party.code, found.party.proxy_of) == ("IRQREB", "IRN")
    found = resolve("pro-Turkey fighters")
    assert found is not None
    assert (found.party.code, found.party.proxy_of) == ("", "TUR")


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2019-01-10", None), ("2020-01-02", "Mark Esper"), ("2023-05-01", None), ("", "Mark Esper")],
)
def test_an_office_holder_counts_only_in_office(day: str, expected: str | None) -> None:
    found = resolve("Mark Esper", day)
    assert (found.party.name if found else None) == expected


def test_a_private_person_is_no_party() -> None:
    assert resolve("Harriet Quill") is None
    assert resolve("Baker Tom Ferris") is None


def test_an_unknown_office_holder_is_named_by_the_office() -> None:
    found = resolve("Iraqi interior minister Jalal Quarmouti")
    assert found is not None
    assert found.party.code == "IRQGOV"
    assert "Quarmouti" not in found.party.name


def test_small_us_is_no_state() -> None:
    assert resolve("us") is None
