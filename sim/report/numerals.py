"""How numbers are written: signs that are seen, units where they belong, a dash where there is no number."""

import math
from collections.abc import Sequence

from sim.report.language import say

NOTHING = "–"
MINUS = "\N{MINUS SIGN}"


def plain(value: float, digits: int = 3) -> str:
    """A number to so many significant digits, thousands grouped."""
    if not math.isfinite(value):
        return NOTHING
    if value == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:,.{min(places, 8)}f}".replace("-", MINUS)


def exact(value: float) -> str:
    """A number as it was given, without the digits that float adds."""
    return NOTHING if not math.isfinite(value) else f"{value:,.6g}".replace("-", MINUS)


def signed(value: float, places: int = 3) -> str:
    """A difference: its sign always shown, but none for what rounds to zero."""
    if not math.isfinite(value):
        return NOTHING
    rounded = f"{value:+,.{places}f}"
    return rounded[1:] if float(rounded.replace(",", "")) == 0 else rounded.replace("-", MINUS)


def percent(share: float, places: int = 1) -> str:
    """A share as a percentage."""
    return NOTHING if not math.isfinite(share) else f"{100 * share:,.{places}f} %".replace("-", MINUS)


def change(ratio: float, places: int = 1) -> str:
    """A relative change, 0.05 for five percent more."""
    return NOTHING if not math.isfinite(ratio) else f"{signed(100 * ratio, places)} %"


def spread(value: float, places: int = 3) -> str:
    """A difference in standard deviations."""
    return NOTHING if not math.isfinite(value) else say("number.sd", value=signed(value, places))


def above(ratio: float, places: int = 1) -> str:
    """A relative difference in words: 5.0 % above, 3.0 % below."""
    key = "number.below" if ratio < 0 else "number.above"
    return NOTHING if not math.isfinite(ratio) else say(key, size=percent(abs(ratio), places))


def growth(log_change: float, places: int = 1) -> str:
    """A difference of logarithms as a relative change in percent."""
    return change(math.expm1(log_change) if math.isfinite(log_change) else math.nan, places)


def span(low: str, high: str) -> str:
    """An interval of two numbers already written."""
    return NOTHING if NOTHING in (low, high) else say("number.span", low=low, high=high)


def listed(words: Sequence[str]) -> str:
    """Words in a row: a, b and c."""
    if len(words) < 2:
        return words[0] if words else say("number.none")
    return f"{say('number.comma').join(words[:-1])}{say('number.last')}{words[-1]}"
