"""Long texts: the work grows with the text and not with its square. All outlets are invented."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from offing.clean import clean_page
from offing.read import make_page

SAID = "Dockers in the port of Varn walked out on Monday over night shift {}, the harbour board said."
LETTERS = str.maketrans("0123456789", "ABCDEFGHIJ")


def mixed(number: int) -> str:
    lines = (SAID, "Cranes stand idle {}", "- Eleven ships wait {}", "Share this story", "https://varn.example/s/{}", "Related stories")
    return lines[number * 7 % len(lines)].format(number)


def bare(number: int) -> str:
    return f"PORT{str(number).translate(LETTERS)} (MPA) - Storm Ida{number} tore Crane{number} down near Pell{number}, Tove{number} said."


def wrapped(number: int) -> str:
    return (
        f"Dockers in the port of Varn walked out on Monday in a\nquarrel over night shift {number}, the harbour board\nsaid on the quay.\n"
    )


def told(number: int) -> str:
    return f"Port of Skerry{number} shut\n{bare(number)}\nFerries of Ask{number} wait, Reed{number} told them.\nhttps://varn.example/s/{number}"


def runs(number: int) -> str:
    return SAID.format(number) if number % 2 else f"Cranes idle {number}\n- Eleven ships wait {number}"


def measure(make: Callable[[int], str], count: int) -> float:
    """CPU-seconds to read and clean a text of `count` such parts."""
    body = "\n".join([SAID, *(make(number) for number in range(count)), SAID]).encode()
    started = time.process_time()
    clean_page(make_page(body, "text/plain")[0])
    return time.process_time() - started


@pytest.mark.parametrize("make", [mixed, bare, wrapped, told, runs])
def test_four_times_the_text_takes_about_four_times_the_work(make: Callable[[int], str]) -> None:
    measure(make, 200)
    small = min(measure(make, 1_000) for _ in range(2))
    assert measure(make, 4_000) < 10 * small
