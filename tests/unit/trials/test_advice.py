import math

import pandas as pd
import pytest

from sim.trials.advice import advise, days_needed, power
from sim.trials.judging import COLUMNS, TRUTH, Judged


def test_power_is_that_of_a_normal_estimate() -> None:
    assert power(0.0, 1.0) == pytest.approx(0.05)
    assert power(2.8016, 1.0) == pytest.approx(0.80, abs=1e-3)
    assert power(-2.8016, 1.0) == power(2.8016, 1.0)


def test_days_are_the_first_length_that_suffices_or_grow_with_the_square() -> None:
    assert days_needed({7: 0.1, 14: 0.1}, {7: 0.05, 14: 0.03}) == 14
    assert days_needed({10: 0.1}, {10: 0.1}) == pytest.approx(10 * 2.8016**2, rel=1e-3)
    assert days_needed({10: 0.0}, {10: 0.1}) == math.inf


def judged(estimates: dict[str, float], noise: float) -> Judged:
    rows = []
    for world in range(8):
        rows.append((world, TRUTH, "watch", 8, TRUTH, -0.05 - 0.001 * world))
        for design, value in estimates.items():
            rows.append((world, design, "watch", 8, "estimate", value + 0.001 * world))
            rows.append((world, design, "watch", 8, "same_arms", 0.0))
            rows += [(world, design, "watch", 8, "null", side * noise) for side in (-1, 1)]
    missing = {one: "cannot" for one in ("two_sided", "switchback", "interleaved") if one not in estimates}
    return Judged(pd.DataFrame(rows, columns=list(COLUMNS)), missing)


def test_the_advice_is_the_cheapest_design_with_the_right_sign() -> None:
    said = advise(judged({"user": -0.06, "creator": 0.5, "switchback": -0.2}, noise=0.03))
    assert "the wrong sign on average: creator" in said.sentences["watch"]
    assert "Cheapest with the right sign: switchback, 8 days" in said.sentences["watch"]
    assert "least biased of these: user" in said.sentences["watch"]
    table = said.table.set_index("design")
    assert table.loc["creator", "right_sign"] == 0
    assert table.loc["user", "bias"] == pytest.approx(-0.06 + 0.05 + 0.007, abs=1e-9)


def test_no_design_is_advised_where_all_have_the_wrong_sign() -> None:
    said = advise(judged({"user": 0.06, "creator": 0.5}, noise=0.01)).sentences["watch"]
    assert "No design has the right sign" in said
