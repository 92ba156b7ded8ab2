"""The smallest plausible change of one assumption that reverses a recommendation.

How small a change is, is measured along the assumption's plausible range (on the log scale where it is above zero), so
that assumptions of different units can be compared. Every winner is asked for by a run, none is extrapolated.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy

Wins = Callable[[str, float], str]  # the policy that is recommended where an assumption has a value


class Line(NamedTuple):
    """An assumption, where it is, and the plausible end towards which it is moved."""

    key: str
    base: float
    end: float
    low: float
    high: float
    whole: bool = False

    def place(self, value: float) -> float:
        """Place of a value along the plausible range: 0 at its lower end, 1 at its upper."""
        if self.low > 0.0 and value > 0.0:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def at(self, share: float) -> float:
        """The value a share of the way from the base to the end."""
        if self.low > 0.0 and self.base > 0.0:
            value = self.base * math.pow(self.end / self.base, share)
        else:
            value = self.base + share * (self.end - self.base)
        return float(round(value)) if self.whole else value

    @property
    def length(self) -> float:
        """How far the end is from the base, as a share of the range."""
        return abs(self.place(self.end) - self.place(self.base))


class Change(NamedTuple):
    """A change that reverses the recommendation: at `at` another policy wins, at `holds` the former one still does."""

    key: str
    base: float
    at: float
    holds: float
    share: float  # of the plausible range
    winner: str


def lines(
    plausible: Mapping[str, tuple[float, float]], base: Mapping[str, float], whole: Sequence[str] = ()
) -> list[Line]:
    """Both ways along every assumption."""
    return [
        Line(key, base[key], end, low, high, key in whole)
        for key, (low, high) in plausible.items()
        for end in (low, high)
        if end != base[key]
    ]


def likely(every: Sequence[Line], cases: pd.DataFrame, other: Sequence[bool]) -> list[Line]:
    """Lines in the order in which draws suggest that they flip the answer: by rank correlation with a flip.

    Shapes: cases, one row a draw, one column an assumption; other [draws], whether another policy won there.
    """
    flips = np.asarray(other, dtype=float)
    varied = flips.size > 2 and 0.0 < flips.mean() < 1.0

    def pull(line: Line) -> float:
        if not varied or line.key not in cases or cases[line.key].nunique() < 2:
            return 0.0
        towards = 1.0 if line.end > line.base else -1.0
        return towards * float(scipy.stats.spearmanr(cases[line.key], flips).statistic)

    return sorted(every, key=lambda line: -pull(line))


def smallest(tried: Sequence[Line], wins: Wins, leader: str, halvings: int = 4) -> list[Change]:
    """Changes of one assumption that reverse the recommendation, the smallest first.

    The end of each line is asked for first; where another policy wins there, bisection brings the change down to
    1 / 2^halvings of the way.

    Limits: a line along which the winner changes to and fro is bisected to one of its changes.
    """
    found: list[Change] = []
    for line in tried:
        winner = wins(line.key, line.end)
        if winner == leader:
            continue
        low, high = 0.0, 1.0
        for _ in range(halvings):
            middle = (low + high) / 2.0
            here = wins(line.key, line.at(middle))
            if here == leader:
                low = middle
            else:
                high, winner = middle, here
        at, holds = line.at(high), line.at(low)
        found.append(Change(line.key, line.base, at, holds, high * line.length, winner))
    return sorted(found, key=lambda change: change.share)


def sentence(found: Sequence[Change], tried: Sequence[Line], leader: str) -> str:
    """What was found, in words."""
    keys = len({line.key for line in tried})
    if not found:
        return (
            f"No single assumption of the {keys} tried, moved to an end of its plausible range, takes the "
            f"recommendation from `{leader}`."
        )
    first = found[0]
    moved = f"`{first.key}` from {first.base:.3g} to {first.at:.3g}"
    more = f"; {len(found) - 1} more of {keys} tried can" if len(found) > 1 else ""
    return (
        f"The smallest change found that reverses the recommendation of `{leader}`: {moved}, {first.share:.0%} of its "
        f"plausible range, and `{first.winner}` wins (at {first.holds:.3g} `{leader}` still does){more}."
    )
