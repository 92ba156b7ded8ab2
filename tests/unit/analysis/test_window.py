import math

import numpy as np
import pandas as pd
import pytest

from sim.analysis.window import DAYS_PER_MONTH, kaplan_meier, of_metrics, window
from sim.market.window import log_roi, months_of_window

MONTH = DAYS_PER_MONTH  # one period a month
ONES = np.ones(12)


def test_a_window_opens_and_closes_with_two_periods_in_a_row() -> None:
    roi = np.array([0.5, 1.2, 0.9, 1.5, 3.0, 2.5, 0.9, 1.8, 0.8, 0.7, 2.0, 2.0])
    found = window(roi, 0.5 * ONES, MONTH)
    assert (found.length, found.censored, found.late) == (pytest.approx(5.0), False, False), "from 3 to 8"
    assert found.half == pytest.approx(2.0), "3.0 at 4, at most 2.0 at 6"


def test_a_better_alternative_closes_it_earlier() -> None:
    roi = np.linspace(3.0, 0.8, 12)
    assert window(roi, 2.0 * ONES, MONTH).length < window(roi, ONES, MONTH).length


def test_what_has_not_ended_is_censored_and_what_never_opens_has_no_length() -> None:
    open_still = window(2.0 * ONES, ONES, MONTH)
    assert (open_still.length, open_still.censored, open_still.late) == (pytest.approx(12.0), True, True)
    assert math.isnan(open_still.half)
    never = window(0.9 * ONES, ONES, MONTH)
    assert math.isnan(never.length)
    assert not never.censored
    assert math.isnan(window(np.full(12, np.nan), ONES, MONTH).length)


def test_the_reduced_forms_window_is_found_in_its_own_series() -> None:
    step = 0.1
    roi = np.exp([log_roi(t * step, 3.0, 6.0, 0.5, 0.1) for t in range(300)])
    found = window(roi, np.ones(300), step * MONTH)
    assert found.length == pytest.approx(months_of_window(), abs=2 * step)


def test_it_is_read_off_a_run() -> None:
    days = np.arange(280)
    koc = pd.DataFrame({"day": days, "metric": "roi", "group": "bucket=koc", "value": np.where(days < 150, 2.0, 0.5)})
    ecom = koc.assign(group="bucket=ecom", value=0.9)
    found = of_metrics(pd.concat([koc, ecom]))
    assert found.length == pytest.approx(5 * 28 / MONTH)
    assert not found.censored


def test_kaplan_meier() -> None:
    lengths = np.array([6.0, 9.0, 9.0, 12.0, 15.0, 20.0])
    some = kaplan_meier(lengths, np.array([False, False, True, False, False, True]))
    assert some.months.tolist() == [6.0, 9.0, 12.0, 15.0]
    assert some.share == pytest.approx([5 / 6, 5 / 6 * 4 / 5, 2 / 3 * 2 / 3, 4 / 9 * 1 / 2])
    assert some.between(9.0, 15.1) == pytest.approx(5 / 6 - 2 / 9)
    assert some.median() == 12.0
    assert (some.low <= some.share).all()
    assert (some.share <= some.high).all()
    months = np.random.default_rng(3).exponential(1 / 0.1, 1_000)
    cut = months > 24
    many = kaplan_meier(np.minimum(months, 24.0), cut)
    assert many.at(12.0) == pytest.approx(0.3012, abs=4 * 0.0145), "hazard .1 a month"
