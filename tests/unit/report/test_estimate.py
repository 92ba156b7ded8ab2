import math

import numpy as np
import pandas as pd
import pytest

from sim.analysis.contrast import FEWEST_DRAWS, FEWEST_PAIRS
from sim.report.estimate import estimate, exponential, pairs_for, share_interval, smallest_p
from sim.report.verdict import Strength, strength


def pairs(base: list[float], drawn: list[float] | None = None) -> "pd.Series[float]":
    keys = [(-1, place) for place in range(len(base))] + [(draw, 0) for draw in range(len(drawn or []))]
    return pd.Series([*base, *(drawn or [])], pd.MultiIndex.from_tuples(keys, names=["draw", "replication"]))


def test_the_two_intervals_come_from_different_rows() -> None:
    found = estimate(pairs([1.0, 2.0, 3.0], list(np.linspace(10, 20, 21))))
    assert found.value == 2.0
    assert found.low < 2.0 < found.high < 10.0
    assert (found.assumed_low, found.assumed_high) == (10.5, 19.5)
    assert (found.replications, found.up, found.draws) == (3, 3, 21)


def test_five_replications_never_settle_a_sign() -> None:
    found = estimate(pairs([1.0, 1.01, 0.99, 1.0, 1.0]))
    assert found.low > 0
    assert not found.survives_luck
    assert strength(found) is Strength.ILLUSTRATIVE


CERTAIN = list(np.linspace(0.9, 1.1, FEWEST_PAIRS))


@pytest.mark.parametrize(
    ("base", "drawn", "expected"),
    [
        ([-1.0, 1.0] * FEWEST_PAIRS, [], Strength.UNSETTLED),
        (CERTAIN, [], Strength.LUCK),
        (CERTAIN, [1.0] * (FEWEST_DRAWS - 1), Strength.LUCK),
        (CERTAIN, [1.0] * FEWEST_DRAWS, Strength.ROBUST),
        (CERTAIN, [1.0, -1.0] * FEWEST_DRAWS, Strength.WORLD),
        (CERTAIN, [-1.0] * FEWEST_DRAWS, Strength.WORLD),  # certain of the other sign
    ],
)
def test_strength_says_which_interval_a_sign_survives(
    base: list[float], drawn: list[float], expected: Strength
) -> None:
    assert strength(estimate(pairs(base, drawn))) is expected


def test_what_is_not_finite_is_left_out() -> None:
    found = estimate(pairs([1.0, math.nan, math.inf, 3.0]))
    assert (found.value, found.replications) == (2.0, 2)


def test_nothing_gives_no_number() -> None:
    found = estimate(pairs([]))
    assert math.isnan(found.value)
    assert strength(found) is Strength.ILLUSTRATIVE


def test_logarithms_become_ratios() -> None:
    found = exponential(estimate(pairs([math.log(1.1)] * 3)))
    assert found.value == pytest.approx(0.1)
    assert math.isnan(found.assumed_low)


def test_the_smallest_p_of_five_pairs() -> None:
    assert smallest_p(5) == 0.0625
    assert smallest_p(0) == 1.0


def test_a_share_has_a_sampling_error() -> None:
    low, high = share_interval(10, 20)
    assert 0.25 < low < 0.5 < high < 0.75
    assert all(math.isnan(end) for end in share_interval(0, 0))


def test_a_live_test_needs_more_pairs_for_a_noisier_effect() -> None:
    quiet, loud = (pairs_for(estimate(pairs([1.0 - sd, 1.0, 1.0 + sd]))) for sd in (0.01, 3.0))
    assert quiet == FEWEST_PAIRS
    assert 60 < loud < 90  # (1.96 + 0.84)^2 * 3^2 = 70.6, a little more by t
    assert math.isnan(pairs_for(estimate(pairs([1.0]))))
