import math

import pytest

from sim.report.language import counted
from sim.report.numerals import NOTHING, above, change, exact, growth, listed, percent, plain, signed, span

MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0"), (16.08, "16.1"), (1234.5, "1,234"), (0.0625, "0.0625"), (-0.5, f"{MINUS}0.500"), (math.nan, NOTHING)],
)
def test_three_significant_digits(value: float, words: str) -> None:
    assert plain(value) == words


@pytest.mark.parametrize(("value", "words"), [(0.0684, "+0.068"), (-2.0, f"{MINUS}2.000"), (-0.0001, "0.000")])
def test_a_sign_is_always_shown_but_not_of_what_rounds_to_zero(value: float, words: str) -> None:
    assert signed(value) == words


def test_percentages() -> None:
    assert percent(0.995) == "99.5 %"
    assert change(-0.015) == f"{MINUS}1.5 %"
    assert growth(math.log(1.071)) == "+7.1 %"
    assert (above(0.05), above(-0.26)) == ("5.0 % above", "26.0 % below")


@pytest.mark.parametrize("write", [plain, exact, signed, percent, change, growth, above])
def test_what_is_missing_is_a_dash(write: object) -> None:
    assert write(math.nan) == NOTHING  # type: ignore[operator]


def test_an_interval_without_an_end_is_a_dash() -> None:
    assert span("1", "2") == "1 to 2"
    assert span("1", NOTHING) == NOTHING


def test_words() -> None:
    assert counted(1, "draw") == "1 draw"
    assert counted(2_000, "policies") == "2,000 allocation policies"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed([]) == "none"
